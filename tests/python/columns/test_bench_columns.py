"""``smsenc bench`` measures columns where a library makes them."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

pytest.importorskip("pyarrow")


@pytest.mark.parametrize("flags", [[], ["--languages", "turkish"]], ids=["no options", "options"])
def test_columns_are_measured_beside_calls_and_lists(flags):
    command = [sys.executable, "-m", "smsenc", "bench", "--json", "--seconds", "0", "--limit", "20", *flags]
    done = subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    names = [measure["name"] for measure in json.loads(done.stdout)["measures"]]
    assert names[6:] == ["arrow.count_segments, pyarrow", "arrow.estimate, pyarrow", "arrow.encode, pyarrow"]
