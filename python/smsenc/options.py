"""The keyword options of every function and of ``Profile``, as a type: each is explained here, once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal, TypedDict

if TYPE_CHECKING:
    from ._core import InformationElement, UserDataHeader

__all__ = ["Options"]


class Options(TypedDict, total=False):
    """The keyword options, the same everywhere. An unknown one is a ``TypeError``, a wrong value ``InvalidOption``."""

    encoding: Literal["auto", "gsm7", "ucs2"]
    """``"auto"`` (default): fewest segments, GSM-7 before UCS-2. ``"gsm7"`` and ``"ucs2"`` permit only that."""
    languages: Iterable[str] | Literal["all"]
    """National languages whose shift tables may be used (TS 23.038 annex A), in order of preference. Default none."""
    reference_bits: Literal[8, 16]
    """The size of the concatenation reference. Default 8: segments of 153 septets; with 16 they hold 152."""
    header: UserDataHeader | Iterable[InformationElement]
    """Further elements (ports, ...) for every segment. Concatenation and shifts are added by the library."""
    max_segments: int
    """The segments permitted, 1 to 255 (default)."""
    overflow: Literal["error", "truncate"]
    """What happens to a longer message: ``TooManySegments`` (default), or the longest prefix that fits is kept."""
    ellipsis: str
    """What stands behind a text that was cut off. Default nothing."""
    boundary: Literal["character", "grapheme", "word"]
    """Where a segment may end: between any two characters (default: fewest segments); between extended grapheme
    clusters (UAX #29); or at white space and never in an address, a ``{field}`` or a number. What does not fit into one
    segment is cut nevertheless; an escape pair or a surrogate pair never is."""
    suffix: str
    """A text at the end of the message, never cut: an opt-out line, a short link. Default nothing."""
    numbering: str | None
    """A number in every segment of a message of several, such as ``" ({sequence}/{total})"`` behind its text, or
    ``"{sequence}/{total} {text}"`` before it. Default ``None``."""
    line_breaks: Literal["keep", "lf"]
    """``"lf"`` makes CR LF and lone CR into LF, which saves a septet each. Default ``"keep"``."""
    normalization: Literal["NFC"] | None
    """``"NFC"`` composes accents, which may keep a text in GSM-7. Default ``None``."""
    lone_surrogates: Literal["error", "replace", "keep"]
    """Half an emoji: counted as one unit but not encodable (default), replaced by U+FFFD, or sent as it is."""
    replace: Literal["smart", "smart-wide", "transliterate"] | Mapping[str, str] | None
    """What may stand for characters that no permitted table holds: look-alikes (``"smart"``), everything that looks
    like a character of GSM-7 (``"smart-wide"``), also letters with accents, Greek, Cyrillic and Georgian ones
    (``"transliterate"``); or a mapping from single characters to texts, which is applied to whatever it names. Never in
    addresses and placeholders. Default ``None``."""
    replace_when: Literal["saves", "always"]
    """``"saves"`` (default): all replacements or none, and only if fewer segments result, or the text cannot be encoded
    without them. ``"always"``: in any case."""
    message_class: Literal[0, 1, 2, 3] | None
    """The message class in the data coding scheme (TS 23.038 clause 4); 0 is "flash". Default ``None``."""
