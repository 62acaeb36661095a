"""smsenc and the naive twin agree on every message of the corpus, and on a real file if one is named.

The file is named by the environment variable SMSENC_CORPUS: tab separated, one header line, a label and
the text in each line. A disagreement shows the text in escapes, the options, and both answers.
"""

from __future__ import annotations

import os
import pathlib
from collections.abc import Iterable, Sequence
from typing import Any

import pytest

import corpus
import naive
import smsenc
from naive import Options

REFERENCES = {8: (0, 1, 0x42, 255), 16: (0, 1, 0x1234, 65_535)}

PORTS_8 = ((0x04, b"\xf0\xf1"),)
PORTS_16 = ((0x05, b"\x23\xf4\x00\x00"),)
LONG = ((0x70, bytes(range(100))),)
NARROW = ((0x70, bytes(122)),)
TIGHT = ((0x70, bytes(128)), (0xA1, b"\x01"))

# Options, and how many messages of the corpus they are tried on.
SETS: list[tuple[Options, int]] = [
    (Options(languages=("turkish",)), 3000),
    (Options(languages=("spanish", "portuguese")), 2000),
    (Options(languages=("urdu", "hindi", "tamil", "bengali")), 500),
    (Options(languages="all"), 350),
    (Options(languages="all", encoding="gsm7"), 200),
    (Options(languages="all", header=LONG), 150),
    (
        Options(languages=("portuguese", "turkish"), header=PORTS_8, reference_bits=16),
        1000,
    ),
    (Options(languages=("malayalam", "bengali", "turkish"), header=NARROW), 300),
    (Options(reference_bits=16), 2000),
    (Options(header=PORTS_8), 1000),
    (Options(header=PORTS_16), 1000),
    (Options(header=PORTS_16, reference_bits=16), 1000),
    (Options(header=(*PORTS_16, (0x01, b"\x80\x03"), (0x70, b""))), 500),
    (Options(header=LONG), 500),
    (Options(header=TIGHT), 200),
    (Options(encoding="ucs2"), 2000),
    (Options(encoding="gsm7"), 2000),
    (Options(line_breaks="lf"), 2000),
    (Options(normalization="NFC"), 2000),
    (Options(lone_surrogates="replace"), 2000),
    (Options(lone_surrogates="keep"), 2000),
    (Options(message_class=0), 500),
    (Options(message_class=3, encoding="ucs2"), 500),
    (Options(max_segments=1), 1000),
    (Options(max_segments=2, languages=("turkish",)), 1000),
    (Options(max_segments=1, overflow="truncate"), 500),
    (Options(max_segments=2, overflow="truncate", ellipsis="..."), 500),
    (Options(max_segments=1, overflow="truncate", ellipsis="…", encoding="ucs2"), 500),
    (
        Options(max_segments=3, overflow="truncate", ellipsis="^", reference_bits=16),
        500,
    ),
    (
        Options(
            max_segments=1,
            overflow="truncate",
            line_breaks="lf",
            languages=("spanish",),
        ),
        500,
    ),
    (
        Options(
            line_breaks="lf",
            normalization="NFC",
            lone_surrogates="replace",
            reference_bits=16,
        ),
        1000,
    ),
]


def _keywords(options: Options) -> dict[str, Any]:
    """The options that differ from the defaults, as smsenc takes them."""
    keywords = {
        name: getattr(options, name)
        for name in Options.__dataclass_fields__
        if getattr(options, name) != getattr(naive.DEFAULTS, name)
    }
    if options.header:
        keywords["header"] = [smsenc.InformationElement(iei, data) for iei, data in options.header]
    return keywords


def _joined(text: str) -> str:
    """The text with every surrogate pair as one character: both forms of it are the same message."""
    return "".join(character for character, _ in naive.merge_pairs(text))


