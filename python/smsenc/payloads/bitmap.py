"""OTA bitmaps: black and white pictures of at most 255 x 255 pixels.

Smart Messaging Specification 3.0.0, OTA bitmap: info field, width, height, depth, pixels. The pixels
stand row by row from the top, most significant bit first, 1 is black, and **rows are not padded**:
ceil(width * height / 8) octets in all. Left out: the info field's other forms (sizes of 16 bits,
compression, palettes, animation), which no phone is known to take.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from smsenc.errors import DecodeError, InvalidOption

from ._base import as_octets, check_int, check_str

__all__ = ["Bitmap"]

_PBM_TOKEN = re.compile(rb"(?:[ \t\n\v\f\r]|#[^\n\r]*)*([^ \t\n\v\f\r#]+)")
_PBM_SPACE = b" \t\n\v\f\r"


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A black and white picture.

    ``width`` and ``height`` are 1 to 255 pixels; ``pixels`` holds the bits as they are sent, the
    unused bits of the last octet zero. ``bytes(bitmap)`` is the OTA bitmap. Mostly built by
    ``from_rows``, ``from_text``, ``from_pbm`` or ``parse``. Raises ``InvalidOption``.

    >>> bitmap = Bitmap.from_text("#..#\\n.##.\\n")
    >>> bytes(bitmap).hex()
    '0004020196'
    >>> bitmap.rows[0]
    (True, False, False, True)
    """

    width: int
    height: int
    pixels: bytes

    def __post_init__(self) -> None:
        check_int("width", self.width, 1, 255)
        check_int("height", self.height, 1, 255)
        if not isinstance(self.pixels, bytes):
            raise TypeError(f"pixels must be bytes, not {type(self.pixels).__name__}")
        count = self.width * self.height
        if len(self.pixels) != (count + 7) // 8:
            raise InvalidOption("pixels", self.pixels, f"{(count + 7) // 8} octets for {count} pixels")
        if self.pixels[-1] & ((1 << -count % 8) - 1):
            raise InvalidOption("pixels", self.pixels, f"{-count % 8} zero bits at the end")

    def __bytes__(self) -> bytes:
        return bytes((0, self.width, self.height, 1)) + self.pixels

    @classmethod
    def parse(cls, octets: bytes) -> Bitmap:
        """Read an OTA bitmap. Raises ``DecodeError``; nothing may follow the pixels."""
        octets = as_octets(octets)
        if len(octets) < 4:
            raise DecodeError("an OTA bitmap begins with 4 octets", len(octets), "OTA bitmap")
        info, width, height, depth = octets[:4]
        if info:
            raise DecodeError(f"0x{info:02X} where 0x00 is expected", 0, "info field")
        if not width:
            raise DecodeError("no pixels", 1, "width")
        if not height:
            raise DecodeError("no pixels", 2, "height")
        if depth != 1:
            raise DecodeError(f"{depth} where 1 is expected", 3, "depth")
        end = 4 + (width * height + 7) // 8
        if len(octets) != end:
            raise _wrong_length(len(octets), end, "pixels")
        if octets[-1] & ((1 << -(width * height) % 8) - 1):
            raise DecodeError("the unused bits are not zero", end - 1, "pixels")
        return cls(width, height, octets[4:])

    # -- rows

    @classmethod
    def from_rows(cls, rows: Iterable[Iterable[object]]) -> Bitmap:
        """Build from rows of pixels; a true value is black. Rows must be of equal length."""
        bits = ["".join("1" if pixel else "0" for pixel in row) for row in rows]
        return cls._from_bits(bits)

    @property
    def rows(self) -> tuple[tuple[bool, ...], ...]:
        """The pixels from the top left; true is black."""
        return tuple(tuple(bit == "1" for bit in row) for row in self._bits())

    @classmethod
    def _from_bits(cls, rows: list[str]) -> Bitmap:
        check_int("height", len(rows), 1, 255)
        width = len(rows[0])
        check_int("width", width, 1, 255)
        for number, row in enumerate(rows):
            if len(row) != width:
                raise InvalidOption("rows", len(row), f"{width} pixels in row {number}, as in row 0")
        bits = "".join(rows)
        fill = -len(bits) % 8
        return cls(width, len(rows), (int(bits, 2) << fill).to_bytes((len(bits) + fill) // 8, "big"))

    def _bits(self) -> list[str]:
        bits = f"{int.from_bytes(self.pixels, 'big'):0{8 * len(self.pixels)}b}"
        width = self.width
        return [bits[width * row : width * (row + 1)] for row in range(self.height)]

    # -- text

    @classmethod
    def from_text(cls, text: str, *, ink: str = "#", paper: str = ".") -> Bitmap:
        """Build from lines of characters, one for each pixel.

        ``ink`` and ``paper`` hold the characters that stand for black and for white. Raises
        ``InvalidOption`` for another character and for lines of different length.
        """
        check_str("text", text)
        check_str("ink", ink)
        check_str("paper", paper)
        if set(ink) & set(paper):
            raise InvalidOption("ink", ink, "no character that paper has")
        meaning = dict.fromkeys(ink, "1") | dict.fromkeys(paper, "0")
        lines = text.replace("\r\n", "\n").split("\n")
        if not lines[-1]:
            lines.pop()
        for number, line in enumerate(lines):
            for column, character in enumerate(line):
                if character not in meaning:
                    allowed = f"a character of {ink + paper!r}, in line {number} at column {column}"
                    raise InvalidOption("text", character, allowed)
        return cls._from_bits(["".join(map(meaning.__getitem__, line)) for line in lines])

    def to_text(self, *, ink: str = "#", paper: str = ".") -> str:
        """One line for each row, each ended by LF."""
        for option, value in (("ink", ink), ("paper", paper)):
            check_str(option, value)
            if len(value) != 1:
                raise InvalidOption(option, value, "one character")
        table = str.maketrans({"1": ink, "0": paper})
        return "".join(row.translate(table) + "\n" for row in self._bits())

    # -- PBM

    @classmethod
    def from_pbm(cls, octets: bytes) -> Bitmap:
        """Read a portable bitmap of netpbm, plain (P1) or raw (P4).

        Raises ``DecodeError`` for octets that are none, ``InvalidOption`` for a size beyond 255.
        """
        octets = as_octets(octets)
        magic = octets[:2]
        if magic not in (b"P1", b"P4"):
            raise DecodeError("neither P1 nor P4", 0, "PBM magic")
        width, position = _pbm_number(octets, 2, "PBM width")
        height, position = _pbm_number(octets, position, "PBM height")
        check_int("width", width, 1, 255)
        check_int("height", height, 1, 255)
        if magic == b"P1":
            return cls._from_bits(_pbm_plain(octets, position, width, height))
        if octets[position : position + 1] not in {bytes((space,)) for space in _PBM_SPACE}:
            raise DecodeError("one white space must precede the pixels", position, "PBM pixels")
        position += 1
        stride = (width + 7) // 8
        end = position + stride * height
        if len(octets) != end:
            raise _wrong_length(len(octets), end, "PBM pixels")
        # Unlike an OTA bitmap, each row of P4 is filled to the octet; what stands there means nothing.
        rows = [
            f"{int.from_bytes(octets[start : start + stride], 'big'):0{8 * stride}b}"[:width]
            for start in range(position, end, stride)
        ]
        return cls._from_bits(rows)

    def to_pbm(self, *, plain: bool = False) -> bytes:
        """The picture as a portable bitmap: raw (P4), or plain (P1)."""
        rows = self._bits()
        if plain:
            # No line of a plain file should be longer than 70 characters.
            lines = [row[start : start + 70] for row in rows for start in range(0, self.width, 70)]
            return f"P1\n{self.width} {self.height}\n{chr(10).join(lines)}\n".encode("ascii")
        stride = (self.width + 7) // 8
        head = f"P4\n{self.width} {self.height}\n".encode("ascii")
        return head + b"".join(int(row.ljust(8 * stride, "0"), 2).to_bytes(stride, "big") for row in rows)


def _wrong_length(found: int, wanted: int, field: str) -> DecodeError:
    return DecodeError(f"{found} octets where {wanted} are expected", min(found, wanted), field)


def _pbm_number(octets: bytes, position: int, field: str) -> tuple[int, int]:
    found = _PBM_TOKEN.match(octets, position)
    if not found or not found[1].isdigit() or len(found[1]) > 9:
        raise DecodeError("no number", position, field)
    return int(found[1]), found.end()


def _pbm_plain(octets: bytes, position: int, width: int, height: int) -> list[str]:
    bits = []
    comment = False
    for offset in range(position, len(octets)):
        octet = octets[offset]
        if comment:
            comment = octet not in b"\n\r"
        elif octet == ord("#"):
            comment = True
        elif octet in b"01":
            bits.append(chr(octet))
        elif octet not in _PBM_SPACE:
            raise DecodeError(f"0x{octet:02X} is no pixel", offset, "PBM pixels")
        if len(bits) > width * height:
            raise DecodeError(f"more than {width * height} pixels", offset, "PBM pixels")
    if len(bits) != width * height:
        reason = f"{len(bits)} pixels where {width * height} are expected"
        raise DecodeError(reason, len(octets), "PBM pixels")
    return ["".join(bits[width * row : width * (row + 1)]) for row in range(height)]
