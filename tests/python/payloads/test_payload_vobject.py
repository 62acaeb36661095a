"""Framing of vCard and vCalendar: line ends, ports, charsets, text forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import smsenc
from smsenc.enums import Encoding
from smsenc.errors import InvalidOption, TooManySegments, UnmappableCharacter
from smsenc.payloads import VCalendar, VCard

CARD = "BEGIN:VCARD\r\nVERSION:2.1\r\nN:Doe;John\r\nTEL:+123456\r\nEND:VCARD\r\n"
ENTRY = (
    "BEGIN:VCALENDAR\r\nVERSION:1.0\r\nBEGIN:VEVENT\r\nDTSTART:20250522T154700\r\nSUMMARY:Tea\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.mark.parametrize(
    ("payload", "header"),
    [
        (VCard(CARD), "06050423f40000"),
        (VCard(CARD, early=True), "06050400e20000"),
        (VCalendar(ENTRY), "06050423f50000"),
        (VCalendar(ENTRY, early=True), "06050400e40000"),
    ],
)
def test_ports(payload, header):
    assert bytes(payload.header).hex() == header


@given(st.sampled_from(("\n", "\r", "\r\n")), st.integers(0, 3), st.lists(st.sampled_from("ab;:="), max_size=5))
def test_every_line_end_becomes_crlf(line_end, ends, lines):
    text = line_end.join(["BEGIN:VCARD", *lines, "END:VCARD"]) + line_end * ends
    assert VCard(text).text == "\r\n".join(["BEGIN:VCARD", *lines, "END:VCARD", ""])


def test_empty_lines_within_stay():
    assert VCard("BEGIN:VCARD\nNOTE:a\n\nEND:VCARD").data == b"BEGIN:VCARD\r\nNOTE:a\r\n\r\nEND:VCARD\r\n"


def test_charsets():
    text = "BEGIN:VCARD\nN:Gr\u00fcn\nEND:VCARD"
    assert b"Gr\xc3\xbcn" in VCard(text).data
    assert b"Gr\xfcn" in VCard(text, "iso-8859-1").data
    with pytest.raises(UnmappableCharacter) as caught:
        VCard(text, "us-ascii")
    assert caught.value.character == "\u00fc"
    with pytest.raises(UnmappableCharacter):
        VCard("BEGIN:VCARD\nN:\ud800\nEND:VCARD")


@pytest.mark.parametrize("text", ["", "\n", "BEGIN:VCARD", "N:x\nEND:VCARD", "BEGIN:VCALENDAR\nEND:VCALENDAR"])
def test_what_is_no_card_is_refused(text):
    with pytest.raises(InvalidOption) as caught:
        VCard(text)
    assert caught.value.option == "text"


def test_text_forms_for_phones_without_a_header():
    assert VCalendar(ENTRY, early=True).socket_text == "//SCKE4 " + ENTRY
    assert VCard(CARD, early=True).socket_text == "//SCKE2 " + CARD
    assert VCard(CARD).socket_text == "//SCKL23F4\r\n" + CARD
    message = VCalendar(ENTRY, early=True).socket_message()
    assert len(message) == 1
    assert message.text == "//SCKE4 " + ENTRY
    assert not message[0].header


def test_a_text_form_that_needs_two_messages_is_refused():
    long = ENTRY.replace("Tea", "Tea " * 30)
    with pytest.raises(TooManySegments):
        VCalendar(long, early=True).socket_message()


def test_as_characters_the_card_travels_in_gsm_7():
    message = VCard(CARD.replace("John", "J" * 200)).text_message()
    assert message.encoding is Encoding.GSM7
    assert message.capacity == 146
    assert [segment.header.ports.destination for segment in message] == [9204] * len(message)
    assert message.text == "".join(segment.text for segment in message)
    assert VCard(CARD).text_message().capacity == 152


def test_wrong_types_and_values():
    with pytest.raises(TypeError):
        VCard(CARD.encode())
    with pytest.raises(TypeError):
        VCard(CARD, early=1)
    with pytest.raises(InvalidOption):
        VCard(CARD, "utf-16")
    assert isinstance(VCard(CARD).message(), smsenc.Message)
