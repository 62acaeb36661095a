"""Every parameter of the REST API: each documented value on the wire, each neighbour out of range refused."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from smsenc import InformationElement, UserDataHeader
from smsenc.gateways import InvalidParameter
from smsenc.gateways.clickatell import Callback, Feature, Limits, MessageType, rest

TO = "27831234567"
NOON = datetime(2015, 6, 30, 14, 0, tzinfo=timezone.utc)
CAPE = timezone(timedelta(hours=2))

# parameter, value, wire name, JSON value; the content is "x" unless a fourth member says otherwise.
VALID: list[tuple[str, Any, str, Any]] = [
    ("unicode", 0, "unicode", 0),
    ("unicode", 1, "unicode", 1),
    ("binary", 0, "binary", 0),
    ("max_message_parts", 1, "maxMessageParts", 1),
    ("max_message_parts", 2, "maxMessageParts", 1),
    ("max_message_parts", 3, "maxMessageParts", 1),
    *[("type", name, "type", name) for name in ("SMS_TEXT", "SMS_FLASH", "SMS_NOKIA_VCARD", "SMS_NOKIA_VCAL")],
    ("type", MessageType.FLASH, "type", "SMS_FLASH"),
    ("from_", "1", "from", "1"),
    ("from_", "1" * 16, "from", "1" * 16),
    ("from_", "A", "from", "A"),
    ("from_", "Abcdefghi01", "from", "Abcdefghi01"),
    *[
        (name, value, wire, int(value))
        for name, wire in (("mo", "mo"), ("escalate", "escalate"), ("bypass_dnc_check", "bypassDNCCheck"))
        for value in (0, 1, False, True)
    ],
    *[("user_priority_queue", value, "userPriorityQueue", value) for value in (1, 2, 3)],
    *[("callback", value, "callback", value) for value in range(8)],
    ("callback", Callback.INTERMEDIATE | Callback.ERROR, "callback", 5),
    *[("max_credits", Decimal(text), "maxCredits", Decimal(text)) for text in ("0.8", "1", "1.5", "2", "2.5", "3")],
    ("max_credits", 4, "maxCredits", 4),
    ("max_credits", "0.000000000001", "maxCredits", Decimal("0.000000000001")),
    ("max_credits", "0.10", "maxCredits", Decimal("0.1")),
    ("max_credits", "10.0", "maxCredits", 10),
    *[("required_features", int(bit), "requiredFeatures", int(bit)) for bit in Feature],
    ("required_features", Feature.NUMER | Feature.FLASH, "requiredFeatures", 544),
    ("required_features", 25151, "requiredFeatures", 25151),
    ("scheduled_delivery_time", NOON, "scheduledDeliveryTime", "2015-06-30T14:00:00Z"),
    ("scheduled_delivery_time", NOON.astimezone(CAPE), "scheduledDeliveryTime", "2015-06-30T14:00:00Z"),
    ("scheduled_delivery_time", NOON.replace(microsecond=999999), "scheduledDeliveryTime", "2015-06-30T14:00:00Z"),
    ("validity_period", 1, "validityPeriod", 1),
    ("validity_period", 25, "validityPeriod", 25),
    ("validity_period", 1440, "validityPeriod", 1440),
    ("validity_period", timedelta(hours=24), "validityPeriod", 1440),
    ("client_message_id", "2993b6b548", "clientMessageId", "2993b6b548"),
    ("client_message_id", "a" * 32, "clientMessageId", "a" * 32),
]

# parameter, value, code; the documents state 101 for values out of range, and the codes of their own where there are.
INVALID: list[tuple[str, Any, str | None]] = [
    *[
        (name, value, "101")
        for name in ("unicode", "binary", "mo", "escalate", "bypass_dnc_check")
        for value in (-1, 2)
    ],
    *[("max_message_parts", value, "101") for value in (0, 4, 36, -1)],
    *[("type", value, "112") for value in ("SMS_NOKIA_RTTTL", "sms_flash", "", "SMS_TEXT ")],
    *[
        ("from_", value, "106")
        for value in ("", "1" * 17, "Abcdefghi012", "+2783", "12345678901A", "Bäcker", "٣٤٥", " ")
    ],
    *[("from_", value, None) for value in ("My Shop", "A-B", "A.")],
    *[("user_priority_queue", value, "101") for value in (0, 4, -1)],
    *[("callback", value, "101") for value in (-1, 8)],
    *[
        ("max_credits", value, "101")
        for value in (
            0,
            -1,
            "0",
            "0.0",
            "",
            "1e3",
            " 1",
            "-1",
            "1.",
            ".5",
            "NaN",
            "٣",
            Decimal("NaN"),
            Decimal("Infinity"),
            Decimal("-0.1"),
        )
    ],
    *[("max_credits", value, None) for value in ("0.0000000000001", Decimal("1E+12"), Decimal("1E+999999"))],
    *[("required_features", value, "101") for value in (-1, 65536, "all")],
    *[("required_features", value, None) for value in (64, 25152, 1024)],
    ("scheduled_delivery_time", datetime(2015, 6, 30, 14), None),
    *[("validity_period", value, "101") for value in (0, 1441, -1, timedelta(days=1, minutes=1), timedelta(0))],
    ("validity_period", timedelta(seconds=90), None),
    *[("client_message_id", value, "101") for value in ("", "a" * 33, "a-b", "a b", "é", "٣", "a\n")],
    *[
        ("udh", value, "102")
        for value in (
            "",
            "5",
            "050415810000",
            "06050415810000FF",
            "0605041581",
            "0G",
            "０６",
            b"",
            b"\x05\x00",
            b"\x01\x00",
            bytes(141),
            UserDataHeader(),
        )
    ],
]

WRONG_TYPES: list[tuple[str, Any]] = [
    *[(name, value) for name in ("unicode", "binary", "mo", "escalate", "bypass_dnc_check") for value in ("1", 1.0)],
    *[
        (name, value)
        for name in ("max_message_parts", "user_priority_queue", "callback", "validity_period")
        for value in ("1", 1.0, True)
    ],
    *[("max_credits", value) for value in (0.8, True, b"1")],
    *[("required_features", value) for value in (1.0, True, b"1")],
    *[(name, value) for name in ("type", "from_") for value in (1, b"x")],
    ("client_message_id", 5),
    ("scheduled_delivery_time", "2015-06-30T14:00:00Z"),
    ("scheduled_delivery_time", 1435672800),
    ("udh", 5),
    ("limits", {}),
    ("knowledge", {}),
    ("now", 5),
    ("seen", []),
    ("allow_unverified", "udh-merge"),
    ("no_such_parameter", 1),
    ("text", "x"),
    ("to", "x"),
]


def test_the_tables_cover_every_parameter() -> None:
    names = {row.name for row in rest.TABLE}
    assert len(rest.TABLE) == 18
    placed = {"text", "to"}  # these have tests of their own
    assert {name for name, *_ in VALID} | placed | {"udh"} == names
    assert {name for name, *_ in INVALID} | placed == names


@pytest.mark.parametrize(("name", "value", "wire", "expected"), VALID)
def test_a_documented_value_is_sent(name: str, value: Any, wire: str, expected: Any) -> None:
    body = rest.request("x", TO, **{name: value}).body
    assert body[wire] == expected
    assert type(body[wire]) in (str, int, Decimal)


@pytest.mark.parametrize(("name", "value", "code"), INVALID)
def test_a_value_out_of_range_is_refused_with_its_code(name: str, value: Any, code: str | None) -> None:
    with pytest.raises(InvalidParameter) as caught:
        rest.request(b"x" if name == "udh" else "x", TO, **{name: value})
    fault = caught.value
    assert len(fault.faults) == 1
    assert (fault.parameter, fault.gateway_code) == (name, code)
    assert fault.value is value
    assert fault.allowed
    assert fault.evidence


@pytest.mark.parametrize(("name", "value"), WRONG_TYPES)
def test_a_wrong_type_or_name_is_a_type_error_that_names_it(name: str, value: Any) -> None:
    with pytest.raises(TypeError, match=name):
        rest.request("x", TO, **{name: value})


def test_what_is_not_given_is_not_sent() -> None:
    assert rest.request("x", TO).body == {"text": "x", "to": [TO], "maxMessageParts": 1}
    given: dict[str, Any] = dict.fromkeys({row.name for row in rest.TABLE} - {"text", "to"})
    assert rest.request("x", TO, **given).body == {"text": "x", "to": [TO], "maxMessageParts": 1}


def test_required_features_of_zero_are_not_sent() -> None:
    assert "requiredFeatures" not in rest.request("x", TO, required_features=0).body


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, None),
        ({"from_": "27831234567"}, 32),
        ({"from_": "Shop1"}, 16),
        ({"type": "SMS_FLASH"}, 512),
        ({"type": "SMS_FLASH", "from_": "123"}, 544),
        ({"callback": 7}, None),
        ({"unicode": 1}, None),
    ],
)
def test_derived_features_are_those_that_the_gateway_does_not_set(
    parameters: dict[str, Any], expected: int | None
) -> None:
    made = rest.request("x", TO, required_features="derived", **parameters)
    assert made.body.get("requiredFeatures") == expected
    assert "feature-not-required" not in {note.identifier for note in made.notes}


@pytest.mark.parametrize(
    "udh",
    [
        "06050415810000",
        bytes.fromhex("06050415810000"),
        bytearray.fromhex("06050415810000"),
        UserDataHeader([InformationElement(5, bytes.fromhex("15810000"))]),
    ],
)
def test_a_header_is_sent_as_upper_case_hex_with_its_length(udh: Any) -> None:
    body = rest.request(b"\x00", TO, udh=udh).body
    assert (body["udh"], body["binary"], body["text"]) == ("06050415810000", 1, "00")
    assert rest.request(b"\x00", TO, udh="0605040b8423f0").body["udh"] == "0605040B8423F0"


@pytest.mark.parametrize(
    ("name", "value", "limits", "note"),
    [
        ("max_message_parts", 4, Limits(max_message_parts=35), "parts-above-three"),
        ("max_message_parts", 35, Limits(max_message_parts=35), "parts-above-three"),
        ("validity_period", 1441, Limits(validity_period=2880), "validity-upper-limit"),
        ("client_message_id", "a" * 33, Limits(client_message_id=36), "client-message-id-form"),
    ],
)
def test_limits_widen_with_a_note(name: str, value: Any, limits: Limits, note: str) -> None:
    made = rest.request("x", TO, limits=limits, **{name: value})
    assert note in {item.identifier for item in made.notes}
    with pytest.raises(InvalidParameter) as caught:
        rest.request("x", TO, **{name: value})
    assert caught.value.lifted_by is not None
    assert caught.value.lifted_by.startswith("Limits(")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("max_message_parts", 0),
        ("max_message_parts", 36),
        ("recipients", 0),
        ("recipients", 601),
        ("validity_period", 0),
    ],
)
def test_limits_have_outer_bounds(name: str, value: int) -> None:
    with pytest.raises(ValueError, match=name):
        Limits(**{name: value})  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=name):
        Limits(**{name: "5"})  # type: ignore[arg-type]


def test_own_ids_may_come_from_a_callable_and_are_checked() -> None:
    ids = iter(("a1", "a2", "no good"))
    made = rest.requests(
        "x", [TO, "27831234568", "27831234569"], client_message_id=lambda: next(ids), limits=Limits(recipients=1)
    )
    assert [next(made).body["clientMessageId"] for _ in range(2)] == ["a1", "a2"]
    with pytest.raises(InvalidParameter) as caught:
        next(made)
    assert caught.value.parameter == "client_message_id"


def test_numbers_in_bodies_are_exact() -> None:
    content = rest.request("x", TO, max_credits=Decimal("123456789.123456789012")).content
    assert b'"maxCredits":123456789.123456789012' in content
    assert b'"maxCredits":100}' in rest.request("x", TO, max_credits=Decimal("1E+2")).content


# -- the clock -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ahead", "code", "lifted"),
    [
        (timedelta(0), "ok", None),
        (timedelta(days=7), "ok", None),
        (timedelta(days=7, seconds=1), "120", None),
        (timedelta(seconds=-1), None, 'allow_unverified={"schedule-in-the-past"}'),
    ],
)
def test_schedule_against_a_clock(ahead: timedelta, code: str | None, lifted: str | None) -> None:
    if code == "ok":
        assert rest.request("x", TO, scheduled_delivery_time=NOON + ahead, now=NOON.astimezone(CAPE))
        return
    with pytest.raises(InvalidParameter) as caught:
        rest.request("x", TO, scheduled_delivery_time=NOON + ahead, now=NOON)
    assert (caught.value.gateway_code, caught.value.lifted_by) == (code, lifted)
    assert rest.request("x", TO, scheduled_delivery_time=NOON + ahead)  # without a clock nothing is known


def test_a_past_schedule_can_be_allowed() -> None:
    made = rest.request(
        "x", TO, scheduled_delivery_time=NOON - timedelta(1), now=NOON, allow_unverified={"schedule-in-the-past"}
    )
    assert "schedule-in-the-past" in {note.identifier for note in made.notes}


def test_a_naive_clock_is_refused() -> None:
    with pytest.raises(InvalidParameter, match="now"):
        rest.request("x", TO, now=datetime(2015, 1, 1))


@pytest.mark.parametrize(("minutes", "now", "noted"), [(60, NOON, True), (1440, NOON, False), (60, None, True)])
def test_a_validity_before_the_schedule_is_noted(minutes: int, now: datetime | None, noted: bool) -> None:
    made = rest.request("x", TO, validity_period=minutes, scheduled_delivery_time=NOON + timedelta(hours=2), now=now)
    assert ("validity-before-schedule" in {note.identifier for note in made.notes}) is noted
