"""The namespace ``sms`` of Polars: expressions and series; lazy, streaming, in groups; row by row as single calls."""

from __future__ import annotations

import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import smsenc
from smsenc import arrow

WHERE = "pip install -r tests/python/frames/requirements.txt"
pl = pytest.importorskip("polars", reason=f"polars is not installed: {WHERE}")
sms = pytest.importorskip("smsenc.polars")

TEXTS = ["Hello", None, "Grüße für 5 €", "x" * 161, "Привет" * 30, "", "😀" * 36, "ş", None]
NUMBERS = ("segments", "units", "capacity", "remaining")

texts = st.lists(st.none() | st.text("abc é€ğш😀\r\n", max_size=200), max_size=10)
options = st.sampled_from([{}, {"encoding": "gsm7"}, {"languages": "all", "max_segments": 2}, {"line_breaks": "lf"}])


def single(text, **options):
    """What a single call says of the row: None, or the estimate; and the name of the error."""
    if text is None:
        return None, None
    try:
        return smsenc.estimate(text, **options), None
    except smsenc.TooManySegments:
        return None, "too_many_segments"
    except smsenc.UnmappableCharacter:
        return None, "unmappable"


@settings(deadline=None)
@given(texts, options)
def test_the_struct_of_a_row_is_what_a_single_call_says(rows, options):
    series = pl.Series("text", rows, pl.String)
    fields = [*NUMBERS, "encoding", "single", "error"]
    got = series.sms.estimate(fields=fields, **options).struct.unnest().rows(named=True)
    for row, text in zip(got, rows, strict=True):
        estimate, error = single(text, **options)
        assert row["error"] == error
        for field in NUMBERS:
            assert row[field] == (None if estimate is None else getattr(estimate, field))
        assert row["encoding"] == (None if estimate is None else estimate.encoding.value)
        assert row["single"] == (None if estimate is None or estimate.single is None else estimate.single.value)


@settings(deadline=None)
@given(texts, options)
def test_the_octets_of_a_row_are_those_of_a_single_call(rows, options):
    got = pl.Series("text", rows, pl.String).sms.user_data(**options).to_list()
    for octets, text in zip(got, rows, strict=True):
        estimate, _ = single(text, **options)
        assert octets == (None if estimate is None else list(smsenc.encode(text, **options).user_data))


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_lazy_queries_give_the_same_in_every_engine(engine):
    frame = pl.DataFrame({"text": TEXTS * 5000})
    query = frame.lazy().select(
        pl.col("text").sms.segments().alias("count"),
        pl.col("text").sms.estimate(max_segments=1).struct.unnest(),
        pl.col("text").sms.user_data().alias("user_data"),
    )
    got = query.collect(engine=engine)
    assert got.schema == query.collect_schema()
    assert got["count"].to_list() == pl.Series(arrow.count_segments(frame["text"])).to_list()
    expected = pl.DataFrame(arrow.estimate(frame["text"], max_segments=1))
    assert got.select(expected.columns).equals(expected)
    assert got["user_data"].to_list() == pl.Series(arrow.encode(frame["text"], fields="user_data")).to_list()


def test_texts_of_parquet_whose_lengths_stand_between_them(tmp_path):
    # The plain encoding: the length of each text before it, here octets of any value.
    stream = random.Random(7)
    pools = ["abc ", "aé€ ", "ж Ю", "😀–[", "さん、"]
    rows = ["".join(stream.choices(stream.choice(pools), k=stream.randint(20, 330))) for _ in range(4000)]
    path = tmp_path / "texts.parquet"
    pl.DataFrame({"text": rows}).write_parquet(path)
    columns = [
        pl.col("text").sms.estimate(fields=NUMBERS).struct.unnest(),
        pl.col("text").sms.segments().alias("count"),
    ]
    found = pl.scan_parquet(path).select(columns).collect(engine="streaming")
    expected = [smsenc.estimate(text) for text in rows]
    for name in NUMBERS:
        assert found[name].to_list() == [getattr(estimate, name) for estimate in expected]
    assert found["count"].to_list() == [estimate.segments for estimate in expected]


