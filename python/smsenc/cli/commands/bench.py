"""``smsenc bench``: how fast this machine counts and encodes messages, made-up ones or those of a file."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from typing import Any

import smsenc
from smsenc import Error, Profile, profiles
from smsenc.cli.arguments import Parser, command_parser, open_input
from smsenc.cli.colours import colours_on, paint
from smsenc.cli.exits import EXIT_OK, UsageError
from smsenc.cli.failures import complain
from smsenc.cli.job import SCHEMA
from smsenc.cli.measure import Measure, Measured, measure
from smsenc.cli.options import add_options, build_profile, given_options
from smsenc.cli.records import Input, Record
from smsenc.cli.terminal import field, number

__all__ = ["parser", "run"]

_EXAMPLES = """\
  smsenc bench
  smsenc bench --file messages.txt --seconds 5
  smsenc bench --json --column text messages.csv
  smsenc bench --profile web-form --file messages.txt"""

# Messages that are kept, unless --limit says otherwise. One time should end before other programs get their turn (a few
# milliseconds), or a busy machine would be measured.
MOST = 2_000
_FEWEST = 1_000  # per time: fewer are done again and again, or the clock would be measured

# Made up: GSM-7 plain, with accents and with the extension table, and UCS-2 with and without surrogate pairs.
_SAMPLES = (
    "Your code is {0:06}. It is valid for 10 minutes, and nobody of us will ever ask you for it.",
    "Hi! Your parcel {0:06} comes today between 13:00 and 15:00. Not at home? Reply with another day, please.",
    "Grüße aus dem Café à la carte: Tisch {0} ist für Sie reserviert. Bis später!",
    "Rechnung {0:06}: 12,50 € [fällig in 14 Tagen] " * 4,
    "Ваш заказ {0:06} готов. Ждём вас сегодня до 21:00.",
    "Happy birthday! 🎉 Here are {0} points for you 🎁",
)


def parser() -> Parser:
    """The parser of the command."""
    made = command_parser(
        "bench",
        "Measure how fast this machine counts and encodes messages.",
        _EXAMPLES,
        json_help="one JSON object",
    )
    made.add_argument("--seconds", metavar="S", type=float, default=2.0, help="how long to measure; default 2")
    add_options(made)
    return made


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    arguments = parser().parse(argv)
    if not 0 <= arguments.seconds <= 3600:
        raise UsageError("--seconds takes 0 to 3600")
    options = given_options(vars(arguments))
    profile = build_profile(options)
    if arguments.argument or arguments.file is not None:
        source = open_input(arguments, surrogates="lone_surrogates" in options)
        complain_of(source)
        records = list(islice(source.records, arguments.limit or MOST))
        contents = [record.content for record in records if isinstance(record, Record)]
        read = len(records)
        name = source.name or "the argument"
    else:
        contents = [_SAMPLES[i % len(_SAMPLES)].format(i) for i in range(arguments.limit or MOST)]
        read = len(contents)
        name = "made-up messages"
    sendable = [content for content in contents if _is_sendable(profile, content)]
    if not sendable:
        raise UsageError(f"{name}: no message that could be encoded")
    repeated = sendable * -(-_FEWEST // len(sendable))
    measures = list(_measures(repeated, profile, bool(options)))
    found, reference, rounds = measure(measures, lambda: list(map(len, repeated)), arguments.seconds)
    report = {
        "schema": SCHEMA,
        "type": "bench",
        **_machine(),
        "source": name,
        "messages": len(sendable),
        "left_out": read - len(sendable),
        "characters": sum(map(len, sendable)),
        "options": profiles.to_dict(profile)["options"],
        "rounds": rounds,
        "reference": {"name": "list(map(len, texts))", "nanoseconds": _nanoseconds(reference, repeated)},
        "measures": [_measured(one, repeated) for one in found],
    }
    if arguments.json:
        from json import dumps

        print(dumps(report))
    else:
        sys.stdout.writelines(line + "\n" for line in _view(report))
    return EXIT_OK


def complain_of(source: Input) -> None:
    """The note of an input, if it has one."""
    if source.note:
        complain(source.note)


def _is_sendable(profile: Profile, content: str | bytes) -> bool:
    try:
        _ = profile.encode_binary(content) if isinstance(content, bytes) else profile.encode(content)
    except Error:
        return False
    return True


def _measures(contents: Sequence[Any], profile: Profile, has_options: bool) -> Iterator[Measure]:
    """Everything that can be done with the messages here; without options by the functions of the module."""
    made: Any = profile if has_options else smsenc

    def each(name: str) -> Measure:
        # Each result is let go before the next call: thousands of kept messages would measure new pages of memory.
        function: Callable[[Any], object] = getattr(made, name)
        return Measure(f"{name}, call by call", lambda: deque(map(function, contents), maxlen=0))

    def all_at_once(name: str) -> Measure:
        function: Callable[[Any], object] = getattr(made, name)
        return Measure(f"{name}, a list", lambda: function(contents))

    if isinstance(contents[0], bytes):
        yield from map(each, ("estimate_binary", "encode_binary"))
        return
    yield from map(each, ("count_segments", "estimate", "encode"))
    yield from map(all_at_once, ("count_segments_many", "estimate_many", "encode_many"))
    yield from _columns(contents, profile)


def _columns(texts: Sequence[str], profile: Profile) -> Iterator[Measure]:
    """Arrow columns, by the first library that is here and makes one."""
    library = next((name for name in ("pyarrow", "polars") if find_spec(name) is not None), None)
    if library is None:
        return
    column: Any
    try:
        module = import_module(library)
        column = module.array(texts, module.string()) if library == "pyarrow" else module.Series(texts)
    except (ImportError, ValueError, TypeError):  # broken, or a lone surrogate, which no column holds
        return
    from smsenc import arrow

    yield Measure(f"arrow.count_segments, {library}", lambda: arrow.count_segments(column, profile=profile))
    yield Measure(f"arrow.estimate, {library}", lambda: arrow.estimate(column, profile=profile))
    yield Measure(f"arrow.encode, {library}", lambda: arrow.encode(column, profile=profile))


def _machine() -> dict[str, Any]:
    import platform

    # Which kernels run is told by the core, and by nothing that is promised to stay.
    from smsenc._core import KERNELS

    return {
        "smsenc": smsenc.__version__,
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "machine": f"{platform.system()} {platform.machine()}",
        "kernels": KERNELS,
    }


def _nanoseconds(seconds: float, contents: Sequence[Any]) -> float:
    return round(seconds / len(contents) * 1e9, 1)


def _measured(one: Measured, contents: Sequence[Any]) -> dict[str, Any]:
    return {
        "name": one.name,
        "messages_per_second": round(len(contents) / one.best),
        "nanoseconds": _nanoseconds(one.best, contents),
        "median_nanoseconds": _nanoseconds(one.median, contents),
        "ratio": round(one.ratio, 2),
    }


def _view(report: dict[str, Any]) -> Iterable[str]:
    yield field("smsenc", f"{report['smsenc']}, kernels: {report['kernels']}")
    yield field("python", f"{report['python']} on {report['machine']}")
    left_out = f" ({number(report['left_out'])} that cannot be sent are left out)" if report["left_out"] else ""
    average = report["characters"] / report["messages"]
    yield field("messages", f"{number(report['messages'])} of {average:.0f} characters on average{left_out}")
    yield field("source", report["source"])
    if report["options"]:
        yield field("options", ", ".join(f"{name}={value}" for name, value in report["options"].items()))
    yield ""
    width = max(len(one["name"]) for one in report["measures"])
    heading = f"{'':<{width}}  {'messages/s':>12}  {'ns':>8}  {'median':>8}  {'ratio':>6}"
    yield paint(heading, "bold", colours_on(sys.stdout))
    reference = report["reference"]
    yield f"{reference['name']:<{width}}  {'':>12}  {reference['nanoseconds']:>8,.0f}  {'':>8}  {1:>6.1f}"
    for one in report["measures"]:
        yield (
            f"{one['name']:<{width}}  {number(one['messages_per_second']):>12}  {one['nanoseconds']:>8,.0f}  "
            f"{one['median_nanoseconds']:>8,.0f}  {one['ratio']:>6.1f}"
        )
    yield ""
    yield f"Best of {report['rounds']} rounds, per message. Ratio: median of pairs with the first line."