def _outcomes_of_twin(text: str, options: Options, reference: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the twin says of an estimate and of a message."""
    try:
        made = naive.plan(text, options)
    except naive.Unmappable as error:
        refused = {"error": "UnmappableCharacter", "position": error.position}
        return refused, refused
    except naive.TooMany as error:
        refused = {
            "error": "TooManySegments",
            "needed": error.needed,
            "encoding": error.encoding,
        }
        return refused, refused
    except naive.NoRoom:
        return {"error": "InvalidHeader"}, {"error": "InvalidHeader"}
    said: dict[str, Any] = {
        "encoding": made.coding.encoding,
        "locking": made.coding.locking,
        "single": made.coding.single,
        "segments": made.segments,
        "units": made.units,
        "capacity": made.capacity,
        "remaining": made.remaining,
    }
    if options.overflow == "truncate":
        said |= {"needed": made.needed, "truncated_at": made.truncated_at}
    try:
        parts = naive.parts(made, reference)
    except naive.Unmappable as error:
        return said, {"error": "UnmappableCharacter", "position": error.position}
    return said, said | {
        "text": made.text,
        "texts": list(made.texts),
        "user_data": [octets for octets, _ in parts],
        "user_data_length": [length for _, length in parts],
        "dcs": naive.dcs(made.coding.encoding, options.message_class),
        "reference": None if made.segments == 1 else reference,
    }


def _outcome_of_smsenc(
    text: str,
    profile: smsenc.Profile | None,
    keywords: dict[str, Any],
    reference: int | None,
) -> dict[str, Any]:
    """The same of smsenc, through the module's functions and, given one, through the profile."""
    try:
        if reference is None:
            made: Any = smsenc.estimate(text, **keywords)
            if profile is not None:
                assert profile.estimate(text) == made
        else:
            made = smsenc.encode(text, reference=reference, **keywords)
            if profile is not None:
                assert profile.encode(text, reference=reference) == made
    except smsenc.UnmappableCharacter as error:
        return {"error": "UnmappableCharacter", "position": error.position}
    except smsenc.TooManySegments as error:
        return {
            "error": "TooManySegments",
            "needed": error.needed,
            "encoding": str(error.encoding),
        }
    except smsenc.InvalidHeader:
        return {"error": "InvalidHeader"}
    said: dict[str, Any] = {
        "encoding": made.encoding.value,
        "locking": made.locking and made.locking.value,
        "single": made.single and made.single.value,
        "segments": made.segments,
        "units": made.units,
        "capacity": made.capacity,
        "remaining": made.remaining,
    }
    if keywords.get("overflow") == "truncate":
        said |= {"needed": made.needed, "truncated_at": made.truncated_at}
    if reference is not None:
        assert "".join(segment.text for segment in made) == made.text
        assert tuple(segment.user_data for segment in made) == made.user_data
        assert [(s.sequence, s.total) for s in made] == [(i + 1, len(made)) for i in range(len(made))]
        said |= {
            "text": _joined(made.text),
            "texts": [_joined(segment.text) for segment in made],
            "user_data": list(made.user_data),
            "user_data_length": [segment.user_data_length for segment in made],
            "dcs": made.dcs,
            "reference": made.reference,
        }
    return said


def _same(ours: dict[str, Any], twin: dict[str, Any]) -> bool:
    """Equal; a position that the twin cannot tell (after composition) is not compared."""
    for key in ("position", "truncated_at"):
        if key in twin and twin[key] is None and twin.get("needed", 0) is not None:
            ours = ours | {key: None}
    return ours == twin


def _disagreements(texts: Iterable[str], options: Options) -> tuple[int, list[str]]:
    """(messages compared, what differs)."""
    keywords = _keywords(options)
    profile = smsenc.Profile(**keywords)
    found: list[str] = []
    compared = 0
    for number, text in enumerate(texts):
        compared += 1
        reference = REFERENCES[options.reference_bits][number % 4]
        outcomes = _outcomes_of_twin(text, options, reference)
        for given, twin in zip((None, reference), outcomes, strict=True):
            ours = _outcome_of_smsenc(text, profile, keywords, given)
            if not _same(ours, twin):
                both = {k: (ours.get(k), twin.get(k)) for k in ours | twin if ours.get(k) != twin.get(k)}
                what = "estimate" if given is None else f"encode, reference {given}"
                found.append(f"{what} of {text[:400]!a} with {keywords}: (smsenc, twin) {both}")
            if given is None:
                found += _count_disagreements(text, profile, options, twin)
    return compared, found


def _count_disagreements(text: str, profile: smsenc.Profile, options: Options, twin: dict[str, Any]) -> list[str]:
    counters = [profile.count_segments]
    if options == naive.DEFAULTS:
        counters.append(smsenc.count_segments)
    found = []
    for counter in counters:
        try:
            count: Any = counter(text)
        except smsenc.Error as error:
            count = type(error).__name__
        expected = twin.get("segments", twin.get("error"))
        if count != expected:
            found.append(f"count_segments of {text[:400]!a}: smsenc {count}, twin {expected}")
    return found


def _report(found: Sequence[str]) -> str:
    return f"{len(found)} disagreements, the first: " + "\n".join(found[:5])


def test_agree_on_every_message_by_default_options() -> None:
    compared, found = _disagreements(corpus.messages(20_000), naive.DEFAULTS)
    assert compared == 20_000
    assert not found, _report(found)


@pytest.mark.parametrize(("options", "count"), SETS, ids=lambda value: str(_names(value)))
def test_agree_by_options(options: Options, count: int) -> None:
    """Each set of options has its own seed, so that each sees other messages."""
    seed = SETS.index((options, count)) + 1
    texts = list(corpus.messages(count, seed))
    if options.overflow == "truncate":
        texts = [text for text in texts if len(text) <= 350]  # the twin tries every prefix
    compared, found = _disagreements(texts, options)
    assert compared > count // 2
    assert not found, _report(found)


def _names(value: Options | int) -> str | int:
    if isinstance(value, int):
        return value
    shown = {k: v for k, v in vars(value).items() if v != getattr(naive.DEFAULTS, k)}
    if "header" in shown:
        shown["header"] = naive.header_octets(value.header)
    return " ".join(f"{k}={v if isinstance(v, (str, int)) else ','.join(v)}" for k, v in shown.items()) or "-"


def test_the_corpus_takes_every_road() -> None:
    """What the agreement is worth: the corpus meets every encoding, count and refusal."""
    met: set[Any] = set()
    for text in corpus.messages(4_000, 7):
        _, said = _outcomes_of_twin(text, Options(languages=("turkish", "spanish", "hindi")), 1)
        met.add(said.get("error") or (said["encoding"], min(said["segments"], 4)))
        met.add(("tables", said.get("locking"), said.get("single")))
    expected = {(encoding, segments) for encoding in ("gsm7", "ucs2") for segments in (1, 2, 3, 4)}
    expected |= {"UnmappableCharacter", ("tables", None, "spanish"), ("tables", "turkish", None)}
    expected |= {("tables", "hindi", None), ("tables", "hindi", "hindi"), ("tables", None, "turkish")}
    assert expected <= met


@pytest.mark.parametrize("header", [(), PORTS_8, PORTS_16, LONG, TIGHT], ids=naive.header_octets)
@pytest.mark.parametrize("bits", [8, 16])
def test_agree_on_binary_data(header: tuple[tuple[int, bytes], ...], bits: int) -> None:
    options = Options(header=header, reference_bits=bits)
    keywords = _keywords(options)
    for size in [*range(3), *range(115, 145), *range(225, 290), 1000]:
        data = bytes(i * 7 % 256 for i in range(size))
        try:
            parts = naive.encode_binary(data, 200, options)
        except (naive.TooMany, naive.NoRoom) as error:
            refused = smsenc.InvalidHeader if isinstance(error, naive.NoRoom) else smsenc.TooManySegments
            with pytest.raises(refused):
                smsenc.encode_binary(data, reference=200, **keywords)
            continue
        made = smsenc.encode_binary(data, reference=200, **keywords)
        assert [(s.user_data, s.user_data_length) for s in made] == parts
        assert b"".join(s.data or b"" for s in made) == data == made.data
        estimate = smsenc.estimate_binary(data, **keywords)
        coding = naive.Coding("8bit")
        room = naive.room(options, coding, len(parts))
        headers = naive.header_octets(naive.elements_of(options, coding, 0, len(parts), 1))
        assert (estimate.segments, estimate.units, estimate.capacity) == (len(parts), size, room)
        assert estimate.remaining == room - (parts[-1][1] - headers)
        assert estimate.encoding is smsenc.Encoding.EIGHT_BIT
        assert made.dcs == 4


def _real_messages() -> list[str]:
    path = os.environ.get("SMSENC_CORPUS")
    if not path:
        pytest.skip("SMSENC_CORPUS names no file: real messages were NOT compared with the twin")
    lines = pathlib.Path(path).read_text("utf-8").split("\n")[1:]
    return [line.split("\t", 1)[1].removesuffix("\r") for line in lines if "\t" in line]


@pytest.mark.parametrize(
    "options",
    [
        naive.DEFAULTS,
        Options(languages=("turkish", "spanish")),
        Options(reference_bits=16, header=PORTS_16),
    ],
    ids=_names,
)
def test_agree_on_real_messages(options: Options) -> None:
    texts = _real_messages()
    compared, found = _disagreements(texts, options)
    assert compared == len(texts) > 0
    assert not found, _report(found)
