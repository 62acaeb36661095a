"""Presets as JSON and from JSON and TOML: round trips, inheritance, and errors that name the place."""

from __future__ import annotations

import json
import pickle
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

import smsenc
from smsenc import profiles
from smsenc.profiles import BUILT_IN, InvalidPreset, Preset, Presets

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)

# Values of every option, as Python takes them.
VALUES: dict[str, st.SearchStrategy] = {
    "encoding": st.sampled_from(["auto", "gsm7", "ucs2"]),
    "languages": st.one_of(
        st.just("all"), st.lists(st.sampled_from([str(language) for language in smsenc.NationalLanguage]), max_size=4)
    ),
    "reference_bits": st.sampled_from([8, 16]),
    "header": st.lists(
        st.one_of(
            st.builds(smsenc.Ports, st.integers(0, 65535), st.integers(0, 65535)),
            st.builds(smsenc.InformationElement, st.integers(0x70, 0x7F), st.binary(max_size=5)),
        ),
        max_size=3,
    ),
    "max_segments": st.integers(1, 255),
    "overflow": st.just("truncate"),  # so that an ellipsis is taken
    "ellipsis": texts,
    "boundary": st.sampled_from(["character", "grapheme", "word"]),
    "suffix": texts,
    "numbering": st.sampled_from([None, " ({sequence}/{total})"]),
    "line_breaks": st.sampled_from(["keep", "lf"]),
    "normalization": st.sampled_from([None, "NFC"]),
    "lone_surrogates": st.sampled_from(["error", "replace", "keep"]),
    "replace": st.one_of(
        st.sampled_from([None, "smart", "smart-wide", "transliterate"]),
        st.dictionaries(st.sampled_from("жñ€\U0001f389"), st.text("abc", max_size=3), max_size=3),
    ),
    "replace_when": st.sampled_from(["saves", "always"]),
    "message_class": st.sampled_from([None, 0, 1, 2, 3]),
}

VALUES = {name: values for name, values in VALUES.items() if name in smsenc.Profile().options}


@st.composite
def any_profile(draw):
    names = draw(st.sets(st.sampled_from(sorted(VALUES))))
    if "ellipsis" in names:
        names.add("overflow")
    return smsenc.Profile(**{name: draw(VALUES[name]) for name in sorted(names)})


def test_the_profiles_of_these_tests_have_every_option():
    assert set(VALUES) == set(smsenc.Profile().options)


@given(any_profile())
def test_a_profile_comes_back_from_its_json(profile):
    assert profiles.from_dict(json.loads(json.dumps(profiles.to_dict(profile)))) == profile
    assert smsenc.Profile(**profiles.changed(profile)) == profile


@given(st.lists(any_profile(), max_size=4), texts, texts)
def test_presets_come_back_from_their_json(made, description, source):
    presets = Presets(Preset(f"p{i}", profile, description, source) for i, profile in enumerate(made))
    text = profiles.dumps(presets)
    assert profiles.loads(text) == presets
    assert list(profiles.loads(text)) == list(presets)
    assert text.isascii()


def test_the_built_in_presets_come_back_from_their_json():
    assert profiles.loads(profiles.dumps(BUILT_IN), base=Presets()) == BUILT_IN


def test_only_what_differs_from_the_default_is_written():
    assert profiles.to_dict(smsenc.Profile(reference_bits=8, max_segments=3)) == {
        "schema": 1,
        "type": "profile",
        "options": {"max_segments": 3},
    }
    assert BUILT_IN["flash"].to_dict() == {
        "schema": 1,
        "type": "preset",
        "name": "flash",
        "description": BUILT_IN["flash"].description,
        "source": BUILT_IN["flash"].source,
        "options": {"message_class": 0},
    }


JSON = """{
  "schema": 1,
  "profiles": {
    "flagship": {"extends": "shop", "options": {"message_class": 0, "languages": "all"}},
    "shop": {"extends": "web-form", "description": "Ours.", "options": {"max_segments": 3, "header": "06050415810000"}},
    "web-form": {"extends": "web-form", "options": {"reference_bits": 16}},
    "plain": {}
  }
}"""

TOML = """\
schema = 1

[profiles.flagship]
extends = "shop"
options = { message_class = 0, languages = "all" }

[profiles.shop]
extends = "web-form"
description = "Ours."
options.max_segments = 3
options.header = "06050415810000"

[profiles.web-form]  # in the place of the built-in one, and with all of it
extends = "web-form"
options.reference_bits = 16

[profiles.plain]
"""


def check_inheritance(presets: Presets) -> None:
    assert list(presets) == ["flagship", "shop", "web-form", "plain"]
    form = smsenc.Profile(line_breaks="lf", normalization="NFC", reference_bits=16)
    shop = form.replace(max_segments=3, header=smsenc.UserDataHeader.parse(bytes.fromhex("06050415810000")))
    assert presets["web-form"].profile == form
    assert presets["shop"] == Preset("shop", shop, "Ours.")
    assert presets["flagship"].profile == shop.replace(message_class=0, languages="all")
    assert presets["flagship"].description == ""  # descriptions are not inherited: they would be wrong
    assert presets["plain"].profile == smsenc.Profile()


def test_a_preset_extends_others_of_its_file_in_any_order_and_those_of_the_base():
    check_inheritance(profiles.loads(JSON))


toml = pytest.mark.skipif(sys.version_info < (3, 11), reason="TOML is read from Python 3.11 on")


@toml
def test_toml_says_the_same():
    check_inheritance(profiles.loads(TOML, format="toml"))
    assert profiles.loads(TOML, format="toml") == profiles.loads(JSON)


