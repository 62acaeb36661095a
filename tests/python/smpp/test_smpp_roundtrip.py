"""What a message centre reads, and what smsenc receives, is what was sent: in every mode that permits the message."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corpus
import smsenc
from smpp import sending, smsc
from smsenc import smpp

PORTS_16 = smsenc.Ports(9204, 513)
HEADERS = ((), (PORTS_16,), (smsenc.Ports(240, 255, bits=8),), (smsenc.SmscControl(0x11),))

texts = st.one_of(
    st.text(st.sampled_from("ab@{€\n £Ä"), max_size=500),
    st.text(st.sampled_from("abğşç€ıф😀"), max_size=200),
    st.text(max_size=200),
)
options = st.fixed_dictionaries(
    {
        "reference_bits": st.sampled_from((8, 16)),
        "message_class": st.sampled_from((None, None, 0, 1)),
        "header": st.sampled_from(HEADERS),
    }
)
text_options = st.fixed_dictionaries({"languages": st.sampled_from(((), "all", ("turkish",)))})


def through_the_centre(message: smsenc.Message, mode: str, name: str) -> bool:
    """Whether the account permits the message; if so, the centre read it, and so did ``receive``."""
    account, conventions = sending.ACCOUNTS[name]
    pdus = sending.submitted(message, mode, account)
    if pdus is None:
        return False
    centre = smsc.Centre(conventions)
    for pdu in pdus:
        centre.submit(sending.body(pdu))
    assert centre.is_complete
    [delivered] = centre.delivered
    assert delivered.content == sending.expected(message, mode, account)
    assert delivered.message_class == smsenc.DataCodingScheme(message.dcs).message_class
    ports = message[0].header.ports
    assert delivered.ports == (None if ports is None else (ports.destination, ports.originator))
    assert delivered.segments == (1 if mode == "payload" else message.segments)

    reassembler = smsenc.Reassembler()
    wholes = []
    for pdu in pdus:
        received = smpp.receive(**pdu.arguments(), account=account)
        assert set(received.anomalies) <= {"ambiguous-tail"}
        decoded = received.decode()
        if account.charset is None and (message.encoding != "gsm7" or received.user_data_length is not None):
            assert decoded.encoding == message.encoding
        whole = reassembler.add(decoded, originator="15550001234", now=0.0)
        if whole is not None:
            wholes.append(whole)
    [whole] = wholes
    if account.is_packed and message.encoding == "gsm7":
        assert (whole.text or "").replace("@", "") == (message.text or "").replace("@", "")
    else:
        assert (whole.text, whole.data) == (message.text, message.data)
    return True


@pytest.mark.parametrize("name", sending.ACCOUNTS)
@pytest.mark.parametrize("mode", sending.MODES)
@settings(max_examples=60, deadline=None)
@given(text=texts, options=options, more=text_options, reference=st.integers(0, 255))
def test_text_arrives_as_it_was_sent(mode, name, text, options, more, reference):
    message = smsenc.encode(text, reference=reference, lone_surrogates="replace", **options, **more)
    through_the_centre(message, mode, name)


@pytest.mark.parametrize("name", sending.ACCOUNTS)
@pytest.mark.parametrize("mode", sending.MODES)
@settings(max_examples=30, deadline=None)
@given(data=st.binary(max_size=500), options=options, reference=st.integers(0, 255))
def test_data_arrives_as_it_was_sent(mode, name, data, options, reference):
    through_the_centre(smsenc.encode_binary(data, reference=reference, **options), mode, name)


@pytest.mark.parametrize("name", ["default", "latin-1", "16-bit SAR"])
@pytest.mark.parametrize("mode", sending.MODES)
def test_the_corpus_arrives(mode, name):
    reached = 0
    for number, text in enumerate(corpus.messages(400, 6)):
        message = smsenc.encode(text, reference=number % 256, lone_surrogates="replace", reference_bits=16)
        reached += through_the_centre(message, mode, name)
    assert reached > 200


@pytest.mark.parametrize("mode", ["sar", "payload"])
@pytest.mark.parametrize("length", range(300, 330))
@pytest.mark.parametrize("last", ["a", "@"])
def test_long_text_keeps_its_last_character_whatever_the_octets_are(mode, length, last):
    assert through_the_centre(smsenc.encode("b" * (length - 1) + last), mode, "default")


def test_the_longest_message_arrives_in_every_mode():
    message = smsenc.encode("a" * 255 * 153)
    for mode in sending.MODES:
        assert through_the_centre(message, mode, "default")
