"""What the numbers of SMPP mean on one account.

``data_coding`` 0 is the "SMSC default alphabet" (v3.4 clause 5.2.19; "MC specific" in v5.0 clause 4.7.7): nothing in
a PDU says which alphabet that is, the provider does. The same goes for packing, for the two values of binary
content, for message classes and for what a message centre makes of SAR parameters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from smsenc.errors import InvalidOption

from ._values import UDHI, Version

__all__ = ["DEFAULT", "Account", "Alphabet", "ClassBy", "Coding"]

Alphabet = Literal["gsm7", "gsm7-packed", "latin-1", "ascii"]
Coding = Literal["smpp", "dcs"]
ClassBy = Literal["data_coding", "dest_addr_subunit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The conventions of one SMPP account. Raises ``InvalidOption`` for a wrong value or combination.

    ``version``
        ``"3.4"``; ``"5.0"`` permits 255 octets in short_message instead of 254; ``"3.3"`` has no TLVs and needs
        ``coding="dcs"``.
    ``default_alphabet``
        What data_coding 0 means. ``"gsm7"``: one septet an octet, not packed. ``"gsm7-packed"``: packed, with fill
        bits behind a header, as in TP-UD. ``"latin-1"``, ``"ascii"``: GSM-7 text is translated to that character set;
        the message centre translates it back, so that segments and units stay those of the ``Message``.
    ``coding``
        ``"smpp"``: data_coding by the table of v3.4 clause 5.2.19. ``"dcs"``: data_coding is the TP-DCS octet (TS
        23.038 clause 4), as in SMPP 3.3; many message centres still take it, none has to.
    ``binary``
        data_coding of 8-bit content: 4 or 2. Both say "octet unspecified"; only 4 is also the TP-DCS.
    ``message_class``
        How a class travels. ``"data_coding"``: F0 + class for GSM-7 and F4 + class for 8-bit content; with
        ``coding="dcs"`` 10, 14 or 18 + class. ``"dest_addr_subunit"``: class 0 (flash) as the TLV with the value 1
        (display), no other class. Never both in one PDU.
    ``sar_reference_bits``
        The size of the reference in the concatenation element that the message centre makes of SAR TLVs. 8: references
        below 256. 16: messages encoded with ``reference_bits=16``, whose segments leave room for the seventh octet.
    ``esm_class``
        Bits that every PDU has besides UDHI: the messaging mode in bits 1 and 0, reply path 0x80 (v3.4 clause 5.2.12).
    """

    version: Version = "3.4"
    default_alphabet: Alphabet = "gsm7"
    coding: Coding = "smpp"
    binary: Literal[4, 2] = 4
    message_class: ClassBy = "data_coding"
    sar_reference_bits: Literal[8, 16] = 8
    esm_class: int = 0

    def __post_init__(self) -> None:
        _choice("version", self.version, get_args(Version))
        _choice("default_alphabet", self.default_alphabet, get_args(Alphabet))
        _choice("coding", self.coding, get_args(Coding))
        _choice("binary", self.binary, (4, 2))
        _choice("message_class", self.message_class, get_args(ClassBy))
        _choice("sar_reference_bits", self.sar_reference_bits, (8, 16))
        if isinstance(self.esm_class, bool) or not isinstance(self.esm_class, int):
            raise TypeError(f"esm_class must be an int, not {type(self.esm_class).__name__}")
        if not 0 <= self.esm_class <= 0xFF or self.esm_class & UDHI:
            raise InvalidOption("esm_class", self.esm_class, "0 to 255 without 0x40, which a header sets")
        if self.version == "3.3" and self.coding != "dcs":
            raise InvalidOption("coding", self.coding, "'dcs' with version 3.3, whose data_coding is the TP-DCS")
        if self.version == "3.3" and self.message_class != "data_coding":
            raise InvalidOption(
                "message_class", self.message_class, "'data_coding' with version 3.3, which has no TLVs"
            )
        if self.coding == "dcs" and self.binary != 4:
            raise InvalidOption("binary", self.binary, "4 with coding 'dcs': a TP-DCS of 2 is GSM-7")

    @property
    def charset(self) -> str | None:
        """The Python codec of the default alphabet, or ``None`` where it is GSM-7."""
        return self.default_alphabet if self.default_alphabet in ("latin-1", "ascii") else None

    @property
    def is_packed(self) -> bool:
        """Whether GSM-7 text travels packed."""
        return self.default_alphabet == "gsm7-packed"


def _choice(option: str, value: Any, allowed: tuple[Any, ...]) -> None:
    if isinstance(value, bool) or not isinstance(value, type(allowed[0])):
        raise TypeError(f"{option} must be {type(allowed[0]).__name__}, not {type(value).__name__}")
    if value not in allowed:
        raise InvalidOption(option, value, ", ".join(map(repr, allowed)))


DEFAULT = Account()
"""What holds when no account is given: SMPP 3.4 and unpacked GSM-7."""
