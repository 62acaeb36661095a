"""The Platform and the One API."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from smsenc import Encoding, InformationElement, encode, encode_binary
from smsenc.gateways import InvalidParameter, Request, TooManyParts, UnsendableCharacter
from smsenc.gateways.clickatell import Failure, Limits, one, platform

TO = "27831234567"
MANY = [str(27830000000 + n) for n in range(450)]


def identifiers(request: Request) -> set[str]:
    return {note.identifier for note in request.notes}


# -- Platform --------------------------------------------------------------------------------------------------------


def test_the_platform_has_nine_fields() -> None:
    assert [row.wire for row in platform.TABLE] == [
        "content", "to", "from", "binary", "clientMessageId", "scheduledDeliveryTime", "userDataHeader",
        "validityPeriod", "charset",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "wire", "expected"),
    [
        ("from_", "27831234568", "from", "27831234568"),
        ("client_message_id", "abc1", "clientMessageId", "abc1"),
        (
            "scheduled_delivery_time", datetime(2017, 2, 27, 14, 30, tzinfo=timezone(timedelta(hours=2))),
            "scheduledDeliveryTime", "2017-02-27T12:30:00+0000",
        ),
        ("validity_period", 1440, "validityPeriod", 1440),
        ("user_data_header", "0605040b8423f0", "userDataHeader", "0605040B8423F0"),
        ("charset", "UTF-8", "charset", "UTF-8"),
        ("binary", False, "binary", False),
    ],
)  # fmt: skip
def test_a_platform_field_is_sent(name: str, value: Any, wire: str, expected: Any) -> None:
    assert platform.request("x", TO, **{name: value}).body[wire] == expected


def test_platform_text_goes_as_it_is() -> None:
    made = platform.request("Привет 😀", TO)
    assert made.body == {"content": "Привет 😀", "to": [TO]}
    assert made.content.isascii()
    assert made.plan is not None
    assert (made.plan.encoding, made.plan.parts) == (Encoding.UCS2, 1)


def test_platform_octets_go_as_hex_with_binary_true_and_a_note() -> None:
    made = platform.request(b"\x01\xff", TO, user_data_header="06050415810000")
    assert made.body == {"content": "01FF", "to": [TO], "binary": True, "userDataHeader": "06050415810000"}
    assert "platform-binary-form" in identifiers(made)
    for content, binary in ((b"\x01", False), ("x", True)):
        with pytest.raises(InvalidParameter, match="binary"):
            platform.request(content, TO, binary=binary)
    with pytest.raises(InvalidParameter):
        platform.request(bytes(134), TO, user_data_header="06050415810000")
    with pytest.raises(TypeError):
        platform.request("x", TO, binary=1)  # type: ignore[arg-type]


def test_platform_recipients_are_unique() -> None:
    with pytest.raises(InvalidParameter):
        platform.request("x", [TO, TO])
    assert platform.request("x", [TO, TO], duplicates="drop").body["to"] == [TO]
    with pytest.raises(InvalidParameter, match="unique"):
        platform.request("x", [TO], duplicates="keep")
    assert [len(r.body["to"]) for r in platform.requests("x", MANY)] == [200, 200, 50]


def test_another_charset_needs_a_permission() -> None:
    with pytest.raises(InvalidParameter) as caught:
        platform.request("x", TO, charset="ISO-8859-1")
    assert caught.value.lifted_by == 'allow_unverified={"platform-charset"}'
    made = platform.request("x", TO, charset="ISO-8859-1", allow_unverified={"platform-charset"})
    assert made.body["charset"] == "ISO-8859-1"


def test_platform_rows() -> None:
    rows: list[Any] = [("x", TO), ("x", "no"), ("y", TO, "id1")]
    made = list(platform.requests_from_rows(rows))
    assert [type(item) for item in made] == [Request, Failure, Request]
    assert made[2].body["clientMessageId"] == "id1"  # type: ignore[union-attr]


def test_the_http_variant_of_the_platform() -> None:
    made = platform.send_by_get("Привет & co", TO, token="KEY", from_="123")
    assert made.method == "GET"
    assert urlsplit(made.url).path == "/messages/http/send"
    assert parse_qsl(urlsplit(made.url).query) == [
        ("apiKey", "KEY"),
        ("to", TO),
        ("content", "Привет & co"),
        ("from", "123"),
    ]
    paired = platform.send_by_get("\ud83d\ude00", TO, token="KEY")
    assert dict(parse_qsl(urlsplit(paired.url).query))["content"] == "😀"
    assert "KEY" not in repr(made)


# -- One -------------------------------------------------------------------------------------------------------------


def test_one_message_object_for_each_recipient() -> None:
    made = one.request("x", [TO, "27831234568"], from_="123")
    assert made.body == {
        "messages": [{"to": TO, "content": "x", "from": "123"}, {"to": "27831234568", "content": "x", "from": "123"}]
    }
    assert [len(r.body["messages"]) for r in one.requests("x", MANY)] == [200, 200, 50]
    ids = iter(("a1", "a2"))
    body = one.request("x", [TO, "27831234568"], client_message_id=lambda: next(ids)).body
    assert [message["clientMessageId"] for message in body["messages"]] == ["a1", "a2"]


def test_whatsapp_fields_pass_on_whatsapp_and_are_refused_on_sms() -> None:
    fields: dict[str, tuple[str, Any]] = {
        "preview_first_url": ("previewFirstUrl", True), "template": ("template", "t"),
        "parameters": ("parameters", "p"),
        "related_message_id": ("relatedMessageId", "r"), "content_type": ("contentType", "image/png"),
        "caption": ("caption", "Ж"),
    }  # fmt: skip
    for name, (wire, value) in fields.items():
        options: dict[str, Any] = {name: value}
        (message,) = one.request("x", TO, channel="whatsapp", **options).body["messages"]
        assert message[wire] == value
        for channel in (None, "sms"):
            with pytest.raises(InvalidParameter) as caught:
                one.request("x", TO, channel=channel, **options)
            assert (caught.value.parameter, caught.value.gateway_code) == (name, "23")


def test_whatsapp_text_is_up_to_4096_characters_and_media_are_base64() -> None:
    assert one.request("😀" * 4096, TO, channel="whatsapp").plan is None
    with pytest.raises(InvalidParameter) as caught:
        one.request("😀" * 4097, TO, channel="whatsapp")
    assert caught.value.gateway_code == "24"
    (message,) = one.request(b"\x00\xff", TO, channel="whatsapp", content_type="image/png").body["messages"]
    assert base64.b64decode(message["content"]) == b"\x00\xff"
    with pytest.raises(InvalidParameter, match="content_type"):
        one.request(b"\x00", TO, channel="whatsapp")
    with pytest.raises(InvalidParameter, match="audio"):
        one.request(b"\x00", TO, channel="whatsapp", content_type="audio/ogg", caption="x")


@pytest.mark.parametrize("channel", ["SMS", "", "viber"])
def test_other_channels_are_refused(channel: Any) -> None:
    with pytest.raises(InvalidParameter) as caught:
        one.request("x", TO, channel=channel)
    assert caught.value.gateway_code == "23"


@pytest.mark.parametrize("dialect", [platform, one])
def test_what_the_new_apis_would_not_honour_is_refused(dialect: Any) -> None:
    for message in (
        encode("ş" * 3, languages=["turkish"]), encode("a", encoding="ucs2"), encode("a", message_class=0),
        encode("a", header=[InformationElement(5, bytes(4))]),
    ):  # fmt: skip
        with pytest.raises(InvalidParameter):
            dialect.request(message, TO)
    assert "Привет" in str(dialect.request(encode("Привет"), TO).body)


def test_octets_have_no_field_on_one_sms() -> None:
    for content in (b"x", encode_binary(b"x")):
        with pytest.raises(InvalidParameter) as caught:
            one.request(content, TO)
        assert caught.value.gateway_code == "23"


@pytest.mark.parametrize(("dialect", "code"), [(platform, None), (one, "100")])
def test_a_ceiling_of_the_callers_is_kept_and_not_sent(dialect: Any, code: str | None) -> None:
    made = dialect.request("x" * 320, TO, max_message_parts=3)
    assert "max" not in made.content.decode().lower()
    assert made.plan.parts == 3
    with pytest.raises(TooManyParts) as caught:
        dialect.request("x" * 320, TO, max_message_parts=2)
    assert (caught.value.needed, caught.value.gateway_code) == (3, code)
    with pytest.raises(InvalidParameter):
        dialect.request("x", TO, max_message_parts=0)


@pytest.mark.parametrize("dialect", [platform, one])
def test_lone_surrogates_are_refused(dialect: Any) -> None:
    with pytest.raises(UnsendableCharacter) as caught:
        dialect.request("a\udc00", TO)
    assert caught.value.position == 1
    assert dialect.request("\ud83d\ude00", TO).content.isascii()


@pytest.mark.parametrize("dialect", [platform, one])
@pytest.mark.parametrize("name", ["unicode", "maxMessageParts", "content_", "udh"])
def test_unknown_keywords_are_type_errors(dialect: Any, name: str) -> None:
    with pytest.raises(TypeError, match=name):
        dialect.request("x", TO, **{name: 1})


def test_rows_are_packed_and_failures_are_values() -> None:
    rows: list[Any] = [(f"text {n}", number) for n, number in enumerate(MANY)]
    rows[7] = ("", TO)
    rows[8] = None
    made = list(one.requests_from_rows(iter(rows)))
    failures = [item for item in made if isinstance(item, Failure)]
    requests = [item for item in made if isinstance(item, Request)]
    assert [failure.index for failure in failures] == [7, 8]
    assert [len(request.body["messages"]) for request in requests] == [200, 200, 48]
    contents = [message["content"] for request in requests for message in request.body["messages"]]
    assert contents == [f"text {n}" for n in range(450) if n not in (7, 8)]
    with pytest.raises(InvalidParameter):
        one.requests_from_rows(rows, messages_per_request=201)
    assert one.request("x", MANY[:100], limits=Limits(recipients=100))
