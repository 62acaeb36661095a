"""The cases of other projects about TPDUs, addresses, time stamps and reassembly.

What they demand of smsenc.tpdu and smsenc.Reassembler; see vectors for the rest and for the verdicts.
"""

from __future__ import annotations

from typing import Any

import smsenc
from smsenc import gsm7
from vectors import Demands, Mismatch, agree, header_of
from vectors_segment import ENCODINGS


def check_pdu_decode(given: dict[str, Any], demands: Demands) -> None:
    raise Mismatch("smsenc.tpdu is not written yet")


def check_pdu_encode(given: dict[str, Any], demands: Demands) -> None:
    raise Mismatch("smsenc.tpdu is not written yet")


# --- Reassembly ------------------------------------------------------------------------------------------


def received(fields: dict[str, Any], elements: list[list[Any]] | None = None) -> smsenc.Decoded:
    """What a receiver makes of a TPDU that is given by fields, with unpacked content."""
    dcs = fields.get("dcs", 0)
    header = bytes(header_of((elements or []) + fields.get("udh", [])))
    content = bytes.fromhex(fields.get("ud", ""))
    if ENCODINGS[dcs] != "gsm7":
        octets, length = header + content, len(header) + len(content)
    else:
        fill = -len(header) % 7
        octets = header + gsm7.pack(content, fill)
        length = (8 * len(header) + fill) // 7 + len(content)
    return smsenc.decode(octets, dcs=dcs, user_data_length=length, has_header=bool(header))


def _shown(message: smsenc.Reassembled | smsenc.Decoded) -> str:
    """The text; data as ISO 8859-1, as the peers show it."""
    return (message.data or b"").decode("latin-1") if message.text is None else message.text


def check_reassemble(given: dict[str, Any], demands: Demands) -> None:
    if "pdus" in given:
        check_reassemble_pdus(given["pdus"], demands)
    elif "steps_in_order" in given:
        check_collector(given["steps_in_order"], demands)
    elif "complete_and_in_order" in demands:
        collector = smsenc.Reassembler()
        got = [collector.add(received(fields), originator="+1") for fields in given["tpdus"]]
        whole = bool(got) and got[-1] is not None and got[-1].total == len(got)
        demands.same("complete_and_in_order", whole)
    else:
        check_join(given["tpdus"], demands)


def check_join(tpdus: list[dict[str, Any]], demands: Demands) -> None:
    """The peer joins what the caller says is one message; here concatenation elements say so."""
    collector = smsenc.Reassembler()
    message: Any = None
    for sequence, fields in enumerate(tpdus, 1):
        joint = [[0x00, bytes([9, len(tpdus), sequence]).hex()]]
        message = collector.add(received(fields, joint if len(tpdus) > 1 else []), originator="+1")
    if message is None:
        raise Mismatch("no whole message")
    if "error" in demands:
        demands.ignore("error")  # the peer's own name of the error
        agree("an anomaly is reported", bool(message.anomalies), True)
    else:
        demands.same("text", _shown(message))


def check_collector(steps: list[dict[str, Any]], demands: Demands) -> None:
    """Step by step: what is whole is given, a repeated part is dropped without a word."""
    collector = smsenc.Reassembler()
    for step, after in zip(steps, demands.take("after_each_step"), strict=True):
        fields = step["add"]
        if "oa" not in fields and "da" not in fields:
            continue  # a report: smsenc has no such TPDU
        to = "to " if "da" in fields else ""  # the peer keeps the two directions apart
        number = (fields.get("oa") or fields["da"])["digits"]
        message = collector.add(received(fields), originator=f"{to}+{number}")
        given = after["gives"] and len(after["gives"])
        if after["error"] not in (None, "sms.ErrDuplicateSegment"):
            given = "an error"
        agree(step["name"], message and message.total, given)


def check_reassemble_pdus(pdus: list[str], demands: Demands) -> None:
    raise Mismatch("smsenc.tpdu is not written yet")
