"""The ``_many`` functions say of each row what the single calls say of it, and no row raises."""

from __future__ import annotations

import array
import ctypes
import itertools
import pickle
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import smsenc
from smsenc import ErrorCode

OPTIONS = [
    {},
    {"encoding": "gsm7"},
    {"languages": "all", "max_segments": 3},
    {"max_segments": 1, "overflow": "truncate", "ellipsis": "…"},
    {"max_segments": 1, "overflow": "truncate", "line_breaks": "lf", "normalization": "NFC"},
    {"lone_surrogates": "replace", "reference_bits": 16},
    {"header": [smsenc.InformationElement(0x70, bytes(137))]},
]
# Every character, lone surrogates too, and long texts of few characters.
texts = st.one_of(
    st.text(st.characters(), max_size=40),
    st.text("abc é€ğş\r\n", max_size=400),
    st.builds(lambda text, times: text * times, st.text(st.characters(), min_size=1, max_size=3), st.integers(1, 400)),
)
rows = st.lists(st.one_of(texts, st.none(), st.just(7), st.just(b"octets")), max_size=12)

CODES = {
    smsenc.UnmappableCharacter: ErrorCode.UNMAPPABLE,
    smsenc.TooManySegments: ErrorCode.TOO_MANY_SEGMENTS,
    smsenc.InvalidHeader: ErrorCode.INVALID_HEADER,
    smsenc.InvalidOption: ErrorCode.INVALID_OPTION,
    TypeError: ErrorCode.WRONG_TYPE,
}


def alone(call, row):
    """(result or None, error code) of a single call."""
    if row is None:
        return None, ErrorCode.MISSING
    try:
        return call(row), ErrorCode.NONE
    except (smsenc.Error, TypeError) as error:
        return None, CODES[type(error)]


@settings(max_examples=60)
@given(rows, st.sampled_from(OPTIONS))
def test_every_row_is_estimated_as_a_single_text(rows, options):
    expected = [alone(lambda row: smsenc.estimate(row, **options), row) for row in rows]
    for columns in (
        smsenc.estimate_many(rows, **options),
        smsenc.estimate_many(iter(rows), **options),
        smsenc.Profile(**options).estimate_many(tuple(rows)),
    ):
        assert len(columns) == len(rows)
        assert columns.tolist() == [estimate for estimate, _ in expected]
        assert columns.error.tolist() == [code for _, code in expected]
        assert [columns.row(index) for index in range(len(rows))] == columns.tolist() == list(columns)
        for name in ("segments", "units", "capacity", "remaining", "truncated_at", "needed"):
            values = [None if estimate is None else getattr(estimate, name) for estimate, _ in expected]
            assert getattr(columns, name).tolist() == values, name
        encodings = [columns.ENCODINGS[code] for code in memoryview(columns.encoding)]
        assert encodings == [estimate and estimate.encoding for estimate, _ in expected]
        for name in ("locking", "single"):
            languages = [estimate and getattr(estimate, name) for estimate, _ in expected]
            numbers = [language.identifier if language else 0 for language in languages]
            assert list(memoryview(getattr(columns, name))) == numbers
        assert pickle.loads(pickle.dumps(columns)) == columns


@settings(max_examples=60)
@given(rows, st.sampled_from(OPTIONS))
def test_every_row_is_counted_as_a_single_text(rows, options):
    profile = smsenc.Profile(**options)
    expected = [alone(profile.count_segments, row)[0] for row in rows]
    assert profile.count_segments_many(rows).tolist() == expected
    assert profile.count_segments_many(row for row in rows).tolist() == expected
    assert smsenc.count_segments_many(rows) == smsenc.Profile().count_segments_many(rows)


