"""The content of PDUs: exact octets, what an account changes, and what is refused."""

from __future__ import annotations

import json
import pickle

import pytest

import smsenc
from smsenc import smpp
from smsenc.smpp import Account, ShortMessage, Tag, Tlv

LONG = "x" * 152 + "€" + "y" * 10  # the escape pair does not fit into the 153 septets of the first segment
FLASH = smsenc.encode("hi", message_class=0)


def test_one_segment_is_plain_septets():
    assert smpp.submits(smsenc.encode("@£{€")) == [ShortMessage(0, 0, bytes.fromhex("00011b281b65"))]


def test_septets_follow_the_header_without_fill_bits():
    first, second = smpp.submits(smsenc.encode(LONG, reference=7))
    assert first == ShortMessage(0, 0x40, bytes.fromhex("050003070201") + b"x" * 152)
    assert second == ShortMessage(0, 0x40, bytes.fromhex("050003070202") + b"\x1b\x65" + b"y" * 10)


def test_a_packed_account_gets_user_data_with_fill_bits():
    message = smsenc.encode(LONG, reference=7)
    packed = smpp.submits(message, account=Account(default_alphabet="gsm7-packed"))
    assert [pdu.short_message for pdu in packed] == list(message.user_data)
    # One fill bit behind six octets, then ESC (1B) and 65: 0x1B << 1, and the two low bits of 0x65 above it.
    assert packed[1].short_message[:8].hex() == "050003070202" + "36" + f"{(0x65 | ord('y') << 7) & 0xFF:02x}"


def test_a_packed_account_gets_packed_text_without_a_header_too():
    message = smsenc.encode("a" * 152 + "€" + "b" * 10)
    account = Account(default_alphabet="gsm7-packed")
    sar = smpp.submits(message, mode="sar", account=account)
    assert [pdu.short_message for pdu in sar] == [smsenc.gsm7.pack(segment.payload) for segment in message]
    [whole] = smpp.submits(message, mode="payload", account=account)
    assert whole.message_payload == smsenc.gsm7.pack(smsenc.gsm7.encode(message.text or ""))


def test_a_full_unpacked_segment_is_longer_than_140_octets():
    assert [len(pdu.short_message) for pdu in smpp.submits(smsenc.encode("a" * 306))] == [159, 159]
    assert [len(pdu.short_message) for pdu in smpp.submits(smsenc.encode("a" * 160))] == [160]


def test_sar_parameters_carry_what_the_header_carried():
    message = smsenc.encode(LONG, reference=7, header=[smsenc.Ports(9204, 513)])
    first, second = smpp.submits(message, mode="sar")
    assert first.esm_class == 0
    assert first.encode_tlvs().hex() == "020a00020201" + "020b000223f4" + "020c00020007" + "020e000102" + "020f000101"
    assert [pdu.short_message for pdu in (first, second)] == [segment.payload for segment in message]
    assert second.get(Tag.SAR_SEGMENT_SEQNUM) == 2


def test_a_single_segment_needs_no_sar_parameters():
    assert smpp.submits(smsenc.encode("hi"), mode="sar") == [ShortMessage(0, 0, b"hi")]


def test_a_payload_is_the_whole_text_beside_an_empty_short_message():
    [pdu] = smpp.submits(smsenc.encode(LONG), mode="payload")
    whole = b"x" * 152 + b"\x1b\x65" + b"y" * 10
    assert pdu == ShortMessage(0, 0, b"", (Tlv(Tag.MESSAGE_PAYLOAD, whole),))
    assert pdu.message_payload == pdu.content == whole
    assert pdu.encode_tlvs() == b"\x04\x24\x00\xa4" + whole


def test_ucs2_and_binary_follow_their_header():
    [pdu] = smpp.submits(smsenc.encode("ф", header=[smsenc.Ports(240, 0, bits=8)]))
    assert (pdu.data_coding, pdu.esm_class, pdu.short_message.hex()) == (8, 0x40, "040402f000" + "0444")
    [pdu] = smpp.submits(smsenc.encode_binary(b"\xff\x00"))
    assert (pdu.data_coding, pdu.esm_class, pdu.short_message) == (4, 0, b"\xff\x00")


CLASS = {"text": smsenc.encode("hi", message_class=1), "data": smsenc.encode_binary(b"hi", message_class=2)}
UNICODE_FLASH = smsenc.encode("ф", message_class=0)


