"""What :mod:`growth` measures: texts of any length, what is done with them, and lists of any number of messages.

Texts are a piece again and again. Those of ``WORST`` are made to be hard: no cluster, word, link or number of theirs
ends, every character is of another table, or nothing but what costs most is in them.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterator
from typing import Any

import smsenc
from smsenc import gsm7, pictures, ucs2
from smsenc.gateways.clickatell import rest

ORDINARY = {
    "ascii": "The quick brown fox jumps over 13 lazy dogs, then rests. ",
    "brackets": '{"id": [1234], "state": "ok"} and some plain words. ',
    "euro": "Zwölf Äpfel für 3 € und fünf Öle für alle Gäste, bitte. ",
    "Cyrillic": "Ваша посылка готова, код никому не сообщайте. ",
    "Turkish": "Işıklı şehirde çiğ köfte ve ağaç gölgesi, öğle. ",
    "emoji": "Party at eight \U0001f389, bring cake and your friends! ",
}

# A character of each national language's own; the smallest languages have one that others have as well.
TABLES = "ğçãঅઅअಅഅଅਅஅఅاآښşűőãêঊ"

WORST = {
    "only brackets": "[",
    "carets, euros": "^€",
    "every second foreign": "a\u044f",
    "every second a pair": "a\U0001f389",
    "only pairs": "\U0001f389",
    "each of another table": TABLES,
    "one word": "x",
    "one foreign word": "\u0451",
    "white space": " ",
    "no-break spaces": "\xa0",
    "CR": "\r",
    "CR LF": "\r\n",
    "accents apart": "e\u0301",
    "accents in disorder": "e\u0301\u0316\u0323\u0302",
    "joiners": "\u200d",
    "a family without end": "\U0001f469\u200d",
    "flags": "\U0001f1e9",
    "conjuncts": "\u0915\u094d",
    "jamo": "\u1100\u1161\u11a8",
    "leading jamo": "\u1100",
    "prepended": "\u0600",
    "direction marks": "\u200f",
    "variation selectors": "a\ufe0f",
    "high halves": "\ud800",
    "halves in disorder": "\udc00\ud800",
    "halves of pairs": "\ud83d\ude00",
    "URLs": "http://a.b/ ",
    "URLs in URLs": "http://",
    "schemes": "a://",
    "www": "www.",
    "w": "w",
    "domains": "a.bc/",
    "ports": "a.bc:80",
    "dots": "a.",
    "mailboxes": "a@b.cd",
    "at signs": "@",
    "closing brackets of a URL": "://a(/)]})",
    "placeholders": "{{name}} ",
    "nested placeholders": "{a",
    "opening braces": "{",
    "closing braces": "}",
    "fields of spaces": "{ ",
    "digits": "1",
    "grouped digits": "1 23-",
    "currencies": "$ ",
    "quotes": "\u2019",
    "ellipses": "\u2026",
    "Chinese": "\u4f60\u597d",
    "Thai": "\u0e01\u0e34",
    "Bulgarian": "\u044a",
    "NUL": "\0",
}


def text_of(name: str, size: int) -> str:
    """A text of so many characters."""
    if name in ONCE:
        return ONCE[name](size)
    piece = ORDINARY.get(name) or WORST[name]
    return (piece * (size // len(piece) + 1))[:size]


# Texts that are not a piece again and again.
ONCE: dict[str, Callable[[int], str]] = {
    "marks on one letter": lambda size: "e" + "\u0301" * (size - 1),
    "disordered marks on one letter": lambda size: "e" + ("\u0301\u0316" * size)[: size - 1],
    "a foreign one at last": lambda size: "a" * (size - 1) + "\u044f",
    "a pair at last": lambda size: "[" * (size - 1) + "\U0001f389",
    "a URL without end": lambda size: ("http://a.b/" + "c" * size)[:size],
    "a URL of brackets": lambda size: ("http://a.b/" + ")" * size)[:size],
    "a mailbox without end": lambda size: ("a" * size + "@b.cd")[-size:],
    "a placeholder without end": lambda size: ("{" + "a" * size)[:size],
    "digits and braces": lambda size: ("1" * (size // 2) + "}" * size)[:size],
}

HARD = [*WORST, *ONCE]

LONG = dict.fromkeys("[^aex я🎉́", "long" * 25)


def refused(operation: Callable[[str], object]) -> Callable[[str], object]:
    """An operation that refuses long texts, or those of some characters, by an error that knows why."""

    def tried(text: str) -> object:
        with contextlib.suppress(smsenc.Error, UnicodeError):
            return operation(text)
        return None

    return tried


def estimated(**options: Any) -> Callable[[str], object]:
    profile = smsenc.Profile(**options)
    return refused(profile.estimate)


def cut(**options: Any) -> Callable[[str], object]:
    """All segments of a text that is cut off to 255, with their octets."""
    profile = smsenc.Profile(overflow="truncate", **options)
    return refused(lambda text: profile.encode(text).user_data)


def explained(text: str) -> object:
    return [character.cost for character in smsenc.explain(text).characters]


def explained_by_index(text: str) -> object:
    characters = smsenc.explain(text).characters
    return [characters[number].cost for number in range(len(characters))]


def told(text: str) -> object:
    return smsenc.explain(text).to_dict()


def drawn(text: str) -> object:
    return pictures.html(smsenc.encode(text, overflow="truncate", boundary="grapheme"))


def suggested(text: str) -> object:
    return [suggestion.kind for suggestion in smsenc.explain(text).suggestions]


def decoded_gsm7(text: str) -> object:
    """Octets of any length through the decoder, as septets that are what they are."""
    return smsenc.decode(text.encode("utf-8", "surrogatepass"), dcs=0).text


def decoded_ucs2(text: str) -> object:
    octets = text.encode("utf-16-be", "surrogatepass")
    return smsenc.decode(octets, dcs=8).text


OPERATIONS: dict[str, Callable[[str], object]] = {
    "count_segments": refused(smsenc.count_segments),
    "estimate": refused(smsenc.estimate),
    "estimate, all languages": estimated(languages="all"),
    "estimate, NFC": estimated(normalization="NFC"),
    "estimate, line breaks": estimated(line_breaks="lf"),
    "estimate, U+FFFD": estimated(lone_surrogates="replace"),
    "estimate, smart": estimated(replace="smart", replace_when="always"),
    "estimate, smart-wide": estimated(replace="smart-wide"),
    "estimate, transliterate": estimated(replace="transliterate", replace_when="always"),
    "estimate, long replacements": estimated(replace=LONG, replace_when="always"),
    "estimate, suffix": estimated(suffix=" Reply STOP"),
    "estimate, numbers": estimated(numbering="{sequence}/{total} {text}"),
    "estimate, graphemes": estimated(boundary="grapheme"),
    "estimate, words": estimated(boundary="word"),
    "encode": cut(),
    "encode, UCS-2": cut(encoding="ucs2", lone_surrogates="keep"),
    "encode, all languages": cut(languages="all", ellipsis="..."),
    "encode, graphemes": cut(boundary="grapheme", ellipsis="..."),
    "encode, words": cut(boundary="word", ellipsis="...", suffix=" Reply STOP", numbering="{sequence}/{total} {text}"),
    "encode, everything": cut(
        boundary="word",
        languages="all",
        normalization="NFC",
        line_breaks="lf",
        lone_surrogates="replace",
        replace="transliterate",
        numbering="{sequence}/{total} {text}",
    ),
    "encode_many": refused(lambda text: smsenc.encode_many([text], overflow="truncate")),
    "explain, characters": refused(explained),
    "explain, by index": refused(explained_by_index),
    "explain, suggestions": refused(suggested),
    "explain, to_dict": refused(told),
    "pictures.html": refused(drawn),
    "decode, septets": refused(decoded_gsm7),
    "decode, UCS-2": refused(decoded_ucs2),
    "gsm7.encode": refused(lambda text: gsm7.decode(gsm7.encode(text))),
    "gsm7.encode, tables": refused(lambda text: gsm7.encode(text, locking="turkish", single="turkish")),
    "ucs2.encode": refused(lambda text: ucs2.decode(ucs2.encode(text))),
}

# What is measured from one character on, of ordinary texts.
SHORT = ["count_segments", "estimate", "encode", "explain, characters", "gsm7.encode", "ucs2.encode"]


def messages_of(size: int) -> list[str]:
    """So many messages: a thousand different ones, again and again; memory for texts does not grow then."""
    different = [f"{number} {ORDINARY['ascii']}" for number in range(1000)]
    return list(itertools.islice(itertools.cycle(different), size))


def stream_of(size: int) -> Iterator[str]:
    different = [f"{number} {ORDINARY['ascii']}" for number in range(1000)]
    return itertools.islice(itertools.cycle(different), size)


def column_of(size: int) -> Any:
    import pyarrow

    return pyarrow.array(messages_of(size), pyarrow.large_string())


def segments_of(size: int) -> list[tuple[str, smsenc.Segment]]:
    """Segments of messages of two; none is whole before half of them have come."""
    message = smsenc.encode("x" * 200, reference=0)
    messages = [(str(number // 256), message.with_reference(number % 256)) for number in range((size + 1) // 2)]
    return [(sender, message[half]) for half in range(2) for sender, message in messages]


def reassemble(segments: list[tuple[str, smsenc.Segment]]) -> object:
    reassembler = smsenc.Reassembler(max_messages=10**6, max_octets=10**9)
    return sum(reassembler.add(segment, originator=sender) is not None for sender, segment in segments)


def numbers_of(size: int) -> list[str]:
    return [str(491700000000 + number) for number in range(size)]


def request(numbers: list[str]) -> object:
    return sum(len(request.content) for request in rest.requests("Hello", numbers, token="token"))


def count_column(column: Any) -> object:
    from smsenc import arrow

    return arrow.count_segments(column, threads=1)


def estimate_column(column: Any) -> object:
    from smsenc import arrow

    return arrow.estimate(column, threads=1)


def encode_column(column: Any) -> object:
    from smsenc import arrow

    return arrow.encode(column, threads=1)


MANY = smsenc.Profile(languages="all", replace="smart", boundary="word")

# How messages are handed over, what is done with them, and the most that are tried in the whole form of the bench.
LISTS: dict[str, tuple[Callable[[int], Any], Callable[[Any], object], int]] = {
    "count_segments_many, list": (messages_of, smsenc.count_segments_many, 10**7),
    "count_segments_many, iterator": (stream_of, smsenc.count_segments_many, 10**7),
    "estimate_many, list": (messages_of, smsenc.estimate_many, 10**7),
    "estimate_many, iterator": (stream_of, smsenc.estimate_many, 10**7),
    "estimate_many, many options": (messages_of, MANY.estimate_many, 10**6),
    "encode_many, list": (messages_of, smsenc.encode_many, 10**6),
    "arrow.count_segments": (column_of, count_column, 10**7),
    "arrow.estimate": (column_of, estimate_column, 10**7),
    "arrow.encode": (column_of, encode_column, 10**6),
    "Reassembler.add": (segments_of, reassemble, 10**5),
    "rest.requests": (numbers_of, request, 10**6),
}

# What is done with the hard texts in the short form of the bench.
HARDEST = ["encode, everything", "count_segments", "explain, characters", "explain, suggestions", "decode, septets"]
