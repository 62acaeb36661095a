"""The picture as data: one row per segment, made of cells; what is costly and why; what would make it cheaper.

What is drawn, and in which order, is decided here and in what builds it; how, by the renderers. Lengths are bits of
the 140 octets of user data that a short message holds (TS 23.040 clause 9.2.3.24), so that header, fill bits, text and
free room compare.
"""

from __future__ import annotations

import enum
from typing import NamedTuple

from smsenc import Encoding, Estimate

__all__ = [
    "USER_DATA_BITS",
    "Cell",
    "Character",
    "Cost",
    "Costly",
    "Picture",
    "Row",
    "Suggestion",
    "bits_of",
    "unit_word",
]

USER_DATA_BITS = 8 * 140

_BITS = {Encoding.GSM7: 7, Encoding.UCS2: 16, Encoding.EIGHT_BIT: 8}
_UNIT_WORDS = {Encoding.GSM7: "septet", Encoding.UCS2: "code unit", Encoding.EIGHT_BIT: "octet"}


class Cost(enum.IntEnum):
    """What makes a character dear; the dearer, the higher."""

    PLAIN = 0
    """One septet of the default alphabet, one UTF-16 unit for a character of that alphabet, one octet."""
    NATIONAL = 1
    """A character of a national language table, by locking shift (one septet) or single shift (two)."""
    EXTENSION = 2
    """Two septets: a character of the default extension table."""
    FOREIGN = 3
    """One UTF-16 unit, for a character that GSM-7 lacks: it forces UCS-2."""
    PAIR = 4
    """Two UTF-16 units, for a character beyond U+FFFF: it forces UCS-2."""


class Character(NamedTuple):
    """A character as it is sent: ``text`` is empty for an octet of binary data."""

    text: str
    position: int
    units: int
    code: str  # the septets, UTF-16 units or the octet in hex
    cost: Cost
    replaces: str | None  # what the caller's text had in its place


class Cell(NamedTuple):
    """What is drawn as one: a grapheme cluster, or the part of it that this segment holds; an octet in hex."""

    text: str
    characters: tuple[Character, ...]

    @property
    def units(self) -> int:
        return sum(character.units for character in self.characters)

    @property
    def cost(self) -> Cost:
        return max(character.cost for character in self.characters)


class Row(NamedTuple):
    """A segment. ``cells`` is empty when only numbers are known."""

    sequence: int
    total: int
    units: int
    capacity: int
    header: tuple[str, ...]  # its elements in words
    header_bits: int
    fill_bits: int
    cells: tuple[Cell, ...] = ()
    cut: bool = False  # the last cell goes on in the next segment

    @property
    def free(self) -> int:
        """Units that are free."""
        return self.capacity - self.units


class Costly(NamedTuple):
    """A character that costs more than it would have to, with all its occurrences."""

    character: str
    cost: Cost
    times: int
    why: str  # a heading: characters of one reason stand together
    replacement: str | None = None  # what could stand instead; empty: nothing at all


class Suggestion(NamedTuple):
    """What would make the message cheaper."""

    what: str
    estimate: Estimate
    gain: str
    text: str


class Picture(NamedTuple):
    """All that is drawn of a message."""

    estimate: Estimate
    rows: tuple[Row, ...]
    costly: tuple[Costly, ...] = ()
    notes: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()


def bits_of(estimate: Estimate) -> int:
    """The bits of a unit."""
    return _BITS[estimate.encoding]


def unit_word(estimate: Estimate, count: int) -> str:
    """``septet`` or ``septets``, and so on."""
    word = _UNIT_WORDS[estimate.encoding]
    return word if count == 1 else word + "s"
