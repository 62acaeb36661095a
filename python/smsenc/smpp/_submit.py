"""From a ``Message`` to the content of its PDUs, in three modes.

``udh``: every segment with its user data header in short_message. ``sar``: the header's work is done by TLVs and the
message centre builds the header (v3.4 clauses 5.3.2.22 to 5.3.2.24). ``payload``: everything in one message_payload TLV
(clause 5.3.2.32) and the message centre cuts. Which of them an account takes is for its provider to say.

Segments are those of the ``Message`` in ``udh`` and ``sar`` alike: what was counted is what is sent. SAR TLVs cost
nothing in the PDU, but the message centre turns them into a header: 6 octets of the TPDU with an 8-bit reference, 7
with a 16-bit one (TS 23.040 clauses 9.2.3.24.1 and 9.2.3.24.8). Segments of 160 septets would not fit any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args

from smsenc import gsm7
from smsenc._core import DataCodingScheme, Message, Ports, Segment
from smsenc.enums import Encoding
from smsenc.errors import InvalidOption

from ._account import DEFAULT, Account
from ._errors import UnsendableCharacter
from ._values import UDHI, ShortMessage, Tag, Tlv

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Mode", "data_coding", "esm_class", "submits"]

Mode = Literal["udh", "sar", "payload"]

_CONCATENATION = (0x00, 0x08)
_PORTS_16 = 0x05
_UCS2 = 0x08
_DISPLAY = 1  # dest_addr_subunit (v3.4 clause 5.3.2.1)


def data_coding(message: Message, *, account: Account = DEFAULT) -> int:
    """The data_coding of every PDU of ``message`` (v3.4 clause 5.2.19).

    0 for GSM-7 text, 4 or 2 for 8-bit content, 8 for UCS-2; a message class by ``Account.message_class``.
    Raises ``InvalidOption`` where the account has no way to express the class.
    """
    _check_type("message", message, Message)
    message_class = DataCodingScheme(message.dcs).message_class
    if message_class is None or account.message_class == "dest_addr_subunit":
        return {Encoding.GSM7: 0, Encoding.EIGHT_BIT: account.binary, Encoding.UCS2: _UCS2}[message.encoding]
    if message.encoding is Encoding.GSM7 and account.charset:
        # F0 says GSM-7; whether such an account then still reads its own character set is said nowhere.
        allowed = "no class for GSM-7 text with this default_alphabet, or an account with 'dest_addr_subunit'"
        raise InvalidOption("message_class", message_class, allowed)
    if account.coding == "dcs":
        return message.dcs
    if message.encoding is Encoding.UCS2:
        # The group F0 to FF has no UCS-2 (TS 23.038 clause 4), and SMPP has no other group with a class.
        allowed = "no class for UCS-2 text, or an account with coding 'dcs' or message_class 'dest_addr_subunit'"
        raise InvalidOption("message_class", message_class, allowed)
    return (0xF0 if message.encoding is Encoding.GSM7 else 0xF4) | message_class


def esm_class(segment: Segment, *, mode: Mode = "udh", account: Account = DEFAULT) -> int:
    """The esm_class of a segment: the bits of the account, and UDHI if the content begins with a header."""
    _check_type("segment", segment, Segment)
    _check_mode(mode)
    return account.esm_class | (UDHI if mode == "udh" and segment.header else 0)


def submits(message: Message, *, mode: Mode = "udh", account: Account = DEFAULT) -> list[ShortMessage]:
    """The content of every submit_sm that ``message`` takes, in order.

    ``mode="udh"``: one PDU a segment: the header octets, then unpacked septets without fill bits, which the message
    centre inserts; on a packed account short_message is TP-UD.

    ``mode="sar"``: one PDU a segment: the content alone, and sar_msg_ref_num, sar_total_segments and sar_segment_seqnum
    if there is more than one.

    ``mode="payload"``: one PDU: the content of all segments joined in message_payload, short_message empty. The message
    centre cuts and counts itself.

    In the last two modes 16-bit ports become source_port and destination_port. Everything else in a header, 8-bit ports
    and shift tables among it, has no TLV. Raises ``InvalidOption`` for that, for what the account cannot express and
    for a reference that does not suit ``Account.sar_reference_bits``; ``UnsendableCharacter`` for a character that
    the account's character set does not hold.
    """
    _check_type("message", message, Message)
    _check_type("account", account, Account)
    _check_mode(mode)
    coding = data_coding(message, account=account)
    contents = _translated(message, account) or [segment.payload for segment in message]
    packed = message.encoding is Encoding.GSM7 and account.is_packed
    common = _subunit(message, account)

    if mode == "udh":
        return [
            ShortMessage(
                coding,
                esm_class(segment, account=account),
                segment.user_data if packed else bytes(segment.header) + content,
                common,
                account.version,
            )
            for segment, content in zip(message, contents, strict=True)
        ]

    _check_tlvs(message, mode, account)
    common += _ports(message, mode)
    if mode == "sar":
        return [
            ShortMessage(
                coding,
                account.esm_class,
                gsm7.pack(content) if packed else content,
                (*common, *_sar(segment, message)),
                account.version,
            )
            for segment, content in zip(message, contents, strict=True)
        ]
    content = b"".join(contents)
    payload = Tlv(Tag.MESSAGE_PAYLOAD, gsm7.pack(content) if packed else content)
    return [ShortMessage(coding, account.esm_class, b"", (*common, payload), account.version)]


def _translated(message: Message, account: Account) -> list[bytes] | None:
    """GSM-7 text in the account's character set, segment by segment; ``None`` where it stays as it is."""
    charset = account.charset
    if charset is None or message.encoding is not Encoding.GSM7:
        return None
    if message.locking is not None or message.single is not None:
        # The shift elements would announce septets of tables that the message centre does not translate to.
        raise InvalidOption("default_alphabet", charset, "'gsm7' for a message with national language shift tables")
    texts = [segment.text or "" for segment in message]
    contents = []
    start = 0
    for text in texts:
        try:
            contents.append(text.encode(charset))
        except UnicodeEncodeError as error:
            at = error.start
            raise UnsendableCharacter(text[at], start + at, charset) from None
        start += len(text)
    return contents