@settings(max_examples=60)
@given(rows, st.sampled_from(OPTIONS))
def test_every_row_is_encoded_as_a_single_text(rows, options):
    expected = [alone(lambda row: smsenc.encode(row, **options), row) for row in rows]
    for columns in (
        smsenc.encode_many(rows, **options),
        smsenc.encode_many(iter(rows), **options),
        smsenc.Profile(**options).encode_many(rows),
    ):
        assert len(columns) == len(rows)
        assert columns.tolist() == [message and message.user_data for message, _ in expected] == list(columns)
        assert columns.error.tolist() == [code for _, code in expected]
        for name in ("segments", "dcs", "reference"):
            values = [None if message is None else getattr(message, name) for message, _ in expected]
            assert getattr(columns, name).tolist() == values, name
        assert bytes(columns.octets) == b"".join(
            itertools.chain(*(message.user_data for message, _ in expected if message))
        )
        assert columns.row_offsets[-1] == len(columns.segment_offsets) - 1
        assert columns.segment_offsets[-1] == len(columns.octets)
        assert pickle.loads(pickle.dumps(columns)) == columns


def test_references_are_taken_one_per_row():
    long = "x" * 161
    columns = smsenc.encode_many([long, None, "short", long], references=smsenc.ReferenceCounter(start=254))
    assert columns.reference.tolist() == [254, None, None, 1]
    assert columns[3] == smsenc.encode(long, reference=1).user_data
    with pytest.raises(ValueError, match="fewer references than texts"):
        smsenc.encode_many([long, long], references=[1])
    with pytest.raises(smsenc.InvalidOption):
        smsenc.encode_many([long], references=[256])
    with pytest.raises(TypeError):
        smsenc.encode_many([long], references=["1"])


def test_a_changed_list_is_read_as_it_is():
    texts = ["x" * 161] * 3

    def references():
        for number in range(10):
            texts.clear()
            yield number

    assert len(smsenc.encode_many(texts, references=references())) == 1


def test_what_is_no_iterable_of_texts_is_refused_at_once():
    for call in (smsenc.count_segments_many, smsenc.estimate_many, smsenc.encode_many):
        for wrong in ("a text", "", 5, None):
            with pytest.raises(TypeError, match="texts must be"):
                call(wrong)
    with pytest.raises(TypeError):
        smsenc.estimate_many([], no_such_option=1)
    with pytest.raises(smsenc.InvalidOption):
        smsenc.estimate_many([], encoding="latin1")


def test_the_error_of_an_iterable_is_passed_on():
    def failing():
        yield "fine"
        raise KeyError("gone")

    with pytest.raises(KeyError, match="gone"):
        smsenc.estimate_many(failing())


def test_subclasses_of_str_and_list_are_read_as_what_they_are():
    class Text(str):
        __slots__ = ()

    class Texts(list):
        def __iter__(self):
            return iter(["a", "b"])

    assert smsenc.count_segments_many([Text("x" * 161)]).tolist() == [2]
    assert len(smsenc.count_segments_many(Texts(["only one"]))) == 2


def test_no_rows_give_empty_columns():
    for empty in ([], (), iter([])):
        empty = list(empty) if isinstance(empty, list) else empty
        columns = smsenc.estimate_many(empty)
        assert len(columns) == 0
        assert columns.tolist() == columns.segments.tolist() == []
        assert memoryview(columns.segments).nbytes == 0
    assert smsenc.encode_many([]).tolist() == []
    assert bytes(smsenc.encode_many([]).octets) == b""


def test_a_column_lends_its_memory():
    column = smsenc.count_segments_many(["a", "b" * 161, None])
    view = memoryview(column)
    assert (view.format, view.itemsize, view.shape, view.strides) == ("i", 4, (3,), (4,))
    assert (column.format, column.itemsize, column.nbytes, column.null_count) == ("i", 4, 12, 1)
    assert view.readonly
    assert view.c_contiguous
    assert array.array("i", view).tolist() == [1, 2, 0]
    with pytest.raises(TypeError):
        view[0] = 5
    with pytest.raises(TypeError, match="not writable"):
        ctypes.c_int32.from_buffer(column)
    del column
    assert view.tolist() == [1, 2, 0], "the view keeps the column alive"


