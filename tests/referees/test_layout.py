"""tshark reads the fields that stand around the content: UDL, UDHI, DCS, the header and its elements, fill bits.

TS 23.040 clauses 9.2.3.16 (TP-UDL), 9.2.3.24 (header, fill bits) and its subclauses; TS 23.038 clause 4 (DCS).
"""

from __future__ import annotations

import itertools

import pytest
import referee
import texts
import tshark
import twin
import wrap

import smsenc

referee.require(tshark)

UDHI = "gsm_sms.tp-udhi"
DCS = "gsm_sms.tp-dcs"
UDL = "gsm_sms.tp.user_data_length"
UDHL = "gsm_sms.dis_field_udh.user_data_header_length"
IEI = "gsm_sms.ie_identifier"
IEDL = "gsm_sms.dis_field_ud_iei.length"
DATA = "gsm_sms.ie_data"
# One value, always zero, when there are fill bits; absent when there are none.
FILL = "gsm_sms.dis_field_udh.gsm.fill_bits"
TEXT = "gsm_sms.sms_text"
BODY = "gsm_sms.sms_body"
REFERENCE = "gsm_sms.udh.mm.msg_id"
TOTAL = "gsm_sms.udh.mm.msg_parts"
SEQUENCE = "gsm_sms.udh.mm.msg_part"
DESTINATION = "gsm_sms.destination_port"
ORIGINATOR = "gsm_sms.originator_port"
SINGLE = "gsm_sms.dis_iei_lang.single_shift"
LOCKING = "gsm_sms.dis_iei_lang.locking_shift"
BROKEN = "_ws.malformed"
EACH_ALONE = ["gsm_sms.reassemble:FALSE"]

CAPACITY = {
    "gsm7": lambda octets: (140 - octets) * 8 // 7,
    "ucs2": lambda octets: (140 - octets) // 2,
    "8bit": lambda octets: 140 - octets,
}


