"""The picture as data: the rows hold the message, the lengths add up, costs are what was sent."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import smsenc
from smsenc.pictures._build import picture
from smsenc.pictures._characters import columns, named, stand_in
from smsenc.pictures._clusters import clusters
from smsenc.pictures._model import USER_DATA_BITS, Cost, bits_of

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"

texts = st.text(
    st.one_of(
        st.sampled_from(
            "ab €[{~}]\n\r\t—’éçğŞΔ\u0301\u200d\u200b\u202e\ufe0f"
            + FAMILY
            + "👍🏽🇩🇪1\u20e3नमस्ते\u094dक्षسلام\u200cשלום한글"
        ),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=200,
)
options = st.sampled_from(
    [{}, {"languages": ["turkish"]}, {"languages": "all"}, {"reference_bits": 16}, {"header": [smsenc.Ports(5505, 0)]}]
)


@settings(deadline=None)
@given(texts, options)
def test_the_cells_joined_are_the_text_and_each_row_is_a_segment(text, options):
    message = smsenc.encode(text, **options)
    drawn = picture(message)
    assert len(drawn.rows) == len(message)
    for row, segment in zip(drawn.rows, message, strict=True):
        assert "".join(cell.text for cell in row.cells) == segment.text
        assert "".join(each.text for cell in row.cells for each in cell.characters) == segment.text
        assert (row.sequence, row.total, row.units) == (segment.sequence, segment.total, segment.units)
        assert sum(cell.units for cell in row.cells) == segment.units
    positions = [each.position for row in drawn.rows for cell in row.cells for each in cell.characters]
    assert positions == list(range(len(message.text)))


@settings(deadline=None)
@given(texts, options)
def test_the_lengths_of_a_row_are_those_of_its_user_data(text, options):
    message = smsenc.encode(text, **options)
    for row, segment in zip(picture(message).rows, message, strict=True):
        bits = bits_of(message.estimate)
        used = row.header_bits + row.fill_bits + bits * row.units
        assert row.header_bits == 8 * len(bytes(segment.header))
        assert (used + 7) // 8 == len(segment.user_data)
        assert used + bits * row.free <= USER_DATA_BITS < used + bits * (row.free + 1) + 8
        if bits == 7:
            assert (row.header_bits + row.fill_bits) // 7 + row.units == segment.user_data_length


@settings(deadline=None)
@given(texts, options)
def test_an_estimate_draws_the_rows_of_its_message(text, options):
    message = smsenc.encode(text, **options)
    of_message, of_estimate = picture(message), picture(message.estimate)
    assert len(of_message.rows) == len(of_estimate.rows)
    assert of_message.rows[-1].units == of_estimate.rows[-1].units
    for known, guessed in zip(of_message.rows, of_estimate.rows, strict=True):
        overhead = known.header_bits + known.fill_bits
        spare = guessed.header_bits + guessed.fill_bits - overhead
        assert 0 <= spare <= 8  # an odd octet before UTF-16 units counts as part of the header
        assert known.units <= guessed.units <= guessed.capacity


@settings(deadline=None)
@given(texts)
def test_clusters_joined_are_the_text(text):
    assert "".join(clusters(text)) == text
    assert all(clusters(text))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("ab", ["a", "b"]),
        ("\r\n", ["\r", "\n"]),
        ("e\u0301x", ["e\u0301", "x"]),
        ("\u0301", ["\u0301"]),
        ("\n\u0301", ["\n", "\u0301"]),
        (FAMILY + "!", [FAMILY, "!"]),
        ("👍🏽👍", ["👍🏽", "👍"]),
        ("❤\ufe0f1\ufe0f\u20e3", ["❤\ufe0f", "1\ufe0f\u20e3"]),
        ("🇩🇪🇫🇷🇧", ["🇩🇪", "🇫🇷", "🇧"]),
        ("🏴\U000e0067\U000e007f", ["🏴\U000e0067\U000e007f"]),
        ("नमस्ते", ["न", "म", "स्ते"]),
        ("क्षत्रिय", ["क्ष", "त्रि", "य"]),
        ("می\u200cخ", ["م", "ی\u200c", "خ"]),
        ("\u1112\u1161\u11ab글", ["\u1112\u1161\u11ab", "글"]),
        # Nobody would see these: they stand alone.
        ("a\u200db", ["a", "\u200d", "b"]),
        ("a\ufe0f", ["a", "\ufe0f"]),
        ("a\u200b\u0301", ["a", "\u200b", "\u0301"]),
    ],
)
def test_what_is_drawn_as_one(text, parts):
    assert list(clusters(text)) == parts


@pytest.mark.parametrize(
    ("text", "options", "costs"),
    [
        ("a€", {}, [(1, Cost.PLAIN), (2, Cost.EXTENSION)]),
        ("a€—", {}, [(1, Cost.PLAIN), (1, Cost.PLAIN), (1, Cost.FOREIGN)]),
        ("é\U0001f389", {}, [(1, Cost.PLAIN), (2, Cost.PAIR)]),
        # The locking shift table of Turkish has the euro sign as one septet (TS 23.038 A.3.1).
        (
            "ğŞ€{",
            {"languages": ["turkish"]},
            [(1, Cost.NATIONAL), (1, Cost.NATIONAL), (1, Cost.NATIONAL), (2, Cost.EXTENSION)],
        ),
        # Its default character is lost in that table, so the others come from the single shift table (A.2.1).
        ("Øş€", {"languages": ["turkish"]}, [(1, Cost.PLAIN), (2, Cost.NATIONAL), (2, Cost.EXTENSION)]),
    ],
)
def test_costs_are_what_was_sent(text, options, costs):
    message = smsenc.encode(text, **options)
    found = [(each.units, each.cost) for row in picture(message).rows for cell in row.cells for each in cell.characters]
    assert found == costs


def test_a_cluster_that_a_segment_cuts_is_marked():
    message = smsenc.encode("x" * 65 + FAMILY + "y" * 10)
    first, second = picture(message).rows
    assert (first.cut, second.cut) == (True, False)
    assert first.cells[-1].text + second.cells[0].text == FAMILY


def test_a_change_is_known_by_the_characters_that_are_sent():
    message = smsenc.encode("ae\u0301\r\nb\r", line_breaks="lf", normalization="NFC")
    (row,) = picture(message).rows
    changes = [(each.text, each.replaces) for cell in row.cells for each in cell.characters]
    assert changes == [("a", None), ("é", "e\u0301"), ("\n", "\r\n"), ("b", None), ("\n", "\r")]


def test_octets_are_cells_in_hex():
    drawn = picture(smsenc.encode_binary(b"\x00J\xff"))
    assert [cell.text for cell in drawn.rows[0].cells] == ["00", "4A", "FF"]


def test_another_value_is_a_type_error():
    with pytest.raises(TypeError, match="not str"):
        picture("text")


@pytest.mark.parametrize(
    ("character", "name", "shown"),
    [
        ("a", "U+0061 LATIN SMALL LETTER A", ""),
        ("\n", "U+000A LINE FEED", "\u240a"),
        ("\x1b", "U+001B ESCAPE", "\u241b"),
        ("\x7f", "U+007F DELETE", "\u2421"),
        ("\xa0", "U+00A0 NO-BREAK SPACE", "NBSP"),
        ("\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE", "RLO"),
        ("\ud83d", "U+D83D <surrogate-D83D>", "D83D"),
        ("\ue000", "U+E000 <private-use-E000>", "E000"),
        ("\u2800", "U+2800 BRAILLE PATTERN BLANK", "2800"),
        ("\u0301", "U+0301 COMBINING ACUTE ACCENT", "\u25cc\u0301"),
    ],
)
def test_what_does_not_show_has_a_name_and_a_stand_in(character, name, shown):
    assert named(character) == name
    assert stand_in(character) == shown


@settings(deadline=None)
@given(st.characters())
def test_whatever_has_no_stand_in_prints(character):
    assert stand_in(character) or character.isprintable()


def test_columns_are_those_of_a_terminal():
    assert [columns(text) for text in ("abc", "é", "e\u0301", "漢字", "👍", "\u200b", "한", "\u1112\u1161\u11ab")] == [
        3, 1, 1, 4, 2, 0, 2, 2,
    ]  # fmt: skip


def test_a_picture_marks_what_was_replaced_behind_a_number() -> None:
    text = "a" * 150 + " “x” " + "b" * 200 + "“"
    message = smsenc.encode(text, replace="smart", replace_when="always", numbering="{sequence}) {text} /{total}")
    rows = picture(message).rows
    marked = [
        [(each.text, each.replaces) for cell in row.cells for each in cell.characters if each.replaces] for row in rows
    ]
    assert [pair for row in marked for pair in row] == [('"', "“"), ('"', "”"), ('"', "“")]
    assert len(rows) == 3
    assert marked[-1] == [('"', "“")]
