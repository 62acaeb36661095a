"""What every payload has: octets, a port, a header, and the way to a message.

The port addressing element is TS 23.040 clause 9.2.3.24.4. The numbers are Nokia's
(Smart Messaging Specification 3.0.0) and IANA's. A receiver looks at the destination port alone;
the originator port follows what is seen on the air: 0 for Smart Messaging, 9200 for WAP Push.
Left out: transport (segmentation is the core's) and any opinion on which phones still listen.
"""

from __future__ import annotations

import enum
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

from smsenc._core import Ports, UserDataHeader, encode_binary
from smsenc.enums import Encoding
from smsenc.errors import InvalidOption, UnmappableCharacter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from typing_extensions import Unpack

    from smsenc._core import InformationElement, Message
    from smsenc.options import Options

__all__ = ["Payload", "Port"]


class Port(enum.IntEnum):
    """Ports that phones listen on."""

    VCARD_EARLY = 0x00E2
    VCALENDAR_EARLY = 0x00E4
    WAP_PUSH = 0x0B84
    RINGING_TONE = 0x1581
    OPERATOR_LOGO = 0x1582
    GROUP_LOGO = 0x1583
    MULTIPART = 0x158A
    WSP = 0x23F0
    VCARD = 0x23F4
    VCALENDAR = 0x23F5


class Payload(ABC):
    """Octets for a port. Payloads are frozen values; two with equal fields are equal."""

    __slots__ = ()

    _port: ClassVar[Port]
    _originator: ClassVar[int] = 0

    @property
    def port(self) -> Port:
        """The destination port."""
        return self._port

    @property
    @abstractmethod
    def data(self) -> bytes:
        """The octets behind the user data header."""

    @property
    def header(self) -> UserDataHeader:
        """The user data header: one element, application ports with 16 bits (IEI 0x05)."""
        return UserDataHeader([Ports(int(self.port), self._originator)])

    def message(self, *, reference: int | None = None, **options: Unpack[Options]) -> Message:
        """The message that carries this payload: 8-bit, in as many segments as needed.

        Takes the options of ``smsenc.encode_binary``; elements in ``header`` follow the ports.
        DCS is 04; ``message_class=1`` gives 15, which phones read as they read F5.
        Raises what ``encode_binary`` raises, and ``InvalidOption`` if ``header`` brings ports.

        >>> from smsenc.payloads import WapPush
        >>> WapPush("text/plain", b"Hi").message(message_class=1)[0].user_data.hex()
        '0605040b8423f001060b746578742f706c61696e004869'
        """
        options["header"] = self._with_ports(options.get("header", ()))
        return encode_binary(self.data, reference=reference, **options)

    def _with_ports(self, further: Iterable[InformationElement]) -> UserDataHeader:
        header = UserDataHeader([*self.header, *further])
        if sum(element.iei in (0x04, 0x05) for element in header) > 1:
            raise InvalidOption("header", further, "elements other than ports, which the payload sets")
        return header


def as_octets(data: bytes) -> bytes:
    """``data``, any object with a buffer, as bytes; else TypeError (``bytes(5)`` would be 5 zeros)."""
    return bytes(memoryview(data))


def check_int(option: str, value: object, low: int, high: int) -> None:
    """Raise unless ``value`` is an int from ``low`` to ``high``."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{option} must be an int, not {type(value).__name__}")
    if not low <= value <= high:
        raise InvalidOption(option, value, f"{low} to {high}")


def check_str(option: str, value: object) -> None:
    """Raise unless ``value`` is a str."""
    if not isinstance(value, str):
        raise TypeError(f"{option} must be a str, not {type(value).__name__}")


def check_choice(option: str, value: object, allowed: tuple[str, ...] | tuple[int, ...]) -> None:
    """Raise unless ``value`` is one of ``allowed``, which are all of one type."""
    kind = type(allowed[0])
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(f"{option} must be {kind.__name__}, not {type(value).__name__}")
    if value not in allowed:
        raise InvalidOption(option, value, "one of " + ", ".join(map(repr, allowed)))


def encode_text(text: str, charset: str) -> bytes:
    """``text`` in ``charset``; ``UnmappableCharacter`` names what it cannot hold."""
    try:
        return text.encode(charset)
    except UnicodeEncodeError as error:
        encoding = Encoding.UCS2 if charset == "utf-16-be" else Encoding.EIGHT_BIT
        raise UnmappableCharacter(text[error.start], error.start, encoding) from None
