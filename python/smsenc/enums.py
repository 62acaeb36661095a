"""The two enumerations of the public API.

They are real ``enum.Enum`` classes of ``str``: a member equals its value, identity
holds after pickling, and ``str()`` gives the value. The extension module keeps the
members at import and hands out the same objects.
"""

from __future__ import annotations

import enum

__all__ = ["Encoding", "NationalLanguage"]


class Encoding(str, enum.Enum):
    """How the characters or octets of a message are coded (3GPP TS 23.038 clause 4)."""

    GSM7 = "gsm7"
    UCS2 = "ucs2"
    EIGHT_BIT = "8bit"

    def __str__(self) -> str:
        return self.value


class NationalLanguage(str, enum.Enum):
    """A language with national shift tables (3GPP TS 23.038 clause 6.2.1.2.4)."""

    TURKISH = "turkish"
    SPANISH = "spanish"
    PORTUGUESE = "portuguese"
    BENGALI = "bengali"
    GUJARATI = "gujarati"
    HINDI = "hindi"
    KANNADA = "kannada"
    MALAYALAM = "malayalam"
    ORIYA = "oriya"
    PUNJABI = "punjabi"
    TAMIL = "tamil"
    TELUGU = "telugu"
    URDU = "urdu"

    @property
    def identifier(self) -> int:
        """The national language identifier, 1 to 13, as it stands in the elements 0x24 and 0x25."""
        return list(NationalLanguage).index(self) + 1

    def __str__(self) -> str:
        return self.value
