"""The enumerations of the public API.

They are real ``enum.Enum`` classes of ``str``: a member equals its value, identity
holds after pickling, and ``str()`` gives the value. The extension module keeps the
members at import and hands out the same objects.
"""

from __future__ import annotations

import enum

__all__ = ["Encoding", "NationalLanguage", "Reason", "SuggestionKind"]


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


class Reason(str, enum.Enum):
    """Why a character is costly: it forces UCS-2, or takes two septets, or needs a national table."""

    NO_GSM7_CODE = "no-gsm7-code"
    """No GSM 7 bit table has it, not even a national one, and it looks like nothing that one has."""
    EXTENSION_TABLE = "extension-table"
    """Sent in GSM 7 bit as an escape and one more septet (3GPP TS 23.038 clause 6.2.1.1)."""
    INVISIBLE = "invisible"
    """It cannot be seen, or cannot be told from a plain space or line break."""
    DECOMPOSED_ACCENT = "decomposed-accent"
    """An accent upon the character before it; the two could be one character (normalization form C)."""
    LOOK_ALIKE = "look-alike"
    """It looks like something that the default alphabet has, as a curly quotation mark does."""
    NEEDS_NATIONAL_TABLE = "needs-national-table"
    """Only a national shift table has it (clause 6.2.1.2, annex A)."""

    def __str__(self) -> str:
        return self.value


class SuggestionKind(str, enum.Enum):
    """What a suggestion does to make a text cheaper, the more useful before the less."""

    COMBINATION = "combination"
    """Several of the steps that keep the meaning, where they do more together than each alone."""
    NFC = "nfc"
    """Compose accents: ``normalization="NFC"``."""
    LINE_BREAKS = "line-breaks"
    """CRLF and lone CR become LF: ``line_breaks="lf"``."""
    INVISIBLES = "invisibles"
    """Drop what cannot be seen; other spaces and line breaks become plain ones. A part of ``replace="smart"``."""
    SMART = "smart"
    """Replace look-alikes that nobody misses: ``replace="smart"``."""
    SMART_WIDE = "smart-wide"
    """Replace whatever looks like characters of the default alphabet: ``replace="smart-wide"``."""
    GSM7 = "gsm7"
    """Let GSM 7 bit be chosen, where UCS-2 is forced: ``encoding="auto"``."""
    LANGUAGE = "language"
    """Permit the tables of a national language, if the route carries them: ``languages=(...,)``."""
    TRANSLITERATE = "transliterate"
    """Replace letters by the nearest ones of the default alphabet: ``replace="transliterate"``."""
    SHORTEN = "shorten"
    """Delete characters at the end."""

    def __str__(self) -> str:
        return self.value
