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
from ._codes import ErrorCode
from ._core import (
    Anomaly,
    Column,
    Concatenation,
    CostlyCharacter,
    CostlyCharacters,
    DataCodingScheme,
    Decoded,
    EmailHeader,
    Estimate,
    EstimateColumns,
    Explanation,
    Incomplete,
    InformationElement,
    LockingShift,
    Message,
    MessageColumns,
    Ports,
    Profile,
    Reassembled,
    Reassembler,
    ReplyAddress,
    Segment,
    SingleShift,
    SmscControl,
    SpecialMessage,
    Suggestion,
    TextFormatting,
    UserDataHeader,
    __version__,
    count_segments,
    count_segments_many,
    decode,
    encode,
    encode_binary,
    encode_many,
    estimate,
    estimate_binary,
    estimate_many,
    explain,
)
from .enums import Encoding, NationalLanguage, Reason, SuggestionKind
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

    from . import arrow, credits, gateways, payloads, pictures, profiles, smpp, tpdu

__all__ = [
    "Anomaly",
    "Column",
    "Concatenation",
    "CostlyCharacter",
    "CostlyCharacters",
    "DataCodingScheme",
    "DecodeError",
    "Decoded",
    "EmailHeader",
    "Encoding",
    "Error",
    "ErrorCode",
    "Estimate",
    "EstimateColumns",
    "Explanation",
    "Incomplete",
    "InformationElement",
    "InvalidHeader",
    "InvalidOption",
    "LockingShift",
    "Message",
    "MessageColumns",
    "NationalLanguage",
    "Options",
    "Ports",
    "Profile",
    "Reason",
    "Reassembled",
    "Reassembler",
    "ReferenceCounter",
    "ReplyAddress",
    "Segment",
    "SingleShift",
    "SmscControl",
    "SpecialMessage",
    "Suggestion",
    "SuggestionKind",
    "TextFormatting",
    "TooManySegments",
    "UnmappableCharacter",
    "UserDataHeader",
    "__version__",
    "arrow",
    "count_segments",
    "count_segments_many",
    "credits",
    "decode",
    "encode",
    "encode_binary",
    "encode_many",
    "estimate",
    "estimate_binary",
    "estimate_many",
    "explain",
    "gateways",
    "gsm7",
    "payloads",
    "pictures",
    "profiles",
    "smpp",
    "tpdu",
    "ucs2",
]

Sequence.register(CostlyCharacters)
Sequence.register(Message)
Sequence.register(UserDataHeader)

# The outer rooms are imported when they are first asked for: a count needs none of them.
_ROOMS = frozenset({"arrow", "credits", "gateways", "payloads", "pictures", "profiles", "smpp", "tpdu"})
# Those for the libraries of others are not in __all__ either: a star would ask for these libraries, and hide them
# behind names of ours.
_GUEST_ROOMS = frozenset({"duckdb", "pandas", "polars", "spark"})


def __getattr__(name: str) -> ModuleType:
    if name in _ROOMS or name in _GUEST_ROOMS:
        return importlib.import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_ROOMS})
