"""The raw GSM 7 bit codec (3GPP TS 23.038 clauses 6.1.2 and 6.2.1).

Septets are ``bytes`` with one septet an octet. Packing is separate, because SMPP and others want septets unpacked.
"""

from __future__ import annotations

import codecs
import re

from ._core import gsm7_decode as decode
from ._core import gsm7_encode as encode
from ._core import gsm7_is_gsm7 as is_gsm7
from ._core import gsm7_pack as pack
from ._core import gsm7_pack_cell_broadcast as pack_cell_broadcast
from ._core import gsm7_pack_ussd as pack_ussd
from ._core import gsm7_unpack as unpack
from ._core import gsm7_unpack_cell_broadcast as unpack_cell_broadcast
from ._core import gsm7_unpack_ussd as unpack_ussd
from .errors import UnmappableCharacter

__all__ = [
    "decode",
    "encode",
    "is_gsm7",
    "pack",
    "pack_cell_broadcast",
    "pack_ussd",
    "register",
    "unpack",
    "unpack_cell_broadcast",
    "unpack_ussd",
]

_NAME = "gsm7"
_NO_SEPTET = re.compile(rb"[\x80-\xff]")


def _codec_encode(text: str, errors: str = "strict") -> tuple[bytes, int]:
    try:
        return encode(text), len(text)
    except UnmappableCharacter as error:
        at = error.position
    # The standard handlers decide: strict raises, ignore and replace give a replacement and where to go on.
    handle = codecs.lookup_error(errors)
    pieces = [encode(text[:at])]
    while at < len(text):
        try:
            pieces.append(encode(text[at]))
            at += 1
        except UnmappableCharacter:
            wrong = UnicodeEncodeError(_NAME, text, at, at + 1, "not in the GSM 7 bit default alphabet")
            replacement, at = handle(wrong)
            pieces.append(encode(replacement) if isinstance(replacement, str) else replacement)
    return b"".join(pieces), len(text)


def _codec_decode(septets: bytes, errors: str = "strict") -> tuple[str, int]:
    octets = bytes(septets)
    pieces = []
    start = 0
    for wrong in _NO_SEPTET.finditer(octets):
        at = wrong.start()
        if at < start:  # the handler has gone beyond it
            continue
        # An escape in front that is not the second of a pair belongs to what it would have shifted.
        escapes = len(octets[start:at]) - len(octets[start:at].rstrip(b"\x1b"))
        begin = at - escapes % 2
        reason = UnicodeDecodeError(_NAME, octets, begin, at + 1, "not a septet")
        replacement, resume = codecs.lookup_error(errors)(reason)
        pieces += [decode(octets[start:begin]), str(replacement)]
        start = resume
    pieces.append(decode(octets[start:]))
    return "".join(pieces), len(octets)


def _search(name: str) -> codecs.CodecInfo | None:
    if name != _NAME:
        return None
    return codecs.CodecInfo(encode=_codec_encode, decode=_codec_decode, name=_NAME)  # type: ignore[arg-type]


def register() -> None:
    """Make ``"text".encode("gsm7")`` and ``septets.decode("gsm7")`` work: unpacked septets, default alphabet.

    Nothing is registered on import. Calling it twice does no harm.
    """
    try:
        codecs.lookup(_NAME)
    except LookupError:
        codecs.register(_search)
