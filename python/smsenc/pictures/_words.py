"""The sentences that both renderers say."""

from __future__ import annotations

from collections.abc import Iterator

from smsenc import Encoding, Estimate, Reason
from smsenc import Suggestion as Suggested
from smsenc._prose import what

from ._characters import named
from ._model import Character, Cost, Row, Suggestion, unit_word

__all__ = [
    "amount",
    "notes_of",
    "refused",
    "room",
    "suggestion_of",
    "summary",
    "units",
    "unused_at_ends",
    "what_it_costs",
    "why",
]

_ENCODINGS = {Encoding.GSM7: "GSM-7", Encoding.UCS2: "UCS-2", Encoding.EIGHT_BIT: "8-bit data"}
_WHY_FOREIGN = "no GSM-7 code"
_WHY = {
    Cost.PLAIN: "",
    Cost.NATIONAL: "national language table",
    Cost.EXTENSION: "extension table, two septets",
    Cost.FOREIGN: "no GSM-7 code, forces UCS-2",
    Cost.PAIR: "no GSM-7 code, forces UCS-2, two code units",
}


_REASONS = {
    Reason.NO_GSM7_CODE: _WHY_FOREIGN,
    Reason.EXTENSION_TABLE: _WHY_FOREIGN,  # not in UCS-2
    Reason.INVISIBLE: "cannot be seen",
    Reason.DECOMPOSED_ACCENT: "accent apart from its letter",
    Reason.LOOK_ALIKE: "looks like a GSM-7 character",
    Reason.NEEDS_NATIONAL_TABLE: "in a national language table only",
}


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


def why(cost: Cost, reason: Reason | None = None) -> str:
    """What makes a character dear; with the reason of an explanation, if there is one."""
    if reason is None or cost < Cost.FOREIGN:
        return _WHY[cost]
    return _WHY[cost].replace(_WHY_FOREIGN, _REASONS[reason])


def notes_of(estimate: Estimate) -> Iterator[str]:
    """What options did to the text."""
    if estimate.truncated_at is not None:
        yield f"cut off at position {estimate.truncated_at}; all of it would need {estimate.needed} segments"
    if estimate.replacements:
        count = len(estimate.replacements)
        yield f"{count} {'change was' if count == 1 else 'changes were'} made in the text before sending"


def refused(error: Exception) -> str:
    """That the options do not let a text through."""
    return f"not sent under these options: {error}"


def unused_at_ends(estimate: Estimate, count: int) -> str:
    """Of segments that end before they are full."""
    return f"{units(estimate, count)} at the ends of earlier segments stay free: what belongs together is not cut"


def suggestion_of(suggested: Suggested) -> Suggestion:
    """A suggestion in words."""
    does = what(suggested)
    if suggested.segments_saved:
        gain = f"saves {amount(suggested.segments_saved, 'segment')}"
    else:
        gain = f"{units(suggested.estimate, suggested.room_gained)} more free"
    return Suggestion(does[:1].upper() + does[1:], suggested.estimate, gain, suggested.text)
