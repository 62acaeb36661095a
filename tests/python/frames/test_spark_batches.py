"""What smsenc.spark runs on executors, without a Spark: generators over record batches, pickled and exact."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import smsenc
import smsenc.spark
from campaign_rows import CARD, OPTIONS, campaign, exact_sum, row_by_row
from smsenc.spark import _batches, _totals

WHERE = "pip install -r tests/python/frames/requirements.txt"
pa = pytest.importorskip("pyarrow", reason=f"pyarrow is not installed: {WHERE}")


# For each partition where its batches end.
cuts = st.lists(st.lists(st.integers(0, 60), max_size=4), min_size=1, max_size=4)


def batch(rows):
    return pa.record_batch(
        {name: pa.array([getattr(row, name) for row in rows], pa.string()) for name in ("text", "number")}
    )


@settings(deadline=None)
@given(
    st.integers(0, 2**32),
    st.integers(0, 60),
    st.lists(st.lists(st.integers(0, 60), max_size=4), min_size=1, max_size=4),
)
def test_partial_totals_are_exact_however_rows_are_cut_into_partitions_and_batches(seed, count, cuts):
    rows = list(campaign(count, seed))
    expected = row_by_row(rows)
    counts = _totals._Counts("text", "number", _totals.by_prefix(CARD, None), smsenc.Profile(**OPTIONS))
    counts = pickle.loads(pickle.dumps(counts))
    partials = []
    for number, places in enumerate(cuts):
        part = rows[number :: len(cuts)]
        ends = sorted({0, len(part), *(place for place in places if place < len(part))})
        batches = [batch(part[start:end]) for start, end in zip(ends, [*ends[1:], len(part)], strict=True)]
        for partial in counts(batches):
            partials += partial.to_pylist()
    good = [row for row in partials if row["error"] is None]
    assert sum(row["rows"] for row in partials) == len(rows)
    assert sum(row["rows"] for row in good) == expected.rows
    assert sum(row["rows"] * row["segments"] for row in good) == expected.segments
    assert sum(row["units"] for row in good) == expected.units
    assert sum(row["rows"] for row in good if row["unpriced"]) == expected.unpriced
    priced = [row for row in good if row["unpriced"] is None]
    costs = ((CARD.credits_per_part(row["prefix"]), row["rows"] * row["segments"]) for row in priced)
    assert exact_sum(costs) == expected.credits


def test_the_generator_gives_one_batch_for_each_and_strings_for_names():
    batches = smsenc.spark.Batches("text", keep=["number"], languages="all")
    assert "Batches('text'" in repr(batches)
    parts = [batch(list(campaign(20, seed))) for seed in range(3)]
    pulled = []

    def source():
        for part in parts:
            pulled.append(part)
            yield part

    results = pickle.loads(pickle.dumps(batches))(source())
    first = next(results)
    assert len(pulled) == 1, "one batch is in memory at a time"
    assert first.schema.names == ["number", *smsenc.arrow.ESTIMATE_FIELDS]
    assert {str(kind) for kind in first.schema.types} == {"string", "int32"}
    assert [len(result) for result in results] == [20, 20]


def test_an_executor_refuses_the_work_of_another_version(monkeypatch):
    octets = pickle.dumps(smsenc.spark.Batches("text"))
    assert smsenc.__version__.encode() in octets
    monkeypatch.setattr(_batches, "__version__", "9.9")
    with pytest.raises(RuntimeError, match=rf"smsenc is {smsenc.__version__} on the driver, 9\.9 here"):
        pickle.loads(octets)


def test_a_card_with_several_rates_of_a_prefix_asks_for_the_day():
    from datetime import date

    from smsenc.credits import Rate, RateCard

    old = Rate("27", CARD.rates[0].credits, valid_until=date(2025, 12, 31))
    new = Rate("27", CARD.rates[1].credits, valid_from=date(2026, 1, 1))
    card = RateCard([old, new], default="1")
    with pytest.raises(smsenc.InvalidOption, match="a date"):
        _totals.by_prefix(card, None)
    assert _totals.by_prefix(card, date(2026, 5, 1))["27"] == new
    assert _totals.by_prefix(card, date(2025, 5, 1))["27"] == old
    assert _totals.by_prefix(card, date(2025, 5, 1))[""].source == "default"


def test_the_module_is_imported_without_pyspark_and_pyarrow():
    code = (
        "import sys; sys.modules['pyspark'] = sys.modules['pyarrow'] = None; import smsenc; print(smsenc.spark.Batches)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "<class 'smsenc.spark._batches.Batches'>\n"
