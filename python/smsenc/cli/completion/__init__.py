"""Completion of commands and flags in shells: scripts that are made from the parsers.

A script holds everything that it completes: a shell that asked the command at every tab
would wait for Python each time.
Own code, because the package has no dependency, and because shtab, which writes all three, knows no lists with commas.
"""

from __future__ import annotations

from collections.abc import Callable

from . import bash, fish, zsh
from .model import Command, commands

__all__ = ["script"]

_SCRIPTS: dict[str, Callable[[list[Command]], str]] = {"bash": bash.script, "fish": fish.script, "zsh": zsh.script}


def script(shell: str) -> str:
    """The completion script for a shell, by its name."""
    return _SCRIPTS[shell](commands())
