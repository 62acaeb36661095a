"""The cases of other projects about TPDUs, addresses, time stamps and reassembly.

They go through smsenc.tpdu and smsenc.Reassembler. A case about one field is set into a whole TPDU, since
that is what smsenc reads and writes. See vectors for the rest and for the verdicts.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

import smsenc
from smsenc import gsm7, tpdu
from vectors import Demands, Mismatch, agree, elements_of, header_of, refuses
from vectors_segment import ENCODINGS

SUBMIT = "010004913619000000"  # to +6391, no user data
STAMP = "51507132200523"  # 2015-05-17 23:02:50 +08:00
DELIVER = "04049136190000"  # from +6391, then time stamp, TP-UDL and TP-UD
ORIGINATOR = tpdu.Address("+6391")

_TYPES: dict[tuple[str, int], Any] = {  # by direction and TP-MTI (TS 23.040 clause 9.2.3.1)
    ("mt", 0): tpdu.Deliver,
    ("mt", 2): tpdu.StatusReport,
    ("mo", 1): tpdu.Submit,
}


class Unsound(Mismatch):
    """What a TPDU carries is read, and reported as an anomaly; peers refuse the TPDU."""


def _parse(octets: str, direction: str, sca: bool) -> Any:
    """Through the class that direction and type name; ``parse_received`` must say the same."""
    raw = bytes.fromhex(octets)
    first = 1 + raw[0] if sca and raw else 0
    kind = raw[first] & 3 if first < len(raw) else 0 if direction == "mt" else 1
    if (direction, kind) not in _TYPES:
        if direction == "mt":
            return tpdu.parse_received(raw, sca=sca)
        raise Mismatch(f"no TPDU of type {kind} is sent in direction {direction}")
    found = _TYPES[direction, kind].parse(raw, sca=sca)
    if direction == "mt":
        agree("parse_received", tpdu.parse_received(raw, sca=sca), found)
    agree("built again", bytes(found).hex(), raw[first:].hex())
    return found


# --- Fields ----------------------------------------------------------------------------------------------


def _address(wanted: dict[str, Any]) -> tpdu.Address:
    """An address by digits and type of address; with text the numbering plan is 0 whatever the peer says."""
    ton, npi = wanted["toa"] >> 4 & 7, wanted["toa"] & 15
    return tpdu.Address(wanted["digits"], ton=ton, npi=0 if ton == 5 else npi)


def _shown_address(address: tpdu.Address) -> dict[str, Any]:
    return {"digits": address.value, "toa": bytes(address)[1]}


def _zone(quarters: int) -> datetime.timezone:
    return datetime.timezone(datetime.timedelta(minutes=15 * quarters))


def _time(wanted: dict[str, int]) -> datetime.datetime:
    names = ("year", "month", "day", "hour", "minute", "second")
    return datetime.datetime(*(wanted[name] for name in names), tzinfo=_zone(wanted["tz_quarters"]))


def _content(octets: bytes, length: int, dcs: int, has_header: bool) -> tuple[str, list[list[Any]]]:
    """Unpacked content and elements of user data, as the peers show them."""
    decoded = smsenc.decode(octets, dcs=dcs, user_data_length=length, has_header=has_header)
    if any(anomaly.kind != "element-ignored" for anomaly in decoded.anomalies):  # of a header read in whole
        raise Unsound(f"anomalies: {decoded.anomalies}")
    return decoded.payload.hex(), elements_of(decoded.header)


def _user_data(fields: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a TPDU for content, header and coding scheme of a case."""
    decoded = received(fields)
    header = bytes(decoded.header)
    content = bytes.fromhex(fields.get("ud", ""))
    if ENCODINGS[fields.get("dcs", 0)] == "gsm7":
        fill = -len(header) % 7
        octets, length = header + gsm7.pack(content, fill), (8 * len(header) + fill) // 7 + len(content)
    else:
        octets, length = header + content, len(header) + len(content)
    return {
        "user_data": octets,
        "user_data_length": length,
        "dcs": fields.get("dcs", 0),
        "has_header": bool(header),
    }


# --- Decoding --------------------------------------------------------------------------------------------


def check_pdu_decode(given: dict[str, Any], demands: Demands) -> None:
    if "error" in demands:
        demands.ignore("error")  # the peer's own name of the error
        refuses((smsenc.DecodeError, Unsound), lambda: _decode_one(given, Demands({})))
    else:
        _decode_one(given, demands)


