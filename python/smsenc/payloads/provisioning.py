"""Client provisioning: settings for a phone, as OMA-WAP-ProvCont 1.1 sent by WAP Push.

A provisioning document in WBXML with the content type ``connectivity-wbxml`` (0x36). A document may be signed
(OMA-WAP-ProvBoot 1.1): HMAC-SHA1 of its octets, the key being a PIN told to the user, the IMSI, or both; the
phone computes the same. Left out: the method USERPINMAC, and any knowledge of which settings a phone needs.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from smsenc.errors import InvalidOption

from ._base import Payload, Port, check_choice, check_int, check_str
from ._provisioning_tokens import PROVISIONING_TOKENS
from .wap import push_pdu
from .wbxml import Element, check_xml, encode

__all__ = ["Characteristic", "ClientProvisioning"]

_CONNECTIVITY_WBXML = 0x80 | 0x36
_SEC, _MAC = 0x80 | 0x11, 0x80 | 0x12  # well-known parameters, WAP-230 table 38
_LENGTH_QUOTE = 0x1F

Security = Literal["netwpin", "userpin", "usernetwpin"]
_METHODS = ("netwpin", "userpin", "usernetwpin")  # in the order of their codes


@dataclass(frozen=True, slots=True)
class Characteristic:
    """A group of settings: its type, and its content in order.

    An entry of ``content`` is a parameter, as (name, value) with the value None if it has none, or a
    characteristic within this one. Raises ``InvalidOption`` for characters that XML excludes.
    """

    type: str
    content: tuple[tuple[str, str | None] | Characteristic, ...] = ()

    def __post_init__(self) -> None:
        check_xml("type", self.type)
        content: list[tuple[str, str | None] | Characteristic] = []
        for entry in self.content:
            if not isinstance(entry, Characteristic):
                name, value = entry
                check_xml("name", name)
                if value is not None:
                    check_xml("value", value)
                entry = (name, value)
            content.append(entry)
        object.__setattr__(self, "content", tuple(content))

    def _element(self) -> Element:
        content = []
        for entry in self.content:
            if isinstance(entry, Characteristic):
                content.append(entry._element())
            else:
                name, value = entry
                attributes = (("name", name),) if value is None else (("name", name), ("value", value))
                content.append(Element("parm", attributes))
        return Element("characteristic", (("type", self.type),), tuple(content))


@dataclass(frozen=True, slots=True)
class ClientProvisioning(Payload):
    """A provisioning document, signed or not.

    ``security`` says what the key is: None (not signed), ``"userpin"`` (``pin``, digits told to the user),
    ``"netwpin"`` (``imsi``, 6 to 15 digits), ``"usernetwpin"`` (both). PIN and IMSI stand in no ``repr``.
    Raises ``InvalidOption``.

    >>> access = Characteristic("NAPDEF", (("NAPID", "n1"), ("BEARER", "GSM-GPRS")))
    >>> settings = ClientProvisioning((access,), "userpin", "1234")
    >>> settings.document.hex()
    '020b6a00c54601c65501871106036e310001871006ab010101'
    >>> len(settings.mac)
    40
    """

    _port: ClassVar[Port] = Port.WAP_PUSH
    _originator: ClassVar[int] = Port.WSP

    characteristics: tuple[Characteristic, ...]
    security: Security | None = None
    pin: str | None = field(default=None, repr=False)
    imsi: str | None = field(default=None, repr=False)
    transaction: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "characteristics", tuple(self.characteristics))
        for characteristic in self.characteristics:
            if not isinstance(characteristic, Characteristic):
                kind = type(characteristic).__name__
                raise TypeError(f"characteristics must be Characteristic, not {kind}")
        if self.security is not None:
            check_choice("security", self.security, _METHODS)
        _check_digits("pin", self.pin, self.security in ("userpin", "usernetwpin"), 1, 64)
        _check_digits("imsi", self.imsi, self.security in ("netwpin", "usernetwpin"), 6, 15)
        check_int("transaction", self.transaction, 0, 255)

    @property
    def document(self) -> bytes:
        """The WBXML document alone: what is signed."""
        content = tuple(characteristic._element() for characteristic in self.characteristics)
        return encode(Element("wap-provisioningdoc", (("version", "1.0"),), content), PROVISIONING_TOKENS)

    @property
    def mac(self) -> str | None:
        """The signature as it is sent, 40 upper-case hexadecimal digits; None if not signed."""
        if self.security is None:
            return None
        key = _semi_octets(self.imsi) if self.imsi is not None else b""
        if self.pin is not None:
            key += self.pin.encode("ascii")
        return hmac.new(key, self.document, hashlib.sha1).hexdigest().upper()

    @property
    def data(self) -> bytes:
        """The Push PDU."""
        headers = bytes((_CONNECTIVITY_WBXML,))
        if self.security is not None:
            method = 0x80 | _METHODS.index(self.security)
            headers += bytes((_SEC, method, _MAC)) + (self.mac or "").encode("ascii") + b"\0"
            # Content type with parameters, WAP-230 clause 8.4.2.24: the length 45 needs the quote.
            headers = bytes((_LENGTH_QUOTE, len(headers))) + headers
        return push_pdu(self.transaction, headers, self.document)


def _check_digits(option: str, value: object, needed: bool, low: int, high: int) -> None:
    if value is None and not needed:
        return
    if value is not None:
        check_str(option, value)
    digits = value if isinstance(value, str) else ""
    if not needed or not (digits.isascii() and digits.isdigit()) or not low <= len(digits) <= high:
        allowed = f"{low} to {high} digits" if needed else "None with this security"
        # The value is a secret: it is not repeated.
        raise InvalidOption(option, None if value is None else "...", allowed)


def _semi_octets(imsi: str) -> bytes:
    """The IMSI as in EF_IMSI (TS 31.102 clause 4.2.2) without its length: parity, digits, F at the end."""
    odd = len(imsi) % 2
    digits = [1 | 8 * odd, *map(int, imsi)]
    if not odd:
        digits.append(0xF)
    return bytes(high << 4 | low for low, high in zip(digits[::2], digits[1::2], strict=True))
