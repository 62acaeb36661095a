"""Texts and octets for the referees, the same in every run: all boundary lengths, then random ones.

The default alphabet stands here a second time, by the grid of TS 23.038 clause 6.2.1, so that the texts
do not come from the package under test.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

# Code 0x1B is the escape; its place is held by a character that is not sent.
_ESCAPE = "\x1b"
DEFAULT = (
    "@\u00a3$\u00a5\u00e8\u00e9\u00f9\u00ec\u00f2\u00c7\n\u00d8\u00f8\r\u00c5\u00e5"
    "\u0394_\u03a6\u0393\u039b\u03a9\u03a0\u03a8\u03a3\u0398\u039e\x1b\u00c6\u00e6\u00df\u00c9"
    " !\"#\u00a4%&'()*+,-./0123456789:;<=>?"
    "\u00a1ABCDEFGHIJKLMNOPQRSTUVWXYZ\u00c4\u00d6\u00d1\u00dc\u00a7"
    "\u00bfabcdefghijklmnopqrstuvwxyz\u00e4\u00f6\u00f1\u00fc\u00e0"
)
PLAIN = DEFAULT.replace(_ESCAPE, "")
EXTENSION = "\f^{}\\[~]|\u20ac"
# Text in several scripts, from two octets of UTF-16 each: Cyrillic, Greek, Arabic, Hebrew, Devanagari, Thai,
# Chinese, Japanese, Korean, Latin letters outside the default alphabet, punctuation, invisible characters.
WIDE = (
    "".join(map(chr, range(0x0410, 0x0450)))
    + "".join(map(chr, range(0x03AC, 0x03CF)))
    + "".join(map(chr, range(0x0621, 0x064B)))
    + "".join(map(chr, range(0x05D0, 0x05EB)))
    + "".join(map(chr, range(0x0904, 0x093A)))
    + "".join(map(chr, range(0x0E01, 0x0E3B)))
    + "".join(map(chr, range(0x4E00, 0x4E80)))
    + "".join(map(chr, range(0x3041, 0x30FF)))
    + "".join(map(chr, range(0xAC00, 0xAC80)))
    + "\u00e7\u0101\u0111\u0142\u015f\u011f\u0131\u0130`\u00a0\u00ad\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u2022"
    + "\u200b\u200d\u200e\u202f\ufeff\ufffd\ufe0f\t\x7f"
)
# Outside the basic plane: two units each.
ASTRAL = "".join(map(chr, range(0x1F600, 0x1F650))) + "\U0001f468\U0001f3fd\U0001f1e9\U0001d11e\U00020000\U0010ffff"

# Content units around every border of one to four segments, and around the octet borders of packing.
GSM7_LENGTHS = (0, 1, 2, 6, 7, 8, 9, 15, 16, 152, 153, 154, 159, 160, 161, 304, 305, 306, 307, 458, 459, 460, 612, 613)
UCS2_LENGTHS = (1, 2, 3, 66, 67, 68, 69, 70, 71, 132, 133, 134, 135, 200, 201, 202, 268, 269)
BINARY_LENGTHS = (0, 1, 7, 133, 134, 135, 139, 140, 141, 267, 268, 269, 402, 403)


def gsm7(stream: random.Random, septets: int, escapes: float = 0.1) -> str:
    """Exactly that many septets of the default alphabet; about ``escapes`` of the characters cost two."""
    out, left = [], septets
    while left:
        if left >= 2 and stream.random() < escapes:
            out.append(stream.choice(EXTENSION))
            left -= 2
        else:
            out.append(stream.choice(PLAIN))
            left -= 1
    return "".join(out)


def ucs2(stream: random.Random, units: int, astral: float = 0.1) -> str:
    """Exactly that many UTF-16 units, one character at least outside the default alphabet."""
    out, left = [], units
    while left:
        if left >= 2 and stream.random() < astral:
            out.append(stream.choice(ASTRAL))
            left -= 2
        else:
            out.append(stream.choice(WIDE if not out or stream.random() < 0.7 else PLAIN))
            left -= 1
    return "".join(out)


def many_gsm7(stream: random.Random, count: int) -> Iterator[str]:
    """Each boundary length with few and with many escapes, then random lengths: ``count`` texts."""
    yield from ("".join(PLAIN), EXTENSION, "".join(PLAIN[::-1]) + EXTENSION)
    made = 3
    for length in GSM7_LENGTHS:
        for escapes in (0.0, 0.02, 0.3, 1.0):
            yield gsm7(stream, length, escapes)
            made += 1
    # An escape pair on each side of every border of the first segments.
    for before in range(148, 162):
        for length in (160, 161, 306, 307):
            yield "x" * before + "\u20ac" + "y" * max(0, length - before - 2)
            made += 1
    while made < count:
        yield gsm7(stream, stream.choice((stream.randint(1, 40), stream.randint(1, 160), stream.randint(100, 700))))
        made += 1


def many_ucs2(stream: random.Random, count: int) -> Iterator[str]:
    """Each boundary length with few and with many surrogate pairs, then random lengths: ``count`` texts."""
    made = 0
    for length in UCS2_LENGTHS:
        for astral in (0.0, 0.02, 0.3, 1.0):
            yield ucs2(stream, length, astral)
            made += 1
    for before in range(62, 72):
        for length in (70, 71, 134, 135):
            yield "\u0436" * before + "\U0001f600" + "z" * max(0, length - before - 2)
            made += 1
    while made < count:
        yield ucs2(stream, stream.choice((stream.randint(1, 20), stream.randint(1, 70), stream.randint(40, 300))))
        made += 1


def many_binary(stream: random.Random, count: int) -> Iterator[bytes]:
    for length in BINARY_LENGTHS:
        yield stream.randbytes(length)
    for _ in range(count - len(BINARY_LENGTHS)):
        yield stream.randbytes(stream.choice((stream.randint(1, 20), stream.randint(1, 140), stream.randint(100, 500))))


def numbers(stream: random.Random) -> Iterator[str]:
    """Telephone numbers, each once: the parts of one message are found by their address."""
    serial = 0
    while True:
        serial += 1
        yield f"+467{stream.randint(10, 99)}{serial:07}"