def _decode_one(given: dict[str, Any], demands: Demands) -> None:
    if "address_octets" in given:
        raw = bytes.fromhex(given["address_octets"])
        address = tpdu.Address.parse(raw)
        agree("built again", bytes(address), raw)
        demands.same("address", _shown_address(address))
        demands.same("octets_read", len(bytes(address)))
    elif "smsc_octets" in given:
        found = tpdu.Submit.parse(bytes.fromhex(given["smsc_octets"] + SUBMIT), sca=True)
        centre = found.service_centre
        demands.same("smsc_address", _shown_address(centre) if centre else {"digits": "", "toa": 0})
    elif "timestamp_octets" in given:
        found = tpdu.Deliver.parse(bytes.fromhex(DELIVER + given["timestamp_octets"] + "00"))
        if found.timestamp is None:
            raise Mismatch("no time")
        agree("built again", found.timestamp_octets.hex(), given["timestamp_octets"])
        if "timestamp" in demands:
            agree("timestamp", found.timestamp, _time(demands.take("timestamp")))
    elif "toa_octet" in given:
        address = tpdu.Address.parse(bytes.fromhex("01" + given["toa_octet"] + "f1"))
        demands.same("ton", tpdu.TypeOfNumber(address.ton).name.lower())
        demands.same("npi", tpdu.NumberingPlan(address.npi).name.lower())
    elif "only" in given:  # the rest is no TPDU in the peer's test; here it is one
        raw = bytes.fromhex(given["pdu"])
        size = 1 + raw[0] if raw else 0
        found = tpdu.Submit.parse(raw[:size] + bytes.fromhex(SUBMIT if raw else ""), sca=True)
        demands.same("smsc", found.service_centre and _shown_address(found.service_centre))
        demands.same("tpdu", raw[size:].hex())
    elif "udl_and_ud" in given:
        octets = f"{given['first_octet']:02x}{DELIVER[2:12]}{given['dcs']:02x}{STAMP}{given['udl_and_ud']}"
        found = tpdu.Deliver.parse(bytes.fromhex(octets))
        content, elements = _content(found.user_data, found.user_data_length, found.dcs, found.has_header)
        demands.same("ud", content)
        demands.same("udh", elements)
    else:
        sca = "pdu" in given
        found = _parse(given["pdu"] if sca else given["tpdu"], given["direction"], sca)
        _fields_demanded(found, given["direction"], demands)


def _fields_demanded(found: Any, direction: str, demands: Demands) -> None:
    demands.same("direction", direction)
    demands.same("first_octet", bytes(found)[0])
    if "pi" in demands:
        agree("pi", found.parameter_indicator, bytes([demands.take("pi")]))
    demands.same("mr", getattr(found, "message_reference", None))
    demands.same("pid", found.pid)
    demands.same("dcs", found.dcs)
    demands.same("status", getattr(found, "status", None))
    for name, attribute in (("oa", "originator"), ("da", "destination"), ("ra", "recipient")):
        if name in demands:
            demands.same(name, _shown_address(getattr(found, attribute)))
    for name, attribute in (("scts", "timestamp"), ("dt", "discharge_time")):
        if name in demands:
            agree(name, getattr(found, attribute), _time(demands.take(name)))
    if "timestamp" in demands:
        agree("timestamp", found.timestamp, datetime.datetime.fromisoformat(demands.take("timestamp")))
    if "digits" in demands:
        other = found.originator if direction == "mt" else found.destination
        demands.same("digits", other.value)
    if "smsc_digits" in demands:
        demands.same("smsc_digits", found.service_centre.value)
    if "vp" in demands:
        period = demands.take("vp")
        agree("validity format", found.validity_format, period["format"].removeprefix("Vpf").lower())
        agree("validity", found.validity, _duration(period["duration_go"]))
    if "ud" in demands:
        content, _ = _content(found.user_data, found.user_data_length, found.dcs or 0, found.has_header)
        demands.same("ud", content)
    if "text" in demands:
        decoded = found.decode()
        agree("anomalies", decoded.anomalies, ())
        demands.same("text", decoded.text)


def _duration(nanoseconds: str) -> datetime.timedelta:
    number = re.search(r"\d+", nanoseconds)
    assert number is not None
    return datetime.timedelta(seconds=int(number[0]) / 1e9)


