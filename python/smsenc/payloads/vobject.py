"""Business cards (vCard 2.1, port 9204) and calendar entries (vCalendar 1.0, port 9205).

This module frames: line ends, octets, ports, and the text forms. What stands between ``BEGIN`` and ``END`` is
the caller's, property by property. Early Nokia phones listen on ports 226 and 228; phones without a user
data header read the port from the text itself: ``//SCKE4 `` (port in 2 hex digits, a blank) or
``//SCKL23F4`` (4 hex digits, then a new line), in one message only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from smsenc._core import encode as encode_message
from smsenc.errors import InvalidOption

from ._base import Payload, Port, check_choice, check_str, encode_text

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from smsenc._core import Message
    from smsenc.options import Options

__all__ = ["VCalendar", "VCard"]

_LINE_END = re.compile("\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class _VObject(Payload):
    _name: ClassVar[str]
    _early_port: ClassVar[Port]

    text: str
    charset: Literal["us-ascii", "iso-8859-1", "utf-8"] = "utf-8"
    early: bool = False

    def __post_init__(self) -> None:
        check_str("text", self.text)
        check_choice("charset", self.charset, ("us-ascii", "iso-8859-1", "utf-8"))
        if not isinstance(self.early, bool):
            raise TypeError(f"early must be a bool, not {type(self.early).__name__}")
        lines = _LINE_END.split(self.text)
        while lines and not lines[-1]:
            lines.pop()
        begin, end = f"BEGIN:{self._name}", f"END:{self._name}"
        if not lines or lines[0].strip().upper() != begin or lines[-1].strip().upper() != end:
            raise InvalidOption("text", f"<{len(lines)} lines>", f"lines from {begin} to {end}")
        object.__setattr__(self, "text", "".join(line + "\r\n" for line in lines))
        encode_text(self.text, self.charset)

    @property
    def port(self) -> Port:
        """The destination port."""
        return self._early_port if self.early else self._port

    @property
    def data(self) -> bytes:
        """The text in its charset."""
        return encode_text(self.text, self.charset)

    def text_message(self, *, reference: int | None = None, **options: Unpack[Options]) -> Message:
        """The message with the text as characters (GSM-7 as a rule) behind the ports, as gammu sends it.

        146 septets fit in a segment of several, 152 in a single one. Takes the options of ``smsenc.encode``.
        """
        options["header"] = self._with_ports(options.get("header", ()))
        return encode_message(self.text, reference=reference, **options)

    @property
    def socket_text(self) -> str:
        """The text with its port in front, for phones without a user data header."""
        if self.port < 0x100:
            return f"//SCK{int(self.port):02X} {self.text}"
        return f"//SCKL{int(self.port):04X}\r\n{self.text}"

    def socket_message(self, **options: Unpack[Options]) -> Message:
        """The one message of ``socket_text``, without a header; ``TooManySegments`` if it needs more."""
        options["max_segments"] = 1
        return encode_message(self.socket_text, **options)


@dataclass(frozen=True, slots=True)
class VCard(_VObject):
    """A business card, vCard 2.1.

    ``text`` runs from ``BEGIN:VCARD`` to ``END:VCARD``; every line end becomes CRLF, which the format
    demands, and the last line gets one. ``charset`` turns characters into octets: a property beyond ASCII
    must say so (``N;CHARSET=UTF-8:...``). ``early`` takes the port of early Nokia phones, 226.
    Raises ``InvalidOption``, and ``UnmappableCharacter`` for what the charset cannot hold.

    >>> VCard("BEGIN:VCARD\\nN:Doe\\nEND:VCARD").data
    b'BEGIN:VCARD\\r\\nN:Doe\\r\\nEND:VCARD\\r\\n'
    """

    _port: ClassVar[Port] = Port.VCARD
    _early_port: ClassVar[Port] = Port.VCARD_EARLY
    _name: ClassVar[str] = "VCARD"


@dataclass(frozen=True, slots=True)
class VCalendar(_VObject):
    """A calendar entry, vCalendar 1.0, from ``BEGIN:VCALENDAR`` to ``END:VCALENDAR``; else as ``VCard``.

    ``early`` takes the port of early Nokia phones, 228, the only one that gammu knows.

    >>> VCalendar("BEGIN:VCALENDAR\\nEND:VCALENDAR", early=True).socket_text
    '//SCKE4 BEGIN:VCALENDAR\\r\\nEND:VCALENDAR\\r\\n'
    """

    _port: ClassVar[Port] = Port.VCALENDAR
    _early_port: ClassVar[Port] = Port.VCALENDAR_EARLY
    _name: ClassVar[str] = "VCALENDAR"
