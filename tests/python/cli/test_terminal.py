"""How texts are shown to a reader."""

from __future__ import annotations

import ast
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsenc.cli.terminal import preview, quote, table


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Grüße €", '"Grüße €"'),
        ("a\nb\r\tc", r'"a\nb\r\tc"'),
        ("\x1b[31mred", r'"\x1b[31mred"'),
        ('say "yes"', r'"say \"yes\""'),
        ("C:\\dir", r'"C:\\dir"'),
        ("\u200b\u202e\xa0\ufeff", r'"\u200b\u202e\xa0\ufeff"'),
        ("\ud800", r'"\ud800"'),
        ("", '""'),
    ],
)
def test_what_does_not_print_is_escaped(text, shown):
    assert quote(text) == shown


@given(st.text(st.characters()))
def test_quoting_loses_nothing_and_prints(text):
    assert quote(text).isprintable()
    assert ast.literal_eval(quote(text)) == text


@given(st.text(st.characters()), st.integers(20, 100))
def test_a_preview_is_never_wider_than_asked_for(text, width):
    shown = preview(text, width)
    assert sum(0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF") for c in shown) <= width
    assert shown == quote(text) or shown.endswith('"...')


def test_a_preview_of_a_long_text_does_not_read_it_all():
    assert preview("a" * 10_000_000, 20) == '"' + "a" * 15 + '"...'


def test_a_table_is_aligned():
    assert table([("", "n"), ("gsm7", "5,485"), ("ucs2", "89")]) == [
        "          n",
        "gsm7  5,485",
        "ucs2     89",
    ]
