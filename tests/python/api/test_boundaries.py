"""Segments for readers: where they end, what stands in each and in the last; against the twin and by hand."""

from __future__ import annotations

import string
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import naive
import smsenc

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"

PIECES = [
    "Hello ",
    "dear customer, ",
    "don't-touch ",
    "\r\n",
    "  ",
    "€5 ",
    "+44 20 7946 0958 ",
    "(020) 7946-0958",
    "1 234 567 ",
    "{{ first name }}",
    "{name}",
    "x",
    "https://example.com/a?b=c ",
    "http://x.y/(z))",
    "bit.ly/abc. ",
    "jane@example.com",
    FAMILY,
    "\U0001f44d\U0001f3fd",
    "\U0001f1e9\U0001f1ea",
    "e\u0301",
    "नमस्ते ",
    "क्ष",
    "你好，",
    "ก\u0e34",
    "한\u1112\u1161\u11ab",
    "internationalisation",
    "[^]",
    "\u00a0",
    "ж",
]

PROSE = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).flatmap(
    lambda kinds: st.lists(st.sampled_from(kinds), max_size=30).map("".join)
)

OPTIONS = st.fixed_dictionaries(
    {
        "boundary": st.sampled_from(["character", "grapheme", "word", "word"]),
        "suffix": st.sampled_from(["", " STOP", "€", "\U0001f600"]),
        "numbering": st.sampled_from([None, " ({sequence}/{total})", "{sequence}: {text}", "№{sequence}{text}[€]"]),
    },
    optional={
        "languages": st.just(("turkish", "hindi")),
        "encoding": st.sampled_from(["gsm7", "ucs2"]),
        "line_breaks": st.just("lf"),
        "header": st.sampled_from([50, 100, 118, 120]).map(lambda octets: ((0x70, bytes(octets)),)),
        "max_segments": st.sampled_from([1, 2, 3]),
        "overflow": st.just("truncate"),
        "ellipsis": st.sampled_from(["...", "…"]),
    },
)


def seen(made: Any, texts: tuple[str, ...]) -> tuple[object, ...]:
    return (made.segments, made.units, made.capacity, made.remaining, texts, made.truncated_at, made.needed)


@given(PROSE, OPTIONS)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_twin_lays_out_the_same_segments(text: str, options: dict[str, Any]) -> None:
    if options.get("overflow") != "truncate":
        options.pop("ellipsis", None)
    wanted: tuple[object, ...] | None
    try:
        plan = naive.plan(text, naive.Options(**options))
        wanted = (plan.coding.encoding, plan.coding.locking, plan.coding.single, *seen(plan, plan.texts))
    except (naive.Unmappable, naive.TooMany, naive.NoRoom):
        wanted = None
    if "header" in options:
        options["header"] = [smsenc.InformationElement(*element) for element in options["header"]]
    try:
        message = smsenc.encode(text, **options)
    except smsenc.Error:
        assert wanted is None
        return
    made = seen(message, tuple(str(segment.text) for segment in message))
    assert wanted == (message.encoding, message.locking, message.single, *made)
    assert smsenc.estimate(text, **options) == message.estimate
    assert smsenc.estimate_many([text], **options)[0] == message.estimate


def bodies(text: str, **options: Any) -> list[str]:
    return [str(segment.text) for segment in smsenc.encode(text, **options)]


@pytest.mark.parametrize("boundary", ["grapheme", "word"])
@pytest.mark.parametrize(
    "cluster", [FAMILY, "\U0001f1e9\U0001f1ea", "e\u0301\u0302", "क्षि", "\r\n", "\u1112\u1161\u11ab"]
)
def test_no_cluster_is_cut_wherever_it_stands(cluster: str, boundary: str) -> None:
    for before in range(60, 75):
        for text in ("ж" * before + cluster + "ж" * 70, "a" * (before + 90) + cluster + "a" * 150):
            made = bodies(text, boundary=boundary)
            assert "".join(made) == text
            assert sum(cluster in body for body in made) == 1


def test_a_cluster_longer_than_a_segment_is_cut_between_characters() -> None:
    text = "e" + "\u0301" * 200
    assert [len(body) for body in bodies(text, boundary="grapheme")] == [67, 67, 67]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("a" * 150 + " https://example.com/abc and more", "a" * 150 + " "),
        ("a" * 150 + " Call +44 20 7946 0958 now", "a" * 150 + " "),
        ("a" * 140 + " Dear {{ first name }}, hello", "a" * 140 + " Dear "),
        ("a" * 140 + " jane.doe@example.com wrote to you", "a" * 140 + " "),
        ("a" * 140 + " well-known words, really", "a" * 140 + " well-known "),
        ("a" * 152 + " bcd efgh", "a" * 152 + " "),
        ("a" * 153 + " bcd efgh", "a" * 153),
    ],
)
def test_words_addresses_and_numbers_stay_whole(text: str, cut: str) -> None:
    assert bodies(text, boundary="word")[0] == cut
    assert "".join(bodies(text, boundary="word")) == text


def test_an_address_longer_than_a_segment_is_cut() -> None:
    text = "https://example.com/" + string.ascii_lowercase * 8
    assert [len(body) for body in bodies(text, boundary="word")] == [153, 75]


