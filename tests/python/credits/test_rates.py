"""Rate cards: the longest prefix, exact decimals, dates, and where a rate comes from."""

from __future__ import annotations

import io
import pickle
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsenc import InvalidOption
from smsenc.credits import Rate, RateCard
from smsenc.gateways.clickatell import rest

RATES: dict[str, Decimal | int | str] = {"27": "0.8", "2783": 1, "1": Decimal("1.5")}
CARD = RateCard(RATES)


@pytest.mark.parametrize(
    ("number", "credits"),
    [
        ("27111234567", "0.8"),
        ("27831234567", "1"),
        ("16501234567", "1.5"),
        ("27", "0.8"),
        ("2", None),
        ("44123456789", None),
        ("", None),
    ],
)
def test_the_longest_prefix_counts(number: str, credits: str | None) -> None:
    assert CARD.credits_per_part(number) == (None if credits is None else Decimal(credits))


def test_a_default_prices_the_rest_and_says_so() -> None:
    card = RateCard({"27": "0.8"}, default="2")
    rate = card.lookup("44123456789")
    assert rate is not None
    assert (rate.credits, rate.source, rate.prefix) == (Decimal(2), "default", "")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(st.text("12", min_size=1, max_size=6), st.integers(0, 9), max_size=12), st.text("12", max_size=8)
)
def test_lookup_agrees_with_a_naive_search(rates: dict[str, int], number: str) -> None:
    matching = [prefix for prefix in rates if number.startswith(prefix)]
    expected = Decimal(rates[max(matching, key=len)]) if matching else None
    assert RateCard(rates).credits_per_part(number) == expected


@pytest.mark.parametrize(
    "rates",
    [{"+27": 1}, {"": 1}, {"٢٧": 1}, {"27": -1}, {"27": "x"}, {"27": Decimal("NaN")}, {"27": "1E+999"}, {27: 1}],
)
def test_odd_rates_are_refused(rates: Any) -> None:
    with pytest.raises(InvalidOption):
        RateCard(rates)


def test_a_float_is_a_type_error() -> None:
    for rates in ({"27": 0.8}, {"27": True}, {"27": None}, ["27"]):
        with pytest.raises(TypeError):
            RateCard(rates)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        RateCard({}, default=0.8)  # type: ignore[arg-type]


def test_a_card_from_csv() -> None:
    text = "country,prefix,credits,high,valid_from,valid_until\nZA,27,0.8,1.2,,2025-12-31\nZA,27,0.9,,2026-01-01,\n"
    text += "US,1,1.50,,,\n"
    card = RateCard.from_csv(io.StringIO(text, newline=""))
    old, new = card.lookup("27831234567", date(2025, 12, 31)), card.lookup("27831234567", date(2026, 1, 1))
    assert old is not None
    assert new is not None
    assert (old.credits, old.high, new.credits) == (Decimal("0.8"), Decimal("1.2"), Decimal("0.9"))
    assert card.credits_per_part("16501234567") == Decimal("1.50")
    with pytest.raises(InvalidOption, match="several rates"):
        card.lookup("27831234567")
    other = RateCard.from_csv(["number;price", "27;0.8"], prefix="number", credits="price", delimiter=";", default=1)
    assert other.credits_per_part("27") == Decimal("0.8")


@pytest.mark.parametrize(
    "lines",
    [
        [], ["prefix"], ["prefix,credits", "27"], ["prefix,credits", "27,x"], ["prefix,credits", "27,0.8,9"],
        ["prefix,credits", "+27,1"],
        ["prefix,credits,valid_from", "27,1,tomorrow"], ["prefix,credits", "27,1", "27,2"],
        ["prefix,credits,high", "27,2,1"],
    ],
)  # fmt: skip
def test_an_odd_csv_is_refused(lines: list[str]) -> None:
    with pytest.raises(InvalidOption):
        RateCard.from_csv(lines)


def test_dates_may_follow_each_other_but_not_overlap() -> None:
    first = Rate("27", Decimal(1), valid_until=date(2025, 12, 31))
    second = Rate("27", Decimal(2), valid_from=date(2026, 1, 1))
    card = RateCard([first, second])
    assert card.lookup("27", date(2026, 6, 1)) == second
    with pytest.raises(InvalidOption, match="at a time"):
        RateCard([first, Rate("27", Decimal(2), valid_from=date(2025, 12, 31))])
    with pytest.raises(InvalidOption):
        RateCard([Rate("27", Decimal(1), valid_from=date(2026, 1, 1), valid_until=date(2025, 1, 1))])


def test_an_expired_rate_leaves_the_shorter_prefix() -> None:
    card = RateCard([Rate("27", Decimal(1)), Rate("2783", Decimal(2), valid_until=date(2025, 1, 1))])
    rate = card.lookup("27831234567", date(2026, 1, 1))
    assert rate is not None
    assert rate.prefix == "27"


def test_coverage_replies_price_their_numbers_only() -> None:
    replies = {
        "27831234567": rest.parse_coverage('{"data":{"routable":true,"destination":"x","minimumCharge":0.8}}'),
        "27831234568": rest.parse_coverage('{"data":{"routable":false,"destination":"x"}}'),
        "2783": rest.parse_coverage('{"data":{"routable":true,"destination":"x","minimumCharge":5}}'),
    }
    card = RateCard.from_coverage(replies)
    rate = card.lookup("27831234567")
    assert rate is not None
    assert (rate.credits, rate.source) == (Decimal("0.8"), "coverage")
    assert card.lookup("27831234568") is None
    assert card.lookup("27831234569") is None
    assert "27831234567" not in repr(rate) + repr(card)


def test_cards_merge() -> None:
    merged = RateCard({"27": 1, "1": 2}, default=9).merged(RateCard({"27": 3}))
    assert [merged.credits_per_part(number) for number in ("27", "1", "44")] == [Decimal(3), Decimal(2), Decimal(9)]


def test_a_card_is_a_value() -> None:
    again = pickle.loads(pickle.dumps(CARD))
    assert again == CARD
    assert hash(again) == hash(CARD)
    assert again.credits_per_part("27831234567") == Decimal(1)
    assert RateCard(dict(reversed(RATES.items()))) == CARD
    with pytest.raises(AttributeError):
        CARD.default = None  # type: ignore[misc]
