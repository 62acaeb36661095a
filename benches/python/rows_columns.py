"""The rows of lists and columns: 1,000,000 messages of 20 to 166 characters, 95 on average.

Lists are measured beside ``list(map(len, L))`` of the same list: in the order in which its strings were allocated, and
shuffled, as a list that was sorted or filtered is. Columns are measured beside a copy of their octets into memory that
is there already. Columns need pyarrow; without it their rows are left out, and a line on standard error says so.
"""

from __future__ import annotations

import importlib.util
import random
import sys
from typing import Any

from paired import Row

import smsenc

COUNT = 1_000_000
WORDS = [
    "the",
    "quick",
    "brown",
    "fox",
    "jumps",
    "over",
    "13",
    "lazy",
    "dogs",
    "and",
    "then",
    "rests",
    "for",
    "a",
    "while",
    "until",
    "noon",
]
ACCENTED = [word.replace("u", "ü").replace("a", "à") if number % 3 == 0 else word for number, word in enumerate(WORDS)]
CYRILLIC = ["съешь", "ещё", "этих", "мягких", "французских", "булок", "да", "выпей", "же", "чаю", "потом"]


def messages(words: list[str], count: int, seed: int = 1) -> list[str]:
    """Different texts, each a string of its own."""
    chosen = random.Random(seed)
    text = " ".join(chosen.choices(words, k=40_000))
    places = range(len(text) - 166)
    return [text[place : place + chosen.randint(20, 166)] for place in chosen.choices(places, k=count)]


def mixed(count: int) -> list[str]:
    """80 % ASCII, 12 % Latin-1, 6 % UCS-2 with a euro sign or Cyrillic, 2 % with an emoji."""
    found = messages(WORDS, count, 2)
    for number in range(0, count, 50):
        for place in range(number, number + 6):
            found[place] = "é" + found[place][1:]
        found[number + 6] = "€" + found[number + 6][1:]
        for place in range(number + 7, number + 9):
            found[place] = "я" * min(len(found[place]), 70)
        found[number + 9] = "\U0001f389" + found[number + 9][1:]
    return found


def with_character(texts: list[str], character: str) -> list[str]:
    """The texts, each with a character in its midst."""
    return [text[:10] + character + text[10:] for text in texts]


def one(row: str, name: str, operation: str, names: dict[str, Any], goal: float | None, stretch: float | None) -> Row:
    return Row(row, name, operation, "list(map(len, L))", names, goal, stretch, unroll=1)


def list_rows() -> list[Row]:
    ordered = messages(WORDS, COUNT)
    shuffled = ordered.copy()
    random.Random(3).shuffle(shuffled)
    mix = mixed(COUNT)
    random.Random(4).shuffle(mix)
    assert smsenc.count_segments_many(shuffled[:1000]).tolist() == [
        smsenc.count_segments(text) for text in shuffled[:1000]
    ]
    base = {"count": smsenc.count_segments_many, "estimate": smsenc.estimate_many}
    inorder, anyhow, of_all = {**base, "L": ordered}, {**base, "L": shuffled}, {**base, "L": mix}
    lm = "list(map(len, L))"
    return [
        one("9", f"list to column, shuffled / {lm}", "count(L)", anyhow, 1.0, 0.8),
        one("9", f"list to column, shuffled mix / {lm}", "count(L)", of_all, None, None),
        one("9", f"list to all columns, shuffled / {lm}", "estimate(L)", anyhow, None, None),
        one("9b", f"list to column, in order / {lm}", "count(L)", inorder, 1.6, 1.25),
        one("10", f"list to list[int], shuffled / {lm}", "count(L).tolist()", anyhow, 1.2, 0.95),
        one("10", f"list to list[int], in order / {lm}", "count(L).tolist()", inorder, 1.9, 1.5),
        one("11", f"list to list[Estimate], shuffled / {lm}", "estimate(L).tolist()", anyhow, 2.5, 1.6),
        one("11", f"list to list[Estimate], in order / {lm}", "estimate(L).tolist()", inorder, 4.5, 3.2),
    ]


def column_rows() -> list[Row]:
    if importlib.util.find_spec("pyarrow") is None:
        print("rows 12 and 13 are left out: pyarrow is not installed", file=sys.stderr)
        return []
    import pyarrow

    from smsenc import arrow

    def names(texts: list[str]) -> dict[str, Any]:
        column = pyarrow.array(texts, pyarrow.string())
        source = memoryview(column.buffers()[2]).cast("B")
        target = memoryview(bytearray(len(source)))
        return {"count": arrow.count_segments, "estimate": arrow.estimate, "C": column, "S": source, "T": target}

    texts = messages(WORDS, COUNT)
    plain, accented = names(texts), names(messages(ACCENTED, COUNT))
    copy = "T[:] = S"
    others = {
        "mix of list rows": mixed(COUNT),
        "a bracket each": with_character(texts, "["),
        "a dash each": with_character(texts, "\u2013"),
        "an emoji each": with_character(texts, "\U0001f389"),
        "Cyrillic": messages(CYRILLIC, COUNT),
    }

    def reported(kind: str) -> Row:
        name = f"Arrow to column, {kind} / memcpy"
        return Row("12c", name, "count(C, threads=1)", copy, names(others[kind]), None, None, unroll=1)

    return [
        Row("12", "Arrow to column, ASCII, 1 thread / memcpy", "count(C, threads=1)", copy, plain, 2.0, 1.3, unroll=1),
        Row(
            "12",
            "Arrow to fields, ASCII, 1 thread / memcpy",
            "estimate(C, threads=1)",
            copy,
            plain,
            None,
            None,
            unroll=1,
        ),
        Row("12b", "Arrow to column, 5 % accents / memcpy", "count(C, threads=1)", copy, accented, 3.0, 1.5, unroll=1),
        *map(reported, others),
        Row(
            "13",
            "Arrow, 2 threads against 1",
            "count(C, threads=2)",
            "count(C, threads=1)",
            plain,
            1.6,
            1.8,
            at_least=True,
            unroll=1,
            note="judged on an idle machine",
        ),
    ]


def rows() -> list[Row]:
    return [*list_rows(), *column_rows()]