@pytest.mark.parametrize(
    ("message", "account", "data_coding", "tlvs"),
    [
        (smsenc.encode("hi"), Account(), 0x00, ()),
        (smsenc.encode("ф"), Account(), 0x08, ()),
        (smsenc.encode_binary(b"hi"), Account(), 0x04, ()),
        (smsenc.encode_binary(b"hi"), Account(binary=2), 0x02, ()),
        (FLASH, Account(), 0xF0, ()),
        (CLASS["text"], Account(), 0xF1, ()),
        (CLASS["data"], Account(binary=2), 0xF6, ()),
        (FLASH, Account(coding="dcs"), 0x10, ()),
        (CLASS["data"], Account(coding="dcs"), 0x16, ()),
        (UNICODE_FLASH, Account(coding="dcs"), 0x18, ()),
        (FLASH, Account(message_class="dest_addr_subunit"), 0x00, (Tlv.integer(Tag.DEST_ADDR_SUBUNIT, 1),)),
        (UNICODE_FLASH, Account(message_class="dest_addr_subunit"), 0x08, (Tlv.integer(Tag.DEST_ADDR_SUBUNIT, 1),)),
    ],
)
def test_data_coding_and_the_class(message, account, data_coding, tlvs):
    assert smpp.data_coding(message, account=account) == data_coding
    for pdu in smpp.submits(message, account=account):
        assert (pdu.data_coding, pdu.tlvs) == (data_coding, tlvs)


@pytest.mark.parametrize(
    ("message", "account"),
    [
        (UNICODE_FLASH, Account()),  # F0 to FF has no UCS-2
        (CLASS["text"], Account(message_class="dest_addr_subunit")),  # flash alone
        (FLASH, Account(default_alphabet="latin-1")),
        (FLASH, Account(default_alphabet="ascii", coding="dcs")),
    ],
)
def test_a_class_that_the_account_cannot_express_is_refused(message, account):
    with pytest.raises(smsenc.InvalidOption, match="message_class"):
        smpp.submits(message, account=account)


def test_esm_class_keeps_the_bits_of_the_account():
    account = Account(esm_class=0x83)
    message = smsenc.encode(LONG)
    assert {pdu.esm_class for pdu in smpp.submits(message, account=account)} == {0xC3}
    assert {pdu.esm_class for pdu in smpp.submits(message, mode="sar", account=account)} == {0x83}
    assert smpp.esm_class(message[0], account=account) == 0xC3
    assert smpp.esm_class(smsenc.encode("hi")[0]) == 0
    assert smpp.esm_class(message[0], mode="payload") == 0


def test_latin_1_and_ascii_accounts_get_translated_text_of_the_same_segments():
    message = smsenc.encode("é{@" * 60, reference=1)
    pdus = smpp.submits(message, account=Account(default_alphabet="latin-1"))
    assert pdus[0].short_message == bytes.fromhex("050003010201") + (message[0].text or "").encode("latin-1")
    assert len(pdus) == message.segments == 2
    [pdu] = smpp.submits(smsenc.encode("{@}~"), account=Account(default_alphabet="ascii"))
    assert pdu == ShortMessage(0, 0, b"{@}~")


@pytest.mark.parametrize("mode", ["udh", "sar", "payload"])
@pytest.mark.parametrize(("alphabet", "character"), [("latin-1", "€"), ("ascii", "é"), ("latin-1", "Δ")])
def test_what_the_alphabet_does_not_hold_is_named_by_its_position_in_the_message(mode, alphabet, character):
    message = smsenc.encode("a" * 200 + character + "b" + character)
    with pytest.raises(smsenc.UnmappableCharacter) as caught:
        smpp.submits(message, mode=mode, account=Account(default_alphabet=alphabet))
    assert isinstance(caught.value, smpp.UnsendableCharacter)
    assert (caught.value.character, caught.value.position, caught.value.alphabet) == (character, 200, alphabet)
    assert caught.value.encoding is smsenc.Encoding.EIGHT_BIT
    assert str(caught.value).endswith(f"at position 200 is not in the account's alphabet {alphabet}")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again, str(again)) == (caught.value, str(caught.value))


def test_ucs2_text_goes_to_a_latin_1_account_as_it_is():
    [pdu] = smpp.submits(smsenc.encode("€ф"), account=Account(default_alphabet="latin-1"))
    assert (pdu.data_coding, pdu.short_message.hex()) == (8, "20ac0444")


@pytest.mark.parametrize("mode", ["sar", "payload"])
@pytest.mark.parametrize(
    "options",
    [
        {"header": [smsenc.Ports(240, 0, bits=8)]},
        {"header": [smsenc.SmscControl(1)]},
        {"header": [smsenc.Ports(9204), smsenc.SmscControl(1)]},
        {"header": [smsenc.InformationElement(0x70)]},
        {"languages": ["turkish"]},
    ],
)
def test_a_header_that_no_tlv_expresses_is_refused(mode, options):
    message = smsenc.encode("ğğş" * 2 + "ğ" * 80 if "languages" in options else "hi", **options)
    assert smpp.submits(message)
    with pytest.raises(smsenc.InvalidOption, match="mode") as caught:
        smpp.submits(message, mode=mode)
    assert caught.value.allowed.startswith("'udh'")


