"""A message centre for the tests: SMPP 3.4 on a loopback socket, strict, and independent of smsenc.

It parses bind_transceiver, submit_sm (every mandatory field, every TLV), enquire_link and unbind to the octet, refuses
what the specification excludes with the status that it names, checks that each segment fits into a TPDU (140 octets,
the header included that the centre itself has to write for SAR and port parameters), puts segments together and reads
the text by the tables of the oracle. It leaves out everything after that, and knows one account per server.
"""

from __future__ import annotations

import dataclasses
import socketserver
import struct
import threading
from types import TracebackType
from typing import Any

import naive

# Commands and statuses of the specification v3.4 clauses 5.1.2.1 and 5.1.3.
GENERIC_NACK, BIND_TRANSCEIVER, SUBMIT_SM, UNBIND, ENQUIRE_LINK = 0x80000000, 0x09, 0x04, 0x06, 0x15
RESPONSE = 0x80000000
RINVMSGLEN, RINVCMDLEN, RINVCMDID, RINVBNDSTS = 0x01, 0x02, 0x03, 0x04
RINVESMCLASS, RINVOPTPARSTREAM, ROPTPARNOTALLWD = 0x43, 0xC0, 0xC1
RINVPARLEN, RMISSINGOPTPARAM, RINVOPTPARAMVAL = 0xC2, 0xC3, 0xC4

SUBUNIT, SOURCE_PORT, DESTINATION_PORT, PAYLOAD = 0x0005, 0x020A, 0x020B, 0x0424
SAR_REFERENCE, SAR_TOTAL, SAR_SEQUENCE = 0x020C, 0x020E, 0x020F
SIZES = {
    SUBUNIT: 1,
    SOURCE_PORT: 2,
    DESTINATION_PORT: 2,
    SAR_REFERENCE: 2,
    SAR_TOTAL: 1,
    SAR_SEQUENCE: 1,
    PAYLOAD: None,
}
SAR = {SAR_REFERENCE, SAR_TOTAL, SAR_SEQUENCE}
LANGUAGES = {number: name for name, number in naive.IDENTIFIERS.items()}


