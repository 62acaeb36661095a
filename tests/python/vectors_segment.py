"""The cases of other projects about segmentation: how many segments, what stands in each, what it costs.

See vectors for the other kinds and for the verdicts.
"""

from __future__ import annotations

from typing import Any

import smsenc
from smsenc import gsm7
from vectors import LANGUAGES, Demands, Mismatch, agree, elements_of, header_of

# TP-DCS of one peer's cases: the encodings of TS 23.038 clause 4; 80 is reserved.
ENCODINGS = {0x00: "gsm7", 0x04: "8bit", 0x08: "ucs2", 0xF4: "8bit", 0xE0: "ucs2", 0x80: "gsm7"}


def check_room(template: dict[str, Any], demands: Demands) -> None:
    """What fits behind the header of one DELIVER or SUBMIT: 140 octets of user data."""
    header = header_of(template.get("udh", []))
    encoding = ENCODINGS[template.get("dcs", 0)]
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
    encoding = ENCODINGS[given["template"].get("dcs", 0)]
    if encoding == "8bit":
        return octets, "", options
    options["encoding"] = encoding
    return None, gsm7.decode(octets) if encoding == "gsm7" else octets.decode("utf-16-be"), options


# Wishes about fields of the TPDU, not about segments.
_OF_THE_TPDU = {"AsDeliver", "AsSubmit", "To", "From", "tpdu.WithMR", "tpdu.WithConcatRef"}
_OF_THE_TPDU |= {"tpdu.With16BitConcatRef"}


def _options(given: dict[str, Any]) -> dict[str, Any]:
    options: dict[str, Any] = {}
    if given.get("alphabet") in ("gsm7", "ucs2"):
        options["encoding"] = given["alphabet"]
    if "reference_bits" in given:
        options["reference_bits"] = given["reference_bits"]
    if given.get("language"):
        options["languages"] = (LANGUAGES[given["language"]],)
    if given.get("transliterate"):  # a service that replaces look-alikes
        options |= {"replace": "smart", "replace_when": "always"}
    if "substitute" in given:  # a peer that puts this for whatever GSM-7 lacks
        options |= {"replace": stand_ins(given["text"], given["substitute"]), "replace_when": "always"}
    if given.get("after_policy_downgrade"):  # a peer that puts question marks for emoji
        emoji = "".join(character for character in given["text"] if character > "\uffff")
        options |= {"replace": stand_ins(emoji, "?"), "replace_when": "always"}
    return options


def stand_ins(text: str, stand_in: str) -> dict[str, str]:
    """The mapping of a peer that puts the same for each character that GSM-7 lacks."""
    return {character: stand_in for character in text if not gsm7.is_gsm7(character)}


def check_segment(given: dict[str, Any], demands: Demands) -> None:
    if "template" in given or "options" in given:
        check_segment_tpdus(given, demands)
        return
    options = _options(given)
    bits = options.get("reference_bits", 8)
    reference = given["reference"] & (1 << bits) - 1 if "reference" in given else 0
    if "data" in given:
        data = bytes.fromhex(given["data"])
        message = smsenc.encode_binary(data, reference=reference, **options)
        estimate = smsenc.estimate_binary(data, **options)
    else:
        text = given["text"]
        message = smsenc.encode(text, reference=reference, **options)
        estimate = smsenc.estimate(text, **options)
        profile = smsenc.Profile(**options)
        agree(
            "profile",
            (profile.estimate(text), profile.encode(text, reference=reference)),
            (estimate, message),
        )
        agree("count by profile", profile.count_segments(text), estimate.segments)
        if not options:
            agree("count", smsenc.count_segments(text), estimate.segments)
        agree("joined", "".join(segment.text or "" for segment in message), message.text)
        if "replace" not in options:
            agree("as given", message.text, text)
        check_text_demands(text, message, demands)
    agree("estimate", (estimate.segments, estimate.units), (len(message), sum(s.units for s in message)))
    for segment in message:
        agree(
            "decoded",
            (smsenc.decode(segment).text, smsenc.decode(segment).data),
            (segment.text, segment.data),
        )
    demands.same("encoding", estimate.encoding.value)
    demands.same("parts", estimate.segments)
    demands.same("units", estimate.units)
    demands.same("room_in_part", estimate.capacity)
    demands.same("left", estimate.remaining)
    demands.same("part_texts", [segment.text for segment in message])
    demands.same("part_units", [segment.units for segment in message])
    demands.same("last_part_text", message[-1].text)
    demands.same("part_octets", [(bytes(s.header) + s.payload).hex() for s in message])
    demands.same("part_octet_counts", [len(s.user_data) for s in message])
    if "header_starts" in demands:
        start = demands.take("header_starts")
        agree("header_starts", {bytes(s.header).hex().startswith(start) for s in message}, {True})
    if "header_octets_each" in demands:
        agree("header octets", {len(bytes(s.header)) for s in message}, {demands.take("header_octets_each")})