@pytest.mark.parametrize("encoding", ["gsm7", "ucs2", "8bit"])
def test_every_header_length_is_read_with_its_content(encoding):
    """All headers of 3 to 139 octets, each with contents from nothing to the last unit that fits."""
    stream = referee.randomness(f"header lengths {encoding}")
    messages, expected = [], []
    for size in range(137):
        octets = 3 + size
        room = CAPACITY[encoding](octets)
        # SME to SME specific, no meaning of its own (clause 9.2.3.24).
        element = smsenc.InformationElement(0x80, stream.randbytes(size))
        for units in sorted({0, 1, 2, 7, room // 2, room - 1, room} & set(range(room + 1))):
            if encoding == "8bit":
                content = stream.randbytes(units)
                message = smsenc.encode_binary(content, header=[element])
            else:
                content = texts.gsm7(stream, units) if encoding == "gsm7" else texts.ucs2(stream, units)
                message = smsenc.encode(content, header=[element], encoding=encoding)
            assert len(message) == 1
            messages.append(message)
            expected.append((octets, element.data, units, content))
    rows = tshark.dissect(
        [wrap.deliver(message[0]) for message in messages],
        [UDHI, DCS, UDL, UDHL, IEI, IEDL, DATA, FILL, TEXT, BODY, BROKEN],
    )
    tally = referee.Tally(f"headers of every length, {encoding}")
    for row, (octets, data, units, content) in zip(rows, expected, strict=True):
        about = f"header of {octets} octets, {units} units"
        length = {"gsm7": -(-8 * octets // 7) + units, "ucs2": octets + 2 * units, "8bit": octets + units}[encoding]
        tally.same(row[UDHI], ["1"], about)
        tally.same(row[DCS], [str({"gsm7": 0, "ucs2": 8, "8bit": 4}[encoding])], about)
        tally.same(row[UDL], [str(length)], about)
        tally.same(row[UDHL], [str(octets - 1)], about)
        tally.same((row[IEI], row[IEDL], "".join(row[DATA])), (["0x80"], [str(octets - 3)], data.hex()), about)
        tally.same(row[FILL], ["0x00"] if encoding == "gsm7" and twin.fill_bits(octets) else [], about)
        if encoding == "8bit":
            tally.same("".join(row[BODY]), content.hex(), about)
        else:
            tally.same("".join(row[TEXT]), content, about)
        tally.same(row[BROKEN], [], about)
    tally.close(at_least=6000)


PORTS = {
    "no ports": None,
    "8-bit ports": smsenc.Ports(240, 255, bits=8),
    "16-bit ports": smsenc.Ports(5505, 49154, bits=16),
}
# What must be said so that the choice falls on these tables; the header is judged here, the text elsewhere.
SHIFTS = {
    "default": ("plain", ()),
    "single": ("\u011f\u00e8", ("turkish",)),
    "locking": ("\u011f\u0131\u015f" * 20, ("turkish",)),
    "both": ("\u011f\u0131\u015f" * 5 + "\u00ed\u00f3\u00fa" * 5, ("turkish", "spanish")),
}


def test_every_usual_header_is_read_element_by_element():
    """Ports x reference size x one or several segments x shift elements: the rows of the capacity table."""
    segments, expected = [], []
    for port, bits, several, (shift, (text, languages)) in itertools.product(
        PORTS.values(), (8, 16), (False, True), SHIFTS.items()
    ):
        reference = 0xA7 if bits == 8 else 0xB3C4
        for repeat in range(1, 4):
            message = smsenc.encode(
                (text + " word" * (40 * repeat)) if several else text,
                encoding="gsm7",
                reference=reference,
                reference_bits=bits,
                languages=languages,
                header=() if port is None else (port,),
            )
            if several:
                assert len(message) > 1
            if shift == "single":
                assert message.single is not None
                assert message.locking is None
            for segment in message:
                segments.append(segment)
                expected.append((port, bits, reference, message))
            if not several:
                break
    names = [UDHI, UDL, UDHL, IEI, FILL, REFERENCE, TOTAL, SEQUENCE, DESTINATION, ORIGINATOR, SINGLE, LOCKING, BROKEN]
    rows = tshark.dissect([wrap.deliver(segment) for segment in segments], names, preferences=EACH_ALONE)
    tally = referee.Tally("usual headers")
    kinds = set()
    for row, segment, (port, bits, reference, message) in zip(rows, segments, expected, strict=True):
        ports = [] if port is None else ["0x05" if port.bits == 16 else "0x04"]
        concatenation = [] if len(message) == 1 else ["0x08" if bits == 16 else "0x00"]
        shifts = (["0x24"] if message.single else []) + (["0x25"] if message.locking else [])
        octets = sum({"0x00": 5, "0x08": 6, "0x04": 4, "0x05": 6}.get(iei, 3) for iei in ports + concatenation + shifts)
        octets += 1 if octets else 0
        about = f"{ports + concatenation + shifts}, segment {segment.sequence}"
        kinds.add((*ports, *concatenation, *shifts))
        tally.same(row[UDHI], ["1" if octets else "0"], about)
        tally.same(row[UDHL], [str(octets - 1)] if octets else [], about)
        tally.same(row[UDL], [str(-(-8 * octets // 7) + segment.units)], about)
        tally.same(row[IEI], ports + concatenation + shifts, about)
        tally.same(row[FILL], ["0x00"] if twin.fill_bits(octets) else [], about)
        tally.same(tshark.numbers(row[DESTINATION]), [port.destination] if port else [], about)
        tally.same(tshark.numbers(row[ORIGINATOR]), [port.originator] if port else [], about)
        joint = [reference, len(message), segment.sequence] if concatenation else []
        tally.same(tshark.numbers(row[REFERENCE] + row[TOTAL] + row[SEQUENCE]), joint, about)
        tally.same(row[SINGLE], [str(message.single.identifier)] if message.single else [], about)
        tally.same(row[LOCKING], [str(message.locking.identifier)] if message.locking else [], about)
        tally.same(row[BROKEN], [], about)
    # 3 port forms x (none, 8, 16) x (default, single, locking, both)
    assert len(kinds) == 36, sorted(kinds)
    tally.close(at_least=2000)


@pytest.mark.parametrize("encoding", ["gsm7", "ucs2", "8bit"])
def test_every_reference_total_and_sequence_is_read(encoding):
    """Up to 255 segments, references of both sizes at both ends and at random."""
    stream = referee.randomness(f"references {encoding}")
    segments, expected = [], []
    room = {"gsm7": 153, "ucs2": 67, "8bit": 134}[encoding]
    for bits, total in itertools.product((8, 16), (2, 3, 17, 128, 255)):
        for reference in (0, 1, 255, *([256, 0xFFFF] if bits == 16 else []), stream.randrange(1 << bits)):
            if total > 100 and reference not in (255, 0xFFFF):
                continue
            # The 16-bit reference costs one septet or octet more, so it takes less to fill as many segments.
            size = (room - (bits == 16)) * (total - 1) + 20
            if encoding == "8bit":
                message = smsenc.encode_binary(stream.randbytes(size), reference=reference, reference_bits=bits)
            else:
                fill = "x" if encoding == "gsm7" else "\u0436"
                message = smsenc.encode(fill * size, reference=reference, reference_bits=bits, encoding=encoding)
            assert (len(message), message.reference) == (total, reference)
            segments += message
            expected += [(bits, reference, total)] * total
    rows = tshark.dissect(
        [wrap.deliver(segment) for segment in segments], [IEI, REFERENCE, TOTAL, SEQUENCE], preferences=EACH_ALONE
    )
    tally = referee.Tally(f"references, {encoding}")
    for row, segment, (bits, reference, total) in zip(rows, segments, expected, strict=True):
        tally.same(row[IEI], ["0x00" if bits == 8 else "0x08"])
        tally.same(
            (row[REFERENCE], row[TOTAL], row[SEQUENCE]), ([str(reference)], [str(total)], [str(segment.sequence)])
        )
    tally.close(at_least=1500)


@pytest.mark.parametrize("message_class", [None, 0, 1, 2, 3])
def test_the_message_class_is_read(message_class):
    """TS 23.038 clause 4: 00/04/08 without a class, 10/14/18 and the class with one."""
    messages = [
        smsenc.encode("plain", message_class=message_class),
        smsenc.encode("\u0436", message_class=message_class),
        smsenc.encode_binary(b"\x01", message_class=message_class),
    ]
    names = [
        DCS,
        "gsm_sms.dcs.message_class_defined",
        "gsm_sms.dcs.message_class",
        "gsm_sms.dcs.character_set",
        "gsm_sms.gsm_7_bit_default_alphabet",
    ]
    rows = tshark.dissect([wrap.deliver(message[0]) for message in messages], names)
    tally = referee.Tally(f"message class {message_class}")
    for row, message, character_set in zip(rows, messages, (0, 2, 1), strict=True):
        tally.same(row[DCS], [str(message.dcs)])
        if message.dcs == 0:
            tally.same(len(row["gsm_sms.gsm_7_bit_default_alphabet"]), 1)
            continue
        tally.same(row["gsm_sms.dcs.message_class_defined"], ["0" if message_class is None else "1"])
        tally.same(tshark.numbers(row["gsm_sms.dcs.character_set"]), [character_set])
        if message_class is not None:
            # Without bit 4 the class bits have no meaning; tshark prints them anyway.
            tally.same(tshark.numbers(row["gsm_sms.dcs.message_class"]), [message_class])
    tally.close(at_least=8)
