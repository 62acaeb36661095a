"""tshark and gammu read our typed information elements field by field.

TS 23.040 clauses 9.2.3.24.2 (special message indication), .3 and .4 (ports), .5 (SMSC control),
.10.1.1 (text formatting), .15 and .16 (national languages).
"""

from __future__ import annotations

import gammu_pdu
import pytest
import referee
import tshark
import twin
import wrap

import smsenc

GSM = "gsm_sms."
EACH_ALONE = ["gsm_sms.reassemble:FALSE"]


def _dissect(elements: list[list[smsenc.InformationElement]], names: list[str]) -> list[tshark.Row]:
    referee.require(tshark)
    segments = [smsenc.encode("text", header=group)[0] for group in elements]
    rows = tshark.dissect([wrap.deliver(segment) for segment in segments], [GSM + name for name in names])
    return [{name: row[GSM + name] for name in names} for row in rows]


def test_special_message_indications():
    kinds = ["voicemail", "fax", "email", "other"]
    made = [
        (kind, store, profile, count)
        for kind in kinds
        for store in (False, True)
        for profile in (1, 2, 3, 4)
        for count in (0, 1, 99, 255)
    ]
    elements = [
        [smsenc.SpecialMessage(kind, count=count, store=store, profile=profile)] for kind, store, profile, count in made
    ]
    names = ["msg_ind_type", "msg_ind_type_and_stor", "profile_id", "msg_count", "ext_msg_ind_type"]
    tally = referee.Tally("special message indications")
    for row, (kind, store, profile, count) in zip(_dissect(elements, names), made, strict=True):
        values = [kinds.index(kind), int(store), profile - 1, count, 0]
        tally.same([tshark.numbers(row[name]) for name in names], [[value] for value in values])
    tally.close(at_least=128)


def test_several_indications_stand_in_one_header():
    """The element may be repeated: one per kind of waiting message."""
    made = [smsenc.SpecialMessage("voicemail", count=3), smsenc.SpecialMessage("email", count=7, store=True)]
    (row,) = _dissect([made], ["msg_ind_type", "msg_count", "msg_ind_type_and_stor"])
    assert [tshark.numbers(values) for values in row.values()] == [[0, 2], [3, 7], [0, 1]]


def test_smsc_control_flags():
    flags = {
        "COMPLETED": "status_report.short_msg",
        "PERMANENT_ERROR": "status_report.permanent_error",
        "TEMPORARY_ERROR_GIVEN_UP": "status_report.temp_error_no_attempt",
        "TEMPORARY_ERROR": "status_report.temp_error_transfer",
        "CANCEL_REST": "status_report.active",
        "INCLUDE_HEADER": "status_report.original_udh",
    }
    bits = {name: getattr(smsenc.SmscControl, name) for name in flags}
    values = [sum(bit for place, bit in enumerate(bits.values()) if number >> place & 1) for number in range(64)]
    rows = _dissect([[smsenc.SmscControl(value)] for value in values], list(flags.values()))
    tally = referee.Tally("SMSC control flags")
    for row, value in zip(rows, values, strict=True):
        for name, field in flags.items():
            tally.same(row[field], ["1" if value & bits[name] else "0"], f"{value:02X} {name}")
    tally.close(at_least=64 * 6)


def test_text_formatting():
    stream = referee.randomness("text formatting")
    made = [
        (stream.randrange(160), stream.randrange(160), mode, stream.choice((None, stream.randrange(256))))
        for mode in range(256)
    ]
    elements = [
        [smsenc.TextFormatting(start=start, length=length, mode=mode, colour=colour)]
        for start, length, mode, colour in made
    ]
    styles = ["bold", "italic", "underlined", "strikethrough"]
    tf = "dis_iei_tf."
    names = [
        tf + "start_position",
        tf + "length",
        "formatting_mode",
        tf + "foreground_colour",
        tf + "background_colour",
    ]
    names += ["formatting_mode.style_" + style for style in styles]
    tally = referee.Tally("text formatting")
    for row, (start, length, mode, colour) in zip(_dissect(elements, names), made, strict=True):
        colours = [] if colour is None else [colour & 0xF, colour >> 4]
        got = [number for name in names[:5] for number in tshark.numbers(row[name])]
        tally.same(got, [start, length, mode, *colours])
        tally.same([row[name] for name in names[5:]], [[str(mode >> place & 1)] for place in (4, 5, 6, 7)])
    tally.close(at_least=512)


