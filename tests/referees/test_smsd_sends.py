"""smsd encodes, our decoder reads: default alphabet, national tables, UTF-16 and octets, one part and many.

smsd has its own tables, its own packing and its own way to split, so nothing here but the clause is common:
TS 23.038 clauses 4 and 6.2.1.2, TS 23.040 clauses 9.2.3.16 and 9.2.3.24.
"""

from __future__ import annotations

import itertools

import referee
import smstools
import texts
import twin
from national import LANGUAGES, LOCKING, pool

import smsenc

referee.require(smstools)


def _read(tpdus: list[bytes]) -> tuple[str | bytes | None, list[smsenc.Decoded], list[dict]]:
    """What our decoder and our Reassembler make of the parts of one message."""
    reassembler = smsenc.Reassembler()
    whole, parts, fields = None, [], []
    for tpdu in tpdus:
        assert whole is None
        fields.append(twin.split_submit(tpdu))
        decoded = smsenc.decode(
            fields[-1]["user_data"],
            dcs=fields[-1]["dcs"],
            user_data_length=fields[-1]["length"],
            has_header=fields[-1]["udhi"],
        )
        parts.append(decoded)
        whole = reassembler.add(decoded, originator="+46708251358")
    if whole is None:
        return None, parts, fields
    return whole.text if whole.data is None else whole.data, parts, fields


def _clean(text: str, unwanted: str = "\u00a4\r\f") -> str:
    """SMSTOOLS_CURRENCY_SIGN; a body is lines of text, whose ends smsd trims."""
    return "a" + "".join(character for character in text if character not in unwanted) + "a"


def _is_cut(text: str, septets: int) -> bool:
    """Whether that many septets end between an escape and the code behind it."""
    used = 0
    for character in text:
        if used >= septets:
            break
        used += 2 if character in texts.EXTENSION else 1
    return used > septets


def test_texts_of_the_default_alphabet():
    stream = referee.randomness("smsd sends the default alphabet")
    contents = [_clean(text) for text in texts.many_gsm7(stream, 700)]
    sent = smstools.send([smstools.Outgoing(text.encode("utf-8")) for text in contents])
    tally = referee.Tally("smsd sends, default alphabet")
    several = cut = 0
    for text, tpdus in zip(contents, sent, strict=True):
        got, parts, fields = _read(tpdus)
        tally.same({part.encoding for part in parts}, {smsenc.Encoding.GSM7})
        ends_in_escape = [number for number in range(1, len(parts)) if _is_cut(text, 153 * number)]
        if ends_in_escape:
            # SMSTOOLS_CUT_ESCAPE: each segment is read alone, so the pair is lost, and our decoder says where.
            cut += 1
            faults = [number for number, part in enumerate(parts, 1) if part.anomalies]
            tally.same(faults, ends_in_escape)
            tally.same({fault.kind for part in parts for fault in part.anomalies}, {"lone-escape"})
            continue
        tally.same(got, text)
        tally.same([part.anomalies for part in parts], [()] * len(parts))
        message = smsenc.encode(text)
        if len(message) == 1:
            tally.same([field["user_data"] for field in fields], list(message.user_data), referee.shown(text))
            tally.same([field["length"] for field in fields], [message[0].user_data_length])
        else:
            several += 1
    assert several > 150
    assert cut > 20
    tally.close(at_least=2800)


def test_texts_of_every_pair_of_national_tables():
    """``Language`` is the locking table, ``Language_ext`` the single shift table."""
    stream = referee.randomness("smsd sends national texts")
    contents, messages = [], []
    for locking, single in itertools.product([None, *LOCKING], [None, *LANGUAGES]):
        plain, escaped = pool(locking=locking and locking.value, single=single and single.value)
        for length in (stream.randint(2, 30), stream.randint(30, 400)):
            # Few escapes: the limit of a text in UTF-8 is soon reached.
            mixed = [plain, plain, plain, escaped]
            text = _clean("".join(stream.choice(stream.choice(mixed)) for _ in range(length)))
            headers = {"Alphabet": "UTF-8"}
            if locking:
                headers["Language"] = str(locking.identifier)
            if single:
                headers["Language_ext"] = str(single.identifier)
            contents.append((text, locking, single))
            messages.append(smstools.Outgoing(text.encode("utf-8"), headers))
    tally = referee.Tally("smsd sends, national tables")
    seen = set()
    for (text, locking, single), tpdus in zip(contents, smstools.send(messages), strict=True):
        about = f"locking {locking}, single {single}, {referee.shown(text)}"
        got, parts, _ = _read(tpdus)
        tally.same(got, text, about)
        for part in parts:
            tally.same(part.anomalies, (), about)
            tally.same(part.header.locking in (None, locking), True, about)
            tally.same(part.header.single in (None, single), True, about)
            seen.add((part.header.locking, part.header.single))
    # smsd leaves out an element that the text does not need; every table took part.
    assert {locking for locking, _ in seen} == {None, *LOCKING}
    assert {single for _, single in seen} == {None, *LANGUAGES}
    assert len(seen) > 150
    tally.close(at_least=1500)


def test_texts_in_utf_16():
    """SMSTOOLS_CUT_PAIR: a pair that was cut is whole again, because the parts are joined as octets."""
    stream = referee.randomness("smsd sends UTF-16")
    contents = [_clean(text, "\ufeff") for text in texts.many_ucs2(stream, 400)]
    headers = {"Alphabet": "UCS2"}
    sent = smstools.send([smstools.Outgoing(text.encode("utf-16-be"), headers) for text in contents])
    tally = referee.Tally("smsd sends, UTF-16")
    repaired = 0
    for text, tpdus in zip(contents, sent, strict=True):
        got, parts, _ = _read(tpdus)
        tally.same(got, text)
        tally.same({part.encoding for part in parts}, {smsenc.Encoding.UCS2})
        faults = {fault.kind for part in parts for fault in part.anomalies}
        whole = "".join(part.text for part in parts)
        repaired += whole != text
        tally.same(faults, set() if whole == text else {"lone-surrogate"}, referee.shown(text))
    assert repaired > 10
    tally.close(at_least=1200)


def test_octets():
    """One part: smsd sends more without a concatenation element."""
    stream = referee.randomness("smsd sends octets")
    contents = [stream.randbytes(length) for length in range(1, 141)]
    headers = {"Alphabet": "binary", "UDH": "no"}
    sent = smstools.send([smstools.Outgoing(data, headers) for data in contents])
    tally = referee.Tally("smsd sends, octets")
    for data, tpdus in zip(contents, sent, strict=True):
        got, (part,), (fields,) = _read(tpdus)
        tally.same(got, data)
        tally.same(part.encoding, smsenc.Encoding.EIGHT_BIT)
        tally.same((fields["user_data"], fields["length"]), (data, len(data)))
        tally.same(smsenc.encode_binary(data)[0].user_data, data)
    tally.close(at_least=560)
