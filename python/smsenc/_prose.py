"""Names of characters, and explanations as text for people."""

from __future__ import annotations

import itertools
import unicodedata
from typing import TYPE_CHECKING

from .enums import Encoding, Reason, SuggestionKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ._core import CostlyCharacter, Estimate, Explanation, Suggestion

# The control characters have no name in Unicode; these are those that a text may really hold.
_CONTROLS = {0x00: "NULL", 0x09: "TAB", 0x0A: "LINE FEED", 0x0B: "LINE TABULATION", 0x0C: "FORM FEED"}
_CONTROLS |= {0x0D: "CARRIAGE RETURN", 0x1B: "ESCAPE", 0x7F: "DELETE", 0x85: "NEXT LINE"}

# How many kinds of costly characters, and how many positions of each, are told.
_MOST_KINDS = 12
_MOST_POSITIONS = 5

_REASONS = {
    Reason.NO_GSM7_CODE: "no GSM-7 code",
    Reason.EXTENSION_TABLE: "extension table, 2 septets",
    Reason.INVISIBLE: "invisible",
    Reason.DECOMPOSED_ACCENT: "decomposed accent",
    Reason.LOOK_ALIKE: "look-alike",
    Reason.NEEDS_NATIONAL_TABLE: "needs a national table",
}

_ADDED = {"suffix": "the suffix", "numbering": "the numbers"}

_STEPS = {
    SuggestionKind.NFC: 'compose accents (normalization="NFC")',
    SuggestionKind.LINE_BREAKS: 'make CRLF one LF (line_breaks="lf")',
    SuggestionKind.INVISIBLES: "drop invisible characters, make odd spaces plain ones",
    SuggestionKind.SMART: 'replace look-alikes (replace="smart")',
    SuggestionKind.SMART_WIDE: 'replace all look-alikes (replace="smart-wide")',
    SuggestionKind.GSM7: 'let GSM-7 be chosen (encoding="auto")',
    SuggestionKind.TRANSLITERATE: 'replace letters by the nearest ones (replace="transliterate")',
}


def name(character: str) -> str:
    """The Unicode name of a character, or a label like ``<surrogate-D83D>`` for one that has none.

    >>> name("’"), name("\\t"), name("\\x80"), name("\\ud83d")
    ('RIGHT SINGLE QUOTATION MARK', 'TAB', '<control-0080>', '<surrogate-D83D>')
    """
    code_point = ord(character)
    found = unicodedata.name(character, None) or _CONTROLS.get(code_point)
    if found:
        return found
    kinds = {"Cc": "control", "Cs": "surrogate", "Co": "private-use"}
    kind = kinds.get(unicodedata.category(character))
    if kind is None:
        kind = "noncharacter" if code_point & 0xFFFE == 0xFFFE or 0xFDD0 <= code_point <= 0xFDEF else "unassigned"
    return f"<{kind}-{code_point:04X}>"


def explanation(explained: Explanation) -> str:
    """An explanation as text for people."""
    return "\n".join(_lines(explained))


def _lines(explained: Explanation) -> Iterator[str]:
    yield sentence(explained.estimate)
    if explained.error is not None:
        yield f"It cannot be sent under these options: {explained.error}."
    heading = _heading(explained.estimate)
    yield from _costly(f"{heading}:", explained.characters)
    for option, entries in explained.added.items():
        yield from _costly(f"{heading}, in {_ADDED[option]}:", entries)
    if explained.suggestions:
        yield ""
        yield "What to do:"
        for suggestion in explained.suggestions:
            yield f"  {describe(suggestion)}"