@pytest.mark.parametrize("bits", [8, 16])
def test_ports(bits):
    stream = referee.randomness(f"ports {bits}")
    top = (1 << bits) - 1
    made = [(0, 0), (top, top), (0, top), (top, 0)]
    made += [(stream.randrange(top + 1), stream.randrange(top + 1)) for _ in range(500)]
    # Ports above 255 in 16 bits only; ports that tshark hands to another dissector change nothing here.
    rows = _dissect(
        [[smsenc.Ports(destination, originator, bits=bits)] for destination, originator in made],
        ["destination_port", "originator_port", "ie_identifier"],
    )
    tally = referee.Tally(f"{bits}-bit ports")
    for row, ports in zip(rows, made, strict=True):
        got = tshark.numbers(row["destination_port"] + row["originator_port"] + row["ie_identifier"])
        tally.same(got, [*ports, 4 if bits == 8 else 5])
    tally.close(at_least=504)


def test_every_language_identifier_is_known_by_its_name():
    """The number of each language in the elements 0x24 and 0x25 (TS 23.038 clause 6.2.1.2.4)."""
    referee.require(tshark)
    tpdus, expected = [], []
    for kind, element in (("Single", smsenc.SingleShift), ("Locking", smsenc.LockingShift)):
        for language in smsenc.NationalLanguage:
            if (kind, language.value) == ("Locking", "spanish"):
                continue  # A.3.2 is void
            length, octets = twin.pack(twin.septets_of("abc"), bytes(smsenc.UserDataHeader([element(language)])))
            tpdus.append(twin.deliver(octets, length, udhi=True))
            expected.append(f"Language ({kind} Shift): {language.value.capitalize()} ({language.identifier})")
    prose = [line.strip() for line in tshark.tree(tpdus).splitlines()]
    assert [line for line in prose if line.startswith("Language (")] == expected
    assert len(expected) == 25


# Ports by which gammu knows what a message is: its names for one message and for a part of several. Its table
# lacks some (None), and holds the concatenation behind the ports.
SMART = {
    5505: ("NokiaRingtone", "NokiaRingtoneLong"),
    5506: ("NokiaOperatorLogo", "NokiaOperatorLogoLong"),
    5507: ("NokiaCallerLogo", None),
    5514: (None, "NokiaProfileLong"),
    9204: (None, "NokiaPhonebookLong"),
}


def test_gammu_knows_smart_messages_by_our_headers():
    """Ports, then concatenation: the order in which a header is written."""
    referee.require(gammu_pdu)
    stream = referee.randomness("smart messages")
    made = []
    for port in SMART:
        for size in (60, 133, 300):
            data = stream.randbytes(size)
            message = smsenc.encode_binary(data, header=[smsenc.Ports(port, 0)], message_class=1, reference=0x42)
            made += [(port, message, segment) for segment in message]
    answers = gammu_pdu.decode([wrap.deliver(segment) for _, _, segment in made])
    tally = referee.Tally("smart messages")
    for answer, (port, message, segment) in zip(answers, made, strict=True):
        header = answer["UDH"]
        tally.same(header["Text"], bytes(segment.header).hex())
        tally.same(answer["Text"].lower(), segment.data.hex())
        name = SMART[port][len(message) > 1]
        if name is not None:
            tally.same(header["Type"], name)
            parts = (segment.sequence, segment.total) if len(message) > 1 else (-1, -1)
            tally.same((header["PartNumber"], header["AllParts"]), parts)
    tally.close(at_least=80)