def test_shift_tables_are_refused_on_an_account_that_translates():
    message = smsenc.encode("ğ" * 80, languages=["turkish"])
    assert message.locking or message.single
    with pytest.raises(smsenc.InvalidOption, match="default_alphabet"):
        smpp.submits(message, account=Account(default_alphabet="latin-1"))


def test_the_reference_suits_what_the_centre_makes_of_sar_parameters():
    eight = smsenc.encode("a" * 200, reference=255)
    sixteen = smsenc.encode("a" * 200, reference=256, reference_bits=16)
    low = sixteen.with_reference(255)
    wide = Account(sar_reference_bits=16)
    assert [pdu.get(Tag.SAR_MSG_REF_NUM) for pdu in smpp.submits(eight, mode="sar")] == [255, 255]
    assert [pdu.get(Tag.SAR_MSG_REF_NUM) for pdu in smpp.submits(low, mode="sar")] == [255, 255]
    assert [pdu.get(Tag.SAR_MSG_REF_NUM) for pdu in smpp.submits(sixteen, mode="sar", account=wide)] == [256, 256]
    with pytest.raises(smsenc.InvalidOption, match="reference=256"):
        smpp.submits(sixteen, mode="sar")
    with pytest.raises(smsenc.InvalidOption, match="reference_bits=8"):
        smpp.submits(eight, mode="sar", account=wide)
    assert len(smpp.submits(sixteen, mode="payload")) == 1


def test_version_33_has_no_tlvs():
    account = Account(version="3.3", coding="dcs")
    assert smpp.submits(FLASH, account=account)[0].data_coding == 0x10
    for mode in ("sar", "payload"):
        with pytest.raises(smsenc.InvalidOption, match="mode"):
            smpp.submits(FLASH, mode=mode, account=account)


ACROSS = (Tlv.integer(Tag.SAR_MSG_REF_NUM, 1), Tlv.integer(Tag.SAR_TOTAL_SEGMENTS, 2))
PAYLOAD = Tlv(Tag.MESSAGE_PAYLOAD, b"text")


@pytest.mark.parametrize(
    ("fields", "option"),
    [
        ({"short_message": b"a" * 255}, "short_message"),
        ({"short_message": b"a" * 256, "version": "5.0"}, "short_message"),
        ({"short_message": b"a" * 255, "version": "3.3"}, "short_message"),
        ({"short_message": b"a", "tlvs": (PAYLOAD,)}, "tlvs"),
        ({"tlvs": (PAYLOAD,), "version": "3.3"}, "tlvs"),
        ({"tlvs": (PAYLOAD, PAYLOAD)}, "tlvs"),
        ({"tlvs": ACROSS}, "tlvs"),
        ({"tlvs": (*ACROSS, Tlv.integer(Tag.SAR_SEGMENT_SEQNUM, 0))}, "sar_segment_seqnum"),
        ({"tlvs": (*ACROSS, Tlv.integer(Tag.SAR_SEGMENT_SEQNUM, 3))}, "sar_segment_seqnum"),
        ({"esm_class": 0x40, "short_message": b"\0", "tlvs": (Tlv.integer(Tag.SOURCE_PORT, 1),)}, "tlvs"),
        (
            {
                "esm_class": 0x40,
                "short_message": b"\0",
                "tlvs": (*ACROSS, Tlv.integer(Tag.SAR_SEGMENT_SEQNUM, 1)),
            },
            "tlvs",
        ),
        ({"esm_class": 0x40}, "esm_class"),
        ({"esm_class": 0x40, "short_message": b"\5\0\3"}, "esm_class"),
        ({"esm_class": 0x40, "short_message": b"\3\0\1"}, "esm_class"),
        ({"data_coding": 0xF0, "tlvs": (Tlv.integer(Tag.DEST_ADDR_SUBUNIT, 1),)}, "tlvs"),
        ({"data_coding": 0x18, "tlvs": (Tlv.integer(Tag.DEST_ADDR_SUBUNIT, 1),)}, "tlvs"),
        ({"data_coding": 256}, "data_coding"),
        ({"esm_class": -1}, "esm_class"),
        ({"version": "3.5"}, "version"),
    ],
)
def test_what_the_specification_excludes_is_refused(fields, option):
    with pytest.raises(smsenc.InvalidOption) as caught:
        ShortMessage(**fields)
    assert caught.value.option == option
    assert pickle.loads(pickle.dumps(caught.value)) == caught.value


