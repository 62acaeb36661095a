"""smsenc decodes what the naive twin decodes: every segment of its own, and any octets at all.

The twin knows the fall-back of escapes (TS 23.038 clause 6.2.1.1), fill bits, shift elements and the
rules for broken headers (TS 23.040 clause 9.2.3.24). Anomalies are not compared, only what is shown.
"""

from __future__ import annotations

import random

import pytest

import corpus
import naive
import naive_decode
import smsenc
from naive import Coding, Options

DCS = {"gsm7": 0x00, "8bit": 0x04, "ucs2": 0x08}


@pytest.mark.parametrize(
    "options",
    [
        Options(lone_surrogates="keep"),
        Options(lone_surrogates="keep", languages="all"),
        Options(lone_surrogates="keep", reference_bits=16, header=((0x05, b"\x23\xf4\x00\x00"),)),
        Options(lone_surrogates="keep", languages=("turkish", "urdu"), header=((0x04, b"\xf0\xf1"),)),
    ],
    ids=["default", "all languages", "16 bits and ports", "two languages and ports"],
)
def test_segments_of_the_twin_decode_to_their_texts(options: Options) -> None:
    for text in corpus.messages(300 if options.languages == "all" else 1500, 11):
        try:
            made, parts = naive.encode(text, 7, options)
        except (naive.TooMany, naive.NoRoom):
            continue
        for segment, (octets, length) in zip(made.texts, parts, strict=True):
            encoding = made.coding.encoding
            has_header = bool(naive.elements_of(options, made.coding, 7, made.segments, 1))
            decoded = smsenc.decode(octets, dcs=DCS[encoding], user_data_length=length, has_header=has_header)
            assert naive_decode.decode(octets, encoding, length, has_header) == segment
            assert decoded.text == segment, ascii(segment)
            assert decoded.encoding == encoding


def _header(rng: random.Random) -> bytes:
    """A header that is sound, broken, or full of shift elements; often with duplicates."""
    elements = []
    for _ in range(rng.randint(0, 4)):
        iei = rng.choice([0x24, 0x24, 0x25, 0x25, 0x00, 0x05, 0x70, 0xA5])
        size = rng.choice([1, 1, 1, 1, 0, 2, 3, 4])
        elements.append((iei, bytes(rng.randint(0, 16) for _ in range(size))))
    header = naive.header_bytes(elements) or b"\x00"
    if rng.random() < 0.2:
        header = bytes([rng.randint(0, len(header))]) + header[1:]
    return header


@pytest.mark.parametrize("seed", range(8))
def test_any_septets_behind_any_header(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(400):
        header = _header(rng) if rng.random() < 0.7 else b""
        count = rng.randint(0, 40)
        septets = [rng.choice([0x1B, rng.randint(0, 127)]) for _ in range(count)]
        octets = header + naive.pack(septets, naive.fill_bits(len(header)))
        length = naive.header_septets(len(header)) + count
        elements, size = naive_decode.split_header(octets) if header else ([], 0)
        if naive.header_septets(size) > length or size != len(header):
            continue  # what a length in the midst of the header means is asked elsewhere
        locking = naive.LOCKING[naive_decode.language_of(elements, 0x25) or "default"]
        if any(code not in locking for code in septets if code != naive.ESC):
            continue  # an empty cell: the standard does not say what is shown
        decoded = smsenc.decode(octets, dcs=0, user_data_length=length, has_header=bool(header))
        assert decoded.text == naive_decode.decode(octets, "gsm7", length, bool(header)), octets.hex()


@pytest.mark.parametrize("locking", [None, *naive.LOCKING])
@pytest.mark.parametrize("single", [None, *naive.SINGLE])
def test_every_cell_of_every_pair_of_tables(locking: str | None, single: str | None) -> None:
    locking = None if locking == "default" else locking
    single = None if single == "default" else single
    for code in range(128):
        if code != naive.ESC and code not in naive.LOCKING[locking or "default"]:
            continue
        for septets in ([code], [naive.ESC, code]):
            octets = bytes(septets)
            text = naive_decode.decode_septets(septets, locking, single)
            assert smsenc.gsm7.decode(octets, locking=locking, single=single) == text
            if code != naive.ESC:
                coding = Coding("gsm7", locking, single)
                again = naive.content(text, coding)
                assert bytes(smsenc.gsm7.encode(text, locking=locking, single=single)) == again


@pytest.mark.parametrize("seed", range(4))
def test_any_octets_of_eight_bit_data_and_ucs2(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(300):
        header = _header(rng) if rng.random() < 0.7 else b""
        octets = header + rng.randbytes(2 * rng.randint(0, 30))
        _, size = naive_decode.split_header(octets) if header else ([], 0)
        if size % 2 != len(octets) % 2:
            octets += b"\x00"
        for encoding in ("8bit", "ucs2"):
            decoded = smsenc.decode(octets, dcs=DCS[encoding], user_data_length=len(octets), has_header=bool(header))
            shown = decoded.data if encoding == "8bit" else decoded.text
            expected = naive_decode.decode(octets, encoding, len(octets), bool(header))
            assert shown == expected, octets.hex()
