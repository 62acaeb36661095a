"""Templates: what a personalised text will cost before the data is known, and exactly once it is.

Bounds come from the lengths and alphabets that the caller states for each field. They hold because a count never
falls when a field grows, when a character becomes dearer, or when one more character needs UCS-2.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal

from smsenc import Encoding
from smsenc.errors import InvalidOption
from smsenc.gateways import Plan
from smsenc.gateways.clickatell import Dialect, planner, recipients

from ._estimate import EXACT, CreditEstimate, _ledger
from ._rates import RateCard

__all__ = ["Field", "Template", "TemplateBounds", "TemplateTotals"]

Alphabet = Literal["digits", "basic", "gsm7", "bmp", "any"]

# The cheapest character of each alphabet, and the dearest ones. "basic" holds characters of one septet, "gsm7" also
# those of two; "bmp" any character of one UTF-16 unit, "any" also those of two.
_CHEAPEST: Mapping[str, str] = MappingProxyType({"digits": "1", "basic": "a", "gsm7": "a", "bmp": "a", "any": "a"})
_DEAREST: Mapping[str, str] = MappingProxyType(
    {"digits": "11", "basic": "a\u03a9", "gsm7": "^\u20ac", "bmp": "^\u4e2d", "any": "^\U0001f600"}
)


@dataclass(frozen=True, slots=True)
class Field:
    """The values that a field will have: ``shortest`` to ``longest`` characters of an ``alphabet``.

    Alphabets: ``"digits"``; ``"basic"``, characters of one septet; ``"gsm7"``, also the extension table;
    ``"bmp"``, anything up to U+FFFF; ``"any"``, also emoji and other characters above it.
    """

    shortest: int = 0
    longest: int = 0
    alphabet: Alphabet = "basic"

    def __post_init__(self) -> None:
        for name in ("shortest", "longest"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int):
                raise TypeError(f"{name} must be an int, not {type(value).__name__}")
        if not 0 <= self.shortest <= self.longest <= 100_000:
            raise InvalidOption("longest", self.longest, "0 <= shortest <= longest <= 100000")
        if self.alphabet not in _DEAREST:
            raise InvalidOption("alphabet", self.alphabet, ", ".join(map(repr, _DEAREST)))


@dataclass(frozen=True, slots=True)
class TemplateBounds:
    """The fewest and the most parts of one message, and the encodings that are possible."""

    parts_low: int
    parts_high: int
    encodings: tuple[Encoding, ...]

    def credits(
        self, rates: RateCard, numbers: Iterable[str], *, on: date | None = None
    ) -> tuple[Decimal, Decimal | None]:
        """Credits low and high of one message to each number; high is ``None`` if a number is unpriced."""
        low, high, priced = Decimal(0), Decimal(0), True
        for number in numbers:
            rate = rates.lookup(number, on)
            if rate is None:
                priced = False
                continue
            low = EXACT.add(low, EXACT.multiply(rate.credits, self.parts_low))
            dear = rate.credits if rate.high is None else rate.high
            high = EXACT.add(high, EXACT.multiply(dear, self.parts_high))
        return low, high if priced else None

    def to_dict(self) -> dict[str, Any]:
        """The bounds as JSON-ready data."""
        return {
            "schema": 1,
            "parts_low": self.parts_low,
            "parts_high": self.parts_high,
            "encodings": [encoding.value for encoding in self.encodings],
        }


@dataclass(frozen=True, slots=True)
class TemplateTotals:
    """A template over given rows: the estimate, how many rows need how many parts, and the dearest row.

    ``dearest`` is the index of the first row of the highest cost (of the most parts where no rate is known).
    """

    estimate: CreditEstimate
    rows: int
    parts: Mapping[int, int]
    dearest: int | None
    dearest_parts: int | None
    dearest_credits: Decimal | None

    def __reduce__(self) -> tuple[Any, ...]:
        values = (self.estimate, self.rows, dict(self.parts), self.dearest, self.dearest_parts, self.dearest_credits)
        return _totals, values

    def __hash__(self) -> int:
        return hash((self.estimate, self.rows, tuple(self.parts.items()), self.dearest))

    def to_dict(self) -> dict[str, Any]:
        """The totals as JSON-ready data."""
        return {
            **self.estimate.to_dict(),
            "rows": self.rows,
            "rows_by_parts": {str(parts): count for parts, count in self.parts.items()},
            "dearest": self.dearest,
            "dearest_parts": self.dearest_parts,
            "dearest_credits": None if self.dearest_credits is None else str(self.dearest_credits),
        }


def _totals(estimate: CreditEstimate, rows: int, parts: dict[int, int], *dearest: Any) -> TemplateTotals:
    return TemplateTotals(estimate, rows, MappingProxyType(parts), *dearest)


class Template:
    """A text with ``{name}`` fields; ``{{`` and ``}}`` are braces.

    >>> template = Template("Hi {name}, your code is {code}.")
    >>> template.fields
    ('name', 'code')
    >>> template.bounds({"name": Field(2, 20), "code": Field(6, 6, "digits")}).parts_high
    1

    ``parameters`` are those of the dialect's ``request`` that change the count. Formats and conversions in fields
    (``{price:.2f}``, ``{name!r}``) are refused with ``InvalidOption``: they would hide what is sent.
    """

    __slots__ = ("_parameters", "_parts", "dialect", "fields", "text")

    text: str
    dialect: Dialect
    fields: tuple[str, ...]
    _parts: tuple[tuple[str, str | None], ...]
    _parameters: tuple[tuple[str, Any], ...]

    def __init__(self, text: str, *, dialect: Dialect = "rest", **parameters: Any) -> None:
        if not isinstance(text, str):
            raise TypeError(f"text must be a str, not {type(text).__name__}")
        pieces: list[tuple[str, str | None]] = []
        try:
            for literal, name, form, conversion in string.Formatter().parse(text):
                if name is not None and (form or conversion or not name.isidentifier()):
                    raise InvalidOption("text", "{" + name + "}", "plain fields like {name}")
                pieces.append((literal, name))
        except ValueError as error:
            if isinstance(error, InvalidOption):
                raise
            raise InvalidOption("text", None, str(error)) from None
        planner(dialect, **parameters)  # wrong parameters are refused here, not at the first estimate
        values = {
            "text": text,
            "dialect": dialect,
            "fields": tuple(dict.fromkeys(name for _, name in pieces if name is not None)),
            "_parts": tuple(pieces),
            "_parameters": tuple(parameters.items()),
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"Template is immutable: {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"Template is immutable: {name}")

    def _key(self) -> tuple[Any, ...]:
        return (self.text, self.dialect, self._parameters)

    def __eq__(self, other: object) -> bool:
        return self._key() == other._key() if isinstance(other, Template) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.text, self.dialect))

    def __reduce__(self) -> tuple[Any, ...]:
        return _template, (self.text, self.dialect, dict(self._parameters))

    def __repr__(self) -> str:
        return f"<Template of {len(self.text)} characters, fields {', '.join(self.fields)}>"

    def render(self, values: Mapping[str, str]) -> str:
        """The text with all fields filled. Raises ``InvalidOption`` for a missing field, ``TypeError`` for no str."""
        pieces = []
        for literal, name in self._parts:
            pieces.append(literal)
            if name is not None:
                value = values.get(name)
                if value is None:
                    raise InvalidOption("values", None, f"a value for the field {name}")
                if not isinstance(value, str):
                    raise TypeError(f"field {name} must be a str, not {type(value).__name__}")
                pieces.append(value)
        return "".join(pieces)

    def bounds(self, fields: Mapping[str, Field]) -> TemplateBounds:
        """The fewest and the most parts that any values within ``fields`` give.

        Raises ``InvalidOption`` if a field of the template is missing or one too many is given.
        """
        if set(fields) != set(self.fields):
            raise InvalidOption("fields", tuple(fields), f"exactly the fields {', '.join(self.fields) or '(none)'}")
        plan_of = planner(self.dialect, **dict(self._parameters))
        low_text = self.render({name: _CHEAPEST[f.alphabet] * f.shortest for name, f in fields.items()})
        plans = [plan_of(low_text or "a")[0]]
        # The dearest character depends on the encoding that the rest of the text leads to: try both kinds.
        for choice in (0, 1):
            text = self.render({name: _DEAREST[f.alphabet][choice] * f.longest for name, f in fields.items()})
            plans.append(plan_of(text or "a")[0])
        parts = [plan.parts for plan in plans]
        encodings = sorted({plan.encoding for plan in plans}, key=lambda encoding: encoding.value)
        return TemplateBounds(parts[0], max(parts), tuple(encodings))

    def over(
        self,
        rows: Iterable[tuple[Mapping[str, str], str]],
        *,
        rates: RateCard,
        on: date | None = None,
        max_credits: Decimal | int | str | None = None,
        max_message_parts: int | None = None,
    ) -> TemplateTotals:
        """The exact estimate over rows ``(values, number)``, read once; failed rows are in ``estimate.failures``."""
        ledger = _ledger(rates, on, max_credits, max_message_parts)
        plan_of = planner(self.dialect, **dict(self._parameters))
        recipients_of = recipients(self.dialect, duplicates="keep")
        failures: list[tuple[int, str]] = []
        histogram: dict[int, int] = {}
        plans: set[Plan] = set()
        dearest: tuple[Decimal, int, int, Decimal | None] | None = None
        count = 0
        for index, row in enumerate(rows):
            count += 1
            try:
                values, number = row
                plan, notes = plan_of(self.render(values))
                (checked,) = recipients_of(number)
            except (ValueError, TypeError, AttributeError) as error:
                failures.append((index, str(error)))
                continue
            for item in notes:
                ledger.notes.setdefault(item.identifier, item)
            ledger.add(checked, plan)
            histogram[plan.parts] = histogram.get(plan.parts, 0) + 1
            if len(plans) < 2:
                plans.add(plan)
            cost = ledger.cost(checked, plan.parts)
            weight = (Decimal(-1) if cost is None else cost, plan.parts)
            if dearest is None or weight > dearest[:2]:
                dearest = (weight[0], plan.parts, index, cost)
        shared = next(iter(plans)) if len(plans) == 1 else None
        estimate = ledger.finish(self.dialect, shared, (), tuple(failures))
        parts = MappingProxyType(dict(sorted(histogram.items())))
        if dearest is None:
            return TemplateTotals(estimate, count, parts, None, None, None)
        return TemplateTotals(estimate, count, parts, dearest[2], dearest[1], dearest[3])


def _template(text: str, dialect: Dialect, parameters: dict[str, Any]) -> Template:
    return Template(text, dialect=dialect, **parameters)
