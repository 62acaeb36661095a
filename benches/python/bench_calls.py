"""The rows of single calls under pytest-benchmark: for looking closely, and run once as tests.

Paired ratios, which goals are stated in, are made by ``ratios.py``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from paired import Row, measure
from rows_calls import left_behind, rows

ROWS = rows()


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.row}-{number}" for number, row in enumerate(ROWS)])
def test_a_row(benchmark, row: Row) -> None:
    scope = dict(row.names)
    exec(compile(f"def operation():\n    return {row.operation}\n", row.name, "exec"), scope)
    benchmark.extra_info.update(row=row.row, reference=row.reference)
    benchmark(scope["operation"])


def test_the_harness_measures_a_pair() -> None:
    measured = measure(ROWS[0], rounds=3, slice_ms=0.05)
    assert measured.ratio > 0
    assert measured.verdict() in ("stretch", "goal", "MISSED")


def test_nothing_is_left_in_the_strings_of_a_caller() -> None:
    assert left_behind() == 0
