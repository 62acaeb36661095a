"""Rows of Parquet: batches of Polars' streaming engine, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from smsenc.cli.exits import UsageError
from smsenc.cli.tables import find_column, find_text_column

from ._batches import Batch, Columns, Reject, Source
from ._engine import polars
from ._inputs import Input, UnreadableInput

__all__ = ["open_parquet"]

ROWS = 1 << 17
"""Rows of a batch: enough for all cores, and few to have in memory."""


def open_parquet(source: Input, columns: Columns) -> Source:
    """A file of Parquet, its columns found. Raises :class:`UnreadableInput`."""
    pl = polars()
    # A file by its name is read in place; what was decompressed has none.
    place: Any = source.name if source.stream is not source.raw else source.stream
    try:
        schema = pl.scan_parquet(place, glob=False).collect_schema()
        total = pl.scan_parquet(place, glob=False).select(pl.len()).collect().item()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UnreadableInput(f"cannot read {source.name}: {_first_line(error)}") from None
    names = schema.names()
    try:
        found = [
            names[
                find_text_column(names, len(names), source.name)
                if name is None
                else find_column(name, names, source.name)
            ]
            for name in columns.texts
        ]
        number = None if columns.number is None else names[find_column(columns.number, names, source.name)]
    except UsageError as error:
        raise UnreadableInput(str(error)) from None
    wanted = [_text(pl, source.name, name, schema[name]).alias(f"t{at}") for at, name in enumerate(found)]
    if number is not None:
        wanted.append(_number(pl, source.name, number, schema[number]).alias("number"))
    done = 0

    def batches() -> Iterator[Batch]:
        nonlocal done
        frames = pl.scan_parquet(place, glob=False).select(wanted)
        try:
            for frame in frames.collect_batches(chunk_size=ROWS, maintain_order=True, engine="streaming"):
                first, done = done + 1, done + frame.height
                yield _decoded(pl, frame, first)
        except (pl.exceptions.PolarsError, OSError):
            yield Batch(
                pl.DataFrame(schema=frames.collect_schema()), int, [Reject(done + 1, "unreadable", total - done)]
            )

    def octets() -> int:
        return int((source.size or 0) * done / total) if total else source.size or 0

    return Source(source.name, batches, source.size, octets, source.close)


def _text(pl: Any, file: str, name: str, dtype: Any) -> Any:
    if dtype in (pl.String, pl.Binary, pl.Null):
        return pl.col(name) if dtype != pl.Null else pl.col(name).cast(pl.String)
    if dtype in (pl.Categorical, pl.Enum):
        return pl.col(name).cast(pl.String)
    raise UnreadableInput(f"{file}: the column {name!r} holds {dtype}, not texts")


def _number(pl: Any, file: str, name: str, dtype: Any) -> Any:
    if dtype.is_integer() or dtype in (pl.String, pl.Null, pl.Categorical, pl.Enum):
        return pl.col(name) if dtype == pl.String else pl.col(name).cast(pl.String)
    raise UnreadableInput(f"{file}: the column {name!r} holds {dtype}, not numbers of recipients")


def _decoded(pl: Any, frame: Any, first: int) -> Batch:
    """A batch with octets made strings; rows whose octets are not UTF-8 are taken out."""
    octets = [name for name, dtype in frame.schema.items() if dtype == pl.Binary]
    if not octets:
        return Batch(frame, first.__add__)
    try:
        return Batch(frame.with_columns(pl.col(octets).cast(pl.String)), first.__add__)
    except pl.exceptions.PolarsError:
        columns = {name: [_utf8(value) for value in frame[name]] for name in octets}
    bad = {row for values in columns.values() for row, value in enumerate(values) if value is False}
    frame = frame.with_columns(
        pl.Series(name, [None if value is False else value for value in values], dtype=pl.String)
        for name, values in columns.items()
    )
    kept = [row for row in range(frame.height) if row not in bad]
    rejects = [Reject(first + row, "invalid_utf8") for row in sorted(bad)]
    return Batch(frame[kept], lambda index: first + kept[index], rejects)


def _utf8(octets: bytes | None) -> Any:
    if octets is None:
        return None
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError:
        return False


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
