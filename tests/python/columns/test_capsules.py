"""The Arrow PyCapsule interface, without any library that speaks it: who releases what, and how often."""

from __future__ import annotations

import errno
import gc

import pytest

import smsenc
from columns import capsules
from smsenc import ErrorCode, arrow

ROWS = [b"Hello", None, "Grüße €".encode(), b"x" * 161, "Привет".encode()]
COUNTS = [1, None, 1, 2, 1]


def codes(producer):
    return capsules.int32(arrow.estimate(producer, fields="error_code"))


def test_an_array_is_released_once():
    producer = capsules.OneArray(ROWS)
    assert capsules.int32(arrow.count_segments(producer)) == COUNTS
    gc.collect()
    assert producer.released["array"] == producer.given_arrays == 1
    assert producer.released["schema"] == 0, "the schema is its producer's; whoever made the capsule releases it"


def test_every_array_of_a_stream_is_released_once_and_the_stream_too():
    producer = capsules.ManyArrays(ROWS, [], ROWS[2:], [b"last"])
    assert capsules.int32(arrow.count_segments(producer)) == [*COUNTS, *COUNTS[2:], 1]
    gc.collect()
    assert producer.released == {"schema": 1, "array": 4, "stream": 1}


def test_a_stream_without_chunks_is_an_empty_column():
    producer = capsules.ManyArrays()
    assert capsules.int32(arrow.count_segments(producer)) == []
    assert producer.released == {"schema": 1, "array": 0, "stream": 1}


@pytest.mark.parametrize(
    ("number", "exception"),
    [
        (errno.EIO, OSError),
        (errno.EINVAL, ValueError),
        (errno.ENOMEM, MemoryError),
        (errno.ENOSYS, NotImplementedError),
    ],
)
def test_an_error_in_a_stream_is_raised_and_all_is_released(number, exception):
    producer = capsules.ManyArrays(ROWS, ROWS, fail_with=(number, b"the file is gone"))
    for call in (arrow.count_segments, arrow.encode):
        before = dict(producer.released)
        producer.given = 0
        with pytest.raises(exception, match="the file is gone"):
            call(producer)
        gc.collect()
        assert {kind: producer.released[kind] - before[kind] for kind in before} == {
            "schema": 1,
            "array": 1,
            "stream": 1,
        }


def test_a_column_of_another_type_is_refused_and_released():
    producer = capsules.ManyArrays(ROWS, type=b"z")
    with pytest.raises(TypeError, match="a column of strings is needed, not Binary"):
        arrow.count_segments(producer)
    assert producer.released == {"schema": 1, "array": 0, "stream": 1}
    producer = capsules.OneArray(ROWS, type=b"z")
    with pytest.raises(TypeError, match="a column of strings"):
        arrow.count_segments(producer)
    gc.collect()
    assert producer.released["array"] == 1


@pytest.mark.parametrize("format", [b"no such format", b"+s:", b""])
def test_a_type_that_does_not_exist_is_an_error(format):
    producer = capsules.OneArray(ROWS, type=format)
    with pytest.raises((ValueError, TypeError)):
        arrow.count_segments(producer)
    gc.collect()
    assert producer.released["array"] == 0, "what was not taken out of its capsule is its producer's to release"


def test_an_offset_is_obeyed():
    producer = capsules.OneArray(ROWS, offset=2)
    assert capsules.int32(arrow.count_segments(producer)) == COUNTS[2:]


def test_octets_that_are_not_utf8_are_an_error_of_their_row_alone():
    wrong = [b"\xff", b"fine", b"ab\xc3", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf5\x80\x80\x80", None, b"x" * 300 + b"\x80"]
    bad, none = ErrorCode.INVALID_UTF8, ErrorCode.NONE
    expected = [bad, none, bad, bad, bad, bad, ErrorCode.MISSING, bad]
    assert codes(capsules.OneArray(wrong)) == expected
    assert codes(capsules.ManyArrays(wrong, wrong)) == expected * 2
    assert capsules.int32(arrow.encode(capsules.OneArray(wrong), fields="error_code")) == expected
    assert capsules.int32(arrow.count_segments(capsules.OneArray(wrong))) == [None, 1] + [None] * 6


def test_a_consumer_that_never_consumes_leaves_nothing_behind():
    result = arrow.count_segments(capsules.OneArray(ROWS))
    for _ in range(3):
        result.__arrow_c_array__()
        result.__arrow_c_stream__()
        result.__arrow_c_schema__()
    gc.collect()
    assert capsules.int32(result) == COUNTS, "a result can be taken as often as one likes"


def test_what_was_taken_outlives_the_result():
    result = arrow.count_segments(capsules.OneArray([b"x" * 161] * 10_000))
    schema, array = result.__arrow_c_array__()
    del result
    gc.collect()

    class Given:
        def __arrow_c_array__(self, requested_schema=None):
            return schema, array

    assert capsules.int32(Given()) == [2] * 10_000


def test_a_capsule_that_was_consumed_is_an_error():
    class Once:
        def __init__(self, method, value):
            setattr(self, method, lambda: value)

    pair = capsules.OneArray(ROWS).array_capsules()
    assert len(arrow.count_segments(Once("__arrow_c_array__", pair))) == 5
    with pytest.raises(ValueError, match="consumed before"):
        arrow.count_segments(Once("__arrow_c_array__", pair))
    producer = capsules.ManyArrays(ROWS)
    stream = producer.stream_capsule()
    assert len(arrow.count_segments(Once("__arrow_c_stream__", stream))) == 5
    with pytest.raises(ValueError, match="consumed before"):
        arrow.count_segments(Once("__arrow_c_stream__", stream))


def test_what_does_not_speak_the_interface_is_refused():
    for wrong in (["a", "b"], "text", 5, None):
        with pytest.raises(TypeError, match="Arrow PyCapsule interface"):
            arrow.count_segments(wrong)

    class Liar:
        def __init__(self, answer):
            self.answer = answer

        def __arrow_c_array__(self, requested_schema=None):
            return self.answer

    producer = capsules.ManyArrays(ROWS)
    stream = producer.stream_capsule()
    for answer in (None, (), (None, None), (stream, stream), (1, 2, 3)):
        with pytest.raises((TypeError, ValueError, IndexError)):
            arrow.count_segments(Liar(answer))


def test_the_exception_of_a_producer_is_passed_on():
    class Failing:
        def __arrow_c_stream__(self, requested_schema=None):
            raise KeyError("no such table")

    with pytest.raises(KeyError, match="no such table"):
        arrow.count_segments(Failing())


def test_wrong_arguments_are_told_before_anything_is_read():
    producer = capsules.OneArray(ROWS)
    wrong = [
        {"fields": "colour"},
        {"fields": []},
        {"fields": ["units", "units"]},
        {"fields": ["user_data"]},
        {"threads": 0},
        {"encoding": "latin1"},
    ]
    for arguments in wrong:
        with pytest.raises(smsenc.InvalidOption):
            arrow.estimate(producer, **arguments)
    with pytest.raises(TypeError):
        arrow.estimate(producer, threads="2")
    with pytest.raises(TypeError):
        arrow.estimate(producer, no_such_option=1)
    with pytest.raises(ValueError, match="column= names a column of a table"):
        arrow.estimate(producer, column="message")
    assert len(arrow.estimate(producer, threads=None)) == 5
    assert repr(arrow.count_segments(producer)) == "<smsenc.arrow.Array of 5 rows: Int32>"
    assert arrow.count_segments(producer).type == "Int32"
    assert arrow.count_segments(producer).num_chunks == 1
