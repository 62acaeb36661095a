"""Results by row, as a file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, Literal

from smsenc._core import Surveyed

from ._batches import Batch
from ._engine import polars
from ._measure import Group, Measure, reason_of

__all__ = ["RowFormat", "rows_format", "rows_frame", "rows_schema", "write_rows"]

RowFormat = Literal["parquet", "csv", "jsonl"]
_SUFFIXES: dict[str, RowFormat] = {
    ".parquet": "parquet",
    ".pq": "parquet",
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}


def rows_format(path: str) -> RowFormat:
    """The format that the name of a file says. Raises ``ValueError``."""
    try:
        return _SUFFIXES[os.path.splitext(path.lower())[1]]
    except KeyError:
        raise ValueError(f"the name of {path!r} must end with {', '.join(_SUFFIXES)}") from None


def rows_schema() -> dict[str, Any]:
    """The columns of the results by row."""
    pl = polars()
    return {
        "file": pl.String,
        "row": pl.Int64,
        "encoding": pl.String,
        "segments": pl.Int32,
        "units": pl.Int32,
        "prefix": pl.String,
        "credits": pl.String,
        "error": pl.String,
    }


def rows_frame(measure: Measure, file: str, batch: Batch, found: Surveyed) -> Any:
    """One result for each row of a batch, those included that are in no frame."""
    pl = polars()
    schema = rows_schema()
    names = ("encoding", "segments", "prefix", "credits", "error")
    kinds = [_kind(measure, group) for group, _, _ in found.groups()]
    told = pl.DataFrame(kinds, schema={name: schema[name] for name in names}, orient="row")
    rows = pl.DataFrame(found.rows())
    frame = (
        told[rows["group"]]
        .with_columns(
            # Rows without an estimate have none of its numbers.
            pl.when(pl.col("segments").is_null()).then(None).otherwise(rows["units"]).alias("units"),
            pl.Series("row", [batch.row_of(index) for index in range(rows.height)], dtype=pl.Int64),
            pl.lit(file).alias("file"),
        )
        .select(*schema)
    )
    lost = []
    for reject in batch.rejects:
        lost += [
            (file, reject.row + number, None, None, None, None, None, reject.reason) for number in range(reject.rows)
        ]
    if not lost:
        return frame.cast(schema)
    return pl.concat([frame.cast(schema), pl.DataFrame(lost, schema=schema, orient="row")]).sort(
        "row", maintain_order=True
    )


def _kind(measure: Measure, told: tuple[Any, ...]) -> tuple[Any, ...]:
    """What all rows of a group have: encoding, segments, prefix, credits, error."""
    group = Group._make(told)
    prefix = measure.prices.prefix(group.prefix) if measure.settings.number is not None else None
    error = reason_of(group.error, group.prefix, measure.settings)
    if group.error:
        return None, None, prefix, None, error
    credits = measure.prices.credits(prefix, group.segments)
    shown = None if credits is None else format(credits, "f")
    return measure.encoding_name(group.encoding), group.segments, prefix, shown, error


def write_rows(frames: Iterator[Any], path: str, form: RowFormat) -> None:
    """Write frames as they come, one in memory at a time."""
    pl = polars()
    if form == "parquet":
        from polars.io.plugins import register_io_source

        def source(columns: Any, predicate: Any, rows: Any, size: Any) -> Iterator[Any]:
            return frames

        register_io_source(source, schema=rows_schema(), is_pure=False).sink_parquet(path, engine="streaming")
        return
    with open(path, "wb") as file:
        if form == "csv":
            pl.DataFrame(schema=rows_schema()).write_csv(file)
        for frame in frames:
            if form == "csv":
                frame.write_csv(file, include_header=False)
            else:
                frame.write_ndjson(file)
