"""The generator of record batches on Dask: a bag of batches, counted in other processes."""

from __future__ import annotations

import itertools

import pytest

import smsenc
from smsenc import arrow

WHERE = "pip install -r tests/python/frames/requirements.txt"
pa = pytest.importorskip("pyarrow", reason=f"pyarrow is not installed: {WHERE}")
dask = pytest.importorskip("dask", reason=f"dask is not installed: {WHERE}")
bag = pytest.importorskip("dask.bag")

TEXTS = ["Hello", None, "Grüße für 5 €", "x" * 161, "Привет" * 30, "", "😀" * 36]


def batches():
    """Batches of very different sizes, one of them empty."""
    rows = [(number, TEXTS[number % len(TEXTS)]) for number in range(1000)]
    ends = [0, 1, 1, 900, 1000]
    for start, end in itertools.pairwise(ends):
        part = rows[start:end]
        ids = pa.array([row[0] for row in part], pa.int64())
        yield pa.record_batch({"id": ids, "text": pa.array([row[1] for row in part], pa.string())})


@pytest.mark.parametrize("scheduler", ["synchronous", "threads", "processes"])
def test_a_bag_of_record_batches_is_counted_wherever_it_lies(scheduler):
    parts = bag.from_sequence(batches(), npartitions=3)
    profile = smsenc.Profile(max_segments=2)
    counted = parts.map_partitions(arrow.estimate_batches, "text", keep=["id"], profile=profile)
    counted = counted.map_partitions(list)  # a generator does not travel between processes
    table = pa.Table.from_batches(counted.compute(scheduler=scheduler, num_workers=2))
    assert table.column_names == ["id", *arrow.ESTIMATE_FIELDS]
    assert table["id"].to_pylist() == list(range(1000))
    many = smsenc.estimate_many([TEXTS[number % len(TEXTS)] for number in range(1000)], max_segments=2)
    assert table["segments"].to_pylist() == many.segments.tolist()
    assert table["error"].to_pylist().count("too_many_segments") == many.error.tolist().count(5) == 143
