"""The built-in presets, and mappings of them that nobody can change."""

from __future__ import annotations

import pickle

import pytest

import preset_table
import smsenc
from smsenc import profiles
from smsenc.profiles import BUILT_IN, InvalidPreset, Preset, Presets
from smsenc.profiles._built_in import TABLE


def test_the_built_in_presets_are_the_rows_of_one_table():
    assert list(BUILT_IN) == [row.name for row in TABLE]
    assert len(BUILT_IN) >= 9


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_a_built_in_preset_says_what_it_is_for_and_where_that_was_read(row):
    assert row.description.endswith(".")
    assert row.source
    parent = smsenc.Profile() if not row.extends else BUILT_IN[row.extends].profile
    assert BUILT_IN[row.name] == Preset(row.name, parent.replace(**row.options), row.description, row.source)
    if row.extends:
        assert BUILT_IN[row.name].profile != parent  # else it would be the same preset twice


@pytest.mark.parametrize(
    ("name", "text", "estimate"),
    [
        ("default", "Çay güzel", ("ucs2", 1, 9)),
        ("national", "Çay güzel ğ", ("gsm7", 1, 11)),
        ("ucs2-only", "Hello", ("ucs2", 1, 5)),
        ("reference-16", "a" * 305, ("gsm7", 3, 305)),  # 152 in each
        ("web-form", "cafe\u0301\r\n", ("gsm7", 1, 5)),
        ("smart", "\u201cHi\u201d " * 20, ("gsm7", 1, 100)),
        ("smart", "\u201cHi\u201d", ("ucs2", 1, 4)),  # nothing is saved
        ("smart-always", "\u201cHi\u201d", ("gsm7", 1, 4)),
        ("smart-always", "\u201cHi\u201d \u0436", ("ucs2", 1, 6)),
        ("transliterate", "Привет " * 20, ("gsm7", 1, 140)),
        ("one-segment", "a" * 200, ("gsm7", 1, 160)),
        ("flash", "Hello", ("gsm7", 1, 5)),
    ],
)
def test_a_built_in_preset_does_what_it_says(name, text, estimate):
    text = text.replace("Çay güzel", "ğay güzel") if name == "default" else text
    found = profiles.get(name).estimate(text)
    assert (found.encoding, found.segments, found.units) == estimate


def test_what_gsm7_only_and_clickatell_rest_cannot_take_is_an_error():
    with pytest.raises(smsenc.UnmappableCharacter):
        profiles.get("gsm7-only").estimate("ж")
    with pytest.raises(smsenc.TooManySegments):
        profiles.get("clickatell-rest").estimate("a" * 460)
    assert profiles.get("flash").encode("hi").dcs == 0x10


def test_get_names_what_there_is_and_what_was_probably_meant():
    with pytest.raises(smsenc.InvalidOption) as caught:
        profiles.get("webform")
    assert (caught.value.option, caught.value.value) == ("profile", "webform")
    assert "did you mean 'web-form'?" in str(caught.value)
    assert all(name in str(caught.value) for name in BUILT_IN)
    mine = Presets([Preset("only", smsenc.Profile())])
    assert profiles.get("only", mine) == smsenc.Profile()
    with pytest.raises(smsenc.InvalidOption, match="only"):
        profiles.get("default", mine)


def test_a_derived_preset_changes_what_it_says_and_keeps_the_rest():
    shop = BUILT_IN["web-form"].derive("shop", description="Ours.", max_segments=3)
    assert shop.profile == BUILT_IN["web-form"].profile.replace(max_segments=3)
    assert (shop.name, shop.description, shop.source) == ("shop", "Ours.", "")


def test_an_own_mapping_takes_presets_and_leaves_the_built_in_ones_alone():
    before = list(BUILT_IN)
    own = BUILT_IN["default"].derive("flash", max_segments=2)
    mine = BUILT_IN | [own, own.derive("shop")]
    assert list(BUILT_IN) == before
    assert list(mine) == [*before, "shop"]
    assert mine["flash"] is own
    assert BUILT_IN["flash"] is not own
    assert (BUILT_IN | mine) == mine
    with pytest.raises(AttributeError):
        BUILT_IN._by_name = {}
    with pytest.raises(TypeError):
        BUILT_IN["x"] = own


def test_presets_and_a_preset_are_values():
    for value in (BUILT_IN, BUILT_IN["web-form"], Presets()):
        copy = pickle.loads(pickle.dumps(value))
        assert copy == value
        assert hash(copy) == hash(value)
    assert repr(Presets([Preset("a", smsenc.Profile(max_segments=3))])) == (
        "Presets([Preset(name='a', profile=Profile(max_segments=3), description='', source='')])"
    )


def test_a_preset_prints_its_options_in_the_words_of_a_file():
    assert str(Preset("a", smsenc.Profile(header=[smsenc.Ports(1, 2)], languages=["turkish"]), "For b.", "c")) == (
        'a: For b.\n  languages = ["turkish"]\n  header = "06050400010002"\n  source: c'
    ).replace("06050400010002", bytes(smsenc.UserDataHeader([smsenc.Ports(1, 2)])).hex().upper())
    assert all(name in str(BUILT_IN) for name in BUILT_IN)


@pytest.mark.parametrize("name", ["", " a", "a b", "-a", "ä", "a/b", "a\n"])
def test_a_name_is_one_word(name):
    with pytest.raises(InvalidPreset) as caught:
        Preset(name, smsenc.Profile())
    assert caught.value.option == "name"


def test_a_name_stands_once():
    with pytest.raises(InvalidPreset, match="'a'"):
        Presets([Preset("a", smsenc.Profile()), Preset("a", smsenc.Profile())])


def test_the_table_of_the_guide_is_that_of_the_package():
    if not preset_table.DOCUMENT.is_file():
        pytest.skip("docs/profiles.md is not here")
    assert preset_table.DOCUMENT.read_text("utf-8") == preset_table.written(), "preset_table.py --write"
