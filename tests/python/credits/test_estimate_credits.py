"""Estimates of credits: counts as the requests have them, sums exact, nothing invented."""

from __future__ import annotations

import decimal
import json
import pickle
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import smsenc
from smsenc import Encoding
from smsenc.credits import Change, Rate, RateCard, estimate_credits, estimate_credits_rows
from smsenc.gateways import InvalidParameter
from smsenc.gateways.clickatell import rest

CARD = RateCard({"27": "0.8", "2783": "1", "1": "1.5"})
TO = "27831234567"


def test_one_part_to_one_number() -> None:
    made = estimate_credits("Hello", TO, rates=CARD)
    assert (made.encoding, made.parts, made.recipients, made.messages, made.total_parts) == (Encoding.GSM7, 1, 1, 1, 1)
    assert (made.credits_low, made.credits_high) == (Decimal(1), Decimal(1))
    assert made.complete
    assert made.cheapest_change is None
    assert made.verdict is None


def test_parts_times_rates_for_many() -> None:
    made = estimate_credits("a" * 161, [TO, "27111234567", "16501234567"], rates=CARD)
    assert (made.parts, made.messages, made.total_parts) == (2, 3, 6)
    assert made.credits_low == Decimal("6.6")
    assert [(total.prefix, total.parts, total.credits_low) for total in made.totals] == [
        ("1", 2, Decimal("3.0")), ("27", 2, Decimal("1.6")), ("2783", 2, Decimal(2)),
    ]  # fmt: skip
    assert [(use.rate.prefix, use.messages, use.rate.source) for use in made.rates] == [
        ("1", 1, "card"),
        ("27", 1, "card"),
        ("2783", 1, "card"),
    ]


def test_unpriced_numbers_are_listed_and_never_assumed() -> None:
    made = estimate_credits("Hello", [TO, "44123456789"], rates=CARD)
    assert made.unpriced == ("44123456789",)
    assert (made.credits_low, made.credits_high, made.complete) == (Decimal(1), None, False)
    assert [(total.prefix, total.credits_low) for total in made.totals] == [("2783", Decimal(1)), (None, None)]
    assert "44123456789" not in repr(made)
    assert made.to_dict()["unpriced"] == ["44123456789"]


def test_a_line_break_gives_a_high_count() -> None:
    made = estimate_credits("a" * 159 + "\n", TO, rates=CARD)
    assert (made.parts, made.high_parts, made.credits_low, made.credits_high) == (1, 2, Decimal(1), Decimal(2))
    assert any(text.startswith("line-break-count") for text in made.assumptions)


def test_a_dearer_route_gives_a_high_sum() -> None:
    card = RateCard([Rate("27", Decimal("0.8"), high=Decimal(4))])
    made = estimate_credits("a" * 161, TO, rates=card)
    assert (made.credits_low, made.credits_high) == (Decimal("1.6"), Decimal(8))


def test_rates_of_a_day() -> None:
    card = RateCard(
        [Rate("27", Decimal(1), valid_until=date(2025, 12, 31)), Rate("27", Decimal(2), valid_from=date(2026, 1, 1))]
    )
    assert estimate_credits("x", TO, rates=card, on=date(2026, 5, 1)).credits_low == Decimal(2)
    with pytest.raises(smsenc.InvalidOption):
        estimate_credits("x", TO, rates=card)
    dated = RateCard([Rate("27", Decimal(1), valid_until=date(2025, 12, 31))])
    assert any("dates" in text for text in estimate_credits("x", TO, rates=dated).not_checked)


def test_where_each_rate_comes_from_is_told() -> None:
    coverage = RateCard.from_coverage(
        {TO: rest.parse_coverage('{"data":{"routable":true,"minimumCharge":0.3}}')}, default=1
    )
    made = estimate_credits("x", [TO, "44123456789"], rates=coverage)
    assert {use.rate.source for use in made.rates} == {"coverage", "default"}
    assert any("not a promise" in text for text in made.assumptions)
    assert any("default rate" in text for text in made.assumptions)


