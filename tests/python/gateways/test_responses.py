"""Replies of each dialect become typed results."""

from __future__ import annotations

import pickle
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsenc import DecodeError
from smsenc.gateways.clickatell import CODES, HTTP_STATUSES, MESSAGE_STATUSES, code, http, one, platform, rest

MESSAGE_ID = "996411ad91fa211e7d17bc873aa4a41d"


# -- codes -----------------------------------------------------------------------------------------------------------


def test_one_code_has_many_spellings() -> None:
    assert code("rest", "001") == code("rest", "1") == code("rest", 1)
    assert code("one", 25) == code("one", "25") == code("one", "025")
    assert code("http", 1).code == "001"


def test_a_code_belongs_to_its_dialect() -> None:
    assert code("rest", 100).meaning != code("one", 100).meaning
    assert code("platform", 105).meaning is None
    assert code("rest", 999).meaning is None
    assert code("rest", "E5").code == "E5"


def test_retry_is_told_only_where_a_document_says_so() -> None:
    assert code("http", 901).retry is True
    assert code("one", 19).retry is True
    assert code("rest", 105).retry is False
    assert code("http", 114).retry is None
    assert HTTP_STATUSES[503][1] is True
    assert HTTP_STATUSES[400][1] is None


def test_every_code_names_its_source() -> None:
    for dialect, codes in CODES.items():
        for number, item in codes.items():
            assert item.code == number
            assert item.dialect == dialect
            assert item.sources
    assert len(CODES["http"]) == 33
    assert not CODES["platform"]
    assert set(CODES["rest"]) == set(CODES["http"]) | {"100"}
    assert set(MESSAGE_STATUSES) == {f"{n:03d}" for n in (*range(1, 13), 14)}


# -- REST ------------------------------------------------------------------------------------------------------------


def test_a_rest_reply_is_read_per_recipient() -> None:
    reply = (
        '{"data":{"message":[{"accepted":true,"to":"2799900001","apiMessageId":"' + MESSAGE_ID + '"},'
        '{"accepted":false,"to":"2799","apiMessageId":"","error":{"code":"105","description":"Invalid Destination"}}]}}'
    )
    result = rest.parse_response(207, reply.encode())
    assert (result.status, result.meaning) == (207, "several messages with different outcomes")
    assert [outcome.message_id for outcome in result.accepted] == [MESSAGE_ID]
    (refused,) = result.refused
    assert refused.to == "2799"
    assert refused.error is not None
    assert (refused.error.code.code, refused.error.code.meaning, refused.error.retry) == (
        "105", "invalid destination address", False,
    )  # fmt: skip
    assert refused.error.description == "Invalid Destination"
    assert "2799" not in repr(result)
    assert pickle.loads(pickle.dumps(result)) == result
    assert result.to_dict()["outcomes"][1]["error"]["code"] == "105"


@pytest.mark.parametrize("spelling", ['"001"', '"1"', "1", "001.0"[:0] + "1"])
def test_a_fault_of_the_whole_request_is_read(spelling: str) -> None:
    result = rest.parse_response(401, f'{{"error":{{"code":{spelling},"description":"Authentication failed"}}}}')
    assert result.outcomes == ()
    assert result.error is not None
    assert result.error.code == code("rest", "001")


def test_a_temporary_status_says_retry() -> None:
    result = rest.parse_response(503, '{"error":{"code":"114","description":"x"}}')
    assert result.retry is True
    assert rest.parse_response(400, '{"error":{"code":"114","description":"x"}}').retry is None


def test_other_rest_replies() -> None:
    assert rest.parse_balance('{"data":{"balance":"300.50"}}').amount == Decimal("300.50")
    coverage = rest.parse_coverage('{"data":{"routable":true,"destination":"27999123456","minimumCharge":0.8}}')
    assert (coverage.routable, coverage.minimum_charge) == (True, Decimal("0.8"))
    assert not rest.parse_coverage('{"data":{"routable":false,"destination":"27999123456"}}').routable
    state = rest.parse_status(
        f'{{"data":{{"apiMessageId":"{MESSAGE_ID}","messageStatus":"004","description":"Received","charge":0.8}}}}'
    )
    assert (state.status, state.final, state.charge) == ("004", True, Decimal("0.8"))
    stopped = rest.parse_status(f'{{"data":{{"apiMessageId":"{MESSAGE_ID}","messageStatus":"006","description":"x"}}}}')
    assert (stopped.meaning, stopped.final) == ("cancelled by the user", None)


