"""``smsenc decode``: user data (TP-UD, as hex) back to text or data.

Decoding is tolerant: what is wrong with the octets is shown as an anomaly and is no failure. Segments are decoded
one by one; they are not put together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from smsenc import Decoded, InvalidOption, decode
from smsenc.cli.arguments import Parser, command_parser, integer, open_input
from smsenc.cli.exits import UsageError
from smsenc.cli.job import Job, process
from smsenc.cli.records import Input, Record
from smsenc.cli.terminal import field, octets, preview, quote, screen_width
from smsenc.cli.words import encoding_of, style_of

__all__ = ["DecodeJob", "parser", "run"]

_EXAMPLES = """\
  smsenc decode E8329BFD4697D9EC37
  smsenc decode --dcs 0x08 --has-header 050003F70202006900610073
  smsenc decode --json --column user_data --dcs 4 segments.csv"""

# Keywords of smsenc.decode as flags of this command.
_FLAGS = {"dcs": "--dcs", "user_data_length": "--udl"}


class DecodeJob(Job[Decoded]):
    """Reads octets back."""

    def __init__(self, keywords: dict[str, Any]) -> None:
        self._keywords = keywords
        self._screen = screen_width()

    def compute(self, record: Record) -> Decoded:
        content = record.content
        # Octets always: the input of this command is hex.
        return decode(content if isinstance(content, bytes) else content.encode("ascii"), **self._keywords)

    def to_dict(self, result: Decoded) -> dict[str, Any]:
        return result.to_dict()

    def view(self, record: Record, result: Decoded) -> Iterable[str]:
        yield field("encoding", f"{encoding_of(result)} (DCS 0x{result.dcs:02X})", style_of(result))
        yield field("header", octets(bytes(result.header)))
        concatenation = result.header.concatenation
        if concatenation is not None:
            yield field("segment", f"{concatenation.sequence} of {concatenation.total}")
            yield field("reference", concatenation.reference)
        yield _content(result)
        yield from _anomalies(result)

    def heading(self, source: Input) -> Iterable[str]:
        if source.title:
            yield source.title
        yield _row("line", "encoding", "segment", "content")

    def rows(self, record: Record, result: Decoded) -> Iterable[str]:
        concatenation = result.header.concatenation
        place = "" if concatenation is None else f"{concatenation.sequence}/{concatenation.total}"
        start = _row(str(record.line), encoding_of(result), place, "")
        if result.text is None:
            yield start + octets(result.data or b"")
        else:
            yield start + preview(result.text, max(self._screen - len(start), 20))
        yield from ("         " + line for line in _anomalies(result))


def _row(line: str, encoding: str, place: str, content: str) -> str:
    return f"{line:>7}  {encoding:<8}  {place:>7}  {content}"


def _content(result: Decoded) -> str:
    if result.text is None:
        return field("data", octets(result.data or b""))
    return field("text", quote(result.text))


def _anomalies(result: Decoded) -> Iterable[str]:
    for anomaly in result.anomalies:
        where = "" if anomaly.offset is None else f" at octet {anomaly.offset}"
        yield field("anomaly", f"{anomaly.kind}{where}", "red")


def parser() -> Parser:
    """The parser of the command."""
    made = command_parser(
        "decode",
        "Decode the user data of segments, given as hex.",
        _EXAMPLES,
        json_help="JSON Lines: one object per segment",
        hex_only=True,
    )
    coding = made.add_argument_group("coding (no encoding options: the octets say how they are to be read)")
    coding.add_argument(
        "--dcs", metavar="N", type=integer, default=0, help="data coding scheme, as 8 or 0x08; default 0"
    )
    coding.add_argument("--udl", metavar="N", type=integer, help="user data length (TP-UDL), as transmitted")
    coding.add_argument("--has-header", action="store_true", help="a user data header comes first (TP-UDHI)")
    coding.add_argument("--strip-bom", action="store_true", help="leave out a byte order mark of UCS-2")
    return made


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    arguments = parser().parse(argv)
    keywords = {
        "dcs": arguments.dcs,
        "user_data_length": arguments.udl,
        "has_header": arguments.has_header,
        "strip_bom": arguments.strip_bom,
    }
    check_keywords(keywords)
    source = open_input(arguments, surrogates=False)
    return process(DecodeJob(keywords), source, as_json=arguments.json, limit=arguments.limit)


def check_keywords(keywords: dict[str, Any]) -> None:
    """A value that is not allowed is wrong usage, once, and not a failure of every segment."""
    try:
        decode(b"", **keywords)
    except InvalidOption as error:
        flag = _FLAGS.get(error.option, error.option)
        raise UsageError(f"{flag} {error.value!r} is not allowed: {error.allowed}") from None
