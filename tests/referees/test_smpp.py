"""tshark's SMPP dissector reads our segments as submit_sm: unpacked text, UTF-16BE, octets, with and without header.

SMPP 3.4 clauses 4.4.1 (submit_sm), 5.2.12 (esm_class), 5.2.19 (data_coding), 5.3.2 (optional parameters).
TSHARK_PACKED_SMPP: packed text behind a header is not judged here.
"""

from __future__ import annotations

import itertools
import struct

import pytest
import referee
import texts
import tshark

import smsenc

referee.require(tshark)

TEXT = "smpp.message_text"
OCTETS = "smpp.message"
PAYLOAD = "smpp.message_payload"
CODING = "smpp.data_coding"
LENGTH = "smpp.sm_length"
FEATURES = "smpp.esm.submit.features"
BODY = "gsm_sms_ud.short_msg"
REASSEMBLED = "gsm_sms_ud.reassembled.length"
REFERENCE = "gsm_sms.udh.mm.msg_id"
SEQUENCE = "gsm_sms.udh.mm.msg_part"
SAR = ("smpp.sar_msg_ref_num", "smpp.sar_total_segments", "smpp.sar_segment_seqnum")
BROKEN = "_ws.malformed"
# data_coding 0 is what the account says; here GSM-7, one septet per octet.
GSM7 = ["smpp.decode_sms_over_smpp:GSM 7-bit"]

CODINGS = {"gsm7": 0x00, "ucs2": 0x08, "8bit": 0x04}
UDHI = 0x40
COUNT = 1000


def submit_sm(
    short_message: bytes, *, esm_class: int = 0, data_coding: int = 0, parameters: bytes = b"", to: str = "46708251358"
) -> bytes:
    """One submit_sm PDU; sequence number and addresses have no part in what is judged."""
    body = b"\0" + b"\x01\x01" + b"1234\0" + b"\x01\x01" + to.encode("ascii") + b"\0"
    body += bytes([esm_class, 0, 0]) + b"\0\0" + bytes([0, 0, data_coding, 0, len(short_message)]) + short_message
    body += parameters
    return struct.pack(">IIII", 16 + len(body), 0x00000004, 0, 1) + body


def parameter(tag: int, value: bytes) -> bytes:
    return struct.pack(">HH", tag, len(value)) + value


def joined_pairs(values: list[str]) -> str:
    """The dissector writes each half of a surrogate pair by itself."""
    return "".join(values).encode("utf-16-be", "surrogatepass").decode("utf-16-be")


def dissect(pdus: list[bytes], *names: str) -> list[tshark.Row]:
    return tshark.dissect(pdus, names, protocol="smpp", direction="none", preferences=GSM7)


def _messages(kind: str, count: int = COUNT) -> list:
    stream = referee.randomness(f"smpp {kind}")
    if kind == "8bit":
        return [smsenc.encode_binary(data) for data in texts.many_binary(stream, count) if data]
    many = texts.many_gsm7 if kind == "gsm7" else texts.many_ucs2
    return [smsenc.encode(text, reference_bits=stream.choice((8, 16))) for text in many(stream, count) if text]


