"""Replacement through the Python API: what a policy may do, and what never happens."""

from __future__ import annotations

import csv
import pathlib
import pickle
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import smsenc

POLICIES = ["smart", "smart-wide", "transliterate"]
CHARACTERS = st.one_of(
    st.sampled_from("abcXYZ 019äöüñÇ€^\r\n"),
    st.sampled_from("“”‘’–—…\u00a0\u200b\u00ad\ufeff\u2028´`«»½²ａ\t"),
    st.sampled_from("çłőŞİı άωΓ ЩщяґђґѓъЪ \u0301\u0308 გამ"),
    st.sampled_from("नमस्ते \u200c\u200d\ufe0f می 👩⚕🏽❤🔥1\u20e3 你 \u202a\u202c\u200f"),
    st.characters(exclude_categories=["Cs"]),
)
TEXTS = st.builds(
    lambda head, filler, count, tail: head + filler * count + tail,
    st.text(CHARACTERS, max_size=15),
    CHARACTERS,
    st.sampled_from([0, 1, 60, 70, 130, 150, 160, 300]),
    st.text(CHARACTERS, max_size=15),
)
MAPPINGS = st.dictionaries(CHARACTERS, st.text(CHARACTERS, max_size=3), max_size=5)
REPLACE = st.one_of(st.sampled_from(POLICIES), MAPPINGS)
LINKS = ["https://exämple.com/щ–ш?q=½", "www.żółw.pl/ą", "{имя}", "{{имя}}", "${имя}", "jörg@żółw.pl"]


def needed(text: str, **options: Any) -> int | None:
    try:
        return smsenc.estimate(text, **options).segments
    except smsenc.TooManySegments as error:
        return error.needed
    except smsenc.UnmappableCharacter:
        return None


def by_hand(text: str, replacements: tuple[tuple[int, str, str], ...]) -> str:
    made, end = [], 0
    for position, before, after in replacements:
        assert text[position : position + len(before)] == before
        assert before != after
        assert position >= end
        made += [text[end:position], after]
        end = position + len(before)
    return "".join([*made, text[end:]])


@given(TEXTS, REPLACE, st.sampled_from(["auto", "gsm7", "ucs2"]), st.sampled_from([(), ("turkish",), "all"]))
def test_saves_never_needs_more_segments(text: str, replace: Any, encoding: Any, languages: Any) -> None:
    without = needed(text, encoding=encoding, languages=languages)
    assume(without is not None)
    saved = needed(text, encoding=encoding, languages=languages, replace=replace)
    assert saved is not None
    assert saved <= without
    estimate = smsenc.estimate(text, encoding=encoding, languages=languages, replace=replace)
    assert bool(estimate.replacements) == (saved < without)


@given(TEXTS, REPLACE, st.sampled_from(["saves", "always"]))
def test_replacements_applied_by_hand_give_the_text_that_is_sent(text: str, replace: Any, when: Any) -> None:
    message = smsenc.encode(text, replace=replace, replace_when=when)
    assert by_hand(text, message.replacements) == message.text
    estimate = smsenc.estimate(text, replace=replace, replace_when=when)
    assert estimate.replacements == message.replacements
    assert estimate.segments == len(message)


@given(TEXTS, st.sampled_from(POLICIES))
def test_what_a_policy_puts_is_gsm7_for_what_is_not(text: str, replace: Any) -> None:
    message = smsenc.encode(text, replace=replace, replace_when="always")
    for _, before, after in message.replacements:
        assert smsenc.gsm7.is_gsm7(after)
        assert not smsenc.gsm7.is_gsm7(before)
    assert message.text is not None
    assert smsenc.encode(message.text, replace=replace, replace_when="always").replacements == ()


@given(st.text(st.sampled_from("ab “”щ")), st.sampled_from(LINKS), st.text(st.sampled_from("ab “”щ")))
def test_nothing_is_replaced_in_links(head: str, link: str, tail: str) -> None:
    text = f"{head} {link} {tail}"
    message = smsenc.encode(text, replace="transliterate", replace_when="always")
    assert message.text is not None
    assert link in message.text
    start = len(head) + 1
    assert all(not start <= position < start + len(link) for position, _, _ in message.replacements)


@given(
    st.lists(
        st.sampled_from(
            ["👩\u200d⚕\ufe0f", "❤\ufe0f\u200d🔥", "می\u200cخواهم", "क्\u200dष", "1\ufe0f\u20e3", "“", "щ", " "]
        )
    )
)
def test_no_joiner_is_taken_from_where_it_joins(pieces: list[str]) -> None:
    for replace in POLICIES:
        text = smsenc.encode("".join(pieces), replace=replace, replace_when="always").text  # type: ignore[arg-type]
        assert text is not None
        assert re.findall("[\u200c\u200d\ufe0f]", text) == re.findall("[\u200c\u200d\ufe0f]", "".join(pieces))