# --- Encoding --------------------------------------------------------------------------------------------

REFUSALS = (smsenc.InvalidOption, smsenc.InvalidHeader, smsenc.UnmappableCharacter)


def check_pdu_encode(given: dict[str, Any], demands: Demands) -> None:
    if "error" in demands:
        demands.ignore("error")  # the peer's own name of the error
        refuses(REFUSALS, lambda: _encode_one(given, Demands({})))
    else:
        _encode_one(given, demands)


def _prefix(centre: tpdu.Address | None) -> str:
    """The service centre in front of a PDU, as ``at_command`` writes it."""
    submit = tpdu.Submit(destination=ORIGINATOR, service_centre=centre)
    length, digits = submit.at_command()
    agree("the TPDU behind it", digits.lower()[-2 * length :], bytes(submit).hex())
    return digits.lower()[: -2 * length]


def _encode_one(given: dict[str, Any], demands: Demands) -> None:
    if "address" in given:
        demands.same("octets", bytes(_address(given["address"])).hex())
    elif "address_digits" in given:  # semi-octets alone
        demands.same("octets", bytes(tpdu.Address(given["address_digits"]))[2:].hex())
    elif "smsc_address" in given:
        centre = given["smsc_address"]
        demands.same("octets", _prefix(_address(centre) if centre["digits"] else None))
    elif "smsc" in given:  # the TPDU is none in the peer's test; here it is one
        prefix = _prefix(_address(given["smsc"]) if given["smsc"] else None)
        demands.same("pdu", prefix + given["tpdu"])
    elif "timestamp" in given:
        deliver = tpdu.Deliver(originator=ORIGINATOR, timestamp=_time(given["timestamp"]))
        agree("time stamp", bytes(deliver)[7:14], deliver.timestamp_octets)
        demands.same("octets", deliver.timestamp_octets.hex())
    elif "direction" in given:
        demands.same("tpdu", bytes(_build(given)).hex())
    else:
        submit = tpdu.Submit(destination=ORIGINATOR, **_user_data(given))
        demands.same("udl_and_ud", bytes(submit)[len(SUBMIT) // 2 - 1 :].hex())


def _build(given: dict[str, Any]) -> Any:
    """The TPDU of the fields of a case; flags stand in its first octet."""
    first = given["first_octet"]
    kind = _TYPES.get((given["direction"], first & 3))
    data = _user_data(given) if "ud" in given else {}
    if kind is tpdu.Deliver:
        return tpdu.Deliver(
            originator=_address(given["oa"]),
            timestamp=_time(given["scts"]),
            pid=given.get("pid", 0),
            more_messages=not first & 0x04,
            **data,
        )
    if kind is tpdu.Submit:
        period = given.get("vp")
        return tpdu.Submit(
            destination=_address(given["da"]),
            message_reference=given.get("mr", 0),
            pid=given.get("pid", 0),
            validity=_duration(period["duration_go"]) if period else None,
            reject_duplicates=bool(first & 0x04),
            **data,
        )
    if kind is tpdu.StatusReport:
        present = given.get("pi", 0)
        if not present & 4:
            data = {}
        data["dcs"] = given.get("dcs", 0) if present & 2 else None
        return tpdu.StatusReport(
            message_reference=given["mr"],
            recipient=_address(given["ra"]),
            timestamp=_time(given["scts"]),
            discharge_time=_time(given["dt"]),
            status=given["status"],
            more_messages=not first & 0x04,
            pid=given["pid"] if present & 1 else None,
            **data,
        )
    raise Mismatch("no such TPDU")


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
    collector = smsenc.Reassembler()
    whole: Any = None
    for pdu in pdus:
        deliver = _parse(pdu.lower(), "mt", True)
        whole = collector.add(deliver.decode(), originator=str(deliver.originator), now=0.0) or whole
    if "error" in demands:  # parts of two messages: what is whole is none
        demands.ignore("error")
        agree("a whole message", whole, None)
    elif "complete" in demands:
        demands.same("complete", whole is not None)
        [incomplete] = collector.expire(1e9)
        demands.same("text", "".join(incomplete.segments[key] for key in sorted(incomplete.segments)))
    elif whole is None:
        raise Mismatch("no whole message")
    else:
        demands.same("text", whole.text)
