"""The files of a campaign: which there are, what they hold, and how they are opened.

A file is what its first octets say (gzip, Zstandard, Parquet); else its name says the format: ``.csv``, ``.tsv``,
``.jsonl``, ``.ndjson``, before ``.gz`` or ``.zst``. Standard input is CSV unless it is told otherwise.
"""

from __future__ import annotations

import glob
import gzip
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO, Literal, cast

from ._engine import zstd_frame

__all__ = ["FORMATS", "DamagedInput", "Input", "UnreadableInput", "expand", "open_input"]

Format = Literal["csv", "tsv", "jsonl", "parquet"]
FORMATS: tuple[Format, ...] = ("csv", "tsv", "jsonl", "parquet")

STDIN = "-"
_SUFFIXES: dict[str, Format] = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
}
_GZIP, _ZSTD, _PARQUET = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PAR1"
_UTF8_SIGNATURE = b"\xef\xbb\xbf"
_UTF16_SIGNATURES = (b"\xff\xfe", b"\xfe\xff")


class UnreadableInput(Exception):
    """A file that cannot be read at all, or lacks a column: nothing of it is a row."""


class DamagedInput(UnreadableInput):
    """A file that could be read up to some place."""


@dataclass
class Input:
    """An open file. ``octets`` have been read of ``size`` (``None``: not known), before decompression."""

    name: str
    format: Format
    stream: BinaryIO
    raw: BinaryIO
    size: int | None

    @property
    def octets(self) -> int:
        """Octets of the file that were read so far."""
        try:
            return self.raw.tell()
        except (OSError, ValueError):
            return 0

    def close(self) -> None:
        """Close the file; standard input stays open."""
        if sys.stdin is None or self.raw is not sys.stdin.buffer:
            self.raw.close()


def expand(patterns: Iterable[str]) -> list[str]:
    """The files that names and patterns mean, in order. Raises :class:`UnreadableInput` for a pattern without any."""
    files: list[str] = []
    for pattern in patterns:
        if pattern != STDIN and not os.path.exists(pattern) and glob.has_magic(pattern):
            found = sorted(glob.glob(pattern, recursive=True))
            if not found:
                raise UnreadableInput(f"no file matches {pattern!r}")
            files += found
        else:
            files.append(pattern)
    if files.count(STDIN) > 1:
        raise UnreadableInput("standard input can be read once only")
    return files


def open_input(path: str, wanted: Format | None = None) -> Input:
    """Open a file, or standard input for ``-``. Raises :class:`UnreadableInput`."""
    name = "standard input" if path == STDIN else path
    shown = name if path == STDIN else repr(path)
    if path == STDIN and sys.stdin is None:
        raise UnreadableInput("there is no standard input")
    if path != STDIN and os.path.isdir(path):
        raise UnreadableInput(f"{path!r} is a directory: name its files, or a pattern like {path}/*.parquet")
    try:
        raw = cast(BinaryIO, sys.stdin.buffer if path == STDIN else open(path, "rb"))  # noqa: SIM115
    except (OSError, ValueError) as error:  # ValueError: NUL in the name
        raise UnreadableInput(f"cannot read {shown}: {_why(error)}") from None
    try:
        return _input(raw, path, name, wanted)
    except BaseException as error:
        if path != STDIN:
            raw.close()
        if isinstance(error, (OSError, EOFError)):
            raise UnreadableInput(f"cannot read {shown}: {_why(error)}") from None
        raise


def _why(error: Exception) -> str:
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)


def _input(raw: BinaryIO, path: str, name: str, wanted: Format | None) -> Input:
    status = os.fstat(raw.fileno())
    size = status.st_size if stat.S_ISREG(status.st_mode) else None
    stream, compressed = _decompressed(raw)
    start = stream.peek(4)
    form = wanted or _format(path, start)
    if form == "parquet":
        if not start.startswith(_PARQUET):
            raise UnreadableInput(f"{name} is not Parquet")
        if compressed or path == STDIN:
            # Its directory is at its end: it must be a file as it is.
            spool = _spooled(stream)
            if path != STDIN:
                raw.close()
            return Input(name, form, spool, spool, size)
        return Input(name, form, cast(BinaryIO, stream), raw, size)
    if start.startswith(_PARQUET):
        raise UnreadableInput(f"{name} is Parquet, not {form}")
    if start.startswith(_UTF16_SIGNATURES):
        raise UnreadableInput(f"{name} is UTF-16: convert it to UTF-8 first")
    if start.startswith(_UTF8_SIGNATURE):
        stream.read(len(_UTF8_SIGNATURE))
    return Input(name, form, cast(BinaryIO, stream), raw, size)


def _format(path: str, start: bytes) -> Format:
    if start.startswith(_PARQUET):
        return "parquet"
    base = path.lower()
    for suffix in (".gz", ".zst", ".zstd"):
        base = base.removesuffix(suffix)
    return _SUFFIXES.get(os.path.splitext(base)[1], "csv")


class _Peekable:
    """A stream whose first octets were looked at."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._first = stream, b""

    def peek(self, octets: int) -> bytes:
        while len(self._first) < octets and (more := self._stream.read(octets - len(self._first))):
            self._first += more
        return self._first[:octets]

    def read(self, octets: int = -1) -> bytes:
        first = self._first[: octets if octets >= 0 else None]
        self._first = self._first[len(first) :]
        if octets < 0:
            return first + self._stream.read()
        return first + self._stream.read(octets - len(first)) if octets > len(first) else first

    def readinto(self, buffer: bytearray | memoryview) -> int:  # for what wraps it
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def seekable(self) -> bool:
        return False


class _Zstandard:
    """Frames of Zstandard, one after the other. One that is cut off is an ``EOFError``, as it is with gzip."""

    def __init__(self, source: _Peekable) -> None:
        self._source, self._frame, self._begun, self._ready = source, zstd_frame(), False, b""

    def read(self, octets: int) -> bytes:
        parts, found = [self._ready], len(self._ready)
        while found < octets and (part := self._more()):
            parts.append(part)
            found += len(part)
        whole = b"".join(parts)
        self._ready = whole[octets:]
        return whole[:octets]

    def _more(self) -> bytes:
        """Some octets, none at the end."""
        while True:
            octets = self._frame.unused_data if self._frame.eof else b""
            octets = octets or self._source.read(1 << 16)
            if self._frame.eof:
                self._frame, self._begun = zstd_frame(), False
            if not octets:
                if self._begun:
                    raise EOFError("the last frame of Zstandard is cut off")
                return b""
            self._begun = True
            found: bytes = self._frame.decompress(octets)
            if found:
                return found


def _decompressed(raw: BinaryIO) -> tuple[_Peekable, bool]:
    source = _Peekable(raw)
    start = source.peek(4)
    if start.startswith(_GZIP):
        return _Peekable(cast(BinaryIO, gzip.GzipFile(fileobj=cast(BinaryIO, source)))), True
    if start.startswith(_ZSTD):
        return _Peekable(cast(BinaryIO, _Zstandard(source))), True
    return source, False


def _spooled(stream: _Peekable) -> BinaryIO:
    # Without a name where the system permits it: nothing is left behind, however the run ends.
    spool = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115
    shutil.copyfileobj(stream, spool, 1 << 20)
    spool.seek(0)
    return spool
