"""libosmogsm, smsd and gammu pack and unpack the same septets as we do.

TS 23.038 clauses 6.1.2.1 (SMS) and 6.1.2.3.1 (USSD, with its CR); TS 23.040 clause 9.2.3.24 (fill bits).
"""

from __future__ import annotations

import osmogsm
import pytest
import referee
import smstools
import texts
from exclusions import LIBOSMOGSM_PACKS_WRONGLY, LIBOSMOGSM_SHOWS_WRONGLY

import smsenc
from smsenc import gsm7

# What Latin-1 and the default alphabet share. libosmogsm writes its texts as C strings of Latin-1.
LATIN = "".join(character for character in texts.PLAIN if ord(character) < 256)
LATIN_EXTENSION = "".join(character for character in texts.EXTENSION if ord(character) < 256)


def _without(characters: str, unwanted: str) -> str:
    return "".join(character for character in characters if character not in unwanted)


def _latin(stream, septets: int, unwanted: str) -> str:
    plain, extension = _without(LATIN, unwanted), _without(LATIN_EXTENSION, unwanted)
    out, left = [], septets
    while left:
        if left >= 2 and stream.random() < 0.05:
            out.append(stream.choice(extension))
            left -= 2
        else:
            out.append(stream.choice(plain))
            left -= 1
    return "".join(out)


def _latin_texts(name: str, count: int, unwanted: str = LIBOSMOGSM_PACKS_WRONGLY) -> list[str]:
    stream = referee.randomness(name)
    out = [_latin(stream, length, unwanted) for length in range(161) for _ in range(3)]
    out += [_latin(stream, stream.randint(1, 160), unwanted) for _ in range(count - len(out))]
    return out


def test_libosmogsm_packs_the_same_octets():
    referee.require(osmogsm)
    tally = referee.Tally("libosmogsm, packing")
    for text in _latin_texts("osmogsm packing", 3000):
        septets, octets = osmogsm.pack(text.encode("latin-1"))
        ours = gsm7.encode(text)
        tally.same(septets, len(ours), referee.shown(text))
        tally.same(octets, gsm7.pack(ours), referee.shown(text))
    tally.close(at_least=6000)


def test_libosmogsm_unpacks_our_octets():
    referee.require(osmogsm)
    tally = referee.Tally("libosmogsm, unpacking")
    for text in _latin_texts("osmogsm unpacking", 3000, LIBOSMOGSM_SHOWS_WRONGLY):
        segment = smsenc.encode(text)[0]
        got = osmogsm.unpack(segment.user_data, segment.user_data_length)
        tally.same(got.decode("latin-1"), text)
    tally.close(at_least=3000)


def test_libosmogsm_skips_our_headers_and_their_fill_bits():
    """Headers of every length that leaves room for text."""
    referee.require(osmogsm)
    stream = referee.randomness("osmogsm headers")
    tally = referee.Tally("libosmogsm, behind a header")
    for size in range(120):
        element = smsenc.InformationElement(0x80, stream.randbytes(size))
        room = (140 - 3 - size) * 8 // 7
        for length in {1, 7, 8, room // 2, room - 1, room}:
            if not 0 < length <= room:
                continue
            text = _latin(stream, length, LIBOSMOGSM_SHOWS_WRONGLY)
            segment = smsenc.encode(text, header=[element])[0]
            got = osmogsm.unpack(segment.user_data, segment.user_data_length, has_header=True)
            tally.same(got.decode("latin-1"), text, f"header of {3 + size} octets")
    tally.close(at_least=600)


def test_libosmogsm_packs_ussd_with_the_same_carriage_returns():
    """7 bits left over: a CR fills them; a text that ends in CR on the octet border gets a second one."""
    referee.require(osmogsm)
    tally = referee.Tally("libosmogsm, USSD")
    stream = referee.randomness("ussd")
    out = _latin_texts("ussd", 1500)
    out += [_latin(stream, length, LIBOSMOGSM_PACKS_WRONGLY) + "\r" for length in range(160)]
    doubled = filled = 0
    for text in out:
        if not text:
            continue
        ours = gsm7.encode(text)
        _, octets = osmogsm.pack(text.encode("latin-1"), ussd=True)
        tally.same(octets, gsm7.pack_ussd(ours), referee.shown(text))
        filled += len(ours) % 8 == 7
        doubled += len(ours) % 8 == 0 and text.endswith("\r")
        # Never applied to SMS: the spare bits stay zero there.
        if len(ours) % 8 == 7:
            assert gsm7.pack_ussd(ours) != smsenc.encode(text)[0].user_data == gsm7.pack(ours)
    assert filled > 150
    assert doubled >= 20
    tally.close(at_least=1600)


def test_ussd_octets_of_libosmogsm_unpack_to_the_text():
    referee.require(osmogsm)
    tally = referee.Tally("libosmogsm's USSD, unpacked by us")
    for text in _latin_texts("ussd unpacking", 1500):
        # A text that is nothing, or that ends in CR off the octet border, comes back as it is.
        if not text:
            continue
        octets = osmogsm.pack(text.encode("latin-1"), ussd=True)[1]
        tally.same(gsm7.decode(gsm7.unpack_ussd(octets)), text, referee.shown(text))
    tally.close(at_least=1400)


@pytest.fixture(scope="module")
def lines():
    """Texts that can be a command line argument: no line breaks, no NUL, no option."""
    stream = referee.randomness("smsd strings")
    out = []
    for length in [*range(1, 161), *(stream.randint(1, 160) for _ in range(240))]:
        text = texts.gsm7(stream, length)
        # SMSTOOLS_CURRENCY_SIGN.
        for unwanted in "\n\r\f\u00a4":
            text = text.replace(unwanted, "x")
        out.append(text)
    return out


def test_smsd_packs_the_same_octets(lines):
    referee.require(smstools)
    tally = referee.Tally("smsd -E")
    filled = 0
    for text in lines:
        septets = gsm7.encode(text)
        if len(septets) % 8 == 7:
            # SMSTOOLS_PADDING: the rule of USSD, so it judges that one.
            filled += 1
            tally.same(smstools.pack(text), gsm7.pack_ussd(septets), referee.shown(text))
        else:
            tally.same(smstools.pack(text), gsm7.pack(septets), referee.shown(text))
    assert filled >= 20
    tally.close(at_least=400)


def test_smsd_octets_decode_to_the_text(lines):
    """What smsd packs, our decoder reads, told the number of septets."""
    referee.require(smstools)
    tally = referee.Tally("smsd -E, decoded by us")
    for text in lines[:200]:
        septets = sum(2 if character in texts.EXTENSION else 1 for character in text)
        decoded = smsenc.decode(smstools.pack(text), user_data_length=septets)
        tally.same(decoded.text, text)
        tally.same(decoded.anomalies, ())
    tally.close(at_least=400)
