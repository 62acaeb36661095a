"""Operator logos (port 0x1582) and group logos, also called CLI logos (port 0x1583).

Two forms are on the air. The early one has no version: network code and bitmap, or the bitmap alone; it
is what gammu and smstools send, and a logo of 72 x 14 pixels fits one message exactly. The form of the
Smart Messaging Specification 3.0.0 begins with version 0x30 and costs two octets more for an
operator logo: 72 x 14 needs two segments, 72 x 13 one. Left out: the command that removes a logo.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Literal

from smsenc.errors import DecodeError, InvalidOption

from ._base import Payload, Port, as_octets, check_choice, check_str
from .bitmap import Bitmap

__all__ = ["GroupLogo", "LogoForm", "OperatorLogo"]

LogoForm = Literal["early", "3.0"]

_FORMS = ("early", "3.0")
_VERSION = 0x30
_BITMAP = 0x0A


@dataclass(frozen=True, slots=True)
class OperatorLogo(Payload):
    """A picture in the place of the operator's name.

    ``network`` is the network code, country (3 digits) and network (2 or 3 digits), as ``"24405"``;
    a blank, ``-`` or ``/`` between the two is left out. ``form`` is ``"early"`` or ``"3.0"``.
    Raises ``InvalidOption``.

    >>> OperatorLogo(Bitmap.from_text("#.#"), "244 05").data.hex()
    '42f45000030101a0'
    """

    _port: ClassVar[Port] = Port.OPERATOR_LOGO

    bitmap: Bitmap
    network: str
    form: LogoForm = "early"

    def __post_init__(self) -> None:
        _check_bitmap(self.bitmap)
        check_choice("form", self.form, _FORMS)
        check_str("network", self.network)
        found = re.fullmatch(r"([0-9]{3})[ /-]?([0-9]{2,3})", self.network)
        if not found:
            raise InvalidOption("network", self.network, "3 digits of the country, 2 or 3 of the network")
        object.__setattr__(self, "network", found[1] + found[2])

    @property
    def data(self) -> bytes:
        """Network code and bitmap, in the chosen form."""
        code = _network_code(self.network)
        if self.form == "early":
            return code + bytes(self.bitmap)
        return bytes((_VERSION,)) + code + bytes((_BITMAP,)) + bytes(self.bitmap)

    @classmethod
    def parse(cls, data: bytes) -> OperatorLogo:
        """Read either form. Raises ``DecodeError``."""
        data = as_octets(data)
        # Octet 5 of the early form is a height, never 0: the forms cannot be mistaken.
        if data[:1] == b"\x30" and data[4:6] == b"\x0a\x00":
            return cls(_parse_bitmap(data, 5), _parse_network(data, 1), "3.0")
        return cls(_parse_bitmap(data, 3), _parse_network(data, 0), "early")


@dataclass(frozen=True, slots=True)
class GroupLogo(Payload):
    """A picture for calls from a group of numbers. ``form`` is ``"early"`` or ``"3.0"``.

    >>> GroupLogo(Bitmap.from_text("#.#"), "3.0").data.hex()
    '3000030101a0'
    """

    _port: ClassVar[Port] = Port.GROUP_LOGO

    bitmap: Bitmap
    form: LogoForm = "early"

    def __post_init__(self) -> None:
        _check_bitmap(self.bitmap)
        check_choice("form", self.form, _FORMS)

    @property
    def data(self) -> bytes:
        """The bitmap, behind the version in form 3.0."""
        return (b"" if self.form == "early" else bytes((_VERSION,))) + bytes(self.bitmap)

    @classmethod
    def parse(cls, data: bytes) -> GroupLogo:
        """Read either form. Raises ``DecodeError``."""
        data = as_octets(data)
        if data[:1] == b"\x30":
            return cls(_parse_bitmap(data, 1), "3.0")
        return cls(_parse_bitmap(data, 0), "early")


def _check_bitmap(bitmap: object) -> None:
    if not isinstance(bitmap, Bitmap):
        raise TypeError(f"bitmap must be a Bitmap, not {type(bitmap).__name__}")


def _parse_bitmap(data: bytes, start: int) -> Bitmap:
    if len(data) < start:
        raise DecodeError("octets end before the bitmap", len(data), "logo")
    try:
        return Bitmap.parse(data[start:])
    except DecodeError as error:
        raise DecodeError(error.reason, start + error.offset, error.field) from None


def _network_code(network: str) -> bytes:
    """MCC2 MCC1, MNC3 (or F) MCC3, MNC2 MNC1: as in TS 24.008 clause 10.5.1.3."""
    digits = [int(digit) for digit in network]
    if len(digits) == 5:
        digits.append(0xF)
    return bytes((digits[1] << 4 | digits[0], digits[5] << 4 | digits[2], digits[4] << 4 | digits[3]))


def _parse_network(data: bytes, start: int) -> str:
    a, b, c = data[start : start + 3]
    digits = [a & 15, a >> 4, b & 15, c & 15, c >> 4, b >> 4]
    if digits[5] == 0xF:
        digits.pop()
    for digit, octet in zip(digits, (0, 0, 1, 2, 2, 1), strict=False):
        if digit > 9:
            raise DecodeError(f"{digit:X} is no digit", start + octet, "network code")
    return "".join(map(str, digits))
