"""``smsenc explain``: why a message costs what it costs, and what would make it cheaper, as a picture."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any

from smsenc import Explanation, Message, Profile, pictures
from smsenc.cli.arguments import Parser, command_parser, open_input
from smsenc.cli.colours import colours_on, paint
from smsenc.cli.files import whole_file
from smsenc.cli.job import Job, process
from smsenc.cli.options import add_options, build_profile, given_options
from smsenc.cli.records import Input, Record
from smsenc.cli.terminal import screen_width

__all__ = ["ExplainJob", "parser", "run"]

_EXAMPLES = """\
  smsenc explain "It’s 5 o’clock"
  smsenc explain --html messages.html --file messages.txt
  smsenc explain --json --column 2 messages.tsv"""

# A page of more is more than a browser shows with pleasure.
_MOST_IN_A_PAGE = 500


class ExplainJob(Job[Explanation | Message]):
    """Explains, in the terminal or in a page."""

    def __init__(self, profile: Profile, *, for_page: bool = False) -> None:
        self._profile = profile
        self._for_page = for_page
        self._width = screen_width()
        self._colours = colours_on(sys.stdout)
        self._ascii = not _holds_the_symbols(sys.stdout)
        self.drawn: list[tuple[str, Explanation | Message]] = []
        self.left_out = 0

    def compute(self, record: Record) -> Explanation | Message:
        content = record.content
        # Octets have no reasons: they are drawn as they are sent.
        explanation: Explanation | Message
        if isinstance(content, bytes):
            explanation = self._profile.encode_binary(content)
        else:
            explanation = self._profile.explain(content)
        if self._for_page:
            if len(self.drawn) < _MOST_IN_A_PAGE:
                self.drawn.append(("" if record.line is None else f"Line {record.line}", explanation))
            else:
                self.left_out += 1
        return explanation

    def to_dict(self, result: Explanation | Message) -> dict[str, Any]:
        return result.to_dict()

    def view(self, record: Record, result: Explanation | Message) -> Iterable[str]:
        if self._for_page:
            return []
        picture = pictures.text(result, width=self._width, colour=self._colours, ascii_only=self._ascii)
        return picture[:-1].split("\n")

    def heading(self, source: Input) -> Iterable[str]:
        return [source.title] if source.title and not self._for_page else []

    def rows(self, record: Record, result: Explanation | Message) -> Iterable[str]:
        if self._for_page:
            return
        yield paint(f"line {record.line}", "bold", self._colours)
        yield ""
        yield from self.view(record, result)
        yield ""


def _holds_the_symbols(stream: Any) -> bool:
    """Whether the charset of the output has what pictures are drawn with."""
    try:
        "▒█░·⁺".encode(stream.encoding or "ascii")
    except (LookupError, UnicodeEncodeError, AttributeError):
        return False
    return True


def parser() -> Parser:
    """The parser of the command."""
    made = command_parser(
        "explain",
        "Explain what messages cost: segments, costly characters, what would be cheaper.",
        _EXAMPLES,
        json_help="JSON Lines: one object per message",
    )
    made.add_argument("--html", metavar="FILE", help="write a page of pictures instead")
    add_options(made)
    return made


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    arguments = parser().parse(argv)
    options = given_options(vars(arguments))
    job = ExplainJob(build_profile(options), for_page=arguments.html is not None)
    source = open_input(arguments, surrogates="lone_surrogates" in options)
    if arguments.html is None:
        return process(job, source, as_json=arguments.json, limit=arguments.limit)
    with whole_file(arguments.html) as file:
        code = process(job, source, as_json=arguments.json, limit=arguments.limit)
        title = f"SMS: {source.name}" if source.name else "SMS"
        file.write(pictures.page(job.drawn, title=title))
    if job.left_out:
        print(f"smsenc: {arguments.html} holds the first {len(job.drawn):,} messages", file=sys.stderr)
    return code
