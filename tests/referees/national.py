"""The national languages, and which of their characters a referee reads rightly."""

from __future__ import annotations

import smsenc
from smsenc import gsm7

ESC = 0x1B
LANGUAGES = list(smsenc.NationalLanguage)
# A.3.2 is void: Spanish has no locking shift table.
LOCKING = [language for language in LANGUAGES if language.value != "spanish"]


def pool(*, locking: str | None, single: str | None) -> tuple[list[str], list[str]]:
    """Characters of one septet and of two that the referee reads rightly."""
    plain = [gsm7.decode(bytes([code]), locking=locking) for code in range(128) if code != ESC]
    escaped = [gsm7.decode(bytes([ESC, code]), single=single, locking=locking) for code in range(128) if code != ESC]

    def usable(character: str, septets: int) -> bool:
        # SMSTOOLS_CURRENCY_SIGN; empty cells; codes that fall back. CR and FF are left to the cells' own test.
        if len(character) != 1 or character in "\u00a4\r\f\ufffd":
            return False
        try:
            return len(gsm7.encode(character, locking=locking, single=single)) == septets
        except smsenc.UnmappableCharacter:
            return False

    return [c for c in plain if usable(c, 1)], [c for c in escaped if usable(c, 2)]
