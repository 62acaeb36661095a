"""Campaigns in files of every format, and a slow sum of each row by itself to compare with."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import smsenc
from smsenc.credits import RateCard

CARD = RateCard({"27": "0.8", "2783": "1", "1": "1.5", "49": "0.0725"})


class Row(NamedTuple):
    """A message to a number."""

    text: str
    to: str


ROWS = [
    Row("Your code is 123456", "27831234567"),
    Row("Grüße für 5 €, bis bald", "4915112345678"),
    Row("Your parcel is ready – bring this message and a photo id to the counter. " * 2, "27821234567"),
    Row("“Quoted”, with commas, and\na line break", "16501234567"),
    Row("Здравствуйте! Ваш заказ готов", "16501234568"),
    Row("x" * 161, "27831234568"),
    Row("", "27831234569"),
    Row("مرحبا بك", "4915112345679"),
    Row("🎉 party 🎉", "27831234560"),
]


def naive(rows: Iterable[Row], card: RateCard | None = CARD, **options: Any) -> dict[str, Any]:
    """Row by row, by functions for single texts and fractions."""
    segments = units = count = 0
    credits = Fraction(0)
    histogram: Counter[int] = Counter()
    encodings: Counter[str] = Counter()
    for row in rows:
        estimate = smsenc.estimate(row.text, **options)
        count += 1
        segments += estimate.segments
        units += estimate.units
        histogram[estimate.segments] += 1
        encodings[estimate.encoding.value] += estimate.segments
        rate = None if card is None else card.credits_per_part(row.to)
        if rate is not None:
            credits += Fraction(rate) * estimate.segments
    return {
        "rows": count,
        "segments": segments,
        "units": units,
        "credits": credits,
        "histogram": dict(sorted(histogram.items())),
        "encodings": dict(encodings),
    }


def quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"' if any(c in value for c in '",\r\n') else value


def csv_text(rows: Sequence[Row]) -> str:
    return "to,text\n" + "".join(f"{row.to},{quoted(row.text)}\n" for row in rows)


def octets_of(form: str, rows: Sequence[Row]) -> bytes:
    """The rows in a format; ``+gz`` and ``+zst`` compress."""
    form, _, compression = form.partition("+")
    if form == "csv":
        octets = csv_text(rows).encode()
    elif form == "tsv":
        octets = ("to\ttext\n" + "".join(f"{row.to}\t{row.text}\n" for row in rows)).encode()
    elif form == "jsonl":
        octets = "".join(json.dumps({"to": row.to, "text": row.text}) + "\n" for row in rows).encode()
    else:
        import io

        polars = pytest.importorskip("polars")
        file = io.BytesIO()
        frame = polars.DataFrame({"to": [row.to for row in rows], "text": [row.text for row in rows]})
        frame.write_parquet(file, row_group_size=5)
        octets = file.getvalue()
    if compression == "gz":
        return gzip.compress(octets)
    if compression == "zst":
        return pytest.importorskip("zstandard").ZstdCompressor().compress(octets)
    return octets


def write(directory: Path, form: str, rows: Sequence[Row], name: str = "campaign") -> Path:
    base, _, compression = form.partition("+")
    path = directory / f"{name}.{base}{'.' + compression if compression else ''}"
    path.write_bytes(octets_of(form, rows))
    return path