@pytest.mark.parametrize("wide", ["", "ш", "😀"])
def test_positions_count_characters_of_every_kind_of_string(wide: str) -> None:
    text = f"{wide}a«b»\u00adc"
    message = smsenc.encode(text, replace="smart", replace_when="always")
    first = len(wide) + 1
    assert message.replacements == ((first, "«", '"'), (first + 2, "»", '"'), (first + 3, "\u00ad", ""))
    assert message.text == f'{wide}a"b"c'


def test_the_result_is_the_same_in_lists_and_columns() -> None:
    texts = ["“Hi”" + "x" * 100, "“Hi”", "plain", "щ" * 100, None, "\ud83d", "中" * 80]
    for when in ("saves", "always"):
        profile = smsenc.Profile(replace="transliterate", replace_when=when)
        one_by_one = [None if text is None else profile.estimate(text) for text in texts]
        assert list(profile.estimate_many(texts)) == one_by_one
        counts = [None if estimate is None else estimate.segments for estimate in one_by_one]
        assert profile.count_segments_many(texts).tolist() == counts
        encoded = profile.encode_many([text for text in texts if text not in (None, "\ud83d")])
        assert len(encoded) == 5


def test_a_message_with_replacements_is_a_value() -> None:
    message = smsenc.encode("“Hi”" + "x" * 100, replace={"“": '"', "”": '"'})
    assert pickle.loads(pickle.dumps(message)) == message
    assert message.to_dict()["replacements"] == [[0, "“", '"'], [3, "”", '"']]


def test_truncation_chooses_on_the_whole_text_and_cuts_no_replacement() -> None:
    options: smsenc.Options = {"replace": "transliterate", "max_segments": 1, "overflow": "truncate"}
    # 800 septets are six segments, 200 UTF-16 units three: the text is cut as it was given.
    message = smsenc.encode("щ" * 200, **options)
    assert (message.text, message.truncated_at, message.needed) == ("щ" * 70, 70, 3)
    message = smsenc.encode("щ" * 200, replace_when="always", **options)
    assert (message.text, message.truncated_at, message.needed) == ("shch" * 40, 40, 6)
    assert len(message.replacements) == 40
    message = smsenc.encode("x" * 158 + "щ" * 20, **options)
    assert (message.text, message.truncated_at, message.replacements) == ("x" * 158, 158, ())


def test_what_cannot_be_replaced_is_named_by_the_error() -> None:
    with pytest.raises(smsenc.UnmappableCharacter) as caught:
        smsenc.encode("“中”", encoding="gsm7", replace="smart")
    assert (caught.value.character, caught.value.position) == ("中", 1)


def test_a_mapping_is_copied_when_options_are_compiled() -> None:
    mapping = {"€": "EUR"}
    profile = smsenc.Profile(replace=mapping, replace_when="always")
    mapping["€"] = "x"
    profile.options["replace"]["€"] = "y"
    assert profile.encode("5 €").text == "5 EUR"


TABLES = pathlib.Path(__file__).resolve().parents[3] / "tables" / "replacements"
LEVEL_OF = {"smart": 0, "smart-wide": 1, "windows-1252": 1} | dict.fromkeys(
    ["latin", "greek", "georgian", "symbols", "windows-1252-letters"], 2
)


def rows(name: str) -> Iterator[tuple[str, str]]:
    """Each character of a table with its text."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        for to, characters in list(csv.reader(file))[1:]:
            text = chr(int(to[2:], 16)) if to.startswith("U+") else to
            for part in characters.split():
                first, _, last = part.partition("..")
                yield from ((chr(code), text) for code in range(int(first, 16), int(last or first, 16) + 1))


@pytest.mark.parametrize("name", LEVEL_OF)
def test_every_row_of_a_table_is_what_its_level_and_those_above_do(name: str) -> None:
    seen = 0
    for character, to in rows(name):
        for level, policy in enumerate(POLICIES):
            sent = smsenc.encode(character, replace=policy, replace_when="always").text  # type: ignore[arg-type]
            assert sent == (to if level >= LEVEL_OF[name] else character), ascii(character)
        seen += 1
    assert seen >= 9
    assert {path.stem for path in TABLES.glob("*.csv")} == {*LEVEL_OF, "cyrillic", "invisible", "marks"}
