"""RTTTL: the grammar, the liberties that files take, and errors that say where."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsenc.errors import DecodeError, InvalidOption
from smsenc.payloads import RingingTone, RtttlError, Tone, Tune
from smsenc.payloads.ringtone import DURATIONS, PITCHES


def notes(text):
    return [
        f"{tone.duration}{tone.pitch}{'' if tone.octave is None else tone.octave}{tone.modifier}"
        for tone in Tune.from_rtttl(text).tones
    ]


def attempt(parse, given):
    """What ``parse`` makes of it: a value, or its RtttlError."""
    try:
        return parse(given)
    except RtttlError as error:
        return error


def test_the_parts_of_a_text():
    tune = Tune.from_rtttl("Scale up:d=4,o=5,b=120:c,8d#.,e6,16p,2a#4.")
    assert tune.name == "Scale up"
    assert tune.tones == (
        Tone("c", 5, 4, "", 120),
        Tone("d#", 5, 8, ".", 120),
        Tone("e", 6, 4, "", 120),
        Tone("p", None, 16, "", 120),
        Tone("a#", 4, 2, ".", 120),
    )


def test_defaults_are_a_quarter_octave_6_and_63():
    assert Tune.from_rtttl("x::c").tones == (Tone("c", 6, 4, "", 63),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("n:o=5:8c.6,8c6.", ["8c6.", "8c6."]),  # the dot on either side of the octave
        ("n:o=5: 1 6 c # . 7 ,\n8 P", ["16c#7.", "8p"]),  # white space anywhere
        ("n:O=5,D=8:C,F#", ["8c5", "8f#5"]),  # upper case
        ("n:o=5:h,4h6.", ["4b5", "4b6."]),  # the German name of b
        ("n:o=5:c,o=7,c,d=32,c", ["4c5", "4c7", "32c7"]),  # defaults among the notes
        ("n:o=5,l=15,s=N,v=9:c", ["4c5"]),  # unknown letters
        ("n:o=5:c,d,", ["4c5", "4d5"]),  # the comma at the end that gammu wants
        ("n:o=5,:c", ["4c5"]),
        ("n:o=5:p6,8p.", ["4p", "8p."]),  # an octave at a pause means nothing
        ("n::x=9,c", ["4c6"]),
    ],
)
def test_what_files_in_the_wild_contain(text, expected):
    assert notes(text) == expected


def test_a_tempo_may_change_on_the_way():
    assert [tone.tempo for tone in Tune.from_rtttl("n:b=100:c,b=200,c").tones] == [100, 200]


def test_white_space_in_the_name_stays():
    assert Tune.from_rtttl(" My  tune :d=4:c").name == " My  tune "


@pytest.mark.parametrize(
    ("text", "offset", "field"),
    [
        ("", 0, "RTTTL name"),
        ("name", 4, "RTTTL name"),
        ("name:d=4", 8, "RTTTL defaults"),
        ("n:d=4:", 6, "RTTTL command"),
        ("n:d=4:d=8", 9, "RTTTL command"),
        ("n:d=3:c", 4, "RTTTL default"),
        ("n:d=4,o=8:c", 8, "RTTTL default"),
        ("n:d=4,o=3:c", 8, "RTTTL default"),
        ("n:b=24:c", 4, "RTTTL default"),
        ("n:b=901:c", 4, "RTTTL default"),
        ("n:b=:c", 4, "RTTTL default"),
        ("n:b=\u0661\u0662\u0660:c", 4, "RTTTL default"),
        ("n:d4:c", 2, "RTTTL default"),
        ("n:d=4,,o=5:c", 6, "RTTTL default"),
        ("n::c,,d", 5, "RTTTL command"),
        ("n::,c", 3, "RTTTL command"),
        ("n::c, 3d", 6, "RTTTL command"),
        ("n::c,64d", 5, "RTTTL command"),
        ("n::c,8", 6, "RTTTL command"),
        ("n::c,8x", 6, "RTTTL command"),
        ("n::e#", 3, "RTTTL command"),
        ("n::8b#", 4, "RTTTL command"),
        ("n::p#", 3, "RTTTL command"),
        ("n::c8", 4, "RTTTL command"),
        ("n::c..", 5, "RTTTL command"),
        ("n::c.5.", 6, "RTTTL command"),
        ("n::c d", 5, "RTTTL command"),
        ("n::c:d", 4, "RTTTL command"),
        ("n::c,o=9", 7, "RTTTL command"),
        ("n::\u0130c", 3, "RTTTL command"),
    ],
)
def test_an_error_says_where(text, offset, field):
    with pytest.raises(RtttlError) as caught:
        Tune.from_rtttl(text)
    assert (caught.value.offset, caught.value.field) == (offset, field)
    assert f"at character {offset}: " in str(caught.value)


def test_the_error_is_a_decode_error_and_survives_pickling():
    with pytest.raises(DecodeError) as caught:
        RingingTone.from_rtttl("n::c,?")
    again = pickle.loads(pickle.dumps(caught.value))
    assert again == caught.value
    assert str(again) == str(caught.value)
    assert type(again) is RtttlError


tones = st.builds(
    lambda pitch, octave, *rest: Tone(pitch, None if pitch == "p" else octave, *rest),
    st.sampled_from(PITCHES),
    st.integers(4, 7),
    st.sampled_from(DURATIONS),
    st.sampled_from(("", ".")),
    st.sampled_from((25, 63, 120, 900)),
)
names = st.text(st.characters(exclude_characters=":"), max_size=12)


@given(names, st.lists(tones, min_size=1, max_size=30))
def test_what_is_written_is_read_back(name, notes_of_it):
    tune = Tune(name, tuple(notes_of_it))
    assert Tune.from_rtttl(tune.to_rtttl()) == tune


def test_all_defaults_are_written_out():
    # Readers differ in the defaults that they take when one is left out.
    assert Tune.from_rtttl("n::p").to_rtttl() == "n:d=4,o=4,b=63:p"
    assert Tune.from_rtttl("n::8c.6,8d6,e5").to_rtttl() == "n:d=8,o=6,b=63:c.,d,4e5"


@given(st.text("abcdefgh#p.0123456789,=:do \n", max_size=25), st.sampled_from(("", "n:", "n::", "n:d=4,o=5:")))
def test_any_text_is_a_tune_or_an_error_with_a_place(text, head):
    tune = attempt(Tune.from_rtttl, head + text)
    if isinstance(tune, RtttlError):
        assert 0 <= tune.offset <= len(head + text)
    else:
        assert Tune.from_rtttl(tune.to_rtttl()).tones == tune.tones


def test_what_rtttl_cannot_say_is_refused():
    for tune, option in (
        (Tune("a:b", (Tone("c", 5, 4),)), "name"),
        (Tune("a", (Tone("c", 5, 4, ".."),)), "modifier"),
        (Tune("a", (Tone("c", 5, 4, "2/3"),)), "modifier"),
    ):
        with pytest.raises(InvalidOption) as caught:
            tune.to_rtttl()
        assert caught.value.option == option


def test_wrong_types_are_type_errors():
    with pytest.raises(TypeError):
        Tune.from_rtttl(b"n::c")
