"""References for senders who must exclude that two messages to one recipient share one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from .errors import InvalidOption

__all__ = ["ReferenceCounter"]


class ReferenceCounter:
    """Concatenation references in turn, modulo 256 or 65536 (3GPP TS 23.040 clause 9.2.3.24.1).

    An endless iterator; one counter may serve many threads. Keep one counter per originator, or better per pair of
    originator and recipient: a receiver tells messages apart by address and reference.

    >>> references = ReferenceCounter(start=254)
    >>> [next(references) for _ in range(3)]
    [254, 255, 0]
    """

    def __init__(self, start: int = 0, *, bits: int = 8) -> None:
        if bits not in (8, 16):
            raise InvalidOption("bits", bits, "8, 16")
        if not 0 <= start < 1 << bits:
            raise InvalidOption("start", start, f"0 to {(1 << bits) - 1}")
        self._bits = bits
        # The iterator of itertools.count takes each number exactly once, whichever thread asks.
        self._numbers = itertools.count(start)

    @property
    def bits(self) -> int:
        """The size of the references: 8 or 16."""
        return self._bits

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        return next(self._numbers) % (1 << self._bits)

    def __repr__(self) -> str:
        return f"<ReferenceCounter of {self._bits} bits>"
