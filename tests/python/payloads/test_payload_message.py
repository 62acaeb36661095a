"""What all payloads share: frozen values, a header, and one way to the message."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import doctest
import importlib
import pickle
import pkgutil

import pytest

import smsenc
from smsenc import payloads

BITMAP = payloads.Bitmap.from_rows([[x % 3 == y % 2 for x in range(72)] for y in range(28)])
TONE = payloads.RingingTone.from_rtttl("Up:d=8,o=5,b=120:c,e,2g.")
CARD = "BEGIN:VCARD\nN:Doe\nEND:VCARD"
ALL = [
    payloads.OperatorLogo(BITMAP, "24405"),
    payloads.GroupLogo(BITMAP, "3.0"),
    payloads.PictureMessage(BITMAP, "Hi"),
    payloads.Multipart((payloads.MultipartItem(payloads.ItemKind.RINGING_TONE, TONE.data),)),
    TONE,
    payloads.VCard(CARD),
    payloads.VCalendar("BEGIN:VCALENDAR\nEND:VCALENDAR", early=True),
    payloads.WapPush("text/plain", b"x"),
    payloads.ServiceIndication("http://a.com/", "x", created=dt.datetime(2025, 1, 1, tzinfo=dt.timezone.utc)),
    payloads.ServiceLoading("http://a.com/"),
    payloads.ClientProvisioning((payloads.Characteristic("PXLOGICAL"),), "userpin", "1"),
]
each = pytest.mark.parametrize("payload", ALL, ids=lambda payload: type(payload).__name__)


def test_all_kinds_of_payload_are_here():
    kinds = {
        kind
        for name in payloads.__all__
        if isinstance(kind := getattr(payloads, name), type) and issubclass(kind, payloads.Payload)
    }
    assert {type(payload) for payload in ALL} == kinds - {payloads.Payload}


@each
def test_payloads_are_frozen_values(payload):
    again = pickle.loads(pickle.dumps(payload))
    assert again == payload
    assert hash(again) == hash(payload)
    assert copy.deepcopy(payload) == payload
    assert dataclasses.replace(payload) == payload
    assert type(payload).__name__ in repr(payload)
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(payload, dataclasses.fields(payload)[0].name, None)
    for name in ("data", "port", "something"):
        with pytest.raises((AttributeError, TypeError)):
            setattr(payload, name, None)


@each
def test_the_message_carries_the_data_behind_the_ports(payload):
    message = payload.message()
    assert isinstance(message, smsenc.Message)
    assert message.data == payload.data
    assert message.dcs == 0x04
    assert message.encoding is smsenc.Encoding.EIGHT_BIT
    assert b"".join(segment.data for segment in message) == payload.data
    for segment in message:
        assert segment.header.ports.destination == payload.port
        assert len(segment.user_data) <= 140
    if len(message) == 1:
        assert message.user_data == (bytes(payload.header) + payload.data,)


@each
def test_message_class_1_is_dcs_15(payload):
    assert payload.message(message_class=1).dcs == 0x15


def test_capacities_behind_a_port_header():
    assert payloads.OperatorLogo(payloads.Bitmap.from_rows([[0] * 72] * 14), "24405").message().capacity == 133
    picture = payloads.PictureMessage(BITMAP, "Hi").message(reference=0xC5)
    assert picture.capacity == 128
    assert [bytes(segment.header).hex() for segment in picture] == [
        "0b0504158a00000003c50301",
        "0b0504158a00000003c50302",
        "0b0504158a00000003c50303",
    ]


def test_further_elements_follow_the_ports():
    element = smsenc.InformationElement(0x01, b"\x80\x01")
    message = TONE.message(header=[element])
    assert bytes(message[0].header).hex() == "0a050415810000" + "01028001"
    assert TONE.message(header=smsenc.UserDataHeader([element])) == message


def test_a_second_port_element_is_refused():
    for ports in (smsenc.Ports(1, 2), smsenc.Ports(1, 2, bits=8)):
        with pytest.raises(smsenc.InvalidOption) as caught:
            TONE.message(header=[ports])
        assert caught.value.option == "header"


def test_options_of_the_message_are_passed_on():
    with pytest.raises(smsenc.TooManySegments):
        payloads.PictureMessage(BITMAP, "Hi").message(max_segments=2)
    wide = payloads.PictureMessage(BITMAP, "Hi").message(reference_bits=16, reference=0x1234)
    assert bytes(wide[0].header).hex() == "0c0504158a000008041234" + "0301"
    with pytest.raises(TypeError):
        TONE.message(nonsense=1)


def test_ports_have_their_registered_numbers():
    assert {port.name: int(port) for port in payloads.Port} == {
        "VCARD_EARLY": 226,
        "VCALENDAR_EARLY": 228,
        "WAP_PUSH": 2948,
        "RINGING_TONE": 5505,
        "OPERATOR_LOGO": 5506,
        "GROUP_LOGO": 5507,
        "MULTIPART": 5514,
        "WSP": 9200,
        "VCARD": 9204,
        "VCALENDAR": 9205,
    }


def test_examples_in_the_docstrings_run():
    names = [module.name for module in pkgutil.iter_modules(payloads.__path__)]
    results = [doctest.testmod(importlib.import_module(f"smsenc.payloads.{name}")) for name in names]
    assert sum(result.attempted for result in results) >= 1
    assert sum(result.failed for result in results) == 0


def test_a_picture_with_121_characters_is_the_largest_of_three_segments():
    assert len(payloads.PictureMessage(BITMAP, "x" * 121).message()) == 3
    assert len(payloads.PictureMessage(BITMAP, "x" * 122).message()) == 4
