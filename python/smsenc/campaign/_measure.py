"""The measuring of batches: texts to groups of rows, groups to totals. Every count is that of ``smsenc.arrow``.

All work on rows is done by one pass over the columns of a batch. Python sees the groups that it has, and single rows
only where a report names them.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from smsenc import ErrorCode, EstimateColumns, Profile
from smsenc._core import Looked as LookedRows
from smsenc._core import Survey, Surveyed
from smsenc.credits import RateCard, Template
from smsenc.errors import Error, InvalidOption

from ._batches import Batch
from ._engine import polars
from ._prices import Prices
from ._totals import Kind, Totals

__all__ = ["Measure", "Place", "Problem", "RowNote", "Settings", "Stopped"]

ENCODINGS = EstimateColumns.ENCODINGS
# What the finder of prefixes answers.
_NO_RATE, _NO_NUMBER, _MISSING = -1, -2, -3
_NUMBER_REASONS = {_NO_RATE: "no_rate", _NO_NUMBER: "invalid_number", _MISSING: "no_number"}


def reason_of(error: int, prefix: int, settings: Settings) -> str | None:
    """Why a row is not priced, by its code of error and what the finder of prefixes said."""
    if error == ErrorCode.MISSING:
        return "null_text" if settings.template is None else "missing_field"
    if error:
        return "too_long" if error == Survey.TOO_LONG else ErrorCode(error).name.lower()
    return _NUMBER_REASONS.get(prefix) if settings.number is not None else None


@dataclass(frozen=True)
class Settings:
    """What is asked of a campaign. ``text`` or the fields of ``template``, and ``number``, name columns."""

    profile: Profile = field(default_factory=Profile)
    text: str | None = None
    template: Template | None = None
    number: str | None = None
    rates: RateCard | None = None
    on: date | None = None
    max_credits: Decimal | None = None
    replacement: str = "smart"
    header: bool = True
    strict: bool = False
    max_octets: int = 1 << 20
    listed: int = 10
    show_texts: bool = False
    show_numbers: bool = False
    threads: int | None = None

    def check(self) -> None:
        """Raises ``InvalidOption`` for what cannot be asked, before a file is opened."""
        Prices(self.rates, self.on)
        if self.rates is not None and self.number is None:
            raise InvalidOption("number", None, "a column of numbers, with a rate card")
        if self.replacement != "none":
            _replacing(self.profile, self.replacement)


class Place(NamedTuple):
    """Where a row is: the file, and the line (of text) or the row (of Parquet), from 1."""

    file: str
    row: int

    def __str__(self) -> str:
        return f"{self.file}:{self.row}"


@dataclass
class Problem:
    """Rows that are not priced for one reason: how many, and the first of them."""

    count: int = 0
    first: list[Place] = field(default_factory=list)


@dataclass(frozen=True)
class RowNote:
    """A row that a report names. ``number`` and ``text`` are ``None`` unless they may be shown."""

    place: Place
    encoding: str
    segments: int
    prefix: str | None
    credits: Decimal | None
    number: str | None
    text: str | None


class Stopped(Exception):
    """A strict run met a row that cannot be priced."""

    def __init__(self, place: Place, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place, self.reason = place, reason


class Group(NamedTuple):
    """What rows have in common that are counted together, as :meth:`Surveyed.groups` tells it."""

    error: int
    encoding: int
    segments: int
    after: int
    cut: bool
    script: int
    cause: int
    prefix: int


class Looked(NamedTuple):
    """The texts of a batch, and what was found of them."""

    text: Any
    rows: LookedRows


class Measure:
    """The sums of a campaign so far. Memory grows with groups, causes and listed rows, not with rows."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.prices = Prices(settings.rates, settings.on)
        self._replacing = _replacing(settings.profile, settings.replacement)
        self.survey = Survey(settings.profile, self._replacing, self.prices.finder, settings.max_octets)
        self.rows = 0
        self.problems: dict[str, Problem] = {}
        self.dearest: list[RowNote] = []
        self.over_credits, self.over_segments = Problem(), Problem()
        self.over_credits_rows: list[RowNote] = []
        self.over_segments_rows: list[RowNote] = []
        # By group: rows, and their units.
        self._counts: dict[Group, list[int]] = {}
        self._ranks: dict[tuple[int, int], tuple[Decimal, int]] = {}
        self._whole = settings.profile.replace(max_segments=255, overflow="error")

    # What a batch adds

    def look(self, batch: Batch, threads: int, *, rows: bool = False) -> Looked:
        """Look at the rows of a batch, which changes nothing: several batches can be looked at at the same time."""
        text = self._texts(batch.frame)
        numbers = None if self.settings.number is None else batch.frame["number"]
        first = max(_FIRST, self.settings.listed)
        # The engine has checked that strings are UTF-8.
        looked = self.survey.look(text, numbers, threads, first=first, rows=rows, checked=True)
        return Looked(text, looked)

    def add(self, file: str, batch: Batch, looked: Looked) -> Surveyed:
        """Count a batch that was looked at; returns what was found of its rows."""
        self.rows += batch.frame.height + sum(reject.rows for reject in batch.rejects)
        found = self.survey.enter(looked.rows)
        groups = [(Group._make(group), rows, units) for group, rows, units in found.groups()]
        self._problems(file, batch, found, groups)
        for group, rows, units in groups:
            if not group.error:
                count = self._counts.setdefault(group, [0, 0])
                count[0] += rows
                count[1] += units
        notes = _Notes(self, file, batch, found, groups, looked.text)
        self._list_rows(notes, groups)
        self._over_segments(notes, groups)
        return found

    def _texts(self, frame: Any) -> Any:
        template = self.settings.template
        if template is None:
            return frame["t0"]
        pl = polars()
        if not template.fields:
            return pl.repeat(template.render({}), frame.height, eager=True)
        places = {name: pl.col(f"t{number}") for number, name in enumerate(template.fields)}
        pieces: list[Any] = []
        for literal, name, _, _ in string.Formatter().parse(template.text):
            if literal:
                pieces.append(pl.lit(literal))
            if name is not None:
                pieces.append(places[name])
        return frame.select(pl.concat_str(pieces, ignore_nulls=False).alias("text"))["text"]

    def _problems(self, file: str, batch: Batch, found: Surveyed, groups: _Groups) -> None:
        told: list[tuple[int, str, int]] = [(reject.row, reject.reason, reject.rows) for reject in batch.rejects]
        reasons: dict[str, list[int]] = {}
        for number, (group, _, _) in enumerate(groups):
            reason = reason_of(group.error, group.prefix, self.settings)
            if reason is not None:
                reasons.setdefault(reason, []).append(number)
        for reason, numbers in reasons.items():
            known = self.problems.setdefault(reason, Problem())
            first = found.first(numbers, 1 if self.settings.strict else _FIRST - len(known.first))
            told += [(batch.row_of(index), reason, 1) for index in first]
            # The first of a kind stand for it; its other rows are counted below.
            told.append((_NOWHERE, reason, sum(groups[number][1] for number in numbers) - len(first)))
        if self.settings.strict and told:
            row, reason, _ = min(told)
            raise Stopped(Place(file, row), reason)
        for row, reason, count in sorted(told):
            problem = self.problems.setdefault(reason, Problem())
            problem.count += count
            if row != _NOWHERE and len(problem.first) < _FIRST:
                problem.first.append(Place(file, row))

    # Rows that a report names

    def rank(self, segments: int, prefix: int) -> tuple[Decimal, int]:
        """What rows are ordered by: credits, then segments; rows without a rate come last."""
        try:
            return self._ranks[segments, prefix]
        except KeyError:
            credits = self.prices.credits(self.prices.prefix(prefix), segments)
            rank = self._ranks[segments, prefix] = (Decimal(-1) if credits is None else credits, segments)
            return rank

    def _list_rows(self, notes: _Notes, groups: _Groups) -> None:
        ranks: dict[tuple[Decimal, int], list[int]] = {}
        for number, (group, _, _) in enumerate(groups):
            if not group.error:
                ranks.setdefault(self.rank(group.segments, group.prefix), []).append(number)
        listed, cap = self.settings.listed, self.settings.max_credits
        if cap is not None:
            dear = [number for (credits, _), numbers in ranks.items() if credits > cap for number in numbers]
            self.over_credits.count += sum(groups[number][1] for number in dear)
            self.over_credits_rows += notes.of(dear, listed - len(self.over_credits_rows))
        if not listed:
            return
        for rank in sorted(ranks, reverse=True):
            if len(self.dearest) >= listed and rank <= _rank(self.dearest[-1]):
                break
            self.dearest += notes.of(ranks[rank], listed)
            self.dearest.sort(key=_rank, reverse=True)
            del self.dearest[listed:]

    def _over_segments(self, notes: _Notes, groups: _Groups) -> None:
        """Count and list rows that need more segments than permitted: refused, or cut off."""
        over = [
            number
            for number, (group, _, _) in enumerate(groups)
            if group.cut or group.error == ErrorCode.TOO_MANY_SEGMENTS
        ]
        self.over_segments.count += sum(groups[number][1] for number in over)
        self.over_segments_rows += notes.of(over, self.settings.listed - len(self.over_segments_rows), self._needed)

    def _needed(self, text: str) -> tuple[str, int]:
        try:
            estimate = self._whole.estimate(text)
            return estimate.encoding.value, estimate.segments
        except Error as error:  # more than 255
            return str(getattr(error, "encoding", "")), int(getattr(error, "needed", 0))

    # The sums

    def totals(self) -> Totals:
        """The rows that have a result, by kind."""
        totals = Totals()
        scripts: dict[int, str | None] = {-1: None}
        for group, (rows, units) in self._counts.items():
            if group.script not in scripts:
                scripts[group.script] = Survey.script_name(group.script)
            prefix = self.prices.prefix(group.prefix) if self.settings.number is not None else None
            totals.add(Kind(_name(group.encoding), group.segments, prefix, scripts[group.script]), rows, units)
        return totals

    def causes(self) -> dict[tuple[int, str | None, int, int], int]:
        """By cause, prefix, segments as they are, segments with the replacement: rows."""
        causes: dict[tuple[int, str | None, int, int], int] = {}
        for group, (rows, _) in self._counts.items():
            if group.cause:
                prefix = self.prices.prefix(group.prefix) if self.settings.number is not None else None
                key = (group.cause, prefix, group.segments, group.after)
                causes[key] = causes.get(key, 0) + rows
        return causes

    def encoding_name(self, code: int | None) -> str | None:
        """The name of an encoding by its code; ``None`` for a row without one."""
        return _name(code) if code else None

    def replacement_of(self, character: str) -> str | None:
        """What a character would be replaced by; ``None`` if by nothing."""
        if self._replacing is None:
            return None
        try:
            message = self._replacing.replace(encoding="gsm7", replace_when="always").encode(character)
        except Error:
            return None
        return message.text


