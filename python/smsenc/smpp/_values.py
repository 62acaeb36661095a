"""TLVs and the content of one submit_sm, with the exclusions that SMPP states for them.

Tags and sizes are those of the specification v3.4 clause 5.3.2; ``ShortMessage`` holds what clause 4.4.1 says about
message content. Left out: TLVs that do not belong to content, and the other fields of submit_sm.
"""

from __future__ import annotations

import enum
import struct
from dataclasses import dataclass
from typing import Any, Literal, get_args

from smsenc._core import DataCodingScheme
from smsenc.errors import InvalidOption

__all__ = ["UDHI", "ShortMessage", "Tag", "Tlv", "Version"]

UDHI = 0x40
"""The bit of esm_class that says that content begins with a user data header (v3.4 clause 5.2.12)."""

Version = Literal["3.4", "5.0", "3.3"]

# short_message is 0 to 254 octets in v3.4 clause 4.4.1, 0 to 255 in v5.0 clause 4.2.1.1.
_SHORT_MESSAGE_OCTETS = {"3.3": 254, "3.4": 254, "5.0": 255}


class Tag(enum.IntEnum):
    """The tags of the TLVs that carry or describe content (v3.4 clause 5.3.2)."""

    DEST_ADDR_SUBUNIT = 0x0005
    SOURCE_PORT = 0x020A
    DESTINATION_PORT = 0x020B
    SAR_MSG_REF_NUM = 0x020C
    SAR_TOTAL_SEGMENTS = 0x020E
    SAR_SEGMENT_SEQNUM = 0x020F
    MESSAGE_PAYLOAD = 0x0424

    @property
    def field(self) -> str:
        """The name of the parameter in the specification, which clients take as a keyword."""
        return self.name.lower()


# Octets of the integers; message_payload has any length.
_SIZES = {
    Tag.DEST_ADDR_SUBUNIT: 1,
    Tag.SOURCE_PORT: 2,
    Tag.DESTINATION_PORT: 2,
    Tag.SAR_MSG_REF_NUM: 2,
    Tag.SAR_TOTAL_SEGMENTS: 1,
    Tag.SAR_SEGMENT_SEQNUM: 1,
}
_SAR = frozenset({Tag.SAR_MSG_REF_NUM, Tag.SAR_TOTAL_SEGMENTS, Tag.SAR_SEGMENT_SEQNUM})
_IN_A_HEADER = _SAR | {Tag.SOURCE_PORT, Tag.DESTINATION_PORT}


@dataclass(frozen=True, slots=True)
class Tlv:
    """One optional parameter: a tag and the octets of its value. ``bytes(tlv)`` is its form on the wire.

    Raises ``InvalidOption`` for an unknown tag or a value of the wrong length.
    """

    tag: Tag
    value: bytes

    def __post_init__(self) -> None:
        if not isinstance(self.value, bytes):
            raise TypeError(f"value must be bytes, not {type(self.value).__name__}")
        try:
            object.__setattr__(self, "tag", Tag(self.tag))
        except ValueError:
            raise InvalidOption("tag", self.tag, "a smsenc.smpp.Tag") from None
        size = _SIZES.get(self.tag)
        if size is None and len(self.value) > 0xFFFF:
            raise InvalidOption(self.tag.field, len(self.value), "at most 65535 octets")
        if size is not None and len(self.value) != size:
            raise InvalidOption(self.tag.field, self.value, f"{size} octets")

    @classmethod
    def integer(cls, tag: Tag, number: int) -> Tlv:
        """The TLV with this number, in as many octets as the tag asks for; ``InvalidOption`` if it does not fit."""
        size = _SIZES.get(tag)
        if size is None:
            raise InvalidOption("tag", tag, "a tag whose value is an integer")
        if isinstance(number, bool) or not isinstance(number, int):
            raise TypeError(f"number must be an int, not {type(number).__name__}")
        if not 0 <= number < 1 << 8 * size:
            raise InvalidOption(tag.field, number, f"0 to {(1 << 8 * size) - 1}")
        return cls(tag, number.to_bytes(size, "big"))

    @property
    def number(self) -> int | None:
        """The value as an integer; ``None`` for message_payload."""
        return int.from_bytes(self.value, "big") if self.tag in _SIZES else None

    def __bytes__(self) -> bytes:
        return struct.pack(">HH", self.tag, len(self.value)) + self.value


