"""SMS encoding and segmentation, exact to the clause.

>>> import smsenc
>>> smsenc.count_segments("Hello")
1
>>> smsenc.estimate("Grüße für 5 €")
Estimate(encoding='gsm7', segments=1, units=14, capacity=160, remaining=146)
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from . import gsm7, ucs2
from ._core import (
    Anomaly,
    Concatenation,
    DataCodingScheme,
    Decoded,
    EmailHeader,
    Estimate,
    Incomplete,
    InformationElement,
    LockingShift,
    Message,
    Ports,
    Profile,
    Reassembled,
    Reassembler,
    ReplyAddress,
    Segment,
    SingleShift,
    SmscControl,
    SpecialMessage,
    TextFormatting,
    UserDataHeader,
    __version__,
    count_segments,
    decode,
    encode,
    encode_binary,
    estimate,
    estimate_binary,
)
from .enums import Encoding, NationalLanguage
from .errors import (
    DecodeError,
    Error,
    InvalidHeader,
    InvalidOption,
    TooManySegments,
    UnmappableCharacter,
)
from .options import Options
from .reference import ReferenceCounter

if TYPE_CHECKING:
    from types import ModuleType

    from . import credits, gateways, payloads, smpp, tpdu

__all__ = [
    "Anomaly",
    "Concatenation",
    "DataCodingScheme",
    "DecodeError",
    "Decoded",
    "EmailHeader",
    "Encoding",
    "Error",
    "Estimate",
    "Incomplete",
    "InformationElement",
    "InvalidHeader",
    "InvalidOption",
    "LockingShift",
    "Message",
    "NationalLanguage",
    "Options",
    "Ports",
    "Profile",
    "Reassembled",
    "Reassembler",
    "ReferenceCounter",
    "ReplyAddress",
    "Segment",
    "SingleShift",
    "SmscControl",
    "SpecialMessage",
    "TextFormatting",
    "TooManySegments",
    "UnmappableCharacter",
    "UserDataHeader",
    "__version__",
    "count_segments",
    "credits",
    "decode",
    "encode",
    "encode_binary",
    "estimate",
    "estimate_binary",
    "gateways",
    "gsm7",
    "payloads",
    "smpp",
    "tpdu",
    "ucs2",
]

Sequence.register(Message)
Sequence.register(UserDataHeader)

# The outer rooms are imported when they are first asked for: a count needs none of them.
_ROOMS = frozenset({"credits", "gateways", "payloads", "smpp", "tpdu"})


def __getattr__(name: str) -> ModuleType:
    if name in _ROOMS:
        return importlib.import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_ROOMS})
