"""libosmogsm as a referee, through ctypes: 7-bit packing for SMS and for USSD.

Trusted for packing, for the fill bits behind a header and for the CR rule of TS 23.038 clause
6.1.2.3.1; its texts are Latin-1, so characters outside it do not take part.
"""

from __future__ import annotations

import ctypes
import functools
import subprocess

_LIBRARY = "libosmogsm.so.18"
_ROOM = 4096


@functools.cache
def _load() -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(_LIBRARY)
    except OSError:
        return None


@functools.cache
def version() -> str | None:
    """The library's name and its package's version, or None when it is not there."""
    if _load() is None:
        return None
    try:
        query = ["dpkg-query", "-W", "-f", "${Version}", "libosmogsm18"]
        return f"{_LIBRARY} {subprocess.run(query, capture_output=True, text=True, check=False).stdout}"
    except OSError:
        return _LIBRARY


def _library() -> ctypes.CDLL:
    library = _load()
    assert library is not None
    return library


def pack(text: bytes, *, ussd: bool = False) -> tuple[int, bytes]:
    """Septets and octets of a Latin-1 text that holds no NUL."""
    out = (ctypes.c_uint8 * _ROOM)()
    octets = ctypes.c_int()
    library = _library()
    function = library.gsm_7bit_encode_n_ussd if ussd else library.gsm_7bit_encode_n
    septets = function(out, ctypes.c_size_t(_ROOM), text, ctypes.byref(octets))
    return septets, bytes(out[: octets.value])


def unpack(octets: bytes, septets: int, *, has_header: bool = False) -> bytes:
    """The Latin-1 text; ``septets`` is TP-UDL (below 256), header included."""
    out = ctypes.create_string_buffer(_ROOM)
    data = (ctypes.c_uint8 * len(octets)).from_buffer_copy(octets)
    _library().gsm_7bit_decode_n_hdr(
        out, ctypes.c_size_t(_ROOM), data, ctypes.c_uint8(septets), ctypes.c_uint8(has_header)
    )
    return out.value


def unpack_ussd(octets: bytes) -> bytes:
    """The Latin-1 text of a USSD string, whose septets follow from its octets."""
    out = ctypes.create_string_buffer(_ROOM)
    data = (ctypes.c_uint8 * len(octets)).from_buffer_copy(octets)
    septets = ctypes.c_uint8(len(octets) * 8 // 7)
    _library().gsm_7bit_decode_n_ussd(out, ctypes.c_size_t(_ROOM), data, septets)
    return out.value
