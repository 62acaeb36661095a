"""Make src/alphabet/tables.rs and src/replace/tables.rs from tables/**/*.csv.

usage: python scripts/generate_tables.py [--check]

``--check`` writes nothing and exits with 1 when a committed file differs. Standard library only.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import generate_replacements

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src" / "alphabet" / "tables.rs"
REPLACEMENTS = ROOT / "src" / "replace" / "tables.rs"

# Clause 6.2.1.2.4: a language's place in this list is its national language identifier.
LANGUAGES = [
    "default",
    "turkish",
    "spanish",
    "portuguese",
    "bengali",
    "gujarati",
    "hindi",
    "kannada",
    "malayalam",
    "oriya",
    "punjabi",
    "tamil",
    "telugu",
    "urdu",
]
NO_LOCKING_TABLE = {"spanish"}  # A.3.2 is void
ESCAPE = 0x1B
HOLE = 0xFFFF
BLOCK = 64


def read_grid(path: Path) -> dict[int, int]:
    """The assigned septets of one table."""
    with path.open(newline="", encoding="ascii") as file:
        rows = list(csv.reader(file))
    if len(rows) != 17 or any(len(row) != 9 for row in rows):
        raise SystemExit(f"{path}: not a grid of 16 rows and 8 columns")
    table: dict[int, int] = {}
    for low, row in enumerate(rows[1:]):
        for high, cell in enumerate(row[1:]):
            septet = high * 16 + low
            if cell == "ESC":
                if septet != ESCAPE:
                    raise SystemExit(f"{path}: escape at 0x{septet:02X}")
            elif cell:
                table[septet] = int(cell.removeprefix("U+"), 16)
    return table


def placements(locking: dict[int, dict[int, int]], single: dict[int, dict[int, int]]) -> dict[int, list[list[int]]]:
    """character -> [septet, tables that lock it there, tables that shift to it there]."""
    result: dict[int, dict[int, list[int]]] = {}
    for column, tables in ((1, locking), (2, single)):
        for language, table in tables.items():
            seen: set[int] = set()
            for septet in sorted(table):
                character = table[septet]
                if character in seen:  # stands twice: the lower septet is sent
                    continue
                seen.add(character)
                place = result.setdefault(character, {}).setdefault(septet, [septet, 0, 0])
                place[column] |= 1 << language
    return {character: [places[s] for s in sorted(places)] for character, places in sorted(result.items())}


def array(values: list[str], per_line: int) -> str:
    lines = [", ".join(values[i : i + per_line]) for i in range(0, len(values), per_line)]
    return "[\n" + "".join(f"    {line},\n" for line in lines) + "]"


def generate() -> str:
    locking = {
        i: read_grid(ROOT / "tables" / "locking" / f"{name}.csv")
        for i, name in enumerate(LANGUAGES)
        if name not in NO_LOCKING_TABLE
    }
    single = {i: read_grid(ROOT / "tables" / "single" / f"{name}.csv") for i, name in enumerate(LANGUAGES)}
    places = placements(locking, single)

    blocks: dict[tuple[int, ...], int] = {}
    block_of: list[int] = []
    record_of = {character: i + 1 for i, character in enumerate(places)}
    for start in range(0, 0x10000, BLOCK):
        block = tuple(record_of.get(c, 0) for c in range(start, start + BLOCK))
        block_of.append(blocks.setdefault(block, len(blocks)))
    records = ["Record { locking: 0, single: 0, first: 0, count: 0 }"]
    flat: list[str] = []
    codes = {0: 0xFF}
    for character, listed in places.items():
        all_locking = all_single = 0
        for septet, in_locking, in_single in listed:
            all_locking |= in_locking
            all_single |= in_single
            if in_locking & 1:
                codes[record_of[character]] = septet
            elif in_single & 1:
                codes[record_of[character]] = 0x80 | septet
        records.append(
            f"Record {{ locking: 0x{all_locking:04X}, single: 0x{all_single:04X},"
            f" first: {len(flat)}, count: {len(listed)} }}"
        )
        flat += [f"Placement {{ septet: 0x{s:02X}, locking: 0x{a:04X}, single: 0x{b:04X} }}" for s, a, b in listed]

    def tables(source: dict[int, dict[int, int]]) -> str:
        rows = []
        for i in range(len(LANGUAGES)):
            table = source.get(i, source[0])
            cells = [f"0x{table.get(s, HOLE):04X}" for s in range(128)]
            lines = "".join("        " + ", ".join(cells[r : r + 16]) + ",\n" for r in range(0, 128, 16))
            rows.append(f"    [\n{lines}    ],\n")
        return "[\n" + "".join(rows) + "]"

    def two_level(width: int, value: object) -> str:
        rows = [
            "    [" + ", ".join(f"{value(r):#0{width}x}" if width else str(r) for r in block) + "],\n"  # type: ignore[operator]
            for block in blocks
        ]
        return "[\n" + "".join(rows) + "]"

    locking_set = sum(1 << i for i in locking)
    return f"""\
// Made by scripts/generate_tables.py from tables/. Do not edit: change the CSV files and run it again.

//! The tables of 3GPP TS 23.038: clauses 6.2.1 and 6.2.1.1, annexes A.2 and A.3. Index 0 is the default
//! alphabet and its extension table, 1 to 13 are national language identifiers.

use super::{{Placement, Record}};

/// The languages that have a locking shift table, and the default alphabet, as a set of bits.
pub(super) const WITH_LOCKING: u16 = 0x{locking_set:04X};

/// Septet to character; 0xFFFF where the table has nothing. Spanish has no table of its own (A.3.2): the default.
pub(super) static LOCKING: [[u16; 128]; {len(LANGUAGES)}] = {tables(locking)};

/// Septet behind an escape to character; 0xFFFF where the table has nothing.
pub(super) static SINGLE: [[u16; 128]; {len(LANGUAGES)}] = {tables(single)};

/// Block of {BLOCK} characters to row of `RECORD_OF` and `DEFAULT_CODE`.
pub(super) static BLOCK_OF: [u8; {len(block_of)}] = {array([str(b) for b in block_of], 32)};

/// Character to place in `RECORDS`; 0 for a character that no table holds.
pub(super) static RECORD_OF: [[u16; {BLOCK}]; {len(blocks)}] = {two_level(0, int)};

/// Character to septet of the default alphabet, 0x80 | septet for its extension table, 0xFF for neither.
pub(super) static DEFAULT_CODE: [[u8; {BLOCK}]; {len(blocks)}] = {two_level(4, lambda r: codes.get(r, 0xFF))};

/// The tables that hold a character.
pub(super) static RECORDS: [Record; {len(records)}] = {array(records, 1)};

/// Where the tables hold it.
pub(super) static PLACEMENTS: [Placement; {len(flat)}] = {array(flat, 2)};
"""


def generate_replacing() -> str:
    grids = (read_grid(ROOT / "tables" / kind / "default.csv") for kind in ("locking", "single"))
    alphabet = {character for grid in grids for character in grid.values()}
    return generate_replacements.generate(ROOT / "tables" / "replacements", alphabet)


def main() -> int:
    made = {TARGET: generate(), REPLACEMENTS: generate_replacing()}
    if sys.argv[1:] == ["--check"]:
        failed = 0
        for target, text in made.items():
            same = target.exists() and target.read_text(encoding="utf-8") == text
            print(f"{target.relative_to(ROOT)}: {'up to date' if same else 'DIFFERS from tables/'}")
            failed |= not same
        return failed
    for target, text in made.items():
        target.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
