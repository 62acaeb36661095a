"""What all commands share of their arguments: the parser, and where the messages come from.

How a text and a file are told apart: the argument is the text, unless a flag speaks of a table
(``--column``, ``--to-column``, ``--csv``, ``--tsv``, ``--no-header``): then it is a file. ``--file``
always names a file, ``-`` always means standard input, and so does no argument at all when standard
input is not a terminal.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NoReturn

from . import records
from .exits import UsageError
from .terminal import screen_width

__all__ = ["PageAction", "Parser", "command_parser", "integer", "nearest", "open_input", "plain_parser", "positive"]


class Parser(argparse.ArgumentParser):
    """argparse, with errors of two lines in place of the whole usage, which name a flag that was probably meant."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message)

    def parse(self, argv: Sequence[str]) -> argparse.Namespace:
        """The arguments. Raises :class:`UsageError`."""
        arguments, unknown = self.parse_known_args(argv)
        for given in unknown:
            if given.startswith("-") and given != records.STDIN:
                flag = given.partition("=")[0]
                raise UsageError(f"unknown flag {flag}{nearest(flag, self._option_string_actions)}")
        # argparse leaves over what stands behind flags that stand behind the first argument.
        arguments.argument = [*getattr(arguments, "argument", ()), *unknown]
        return arguments


def nearest(name: str, known: Iterable[str]) -> str:
    """``: did you mean ...?`` for what looks like a slip, else nothing."""
    from difflib import get_close_matches  # only on the way to an error

    close = get_close_matches(name, list(known), 1, 0.7)
    return f": did you mean {close[0]}?" if close else ""


class PageAction(argparse.Action):
    """A flag that prints a page of help, and ends the run."""

    def __init__(
        self, option_strings: Sequence[str], dest: str, *, page: Callable[[], Iterable[str]], help: str
    ) -> None:
        super().__init__(option_strings, argparse.SUPPRESS, nargs=0, default=argparse.SUPPRESS, help=help)
        self._page = page

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        sys.stdout.writelines(line + "\n" for line in self._page())
        parser.exit()


class _Help(argparse.RawDescriptionHelpFormatter):
    """Keeps the examples as written and one line per flag, so that the help fits a screen of 80 columns."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=32, width=max(screen_width() - 2, 78))

    def _format_action_invocation(self, action: argparse.Action) -> str:
        if not action.option_strings or action.nargs == 0:
            return super()._format_action_invocation(action)
        # "-f, --file FILE", as Python 3.13 does; older ones name the value twice.
        return f"{', '.join(action.option_strings)} {action.metavar}"


def positive(value: str) -> int:
    """An argument type: an integer above 0."""
    number = int(value)
    if number < 1:
        raise ValueError
    return number


def integer(value: str) -> int:
    """An argument type: an integer in decimal, or in hex with ``0x``."""
    return int(value, 0)


positive.__name__ = "positive integer"  # argparse puts it into its message


def plain_parser(name: str, usage: str, summary: str, examples: str) -> Parser:
    """The parser of a command, with nothing but its help."""
    parser = Parser(
        prog=f"smsenc {name}",
        usage=f"smsenc {name} {usage}",
        description=summary,
        epilog=f"examples:\n{examples}",
        formatter_class=_Help,
        allow_abbrev=False,
        add_help=False,
    )
    parser.add_argument("-h", "--help", action="help", help="show this help")
    return parser


def command_parser(name: str, summary: str, examples: str, *, json_help: str, hex_only: bool = False) -> Parser:
    """The parser of one command with input and output; its own flags, and the options, come after.

    ``hex_only``: its input is always octets in hex, without a flag that would say so.
    """
    usage = f"[options] [{'HEX' if hex_only else 'TEXT'} | - | -f FILE | --column COLUMN FILE]"
    parser = plain_parser(name, usage, summary, examples)
    parser.add_argument("argument", nargs="*", help=argparse.SUPPRESS)
    source = parser.add_argument_group("input (lines of standard input when there is none)")
    source.add_argument("-f", "--file", metavar="FILE", help="one message per line; .csv, .tsv: per row")
    source.add_argument("-c", "--column", metavar="COLUMN", help="name or number; the argument is a file")
    kind = source.add_mutually_exclusive_group()
    kind.add_argument("--csv", action="store_true", help="read a table as CSV (RFC 4180)")
    kind.add_argument("--tsv", action="store_true", help="read a table as TSV (no quoting)")
    source.add_argument("--no-header", action="store_true", help="the table has no header line")
    source.add_argument("--limit", metavar="N", type=positive, help="stop after N messages")
    if hex_only:
        parser.set_defaults(hex=True)
    else:
        source.add_argument("--hex", action="store_true", help="the messages are octets in hex")
    output = parser.add_argument_group("output")
    output.add_argument("--json", action="store_true", help=json_help)
    return parser


def open_input(arguments: argparse.Namespace, *, surrogates: bool) -> records.Input:
    """The messages that the arguments ask for. ``surrogates``: octets of lone surrogates are taken.

    Raises :class:`UsageError` when there are none, or when they contradict each other.
    """
    decode: records.Decode
    if arguments.hex:
        decode = records.decode_hex
    else:
        decode = records.decode_text_with_surrogates if surrogates else records.decode_text

    to_column: str | None = getattr(arguments, "to_column", None)
    speaks_of_table = bool(
        arguments.column is not None or to_column is not None or arguments.csv or arguments.tsv or arguments.no_header
    )
    given: list[str] = arguments.argument
    path: str | None = arguments.file
    if len(given) > 1:
        what = "one file at a time" if speaks_of_table else "a text with spaces needs quotes around it"
        raise UsageError(f"{len(given)} arguments: {what}")
    if given and path is not None:
        raise UsageError(f"both --file {path!r} and an argument: give one of them")
    if given and (speaks_of_table or given[0] == records.STDIN):
        path = given[0]
    elif given:
        return records.single(given[0], decode)._replace(note=_note_on_file(given[0]))
    if path is None:
        if sys.stdin is None or sys.stdin.isatty():
            raise UsageError("no text: give one as argument, a file with --file, or - for standard input")
        path = records.STDIN

    lines = records.open_file(path)
    if not (speaks_of_table or records.has_table_suffix(path)):
        return records.text_lines(lines, decode)
    form = records.TableFormat(
        records.reader_for(path, tsv=arguments.tsv, csv=arguments.csv),
        arguments.column,
        to_column,
        not arguments.no_header,
    )
    return records.table(lines, form, decode)


def _note_on_file(text: str) -> str:
    try:
        taken = os.path.isfile(text)
    except ValueError:  # NUL
        taken = False
    return f"{text!r} is taken as the text; to read the file of that name: --file" if taken else ""
