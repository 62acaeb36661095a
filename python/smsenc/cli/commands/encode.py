"""``smsenc encode``: the segments of a message, as octets in hex."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any

from smsenc import Error, InvalidOption, Message, Profile
from smsenc.cli.arguments import Parser, command_parser, open_input
from smsenc.cli.colours import colours_on, paint
from smsenc.cli.exits import UsageError
from smsenc.cli.job import Job, process
from smsenc.cli.options import add_options, build_profile, given_options
from smsenc.cli.records import Record
from smsenc.cli.terminal import field, number, octets, quote
from smsenc.cli.words import encoding_of, replacements_of, style_of, units_of

__all__ = ["EncodeJob", "parser", "run"]

_EXAMPLES = """\
  smsenc encode "See you at 8"
  smsenc encode --encoding ucs2 --reference 7 --file messages.txt
  smsenc encode --json --column text messages.csv
  smsenc encode --hex --udh 06050415810000 "024A3A"
"""


class EncodeJob(Job[Message]):
    """Makes the octets."""

    def __init__(self, profile: Profile, reference: int | None) -> None:
        self._profile = profile
        self._reference = reference

    def compute(self, record: Record) -> Message:
        content = record.content
        if isinstance(content, bytes):
            return self._profile.encode_binary(content, reference=self._reference)
        return self._profile.encode(content, reference=self._reference)

    def to_dict(self, result: Message) -> dict[str, Any]:
        return result.to_dict()

    def view(self, record: Record, result: Message) -> Iterable[str]:
        yield field("encoding", f"{encoding_of(result)} (DCS 0x{result.dcs:02X})", style_of(result))
        yield field("segments", number(result.segments), "bold")
        yield field("units", f"{number(result.units)} {units_of(result)}")
        if result.reference is not None:
            yield field("reference", result.reference)
        yield from replacements_of(result)
        for segment in result:
            yield ""
            yield paint(f"segment {segment.sequence} of {segment.total}", "bold", colours_on(sys.stdout))
            if segment.text is not None:
                yield field("text", quote(segment.text))
            yield field("units", f"{segment.units} {units_of(result)}, UDL {segment.user_data_length}")
            yield field("header", octets(bytes(segment.header)))
            yield field("user data", octets(segment.user_data))

    def rows(self, record: Record, result: Message) -> Iterable[str]:
        segments = "1 segment" if result.segments == 1 else f"{result.segments} segments"
        yield f"line {record.line}: {encoding_of(result)} (DCS 0x{result.dcs:02X}), {segments}"
        for segment in result:
            place = f"{segment.sequence}/{segment.total}"
            header, user_data = octets(bytes(segment.header)), octets(segment.user_data)
            yield f"  {place:<7}  UDL {segment.user_data_length:>3}  header {header}  user data {user_data}"


def parser() -> Parser:
    """The parser of the command."""
    made = command_parser(
        "encode",
        "Encode messages: their segments with user data header and user data in hex.",
        _EXAMPLES.rstrip(),
        json_help="JSON Lines: one object per message",
    )
    made.add_argument("--reference", metavar="N", type=int, help="concatenation reference; default: from the content")
    add_options(made)
    return made


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    arguments = parser().parse(argv)
    options = given_options(vars(arguments))
    profile = build_profile(options)
    check_reference(profile, arguments.reference)
    source = open_input(arguments, surrogates="lone_surrogates" in options)
    return process(EncodeJob(profile, arguments.reference), source, as_json=arguments.json, limit=arguments.limit)


def check_reference(profile: Profile, reference: int | None) -> None:
    """A reference out of range is wrong usage, once, and not a failure of every message."""
    try:
        profile.encode("", reference=reference)
    except InvalidOption as error:
        raise UsageError(f"--{error.option} {error.value!r} is not allowed: {error.allowed}") from None
    except Error:
        pass  # not about the reference: the messages will tell
