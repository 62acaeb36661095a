"""Measuring calls on this machine: paired with a reference that any Python has, interleaved, best and median.

A time alone says little about a machine whose speed changes while one measures. So each call is measured in turns with
``list(map(len, texts))`` right before it, and the ratio is the median of these pairs; the time is the best of all
rounds, which other programs have disturbed least. The garbage collector rests meanwhile, as in ``timeit``.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from time import monotonic, perf_counter
from typing import Any, NamedTuple

__all__ = ["Measure", "Measured", "measure", "median"]

FEWEST_ROUNDS = 5


class Measure(NamedTuple):
    """What is called once per round, and does all messages."""

    name: str
    call: Callable[[], object]


class Measured(NamedTuple):
    """Seconds for all messages, and how many times those of the reference."""

    name: str
    best: float
    median: float
    ratio: float


def measure(
    measures: Sequence[Measure], reference: Callable[[], object], seconds: float, step: Callable[[], Any] = lambda: None
) -> tuple[list[Measured], float, int]:
    """What each call took, the best time of the reference, and the number of rounds within ``seconds``."""
    times: list[list[float]] = [[] for _ in measures]
    ratios: list[list[float]] = [[] for _ in measures]
    references: list[float] = []
    for one in measures:  # once before: code and data are warm
        one.call()
    collecting = gc.isenabled()
    gc.disable()
    try:
        end = monotonic() + seconds
        rounds = 0
        while rounds < FEWEST_ROUNDS or monotonic() < end:
            for place in range(len(measures)):
                place = (place + rounds) % len(measures)  # nobody always follows the same
                # The better of two: the first finds the caches as the call before has left them.
                unit = min(_time(reference), _time(reference))
                taken = _time(measures[place].call)
                references.append(unit)
                times[place].append(taken)
                ratios[place].append(taken / unit)
                step()
            rounds += 1
    finally:
        if collecting:
            gc.enable()
    found = [
        Measured(one.name, min(took), median(took), median(ratio))
        for one, took, ratio in zip(measures, times, ratios, strict=True)
    ]
    return found, min(references), rounds


def median(values: Sequence[float]) -> float:
    """The middle one, or the mean of the two."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _time(call: Callable[[], object]) -> float:
    start = perf_counter()
    result = call()
    end = perf_counter()
    del result  # results are let go outside of the time: callers keep them
    return max(end - start, 1e-9)
