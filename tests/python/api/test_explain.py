"""Explanations: costly characters with their reasons."""

from __future__ import annotations

import copy
import json
import pickle
import tracemalloc
import unicodedata
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import smsenc
from smsenc import Encoding, Reason, gsm7

TEXTS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("aeocZ '\"[]{}€^\r\n\t“”‘’–…«ÇçãşığőŁΑΩЖяनت\u200b\u200c\u200d\u200e\u00a0\u2028\ufeff\ufe0f"),
        st.sampled_from("\u0301\u0327\u0308\u0323😀👨👩🏽\U0001f1e9\U0001f1ea\ud83d\ude00"),
    ),
    max_size=90,
)
OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "encoding": st.sampled_from(["auto", "ucs2"]),
        "languages": st.sampled_from([(), ("turkish",), ("portuguese", "hindi"), "all"]),
        "normalization": st.sampled_from([None, "NFC"]),
        "line_breaks": st.sampled_from(["keep", "lf"]),
        "replace": st.sampled_from([None, "smart", "transliterate"]),
        "lone_surrogates": st.sampled_from(["error", "replace", "keep"]),
        "boundary": st.sampled_from(["grapheme", "word"]),
        "suffix": st.sampled_from([" STOP", "№"]),
        "numbering": st.sampled_from([" ({sequence}/{total})", "№{sequence} {text}"]),
    },
)


def joined(text: str) -> list[tuple[int, str]]:
    """The characters of a text with their positions; a high surrogate and a low one are one character."""
    found: list[tuple[int, str]] = []
    skip = False
    for position, character in enumerate(text):
        if skip:
            skip = False
            continue
        following = text[position + 1 : position + 2]
        if "\ud800" <= character <= "\udbff" and "\udc00" <= following <= "\udfff":
            character = (character + following).encode("utf-16", "surrogatepass").decode("utf-16")
            skip = True
        found.append((position, character))
    return found


def in_table(character: str, **tables: str) -> bool:
    try:
        gsm7.encode(character, **tables)
    except smsenc.Error:
        return False
    return True


def in_any_table(character: str) -> bool:
    return any(
        in_table(character, single=language.value)
        or (language != "spanish" and in_table(character, locking=language.value))
        for language in smsenc.NationalLanguage
    )


def entry(text: str, **options: Any) -> Any:
    [only] = smsenc.explain(text, **options).characters
    return only


@pytest.mark.parametrize(
    ("character", "reason", "replacement"),
    [
        ("😀", Reason.NO_GSM7_CODE, None),
        ("中", Reason.NO_GSM7_CODE, None),
        ("ж", Reason.NO_GSM7_CODE, "zh"),
        ("\u00a0", Reason.INVISIBLE, " "),
        ("\u2009", Reason.INVISIBLE, " "),
        ("\t", Reason.INVISIBLE, " "),
        ("\u200b", Reason.INVISIBLE, ""),
        ("\ufeff", Reason.INVISIBLE, ""),
        ("\u00ad", Reason.INVISIBLE, ""),
        ("\u200e", Reason.INVISIBLE, ""),
        ("\u2028", Reason.INVISIBLE, "\n"),
        ("\x00", Reason.INVISIBLE, ""),
        ("’", Reason.LOOK_ALIKE, "'"),
        ("“", Reason.LOOK_ALIKE, '"'),
        ("…", Reason.LOOK_ALIKE, "..."),
        ("—", Reason.LOOK_ALIKE, "-"),
        ("`", Reason.LOOK_ALIKE, "'"),
        ("Ａ", Reason.LOOK_ALIKE, "A"),
        ("Α", Reason.LOOK_ALIKE, "A"),
        ("\u212b", Reason.LOOK_ALIKE, "\u00c5"),
        ("ç", Reason.NEEDS_NATIONAL_TABLE, "c"),
        ("ş", Reason.NEEDS_NATIONAL_TABLE, "s"),
        ("न", Reason.NEEDS_NATIONAL_TABLE, None),
        ("\ud83d", Reason.NO_GSM7_CODE, None),
    ],
)
def test_each_character_has_its_reason_and_what_it_could_become(character, reason, replacement):
    costly = entry(f"a{character}b")
    assert (costly.character, costly.position, costly.reason, costly.replacement) == (character, 1, reason, replacement)
    assert costly.reason is reason
    assert costly.cost == len(character.encode("utf-16-be", "surrogatepass")) // 2
    assert costly.code_point == ord(character)


def test_an_accent_is_decomposed_only_if_it_can_be_composed():
    text = "e\u0301 q\u0301 e\u0301\u0301 \u0301"
    costly = [(one.position, one.reason, one.replacement) for one in smsenc.explain(text).characters]
    decomposed, none = Reason.DECOMPOSED_ACCENT, Reason.NO_GSM7_CODE
    assert costly == [(1, decomposed, "é"), (4, none, ""), (7, decomposed, "é"), (8, none, ""), (10, none, "")]


