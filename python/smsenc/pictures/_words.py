"""The sentences that both renderers say."""

from __future__ import annotations

from typing import NamedTuple

from smsenc import Encoding, Estimate

from ._characters import named
from ._model import Character, Cost, Picture, Row, unit_word

__all__ = ["Costly", "amount", "costly", "room", "summary", "units", "what_it_costs", "why"]

_ENCODINGS = {Encoding.GSM7: "GSM-7", Encoding.UCS2: "UCS-2", Encoding.EIGHT_BIT: "8-bit data"}
_WHY = {
    Cost.PLAIN: "",
    Cost.NATIONAL: "national language table",
    Cost.EXTENSION: "extension table, two septets",
    Cost.FOREIGN: "no GSM-7 code, forces UCS-2",
    Cost.PAIR: "no GSM-7 code, forces UCS-2, two code units",
}


class Costly(NamedTuple):
    """A character that costs more than one septet of the default alphabet, with all its occurrences."""

    character: Character  # its first occurrence
    times: int

    @property
    def name(self) -> str:
        return named(self.character.text)


def amount(count: int, word: str) -> str:
    """``1 segment``, ``2 segments``."""
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def _encoding(estimate: Estimate) -> str:
    """The encoding and its shift tables."""
    words = _ENCODINGS[estimate.encoding]
    if estimate.locking is not None:
        words += f", locking shift table {estimate.locking}"
    if estimate.single is not None:
        words += f", single shift table {estimate.single}"
    return words


def units(estimate: Estimate, count: int) -> str:
    """``1 septet``, ``67 code units``."""
    return f"{count:,} {unit_word(estimate, count)}"


def summary(estimate: Estimate) -> list[str]:
    """The message in a few words each."""
    where = "" if estimate.segments == 1 else " in the last segment"
    return [
        amount(estimate.segments, "segment"),
        _encoding(estimate),
        units(estimate, estimate.units),
        f"{estimate.remaining} free{where}",
    ]


def room(row: Row, estimate: Estimate) -> str:
    """How full a segment is."""
    free = "full" if row.free == 0 else f"{row.free} free"
    return f"{row.units} of {units(estimate, row.capacity)}, {free}"


def what_it_costs(character: Character, estimate: Estimate) -> str:
    """One line about one character: code point, name, units and their value, reason."""
    parts = [named(character.text)] if character.text else [f"octet at offset {character.position}"]
    parts.append(f"{units(estimate, character.units)} {character.code}")
    if character.cost is not Cost.PLAIN:
        parts.append(why(character.cost))
    if character.replaces is not None:
        parts.append("in place of " + (", ".join(map(named, character.replaces)) or "nothing"))
    return " · ".join(parts)


def costly(picture: Picture) -> list[Costly]:
    """The costly characters, each once: the dearest first, then in the order of the text."""
    found: dict[str, list[Character]] = {}
    for row in picture.rows:
        for cell in row.cells:
            for character in cell.characters:
                if character.cost is not Cost.PLAIN:
                    found.setdefault(character.text, []).append(character)
    entries = [Costly(characters[0], len(characters)) for characters in found.values()]
    return sorted(entries, key=lambda entry: (-entry.character.cost, entry.character.position))


def why(cost: Cost) -> str:
    """What makes a character dear."""
    return _WHY[cost]
