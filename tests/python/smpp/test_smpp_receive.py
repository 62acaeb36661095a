"""Whatever a peer puts into a PDU is read by a stated rule, and what was irregular is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import smsenc
from smsenc import smpp
from smsenc.smpp import Account

CONCATENATED = bytes.fromhex("050003070202")


def read(*arguments, **parameters):
    """Text or data, and the anomalies of the PDU."""
    received = smpp.receive(*arguments, **parameters)
    decoded = received.decode()
    return (decoded.data if decoded.text is None else decoded.text), list(received.anomalies)


def test_unpacked_septets_are_packed_behind_fill_bits():
    received = smpp.receive(CONCATENATED + b"\x1b\x65hello world", esm_class=0x40)
    assert received.user_data == smsenc.encode("x" * 152 + "€hello world", reference=7)[1].user_data
    assert received.arguments() == {"dcs": 0, "user_data_length": 20, "has_header": True}
    assert received.decode().text == "€hello world"
    assert smsenc.decode(received.user_data, **received.arguments()) == received.decode()


@pytest.mark.parametrize(
    ("data_coding", "octets", "content", "dcs"),
    [
        (0x00, b"\0\x1b\x65", "@€", 0x00),
        (0x01, b"@[]", "@[]", 0x08),
        (0x02, b"\xff", b"\xff", 0x04),
        (0x03, b"\xe9\xa7", "é§", 0x08),
        (0x04, b"\xff", b"\xff", 0x04),
        (0x06, b"\xd0\xe4", "аф", 0x08),
        (0x07, b"\xe0\xf9", "אש", 0x08),
        (0x08, b"\xd8\x3d\xde\x00", "😀", 0x08),
        (0xC8, b"\0", "@", 0xC8),
        (0xD8, b"\0", "@", 0xD8),
        (0xE8, b"\x04\x44", "ф", 0xE8),
        (0xF0, b"\0", "@", 0xF0),
        (0xF5, b"\0", b"\0", 0xF5),
    ],
)
def test_data_coding_is_read_by_the_table(data_coding, octets, content, dcs):
    assert read(octets, data_coding=data_coding) == (content, [])
    assert smpp.receive(octets, data_coding=data_coding).dcs == dcs


@pytest.mark.parametrize(
    ("data_coding", "octets", "content"), [(0x10, b"\0", "@"), (0x18, b"\x04\x44", "ф"), (0x80, b"\0", "@")]
)
def test_reserved_values_are_read_as_tp_dcs_and_named(data_coding, octets, content):
    assert read(octets, data_coding=data_coding) == (content, ["reserved-data-coding"])
    assert read(octets, data_coding=data_coding, account=Account(coding="dcs")) == (content, [])


def test_a_tp_dcs_account_reads_01_to_03_as_gsm7():
    assert read(b"\0", data_coding=1, account=Account(coding="dcs")) == ("@", [])


@pytest.mark.parametrize("data_coding", [0x05, 0x09, 0x0A, 0x0D, 0x0E])
def test_character_sets_that_are_not_read_stay_octets(data_coding):
    assert read(b"\x93\xfa", data_coding=data_coding) == (b"\x93\xfa", ["unsupported-data-coding"])


def test_data_coding_0_is_what_the_account_says():
    assert read(b"@\xe9", account=Account(default_alphabet="latin-1")) == ("@é", [])
    assert read(b"@", account=Account(default_alphabet="ascii")) == ("@", [])
    assert read(b"@\xe9", account=Account(default_alphabet="ascii")) == ("@\ufffd", ["not-in-character-set"])
    packed = Account(default_alphabet="gsm7-packed")
    assert read(bytes.fromhex("e8329bfd06"), account=packed) == ("hello", [])


def test_packed_text_behind_a_header_keeps_its_fill_bits():
    packed = Account(default_alphabet="gsm7-packed")
    octets = smsenc.encode("x" * 152 + "€hello world", reference=7)[1].user_data
    assert read(octets, esm_class=0x40, account=packed) == ("€hello world", [])


def test_a_packed_tail_of_zeros_is_ambiguous():
    packed = Account(default_alphabet="gsm7-packed")
    octets = smsenc.gsm7.pack(smsenc.gsm7.encode("1234567"))
    assert [anomaly.kind for anomaly in smpp.receive(octets, account=packed).decode().anomalies] == ["ambiguous-tail"]
    sar = {"sar_msg_ref_num": 1, "sar_total_segments": 2, "sar_segment_seqnum": 1}
    assert read(octets, account=packed, **sar) == ("1234567@", ["ambiguous-tail"])
    assert read(octets[:-1] + b"\x02", account=packed, **sar) == ("1234567£", [])


def test_a_payload_is_read_in_the_place_of_a_short_message():
    assert read(b"", message_payload=b"a" * 300) == ("a" * 300, [])
    assert read(None, message_payload=b"text") == ("text", [])
    assert read(b"other", message_payload=b"text") == ("text", ["two-contents"])
    assert read(b"text", message_payload=b"") == ("text", [])


def test_sar_and_port_parameters_become_a_header():
    received = smpp.receive(
        b"text",
        source_port=1,
        destination_port=9204,
        sar_msg_ref_num=255,
        sar_total_segments=3,
        sar_segment_seqnum=2,
    )
    assert list(received.decode().header) == [smsenc.Ports(9204, 1), smsenc.Concatenation(255, 3, 2)]
    assert received.decode().text == "text"


@pytest.mark.parametrize(("reference", "size", "bits"), [(255, 8, 8), (256, 8, 16), (255, 16, 16)])
def test_the_reference_has_the_bits_that_it_needs(reference, size, bits):
    account = Account(sar_reference_bits=size)
    sar = {"sar_msg_ref_num": reference, "sar_total_segments": 2, "sar_segment_seqnum": 1}
    concatenation = smpp.receive(b"a", **sar, account=account).decode().header.concatenation
    assert (concatenation.reference, concatenation.bits) == (reference, bits)


@pytest.mark.parametrize(
    "sar",
    [
        {"sar_msg_ref_num": 1},
        {"sar_total_segments": 2, "sar_segment_seqnum": 1},
        {"sar_msg_ref_num": 1, "sar_total_segments": 2, "sar_segment_seqnum": 3},
        {"sar_msg_ref_num": 1, "sar_total_segments": 2, "sar_segment_seqnum": 0},
        {"sar_msg_ref_num": 1, "sar_total_segments": 0, "sar_segment_seqnum": 0},
    ],
)
def test_partial_or_impossible_sar_parameters_leave_a_message_of_its_own(sar):
    assert read(b"text", **sar) == ("text", ["invalid-sar"])
    assert not smpp.receive(b"text", **sar).has_header


def test_ports():
    assert smpp.receive(b"a", destination_port=5).decode().header.ports == smsenc.Ports(5, 0)
    assert read(b"a", source_port=5) == ("a", ["invalid-ports"])


def test_a_header_counts_more_than_parameters():
    received = smpp.receive(CONCATENATED + b"text", esm_class=0x40, destination_port=5)
    assert received.anomalies == ("tlvs-beside-header",)
    assert list(received.decode().header) == [smsenc.Concatenation(7, 2, 2)]
    packed = Account(default_alphabet="gsm7-packed")
    octets = smsenc.encode("x" * 152 + "€hello world", reference=7)[1].user_data
    received = smpp.receive(octets, esm_class=0x40, destination_port=5, account=packed)
    assert (received.decode().text, received.user_data) == ("€hello world", octets)


@pytest.mark.parametrize("content", [b"", b"\x01", b"\x05\x00\x03\x07\x02"])
def test_a_header_beyond_the_content_is_no_header(content):
    received = smpp.receive(content, esm_class=0x40)
    assert (received.anomalies, received.has_header) == (("header-overrun",), False)
    assert received.decode().text == smsenc.gsm7.decode(content)


def test_octets_above_7f_are_read_as_septets_and_named():
    assert read(b"\xe8i") == ("hi", ["not-a-septet"])


@pytest.mark.parametrize(("data_coding", "dcs"), [(0x00, 0x10), (0x04, 0x14), (0x08, 0x18), (0x03, 0x18), (0xF1, 0xF1)])
def test_display_is_class_0(data_coding, dcs):
    assert smpp.receive(b"", data_coding=data_coding, dest_addr_subunit=1).dcs == dcs
    assert smpp.receive(b"", data_coding=0, dest_addr_subunit=2).dcs == 0


def test_long_text_behind_a_header_is_read_with_its_shift_tables():
    header = bytes.fromhex("03240101")  # Turkish single shift
    for length in range(290, 300):
        for last in "a@":
            septets = b"a" * length + b"\x1b\x67" + smsenc.gsm7.encode(last)
            received = smpp.receive(message_payload=header + septets, esm_class=0x40)
            decoded = received.decode()
            assert (decoded.text, decoded.anomalies, received.anomalies) == ("a" * length + "ğ" + last, (), ())


@pytest.mark.parametrize("field", ["esm_class", "data_coding", "sar_total_segments", "destination_port"])
def test_integers_that_a_field_cannot_hold_are_refused(field):
    for value in (-1, 65536):
        with pytest.raises(smsenc.InvalidOption, match=field):
            smpp.receive(b"", **{field: value})


OCTET = st.integers(0, 255)
SHORT = st.integers(0, 65535)
accounts = st.builds(
    Account,
    default_alphabet=st.sampled_from(("gsm7", "gsm7-packed", "latin-1", "ascii")),
    coding=st.sampled_from(("smpp", "dcs")),
    sar_reference_bits=st.sampled_from((8, 16)),
)


@given(
    st.binary(max_size=400),
    st.fixed_dictionaries(
        {"account": accounts, "esm_class": OCTET, "data_coding": OCTET},
        optional={
            "message_payload": st.binary(max_size=400),
            "source_port": SHORT,
            "destination_port": SHORT,
            "sar_msg_ref_num": SHORT,
            "sar_total_segments": OCTET,
            "sar_segment_seqnum": OCTET,
            "dest_addr_subunit": OCTET,
        },
    ),
)
def test_any_octets_are_read(content, parameters):
    received = smpp.receive(content, **parameters)
    decoded = received.decode()
    assert (decoded.text is None) != (decoded.data is None)
    assert received == smpp.receive(content, **parameters)
