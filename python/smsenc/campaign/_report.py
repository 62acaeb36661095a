"""What a campaign costs and why, as data: what the table, the JSON and the HTML show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any

from ._measure import Measure, Problem, RowNote
from ._totals import EXACT, Sum, Totals, per_message

__all__ = ["Cause", "Report", "Savings"]

SCHEMA = 1


@dataclass(frozen=True)
class Savings:
    """What a replacement would save over the whole campaign: rows that get shorter, their segments and credits."""

    rows: int = 0
    segments: int = 0
    credits: Decimal = Decimal(0)

    def to_dict(self) -> dict[str, Any]:
        """The savings as JSON-ready data."""
        return {"rows": self.rows, "segments": self.segments, "credits": format(self.credits, "f")}


@dataclass(frozen=True)
class Cause:
    """A character (or the letters of a script) that keeps rows out of GSM 7 bit.

    ``rows`` and ``segments`` are those of all rows that it is in. ``alone`` is what replacing nothing else would save:
    rows whose only foreign character it is. ``together`` is what replacing it and everything above it in the report
    would save: rows that have no other foreign character. Savings are exact counts, not shares.
    """

    character: str | None
    script: str | None
    replacement: str | None
    rows: int
    segments: int
    alone: Savings
    together: Savings

    @property
    def name(self) -> str:
        """What a reader calls it."""
        if self.character is not None:
            return character_name(self.character)
        return "many different characters" if self.script is None else f"{self.script} letters"

    def to_dict(self) -> dict[str, Any]:
        """The cause as JSON-ready data."""
        return {
            "character": self.character,
            "script": self.script,
            "name": self.name,
            "replacement": self.replacement,
            "rows": self.rows,
            "segments": self.segments,
            "alone": self.alone.to_dict(),
            "together": self.together.to_dict(),
        }


@dataclass(frozen=True)
class Report:
    """The report of a campaign. ``rows`` is ``priced`` and the counts of all ``problems`` together."""

    files: tuple[str, ...]
    options: Mapping[str, Any]
    rows: int
    priced: int
    total: Sum
    with_rates: bool
    with_numbers: bool
    histogram: Mapping[int, int]
    encodings: Mapping[str, Sum]
    scripts: Mapping[str | None, Sum]
    prefixes: Mapping[str | None, Sum]
    replacement: str
    savings: Savings
    causes: tuple[Cause, ...]
    dearest: tuple[RowNote, ...]
    max_credits: Decimal | None
    over_credits: int
    over_credits_rows: tuple[RowNote, ...]
    max_segments: int
    over_segments: int
    over_segments_rows: tuple[RowNote, ...]
    problems: Mapping[str, Problem]
    totals: Totals

    @property
    def complete(self) -> bool:
        """Whether every row was priced."""
        return not self.problems

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON-ready data; credits are strings, exact to the last digit."""
        return {
            "schema": SCHEMA,
            "type": "campaign",
            "files": list(self.files),
            "options": {name: _jsonable(value) for name, value in self.options.items()},
            "rows": self.rows,
            "priced": self.priced,
            "complete": self.complete,
            "total": self._sum(self.total),
            "segments": {str(segments): rows for segments, rows in self.histogram.items()},
            "encodings": [{"encoding": name, **self._sum(total)} for name, total in self.encodings.items()],
            "scripts": [{"script": name, **self._sum(total)} for name, total in self.scripts.items()],
            "prefixes": [{"prefix": name, **self._sum(total)} for name, total in self.prefixes.items()],
            "replacement": self.replacement,
            "savings": self.savings.to_dict(),
            "causes": [cause.to_dict() for cause in self.causes],
            "dearest": [_row(row) for row in self.dearest],
            "over_max_credits": {
                "limit": None if self.max_credits is None else format(self.max_credits, "f"),
                "count": self.over_credits,
                "rows": [_row(row) for row in self.over_credits_rows],
            },
            "over_max_segments": {
                "limit": self.max_segments,
                "count": self.over_segments,
                "rows": [_row(row) for row in self.over_segments_rows],
            },
            "problems": [
                {
                    "reason": reason,
                    "count": problem.count,
                    "first": [{"file": place.file, "row": place.row} for place in problem.first],
                }
                for reason, problem in self.problems.items()
            ],
        }

    def _sum(self, total: Sum) -> dict[str, Any]:
        data = total.to_dict()
        if not self.with_rates:
            # Nothing was priced, which is not the same as free of charge.
            data.update(credits_low=None, credits_high=None, unpriced=None)
        return data


