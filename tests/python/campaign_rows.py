"""A campaign for comparing engines: rows of all scripts, nulls and rows that fail; their totals by single calls.

Every engine must come to the totals that ``row_by_row`` finds with one call per row and exact decimals, so they are
equal among each other, too. The rows are the same on every machine.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal, localcontext
from typing import NamedTuple

import smsenc
from smsenc.credits import RateCard

CARD = RateCard({"27": "0.8", "2783": "1.25", "1": "1.5", "4": "0.0000000000000000000000000001", "49": "2.333"})
OPTIONS = {"max_segments": 4, "languages": ["turkish", "portuguese"]}

SAMPLES = [
    *("Your code is 123456", "Grüße für 5 €", "İyi günler, şimdi ödeyin", "Você já não paga", "Привет, мир"),
    *("你好，世界", "こんにちは", "안녕하세요", "नमस्ते दुनिया", "สวัสดี", "Γειά σου", "مرحبا بالعالم", "שלום עולם"),
    *("👩‍👩‍👧‍👦 😀", "–’“”…", "[{|}]~^\\", ""),
]
NUMBERS = [
    *("27831234567", "+27831234567", "27821234567", "16501234567", "4915112345678", "4415112345678", "358401234567"),
    None,
]


class Row(NamedTuple):
    """One row of the campaign: a text and a number, either may be missing."""

    text: str | None
    number: str | None


class Sums(NamedTuple):
    """What an engine must come to."""

    rows: int
    segments: int
    units: int
    by_encoding: dict[str, int]  # segments
    failed: dict[str, int]  # rows by error; "missing" for those without a text
    credits: Decimal
    unpriced: int  # rows with a result, but without a rate


def campaign(count: int, seed: int = 1) -> Iterator[Row]:
    """So many rows."""
    rng = random.Random(seed)
    for _ in range(count):
        number = rng.choice(NUMBERS)
        kind = rng.random()
        if kind < 0.05:
            yield Row(None, number)
        elif kind < 0.08:
            yield Row(rng.choice(SAMPLES[:6]) * 100, number)  # most are longer than permitted
        else:
            yield Row(" ".join(rng.choices(SAMPLES, k=rng.randint(1, 8))), number)


def row_by_row(rows: Iterable[Row]) -> Sums:
    """One call per row, one addition per row."""
    count = segments = units = unpriced = 0
    costs: list[tuple[Decimal, int]] = []
    by_encoding: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    for row in rows:
        if row.text is None:
            failed["missing"] += 1
            continue
        try:
            estimate = smsenc.estimate(row.text, **OPTIONS)
        except smsenc.TooManySegments:
            failed["too_many_segments"] += 1
            continue
        count += 1
        segments += estimate.segments
        units += estimate.units
        by_encoding[estimate.encoding.value] += estimate.segments
        rate = None if row.number is None else CARD.lookup(row.number.removeprefix("+"))
        if rate is None:
            unpriced += 1
        else:
            costs.append((rate.credits, estimate.segments))
    return Sums(count, segments, units, dict(by_encoding), dict(failed), exact_sum(costs), unpriced)


def exact_sum(costs: Iterable[tuple[Decimal, int]]) -> Decimal:
    """Rates times segments, to the last digit: the usual context rounds to 28."""
    with localcontext() as context:
        context.prec = 200
        return sum((rate * segments for rate, segments in costs), Decimal(0))
