"""The fastest pure Python that we know for the same work: what the native core has to be compared with.

For ASCII ``bytes.translate`` deletes what is plain, and what is left must be extension characters; other texts go
through the trie of ``codecs.charmap_encode``. Septets are packed by shifts of one large integer, halves at a time.
It checks little and knows the default alphabet alone.
"""

from __future__ import annotations

import codecs

from smsenc import gsm7

_ESCAPE = 0x1B
_PLAIN = {gsm7.decode(bytes([septet])): septet for septet in range(128) if septet != _ESCAPE}
_EXTENSION = {c: gsm7.encode(c)[-1] for c in "\f^{}\\[~]|€"}
_BASIC_OCTETS = bytes(ord(c) for c in _PLAIN if ord(c) < 128)
_EXTENSION_OCTETS = bytes(ord(c) for c in _EXTENSION if ord(c) < 128)
# The table of `charmap_encode`: extension characters become their septet with the high bit.
_MAP = {ord(c): s for c, s in _PLAIN.items()} | {ord(c): 0x80 | s for c, s in _EXTENSION.items()}


def _trie() -> object:
    cells = ["\ufffe"] * 256
    for character, code in _MAP.items():
        cells[code] = chr(character)
    return codecs.charmap_build("".join(cells))


_TRIE = _trie()
_HIGH = bytes(range(128, 256))
_SHIFTED = [(bytes([0x80 | s]), bytes([_ESCAPE, s])) for s in _EXTENSION.values()]


def units(text: str) -> int:
    """Septets of a text, or UTF-16 units if the default alphabet does not hold it, as a negative number."""
    if text.isascii():
        octets = text.encode()
        rest = octets.translate(None, _BASIC_OCTETS)
        if not rest:
            return len(octets)
        if not rest.translate(None, _EXTENSION_OCTETS):
            return len(octets) + len(rest)
        return -len(octets)
    codes = codecs.charmap_encode(text, "ignore", _TRIE)[0]
    if len(codes) == len(text):
        return len(codes) + len(codes) - len(codes.translate(None, _HIGH))
    return -(len(text.encode("utf-16-be", "surrogatepass")) // 2)


def count(text: str) -> int:
    """Segments; exact where no extension character or surrogate pair falls on the edge of a segment."""
    found = units(text)
    if found >= 0:
        return 1 if found <= 160 else -(-found // 153)
    return 1 if found >= -70 else -(found // 67)


def septets(text: str) -> bytes:
    codes = codecs.charmap_encode(text, "strict", _TRIE)[0]
    if codes.translate(None, _HIGH) != codes:
        for code, pair in _SHIFTED:
            codes = codes.replace(code, pair)
    return bytes(codes)


def _masks(octets: int) -> list[tuple[int, int, int]]:
    # Fields of 8, 16, 32, ... bits hold 7, 14, 28, ... bits; each step closes the gap in the middle of twice a field.
    steps = []
    field, used = 8, 7
    while field < octets * 8:
        pairs = -(-octets * 8 // (2 * field))
        low = sum(((1 << used) - 1) << (2 * field * i) for i in range(pairs))
        steps.append((low, low << field, field - used))
        field, used = 2 * field, 2 * used
    return steps


_STEPS: dict[int, list[tuple[int, int, int]]] = {}


def pack(codes: bytes) -> bytes:
    steps = _STEPS.get(len(codes)) or _STEPS.setdefault(len(codes), _masks(len(codes)))
    number = int.from_bytes(codes, "little")
    for low, high, shift in steps:
        number = (number & low) | (number & high) >> shift
    return number.to_bytes((len(codes) * 7 + 7) // 8, "little")


def encode(text: str) -> bytes:
    """A text as packed septets."""
    return pack(septets(text))


def split(text: str, reference: int = 0) -> tuple[bytes, ...]:
    """The user data of all segments of a text in the default alphabet."""
    codes = septets(text)
    if len(codes) <= 160:
        return (pack(codes),)
    parts = []
    start = 0
    while start < len(codes):
        end = start + 153
        if codes[end - 1 : end] == b"\x1b":
            end -= 1
        parts.append(codes[start:end])
        start = end
    total = len(parts)
    return tuple(
        # Six octets and one fill bit are seven septets: the text then packs from bit 0 on.
        bytes((5, 0, 3, reference, total, number)) + pack(bytes(7) + part)[6:]
        for number, part in enumerate(parts, 1)
    )
