"""The accessor ``sms`` of pandas: every kind of string column gives what single calls say, behind the same index."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import smsenc

WHERE = "pip install -r tests/python/frames/requirements.txt"
pd = pytest.importorskip("pandas", reason=f"pandas is not installed: {WHERE}")
pa = pytest.importorskip("pyarrow", reason=f"pyarrow is not installed: {WHERE}")
pytest.importorskip("smsenc.pandas")

TEXTS = ["Hello", None, "Grüße für 5 €", "x" * 161, "Привет" * 30, "", "😀" * 36, "ş", None, "Hello"]
COUNTS = [None if text is None else smsenc.count_segments(text) for text in TEXTS]
FIELDS = [
    *("encoding", "encoding_code", "segments", "units", "capacity", "remaining"),
    *("locking", "locking_code", "single", "single_code", "error", "error_code"),
]
KINDS = {
    "default": None,
    "object": object,
    "category": "category",
    "string[python]": "string[python]",
    "string[pyarrow]": "string[pyarrow]",
    "arrow string": pd.ArrowDtype(pa.string()),
    "arrow large_string": pd.ArrowDtype(pa.large_string()),
    "arrow string_view": pd.ArrowDtype(pa.string_view()),
    "arrow dictionary": pd.ArrowDtype(pa.dictionary(pa.int32(), pa.string())),
}

texts = st.lists(st.none() | st.text("abc é€ğш😀\r\n", max_size=200), max_size=10)
options = st.sampled_from([{}, {"encoding": "gsm7"}, {"languages": "all", "max_segments": 2}, {"max_segments": 1}])


def column(rows, kind):
    return pd.Series(rows, index=[f"row {number}" for number in range(len(rows))], name="text", dtype=KINDS[kind])


def plain(series):
    return [None if missing else value for value, missing in zip(series, series.isna(), strict=True)]


@pytest.mark.parametrize("kind", KINDS)
def test_counts_have_the_index_the_name_and_the_nulls_of_the_texts(kind):
    counts = column(TEXTS, kind).sms.segments()
    assert counts.dtype == "Int32"
    assert (counts.name, list(counts.index)) == ("text", [f"row {number}" for number in range(len(TEXTS))])
    assert plain(counts) == COUNTS


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None)
@given(texts, options)
def test_every_kind_of_column_gives_the_same_fields(kind, rows, options):
    reference = smsenc.estimate_many(rows, **options)
    frame = column(rows, kind).sms.estimate(fields=FIELDS, **options)
    assert list(frame.columns) == FIELDS
    for field in ("segments", "units", "capacity", "remaining"):
        assert frame[field].dtype == "Int32"
        assert plain(frame[field]) == getattr(reference, field).tolist()
    for field in ("encoding", "locking", "single"):
        assert frame[field].dtype == "category"
        assert plain(frame[f"{field}_code"]) == [
            None if error else code
            for code, error in zip(getattr(reference, field).tolist() or [], reference.error, strict=True)
        ]
    assert plain(frame["encoding"]) == [None if row is None else row.encoding.value for row in reference]
    assert plain(frame["single"]) == [
        None if row is None or row.single is None else row.single.value for row in reference
    ]
    assert plain(frame["locking"]) == [
        None if row is None or row.locking is None else row.locking.value for row in reference
    ]
    assert frame["error_code"].tolist() == reference.error.tolist()
    names = [None if code < 2 else smsenc.ErrorCode(code).name.lower() for code in reference.error]
    assert plain(frame["error"]) == names


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None)
@given(texts, options)
def test_every_kind_of_column_gives_the_same_octets(kind, rows, options):
    reference = smsenc.encode_many(rows, **options)
    frame = column(rows, kind).sms.encode(fields=["user_data", "dcs", "reference", "segments", "error_code"], **options)
    octets = [None if row is None else list(row) for row in reference]
    assert frame["user_data"].tolist() == octets
    assert column(rows, kind).sms.user_data(**options).tolist() == octets
    for field in ("dcs", "reference", "segments"):
        assert plain(frame[field]) == getattr(reference, field).tolist()


def test_one_name_is_a_series_and_a_list_of_names_a_data_frame():
    series = column(TEXTS, "default")
    assert isinstance(series.sms.estimate(fields="units"), pd.Series)
    assert isinstance(series.sms.estimate(fields=["units"]), pd.DataFrame)
    assert isinstance(series.sms.encode(fields="dcs"), pd.Series)
    assert series.sms.estimate(fields="units").name == "text"


def test_results_join_their_frame_even_where_the_index_is_not_unique():
    frame = pd.DataFrame({"text": TEXTS}, index=[7] * len(TEXTS))
    frame["segments"] = frame["text"].sms.segments()
    assert plain(frame["segments"]) == COUNTS
    assert frame["segments"].sum() == sum(count for count in COUNTS if count is not None)


def test_what_is_missing_in_an_object_column_is_missing_and_what_is_no_string_fails_alone():
    series = pd.Series(["a", None, float("nan"), pd.NA, 5, b"b", "c"], dtype=object)
    assert plain(series.sms.segments()) == [1, None, None, None, None, None, 1]
    assert plain(series.sms.estimate(fields="error")) == [None, None, None, None, "wrong_type", "wrong_type", None]


def test_a_lone_surrogate_of_an_object_column_is_what_a_single_call_makes_of_it():
    series = pd.Series(["a\ud83d", "b"], dtype=object)
    assert series.sms.estimate(fields="units").tolist() == [2, 1]
    assert plain(series.sms.encode(fields="error")) == ["unmappable", None]
    assert plain(series.sms.encode(fields="error", lone_surrogates="replace")) == [None, None]


def test_a_column_without_any_value_counts_as_one_of_strings():
    for series in (pd.Series([None, None]), pd.Series([float("nan")] * 2), pd.Series([], dtype="float64")):
        assert plain(series.sms.segments()) == [None] * len(series)


@pytest.mark.parametrize("rows", [[1, 2], [1.5, float("nan")], [True]])
def test_a_column_of_anything_else_has_no_accessor(rows):
    with pytest.raises(AttributeError, match="a column of strings is needed, not"):
        _ = pd.Series(rows).sms
    assert not hasattr(pd.Series(rows), "sms")
    with pytest.raises(AttributeError, match="not category of "):
        _ = pd.Series(rows, dtype="category").sms


def test_wrong_options_and_fields_are_told_for_every_kind():
    for kind in KINDS:
        with pytest.raises(smsenc.InvalidOption, match="max_segments"):
            column(TEXTS, kind).sms.segments(max_segments=0)
        with pytest.raises(smsenc.InvalidOption, match="fields"):
            column(TEXTS, kind).sms.estimate(fields=["length"])


def test_a_profile_and_options_go_together():
    profile = smsenc.Profile(languages=["turkish"])
    frame = pd.Series(["ş" * 100, "a" * 161]).sms.estimate(profile=profile, max_segments=1)
    assert plain(frame["encoding"]) == ["gsm7", None]
    assert plain(frame["error"]) == [None, "too_many_segments"]
