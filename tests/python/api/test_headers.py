"""Headers, elements and data coding schemes as values."""

from __future__ import annotations

import pickle
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

import smsenc

TYPED = [
    (smsenc.Concatenation(0x42, 3, 2), 0x00, "420302"),
    (smsenc.Concatenation(0x1234, 3, 2, bits=16), 0x08, "12340302"),
    (smsenc.Ports(2948, 9200), 0x05, "0b8423f0"),
    (smsenc.Ports(240, 241, bits=8), 0x04, "f0f1"),
    (smsenc.SingleShift("turkish"), 0x24, "01"),
    (smsenc.LockingShift(smsenc.NationalLanguage.URDU), 0x25, "0d"),
    (smsenc.SpecialMessage("email", count=3, store=True, profile=2), 0x01, "a203"),
    (smsenc.SmscControl(smsenc.SmscControl.COMPLETED | smsenc.SmscControl.INCLUDE_HEADER), 0x06, "81"),
    (smsenc.EmailHeader(17), 0x20, "11"),
    (smsenc.TextFormatting(start=0, length=5, mode=0x10, colour=0x0F), 0x0A, "0005100f"),
]


@pytest.mark.parametrize(("element", "iei", "data"), TYPED)
def test_a_typed_element_is_a_view_of_its_octets(element: smsenc.InformationElement, iei: int, data: str) -> None:
    raw = smsenc.InformationElement(iei, bytes.fromhex(data))
    assert element == raw
    assert hash(element) == hash(raw)
    assert (element.iei, element.data.hex()) == (iei, data)
    parsed = smsenc.UserDataHeader.parse(bytes(smsenc.UserDataHeader([raw])))[0]
    assert type(parsed) is type(element)
    twin = pickle.loads(pickle.dumps(element))
    assert (twin, type(twin)) == (element, type(element))
    assert eval(repr(element), vars(smsenc)) == element


def test_values_that_an_element_cannot_have_are_refused() -> None:
    wrong = [
        lambda: smsenc.Concatenation(256, 2, 1),
        lambda: smsenc.Concatenation(1, 0, 1),
        lambda: smsenc.Concatenation(1, 2, 3),
        lambda: smsenc.Concatenation(1, 2, 0),
        lambda: smsenc.Ports(65536),
        lambda: smsenc.Ports(256, bits=8),
        lambda: smsenc.SingleShift("klingon"),
        lambda: smsenc.SpecialMessage("pager", count=1),  # type: ignore[arg-type]
        lambda: smsenc.SpecialMessage("fax", count=256),
        lambda: smsenc.SmscControl(256),
        lambda: smsenc.InformationElement(256),
        lambda: smsenc.DataCodingScheme(256),
    ]
    for call in wrong:
        with pytest.raises(smsenc.InvalidOption):
            call()


def test_a_header_is_a_sequence_and_falsy_when_empty() -> None:
    header = smsenc.UserDataHeader([smsenc.Ports(1), smsenc.SingleShift("turkish")])
    assert isinstance(header, Sequence)
    assert bytes(header).hex() == "09" + "050400010000" + "240101"
    assert (len(header), header[-1], header[:1]) == (2, smsenc.SingleShift("turkish"), (smsenc.Ports(1),))
    assert (header.ports, header.single, header.locking) == (smsenc.Ports(1), smsenc.NationalLanguage.TURKISH, None)
    assert pickle.loads(pickle.dumps(header)) == header
    assert eval(repr(header), vars(smsenc)) == header
    empty = smsenc.UserDataHeader()
    assert not empty
    assert bytes(empty) == b""
    assert smsenc.UserDataHeader.parse(b"\x00") == empty


@pytest.mark.parametrize(
    ("octets", "offset", "field"),
    [
        ("", 0, "UDHL"),
        ("05000301", 4, "UDHL"),
        ("0500030102" + "01ff", 6, "UDHL"),
        ("0100", 2, "IEDL"),
        ("04000301" + "02", 2, "IEDL"),
        ("060003010201" + "70", 7, "IEDL"),
    ],
)
def test_a_header_that_cannot_be_says_where(octets: str, offset: int, field: str) -> None:
    with pytest.raises(smsenc.DecodeError) as caught:
        smsenc.UserDataHeader.parse(bytes.fromhex(octets))
    assert (caught.value.offset, caught.value.field) == (offset, field)


@given(st.binary(max_size=60))
def test_a_header_that_parses_builds_the_same_octets(octets: bytes) -> None:
    try:
        header = smsenc.UserDataHeader.parse(octets)
    except smsenc.DecodeError as error:
        offset, built = error.offset, octets
    else:
        offset, built = 0, bytes(header) or b"\x00"
    assert offset <= len(octets)
    assert built == octets


def test_the_last_possible_element_counts() -> None:
    concatenations = [smsenc.Concatenation(1, 2, 1), smsenc.Concatenation(9, 3, 3, bits=16)]
    header = smsenc.UserDataHeader([*concatenations, smsenc.InformationElement(0x00, b"\x01\x00\x00")])
    assert header.concatenation == concatenations[1]
    assert smsenc.UserDataHeader([smsenc.InformationElement(0x24, b"\x63")]).single is None


def test_every_data_coding_scheme_is_read_by_clause_4() -> None:
    scheme = smsenc.DataCodingScheme(0xF5)
    assert (scheme.encoding, scheme.message_class, int(scheme)) == (smsenc.Encoding.EIGHT_BIT, 1, 0xF5)
    assert pickle.loads(pickle.dumps(scheme)) == scheme
    waiting = smsenc.DataCodingScheme(0xE8)
    assert (waiting.encoding, waiting.indication, waiting.indication_active) == ("ucs2", "voicemail", True)
    assert smsenc.DataCodingScheme(0x80).is_reserved
    assert smsenc.DataCodingScheme(0x80).encoding is smsenc.Encoding.GSM7
    assert smsenc.DataCodingScheme(0x24).is_compressed
    assert smsenc.DataCodingScheme(0x40).deletes_itself
    assert smsenc.DataCodingScheme(0xC0).is_discardable
    seen = {smsenc.DataCodingScheme(octet).encoding for octet in range(256)}
    assert seen == set(smsenc.Encoding)
