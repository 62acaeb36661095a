"""The HTTP API: names, URL encoding, credentials, batches and the other commands."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from smsenc.gateways import InvalidParameter, Request, UnsendableCharacter
from smsenc.gateways.clickatell import Credentials, Failure, Limits, http, rest

TO = "27831234567"
LOGIN = Credentials("user", "pa&s=s ü", "12345")

# REST name to HTTP name (specification 2.3.8 section 5.1).
NAMES = {
    "from_": ("from", "Shop"), "max_credits": ("max_credits", "0.8"), "required_features": ("req_feat", 16),
    "user_priority_queue": ("queue", 1), "escalate": ("escalate", 1), "mo": ("mo", 1), "callback": ("callback", 7),
    "type": ("msg_type", "SMS_FLASH"), "unicode": ("unicode", 0), "binary": ("binary", 0),
    "validity_period": ("validity", 25), "client_message_id": ("cliMsgId", "abc"),
    "delivery_acknowledgement": ("deliv_ack", 1), "deliver_after": ("deliv_time", 10),
}  # fmt: skip


@pytest.mark.parametrize(("name", "wire", "value"), [(name, *pair) for name, pair in NAMES.items()])
def test_parameters_go_under_their_http_names(name: str, wire: str, value: Any) -> None:
    assert dict(http.request("x", TO, **{name: value}).body)[wire] == str(value)


def test_every_parameter_of_the_table_has_a_test() -> None:
    assert {row.name for row in http.TABLE} == NAMES.keys() | {
        "text", "to", "udh", "max_message_parts", "scheduled_delivery_time",
    }  # fmt: skip
    shared = {row.name: row for row in rest.TABLE}
    for row in http.TABLE:
        if row.name in shared:
            assert (row.kind, row.gateway_code) == (shared[row.name].kind, shared[row.name].gateway_code), row.name
    assert "bypass_dnc_check" not in {row.name for row in http.TABLE}


def test_a_post_carries_everything_in_its_body() -> None:
    made = http.request("a&b=c d", [TO, "27831234568"], token=LOGIN)
    assert (made.method, made.url) == ("POST", "https://api.clickatell.com/http/sendmsg")
    assert made.headers == {"Content-Type": "application/x-www-form-urlencoded"}
    assert made.body == (
        ("user", "user"), ("password", "pa&s=s ü"), ("api_id", "12345"), ("to", f"{TO},27831234568"),
        ("text", "a&b=c d"), ("concat", "1"),
    )  # fmt: skip
    assert made.content.isascii()


def test_a_get_carries_the_same_in_its_query() -> None:
    made = http.request("a&b=c d", TO, token="session", method="GET")
    assert (made.method, made.content) == ("GET", b"")
    assert dict(parse_qsl(urlsplit(made.url).query)) == {
        "session_id": "session",
        "to": TO,
        "text": "a&b=c d",
        "concat": "1",
    }
    assert made.body == (("session_id", "session"), ("to", TO), ("text", "a&b=c d"), ("concat", "1"))


def test_recipients_are_300_by_get_and_600_by_post() -> None:
    many = [str(27830000000 + n) for n in range(601)]
    assert http.request("x", many[:600])
    assert http.request("x", many[:300], method="GET")
    for count, method in ((601, "POST"), (301, "GET")):
        with pytest.raises(InvalidParameter, match="recipients"):
            http.request("x", many[:count], method=method)  # type: ignore[arg-type]
    assert [len(dict(r.body)["to"].split(",")) for r in http.requests("x", many, method="GET")] == [300, 300, 1]


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(InvalidParameter, match="method"):
        http.request("x", TO, method="PUT")  # type: ignore[arg-type]


def test_accented_text_goes_as_latin_1_and_the_rest_of_gsm_as_unicode() -> None:
    made = http.request("Çé", TO)
    assert b"text=%C7%E9" in made.content
    assert dict(made.body)["text"] == "Çé"
    assert "non-ascii-charset" in {note.identifier for note in made.notes}
    for text, wire in (("€", "20AC"), ("Ω", "03A9")):
        pairs = dict(http.request(text, TO).body)
        assert (pairs["text"], pairs["unicode"]) == (wire, "1")
        with pytest.raises(UnsendableCharacter):
            http.request(text, TO, unicode=0)


def test_octets_go_in_data_with_binary_unless_a_header_says_so() -> None:
    assert dict(http.request(b"\x01", TO).body) == {"to": TO, "data": "01", "binary": "1", "concat": "1"}
    assert dict(http.request(b"\x01", TO, udh="06050415810000").body) == {
        "to": TO, "data": "01", "udh": "06050415810000", "concat": "1",
    }  # fmt: skip


def test_segments_over_http() -> None:
    made = list(http.requests(bytes(200), TO, udh="06050415810000"))
    assert [dict(r.body)["concat"] for r in made] == ["1", "1"]
    assert all(dict(r.body)["binary"] == "1" for r in made)


def test_a_schedule_is_sent_as_utc_text() -> None:
    when = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)
    assert dict(http.request("x", TO, scheduled_delivery_time=when).body)["scheduled_time"] == "2026-01-02T03:04:05Z"


def test_rows_give_requests_or_failures() -> None:
    rows: list[Any] = [("x", TO), ("x", "no"), ("y", TO, "id1"), 5, ("ж", [TO])]
    made = list(http.requests_from_rows(rows, token="s"))
    assert [type(item) for item in made] == [Request, Failure, Request, Failure, Request]
    assert dict(made[2].body)["cliMsgId"] == "id1"  # type: ignore[union-attr]


def test_credentials_are_checked_and_may_be_left_out() -> None:
    assert "user" not in dict(http.request("x", TO).body)
    with pytest.raises(TypeError):
        http.request("x", TO, token=Credentials("u", "p", 5))  # type: ignore[arg-type]
    with pytest.raises(InvalidParameter, match="Latin-1"):
        http.request("x", TO, token=Credentials("u", "ж", "1"))
    for token in ("a b", "a\r\nb", "é"):
        with pytest.raises(InvalidParameter):
            http.request("x", TO, token=token)


# -- batches ---------------------------------------------------------------------------------------------------------


def test_a_batch_from_start_to_end() -> None:
    start = http.start_batch(
        "Hi #field1#", token="s", callback=3, max_message_parts=2, from_="Shop", required_features=16
    )
    assert start.url == "https://api.clickatell.com/http_batch/startbatch"
    assert dict(start.body) == {
        "session_id": "s", "template": "Hi #field1#", "concat": "2", "from": "Shop", "callback": "3", "req_feat": "16",
    }  # fmt: skip
    item = http.send_item("b1", TO, ["Ada", "7"], token="s")
    assert item.body == (("session_id", "s"), ("batch_id", "b1"), ("to", TO), ("field1", "Ada"), ("field2", "7"))
    quick = http.quick_send("b1", [TO, "27831234568"], token="s")
    assert dict(quick.body)["to"] == f"{TO},27831234568"
    assert dict(http.end_batch("b1", token="s").body) == {"session_id": "s", "batch_id": "b1"}


def test_a_template_with_fields_must_be_plain() -> None:
    assert dict(http.start_batch("Привет").body) == {"template": "041F04400438043204350442", "unicode": "1"}
    refused: list[tuple[str, dict[str, Any]]] = [
        ("Привет #field1#", {}), ("Hi #field1#", {"unicode": 1}), ("Привет", {"unicode": 0}), ("x" * 50000, {}),
        ("€ #field1#", {}), ("\ud800", {}),
    ]  # fmt: skip
    for template, parameters in refused:
        with pytest.raises(InvalidParameter):
            http.start_batch(template, **parameters)
    with pytest.raises(TypeError):
        http.start_batch(5)  # type: ignore[arg-type]


def test_items_of_a_batch_are_checked() -> None:
    with pytest.raises(UnsendableCharacter) as caught:
        http.send_item("b1", TO, ["ok", "aж"])
    assert (caught.value.parameter, caught.value.position) == ("fields[1]", 1)
    with pytest.raises(InvalidParameter):
        http.send_item("b 1", TO)
    with pytest.raises(InvalidParameter):
        http.send_item("b1", "x")
    with pytest.raises(TypeError):
        http.send_item("b1", TO, "Ada")
    with pytest.raises(TypeError):
        http.send_item("b1", [TO])  # type: ignore[arg-type]
    with pytest.raises(InvalidParameter):
        http.quick_send("b1", [str(27830000000 + n) for n in range(601)])
    assert http.quick_send("b1", "0831234567", limits=Limits(leading_zero=True))


# -- other commands --------------------------------------------------------------------------------------------------


def test_other_commands_have_their_paths() -> None:
    made = {
        "/http/auth": http.auth(LOGIN),
        "/http/ping": http.ping("s"),
        "/http/querymsg": http.status("abc", token="s"),
        "/http/delmsg": http.stop("abc", token="s"),
        "/http/getmsgcharge": http.charge("abc", token="s"),
        "/http/getbalance": http.balance(token="s"),
        "/utils/routeCoverage.php": http.coverage(TO, token="s"),
    }
    for path, request in made.items():
        assert urlsplit(request.url).path == path
        assert request.method == "POST"
    assert dict(made["/http/querymsg"].body) == {"session_id": "s", "apimsgid": "abc"}
    assert dict(made["/utils/routeCoverage.php"].body)["msisdn"] == TO
    with pytest.raises(TypeError):
        http.auth("user")  # type: ignore[arg-type]
    with pytest.raises(InvalidParameter):
        http.coverage("+27")
