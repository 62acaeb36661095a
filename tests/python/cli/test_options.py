"""Options and presets on the command line."""

from __future__ import annotations

import json

import pytest

import smsenc
from smsenc import profiles
from smsenc.cli.options import build_profile, given_options

ROUTES = {"profiles": {"shop": {"extends": "web-form", "options": {"max_segments": 3, "languages": ["turkish"]}}}}


def profile(**arguments):
    return build_profile(given_options(arguments))


@pytest.mark.parametrize("name", profiles.BUILT_IN)
def test_a_preset_is_taken_by_its_name(name):
    assert profile(profile=name) == profiles.get(name)


def test_flags_change_what_the_preset_says_and_can_take_it_back():
    form = profiles.get("web-form")
    assert profile(profile="web-form", option_max_segments="3") == form.replace(max_segments=3)
    assert profile(profile="web-form", option_normalization="none") == form.replace(normalization=None)
    assert profile(profile="flash", option_message_class="none") == smsenc.Profile()
    assert profile(profile="national", option_languages="none") == smsenc.Profile()
    assert profile(profile="smart", option_replace="none") == smsenc.Profile()
    # The ellipsis of the preset goes with the overflow that it belongs to.
    assert profile(profile="one-segment", option_overflow="error") == smsenc.Profile(max_segments=1)


def test_names_of_languages_are_taken_in_any_case():
    assert profile(option_languages="Turkish, SPANISH") == smsenc.Profile(languages=["turkish", "spanish"])
    assert profile(option_languages="ALL") == smsenc.Profile(languages="all")


@pytest.mark.parametrize("command", ["estimate", "encode"])
def test_a_file_of_presets_is_read_by_every_command(run, write, command):
    name = write("routes.json", json.dumps(ROUTES))
    route = profiles.loads(json.dumps(ROUTES))["shop"].profile
    (row,) = run(command, "--json", "--profile", "shop", "--profile-file", name, "Değerli\r\n").rows
    expected = getattr(route, command)("Değerli\r\n").to_dict()
    assert row == json.loads(json.dumps(expected))
    assert "turkish" in (row["locking"], row["single"])


def test_those_of_the_package_stay_beside_those_of_a_file(run, write):
    name = write("routes.json", json.dumps(ROUTES))
    assert run("estimate", "--profile", "flash", "--profile-file", name, "Hello").code == 0
    listed = [line.split() for line in run("profiles", "--profile-file", name).out.splitlines()]
    assert {*profiles.BUILT_IN, "shop"} <= {words[0] for words in listed}
    (shop,) = [words for words in listed if words[0] == "shop"]
    assert "max_segments," in shop  # without a description, what it changes


def test_a_file_of_presets_that_is_wrong_is_wrong_usage(run, write):
    name = write("routes.json", '{"profiles": {"shop": {"options": {"max_segments": 0}}}}')
    result = run("estimate", "--profile", "shop", "--profile-file", name, "Hello")
    assert (result.code, result.out) == (2, "")
    assert "routes.json: preset 'shop': max_segments=0 is not allowed: 1 to 255" in result.err


def test_what_profiles_prints_as_json_is_a_file_of_presets(run, write):
    for names in ([], ["flash"], ["flash", "smart"]):
        text = run("profiles", "--json", *names).out
        chosen = profiles.Presets(profiles.BUILT_IN[name] for name in names or profiles.BUILT_IN)
        assert profiles.loads(text, base=profiles.Presets()) == chosen
    name = write("routes.json", text)
    assert run("profiles", "--json", "flash", "smart", "--profile-file", name).out == text


def test_the_list_of_presets_fits_a_screen(run):
    lines = run("profiles").out.splitlines()
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 40


@pytest.mark.parametrize("name", [name for name, value in smsenc.Profile().options.items() if value is None])
def test_a_default_of_nothing_has_the_word_none(name):
    assert given_options({f"option_{name}": "none"}) == {name: None}
