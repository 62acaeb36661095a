"""Bulk: lazy, in constant memory, a failure is a value, and the quick way gives what the long way gives."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsenc.gateways import InvalidParameter, Request
from smsenc.gateways.clickatell import Failure, Limits, http, one, platform, rest

TO = "27831234567"


def endless(pulled: list[int]) -> Iterator[tuple[str, str]]:
    n = 0
    while True:
        pulled.append(n)
        yield f"Hi {n}", str(27830000000 + n)
        n += 1


@pytest.mark.parametrize("dialect", [rest, http, platform])
def test_rows_are_read_one_by_one(dialect: Any) -> None:
    pulled: list[int] = []
    stream = dialect.requests_from_rows(endless(pulled))
    assert pulled == []
    assert len(list(islice(stream, 3))) == 3
    assert pulled == [0, 1, 2]


def test_recipients_of_an_iterator_are_read_request_by_request() -> None:
    pulled: list[int] = []
    stream = rest.requests("x", (number for _, number in endless(pulled)))
    assert pulled == []
    assert len(next(stream).body["to"]) == 200
    assert len(pulled) == 200


@pytest.mark.parametrize("dialect", [rest, http, platform, one])
def test_parameters_are_checked_at_the_call(dialect: Any) -> None:
    for call in (lambda: dialect.requests_from_rows([], from_=""), lambda: dialect.requests("x", [], from_="")):
        with pytest.raises(InvalidParameter):
            call()
    with pytest.raises(InvalidParameter):
        dialect.requests("", [TO])
    with pytest.raises(InvalidParameter):
        dialect.requests("x", [])


def test_a_list_is_checked_before_the_first_request() -> None:
    numbers = [str(27830000000 + n) for n in range(250)] + ["no"]
    with pytest.raises(InvalidParameter, match=r"to\[250\]"):
        rest.requests("x", numbers)
    lazily = rest.requests("x", iter(numbers))
    assert len(next(lazily).body["to"]) == 200
    with pytest.raises(InvalidParameter, match=r"to\[250\]"):
        next(lazily)


def test_a_failed_row_is_a_value_and_the_stream_goes_on() -> None:
    rows: list[Any] = [
        ("ok", TO), ("ok", "+27831234567"), ("", TO), (None, TO), ("\ud800", TO), ("x" * 999, TO), ("x" * 99999, TO),
        5, "ab",
        ("one",), ("ok", TO, "id1"), ("ok", TO, "no good"), ("ok", None), ("ж" * 999, TO), ("é" * 999, TO),
        ("ok", [TO, TO]),
        ("end", [TO, "27831234568"]),
    ]  # fmt: skip
    made = list(rest.requests_from_rows(rows))
    assert len(made) == len(rows)
    good = [index for index, item in enumerate(made) if isinstance(item, Request)]
    assert good == [0, 10, 16]
    failures = {item.index: item.error for item in made if isinstance(item, Failure)}
    assert set(failures) == set(range(len(rows))) - set(good)
    codes = {index: getattr(error, "gateway_code", "type") for index, error in failures.items()}
    assert codes == {
        1: "105", 2: "107", 3: "type", 4: "116", 5: "113", 6: "113", 7: "type", 8: "type", 9: "type", 11: "101",
        12: "type", 13: "113", 14: "113", 15: None,
    }  # fmt: skip


def test_memory_does_not_grow_with_the_stream() -> None:
    def peak(count: int) -> int:
        gc.collect()
        tracemalloc.start()
        for _ in rest.requests_from_rows(islice(endless_rows(), count), token="key", from_="123", callback=7):
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    def endless_rows() -> Iterator[tuple[str, str]]:
        texts = ("Hi {}", "Grüße {}", "Привет {}", "line\n{}")
        n = 0
        while True:
            yield texts[n & 3].format(n % 1000), str(27830000000 + n)
            n += 1

    peak(2000)  # caches of the interpreter
    small, large = peak(2000), peak(20_000)
    assert large < small + 16_384


TEXTS = st.text(
    alphabet=st.one_of(st.characters(exclude_categories=()), st.sampled_from("aé€\n{Ωж😀`")), min_size=0, max_size=250
)
NUMBERS = st.sampled_from([TO, "2783", "0831234567", "12345678901234567", "٢٧٨٣١٢٣٤"])


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(TEXTS, NUMBERS), max_size=12),
    st.fixed_dictionaries(
        {},
        optional={
            "non_ascii": st.sampled_from(["plain", "unicode"]),
            "parts": st.sampled_from(["needed", "ceiling", "connection"]),
            "max_message_parts": st.sampled_from([1, 2, 3]),
            "from_": st.sampled_from(["Shop", "123"]),
            "required_features": st.sampled_from(["derived", 16]),
            "callback": st.just(3),
            "unicode": st.sampled_from([0, 1]),
            "type": st.just("SMS_FLASH"),
            "max_credits": st.just("1.5"),
        },
    ),
)
def test_a_row_gives_what_a_single_request_gives(rows: list[tuple[str, str]], parameters: dict[str, Any]) -> None:
    for (content, to), item in zip(rows, rest.requests_from_rows(rows, token="k", **parameters), strict=True):
        expected: Any
        try:
            expected = rest.request(content, to, token="k", **parameters)
        except InvalidParameter as error:
            expected = error
        assert (item.error if isinstance(item, Failure) else item) == expected
        assert repr(item.error if isinstance(item, Failure) else item) == repr(expected)


def test_chunks_follow_the_limit() -> None:
    numbers = [str(27830000000 + n) for n in range(7)]
    made = list(rest.requests("x", numbers, limits=Limits(recipients=3)))
    assert [request.body["to"] for request in made] == [numbers[:3], numbers[3:6], numbers[6:]]


@pytest.mark.parametrize("dialect", [rest, platform, one])
def test_an_own_id_of_a_row_is_sent_and_noted(dialect: Any) -> None:
    (made,) = dialect.requests_from_rows([("x", TO, "id1")])
    assert b'"clientMessageId":"id1"' in made.content
    assert "client-message-id-form" in {note.identifier for note in made.notes}
    (failure,) = dialect.requests_from_rows([("x", TO, "no good")])
    assert failure.error.parameter == "client_message_id"


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(TEXTS, NUMBERS), max_size=12),
    st.sampled_from([{}, {"channel": "sms", "from_": "123"}, {"channel": "whatsapp"}, {"max_message_parts": 1}]),
    st.integers(1, 4),
)
def test_a_row_of_the_one_api_gives_the_message_of_a_single_request(
    rows: list[tuple[str, str]], parameters: dict[str, Any], size: int
) -> None:
    made = list(one.requests_from_rows(rows, messages_per_request=size, **parameters))
    failures = {item.index: item.error for item in made if isinstance(item, Failure)}
    messages = [message for item in made if isinstance(item, Request) for message in item.body["messages"]]
    notes = {note for item in made if isinstance(item, Request) for note in item.notes}
    expected, expected_notes = [], set()
    for index, (content, to) in enumerate(rows):
        if index in failures:
            with pytest.raises(InvalidParameter) as caught:
                one.request(content, to, **parameters)
            assert caught.value.faults[-1].gateway_code in {fault.gateway_code for fault in failures[index].faults}  # type: ignore[union-attr]
            continue
        request = one.request(content, to, **parameters)
        expected += request.body["messages"]
        expected_notes |= set(request.notes)
    assert messages == expected
    assert notes == expected_notes
    assert all(len(item.body["messages"]) <= size for item in made if isinstance(item, Request))


def test_a_row_with_a_line_break_has_the_high_count_of_a_single_request() -> None:
    texts = [
        start + end
        for start in ("a", "é", "ж", "a" * 159, "é" * 159, "ж" * 69, "😀" * 34 + "ж")
        for end in ("", "b", "\n")
    ]
    for text, made in zip(texts, rest.requests_from_rows([(text, TO) for text in texts]), strict=True):
        assert made == rest.request(text, TO)
    assert {rest.request(text, TO).plan.high_parts for text in texts} == {None, 1, 2}  # type: ignore[union-attr]
