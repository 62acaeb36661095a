"""Segments of the package under test in TPDUs of the twin: the referees see the package's user data alone.

No referee minds a TP-UD that is too long, so the limits of TS 23.040 clause 9.2.3.16 stand here.
"""

from __future__ import annotations

from typing import Any

import twin


def _check(segment: Any) -> None:
    assert len(segment.user_data) <= 140
    assert segment.user_data_length <= (160 if segment.dcs & 0x0C == 0 else 140)


def deliver(segment: Any, originator: str | bytes = "+46708251358", **fields: Any) -> bytes:
    """A segment as SMS-DELIVER."""
    _check(segment)
    return twin.deliver(
        segment.user_data,
        segment.user_data_length,
        dcs=segment.dcs,
        udhi=bool(segment.header),
        originator=originator,
        **fields,
    )


def submit(segment: Any, destination: str = "+46708251358", **fields: Any) -> bytes:
    """A segment as SMS-SUBMIT."""
    _check(segment)
    return twin.submit(
        segment.user_data,
        segment.user_data_length,
        dcs=segment.dcs,
        udhi=bool(segment.header),
        destination=destination,
        **fields,
    )
