"""The referees read known-good samples: proof that each tool is driven rightly, before it judges anything.

Nothing of the package under test takes part.
"""

from __future__ import annotations

import alphabets
import gammu_pdu
import osmogsm
import pytest
import referee
import smstools
import tshark
import twin

JAKARTA = bytes.fromhex("040b912618185532f700009040029161428207caf03a2ca78701")

# g-breve s-cedilla a by element 24; g-breve s-cedilla dotless-i a by 25; g-breve c-cedilla euro by both.
TURKISH = {
    "440b916407281553f80000525022517462000a03240101d89c37f330": "\u011f\u015fa",
    "440b916407281553f8000052502251746200090325010160740e61": "\u011f\u015f\u0131a",
    "440b916407281553f80000525022517462000d062401012501018ccd785306": "\u011f\u00e7\u20ac",
}


@pytest.fixture(params=["tshark", "gammu", "smstools"])
def reader(request):
    """A function from TPDUs to texts, for each tool that reads whole TPDUs."""
    if request.param == "tshark":
        referee.require(tshark)
        names = ["gsm_sms.sms_text"]
        return lambda tpdus: ["".join(row["gsm_sms.sms_text"]) for row in tshark.dissect(tpdus, names)]
    if request.param == "gammu":
        referee.require(gammu_pdu)
        return lambda tpdus: [message["Text"] for message in gammu_pdu.decode(tpdus)]
    referee.require(smstools)
    return lambda tpdus: [message.text for message in smstools.receive(tpdus)]


def test_a_published_deliver_is_read(reader):
    assert reader([JAKARTA]) == ["Jakarta"]


def test_the_twin_builds_what_the_tools_read(reader):
    words = [f"word {number} of the twin" for number in range(20)]
    tpdus = [twin.deliver(octets, length) for length, octets in map(twin.pack, map(twin.septets_of, words))]
    assert reader(tpdus) == words


def test_answers_come_in_the_order_of_the_questions(reader):
    lengths = [1 + 37 * number % 160 for number in range(150)]
    texts = [f"{number:03}" + "x" * length for number, length in enumerate(lengths)]
    tpdus = [
        twin.deliver(octets, length) for length, octets in (twin.pack(twin.septets_of(text[:160])) for text in texts)
    ]
    assert reader(tpdus) == [text[:160] for text in texts]


def test_the_header_is_skipped_with_its_fill_bits(reader):
    """TS 23.040 clause 9.2.3.24: fill = -8h mod 7. The element 0x80 (SME to SME) has no meaning of its own."""
    tpdus = []
    for size in range(60):
        header = twin.header((0x80, bytes(size)))
        length, octets = twin.pack(twin.septets_of("fill"), header)
        tpdus.append(twin.deliver(octets, length, udhi=True))
    assert reader(tpdus) == ["fill"] * 60


def test_tshark_joins_parts_out_of_order():
    referee.require(tshark)
    parts = []
    for number, text in ((2, "bcd"), (1, "A" * 153)):
        length, octets = twin.pack(twin.septets_of(text), twin.header((0, bytes([0x42, 2, number]))))
        parts.append(twin.deliver(octets, length, udhi=True))
    first, second = tshark.dissect(parts, ["gsm_sms.sms_text", "gsm_sms.udh.mm.msg_id", "gsm_sms.reassembled.length"])
    assert first["gsm_sms.reassembled.length"] == []
    assert second["gsm_sms.reassembled.length"] == ["137"]
    assert second["gsm_sms.sms_text"] == ["A" * 153, "bcd"]
    assert second["gsm_sms.udh.mm.msg_id"] == ["66"]


def test_tshark_reads_a_submit_only_from_the_phone():
    referee.require(tshark)
    length, octets = twin.pack(twin.septets_of("Hi"))
    names = ["gsm_sms.tp-da", "gsm_sms.sms_text"]
    (row,) = tshark.dissect([twin.submit(octets, length)], names, direction="from-phone")
    assert row == {"gsm_sms.tp-da": ["46708251358"], "gsm_sms.sms_text": ["Hi"]}


def test_smstools_reads_the_turkish_tables():
    referee.require(smstools)
    received = smstools.receive([bytes.fromhex(tpdu) for tpdu in TURKISH])
    assert [message.text for message in received] == list(TURKISH.values())


def test_gammu_encodes_a_known_text():
    referee.require(gammu_pdu)
    expected = "11000b916407281553f8000000" + "08e8329bfd066dca"
    assert gammu_pdu.encode(["hello \u20ac"]) == [[bytes.fromhex(expected)]]
    assert [[len(part) for part in parts] for parts in gammu_pdu.encode(["x" * 161])] == [[154, 28]]


def test_libosmogsm_packs_seven_characters_in_two_ways():
    """TS 23.038 clauses 6.1.2.1 and 6.1.2.3.1: spare bits are zero in an SMS, a CR in USSD."""
    referee.require(osmogsm)
    assert osmogsm.pack(b"1234567") == (7, bytes.fromhex("31d98c56b3dd00"))
    assert osmogsm.pack(b"1234567", ussd=True)[1] == bytes.fromhex("31d98c56b3dd1a")
    assert osmogsm.pack(b"1234567\r", ussd=True)[1] == bytes.fromhex("31d98c56b3dd1a0d")


def test_the_alphabets_know_c_cedilla_and_the_euro():
    referee.require(alphabets)
    assert alphabets.icu_decode(b"\x09\x1b\x65") == "\u00c7\u20ac"
    assert alphabets.icu_encode("\u00c7\u20ac") == b"\x09\x1b\x65"


def test_smsd_packs_and_unpacks_a_string():
    referee.require(smstools)
    assert smstools.pack("hello @ \u20ac") == bytes.fromhex("E8329BFD0601409B32")
    assert smstools.unpack(bytes.fromhex("E8329BFD0601409B32")).rstrip("\n") == "hello @ \u20ac"
