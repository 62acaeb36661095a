"""The raw UCS-2 codec: UTF-16BE without byte order mark, as networks carry it (3GPP TS 23.038 clause 6.2.3)."""

from __future__ import annotations

from ._core import ucs2_decode as decode
from ._core import ucs2_encode as encode

__all__ = ["decode", "encode"]
