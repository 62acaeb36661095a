"""What the tests of SMPP share: PDUs without a client, accounts on both sides, and what a centre should read."""

from __future__ import annotations

from collections.abc import Iterator

import smsenc
from smpp import smsc
from smsenc import smpp

MODES = ("udh", "sar", "payload")

# An account as the sender configures it, and as the centre keeps it.
ACCOUNTS = {
    "default": (smpp.Account(), smsc.Conventions()),
    "packed": (smpp.Account(default_alphabet="gsm7-packed"), smsc.Conventions(alphabet="gsm7-packed")),
    "latin-1": (smpp.Account(default_alphabet="latin-1"), smsc.Conventions(alphabet="latin-1")),
    "ascii": (smpp.Account(default_alphabet="ascii", binary=2), smsc.Conventions(alphabet="ascii", binary=2)),
    "dcs": (smpp.Account(coding="dcs"), smsc.Conventions(raw_dcs=True)),
    "3.3": (smpp.Account(coding="dcs", version="3.3"), smsc.Conventions(raw_dcs=True, version=3.3)),
    "5.0, subunit": (
        smpp.Account(version="5.0", message_class="dest_addr_subunit"),
        smsc.Conventions(version=5.0),
    ),
    "16-bit SAR": (smpp.Account(sar_reference_bits=16), smsc.Conventions(sar_octets=7)),
}

SENDER = {"source_addr_ton": 5, "source_addr_npi": 0, "source_addr": "SENDER"}
RECIPIENT = {"dest_addr_ton": 1, "dest_addr_npi": 1, "destination_addr": "15550001234"}


def body(content: smpp.ShortMessage) -> bytes:
    """The body of a submit_sm with this content, field by field (v3.4 clause 4.4.1)."""
    return b"".join(
        (
            b"\0",  # service_type
            b"\x05\x00SENDER\0",
            b"\x01\x0115550001234\0",
            bytes((content.esm_class, 0, 0)),  # protocol_id, priority_flag
            b"\0\0",  # schedule_delivery_time, validity_period
            bytes((0, 0, content.data_coding, 0)),
            bytes((len(content.short_message),)),
            content.short_message,
            content.encode_tlvs(),
        )
    )


def submitted(message: smsenc.Message, mode: str, account: smpp.Account) -> list[smpp.ShortMessage] | None:
    """The PDUs, or None where the package says that this account cannot carry the message in this mode."""
    try:
        return smpp.submits(message, mode=mode, account=account)  # type: ignore[arg-type]
    except (smsenc.InvalidOption, smpp.UnsendableCharacter):
        return None


def _pieces(message: smsenc.Message, mode: str) -> Iterator[tuple[str, bytes, int]]:
    """The texts that are packed together, their septets, and the septets that a header takes in front of them."""
    if mode == "payload":
        yield message.text or "", b"".join(segment.payload for segment in message), 0
        return
    for segment in message:
        header = len(bytes(segment.header)) if mode == "udh" else 0
        yield segment.text or "", segment.payload, -(-8 * header // 7)


def expected(message: smsenc.Message, mode: str, account: smpp.Account) -> str | bytes:
    """What the centre should read.

    Packed text has no length in septets: whether a last septet of zeros is a character (``@`` by the default alphabet)
    or seven spare bits, nobody can tell, and this centre takes it for spare.
    """
    if message.text is None:
        return message.data or b""
    if account.default_alphabet != "gsm7-packed" or message.encoding != "gsm7":
        return message.text
    return "".join(
        text[:-1] if septets.endswith(b"\0") and (before + len(septets)) % 8 == 0 else text
        for text, septets, before in _pieces(message, mode)
    )
