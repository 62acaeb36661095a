"""From what a PDU carried to the user data of a segment, which ``smsenc.decode`` reads.

A receiver takes what it gets, so this is the tolerant half: what SMPP excludes is read by a stated rule and named in
``Received.anomalies``. SAR and port TLVs become the elements of a header that they stand for, unpacked septets are
packed behind it, and text in another character set becomes UCS-2: all that follows, reassembly included, then knows
only user data (TS 23.040 clause 9.2.3.24).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypedDict

from smsenc import gsm7
from smsenc._core import (
    Concatenation,
    DataCodingScheme,
    Decoded,
    InformationElement,
    Ports,
    UserDataHeader,
    decode,
)
from smsenc.enums import Encoding
from smsenc.errors import InvalidOption

from ._account import DEFAULT, Account
from ._values import UDHI

__all__ = ["Anomaly", "DecodeArguments", "Received", "receive"]

Anomaly = Literal[
    "two-contents",
    "header-overrun",
    "tlvs-beside-header",
    "invalid-sar",
    "invalid-ports",
    "reserved-data-coding",
    "unsupported-data-coding",
    "not-a-septet",
    "not-in-character-set",
    "ambiguous-tail",
]

# data_coding values that name a character set (v3.4 clause 5.2.19), with the codec of Python that reads it.
_CHARSETS = {0x01: "ascii", 0x03: "latin-1", 0x06: "iso8859-5", 0x07: "iso8859-8"}
_BINARY = (0x02, 0x04)
_UCS2 = 0x08
_LENGTH = 255  # what TP-UDL counts, one octet
# JIS, pictograms, ISO-2022-JP, extended Kanji, KS C 5601: text, in codings that this package does not read.
_UNSUPPORTED = (0x05, 0x09, 0x0A, 0x0D, 0x0E)


class DecodeArguments(TypedDict):
    """What ``smsenc.decode`` needs to know beside the octets."""

    dcs: int
    user_data_length: int | None
    has_header: bool


@dataclass(frozen=True, slots=True)
class Received:
    """User data of one PDU: ``decode()`` reads it.

    ``user_data`` is TP-UD, and longer than 140 octets if the content was. ``user_data_length`` is TP-UDL, septets or
    octets; ``None`` if they are more than 255, or not known because the PDU holds packed text. ``anomalies`` names what
    was irregular in the PDU:

    ``"two-contents"``
        short_message and message_payload; the payload was read.
    ``"header-overrun"``
        UDHI without a header that fits; everything was read as content.
    ``"tlvs-beside-header"``
        UDHI with SAR or port TLVs; the header was read.
    ``"invalid-sar"``, ``"invalid-ports"``
        Some of the SAR TLVs without the others, or values that no segment has: a message of its own. A source port
        without a destination port: no ports.
    ``"reserved-data-coding"``
        A value that SMPP reserves, read as TP-DCS.
    ``"unsupported-data-coding"``
        A character set that is not read here; the octets are passed on as 8-bit data.
    ``"not-a-septet"``
        An octet above 7F in unpacked GSM-7 text, read without its highest bit.
    ``"not-in-character-set"``
        An octet that the character set does not have, read as U+FFFD.
    ``"ambiguous-tail"``
        Packed text whose last septet is ``@`` or nothing; it was read as ``@``.
    """

    user_data: bytes
    dcs: int
    user_data_length: int | None
    has_header: bool
    anomalies: tuple[Anomaly, ...] = ()

    def arguments(self) -> DecodeArguments:
        """The keyword arguments of ``smsenc.decode`` that go with ``user_data``."""
        return {"dcs": self.dcs, "user_data_length": self.user_data_length, "has_header": self.has_header}

    def decode(self) -> Decoded:
        """``smsenc.decode(received.user_data, **received.arguments())``: tolerant, with anomalies of its own."""
        return decode(self.user_data, **self.arguments())


def receive(
    short_message: bytes | None = b"",
    *,
    esm_class: int = 0,
    data_coding: int = 0,
    message_payload: bytes | None = None,
    source_port: int | None = None,
    destination_port: int | None = None,
    sar_msg_ref_num: int | None = None,
    sar_total_segments: int | None = None,
    sar_segment_seqnum: int | None = None,
    dest_addr_subunit: int | None = None,
    account: Account = DEFAULT,
) -> Received:
    """The user data that a deliver_sm, data_sm or submit_sm carried; the arguments are named as its parameters.

    ``None`` is an absent parameter. ``account`` says what data_coding 0 means and whether GSM-7 is packed; its
    ``coding`` says whether data_coding is read as TP-DCS throughout. SAR TLVs become a concatenation element whose
    reference has ``sar_reference_bits``, or 16 bits where it needs them. Nothing that a peer may send raises; an
    integer that its field cannot hold is ``InvalidOption``.
    """
    for name, value, limit in (
        ("esm_class", esm_class, 0xFF),
        ("data_coding", data_coding, 0xFF),
        ("source_port", source_port, 0xFFFF),
        ("destination_port", destination_port, 0xFFFF),
        ("sar_msg_ref_num", sar_msg_ref_num, 0xFFFF),
        ("sar_total_segments", sar_total_segments, 0xFF),
        ("sar_segment_seqnum", sar_segment_seqnum, 0xFF),
        ("dest_addr_subunit", dest_addr_subunit, 0xFF),
    ):
        if value is not None and not 0 <= value <= limit:
            raise InvalidOption(name, value, f"0 to {limit}")

    anomalies: list[Anomaly] = []
    content = bytes(memoryview(short_message or b""))
    if message_payload:
        if content:
            anomalies.append("two-contents")
        content = bytes(memoryview(message_payload))

    ports = _ports(source_port, destination_port, anomalies)
    sar = _sar(sar_msg_ref_num, sar_total_segments, sar_segment_seqnum, account, anomalies)
    from_tlvs = bytes(UserDataHeader([*ports, *sar]))
    header = b""
    if esm_class & UDHI:
        if content and content[0] < len(content):
            header, content = content[: content[0] + 1], content[content[0] + 1 :]
            if from_tlvs:
                anomalies.append("tlvs-beside-header")
                from_tlvs = b""
        else:
            anomalies.append("header-overrun")

    dcs, charset = _coding(data_coding, account, anomalies)
    if charset is not None:
        text = content.decode(charset, "replace")
        if "\ufffd" in text:
            anomalies.append("not-in-character-set")
        dcs, content = _UCS2, text.encode("utf-16-be")
    if dest_addr_subunit == 1 and dcs in (0x00, 0x04, 0x08):
        dcs |= 0x10  # display: class 0 (TS 23.038 clause 4)

    before = header or from_tlvs
    scheme = DataCodingScheme(dcs)
    if scheme.encoding is not Encoding.GSM7 or scheme.is_compressed:
        return _received(before, content, dcs, len(before) + len(content), anomalies)
    if account.is_packed and not from_tlvs:
        # Septets behind their header already; how many there are, only decode can tell.
        return _received(header, content, dcs, None, anomalies)
    return _packed(before, _septets(content, account, anomalies), scheme, anomalies)


def _received(header: bytes, content: bytes, dcs: int, length: int | None, anomalies: list[Anomaly]) -> Received:
    if length is not None and length > _LENGTH:
        length = None
    return Received(header + content, dcs, length, bool(header), tuple(anomalies))


def _septets(content: bytes, account: Account, anomalies: list[Anomaly]) -> bytes:
    """The septets of content that has no header."""
    if account.is_packed:
        septets: bytes = gsm7.unpack(content, len(content) * 8 // 7)
        if len(content) % 7 == 0 and septets.endswith(b"\0"):
            anomalies.append("ambiguous-tail")
        return septets
    if any(octet > 0x7F for octet in content):
        anomalies.append("not-a-septet")
        return bytes(octet & 0x7F for octet in content)
    return content


def _packed(header: bytes, septets: bytes, scheme: DataCodingScheme, anomalies: list[Anomaly]) -> Received:
    length = -(-8 * len(header) // 7) + len(septets)
    if length > _LENGTH and (length % 8 == 7 or (length % 8 == 0 and septets.endswith(b"\0"))):
        # No TP-UDL counts that many septets, and without one the last of these octets holds "@" or nothing.
        tables = decode(header, has_header=bool(header)).header
        text = gsm7.decode(septets, locking=tables.locking, single=tables.single)
        dcs = _UCS2 if scheme.message_class is None else 0x10 | _UCS2 | scheme.message_class
        return _received(header, text.encode("utf-16-be"), dcs, None, anomalies)
    # No fill bits in unpacked text; they belong between the header and the first packed septet.
    return _received(header, gsm7.pack(septets, -len(header) % 7), scheme.octet, length, anomalies)


def _ports(source: int | None, destination: int | None, anomalies: list[Anomaly]) -> list[InformationElement]:
    if destination is not None:
        return [Ports(destination, source or 0)]
    if source is not None:
        anomalies.append("invalid-ports")
    return []


def _sar(
    reference: int | None,
    total: int | None,
    sequence: int | None,
    account: Account,
    anomalies: list[Anomaly],
) -> list[InformationElement]:
    if reference is None and total is None and sequence is None:
        return []
    if reference is None or total is None or sequence is None or not 1 <= sequence <= total:
        anomalies.append("invalid-sar")
        return []
    if account.sar_reference_bits == 8 and reference <= 0xFF:
        return [Concatenation(reference, total, sequence)]
    return [Concatenation(reference, total, sequence, bits=16)]


def _coding(data_coding: int, account: Account, anomalies: list[Anomaly]) -> tuple[int, str | None]:
    """The TP-DCS that says the same, and the character set of text that is not in GSM-7 or UCS-2."""
    if data_coding == 0:
        return 0, account.charset
    if account.coding == "dcs" or data_coding == _UCS2 or data_coding >= 0xC0:
        return data_coding, None
    if data_coding in _CHARSETS:
        return _UCS2, _CHARSETS[data_coding]
    if data_coding in _BINARY:
        return 0x04, None
    if data_coding in _UNSUPPORTED:
        anomalies.append("unsupported-data-coding")
        return 0x04, None
    anomalies.append("reserved-data-coding")
    return data_coding, None
