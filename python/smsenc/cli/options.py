"""The options of :class:`smsenc.Profile` as flags of the command line: one table for all commands.

A flag that is not given is not passed on, so that every default stands in one place, the core. Ranges are
checked there, too; what it refuses is reported as wrong usage under the name of the flag. ``--profile``
starts from a preset, and the flags change it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from .exits import UsageError

if TYPE_CHECKING:
    import argparse

    from smsenc import Profile

__all__ = ["OPTIONS", "Option", "add_options", "build_profile", "flag_of", "given_options", "options_page"]


def _languages(value: str) -> str | tuple[str, ...]:
    names = [name.strip().lower() for name in value.split(",")]
    if names == ["all"]:
        return "all"
    return tuple(name for name in names if name not in ("", "none"))


def _header(value: str) -> Any:
    """A user data header in hex, UDHL first; raises ``ValueError`` (``DecodeError`` is one)."""
    from smsenc import UserDataHeader

    return UserDataHeader.parse(bytes.fromhex(value)) if value != "none" else ()


def _or_none(value: str) -> str | None:
    """A name, or none at all: so that a flag can take back what a preset says."""
    return None if value == "none" else value


def _integer_or_none(value: str) -> int | None:
    return None if value == "none" else int(value)


def _replace(value: str) -> Any:
    """The name of a policy, or the mapping that a JSON file holds; raises ``ValueError``."""
    if not value.endswith(".json"):
        return _or_none(value)
    import json

    try:
        with open(value, encoding="utf-8") as file:
            mapping = json.load(file)
    except OSError as error:
        raise ValueError(error.strerror) from None
    if not isinstance(mapping, dict) or not all(isinstance(text, str) for text in mapping.values()):
        raise ValueError("an object of characters and texts is wanted")
    return mapping


class Option(NamedTuple):
    """One option. ``convert`` makes its value from the argument, ``ValueError`` is wrong usage.

    ``values`` is shown in the help; the completion of shells offers ``choices``, or the alternatives of ``values``.
    """

    name: str
    values: str
    help: str
    convert: Callable[[str], Any] = str
    other_flag: str = ""
    choices: tuple[str, ...] = ()

    @property
    def flag(self) -> str:
        return self.other_flag or "--" + self.name.replace("_", "-")


_POLICIES = ("none", "smart", "smart-wide", "transliterate")

OPTIONS: tuple[Option, ...] = (
    Option("encoding", "auto|gsm7|ucs2", "choose the encoding, or force one"),
    Option("languages", "NAME,...|all|none", "permit national language shift tables", _languages),
    Option("reference_bits", "8|16", "size of the concatenation reference", int),
    # Not --header: beside --no-header that would seem to be about the header line of a table.
    Option("header", "HEX|none", "further header elements, UDHL first", _header, "--udh"),
    Option("max_segments", "N", "permit at most N segments, 1 to 255", int),
    Option("overflow", "error|truncate", "when they do not suffice"),
    Option("ellipsis", "TEXT", "ends a truncated text"),
    Option(
        "boundary",
        "UNIT",
        "what stays whole: character, grapheme, word",
        choices=("character", "grapheme", "word"),
    ),
    Option("suffix", "TEXT", "ends the message, never cut"),
    Option("numbering", "none|FORM", "in each of several: ' ({sequence}/{total})'", _or_none),
    Option("line_breaks", "keep|lf", "lf: send CRLF and CR as LF"),
    Option("normalization", "none|NFC", "NFC: compose the characters first", _or_none),
    Option(
        "lone_surrogates",
        "MODE",
        "half an emoji: error, replace (U+FFFD), keep",
        choices=("error", "replace", "keep"),
    ),
    Option(
        "replace",
        "POLICY|FILE.json",
        f"{', '.join(_POLICIES)}, a map",
        _replace,
        choices=_POLICIES,
    ),
    Option("replace_when", "saves|always", "saves: only if fewer segments result"),
    Option("message_class", "none|0|1|2|3", "0: flash", _integer_or_none),
)


def flag_of(option: str) -> str:
    """The flag of a keyword option, as an error message should call it."""
    flags = {known.name: known.flag for known in OPTIONS}
    return flags.get(option) or "--" + option.replace("_", "-")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add a flag for every option, and those for presets. The former are shown by ``--help-options``."""
    from argparse import SUPPRESS

    from .arguments import PageAction

    group = parser.add_argument_group("encoding options")
    group.add_argument("--profile", metavar="NAME", help="start from a preset ('smsenc profiles')", default=SUPPRESS)
    group.add_argument("--profile-file", metavar="FILE", help="presets of yours: JSON or TOML", default=SUPPRESS)
    for option in OPTIONS:
        group.add_argument(
            option.flag,
            dest=f"option_{option.name}",
            metavar=option.values,
            help=SUPPRESS,
            default=SUPPRESS,
        )
    group.add_argument(
        "--help-options",
        action=PageAction,
        page=options_page,
        help="show the others: --encoding, ...",
    )


def options_page() -> Iterator[str]:
    """The help of all options, a line each."""
    from textwrap import wrap

    from smsenc import NationalLanguage

    yield "Encoding options, the same for every command and for smsenc.Profile in Python."
    yield "The default comes first; a flag goes before what the preset of --profile says."
    yield ""
    width = max(len(f"{option.flag} {option.values}") for option in OPTIONS)
    for option in OPTIONS:
        yield f"  {f'{option.flag} {option.values}':<{width}}  {option.help}"
    yield ""
    yield "languages:"
    yield from wrap(", ".join(NationalLanguage), 78, initial_indent="  ", subsequent_indent="  ")
    yield ""
    yield "examples:"
    yield "  smsenc estimate --languages turkish --max-segments 3 --file messages.txt"
    yield "  smsenc estimate --profile web-form --reference-bits 16 --file messages.txt"
    yield '  smsenc encode --max-segments 1 --overflow truncate --ellipsis ... "A text"'
    yield ""
    yield "'smsenc profiles' lists the presets."


def given_options(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The options of the preset, if one was asked for, and over them those that were given, converted.

    Raises :class:`UsageError`.
    """
    options: dict[str, Any] = {}
    for option in OPTIONS:
        value = arguments.get(f"option_{option.name}")
        if value is None:
            continue
        try:
            options[option.name] = option.convert(value)
        except ValueError as error:
            reason = "an integer is wanted" if option.convert in (int, _integer_or_none) else str(error)
            raise UsageError(f"{option.flag} {value!r} is not allowed: {reason}") from None
    name, path = arguments.get("profile"), arguments.get("profile_file")
    if name is None and path is None:
        return options
    from smsenc import profiles

    from .presets import preset_profile

    start = preset_profile(name, path)
    return profiles.changed(_checked(lambda: start.replace(**options)))


def build_profile(options: Mapping[str, Any]) -> Profile:
    """The profile of these options; what the core refuses is a :class:`UsageError`."""
    from smsenc import Profile

    return _checked(lambda: Profile(**options))


def _checked(make: Callable[[], Profile]) -> Profile:
    from smsenc import Error, InvalidOption

    try:
        return make()
    except InvalidOption as error:
        raise UsageError(f"{flag_of(error.option)} {error.value!r} is not allowed: {error.allowed}") from None
    except Error as error:
        raise UsageError(str(error)) from None
