"""What a number costs: the rates of a card that hold on the day, found by prefix for whole columns of numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from smsenc._core import Prefixes
from smsenc.credits import Rate, RateCard
from smsenc.errors import InvalidOption

from ._totals import per_message

__all__ = ["Prices"]

# Calling codes of one and two digits; all others have three (ITU-T E.164, list of assigned country codes).
_ONE = ("1", "7")
_TWO = frozenset(
    [
        *range(30, 35),
        *range(43, 50),
        *range(51, 59),
        *range(60, 67),
        *range(90, 96),
        *(20, 27, 36, 39, 40, 41, 81, 82, 84, 86, 98),
    ]
)


def _calling_codes() -> list[str]:
    zones = [zone for zone in range(20, 100) if zone not in _TWO and str(zone)[0] not in _ONE]
    return [*_ONE, *map(str, sorted(_TWO)), *(f"{zone}{digit}" for zone in zones for digit in range(10))]


class Prices:
    """The rates of a card on a day, or without a card the calling codes, which numbers are grouped by.

    Raises ``InvalidOption`` if the card has several rates for a prefix and no day was given.
    """

    def __init__(self, card: RateCard | None, on: date | None = None) -> None:
        rates: dict[str, Rate] = {}
        if card is not None:
            for rate in card.rates:
                if on is not None and not rate.is_valid(on):
                    continue
                if rate.prefix in rates:
                    raise InvalidOption("on", None, f"a date: prefix {rate.prefix} has several rates")
                rates[rate.prefix] = rate
            if card.default is not None:
                rates[""] = Rate("", card.default, "default")
        self.priced = card is not None
        self.rates: Mapping[str, Rate] = MappingProxyType(rates)
        self.prefixes = list(rates) if self.priced else _calling_codes()
        # A coverage reply speaks of its one number, not of numbers that begin with it.
        whole = [self.priced and rates[prefix].source == "coverage" for prefix in self.prefixes]
        self.finder = Prefixes(self.prefixes, whole)

    def prefix(self, code: int | None) -> str | None:
        """The prefix that the finder has found; ``None`` where there is none."""
        return None if code is None or code < 0 else self.prefixes[code]

    def credits(self, prefix: str | None, segments: int) -> Decimal | None:
        """Credits of one message on the cheapest route, ``None`` without a rate."""
        costs = per_message(None if prefix is None else self.rates.get(prefix), segments)
        return None if costs is None else costs[0]
