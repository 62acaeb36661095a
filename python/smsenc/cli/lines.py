"""Lines of an input file, as octets, numbered, one at a time.

A line ends with LF or CRLF, and the line end is not part of it; a CR elsewhere is. One UTF-8 byte order
mark at the very beginning is a signature, not text, and is passed over. Other decoding is left to the
caller, so that broken octets spoil one line and not the file.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from typing import BinaryIO

from .exits import UsageError

__all__ = ["Lines", "strip_line_end"]

_UTF8_SIGNATURE = b"\xef\xbb\xbf"
_UTF16_SIGNATURES = (b"\xff\xfe", b"\xfe\xff")

# What people hand over in place of a text, and would otherwise get an error for every line of.
_OTHER_FILES = (
    (b"PK\x03\x04", "a ZIP archive, as .xlsx, .ods and .docx are: save it as CSV or text (UTF-8) first"),
    (b"\xd0\xcf\x11\xe0", "an old Office file, as .xls and .doc are: save it as CSV or text (UTF-8) first"),
    (b"%PDF-", "a PDF: save it as text first"),
    (b"\x1f\x8b", "compressed by gzip: zcat FILE | smsenc ... -"),
    (b"PAR1", "a Parquet file: read it as columns in Python (smsenc.arrow), or save it as CSV first"),
)


def strip_line_end(raw: bytes) -> bytes:
    """``raw`` without its final LF or CRLF."""
    if raw.endswith(b"\n"):
        return raw[:-2] if raw.endswith(b"\r\n") else raw[:-1]
    return raw


class Lines(Iterator[bytes]):
    """The lines of ``file``, line ends included; ``number`` is that of the last line read, from 1."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self.name = name
        self.number = 0
        self.octets = 0  # read so far, for the progress display
        self.size = _regular_size(file)

    def __next__(self) -> bytes:
        try:
            raw = self._file.readline()
        except OSError as error:
            raise UsageError(f"cannot read {self.name}: {error.strerror or error}") from None
        if not raw:
            raise StopIteration
        self.octets += len(raw)
        self.number += 1
        if self.number == 1:
            if raw.startswith(_UTF16_SIGNATURES):
                raise UsageError(f"{self.name} is UTF-16: convert it to UTF-8 first")
            for signature, what in _OTHER_FILES:
                if raw.startswith(signature):
                    raise UsageError(f"{self.name} is {what}")
            if raw.startswith(_UTF8_SIGNATURE):
                raw = raw[len(_UTF8_SIGNATURE) :]
                if not raw:  # nothing but the signature: no line
                    raise StopIteration
        return raw


def _regular_size(file: BinaryIO) -> int | None:
    """Octets in a regular file, ``None`` for pipes and terminals, whose end is not known."""
    try:
        status = os.fstat(file.fileno())
    except (OSError, ValueError):
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None
