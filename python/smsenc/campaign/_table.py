"""The report as lines to read on a terminal: what it costs, what makes it dear, what to change, what was not priced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from smsenc.cli.terminal import number, preview, quote, table

from ._batches import REASONS
from ._measure import RowNote
from ._report import Report
from ._totals import Sum

__all__ = ["lines"]

GROUPS = 12
"""Lines of a table; the rest is one line."""


def lines(report: Report, width: int = 80) -> Iterator[str]:
    """The lines."""
    yield from _totals(report)
    yield ""
    yield from _histogram(report, width)
    yield ""
    yield from _groups(report, "encoding", report.encodings)
    yield ""
    yield from _groups(report, "script", report.scripts)
    if report.prefixes:
        yield ""
        yield from _groups(report, "prefix", report.prefixes)
    yield from _causes(report)
    yield from _rows(report, "dearest rows", report.dearest, width)
    if report.max_credits is not None:
        title = f"over {report.max_credits:f} credits: {number(report.over_credits)}"
        yield from _rows(report, title, report.over_credits_rows, width)
    if report.over_segments:
        title = f"over {report.max_segments} segments: {number(report.over_segments)}"
        yield from _rows(report, title, report.over_segments_rows, width)
    yield from _problems(report)


def _totals(report: Report) -> Iterable[str]:
    yield from _two(
        [
            ("rows", number(report.rows)),
            ("priced", number(report.priced)),
            ("not priced", number(report.rows - report.priced)),
            ("segments", number(report.total.segments)),
            *_credits(report),
        ]
    )


def _credits(report: Report) -> Iterable[tuple[str, str]]:
    if report.with_rates:
        yield "credits", credits(report.total.low)
        if report.total.high != report.total.low:
            yield "at most", credits(report.total.high)


def credits(value: Decimal) -> str:
    """Credits for the eye, exact to the last digit; zeros at the end go."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _two(rows: Sequence[tuple[str, str]]) -> Iterable[str]:
    return table(rows) if rows else ()


def _histogram(report: Report, width: int) -> Iterable[str]:
    yield "segments  rows"
    most = max(report.histogram.values(), default=0)
    digits = max((len(number(rows)) for rows in report.histogram.values()), default=0)
    room = max(width - digits - 14, 10)
    shown = list(report.histogram.items())
    for segments, rows in shown[:GROUPS]:
        bar = "#" * max(round(room * rows / most), 1)
        yield f"{segments:>8}  {number(rows):>{digits}}  {bar}"
    if len(shown) > GROUPS:
        rows = sum(rows for _, rows in shown[GROUPS:])
        yield f"{'more':>8}  {number(rows):>{digits}}"


def _groups(report: Report, title: str, groups: Mapping[str | None, Sum] | Mapping[str, Sum]) -> Iterable[str]:
    head = (title, "rows", "segments", "credits", "share")
    rows = [head]
    whole = report.total.low if report.with_rates else Decimal(report.total.segments)
    shown = [(group_name(title, name), total) for name, total in groups.items()]
    if len(shown) > GROUPS:
        rest = sum((total for _, total in shown[GROUPS:]), Sum())
        shown = [*shown[:GROUPS], (f"{len(shown) - GROUPS} more", rest)]
    for name, total in shown:
        part = total.low if report.with_rates else Decimal(total.segments)
        share = f"{part / whole:.0%}" if whole else ""
        rows.append((name, number(total.rows), number(total.segments), credits(total.low), share))
    if not report.with_rates:
        rows = [(*row[:3], row[4]) for row in rows]  # type: ignore[misc]
    return table(rows)


def group_name(title: str, name: str | None) -> str:
    """What a group is called."""
    if title == "prefix":
        return "no rate" if name is None else name or "default"
    return "no letters" if name is None else name


def _causes(report: Report) -> Iterable[str]:
    if not report.causes:
        return
    yield ""
    yield "what keeps rows out of GSM-7, and what replacing it would save"
    money = report.with_rates
    rows = [("character", "by", "rows", "saves alone", "with those above", *(["credits"] if money else []))]
    for cause in report.causes[:GROUPS]:
        name = (
            cause.name
            if cause.character is None or not cause.character.isprintable()
            else (f"{cause.character} {cause.name}")
        )
        by = cause.replacement
        rows.append(
            (
                name,
                "-" if by is None else quote(by),
                number(cause.rows),
                "" if by is None else number(cause.alone.segments),
                "" if by is None else number(cause.together.segments),
                *(["" if by is None else credits(cause.together.credits)] if money else []),
            )
        )
    yield from table(rows)
    if len(report.causes) > GROUPS:
        yield f"... and {number(len(report.causes) - GROUPS)} more"
    saved = report.savings
    if saved.rows:
        cost = f" and {credits(saved.credits)} credits" if money else ""
        saves = f"saves {_count(saved.segments, 'segment')}{cost} in {_count(saved.rows, 'row')}"
        yield f"replace={report.replacement} {saves}"


def _count(value: int, word: str) -> str:
    return f"{number(value)} {word}{'' if value == 1 else 's'}"


def _rows(report: Report, title: str, rows: Sequence[RowNote], width: int) -> Iterable[str]:
    if not rows:
        return
    yield ""
    yield title
    shown = []
    for row in rows:
        cells = [str(row.place), row.encoding, number(row.segments)]
        if report.with_rates:
            cells.append("" if row.credits is None else credits(row.credits))
        if report.with_numbers:
            cells.append(row.number or "")
        shown.append(tuple(cells))
    for line, row in zip(table(shown), rows, strict=True):
        yield line if row.text is None else f"{line}  {preview(row.text, max(width - len(line) - 2, 20))}"


def _problems(report: Report) -> Iterable[str]:
    if not report.problems:
        return
    yield ""
    yield "not priced"
    rows = [
        (f"{reason}: {REASONS.get(reason, '')}", number(problem.count)) for reason, problem in report.problems.items()
    ]
    for line, problem in zip(table(rows), report.problems.values(), strict=True):
        first = ", ".join(map(str, problem.first[:3]))
        yield f"{line}  {first}{', ...' if problem.count > 3 else ''}"
