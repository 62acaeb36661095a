"""A real client carries what the package makes: smpplib, over a loopback connection to the message centre.

The client is in requirements.txt beside this file; without it these tests are skipped, which the summary says.
"""

from __future__ import annotations

import contextlib
import random

import pytest

import corpus
import smsenc
from smpp import sending, smsc
from smsenc import smpp

smpplib_client = pytest.importorskip(
    "smpplib.client", reason="smpplib is not installed: pip install -r tests/python/smpp/requirements.txt"
)
PDUError = pytest.importorskip("smpplib.exceptions").PDUError


class Session:
    """A bound client, and the server that it is bound to."""

    def __init__(self, server, client):
        self.server, self.client = server, client
        self.answers = []
        client.set_message_sent_handler(lambda pdu: self.answers.append(pdu.message_id))

    def send(self, content):
        """Send one PDU and take its response; PDUError if the centre refuses it."""
        self.client.send_message(**sending.SENDER, **sending.RECIPIENT, **content.arguments())
        self.client.read_once(auto_send_enquire_link=False)
        assert self.server.findings == []


@contextlib.contextmanager
def session(conventions=None):
    with smsc.Server(conventions) as server:
        client = smpplib_client.Client("127.0.0.1", server.port, timeout=30, allow_unknown_opt_params=True)
        client.connect()
        try:
            client.bind_transceiver(system_id="tests", password="secret")
            yield Session(server, client)
            client.unbind()
        finally:
            client.disconnect()


def messages():
    """Some hundred messages of all kinds: scripts, boundary lengths, classes, ports, languages, 8-bit data."""
    rng = random.Random(34)
    texts = [*corpus.messages(220, 34), *rng.sample(list(corpus.edges()), 100)]
    for number, text in enumerate(texts):
        options = {"reference": number % 256, "lone_surrogates": "replace"}
        options["reference_bits"] = rng.choice((8, 16))
        options["message_class"] = rng.choice((None, None, None, 0, 1))
        options["header"] = rng.choice(((), (), (smsenc.Ports(9204, 7),), (smsenc.SmscControl(1),)))
        options["languages"] = rng.choice(((), (), "all"))
        yield smsenc.encode(text, **options)
    for number in range(40):
        yield smsenc.encode_binary(
            rng.randbytes(rng.randrange(500)), reference=number, header=rng.choice(((), (smsenc.Ports(5505),)))
        )


MESSAGES = list(messages())


@pytest.mark.parametrize("name", sending.ACCOUNTS)
@pytest.mark.parametrize("mode", sending.MODES)
def test_the_centre_reads_what_was_sent(mode, name):
    account, conventions = sending.ACCOUNTS[name]
    sent = []
    with session(conventions) as bound:
        for message in MESSAGES:
            pdus = sending.submitted(message, mode, account)
            if pdus is None:
                continue
            for pdu in pdus:
                bound.send(pdu)
            sent.append((message, len(pdus)))
    centre = bound.server.centre
    assert centre.is_complete
    assert [d.content for d in centre.delivered] == [sending.expected(m, mode, account) for m, _ in sent]
    assert len(bound.answers) == len(centre.submits) == sum(count for _, count in sent)
    if mode != "payload":
        assert [d.segments for d in centre.delivered] == [m.segments for m, _ in sent]
    if account.version == "3.3" and mode != "udh":
        assert sent == []
    else:
        assert len(sent) >= 60
        assert any(count > 1 for _, count in sent) or mode == "payload"


def test_the_client_puts_every_field_where_the_centre_looks_for_it():
    message = smsenc.encode("a" * 200, reference=0, header=[smsenc.Ports(9204, 0)], message_class=0)
    account = smpp.Account(message_class="dest_addr_subunit", esm_class=3)
    with session() as bound:
        for pdu in smpp.submits(message, mode="sar", account=account):
            bound.send(pdu)
    for number, submit in enumerate(bound.server.centre.submits, 1):
        assert (submit.data_coding, submit.esm_class) == (0, 3)
        assert submit.source == (5, 0, b"SENDER")
        assert submit.destination == (1, 1, b"15550001234")
        assert submit.tlvs == {
            smsc.SUBUNIT: b"\1",
            smsc.SOURCE_PORT: b"\0\0",
            smsc.DESTINATION_PORT: b"\x23\xf4",
            smsc.SAR_REFERENCE: b"\0\0",
            smsc.SAR_TOTAL: b"\2",
            smsc.SAR_SEQUENCE: bytes((number,)),
        }


def test_a_refusal_of_the_centre_reaches_the_client():
    with session() as bound:
        # Eight-bit content of 141 octets is fine as SMPP and fits into no TPDU.
        with pytest.raises(PDUError):
            bound.send(smpp.ShortMessage(4, 0, bytes(141)))
        bound.send(smpp.ShortMessage(4, 0, bytes(140)))
    assert [d.content for d in bound.server.centre.delivered] == [bytes(140)]


def test_the_clients_own_splitter_cuts_escape_pairs_where_ours_does_not():
    gsm = pytest.importorskip("smpplib.gsm")
    text = "x" * 152 + "€" + "y" * 10
    parts, _, _ = gsm.make_parts(text)
    assert parts[0].endswith(b"\x1b")
    assert not smpp.submits(smsenc.encode(text))[0].short_message.endswith(b"\x1b")