def _subunit(message: Message, account: Account) -> tuple[Tlv, ...]:
    message_class = DataCodingScheme(message.dcs).message_class
    if message_class is None or account.message_class != "dest_addr_subunit":
        return ()
    if message_class != 0:
        allowed = "None or 0 (flash) with an account whose message_class is 'dest_addr_subunit'"
        raise InvalidOption("message_class", message_class, allowed)
    return (Tlv.integer(Tag.DEST_ADDR_SUBUNIT, _DISPLAY),)


def _check_tlvs(message: Message, mode: Mode, account: Account) -> None:
    if account.version == "3.3":
        raise InvalidOption("mode", mode, "'udh' with version 3.3, which has no TLVs")
    if mode == "payload" or message.reference is None:
        return
    if account.sar_reference_bits == 8 and message.reference > 0xFF:
        # sar_msg_ref_num holds 16 bits, but the message centre would keep 8 of them.
        raise InvalidOption("reference", message.reference, "0 to 255: sar_reference_bits is 8")
    concatenation = message[0].header.concatenation
    if account.sar_reference_bits == 16 and concatenation is not None and concatenation.bits != 16:
        raise InvalidOption("reference_bits", concatenation.bits, "16: sar_reference_bits is 16")


def _ports(message: Message, mode: Mode) -> tuple[Tlv, ...]:
    elements = [element for element in message[0].header if element.iei not in _CONCATENATION]
    if not elements:
        return ()
    ports, *others = elements
    # 8-bit and 16-bit ports are different numbers (TS 23.040 clauses 9.2.3.24.3 and 9.2.3.24.4), and the TLVs have 16.
    if others or ports.iei != _PORTS_16 or not isinstance(ports, Ports):
        wrong = next((element.iei for element in elements if element.iei != _PORTS_16), _PORTS_16)
        raise InvalidOption("mode", mode, f"'udh': no TLV expresses the element 0x{wrong:02X} of the header")
    return (
        Tlv.integer(Tag.SOURCE_PORT, ports.originator),
        Tlv.integer(Tag.DESTINATION_PORT, ports.destination),
    )


def _sar(segment: Segment, message: Message) -> Iterator[Tlv]:
    if message.reference is not None:
        yield Tlv.integer(Tag.SAR_MSG_REF_NUM, message.reference)
        yield Tlv.integer(Tag.SAR_TOTAL_SEGMENTS, segment.total)
        yield Tlv.integer(Tag.SAR_SEGMENT_SEQNUM, segment.sequence)


def _check_type(name: str, value: Any, wanted: type) -> None:
    if not isinstance(value, wanted):
        raise TypeError(f"{name} must be {wanted.__name__}, not {type(value).__name__}")


def _check_mode(mode: str) -> None:
    if not isinstance(mode, str):
        raise TypeError(f"mode must be str, not {type(mode).__name__}")
    if mode not in get_args(Mode):
        raise InvalidOption("mode", mode, ", ".join(map(repr, get_args(Mode))))
