"""Multipart messages of Smart Messaging 3.0 (port 0x158A), and the picture message among them.

Version 0x30, then items of type (1 octet), length (2 octets, big endian) and data. Known types are
those of ``ItemKind``. Left out: what the items of profiles and screen savers mean together; build them
of ``MultipartItem``.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import ClassVar, Literal

from smsenc.errors import DecodeError, InvalidOption

from ._base import Payload, Port, as_octets, check_choice, check_int, check_str, encode_text
from .bitmap import Bitmap

__all__ = ["ItemKind", "Multipart", "MultipartItem", "PictureMessage"]

_VERSION = 0x30


class ItemKind(enum.IntEnum):
    """Types of items."""

    LATIN1_TEXT = 0x00
    UCS2_TEXT = 0x01
    BITMAP = 0x02
    RINGING_TONE = 0x03
    PROFILE_NAME = 0x04
    SCREEN_SAVER = 0x06


@dataclass(frozen=True, slots=True)
class MultipartItem:
    """One item: ``kind`` is 0 to 255 (see ``ItemKind``), ``data`` at most 65535 octets."""

    kind: int
    data: bytes

    def __post_init__(self) -> None:
        check_int("kind", self.kind, 0, 255)
        if not isinstance(self.data, bytes):
            raise TypeError(f"data must be bytes, not {type(self.data).__name__}")
        if len(self.data) > 0xFFFF:
            raise InvalidOption("data", self.data, "at most 65535 octets")

    def __bytes__(self) -> bytes:
        return bytes((self.kind,)) + len(self.data).to_bytes(2, "big") + self.data


@dataclass(frozen=True, slots=True)
class Multipart(Payload):
    """A multipart message of any items, in their order.

    >>> Multipart((MultipartItem(ItemKind.PROFILE_NAME, "Home".encode("utf-16-be")),)).data.hex()
    '300400080048006f006d0065'
    """

    _port: ClassVar[Port] = Port.MULTIPART

    items: tuple[MultipartItem, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "items", tuple(self.items))
        for item in self.items:
            if not isinstance(item, MultipartItem):
                raise TypeError(f"items must be MultipartItem, not {type(item).__name__}")

    @property
    def data(self) -> bytes:
        """Version and items."""
        return bytes((_VERSION,)) + b"".join(map(bytes, self.items))

    @classmethod
    def parse(cls, data: bytes) -> Multipart:
        """Read version and items. Raises ``DecodeError``."""
        return cls(tuple(item for _, item in _parse_items(as_octets(data))))


PictureCharset = Literal["auto", "iso-8859-1", "ucs-2"]


@dataclass(frozen=True, slots=True)
class PictureMessage(Payload):
    """A picture, as a rule 72 x 28 pixels, and perhaps a text.

    ``text=None`` sends no item for a text (gammu sends an empty one). ``charset`` is ``"iso-8859-1"``,
    ``"ucs-2"``, or ``"auto"``: the former if it holds the text. ``"ucs-2"`` sends characters beyond
    U+FFFF as surrogate pairs (UTF-16), as ``smsenc`` does everywhere. With ``text_first`` the
    text precedes the picture; receivers take both orders.

    Raises ``InvalidOption``, and ``UnmappableCharacter`` for what the charset cannot hold.

    >>> PictureMessage(Bitmap.from_text("#.#"), "Hi").data.hex()
    '3002000500030101a00000024869'
    """

    _port: ClassVar[Port] = Port.MULTIPART

    bitmap: Bitmap
    text: str | None = None
    charset: PictureCharset = "auto"
    text_first: bool = False

    def __post_init__(self) -> None:
        if not isinstance(self.bitmap, Bitmap):
            raise TypeError(f"bitmap must be a Bitmap, not {type(self.bitmap).__name__}")
        if not isinstance(self.text_first, bool):
            raise TypeError(f"text_first must be a bool, not {type(self.text_first).__name__}")
        check_choice("charset", self.charset, ("auto", "iso-8859-1", "ucs-2"))
        text = self.text
        if text is not None:
            check_str("text", text)
        if self.charset == "auto":
            narrow = text is None or all(character <= "\xff" for character in text)
            object.__setattr__(self, "charset", "iso-8859-1" if narrow else "ucs-2")
        if text is not None and len(self._text_octets(text)) > 0xFFFF:
            raise InvalidOption("text", f"<{len(text)} characters>", "at most 65535 octets")

    def _text_octets(self, text: str) -> bytes:
        return encode_text(text, "utf-16-be" if self.charset == "ucs-2" else "iso-8859-1")

    @property
    def items(self) -> tuple[MultipartItem, ...]:
        """The items in the order they are sent."""
        picture = MultipartItem(ItemKind.BITMAP, bytes(self.bitmap))
        if self.text is None:
            return (picture,)
        kind = ItemKind.UCS2_TEXT if self.charset == "ucs-2" else ItemKind.LATIN1_TEXT
        text = MultipartItem(kind, self._text_octets(self.text))
        return (text, picture) if self.text_first else (picture, text)

    @property
    def data(self) -> bytes:
        """Version and items."""
        return Multipart(self.items).data

    @classmethod
    def parse(cls, data: bytes) -> PictureMessage:
        """Read a message of one bitmap and at most one text. Raises ``DecodeError``."""
        bitmap: Bitmap | None = None
        text: str | None = None
        charset: PictureCharset = "iso-8859-1"
        text_first = False
        data = as_octets(data)
        for offset, item in _parse_items(data):
            if item.kind == ItemKind.BITMAP and bitmap is None:
                try:
                    bitmap = Bitmap.parse(item.data)
                except DecodeError as error:
                    raise DecodeError(error.reason, offset + 3 + error.offset, error.field) from None
            elif item.kind in (ItemKind.LATIN1_TEXT, ItemKind.UCS2_TEXT) and text is None:
                text_first = bitmap is None
                charset = "ucs-2" if item.kind == ItemKind.UCS2_TEXT else "iso-8859-1"
                try:
                    text = item.data.decode("utf-16-be" if charset == "ucs-2" else "iso-8859-1")
                except UnicodeDecodeError as error:
                    raise DecodeError(error.reason, offset + 3 + error.start, "picture text") from None
            else:
                raise DecodeError(f"an item of type {item.kind} has no place here", offset, "item type")
        if bitmap is None:
            raise DecodeError("no bitmap", len(data), "picture message")
        return cls(bitmap, text, charset, text_first)


def _parse_items(data: bytes) -> list[tuple[int, MultipartItem]]:
    if data[:1] != b"\x30":
        raise DecodeError("0x30 is expected", 0, "version")
    items = []
    offset = 1
    while offset < len(data):
        start = offset + 3
        if start > len(data):
            raise DecodeError("octets end here", len(data), "item length")
        end = start + int.from_bytes(data[offset + 1 : start], "big")
        if end > len(data):
            reason = f"{end - start} octets announced, {len(data) - start} left"
            raise DecodeError(reason, offset + 1, "item length")
        items.append((offset, MultipartItem(data[offset], data[start:end])))
        offset = end
    return items
