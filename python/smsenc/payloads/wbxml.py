"""WAP Binary XML: from a tree of elements to octets.

WBXML 1.2 (WAP-154): version, public identifier, charset UTF-8, no string table, then tags and
attributes as the tokens of a document type. Where a token begins or holds a part of an attribute
value, it is used; the rest stands in inline strings. Code pages are kept apart for tags (always page 0
here) and for attributes. Left out: string tables, entities, processing instructions, reading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import TypeAlias

from smsenc.errors import InvalidOption

from ._base import encode_text

__all__ = ["Element", "TokenTable", "encode"]

_SWITCH_PAGE, _END, _INLINE_STRING, _OPAQUE = 0x00, 0x01, 0x03, 0xC3
_HAS_ATTRIBUTES, _HAS_CONTENT = 0x80, 0x40
_VERSION_1_2, _UTF_8 = 0x02, 0x6A

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

AttributeValue: TypeAlias = str | datetime


@dataclass(frozen=True, slots=True)
class Element:
    """An element: name, attributes in their order, and elements or texts as content."""

    name: str
    attributes: tuple[tuple[str, AttributeValue], ...] = ()
    content: tuple[Element | str, ...] = ()


@dataclass(frozen=True, slots=True)
class TokenTable:
    """The tokens of a document type.

    ``starts`` maps (attribute, beginning of its value) to (code page, token), ``values`` parts of values
    likewise. If ``whole_values``, a token stands only for a value that it spells completely.
    """

    public_identifier: int
    tags: Mapping[str, int]
    starts: Mapping[tuple[str, str], tuple[tuple[int, int], ...]]
    values: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    whole_values: bool = False


def encode(root: Element, table: TokenTable) -> bytes:
    """The document as WBXML. Names must be in ``table``; texts must be free of what XML excludes.

    >>> encode(Element("b", content=("Hi",)), TokenTable(1, {"b": 5}, {})).hex()
    '02016a00450348690001'
    """
    encoder = _Encoder(table)
    encoder.element(root)
    return bytes((_VERSION_1_2, table.public_identifier, _UTF_8, 0)) + bytes(encoder.octets)


def check_xml(option: str, text: object) -> None:
    """Raise unless ``text`` is a str of characters that XML 1.0 (2.2) permits; the first other is named."""
    if not isinstance(text, str):
        raise TypeError(f"{option} must be a str, not {type(text).__name__}")
    found = _NOT_XML.search(text)
    if found:
        raise InvalidOption(option, found[0], "the characters of XML")


def pack_date(moment: datetime) -> bytes:
    """YYYYMMDDhhmmss of UTC as BCD, zero octets at the end dropped (WAP-167); fractions are dropped too."""
    moment = moment.astimezone(timezone.utc)
    fields = (moment.year // 100, moment.year % 100, moment.month, moment.day)
    clock = (moment.hour, moment.minute, moment.second)
    return bytes(value // 10 << 4 | value % 10 for value in fields + clock).rstrip(b"\0")


class _Encoder:
    __slots__ = ("octets", "page", "pattern", "table")

    def __init__(self, table: TokenTable) -> None:
        self.table = table
        # The longest first; a table without values has a pattern that matches nothing.
        parts = sorted(table.values, key=len, reverse=True)
        self.pattern = re.compile("|".join(map(re.escape, parts)) or "(?!)")
        self.octets = bytearray()
        self.page = 0  # of attributes

    def element(self, element: Element) -> None:
        tag = self.table.tags[element.name]
        tag |= _HAS_ATTRIBUTES if element.attributes else 0
        tag |= _HAS_CONTENT if element.content else 0
        self.octets.append(tag)
        for name, value in element.attributes:
            self.attribute(name, value)
        if element.attributes:
            self.octets.append(_END)
        for item in element.content:
            if isinstance(item, str):
                self.string(item)
            else:
                self.element(item)
        if element.content:
            self.octets.append(_END)

    def attribute(self, name: str, value: AttributeValue) -> None:
        if isinstance(value, datetime):
            self.token(self.table.starts[name, ""])
            date = pack_date(value)
            self.octets += bytes((_OPAQUE, len(date))) + date
        elif self.table.whole_values:
            if (name, value) in self.table.starts:
                self.token(self.table.starts[name, value])
            else:
                self.token(self.table.starts[name, ""])
                if value in self.table.values:
                    self.token(self.table.values[value])
                else:
                    self.string(value)
        else:
            starts = [key for key in self.table.starts if key[0] == name and value.startswith(key[1])]
            key = max(starts, key=lambda key: len(key[1]))
            self.token(self.table.starts[key])
            self.parts(value[len(key[1]) :])

    def parts(self, value: str) -> None:
        done = 0
        for found in self.pattern.finditer(value):
            self.string(value[done : found.start()])
            self.token(self.table.values[found[0]])
            done = found.end()
        self.string(value[done:])

    def string(self, text: str) -> None:
        if text:
            self.octets.append(_INLINE_STRING)
            self.octets += encode_text(text, "utf-8")
            self.octets.append(0)

    def token(self, codes: tuple[tuple[int, int], ...]) -> None:
        page, token = next((code for code in codes if code[0] == self.page), codes[0])
        if page != self.page:
            self.octets += bytes((_SWITCH_PAGE, page))
            self.page = page
        self.octets.append(token)