class Refused(Exception):
    """The PDU is answered with this status."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"{status:#04x}: {reason}")
        self.status = status


@dataclasses.dataclass(frozen=True)
class Conventions:
    """The account as the centre sees it."""

    alphabet: str = "gsm7"  # or gsm7-packed, latin-1, ascii
    raw_dcs: bool = False
    binary: int = 4
    sar_octets: int = 6  # of the header with the concatenation element that SAR parameters become: 6 or 7
    version: float = 3.4


@dataclasses.dataclass(frozen=True)
class Submit:
    """All parameters of one submit_sm."""

    service_type: bytes
    source: tuple[int, int, bytes]
    destination: tuple[int, int, bytes]
    esm_class: int
    protocol_id: int
    priority_flag: int
    schedule_delivery_time: bytes
    validity_period: bytes
    registered_delivery: int
    replace_if_present_flag: int
    data_coding: int
    sm_default_msg_id: int
    short_message: bytes
    tlvs: dict[int, bytes]

    def number(self, tag: int) -> int | None:
        return int.from_bytes(self.tlvs[tag], "big") if tag in self.tlvs else None


@dataclasses.dataclass(frozen=True)
class Delivered:
    """A whole message, as a phone would show it."""

    content: str | bytes
    message_class: int | None
    ports: tuple[int, int] | None  # destination, originator
    segments: int


def parse_submit(body: bytes) -> Submit:
    """The parameters of a body, which must be consumed to the last octet (v3.4 clause 4.4.1)."""
    at = 0

    def octet() -> int:
        nonlocal at
        if at >= len(body):
            raise Refused(RINVCMDLEN, "body too short")
        at += 1
        return body[at - 1]

    def c_string(limit: int) -> bytes:
        nonlocal at
        end = body.find(b"\0", at)
        if end < 0 or end - at >= limit:
            raise Refused(RINVPARLEN, f"no string of at most {limit} octets")
        value, at = body[at:end], end + 1
        return value

    fields: dict[str, Any] = {"service_type": c_string(6)}
    fields["source"] = (octet(), octet(), c_string(21))
    fields["destination"] = (octet(), octet(), c_string(21))
    for name in ("esm_class", "protocol_id", "priority_flag"):
        fields[name] = octet()
    for name in ("schedule_delivery_time", "validity_period"):
        fields[name] = c_string(17)
    for name in ("registered_delivery", "replace_if_present_flag", "data_coding", "sm_default_msg_id"):
        fields[name] = octet()
    length = octet()
    if at + length > len(body):
        raise Refused(RINVMSGLEN, "sm_length beyond the body")
    fields["short_message"], at = body[at : at + length], at + length
    tlvs: dict[int, bytes] = {}
    while at < len(body):
        if at + 4 > len(body):
            raise Refused(RINVOPTPARSTREAM, "half a TLV")
        tag, size = struct.unpack_from(">HH", body, at)
        value, at = body[at + 4 : at + 4 + size], at + 4 + size
        if at > len(body):
            raise Refused(RINVOPTPARSTREAM, "a TLV beyond the body")
        if tag not in SIZES or tag in tlvs:
            raise Refused(ROPTPARNOTALLWD, f"TLV {tag:#06x} unknown or twice")
        if SIZES[tag] is not None and size != SIZES[tag]:
            raise Refused(RINVPARLEN, f"TLV {tag:#06x} of {size} octets")
        tlvs[tag] = value
    return Submit(**fields, tlvs=tlvs)


def _elements(content: bytes) -> tuple[list[tuple[int, bytes]], bytes]:
    """The elements of a sound header, and what follows it."""
    if not content or content[0] >= len(content):
        raise Refused(RINVESMCLASS, "UDHI without a header")
    header, rest = content[1 : content[0] + 1], content[content[0] + 1 :]
    elements = []
    while header:
        if len(header) < 2 or header[1] + 2 > len(header):
            raise Refused(RINVESMCLASS, "a header that is not made of elements")
        elements.append((header[0], header[2 : header[1] + 2]))
        header = header[header[1] + 2 :]
    return elements, rest


def _unpack(octets: bytes, fill: int) -> list[int]:
    """Packed septets. Seven spare zero bits at the end are taken for spare, as there is no TP-UDL to ask."""
    count = (len(octets) * 8 - fill) // 7
    septets = naive.unpack(octets, count, fill)
    if (len(octets) * 8 - fill) % 7 == 0 and septets and septets[-1] == 0:
        septets.pop()
    return septets


def _characters(septets: list[int], locking: str | None, single: str | None) -> str:
    """The text of septets; a septet or an escape that no table has is an AssertionError."""
    text, stream = "", iter(septets)
    for septet in stream:
        table = naive.LOCKING[locking or "default"]
        if septet == naive.ESC:
            septet, table = next(stream), naive.SINGLE[single or "default"]
        assert septet in table, f"septet {septet:#04x} is not in the table"
        text += table[septet]
    return text


class Centre:
    """Takes bodies of submit_sm and gives whole messages."""

    def __init__(self, conventions: Conventions | None = None) -> None:
        self.conventions = conventions or Conventions()
        self.submits: list[Submit] = []
        self.delivered: list[Delivered] = []
        self._open: dict[tuple[Any, ...], dict[int, Any]] = {}

    @property
    def is_complete(self) -> bool:
        """Whether no message waits for segments."""
        return not self._open

    def submit(self, body: bytes) -> None:
        """Take one PDU; raises Refused."""
        submit = parse_submit(body)
        self._check(submit)
        self.submits.append(submit)
        self._accept(submit)

    def _check(self, submit: Submit) -> None:
        tags = set(submit.tlvs)
        if len(submit.short_message) > (255 if self.conventions.version >= 5 else 254):
            raise Refused(RINVMSGLEN, "short_message too long")
        if tags and self.conventions.version < 3.4:
            raise Refused(ROPTPARNOTALLWD, "no TLVs in 3.3")
        if PAYLOAD in tags and submit.short_message:
            raise Refused(ROPTPARNOTALLWD, "short_message and message_payload")
        if submit.esm_class & 0x40 and tags & (SAR | {SOURCE_PORT, DESTINATION_PORT}):
            raise Refused(RINVESMCLASS, "UDHI and SAR or port parameters")
        if tags & SAR and not tags >= SAR:
            raise Refused(RMISSINGOPTPARAM, "some SAR parameters")
        if tags & SAR and not 1 <= (submit.number(SAR_SEQUENCE) or 0) <= (submit.number(SAR_TOTAL) or 0):
            raise Refused(RINVOPTPARAMVAL, "SAR sequence number")
        if SUBUNIT in tags and (submit.data_coding & 0xF0 == 0xF0 or submit.data_coding & 0xF0 == 0x10):
            raise Refused(ROPTPARNOTALLWD, "a message class twice")

    def _coding(self, value: int) -> tuple[str, int | None]:
        """The form of the content, and its class."""
        if self.conventions.raw_dcs:
            forms = {0x00: "default", 0x04: "8bit", 0x08: "ucs2"}
            assert value & 0xE3 == 0 or value & 0xF0 == 0x10, f"TP-DCS {value:#04x}"
            return forms[value & 0x0C], value & 3 if value & 0x10 else None
        if value & 0xF0 == 0xF0:
            assert not value & 8
            return "8bit" if value & 4 else "septets", value & 3
        assert value in (0, 8, self.conventions.binary), f"data_coding {value:#04x}"
        return {0: "default", 8: "ucs2"}.get(value, "8bit"), None

    def _accept(self, submit: Submit) -> None:
        form, message_class = self._coding(submit.data_coding)
        if SUBUNIT in submit.tlvs:
            assert submit.number(SUBUNIT) == 1
            message_class = 0
        content = submit.tlvs.get(PAYLOAD, submit.short_message)
        elements: list[tuple[int, bytes]] = []
        header_octets, rest = 0, content
        if submit.esm_class & 0x40:
            elements, rest = _elements(content)
            header_octets = len(content) - len(rest)
        else:
            header_octets = 6 * (DESTINATION_PORT in submit.tlvs)
            header_octets += (self.conventions.sar_octets - 1) * (set(submit.tlvs) >= SAR)
            header_octets += header_octets > 0  # UDHL
        read, units = self._read(form, rest, header_octets if elements else 0, elements)
        if PAYLOAD not in submit.tlvs:  # the centre cuts a payload itself
            taken = units + -(-8 * header_octets // 7) if form in ("default", "septets") else header_octets + units
            if taken > (160 if form in ("default", "septets") else 140):
                raise Refused(RINVMSGLEN, f"{taken} units do not fit into a TPDU")

        ports = None
        key: tuple[Any, ...] | None = None
        for iei, data in elements:
            if iei in (0x04, 0x05):
                half = len(data) // 2
                ports = (int.from_bytes(data[:half], "big"), int.from_bytes(data[half:], "big"))
            elif iei in (0x00, 0x08):
                key, sequence = (iei, data[:-2], data[-2]), data[-1]
        if DESTINATION_PORT in submit.tlvs:
            ports = (submit.number(DESTINATION_PORT) or 0, submit.number(SOURCE_PORT) or 0)
        if set(submit.tlvs) >= SAR:
            reference = submit.number(SAR_REFERENCE) or 0
            if self.conventions.sar_octets == 6:
                reference %= 256  # all that an 8-bit element keeps
            key = ("sar", reference, submit.number(SAR_TOTAL))
            sequence = submit.number(SAR_SEQUENCE) or 0
        if key is None:
            self.delivered.append(Delivered(self._join(form, [read]), message_class, ports, 1))
            return
        total = key[2]
        assert 1 <= sequence <= total
        key = (*key, submit.source, submit.destination, ports, form, message_class)
        parts = self._open.setdefault(key, {})
        assert sequence not in parts, "a segment twice"
        parts[sequence] = read
        if len(parts) == total:
            del self._open[key]
            joined = self._join(form, [parts[number] for number in sorted(parts)])
            self.delivered.append(Delivered(joined, message_class, ports, total))

    def _read(self, form: str, rest: bytes, header: int, elements: list[tuple[int, bytes]]) -> tuple[str | bytes, int]:
        """The text of one segment (UTF-16 as octets), and the units that it takes in a TPDU."""
        if form not in ("default", "septets"):
            return rest, len(rest)
        alphabet = self.conventions.alphabet
        if alphabet in ("latin-1", "ascii") and form == "default":
            text = rest.decode(alphabet)
            septets = [naive.septets_of(character) for character in text]
            assert None not in septets, "the centre cannot turn this into GSM-7"
            return text, sum(len(pair or []) for pair in septets)
        if alphabet == "gsm7-packed":
            codes = _unpack(rest, -header % 7)
        else:
            assert all(octet < 0x80 for octet in rest), "packed septets on an account without packing"
            codes = list(rest)
        shifts = {iei: LANGUAGES[data[0]] for iei, data in elements if iei in (0x24, 0x25)}
        return _characters(codes, shifts.get(0x25), shifts.get(0x24)), len(codes)

    def _join(self, form: str, parts: list[Any]) -> str | bytes:
        if form == "ucs2":
            return b"".join(parts).decode("utf-16-be", "surrogatepass")
        return b"".join(parts) if form == "8bit" else "".join(parts)


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        bound = False
        while header := self.rfile.read(16):
            length, command, status, sequence = struct.unpack(">LLLL", header)
            body = self.rfile.read(length - 16)
            try:
                if status:
                    raise Refused(RINVCMDLEN, "a request with a status")
                if command == BIND_TRANSCEIVER:
                    bound = True
                    self._answer(command | RESPONSE, 0, sequence, b"centre\0\x02\x10\x00\x01\x34")
                elif not bound:
                    raise Refused(RINVBNDSTS, "not bound")
                elif command == SUBMIT_SM:
                    self.server.centre.submit(body)  # type: ignore[attr-defined]
                    self._answer(command | RESPONSE, 0, sequence, b"%08X\0" % sequence)
                elif command in (ENQUIRE_LINK, UNBIND):
                    if body:
                        raise Refused(RINVCMDLEN, "a body")
                    self._answer(command | RESPONSE, 0, sequence, b"")
                else:
                    raise Refused(RINVCMDID, "unknown command")
            except Refused as refused:
                known = command in (BIND_TRANSCEIVER, SUBMIT_SM, ENQUIRE_LINK, UNBIND)
                self._answer(command | RESPONSE if known else GENERIC_NACK, refused.status, sequence, b"")
            except Exception as error:  # an assertion of the centre is a finding: the test must see it
                self.server.findings.append(error)  # type: ignore[attr-defined]
                self._answer(command | RESPONSE, 0x08, sequence, b"")
            if command == UNBIND:
                return

    def _answer(self, command: int, status: int, sequence: int, body: bytes) -> None:
        self.wfile.write(struct.pack(">LLLL", 16 + len(body), command, status, sequence) + body)


class _TCP(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


class Server:
    """The centre behind a loopback socket: ``with Server(conventions) as server``, then ``server.port``."""

    def __init__(self, conventions: Conventions | None = None) -> None:
        self.centre = Centre(conventions)
        self.findings: list[Exception] = []
        self._tcp = _TCP(("127.0.0.1", 0), _Session)
        self._tcp.centre = self.centre  # type: ignore[attr-defined]
        self._tcp.findings = self.findings  # type: ignore[attr-defined]
        self._thread = threading.Thread(target=self._tcp.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def port(self) -> int:
        return int(self._tcp.server_address[1])

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._tcp.shutdown()
        self._tcp.server_close()
        self._thread.join()
