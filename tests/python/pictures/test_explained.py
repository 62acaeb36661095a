"""Pictures of explanations: reasons and suggestions beside the rows, for whatever the options refuse, too."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import smsenc
from smsenc import pictures
from smsenc.pictures._build import picture
from smsenc.pictures._model import Cost

GREETING = "“Hi” – it’s 5 o’clock, and your table is booked. See you at seven, or call us! Yours."

texts = st.text(
    st.one_of(st.sampled_from("ab €[~]\r\n—’“éşΔ\u0301\u200b\ufe0f🎉👍🏽नम"), st.characters()),
    max_size=200,
)
options = st.sampled_from(
    [
        {},
        {"languages": ["turkish"]},
        {"encoding": "gsm7"},
        {"max_segments": 1},
        {"replace": "smart"},
        {"line_breaks": "lf"},
    ]
)


@settings(deadline=None)
@given(texts, options)
def test_every_explanation_can_be_drawn(text, options):
    explanation = smsenc.explain(text, **options)
    drawn = picture(explanation)
    assert len(drawn.rows) == min(explanation.estimate.segments, 255)
    assert drawn.estimate == explanation.estimate
    assert sum(entry.times for entry in drawn.costly) == len(explanation.characters)
    assert [way.text for way in drawn.suggestions] == [way.text for way in explanation.suggestions]
    assert [way.estimate for way in drawn.suggestions] == [way.estimate for way in explanation.suggestions]
    assert pictures.html(explanation) == explanation._repr_html_()
    assert pictures.text(explanation)


@settings(deadline=None)
@given(texts, options)
def test_what_is_marked_is_what_is_explained(text, options):
    explanation = smsenc.explain(text, **options)
    marked = [
        each.text
        for row in picture(explanation).rows
        for cell in row.cells
        for each in cell.characters
        if each.cost is not Cost.PLAIN
    ]
    if any(row.cells for row in picture(explanation).rows):
        assert marked == [entry.character for entry in explanation.characters]


def test_a_permitted_language_is_not_dear():
    costs = {
        each.text: each.cost
        for row in picture(smsenc.explain("ş — ok", languages=["turkish"])).rows
        for cell in row.cells
        for each in cell.characters
    }
    assert costs["—"] is Cost.FOREIGN
    assert costs["ş"] is Cost.PLAIN


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            {"encoding": "gsm7"},
            "not sent under these options: character U+201C at position 0 cannot be encoded in gsm7",
        ),
        ({"max_segments": 1}, "not sent under these options: the message needs 2 segments in ucs2, 1 permitted"),
    ],
)
def test_what_is_refused_is_drawn_with_the_reason(options, sentence):
    drawn = picture(smsenc.explain(GREETING, **options))
    assert drawn.notes[0] == sentence
    assert "".join(cell.text for row in drawn.rows for cell in row.cells) == GREETING


def test_what_no_message_can_hold_has_bars():
    drawn = picture(smsenc.explain("x" * 100_000))
    assert len(drawn.rows) == 255
    assert not any(row.cells for row in drawn.rows)
    assert drawn.estimate.segments > 600


def test_the_way_out_is_told():
    shown = pictures.text(smsenc.explain(GREETING), width=100)
    assert "U+2019 RIGHT SINGLE QUOTATION MARK, 2 times -> '" in shown
    assert "saves 1" in shown
    html = pictures.html(smsenc.explain(GREETING))
    assert "What would make it cheaper" in html
    assert "saves 1" in html
