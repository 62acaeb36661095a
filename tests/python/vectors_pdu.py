"""The cases of other projects about TPDUs, addresses, time stamps and reassembly.

What they demand of smsenc.tpdu and smsenc.Reassembler; see vectors for the rest and for the verdicts.
"""

from __future__ import annotations

from typing import Any

import smsenc
from smsenc import gsm7
from vectors import LANGUAGES, Demands, Mismatch, agree, header_of

# TP-DCS of the templates of one peer: the encodings of TS 23.038 clause 4.
_ENCODINGS = {0x00: "gsm7", 0x04: "8bit", 0x08: "ucs2", 0xF4: "8bit", 0xE0: "ucs2"}


def check_room(template: dict[str, Any], demands: Demands) -> None:
    """What fits behind the header of one DELIVER or SUBMIT: 140 octets of user data."""
    header = header_of(template.get("udh", []))
    encoding = _ENCODINGS[template.get("dcs", 0)]
    if encoding == "8bit":
        room = smsenc.estimate_binary(b"", header=header).capacity
    else:
        room = smsenc.estimate("", encoding=encoding, header=header).capacity
    demands.same("room_in_one_tpdu", 2 * room if encoding == "ucs2" else room)  # octets of UCS-2


def segment_wishes(given: dict[str, Any]) -> tuple[bytes | None, str, dict[str, Any]]:
    """(data or None, text, options of smsenc) of a case that states options of the peer."""
    options: dict[str, Any] = {}
    languages: list[str] = []
    as_data = False
    for wish in given.get("options", []):
        name, value = wish if isinstance(wish, list) else (wish, None)
        if name in ("WithCharset", "WithLockingCharset", "WithShiftCharset"):
            languages.append(LANGUAGES[value] or "")
        elif name == "WithAllCharsets":
            options["languages"] = "all"
        elif name == "AsUCS2":
            options["encoding"] = "ucs2"
        elif name == "As8Bit":
            as_data = True
        elif name not in _OF_THE_TPDU:
            raise Mismatch(f"an option that nothing looks at: {wish}")
    if languages:
        options["languages"] = languages
    if "text" in given:
        return (given["text"].encode("utf-8") if as_data else None), given["text"], options
    octets = bytes.fromhex(given["ud"])
    encoding = _ENCODINGS[given["template"].get("dcs", 0)]
    if encoding == "8bit":
        return octets, "", options
    options["encoding"] = encoding
    return None, gsm7.decode(octets) if encoding == "gsm7" else octets.decode("utf-16-be"), options


# Wishes about fields of the TPDU, not about segments.
_OF_THE_TPDU = {"AsDeliver", "AsSubmit", "To", "From", "tpdu.WithMR", "tpdu.WithConcatRef"}
_OF_THE_TPDU |= {"tpdu.With16BitConcatRef"}


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
    if _ENCODINGS[dcs] != "gsm7":
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
