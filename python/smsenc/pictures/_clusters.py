"""Which characters are drawn as one: grapheme clusters, for looking at, not for cutting.

The rules are those of UAX 29 as far as :mod:`unicodedata` carries them: combining marks, emoji sequences, flags,
Hangul syllables, Indic conjuncts. Where they are decided for sending, they are decided by the core.

One thing is done on purpose otherwise: an invisible character behind a letter that has no use for it (a zero width
joiner behind a Latin letter) stands alone, since nobody would see that it is there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

__all__ = ["clusters"]

_ZWNJ, _ZWJ = "\u200c", "\u200d"
_SCRIPTS_WITH_JOINERS = 0x0590  # the first code point of a script, or of symbols, that joiners can act on
_KEYCAPS = frozenset("#*0123456789\xa9\xae")
_VIRAMAS = frozenset("\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d")


def clusters(text: str) -> Iterator[str]:
    """The clusters of ``text``, in order; joined they are ``text``."""
    if text.isascii():
        yield from text  # CR LF included: each of them costs a unit, and is shown
        return
    start = 0
    for at in range(1, len(text)):
        if not _joins(text, start, at):
            yield text[start:at]
            start = at
    if text:
        yield text[start:]


def _joins(text: str, start: int, at: int) -> bool:
    """Whether the character at ``at`` belongs to the cluster that began at ``start``."""
    character, before, base = text[at], text[at - 1], text[start]
    if character < "\u0300":
        return False
    if not base.isprintable() or not (before.isprintable() or _is_joiner(before)):
        return False  # what has a stand-in stands alone
    if character in (_ZWNJ, _ZWJ):
        return ord(base) >= _SCRIPTS_WITH_JOINERS
    if "\ufe00" <= character <= "\ufe0f":
        return ord(base) >= _SCRIPTS_WITH_JOINERS or base in _KEYCAPS
    if unicodedata.category(character)[0] == "M" or "\U0001f3fb" <= character <= "\U0001f3ff":
        return True
    if "\U000e0020" <= character <= "\U000e007f":  # tags: the flags of Scotland and others
        return base >= "\U0001f000"
    if before == _ZWJ and _is_symbol(character):
        return _is_symbol(base)
    if _is_regional(character):
        return at - start == 1 and _is_regional(before)
    if unicodedata.category(character) == "Lo":
        return _completes_hangul(before, character) or _is_conjunct(text, start, at)
    return False


def _is_joiner(character: str) -> bool:
    return character in (_ZWNJ, _ZWJ) or "\U000e0020" <= character <= "\U000e007f"


def _is_symbol(character: str) -> bool:
    return unicodedata.category(character) == "So" or "\u2190" <= character <= "\u21ff" or character >= "\U0001f000"


def _is_regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _completes_hangul(before: str, character: str) -> bool:
    vowel = "\u1160" <= character <= "\u11a7"
    final = "\u11a8" <= character <= "\u11ff"
    if "\u1100" <= before <= "\u115f":
        return vowel or "\u1100" <= character <= "\u115f" or "\uac00" <= character <= "\ud7a3"
    if "\uac00" <= before <= "\ud7a3":
        open_syllable = (ord(before) - 0xAC00) % 28 == 0
        return final or (vowel and open_syllable)
    if "\u1160" <= before <= "\u11a7":
        return vowel or final
    return "\u11a8" <= before <= "\u11ff" and final


def _is_conjunct(text: str, start: int, at: int) -> bool:
    last = text[at - 2] if text[at - 1] == _ZWJ and at - 2 >= start else text[at - 1]
    return last in _VIRAMAS and ord(last) >> 7 == ord(text[at]) >> 7
