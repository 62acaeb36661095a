"""``smsenc bench``: what it reports. The numbers themselves are a matter of the machine."""

from __future__ import annotations

import pytest

import smsenc
from smsenc.cli.measure import FEWEST_ROUNDS, Measure, measure, median

QUICK = ["--seconds", "0"]
NAMES = [
    f"{name}{how}"
    for how, names in {
        ", call by call": ["count_segments", "estimate", "encode"],
        ", a list": ["count_segments_many", "estimate_many", "encode_many"],
    }.items()
    for name in names
]


def test_the_report_of_made_up_messages(run):
    (row,) = run("bench", "--json", "--limit", "50", *QUICK).rows
    assert (row["schema"], row["type"], row["smsenc"]) == (1, "bench", smsenc.__version__)
    assert (row["messages"], row["left_out"], row["source"]) == (50, 0, "made-up messages")
    assert row["kernels"]
    assert row["rounds"] == FEWEST_ROUNDS
    assert [one["name"] for one in row["measures"]][:6] == NAMES
    for one in row["measures"]:
        assert 0 < one["nanoseconds"] <= one["median_nanoseconds"]
        assert one["messages_per_second"] == pytest.approx(1e9 / one["nanoseconds"], rel=0.01)
        assert one["ratio"] > 0


def test_the_messages_of_a_file_are_measured_by_the_options(run, write):
    name = write("messages.csv", "n,text\n1,one\n2,два\n3,\n")
    (row,) = run("bench", "--json", "--column", "text", "--encoding", "gsm7", name, *QUICK).rows
    assert (row["source"], row["messages"], row["left_out"], row["characters"]) == (name, 2, 1, 3)
    assert row["options"] == {"encoding": "gsm7"}
    (row,) = run("bench", "--json", "--hex", "00ff", *QUICK).rows
    assert [one["name"] for one in row["measures"]] == ["estimate_binary, call by call", "encode_binary, call by call"]


def test_the_view_names_the_machine_and_every_measure(run):
    result = run("bench", "Hello", *QUICK)
    assert (result.code, result.err) == (0, "")
    assert all(name in result.out for name in [*NAMES, "kernels: ", "python  ", "list(map(len, texts))"])
    assert max(map(len, result.out.splitlines())) <= 80


def test_nothing_to_measure_is_wrong_usage(run, write):
    assert run("bench", "--encoding", "gsm7", "ж", *QUICK).code == 2
    assert run("bench", "--file", write("empty.txt", ""), *QUICK).code == 2
    assert run("bench", "--seconds", "-1").code == 2
    assert run("bench", "--seconds", "nan").code == 2


def test_measures_are_paired_with_the_reference_and_take_turns():
    calls = []
    measures = [Measure(name, lambda name=name: calls.append(name)) for name in "ab"]
    found, reference, rounds = measure(measures, lambda: calls.append("-"), 0)
    assert rounds == FEWEST_ROUNDS
    assert "".join(calls) == "ab" + "--a--b--b--a" * 2 + "--a--b"  # each once before; then in turns
    assert [one.name for one in found] == ["a", "b"]
    assert all(0 < one.best <= one.median for one in found)
    assert reference > 0


@pytest.mark.parametrize(("values", "middle"), [([3], 3), ([3, 1, 2], 2), ([4, 1, 3, 2], 2.5)])
def test_the_median_is_in_the_middle(values, middle):
    assert median(values) == middle
