"""What holds for every text and every option, through the Python API."""

from __future__ import annotations

from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

import smsenc

LANGUAGES = [language.value for language in smsenc.NationalLanguage]
CHARACTERS = st.one_of(
    st.sampled_from("abcXYZ 019@£$¥èéùìòÇ\n\r\x0cΔΩÄÖÑÜ§¿äöñüà^{}\\[~]|€"),
    st.sampled_from("ğĞşŞıİçáíóúãõâêôनमस्तेবাংলাதமிழ்"),
    st.characters(),
    st.characters(categories=["Cs"]),
)
TEXTS = st.builds(
    lambda head, filler, count, tail: head + filler * count + tail,
    st.text(CHARACTERS, max_size=12),
    CHARACTERS,
    st.sampled_from([0, 1, 60, 70, 130, 150, 160, 300, 460]),
    st.text(CHARACTERS, max_size=12),
)
ELEMENTS = st.one_of(
    st.builds(smsenc.Ports, st.integers(0, 65535), st.integers(0, 65535)),
    st.builds(smsenc.InformationElement, st.integers(0x70, 0x9F), st.binary(max_size=60)),
)
OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "encoding": st.sampled_from(["auto", "gsm7", "ucs2"]),
        "languages": st.one_of(st.just("all"), st.lists(st.sampled_from(LANGUAGES), max_size=4)),
        "reference_bits": st.sampled_from([8, 16]),
        "header": st.lists(ELEMENTS, max_size=2),
        "max_segments": st.sampled_from([1, 2, 3, 255]),
        "overflow": st.sampled_from(["error", "truncate"]),
        "boundary": st.sampled_from(["character", "grapheme", "word"]),
        "suffix": st.sampled_from(["", " STOP", "\U0001f600"]),
        "numbering": st.sampled_from([None, " ({sequence}/{total})", "\u2116{sequence} {text}\u20ac"]),
        "line_breaks": st.sampled_from(["keep", "lf"]),
        "normalization": st.sampled_from([None, "NFC"]),
        "lone_surrogates": st.sampled_from(["error", "replace", "keep"]),
        "replace": st.one_of(
            st.sampled_from([None, "smart", "smart-wide", "transliterate"]),
            st.dictionaries(st.characters(), st.text(st.characters(), max_size=3), max_size=3),
        ),
        "replace_when": st.sampled_from(["saves", "always"]),
        "message_class": st.sampled_from([None, 0, 1, 2, 3]),
    },
)


def outcome(call: Any, *arguments: Any, **options: Any) -> Any:
    try:
        return call(*arguments, **options)
    except smsenc.Error as error:
        return error


@given(TEXTS, OPTIONS)
def test_count_estimate_and_encode_agree(text: str, options: dict[str, Any]) -> None:
    estimate = outcome(smsenc.estimate, text, **options)
    profile = outcome(smsenc.Profile, **options)
    if isinstance(profile, smsenc.Profile):
        count = outcome(profile.count_segments, text)
        assert count == (estimate.segments if isinstance(estimate, smsenc.Estimate) else estimate)
    message = outcome(smsenc.encode, text, **options)
    if isinstance(message, smsenc.Message):
        assert message.estimate == estimate
        assert len(message) == estimate.segments == len(message.user_data)
        assert "".join(segment.text or "" for segment in message) == message.text
        assert all(segment.units <= message.capacity for segment in message)
        assert all(len(user_data) <= 140 for user_data in message.user_data)
        assert message.user_data == tuple(segment.user_data for segment in message)
    elif not isinstance(estimate, smsenc.Error):
        assert isinstance(message, smsenc.UnmappableCharacter)
    else:
        assert message == estimate


@given(TEXTS)
def test_the_default_count_is_the_default_estimate(text: str) -> None:
    counted, estimated = outcome(smsenc.count_segments, text), outcome(smsenc.estimate, text)
    assert counted == getattr(estimated, "segments", estimated)


@given(TEXTS)
def test_a_text_is_sent_as_it_is(text: str) -> None:
    message = smsenc.encode(text, lone_surrogates="keep", max_segments=255)
    assert message.text is not None
    # Two halves of a pair side by side are the character that they encode.
    assert message.text.encode("utf-16-be", "surrogatepass") == text.encode("utf-16-be", "surrogatepass")
    assert message.replacements == ()


@given(TEXTS, OPTIONS, st.randoms(use_true_random=False))
def test_segments_in_any_order_give_the_message(text: str, options: dict[str, Any], random: Any) -> None:
    message = outcome(smsenc.encode, text, **options)
    assume(isinstance(message, smsenc.Message))
    segments = [smsenc.decode(segment) for segment in message]
    for segment, decoded in zip(message, segments, strict=True):
        assert decoded.payload == segment.payload
        # Half a pair that was to be kept, and a caller who names two pairs of ports.
        assert {anomaly.kind for anomaly in decoded.anomalies} <= {"lone-surrogate", "element-repeated"}
        again = smsenc.decode(
            segment.user_data,
            dcs=segment.dcs,
            user_data_length=segment.user_data_length,
            has_header=bool(segment.header),
        )
        assert again == decoded
    random.shuffle(segments)
    reassembler = smsenc.Reassembler()
    whole = [reassembler.add(segment, originator="+123", now=0.0) for segment in segments]
    assert whole[:-1] == [None] * (len(whole) - 1)
    assert whole[-1] is not None
    assert whole[-1].text == message.text


@given(TEXTS, OPTIONS, st.sampled_from(LANGUAGES))
def test_permitting_more_never_costs_more(text: str, options: dict[str, Any], language: str) -> None:
    options["overflow"] = "error"
    needed = outcome(smsenc.estimate, text, **options)
    before = getattr(needed, "segments", getattr(needed, "needed", None))
    assume(before is not None)
    permitted = options.get("languages", ())
    wider = "all" if permitted == "all" else [*permitted, language]
    for change in ({"languages": wider}, {"encoding": "auto"}):
        more = outcome(smsenc.estimate, text, **{**options, **change})
        assert getattr(more, "segments", getattr(more, "needed", 10**9)) <= before


@given(st.binary(max_size=900), OPTIONS)
def test_octets_come_back(data: bytes, options: dict[str, Any]) -> None:
    message = outcome(smsenc.encode_binary, data, **options)
    assume(isinstance(message, smsenc.Message))
    assert message.estimate == smsenc.estimate_binary(data, **options)
    assert b"".join(segment.data or b"" for segment in message) == message.data
    reassembler = smsenc.Reassembler()
    whole = [reassembler.add(segment) for segment in message][-1]
    assert whole is not None
    assert whole.data == message.data


@given(
    st.binary(max_size=150),
    st.integers(0, 255),
    st.one_of(st.none(), st.integers(0, 255)),
    st.booleans(),
    st.booleans(),
)
def test_any_octets_decode(octets: bytes, dcs: int, length: int | None, has_header: bool, strip_bom: bool) -> None:
    decoded = smsenc.decode(octets, dcs=dcs, user_data_length=length, has_header=has_header, strip_bom=strip_bom)
    assert (decoded.text is None) == (decoded.encoding is smsenc.Encoding.EIGHT_BIT)
    assert decoded.to_dict()["type"] == "decoded"
    smsenc.Reassembler().add(decoded, originator="x")
