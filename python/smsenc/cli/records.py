"""Messages from an argument, from lines, or from a column of a table: one stream of records.

Everything is decoded here, strictly: UTF-8, or hex for binary payloads. What cannot be decoded becomes a
record with a fault, so that the run goes on and the failure names its line. Nothing is replaced.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any, BinaryIO, NamedTuple

from .exits import UsageError
from .lines import Lines, strip_line_end
from .tables import Reader, Row, csv_rows, find_column, find_text_column, tsv_rows

__all__ = [
    "STDIN",
    "Decode",
    "Fault",
    "Input",
    "Record",
    "Reject",
    "TableFormat",
    "decode_hex",
    "open_file",
    "single",
    "table",
    "text_lines",
]

STDIN = "-"


class Fault(NamedTuple):
    """Why an input is no message: a kind, a sentence, and its numbers for ``--json``."""

    kind: str
    message: str
    data: dict[str, Any]


# NamedTuple and not dataclass: importing dataclasses costs as much start-up time as all the rest.
class Record(NamedTuple):
    """One message as it came in; ``line`` is ``None`` for an argument."""

    line: int | None
    content: str | bytes
    recipient: str | None = None


class Reject(NamedTuple):
    """What came in where a message should be, and is none."""

    line: int | None
    fault: Fault


class Input(NamedTuple):
    """Where the messages come from."""

    name: str  # of the file, "" for an argument
    records: Iterator[Record | Reject]
    lines: Lines | None = None  # to follow the progress
    title: str = ""
    note: str = ""


class TableFormat(NamedTuple):
    """How a file is read as a table; columns as the user gave them."""

    rows: Reader
    column: str | None
    to_column: str | None
    header: bool


Decode = Callable[[bytes], "str | bytes | Fault"]


def decode_text(octets: bytes) -> str | Fault:
    """Strict UTF-8."""
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError as error:
        return _invalid_utf8(octets, error)


def decode_text_with_surrogates(octets: bytes) -> str | Fault:
    """UTF-8 in which surrogates may be coded as characters are (WTF-8, CESU-8): the only octets for lone ones."""
    try:
        return octets.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        return _invalid_utf8(octets, error)


def _invalid_utf8(octets: bytes, error: UnicodeDecodeError) -> Fault:
    # Python's words for the reason ("invalid start byte") add nothing that a reader of the line could use.
    message = f"not valid UTF-8: octet 0x{octets[error.start]:02X} at offset {error.start} of the text"
    return Fault("InvalidUtf8", message, {"offset": error.start})


def decode_hex(octets: bytes) -> bytes | Fault:
    """Octets written as hex digits; white space between octets is passed over."""
    try:
        return bytes.fromhex(octets.decode("ascii"))
    except ValueError:
        message = "not octets in hex: pairs of the digits 0-9, A-F are wanted"
        return Fault("InvalidHex", message, {})


def _record(line: int | None, octets: bytes, decode: Decode, recipient: str | None = None) -> Record | Reject:
    content = decode(octets)
    if isinstance(content, Fault):
        return Reject(line, content)
    return Record(line, content, recipient)


def single(text: str, decode: Decode) -> Input:
    """The one message given as an argument."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        # Surrogates in an argument are undecodable octets (PEP 383), but on Windows they are themselves.
        if os.name == "nt" and decode is not decode_hex:
            return Input("", iter([Record(None, text)]))
        octets = os.fsencode(text) if os.name != "nt" else b"?"
    else:
        octets = text.encode("utf-8")
    return Input("", iter([_record(None, octets, decode)]))


def open_file(path: str) -> Lines:
    """The lines of a file, or of standard input for ``-``."""
    if path == STDIN:
        if sys.stdin is None:
            raise UsageError("there is no standard input")
        return Lines(sys.stdin.buffer, "standard input")
    try:
        file: BinaryIO = open(path, "rb")  # noqa: SIM115
        return Lines(file, path)
    except (OSError, ValueError) as error:  # ValueError: NUL in the name
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(f"cannot read {path!r}: {reason}") from None


def text_lines(lines: Lines, decode: Decode) -> Input:
    """Each line is one message; an empty line is an empty one."""
    records = (_record(lines.number, strip_line_end(raw), decode) for raw in lines)
    return Input(lines.name, records, lines)


def table(lines: Lines, form: TableFormat, decode: Decode) -> Input:
    """Each record of a table holds one message in the chosen column.

    Raises :class:`UsageError` for a column that the table does not have.
    """
    rows = form.rows(lines)
    first = next(rows, None)
    if first is None:
        return Input(lines.name, iter(()), lines)
    if form.header:
        header = _header(first, lines.name)
        width = len(header)
    else:
        header = None
        width = len(first.fields) if first.fields is not None else 0
        rows = chain((first,), rows)

    note = ""
    if form.column is not None:
        column = find_column(form.column, header, lines.name)
    else:
        column = find_text_column(header, width, lines.name)
        if width > 1:
            note = f"{lines.name}: the texts are taken from column {column + 1}; choose with --column"
    to_column = None if form.to_column is None else find_column(form.to_column, header, lines.name)

    name = f" {header[column]!r}" if header is not None else ""
    title = f"{lines.name}, column {column + 1}{name}"
    return Input(lines.name, _table_records(rows, width, column, to_column, decode), lines, title, note)


def _header(row: Row, file: str) -> list[str]:
    if row.fields is None:
        raise UsageError(f"{file}, header line: {row.fault}")
    try:
        return [field.decode("utf-8") for field in row.fields]
    except UnicodeDecodeError:
        raise UsageError(f"{file}: the header line is not valid UTF-8") from None


def _table_records(
    rows: Iterator[Row], width: int, column: int, to_column: int | None, decode: Decode
) -> Iterator[Record | Reject]:
    for line, fields, why in rows:
        if fields is None:
            yield Reject(line, Fault("MalformedRow", why, {}))
            continue
        if width > 1 and fields == [b""]:
            continue  # an empty line: no record of a table with several columns
        if width and len(fields) > width:
            # Most often a separator inside a text that should have been quoted: the text would be cut.
            message = f"the row has {len(fields)} fields, the first line has {width}"
            yield Reject(line, Fault("MalformedRow", message, {"fields": len(fields)}))
            continue
        missing = [c for c in (column, to_column) if c is not None and c >= len(fields)]
        if missing:
            number = missing[0] + 1
            message = f"column {number} is missing: the row has {len(fields)} fields"
            yield Reject(line, Fault("MissingColumn", message, {"column": number}))
            continue
        recipient = None
        if to_column is not None:
            decoded = decode_text(fields[to_column])
            if isinstance(decoded, Fault):
                yield Reject(line, decoded)
                continue
            recipient = decoded
        yield _record(line, fields[column], decode, recipient)


def reader_for(path: str, *, tsv: bool, csv: bool) -> Reader:
    """The format of a table: as the flags say, else by the suffix of the file, else CSV."""
    if tsv or (not csv and path.lower().endswith(".tsv")):
        return tsv_rows
    return csv_rows


def has_table_suffix(path: str) -> bool:
    """Whether the name alone says that the file is a table."""
    return path.lower().endswith((".csv", ".tsv"))