def test_other_rest_calls() -> None:
    made = {
        "GET https://api.clickatell.com/rest/account/balance": rest.balance(token="k"),
        "GET https://api.clickatell.com/rest/coverage/27999123456": rest.coverage("27999123456"),
        f"GET https://api.clickatell.com/rest/message/{MESSAGE_ID}": rest.status(MESSAGE_ID),
        "GET https://api.clickatell.com/rest/message?clientMessageId=abc": rest.status(client_message_id="abc"),
        f"DELETE https://api.clickatell.com/rest/message/{MESSAGE_ID}": rest.stop(MESSAGE_ID),
    }
    for line, request in made.items():
        assert f"{request.method} {request.url}" == line
        assert request.headers["X-Version"] == "1"
        assert "27999123456" not in repr(request)
    with pytest.raises(ValueError, match="both"):
        rest.status("a", client_message_id="b")
    with pytest.raises(ValueError, match="to"):
        rest.coverage("+27")
    assert rest.status("a/../b?c").url.endswith("/message/a%2F..%2Fb%3Fc")


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>", b"[]", b"{}", b"null", b'{"data":{}}', b'{"data":[]}', b'{"data":{"message":5}}', b"\xff"],
)
def test_what_is_no_reply_is_a_decode_error(content: bytes) -> None:
    with pytest.raises(DecodeError):
        rest.parse_response(200, content)


# -- HTTP ------------------------------------------------------------------------------------------------------------


def test_http_replies_line_by_line() -> None:
    assert http.parse_response(200, f"ID: {MESSAGE_ID}").accepted[0].message_id == MESSAGE_ID
    result = http.parse_response(
        200, f"ID: {MESSAGE_ID} To: 2799900001\r\nERR: 105, Invalid Destination Address To: 0123\r\n"
    )
    assert [(outcome.to, outcome.accepted) for outcome in result.outcomes] == [("2799900001", True), ("0123", False)]
    failed = http.parse_response(200, "ERR: 001, Authentication failed")
    assert failed.outcomes == ()
    assert failed.error is not None
    assert (failed.error.code.code, failed.error.description) == ("001", "Authentication failed")
    for content in ("", "OK", "ID:", "hello\nID: x"):
        with pytest.raises(DecodeError):
            http.parse_response(200, content)


def test_other_http_replies() -> None:
    assert http.parse_auth("OK: 0123456789abcdef") == "0123456789abcdef"
    assert http.parse_batch("ID: b1") == "b1"
    assert http.parse_balance("Credit: 5.300").amount == http.parse_balance("Credits: 5.300").amount == Decimal("5.3")
    covered = http.parse_coverage("OK: This prefix is currently supported. Messages sent will be routed. Charge: 1")
    assert (covered.routable, covered.minimum_charge) == (True, Decimal(1))
    assert not http.parse_coverage("ERR: This prefix is not currently supported.").routable
    assert http.parse_status(f"ID: {MESSAGE_ID} Status: 002").status == "002"
    charged = http.parse_status(f"apiMsgId: {MESSAGE_ID} charge: 0.33 status: 004")
    assert (charged.charge, charged.status) == (Decimal("0.33"), "004")
    for parse in (http.parse_auth, http.parse_batch, http.parse_balance, http.parse_coverage, http.parse_status):
        with pytest.raises(DecodeError):
            parse("hello")
    with pytest.raises(DecodeError, match="001"):
        http.parse_auth("ERR: 001, Authentication failed")


# -- Platform and One ------------------------------------------------------------------------------------------------


def test_a_platform_reply() -> None:
    result = platform.parse_response(
        202,
        '{"messages":[{"apiMessageId":"a1","accepted":true,"to":"2799900001","errorCode":null,"error":null,'
        '"errorDescription":null},{"apiMessageId":null,"accepted":false,"to":"2","errorCode":105,"error":"x",'
        '"errorDescription":"Invalid"}],"errorCode":null,"error":null,"errorDescription":null}',
    )
    assert [outcome.accepted for outcome in result.outcomes] == [True, False]
    error = result.outcomes[1].error
    assert error is not None
    assert (error.code.code, error.code.meaning, error.description) == ("105", None, "Invalid")
    older = platform.parse_response(400, '{"messages":[],"error":"Invalid key"}')
    assert older.error is not None
    assert older.error.description == "Invalid key"
    balance = platform.parse_balance('{"balance":12.5,"currency":"EUR"}')
    assert (balance.amount, balance.currency) == (Decimal("12.5"), "EUR")
    assert platform.balance(token="KEY").url.endswith("/public-client/balance")


