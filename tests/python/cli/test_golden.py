"""What every command prints is what was committed: help, results, notes, errors, exit codes."""

from __future__ import annotations

import pytest

import golden
from smsenc.cli import COMMANDS

CASES = golden.cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_command_prints_what_its_golden_file_holds(case, tmp_path):
    expected = (golden.DIRECTORY / f"{case.name}.txt").read_text("utf-8")
    assert golden.output(case, tmp_path) == expected, "after a deliberate change: python tests/python/golden.py --write"


def test_there_is_no_golden_file_without_a_case():
    assert {path.stem for path in golden.DIRECTORY.iterdir()} == {case.name for case in CASES}


def test_every_command_has_golden_help():
    assert len(COMMANDS) >= 7
    assert {f"help-{command.name}" for command in COMMANDS} <= {case.name for case in CASES}
