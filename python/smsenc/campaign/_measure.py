"""The measuring of batches: texts to estimates, estimates to totals. Every count is that of ``smsenc.arrow``.

All work on rows is done on columns. Python sees the kinds of rows that a batch has, and single rows only where a
report names them.
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from smsenc import Encoding, ErrorCode, EstimateColumns, Profile, arrow
from smsenc._core import Survey
from smsenc.credits import RateCard, Template
from smsenc.errors import Error, InvalidOption

from ._batches import Batch
from ._engine import polars
from ._prices import Prices
from ._totals import Kind, Totals

__all__ = ["Measure", "Place", "Problem", "RowNote", "Settings", "Stopped"]

ENCODINGS = EstimateColumns.ENCODINGS
_UCS2 = ENCODINGS.index(Encoding.UCS2)
# Codes beside those of ErrorCode, which never reach them.
_TOO_LONG, _NULL_IN_TEMPLATE = 100, 101
# What the finder of prefixes answers.
_NO_RATE, _NO_NUMBER, _MISSING = -1, -2, -3
_NUMBER_REASONS = {_NO_RATE: "no_rate", _NO_NUMBER: "invalid_number", _MISSING: "no_number"}


def _reason(code: int) -> str:
    known = {_TOO_LONG: "too_long", _NULL_IN_TEMPLATE: "missing_field", ErrorCode.MISSING: "null_text"}
    return known.get(code) or ErrorCode(code).name.lower()


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


class Measure:
    """The sums of a campaign so far. Memory grows with kinds, causes and listed rows, not with rows."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.prices = Prices(settings.rates, settings.on)
        self.survey = Survey(settings.profile)
        self.rows = 0
        self.totals = Totals()
        self.problems: dict[str, Problem] = {}
        # By cause, prefix, segments as they are, segments with the replacement: rows.
        self.causes: dict[tuple[int, str | None, int, int], int] = {}
        self.dearest: list[RowNote] = []
        self.over_credits, self.over_segments = Problem(), Problem()
        self.over_credits_rows: list[RowNote] = []
        self.over_segments_rows: list[RowNote] = []
        self._replacing = _replacing(settings.profile, settings.replacement)
        self._helps: list[bool] = []
        self._whole = settings.profile.replace(max_segments=255, overflow="error")
        self._limit = settings.profile.options["max_segments"]
        self._cuts = settings.profile.options["overflow"] == "truncate" and self._limit < 255
        self._scripts: dict[int, str | None] = {-1: None}

    # What a batch adds

    def add(self, file: str, batch: Batch) -> Any:
        """Count a batch; returns its rows with their results, as a frame of Polars."""
        pl = polars()
        frame = batch.frame
        self.rows += frame.height + sum(reject.rows for reject in batch.rejects)
        text = self._texts(frame)
        result = pl.DataFrame(self.survey.add(text, self.settings.threads))
        if self.settings.number is not None:
            prefixes = pl.Series(self.prices.finder.find(frame["number"], self.settings.threads)).alias("prefix")
        else:
            prefixes = pl.repeat(_MISSING, frame.height, dtype=pl.Int32, eager=True).alias("prefix")
        result = self._longer(pl, result.with_columns(prefixes), text)
        kinds = result.group_by("segments", "encoding_code", "error_code", "script", "prefix").agg(
            pl.len(), pl.col("units").sum()
        )
        self._problems(pl, file, batch, result)
        self._kinds(kinds)
        self._list_rows(pl, file, batch, result, text, kinds)
        self._over_segments(pl, file, batch, result, text)
        self._causes(pl, result, text)
        return result

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

    def _longer(self, pl: Any, result: Any, text: Any) -> Any:
        """Rows that are too long, or lack a field of the template, are told by codes of our own."""
        octets = text.str.len_bytes()
        if self.settings.template is not None and text.null_count():
            mark = pl.when(text.is_null()).then(_NULL_IN_TEMPLATE).otherwise(pl.col("error_code"))
            result = result.with_columns(mark.cast(pl.Int32).alias("error_code"))
        if (octets.max() or 0) > self.settings.max_octets:
            mark = pl.when(octets > self.settings.max_octets).then(_TOO_LONG).otherwise(pl.col("error_code"))
            result = result.with_columns(mark.cast(pl.Int32).alias("error_code"))
        return result

    def _problems(self, pl: Any, file: str, batch: Batch, result: Any) -> None:
        found: list[tuple[int, str, int]] = [(reject.row, reject.reason, reject.rows) for reject in batch.rejects]
        bad = result["error_code"] != 0
        if self.settings.number is not None:
            bad = bad | (result["prefix"] < 0)
        if bad.any():
            counts = result.filter(bad).group_by("error_code", "prefix").agg(pl.len())
            for error, prefix, count in counts.iter_rows():
                reason = reason_of(error, prefix, self.settings) or ""
                problem = self.problems.setdefault(reason, Problem())
                wanted = 1 if self.settings.strict else _FIRST - len(problem.first)
                rows = []
                if wanted > 0:
                    mask = (result["error_code"] == error) & (result["prefix"] == prefix)
                    rows = [batch.row_of(index) for index in mask.arg_true().head(wanted).to_list()]
                # The first of a kind stand for it; its other rows are counted below.
                found += [(row, reason, 1) for row in rows] + [(_NOWHERE, reason, count - len(rows))]
        if self.settings.strict and found:
            row, reason, _ = min(found)
            raise Stopped(Place(file, row), reason)
        for row, reason, count in sorted(found):
            problem = self.problems.setdefault(reason, Problem())
            problem.count += count
            if row != _NOWHERE and len(problem.first) < _FIRST:
                problem.first.append(Place(file, row))

    def _kinds(self, kinds: Any) -> None:
        for segments, encoding, error, script, prefix, rows, units in kinds.iter_rows():
            if error:
                continue
            kind = Kind(_name(encoding), segments, self.prices.prefix(prefix), self._script(script))
            self.totals.add(kind, rows, units)
            cap = self.settings.max_credits
            if cap is not None:
                credits = self.prices.credits(kind.prefix, segments)
                if credits is not None and credits > cap:
                    self.over_credits.count += rows

    def _script(self, number: int) -> str | None:
        if number not in self._scripts:
            self._scripts[number] = Survey.script_name(number)
        return self._scripts[number]

    # Rows that a report names

    def _list_rows(self, pl: Any, file: str, batch: Batch, result: Any, text: Any, found: Any) -> None:
        kinds = {(row[0], row[4]) for row in found.iter_rows() if not row[2]}
        ranks: dict[tuple[Decimal, int], list[tuple[int, int]]] = {}
        for segments, prefix in kinds:
            credits = self.prices.credits(self.prices.prefix(prefix), segments)
            ranks.setdefault((Decimal(-1) if credits is None else credits, segments), []).append((segments, prefix))
        listed = self.settings.listed

        def rows_of(kinds: Sequence[tuple[int, int]], count: int) -> list[RowNote]:
            mask = pl.repeat(False, result.height, eager=True)
            for segments, prefix in kinds:
                mask = mask | ((result["segments"] == segments) & (result["prefix"] == prefix))
            rows = (mask & (result["error_code"] == 0)).arg_true().head(count).to_list()
            return [self._note(file, batch, result, text, index) for index in rows]

        if not listed:
            return
        for rank in sorted(ranks, reverse=True):
            if len(self.dearest) >= listed and rank <= self._rank(self.dearest[-1]):
                break
            self.dearest += rows_of(ranks[rank], listed)
            self.dearest.sort(key=self._rank, reverse=True)
            del self.dearest[listed:]
        cap = self.settings.max_credits
        if cap is not None and len(self.over_credits_rows) < listed:
            dear = [kind for (credits, _), kinds in ranks.items() if credits > cap for kind in kinds]
            if dear:
                self.over_credits_rows += rows_of(dear, listed - len(self.over_credits_rows))

    def _over_segments(self, pl: Any, file: str, batch: Batch, result: Any, text: Any) -> None:
        """Count and list rows that need more segments than permitted: refused, or cut off."""
        refused = (result["error_code"] == ErrorCode.TOO_MANY_SEGMENTS).arg_true()
        if self._cuts:
            full = (result["segments"] == self._limit).arg_true()
            needed = self._estimate(pl, text.gather(full), self._whole)
            refused = full.filter((needed["segments"] > self._limit) | (needed["error_code"] != 0))
        self.over_segments.count += len(refused)
        for index in refused.head(self.settings.listed - len(self.over_segments_rows)).to_list():
            try:
                estimate = self._whole.estimate(text[index])
                note = self._note(file, batch, result, text, index)
                encoding, segments = estimate.encoding.value, estimate.segments
            except Error as error:  # more than 255
                encoding, segments = str(getattr(error, "encoding", "")), int(getattr(error, "needed", 0))
                note = self._note(file, batch, result, text, index)
            self.over_segments_rows.append(
                RowNote(note.place, encoding, segments, note.prefix, None, note.number, note.text)
            )

    def _rank(self, row: RowNote) -> tuple[Decimal, int]:
        return (Decimal(-1) if row.credits is None else row.credits, row.segments)

    def _note(self, file: str, batch: Batch, result: Any, text: Any, index: int) -> RowNote:
        segments, encoding = result["segments"][index], result["encoding_code"][index]
        prefix = self.prices.prefix(result["prefix"][index])
        number = None
        if self.settings.number is not None:
            whole = batch.frame["number"][index]
            number = whole if self.settings.show_numbers or whole is None else masked(whole)
        return RowNote(
            Place(file, batch.row_of(index)),
            _name(encoding) if encoding else "",
            segments or 0,
            prefix,
            self.prices.credits(prefix, segments) if segments else None,
            number,
            text[index] if self.settings.show_texts else None,
        )

    # Why rows are dear

    def _causes(self, pl: Any, result: Any, text: Any) -> None:
        caused = ((result["cause"] != 0) & (result["encoding_code"] == _UCS2) & (result["error_code"] == 0)).arg_true()
        if not len(caused):
            return
        some = result[caused].select("cause", "prefix", "segments")
        after = some["segments"].alias("after")
        if self._replacing is not None:
            for characters, scripts in self.survey.causes(len(self._helps)):
                self._helps.append(bool(characters) and not scripts and _helps(self._replacing, characters))
            helped = pl.Series([number for number, helps in enumerate(self._helps) if helps], dtype=pl.Int32)
            # What takes one segment takes no fewer.
            places = (some["cause"].is_in(helped.implode()) & (some["segments"] > 1)).arg_true()
            if len(places):
                changed = self._estimate(pl, text.gather(caused.gather(places)), self._replacing)["segments"]
                after = after.scatter(places, changed)
        counts = some.with_columns(after).group_by("cause", "prefix", "segments", "after").agg(pl.len())
        for cause, prefix, segments, changed, rows in counts.iter_rows():
            key = (cause, self.prices.prefix(prefix), segments, segments if changed is None else changed)
            self.causes[key] = self.causes.get(key, 0) + rows

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

    def _estimate(self, pl: Any, text: Any, profile: Profile) -> Any:
        fields = ("segments", "error_code")
        return pl.DataFrame(arrow.estimate(text, fields=fields, profile=profile, threads=self.settings.threads))


_FIRST = 5
"""Places that are told of each problem."""
_NOWHERE = 1 << 62


def _name(code: int) -> str:
    encoding = ENCODINGS[code]
    return "" if encoding is None else encoding.value


def reason_of(error: int, prefix: int, settings: Settings) -> str | None:
    """Why a row is not priced, by its code of error and what the finder of prefixes said."""
    if error:
        return _reason(error)
    return _NUMBER_REASONS.get(prefix) if settings.number is not None else None


def _replacing(profile: Profile, replacement: str) -> Profile | None:
    """The profile with its look-alikes put in; ``None`` where that is no other one."""
    if replacement == "none":
        return None
    given: Any = {"replace": replacement, "replace_when": "saves"}
    changed = profile.replace(**given)
    return None if changed == profile else changed


def _helps(profile: Profile, characters: str) -> bool:
    """Whether all of the characters have a replacement that the default alphabet holds."""
    try:
        return profile.replace(encoding="gsm7", replace_when="always").estimate(characters).segments > 0
    except Error:
        return False


def masked(number: str) -> str:
    """A number with only its first and last two characters."""
    return number if len(number) < 5 else number[:2] + "•" * (len(number) - 4) + number[-2:]
