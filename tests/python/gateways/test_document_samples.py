"""The samples of Clickatell's own documents come out equal: as JSON values, as pairs, hex octet for octet."""

from __future__ import annotations

from typing import Any

import pytest

from smsenc.gateways.clickatell import http, one, platform, rest

TO = "2799900001"
TONE = "024A3A5585E195B198040042D9049741A69761781B6176156174288B525D85E0A26C24C49A617628930BB125E055856049865885D200"
# HTTP API specification 2.3.8 section 9.3: the 8-bit samples, as the pairs behind `to`.
EIGHT_BIT: list[tuple[str, Any, dict[str, Any], dict[str, str]]] = [
    ("ringtone by type", bytes.fromhex(TONE), {"type": "SMS_NOKIA_RINGTONE"},
     {"data": TONE, "msg_type": "SMS_NOKIA_RINGTONE"}),
    ("ringtone by header", bytes.fromhex(TONE), {"udh": "06050415810000"}, {"data": TONE, "udh": "06050415810000"}),
    ("remove logo", b"\x00", {"type": "SMS_NOKIA_CLEAN"}, {"text": "00", "msg_type": "SMS_NOKIA_CLEAN"}),
    (
        "binary", bytes(range(16)), {"udh": "040402F1F2", "binary": 1},
        {"data": "000102030405060708090A0B0C0D0E0F", "binary": "1", "udh": "040402F1F2"},
    ),
    ("unicode", "ΩΨΘ", {"unicode": 1}, {"text": "03A903A80398", "unicode": "1"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "parameters", "expected"), [case[1:] for case in EIGHT_BIT], ids=[c[0] for c in EIGHT_BIT]
)
def test_eight_bit_samples_of_the_http_specification(
    content: Any, parameters: dict[str, Any], expected: dict[str, str]
) -> None:
    made = http.request(content, TO, parts="connection", **parameters)
    assert dict(made.body) == {"to": TO, **expected}
    assert made.plan is not None
    assert made.plan.parts == 1


def test_an_operator_logo_keeps_its_octets_whatever_the_case_of_the_hex() -> None:
    logo = "00480e010FC0" + "00" * 124
    pairs = dict(http.request(bytes.fromhex(logo), TO, type="SMS_NOKIA_OLOGO").body)
    assert bytes.fromhex(pairs["text"]) == bytes.fromhex(logo)
    assert "data" not in pairs
    assert "binary" not in pairs


@pytest.mark.parametrize(
    ("content", "parameters", "expected"), [case[1:] for case in EIGHT_BIT], ids=[c[0] for c in EIGHT_BIT]
)
def test_the_same_samples_over_rest_carry_the_hex_in_text(
    content: Any, parameters: dict[str, Any], expected: dict[str, str]
) -> None:
    body = rest.request(content, TO, **parameters).body
    assert body["text"] == expected.get("data", expected.get("text"))
    assert body.get("type") == expected.get("msg_type")
    assert body.get("udh") == expected.get("udh")
    if "unicode" in expected:
        assert body["unicode"] == 1
    assert type(body.get("binary", 1)) is int


def test_the_rest_sample() -> None:
    made = rest.request("Test Message", ["2799900001", "2799900002"], token="TOKEN", parts="connection")
    assert made.body == {"text": "Test Message", "to": ["2799900001", "2799900002"]}
    assert (made.method, made.url) == ("POST", "https://api.clickatell.com/rest/message")
    assert made.headers == {
        "X-Version": "1",
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Authorization": "Bearer TOKEN",
    }


def test_the_body_that_the_node_client_pins() -> None:
    made = rest.request("message", ["1000", "1001"], mo=1, callback=7, parts="connection")
    assert made.body == {"mo": 1, "callback": 7, "to": ["1000", "1001"], "text": "message"}


def test_text_of_the_ftp_sample() -> None:
    made = rest.request("This is", TO, unicode=1)
    assert made.body["text"] == "0054006800690073002000690073"


def test_the_header_samples_are_well_formed() -> None:
    for udh in ("06050415810000", "040402F1F2", "0605040B8423F0", "050003330201", "050003330202"):
        assert rest.request(b"\x00", TO, udh=udh).body["udh"] == udh


def test_the_one_sample() -> None:
    made = one.request("Here is my message", "2799900001", channel="sms", token="KEY")
    assert made.body == {"messages": [{"channel": "sms", "to": "2799900001", "content": "Here is my message"}]}
    assert (made.method, made.url) == ("POST", "https://platform.clickatell.com/v1/message")
    assert made.headers["Authorization"] == "KEY"


def test_the_platform_sample() -> None:
    made = platform.request(
        "Hi", ["380976543211"], token="KEY", user_data_header="0605040B8423F0", charset="UTF-8", validity_period=1
    )
    assert made.body == {
        "content": "Hi", "to": ["380976543211"], "userDataHeader": "0605040B8423F0",
        "validityPeriod": 1, "charset": "UTF-8",
    }  # fmt: skip
    assert (made.method, made.url, made.headers["Authorization"]) == (
        "POST",
        "https://platform.clickatell.com/messages",
        "KEY",
    )