@pytest.mark.skipif(sys.version_info >= (3, 11), reason="here TOML is read")
def test_where_toml_cannot_be_read_the_error_says_so():
    with pytest.raises(smsenc.InvalidOption, match=r"3\.11"):
        profiles.loads(TOML, format="toml")


def test_a_file_is_read_by_its_suffix(tmp_path):
    for name, content in [("a.json", JSON), ("a", JSON), *([("a.TOML", TOML)] if sys.version_info >= (3, 11) else [])]:
        path = tmp_path / name
        path.write_text("\ufeff" + content.replace("\n", "\r\n"), "utf-8", newline="")  # as Windows leaves it
        check_inheritance(profiles.load(path))
        check_inheritance(profiles.load(str(path)))
    with pytest.raises(FileNotFoundError):
        profiles.load(tmp_path / "absent.json")


def test_a_long_chain_is_no_recursion():
    entries = {f"p{i}": {"extends": f"p{i + 1}"} for i in range(5000)}
    entries["p5000"] = {"options": {"max_segments": 7}}
    made = profiles.loads(json.dumps({"profiles": entries}))
    assert made["p0"].profile == smsenc.Profile(max_segments=7)


def one(**preset):
    return json.dumps({"profiles": {"shop": preset}})


@pytest.mark.parametrize(
    ("text", "preset", "option", "said"),
    [
        ("{", "", "", "not JSON"),
        ("", "", "", "line 1, column 1"),
        ("[" * 100_000, "", "", ""),
        ("[]", "", "", "list"),
        ("{}", "", "profiles", "missing"),
        ('{"profiles": []}', "", "profiles", "object"),
        ('{"schema": 2, "profiles": {}}', "", "schema", "1"),
        ('{"schema": true, "profiles": {}}', "", "schema", "1"),
        ('{"type": "preset", "profiles": {}}', "", "type", "'profiles'"),
        ('{"presets": {}}', "", "presets", "profiles"),
        ('{"profiles": {"a": {}, "a": {}}}', "", "a", "once"),
        ('{"profiles": {"shop": 3}}', "shop", "", "object"),
        ('{"profiles": {"a b": {}}}', "a b", "name", "letters"),
        (one(options=[]), "shop", "options", "object"),
        (one(max_segments=3), "shop", "max_segments", "options"),
        (one(description=3), "shop", "description", "text"),
        (one(extends=3), "shop", "extends", "name of a preset"),
        (one(extends="absent"), "shop", "extends", "web-form"),
        (one(extends="shop"), "shop", "extends", "one of"),
        (one(options={"max_segments": 0}), "shop", "max_segments", "1 to 255"),
        (one(options={"max_segments": "3"}), "shop", "max_segments", "int"),
        (one(options={"encoding": "gsm7", "max_segments": True}), "shop", "max_segments", "int"),
        (one(options={"max_segment": 3}), "shop", "max_segment", "max_segments"),
        (one(options={"languages": ["klingon"]}), "shop", "languages", "turkish"),
        (one(options={"ellipsis": "..."}), "shop", "ellipsis", "truncate"),
        (one(options={"replace": "clever"}), "shop", "replace", "smart"),
        (one(options={"replace": {"ab": "c"}}), "shop", "replace", ""),
        (one(options={"replace": {"a": 3}}), "shop", "replace", ""),
        (one(options={"header": "xyz"}), "shop", "header", "hex"),
        (one(options={"header": ["00"]}), "shop", "header", "hex"),
        (one(options={"header": "0500"}), "shop", "header", "UDHL"),
        (one(options={"header": "050003000201"}), "shop", "header", "library"),
    ],
)
def test_an_error_names_file_preset_and_option(text, preset, option, said):
    with pytest.raises(InvalidPreset) as caught:
        profiles.loads(text, file="routes.json")
    error = caught.value
    assert (error.file, error.preset, error.option) == ("routes.json", preset, option)
    assert str(error).startswith("routes.json: ")
    assert said in str(error)
    assert isinstance(error, smsenc.InvalidOption)
    assert (not preset) or repr(preset) in str(error)
    copy = pickle.loads(pickle.dumps(error))
    assert (copy, str(copy), hash(copy)) == (error, str(error), hash(error))


def test_presets_that_extend_each_other_in_a_circle_are_refused():
    text = json.dumps({"profiles": {"a": {"extends": "b"}, "b": {"extends": "c"}, "c": {"extends": "b"}}})
    with pytest.raises(InvalidPreset, match="b -> c -> b"):
        profiles.loads(text)


@toml
def test_what_is_no_toml_names_the_file():
    with pytest.raises(InvalidPreset, match=r"routes\.toml: not TOML"):
        profiles.loads("[", format="toml", file="routes.toml")


def test_octets_that_are_no_utf_8_name_the_file(tmp_path):
    (tmp_path / "a.json").write_bytes(b'{"profiles": {"a": {"description": "\xe9"}}}')
    with pytest.raises(InvalidPreset, match=r"a\.json: not UTF-8: octet 0xE9"):
        profiles.load(tmp_path / "a.json")


def test_other_formats_and_types_are_refused():
    with pytest.raises(smsenc.InvalidOption, match="toml"):
        profiles.loads("{}", format="yaml")
    with pytest.raises(InvalidPreset, match="type"):
        profiles.from_dict({"type": "preset"})
    with pytest.raises(InvalidPreset, match="max_segments"):
        profiles.from_dict({"options": {"max_segments": 0}})
