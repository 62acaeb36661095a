"""What makes single calls cheap and can be told without a clock: how functions are registered, what classes carry, what
is left in a caller's string, and that all kernels give the same."""

from __future__ import annotations

import ctypes
import gc
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import corpus
import smsenc
from smsenc import _core, gsm7, ucs2

METH_VARARGS, METH_KEYWORDS, METH_O, METH_STATIC, METH_FASTCALL = 0x1, 0x2, 0x8, 0x20, 0x80
TPFLAGS_HAVE_GC = 1 << 14


def flags(function: object) -> int:
    get = ctypes.pythonapi.PyCFunction_GetFlags
    get.argtypes, get.restype = [ctypes.py_object], ctypes.c_int
    return get(function)


def test_count_segments_takes_its_argument_without_a_tuple_or_keywords():
    assert flags(_core.count_segments) == METH_O


def test_functions_with_options_take_their_arguments_from_the_stack():
    assert flags(_core.estimate) == flags(_core.encode) == METH_FASTCALL | METH_KEYWORDS


def test_methods_of_a_profile_are_as_bare_as_the_functions():
    profile = smsenc.Profile(reference_bits=16)
    assert flags(profile.count_segments) == flags(profile.estimate) == METH_O
    assert flags(profile.encode) == METH_FASTCALL | METH_KEYWORDS


def test_codecs_are_neither_static_nor_take_a_tuple():
    functions = {name: value for name, value in vars(_core).items() if name.startswith(("gsm7_", "ucs2_"))}
    assert len(functions) >= 11
    for name, function in functions.items():
        # Static functions miss the specialised calls of CPython 3.11 and newer.
        assert not flags(function) & (METH_STATIC | METH_VARARGS), name


def test_no_function_is_static():
    functions = {name: value for name, value in vars(_core).items() if type(value) is type(len)}
    assert len(functions) >= 25
    assert [name for name, function in functions.items() if flags(function) & METH_STATIC] == []


@pytest.mark.parametrize("name", ["Estimate", "Message", "Segment", "Profile"])
def test_the_collector_does_not_track_results(name):
    # Kept results would cost several times as much; they can form no cycle.
    assert not getattr(smsenc, name).__flags__ & TPFLAGS_HAVE_GC


def test_fields_of_an_estimate_are_kept_objects_in_slots():
    for name in ("encoding", "segments", "units", "capacity", "remaining", "locking", "single"):
        assert type(vars(smsenc.Estimate)[name]).__name__ == "member_descriptor", name


@pytest.mark.parametrize("text", ["plain", "Grüße", "5 €", "Привет", "party \U0001f389", "lone \ud83d"])
def test_no_call_leaves_memory_in_the_string_of_its_caller(text):
    text = "".join([text, " and something behind it"])
    before = sys.getsizeof(text)
    smsenc.count_segments(text)
    smsenc.estimate(text, languages="all", normalization="NFC", line_breaks="lf")
    smsenc.Profile(reference_bits=16).estimate(text)
    try:
        message = smsenc.encode(text)
    except smsenc.UnmappableCharacter:
        pass
    else:
        assert message.user_data
        assert [segment.text for segment in message] == [text]
        ucs2.encode(text)
    gsm7.is_gsm7(text)
    assert sys.getsizeof(text) == before


def test_bare_functions_say_what_is_wrong_with_a_call():
    for call in (
        lambda: smsenc.count_segments(),
        lambda: smsenc.count_segments("a", "b"),
        lambda: smsenc.count_segments(b"a"),
        lambda: smsenc.count_segments(text="a"),
        lambda: smsenc.estimate(),
        lambda: smsenc.estimate("a", "b"),
        lambda: smsenc.estimate(None),
        lambda: smsenc.estimate(text="a"),
        lambda: smsenc.estimate("a", colour="red"),
        lambda: smsenc.encode(),
        lambda: smsenc.encode("a", 7),
        lambda: smsenc.encode(None),
        lambda: smsenc.encode("a", reference="7"),
        lambda: smsenc.encode("a", colour="red"),
        lambda: smsenc.Profile().count_segments(None),
        lambda: smsenc.Profile().estimate("a", encoding="ucs2"),
        lambda: smsenc.Profile().encode("a", encoding="ucs2"),
        lambda: smsenc.Profile().encode(),
        lambda: smsenc.Profile.encode("a", "b"),
        lambda: smsenc.Profile.count_segments(7, "b"),
    ):
        with pytest.raises(TypeError):
            call()
    with pytest.raises(TypeError, match="unexpected keyword argument 'encoding'"):
        smsenc.Profile().encode("a", reference=3, encoding="ucs2")
    assert smsenc.count_segments.__name__ == "count_segments"
    assert smsenc.estimate.__module__ == smsenc.count_segments.__module__ == "smsenc._core"
    assert smsenc.estimate("ş", languages=["turkish"]).locking is smsenc.NationalLanguage.TURKISH


