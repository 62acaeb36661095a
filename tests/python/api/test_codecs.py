"""The raw codecs: septets, packing, UTF-16BE, and Python's codec registry."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

import smsenc
from smsenc import gsm7, ucs2

DEFAULT = "".join(gsm7.decode(bytes([septet])) for septet in range(128) if septet != 0x1B)


def test_septets_are_one_an_octet() -> None:
    assert gsm7.encode("a@€") == b"a\x00\x1be"
    assert gsm7.encode("ğ", single="turkish") == b"\x1bg"
    assert gsm7.encode("ğ", locking="turkish") == b"\x0c"
    assert gsm7.decode(b"a\x00\x1be") == "a@€"
    with pytest.raises(smsenc.UnmappableCharacter) as caught:
        gsm7.encode("aç")
    assert (caught.value.character, caught.value.position) == ("ç", 1)
    with pytest.raises(smsenc.InvalidOption):
        gsm7.encode("a", locking="spanish")
    with pytest.raises(smsenc.InvalidOption):
        gsm7.encode("a", single="french")


def test_an_octet_that_is_no_septet_is_refused() -> None:
    with pytest.raises(smsenc.DecodeError) as caught:
        gsm7.decode(b"ab\x8a")
    assert (caught.value.offset, caught.value.field) == (2, "septet")
    with pytest.raises(smsenc.InvalidOption):
        gsm7.pack(b"\x80")


@given(st.text(DEFAULT + "€[]{}^~|\\\f"))
def test_text_comes_back_from_septets_and_octets(text: str) -> None:
    septets = gsm7.encode(text)
    assert gsm7.is_gsm7(text)
    assert gsm7.decode(septets) == text
    for fill_bits in range(7):
        octets = gsm7.pack(septets, fill_bits)
        assert gsm7.unpack(octets, len(septets), fill_bits) == septets


def test_packing_refuses_what_cannot_be() -> None:
    assert gsm7.pack(b"1234567").hex() == "31d98c56b3dd00"
    with pytest.raises(smsenc.InvalidOption):
        gsm7.pack(b"a", 7)
    with pytest.raises(smsenc.InvalidOption):
        gsm7.unpack(b"a", 2)
    with pytest.raises(TypeError):
        gsm7.unpack(b"a", 1.0)  # type: ignore[arg-type]


def test_ussd_and_cell_broadcast_fill_with_carriage_returns_and_sms_never_does() -> None:
    assert gsm7.pack_ussd(b"1234567").hex() == "31d98c56b3dd1a"
    assert gsm7.pack_ussd(b"1234567\r").hex() == "31d98c56b3dd1a0d"
    assert gsm7.unpack_ussd(bytes.fromhex("31d98c56b3dd1a")) == b"1234567"
    page = gsm7.pack_cell_broadcast(b"hello")
    assert (len(page), gsm7.unpack_cell_broadcast(page)) == (82, b"hello")
    with pytest.raises(smsenc.InvalidOption):
        gsm7.pack_cell_broadcast(b"a" * 94)
    for length in range(1, 40):
        assert smsenc.encode("a" * length)[0].user_data == gsm7.pack(b"a" * length)


@given(st.text())
def test_utf16_is_that_of_python(text: str) -> None:
    assert ucs2.encode(text) == text.encode("utf-16-be")
    assert ucs2.decode(ucs2.encode(text)) == text


def test_lone_surrogates_are_no_utf16() -> None:
    with pytest.raises(smsenc.UnmappableCharacter):
        ucs2.encode("\ud83d")
    assert ucs2.decode(b"\xd8\x3d") == "\ud83d"
    assert ucs2.encode("\ud83d\ude00") == "😀".encode("utf-16-be")


def test_the_codec_is_registered_when_asked_for() -> None:
    gsm7.register()
    gsm7.register()
    assert "5 €".encode("gsm7") == b"5 \x1be"
    assert b"5 \x1be".decode("gsm7") == "5 €"
    assert codecs.lookup("gsm7").name == "gsm7"
    with pytest.raises(UnicodeEncodeError) as caught:
        "ab°c".encode("gsm7")
    assert (caught.value.start, caught.value.end) == (2, 3)
    assert "ab°c".encode("gsm7", "replace") == b"ab?c"
    assert "ab°c°".encode("gsm7", "ignore") == b"abc"
    with pytest.raises(UnicodeDecodeError) as wrong:
        b"ab\x8a".decode("gsm7")
    assert wrong.value.start == 2
    assert b"ab\x8ad\x1b\x8ae".decode("gsm7", "replace") == "ab\ufffdd\ufffde"
    assert b"ab\x8ad\x1b\x8ae".decode("gsm7", "ignore") == "abde"
    assert b"\x1b\x1b\x8a".decode("gsm7", "replace") == " \ufffd"
    assert b"\x1b\x1b\x1b\x8a".decode("gsm7", "replace") == " \ufffd"
    assert ("日" * 100_000 + "a").encode("gsm7", "ignore") == b"a"
    assert (b"\xff" * 100_000 + b"a").decode("gsm7", "ignore") == "a"
