"""A real terminal emulator and real shells. Without them the tests are skipped, unless ``SMSENC_TERMINAL=required``."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import screen


@pytest.fixture
def need() -> Callable[[str], str]:
    """The path of a program, or the test is skipped; a failure where everything should be installed."""

    def find(program: str) -> str:
        path = shutil.which(program)
        if path is None and os.environ.get("SMSENC_TERMINAL") == "required":
            pytest.fail(f"{program} is not here, and SMSENC_TERMINAL=required")
        if path is None:
            pytest.skip(f"no {program} here (scripts/terminal.sh installs it)")
        return path

    return find


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The environment in the terminal: the command ``smsenc`` first on the path, nothing of the user's."""
    binaries = tmp_path / "bin"
    binaries.mkdir()
    command = binaries / "smsenc"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m smsenc "$@"\n')
    command.chmod(0o755)
    return {
        "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "LC_ALL": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PS1": "$ ",
        "NO_COLOR": "",
        "CLICOLOR_FORCE": "",
        "FORCE_COLOR": "",
    }


@pytest.fixture
def terminal(need, tmp_path, environment) -> Iterator[Callable[..., screen.Screen]]:
    """Opens terminals, and closes them when the test has ended."""
    need("tmux")
    opened: list[screen.Screen] = []

    def open_terminal(shell: str = "sh", *, width: int = 80, height: int = 24) -> screen.Screen:
        opened.append(screen.Screen(tmp_path, shell, environment, width=width, height=height))
        return opened[-1]

    yield open_terminal
    for one in opened:
        one.close()