def test_references_are_given_back():
    text = "".join(["a text ", "of its own"])
    values = (text, b"no text", "\ud83d" * 70_000)
    before = [sys.getrefcount(value) for value in values]
    for _ in range(1000):
        smsenc.estimate(text)
        smsenc.count_segments(text)
        smsenc.estimate(text, encoding="ucs2")
    for _ in range(50):
        with pytest.raises(TypeError):
            smsenc.count_segments(values[1])
        with pytest.raises(smsenc.TooManySegments):
            smsenc.count_segments(values[2])
    assert [sys.getrefcount(value) for value in values] == before


def test_a_reference_reaches_the_message_by_either_way():
    text = "x" * 200
    profile = smsenc.Profile(reference_bits=16)
    assert smsenc.encode(text, reference=7).reference == 7
    assert smsenc.encode(text, reference=None) == smsenc.encode(text)
    assert profile.encode(text, reference=0x1234).reference == 0x1234
    assert profile.encode(text).reference == smsenc.encode(text, reference_bits=16).reference
    assert smsenc.encode(text, reference=7, reference_bits=16).user_data[0][:7].hex() == "06080400070201"


class Plainly(str):
    """A subclass, of which messages keep a plain string."""


def test_objects_made_without_the_frame_of_pyo3_are_freed_whole():
    text = "".join(["a text ", "of its own ", "x" * 200])
    cut = "y" * 400
    classes = (smsenc.Estimate, smsenc.Message, smsenc.Segment, smsenc.Profile)
    kept = (text, cut, None, smsenc.Encoding.GSM7, smsenc.Encoding.UCS2, *classes)

    def once():
        profile = smsenc.Profile(max_segments=1, overflow="truncate")
        for make in (smsenc.estimate, smsenc.encode, profile.estimate, profile.encode):
            for value in (text, "Grüße", "Привет", "\U0001f389" * 80, cut, Plainly("a")):
                result = make(value)
                assert result.units
                assert result == make(value)
        message = smsenc.encode(text, reference=1)
        assert len(message.user_data) == len(list(message)) == 2
        assert message.with_reference(2)[1].user_data[3] == 2
        assert smsenc.estimate(cut, max_segments=1, overflow="truncate").needed == 3
        with pytest.raises(smsenc.UnmappableCharacter):
            smsenc.encode("\ud83d")
        assert smsenc.estimate_many([text, cut]).tolist()[0] == smsenc.estimate(text)

    for _ in range(20):
        once()
    gc.collect()
    before = [sys.getrefcount(value) for value in kept], sys.getallocatedblocks()
    for _ in range(200):
        once()
    gc.collect()
    after = [sys.getrefcount(value) for value in kept], sys.getallocatedblocks()
    # What pytest itself keeps moves by a few; a leak would be of a thousand at least.
    assert all(abs(now - then) < 100 for now, then in zip(after[0], before[0], strict=True))
    assert abs(after[1] - before[1]) < 100


def test_results_outlive_what_they_were_made_of():
    segment = smsenc.encode("".join(["z" * 200, "!"]), reference=9)[1]
    gc.collect()
    assert (segment.text[-1], segment.total, segment.user_data[3]) == ("!", 2, 9)


SCRIPT = """
import hashlib, json, sys
import smsenc
from columns import capsules
from smsenc import arrow, gsm7
seen = hashlib.sha256()
texts = json.load(sys.stdin)
# Lone surrogates are no UTF-8: such rows are errors.
column = capsules.OneArray([text.encode("utf-8", "surrogatepass") for text in texts])
for field in ("encoding_code", "segments", "units", "remaining", "error_code"):
    seen.update(repr(capsules.int32(arrow.estimate(column, fields=field))).encode())
for text in texts:
    seen.update(repr(gsm7.is_gsm7(text)).encode())
    try:
        seen.update(repr((smsenc.estimate(text), smsenc.count_segments(text))).encode())
        message = smsenc.encode(text)
    except smsenc.Error as error:
        seen.update(ascii(error).encode())
        continue
    for segment in message:
        seen.update(segment.user_data)
        decoded = smsenc.decode(segment)
        seen.update(ascii((decoded.text, segment.payload)).encode())
print(smsenc._core.KERNELS, seen.hexdigest())
"""


def test_forced_kernels_agree_on_the_corpus():
    texts = json.dumps(list(corpus.messages(3000)))
    answers = {}
    levels = ["portable", "avx2", "avx512"]
    for kernel in (*levels, ""):
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            input=texts,
            env={**os.environ, "SMSENC_KERNEL": kernel, "PYTHONPATH": str(Path(__file__).parent)},
            capture_output=True,
            text=True,
            check=True,
        )
        used, digest = done.stdout.split()
        assert levels.index(used) <= levels.index(kernel or "avx512"), "no better one than was asked for"
        answers[kernel] = digest
    assert len(set(answers.values())) == 1, answers
