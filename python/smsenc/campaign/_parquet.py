"""Rows of Parquet: batches of Polars' streaming engine, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from smsenc.cli.exits import UsageError
from smsenc.cli.tables import find_column, find_text_column

from ._batches import Batch, Columns, Reject, Source
from ._engine import polars
from ._inputs import Input, UnreadableInput

__all__ = ["open_parquet"]

ROWS = 1 << 17
"""Rows of a batch: enough for all cores, and few to have in memory."""
AHEAD = 4 * ROWS
"""So many rows before the end of a file the next one is begun."""
ATTEMPTS = 200
"""How often a part that cannot be read is halved, over a whole file."""


def open_parquet(source: Input, columns: Columns) -> Source:
    """A file of Parquet, its columns found. Raises :class:`UnreadableInput`."""
    pl = polars()
    # A file by its name is read in place; what was decompressed has none.
    place: Any = source.name if source.stream is not source.raw else source.stream
    try:
        # One for all that is asked: what it has read of the end of the file it keeps.
        file = pl.scan_parquet(place, glob=False)
        schema = file.collect_schema()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _unreadable(source, error) from None
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
    columns_by_alias = {f"t{at}": name for at, name in enumerate(found)}
    if number is not None:
        columns_by_alias["number"] = number
    done = total = 0
    begun: list[Any] = []

    scanned = file.select(wanted)

    def read() -> Any:
        return scanned.collect_batches(chunk_size=ROWS, maintain_order=True, engine="streaming")

    def begin() -> None:
        # The engine reads on its own threads, as far ahead as its queue is long. What is wrong is told when it matters.
        with suppress(pl.exceptions.PolarsError, OSError):
            begun.append(read())

    def batches() -> Iterator[Batch]:
        nonlocal done, total
        try:
            # Only now, as the engine answers in turn: before the files are read it would have nothing else to do.
            total = file.select(pl.len()).collect().item()
        except (pl.exceptions.PolarsError, OSError) as error:
            raise _unreadable(source, error) from None
        try:
            for frame in begun.pop() if begun else read():
                first, done = done + 1, done + frame.height
                yield _decoded(pl, frame, first)
        except (pl.exceptions.PolarsError, OSError):
            yield from told(_by_octets(pl, place, columns_by_alias, done))
        # Nothing, as a rule. Whatever the engine did: as many rows are told as the file says that it has.
        yield from told(_salvaged(pl, scanned, done, total))

    def told(found: Iterator[Batch]) -> Iterator[Batch]:
        nonlocal done
        for batch in found:
            done += batch.frame.height + sum(reject.rows for reject in batch.rejects)
            yield batch

    def octets() -> int:
        return int((source.size or 0) * done / total) if total else source.size or 0

    def ends_soon() -> bool:
        return bool(total - done <= AHEAD)

    return Source(source.name, batches, source.size, octets, source.close, begin, ends_soon)


def _by_octets(pl: Any, place: Any, columns: dict[str, str], start: int) -> Iterator[Batch]:
    """The rows from one on, by pyarrow, which hands over octets that are not UTF-8; none where it is not installed.

    It ends before the rows that pyarrow cannot read either.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ModuleNotFoundError:
        return
    plain = {pyarrow.string(): pyarrow.binary(), pyarrow.large_string(): pyarrow.large_binary()}
    row = 0
    try:
        for batch in parquet.ParquetFile(place).iter_batches(ROWS, columns=[*dict.fromkeys(columns.values())]):
            first, row = row, row + len(batch)
            if row <= start:
                continue
            some = batch.slice(max(start - first, 0))
            found = {alias: some.column(name) for alias, name in columns.items()}
            octets = {alias: column.cast(plain.get(column.type, column.type)) for alias, column in found.items()}
            frame = pl.DataFrame([pl.from_arrow(column).alias(alias) for alias, column in octets.items()])
            others = [name for name, dtype in frame.schema.items() if dtype != pl.Binary]
            yield _decoded(pl, frame.with_columns(pl.col(others).cast(pl.String)), max(start, first) + 1)
    except (pyarrow.ArrowException, OSError, KeyError):
        return


def _salvaged(pl: Any, frames: Any, start: int, stop: int) -> Iterator[Batch]:
    """The rows behind those that were read before the engine gave up: all but those that it cannot read by themselves.

    Whatever fails is halved, until one row is left or too much has failed.
    """
    attempts = ATTEMPTS
    parts = [(start, stop)] if start < stop else []
    while parts:
        begin, end = parts.pop()
        if end - begin > ROWS:
            parts += [(begin + ROWS, end), (begin, begin + ROWS)]
            continue
        try:
            yield _decoded(pl, frames.slice(begin, end - begin).collect(engine="streaming"), begin + 1)
        except (pl.exceptions.PolarsError, OSError):
            if end - begin > 1 and attempts:
                attempts -= 1
                middle = (begin + end) // 2
                parts += [(middle, end), (begin, middle)]
                continue
            empty = pl.DataFrame(schema=frames.collect_schema())
            yield Batch(empty, int, [Reject(begin + 1, "unreadable", end - begin)])


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


def _unreadable(source: Input, error: Exception) -> UnreadableInput:
    first_line = str(error).strip().partition("\n")[0]
    return UnreadableInput(f"cannot read {source.name}: {first_line}")
