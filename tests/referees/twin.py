"""A second, naive road from octets to TPDUs: independent of the package under test.

Bit strings and plain concatenation, so that each line can be checked against 3GPP TS 23.040
(clauses 9.1.2.5 addresses, 9.2.2 layouts, 9.2.3.11 time stamps, 9.2.3.24 headers) by eye.
It checks nothing and knows no character table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import ascii_letters, digits

# 2025-05-22 15:47:26 GMT (TP-SCTS, clause 9.2.3.11)
SCTS = bytes.fromhex("52502251746200")


def fill_bits(header_length: int) -> int:
    """The bits between a header of that many octets (UDHL octet included) and the next septet boundary."""
    return -(8 * header_length) % 7


def _to_octets(bits: str) -> bytes:
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i : i + 8][::-1], 2) for i in range(0, len(bits), 8))


def pack(septets: Iterable[int], header: bytes = b"") -> tuple[int, bytes]:
    """TP-UDL (septets, header and fill included) and TP-UD."""
    bits = "".join(f"{octet:08b}"[::-1] for octet in header)
    bits += "0" * fill_bits(len(header))
    bits += "".join(f"{septet:07b}"[::-1] for septet in septets)
    return len(bits) // 7, _to_octets(bits)


def unpack(octets: bytes, count: int, skip: int = 0) -> list[int]:
    """``count`` septets of a packed string, the first ``skip`` of them left out."""
    bits = "".join(f"{octet:08b}"[::-1] for octet in octets)
    return [int(bits[7 * i : 7 * i + 7][::-1], 2) for i in range(skip, count)]


def header(*elements: tuple[int, bytes]) -> bytes:
    """(identifier, data) pairs as a user data header, UDHL first; no elements, no header."""
    body = b"".join(bytes([iei, len(data)]) + data for iei, data in elements)
    return bytes([len(body)]) + body if body else b""


def address(number: str) -> bytes:
    """A TP address of digits (``+``: international); its length counts digits."""
    symbols = number.lstrip("+")
    nibbles = ["0123456789*#abc".index(symbol) for symbol in symbols]
    nibbles += [0xF] * (len(nibbles) % 2)
    octets = bytes(nibbles[i] | nibbles[i + 1] << 4 for i in range(0, len(nibbles), 2))
    return bytes([len(symbols), 0x91 if number.startswith("+") else 0x81]) + octets


def alphanumeric(septets: Sequence[int]) -> bytes:
    """A TP address of septets: its length counts useful semi-octets, ceil(7n/4)."""
    return bytes([-(-7 * len(septets) // 4), 0xD0]) + pack(septets)[1]


def deliver(
    user_data: bytes,
    length: int,
    *,
    dcs: int = 0,
    udhi: bool = False,
    originator: str | bytes = "+46708251358",
    pid: int = 0,
    scts: bytes = SCTS,
) -> bytes:
    """An SMS-DELIVER: FO, OA, PID, DCS, SCTS, UDL, UD."""
    if isinstance(originator, str):
        originator = address(originator)
    first = 0x04 | (0x40 if udhi else 0)
    return bytes([first]) + originator + bytes([pid, dcs]) + scts + bytes([length]) + user_data


def submit(
    user_data: bytes,
    length: int,
    *,
    dcs: int = 0,
    udhi: bool = False,
    destination: str | bytes = "+46708251358",
    reference: int = 0,
    pid: int = 0,
    validity: bytes = b"",
    validity_format: int = 0,
) -> bytes:
    """An SMS-SUBMIT: FO, MR, DA, PID, DCS, VP, UDL, UD."""
    if isinstance(destination, str):
        destination = address(destination)
    first = 0x01 | validity_format << 3 | (0x40 if udhi else 0)
    return bytes([first, reference]) + destination + bytes([pid, dcs]) + validity + bytes([length]) + user_data


def septets_of(text: str) -> list[int]:
    """Septets of a text that has only letters, digits and spaces: these stand at their ASCII codes."""
    assert set(text) <= set(ascii_letters + digits + " "), text
    return list(text.encode("ascii"))


def split_submit(tpdu: bytes) -> dict[str, int | bytes]:
    """The fields of an SMS-SUBMIT, found by counting octets."""
    first, reference, length = tpdu[0], tpdu[1], tpdu[2]
    end = 4 + (length + 1) // 2
    validity = (0, 7, 1, 7)[first >> 3 & 3]
    after = end + 2 + validity
    return {
        "first": first,
        "udhi": bool(first & 0x40),
        "reference": reference,
        "destination": tpdu[2:end],
        "pid": tpdu[end],
        "dcs": tpdu[end + 1],
        "validity": tpdu[end + 2 : after],
        "length": tpdu[after],
        "user_data": tpdu[after + 1 :],
    }
