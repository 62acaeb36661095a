"""The binary form of ringing tones: the published example, both directions, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsenc.errors import DecodeError, InvalidOption, UnmappableCharacter
from smsenc.payloads import Note, Pattern, RingingTone, Scale, Style, Tempo, Tone, Tune, Volume
from smsenc.payloads.ringtone import DURATIONS, MODIFIERS, PITCHES, TEMPOS

# Nokia Smart Messaging FAQ 2.0, question 12.
PUBLISHED = bytes.fromhex("024A3A51D195CDD004001B20550590610560558550548540820849900000")
PUBLISHED_TONE = RingingTone(
    "test",
    (
        Pattern(
            "A",
            (
                Tempo(160),
                *(Note("e", 4), Note("f", 4), Note("g", 4), Note("e", 16), Note("e", 8), Note("e", 4)),
                *(Note("e", 2), Note("e", 1), Scale(4), Note("p", 4), Scale(5), Note("g#", 1)),
            ),
        ),
    ),
)

instructions = st.one_of(
    st.builds(Note, st.sampled_from(PITCHES), st.sampled_from(DURATIONS), st.sampled_from(MODIFIERS)),
    st.builds(Scale, st.integers(4, 7)),
    st.builds(Style, st.sampled_from(("natural", "continuous", "staccato"))),
    st.builds(Tempo, st.sampled_from(TEMPOS)),
    st.builds(Volume, st.integers(0, 15)),
)
patterns = st.builds(
    Pattern, st.sampled_from("ABCD"), st.lists(instructions, min_size=1, max_size=12).map(tuple), st.integers(0, 15)
)
titles = st.text(st.characters(max_codepoint=0xFF), max_size=15)


@st.composite
def tones(draw):
    parts = draw(st.lists(patterns, min_size=1, max_size=5))
    names = [part.name for part in parts]
    parts += [Pattern(name) for name in draw(st.lists(st.sampled_from(names), max_size=2))]
    return RingingTone(draw(titles), tuple(parts))


tune_tones = st.one_of(
    st.builds(
        Tone,
        st.sampled_from(PITCHES[1:]),
        st.integers(4, 7),
        st.sampled_from(DURATIONS),
        st.sampled_from(MODIFIERS),
        st.sampled_from(TEMPOS),
    ),
    st.builds(
        Tone, st.just("p"), st.none(), st.sampled_from(DURATIONS), st.sampled_from(MODIFIERS), st.sampled_from(TEMPOS)
    ),
)


def attempt(parse, given):
    """What ``parse`` makes of it: a value, or its DecodeError."""
    try:
        return parse(given)
    except DecodeError as error:
        return error


def test_published_example_in_both_directions():
    assert RingingTone.parse(PUBLISHED) == PUBLISHED_TONE
    assert PUBLISHED_TONE.data == PUBLISHED
    assert bytes(PUBLISHED_TONE.header).hex() == "06050415810000"


def test_published_example_as_a_tune():
    tune = PUBLISHED_TONE.tune
    assert tune.name == "test"
    assert [tone.octave for tone in tune.tones] == [5] * 8 + [None, 5]
    assert {tone.tempo for tone in tune.tones} == {160}
    assert tune.tones[0].seconds == 0.375  # "i.e. length of 1/4 note = 0,38 sec."


@given(tones())
def test_every_tone_is_read_back(tone):
    assert RingingTone.parse(tone.data) == tone


@given(titles, st.lists(tune_tones, min_size=1, max_size=30))
def test_a_tune_survives_the_binary_form(name, notes):
    tune = Tune(name, tuple(notes))
    tone = RingingTone.from_tune(tune)
    assert tone.tune == tune
    assert RingingTone.parse(tone.data).tune == tune


@pytest.mark.parametrize(("count", "octaves", "patterns"), [(253, 1, 1), (254, 1, 2), (400, 2, 4), (1012, 1, 4)])
def test_a_long_tune_goes_on_in_further_patterns(count, octaves, patterns):
    notes = tuple(Tone("c", 4 + index % octaves, 8) for index in range(count))
    tone = RingingTone.from_tune(Tune("long", notes))
    assert [pattern.name for pattern in tone.patterns] == list("ABCD")[:patterns]
    for pattern in tone.patterns:
        # Each pattern stands alone: tempo and scale are said again.
        assert pattern.instructions[0] == Tempo(63)
        assert isinstance(pattern.instructions[1], Scale)
    assert tone.tune.tones == notes
    assert RingingTone.parse(tone.data) == tone


def test_a_tune_beyond_four_patterns_is_refused():
    fits = Tune("x", (Tone("c", 4, 8),) * (4 * 253))
    assert len(RingingTone.from_tune(fits).patterns) == 4
    with pytest.raises(InvalidOption, match="4 patterns"):
        RingingTone.from_tune(Tune("x", (Tone("c", 4, 8),) * (4 * 253 + 1)))


@pytest.mark.parametrize(("asked", "sent"), [(25, 25), (26, 28), (120, 125), (160, 160), (801, 900), (900, 900)])
def test_a_tempo_without_code_becomes_the_next_faster_one(asked, sent):
    tone = RingingTone.from_tune(Tune("t", (Tone("a", 5, 4, "", asked),)))
    assert tone.patterns[0].instructions[0] == Tempo(sent)


def test_the_scale_is_written_only_where_it_changes_and_never_for_a_pause():
    tone = RingingTone.from_rtttl("s:d=4,o=5,b=63:p,c,p,d,c6,p,c6,c5")
    kinds = "".join(type(instruction).__name__[0] for instruction in tone.patterns[0].instructions)
    assert kinds == "TNSNNNSNNNSN"


def test_a_repeated_pattern_plays_again():
    once = Pattern("B", (Note("c", 4),), 3)
    tone = RingingTone("r", (once, Pattern("B")))
    assert [note.pitch for note in tone.tune.tones] == ["c", "c"]


def test_a_tone_without_notes_is_no_tune():
    with pytest.raises(InvalidOption, match="at least one"):
        _ = RingingTone("r", (Pattern("A", (Tempo(63),)),)).tune


@given(st.binary(max_size=40), st.sampled_from((b"", PUBLISHED[:2], PUBLISHED[:9], PUBLISHED[:15])))
def test_any_octets_are_a_tone_or_a_decode_error(octets, head):
    data = head + octets
    tone = attempt(RingingTone.parse, data)
    if isinstance(tone, DecodeError):
        assert 0 <= tone.offset <= len(data)
    else:
        assert tone.data == data


def test_no_truncation_and_no_tail_of_the_example_is_a_tone():
    for end in range(len(PUBLISHED)):
        with pytest.raises(DecodeError) as caught:
            RingingTone.parse(PUBLISHED[:end])
        assert caught.value.offset <= end
    with pytest.raises(DecodeError, match="1 octets too many"):
        RingingTone.parse(PUBLISHED + b"\0")


def with_bits(octets, position, bits):
    value = int.from_bytes(octets, "big")
    shift = 8 * len(octets) - position - len(bits)
    value &= ~(((1 << len(bits)) - 1) << shift)
    return (value | int(bits, 2) << shift).to_bytes(len(octets), "big")


@pytest.mark.parametrize(
    ("position", "bits", "field"),
    [
        (0, "00000011", "command length"),
        (8, "0100011", "ringing tone programming"),
        (15, "1", "filler"),
        (16, "0100010", "sound"),
        (23, "010", "song type"),
        (62, "00000000", "number of patterns"),
        (70, "111", "pattern header"),
        (79, "00000000", "pattern length"),
        (87, "111", "instruction"),
        (98, "1111", "note value"),
        (102, "111", "note duration"),
        (231, "1", "filler"),
        (239, "1", "command end"),
    ],
)
def test_wrong_bits_are_named(position, bits, field):
    with pytest.raises(DecodeError) as caught:
        RingingTone.parse(with_bits(PUBLISHED, position, bits))
    assert caught.value.field == field
    assert caught.value.offset == position // 8


def test_the_damaged_sample_of_a_gateway_manual_is_refused():
    # Clickatell HTTP API specification 2.3.8 section 9.3.1: bits are left behind the 33 instructions it announces.
    data = (
        "024A3A5585E195B198040042D9049741A69761781B6176156174288B525D85E0A26C24C49A617628930BB125E055856049865885D200"
    )
    with pytest.raises(DecodeError):
        RingingTone.parse(bytes.fromhex(data))


def test_values_out_of_range_are_named():
    for build, option in (
        (lambda: Note("h", 4), "pitch"),
        (lambda: Note("c", 3), "duration"),
        (lambda: Note("c", 4, "..."), "modifier"),
        (lambda: Scale(8), "octave"),
        (lambda: Style("loud"), "style"),
        (lambda: Tempo(120), "tempo"),
        (lambda: Volume(16), "volume"),
        (lambda: Pattern("E"), "name"),
        (lambda: Pattern("A", (), 16), "loop"),
        (lambda: Pattern("A", (Scale(4),) * 256), "instructions"),
        (lambda: RingingTone("x" * 16, PUBLISHED_TONE.patterns), "title"),
        (lambda: RingingTone("x", ()), "patterns"),
        (lambda: RingingTone("x", (Pattern("A"),)), "patterns"),
        (lambda: Tune("x", ()), "tones"),
        (lambda: Tone("p", 5, 4), "octave"),
        (lambda: Tone("c", 5, 4, "", 24), "tempo"),
    ):
        with pytest.raises(InvalidOption) as caught:
            build()
        assert caught.value.option == option


def test_a_title_beyond_iso_8859_1_is_named():
    with pytest.raises(UnmappableCharacter) as caught:
        RingingTone("na\u00efve \u0394", PUBLISHED_TONE.patterns)
    assert (caught.value.character, caught.value.position) == ("\u0394", 6)


def test_wrong_types_are_type_errors():
    for build in (
        lambda: RingingTone(b"test", PUBLISHED_TONE.patterns),
        lambda: RingingTone("test", ("A",)),
        lambda: Pattern("A", ("c",)),
        lambda: Tune("x", ("c",)),
        lambda: Tone("c", None, 4),
        lambda: RingingTone.from_tune("x:d=4:c"),
        lambda: RingingTone.parse("024A"),
        lambda: Note(1, 4),
        lambda: Note("c", "4"),
        lambda: Note("c", True),
        lambda: Note("c", 4, None),
    ):
        with pytest.raises(TypeError):
            build()
