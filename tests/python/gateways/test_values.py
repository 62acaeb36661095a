"""Values: equal, hashable, immutable, picklable; nothing secret in a repr or an error."""

from __future__ import annotations

import copy
import pickle
from decimal import Decimal
from typing import Any

import pytest

import smsenc
from smsenc import Encoding
from smsenc.gateways import InvalidParameter, Note, Plan, Request, TooManyParts, UnsendableCharacter
from smsenc.gateways.clickatell import (
    Callback,
    Credentials,
    Failure,
    Feature,
    Knowledge,
    Limits,
    code,
    http,
    one,
    platform,
    rest,
    unknowns,
)

KEY = "s3cr3t-k3y"
TO = "27831234567"
TEXT = "a private text"
REQUESTS: list[Request] = [
    rest.request(TEXT, TO, token=KEY, callback=7),
    http.request(TEXT, TO, token=Credentials(KEY, KEY, "1")),
    http.request(TEXT, TO, token=KEY, method="GET"),
    platform.request(TEXT, TO, token=KEY),
    platform.send_by_get(TEXT, TO, token=KEY),
    one.request(TEXT, TO, token=KEY),
    rest.coverage(TO, token=KEY),
    rest.status("996411ad91fa211e7d17bc873aa4a41d", token=KEY),
]


@pytest.mark.parametrize("request_", REQUESTS)
def test_a_request_is_a_value(request_: Request) -> None:
    again = pickle.loads(pickle.dumps(request_))
    assert again == request_
    assert hash(again) == hash(request_)
    assert copy.copy(request_) == request_
    rebuilt = Request(request_.method, request_.url, request_.headers, request_.content, request_.notes, request_.plan)
    assert rebuilt == request_
    assert request_ != Request(request_.method, request_.url + "x")
    assert request_ != "request"
    for name in ("content", "url", "method", "notes", "other"):
        with pytest.raises(AttributeError):
            setattr(request_, name, b"")
    with pytest.raises(AttributeError):
        del request_.content
    headers = request_.headers
    headers["X"] = "y"
    assert "X" not in request_.headers


@pytest.mark.parametrize("request_", REQUESTS)
def test_a_repr_shows_no_key_text_or_number(request_: Request) -> None:
    shown = repr(request_) + str(request_)
    for secret in (KEY, TO, TEXT, "private", "996411ad"):
        assert secret not in shown
    assert request_.method in shown
    assert KEY in str((request_.headers, request_.url, request_.content))


def test_the_body_is_what_the_content_says() -> None:
    made = Request("POST", "https://x/", {"Content-Type": "application/json"}, b'{"a":0.10}')
    assert made.body == {"a": Decimal("0.10")}
    assert Request("GET", "https://x/?a=%C7&b=").body == (("a", "Ç"), ("b", ""))
    assert Request("GET", "https://x/").body == ()


@pytest.mark.parametrize(
    "value",
    [
        Limits(recipients=100),
        Credentials("u", "p", "1"),
        code("rest", 105),
        unknowns()[0],
        Note("a", "b", "c", "d"),
        Plan(Encoding.GSM7, 1),
        Callback.FINAL,
        Feature.FLASH,
        InvalidParameter("from_", "x", "y", "106", "A6", None),
        InvalidParameter("a", 1, "b", None, None, "c", (InvalidParameter("d", 2, "e"),)),
        TooManyParts(4, 3, Encoding.GSM7),
        UnsendableCharacter("text", "ж", 3, Encoding.GSM7, None, "P"),
        Failure(3, InvalidParameter("a", 1, "b")),
    ],
)
def test_values_survive_pickling(value: Any) -> None:
    again = pickle.loads(pickle.dumps(value))
    assert again == value
    assert hash(again) == hash(value)
    assert repr(again) == repr(value)


def test_credentials_and_knowledge_hide_in_their_repr() -> None:
    assert KEY not in repr(Credentials(KEY, KEY, KEY))
    assert TO not in repr(Knowledge(blocked={TO}, balance=Decimal(5)))


def test_errors_show_no_key_text_or_number() -> None:
    calls: list[Any] = [
        lambda: rest.request(TEXT, TO + "x", token=KEY),
        lambda: rest.request(TEXT * 100, [TO, TO], token=KEY),
        lambda: rest.request(TEXT, TO, token=KEY + "\n"),
        lambda: http.request(TEXT, TO, token=Credentials(KEY, KEY, KEY)),
        lambda: http.request(TEXT, TO, token=KEY + " "),
        lambda: one.request(TEXT * 400, TO + "x", channel="whatsapp", token=KEY),
        lambda: platform.request(TEXT + "\ud800", TO + "+", token=KEY),
        lambda: http.start_batch(TEXT + "ж#field1#"),
        lambda: http.send_item("b1", TO, [TEXT + "ж"]),
    ]
    for call in calls:
        with pytest.raises(InvalidParameter) as caught:
            call()
        shown = "".join(str(fault) + repr(fault) for fault in caught.value.faults)
        for secret in (KEY, TO, TEXT, "private"):
            assert secret not in shown


@pytest.mark.parametrize(
    "base_url", ["", "ftp://x", "https://", "https://x/?a=b", "https://x/#a", "https://x\n", "httpsx", "https://[x"]
)
def test_an_odd_base_url_is_refused(base_url: str) -> None:
    with pytest.raises(InvalidParameter, match="base_url"):
        rest.request("x", TO, base_url=base_url)


def test_a_base_url_is_joined_with_one_slash() -> None:
    assert rest.request("x", TO, base_url="http://127.0.0.1:8000/rest/").url == "http://127.0.0.1:8000/rest/message"
    with pytest.raises(TypeError):
        rest.request("x", TO, base_url=5)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        rest.request("x", TO, token=5)  # type: ignore[arg-type]


def test_without_a_token_there_is_no_authorization() -> None:
    assert "Authorization" not in rest.request("x", TO).headers


def test_too_many_parts_leads_the_faults() -> None:
    with pytest.raises(TooManyParts) as caught:
        rest.request("x" * 500, "no", callback=9)
    assert [fault.gateway_code for fault in caught.value.faults] == ["113", "101", "105"]
    assert isinstance(caught.value, smsenc.TooManySegments)
    again = pickle.loads(pickle.dumps(caught.value))
    assert again == caught.value
    assert again.faults == caught.value.faults
