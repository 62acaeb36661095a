"""What every source of rows gives: batches of rows with their places, and the rows that are in none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

__all__ = ["REASONS", "Batch", "Columns", "Reject", "Source"]

REASONS = {
    "malformed_row": "the row breaks the rules of its format",
    "missing_column": "the row has no such column",
    "null_text": "there is no text",
    "missing_field": "a field of the template is empty",
    "wrong_type": "the text is something else than a string",
    "invalid_utf8": "the octets are not UTF-8",
    "too_long": "the row is longer than permitted",
    "unreadable": "the file is damaged here",
    "no_number": "there is no number",
    "invalid_number": "the number is not in international form",
    "no_rate": "the rate card has no rate for the number",
    "unmappable": "no permitted alphabet holds a character",
    "too_many_segments": "more segments than permitted",
    "invalid_header": "the header leaves no room",
    "invalid_option": "an option does not fit the text",
}
"""Why a row is not priced, and what that means to a reader."""


class Columns(NamedTuple):
    """The columns that are read, each once: those of the text, and that of the number."""

    texts: tuple[str | None, ...]  # one, or the fields of a template; ``None``: the one that must be it
    number: str | None
    header: bool = True
    missing: str = "missing_column"  # the reason for a row that lacks one of the texts


class Reject(NamedTuple):
    """Rows that are in no batch: why, and where the first of them is."""

    row: int
    reason: str
    rows: int = 1


@dataclass
class Batch:
    """Some rows. ``frame`` has the columns ``t0``, ``t1``, ... and perhaps ``number``, all of them strings."""

    frame: Any
    row_of: Callable[[int], int]  # the number of a row in its file, from 1: lines of texts, rows of Parquet
    rejects: Sequence[Reject] = ()


class Source(NamedTuple):
    """One file, ready to be read: its columns were found."""

    name: str
    batches: Callable[[], Iterator[Batch]]
    size: int | None
    octets: Callable[[], int]
    close: Callable[[], None]
    # Reading may begin before the batches are asked for, while those of the file before are counted.
    begin: Callable[[], None] = lambda: None
    ends_soon: Callable[[], bool] = lambda: False
