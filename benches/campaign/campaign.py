"""``smsenc campaign`` beside the engine's own count of characters, over the same files, in the same run, in turns.

Each measurement is a process of its own, so that the peak of its memory is its own. Ratios are medians of the rounds;
times and rows per second depend on the machine. The second size shows whether memory grows with the rows.

    python benches/campaign/campaign.py DIRECTORY [--rows 16000000] [--rounds 5] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path

from generate import generate

CHARACTERS = """
import polars
polars.scan_parquet(FILES).select(polars.col("message").str.len_chars().sum()).collect(engine="streaming")
"""
# What a campaign must read, and no more: the messages, in batches, in order.
BATCHES = """
import polars
for frame in polars.scan_parquet(FILES).select(COLUMNS).collect_batches(chunk_size=1 << 17, engine="streaming"):
    pass
"""
TEXTS = """
from smsenc.campaign._measure import Settings
from smsenc.campaign._run import measure_files
report = measure_files(FILES, Settings(text="message"))
assert report.rows == ROWS, report.rows
"""
PRICED = """
from smsenc.campaign._measure import Settings
from smsenc.campaign._run import measure_files
from smsenc.credits import RateCard
rates = {"2783": "0.8", "44": "1.25", "49": "1.5", "1": "0.5", "91": "0.3", "7": "2", "966": "1.1", "81": "2.25"}
card = RateCard(rates)
report = measure_files(FILES, Settings(text="message", number="to", rates=card))
assert report.rows == report.priced == ROWS, report.problems
"""
GOAL = 1.5
WORKS = {
    "characters": (CHARACTERS, ["message"]),
    "texts in batches": (BATCHES, ["message"]),
    "campaign": (TEXTS, ["message"]),
    "texts and numbers in batches": (BATCHES, ["message", "to"]),
    "campaign with numbers and rates": (PRICED, ["message", "to"]),
}
FRAME = """
import json, os, sys, time
# Imports are not what is measured.
import polars, smsenc.campaign._run, smsenc.credits
FILES, COLUMNS, ROWS = json.loads(sys.argv[1])
begin, used = time.perf_counter(), time.process_time()
{}
peak = 0
try:
    with open("/proc/self/status") as status:
        peak = next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
except OSError:
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([time.perf_counter() - begin, time.process_time() - used, peak]))
"""


def measured(work: str, files: list[Path], rows: int) -> tuple[float, float, int]:
    """Seconds by the clock, seconds of the processors, and the peak of memory in octets."""
    code, columns = WORKS[work]
    given = json.dumps([[str(path) for path in files], columns, rows])
    program = [sys.executable, "-c", FRAME.format(code), given]
    done = subprocess.run(program, check=True, capture_output=True, text=True)
    wall, cpu, peak = json.loads(done.stdout)
    return wall, cpu, peak


def table(name: str, files: list[Path], rows: int, rounds: int) -> dict[str, dict[str, float]]:
    """Measure everything in turns, and print it."""
    found: dict[str, list[tuple[float, float, int]]] = {work: [] for work in WORKS}
    for work in WORKS:  # the files are in the cache from now on
        measured(work, files[:1], rows if len(files) == 1 else _rows_of(files[0]))
    for _ in range(rounds):
        for work, runs in found.items():
            runs.append(measured(work, files, rows))
    print(f"\n{name}: {rows:,} rows in {len(files)} files, {rounds} rounds")
    print(f"{'':32} {'rows/s':>12} {'ratio':>7} {'of CPU':>7} {'peak MB':>8}")
    result: dict[str, dict[str, float]] = {}
    base = found["characters"]
    for work, runs in found.items():
        ratio = statistics.median(run[0] / one[0] for run, one in zip(runs, base, strict=True))
        cpu = statistics.median(run[1] / one[1] for run, one in zip(runs, base, strict=True))
        rate = rows / min(run[0] for run in runs)
        peak = max(run[2] for run in runs)
        verdict = "" if work != "campaign" else f"goal {GOAL}: {'reached' if ratio <= GOAL else 'not reached'}"
        print(f"{work:32} {rate:12,.0f} {ratio:7.2f} {cpu:7.2f} {peak / 1e6:8,.0f}  {verdict}", flush=True)
        result[work] = {"rows_per_second": rate, "ratio": ratio, "cpu_ratio": cpu, "peak_octets": peak}
    return result


def _rows_of(path: Path) -> int:
    import polars

    rows: int = polars.scan_parquet(path).select(polars.len()).collect().item()
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--rows", type=int, default=16_000_000)
    parser.add_argument("--files", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    files = generate(arguments.directory / str(arguments.rows), arguments.rows, arguments.files)
    quarter = files[: max(len(files) // 4, 1)]
    some = sum(map(_rows_of, quarter))
    results = {
        "quarter": table("a quarter", quarter, some, max(arguments.rounds // 2, 1)),
        "whole": table("the whole", files, arguments.rows, arguments.rounds),
    }
    print("\nratio: to the time of the engine's count of characters, median of the rounds; of CPU: of processor time")
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
