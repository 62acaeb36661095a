"""The text of src/replace/tables.rs from tables/replacements/*.csv; scripts/generate_tables.py writes it.

A letter that a table does not name is what its compatibility decomposition leaves without marks, if that can be sent.
Decompositions are those of Unicode 3.2, which every Python has beside its own: every Python makes the same file.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

LEVELS = ["smart", "smart-wide", "transliterate"]
SMART, WIDE, TRANSLITERATE = range(3)
PLAIN, JOINER, BIDI, MARK = range(4)
# The languages of the columns of cyrillic.csv; the first is what an undecided text is read as.
CYRILLIC = ["russian", "ukrainian", "belarusian", "bulgarian", "serbian", "macedonian"]
DROPPED = "-"
# Pictures and letters in circles are no letters of a text.
NOT_DECOMPOSED = {"<circle>", "<square>", "<vertical>", "<initial>", "<medial>", "<final>", "<isolated>"}
NEGATION = 0x338  # a stroke through a sign: without it the sign says the opposite
INFORMATION_SOURCE = 0x2139  # an emoji by its looks, the letter i by its decomposition
UCD = unicodedata.ucd_3_2_0


class Replacement(NamedTuple):
    level: int
    kind: int
    to: str


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        yield from rows


def _characters(cell: str) -> Iterator[int]:
    for part in cell.split():
        first, _, last = part.partition("..")
        yield from range(int(first, 16), int(last or first, 16) + 1)


def _text(cell: str) -> str:
    return chr(int(cell[2:], 16)) if cell.startswith("U+") else cell


def _read(folder: Path, name: str) -> dict[int, str]:
    table: dict[int, str] = {}
    for to, characters in _rows(folder / f"{name}.csv"):
        for character in _characters(characters):
            if character in table:
                raise SystemExit(f"{name}.csv: U+{character:04X} stands twice")
            table[character] = _text(to)
    return table


def _cyrillic(folder: Path) -> list[dict[int, str]]:
    """By language: letter to text. An empty cell is as in the first column."""
    tables: list[dict[int, str]] = [{} for _ in CYRILLIC]
    for letter, first, *others in _rows(folder / "cyrillic.csv"):
        small = int(letter, 16)
        capital = ord(chr(small).upper())
        for table, cell in zip(tables, [first, *others], strict=True):
            text = cell or first
            table[small] = "" if text == DROPPED else text
            if capital != small:
                table[capital] = table[small].capitalize()
    return tables


def _greek(folder: Path) -> dict[int, str]:
    capitals = _read(folder, "greek")
    table = {character: to for character, to in capitals.items() if chr(character) != to}
    for character in range(0x3B1, 0x3CA):
        table[character] = capitals[ord(chr(character).upper())]
    return table


def _decomposed(known: dict[int, str], alphabet: set[int]) -> dict[int, str]:
    """What the decomposition of a character leaves, where all of it can be sent."""
    table: dict[int, str] = {}
    for character in range(0x80, 0x20000):
        tag = UCD.decomposition(chr(character)).partition(" ")[0]
        if character in known or character in alphabet or tag in NOT_DECOMPOSED or character == INFORMATION_SOURCE:
            continue
        whole = UCD.normalize("NFKD", chr(character))
        letters = [ord(c) for c in whole if not UCD.combining(c)]
        if (
            whole == chr(character)
            or chr(NEGATION) in whole
            or not letters
            or not all(c in known or c in alphabet for c in letters)
        ):
            continue
        text = "".join(known.get(c, chr(c)) for c in letters)
        if text.strip():  # not an accent that stands alone
            table[character] = text
    return table


def replacements(folder: Path, alphabet: set[int]) -> tuple[dict[int, Replacement], list[dict[int, str]]]:
    """All replacements of characters that the default tables lack, and those by which languages differ."""
    table: dict[int, Replacement] = {}

    def add(level: int, kind: int, entries: Iterable[tuple[int, str]]) -> None:
        for character, to in entries:
            if character in table:
                raise SystemExit(f"U+{character:04X} has two replacements")
            if character in alphabet:
                raise SystemExit(f"U+{character:04X} needs no replacement")
            if not {ord(c) for c in to} <= alphabet:
                raise SystemExit(f"U+{character:04X}: {to!a} is not GSM 7 bit text")
            table[character] = Replacement(level, kind, to)

    add(SMART, PLAIN, _read(folder, "smart").items())
    invisible = _read(folder, "invisible")
    add(SMART, JOINER, ((c, to) for c, to in invisible.items() if to == "" and not _is_bidi(c)))
    add(SMART, BIDI, ((c, to) for c, to in invisible.items() if _is_bidi(c)))
    for name in ("smart-wide", "windows-1252"):
        add(WIDE, PLAIN, _read(folder, name).items())
    cyrillic = _cyrillic(folder)
    for name in ("latin", "georgian", "symbols", "windows-1252-letters"):
        add(TRANSLITERATE, PLAIN, _read(folder, name).items())
    add(TRANSLITERATE, PLAIN, _greek(folder).items())
    add(TRANSLITERATE, PLAIN, cyrillic[0].items())
    add(TRANSLITERATE, MARK, _read(folder, "marks").items())
    known = {character: entry.to for character, entry in table.items() if entry.kind == PLAIN}
    add(TRANSLITERATE, PLAIN, _decomposed(known, alphabet).items())
    differing = [{c: to for c, to in language.items() if to != cyrillic[0][c]} for language in cyrillic[1:]]
    return table, differing


def _is_bidi(character: int) -> bool:
    return character in {0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}


def generate(folder: Path, alphabet: set[int]) -> str:
    """The text of the Rust file; ``alphabet`` is the default alphabet with its extension table."""
    table, differing = replacements(folder, alphabet)
    texts = sorted({e.to for e in table.values()} | {to for d in differing for to in d.values()})
    blob = ""
    for text in sorted(texts, key=lambda text: (-len(text.encode()), text)):
        if text not in blob:
            blob += text
    octets = blob.encode()

    def place(to: str) -> tuple[int, int]:
        return octets.index(to.encode()), len(to.encode())

    def entry(character: int, level: int, kind: int, to: str) -> str:
        first, length = place(to)
        numbers = f"first: {first}, length: {length}, class: 0x{kind << 4 | level:02X}"
        return f"Entry {{ character: 0x{character:04X}, {numbers} }}"

    def entries(values: Iterable[str]) -> str:
        return "[\n" + "".join(f"    {value},\n" for value in values) + "]"

    rows = [entry(character, *table[character]) for character in sorted(table)]
    languages = "".join(
        f"    &{entries(entry(c, TRANSLITERATE, PLAIN, to) for c, to in sorted(language.items()))},\n"
        for language in differing
    )
    escaped = blob.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f"""\
// Made by scripts/generate_tables.py from tables/replacements/. Do not edit: change the CSV files and run it again.

//! What stands for characters that the default alphabet and its extension table lack.

use super::Entry;

/// All replacements, one within another where they can be.
pub(super) static TEXTS: &str = "{escaped}";

/// By character. The class is the level in its low half and the kind in its high half.
pub(super) static ENTRIES: [Entry; {len(rows)}] = {entries(rows)};

/// By language: {", ".join(CYRILLIC[1:])}: what they have otherwise.
pub(super) static CYRILLIC: [&[Entry]; {len(differing)}] = [
{languages}];
"""
