"""How single characters are named and shown: names, stand-ins for what does not show, columns of a terminal."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from smsenc._prose import name

__all__ = ["DOTTED_CIRCLE", "LINE_FEED", "abbreviated", "code_point", "columns", "named", "stand_in"]

DOTTED_CIRCLE = "\u25cc"  # on which the charts draw a mark without a base
LINE_FEED = "\n"

# The abbreviations that the Unicode charts draw in their dotted boxes.
_ABBREVIATIONS = {
    "\x85": "NEL",
    "\xa0": "NBSP",
    "\xad": "SHY",
    "\u034f": "CGJ",
    "\u061c": "ALM",
    "\u180e": "MVS",
    "\u2000": "NQSP",
    "\u2001": "MQSP",
    "\u2002": "ENSP",
    "\u2003": "EMSP",
    "\u2004": "3/MSP",
    "\u2005": "4/MSP",
    "\u2006": "6/MSP",
    "\u2007": "FSP",
    "\u2008": "PSP",
    "\u2009": "THSP",
    "\u200a": "HSP",
    "\u200b": "ZWSP",
    "\u200c": "ZWNJ",
    "\u200d": "ZWJ",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u2028": "LSEP",
    "\u2029": "PSEP",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u202f": "NNBSP",
    "\u205f": "MMSP",
    "\u2060": "WJ",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
    "\u3000": "IDSP",
    "\ufe0e": "VS15",
    "\ufe0f": "VS16",
    "\ufeff": "BOM",
}
_C0 = (
    "NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US"
)
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")  # letters and symbols without a drop of ink


def code_point(character: str) -> str:
    """``U+2014``."""
    return f"U+{ord(character):04X}"


@lru_cache(maxsize=4096)
def named(character: str) -> str:
    """The code point and the Unicode name: ``U+2014 EM DASH``."""
    return f"{code_point(character)} {name(character)}"


@lru_cache(maxsize=4096)
def stand_in(cluster: str) -> str:
    """What is drawn in the place of a cluster that would not show, or would do something; ``""`` if it shows.

    A space shows as nothing, but is no stranger: its stand-in is left to the renderer.
    """
    character = cluster[0]
    if len(cluster) > 1 and unicodedata.category(character)[0] != "M":
        return ""  # combining marks and joiners that have something to act on
    if character < "\x20":
        return chr(0x2400 + ord(character))  # SYMBOL FOR ...
    if character == "\x7f":
        return "\u2421"
    if cluster in _ABBREVIATIONS:
        return _ABBREVIATIONS[character]
    category = unicodedata.category(character)
    if category[0] == "M":
        return DOTTED_CIRCLE + cluster
    if category[0] == "C" or category in ("Zl", "Zp") or character in _BLANK_LETTERS:
        return f"{ord(character):04X}"
    return ""


def abbreviated(cluster: str) -> str:
    """The same with abbreviations for control characters: their symbols are too small in most fonts of the web."""
    if cluster < "\x20":
        return _C0.split(" ")[ord(cluster)]
    return "DEL" if cluster == "\x7f" else stand_in(cluster)


def columns(text: str) -> int:
    """The columns of a terminal that ``text`` takes: East Asian width, nothing for what combines."""
    if text.isascii():
        return len(text)
    return sum(_width(character) for character in text)


@lru_cache(maxsize=4096)
def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 0 if "\u1160" <= character <= "\u11ff" else 1