@pytest.mark.parametrize(
    ("cap", "over_per_part", "over_per_message", "stopped", "uncertain"),
    [("0.5", 1, 1, 1, 0), ("1", 0, 1, 0, 1), ("1.5", 0, 1, 0, 1), ("2", 0, 0, 0, 0)],
)
def test_max_credits_is_judged_in_both_readings(
    cap: str, over_per_part: int, over_per_message: int, stopped: int, uncertain: int
) -> None:
    verdict = estimate_credits("a" * 161, TO, rates=CARD, max_credits=cap).verdict
    assert verdict is not None
    assert (verdict.over_per_part, verdict.over_per_message, verdict.stopped, verdict.uncertain) == (
        over_per_part, over_per_message, stopped, uncertain,
    )  # fmt: skip


def test_the_ceiling_is_told_but_an_estimate_is_given() -> None:
    made = estimate_credits("a" * 500, TO, rates=CARD)
    assert (made.parts, made.over_ceiling) == (4, 1)
    assert estimate_credits("a" * 500, TO, rates=CARD, max_message_parts=4).over_ceiling == 0


# -- changes ---------------------------------------------------------------------------------------------------------


def test_one_foreign_character_is_named() -> None:
    made = estimate_credits("a" * 100 + "—" + "a" * 50, TO, rates=CARD)
    assert made.parts == 3
    assert made.cheapest_change == Change("replace", 1, 2, Decimal(2), 1, (100,))


def test_a_few_characters_over_are_told() -> None:
    made = estimate_credits("a" * 165, TO, rates=CARD)
    assert made.cheapest_change == Change("shorten", 1, 1, Decimal(1), 5)


def test_unicode_by_choice_can_be_undone() -> None:
    for parameters in ({"non_ascii": "unicode"}, {"unicode": 1}):
        made = estimate_credits("é" * 100, TO, rates=CARD, **parameters)
        assert made.parts == 2
        assert made.cheapest_change is not None
        assert (made.cheapest_change.kind, made.cheapest_change.parts) == ("plain", 1)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet="aé€ж😀\n`", min_size=1, max_size=250))
def test_a_change_does_what_it_says(text: str) -> None:
    made = estimate_credits(text, TO, rates=CARD, max_message_parts=3)
    assert made.parts is not None
    for change in made.changes:
        assert change.parts_saved == made.parts - change.parts > 0
        if change.kind == "shorten":
            kept = len(text) - change.characters
            assert estimate_credits(text[:kept], TO, rates=CARD).parts == change.parts
            assert estimate_credits(text[: kept + 1], TO, rates=CARD).parts == made.parts
        if change.kind == "replace":
            changed = "".join("x" if index in change.positions else c for index, c in enumerate(text))
            assert smsenc.count_segments(changed) == change.parts
    if made.changes:
        assert made.cheapest_change is not None
        assert made.cheapest_change.credits_saved == max(change.credits_saved for change in made.changes)


# -- agreement -------------------------------------------------------------------------------------------------------


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(alphabet="aé€ж😀\n`", min_size=1, max_size=200) | st.binary(min_size=1, max_size=400),
    st.fixed_dictionaries({}, optional={"non_ascii": st.sampled_from(["plain", "unicode"]), "unicode": st.just(1)}),
)
def test_an_estimate_counts_what_a_request_says(content: Any, parameters: dict[str, Any]) -> None:
    try:
        body = rest.request(content, TO, **parameters).body
    except InvalidParameter:
        return
    made = estimate_credits(content, TO, rates=CARD, **parameters)
    assert made.parts == body["maxMessageParts"]
    assert made.credits_low == body["maxMessageParts"]


def test_our_own_segments_are_counted() -> None:
    made = estimate_credits(bytes(300), TO, rates=CARD, udh="06050415810000")
    assert made.parts == len(list(rest.requests(bytes(300), TO, udh="06050415810000")))


