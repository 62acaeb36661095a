"""The rows of single calls: counts, estimates, codecs, splitting, and what pure Python would take."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pure
from paired import Row

import smsenc
from smsenc import gsm7, ucs2

ASCII = "The quick brown fox jumps over 13 lazy dogs, then rests. " * 20
ASCII_160 = ASCII[:160]
ASCII_459 = ASCII[:459]
LATIN_160 = ("Grüße aus Köln: Señor Ångström möchte à la carte essen, mañana è città. " * 3)[:160]
EURO_159 = ("Größere Menüs für fünf € bei Zoë? Nö, ".replace("ë", "e") + "Ärger, Übermut und Öl für alle Gäste. " * 5)[
    :159
]
CYRILLIC_70 = ("Привет, ваша посылка готова. Код получения никому не сообщайте! " * 2)[:70]
EMOJI_70 = ("Party at eight \U0001f389 bring cake and your friends, see you all there! " * 1).ljust(69, "!")[:69]
BRACKETS_160 = ("{id: [12345678], ok: ~1} plain text, and then some of it " * 3)[:152]
QUOTES_160 = ("“Hi” – it’s 5 o’clock and the bar on the roof terrace is now open for all of you! " * 2)[:160]
PACKED = gsm7.pack(gsm7.encode(ASCII_160))


class Slotted:
    """What reading a slot of an ordinary object takes."""

    __slots__ = ("segments",)

    def __init__(self, segments: int) -> None:
        self.segments = segments


def check() -> None:
    """The texts are what their names say, and pure Python does the same work."""
    sizes = [(ASCII_160, 160, 1), (LATIN_160, 160, 1), (EURO_159, 160, 1), (BRACKETS_160, None, 2)]
    for text, septets, segments in sizes:
        estimate = smsenc.estimate(text)
        assert estimate.encoding is smsenc.Encoding.GSM7, text
        assert estimate.segments == segments, text
        assert septets in (None, estimate.units), (estimate.units, text)
    assert (len(LATIN_160), max(map(ord, LATIN_160)) < 256, EURO_159.count("€")) == (160, True, 1)
    assert smsenc.estimate(CYRILLIC_70).units == smsenc.estimate(EMOJI_70).units == 70
    for text in (ASCII_160, ASCII_459, LATIN_160, EURO_159, BRACKETS_160, CYRILLIC_70, EMOJI_70, "Привет"):
        assert pure.count(text) == smsenc.count_segments(text), text
    for text in (ASCII_160, LATIN_160, BRACKETS_160):
        assert pure.encode(text) == gsm7.pack(gsm7.encode(text)), text
    assert pure.split(ASCII_459) == smsenc.encode(ASCII_459, reference=0).user_data
    assert gsm7.decode(gsm7.unpack(PACKED, 160)) == ASCII_160


def rows() -> list[Row]:
    check()
    profile = smsenc.Profile(reference_bits=16)
    base = {
        "count": smsenc.count_segments,
        "estimate": smsenc.estimate,
        "encode": smsenc.encode,
        "explain": smsenc.explain,
        "gsm7": SimpleNamespace(encode=gsm7.encode, decode=gsm7.decode),
        "gsm7_encode": gsm7.encode,
        "gsm7_decode": gsm7.decode,
        "gsm7_pack": gsm7.pack,
        "gsm7_unpack": gsm7.unpack,
        "ucs2_encode": ucs2.encode,
        "profile_count": profile.count_segments,
        "profile_estimate": profile.estimate,
        "pure_count": pure.count,
        "pure_encode": pure.encode,
        "pure_split": pure.split,
        "s": ASCII_160,
        "ascii": ASCII_160,
        "kept": smsenc.estimate(ASCII_160),
        "slotted": Slotted(1),
        "packed": PACKED,
        "plain": ASCII_160.encode(),
        "septets": gsm7.encode(ASCII_160),
    }
    ucs1, utf8, utf16 = "len(s)", "ascii.encode('utf-8')", "s.encode('utf-16-be')"

    def row(
        number: str, name: str, operation: str, reference: str, *rest: object, text: str = ASCII_160, **more: object
    ) -> Row:
        goal, stretch = rest
        return Row(number, name, operation, reference, {**base, "s": text}, goal, stretch, **more)  # type: ignore[arg-type]

    return [
        row("1", "count, ASCII 160 / len", "count(s)", ucs1, 3.0, 2.3),
        row("1", "count, Latin-1 160 / len", "count(s)", ucs1, 3.0, 2.3, text=LATIN_160),
        row("1b", "count, ASCII 160 / UTF-8 of ASCII 160", "count(s)", utf8, 0.9, 0.65),
        row("1b", "count, Latin-1 160 / UTF-8 of ASCII 160", "count(s)", utf8, 0.9, 0.65, text=LATIN_160),
        row("1c", "count, ASCII 160 / UTF-16", "count(s)", utf16, 0.15, 0.10),
        row("2", "count, Cyrillic 70 / len", "count(s)", ucs1, 2.8, 1.9, text=CYRILLIC_70),
        row("2", "count, emoji 70 / len", "count(s)", ucs1, 2.8, 1.9, text=EMOJI_70),
        row("3", "count, Latin and one euro, 159 / len", "count(s)", ucs1, 6.0, 4.5, text=EURO_159),
        row("4", "estimate / len", "estimate(s)", ucs1, 4.5, 3.5),
        row("5", "a field of it / a slot", "kept.segments", "slotted.segments", 5.0, 1.2),
        row("6", "gsm7.encode, 160 ASCII / UTF-8", "gsm7_encode(s)", utf8, 1.8, 1.3),
        row(
            "6",
            "gsm7.pack of gsm7.encode, 160 ASCII / UTF-8",
            "gsm7_pack(gsm7_encode(s))",
            utf8,
            None,
            None,
            note="two calls; the goal is stated for one",
        ),
        row("6", "gsm7.encode, 160 with accents / UTF-8 of ASCII", "gsm7_encode(s)", utf8, None, None, text=LATIN_160),
        row("6b", "gsm7.encode, 160 ASCII / UTF-16", "gsm7_encode(s)", utf16, 0.30, 0.20),
        row("7", "ucs2.encode, Cyrillic 70 / UTF-16", "ucs2_encode(s)", utf16, 0.20, 0.13, text=CYRILLIC_70),
        row("8", "encode(459 ASCII).user_data / UTF-16", "encode(s).user_data", utf16, 1.0, 0.7, text=ASCII_459),
        row("19", "count: times faster than pure Python", "count(s)", "pure_count(s)", 7.0, 11.0, at_least=True),
        row(
            "19",
            "gsm7.encode and pack: the same",
            "gsm7_pack(gsm7_encode(s))",
            "pure_encode(s)",
            35.0,
            50.0,
            at_least=True,
        ),
        row(
            "19",
            "encode(459).user_data: the same",
            "encode(s).user_data",
            "pure_split(s)",
            35.0,
            45.0,
            text=ASCII_459,
            at_least=True,
        ),
        row(
            "21",
            "gsm7.decode of unpacked 140 octets / UTF-8",
            "gsm7_decode(gsm7_unpack(packed, 160))",
            "plain.decode('utf-8')",
            3.3,
            1.6,
        ),
        row("21", "gsm7.decode alone / UTF-8", "gsm7_decode(septets)", "plain.decode('utf-8')", None, None),
        row("P1", "profile.count_segments, ASCII 160 / len", "profile_count(s)", ucs1, None, None),
        row(
            "P1", "profile.count_segments, two segments / len", "profile_count(s)", ucs1, None, None, text=BRACKETS_160
        ),
        row("P4", "profile.estimate / len", "profile_estimate(s)", ucs1, None, None),
        row("E1", "explain, ASCII 160 / estimate", "explain(s)", "estimate(s)", 20.0, 3.0),
        row("E1", "explain, Cyrillic 70 / estimate", "explain(s)", "estimate(s)", 20.0, 3.0, text=CYRILLIC_70),
        row(
            "E2",
            "explain and its entries, 160 / estimate",
            "list(explain(s).characters)",
            "estimate(s)",
            None,
            None,
            text=QUOTES_160,
        ),
        row(
            "E2",
            "explain and its suggestions, 160 / estimate",
            "explain(s).suggestions",
            "estimate(s)",
            None,
            None,
            text=QUOTES_160,
        ),
        row("P8", "encode(160).user_data / UTF-16", "encode(s).user_data", utf16, None, None),
    ]


def left_behind() -> int:
    """Row 20: octets that calls leave in the caller's strings."""
    left = 0
    for text in (ASCII_160, LATIN_160, EURO_159, CYRILLIC_70, EMOJI_70):
        fresh = "".join([text, "!"])
        before = sys.getsizeof(fresh)
        smsenc.count_segments(fresh)
        smsenc.estimate(fresh)
        _ = smsenc.encode(fresh).user_data
        smsenc.explain(fresh)
        if smsenc.gsm7.is_gsm7(fresh):
            gsm7.encode(fresh)
        ucs2.encode(fresh)
        left += sys.getsizeof(fresh) - before
    return left
