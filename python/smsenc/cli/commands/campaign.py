"""``smsenc campaign``: what whole files of messages cost, what makes them dear, and what to change."""

from __future__ import annotations

import json
import sys
from argparse import SUPPRESS
from collections.abc import Sequence
from contextlib import ExitStack
from time import monotonic
from typing import Any, TextIO

from smsenc.campaign._batches import REASONS
from smsenc.campaign._engine import MissingPackage
from smsenc.campaign._inputs import FORMATS, UnreadableInput
from smsenc.campaign._measure import Settings, Stopped
from smsenc.campaign._outputs import rows_format
from smsenc.cli.arguments import Parser, plain_parser, positive
from smsenc.cli.exits import EXIT_FAILURES, EXIT_OK, UsageError
from smsenc.cli.files import whole_file
from smsenc.cli.options import add_options, build_profile, given_options
from smsenc.cli.progress import Progress
from smsenc.cli.terminal import screen_width

__all__ = ["parser", "run"]

_EXAMPLES = """\
  smsenc campaign messages.csv
  smsenc campaign --column message --to to --rates rates.csv 'parts/*.parquet'
  smsenc campaign --template 'Hi {name}, it is {code}' --html x.html data.jsonl"""


def parser() -> Parser:
    """The parser of the command."""
    made = plain_parser(
        "campaign",
        "[options] FILE...",
        "What files of messages cost, what makes them dear, and what to change: CSV, TSV,\n"
        "JSON Lines, Parquet, also compressed; patterns; -. Needs smsenc[campaign].",
        _EXAMPLES,
    )
    made.add_argument("argument", nargs="*", help=SUPPRESS)
    source = made.add_argument_group("input")
    source.add_argument("-c", "--column", metavar="COLUMN", help="the texts: name or number of the column")
    source.add_argument("--template", metavar="TEXT", help="or a text with {column} fields")
    source.add_argument("--to", metavar="COLUMN", help="the recipients' numbers")
    source.add_argument("--format", metavar="NAME", choices=FORMATS, help=", ".join(FORMATS))
    source.add_argument("--no-header", action="store_true", help="CSV and TSV have no header line")
    source.add_argument("--max-octets", metavar="N", type=positive, help="of one text, default 1048576")
    source.add_argument("--strict", action="store_true", help="stop at the first row not priced")
    prices = made.add_argument_group("prices")
    prices.add_argument("--rates", metavar="FILE", help="CSV with the columns prefix and credits")
    prices.add_argument("--default-rate", metavar="CREDITS", help="where the card has no rate")
    prices.add_argument("--on", metavar="DATE", help="day of sending, for a card with dates")
    prices.add_argument("--max-credits", metavar="CREDITS", help="tell the messages that cost more")
    output = made.add_argument_group("output")
    output.add_argument("--json", action="store_true", help="the report as one JSON object")
    output.add_argument("--html", metavar="FILE", help="the report as a page by itself")
    output.add_argument("--rows", metavar="FILE", help="a result per row: .parquet, .csv, .jsonl")
    output.add_argument("--list", metavar="N", type=int, help="rows in each list, default 10")
    output.add_argument("--show", metavar="WHAT", help="texts, numbers or texts,numbers")
    output.add_argument("--replacement", metavar="POLICY", help="savings of: none, smart, smart-wide, ...")
    add_options(made)
    return made


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    arguments = parser().parse(argv)
    try:
        return _run(arguments)
    except (MissingPackage, UnreadableInput) as error:
        raise UsageError(str(error)) from None


def _run(arguments: Any) -> int:
    from smsenc.campaign._report import Report
    from smsenc.campaign._run import measure_files

    if not arguments.argument:
        raise UsageError("no file: name files or patterns, or - for standard input")
    settings = _settings(arguments)
    if arguments.rows is not None:
        try:
            rows_format(arguments.rows)
        except ValueError as error:
            raise UsageError(f"--rows: {error}") from None
    bar = Bar(sys.stderr)
    try:
        with ExitStack() as stack:
            # A place that cannot be written is told before a row is read.
            file = None if arguments.html is None else stack.enter_context(whole_file(arguments.html))
            report: Report = measure_files(
                arguments.argument, settings, form=arguments.format, rows=arguments.rows, step=bar.step
            )
            bar.clear()
            if file is not None:
                from smsenc.campaign._html import page

                file.write(page(report))
    except Stopped as stop:
        bar.clear()
        print(f"{stop.place}: {REASONS.get(stop.reason, '')} ({stop.reason})", file=sys.stderr)
        return EXIT_FAILURES
    finally:
        bar.clear()
    if arguments.json:
        print(json.dumps(report.to_dict()))
    else:
        from smsenc.campaign._table import lines

        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(errors="backslashreplace")
        for line in lines(report, screen_width()):
            print(line.rstrip())
    return EXIT_OK if report.complete else EXIT_FAILURES


