"""WAP Push (port 2948): service indication (SI) and service loading (SL).

A WSP Push PDU (WAP-230 clause 8.2.4.1): transaction identifier, type 0x06, length of the headers, headers,
body. The only header is the content type. SI is WAP-167, SL is WAP-168; both are sent as WBXML 1.2 in UTF-8.
Left out: the elements ``info``, ``item`` and the attribute ``class`` of SI, cache operation, other headers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final, Literal, TypeAlias

from smsenc.errors import InvalidOption

from ._base import Payload, Port, check_choice, check_int, check_str
from .wbxml import Element, TokenTable, check_xml, encode

__all__ = ["ServiceIndication", "ServiceLoading", "WapPush"]

_PUSH = 0x06
_SI, _SL = 0x2E, 0x30  # WSP content types, sent as short integers AE, B0

_URL_PARTS = {".com/": ((0, 0x85),), ".edu/": ((0, 0x86),), ".net/": ((0, 0x87),), ".org/": ((0, 0x88),)}


def _starts(tokens: dict[tuple[str, str], int]) -> dict[tuple[str, str], tuple[tuple[int, int], ...]]:
    return {key: ((0, token),) for key, token in tokens.items()}


_SI_TOKENS = TokenTable(
    public_identifier=0x05,
    tags={"si": 0x05, "indication": 0x06},
    starts=_starts(
        {
            ("action", "signal-none"): 0x05,
            ("action", "signal-low"): 0x06,
            ("action", "signal-medium"): 0x07,
            ("action", "signal-high"): 0x08,
            ("action", "delete"): 0x09,
            ("created", ""): 0x0A,
            ("href", ""): 0x0B,
            ("href", "http://"): 0x0C,
            ("href", "http://www."): 0x0D,
            ("href", "https://"): 0x0E,
            ("href", "https://www."): 0x0F,
            ("si-expires", ""): 0x10,
            ("si-id", ""): 0x11,
        }
    ),
    values=_URL_PARTS,
)

_SL_TOKENS = TokenTable(
    public_identifier=0x06,
    tags={"sl": 0x05},
    starts=_starts(
        {
            ("action", "execute-low"): 0x05,
            ("action", "execute-high"): 0x06,
            ("action", "cache"): 0x07,
            ("href", ""): 0x08,
            ("href", "http://"): 0x09,
            ("href", "http://www."): 0x0A,
            ("href", "https://"): 0x0B,
            ("href", "https://www."): 0x0C,
        }
    ),
    values=_URL_PARTS,
)


Signal: TypeAlias = Literal["signal-none", "signal-low", "signal-medium", "signal-high", "delete"]
_SIGNALS: Final = ("signal-none", "signal-low", "signal-medium", "signal-high", "delete")


@dataclass(frozen=True, slots=True)
class WapPush(Payload):
    """Any content as a WSP Push.

    ``content_type`` is a number of the WSP table (0 to 127) or a media type as text; ``body`` the content;
    ``transaction`` 0 to 255, which receivers do not look at. Raises ``InvalidOption``.

    >>> WapPush("text/plain", b"Hi").data
    b'\\x01\\x06\\x0btext/plain\\x00Hi'
    """

    _port: ClassVar[Port] = Port.WAP_PUSH
    _originator: ClassVar[int] = Port.WSP

    content_type: int | str
    body: bytes
    transaction: int = 1

    def __post_init__(self) -> None:
        if isinstance(self.content_type, str):
            if not re.fullmatch(r"[!-~]+(/[!-~]+)?", self.content_type):
                raise InvalidOption("content_type", self.content_type, "a media type in printable ASCII")
        else:
            check_int("content_type", self.content_type, 0, 127)
        if not isinstance(self.body, bytes):
            raise TypeError(f"body must be bytes, not {type(self.body).__name__}")
        check_int("transaction", self.transaction, 0, 255)

    @property
    def data(self) -> bytes:
        """The PDU."""
        if isinstance(self.content_type, str):
            headers = self.content_type.encode("ascii") + b"\0"
        else:
            headers = bytes((0x80 | self.content_type,))
        return push_pdu(self.transaction, headers, self.body)


@dataclass(frozen=True, slots=True)
class ServiceIndication(Payload):
    """A text with a link, as WAP-167 SI.

    ``href`` is the link, ``text`` what is shown. ``si_id`` names the indication and is ``href`` if not given:
    a later one replaces, ``action="delete"`` removes what has the same name. ``created`` and ``expires`` are
    datetimes with a time zone; they are sent in UTC and whole seconds. ``action`` is one of
    ``signal-none``, ``-low``, ``-medium``, ``-high``, ``delete``; if None the attribute is
    not sent, which means ``signal-medium``. Raises ``InvalidOption``.

    >>> ServiceIndication("http://www.example.com/m", "New mail").data.hex()
    '010601ae02056a0045c60d036578616d706c650085036d0001034e6577206d61696c000101'
    """

    _port: ClassVar[Port] = Port.WAP_PUSH
    _originator: ClassVar[int] = Port.WSP

    href: str | None
    text: str = ""
    si_id: str | None = None
    created: datetime | None = None
    expires: datetime | None = None
    action: Signal | None = None
    transaction: int = 1

    def __post_init__(self) -> None:
        for option, value in (("href", self.href), ("si_id", self.si_id)):
            if value is not None:
                _check_address(option, value)
        if self.href is None and self.si_id is None:
            raise InvalidOption("href", None, "given, unless si_id is")
        check_xml("text", self.text)
        _check_moment("created", self.created)
        _check_moment("expires", self.expires)
        if self.action is not None:
            check_choice("action", self.action, _SIGNALS)
        check_int("transaction", self.transaction, 0, 255)

    @property
    def document(self) -> bytes:
        """The WBXML document alone."""
        attributes = (
            ("href", self.href),
            ("si-id", self.si_id),
            ("created", self.created),
            ("si-expires", self.expires),
            ("action", self.action),
        )
        given = tuple((name, value) for name, value in attributes if value is not None)
        indication = Element("indication", given, (self.text,) if self.text else ())
        return encode(Element("si", content=(indication,)), _SI_TOKENS)

    @property
    def data(self) -> bytes:
        """The PDU."""
        return push_pdu(self.transaction, bytes((0x80 | _SI,)), self.document)


@dataclass(frozen=True, slots=True)
class ServiceLoading(Payload):
    """A link that the phone opens or caches, as WAP-168 SL.

    ``action`` is ``execute-low``, ``execute-high`` or ``cache``; if None the attribute is not sent,
    which means ``execute-low``. Raises ``InvalidOption``.

    >>> ServiceLoading("https://www.example.com/a", "execute-low").data.hex()
    '010601b002066a00850c036578616d706c6500850361000501'
    """

    _port: ClassVar[Port] = Port.WAP_PUSH
    _originator: ClassVar[int] = Port.WSP

    href: str
    action: Literal["execute-low", "execute-high", "cache"] | None = None
    transaction: int = 1

    def __post_init__(self) -> None:
        _check_address("href", self.href)
        if self.action is not None:
            check_choice("action", self.action, ("execute-low", "execute-high", "cache"))
        check_int("transaction", self.transaction, 0, 255)

    @property
    def document(self) -> bytes:
        """The WBXML document alone."""
        action = () if self.action is None else (("action", self.action),)
        return encode(Element("sl", (("href", self.href), *action)), _SL_TOKENS)

    @property
    def data(self) -> bytes:
        """The PDU."""
        return push_pdu(self.transaction, bytes((0x80 | _SL,)), self.document)


def push_pdu(transaction: int, headers: bytes, body: bytes) -> bytes:
    """Transaction identifier, type Push, length of the headers (uintvar), headers, body."""
    return bytes((transaction, _PUSH)) + _uintvar(len(headers)) + headers + body


def _uintvar(value: int) -> bytes:
    """WAP-230 clause 8.1.2: 7 bits an octet, high bit set on all but the last."""
    octets = [value & 0x7F]
    while value := value >> 7:
        octets.insert(0, 0x80 | value & 0x7F)
    return bytes(octets)


def _check_address(option: str, value: object) -> None:
    check_str(option, value)
    if not value:
        raise InvalidOption(option, value, "not empty")
    check_xml(option, value)


def _check_moment(option: str, value: object) -> None:
    if value is None:
        return
    if not isinstance(value, datetime):
        raise TypeError(f"{option} must be a datetime, not {type(value).__name__}")
    if value.utcoffset() is None:
        raise InvalidOption(option, value, "a datetime with a time zone")
