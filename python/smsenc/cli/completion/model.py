"""What can be completed: read off the parsers of the commands, the same for every shell."""

from __future__ import annotations

import argparse
from importlib import import_module
from typing import NamedTuple

from smsenc import NationalLanguage, profiles
from smsenc.cli import COMMANDS
from smsenc.cli.commands.completion import SHELLS
from smsenc.cli.options import OPTIONS

__all__ = ["Command", "Flag", "commands"]

# Values that a metavar of the help stands for.
_NAMES = {
    "option_languages": (*NationalLanguage, "all", "none"),
    "profile": tuple(profiles.BUILT_IN),
}
_ARGUMENTS = {"profiles": tuple(profiles.BUILT_IN), "completion": SHELLS}
_LISTS = frozenset({"option_languages"})  # values joined by commas


class Flag(NamedTuple):
    """A flag. ``values`` are what it may have, if they can be told; ``is_file``: the name of a file."""

    names: tuple[str, ...]
    help: str
    metavar: str  # "" when it takes no value
    values: tuple[str, ...] = ()
    is_list: bool = False
    is_file: bool = False
    repeats: bool = False


class Command(NamedTuple):
    """A command. ``values``: what its arguments may be; else they are names of files, or texts."""

    name: str
    summary: str
    flags: tuple[Flag, ...]
    values: tuple[str, ...] = ()


def commands() -> list[Command]:
    """All commands, in the order of the help."""
    found = []
    for command in COMMANDS:
        parser: argparse.ArgumentParser = import_module(f"smsenc.cli.commands.{command.module}").parser()
        flags = tuple(_flag(action) for action in parser._actions if action.option_strings)
        found.append(Command(command.name, command.summary, flags, _ARGUMENTS.get(command.name, ())))
    return found


def _flag(action: argparse.Action) -> Flag:
    helps = {f"option_{option.name}": option.help for option in OPTIONS}
    metavar = "" if action.nargs == 0 else str(action.metavar)
    return Flag(
        tuple(action.option_strings),
        helps.get(action.dest, action.help or ""),
        metavar,
        _values(action, metavar),
        action.dest in _LISTS,
        metavar == "FILE",
        isinstance(action, argparse._AppendAction),
    )


def _values(action: argparse.Action, metavar: str) -> tuple[str, ...]:
    if action.dest in _NAMES:
        return _NAMES[action.dest]
    if action.choices:
        return tuple(action.choices)
    for option in OPTIONS:
        if action.dest == f"option_{option.name}" and option.choices:
            return option.choices
    # "none|NFC": alternatives. Words in capitals stand for what a user makes up.
    alternatives = metavar.split("|") if "|" in metavar else []
    return tuple(word for word in alternatives if word not in ("FILE", "HEX", "N", "NAME", "TEXT"))
