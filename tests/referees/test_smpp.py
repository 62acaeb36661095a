"""tshark's SMPP dissector reads submit_sm with our content: unpacked text, UTF-16BE, octets; headers, SAR, payloads.

SMPP 3.4 clauses 4.4.1 (submit_sm), 5.2.12 (esm_class), 5.2.19 (data_coding), 5.3.2 (optional parameters).
TSHARK_PACKED_SMPP: packed text behind a header is not judged here.
"""

from __future__ import annotations

import struct

import pytest
import referee
import texts
import tshark

import smsenc
from smsenc import smpp

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

CODINGS = {"gsm7": 0x00, "ucs2": 0x08, "8bit": 0x04}
COUNT = 1000


def submit_sm(content: smpp.ShortMessage, to: str = "46708251358") -> bytes:
    """The mandatory parameters around what the package makes; addresses and times have no part in what is judged."""
    body = b"\0" + b"\x01\x01" + b"1234\0" + b"\x01\x01" + to.encode("ascii") + b"\0"
    body += bytes([content.esm_class, 0, 0]) + b"\0\0" + bytes([0, 0, content.data_coding, 0])
    body += bytes([len(content.short_message)]) + content.short_message + content.encode_tlvs()
    return struct.pack(">IIII", 16 + len(body), 0x00000004, 0, 1) + body


def joined_pairs(values: list[str]) -> str:
    """The dissector writes each half of a surrogate pair by itself."""
    return "".join(values).encode("utf-16-be", "surrogatepass").decode("utf-16-be")


def dissect(pdus: list[bytes], *names: str, zero: str = "GSM 7-bit", unpacked: bool = True) -> list[tshark.Row]:
    """``zero``: what data_coding 0 means on this account."""
    preferences = [f"smpp.decode_sms_over_smpp:{zero}", f"smpp.gsm7_unpacked:{str(unpacked).upper()}"]
    return tshark.dissect(pdus, names, protocol="smpp", direction="none", preferences=preferences)


def _messages(kind: str, count: int = COUNT, **options) -> list:
    stream = referee.randomness(f"smpp {kind}")
    if kind == "8bit":
        return [smsenc.encode_binary(data, **options) for data in texts.many_binary(stream, count) if data]
    many = texts.many_gsm7 if kind == "gsm7" else texts.many_ucs2
    return [smsenc.encode(text, **options) for text in many(stream, count) if text]


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("kind", ["gsm7", "ucs2", "8bit"])
def test_each_segment_is_read_from_its_header_and_payload(kind, bits):
    """The text follows the header at the next octet: no fill bits in unpacked text."""
    pdus, segments = [], []
    for number, message in enumerate(_messages(kind, reference_bits=bits)):
        for segment, content in zip(message, smpp.submits(message), strict=True):
            pdus.append(submit_sm(content, to=f"4670{number:07}"))
            segments.append((message, segment, content.short_message))
    rows = dissect(pdus, TEXT, OCTETS, CODING, LENGTH, FEATURES, REFERENCE, SEQUENCE, BODY, REASSEMBLED, BROKEN)
    tally = referee.Tally(f"submit_sm, {kind}, {bits}-bit references")
    whole = b""
    joined = 0
    for row, (message, segment, content) in zip(rows, segments, strict=True):
        if kind != "8bit":
            tally.same(joined_pairs(row[TEXT]), segment.text)
        tally.same(row[OCTETS], [content.hex()])
        tally.same(content, bytes(segment.header) + segment.payload)
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
    contents = smpp.submits(smsenc.encode("x" * (153 * 3)))
    assert [len(content.short_message) for content in contents] == [159, 159, 159]
    rows = dissect([submit_sm(content) for content in contents], TEXT, LENGTH)
    assert [row[TEXT] for row in rows] == [["x" * 153]] * 3
    (content,) = smpp.submits(smsenc.encode("y" * 160))
    (row,) = dissect([submit_sm(content)], TEXT, LENGTH)
    assert (row[TEXT], row[LENGTH]) == (["y" * 160], ["160"])


@pytest.mark.parametrize("kind", ["gsm7", "ucs2", "8bit"])
def test_sar_parameters_carry_the_content_without_a_header(kind):
    """SMPP 3.4 clauses 5.3.2.22 to 5.3.2.24; UDHI and these parameters exclude each other."""
    pdus, segments = [], []
    for message in _messages(kind):
        for segment, content in zip(message, smpp.submits(message, mode="sar"), strict=True):
            pdus.append(submit_sm(content))
            segments.append((message, segment))
    rows = dissect(pdus, TEXT, OCTETS, FEATURES, *SAR, BROKEN)
    tally = referee.Tally(f"SAR parameters, {kind}")
    for row, (message, segment) in zip(rows, segments, strict=True):
        if kind != "8bit":
            tally.same(joined_pairs(row[TEXT]), segment.text)
        tally.same(row[OCTETS], [segment.payload.hex()])
        got = [number for name in SAR for number in tshark.numbers(row[name])]
        tally.same(got, [message.reference, segment.total, segment.sequence] if len(message) > 1 else [])
        tally.same(tshark.numbers(row[FEATURES]), [0])
        tally.same(row[BROKEN], [])
    tally.close(at_least=4000)