def build(measure: Measure, files: tuple[str, ...]) -> Report:
    """The report of what was measured."""
    settings, totals = measure.settings, measure.totals()
    rates = measure.prices.rates if measure.prices.priced else None
    histogram: dict[int, int] = {}
    for kind, rows, _ in totals:
        histogram[kind.segments] = histogram.get(kind.segments, 0) + rows

    def groups(name: str) -> dict[Any, Sum]:
        found = totals.by(lambda kind: getattr(kind, name), rates)
        return dict(sorted(found.items(), key=lambda item: _order(item, rates is not None)))

    causes, savings = _causes(measure)
    problems = dict(sorted(measure.problems.items(), key=lambda item: (-item[1].count, item[0])))
    return Report(
        files=files,
        options={name: value for name, value in settings.profile.options.items() if value != _DEFAULTS[name]},
        rows=measure.rows,
        priced=measure.rows - sum(problem.count for problem in problems.values()),
        total=totals.sum(rates),
        with_rates=measure.prices.priced,
        with_numbers=settings.number is not None,
        histogram=dict(sorted(histogram.items())),
        encodings=groups("encoding"),
        scripts=groups("script"),
        prefixes=groups("prefix") if settings.number is not None else {},
        replacement=settings.replacement,
        savings=savings,
        causes=causes,
        dearest=tuple(measure.dearest),
        max_credits=settings.max_credits,
        over_credits=measure.over_credits.count,
        over_credits_rows=tuple(measure.over_credits_rows),
        max_segments=settings.profile.options["max_segments"],
        over_segments=measure.over_segments.count,
        over_segments_rows=tuple(measure.over_segments_rows),
        problems=problems,
        totals=totals,
    )


def _order(item: tuple[Any, Sum], priced: bool) -> tuple[Any, ...]:
    """The dearest group first."""
    name, total = item
    return (-total.low if priced else 0, -total.segments, name is None, name or "")


_Member = tuple[str | None, str | None]  # a character, or a script; neither for those that were too many


def _causes(measure: Measure) -> tuple[tuple[Cause, ...], Savings]:
    named = measure.survey.causes()

    def members_of(cause: int) -> frozenset[_Member]:
        characters, scripts = named[cause]
        members: set[_Member] = {(character, None) for character in characters} | {(None, name) for name in scripts}
        return frozenset(members or {(None, None)})

    by_members: dict[frozenset[_Member], list[tuple[str | None, int, int, int]]] = {}
    for (cause, prefix, segments, after), rows in measure.causes().items():
        by_members.setdefault(members_of(cause), []).append((prefix, segments, after, rows))
    saved = {members: _savings(measure, counts) for members, counts in by_members.items()}

    totals: dict[_Member, list[int]] = {}
    for members, counts in by_members.items():
        for member in members:
            total = totals.setdefault(member, [0, 0, 0])
            total[0] += sum(rows for *_, rows in counts)
            total[1] += sum(segments * rows for _, segments, _, rows in counts)
            total[2] += saved[members].segments
    ordered = sorted(
        totals, key=lambda member: (-totals[member][2], -totals[member][1], member[0] or "", member[1] or "")
    )
    # A cause is gone when the last of its members is replaced.
    places = {member: place for place, member in enumerate(ordered)}
    gone: dict[int, list[Savings]] = {}
    for members, saving in saved.items():
        gone.setdefault(max(places[member] for member in members), []).append(saving)
    causes: list[Cause] = []
    together = Savings()
    for place, member in enumerate(ordered):
        together = _added([together, *gone.get(place, ())])
        causes.append(
            Cause(
                *member,
                _replacement(measure, member[0]),
                totals[member][0],
                totals[member][1],
                saved.get(frozenset({member}), Savings()),
                together,
            )
        )
    return tuple(causes), together


def _savings(measure: Measure, counts: list[tuple[str | None, int, int, int]]) -> Savings:
    rows = segments = 0
    credits = Decimal(0)
    with localcontext(EXACT):
        for prefix, before, after, count in counts:
            if after < before:
                rows += count
                segments += (before - after) * count
                rate = None if prefix is None else measure.prices.rates.get(prefix)
                costs = per_message(rate, before - after)
                credits += Decimal(0) if costs is None else costs[0] * count
    return Savings(rows, segments, credits)


def _added(savings: Any) -> Savings:
    total = Savings()
    with localcontext(EXACT):
        for one in savings:
            total = Savings(total.rows + one.rows, total.segments + one.segments, total.credits + one.credits)
    return total


def _replacement(measure: Measure, character: str | None) -> str | None:
    return None if character is None else measure.replacement_of(character)


def character_name(character: str) -> str:
    """``U+2013 EN DASH``."""
    import unicodedata

    return f"U+{ord(character):04X} {unicodedata.name(character, 'without a name')}"


def _row(row: RowNote) -> dict[str, Any]:
    return {
        "file": row.place.file,
        "row": row.place.row,
        "encoding": row.encoding,
        "segments": row.segments,
        "prefix": row.prefix,
        "credits": None if row.credits is None else format(row.credits, "f"),
        "number": row.number,
        "text": row.text,
    }


def _jsonable(value: Any) -> Any:
    if isinstance(value, (str, int, float, type(None))):
        return value
    if isinstance(value, Mapping):
        return {str(key): _jsonable(item) for key, item in value.items()}
    return [_jsonable(item) for item in value] if isinstance(value, (list, tuple)) else str(value)


def _defaults() -> Mapping[str, Any]:
    from smsenc import Profile

    options: Mapping[str, Any] = Profile().options
    return options


_DEFAULTS = _defaults()
