"""The one error of its own that this package has."""

from __future__ import annotations

from smsenc.enums import Encoding
from smsenc.errors import UnmappableCharacter

__all__ = ["UnsendableCharacter"]


class UnsendableCharacter(UnmappableCharacter):
    """A character of a GSM-7 message that the account's default alphabet, Latin-1 or ASCII, does not hold.

    ``position`` is the index in ``Message.text``; ``alphabet`` is ``Account.default_alphabet``. ``encoding`` is
    ``Encoding.EIGHT_BIT``, one octet a character. Encoding the same text with ``encoding="ucs2"`` sends it.
    """

    _fields = ("character", "position", "alphabet")

    def __init__(self, character: str, position: int, alphabet: str) -> None:
        super().__init__(character, position, Encoding.EIGHT_BIT)
        self.alphabet = alphabet
        point = f"U+{ord(character):04X}"
        self.args = (f"character {point} at position {position} is not in the account's alphabet {alphabet}",)
