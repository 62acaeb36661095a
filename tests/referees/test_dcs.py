"""All 256 data coding schemes: the same four septets under each, as tshark, gammu and we read them.

TS 23.038 clause 4. Reserved codings are to be read as the default alphabet; the tools call them 8-bit, so
there our reading follows the clause and theirs is excluded by name.
"""

from __future__ import annotations

import gammu_pdu
import pytest
import referee
import tshark
import twin

import smsenc

GSM7, UCS2, EIGHT_BIT = smsenc.Encoding.GSM7, smsenc.Encoding.UCS2, smsenc.Encoding.EIGHT_BIT

LENGTH, OCTETS = twin.pack(twin.septets_of("abcd"))
# What the four octets are in each reading.
READINGS = {"abcd": GSM7, OCTETS.decode("utf-16-be"): UCS2, OCTETS.hex(): EIGHT_BIT}

# Clause 4: character set 11 of the groups 00xx and 01xx; the groups 1000 to 1011.
RESERVED_CODINGS = {octet for octet in range(0x80) if octet & 0x0C == 0x0C} | set(range(0x80, 0xC0))
COMPRESSED = {octet for octet in range(0x80) if octet & 0x20}


def _tpdus() -> list[bytes]:
    return [twin.deliver(OCTETS, LENGTH, dcs=octet) for octet in range(256)]


def test_tshark_reads_the_same_encoding_and_class():
    referee.require(tshark)
    group = "gsm_sms.dcs."
    names = [
        "gsm_sms.sms_text",
        "gsm_sms.sms_body",
        "gsm_sms.compressed_data",
        *(group + name for name in ("message_class_defined", "message_class", "character_set", "text_compressed")),
    ]
    tally = referee.Tally("tshark, all DCS")
    for octet, row in enumerate(tshark.dissect(_tpdus(), names)):
        dcs = smsenc.DataCodingScheme(octet)
        about = f"DCS {octet:02X}"
        tally.same(bool(row["gsm_sms.compressed_data"]), dcs.is_compressed, about)
        if octet in RESERVED_CODINGS:
            # TSHARK_RESERVED_DCS.
            tally.same((dcs.encoding, dcs.is_reserved), (GSM7, True), about)
        elif dcs.is_compressed:
            tally.same([GSM7, EIGHT_BIT, UCS2][tshark.numbers(row[group + "character_set"])[0]], dcs.encoding, about)
        else:
            (content,) = row["gsm_sms.sms_text"] or row["gsm_sms.sms_body"]
            tally.same(READINGS[content], dcs.encoding, about)
        # Without bit 4 the class bits have no meaning; the group 1111 always has a class.
        defined = row[group + "message_class_defined"] == ["1"] or octet >= 0xF0
        message_class = tshark.numbers(row[group + "message_class"])[0] if defined else None
        tally.same(message_class, dcs.message_class, about)
    tally.close(at_least=3 * 256)


def test_gammu_reads_the_same_encoding_and_class():
    referee.require(gammu_pdu)
    tally = referee.Tally("gammu, DCS")
    for octet, answer in enumerate(gammu_pdu.decode(_tpdus())):
        dcs = smsenc.DataCodingScheme(octet)
        about = f"DCS {octet:02X}"
        if octet in COMPRESSED or octet in RESERVED_CODINGS:
            continue  # GAMMU_RESERVED_DCS; it refuses compressed text
        if octet >= 0xF8 or (0xC0 <= octet < 0xF0 and octet & 4):
            continue  # GAMMU_RESERVED_BITS
        tally.same(READINGS[answer["Text"].lower()], dcs.encoding, about)
        if not 0x40 <= octet < 0x80:  # GAMMU_AUTOMATIC_DELETION
            tally.same(None if answer["Class"] < 0 else answer["Class"], dcs.message_class, about)
    tally.close(at_least=136)


def test_our_decoder_reads_under_each_scheme_what_the_scheme_says():
    referee.require(tshark)
    rows = tshark.dissect(_tpdus(), ["gsm_sms.sms_text", "gsm_sms.sms_body"])
    tally = referee.Tally("decoding under all DCS")
    for octet, row in enumerate(rows):
        if octet in COMPRESSED:
            continue
        decoded = smsenc.decode(OCTETS, dcs=octet, user_data_length=LENGTH)
        (content,) = row["gsm_sms.sms_text"] or row["gsm_sms.sms_body"]
        if octet in RESERVED_CODINGS:
            content = "abcd"  # TSHARK_RESERVED_DCS
        tally.same(content, decoded.data.hex() if decoded.text is None else decoded.text, f"DCS {octet:02X}")
    tally.close(at_least=192)


@pytest.mark.parametrize("message_class", [None, 0, 1, 2, 3])
def test_what_we_write_gammu_reads_back(message_class):
    referee.require(gammu_pdu)
    messages = [
        smsenc.encode("plain", message_class=message_class),
        smsenc.encode("\u0436", message_class=message_class),
        smsenc.encode_binary(b"\x01\x02", message_class=message_class),
    ]
    segments = [message[0] for message in messages]
    answers = gammu_pdu.decode(
        [twin.deliver(segment.user_data, segment.user_data_length, dcs=segment.dcs) for segment in segments]
    )
    codings = ["Default_No_Compression", "Unicode_No_Compression", "8bit"]
    tally = referee.Tally(f"gammu, class {message_class}")
    for answer, coding in zip(answers, codings, strict=True):
        tally.same(answer["Coding"], coding)
        tally.same(answer["Class"], -1 if message_class is None else message_class)
    tally.close(at_least=6)
