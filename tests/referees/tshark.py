"""tshark as a referee: thousands of PDUs in one capture file, one run, one row of fields per PDU.

Trusted for layout, all header fields, packing with fill bits, UTF-16, 8-bit, reassembly and unpacked
SMPP; not for shift tables (it names the language but decodes with the default tables), the escape
fall-back (U+FFFD), invalid concatenation values (it does not ignore them) and packed SMPP behind a
header (it ignores the fill bits).
"""

from __future__ import annotations

import functools
import json
import os
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from typing import Literal

Direction = Literal["to-phone", "from-phone", "none"]
Row = dict[str, list[str]]

# Link type "user 0": the preference below says what it carries.
_DLT = 147
# epb_flags: 1 inbound, 2 outbound. The dissector takes outbound for SC to MS; TP-MTI means
# another TPDU in each direction (TS 23.040 clause 9.2.3.1).
_FLAGS: dict[str, int] = {"to-phone": 2, "from-phone": 1, "none": 0}


@functools.cache
def version() -> str | None:
    """The version, or None when tshark is not there."""
    if shutil.which("tshark") is None:
        return None
    out = subprocess.run(["tshark", "--version"], capture_output=True, text=True, check=False).stdout
    return out.split("\n", 1)[0]


def _block(kind: int, body: bytes) -> bytes:
    body += b"\0" * (-len(body) % 4)
    size = len(body) + 12
    return struct.pack("<II", kind, size) + body + struct.pack("<I", size)


def _capture(pdus: Iterable[bytes], direction: Direction) -> bytes:
    """A pcapng file: section header, one interface, one enhanced packet block with flags per PDU."""
    blocks = [
        _block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)),
        _block(1, struct.pack("<HHI", _DLT, 0, 0)),
    ]
    for number, pdu in enumerate(pdus):
        body = struct.pack("<IIIII", 0, 0, 1_000_000 + number, len(pdu), len(pdu)) + pdu
        body += b"\0" * (-len(pdu) % 4)
        body += struct.pack("<HHI", 2, 4, _FLAGS[direction]) + struct.pack("<HH", 0, 0)
        blocks.append(_block(6, body))
    return b"".join(blocks)


def _run(
    pdus: Sequence[bytes], protocol: str, direction: Direction, preferences: Sequence[str], arguments: Sequence[str]
) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "pdus.pcapng")
        with open(path, "wb") as file:
            file.write(_capture(pdus, direction))
        command = ["tshark", "-n", "-r", path, "-o", f'uat:user_dlts:"User 0 (DLT={_DLT})","{protocol}","0","","0",""']
        for preference in preferences:
            command += ["-o", preference]
        done = subprocess.run(
            [*command, *arguments],
            capture_output=True,
            check=True,
            timeout=300,
            env={**os.environ, "LC_ALL": "C.UTF-8", "HOME": folder},
        )
    # The SMPP dissector writes each half of a surrogate pair by itself.
    return done.stdout.decode("utf-8", "surrogatepass")


def dissect(
    pdus: Sequence[bytes],
    names: Sequence[str],
    *,
    protocol: str = "gsm_sms",
    direction: Direction = "to-phone",
    preferences: Sequence[str] = (),
) -> list[Row]:
    """One row per PDU: all occurrences of each field, in order; an absent field is an empty list."""
    # JSON, because -T fields does not escape the backslash while it escapes line breaks.
    arguments = ["-T", "json"]
    for name in names:
        arguments += ["-e", name]
    packets = json.loads(_run(pdus, protocol, direction, preferences, arguments))
    assert len(packets) == len(pdus), (len(packets), len(pdus))
    rows = [packet["_source"].get("layers", {}) for packet in packets]
    return [{name: [_value(value) for value in row.get(name, [])] for name in names} for row in rows]


def _value(value: str) -> str:
    """tshark writes an empty string of octets so."""
    return "" if value == "<MISSING>" else value


def numbers(values: Sequence[str]) -> list[int]:
    """Field values as integers: tshark writes some in decimal, some in hexadecimal."""
    return [int(value, 0) for value in values]


def tree(pdus: Sequence[bytes], *, protocol: str = "gsm_sms", direction: Direction = "to-phone") -> str:
    """The whole dissection as prose, for what has no field of its own."""
    return _run(pdus, protocol, direction, (), ["-V"])
