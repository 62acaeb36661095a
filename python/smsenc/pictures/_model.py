"""The picture as data: one row per segment, made of cells, made from public items of a result only.

What is drawn, and in which order, is decided here; how, by the renderers. Lengths are bits of the 140 octets of
user data that a short message holds (TS 23.040 clause 9.2.3.24), so that header, fill bits, text and free room
compare.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from smsenc import Encoding, Estimate, Message, Segment, gsm7

from ._clusters import clusters

__all__ = ["USER_DATA_BITS", "Cell", "Character", "Cost", "Picture", "Row", "bits_of", "picture", "unit_word"]

USER_DATA_BITS = 8 * 140
_ESCAPE = 0x1B  # of the default alphabet, to the extension table (TS 23.038 clause 6.2.1)

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


class Picture(NamedTuple):
    """All that is drawn of a message."""

    estimate: Estimate
    rows: tuple[Row, ...]
    is_text: bool  # whether the characters are known
    notes: tuple[str, ...]


def bits_of(estimate: Estimate) -> int:
    """The bits of a unit."""
    return _BITS[estimate.encoding]


def unit_word(estimate: Estimate, count: int) -> str:
    """``septet`` or ``septets``, and so on."""
    word = _UNIT_WORDS[estimate.encoding]
    return word if count == 1 else word + "s"


def picture(result: Message | Estimate) -> Picture:
    """The picture of a result."""
    if isinstance(result, Message):
        return _of_message(result)
    if isinstance(result, Estimate):
        return _of_estimate(result)
    raise TypeError(f"a Message, an Estimate or an Explanation is wanted, not {type(result).__name__}")


def _of_message(message: Message) -> Picture:
    estimate = message.estimate
    replaced = dict(_replaced(message)) if message.text is not None else {}
    rows = tuple(_rows(message, estimate, replaced))
    return Picture(estimate, rows, message.text is not None, tuple(_notes(estimate)))


def _of_estimate(estimate: Estimate) -> Picture:
    bits = bits_of(estimate)
    overhead = USER_DATA_BITS - bits * estimate.capacity
    # Fill bits come before septets only: the rest of the last septet that the header begins (clause 9.2.3.24).
    fill = overhead % 8 if bits == 7 else 0
    header = (f"{(overhead - fill) // 8} octets",) if overhead - fill else ()
    last = estimate.capacity - estimate.remaining
    units = [estimate.capacity] * (estimate.segments - 1) + [last]
    rows = tuple(
        Row(number, estimate.segments, count, estimate.capacity, header, overhead - fill, fill)
        for number, count in enumerate(units, 1)
    )
    notes = list(_notes(estimate))
    unused = sum(units) - estimate.units
    if unused > 0:
        notes.append(
            f"{unused} {unit_word(estimate, unused)} at the ends of earlier segments stay free: "
            "what belongs together is not cut"
        )
    return Picture(estimate, rows, False, tuple(notes))


def _notes(estimate: Estimate) -> Iterator[str]:
    if estimate.truncated_at is not None:
        yield f"cut off at position {estimate.truncated_at}; all of it would need {estimate.needed} segments"
    if estimate.replacements:
        count = len(estimate.replacements)
        yield f"{count} {'change was' if count == 1 else 'changes were'} made in the text before sending"


def _replaced(message: Message) -> Iterator[tuple[int, str]]:
    """(position in the sent text, what it replaces), for every character that was put there."""
    shift = 0
    for position, old, new in message.replacements:
        for offset in range(len(new)):
            yield position + shift + offset, old
        shift += len(new) - len(old)


def _rows(message: Message, estimate: Estimate, replaced: dict[int, str]) -> Iterator[Row]:
    position = 0
    ends = _cluster_ends(message.text)
    for segment in message:
        header = bytes(segment.header)
        header_bits = 8 * len(header)
        fill = -header_bits % 7 if estimate.encoding is Encoding.GSM7 else 0
        characters = tuple(_characters(segment, position, replaced))
        position += len(characters)
        if segment.text is None:
            cells = tuple(Cell(character.code, (character,)) for character in characters)
        else:
            cells = tuple(_cells(characters, ends))
        yield Row(
            segment.sequence,
            segment.total,
            segment.units,
            estimate.capacity,
            tuple(_elements(segment)),
            header_bits,
            fill,
            cells,
            segment.text is not None and segment.sequence < segment.total and position not in ends,
        )


def _cluster_ends(text: str | None) -> frozenset[int]:
    ends = []
    position = 0
    for cluster in clusters(text or ""):
        position += len(cluster)
        ends.append(position)
    return frozenset(ends)


def _cells(characters: tuple[Character, ...], ends: frozenset[int]) -> Iterator[Cell]:
    start = 0
    for index, character in enumerate(characters, 1):
        if character.position + 1 in ends or index == len(characters):
            together = characters[start:index]
            yield Cell("".join(each.text for each in together), together)
            start = index


def _characters(segment: Segment, position: int, replaced: dict[int, str]) -> Iterator[Character]:
    payload = segment.payload
    if segment.data is not None:
        for offset, octet in enumerate(payload):
            yield Character("", position + offset, 1, f"{octet:02X}", Cost.PLAIN, None)
        return
    at = 0
    for offset, text in enumerate(segment.text or ""):
        if segment.encoding is Encoding.GSM7:
            units = 2 if payload[at] == _ESCAPE else 1
            code = payload[at : at + units]
            cost, shown = _septet_cost(text, code), code.hex(" ").upper()
            at += units
        else:
            units = 2 if text > "\uffff" else 1
            code = payload[at : at + 2 * units]
            cost, shown = _unit_cost(text), code.hex(" ", 2).upper()
            at += 2 * units
        yield Character(text, position + offset, units, shown, cost, replaced.get(position + offset))


@lru_cache(maxsize=4096)
def _septet_cost(text: str, code: bytes) -> Cost:
    if gsm7.decode(code) != text:
        return Cost.NATIONAL
    return Cost.EXTENSION if len(code) == 2 else Cost.PLAIN


@lru_cache(maxsize=4096)
def _unit_cost(text: str) -> Cost:
    if text > "\uffff":
        return Cost.PAIR
    return Cost.PLAIN if gsm7.is_gsm7(text) else Cost.FOREIGN


def _elements(segment: Segment) -> Iterator[str]:
    """What the header holds, in words."""
    header = segment.header
    for element in header:
        known = type(element).__name__
        if element == header.concatenation and header.concatenation is not None:
            yield f"concatenation, reference {header.concatenation.reference}"
        elif element == header.ports and header.ports is not None:
            yield f"ports {header.ports.destination} and {header.ports.originator}"
        elif known == "LockingShift":
            yield f"locking shift table, {header.locking}"
        elif known == "SingleShift":
            yield f"single shift table, {header.single}"
        else:
            yield f"element {element.iei:02X}"