@pytest.mark.parametrize("kind", ["gsm7", "ucs2", "8bit"])
def test_each_segment_is_read_from_its_header_and_payload(kind):
    """The text follows the header at the next octet: no fill bits in unpacked text."""
    pdus, segments = [], []
    for number, message in enumerate(_messages(kind)):
        for segment in message:
            esm_class = UDHI if segment.header else 0
            content = bytes(segment.header) + segment.payload
            pdus.append(submit_sm(content, esm_class=esm_class, data_coding=CODINGS[kind], to=f"4670{number:07}"))
            segments.append((message, segment, content))
    rows = dissect(pdus, TEXT, OCTETS, CODING, LENGTH, FEATURES, REFERENCE, SEQUENCE, BODY, REASSEMBLED, BROKEN)
    tally = referee.Tally(f"submit_sm, {kind}")
    whole = b""
    joined = 0
    for row, (message, segment, content) in zip(rows, segments, strict=True):
        if kind != "8bit":
            tally.same(joined_pairs(row[TEXT]), segment.text)
        tally.same(row[OCTETS], [content.hex()])
        tally.same(tshark.numbers(row[CODING] + row[LENGTH]), [CODINGS[kind], len(content)])
        tally.same(tshark.numbers(row[FEATURES]), [1 if segment.header else 0])
        if len(message) > 1:
            tally.same(tshark.numbers(row[REFERENCE] + row[SEQUENCE]), [message.reference, segment.sequence])
            whole = segment.payload if segment.sequence == 1 else whole + segment.payload
            tally.same(bool(row[REASSEMBLED]), segment.sequence == segment.total)
            if segment.sequence == segment.total:
                joined += 1
                tally.same(row[BODY], [whole.hex()])
        tally.same(row[BROKEN], [])
    assert joined > 200
    tally.close(at_least=6000)


def test_full_unpacked_segments_exceed_140_octets_and_are_read():
    """The limit is that of the TPDU in septets: up to 160 octets of short_message."""
    message = smsenc.encode("x" * (153 * 3))
    contents = [bytes(segment.header) + segment.payload for segment in message]
    assert [len(content) for content in contents] == [159, 159, 159]
    rows = dissect([submit_sm(content, esm_class=UDHI) for content in contents], TEXT, LENGTH)
    assert [row[TEXT] for row in rows] == [["x" * 153]] * 3
    (single,) = smsenc.encode("y" * 160)
    (row,) = dissect([submit_sm(single.payload)], TEXT, LENGTH)
    assert (row[TEXT], row[LENGTH]) == (["y" * 160], ["160"])


@pytest.mark.parametrize("kind", ["gsm7", "ucs2"])
def test_sar_parameters_carry_the_text_without_a_header(kind):
    """SMPP 3.4 clauses 5.3.2.22 to 5.3.2.24; UDHI and these parameters exclude each other."""
    pdus, segments = [], []
    for number, message in enumerate(_messages(kind)):
        if len(message) == 1:
            continue
        for segment in message:
            parameters = parameter(0x020C, struct.pack(">H", number))
            parameters += parameter(0x020E, bytes([segment.total])) + parameter(0x020F, bytes([segment.sequence]))
            pdus.append(submit_sm(segment.payload, data_coding=CODINGS[kind], parameters=parameters))
            segments.append((number, segment))
    rows = dissect(pdus, TEXT, FEATURES, *SAR)
    tally = referee.Tally(f"SAR parameters, {kind}")
    for row, (number, segment) in zip(rows, segments, strict=True):
        tally.same(joined_pairs(row[TEXT]), segment.text)
        values = tshark.numbers(list(itertools.chain.from_iterable(row[name] for name in SAR)))
        tally.same(values, [number, segment.total, segment.sequence])
        tally.same(tshark.numbers(row[FEATURES]), [0])
    tally.close(at_least=1500)


@pytest.mark.parametrize("kind", ["gsm7", "ucs2"])
def test_message_payload_carries_the_whole_text(kind):
    """SMPP 3.4 clause 5.3.2.32: sm_length is 0, the text is not cut."""
    messages = _messages(kind)
    payloads = [b"".join(segment.payload for segment in message) for message in messages]
    pdus = [submit_sm(b"", data_coding=CODINGS[kind], parameters=parameter(0x0424, payload)) for payload in payloads]
    rows = dissect(pdus, TEXT, PAYLOAD, LENGTH)
    tally = referee.Tally(f"message_payload, {kind}")
    for row, message, payload in zip(rows, messages, payloads, strict=True):
        tally.same(joined_pairs(row[TEXT]), message.text)
        tally.same(row[PAYLOAD], [payload.hex()])
        tally.same(row[LENGTH], ["0"])
    tally.close(at_least=2500)
