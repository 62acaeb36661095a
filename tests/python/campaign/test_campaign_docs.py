"""The guide to campaigns runs, where the packages that it needs are installed."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

pytest.importorskip("polars")

test_docs = importlib.import_module("test_docs")
GUIDE = test_docs.ROOT / "docs" / "campaign.md"
COMMANDS = [(command, output) for _, command, output in test_docs.commands(GUIDE)]


def test_the_python_of_the_guide_runs() -> None:
    test_docs.test_the_python_of_the_documents_runs(GUIDE)


@pytest.mark.parametrize(("command", "output"), COMMANDS)
def test_a_command_of_the_guide_prints_what_is_shown(command: str, output: str, tmp_path: Path) -> None:
    test_docs.test_the_commands_of_the_documents_print_what_is_shown(command, output, tmp_path)


def test_the_guide_shows_commands() -> None:
    assert len(COMMANDS) >= 2