_Needed = Callable[[str], "tuple[str, int]"]
_Groups = list[tuple[Group, int, int]]
"""Groups of a batch by number, how many rows each has, and their units."""


@dataclass(frozen=True)
class _Notes:
    """What is told of single rows of a batch."""

    measure: Measure
    file: str
    batch: Batch
    found: Surveyed
    groups: _Groups
    text: Any

    def of(
        self, numbers: Iterable[int], count: int, needed: Callable[[str], tuple[str, int]] | None = None
    ) -> list[RowNote]:
        """The first rows of some groups; by ``needed`` the encoding and the segments that they need."""
        numbers = list(numbers)
        if not numbers or count <= 0:
            return []
        if len(numbers) == 1:
            return [self._note(index, numbers[0], needed) for index in self.found.first(numbers, count)]
        # Which group a row is of is known of the rows of one group.
        rows = sorted((index, number) for number in numbers for index in self.found.first([number], count))
        return [self._note(index, number, needed) for index, number in rows[:count]]

    def _note(self, index: int, number: int, needed: _Needed | None) -> RowNote:
        measure, group = self.measure, self.groups[number][0]
        settings = measure.settings
        prefix = measure.prices.prefix(group.prefix) if settings.number is not None else None
        recipient = None
        if settings.number is not None:
            whole = self.batch.frame["number"][index]
            recipient = whole if settings.show_numbers or whole is None else masked(whole)
        encoding, segments, credits = _name(group.encoding), group.segments, None
        if needed is not None:
            encoding, segments = needed(self.text[index])
        elif segments:
            credits = measure.prices.credits(prefix, segments)
        place = Place(self.file, self.batch.row_of(index))
        shown = self.text[index] if settings.show_texts else None
        return RowNote(place, encoding, segments, prefix, credits, recipient, shown)


def _rank(row: RowNote) -> tuple[Decimal, int]:
    return (Decimal(-1) if row.credits is None else row.credits, row.segments)


_FIRST = 5
"""Places that are told of each problem."""
_NOWHERE = 1 << 62


def _name(code: int) -> str:
    encoding = ENCODINGS[code]
    return "" if encoding is None else encoding.value


def _replacing(profile: Profile, replacement: str) -> Profile | None:
    """The profile with its look-alikes put in; ``None`` where that is no other one."""
    if replacement == "none":
        return None
    given: Any = {"replace": replacement, "replace_when": "saves"}
    changed = profile.replace(**given)
    return None if changed == profile else changed


def masked(number: str) -> str:
    """A number with only its first and last two characters."""
    return number if len(number) < 5 else number[:2] + "•" * (len(number) - 4) + number[-2:]