@dataclass(frozen=True, slots=True)
class ShortMessage:
    """The content of one submit_sm. Raises ``InvalidOption`` for what the specification excludes:

    * more than 254 octets in short_message (255 in version 5.0);
    * content in short_message and in message_payload (v3.4 clause 5.3.2.32);
    * the UDHI bit together with SAR or port TLVs (v3.4 clause 5.2.12), or without a header that fits into the content;
    * some of the three SAR TLVs without the others, a total of 0, a sequence number of 0 or above the total;
    * a message class in data_coding and dest_addr_subunit at once; a tag twice; any TLV in version 3.3.
    """

    data_coding: int = 0
    esm_class: int = 0
    short_message: bytes = b""
    tlvs: tuple[Tlv, ...] = ()
    version: Version = "3.4"

    def __post_init__(self) -> None:
        if self.version not in get_args(Version):
            raise InvalidOption("version", self.version, ", ".join(map(repr, get_args(Version))))
        for name in ("data_coding", "esm_class"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int):
                raise TypeError(f"{name} must be an int, not {type(value).__name__}")
            if not 0 <= value <= 0xFF:
                raise InvalidOption(name, value, "0 to 255")
        if not isinstance(self.short_message, bytes):
            raise TypeError(f"short_message must be bytes, not {type(self.short_message).__name__}")
        if not isinstance(self.tlvs, tuple) or not all(isinstance(tlv, Tlv) for tlv in self.tlvs):
            raise TypeError("tlvs must be a tuple of Tlv")
        limit = _SHORT_MESSAGE_OCTETS[self.version]
        if len(self.short_message) > limit:
            raise InvalidOption("short_message", len(self.short_message), f"at most {limit} octets in {self.version}")
        self._check_tlvs()
        if self.esm_class & UDHI and (not self.content or self.content[0] >= len(self.content)):
            raise InvalidOption("esm_class", self.esm_class, "without 0x40: the content does not hold a header")

    def _check_tlvs(self) -> None:
        tags = {tlv.tag for tlv in self.tlvs}
        if self.tlvs and self.version == "3.3":
            raise InvalidOption("tlvs", self._names, "none in version 3.3")
        if len(tags) < len(self.tlvs):
            raise InvalidOption("tlvs", self._names, "each tag once")
        if Tag.MESSAGE_PAYLOAD in tags and self.short_message:
            raise InvalidOption("tlvs", self._names, "no message_payload beside a short_message")
        if self.esm_class & UDHI and tags & _IN_A_HEADER:
            raise InvalidOption("tlvs", self._names, "no SAR or port parameters beside a user data header (UDHI)")
        if tags & _SAR:
            if not tags >= _SAR:
                raise InvalidOption("tlvs", self._names, "all three SAR parameters or none")
            total, sequence = self.get(Tag.SAR_TOTAL_SEGMENTS), self.get(Tag.SAR_SEGMENT_SEQNUM)
            if not 1 <= (sequence or 0) <= (total or 0):
                raise InvalidOption("sar_segment_seqnum", sequence, f"1 to sar_total_segments, which is {total}")
        if Tag.DEST_ADDR_SUBUNIT in tags and DataCodingScheme(self.data_coding).message_class is not None:
            raise InvalidOption("tlvs", self._names, "no dest_addr_subunit beside a message class in data_coding")

    @property
    def _names(self) -> list[str]:
        # Names alone: an error does not repeat the text of a message.
        return [tlv.tag.field for tlv in self.tlvs]

    def get(self, tag: Tag) -> int | None:
        """The number of the TLV with this tag; ``None`` without one, and for message_payload."""
        return next((tlv.number for tlv in self.tlvs if tlv.tag == tag), None)

    @property
    def message_payload(self) -> bytes | None:
        """The value of the message_payload TLV, or ``None``."""
        return next((tlv.value for tlv in self.tlvs if tlv.tag == Tag.MESSAGE_PAYLOAD), None)

    @property
    def content(self) -> bytes:
        """Header and text, or data, wherever they stand: in short_message or in message_payload."""
        payload = self.message_payload
        return self.short_message if payload is None else payload

    def arguments(self) -> dict[str, int | bytes]:
        """The parameters by their names in the specification: keyword arguments for a client, and for ``receive``."""
        arguments: dict[str, int | bytes] = {
            "data_coding": self.data_coding,
            "esm_class": self.esm_class,
            "short_message": self.short_message,
        }
        for tlv in self.tlvs:
            number = tlv.number
            arguments[tlv.tag.field] = tlv.value if number is None else number
        return arguments

    def encode_tlvs(self) -> bytes:
        """All TLVs, big endian, as they follow short_message in a PDU (v3.4 clause 3.2.4.1)."""
        return b"".join(map(bytes, self.tlvs))

    def to_dict(self) -> dict[str, Any]:
        """A JSON-ready dict; octets are upper-case hex."""
        return {
            "schema": 1,
            "type": "smpp.short_message",
            "version": self.version,
            "data_coding": self.data_coding,
            "esm_class": self.esm_class,
            "short_message": self.short_message.hex().upper(),
            "tlvs": {tlv.tag.field: tlv.value.hex().upper() for tlv in self.tlvs},
        }
