"""The raw GSM 7 bit codec (3GPP TS 23.038 clauses 6.1.2 and 6.2.1).

Septets are ``bytes`` with one septet an octet. Packing is separate, because SMPP and others want septets unpacked.
"""

from __future__ import annotations

import codecs

from ._core import gsm7_decode as decode
from ._core import gsm7_encode as encode
from ._core import gsm7_is_gsm7 as is_gsm7
from ._core import gsm7_pack as pack
from ._core import gsm7_pack_cell_broadcast as pack_cell_broadcast
from ._core import gsm7_pack_ussd as pack_ussd
from ._core import gsm7_unpack as unpack
from ._core import gsm7_unpack_cell_broadcast as unpack_cell_broadcast
from ._core import gsm7_unpack_ussd as unpack_ussd
from .errors import DecodeError, UnmappableCharacter

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


def _codec_encode(text: str, errors: str = "strict") -> tuple[bytes, int]:
    pieces = []
    start = 0
    while True:
        try:
            pieces.append(encode(text[start:]))
            return b"".join(pieces), len(text)
        except UnmappableCharacter as error:
            at = start + error.position
            wrong = UnicodeEncodeError(
                _NAME, text, at, at + len(error.character), "not in the GSM 7 bit default alphabet"
            )
        # The standard handlers decide: strict raises, ignore and replace give a replacement and where to go on.
        replacement, resume = codecs.lookup_error(errors)(wrong)
        pieces.append(encode(text[start:at]))
        pieces.append(encode(replacement) if isinstance(replacement, str) else replacement)
        start = resume


def _codec_decode(septets: bytes, errors: str = "strict") -> tuple[str, int]:
    octets = bytes(septets)
    pieces = []
    start = 0
    while True:
        try:
            pieces.append(decode(octets[start:]))
            return "".join(pieces), len(octets)
        except DecodeError as error:
            end = start + error.offset + 1
            # An escape in front belongs to what it would have shifted.
            begin = end - 2 if octets[start : end - 1].endswith(b"\x1b") else end - 1
            wrong = UnicodeDecodeError(_NAME, octets, begin, end, "not a septet")
        replacement, resume = codecs.lookup_error(errors)(wrong)
        pieces += [decode(octets[start:begin]), str(replacement)]
        start = resume


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
