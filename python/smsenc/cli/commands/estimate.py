"""``smsenc estimate``: what a message would take, without making its octets."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from smsenc import Estimate, Profile
from smsenc.cli.arguments import Parser, command_parser, open_input
from smsenc.cli.colours import colours_on, paint
from smsenc.cli.job import Job, process
from smsenc.cli.options import add_options, build_profile, given_options
from smsenc.cli.records import Input, Record
from smsenc.cli.terminal import field, number, preview, screen_width, table
from smsenc.cli.words import encoding_of, replacements_of, style_of, units_of

__all__ = ["EstimateJob", "parser", "run"]

_EXAMPLES = """\
  smsenc estimate "See you at 8"
  smsenc estimate --file messages.txt
  smsenc estimate --json --column 2 messages.tsv
  smsenc estimate --languages turkish,spanish - < messages.txt"""


class EstimateJob(Job[Estimate]):
    """Counts and adds up."""

    def __init__(self, profile: Profile, *, summary: bool = False) -> None:
        self._profile = profile
        self._summary = summary
        self._messages: Counter[str] = Counter()
        self._segments: Counter[str] = Counter()
        self._screen = screen_width()
        self._colours = colours_on(sys.stdout)
        # Shift tables make the word for an encoding longer than "gsm7".
        self._width = 24 if profile.options["languages"] else 8

    def compute(self, record: Record) -> Estimate:
        content = record.content
        if isinstance(content, bytes):
            estimate = self._profile.estimate_binary(content)
        else:
            estimate = self._profile.estimate(content)
        key = encoding_of(estimate)
        self._messages[key] += 1
        self._segments[key] += estimate.segments
        return estimate

    def to_dict(self, result: Estimate) -> dict[str, Any]:
        return result.to_dict()

    def view(self, record: Record, result: Estimate) -> Iterable[str]:
        units = units_of(result)
        yield field("encoding", encoding_of(result), style_of(result))
        yield field("segments", number(result.segments), "bold")
        yield field("units", f"{number(result.units)} {units}")
        yield field("capacity", f"{result.capacity} {units} per segment")
        yield field("remaining", f"{result.remaining} {units} in the last segment")
        yield from replacements_of(result)

    def heading(self, source: Input) -> Iterable[str]:
        if self._summary:
            return
        if source.title:
            yield source.title
        yield paint(self._row("line", "encoding", "segments", "units", "left", "text"), "bold", self._colours)

    def rows(self, record: Record, result: Estimate) -> Iterable[str]:
        if self._summary:
            return
        content = record.content
        shown = content.hex().upper() if isinstance(content, bytes) else content
        start = self._row(
            str(record.line),
            encoding_of(result),
            number(result.segments),
            number(result.units),
            str(result.remaining),
            "",
        )
        room = max(self._screen - len(start), 20)
        if self._colours:
            encoding = f"{encoding_of(result):<{self._width}}"
            start = start.replace(encoding, paint(encoding, style_of(result), True), 1)
        yield start + preview(shown, room)

    def _row(self, line: str, encoding: str, segments: str, units: str, left: str, text: str) -> str:
        return f"{line:>7}  {encoding:<{self._width}}  {segments:>8}  {units:>7}  {left:>4}  {text}"

    def totals(self, failures: int) -> Iterable[str]:
        rows = [("", "messages", "segments")]
        rows += [(key, number(self._messages[key]), number(self._segments[key])) for key in sorted(self._messages)]
        rows.append(("total", number(sum(self._messages.values())), number(sum(self._segments.values()))))
        if failures:
            rows.append(("failed", number(failures), ""))
        if not self._summary:
            yield ""
        yield from (line.rstrip() for line in table(rows))


def parser() -> Parser:
    """The parser of the command."""
    made = command_parser(
        "estimate",
        "Count segments and units, in the encoding that takes the fewest segments.",
        _EXAMPLES,
        json_help="JSON Lines: one object per message",
    )
    made.add_argument("--summary", action="store_true", help="many messages: print only the totals")
    add_options(made)
    return made


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    arguments = parser().parse(argv)
    options = given_options(vars(arguments))
    job = EstimateJob(build_profile(options), summary=arguments.summary)
    source = open_input(arguments, surrogates="lone_surrogates" in options)
    return process(job, source, as_json=arguments.json, limit=arguments.limit)
