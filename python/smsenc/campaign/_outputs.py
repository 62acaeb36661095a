"""Results by row, as a file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, Literal

from ._batches import Batch
from ._engine import polars
from ._measure import Measure, reason_of
from ._totals import per_message

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


def rows_frame(measure: Measure, file: str, batch: Batch, result: Any) -> Any:
    """One result for each row of a batch, those included that are in no frame."""
    pl = polars()
    schema = rows_schema()
    kinds = result.select("segments", "encoding_code", "error_code", "prefix").unique()
    values = []
    for segments, encoding, error, code in kinds.iter_rows():
        prefix = measure.prices.prefix(code)
        costs = per_message(None if prefix is None else measure.prices.rates.get(prefix), segments or 0)
        priced = None if error or costs is None else format(costs[0], "f")
        values.append((measure.encoding_name(encoding), prefix, priced, reason_of(error, code, measure.settings)))
    names = ("encoding", "prefix_text", "credits", "error")
    told = kinds.with_columns(
        pl.Series(name, [value[at] for value in values], dtype=pl.String) for at, name in enumerate(names)
    )
    # An empty text has no segments that are null: rows are matched with their nulls.
    on = ["segments", "encoding_code", "error_code", "prefix"]
    rows = result.join(told, on=on, how="left", nulls_equal=True, maintain_order="left")
    numbers = pl.Series("row", [batch.row_of(index) for index in range(result.height)], dtype=pl.Int64)
    frame = rows.with_columns(numbers, pl.lit(file).alias("file")).select(
        "file", "row", "encoding", "segments", "units", pl.col("prefix_text").alias("prefix"), "credits", "error"
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
