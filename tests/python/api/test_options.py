"""Every option: its values, what is refused and how, and that it means the same everywhere."""

from __future__ import annotations

import copy
import pickle
import typing

import pytest

import smsenc

# option: (values that are allowed, values that are wrong, values of a wrong type)
OPTIONS: dict[str, tuple[list[object], list[object], list[object]]] = {
    "encoding": (["auto", "gsm7", "ucs2", smsenc.Encoding.UCS2], ["utf-8", "8bit", ""], [7, None, b"gsm7"]),
    "languages": ([(), ["turkish"], ("spanish", "hindi"), "all", [smsenc.NationalLanguage.URDU]],
                  ["turkish", ["klingon"], [""]], [None, 1, [1]]),
    "reference_bits": ([8, 16], [0, 7, 32], ["8", 8.0, None, True]),
    "header": ([(), [smsenc.Ports(1)], smsenc.UserDataHeader([smsenc.Ports(1)])], [], [None, 5, ["x"], b"abc"]),
    "max_segments": ([1, 255], [0, 256, -1, 10**30], ["1", 1.0, None, True]),
    "overflow": (["error", "truncate"], ["cut"], [None, 1]),
    "boundary": (["character", "grapheme", "word"], ["", "line", "Word"], [None, 1, b"word"]),
    "suffix": (["", " STOP", "\U0001f600"], ["\ud800", "a\ud83d"], [None, 1, b"x"]),
    "numbering": ([None, "{sequence}", " ({sequence}/{total})", "{sequence}/{total} {text}", "{{{sequence}}}"],
                  ["", "x", "{total}", "{text}", "{}", "{sequence:03}", "{text}{sequence}{text}", "{sequence",
                   "sequence}", "{sequence}{name}", "{sequence}\ud800"], [1, b"{sequence}", True]),
    "line_breaks": (["keep", "lf"], ["crlf"], [None, 1]),
    "normalization": ([None, "NFC"], ["NFKC", "nfc"], [1, b"NFC"]),
    "lone_surrogates": (["error", "replace", "keep"], ["ignore"], [None, 1]),
    "replace": ([None, "smart", "smart-wide", "transliterate", {}, {"\u20ac": "EUR", "\U0001f600": ""}],
                ["ascii", "", {"ab": "c"}, {"": "c"}, {"\ud83d": "x"}, {"x": "\ud83d"}],
                [1, ["smart"], {1: "x"}, {"x": None}]),
    "replace_when": (["saves", "always"], ["never"], [None, 1]),
    "message_class": ([None, 0, 1, 2, 3], [4, -1], ["0", 1.0, False]),
}  # fmt: skip

CALLS = [
    lambda **options: smsenc.estimate("hi", **options),
    lambda **options: smsenc.encode("hi", **options),
    lambda **options: smsenc.estimate_binary(b"hi", **options),
    lambda **options: smsenc.encode_binary(b"hi", **options),
    smsenc.Profile,
    smsenc.Profile().replace,
]


def test_the_table_names_every_option() -> None:
    named = {*OPTIONS, "ellipsis"}
    assert named == set(smsenc.Profile().options) == set(smsenc.Options.__annotations__)


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("call", CALLS)
def test_allowed_values_are_taken_everywhere(option: str, call: typing.Callable[..., object]) -> None:
    for value in OPTIONS[option][0]:
        call(**{option: value})


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("call", CALLS)
def test_a_wrong_value_is_an_invalid_option(option: str, call: typing.Callable[..., object]) -> None:
    for value in OPTIONS[option][1]:
        with pytest.raises(smsenc.InvalidOption) as caught:
            call(**{option: value})
        assert caught.value.option == option
        assert caught.value.allowed
        assert caught.value.value == value or caught.value.value in typing.cast("list[object]", value)


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("call", CALLS)
def test_a_wrong_type_is_a_type_error_that_names_the_option(option: str, call: typing.Callable[..., object]) -> None:
    for value in OPTIONS[option][2]:
        with pytest.raises(TypeError, match=option):
            call(**{option: value})


@pytest.mark.parametrize("call", CALLS)
def test_an_unknown_option_is_a_type_error_that_names_it(call: typing.Callable[..., object]) -> None:
    with pytest.raises(TypeError, match="colour"):
        call(colour="red")


def test_an_ellipsis_counts_only_with_truncation() -> None:
    assert smsenc.Profile(ellipsis="...", overflow="truncate").options["ellipsis"] == "..."
    assert smsenc.Profile(overflow="truncate").replace(ellipsis="...").options["ellipsis"] == "..."
    assert smsenc.Profile(overflow="truncate", ellipsis="x").replace(max_segments=2).options["ellipsis"] == "x"
    with pytest.raises(smsenc.InvalidOption, match="truncate"):
        smsenc.Profile(ellipsis="...")
    with pytest.raises(smsenc.InvalidOption, match="surrogate"):
        smsenc.Profile(overflow="truncate", ellipsis="\ud83d")


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"languages": "all", "reference_bits": 16, "max_segments": 3, "header": [smsenc.Ports(2948, 9200)]},
        {"overflow": "truncate", "ellipsis": "…", "line_breaks": "lf", "normalization": "NFC", "message_class": 0},
        {"encoding": "ucs2", "lone_surrogates": "keep"},
        {"replace": "smart-wide", "replace_when": "always"},
        {"replace": {"\u20ac": "EUR", "\u0131": "i", "\U0001f600": ":)"}},
        {"boundary": "word", "suffix": "\u00bb STOP", "numbering": "{sequence}/{total} {text}"},
        {"boundary": "grapheme"},
    ],
)
def test_a_profile_is_a_value(options: dict[str, typing.Any]) -> None:
    profile = smsenc.Profile(**options)
    for twin in (
        smsenc.Profile(**options),
        smsenc.Profile(**profile.options),
        pickle.loads(pickle.dumps(profile)),
        copy.copy(profile),
        copy.deepcopy(profile),
        profile.replace(),
    ):
        assert twin == profile
        assert hash(twin) == hash(profile)
    assert profile != profile.replace(max_segments=7)
    assert eval(repr(profile), vars(smsenc)) == profile


def test_the_methods_of_a_profile_are_the_functions_with_its_options() -> None:
    text = "Çok güzel bir gün, değil mi? " * 12
    options: smsenc.Options = {"languages": ["turkish"], "reference_bits": 16, "header": [smsenc.Ports(5505)]}
    profile = smsenc.Profile(**options)
    assert profile.estimate(text) == smsenc.estimate(text, **options)
    assert profile.count_segments(text) == smsenc.estimate(text, **options).segments
    assert profile.encode(text, reference=700) == smsenc.encode(text, reference=700, **options)
    assert profile.estimate_binary(b"x" * 300) == smsenc.estimate_binary(b"x" * 300, **options)
    assert profile.encode_binary(b"x" * 300) == smsenc.encode_binary(b"x" * 300, **options)
