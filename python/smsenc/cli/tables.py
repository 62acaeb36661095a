"""Tables: the records of CSV and TSV files, and the choice of a column.

CSV is RFC 4180: a field in double quotes may hold commas, line breaks and doubled quotes. TSV has no
quoting at all: a tab ends a field, a line break ends a record, a quote is a character like any other.

Octets in, octets out: fields are cut before they are decoded, so that broken UTF-8 spoils only its own
field. (This is safe: no octet of a multi-octet UTF-8 sequence equals a comma, tab, quote or line break.)

Not ``csv`` of the standard library: it wants text, reads ``"a"b`` as ``ab`` or gives up without saying
where the record began, and Python 3.10's refuses NUL.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from .exits import UsageError
from .lines import Lines, strip_line_end

__all__ = [
    "TEXT_COLUMN_NAMES",
    "MalformedRow",
    "Row",
    "csv_rows",
    "find_column",
    "find_text_column",
    "tsv_rows",
]

# A quote that is never closed swallows the rest of a file: stop before it takes all memory.
MAX_FIELD_OCTETS = 64 * 1024 * 1024

# Header names that mean the text of a message, when no column was named.
TEXT_COLUMN_NAMES = ("text", "message", "sms", "body", "content")


class MalformedRow(Exception):
    """A record that breaks the rules of the format."""


class Row(NamedTuple):
    """One record. ``fields`` is ``None`` when it is malformed, ``fault`` then says why."""

    line: int
    fields: list[bytes] | None
    fault: str = ""


Reader = Callable[[Lines], Iterator[Row]]


def tsv_rows(lines: Lines) -> Iterator[Row]:
    """The records of a TSV file."""
    for raw in lines:
        yield Row(lines.number, strip_line_end(raw).split(b"\t"))


def csv_rows(lines: Lines) -> Iterator[Row]:
    """The records of a CSV file (RFC 4180); ``line`` is the first line of the record."""
    for raw in lines:
        first = lines.number
        if b'"' not in raw:
            yield Row(first, strip_line_end(raw).split(b","))
            continue
        try:
            fields = _csv_fields(raw, lines)
        except MalformedRow as error:
            yield Row(first, None, str(error))
        else:
            yield Row(first, fields)


def _csv_fields(raw: bytes, lines: Lines) -> list[bytes]:
    """The fields of the record that begins with the line ``raw``; takes further lines as quotes demand."""
    fields: list[bytes] = []
    position = 0
    while True:
        if raw.startswith(b'"', position):
            field, raw, position = _quoted_field(raw, position + 1, lines)
            fields.append(field)
            if raw.startswith(b",", position):
                position += 1
                continue
            if strip_line_end(raw[position:]):
                raise MalformedRow(f"characters follow the closing quote of field {len(fields)}")
            return fields
        # RFC 4180 forbids quotes in a field without quotes; read literally they do no harm.
        end = raw.find(b",", position)
        if end < 0:
            fields.append(strip_line_end(raw[position:]))
            return fields
        fields.append(raw[position:end])
        position = end + 1


def _quoted_field(raw: bytes, position: int, lines: Lines) -> tuple[bytes, bytes, int]:
    """The field whose opening quote stands before ``position``; the line where it ends, and where there."""
    parts: list[bytes] = []
    octets = 0
    while True:
        end = raw.find(b'"', position)
        if end >= 0:
            parts.append(raw[position:end])
            if not raw.startswith(b'"', end + 1):
                return b"".join(parts), raw, end + 1
            parts.append(b'"')
            position = end + 2
            continue
        parts.append(raw[position:])
        octets += len(raw) - position
        if octets > MAX_FIELD_OCTETS:
            limit = MAX_FIELD_OCTETS // (1024 * 1024)
            raise MalformedRow(f"a quoted field exceeds {limit} MiB: read up to line {lines.number}")
        following = next(lines, None)
        if following is None:
            raise MalformedRow(f"a quoted field is not closed: read up to the last line, {lines.number}")
        raw, position = following, 0


def find_column(wanted: str, header: Sequence[str] | None, file: str) -> int:
    """The index of the column ``wanted``: digits are a number from 1, all else a name of the header.

    Raises :class:`UsageError` when the header lacks it, has it twice, or does not exist.
    """
    if wanted.isascii() and wanted.isdigit():
        number = int(wanted)
        if number < 1 or (header is not None and number > len(header)):
            has = "columns are numbered from 1" if header is None or number < 1 else _columns(header)
            raise UsageError(f"{file} has no column {number}; {has}")
        return number - 1
    if header is None:
        raise UsageError(f"column {wanted!r} is a name, but the file has no header line: give its number")
    places = [index for index, name in enumerate(header) if name == wanted]
    if not places:
        raise UsageError(f"{file} has no column {wanted!r}; {_columns(header)}")
    if len(places) > 1:
        numbers = ", ".join(str(index + 1) for index in places)
        raise UsageError(f"{file} has several columns {wanted!r}: give the number ({numbers})")
    return places[0]


def find_text_column(header: Sequence[str] | None, width: int, file: str) -> int:
    """The index of the one column that must hold the texts when none was named; else :class:`UsageError`."""
    if width == 1:
        return 0
    names = header or ()
    places = [index for index, name in enumerate(names) if name.strip().lower() in TEXT_COLUMN_NAMES]
    if len(places) != 1:
        has = _columns(header) if header is not None else f"it has {width} columns"
        raise UsageError(f"{file}: say which column holds the texts with --column; {has}")
    return places[0]


def _columns(header: Sequence[str]) -> str:
    shown = ", ".join(f"{number} {name!r}" for number, name in enumerate(header[:12], 1))
    more = ", ..." if len(header) > 12 else ""
    return f"its columns are {shown}{more}"
