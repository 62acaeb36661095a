"""Recipients of the REST API: form, number, duplicates, and what is known of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsenc.credits import RateCard
from smsenc.gateways import InvalidParameter
from smsenc.gateways.clickatell import Knowledge, Limits, http, one, platform, rest

ONE, TWO = "27831234567", "27831234568"


@pytest.mark.parametrize("number", [ONE, "16501234567", "44123456789", "123456789012345", "1234567"])
def test_a_number_is_sent_as_an_array_even_for_one(number: str) -> None:
    assert rest.request("x", number).body["to"] == [number]
    assert rest.request("x", [number]).body["to"] == [number]


@pytest.mark.parametrize(
    "number",
    [
        "",
        "+27831234567",
        "0027831234567",
        "00",
        "0",
        "0831234567",
        "2783 1234567",
        "2783-1234567",
        "27831234567\n",
        "٢٧٨٣١٢٣٤٥٦٧",
        "２７８３",
        "²783",
        "abc",
        "27831234567x",
    ],
)
def test_a_malformed_number_is_error_105(number: str) -> None:
    with pytest.raises(InvalidParameter) as caught:
        rest.request("x", [ONE, number])
    fault = caught.value
    assert (fault.parameter, fault.value, fault.gateway_code) == ("to[1]", number, "105")
    assert len(number) < 3 or number not in str(fault)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=20))
def test_whatever_is_accepted_is_ascii_digits_without_leading_zero(number: str) -> None:
    proper = number != "" and all(c in "0123456789" for c in number) and number[0] != "0"
    if proper:
        assert rest.request("x", number).body["to"] == [number]
    else:
        with pytest.raises(InvalidParameter) as caught:
            rest.request("x", number)
        assert caught.value.gateway_code == "105"


def test_one_leading_zero_passes_where_a_default_prefix_is_set() -> None:
    limits = Limits(leading_zero=True)
    assert rest.request("x", "0831234567", limits=limits).body["to"] == ["0831234567"]
    for number in ("0", "0027831234567"):
        with pytest.raises(InvalidParameter):
            rest.request("x", number, limits=limits)


@pytest.mark.parametrize("to", [None, 5, 27831234567, b"27831234567", {ONE: 1}, [5], [None], [b"2783"]])
def test_wrong_types_of_recipients_are_type_errors(to: Any) -> None:
    with pytest.raises(TypeError, match="to"):
        rest.request("x", to)


def test_no_recipient_is_error_101() -> None:
    cases: list[Any] = [[], (), iter(())]
    for to in cases:
        with pytest.raises(InvalidParameter) as caught:
            rest.request("x", to)
        assert (caught.value.parameter, caught.value.gateway_code) == ("to", "101")


@pytest.mark.parametrize("length", [1, 6, 16, 30])
def test_unusual_lengths_are_noted(length: int) -> None:
    assert "number-length" in {note.identifier for note in rest.request("x", "2" * length).notes}


def test_the_limit_is_200_and_up_to_600_by_option() -> None:
    many = [str(27830000000 + n) for n in range(601)]
    assert len(rest.request("x", many[:200]).body["to"]) == 200
    with pytest.raises(InvalidParameter) as caught:
        rest.request("x", many[:201])
    assert caught.value.gateway_code is None
    assert caught.value.lifted_by is not None
    assert len(rest.request("x", many[:600], limits=Limits(recipients=600)).body["to"]) == 600
    with pytest.raises(InvalidParameter):
        rest.request("x", many, limits=Limits(recipients=600))


def test_duplicates_are_refused_dropped_or_kept() -> None:
    to = [ONE, TWO, ONE]
    with pytest.raises(InvalidParameter) as caught:
        rest.request("x", to)
    assert (caught.value.parameter, caught.value.gateway_code) == ("to[2]", None)
    assert rest.request("x", to, duplicates="drop").body["to"] == [ONE, TWO]
    kept = rest.request("x", to, duplicates="keep")
    assert kept.body["to"] == to
    assert "duplicate-recipients" in {note.identifier for note in kept.notes}
    with pytest.raises(InvalidParameter, match="duplicates"):
        rest.request("x", to, duplicates="ignore")  # type: ignore[arg-type]


def test_duplicates_in_a_stream_are_found_only_with_a_set_of_the_callers() -> None:
    stream = [ONE, TWO, ONE]
    limits = Limits(recipients=2)
    assert [r.body["to"] for r in rest.requests("x", stream, limits=limits)] == [[ONE, TWO], [ONE]]
    seen: set[str] = set()
    assert [r.body["to"] for r in rest.requests("x", stream, limits=limits, seen=seen, duplicates="drop")] == [
        [ONE, TWO]
    ]
    assert seen == {ONE, TWO}
    with pytest.raises(InvalidParameter, match="seen"):
        list(rest.requests("x", [ONE], seen=seen))


def test_all_faults_of_a_request_are_reported_together() -> None:
    with pytest.raises(InvalidParameter) as caught:
        rest.request("", ["27", "x", "0123"], callback=9, from_="", udh="00", type="FLASH")
    found = [(fault.parameter, fault.gateway_code) for fault in caught.value.faults]
    assert sorted(found, key=str) == sorted(
        [
            ("udh", "102"),
            ("type", "112"),
            ("from_", "106"),
            ("callback", "101"),
            ("to[1]", "105"),
            ("to[2]", "105"),
            ("text", "107"),
        ],
        key=str,
    )
    assert all(len(fault.faults) == 1 for fault in caught.value.faults[1:])


@pytest.mark.parametrize("dialect", [rest, http, platform, one])
def test_only_what_makes_a_request_counts_as_seen(dialect: Any) -> None:
    seen: set[str] = set()
    with pytest.raises(InvalidParameter):
        dialect.request("", ONE, seen=seen)
    with pytest.raises(InvalidParameter):
        dialect.requests("x", [ONE, "no"], seen=seen)
    stream = dialect.requests("x", [ONE], seen=seen)
    assert seen == set()
    next(stream)
    assert seen == {ONE}
    failed, made = dialect.requests_from_rows([("", TWO), ("x", TWO)], seen=seen)
    assert type(failed).__name__ == "Failure"
    assert TWO in str(made.body)
    assert seen == {ONE, TWO}


@pytest.mark.parametrize("dialect", [rest, http, platform, one])
def test_a_request_is_never_without_recipients(dialect: Any) -> None:
    for call in (
        lambda: dialect.request("x", [ONE], seen={ONE}, duplicates="drop"),
        lambda: dialect.request("x", []),
    ):
        with pytest.raises(InvalidParameter, match="at least one"):
            call()
    assert list(dialect.requests("x", [ONE], seen={ONE}, duplicates="drop")) == []
    (failure,) = dialect.requests_from_rows([("x", ONE)], seen={ONE}, duplicates="drop")
    assert failure.error.parameter == "to"


def test_the_balance_is_held_against_the_whole_list() -> None:
    knowledge = Knowledge(balance=Decimal(3), rates=RateCard({"27": 1}))
    numbers = [str(27830000000 + n) for n in range(4)]
    limits = Limits(recipients=2)
    with pytest.raises(InvalidParameter) as caught:
        rest.requests("x", numbers, knowledge=knowledge, limits=limits)
    assert caught.value.gateway_code == "301"
    assert len(list(rest.requests("x", numbers[:3], knowledge=knowledge, limits=limits))) == 2
