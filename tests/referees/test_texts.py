"""Thousands of generated texts and octet strings, read back by tshark: each segment alone, then whole messages.

TS 23.038 clauses 6.1.2.1 (packing), 6.2.1 (default alphabet); TS 23.040 clauses 9.2.3.16 and 9.2.3.24.
"""

from __future__ import annotations

import alphabets
import pytest
import referee
import texts
import tshark
import wrap

import smsenc

referee.require(tshark)

TEXT = "gsm_sms.sms_text"
BODY = "gsm_sms.sms_body"
LENGTH = "gsm_sms.tp.user_data_length"
EACH_ALONE = ["gsm_sms.reassemble:FALSE"]
COUNT = 3000


def _messages(kind: str, count: int = COUNT) -> list:
    stream = referee.randomness(f"texts {kind}")
    if kind == "8bit":
        contents = texts.many_binary(stream, count)
        return [smsenc.encode_binary(data, reference_bits=stream.choice((8, 16))) for data in contents]
    contents = texts.many_gsm7(stream, count) if kind == "gsm7" else texts.many_ucs2(stream, count)
    messages = [smsenc.encode(text, reference_bits=stream.choice((8, 16))) for text in contents]
    assert {message.encoding for message in messages} == {smsenc.Encoding(kind)}
    return messages


@pytest.mark.parametrize("kind", ["gsm7", "ucs2", "8bit"])
def test_each_segment_reads_as_its_own_content(kind):
    segments = [segment for message in _messages(kind) for segment in message]
    rows = tshark.dissect([wrap.deliver(segment) for segment in segments], [TEXT, BODY, LENGTH], preferences=EACH_ALONE)
    tally = referee.Tally(f"segments, {kind}")
    for row, segment in zip(rows, segments, strict=True):
        if kind == "8bit":
            tally.same("".join(row[BODY]), segment.data.hex())
        else:
            tally.same("".join(row[TEXT]), segment.text)
        tally.same(row[LENGTH], [str(segment.user_data_length)])
    tally.close(at_least=2 * COUNT)


@pytest.mark.parametrize("kind", ["gsm7", "ucs2"])
def test_the_parts_of_a_message_read_as_the_whole_text(kind):
    """In order; out of order is a test of its own."""
    messages = _messages(kind)
    originators = texts.numbers(referee.randomness(f"originators {kind}"))
    tpdus, last = [], []
    for message, originator in zip(messages, originators, strict=False):
        tpdus += [wrap.deliver(segment, originator) for segment in message]
        last.append(len(tpdus) - 1)
    rows = tshark.dissect(tpdus, [TEXT])
    tally = referee.Tally(f"whole messages, {kind}")
    for place, message in zip(last, messages, strict=True):
        tally.same("".join(rows[place][TEXT]), message.text)
    tally.close(at_least=COUNT)


@pytest.mark.parametrize("kind", ["gsm7", "ucs2"])
def test_the_other_direction_reads_the_same(kind):
    """SMS-SUBMIT: another layout in front of the same user data."""
    messages = [message for message in _messages(kind, 1000) if len(message) == 1]
    rows = tshark.dissect([wrap.submit(message[0]) for message in messages], [TEXT], direction="from-phone")
    tally = referee.Tally(f"submits, {kind}")
    for row, message in zip(rows, messages, strict=True):
        tally.same("".join(row[TEXT]), message.text)
    tally.close(at_least=300)


def test_icu_writes_the_same_septets():
    """The default alphabet and its extension: one octet per septet, the payload of each segment."""
    referee.require(alphabets)
    messages = _messages("gsm7")
    ours = b"".join(segment.payload for message in messages for segment in message)
    tally = referee.Tally("ICU, septets of all texts")
    tally.same(alphabets.icu_encode("".join(message.text for message in messages)), ours)
    tally.same(alphabets.icu_decode(ours), "".join(message.text for message in messages))
    tally.close(at_least=2)
    assert len(ours) > 100_000


@pytest.mark.skipif(alphabets.perl_version() is None, reason="no Perl with Encode::GSM0338")
def test_perl_writes_the_same_septets():
    messages = [message for message in _messages("gsm7") if message.text]
    contents = [b"".join(segment.payload for segment in message) for message in messages]
    tally = referee.Tally("Perl, septets of each text")
    for message, got, ours in zip(messages, alphabets.perl_encode([m.text for m in messages]), contents, strict=True):
        tally.same(got, ours, referee.shown(message.text))
    for message, got in zip(messages, alphabets.perl_decode(contents), strict=True):
        tally.same(got, message.text)
    tally.close(at_least=2 * COUNT - 100)
