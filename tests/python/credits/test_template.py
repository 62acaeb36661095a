"""Templates: bounds before the data is known, exact totals over given rows."""

from __future__ import annotations

import json
import pickle
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsenc import Encoding, InvalidOption
from smsenc.credits import Field, RateCard, Template
from smsenc.gateways.clickatell import planner

CARD = RateCard({"27": "0.8", "1": "1.5"})


def test_fields_and_braces() -> None:
    template = Template("{{Hi}} {name}, {code} {name}")
    assert template.fields == ("name", "code")
    assert template.render({"name": "Ada", "code": "7"}) == "{Hi} Ada, 7 Ada"
    with pytest.raises(InvalidOption, match="code"):
        template.render({"name": "Ada"})
    with pytest.raises(TypeError, match="code"):
        template.render({"name": "Ada", "code": 7})  # type: ignore[dict-item]


@pytest.mark.parametrize("text", ["{", "}", "{}", "{0}", "{a.b}", "{a[0]}", "{a!r}", "{a:>5}", "{a b}"])
def test_anything_but_plain_fields_is_refused(text: str) -> None:
    with pytest.raises(InvalidOption):
        Template(text)


def test_wrong_arguments() -> None:
    with pytest.raises(TypeError):
        Template(5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="no_such"):
        Template("x", no_such=1)
    for fields in ({}, {"a": Field(), "b": Field()}):
        with pytest.raises(InvalidOption, match="fields"):
            Template("{a}").bounds(fields)
    for shortest, longest in ((2, 1), (-1, 5), (0, 100_001)):
        with pytest.raises(InvalidOption):
            Field(shortest, longest)
    with pytest.raises(InvalidOption, match="alphabet"):
        Field(0, 1, "latin")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Field(0, 1.5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "low", "high", "encodings"),
    [
        (Field(0, 150), 1, 1, {Encoding.GSM7}),
        (Field(0, 157), 1, 2, {Encoding.GSM7}),
        (Field(157, 157), 2, 2, {Encoding.GSM7}),
        (Field(0, 80, "gsm7"), 1, 2, {Encoding.GSM7}),
        (Field(0, 66, "bmp"), 1, 1, {Encoding.GSM7, Encoding.UCS2}),
        (Field(0, 67, "bmp"), 1, 2, {Encoding.GSM7, Encoding.UCS2}),
        (Field(0, 40, "any"), 1, 2, {Encoding.GSM7, Encoding.UCS2}),
    ],
)
def test_bounds_from_lengths_and_alphabets(field: Field, low: int, high: int, encodings: set[Encoding]) -> None:
    bounds = Template("abcd{x}").bounds({"x": field})
    assert (bounds.parts_low, bounds.parts_high, set(bounds.encodings)) == (low, high, encodings)
    assert json.dumps(bounds.to_dict())


def test_bounds_become_credits() -> None:
    bounds = Template("{x}").bounds({"x": Field(1, 300)})
    assert bounds.credits(CARD, ["27831234567", "16501234567"]) == (Decimal("2.3"), Decimal("4.6"))
    assert bounds.credits(CARD, ["27831234567", "44123456789"]) == (Decimal("0.8"), None)


ALPHABETS: dict[str, str] = {
    "digits": "0123456789",
    "basic": "aZ Ωé@\n",
    "gsm7": "aé^€{",
    "bmp": "aж中€^`",
    "any": "aж😀^€",
}


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.sampled_from(["plain", "unicode"]), st.sampled_from(["rest", "http", "one"]))
def test_no_row_within_the_fields_is_out_of_bounds(data: st.DataObject, non_ascii: str, dialect: Any) -> None:
    parameters: dict[str, Any] = {"non_ascii": non_ascii} if dialect in ("rest", "http") else {}
    template = Template(data.draw(st.text("aé€ж ", min_size=1, max_size=80)) + "{x}-{y}", dialect=dialect, **parameters)
    fields, values = {}, {}
    for name in ("x", "y"):
        alphabet = data.draw(st.sampled_from(sorted(ALPHABETS)))
        shortest = data.draw(st.integers(0, 80))
        longest = shortest + data.draw(st.integers(0, 80))
        fields[name] = Field(shortest, longest, alphabet)  # type: ignore[arg-type]
        values[name] = data.draw(st.text(ALPHABETS[alphabet], min_size=shortest, max_size=longest))
    bounds = template.bounds(fields)
    plan, _ = planner(dialect, **parameters)(template.render(values))
    assert bounds.parts_low <= plan.parts <= bounds.parts_high
    assert plan.encoding in bounds.encodings


def test_exact_totals_over_rows_and_the_dearest_row() -> None:
    template = Template("Hi {name}")
    rows: list[Any] = [
        ({"name": "Ada"}, "27831234567"), ({"name": "Ж" * 80}, "27831234567"), ({"name": "a" * 160}, "16501234567"),
        ({"name": "Ж" * 150}, "44123456789"), ({}, "27831234567"), ({"name": "x"}, "+1"),
        ({"name": "x"}, ["16501234567"] * 2), None,
    ]  # fmt: skip
    made = template.over(iter(rows), rates=CARD)
    assert (made.rows, dict(made.parts)) == (8, {1: 1, 2: 2, 3: 1})
    assert made.estimate.credits_low == Decimal("0.8") + Decimal("1.6") + Decimal("3.0")
    assert (made.dearest, made.dearest_parts, made.dearest_credits) == (2, 2, Decimal("3.0"))
    assert [row for row, _ in made.estimate.failures] == [4, 5, 6, 7]
    assert made.estimate.unpriced == ("44123456789",)
    assert json.loads(json.dumps(made.to_dict()))["dearest_credits"] == "3.0"
    assert template.over([], rates=CARD).dearest is None
    unpriced = template.over([({"name": "a"}, "44123456789"), ({"name": "a" * 170}, "44123456789")], rates=CARD)
    assert (unpriced.dearest, unpriced.dearest_credits) == (1, None)


def test_templates_are_values() -> None:
    template = Template("Hi {name}", non_ascii="unicode")
    assert pickle.loads(pickle.dumps(template)) == template
    assert hash(pickle.loads(pickle.dumps(template))) == hash(template)
    assert template != Template("Hi {name}")
    assert "Hi" not in repr(template)
    totals = template.over([({"name": "a"}, "27831234567")], rates=CARD)
    assert pickle.loads(pickle.dumps(totals)) == totals
    assert hash(totals) == hash(pickle.loads(pickle.dumps(totals)))
    with pytest.raises(AttributeError):
        template.text = "x"