def test_the_schema_of_a_query_is_known_before_it_runs():
    query = pl.LazyFrame({"text": TEXTS}).select(
        pl.col("text").sms.segments().alias("n"),
        pl.col("text").sms.estimate().alias("estimate"),
        pl.col("text").sms.estimate(fields="encoding").alias("encoding"),
        pl.col("text").sms.encode().alias("encode"),
        pl.col("text").sms.user_data(),
    )
    assert query.collect_schema() == query.collect().schema
    assert query.collect_schema()["n"] == pl.Int32
    assert query.collect_schema()["text"] == pl.List(pl.Binary)


def test_the_streaming_engine_takes_the_expression_row_by_row():
    plan = pl.LazyFrame({"text": TEXTS}).select(pl.col("text").sms.segments())
    other = pl.LazyFrame({"text": TEXTS}).select(pl.col("text").str.len_chars().cast(pl.Int32))
    assert plan.explain(engine="streaming").count("\n") == other.explain(engine="streaming").count("\n")
    filtered = pl.LazyFrame({"text": TEXTS}).with_columns(n=pl.col("text").sms.segments()).filter(pl.col("n") > 1)
    assert filtered.collect(engine="streaming")["n"].to_list() == [2, 3, 2]


def test_expressions_work_in_groups_and_windows_and_keep_their_names():
    frame = pl.DataFrame({"text": TEXTS, "group": [1, 1, 1, 2, 2, 2, 3, 3, 3]})
    grouped = frame.group_by("group", maintain_order=True).agg(pl.col("text").sms.segments().sum())
    assert grouped.rows() == [(1, 2), (2, 6), (3, 3)]
    windowed = frame.select(pl.col("text").sms.segments().sum().over("group"))
    assert windowed.columns == ["text"]
    assert windowed["text"].to_list() == [2] * 3 + [6] * 3 + [3] * 3


def test_a_series_keeps_its_name_and_its_nulls():
    series = pl.Series("message", TEXTS)
    for result in (series.sms.segments(), series.sms.estimate(), series.sms.encode(), series.sms.user_data()):
        assert (result.name, len(result)) == ("message", len(TEXTS))
    assert series.sms.segments().is_null().to_list() == [text is None for text in TEXTS]


@pytest.mark.parametrize("kind", ["Categorical", "Enum", "Null", "String"])
def test_columns_of_every_kind_of_string_are_read(kind):
    rows = [None, None] if kind == "Null" else ["x" * 161, None, "ja"]
    dtype = pl.Enum(["ja", "x" * 161]) if kind == "Enum" else getattr(pl, kind)
    series = pl.Series("text", rows, dtype=dtype)
    assert series.sms.segments().to_list() == ([None, None] if kind == "Null" else [2, None, 1])
    assert series.to_frame().select(pl.col("text").sms.segments())["text"].to_list() == series.sms.segments().to_list()


def test_a_profile_and_options_go_together():
    profile = smsenc.Profile(languages=["turkish"])
    got = pl.Series(["ş" * 100, "a" * 161]).sms.estimate(profile=profile, max_segments=1, fields=["encoding", "error"])
    assert got.struct.unnest().rows() == [("gsm7", None), (None, "too_many_segments")]


def test_wrong_options_and_fields_are_told_before_the_query_runs():
    with pytest.raises(smsenc.InvalidOption, match="max_segments"):
        pl.col("text").sms.segments(max_segments=0)
    with pytest.raises(smsenc.InvalidOption, match="fields"):
        pl.col("text").sms.estimate(fields=["length"])
    with pytest.raises(TypeError):
        pl.col("text").sms.segments(colour="red")


def test_a_column_of_numbers_is_refused_in_words():
    with pytest.raises((TypeError, pl.exceptions.ComputeError), match="a column of strings is needed, not Int64"):
        pl.DataFrame({"n": [1]}).select(pl.col("n").sms.segments())


def test_queries_can_be_serialized():
    pytest.importorskip("cloudpickle", reason=f"cloudpickle is not installed: {WHERE}")
    query = pl.LazyFrame({"text": TEXTS}).select(pl.col("text").sms.segments(max_segments=2))
    assert pl.LazyFrame.deserialize(io.BytesIO(query.serialize())).collect().equals(query.collect())