@pytest.mark.parametrize("kind", ["gsm7", "ucs2", "8bit"])
def test_message_payload_carries_the_whole_content(kind):
    """SMPP 3.4 clause 5.3.2.32: sm_length is 0, nothing is cut."""
    messages = _messages(kind)
    pdus = [submit_sm(content) for message in messages for content in smpp.submits(message, mode="payload")]
    rows = dissect(pdus, TEXT, PAYLOAD, LENGTH, CODING, BROKEN)
    tally = referee.Tally(f"message_payload, {kind}")
    for row, message in zip(rows, messages, strict=True):
        if kind != "8bit":
            tally.same(joined_pairs(row[TEXT]), message.text)
        tally.same(row[PAYLOAD], ["".join(segment.payload.hex() for segment in message)])
        tally.same(tshark.numbers(row[LENGTH] + row[CODING]), [0, CODINGS[kind]])
        tally.same(row[BROKEN], [])
    tally.close(at_least=2900)


@pytest.mark.parametrize(("alphabet", "name"), [("latin-1", "ISO-8859-1"), ("ascii", "ASCII")])
def test_accounts_of_another_alphabet_get_their_own_characters(alphabet, name):
    account = smpp.Account(default_alphabet=alphabet)
    messages = []
    for message in _messages("gsm7"):
        try:
            message.text.encode(alphabet)
        except UnicodeEncodeError:
            with pytest.raises(smpp.UnsendableCharacter):
                smpp.submits(message, account=account)
        else:
            messages.append(message)
    # Most random texts hold a Greek letter; these do not.
    stream = referee.randomness(f"smpp {alphabet}")
    pool = "".join(
        c for c in texts.PLAIN + "^{}\\[~]|" if c in c.encode(alphabet, "ignore").decode(alphabet) and c > "\r"
    )
    messages += [smsenc.encode("".join(stream.choices(pool, k=stream.randint(1, 500)))) for _ in range(400)]
    contents = [smpp.submits(message, account=account, mode="payload")[0] for message in messages]
    rows = dissect([submit_sm(content) for content in contents], TEXT, CODING, zero=name)
    tally = referee.Tally(f"account of {name}")
    for row, message in zip(rows, messages, strict=True):
        tally.same("".join(row[TEXT]), message.text)
        tally.same(tshark.numbers(row[CODING]), [0])
    tally.close(at_least=800)


def test_a_packed_account_gets_packed_text():
    """Without a header; TSHARK_PACKED_SMPP behind one. The number of septets is not told: no texts of 8n - 1."""
    account = smpp.Account(default_alphabet="gsm7-packed")
    messages = [message for message in _messages("gsm7") if len(message) == 1 and message.units % 8 != 7]
    contents = [smpp.submits(message, account=account)[0] for message in messages]
    assert [content.short_message for content in contents] == [message.user_data[0] for message in messages]
    names = [TEXT, CODING]
    rows = dissect([submit_sm(content) for content in contents], *names, zero="GSM 7-bit (packed)", unpacked=False)
    tally = referee.Tally("packed account")
    for row, message in zip(rows, messages, strict=True):
        tally.same("".join(row[TEXT]), message.text)
    tally.close(at_least=500)


def test_ports_become_parameters():
    """SMPP 3.4 clauses 5.3.2.20 and 5.3.2.21."""
    stream = referee.randomness("smpp ports")
    made, pdus = [], []
    for _ in range(300):
        ports = (stream.randrange(0x10000), stream.randrange(0x10000))
        data = stream.randbytes(stream.randint(1, 400))
        message = smsenc.encode_binary(data, header=[smsenc.Ports(*ports)])
        mode = stream.choice(("sar", "payload"))
        for content in smpp.submits(message, mode=mode):
            made.append(ports)
            pdus.append(submit_sm(content))
    rows = dissect(pdus, "smpp.destination_port", "smpp.source_port", FEATURES)
    tally = referee.Tally("ports as parameters")
    for row, ports in zip(rows, made, strict=True):
        tally.same(tshark.numbers(row["smpp.destination_port"] + row["smpp.source_port"]), list(ports))
        tally.same(tshark.numbers(row[FEATURES]), [0])
    tally.close(at_least=600)


@pytest.mark.parametrize("message_class", [0, 1, 2, 3])
def test_a_message_class_is_read_from_data_coding(message_class):
    """F0 to F3 for text, F4 to F7 for octets (SMPP 3.4 clause 5.2.19, as the TP-DCS)."""
    text = smsenc.encode("flash", message_class=message_class)
    data = smsenc.encode_binary(b"flash", message_class=message_class)
    pdus = [submit_sm(smpp.submits(message)[0]) for message in (text, data)]
    rows = dissect(pdus, CODING, "smpp.dcs.class", "smpp.dcs.charset", TEXT)
    assert [tshark.numbers(row["smpp.dcs.class"]) for row in rows] == [[message_class]] * 2
    assert [tshark.numbers(row["smpp.dcs.charset"]) for row in rows] == [[0], [1]]
    assert rows[0][TEXT] == ["flash"]


def test_flash_can_be_a_parameter():
    """dest_addr_subunit 1, display (SMPP 3.4 clause 5.3.2.1); data_coding then has no class."""
    account = smpp.Account(message_class="dest_addr_subunit")
    messages = [smsenc.encode("flash", message_class=0), smsenc.encode("\u0436", message_class=0)]
    pdus = [submit_sm(smpp.submits(message, account=account)[0]) for message in messages]
    rows = dissect(pdus, CODING, "smpp.dest_addr_subunit", TEXT)
    assert [tshark.numbers(row["smpp.dest_addr_subunit"]) for row in rows] == [[1], [1]]
    assert [tshark.numbers(row[CODING]) for row in rows] == [[0], [8]]
    assert [row[TEXT] for row in rows] == [["flash"], ["\u0436"]]
