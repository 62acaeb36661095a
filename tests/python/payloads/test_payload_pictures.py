"""Operator logos, group logos and multipart pictures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsenc.enums import Encoding
from smsenc.errors import DecodeError, InvalidOption, UnmappableCharacter
from smsenc.payloads import Bitmap, GroupLogo, ItemKind, Multipart, MultipartItem, OperatorLogo, PictureMessage


def frame(width, height):
    return Bitmap.from_rows(
        [[x == y or y in (0, height - 1) or x in (0, width - 1) for x in range(width)] for y in range(height)]
    )


LOGO = frame(72, 14)
PICTURE = frame(72, 28)


def attempt(parse, given):
    """What ``parse`` makes of it: a value, or its DecodeError."""
    try:
        return parse(given)
    except DecodeError as error:
        return error


def test_operator_logo_as_gammu_sends_it():
    logo = OperatorLogo(LOGO, "244 05")
    assert bytes(logo.header) == bytes.fromhex("06050415820000")
    assert logo.data[:12] == bytes.fromhex("42F45000480E01FFFFFFFFFF")
    assert len(logo.header.__bytes__()) + len(logo.data) == 140  # exactly one message


def test_operator_logo_of_smart_messaging_3_as_published():
    logo = OperatorLogo(LOGO, "12345", "3.0")
    assert logo.data[:9] == bytes.fromhex("3021F3540A00480E01")
    assert len(logo.data) == 135


@pytest.mark.parametrize(
    ("network", "code"),
    [("24405", "42f450"), ("262 02", "62f220"), ("123/45", "21f354"), ("310-410", "130014"), ("001001", "001100")],
)
def test_network_codes(network, code):
    logo = OperatorLogo(LOGO, network)
    assert logo.data[:3].hex() == code
    assert OperatorLogo.parse(logo.data).network == network.translate({ord(c): None for c in " -/"})


def test_group_logo_in_both_forms():
    logo = GroupLogo(LOGO)
    assert bytes(logo.header) == bytes.fromhex("06050415830000")
    assert logo.data == bytes(LOGO)
    assert len(bytes(logo.header)) + len(logo.data) == 137
    assert GroupLogo(LOGO, "3.0").data == b"\x30" + bytes(LOGO)


sizes = st.tuples(st.integers(1, 30), st.integers(1, 30))


@given(sizes, st.from_regex(r"[0-9]{5,6}", fullmatch=True), st.sampled_from(("early", "3.0")))
def test_logos_are_read_back_in_their_form(size, network, form):
    bitmap = frame(*size)
    for logo in (OperatorLogo(bitmap, network, form), GroupLogo(bitmap, form)):
        assert type(logo).parse(logo.data) == logo


def test_the_two_forms_of_an_operator_logo_are_not_mistaken():
    # Country 03x makes an early form that begins with 30 as well; width 10 puts 0A where form 3.0 has it.
    logo = OperatorLogo(frame(10, 5), "03112")
    assert logo.data[:5].hex() == "30f121000a"
    assert OperatorLogo.parse(logo.data) == logo


def test_picture_message_as_gammu_sends_it():
    picture = PictureMessage(PICTURE, "Hi")
    assert picture.port == 0x158A
    assert picture.data == bytes.fromhex("30020100") + bytes(PICTURE) + bytes.fromhex("0000024869")
    assert len(picture.data) == 265


def test_text_of_a_picture_takes_the_charset_that_holds_it():
    assert PictureMessage(PICTURE, "Grüße").items[1] == MultipartItem(ItemKind.LATIN1_TEXT, b"Gr\xfc\xdfe")
    assert PictureMessage(PICTURE, "Ωμ").items[1] == MultipartItem(ItemKind.UCS2_TEXT, b"\x03\xa9\x03\xbc")
    assert PictureMessage(PICTURE, "é", "ucs-2").items[1].data == b"\x00\xe9"
    assert PictureMessage(PICTURE, "😀").items[1].data == b"\xd8\x3d\xde\x00"
    assert PictureMessage(PICTURE).items == (MultipartItem(ItemKind.BITMAP, bytes(PICTURE)),)


@pytest.mark.parametrize(
    ("text", "charset", "character", "position", "encoding"),
    [
        ("ab\u20ac", "iso-8859-1", "\u20ac", 2, Encoding.EIGHT_BIT),
        ("a\ud800", "ucs-2", "\ud800", 1, Encoding.UCS2),
        ("a\ud800", "auto", "\ud800", 1, Encoding.UCS2),
    ],
)
def test_a_character_that_the_charset_lacks_is_named(text, charset, character, position, encoding):
    with pytest.raises(UnmappableCharacter) as caught:
        PictureMessage(PICTURE, text, charset)
    assert (caught.value.character, caught.value.position) == (character, position)
    assert caught.value.encoding is encoding


texts = st.none() | st.text(max_size=40).filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text))


@given(sizes, texts, st.booleans())
def test_pictures_are_read_back(size, text, text_first):
    picture = PictureMessage(frame(*size), text, text_first=text is not None and text_first)
    assert PictureMessage.parse(picture.data) == picture
    assert Multipart.parse(picture.data).items == picture.items


@given(st.lists(st.tuples(st.integers(0, 255), st.binary(max_size=20)), max_size=5))
def test_any_items_are_read_back(items):
    message = Multipart(tuple(MultipartItem(*item) for item in items))
    assert Multipart.parse(message.data) == message


@given(st.binary(max_size=30), st.sampled_from((b"", b"\x30", b"\x30\x02\x00\x05\x00\x02\x02\x01\xf0")))
def test_any_octets_are_pictures_or_decode_errors(octets, head):
    data = head + octets
    for kind in (Multipart, PictureMessage, OperatorLogo, GroupLogo):
        payload = attempt(kind.parse, data)
        if isinstance(payload, DecodeError):
            assert 0 <= payload.offset <= len(data)
        else:
            assert payload.data == data


def test_every_truncation_is_an_error_or_a_shorter_message():
    data = PictureMessage(frame(9, 3), "Hi").data
    for end in range(len(data)):
        picture = attempt(PictureMessage.parse, data[:end])
        if isinstance(picture, DecodeError):
            assert picture.offset <= end
        else:
            assert picture == PictureMessage(frame(9, 3))
            assert end == len(data) - 5


def test_an_error_within_an_item_counts_from_the_beginning():
    data = bytearray(PictureMessage(frame(9, 3), "Hi").data)
    data[7] = 2  # the depth
    with pytest.raises(DecodeError) as caught:
        PictureMessage.parse(bytes(data))
    assert (caught.value.offset, caught.value.field) == (7, "depth")


def test_values_out_of_range_are_named():
    for build, option in (
        (lambda: OperatorLogo(LOGO, "2440"), "network"),
        (lambda: OperatorLogo(LOGO, "24405x"), "network"),
        (lambda: OperatorLogo(LOGO, "\u0662440\u0665"), "network"),
        (lambda: OperatorLogo(LOGO, "24405", "2.0"), "form"),
        (lambda: GroupLogo(LOGO, ""), "form"),
        (lambda: MultipartItem(256, b""), "kind"),
        (lambda: MultipartItem(0, bytes(65536)), "data"),
        (lambda: PictureMessage(LOGO, "a" * 65536), "text"),
        (lambda: PictureMessage(LOGO, "a", "utf-8"), "charset"),
    ):
        with pytest.raises(InvalidOption) as caught:
            build()
        assert caught.value.option == option


def test_wrong_types_are_type_errors():
    for build in (
        lambda: OperatorLogo(bytes(LOGO), "24405"),
        lambda: OperatorLogo(LOGO, 24405),
        lambda: GroupLogo(None),
        lambda: PictureMessage(bytes(PICTURE)),
        lambda: PictureMessage(PICTURE, b"Hi"),
        lambda: PictureMessage(PICTURE, text_first=1),
        lambda: Multipart((b"",)),
        lambda: MultipartItem(0, "text"),
    ):
        with pytest.raises(TypeError):
            build()
