"""Each refusal that is foretold, with the code that the gateway would answer.

Codes above 108 are known from the list of the HTTP API (specification 2.3.8, appendix A, and its summary of 2013); the
REST list is stored to 108 only. 100 and 116 from our own bodies are ruled out in ``test_rest_content.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from smsenc.credits import RateCard
from smsenc.gateways import InvalidParameter
from smsenc.gateways.clickatell import CODES, Credentials, Knowledge, Limits, http, one, platform, rest

TO = "27831234567"
NOW = datetime(2026, 1, 1, tzinfo=timezone.utc)
RATES = RateCard({"27": "0.8"})


def with_knowledge(**known: Any) -> Callable[[], Any]:
    return lambda: rest.request("x" * 200, TO, from_="Shop", knowledge=Knowledge(**known), now=NOW)


FROM_ARGUMENTS: list[tuple[str, Callable[[], Any]]] = [
    ("101", lambda: rest.request("x", TO, callback=8)),
    ("101", lambda: rest.request("x", [])),
    ("102", lambda: rest.request(b"x", TO, udh="05")),
    ("105", lambda: rest.request("x", "+27831234567")),
    ("106", lambda: rest.request("x", TO, from_="TwelveLetter")),
    ("107", lambda: rest.request("", TO)),
    ("108", lambda: http.request("x", TO, token=Credentials("u", "p", ""))),
    ("109", lambda: rest.status("")),
    ("109", lambda: rest.stop("")),
    ("109", lambda: http.charge("")),
    ("112", lambda: rest.request("x", TO, type="SMS_NOKIA_RTTTL")),
    ("113", lambda: rest.request("x" * 460, TO)),
    ("116", lambda: rest.request("\ud800", TO)),
    ("116", lambda: rest.request(b"x", TO, unicode=1)),
    ("120", lambda: rest.request("x", TO, scheduled_delivery_time=NOW + timedelta(days=8), now=NOW)),
    ("120", lambda: http.request("x", TO, deliver_after=10081)),
    ("201", lambda: http.send_item("", TO)),
    ("202", lambda: http.start_batch("")),
    ("001", lambda: rest.request("x", TO, token="")),
    ("002", lambda: http.request("x", TO, token=Credentials("", "p", "1"))),
    ("005", lambda: http.request("x", TO, token="")),
]
FROM_KNOWLEDGE: list[tuple[str, Callable[[], Any]]] = [
    ("114", with_knowledge(coverage={TO: False})),
    ("114", with_knowledge(coverage={TO: rest.parse_coverage('{"data":{"routable":false}}')})),
    ("121", with_knowledge(blocked={TO})),
    ("122", with_knowledge(opted_out={TO})),
    ("123", with_knowledge(registered_senders={"Other"})),
    ("128", with_knowledge(delisted={TO})),
    ("130", with_knowledge(message_limit_until=NOW + timedelta(hours=1))),
    ("301", with_knowledge(balance=Decimal("1.5"), rates=RATES)),
    ("301", with_knowledge(balance=Decimal(0))),
    ("302", with_knowledge(maximum_credit=Decimal("1.5"), rates=RATES)),
]
ONE_API: list[tuple[str, Callable[[], Any]]] = [
    ("22", lambda: one.request("x", [str(27830000000 + n) for n in range(201)])),
    ("23", lambda: one.request("x", TO, caption="x")),
    ("23", lambda: one.request("", TO)),
    ("24", lambda: one.request("x" * 4097, TO, channel="whatsapp")),
    ("25", lambda: one.request("x", "+27831234567")),
    ("26", lambda: one.request("x", TO, knowledge=Knowledge(opted_out={TO}))),
    ("20", lambda: one.request("x", TO, knowledge=Knowledge(balance=Decimal("0.1"), rates=RATES))),
    ("44", lambda: one.request("x", TO, from_="123", knowledge=Knowledge(suspended_senders={"123"}))),
    ("45", lambda: one.request("x", TO, from_="123", knowledge=Knowledge(registered_senders={"456"}))),
    ("100", lambda: one.request("x" * 161, TO, max_message_parts=1)),
]


@pytest.mark.parametrize(("code", "call"), FROM_ARGUMENTS + FROM_KNOWLEDGE)
def test_a_code_of_the_old_gateway_is_foretold(code: str, call: Callable[[], Any]) -> None:
    with pytest.raises(InvalidParameter) as caught:
        call()
    assert [fault.gateway_code for fault in caught.value.faults] == [code]
    assert code in CODES["http"]
    assert caught.value.evidence


@pytest.mark.parametrize(("code", "call"), ONE_API)
def test_a_code_of_the_one_api_is_foretold(code: str, call: Callable[[], Any]) -> None:
    with pytest.raises(InvalidParameter) as caught:
        call()
    assert [fault.gateway_code for fault in caught.value.faults] == [code]
    assert code in CODES["one"]


def test_all_codes_that_can_be_foretold_are_tested() -> None:
    assert {code for code, _ in FROM_ARGUMENTS} >= {
        "101", "102", "105", "106", "107", "108", "109", "112", "113", "116", "120", "202",
    }  # fmt: skip
    assert {code for code, _ in FROM_KNOWLEDGE} == {"114", "121", "122", "123", "128", "130", "301", "302"}
    assert {code for code, _ in ONE_API} >= {"22", "23", "24", "25", "44", "45", "100"}


def test_knowledge_that_does_not_hit_refuses_nothing() -> None:
    known = Knowledge(
        coverage={TO: True},
        blocked={"1"},
        opted_out={"1"},
        delisted={"1"},
        registered_senders={"Shop"},
        message_limit_until=NOW - timedelta(hours=1),
        balance=Decimal("1.6"),
        maximum_credit=Decimal("1.6"),
        rates=RATES,
    )
    assert rest.request("x" * 200, TO, from_="Shop", knowledge=known, now=NOW)
    assert rest.request("x", "44712345678", from_="Shop", knowledge=known)  # unpriced: nothing is assumed


def test_knowledge_is_heeded_in_streams() -> None:
    known = Knowledge(blocked={TO})
    with pytest.raises(InvalidParameter):
        rest.requests("x", [TO], knowledge=known)
    good, bad = rest.requests_from_rows([("x", "27831234568"), ("x", TO)], knowledge=known)
    assert type(good).__name__ == "Request"
    assert type(bad).__name__ == "Failure"
    with pytest.raises(InvalidParameter):
        list(http.requests("x", [TO], knowledge=known))
    with pytest.raises(InvalidParameter):
        platform.request("x", TO, knowledge=known)


def test_the_platform_api_has_no_codes() -> None:
    calls: list[Callable[[], Any]] = [
        lambda: platform.request("", TO),
        lambda: platform.request("x", "+1"),
        lambda: platform.request("x", TO, validity_period=0),
        lambda: platform.request("x", TO, from_=""),
        lambda: platform.request("x" * 200, TO, max_message_parts=1),
        lambda: platform.request("x", [str(27830000000 + n) for n in range(201)]),
    ]
    for call in calls:
        with pytest.raises(InvalidParameter) as caught:
            call()
        assert caught.value.gateway_code is None


def test_a_stated_code_has_a_source_and_a_rule_of_ours_says_what_lifts_it() -> None:
    with pytest.raises(InvalidParameter) as caught:
        rest.request("x", [TO, TO])
    assert (caught.value.gateway_code, caught.value.evidence) == (None, "own")
    assert caught.value.lifted_by == 'duplicates="drop" or "keep"'
    with pytest.raises(InvalidParameter) as caught:
        rest.request("x", TO, limits=Limits(), client_message_id="a" * 33)
    assert caught.value.evidence == "P, H1 s5.2.13"