def check_text_demands(text: str, message: smsenc.Message, demands: Demands) -> None:
    """What peers count in their own measures."""
    width = 1 if message.encoding is smsenc.Encoding.GSM7 else 2  # octets, one for a septet
    demands.same("part_bytes", [width * segment.units for segment in message])
    demands.same("part_length", [len(segment.text or "") for segment in message])
    demands.same("totalBytes", width * message.units)
    demands.same("totalLength", len(text))
    bits = message.units * (7 if width == 1 else 16)
    demands.same("message_bits", bits)
    demands.same("bits_with_headers", bits + (48 * len(message) if len(message) > 1 else 0))
    demands.same("code_points", len(text))
    demands.ignore("characters_as_counted_by_peer")  # graphemes, CR LF as one or two: no unit of ours
    if "units_above_previous_boundary" in demands:
        alone, joint = (160, 153) if width == 1 else (70, 67)
        parts = len(message)
        below = 0 if parts == 1 else alone if parts == 2 else joint * (parts - 1)
        demands.same("units_above_previous_boundary", message.units - below)
    if "fits_gsm7" in demands:
        fits = demands.take("fits_gsm7")
        agree("is_gsm7", gsm7.is_gsm7(text), fits)
        agree("encoding", message.encoding is smsenc.Encoding.GSM7, fits)
    if "fits_ucs2_bmp_only" in demands:
        units = smsenc.estimate(text, encoding="ucs2").units
        agree("one unit for each character", units == len(text), demands.take("fits_ucs2_bmp_only"))
    demands.same("forces_ucs2", [c for c in dict.fromkeys(text) if not gsm7.is_gsm7(c)])


def check_segment_tpdus(given: dict[str, Any], demands: Demands) -> None:
    """Segmentation as this peer shows it: header elements and unpacked content of every TPDU."""
    if "room_in_one_tpdu" in demands:
        check_room(given["template"], demands)
        return
    wanted = demands.take("tpdus")
    data, text, options = segment_wishes(given)
    if wanted and wanted[0].get("udh"):
        first = wanted[0]["udh"][-1]
        if first[0] in (0x00, 0x08):
            options["reference"] = int(first[1][:-4], 16)
            options["reference_bits"] = 8 if first[0] == 0x00 else 16
    message: smsenc.Message
    if data is not None:
        message = smsenc.encode_binary(data, **options)
    else:
        message = smsenc.encode(text, **options)
    demands.same("parts", len(message))
    agree("content", [s.payload.hex() for s in message], [t.get("ud", "") for t in wanted])
    # The order of elements is free (TS 23.040 clause 9.2.3.24); this peer writes 25 before 24.
    got = [sorted(elements_of(segment.header)) for segment in message]
    agree("elements in any order", got, [sorted(fields.get("udh", [])) for fields in wanted])
    agree("dcs", {message.dcs}, {t.get("dcs", 0) for t in wanted})
    # First octet, reference, addresses and presence bits of these TPDUs are looked at in pdu_encode.
