"""The totals of a campaign: how many rows of each kind there are, and nothing that a row alone decides.

A kind is what the price of a row depends on (prefix of the number, segments), and what a report groups by (encoding,
script). Everything else follows from the counts by exact arithmetic: segments are rows times segments, credits are
rows times segments times rate. Therefore totals can be added in any order and grouping, on any machine, and come out
the same: parts of a file, partitions of a cluster, groups of a data frame.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal, localcontext
from typing import Any, NamedTuple, TypeVar

from smsenc.credits import Rate

__all__ = ["Kind", "Sum", "Totals"]

H = TypeVar("H", bound=Hashable)

# Sums and products of decimals are exact in this context, however many digits they have: it never rounds.
EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)


class Kind(NamedTuple):
    """What rows have in common that are counted together.

    ``prefix`` is that of the rate (``""`` for the default rate), or the calling code where there is no rate card;
    ``None`` for a number without a rate, and where there are no numbers. ``script`` is the Unicode script that most
    letters of the text are in, ``None`` where it was not asked for or the text has no letter.
    """

    encoding: str
    segments: int
    prefix: str | None = None
    script: str | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """Rows added up. ``low`` and ``high`` are the credits of those that have a rate; ``unpriced`` counts the others."""

    rows: int = 0
    segments: int = 0
    units: int = 0
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    unpriced: int = 0

    def __add__(self, other: Sum) -> Sum:
        with localcontext(EXACT):
            return Sum(
                self.rows + other.rows,
                self.segments + other.segments,
                self.units + other.units,
                self.low + other.low,
                self.high + other.high,
                self.unpriced + other.unpriced,
            )

    def to_dict(self) -> dict[str, Any]:
        """The sum as JSON-ready data; credits are strings, exact to the last digit."""
        return {
            "rows": self.rows,
            "segments": self.segments,
            "units": self.units,
            "credits_low": format(self.low, "f"),
            "credits_high": format(self.high, "f"),
            "unpriced": self.unpriced,
        }


class Totals:
    """Counts of rows and their units by :class:`Kind`; they grow with the kinds, not with the rows.

    >>> first = Totals([(Kind("gsm7", 1, "27"), 3, 120)])
    >>> first.add(Kind("ucs2", 2, "27"), rows=1, units=80)
    >>> both = first + Totals([(Kind("gsm7", 1, "27"), 1, 50)])
    >>> both.rows, both.segments, both.units
    (5, 6, 250)
    >>> both.sum({"27": Rate("27", Decimal("0.8"))}).low
    Decimal('4.8')
    """

    __slots__ = ("_counts",)

    def __init__(self, counts: Iterable[tuple[Kind, int, int]] = ()) -> None:
        self._counts: dict[Kind, tuple[int, int]] = {}
        for kind, rows, units in counts:
            self.add(kind, rows, units)

    def add(self, kind: Kind, rows: int, units: int = 0) -> None:
        """Count more rows of a kind; ``units`` are those of all of them together (septets or UTF-16 units)."""
        before = self._counts.get(kind, (0, 0))
        self._counts[kind] = (before[0] + rows, before[1] + units)

    def __iter__(self) -> Iterator[tuple[Kind, int, int]]:
        """Kind, rows, units."""
        return ((kind, rows, units) for kind, (rows, units) in self._counts.items())

    def __len__(self) -> int:
        return len(self._counts)

    def __add__(self, other: Totals) -> Totals:
        total = Totals(self)
        total += other
        return total

    def __iadd__(self, other: Totals) -> Totals:
        for kind, rows, units in other:
            self.add(kind, rows, units)
        return self

    def __eq__(self, other: object) -> bool:
        return self._counts == other._counts if isinstance(other, Totals) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # it changes

    def __repr__(self) -> str:
        return f"<Totals of {self.rows} rows, {self.segments} segments>"

    @property
    def rows(self) -> int:
        """Rows counted."""
        return sum(rows for _, rows, _ in self)

    @property
    def segments(self) -> int:
        """Segments of all rows."""
        return sum(rows * kind.segments for kind, rows, _ in self)

    @property
    def units(self) -> int:
        """Units of all rows: septets and UTF-16 units, whichever each row is sent in."""
        return sum(units for _, _, units in self)

    def sum(self, rates: Mapping[str, Rate] | None = None) -> Sum:
        """All rows; ``rates`` by prefix."""
        return self.by(lambda kind: None, rates).get(None, Sum())

    def by(self, group: Callable[[Kind], H], rates: Mapping[str, Rate] | None = None) -> dict[H, Sum]:
        """Sums of the rows in each group, in the order of the groups' first rows."""
        with localcontext(EXACT):
            sums: dict[H, Sum] = {}
            for kind, rows, units in self:
                rate = None if rates is None or kind.prefix is None else rates.get(kind.prefix)
                low, high = per_message(rate, kind.segments) or (Decimal(0), Decimal(0))
                unpriced = rows if rate is None else 0
                more = Sum(rows, rows * kind.segments, units, low * rows, high * rows, unpriced)
                key = group(kind)
                sums[key] = sums[key] + more if key in sums else more
        return sums


def per_message(rate: Rate | None, segments: int) -> tuple[Decimal, Decimal] | None:
    """Credits of a message of so many segments, on the cheapest and the dearest route; ``None`` without a rate."""
    if rate is None:
        return None
    with localcontext(EXACT):
        return rate.credits * segments, (rate.credits if rate.high is None else rate.high) * segments
