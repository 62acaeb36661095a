"""gammu in both directions: it reads our TPDUs, and our decoder reads what it encodes.

Texts of the default alphabet and UTF-16, one segment and many, references of 8 and 16 bits.
"""

from __future__ import annotations

import itertools

import gammu_pdu
import pytest
import referee
import texts
import twin
import wrap

import smsenc

referee.require(gammu_pdu)

CODINGS = {"gsm7": "Default_No_Compression", "ucs2": "Unicode_No_Compression", "8bit": "8bit"}


def _shown(answer: str, text: str) -> str:
    """GAMMU_TEXT_END: left-overs behind the end of a text with extension characters. No text here holds U+0000."""
    return answer.split("\0")[0] if any(character in text for character in texts.EXTENSION) else answer


def _texts(kind: str, count: int) -> list[str]:
    stream = referee.randomness(f"gammu {kind}")
    many = texts.many_gsm7 if kind == "gsm7" else texts.many_ucs2
    return [text for text in many(stream, count) if text]


@pytest.mark.parametrize("kind", ["gsm7", "ucs2"])
def test_gammu_reads_our_segments(kind):
    stream = referee.randomness(f"gammu reads {kind}")
    messages = [smsenc.encode(text, reference_bits=stream.choice((8, 16))) for text in _texts(kind, 1500)]
    segments = [(message, segment) for message in messages for segment in message]
    answers = gammu_pdu.decode([wrap.deliver(segment) for _, segment in segments])
    tally = referee.Tally(f"gammu reads our segments, {kind}")
    for (message, segment), answer in zip(segments, answers, strict=True):
        tally.same(_shown(answer["Text"], segment.text), segment.text)
        tally.same(answer["Coding"], CODINGS[kind])
        header = answer["UDH"]
        if len(message) == 1:
            tally.same(header["Type"], "NoUDH")
            continue
        wide = len(bytes(segment.header)) == 7
        tally.same((header["PartNumber"], header["AllParts"]), (segment.sequence, segment.total))
        tally.same(header["ID16bit" if wide else "ID8bit"], message.reference)
    tally.close(at_least=6000)


@pytest.mark.parametrize("kind", ["gsm7", "ucs2"])
def test_gammu_joins_our_segments(kind):
    messages = [smsenc.encode(text) for text in _texts(kind, 1000)]
    several = [message for message in messages if len(message) > 1]
    stream = referee.randomness(f"gammu joins {kind}")
    shuffled = [stream.sample(list(message), len(message)) for message in several]
    answers = gammu_pdu.join([[wrap.deliver(segment) for segment in segments] for segments in shuffled])
    tally = referee.Tally(f"gammu joins our segments, {kind}")
    for message, answer in zip(several, answers, strict=True):
        tally.same(answer, [message.text])
    tally.close(at_least=300)


def test_gammu_reads_our_octets():
    stream = referee.randomness("gammu 8bit")
    messages = [smsenc.encode_binary(data) for data in texts.many_binary(stream, 500) if data]
    segments = [(message, segment) for message in messages for segment in message]
    answers = gammu_pdu.decode([wrap.deliver(segment) for _, segment in segments])
    tally = referee.Tally("gammu reads our octets")
    for (message, segment), answer in zip(segments, answers, strict=True):
        # python-gammu gives the octets of an 8-bit message in hexadecimal.
        tally.same(answer["Text"].lower(), segment.data.hex())
        tally.same(answer["Coding"], "8bit")
        tally.same(answer["UDH"]["PartNumber"], segment.sequence if len(message) > 1 else -1)
    tally.close(at_least=1500)


@pytest.mark.parametrize("kind", ["gsm7", "ucs2"])
@pytest.mark.parametrize("bits", [8, 16])
def test_our_decoder_reads_what_gammu_encodes(kind, bits):
    contents = _texts(kind, 1500)
    tally = referee.Tally(f"gammu's TPDUs, {kind}, {bits}-bit references")
    joined = 0
    for text, tpdus in zip(contents, gammu_pdu.encode(contents, unicode=kind == "ucs2", bits=bits), strict=True):
        reassembler = smsenc.Reassembler()
        whole = None
        for tpdu in tpdus:
            assert whole is None
            fields = twin.split_submit(tpdu)
            decoded = smsenc.decode(
                fields["user_data"],
                dcs=fields["dcs"],
                user_data_length=fields["length"],
                has_header=fields["udhi"],
            )
            tally.same(decoded.encoding, smsenc.Encoding(kind))
            tally.same(decoded.anomalies, (), referee.shown(text))
            whole = reassembler.add(decoded, originator="+46708251358")
            if len(tpdus) == 1:
                tally.same(decoded.text, text)
        if len(tpdus) > 1:
            joined += 1
            tally.same(None if whole is None else whole.text, text)
    assert joined > 400
    tally.close(at_least=4000)


@pytest.mark.parametrize("kind", ["gsm7", "ucs2"])
@pytest.mark.parametrize("bits", [8, 16])
def test_gammu_encodes_and_cuts_to_the_same_octets(kind, bits):
    """As many segments, cut at the same characters, and each octet equal; only the reference is gammu's choice."""
    contents = _texts(kind, 1500)
    tally = referee.Tally(f"octet for octet, {kind}, {bits}-bit references")
    several = 0
    for text, tpdus in zip(contents, gammu_pdu.encode(contents, unicode=kind == "ucs2", bits=bits), strict=True):
        fields = [twin.split_submit(tpdu) for tpdu in tpdus]
        message = smsenc.encode(text, reference_bits=bits)
        if len(tpdus) > 1:
            several += 1
            # UDHL, identifier, length, and then the reference.
            message = message.with_reference(int.from_bytes(fields[0]["user_data"][3 : 3 + bits // 8], "big"))
        tally.same(len(tpdus), len(message), referee.shown(text))
        tally.same([field["user_data"] for field in fields], list(message.user_data), referee.shown(text))
        tally.same([field["length"] for field in fields], [segment.user_data_length for segment in message])
        tally.same({field["dcs"] for field in fields}, {message.dcs})
    assert several > 400
    tally.close(at_least=5900)


def test_gammu_encodes_the_message_class_in_the_same_group():
    classes = [-1, 0, 1, 2, 3]
    tally = referee.Tally("gammu's DCS")
    for message_class, (kind, text) in itertools.product(classes, (("gsm7", "plain"), ("ucs2", "\u0436"))):
        ((tpdu,),) = gammu_pdu.encode([text], unicode=kind == "ucs2", message_class=message_class)
        dcs = smsenc.DataCodingScheme(twin.split_submit(tpdu)["dcs"])
        tally.same(dcs.encoding, smsenc.Encoding(kind))
        tally.same(dcs.message_class, None if message_class < 0 else message_class)
    tally.close(at_least=20)