def _settings(arguments: Any) -> Settings:
    from datetime import date
    from decimal import Decimal, InvalidOperation

    from smsenc.credits import RateCard, Template
    from smsenc.errors import Error, InvalidOption

    if arguments.column is not None and arguments.template is not None:
        raise UsageError("--column and --template: give one of them")
    given: dict[str, Any] = {}
    try:
        if arguments.template is not None:
            given["template"] = Template(arguments.template)
    except Error as error:
        raise UsageError(f"--template: {error}") from None
    if arguments.rates is not None:
        if arguments.to is None:
            raise UsageError("--rates needs the column of the numbers: --to")
        try:
            with open(arguments.rates, encoding="utf-8-sig", newline="") as file:
                given["rates"] = RateCard.from_csv(file, default=arguments.default_rate)
        except (OSError, UnicodeDecodeError, Error, TypeError) as error:
            raise UsageError(f"--rates {arguments.rates!r}: {error}") from None
    elif arguments.default_rate is not None:
        if arguments.to is None:
            raise UsageError("--default-rate needs the column of the numbers: --to")
        given["rates"] = _amount("--default-rate", arguments.default_rate, lambda text: RateCard(default=text))
    if arguments.on is not None:
        given["on"] = _amount("--on", arguments.on, date.fromisoformat)
    if arguments.max_credits is not None:
        if "rates" not in given:
            raise UsageError("--max-credits needs a rate card: --rates")
        try:
            given["max_credits"] = Decimal(arguments.max_credits)
        except InvalidOperation:
            raise UsageError(f"--max-credits {arguments.max_credits!r} is not allowed: a decimal number") from None
    if arguments.list is not None:
        if not 0 <= arguments.list <= 10_000:
            raise UsageError(f"--list {arguments.list} is not allowed: 0 to 10000")
        given["listed"] = arguments.list
    if arguments.show is not None:
        shown = {name.strip() for name in arguments.show.split(",")}
        if not shown <= {"texts", "numbers"}:
            raise UsageError(f"--show {arguments.show!r} is not allowed: texts, numbers or texts,numbers")
        given.update(show_texts="texts" in shown, show_numbers="numbers" in shown)
    if arguments.max_octets is not None:
        given["max_octets"] = arguments.max_octets
    if arguments.replacement is not None:
        given["replacement"] = arguments.replacement
    settings = Settings(
        profile=build_profile(given_options(vars(arguments))),
        text=arguments.column,
        number=arguments.to,
        header=not arguments.no_header,
        strict=arguments.strict,
        **given,
    )
    try:
        settings.check()
    except InvalidOption as error:
        if error.option == "replace":
            raise UsageError(f"--replacement {error.value!r} is not allowed: none, or one of {error.allowed}") from None
        raise UsageError(f"--{error.option} is missing or wrong: {error.allowed}") from None
    return settings


def _amount(flag: str, text: str, make: Any) -> Any:
    try:
        return make(text)
    except ValueError as error:
        raise UsageError(f"{flag} {text!r} is not allowed: {error}") from None


class Bar(Progress):
    """Rows, octets, rate and time left, on a terminal."""

    def __init__(self, stream: TextIO | None) -> None:
        super().__init__(None, stream)
        self._start = monotonic()
        try:
            self._shown_at = self._start + 0.5 if stream is not None and stream.isatty() else float("inf")
        except ValueError:  # closed
            self._shown_at = float("inf")

    def step(self, rows: int = 0, octets: int = 0, size: int | None = None) -> None:
        """So many rows and octets are done, of so many octets."""
        now = monotonic()
        if now < self._shown_at:
            return
        self._shown_at = now + 0.1
        seconds = now - self._start
        text = f"{rows:,} rows  {_megabytes(octets)}"
        if size:
            text += f" of {_megabytes(size)}"
        text += f"  {rows / seconds:,.0f} rows/s"
        if size and octets:
            share = min(octets / size, 1.0)
            left = seconds / share - seconds
            done = round(20 * share)
            text = f"[{'#' * done}{'.' * (20 - done)}] {share:4.0%}  {text}  {_clock(left)} left"
        text = text[: max(screen_width() - 1, 20)]
        self._stream.write("\r" + text.ljust(self._shown))
        self._stream.flush()
        self._shown = max(self._shown, len(text))


def _megabytes(octets: int) -> str:
    return f"{octets / 1e6:,.0f} MB"


def _clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02}"