def test_characters_of_the_extension_table_cost_two_septets_in_gsm7_and_nothing_more_in_ucs2():
    costly = smsenc.explain("a[€]").characters
    assert [(one.character, one.position, one.reason, one.cost) for one in costly] == [
        (character, position, Reason.EXTENSION_TABLE, 2) for position, character in [(1, "["), (2, "€"), (3, "]")]
    ]
    assert [one.character for one in smsenc.explain("[€]😀").characters] == ["😀"]


def test_under_a_national_table_what_needs_it_is_named():
    explanation = smsenc.explain("ção [ok]", languages=["portuguese"])
    assert explanation.estimate.encoding is Encoding.GSM7
    assert [(one.character, one.reason, one.cost) for one in explanation.characters if one.character in "çã["] == [
        ("ç", Reason.NEEDS_NATIONAL_TABLE, explanation.characters[0].cost),
        ("ã", Reason.NEEDS_NATIONAL_TABLE, explanation.characters[1].cost),
        ("[", Reason.EXTENSION_TABLE, 2),
    ]


def test_where_no_single_character_forces_ucs2_those_outside_of_the_default_tables_are_named():
    explanation = smsenc.explain("şन", languages="all", encoding="ucs2")
    assert [one.reason for one in explanation.characters] == [Reason.NEEDS_NATIONAL_TABLE] * 2
    assert list(smsenc.explain("abc", encoding="ucs2").characters) == []


def test_joiners_of_emoji_and_of_scripts_that_need_them_have_no_replacement():
    for text in ("👨\u200d👩\u200d👧", "❤\ufe0f", "می\u200cخواهم", "क्\u200dष", "1\ufe0f\u20e3"):
        joiners = [one for one in smsenc.explain(text).characters if one.reason is Reason.INVISIBLE]
        assert joiners, text
        assert [one.replacement for one in joiners] == [None] * len(joiners), text


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("’", "RIGHT SINGLE QUOTATION MARK"),
        ("\t", "TAB"),
        ("\x85", "NEXT LINE"),
        ("\x80", "<control-0080>"),
        ("\ud83d", "<surrogate-D83D>"),
        ("\ue000", "<private-use-E000>"),
        ("\uffff", "<noncharacter-FFFF>"),
        ("\U000e0fff", "<unassigned-E0FFF>"),
    ],
)
def test_each_character_has_a_name_or_a_label(character, name):
    assert entry(character).name == name


@given(TEXTS, OPTIONS)
@example("\ud83d\ude00x\ud83d", {})
def test_entries_are_those_that_a_naive_walk_finds(text, options):
    explanation = smsenc.explain(text, **options)
    assert explanation.estimate == smsenc.estimate(text, **options)
    costly = list(explanation.characters)
    assert len(explanation.characters) == len(costly)
    assert bool(explanation.characters) == bool(costly)
    assert [explanation.characters[index] for index in range(len(costly))] == costly
    changed = {"normalization": None, "line_breaks": "keep", "replace": None, "lone_surrogates": "error"}
    if any(options.get(name, default) != default for name, default in changed.items()) or options.get("languages"):
        return
    if explanation.estimate.encoding is Encoding.UCS2:
        naive = [(position, one) for position, one in joined(text) if not gsm7.is_gsm7(one)]
    else:
        naive = [(position, one) for position, one in joined(text) if len(gsm7.encode(one)) == 2]
    assert [(one.position, one.character) for one in costly] == naive
    for one in costly:
        assert text[one.position : one.position + 1] == one.character or len(one.character.encode("utf-16")) == 6
        if one.reason is Reason.NEEDS_NATIONAL_TABLE:
            assert in_any_table(one.character)
        if one.reason is Reason.NO_GSM7_CODE:
            assert not in_any_table(one.character)
        if one.reason is Reason.DECOMPOSED_ACCENT:
            assert unicodedata.combining(one.character) or unicodedata.category(one.character).startswith("M")
            assert unicodedata.normalize("NFC", one.replacement) == one.replacement


@given(TEXTS, OPTIONS)
def test_positions_index_the_callers_string_whatever_the_options_change(text, options):
    positions = [one.position for one in smsenc.explain(text, **options).characters]
    assert positions == sorted(positions)
    assert all(0 <= position < len(text) for position in positions)


def test_positions_are_the_same_in_every_kind_of_string():
    for wide in ("", "ÿ", "中", "😀"):
        text = f"ab“c]{wide}"
        assert smsenc.explain(text).characters[0].position == 2


