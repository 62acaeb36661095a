"""Rows of CSV, TSV and JSON Lines: read in blocks of whole records, by Polars where it can, exactly where it cannot.

Polars reads a block at many times the speed of Python, and refuses or misreads what is broken. So it is given only
what it is sure to read as the exact reader does; a block that it refuses, or in which something looks odd, is read
record by record, with each broken row told by its line. The exact readers are those of ``smsenc estimate``.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from smsenc.cli.exits import UsageError
from smsenc.cli.lines import Lines
from smsenc.cli.tables import MAX_FIELD_OCTETS, TEXT_COLUMN_NAMES, csv_rows, find_column, find_text_column, tsv_rows

from ._batches import Batch, Columns, Reject, Source
from ._engine import polars
from ._inputs import DamagedInput, Input, UnreadableInput

__all__ = ["open_text"]

BLOCK = 8 << 20
"""Octets that are read at a time."""

# A half of a surrogate pair by itself, escaped: Polars takes it for U+0000.
_LONE_SURROGATE = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F]"
)
# ASCII, escaped without need: the name of a key may be written so, beside the plain one.
_ESCAPED_ASCII = re.compile(rb"\\u00[2-7]")


class _Exact(NamedTuple):
    """What the exact reader found in a block."""

    values: list[list[str | None]]  # by column
    rows: list[int]  # the line of each
    rejects: list[Reject]
    used: int  # octets; what is left belongs to a record that goes on in the next block


class _Reader(NamedTuple):
    """How the blocks of one file are read.

    ``fast`` gives ``None`` for a block that only ``exact`` may read. ``exact`` gets the block, the number of its first
    line, and whether it is the last one. ``boundary`` is where the last whole record of some octets ends, 0 for none.
    """

    fast: Callable[[bytes], Any]
    exact: Callable[[bytes, int, bool], _Exact]
    boundary: Callable[[bytes], int]


def open_text(source: Input, columns: Columns) -> Source:
    """A file of text, its columns found. Raises :class:`UnreadableInput`."""
    first = _read(source)
    if source.format == "jsonl":
        reader, start, line = _json_reader(source, first, columns), 0, 1
    else:
        reader, start, line = _table_reader(source, first, columns)
    names = [f"t{number}" for number in range(len(columns.texts))]
    if columns.number is not None:
        names.append("number")

    def batches() -> Iterator[Batch]:
        return _batches(source, first[start:], line, reader, names)

    return Source(source.name, batches, source.size, lambda: source.octets, source.close)


def _read(source: Input) -> bytes:
    try:
        return source.stream.read(BLOCK)
    except (OSError, EOFError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise DamagedInput(f"cannot read {source.name}: {reason}") from None
    except Exception as error:  # a decompressor's own: zlib.error, zstandard.ZstdError
        if type(error).__module__.partition(".")[0] not in ("zlib", "zstandard", "zstd", "_zstd", "compression"):
            raise
        raise DamagedInput(f"cannot read {source.name}: {error}") from None


def _batches(source: Input, pending: bytes, line: int, reader: _Reader, names: Sequence[str]) -> Iterator[Batch]:
    ended = False

    def more() -> bytes:
        nonlocal ended
        octets = _read(source)
        ended = not octets
        return octets

    try:
        while True:
            end = len(pending) if ended else reader.boundary(pending)
            if end:
                block, pending = pending[:end], pending[end:]
                batch, used = _batch(block, line, ended, reader, names)
                pending = block[used:] + pending
                line += block.count(b"\n", 0, used)
                yield batch
            elif ended:
                return
            elif len(pending) > MAX_FIELD_OCTETS:
                yield Batch(_frame(names, [[] for _ in names]), int, [Reject(line, "too_long")])
                while not ended and b"\n" not in pending:
                    pending = more()
                pending = pending.partition(b"\n")[2]
                line += 1
            if not ended:
                pending += more()
    except DamagedInput:
        # How many rows are lost, nobody knows: that there are some is a fact.
        yield Batch(_frame(names, [[] for _ in names]), int, [Reject(line, "unreadable")])


def _frame(names: Sequence[str], values: Sequence[Sequence[str | None]]) -> Any:
    pl = polars()
    return pl.DataFrame([pl.Series(name, column, dtype=pl.String) for name, column in zip(names, values, strict=True)])


def _batch(block: bytes, line: int, last: bool, reader: _Reader, names: Sequence[str]) -> tuple[Batch, int]:
    """The rows of a block, and how many of its octets they are."""
    frame = reader.fast(block)
    if frame is None:
        exact = reader.exact(block, line, last)
        return Batch(_frame(names, exact.values), exact.rows.__getitem__, exact.rejects), exact.used
    frame.columns = list(names)
    lines = block.count(b"\n") + (not block.endswith(b"\n"))
    if lines == frame.height:
        return Batch(frame, line.__add__), len(block)
    # Records of several lines, or empty lines: which is where is asked for a few rows only.
    rows: list[int] = []

    def row_of(index: int) -> int:
        if not rows:
            rows.extend(reader.exact(block, line, last).rows)
        return rows[index]

    return Batch(frame, row_of), len(block)


def _line_end(octets: bytes) -> int:
    return octets.rfind(b"\n") + 1


# Tables


class _Table(NamedTuple):
    """The layout of a table: fields in a row, and the places of the wanted ones."""

    tsv: bool
    width: int
    places: tuple[int, ...]  # of the texts, then of the number
    texts: int
    missing: str  # the reason for a row without a text


def _table_reader(source: Input, first: bytes, columns: Columns) -> tuple[_Reader, int, int]:
    """The reader, where the rows begin in the first octets, and the number of the line there."""
    lines = Lines(io.BytesIO(first), source.name)
    rows = (tsv_rows if source.format == "tsv" else csv_rows)(lines)
    head = next(rows, None)
    if head is None:
        raise UnreadableInput(f"{source.name} is empty: there is no header line")
    if head.fields is None:
        raise UnreadableInput(f"{source.name}, line 1: {head.fault}")
    try:
        header = [field.decode("utf-8") for field in head.fields] if columns.header else None
    except UnicodeDecodeError:
        raise UnreadableInput(f"{source.name}: the header line is not valid UTF-8") from None
    width = len(head.fields)
    try:
        places = [
            find_text_column(header, width, source.name) if name is None else find_column(name, header, source.name)
            for name in columns.texts
        ]
        if columns.number is not None:
            places.append(find_column(columns.number, header, source.name))
    except UsageError as error:
        raise UnreadableInput(str(error)) from None
    if max(places) >= width:
        raise UnreadableInput(f"{source.name} has no column {max(places) + 1}: its first line has {width}")
    table = _Table(source.format == "tsv", width, tuple(places), len(columns.texts), columns.missing)
    boundary = _line_end if table.tsv else _record_end
    reader = _Reader(
        lambda block: _fast_table(block, table),
        lambda block, line, last: _exact_table(block, line, last, table),
        boundary,
    )
    return (reader, lines.octets, lines.number + 1) if columns.header else (reader, 0, 1)


def _record_end(octets: bytes) -> int:
    """Where the last record of CSV ends whose line end is outside of quotes; if none seems to be, the last line."""
    last = end = octets.rfind(b"\n") + 1
    quotes = octets.count(b'"', 0, end)
    while end and quotes % 2:
        before = octets.rfind(b"\n", 0, end - 1) + 1
        quotes -= octets.count(b'"', before, end)
        end = before
    # A single quote in a field without quotes turns inside and outside around: the exact reader will see.
    return end or last


def _fast_table(block: bytes, table: _Table) -> Any:
    pl = polars()
    if table.width == 1 and (block.startswith((b"\n", b"\r\n")) or b"\n\n" in block or b"\n\r\n" in block):
        return None  # here an empty line is a row
    if b"\r" in block and block.count(b"\r") != block.count(b"\r\n"):
        return None  # a CR that is no part of a line end
    if not table.tsv and b'"' in block and _odd_quotes(block):
        return None
    last = table.width - 1
    wanted = sorted({*table.places, last})
    try:
        frame = pl.read_csv(
            block,
            has_header=False,
            schema={str(number): pl.String for number in range(table.width)},
            columns=wanted,
            separator="\t" if table.tsv else ",",
            quote_char=None if table.tsv else '"',
            infer_schema=False,
        )
    except pl.exceptions.PolarsError:
        return None
    if frame.width != len(wanted) or frame[str(last)].null_count():
        return None  # a field that is empty, or a row that is too short: only the exact reader knows
    return frame.select(pl.col(str(place)).fill_null("").alias(f"_{at}") for at, place in enumerate(table.places))


def _odd_quotes(block: bytes) -> bool:
    """Whether a quote seems to stand where RFC 4180 has none: Polars takes ``""a""`` for ``a``.

    A text that begins or ends with a comma seems odd too; then the block is read slowly, and not wrongly.
    """
    for start in (b',""', b'\n""'):
        at = block.find(start)
        while at >= 0:
            if _closes_early(block, at + 1):
                return True
            at = block.find(start, at + 3)
    if block.startswith(b'""') and _closes_early(block, 0):
        return True
    rest = block.replace(b'""', b"")
    opening = rest.count(b',"') + rest.count(b'\n"') + rest.startswith(b'"')
    closing = rest.count(b'",') + rest.count(b'"\n') + rest.count(b'"\r\n') + rest.endswith(b'"')
    return opening != closing or opening + closing != rest.count(b'"')


def _closes_early(block: bytes, at: int) -> bool:
    """Whether an even run of quotes, which is an empty field or one of quotes, is followed by something else."""
    end = at
    while block[end : end + 1] == b'"':
        end += 1
    return (end - at) % 2 == 0 and block[end : end + 1] not in (b"", b",", b"\n", b"\r")


def _exact_table(block: bytes, line: int, last: bool, table: _Table) -> _Exact:
    lines = Lines(io.BytesIO(block), "")
    lines.number = line - 1
    values: list[list[str | None]] = [[] for _ in table.places]
    rows: list[int] = []
    rejects: list[Reject] = []
    used = 0
    for number, fields, _ in (tsv_rows if table.tsv else csv_rows)(lines):
        if fields is None:
            if not last and lines.octets == len(block) and lines.octets - used <= MAX_FIELD_OCTETS:
                break  # its end may be in the next block
            rejects.append(Reject(number, "malformed_row"))
        elif table.width > 1 and fields == [b""]:
            pass  # an empty line is no row of a table with several columns
        elif len(fields) > table.width:
            rejects.append(Reject(number, "malformed_row"))
        else:
            found = _decoded(fields, table)
            if isinstance(found, str):
                rejects.append(Reject(number, found))
            else:
                rows.append(number)
                for column, value in zip(values, found, strict=True):
                    column.append(value)
        used = lines.octets
    return _Exact(values, rows, rejects, used)


def _decoded(fields: Sequence[bytes], table: _Table) -> list[str | None] | str:
    """The wanted fields, or the reason why there is no text."""
    found: list[str | None] = []
    for at, place in enumerate(table.places):
        is_text = at < table.texts
        if place >= len(fields):
            if is_text:
                return table.missing
            found.append(None)
            continue
        try:
            found.append(fields[place].decode("utf-8"))
        except UnicodeDecodeError:
            if is_text:
                return "invalid_utf8"
            found.append("\ufffd")  # no number
    return found


# JSON Lines


def _json_reader(source: Input, first: bytes, columns: Columns) -> _Reader:
    texts = list(columns.texts)
    if texts == [None]:
        texts = [_json_text_key(first, source.name)]
    keys = [name for name in (*texts, columns.number) if name is not None]
    count = len(texts)
    return _Reader(
        lambda block: _fast_json(block, keys, count),
        lambda block, line, last: _exact_json(block, line, keys, columns),
        _line_end,
    )


def _json_text_key(first: bytes, name: str) -> str:
    """The one key of the first object that must be the text."""
    try:
        head = json.loads(first.partition(b"\n")[0])
    except ValueError:
        head = None
    if not isinstance(head, dict):
        raise UnreadableInput(f"{name}: say which key holds the texts with --column; the first line is no JSON object")
    keys = [key for key in head if key.strip().lower() in TEXT_COLUMN_NAMES]
    if len(keys) != 1:
        shown = ", ".join(map(repr, list(head)[:12]))
        raise UnreadableInput(f"{name}: say which key holds the texts with --column; its first object has {shown}")
    return str(keys[0])


def _fast_json(block: bytes, keys: Sequence[str], texts: int) -> Any:
    pl = polars()
    if (b"\\ud" in block or b"\\uD" in block) and _LONE_SURROGATE.search(block):
        return None
    if b"\\u00" in block and _ESCAPED_ASCII.search(block):
        return None
    names = [json.dumps(key, ensure_ascii=False).encode() for key in keys]
    strings = [block.count(name + b':"') + block.count(name + b': "') for name in names]
    # Numbers of recipients may be written as integers; of texts and fields only strings are taken.
    types = {key: pl.Int64 if at >= texts and not strings[at] else pl.String for at, key in enumerate(keys)}
    try:
        frame = pl.read_ndjson(block, schema=types)
    except pl.exceptions.PolarsError:
        return None
    for key, name, found in zip(keys, names, strings, strict=True):
        # Each key once, in each object, not in one inside of it, and where strings are wanted in front of a string.
        if block.count(name) != frame.height or frame[key].null_count():
            return None
        if types[key] == pl.String and found != frame.height:
            return None
    return frame.cast(pl.String)


def _exact_json(block: bytes, line: int, keys: Sequence[str], columns: Columns) -> _Exact:
    values: list[list[str | None]] = [[] for _ in keys]
    rows: list[int] = []
    rejects: list[Reject] = []
    for number, raw in enumerate(block.split(b"\n"), line):
        if not raw.strip():
            continue
        found = _members(raw, keys, columns)
        if isinstance(found, str):
            rejects.append(Reject(number, found))
            continue
        rows.append(number)
        for column, value in zip(values, found, strict=True):
            column.append(value)
    return _Exact(values, rows, rejects, len(block))


class _Number(str):
    """A number as it is written: that of a telephone is no quantity."""


def _refuse(name: str) -> Any:
    raise ValueError(name)


def _members(raw: bytes, keys: Sequence[str], columns: Columns) -> list[str | None] | str:
    """The wanted members of one object, or the reason why there is no text."""
    try:
        decoded = raw.decode("utf-8")
    except UnicodeDecodeError:
        return "invalid_utf8"
    try:
        row = json.loads(decoded, parse_int=_Number, parse_float=float, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return "malformed_row"
    if not isinstance(row, dict):
        return "malformed_row"
    found: list[str | None] = []
    for at, key in enumerate(keys):
        value = row.get(key)
        if at < len(columns.texts):
            if key not in row:
                return columns.missing
            if isinstance(value, _Number) or not (value is None or isinstance(value, str)):
                return "wrong_type"
        elif not (value is None or isinstance(value, str)):
            value = "\ufffd"  # no number
        # A half of a surrogate pair counts as one UTF-16 unit, as U+FFFD does, which a column can hold.
        found.append(value if value is None else _LONE.sub("\ufffd", value))
    return found


_LONE = re.compile("[\ud800-\udfff]")
