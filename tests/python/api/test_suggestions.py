"""Suggestions: what they promise holds exactly, and none makes a message dearer or breaks what joins."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, reject, settings
from hypothesis import strategies as st

import smsenc
from smsenc import Encoding, SuggestionKind

PIECES = st.sampled_from(
    [
        *[
            "a",
            "word ",
            "x" * 20,
            "[",
            "€",
            "\r\n",
            "\r",
            "\n",
            "“Hi” ",
            "– ",
            "…",
            "o’clock ",
            "«",
            "\u00a0",
            "\u200b",
        ],
        *[
            "\ufeff",
            "\u200e",
            "e\u0301",
            "c\u0327",
            "q\u0301",
            "ş",
            "ğ",
            "ç",
            "ã",
            "Ł",
            "Ж",
            "ΑΘΗΝΑ ",
            "नमस्ते ",
            "中",
            "😀",
            "👨\u200d👩\u200d👧",
            "❤\ufe0f",
        ],
        *[
            "\U0001f1e9\U0001f1ea",
            "1\ufe0f\u20e3",
            "می\u200cخواهم ",
            "क्\u200dष",
            "https://example.com/“x”",
            "{name…}",
            "\ud83d",
            "한국",
        ],
    ]
)
TEXTS = st.builds(lambda pieces, times: "".join(pieces) * times, st.lists(PIECES, max_size=25), st.integers(1, 8))
OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "encoding": st.sampled_from(["auto", "gsm7", "ucs2"]),
        "languages": st.sampled_from([(), ("turkish",), ("portuguese", "hindi"), "all"]),
        "normalization": st.sampled_from([None, "NFC"]),
        "line_breaks": st.sampled_from(["keep", "lf"]),
        "replace": st.sampled_from([None, "smart", "smart-wide", "transliterate", {"x": "yy", "“": "”"}]),
        "replace_when": st.sampled_from(["saves", "always"]),
        "lone_surrogates": st.sampled_from(["error", "replace", "keep"]),
        "boundary": st.sampled_from(["grapheme", "word"]),
        "suffix": st.sampled_from([" STOP", " [€]"]),
        "numbering": st.sampled_from([" ({sequence}/{total})", "[{sequence}] {text}"]),
        "max_segments": st.sampled_from([1, 2, 3, 255]),
        "overflow": st.sampled_from(["error", "truncate"]),
        "reference_bits": st.sampled_from([8, 16]),
    },
)

# What must stay as it is: emoji with their joiners, and words of scripts whose letters join.
CLUSTERS = ["👨\u200d👩\u200d👧", "❤\ufe0f", "1\ufe0f\u20e3", "क्\u200dष", "e\u0301"]
JOINED = ["👨\u200d👩\u200d👧", "❤\ufe0f", "\U0001f1e9\U0001f1ea", "1\ufe0f\u20e3", "می\u200cخواهم", "क्\u200dष", "नमस्ते"]


def explained(text: str, options: dict[str, Any]) -> smsenc.Explanation:
    """The explanation, unless a forced alphabet that holds the text lacks what the options add to it."""
    try:
        return smsenc.explain(text, **options)
    except smsenc.InvalidOption:
        if options.get("encoding") != "gsm7" or not {"suffix", "numbering"} & set(options):
            raise
        reject()


def whole(estimate: smsenc.Estimate) -> int:
    return estimate.needed or estimate.segments


def kinds(text: str, **options: Any) -> list[str]:
    return [suggestion.kind.value for suggestion in smsenc.explain(text, **options).suggestions]


def only(text: str, kind: SuggestionKind, **options: Any) -> smsenc.Suggestion:
    [found] = [one for one in smsenc.explain(text, **options).suggestions if one.kind is kind]
    return found


@settings(max_examples=300)
@given(TEXTS, OPTIONS)
@example("“x”" * 30, {"overflow": "truncate", "max_segments": 1})
def test_a_suggestion_gives_exactly_the_estimate_it_promises_and_is_never_dearer(text, options):
    explanation = explained(text, options)
    now = explanation.estimate
    saving = [one for one in explanation.suggestions if one.segments_saved]
    for one in explanation.suggestions:
        assert smsenc.estimate(one.text, **{**options, **one.options}) == one.estimate
        assert one.segments_saved == whole(now) - whole(one.estimate)
        if one.segments_saved:
            assert one.room_gained == 0
        else:
            assert not saving
            assert (now.encoding, one.estimate.encoding) == (Encoding.UCS2, Encoding.GSM7)
            assert one.room_gained == one.estimate.remaining - now.remaining > 0
        assert (one.kind is SuggestionKind.COMBINATION) == (len(one.steps) > 1)
        assert isinstance(one.kind, SuggestionKind)
    order = [list(SuggestionKind).index(one.kind) for one in explanation.suggestions]
    assert order == sorted(order)
    assert explanation.best is None or explanation.best in explanation.suggestions
    assert explanation.suggestions is explanation.suggestions


@settings(max_examples=300)
@given(TEXTS, OPTIONS)
def test_no_suggestion_but_to_shorten_breaks_what_joins(text, options):
    if isinstance(options.get("replace"), dict):
        return
    for one in explained(text, options).suggestions:
        if one.kind is SuggestionKind.SHORTEN:
            [(position, deleted, nothing)] = one.changes
            assert (text[position:], "") == (deleted, nothing)
            for cluster in CLUSTERS:
                within = [at for at in range(len(text)) if text.startswith(cluster, at)]
                assert not any(at < position < at + len(cluster) for at in within)
        else:
            for joined in JOINED:
                assert one.text.count(joined) == text.count(joined), (one, joined)


@settings(max_examples=100)
@given(TEXTS, OPTIONS)
def test_changes_are_those_that_lead_from_the_text_to_the_suggestion(text, options):
    for one in explained(text, options).suggestions:
        if not one.changes:
            assert one.text == text
        at = [position for position, _, _ in one.changes]
        if len(set(at)) == len(at) and "normalization" not in options and len(one.steps) == 1:
            changed = text
            for position, before, after in sorted(one.changes, reverse=True):
                stands = changed[position : position + len(before)]
                if stands != before:  # a pair of surrogates counts as the character that it encodes
                    break
                changed = changed[:position] + after + changed[position + len(before) :]
            else:
                assert changed.encode("utf-16", "surrogatepass") == one.text.encode("utf-16", "surrogatepass")


@settings(max_examples=60)
@given(st.lists(st.sampled_from(["a", "[", "€", "é", "ж", "“", "ş"]), max_size=25), st.integers(1, 12), OPTIONS)
def test_to_shorten_deletes_no_character_more_than_needed(pieces, times, options):
    text = "".join(pieces) * times
    explanation = explained(text, options)
    limit = options.get("max_segments", 255)
    aim = min(whole(explanation.estimate) - 1, limit)

    def fits(kept: str) -> bool:
        # The limit must not matter to the naive count, nor the text that is cut off.
        try:
            return whole(smsenc.estimate(kept, **{**options, "max_segments": 255})) <= aim
        except smsenc.Error:
            return False

    found = [one for one in explanation.suggestions if one.kind is SuggestionKind.SHORTEN]
    naive = next((n for n in range(1, len(text) + 1) if fits(text[: len(text) - n])), None) if aim else None
    if naive is None:
        assert found == []
    else:
        assert [(one.text, len(one.changes[0][1])) for one in found] == [(text[: len(text) - naive], naive)]


def test_the_greeting_with_look_alikes_is_mended_by_smart_replacement():
    text = "Dear guests, “Hi” – it’s 5 o’clock and the bar on the roof terrace is now open for all you!"
    explanation = smsenc.explain(text)
    assert explanation.estimate.segments == 2
    assert explanation.best.kind is SuggestionKind.SMART
    assert explanation.best.text == text.translate(str.maketrans("“”–’", '""-\''))
    assert (explanation.best.segments_saved, explanation.best.estimate.segments) == (1, 1)


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        ("e\u0301" * 70, {}, ["nfc", "shorten"]),
        ("a" * 150 + "\r\n" * 10, {}, ["line-breaks", "shorten"]),
        ("a\u00a0b" * 30, {}, ["invisibles", "shorten"]),
        ("a\ufeffb" * 30, {}, ["invisibles", "shorten"]),
        ("“a” " * 30, {}, ["smart", "shorten"]),
        ("ａ" * 80, {}, ["smart-wide", "shorten"]),
        ("şey " * 30, {}, ["language", "transliterate", "shorten"]),
        ("мир " * 30, {}, ["transliterate", "shorten"]),
        ("x" * 100, {"encoding": "ucs2"}, ["gsm7", "shorten"]),
        ("]" * 153, {}, ["shorten"]),
        ("中" * 71, {}, ["shorten"]),
        ("“ş” " * 30, {}, ["combination", "transliterate", "shorten"]),
        ("e\u0301“" * 40, {}, ["combination", "shorten"]),
        ("5 o’clock", {}, ["smart"]),
        ("ş", {}, ["language", "transliterate"]),
        ("fine", {}, []),
        ("a\r\nb", {}, []),
        ("😀’", {}, []),
        ("", {}, []),
        ("x" * 161, {"max_segments": 1}, ["shorten"]),
        ("“x”" * 60, {"max_segments": 1}, ["shorten"]),
        ("“x”" * 60, {"replace": "smart"}, ["shorten"]),
        ("ça " * 30, {"encoding": "gsm7"}, ["language", "transliterate", "shorten"]),
    ],
)
def test_each_kind_is_suggested_where_it_saves(text, options, expected):
    assert list(dict.fromkeys(kinds(text, **options))) == expected


def test_a_suggestion_that_is_no_better_than_a_milder_one_is_left_out():
    # Smart replacement would drop the mark as well, and so would transliteration.
    assert kinds("a\ufeffb" * 30) == ["invisibles", "shorten"]


def test_languages_that_do_as_much_are_all_named_and_two_only_if_one_does_not_do():
    permitted = [one.options["languages"] for one in smsenc.explain("ç" * 100).suggestions if one.options]
    assert permitted == [("turkish",), ("portuguese",)]
    assert only("ğ ã" * 30, SuggestionKind.LANGUAGE).options == {"languages": ("turkish", "portuguese")}
    given = smsenc.explain("ğ" * 100, languages=["spanish"])
    assert [one.options["languages"] for one in given.suggestions if one.options] == [("spanish", "turkish")]


def test_a_combination_takes_no_more_steps_than_it_needs():
    combination = only("e\u0301“" * 40, SuggestionKind.COMBINATION)
    assert combination.steps == (SuggestionKind.NFC, SuggestionKind.SMART)
    assert combination.text == 'é"' * 40
    with_language = only("“ş” " * 30, SuggestionKind.COMBINATION)
    assert with_language.steps == (SuggestionKind.SMART, SuggestionKind.LANGUAGE)
    assert with_language.options == {"languages": ("turkish",)}


def billed() -> list[tuple[str, bool, str, int]]:
    """Texts that a service has billed: whether it replaces look-alikes, in which encoding, how many segments."""
    path = Path(__file__).parents[2] / "vectors" / "peers" / "twilio-live-billing.json"
    cases = [case for case in json.loads(path.read_text("utf-8"))["cases"] if case["kind"] == "segment"]
    return [
        (
            case["input"]["text"],
            case["input"].get("transliterate", False),
            expected.get("encoding", ""),
            expected["parts"],
        )
        for case in cases
        if "parts" in (expected := case["expected"]) and "not_applicable" not in case
    ]


def test_what_was_billed_is_what_is_explained_and_what_is_suggested():
    cases = billed()
    assert len(cases) >= 15
    for text, replaces, encoding, segments in cases:
        explanation = smsenc.explain(text)
        best = explanation.best.estimate if replaces and explanation.best else explanation.estimate
        assert best.segments == segments, text
        assert encoding in ("", best.encoding), text
    assert sum(replaces for _, replaces, _, _ in cases) == 2


def test_to_shorten_keeps_clusters_whole():
    family = "👨\u200d👩\u200d👧"
    shorten = only(family * 9, SuggestionKind.SHORTEN)
    assert shorten.text == family * 8
    assert shorten.changes == ((len(family) * 8, family, ""),)


def test_an_explanation_reads_well():
    assert str(smsenc.explain("fine")) == "1 segment in GSM-7: 4 septets, 160 fit, 156 free."
    assert str(smsenc.explain("a[b" * 60)).splitlines() == [
        "2 segments in GSM-7: 240 septets, 153 fit into each, 66 free in the last.",
        "",
        "What costs more:",
        "  60 x  [  U+005B LEFT SQUARE BRACKET  at 1, 4, 7, 10, 13, ...  extension table, 2 septets",
        "",
        "What to do:",
        "  delete 60 characters at the end: 1 segment in GSM-7, saves 1",
    ]
    refused = str(smsenc.explain("ça", encoding="gsm7")).splitlines()
    assert refused[1].startswith("It cannot be sent under these options: ")
    many = str(smsenc.explain("".join(map(chr, range(0x4E00, 0x4E00 + 40))))).splitlines()
    assert "  and 28 others" in many
