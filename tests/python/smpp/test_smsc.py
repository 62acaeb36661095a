"""The message centre of the tests refuses what it should, so that its silence means something."""

from __future__ import annotations

import struct

import pytest

import naive
import smsenc
from smpp import sending, smsc
from smsenc import smpp


def body(content: bytes = b"hi", *, esm_class: int = 0, data_coding: int = 0, tlvs: bytes = b"") -> bytes:
    head = b"\0" + b"\x05\x00SENDER\0" + b"\x01\x0115550001234\0" + bytes((esm_class, 0, 0)) + b"\0\0"
    return head + bytes((0, 0, data_coding, 0, len(content))) + content + tlvs


def tlv(tag: int, value: bytes) -> bytes:
    return struct.pack(">HH", tag, len(value)) + value


PORT = tlv(0x020B, b"\x23\xf4")
REFERENCE, TOTAL, SEQUENCE = tlv(0x020C, b"\0\1"), tlv(0x020E, b"\2"), tlv(0x020F, b"\1")


def test_a_sound_body_is_read_field_by_field():
    submit = smsc.parse_submit(body(tlvs=PORT))
    assert (submit.source, submit.destination) == ((5, 0, b"SENDER"), (1, 1, b"15550001234"))
    assert (submit.short_message, submit.tlvs) == (b"hi", {0x020B: b"\x23\xf4"})
    assert sending.body(smpp.ShortMessage(short_message=b"hi")) == body()


@pytest.mark.parametrize(
    ("octets", "status"),
    [
        (body()[:-1], smsc.RINVMSGLEN),
        (body()[:30], smsc.RINVCMDLEN),
        (body()[:8], smsc.RINVPARLEN),
        (body(tlvs=PORT[:-1]), smsc.RINVOPTPARSTREAM),
        (body(tlvs=b"\0\5\0"), smsc.RINVOPTPARSTREAM),
        (body(tlvs=tlv(0x020B, b"\1")), smsc.RINVPARLEN),
        (body(tlvs=tlv(0x1400, b"\1")), smsc.ROPTPARNOTALLWD),
        (body(tlvs=PORT + PORT), smsc.ROPTPARNOTALLWD),
        (body(b"a" * 255), smsc.RINVMSGLEN),
        (body(b"a" * 161), smsc.RINVMSGLEN),
        (body(b"a" * 141, data_coding=4), smsc.RINVMSGLEN),
        (body(b"a" * 153, tlvs=PORT), smsc.RINVMSGLEN),
        (body(b"a" * 154, tlvs=REFERENCE + TOTAL + SEQUENCE), smsc.RINVMSGLEN),
        (body(b"a" * 147, tlvs=PORT + REFERENCE + TOTAL + SEQUENCE), smsc.RINVMSGLEN),
        (body(tlvs=tlv(0x0424, b"hi")), smsc.ROPTPARNOTALLWD),
        (body(b"\0", esm_class=0x40, tlvs=PORT), smsc.RINVESMCLASS),
        (body(b"\0", esm_class=0x40, tlvs=REFERENCE + TOTAL + SEQUENCE), smsc.RINVESMCLASS),
        (body(b"\3\0", esm_class=0x40), smsc.RINVESMCLASS),
        (body(b"\3\0\3\1", esm_class=0x40), smsc.RINVESMCLASS),
        (body(tlvs=REFERENCE + TOTAL), smsc.RMISSINGOPTPARAM),
        (body(tlvs=REFERENCE + TOTAL + tlv(0x020F, b"\3")), smsc.RINVOPTPARAMVAL),
        (body(data_coding=0xF0, tlvs=tlv(0x0005, b"\1")), smsc.ROPTPARNOTALLWD),
    ],
)
def test_what_the_specification_excludes_is_refused(octets, status):
    with pytest.raises(smsc.Refused) as caught:
        smsc.Centre().submit(octets)
    assert caught.value.status == status


@pytest.mark.parametrize(
    "octets",
    [
        body(b"a" * 160),
        body(b"a" * 140, data_coding=4),
        body(b"a" * 152, tlvs=PORT),
        body(b"a" * 153, tlvs=REFERENCE + TOTAL + SEQUENCE),
        body(b"a" * 146, tlvs=PORT + REFERENCE + TOTAL + SEQUENCE),
    ],
)
def test_what_just_fits_is_taken(octets):
    smsc.Centre().submit(octets)


def test_packed_septets_on_an_unpacked_account_are_a_finding():
    with pytest.raises(AssertionError):
        smsc.Centre().submit(body(naive.pack([0x7F] * 8)))


def test_fill_bits_in_unpacked_text_are_a_finding():
    # What is wrong most often: the packed user data of a segment on an account that packs itself.
    message = smsenc.encode("x" * 200, reference=1)
    centre = smsc.Centre()
    with pytest.raises(AssertionError):
        centre.submit(body(message[0].user_data, esm_class=0x40))


def test_an_open_message_is_not_delivered():
    centre = smsc.Centre()
    centre.submit(body(tlvs=REFERENCE + TOTAL + SEQUENCE))
    assert not centre.is_complete
    assert centre.delivered == []