@pytest.mark.parametrize("dialect", ["rest", "http", "platform", "one"])
def test_every_dialect_can_be_estimated(dialect: Any) -> None:
    made = estimate_credits("Привет", TO, rates=CARD, dialect=dialect)
    assert (made.dialect, made.encoding, made.parts) == (dialect, Encoding.UCS2, 1)
    with pytest.raises(InvalidParameter):
        estimate_credits("x", "+27", rates=CARD, dialect=dialect)
    with pytest.raises(TypeError):
        estimate_credits("x", TO, rates=CARD, dialect=dialect, no_such=1)


def test_wrong_arguments() -> None:
    with pytest.raises(TypeError, match="rates"):
        estimate_credits("x", TO, rates={"27": 1})  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        estimate_credits("x", TO, rates=CARD, max_credits=0.8)  # type: ignore[arg-type]
    with pytest.raises(InvalidParameter, match="max_credits"):
        estimate_credits("x", TO, rates=CARD, max_credits=0)
    for call in (
        lambda: estimate_credits("x", [], rates=CARD),
        lambda: estimate_credits("", TO, rates=CARD),
        lambda: estimate_credits("x", [TO, TO], rates=CARD),
        lambda: estimate_credits("x", TO, rates=CARD, dialect="smpp"),  # type: ignore[arg-type]
        lambda: estimate_credits_rows([], rates=CARD, dialect="smpp"),  # type: ignore[arg-type]
    ):
        with pytest.raises(InvalidParameter):
            call()
    assert estimate_credits("x", [TO, TO], rates=CARD, duplicates="keep").messages == 2
    assert estimate_credits("x", [TO, TO], rates=CARD, duplicates="keep").recipients == 1


def test_sums_are_exact_whatever_the_decimal_context() -> None:
    card = RateCard({"27": "0.1234567890123456789"})
    with decimal.localcontext(decimal.Context(prec=3)):
        made = estimate_credits("a" * 161, [str(27830000000 + n) for n in range(1001)], rates=card)
    assert Fraction(made.credits_low) == Fraction("0.1234567890123456789") * 2002


# -- rows ------------------------------------------------------------------------------------------------------------


def test_rows_are_summed_per_prefix_and_encoding() -> None:
    rows: list[Any] = [("a", TO), ("ж" * 71, [TO, "16501234567"]), ("", TO), ("a", "+27"), None, ("b", "44123456789")]
    made = estimate_credits_rows(iter(rows), rates=CARD)
    assert [(t.prefix, t.encoding, t.messages, t.parts, t.credits_low) for t in made.totals] == [
        ("1", Encoding.UCS2, 1, 2, Decimal("3.0")), ("2783", Encoding.GSM7, 1, 1, Decimal(1)),
        ("2783", Encoding.UCS2, 1, 2, Decimal(2)), (None, Encoding.GSM7, 1, 1, None),
    ]  # fmt: skip
    assert [row for row, _ in made.failures] == [2, 3, 4]
    assert (made.encoding, made.parts, made.credits_low, made.credits_high, made.complete) == (
        None,
        None,
        Decimal(6),
        None,
        False,
    )
    same = estimate_credits_rows([("a", TO), ("b", TO)], rates=CARD)
    assert (same.encoding, same.parts, same.credits_high) == (Encoding.GSM7, 1, Decimal(2))


def test_an_estimate_is_json_ready_with_decimals_as_strings() -> None:
    made = estimate_credits("ж" * 80, [TO, "44123456789"], rates=CARD, max_credits="1.5")
    said = json.loads(json.dumps(made.to_dict()))
    assert said["schema"] == 1
    assert said["credits_low"] == "2"
    assert said["max_credits"]["max_credits"] == "1.5"
    assert said["cheapest_change"]["kind"] == "shorten"

    def floats(value: Any) -> bool:
        if isinstance(value, dict):
            return any(map(floats, value.values()))
        return any(map(floats, value)) if isinstance(value, list) else isinstance(value, float)

    assert not floats(said)


def test_an_estimate_is_a_value() -> None:
    made = estimate_credits("ж" * 80, [TO, "44123456789"], rates=CARD, max_credits="1.5")
    again = pickle.loads(pickle.dumps(made))
    assert again == made
    assert hash(again) == hash(made)