def test_one_replies_202_and_207() -> None:
    result = one.parse_response(
        207,
        '{"messages":[{"apiMessageId":"a1","accepted":true,"to":"2799900001","error":null},'
        '{"apiMessageId":null,"accepted":false,"to":"2","error":{"code":25,"description":"Invalid"}}],"error":null}',
    )
    assert (len(result.accepted), len(result.refused)) == (1, 1)
    error = result.refused[0].error
    assert error is not None
    assert error.code == code("one", 25)
    whole = one.parse_response(401, '{"messages":[],"error":{"code":1,"description":"Invalid key"}}')
    assert whole.error is not None
    assert whole.error.code.meaning == "invalid or missing integration API key"
    assert one.status("a1-b2").url.endswith("/v1/message/a1-b2")
    assert one.balance().url.endswith("/v1/balance")
    assert one.parse_status('{"messageId":"a1","status":"DEVICE_ACK"}').status == "DEVICE_ACK"
    with pytest.raises(ValueError, match="message_id"):
        one.status("a/b")


# -- pushes ----------------------------------------------------------------------------------------------------------

PUSH = {
    "api_id": "12345", "apiMsgId": MESSAGE_ID, "cliMsgId": "", "timestamp": "1218008129", "to": "279995631564",
    "from": "27833001171", "charge": "0.300000", "status": "004",
}  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        PUSH,
        list(PUSH.items()),
        "&".join(f"{name}={value}" for name, value in PUSH.items()),
        "&".join(f"{name}={value}" for name, value in PUSH.items()).encode(),
        '{"data":{"timestamp":1218008129,"to":"279995631564","from":"27833001171","charge":0.3,"messageStatus":"004",'
        '"apiMessageId":"' + MESSAGE_ID + '"}}',
    ],
)
def test_a_push_is_read_in_every_form(content: Any) -> None:
    state = rest.parse_callback(content)
    assert (state.message_id, state.status, state.charge) == (MESSAGE_ID, "004", Decimal("0.3"))
    assert (state.to, state.from_, state.client_message_id) == ("279995631564", "27833001171", None)
    assert state.timestamp == datetime(2008, 8, 6, 7, 35, 29, tzinfo=timezone.utc)
    assert (state.final, state.meaning) == (True, "received by the handset")
    assert "279995631564" not in repr(state)


def test_a_push_without_a_status_is_a_decode_error() -> None:
    for content in ("", "a=b", "{}", "[1]", b"\xff"):
        with pytest.raises(DecodeError):
            rest.parse_callback(content)


# -- properties ------------------------------------------------------------------------------------------------------


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_reply_raises_anything_but_a_decode_error(content: bytes) -> None:
    for parse in (
        lambda c: rest.parse_response(200, c), rest.parse_balance, rest.parse_coverage, rest.parse_status,
        rest.parse_callback,
        lambda c: http.parse_response(200, c), http.parse_auth, http.parse_balance, http.parse_coverage,
        http.parse_status, lambda c: platform.parse_response(200, c), platform.parse_balance,
        lambda c: one.parse_response(200, c), one.parse_status,
    ):  # fmt: skip
        try:
            parse(content)
        except DecodeError:
            continue


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["data", "message", "messages", "error", "code", "errorCode", "accepted", "to", "balance",
                         "charge",
                         "status",                          "minimumCharge", "timestamp"]),
        inner,
        max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(JSON)
def test_no_json_reply_raises_anything_but_a_decode_error(value: Any) -> None:
    import json

    content = json.dumps({"data": value, "messages": value} if isinstance(value, list) else value)
    for parse in (
        lambda c: rest.parse_response(200, c), rest.parse_balance, rest.parse_coverage, rest.parse_status,
        rest.parse_callback, lambda c: platform.parse_response(200, c), platform.parse_balance,
        lambda c: one.parse_response(200, c),
    ):  # fmt: skip
        try:
            parse(content)
        except DecodeError:
            continue
