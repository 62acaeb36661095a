"""OTA bitmaps: layout, the three ways in and out, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsenc.errors import DecodeError, InvalidOption
from smsenc.payloads import Bitmap

FRAME_72_14 = Bitmap.from_rows([[x == y or y in (0, 13) or x in (0, 71) for x in range(72)] for y in range(14)])


@st.composite
def row_lists(draw):
    width = draw(st.integers(1, 40) | st.sampled_from((72, 128, 254, 255)))
    height = draw(st.integers(1, 12))
    bits = draw(st.integers(0, (1 << width * height) - 1))
    text = f"{bits:0{width * height}b}"
    return tuple(tuple(bit == "1" for bit in text[width * y : width * (y + 1)]) for y in range(height))


def attempt(parse, given):
    """What ``parse`` makes of it: a value, or its DecodeError."""
    try:
        return parse(given)
    except DecodeError as error:
        return error


@pytest.mark.parametrize(
    ("width", "height", "head", "octets"),
    [
        (72, 14, "00480E01", 126),  # operator and group logo
        (72, 28, "00481C01", 252),  # picture message
        (78, 21, "004E1501", 205),  # the sample logo of smstools, whose length proves that rows are not padded
    ],
)
def test_size_of_known_logos(width, height, head, octets):
    bitmap = bytes(Bitmap.from_rows([[0] * width] * height))
    assert bitmap[:4] == bytes.fromhex(head)
    assert len(bitmap) == 4 + octets


def test_first_octets_of_a_drawing_as_gammu_writes_them():
    assert bytes(FRAME_72_14)[:24].hex() == "00480e01" + "ff" * 9 + "c00000000000000001" + "a000"


def test_rows_follow_each_other_without_padding():
    assert bytes(Bitmap.from_rows([[1, 0, 1], [0, 1, 1], [1, 1, 1]])).hex() == "00030301" + "af80"


@given(row_lists())
def test_every_way_out_leads_back(rows):
    bitmap = Bitmap.from_rows(rows)
    assert (bitmap.width, bitmap.height) == (len(rows[0]), len(rows))
    assert bitmap.rows == rows
    assert Bitmap.parse(bytes(bitmap)) == bitmap
    assert Bitmap.from_text(bitmap.to_text()) == bitmap
    assert Bitmap.from_text(bitmap.to_text(ink="X", paper=" "), ink="X", paper=" ") == bitmap
    assert Bitmap.from_pbm(bitmap.to_pbm()) == bitmap
    assert Bitmap.from_pbm(bitmap.to_pbm(plain=True)) == bitmap
    assert all(len(line) <= 70 for line in bitmap.to_pbm(plain=True).split(b"\n"))


@given(st.binary(max_size=40))
def test_what_parses_is_written_the_same(octets):
    bitmap = attempt(Bitmap.parse, octets)
    if isinstance(bitmap, DecodeError):
        assert 0 <= bitmap.offset <= len(octets)
    else:
        assert bytes(bitmap) == octets


@given(st.binary(max_size=20), st.sampled_from((b"", b"P1 3 2\n", b"P4 9 1\n", b"P1\n# x\n2 2 ")))
def test_any_octets_as_pbm_are_a_bitmap_or_an_error(octets, head):
    try:
        bitmap = Bitmap.from_pbm(head + octets)
    except (DecodeError, InvalidOption):
        return
    assert Bitmap.from_pbm(bitmap.to_pbm()) == bitmap


def test_pbm_as_netpbm_writes_it():
    letter = b"P1\n# feep\n5 3\n0 1 1 1 0\n0 1 0 0 0 # middle\n0 1 1 1 0\n"
    bitmap = Bitmap.from_pbm(letter)
    assert bitmap.to_text() == ".###.\n.#...\n.###.\n"
    assert bitmap.to_pbm() == b"P4\n5 3\n\x70\x40\x70"
    # The bits that fill a row of P4 mean nothing.
    assert Bitmap.from_pbm(b"P4\n5 3\n\x77\x47\x77") == bitmap


@pytest.mark.parametrize(
    ("octets", "field", "offset"),
    [
        ("", "OTA bitmap", 0),
        ("004801", "OTA bitmap", 3),
        ("80480e01", "info field", 0),
        ("00000e01", "width", 1),
        ("00480001", "height", 2),
        ("00480e02", "depth", 3),
        ("0003030100", "pixels", 5),
        ("000303010000" + "00", "pixels", 6),
        ("000303010001", "pixels", 5),
    ],
)
def test_a_wrong_bitmap_is_refused_where_it_is_wrong(octets, field, offset):
    with pytest.raises(DecodeError) as caught:
        Bitmap.parse(bytes.fromhex(octets))
    assert (caught.value.field, caught.value.offset) == (field, offset)


@pytest.mark.parametrize(
    ("octets", "field", "offset"),
    [
        (b"P3\n1 1\n0", "PBM magic", 0),
        (b"P1\nx", "PBM width", 2),
        (b"P1\n2", "PBM height", 4),
        (b"P1\n2 1\n1", "PBM pixels", 8),
        (b"P1\n2 1\n101", "PBM pixels", 9),
        (b"P1\n2 1\n12", "PBM pixels", 8),
        (b"P4\n9 1\n\x00", "PBM pixels", 8),
        (b"P4\n9 1\n\x00\x00\x00", "PBM pixels", 9),
        (b"P4\n9 1", "PBM pixels", 6),
    ],
)
def test_a_wrong_pbm_is_refused_where_it_is_wrong(octets, field, offset):
    with pytest.raises(DecodeError) as caught:
        Bitmap.from_pbm(octets)
    assert (caught.value.field, caught.value.offset) == (field, offset)


def test_sizes_and_shapes_out_of_range_are_named():
    for build, option in (
        (lambda: Bitmap.from_rows([]), "height"),
        (lambda: Bitmap.from_rows([[]]), "width"),
        (lambda: Bitmap.from_rows([[1] * 256]), "width"),
        (lambda: Bitmap.from_rows([[1]] * 256), "height"),
        (lambda: Bitmap.from_rows([[1, 0], [1]]), "rows"),
        (lambda: Bitmap.from_pbm(b"P4\n256 1\n"), "width"),
        (lambda: Bitmap(3, 3, b"\0"), "pixels"),
        (lambda: Bitmap(3, 3, b"\0\1"), "pixels"),
        (lambda: Bitmap.from_text("#x"), "text"),
        (lambda: Bitmap.from_text("#", ink="#", paper="#"), "ink"),
        (lambda: FRAME_72_14.to_text(ink="##"), "ink"),
    ):
        with pytest.raises(InvalidOption) as caught:
            build()
        assert caught.value.option == option


def test_a_foreign_character_is_named_with_its_place():
    with pytest.raises(InvalidOption, match="line 1 at column 2") as caught:
        Bitmap.from_text("#.#\n#.o")
    assert caught.value.value == "o"


def test_wrong_types_are_type_errors():
    for build in (
        lambda: Bitmap("3", 3, b"\0\0"),
        lambda: Bitmap(True, 1, b"\0"),
        lambda: Bitmap(3, 3, [0, 0]),
        lambda: Bitmap.parse(5),
        lambda: Bitmap.parse("00480e01"),
        lambda: Bitmap.from_text(b"#"),
    ):
        with pytest.raises(TypeError):
            build()
