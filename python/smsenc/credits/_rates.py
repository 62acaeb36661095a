"""Rates: credits per part by the longest prefix of a number, as exact decimals, with dates.

No document holds the prices: they come from the account's coverage list, as CSV or a mapping, or number by number
from the gateway's coverage replies (the lowest charge of one plain part at that moment, not a promise).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, Protocol

from smsenc.errors import InvalidOption

__all__ = ["Rate", "RateCard"]

Source = Literal["card", "coverage", "default"]


class _Coverage(Protocol):
    @property
    def routable(self) -> bool: ...
    @property
    def minimum_charge(self) -> Decimal | None: ...


@dataclass(frozen=True, slots=True)
class Rate:
    """Credits for one part to numbers that begin with ``prefix`` (a whole number for coverage replies, "" for the
    default). ``high`` is the dearest charge where routes differ. ``valid_from`` and ``valid_until`` are inclusive."""

    prefix: str = field(repr=False)
    credits: Decimal
    source: Source = "card"
    high: Decimal | None = None
    valid_from: date | None = None
    valid_until: date | None = None

    def is_valid(self, on: date) -> bool:
        """Whether the rate holds on the day."""
        after = self.valid_from is None or self.valid_from <= on
        return after and (self.valid_until is None or on <= self.valid_until)

    def to_dict(self) -> dict[str, Any]:
        """The rate as JSON-ready data, decimals as strings."""
        return {
            "prefix": self.prefix,
            "credits": str(self.credits),
            "source": self.source,
            "high": None if self.high is None else str(self.high),
            "valid_from": None if self.valid_from is None else self.valid_from.isoformat(),
            "valid_until": None if self.valid_until is None else self.valid_until.isoformat(),
        }


@dataclass(frozen=True, slots=True, init=False)
class RateCard:
    """Rates by prefix, with an optional default.

    >>> card = RateCard({"27": "0.8", "2783": "1", "1": "1.5"})
    >>> card.credits_per_part("27831234567")
    Decimal('1')
    >>> card.credits_per_part("4915112345678") is None
    True

    ``rates`` maps prefixes to credits (``Decimal``, ``int`` or decimal ``str``; a float is a ``TypeError``), or is
    an iterable of :class:`Rate`. ``default`` prices every other number; without it they are unpriced.
    Raises ``InvalidOption`` for prefixes that are not ASCII digits, negative amounts, and two rates of one prefix
    whose dates overlap.
    """

    rates: tuple[Rate, ...]
    default: Decimal | None
    _index: Mapping[str, tuple[Rate, ...]] = field(repr=False, compare=False, hash=False)
    _longest: int = field(repr=False, compare=False, hash=False)

    def __init__(
        self,
        rates: Mapping[str, Decimal | int | str] | Iterable[Rate] = (),
        *,
        default: Decimal | int | str | None = None,
    ) -> None:
        if isinstance(rates, Mapping):
            entries = [Rate(prefix, _amount(credits, "rates")) for prefix, credits in rates.items()]
        else:
            entries = list(rates)
        index: dict[str, tuple[Rate, ...]] = {}
        for rate in entries:
            _check(rate)
            others = index.get(rate.prefix, ())
            if any(_overlap(rate, other) for other in others):
                raise InvalidOption("rates", rate.prefix, "one rate of a prefix at a time")
            index[rate.prefix] = (*others, rate)
        ordered = tuple(rate for prefix in sorted(index) for rate in index[prefix])
        object.__setattr__(self, "rates", ordered)
        object.__setattr__(self, "default", None if default is None else _amount(default, "default"))
        object.__setattr__(self, "_index", index)
        object.__setattr__(self, "_longest", max(map(len, index), default=0))

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (self.rates, self.default)

    def __repr__(self) -> str:
        return f"<RateCard of {len(self.rates)} rates, default {self.default}>"

    @classmethod
    def from_csv(
        cls,
        lines: Iterable[str],
        *,
        prefix: str = "prefix",
        credits: str = "credits",
        delimiter: str = ",",
        default: Decimal | int | str | None = None,
    ) -> RateCard:
        """A card from CSV lines with a header (an open text file will do).

        Columns: ``prefix`` and ``credits`` by the given names, and, if they are there, ``high``, ``valid_from``
        and ``valid_until`` (ISO dates). Raises ``InvalidOption`` that names the line.
        """
        reader = csv.DictReader(lines, delimiter=delimiter)
        names = reader.fieldnames or []
        for name in (prefix, credits):
            if name not in names:
                raise InvalidOption("lines", name, "a header line with this column")
        rates = []
        for row in reader:
            where = f"line {reader.line_num}"
            if None in row or None in row.values():
                raise InvalidOption(where, None, "as many fields as the header")
            rates.append(
                Rate(
                    row[prefix].strip(),
                    _amount(row[credits].strip(), where),
                    "card",
                    _amount(row["high"].strip(), where) if row.get("high", "").strip() else None,
                    _date(row.get("valid_from", ""), where),
                    _date(row.get("valid_until", ""), where),
                )
            )
        return cls(rates, default=default)

    @classmethod
    def from_coverage(cls, replies: Mapping[str, _Coverage], *, default: Decimal | int | str | None = None) -> RateCard:
        """A card from coverage replies by number (``rest.parse_coverage``). Numbers without a route have no rate."""
        rates = []
        for number, reply in replies.items():
            if reply.routable and reply.minimum_charge is not None:
                rates.append(Rate(number, reply.minimum_charge, "coverage"))
        return cls(rates, default=default)

    def merged(self, other: RateCard) -> RateCard:
        """Both cards in one; where both have a prefix, ``other`` wins; its default too, if it has one."""
        kept = [rate for rate in self.rates if rate.prefix not in other._index]
        return RateCard([*kept, *other.rates], default=self.default if other.default is None else other.default)

    def lookup(self, number: str, on: date | None = None) -> Rate | None:
        """The rate of the longest prefix of ``number`` that is valid ``on`` the day; the default; or ``None``.

        Without a day the dates are not looked at; if the prefix then has several rates, ``InvalidOption``.
        """
        index = self._index
        for length in range(min(len(number), self._longest), 0, -1):
            rates = index.get(number[:length])
            if rates is None:
                continue
            if on is None and len(rates) > 1:
                raise InvalidOption("on", None, f"a date: prefix {number[:length]} has several rates")
            for rate in rates:
                # A coverage reply speaks of its one number, not of numbers that begin with it.
                whole = rate.source != "coverage" or length == len(number)
                if whole and (on is None or rate.is_valid(on)):
                    return rate
        return self._default()

    def _default(self) -> Rate | None:
        return None if self.default is None else Rate("", self.default, "default")

    def credits_per_part(self, number: str, /) -> Decimal | None:
        """Credits for one part to ``number``, ``None`` where no rate is known."""
        rate = self.lookup(number)
        return None if rate is None else rate.credits


def _restore(rates: tuple[Rate, ...], default: Decimal | None) -> RateCard:
    return RateCard(rates, default=default)


def _amount(value: Any, option: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (Decimal, int, str)):
        raise TypeError(f"{option}: credits must be a Decimal, an int or a str, not {type(value).__name__}")
    try:
        amount = Decimal(value)
    except InvalidOperation:
        raise InvalidOption(option, value, "a decimal number of credits") from None
    return amount


def _check(rate: Rate) -> None:
    if not isinstance(rate, Rate):
        raise TypeError(f"rates must hold Rate values, not {type(rate).__name__}")
    if not (isinstance(rate.prefix, str) and rate.prefix.isascii() and rate.prefix.isdigit()):
        raise InvalidOption("rates", rate.prefix, "prefixes of ASCII digits")
    for amount in (rate.credits, rate.high):
        if amount is not None and not (amount.is_finite() and amount >= 0 and abs(amount.adjusted()) <= 30):
            raise InvalidOption("rates", amount, "a number of credits, 0 or more")
    if rate.high is not None and rate.high < rate.credits:
        raise InvalidOption("rates", rate.high, "high not below credits")
    if rate.valid_from is not None and rate.valid_until is not None and rate.valid_until < rate.valid_from:
        raise InvalidOption("rates", rate.prefix, "valid_until not before valid_from")


def _overlap(one: Rate, other: Rate) -> bool:
    first = max(one.valid_from or date.min, other.valid_from or date.min)
    last = min(one.valid_until or date.max, other.valid_until or date.max)
    return first <= last


def _date(text: str, where: str) -> date | None:
    text = text.strip()
    if not text:
        return None
    try:
        # From Python 3.11 on, fromisoformat takes more forms than this one.
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.ASCII):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidOption(where, text, "a date, YYYY-MM-DD") from None
