"""Bit strings, most significant bit first, as ringing tones are built of them."""

from __future__ import annotations

from smsenc.errors import DecodeError

__all__ = ["BitReader", "BitWriter"]


class BitWriter:
    """Collects bits; ``align`` fills the last octet with zeros."""

    __slots__ = ("_length", "_pieces")

    def __init__(self) -> None:
        self._pieces: list[str] = []  # not one growing integer: that would copy all bits for each put
        self._length = 0

    def put(self, value: int, width: int) -> None:
        """Append ``value`` as ``width`` bits (at least one)."""
        self._pieces.append(f"{value:0{width}b}")
        self._length += width

    def align(self) -> None:
        """Append zeros up to the end of the octet."""
        if self._length % 8:
            self.put(0, -self._length % 8)

    def octets(self) -> bytes:
        """All bits so far; the last octet filled with zeros."""
        self.align()
        return int("".join(self._pieces) or "0", 2).to_bytes(self._length // 8, "big")


class BitReader:
    """Reads bits; every failure says in which octet and which field."""

    __slots__ = ("_bits", "_length", "_octets")

    def __init__(self, octets: bytes) -> None:
        self._octets = octets
        self._length = 8 * len(octets)
        self._bits = 0

    @property
    def offset(self) -> int:
        """The octet that the next bit stands in."""
        return self._bits // 8

    def get(self, width: int, field: str) -> int:
        """The next ``width`` bits (at most 16)."""
        end = self._bits + width
        if end > self._length:
            raise DecodeError("octets end here", self.offset, field)
        first, last = self._bits // 8, (end + 7) // 8
        value = int.from_bytes(self._octets[first:last], "big") >> (8 * last - end)
        self._bits = end
        return value & ((1 << width) - 1)

    def expect(self, wanted: int, width: int, field: str) -> None:
        """The next ``width`` bits must be ``wanted``."""
        offset = self.offset
        found = self.get(width, field)
        if found != wanted:
            raise DecodeError(f"{found:0{width}b} where {wanted:0{width}b} is expected", offset, field)

    def align(self, field: str) -> None:
        """Skip the zeros up to the end of the octet."""
        width = -self._bits % 8
        if width:
            self.expect(0, width, field)

    def finish(self, field: str) -> None:
        """No octet may be left."""
        if self._bits < self._length:
            raise DecodeError(f"{(self._length - self._bits) // 8} octets too many", self.offset, field)