def test_the_memory_of_a_result_outlives_the_result():
    columns = smsenc.estimate_many(["x" * n for n in range(2000)])
    view = memoryview(columns.units)
    del columns
    assert view.tolist() == list(range(2000))


def test_a_column_is_a_sequence_and_a_value():
    column = smsenc.count_segments_many(["a", None, "b" * 161, "c" * 307])
    assert (column[0], column[1], column[-1]) == (1, None, 3)
    assert column[1:3].tolist() == [None, 2]
    assert column[::-2].tolist() == [3, None]
    assert list(column) == column.tolist()
    assert column == smsenc.count_segments_many(["z", None, "y" * 161, "x" * 307])
    assert hash(column) == hash(pickle.loads(pickle.dumps(column)))
    assert column != smsenc.count_segments_many(["a", "", "b" * 161, "c" * 307])
    assert column != [1, None, 2, 3]
    assert repr(column) == "<Column 'i' of 4 rows: [1, None, 2, 3]>"
    for index in (4, -5):
        with pytest.raises(IndexError):
            column[index]
    with pytest.raises(TypeError):
        column["0"]
    with pytest.raises(AttributeError):
        column.format = "q"


def test_results_are_values():
    columns, messages = smsenc.estimate_many(["a", None]), smsenc.encode_many(["a", None])
    assert hash(columns) == hash(smsenc.estimate_many(["b", None]))
    assert hash(messages) == hash(smsenc.encode_many(["a", None]))
    assert columns != messages
    assert messages != smsenc.encode_many(["b", None])
    assert repr(columns) == "<EstimateColumns of 2 rows, 1 without a result>"
    assert repr(messages) == "<MessageColumns of 2 rows, 1 without a result: 1 segments, 1 octets>"
    assert columns[0:1] == [smsenc.estimate("a")]
    assert messages[-2:] == [(b"a",), None]
    with pytest.raises(IndexError):
        columns.row(2)
    with pytest.raises(IndexError):
        messages[2]


def test_a_pickle_that_promises_what_it_does_not_hold_is_refused():
    from smsenc import _core

    column = smsenc.count_segments_many(["a"])
    octets, longs = smsenc.encode_many(["a"]).octets, smsenc.encode_many(["a"]).row_offsets
    with pytest.raises(ValueError, match="state"):
        _core.restore_column("i", b"123", None)
    with pytest.raises(ValueError, match="state"):
        _core.restore_column("f", b"1234", None)
    with pytest.raises(ValueError, match="state"):
        _core.restore_column("B", b"1234", b"1")
    with pytest.raises(ValueError, match="state"):
        _core.restore_estimates((column,) * 7 + (octets[:0],), [])
    with pytest.raises(ValueError, match="state"):
        _core.restore_messages(octets, longs, longs, octets, column, octets, octets[:0])


def test_an_iterable_takes_no_memory_but_the_columns():
    def peak(count):
        # Blocks of the core are none of Python's, so this is what is held of the texts.
        tracemalloc.start()
        smsenc.count_segments_many(f"text number {number}" for number in range(count))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(100)
    assert peak(50_000) < peak(5_000) + 20_000


def test_a_million_rows():
    column = smsenc.count_segments_many(["a" * 160, "b" * 161, None, "€" * 81] * 250_000)
    assert len(column) == 1_000_000
    assert memoryview(column)[-4:].tolist() == [1, 2, 0, 2]
    assert sum(memoryview(column)) == 5 * 250_000
    assert column.null_count == 250_000


def test_no_reference_of_a_row_is_lost_or_kept():
    import sys

    text = "".join(["not ", "interned"])
    before = sys.getrefcount(text)
    smsenc.estimate_many([text] * 100)
    smsenc.encode_many(iter([text] * 100), references=range(100))
    assert sys.getrefcount(text) == before