def test_the_suffix_stands_whole_in_the_last_segment_and_counts() -> None:
    assert smsenc.estimate("a" * 155, suffix=" STOP") == smsenc.estimate("a" * 155 + " STOP")
    made = bodies("a" * 305, suffix="STOP to end")
    assert [len(made[0]), len(made[1]), made[2]] == [153, 152, "STOP to end"]
    assert smsenc.encode("a", suffix="№").encoding == "ucs2"
    assert smsenc.encode("", suffix="x").text == "x"
    with pytest.raises(smsenc.InvalidOption) as caught:
        smsenc.encode("a", suffix="№", encoding="gsm7")
    assert caught.value.option == "suffix"
    with pytest.raises(smsenc.InvalidOption, match="suffix"):
        smsenc.encode("a", suffix="x" * 161)


def test_a_truncated_text_keeps_its_suffix() -> None:
    options = {
        "max_segments": 1,
        "overflow": "truncate",
        "ellipsis": "...",
        "suffix": " bit.ly/abc",
        "boundary": "word",
    }
    message = smsenc.encode("word " * 50, **options)
    assert (message.text, message.truncated_at, message.needed) == ("word " * 29 + "... bit.ly/abc", 145, 2)


def test_numbers_stand_in_every_segment_of_several_only() -> None:
    form = " ({sequence}/{total})"
    assert smsenc.encode("a" * 160, numbering=form).text == "a" * 160
    made = bodies("a" * 161, numbering=form)
    assert [body[-6:] for body in made] == [" (1/2)", " (2/2)"]
    assert [len(body) for body in made] == [153, 161 - 147 + 6]
    assert bodies("a" * 161, numbering="{sequence}/{total} {text}")[1].startswith("2/2 aaa")
    assert bodies("a" * 161, numbering="{{{sequence}}}")[0].endswith("a{1}")


def test_the_digits_of_the_numbers_take_as_much_room_as_they_need() -> None:
    form = " ({sequence}/{total})"
    nine = smsenc.encode("a" * (9 * 147), numbering=form)
    assert (len(nine), nine.remaining) == (9, 0)
    ten = smsenc.encode("a" * (9 * 147 + 1), numbering=form)
    assert (len(ten), [str(segment.text)[-8:] for segment in ten][-1]) == (10, " (10/10)")
    assert [segment.units for segment in ten][:-1] == [153] * 9
    most = 9 * 145 + 90 * 144 + 156 * 143
    whole = smsenc.encode("a" * most, numbering=form)
    assert (len(whole), whole.remaining) == (255, 0)
    with pytest.raises(smsenc.TooManySegments):
        smsenc.encode("a" * (most + 1), numbering=form)


def test_positions_go_on_to_speak_of_the_callers_text() -> None:
    message = smsenc.encode(
        "“" * 200, replace="smart", numbering="{sequence} {text}", suffix="!", max_segments=1, overflow="truncate"
    )
    assert message.truncated_at == 159
    assert message.replacements[:2] == ((0, "“", '"'), (1, "“", '"'))
    assert len(message.replacements) == 159


def test_a_word_that_fits_into_septets_is_cut_in_ucs2() -> None:
    word = "a" * 100 + " "
    assert bodies(word * 4, boundary="word") == [word] * 4
    assert [len(body) for body in bodies(word * 4, boundary="word", encoding="ucs2")] == [67] * 6 + [2]


def test_columns_and_lists_lay_out_the_same() -> None:
    texts = ["word " * n + "https://example.com/abcdefgh №"[: n % 31] for n in range(80)]
    options = {"boundary": "word", "suffix": " STOP", "numbering": " ({sequence}/{total})"}
    profile = smsenc.Profile(**options)
    each = [smsenc.encode(text, **options) for text in texts]
    assert list(profile.estimate_many(texts)) == [message.estimate for message in each]
    assert list(profile.count_segments_many(texts)) == [len(message) for message in each]
    assert list(profile.encode_many(texts)) == [message.user_data for message in each]


def test_what_is_added_is_explained_by_option() -> None:
    text = "a" * 60 + " “x” and more words"
    explanation = smsenc.explain(text, suffix=" – €", numbering="№{sequence} {text}", languages=["turkish"])
    assert [one.position for one in explanation.characters] == [61, 63]
    added = {
        option: [(one.character, one.position) for one in entries] for option, entries in explanation.added.items()
    }
    assert added == {"suffix": [("–", 1)], "numbering": [("№", 0)]}
    assert "Why UCS-2, in the suffix:" in str(explanation)
    assert explanation.to_dict()["added"]["numbering"][0]["name"] == "NUMERO SIGN"
    # Only the suffix forces UCS-2: a letter of a permitted language is not to blame.
    explanation = smsenc.explain("ş", suffix="№", languages=["turkish"])
    assert (list(explanation.characters), list(explanation.added)) == ([], ["suffix"])
    # One segment has no number.
    assert smsenc.explain("a", numbering="№{sequence}").added == {}


@given(PROSE, OPTIONS)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_origins_lead_from_what_is_sent_to_what_was_given(text: str, options: dict[str, Any]) -> None:
    options.pop("header", None)
    if options.get("overflow") != "truncate":
        options.pop("ellipsis", None)
    try:
        message = smsenc.encode(text, replace="smart", **options)
    except smsenc.Error:
        return
    origins, sent = message.origins, str(message.text)
    if origins is None:
        assert sent == text
        return
    assert len(origins) == len(sent)
    assert list(origins) == sorted(origins)
    kept = len(text) if message.truncated_at is None else message.truncated_at
    changed = {position + n for position, old, _ in message.replacements for n in range(len(old))}
    for position, character in enumerate(text[:kept]):
        if position not in changed:
            assert character in [sent[at] for at, origin in enumerate(origins) if origin == position]