def test_254_octets_in_34_and_255_in_50():
    assert len(ShortMessage(short_message=b"a" * 254).content) == 254
    assert len(ShortMessage(short_message=b"a" * 255, version="5.0").content) == 255


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: Tlv(Tag.SOURCE_PORT, b"\0"), smsenc.InvalidOption),
        (lambda: Tlv(0x1234, b"\0"), smsenc.InvalidOption),
        (lambda: Tlv(Tag.MESSAGE_PAYLOAD, b"a" * 65536), smsenc.InvalidOption),
        (lambda: Tlv(Tag.SOURCE_PORT, "ab"), TypeError),
        (lambda: Tlv.integer(Tag.SAR_TOTAL_SEGMENTS, 256), smsenc.InvalidOption),
        (lambda: Tlv.integer(Tag.MESSAGE_PAYLOAD, 1), smsenc.InvalidOption),
        (lambda: Tlv.integer(Tag.SOURCE_PORT, "1"), TypeError),
        (lambda: ShortMessage(short_message="text"), TypeError),
        (lambda: ShortMessage(tlvs=[PAYLOAD]), TypeError),
        (lambda: ShortMessage(data_coding=None), TypeError),
        (lambda: smpp.submits("text"), TypeError),
        (lambda: smpp.submits(FLASH, mode=1), TypeError),
        (lambda: smpp.submits(FLASH, mode="UDH"), smsenc.InvalidOption),
        (lambda: smpp.submits(FLASH, account="ascii"), TypeError),
        (lambda: smpp.esm_class(FLASH), TypeError),
        (lambda: Account(default_alphabet="ebcdic"), smsenc.InvalidOption),
        (lambda: Account(version=3.4), TypeError),
        (lambda: Account(version="3.3"), smsenc.InvalidOption),
        (lambda: Account(version="3.3", coding="dcs", message_class="dest_addr_subunit"), smsenc.InvalidOption),
        (lambda: Account(binary=2, coding="dcs"), smsenc.InvalidOption),
        (lambda: Account(binary=3), smsenc.InvalidOption),
        (lambda: Account(sar_reference_bits=True), TypeError),
        (lambda: Account(esm_class=0x40), smsenc.InvalidOption),
        (lambda: Account(esm_class=256), smsenc.InvalidOption),
        (lambda: Account(esm_class="0"), TypeError),
    ],
)
def test_wrong_values_and_wrong_types(make, error):
    with pytest.raises(error):
        make()


def test_arguments_have_the_names_of_the_specification():
    message = smsenc.encode("x" * 153, reference=7, header=[smsenc.Ports(9204, 513)], message_class=0)
    pdu = smpp.submits(message, mode="sar", account=Account(message_class="dest_addr_subunit"))[0]
    assert pdu.arguments() == {
        "data_coding": 0,
        "esm_class": 0,
        "short_message": b"x" * 146,
        "dest_addr_subunit": 1,
        "source_port": 513,
        "destination_port": 9204,
        "sar_msg_ref_num": 7,
        "sar_total_segments": 2,
        "sar_segment_seqnum": 1,
    }


@pytest.mark.parametrize(
    "value",
    [
        Account(default_alphabet="latin-1", esm_class=3),
        Tlv.integer(Tag.SAR_MSG_REF_NUM, 500),
        smpp.submits(smsenc.encode(LONG), mode="sar")[1],
        smpp.receive(b"\xffabc", esm_class=0x40),
    ],
)
def test_values_are_frozen_hashable_and_survive_pickling(value):
    again = pickle.loads(pickle.dumps(value))
    assert again == value
    assert hash(again) == hash(value)
    assert repr(again) == repr(value)
    with pytest.raises((AttributeError, TypeError)):
        value.version = "3.4"


def test_to_dict_is_json():
    [pdu] = smpp.submits(smsenc.encode("hi"), mode="payload")
    assert json.loads(json.dumps(pdu.to_dict())) == {
        "schema": 1,
        "type": "smpp.short_message",
        "version": "3.4",
        "data_coding": 0,
        "esm_class": 0,
        "short_message": "",
        "tlvs": {"message_payload": "6869"},
    }


def test_errors_do_not_repeat_the_text():
    with pytest.raises(smsenc.InvalidOption) as caught:
        ShortMessage(short_message=b"secret", tlvs=(Tlv(Tag.MESSAGE_PAYLOAD, b"secret"),))
    assert "secret" not in str(caught.value)
    assert "secret" not in repr(caught.value.value)
