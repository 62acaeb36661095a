"""The options of :class:`smsenc.Profile` as flags of the command line: one table for all commands.

A flag that is not given is not passed on, so that every default stands in one place, the core. Ranges are
checked there, too; what it refuses is reported as wrong usage under the name of the flag.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from .exits import UsageError

if TYPE_CHECKING:
    import argparse

    from smsenc import Profile

__all__ = ["OPTIONS", "Option", "add_options", "build_profile", "flag_of", "given_options"]


def _languages(value: str) -> str | tuple[str, ...]:
    if value == "all":
        return value
    return tuple(name.strip() for name in value.split(",") if name.strip())


def _header(value: str) -> Any:
    """A user data header in hex, UDHL first; raises ``ValueError`` (``DecodeError`` is one)."""
    from smsenc import UserDataHeader

    return UserDataHeader.parse(bytes.fromhex(value))


def _replace(value: str) -> Any:
    """The name of a policy, or the mapping that a JSON file holds; raises ``ValueError``."""
    import json

    if not value.endswith(".json"):
        return value
    try:
        with open(value, encoding="utf-8") as file:
            mapping = json.load(file)
    except OSError as error:
        raise ValueError(error.strerror) from None
    if not isinstance(mapping, dict) or not all(isinstance(text, str) for text in mapping.values()):
        raise ValueError("an object of characters and texts is wanted")
    return mapping


class Option(NamedTuple):
    """One option. ``convert`` makes its value from the argument, ``ValueError`` is wrong usage."""

    name: str
    values: str
    help: str
    convert: Callable[[str], Any] = str
    other_flag: str = ""

    @property
    def flag(self) -> str:
        return self.other_flag or "--" + self.name.replace("_", "-")


OPTIONS: tuple[Option, ...] = (
    Option("encoding", "auto|gsm7|ucs2", "choose the encoding, or force one"),
    Option("languages", "NAME,...|all", "permit national language shift tables", _languages),
    Option("reference_bits", "8|16", "size of the concatenation reference", int),
    # Not --header: beside --no-header that would seem to be about the header line of a table.
    Option("header", "HEX", "further header elements, UDHL first", _header, "--udh"),
    Option("max_segments", "N", "permit at most N segments, 1 to 255", int),
    Option("overflow", "error|truncate", "when they do not suffice"),
    Option("ellipsis", "TEXT", "ends a truncated text"),
    Option("line_breaks", "keep|lf", "lf: send CRLF and CR as LF"),
    Option("normalization", "NFC", "compose the characters first"),
    Option("lone_surrogates", "MODE", "error, replace (by U+FFFD) or keep"),
    Option("replace", "POLICY|FILE", "smart, smart-wide, transliterate, or a map in a .json file", _replace),
    Option("replace_when", "saves|always", "saves: only if fewer segments result"),
    Option("message_class", "0..3", "0: flash", int),
)


def flag_of(option: str) -> str:
    """The flag of a keyword option, as an error message should call it."""
    flags = {known.name: known.flag for known in OPTIONS}
    return flags.get(option) or "--" + option.replace("_", "-")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add a flag for every option."""
    from argparse import SUPPRESS

    group = parser.add_argument_group("encoding options")
    for option in OPTIONS:
        group.add_argument(
            option.flag,
            dest=f"option_{option.name}",
            metavar=option.values,
            help=option.help,
            default=SUPPRESS,
        )


def given_options(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The options that were given, converted. Raises :class:`UsageError`."""
    options: dict[str, Any] = {}
    for option in OPTIONS:
        value = arguments.get(f"option_{option.name}")
        if value is None:
            continue
        try:
            options[option.name] = option.convert(value)
        except ValueError as error:
            reason = "an integer is wanted" if option.convert is int else str(error)
            raise UsageError(f"{option.flag} {value!r} is not allowed: {reason}") from None
    return options


def build_profile(options: Mapping[str, Any]) -> Profile:
    """The profile of these options; what the core refuses is a :class:`UsageError`."""
    from smsenc import Error, InvalidOption, Profile

    try:
        return Profile(**options)
    except InvalidOption as error:
        raise UsageError(f"{flag_of(error.option)} {error.value!r} is not allowed: {error.allowed}") from None
    except Error as error:
        raise UsageError(str(error)) from None
