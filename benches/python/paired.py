"""Paired measurement: an operation and its reference in the same run, in turns, as the median of the ratios.

Machines have moods (other guests, frequencies); both sides of a round share one, so that ratios hold where times do
not. A statement is repeated twenty times in a loop, so that the loop itself counts little. Nothing is asserted here.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import repeat
from typing import Any

UNROLL = 20


@dataclass(frozen=True)
class Row:
    """One line of the table: ``operation`` and ``reference`` are statements over ``names``.

    ``goal`` and ``stretch`` are ratios of the operation's time to the reference's; with ``at_least`` the ratio is the
    other way round (so many times faster than the reference). ``calls`` of the operation count as one ``reference``.
    """

    row: str
    name: str
    operation: str
    reference: str
    names: Mapping[str, Any]
    goal: float | None
    stretch: float | None
    at_least: bool = False
    unroll: int = UNROLL
    note: str = ""


@dataclass(frozen=True)
class Measured:
    """A row with what was found: the ratio, and nanoseconds of both sides (best of all rounds)."""

    row: Row
    ratio: float
    nanoseconds: float
    reference_nanoseconds: float

    def verdict(self) -> str:
        row = self.row
        if row.goal is None or row.stretch is None:
            return "reported"
        reaches: Callable[[float], bool] = (
            (lambda limit: self.ratio >= limit) if row.at_least else (lambda limit: self.ratio <= limit)
        )
        return "stretch" if reaches(row.stretch) else "goal" if reaches(row.goal) else "MISSED"

    def to_dict(self) -> dict[str, Any]:
        row = self.row
        return {
            "row": row.row,
            "name": row.name,
            "goal": row.goal,
            "stretch": row.stretch,
            "at_least": row.at_least,
            "measured": round(self.ratio, 4),
            "verdict": self.verdict(),
            "nanoseconds": round(self.nanoseconds, 2),
            "reference_nanoseconds": round(self.reference_nanoseconds, 2),
            "note": row.note,
        }


def _timer(statement: str, names: Mapping[str, Any], unroll: int) -> Callable[[int], float]:
    """A function of a number of loops that gives nanoseconds a statement."""
    # Names are arguments, so that they are locals in the loop as in a caller's hot function.
    arguments = ", ".join(f"{name}={name}" for name in names)
    body = "\n        ".join([statement] * unroll)
    source = (
        f"def timed(loops, *, _clock=_clock, _repeat=_repeat, {arguments}):\n"
        f"    start = _clock()\n"
        f"    for _ in _repeat(None, loops):\n"
        f"        {body}\n"
        f"    return (_clock() - start) / (loops * {unroll})\n"
    )
    scope: dict[str, Any] = {"_clock": time.perf_counter_ns, "_repeat": repeat, **names}
    exec(compile(source, f"<{statement}>", "exec"), scope)
    timed: Callable[[int], float] = scope["timed"]
    return timed


def _loops(timer: Callable[[int], float], unroll: int, slice_ns: float) -> int:
    once = min(timer(1), timer(2))
    return max(1, round(slice_ns / max(once * unroll, 1.0)))


def measure(row: Row, rounds: int = 31, slice_ms: float = 1.5) -> Measured:
    """Measures a row; each of ``rounds`` rounds gives both sides a slice of time."""
    operation = _timer(row.operation, row.names, row.unroll)
    reference = _timer(row.reference, row.names, row.unroll)
    enabled = gc.isenabled()
    gc.disable()
    try:
        loops = _loops(operation, row.unroll, slice_ms * 1e6), _loops(reference, row.unroll, slice_ms * 1e6)
        pairs = []
        for number in range(rounds):
            # Neither side is always the first.
            if number % 2:
                second, first = reference(loops[1]), operation(loops[0])
            else:
                first, second = operation(loops[0]), reference(loops[1])
            pairs.append((first, second))
    finally:
        if enabled:
            gc.enable()
    ratios = [second / first if row.at_least else first / second for first, second in pairs]
    return Measured(row, statistics.median(ratios), min(a for a, _ in pairs), min(b for _, b in pairs))
