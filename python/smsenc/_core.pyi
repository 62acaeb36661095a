"""The extension module: the binding of the Rust core. Import these names from ``smsenc``."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, SupportsIndex, TypedDict, final, overload

from typing_extensions import Buffer, Self, Unpack

from .enums import Encoding, NationalLanguage

__version__: Final[str]

class Options(TypedDict, total=False):
    """The keyword options, the same everywhere. Defaults first."""

    encoding: Literal["auto", "gsm7", "ucs2"]
    languages: Iterable[str] | Literal["all"]
    reference_bits: Literal[8, 16]
    header: UserDataHeader | Iterable[InformationElement]
    max_segments: int
    overflow: Literal["error", "truncate"]
    ellipsis: str
    boundary: Literal["character", "grapheme", "word"]
    line_breaks: Literal["keep", "lf"]
    normalization: Literal["NFC"] | None
    lone_surrogates: Literal["error", "replace", "keep"]
    message_class: Literal[0, 1, 2, 3] | None

def count_segments(text: str, /) -> int: ...
def estimate(text: str, /, **options: Unpack[Options]) -> Estimate: ...
def estimate_binary(data: Buffer, /, **options: Unpack[Options]) -> Estimate: ...
def encode(text: str, /, *, reference: int | None = None, **options: Unpack[Options]) -> Message: ...
def encode_binary(data: Buffer, /, *, reference: int | None = None, **options: Unpack[Options]) -> Message: ...

@final
class Profile:
    def __new__(cls, **options: Unpack[Options]) -> Self: ...
    @property
    def options(self) -> dict[str, Any]: ...
    def replace(self, **options: Unpack[Options]) -> Profile: ...
    def count_segments(self, text: str, /) -> int: ...
    def estimate(self, text: str, /) -> Estimate: ...
    def estimate_binary(self, data: Buffer, /) -> Estimate: ...
    def encode(self, text: str, /, *, reference: int | None = None) -> Message: ...
    def encode_binary(self, data: Buffer, /, *, reference: int | None = None) -> Message: ...

@final
class Estimate:
    encoding: Encoding
    segments: int
    units: int
    capacity: int
    remaining: int
    locking: NationalLanguage | None
    single: NationalLanguage | None
    truncated_at: int | None
    needed: int | None
    replacements: tuple[tuple[int, str, str], ...]
    def to_dict(self) -> dict[str, Any]: ...

@final
class Message(Sequence[Segment]):
    encoding: Encoding
    segments: int
    units: int
    capacity: int
    remaining: int
    locking: NationalLanguage | None
    single: NationalLanguage | None
    truncated_at: int | None
    needed: int | None
    replacements: tuple[tuple[int, str, str], ...]
    text: str | None
    data: bytes | None
    dcs: int
    reference: int | None
    user_data: tuple[bytes, ...]
    estimate: Estimate
    def with_reference(self, reference: int, /) -> Message: ...
    def to_dict(self) -> dict[str, Any]: ...

@final
class Segment:
    text: str | None
    data: bytes | None
    encoding: Encoding
    dcs: int
    units: int
    sequence: int
    total: int
    header: UserDataHeader
    payload: bytes
    user_data: bytes
    user_data_length: int
    def to_dict(self) -> dict[str, Any]: ...

class InformationElement:
    """Raw element. Subclasses are views of the same octets: equal when iei and data are equal."""

    def __new__(cls, iei: int, data: Buffer = b"") -> Self: ...
    iei: int
    data: bytes

class Concatenation(InformationElement):  # 0x00, 0x08
    def __new__(cls, reference: int, total: int, sequence: int, *, bits: Literal[8, 16] = 8) -> Self: ...
    reference: int
    total: int
    sequence: int
    bits: int

class Ports(InformationElement):  # 0x04, 0x05
    def __new__(cls, destination: int, originator: int = 0, *, bits: Literal[8, 16] = 16) -> Self: ...
    destination: int
    originator: int
    bits: int

class SingleShift(InformationElement):  # 0x24
    def __new__(cls, language: str) -> Self: ...
    language: NationalLanguage

class LockingShift(InformationElement):  # 0x25
    def __new__(cls, language: str) -> Self: ...
    language: NationalLanguage

@final
class UserDataHeader(Sequence[InformationElement]):
    """The elements of a header; falsy when empty; bytes(header) begins with UDHL, b"" when empty."""

    def __new__(cls, elements: Iterable[InformationElement] = ()) -> Self: ...
    @classmethod
    def parse(cls, octets: Buffer, /) -> Self: ...  # strict: exactly UDHL + elements, else DecodeError
    concatenation: Concatenation | None
    ports: Ports | None
    locking: NationalLanguage | None
    single: NationalLanguage | None
    def __bytes__(self) -> bytes: ...

@final
class DataCodingScheme:
    def __new__(cls, octet: int) -> Self: ...
    octet: int
    encoding: Encoding
    message_class: int | None
    is_reserved: bool
    is_compressed: bool

@final
class Decoded:
    text: str | None
    data: bytes | None
    encoding: Encoding
    dcs: int
    header: UserDataHeader
    anomalies: tuple[Anomaly, ...]

def decode(
    segment_or_user_data: Segment | Buffer,
    /,
    *,
    dcs: int = 0,
    user_data_length: int | None = None,
    has_header: bool = False,
    strip_bom: bool = False,
) -> Decoded: ...

@final
class Reassembler:
    def __new__(cls, *, max_messages: int = 10_000, max_octets: int = 16_000_000, expiry: float | None = 86_400.0) -> Self: ...
    def add(self, segment: Segment | Decoded, /, *, originator: str = "", now: float = 0.0) -> Reassembled | None: ...
