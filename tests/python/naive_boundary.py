"""The twin's rules for segments that readers like: clusters, words, links, numbers and a suffix.

Slow and obvious, and without smsenc: clusters by the rules of UAX #29 one after the other, links by regular
expressions, a text taken apart into what must stay whole, and that packed into segments in order. Its tables of
characters are those of the scripts that the tests draw from, not of all Unicode.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

# --- Clusters (UAX #29, table 1a and rules GB3 to GB999) --------------------------------------------------

_VIRAMAS = "\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d"
_CONSONANTS = re.compile("[\u0915-\u0939\u0995-\u09b9\u0a95-\u0ab9\u0b15-\u0b39\u0c15-\u0c39\u0d15-\u0d3a]")
_PICTURES = re.compile(
    "[\u00a9\u00ae\u203c\u2122\u2600-\u27bf\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff]"
)


def _extends(c: str) -> bool:
    return unicodedata.category(c) in ("Mn", "Me") or c in "\u200c\u200d" or "\U0001f3fb" <= c <= "\U0001f3ff"


def _is_control(c: str) -> bool:
    return unicodedata.category(c) in ("Cc", "Zl", "Zp", "Cs") or (unicodedata.category(c) == "Cf" and not _extends(c))


def _hangul(c: str) -> str:
    if "\u1100" <= c <= "\u115f":
        return "L"
    if "\u1160" <= c <= "\u11a7":
        return "V"
    if "\u11a8" <= c <= "\u11ff":
        return "T"
    if "\uac00" <= c <= "\ud7a3":
        return "LV" if (ord(c) - 0xAC00) % 28 == 0 else "LVT"
    return ""


def _parts_clusters(text: str, place: int) -> bool:
    """Whether a boundary is before the character at a place."""
    last, after = text[place - 1], text[place]
    if last == "\r" and after == "\n":  # GB3
        return False
    if _is_control(last) or _is_control(after):  # GB4, GB5
        return True
    joins = {"L": ("L", "V", "LV", "LVT"), "LV": ("V", "T"), "V": ("V", "T"), "LVT": ("T",), "T": ("T",)}
    if _hangul(after) in joins.get(_hangul(last), ()):  # GB6, GB7, GB8
        return False
    if _extends(after) or unicodedata.category(after) == "Mc" or after == "\u0e33":  # GB9, GB9a
        return False
    base = place - 1
    while base > 0 and _extends(text[base]):
        base -= 1
    extending = text[base + 1 : place]
    if _CONSONANTS.match(after) and _CONSONANTS.match(text[base]) and set(extending) & set(_VIRAMAS):  # GB9c
        return False
    if _PICTURES.match(after) and _PICTURES.match(text[base]) and extending.endswith("\u200d"):  # GB11
        return False
    flags = 0
    while flags < place and "\U0001f1e6" <= text[place - flags - 1] <= "\U0001f1ff":
        flags += 1
    return not (flags % 2 == 1 and "\U0001f1e6" <= after <= "\U0001f1ff")  # GB12, GB13


@functools.lru_cache(maxsize=16)
def cluster_places(text: str) -> frozenset[int]:
    return frozenset(place for place in range(1, len(text)) if _parts_clusters(text, place))


# --- Links ------------------------------------------------------------------------------------------------

_MARK = "\u0300-\u036f\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a"
_WORD = rf"(?:[^\W_]|[{_MARK}])"
_LETTER = rf"(?:[^\W\d_]|[{_MARK}])"
_URL = rf"(?:{_WORD}|[-!#$%&'()*+,./:;=?@\[\]_{{|}}~\u2010-\u2015\u2019])"
_LABELS = rf"(?:{_WORD}|-)+(?:\.(?:{_WORD}|-)+)*\.(?:xn--(?:{_WORD}|-)*|{_LETTER}{{2,}})"
_CURRENCY = "[$\u00a2-\u00a5\u20a0-\u20cf]"
_GAP = "[ \u00a0\u2009\u202f]"

_FIXED = re.compile(
    rf"""
    (?P<url> [A-Za-z][A-Za-z0-9+.-]*://(?={_WORD}|[\[{{$]){_URL}*
    | (?<!{_WORD})[wW]{{3}}\.(?={_WORD}){_URL}*
    | (?={_WORD}){_LABELS}(?::[0-9]{{1,5}})?/{_URL}* )
    | (?P<mail> (?:{_WORD}|[_+])(?:{_WORD}|[._%+'&=-])*@(?!\.){_LABELS}(?<!-)(?!{_WORD}) )
    | (?P<field> [$%#]?\{{\{{\{{(?:[ ]*(?:{_WORD}|_)(?:{_WORD}|[_.:| -])*)?\}}\}}\}}
    | [$%#]?(?:\{{\{{)(?:[ ]*(?:{_WORD}|_)(?:{_WORD}|[_.:| -])*)?\}}\}}
    | [$%#]?\{{(?:[ ]*(?:{_WORD}|_)(?:{_WORD}|[_.:| -])*)?\}} )
    """,
    re.VERBOSE,
)
_NUMBER = re.compile(
    rf"""
    (?:{_CURRENCY}{_GAP})? (?:{_CURRENCY}|[-+\#(\u2212]){{0,3}} \d[\dA-Za-z]*
    (?:
        (?: [ ](?=\d\d) | [ ]\((?=\d) | \)[ .-](?=\d)
        | [\u00a0\u2009\u202f.,:/')\u2019\u2010-\u2015-](?=\d) )
        \d[\dA-Za-z]*
    )*
    (?: {_GAP}?(?:{_CURRENCY}|[%\u2030\u00b0]) )?
    """,
    re.VERBOSE,
)


def _trimmed(url: str) -> str:
    """Without the punctuation behind an address, and without brackets that it does not open."""
    while url:
        closing = {")": "(", "]": "[", "}": "{"}.get(url[-1])
        unopened = closing is not None and url.count(url[-1]) > url.count(closing)
        if not unopened and not re.search("[-.,;:!?'*\u2019\u2010-\u2015]$", url):
            break
        url = url[:-1]
    return url


@functools.lru_cache(maxsize=16)
def links(text: str) -> list[tuple[int, int]]:
    """Addresses and fields, then numbers between them, as (start, end)."""
    found = []
    at = 0
    while match := _FIXED.search(text, at):
        end = match.start() + len(_trimmed(match[0])) if match["url"] else match.end()
        found.append((match.start(), end))
        at = end
    edges = [0, *(edge for link in found for edge in link), len(text)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        found += [(start + match.start(), start + match.end()) for match in _NUMBER.finditer(text[start:end])]
    return sorted(found)


# --- Words ------------------------------------------------------------------------------------------------

_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff]")
_CLOSING = ",.;:!?)]}%\u00bb\u2019\u201d\u2026\u3001\u3002\u300d\u30fc\uff01\uff0c\uff1f\u0e2f\u0e46"
_OPENING = "([{\u00ab\u2018\u201c\u300c$\u00a3\u00a5\u20ac"


def _is_space(c: str) -> bool:
    return c == "\u200b" or (c.isspace() and c not in "\u00a0\u2007\u202f\x1c\x1d\x1e\x1f")


@functools.lru_cache(maxsize=16)
def word_places(text: str) -> frozenset[int]:
    places = set()
    for place in cluster_places(text):
        before, after = text[place - 1], text[place]
        unspaced = bool(_UNSPACED.match(before) or _UNSPACED.match(after))
        if _is_space(before) or _is_space(after) or (unspaced and before not in _OPENING and after not in _CLOSING):
            places.add(place)
    return frozenset(places)


# --- What stays whole -------------------------------------------------------------------------------------


def atoms(text: str, boundary: str, fits: Callable[[str], bool]) -> list[str]:
    """The parts of a text that a segment holds whole, in order; a part of one character need not fit."""
    clusters = cluster_places(text)
    levels = [clusters]
    if boundary == "character":
        levels = []
    if boundary == "word":
        words = word_places(text)
        inside = {place for start, end in links(text) for place in range(start + 1, end)}
        levels = [words.difference(inside), words, clusters]

    def divided(start: int, end: int, rest: Sequence[frozenset[int]]) -> Iterator[str]:
        if not rest:
            yield from text[start:end]
            return
        edges = [start, *sorted(place for place in rest[0] if start < place < end), end]
        for first, last in itertools.pairwise(edges):
            if fits(text[first:last]):
                yield text[first:last]
            else:
                yield from divided(first, last, rest[1:])

    return list(divided(0, len(text), levels)) if text else []


def numbered(text: str, form: str | None, sequence: int, total: int) -> str:
    """A segment's text with its number."""
    if form is None:
        return text
    form = form if "{text}" in form else "{text}" + form
    return form.format(text=text, sequence=sequence, total=total)