def sentence(estimate: Estimate) -> str:
    """What a text takes, in a sentence."""
    encoding = {Encoding.GSM7: "GSM-7", Encoding.UCS2: "UCS-2", Encoding.EIGHT_BIT: "8 bit"}[estimate.encoding]
    tables = [
        f"{table} {kind} table"
        for table, kind in ((estimate.locking, "locking"), (estimate.single, "single shift"))
        if table
    ]
    with_tables = f" with the {' and the '.join(tables)}" if tables else ""
    units = _units(estimate)
    fit, last = (" into each", " in the last") if estimate.segments > 1 else ("", "")
    text = f"{_counted(estimate.segments, 'segment')} in {encoding}{with_tables}: {estimate.units} {units}, "
    text += f"{estimate.capacity} fit{fit}, {estimate.remaining} free{last}"
    if estimate.truncated_at is not None:
        text += f"; cut off at {estimate.truncated_at}, all of it needs {_counted(estimate.needed or 0, 'segment')}"
    return text + "."


def _costly(heading: str, entries: Iterable[CostlyCharacter]) -> Iterator[str]:
    groups = grouped(entries)
    if groups:
        yield ""
        yield heading
        yield from _table([_row(group, positions, count) for group, positions, count in groups[:_MOST_KINDS]])
        if len(groups) > _MOST_KINDS:
            yield f"  and {len(groups) - _MOST_KINDS} others"


def grouped(entries: Iterable[CostlyCharacter]) -> list[tuple[CostlyCharacter, list[int], int]]:
    """The kinds of costly characters, the most frequent first: one of each, its first positions, how many there are."""
    groups: dict[tuple[str, Reason, str | None], tuple[CostlyCharacter, list[int], itertools.count[int]]] = {}
    for costly in entries:
        key = costly.character, costly.reason, costly.replacement
        group = groups.setdefault(key, (costly, [], itertools.count()))
        if next(group[2]) < _MOST_POSITIONS:
            group[1].append(costly.position)
    return sorted(((one, at, next(count)) for one, at, count in groups.values()), key=lambda group: -group[2])


def describe(suggestion: Suggestion) -> str:
    """A suggestion in a line."""
    estimate = suggestion.estimate
    after = f"{_counted(estimate.segments, 'segment')} in {'GSM-7' if estimate.encoding == Encoding.GSM7 else 'UCS-2'}"
    if suggestion.segments_saved:
        return f"{what(suggestion)}: {after}, saves {suggestion.segments_saved}"
    return f"{what(suggestion)}: {after}, {suggestion.room_gained} more {_units(estimate)} free"


def what(suggestion: Suggestion) -> str:
    """What a suggestion does."""
    return " and ".join(_step(kind, suggestion) for kind in suggestion.steps)


def _step(kind: SuggestionKind, suggestion: Suggestion) -> str:
    if kind is SuggestionKind.LANGUAGE:
        names = suggestion.options["languages"]
        return f"permit national tables, if the route carries them (languages={tuple(map(str, names))})"
    if kind is SuggestionKind.SHORTEN:
        _, deleted, _ = suggestion.changes[-1]
        return f"delete {_counted(len(deleted), 'character')} at the end"
    return _STEPS[kind]


def _heading(estimate: Estimate) -> str:
    if estimate.encoding == Encoding.UCS2:
        return "Why UCS-2"
    return "What costs more"


def _row(one: CostlyCharacter, positions: list[int], count: int) -> tuple[str, ...]:
    at = ", ".join(map(str, positions)) + (", ..." if count > len(positions) else "")
    if one.replacement is None:
        becomes = ""
    elif one.replacement == "":
        becomes = "can be dropped"
    else:
        becomes = f"could be {one.replacement!r}"
    shown = one.character if one.character.isprintable() and not unicodedata.combining(one.character) else " "
    return f"{count} x", shown, f"U+{one.code_point:04X} {one.name}", f"at {at}", _REASONS[one.reason], becomes


def _table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        yield f"  {'  '.join(padded)}".rstrip()


def _width(cell: str) -> int:
    """The columns that a terminal takes for it: ideographs and emoji take two."""
    return len(cell) + sum(unicodedata.east_asian_width(character) in "WF" for character in cell)


def _units(estimate: Estimate) -> str:
    return {Encoding.GSM7: "septets", Encoding.UCS2: "UTF-16 units", Encoding.EIGHT_BIT: "octets"}[estimate.encoding]


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
