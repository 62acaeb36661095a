"""Totals: exact, and the same however they were added up."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from smsenc.campaign import Kind, Sum, Totals
from smsenc.credits import Rate

PREFIXES = ["27", "2783", "49", ""]
amounts = st.decimals(min_value=0, max_value=10**6, allow_nan=False, allow_infinity=False, places=9)
kinds = st.builds(
    Kind,
    st.sampled_from(["gsm7", "ucs2"]),
    st.integers(1, 255),
    st.sampled_from([*PREFIXES, None]),
    st.sampled_from(["Latin", "Cyrillic", None]),
)
rows = st.lists(st.tuples(kinds, st.integers(0, 39_015)), max_size=40)
cards = st.fixed_dictionaries({prefix: st.builds(Rate, st.just(prefix), amounts) for prefix in PREFIXES[1:]})


def counted(parts: list[tuple[Kind, int]]) -> Totals:
    return Totals((kind, 1, units) for kind, units in parts)


@given(rows, cards)
def test_totals_equal_the_sum_row_by_row(parts: list[tuple[Kind, int]], rates: dict[str, Rate]) -> None:
    total = counted(parts).sum(rates)
    priced = [(rates[kind.prefix], kind) for kind, _ in parts if kind.prefix in rates]
    assert total.rows == len(parts)
    assert total.segments == sum(kind.segments for kind, _ in parts)
    assert total.units == sum(units for _, units in parts)
    assert total.unpriced == len(parts) - len(priced)
    exact = sum((Fraction(rate.credits) * kind.segments for rate, kind in priced), Fraction(0))
    assert Fraction(total.low) == Fraction(total.high) == exact


@given(rows, st.data())
def test_totals_do_not_depend_on_order_or_grouping(parts: list[tuple[Kind, int]], data: st.DataObject) -> None:
    whole = counted(parts)
    shuffled = data.draw(st.permutations(parts))
    cut = data.draw(st.integers(0, len(parts)))
    first, second = counted(shuffled[:cut]), counted(shuffled[cut:])
    assert first + second == second + first == whole
    assert whole + Totals() == Totals() + whole == whole
    assert Totals(whole) == whole
    assert (first + second).rows == first.rows + second.rows


@given(rows, cards)
def test_groups_add_up_to_the_whole(parts: list[tuple[Kind, int]], rates: dict[str, Rate]) -> None:
    totals = counted(parts)
    whole = totals.sum(rates)
    for name in Kind._fields:
        groups = totals.by(lambda kind, name=name: getattr(kind, name), rates)
        assert {value: group.rows for value, group in groups.items()} == Counter(
            getattr(kind, name) for kind, _ in parts
        )
        assert sum(group.segments for group in groups.values()) == whole.segments
        assert sum((Fraction(group.low) for group in groups.values()), Fraction(0)) == Fraction(whole.low)


def test_no_sum_is_rounded() -> None:
    rate = Rate(
        "27", Decimal("0.1234567890123456789012345678901234567890"), high=Decimal("123456789012345678901234567890")
    )
    total = Totals([(Kind("gsm7", 255, "27"), 10**18, 0)]).sum({"27": rate})
    assert Fraction(total.low) == Fraction(rate.credits) * 255 * 10**18
    assert Fraction(total.high) == Fraction(rate.high) * 255 * 10**18


def test_an_empty_campaign_costs_nothing() -> None:
    assert Totals().sum() == Sum()
    assert Totals().by(lambda kind: kind.encoding) == {}
    assert Sum().to_dict()["credits_low"] == "0"
