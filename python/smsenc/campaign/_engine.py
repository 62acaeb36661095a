"""The packages of ``smsenc[campaign]``, imported when a file is to be read and not before."""

from __future__ import annotations

import sys
from typing import Any

__all__ = ["MissingPackage", "polars", "zstd_frame"]


class MissingPackage(ImportError):
    """A package of the extra is not installed."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not installed, which reads campaigns: pip install 'smsenc[campaign]'", name=name)


def polars() -> Any:
    """Polars. Raises :class:`MissingPackage`."""
    try:
        import polars
    except ModuleNotFoundError as error:
        raise MissingPackage(error.name or "polars") from None
    return polars


def zstd_frame() -> Any:
    """What decompresses one frame of Zstandard: ``decompress``, ``eof``, ``unused_data``.

    Raises :class:`MissingPackage`.
    """
    if sys.version_info >= (3, 14):
        from compression import zstd  # type: ignore[import-not-found, unused-ignore]

        return zstd.ZstdDecompressor()
    try:
        import zstandard
    except ModuleNotFoundError as error:
        raise MissingPackage(error.name or "zstandard") from None
    return zstandard.ZstdDecompressor().decompressobj()
