"""The counts in the engines' own forms beside what each engine itself does, over the same files, in turns.

Polars and DuckDB beside their count of characters, pandas beside ``.str.len()``, and on Spark ``mapInArrow`` beside an
identity ``mapInArrow``. Ratios are medians of the rounds; an engine that is not installed is left out, and said so.

    python benches/campaign/engines.py DIRECTORY [--rows 16000000] [--rounds 5] [--engines polars duckdb pandas spark]
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from generate import generate

Pair = tuple[Callable[[], object], Callable[[], object]]


def polars(directory: Path) -> Pair:
    import polars as pl

    import smsenc.polars  # noqa: F401

    column = pl.col("message")

    def sum_of(expression: pl.Expr) -> object:
        return pl.scan_parquet(directory / "*.parquet").select(expression.sum()).collect(engine="streaming").item()

    return lambda: sum_of(column.str.len_chars()), lambda: sum_of(column.sms.segments())


def duckdb(directory: Path) -> Pair:
    import duckdb

    import smsenc.duckdb

    connection = duckdb.connect()
    smsenc.duckdb.register(connection)

    def sum_of(function: str) -> object:
        return connection.execute(f"select sum({function}(message)) from '{directory}/*.parquet'").fetchall()

    return lambda: sum_of("length"), lambda: sum_of("sms_segments")


def pandas(directory: Path) -> Pair:
    import pandas as pd

    import smsenc.pandas  # noqa: F401

    # In memory, so one file is enough.
    texts = pd.read_parquet(min(directory.glob("*.parquet")), columns=["message"])["message"]
    return lambda: texts.str.len().sum(), lambda: texts.sms.segments().sum()


def spark(directory: Path) -> Pair:
    from pyspark.sql import SparkSession

    import smsenc.spark

    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    frame = session.read.parquet(str(directory)).select("message")

    def identity(batches: object) -> object:
        return batches

    def run(result: object) -> None:
        result.write.format("noop").mode("overwrite").save()  # type: ignore[attr-defined]

    estimate = smsenc.spark.estimate(frame, "message", fields=["segments", "error_code"], keep=["message"])
    return lambda: run(frame.mapInArrow(identity, frame.schema)), lambda: run(estimate)


ENGINES = {"polars": polars, "duckdb": duckdb, "pandas": pandas, "spark": spark}


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--rows", type=int, default=16_000_000)
    parser.add_argument("--files", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--engines", nargs="*", choices=ENGINES, default=list(ENGINES))
    chosen = parser.parse_args()
    generate(chosen.directory, chosen.rows, chosen.files)
    for name in chosen.engines:
        try:
            own, ours = ENGINES[name](chosen.directory)
        except ModuleNotFoundError as error:
            print(f"{name:8} left out: {error.name} is not installed")
            continue
        own(), ours()  # warm
        turns = [(seconds(own), seconds(ours)) for _ in range(chosen.rounds)]
        first, second = (min(column) for column in zip(*turns, strict=True))
        ratio = statistics.median(mine / base for base, mine in turns)
        print(f"{name:8} own {first:8.3f} s   smsenc {second:8.3f} s   ratio {ratio:5.2f}", flush=True)


if __name__ == "__main__":
    main()
