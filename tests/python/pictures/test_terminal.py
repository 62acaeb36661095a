"""The picture in a terminal: golden pictures, widths, and nothing that drives the terminal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import smsenc
from smsenc import pictures
from smsenc.pictures._characters import columns

GOLDEN = Path(__file__).with_name("golden")
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
SAMPLES = {
    "dash": (smsenc.encode("Your table is booked — see you at seven! " * 2, reference=7), {}),
    "extension": (smsenc.encode("Price: 5 € [net] {ok}\nThanks  a lot ", reference=7), {}),
    "turkish": (smsenc.encode("Çok güzel bir gün, değil mi? Ş€", reference=7, languages=["turkish"]), {}),
    "emoji": (smsenc.encode(f"{FAMILY} ❤\ufe0f 🇩🇪 1\ufe0f\u20e3 e\u0301 漢字", reference=7), {"width": 60}),
    "persian": (smsenc.encode("سلام، می\u200cخواهم یک میز", reference=7), {}),
    "controls": (smsenc.encode("\u202eevil\u200b \x1b[31m\r\n\x07", reference=7), {}),
    "narrow": (smsenc.encode("Your table is booked — see you at seven! " * 2, reference=7), {"width": 40}),
    "ascii": (smsenc.encode("Your table is booked — see you at 7! " * 2, reference=7), {"ascii_only": True}),
    "colour": (smsenc.encode("5 € — 🎉", reference=7), {"colour": True}),
    "data": (smsenc.encode_binary(bytes(range(150)), reference=7), {"width": 60}),
    "estimate": (smsenc.estimate("[]" * 153 + "ab"), {}),
    "changed": (
        smsenc.encode("one\r\ntwo" * 30, reference=7, line_breaks="lf", max_segments=1, overflow="truncate"),
        {},
    ),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_picture_is_the_golden_one(name, request):
    result, options = SAMPLES[name]
    path = GOLDEN / f"{name}.txt"
    shown = pictures.text(result, **options)
    if request.config.getoption("--write-golden"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8", newline="\n")
    assert shown == path.read_text("utf-8")


texts = st.text(
    st.one_of(
        st.sampled_from("ab  €[{~}]\n\r\t—’é\u0301\u200d\u202e\ufe0f漢" + FAMILY + "🇩🇪नमस्ते"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=300,
)


@settings(deadline=None)
@given(texts, st.integers(1, 130), st.booleans())
def test_no_line_is_wider_than_the_screen_and_nothing_drives_it(text, width, ascii_only):
    shown = pictures.text(smsenc.encode(text), width=width, ascii_only=ascii_only)
    assert shown.endswith("\n")
    for line in shown[:-1].split("\n"):
        assert columns(line) <= max(width, 40), line
        assert all(character.isprintable() or character in "\u200c\u200d" for character in line)
    assert not ascii_only or shown.isascii()


@settings(deadline=None)
@given(texts)
def test_colours_change_nothing_but_colours(text):
    message = smsenc.encode(text)
    coloured = pictures.text(message, colour=True)
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == pictures.text(message)


@settings(deadline=None)
@given(texts)
def test_all_bars_of_a_picture_are_equally_wide(text):
    shown = pictures.text(smsenc.encode("€" + text * 3), width=90)
    bars = re.findall(r"^ *\d+/\d+  ([▒█░]+)  ", shown, re.MULTILINE)
    assert len(bars) == smsenc.estimate("€" + text * 3).segments
    assert len(set(map(len, bars))) == 1


def test_a_long_message_is_bounded():
    message = smsenc.encode("0123456789abcdef " * 2200)
    assert len(message) > 240
    assert pictures.text(message).count("\n") < len(message) + 50
    assert pictures.text(message, limit=255).count("\n") > 600
