"""The published JSON Schemas: each constraint with its evidence, our own policy in an overlay."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsenc.gateways import InvalidParameter
from smsenc.gateways.clickatell import Limits, one, platform, rest

TO = "27831234567"
DIALECTS: list[Any] = [rest, platform, one]


def validator(schema: dict[str, Any]) -> Any:
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed: see requirements.txt")
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def properties(dialect: Any, policy: bool = False) -> dict[str, Any]:
    schema = dialect.schema(policy=policy)
    found = schema["properties"]
    return found["messages"]["items"]["properties"] if dialect is one else found  # type: ignore[no-any-return]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_schema_has_every_row_of_the_table_with_its_evidence(dialect: Any) -> None:
    found = properties(dialect)
    assert set(found) == {row.wire for row in dialect.TABLE}
    for row in dialect.TABLE:
        assert found[row.wire]["x-evidence"] == row.evidence
        assert found[row.wire]["x-gateway-code"] == row.gateway_code
        assert found[row.wire]["description"] == row.meaning
    assert json.loads(json.dumps(dialect.schema())) == dialect.schema()


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_overlay_is_our_own(dialect: Any) -> None:
    overlay = properties(dialect, policy=True)
    assert overlay
    assert all(rule["x-evidence"] == "own" for rule in overlay.values())
    assert "required" not in dialect.schema(policy=True)


def test_limits_reach_the_schema() -> None:
    schema = rest.schema(Limits(recipients=600, max_message_parts=35, validity_period=2880))
    assert schema["properties"]["to"]["maxItems"] == 600
    assert schema["properties"]["maxMessageParts"]["maximum"] == 35
    assert schema["properties"]["validityPeriod"]["maximum"] == 2880


GOOD: list[tuple[Any, dict[str, Any]]] = [
    ("x", {}),
    ("é😀", {"callback": 7, "from_": "Shop", "max_credits": "0.8", "required_features": "derived"}),
    (b"\x00", {"udh": "06050415810000", "from_": "123"}),
    (b"\x00", {"type": "SMS_NOKIA_CLEAN"}),
    (
        "x",
        {
            "scheduled_delivery_time": datetime(2026, 1, 1, tzinfo=timezone.utc),
            "validity_period": 5,
            "mo": 1,
            "from_": "1",
        },
    ),
]


@pytest.mark.parametrize(("content", "parameters"), GOOD)
def test_our_bodies_satisfy_schema_and_overlay(content: Any, parameters: dict[str, Any]) -> None:
    body = json.loads(rest.request(content, [TO, "27831234568"], **parameters).content)
    for policy in (False, True):
        errors = list(validator(rest.schema(policy=policy)).iter_errors(body))
        assert errors == []


BAD: list[dict[str, Any]] = [
    {}, {"text": "x"}, {"text": "x", "to": []}, {"text": "x", "to": TO}, {"text": "", "to": [TO]},
    {"text": "x", "to": ["+27"]},
    {"text": "x", "to": ["027"]}, {"text": "x", "to": [TO], "other": 1}, {"text": "x", "to": [TO], "callback": 8},
    {"text": "x", "to": [TO], "maxMessageParts": 4}, {"text": "x", "to": [TO], "type": "SMS_NOKIA_RTTTL"},
    {"text": "x", "to": [TO], "maxCredits": 0}, {"text": "x", "to": [TO], "maxCredits": "0.8"},
    {"text": "x", "to": [TO], "unicode": 1}, {"text": "043", "to": [TO], "unicode": 1},
    {"text": "0", "to": [TO], "binary": 1},
    {"text": "00", "to": [TO], "binary": 1, "from": "Shop"}, {"text": "00", "to": [TO], "udh": "0"},
    {"text": "00", "to": [TO], "udh": "00", "type": "SMS_FLASH"}, {"text": "x", "to": [TO], "from": "1" * 17},
    {"text": "x", "to": [TO], "from": "Abcdefghi012"}, {"text": "x", "to": [TO], "scheduledDeliveryTime": "2015-06-30"},
    {"text": "x", "to": [str(27830000000 + n) for n in range(201)]}, {"text": "x", "to": [TO], "validityPeriod": 1441},
]  # fmt: skip


@pytest.mark.parametrize("body", BAD)
def test_the_schema_refuses_what_the_documents_refuse(body: dict[str, Any]) -> None:
    assert not validator(rest.schema()).is_valid(body)


def test_the_overlay_is_stricter_than_the_documents() -> None:
    for body in (
        {"text": "x", "to": [TO, TO]},
        {"text": "x", "to": [TO], "from": "My Shop"},
        {"text": "x", "to": [TO], "clientMessageId": "a-b"},
        {"text": "00", "to": [TO], "udh": "0a"},
    ):
        assert validator(rest.schema()).is_valid(body)
        assert not validator(rest.schema(policy=True)).is_valid(body)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(
        ["from_", "callback", "validity_period", "max_credits", "client_message_id", "user_priority_queue"]
    ),
    st.integers(-5, 1500) | st.text(alphabet="aA1é٣ -+.", max_size=20),
)
def test_validation_and_schema_agree(name: str, value: Any) -> None:
    """What validation accepts, schema and overlay accept; and what it refuses, one of both refuses."""
    row = next(row for row in rest.TABLE if row.name == name)
    schema = {
        "allOf": [
            {"properties": {row.wire: part["properties"].get(row.wire, {})}}
            for part in (rest.schema(), rest.schema(policy=True))
        ]
    }
    accepted = True
    try:
        sent = json.loads(rest.request("x", TO, **{name: value}).content)
    except InvalidParameter:
        accepted, sent = False, {row.wire: value}
    except TypeError:
        return
    if name == "max_credits" and isinstance(value, str) and not accepted:
        return  # a str never reaches the wire as such
    assert validator(schema).is_valid(sent) is accepted


def test_platform_and_one_bodies_satisfy_their_schemas() -> None:
    bodies: list[tuple[Any, bytes]] = [
        (platform, platform.request("é😀", [TO], from_="123", charset="UTF-8", validity_period=5).content),
        (platform, platform.request(b"\x00", [TO], user_data_header="06050415810000").content),
        (one, one.request("é😀", [TO, "27831234568"], channel="sms", from_="123").content),
        (one, one.request("x", TO, channel="whatsapp", preview_first_url=True).content),
    ]
    for dialect, content in bodies:
        for policy in (False, True):
            assert list(validator(dialect.schema(policy=policy)).iter_errors(json.loads(content))) == []
    assert not validator(one.schema()).is_valid({"messages": [{"to": TO, "content": "x", "caption": "y"}]})
    assert not validator(one.schema()).is_valid({"messages": []})
    assert not validator(platform.schema()).is_valid({"content": "x", "to": [TO, TO]})


def test_credits_are_a_number_on_the_wire() -> None:
    assert rest.request("x", TO, max_credits=Decimal("0.8")).content.endswith(b'"maxCredits":0.8}')
