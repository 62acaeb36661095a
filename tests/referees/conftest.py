"""The referees' modules are imported by plain name; the report's head names the tools' versions."""

from __future__ import annotations

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))


def pytest_report_header() -> list[str]:
    import alphabets
    import gammu_pdu
    import osmogsm
    import smstools
    import tshark

    return [
        f"referee {tool.__name__}: {tool.version() or 'NOT INSTALLED, its tests are skipped'}"
        for tool in (tshark, smstools, gammu_pdu, osmogsm, alphabets)
    ]
