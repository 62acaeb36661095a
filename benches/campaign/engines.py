"""The counts in the engines' own forms beside what each engine itself does, over the same files, in turns.

Polars and DuckDB beside their count of characters, pandas beside ``.str.len()``, and on Spark ``mapInArrow`` beside an
identity ``mapInArrow``. ``duckdb-empty`` is a function that does nothing: no function of DuckDB can be quicker. Each of
the two is a process of its own, and they take turns: ratios are medians of the rounds, and the peak of memory is that
of the process and of those that it started. An engine that is not installed is left out, and said so.

    python benches/campaign/engines.py DIRECTORY [--rows 16000000] [--rounds 5] [--engines polars duckdb pandas spark]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
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


def duckdb_empty(directory: Path) -> Pair:
    """What a function costs that does nothing: it has its numbers ready."""
    import duckdb
    import pyarrow

    connection = duckdb.connect()
    ready = pyarrow.array([1] * 2048, pyarrow.int32())  # DuckDB calls with no more
    nothing = lambda texts: ready[: len(texts)]  # noqa: E731
    connection.create_function("nothing", nothing, ["VARCHAR"], "INTEGER", type="arrow", null_handling="special")

    def sum_of(function: str) -> object:
        return connection.execute(f"select sum({function}(message)) from '{directory}/*.parquet'").fetchall()

    return lambda: sum_of("length"), lambda: sum_of("nothing")


def duckdb_estimate(directory: Path) -> Pair:
    import duckdb

    import smsenc.duckdb

    connection = duckdb.connect()
    files = f"from '{directory}/*.parquet'"

    def estimate() -> object:
        texts = connection.sql(f"select message {files}")
        counted = smsenc.duckdb.estimate(texts, fields=["segments"], keep=[])
        return duckdb.from_arrow(counted).aggregate("sum(segments)").fetchall()

    return lambda: connection.execute(f"select sum(length(message)) {files}").fetchall(), estimate


def pandas(directory: Path) -> Pair:
    import pandas as pd

    import smsenc.pandas  # noqa: F401

    # In memory, so one file is enough.
    texts = pd.read_parquet(min(directory.glob("*.parquet")), columns=["message"])["message"]
    return lambda: texts.str.len().sum(), lambda: texts.sms.segments().sum()


def spark(directory: Path) -> Pair:
    from pyspark.sql import SparkSession

    import smsenc.spark

    # Its workers are of this environment, whatever python3 is on the path.
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    frame = session.read.parquet(str(directory)).select("message")

    def identity(batches: object) -> object:
        return batches

    def run(result: object) -> None:
        result.write.format("noop").mode("overwrite").save()  # type: ignore[attr-defined]

    estimate = smsenc.spark.estimate(frame, "message", fields=["segments", "error_code"], keep=["message"])
    return lambda: run(frame.mapInArrow(identity, frame.schema)), lambda: run(estimate)


ENGINES = {
    "polars": polars,
    "duckdb": duckdb,
    "duckdb-empty": duckdb_empty,
    "duckdb-estimate": duckdb_estimate,
    "pandas": pandas,
    "spark": spark,
}


GOALS = {"polars": 1.5, "duckdb": 1.5, "duckdb-empty": None, "duckdb-estimate": 1.5, "pandas": None, "spark": 1.3}
IN_MEMORY = {"pandas"}  # one file of those is read


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak(process: int) -> int:
    """The most octets of memory that a process and all that it started have had, each at its own time."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
        started = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return 0
    own = next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0)
    return own + sum(map(peak, map(int, started)))


def serve(name: str, which: int, directory: Path) -> None:
    """The process of one measurement: works whenever a line comes, and answers with seconds and octets."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what an engine prints is no answer
    work = ENGINES[name](directory)[which]
    for _ in sys.stdin:
        print(json.dumps([seconds(work), peak(os.getpid())]), file=answers, flush=True)


class Worker:
    """One side of a comparison."""

    def __init__(self, name: str, which: int, directory: Path, log: int) -> None:
        program = [sys.executable, __file__, str(directory), "--serve", name, str(which)]
        self.process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)
        self.octets = 0

    def run(self) -> float:
        """One turn; gives its seconds."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"it ended with {self.process.wait()}")
        taken, octets = json.loads(line)
        self.octets = max(self.octets, octets)
        return float(taken)

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def compare(name: str, directory: Path, rows: int, rounds: int) -> dict[str, object]:
    """Both sides in turns, and a line about them."""
    log = directory.parent / f"{name}.log"  # not among the files that are read
    with open(log, "w") as file:
        own, ours = (Worker(name, which, directory, file.fileno()) for which in (0, 1))
        try:
            own.run(), ours.run()  # warm
            turns = [(own.run(), ours.run()) for _ in range(rounds)]
        except RuntimeError as error:
            sys.stderr.write(log.read_text()[-2000:])
            raise SystemExit(f"{name}: {error}") from None
        finally:
            own.close()
            ours.close()
    first, second = (min(column) for column in zip(*turns, strict=True))
    ratio = statistics.median(mine / base for base, mine in turns)
    goal = GOALS[name]
    verdict = "" if goal is None else f"goal {goal}: {'reached' if ratio <= goal else 'not reached'}"
    print(
        f"{name:16} {rows:12,} {rows / first:12,.0f} {rows / second:12,.0f} {ratio:7.2f} "
        f"{own.octets / 1e6:9,.0f} {ours.octets / 1e6:9,.0f}  {verdict}",
        flush=True,
    )
    memory = {"own_peak_octets": own.octets, "peak_octets": ours.octets}
    return {
        "rows": rows,
        "own_rows_per_second": rows / first,
        "rows_per_second": rows / second,
        "ratio": ratio,
        **memory,
    }


def missing(names: Iterable[str]) -> list[str]:
    """What an engine needs that is not installed."""
    import importlib.util

    return [name for name in names if importlib.util.find_spec(name) is None]


NEEDS = {
    "polars": ["polars"],
    "duckdb": ["duckdb", "pyarrow"],
    "duckdb-empty": ["duckdb", "pyarrow"],
    "duckdb-estimate": ["duckdb", "pyarrow"],
    "pandas": ["pandas"],
    "spark": ["pyspark", "pyarrow"],
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--rows", type=int, default=16_000_000)
    parser.add_argument("--files", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--engines", nargs="*", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--serve", nargs=2, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.serve:
        serve(chosen.serve[0], int(chosen.serve[1]), chosen.directory)
        return
    directory = chosen.directory / str(chosen.rows)
    generate(directory, chosen.rows, chosen.files)
    print(f"\n{'':16} {'rows':>12} {'own rows/s':>12} {'rows/s':>12} {'ratio':>7} {'own MB':>9} {'MB':>9}")
    results = {}
    for name in chosen.engines:
        if lacking := missing(NEEDS[name]):
            print(f"{name:16} left out: {', '.join(lacking)} not installed")
            continue
        rows = chosen.rows // chosen.files if name in IN_MEMORY else chosen.rows
        results[name] = compare(name, directory, rows, chosen.rounds)
    if chosen.json:
        chosen.json.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
