"""Parts out of order: tshark and our Reassembler join the same capture, and to the same texts.

TS 23.040 clauses 9.2.3.24.1 and 9.2.3.24.8. tshark keeps address, reference and total apart, as the
clause asks; it does not ignore invalid concatenation values, so none are sent here.
"""

from __future__ import annotations

import pytest
import referee
import texts
import tshark
import wrap

import smsenc

referee.require(tshark)

TEXT = "gsm_sms.sms_text"
BODY = "gsm_sms.sms_body"
REASSEMBLED = "gsm_sms.reassembled.length"


def _capture(kind: str) -> tuple[list, list[bytes]]:
    """(message number, segment, originator) and TPDUs of many messages, the parts of all in one shuffle."""
    stream = referee.randomness(f"reassembly {kind}")
    originators = texts.numbers(stream)
    items = []
    number = 0
    sizes = [stream.randint(2, 9) for _ in range(300)] + [40, 128, 255]
    for parts in sizes:
        units = parts * (stream.randint(60, 65) if kind == "ucs2" else stream.randint(145, 150))
        reference_bits = stream.choice((8, 16))
        if kind == "8bit":
            message = smsenc.encode_binary(stream.randbytes(parts * 120), reference=7, reference_bits=reference_bits)
        else:
            text = texts.gsm7(stream, units) if kind == "gsm7" else texts.ucs2(stream, units)
            # The same reference in all: only the originator tells the messages apart.
            message = smsenc.encode(text, reference=7, reference_bits=reference_bits)
        originator = next(originators)
        items += [(number, message, segment, originator) for segment in message]
        number += 1
    # One originator, many references and totals: only these tell the messages apart.
    originator = next(originators)
    for reference in range(200):
        text = texts.gsm7(stream, 320) if kind == "gsm7" else texts.ucs2(stream, 150)
        if kind == "8bit":
            message = smsenc.encode_binary(stream.randbytes(300), reference=reference)
        else:
            message = smsenc.encode(text, reference=reference)
        items += [(number, message, segment, originator) for segment in message]
        number += 1
    stream.shuffle(items)
    return items, [wrap.deliver(segment, originator) for _, _, segment, originator in items]


@pytest.mark.parametrize("kind", ["gsm7", "ucs2", "8bit"])
def test_shuffled_parts_join_to_the_messages(kind):
    items, tpdus = _capture(kind)
    rows = tshark.dissect(tpdus, [TEXT, BODY, REASSEMBLED])
    left: dict[int, int] = {}
    for number, message, _, _ in items:
        left[number] = len(message)
    ours = smsenc.Reassembler()
    tally = referee.Tally(f"shuffled messages, {kind}")
    joined = 0
    for (number, message, segment, originator), row in zip(items, rows, strict=True):
        left[number] -= 1
        whole = ours.add(segment, originator=originator)
        tally.same(bool(row[REASSEMBLED]), left[number] == 0, f"message {number}, complete")
        tally.same(whole is not None, left[number] == 0, f"message {number}, complete for us")
        if left[number] or whole is None:
            continue
        joined += 1
        if kind == "8bit":
            # tshark shows the reassembled octets of a message as one body.
            tally.same("".join(row[BODY]), message.data.hex(), f"message {number}")
            tally.same(whole.data, message.data, f"message {number}")
        else:
            tally.same("".join(row[TEXT]), message.text, f"message {number}")
            tally.same(whole.text, message.text, f"message {number}")
    assert joined == 503
    tally.close(at_least=5000)