def test_a_text_that_needs_too_many_segments_is_explained_all_the_same():
    explanation = smsenc.explain("“" * 300, max_segments=2)
    assert isinstance(explanation.error, smsenc.TooManySegments)
    assert (explanation.error.needed, explanation.estimate.segments) == (5, 5)
    assert len(explanation.characters) == 300
    assert explanation.suggestions[0].kind is smsenc.SuggestionKind.SMART
    with pytest.raises(smsenc.TooManySegments):
        explanation.encode()
    long = smsenc.explain("x" * 100_000)
    assert long.estimate.segments == long.error.needed > 255


def test_a_text_that_a_forced_encoding_lacks_is_explained_all_the_same():
    explanation = smsenc.explain("ça va", encoding="gsm7")
    assert isinstance(explanation.error, smsenc.UnmappableCharacter)
    assert explanation.estimate.encoding is Encoding.UCS2
    assert [one.character for one in explanation.characters] == ["ç"]
    assert smsenc.explain("abc", encoding="gsm7").error is None


def test_wrong_arguments_are_refused_as_by_estimate():
    with pytest.raises(TypeError, match="text must be str"):
        smsenc.explain(b"abc")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not an option"):
        smsenc.explain("abc", colour="red")  # type: ignore[call-arg]
    with pytest.raises(smsenc.InvalidOption):
        smsenc.explain("abc", encoding="latin1")  # type: ignore[arg-type]


def test_a_profile_explains_by_its_options():
    profile = smsenc.Profile(languages=["turkish"])
    assert profile.explain("ığdır") == smsenc.explain("ığdır", languages=["turkish"])
    assert profile.explain("ığdır") != smsenc.explain("ığdır")
    assert profile.explain("ığdır").options == profile.options
    assert profile.explain("ığdır").encode() == profile.encode("ığdır")


@given(TEXTS, OPTIONS)
def test_everything_is_comparable_hashable_and_picklable(text, options):
    explanation = smsenc.explain(text, **options)
    for value in [explanation, explanation.characters, *explanation.characters, *explanation.suggestions]:
        again = pickle.loads(pickle.dumps(value))
        assert again == value
        assert hash(again) == hash(value)
        assert copy.copy(value) == value
        assert value != object()
        assert len(repr(value)) < 20_000
    assert json.loads(json.dumps(explanation.to_dict())) == explanation.to_dict()


def test_the_dictionary_of_an_explanation_names_its_schema():
    dictionary = smsenc.explain("5 o’clock").to_dict()
    assert (dictionary["schema"], dictionary["type"]) == (1, "explanation")
    assert dictionary["estimate"] == smsenc.estimate("5 o’clock").to_dict()
    assert dictionary["characters"] == [
        {
            "character": "’",
            "code_point": 0x2019,
            "position": 3,
            "name": "RIGHT SINGLE QUOTATION MARK",
            "reason": "look-alike",
            "cost": 1,
            "replacement": "'",
        }
    ]
    assert dictionary["suggestions"][0]["kind"] == "smart"
    assert dictionary["error"] is None


def test_costly_characters_are_a_sequence():
    characters = smsenc.explain("“a” – b").characters
    everything = list(characters)
    assert len(everything) == 3
    assert characters[-1] == everything[-1]
    assert characters[1:] == tuple(everything[1:])
    assert list(reversed(characters)) == everything[::-1]
    assert characters[2] == everything[2]
    assert characters[0] == everything[0]
    assert characters.index(everything[1]) == 1
    assert characters.count(everything[1]) == 1
    assert everything[2] in characters
    for index in (3, -4, 10**30):
        with pytest.raises(IndexError):
            characters[index]
    with pytest.raises(TypeError):
        characters["0"]  # type: ignore[call-overload]


def test_entries_are_made_when_they_are_read():
    text = "“" * 200_000
    smsenc.explain(text, languages="all").characters[0]  # what is made once
    tracemalloc.start()
    try:
        explanation = smsenc.explain(text)
        characters = explanation.characters
        assert len(characters) == 200_000
        assert characters[199_999].position == 199_999
        for number, one in enumerate(characters):
            assert one.position == number
            if number == 1000:
                break
        kept, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 10_000
    assert most < 100_000


@pytest.mark.parametrize("name", ["Explanation", "CostlyCharacters", "CostlyCharacter", "Suggestion"])
def test_the_collector_does_not_track_explanations(name):
    assert not getattr(smsenc, name).__flags__ & 1 << 14


def test_an_error_is_made_anew_so_that_raising_it_keeps_nothing():
    explanation = smsenc.explain("x" * 200, max_segments=1)
    assert explanation.error is not explanation.error
    assert explanation.error.needed == 2
