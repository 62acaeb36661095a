"""Growth: time and memory from 1 to 10^6 characters and from 1 to 10^7 messages, which must be at most linear.

    python benches/python/growth.py [--quick | --short] [--only WORDS] [--json FILE]

Every size of every case is a process of its own: it makes its text or its messages, does the operation once and looks
at the peak of its memory, then again for the time of the processor, best of several. The exponent is the slope of the
logarithm of the time over that of the size: 1 is linear, 2 quadratic. It is that of the last powers of ten, since at
small sizes a call costs what any call does. Texts of more than 255 segments are refused or cut off, but only after
they have been counted. ``--short`` goes to 10^5 of both with the hard texts of few operations, ``--quick`` only shows
that all of it runs. No time is asserted: the last column is a verdict to be read.
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import json
import math
import multiprocessing
import platform
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import growth_cases as cases

# A memory that becomes slower the more of it is used, and the noise of a machine, make a slope of 1.1 to 1.25 of what
# takes as many instructions a character; a sort makes 1.1. What is quadratic in a part of its text goes on to 2.
LINEAR = 1.3
# A call of so few nanoseconds says nothing of growth, and so little memory is that of any call.
SMALL_TIME = 100_000
SMALL_MEMORY = 8 << 20
PATIENCE = 240


@dataclass
class Case:
    """An operation on what is made in a size; ``group`` is the table that it stands in."""

    group: str
    name: str
    text: str
    sizes: Sequence[int]
    nanoseconds: list[float] = field(default_factory=list)
    octets: list[int] = field(default_factory=list)

    def exponent(self, found: Sequence[float], small: float) -> float:
        """The least slope over the last one, two and three powers of ten; 0 if there is nothing to measure.

        A step, where memory is first taken from the system or a text is first too long for a quick way, is a slope of
        some of them; what grows faster than its text is one of all.
        """
        slopes = [
            math.log(found[-1] / max(found[-1 - back], small / 100)) / math.log(self.sizes[-1] / self.sizes[-1 - back])
            for back in (1, 2, 3)
            if len(found) == len(self.sizes) > back and found[-1] > small
        ]
        return max(0.0, min(slopes, default=0.0))

    @property
    def time_exponent(self) -> float:
        return self.exponent(self.nanoseconds, SMALL_TIME)

    @property
    def memory_exponent(self) -> float:
        return self.exponent(self.octets, SMALL_MEMORY)

    def verdict(self) -> str:
        if len(self.nanoseconds) < len(self.sizes):
            return "NO END"
        return "linear" if max(self.time_exponent, self.memory_exponent) <= LINEAR else "STEEPER"

    def to_dict(self) -> dict[str, Any]:
        return {
            "group": self.group,
            "name": self.name,
            "text": self.text,
            "sizes": list(self.sizes),
            "nanoseconds": self.nanoseconds,
            "peak_octets": self.octets,
            "time_exponent": round(self.time_exponent, 3),
            "memory_exponent": round(self.memory_exponent, 3),
            "verdict": self.verdict(),
        }


def memory() -> tuple[int, int]:
    """Octets of memory that the process has now, and the most that it had since it was last asked."""
    try:
        status = Path("/proc/self/status").read_text()
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        return peak, peak
    kilobytes = dict(line.split(":", 1) for line in status.splitlines())
    now, most = (int(kilobytes[name].split()[0]) * 1024 for name in ("VmRSS", "VmHWM"))
    return now, most


def measure(answer: Any, group: str, name: str, text: str, size: int, seconds: float) -> None:
    """Runs in a process of its own."""
    if group == "lists":
        make, operation, _ = cases.LISTS[name]
    else:
        make, operation = (lambda size: cases.text_of(text, size)), cases.OPERATIONS[name]
    operation(make(1))  # what is imported and kept once
    given = make(size)
    gc.collect()
    memory()
    before, _ = memory()
    operation(given)
    _, most = memory()
    best, total = math.inf, 0.0
    while math.isinf(best) or total < seconds * 1e9:
        given = make(size) if group == "lists" else given
        start = time.process_time_ns()
        operation(given)
        taken = time.process_time_ns() - start
        # What is too short for the clock of the processor is done more often.
        loops = 1 if taken > 20_000 else 500
        if loops > 1 and group == "texts":
            start = time.perf_counter_ns()
            for _ in range(loops):
                operation(given)
            taken = (time.perf_counter_ns() - start) // loops
        best, total = min(best, taken), total + taken * loops + 1000
    answer.send((best, max(0, most - before)))


def run(case: Case, seconds: float) -> None:
    # Nothing but this thread runs here, and what only some cases need is imported in their own processes.
    context = multiprocessing.get_context("fork")
    for size in case.sizes:
        receive, send = context.Pipe(duplex=False)
        process = context.Process(target=measure, args=(send, case.group, case.name, case.text, size, seconds))
        process.start()
        send.close()
        try:
            if receive.poll(PATIENCE):
                nanoseconds, octets = receive.recv()
                case.nanoseconds.append(float(nanoseconds))
                case.octets.append(octets)
        except EOFError:
            print(f"{case.name}, {case.text}: the process died at {size}", file=sys.stderr)
        process.kill()
        process.join()
        if len(case.nanoseconds) < case.sizes.index(size) + 1:
            return


def powers(first: int, last: int) -> list[int]:
    return [10**power for power in range(first, last + 1)]


def all_cases(form: str) -> Iterator[Case]:
    columns = has_pyarrow()
    top = {"quick": 3, "short": 5, "whole": 6}[form]
    few = powers(top - 3, top) if form != "quick" else [1, 10**top]
    hard = {"quick": cases.HARDEST[:1], "short": cases.HARDEST, "whole": list(cases.OPERATIONS)}[form]
    for name, (_, _, most) in cases.LISTS.items():
        if "arrow" in name and not columns:
            continue
        last = round(math.log10(most)) - {"quick": 4, "short": 2, "whole": 0}[form]
        yield Case("lists", name, "", powers(0, last))
    for text in cases.ORDINARY:
        for name in cases.OPERATIONS:
            yield Case("texts", name, text, powers(0, top) if name in cases.SHORT else few)
    for text in cases.HARD:
        for name in hard:
            yield Case("texts", name, text, few)


def has_pyarrow() -> bool:
    found = importlib.util.find_spec("pyarrow") is not None
    if not found:
        print("columns are left out: pyarrow is not installed", file=sys.stderr)
    return found


def show(case: Case) -> None:
    each = [nanoseconds / size for nanoseconds, size in zip(case.nanoseconds, case.sizes, strict=False)]
    held = case.octets[-1] / case.sizes[len(case.octets) - 1] if case.octets else math.nan
    print(
        f"{case.name:<31}{case.text:<30}{''.join(f'{one:>10.3g}' for one in each):>70}"
        f"{held:>9.1f}{case.time_exponent:>7.2f}{case.memory_exponent:>7.2f}  {case.verdict()}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--quick", action="store_const", const="quick", dest="form")
    forms.add_argument("--short", action="store_const", const="short", dest="form")
    parser.add_argument("--only", help="cases that have this in 'lists: operation:' or 'texts: operation: text'")
    parser.add_argument("--json", type=Path, help="where to write what was measured")
    arguments = parser.parse_args()
    form = arguments.form or "whole"
    print("Nanoseconds a character or message, by size up to the largest; octets of memory for one; exponents of both")
    done = []
    for case in all_cases(form):
        if arguments.only and arguments.only not in f"{case.group}: {case.name}: {case.text}":
            continue
        run(case, 0.0 if form == "quick" else 0.02)
        show(case)
        done.append(case)
    steeper = [case for case in done if case.verdict() != "linear"]
    print(f"{len(done)} cases, {len(steeper)} of them steeper than linear")
    for case in steeper:
        show(case)
    if arguments.json:
        found = {
            "python": platform.python_version(),
            "machine": platform.platform(),
            "cases": [case.to_dict() for case in done],
        }
        arguments.json.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
