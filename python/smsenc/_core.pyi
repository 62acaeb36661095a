"""The extension module: the binding of the Rust core. Import these names from ``smsenc``.

Units. A *septet* is a 7-bit unit of a GSM alphabet, an *octet* is 8 bits, a *UTF-16 unit* is 16 bits. ``units`` are
whichever of the three the encoding counts. Positions are indices of the caller's ``str`` or octets.

Clauses are those of 3GPP TS 23.038 (alphabets and coding) and TS 23.040 (the short message).
"""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Final, Literal, final, overload

from typing_extensions import Buffer, Self, Unpack, disjoint_base

from .enums import Encoding, NationalLanguage
from .options import Options

__version__: Final[str]

def count_segments(text: str, /) -> int:
    """The number of segments of a text by default options.

    Raises ``TooManySegments`` above 255; nothing else, as UCS-2 holds every text.
    """

def estimate(text: str, /, **options: Unpack[Options]) -> Estimate:
    """What a text takes, before any octet is made.

    Raises ``UnmappableCharacter`` (a forced encoding lacks a character; with languages: the first character at which no
    permitted pair of tables is left), ``TooManySegments``, ``InvalidHeader``, ``InvalidOption``.
    """

def estimate_binary(data: Buffer, /, **options: Unpack[Options]) -> Estimate:
    """What octets take (8-bit data, TS 23.038 clause 4). Options that concern text have no effect.

    Raises ``TooManySegments``, ``InvalidHeader``, ``InvalidOption``.
    """

def encode(text: str, /, *, reference: int | None = None, **options: Unpack[Options]) -> Message:
    """Encode a text into its segments.

    ``reference`` is the concatenation reference, 0 to 255 or 65535; without one it is derived from the content, so that
    encoding is a pure function. Raises as ``estimate``, and ``UnmappableCharacter`` for a lone surrogate.
    """

def encode_binary(data: Buffer, /, *, reference: int | None = None, **options: Unpack[Options]) -> Message:
    """Encode octets into segments of 140 octets, headers included. Raises as ``estimate_binary``."""

@final
class Profile:
    """Options compiled once, with the functions of the module as methods.

    Frozen, hashable, comparable and picklable. Reuse one for a route or a gateway: no options are parsed per message.
    """

    def __new__(cls, **options: Unpack[Options]) -> Self: ...
    @property
    def options(self) -> dict[str, Any]:
        """All options, defaults included: ``Profile(**profile.options) == profile``."""

    def replace(self, **options: Unpack[Options]) -> Profile:
        """A profile with some options changed."""

    def count_segments(self, text: str, /) -> int:
        """As ``smsenc.count_segments``, by these options; raises as ``estimate``."""

    def estimate(self, text: str, /) -> Estimate:
        """As ``smsenc.estimate``."""

    def estimate_binary(self, data: Buffer, /) -> Estimate:
        """As ``smsenc.estimate_binary``."""

    def encode(self, text: str, /, *, reference: int | None = None) -> Message:
        """As ``smsenc.encode``."""

    def encode_binary(self, data: Buffer, /, *, reference: int | None = None) -> Message:
        """As ``smsenc.encode_binary``."""

    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class Estimate:
    """What a message takes. Frozen, hashable, comparable, picklable."""

    @property
    def encoding(self) -> Encoding:
        """The chosen encoding."""

    @property
    def segments(self) -> int:
        """The number of segments; an empty message is one."""

    @property
    def units(self) -> int:
        """Septets, UTF-16 units or octets of the content, headers not counted."""

    @property
    def capacity(self) -> int:
        """Units that one segment of this message holds behind its header (TS 23.040 clause 9.2.3.24)."""

    @property
    def remaining(self) -> int:
        """Units free in the last segment."""

    @property
    def locking(self) -> NationalLanguage | None:
        """The locking shift table in use (TS 23.038 annex A.3)."""

    @property
    def single(self) -> NationalLanguage | None:
        """The single shift table in use (annex A.2)."""

    @property
    def truncated_at(self) -> int | None:
        """The position in the caller's text or data behind what was kept; ``None`` if nothing was cut off."""

    @property
    def needed(self) -> int | None:
        """The segments that all of it would have needed; ``None`` if nothing was cut off."""

    @property
    def replacements(self) -> tuple[tuple[int, str, str], ...]:
        """What was changed in the text: position in the caller's text, what stands there, what is sent."""

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON, with a schema version."""

    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Message:
    """An encoded message: a sequence of its segments. Frozen, hashable, comparable, picklable."""

    @property
    def encoding(self) -> Encoding:
        """The chosen encoding."""

    @property
    def segments(self) -> int:
        """The number of segments, ``len(message)``."""

    @property
    def units(self) -> int:
        """Septets, UTF-16 units or octets of the content, headers not counted."""

    @property
    def capacity(self) -> int:
        """Units that one segment of this message holds behind its header."""

    @property
    def remaining(self) -> int:
        """Units free in the last segment."""

    @property
    def locking(self) -> NationalLanguage | None:
        """The locking shift table in use."""

    @property
    def single(self) -> NationalLanguage | None:
        """The single shift table in use."""

    @property
    def truncated_at(self) -> int | None:
        """The position in the caller's text or data behind what was kept."""

    @property
    def needed(self) -> int | None:
        """The segments that all of it would have needed, if it was cut off."""

    @property
    def replacements(self) -> tuple[tuple[int, str, str], ...]:
        """What was changed in the text: position in the caller's text, what stands there, what is sent."""

    @property
    def estimate(self) -> Estimate:
        """The same numbers as an ``Estimate``."""

    @property
    def text(self) -> str | None:
        """The text that is sent; ``None`` for octets. A pair of surrogates is the character that it encodes."""

    @property
    def data(self) -> bytes | None:
        """The octets that are sent; ``None`` for a text."""

    @property
    def dcs(self) -> int:
        """TP-DCS: 00, 04 or 08; with a message class 10, 14 or 18 and the class (TS 23.038 clause 4)."""

    @property
    def reference(self) -> int | None:
        """The concatenation reference; ``None`` for a message of one segment."""

    @property
    def reference_bits(self) -> int:
        """The size of the reference, 8 or 16, whether one is needed or not."""

    @property
    def user_data(self) -> tuple[bytes, ...]:
        """TP-UD of every segment, made in one call."""

    def with_reference(self, reference: int, /) -> Message:
        """The same message under another reference, without encoding again. Raises ``InvalidOption``."""

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON, with a schema version; octets are upper-case hexadecimal digits."""

    def index(self, segment: object, /, *range: int) -> int: ...
    def count(self, segment: object, /) -> int: ...
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, index: int, /) -> Segment: ...
    @overload
    def __getitem__(self, index: slice, /) -> tuple[Segment, ...]: ...
    def __iter__(self) -> Iterator[Segment]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Segment:
    """One short message of a ``Message``. Its octets are made when they are asked for."""

    @property
    def text(self) -> str | None:
        """The text of this segment; ``None`` for octets."""

    @property
    def data(self) -> bytes | None:
        """The octets of this segment; ``None`` for text."""

    @property
    def encoding(self) -> Encoding:
        """The encoding of the message."""

    @property
    def dcs(self) -> int:
        """TP-DCS."""

    @property
    def units(self) -> int:
        """Septets, UTF-16 units or octets of the content."""

    @property
    def sequence(self) -> int:
        """The number of this segment, from 1."""

    @property
    def total(self) -> int:
        """The number of segments."""

    @property
    def header(self) -> UserDataHeader:
        """The caller's elements, concatenation, single shift, locking shift; falsy when there are none."""

    @property
    def payload(self) -> bytes:
        """The content without header: one septet an octet for GSM-7, UTF-16BE, or the data."""

    @property
    def user_data(self) -> bytes:
        """TP-UD, at most 140 octets: header, fill bits, packed septets; or header and octets (clause 9.2.3.24)."""

    @property
    def user_data_length(self) -> int:
        """TP-UDL: septets with header and fill bits for GSM-7, octets otherwise (clause 9.2.3.16)."""

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON; octets are upper-case hexadecimal digits."""

    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@disjoint_base
class InformationElement:
    """An element of a user data header (TS 23.040 clause 9.2.3.24).

    The typed elements are views of the same octets: elements are equal when ``iei`` and ``data`` are. Elements that a
    header gives back are of the class that knows them. Raises ``InvalidHeader`` for more than 255 octets.
    """

    def __new__(cls, iei: int, data: Buffer | None = None) -> Self: ...
    @property
    def iei(self) -> int:
        """The information element identifier, 0x00 to 0xFF."""

    @property
    def data(self) -> bytes:
        """The information element data."""

    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Concatenation(InformationElement):
    """Element 0x00 with an 8-bit reference, 0x08 with 16 bits (clauses 9.2.3.24.1, 9.2.3.24.8)."""

    def __new__(cls, reference: int, total: int, sequence: int, *, bits: Literal[8, 16] = 8) -> Self: ...
    @property
    def reference(self) -> int: ...
    @property
    def total(self) -> int: ...
    @property
    def sequence(self) -> int: ...
    @property
    def bits(self) -> int: ...

@final
class Ports(InformationElement):
    """Application ports: element 0x05, or 0x04 with 8 bits (clauses 9.2.3.24.4, 9.2.3.24.3)."""

    def __new__(cls, destination: int, originator: int = 0, *, bits: Literal[8, 16] = 16) -> Self: ...
    @property
    def destination(self) -> int: ...
    @property
    def originator(self) -> int: ...
    @property
    def bits(self) -> int: ...

@final
class SingleShift(InformationElement):
    """Element 0x24: the national language single shift table of a segment (clause 9.2.3.24.15)."""

    def __new__(cls, language: str) -> Self: ...
    @property
    def language(self) -> NationalLanguage: ...

@final
class LockingShift(InformationElement):
    """Element 0x25: the national language locking shift table of a segment (clause 9.2.3.24.16)."""

    def __new__(cls, language: str) -> Self: ...
    @property
    def language(self) -> NationalLanguage: ...

@final
class SpecialMessage(InformationElement):
    """Element 0x01: so many messages of a kind wait (clause 9.2.3.24.2).

    ``indication`` is ``"voicemail"``, ``"fax"``, ``"email"`` or ``"other"``; ``profile`` 1 to 4; ``count`` 0 to 255.
    """

    def __new__(
        cls,
        indication: Literal["voicemail", "fax", "email", "other"],
        *,
        count: int,
        store: bool = False,
        profile: int = 1,
        extended: int = 0,
    ) -> Self: ...
    @property
    def indication(self) -> str: ...
    @property
    def count(self) -> int: ...
    @property
    def store(self) -> bool: ...
    @property
    def profile(self) -> int: ...
    @property
    def extended(self) -> int: ...

@final
class SmscControl(InformationElement):
    """Element 0x06: what the service centre is to report of this segment (clause 9.2.3.24.5)."""

    COMPLETED: ClassVar[int]
    PERMANENT_ERROR: ClassVar[int]
    TEMPORARY_ERROR_GIVEN_UP: ClassVar[int]
    TEMPORARY_ERROR: ClassVar[int]
    CANCEL_REST: ClassVar[int]
    INCLUDE_HEADER: ClassVar[int]
    def __new__(cls, flags: int) -> Self: ...
    @property
    def flags(self) -> int: ...

@final
class EmailHeader(InformationElement):
    """Element 0x20: the length of the e-mail header at the beginning of the text (clause 9.2.3.24.11)."""

    def __new__(cls, length: int) -> Self: ...
    @property
    def length(self) -> int: ...

@final
class TextFormatting(InformationElement):
    """Element 0x0A: the look of a part of this segment's text (clause 9.2.3.24.10.1.1).

    ``start`` and ``length`` count characters of the segment. ``mode``: bits 1..0 alignment, 3..2 size, 4 bold,
    5 italic, 6 underlined, 7 struck through. ``colour``: low half foreground, high half background.
    """

    def __new__(cls, *, start: int, length: int, mode: int, colour: int | None = None) -> Self: ...
    @property
    def start(self) -> int: ...
    @property
    def length(self) -> int: ...
    @property
    def mode(self) -> int: ...
    @property
    def colour(self) -> int | None: ...

@final
class UserDataHeader:
    """The elements of a user data header, in order; falsy when empty (TS 23.040 clause 9.2.3.24).

    ``bytes(header)`` is UDHL and the elements, nothing for a header without elements.
    """

    def __new__(cls, elements: UserDataHeader | Iterable[InformationElement] | None = None) -> Self: ...
    @staticmethod
    def parse(octets: Buffer) -> UserDataHeader:
        """Parse UDHL and elements that end exactly with it. Raises ``DecodeError`` with offset and field."""

    @property
    def concatenation(self) -> Concatenation | None:
        """The concatenation in force: the last one that is possible (clause 9.2.3.24.1)."""

    @property
    def ports(self) -> Ports | None:
        """The ports in force."""

    @property
    def locking(self) -> NationalLanguage | None:
        """The locking shift table in force."""

    @property
    def single(self) -> NationalLanguage | None:
        """The single shift table in force."""

    def to_dict(self) -> list[dict[str, Any]]: ...
    def index(self, element: object, /, *range: int) -> int: ...
    def count(self, element: object, /) -> int: ...
    def __bytes__(self) -> bytes: ...
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, index: int, /) -> InformationElement: ...
    @overload
    def __getitem__(self, index: slice, /) -> tuple[InformationElement, ...]: ...
    def __iter__(self) -> Iterator[InformationElement]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs__(self) -> tuple[tuple[InformationElement, ...]]: ...

@final
class DataCodingScheme:
    """TP-DCS (TS 23.038 clause 4). ``int(scheme)`` is the octet."""

    def __new__(cls, octet: int) -> Self: ...
    @property
    def octet(self) -> int: ...
    @property
    def encoding(self) -> Encoding:
        """How the user data is coded; reserved schemes are read as GSM-7."""

    @property
    def message_class(self) -> int | None:
        """0 to 3; ``None`` when the scheme has no class."""

    @property
    def is_reserved(self) -> bool:
        """Whether the group, or the coding in it, is reserved."""

    @property
    def is_compressed(self) -> bool:
        """Whether the text is compressed (TS 23.042)."""

    @property
    def deletes_itself(self) -> bool:
        """Whether the message may be deleted once read (group 01xx)."""

    @property
    def is_discardable(self) -> bool:
        """Whether the message may be discarded once its indication is shown (group 1100)."""

    @property
    def indication(self) -> str | None:
        """``"voicemail"``, ``"fax"``, ``"email"`` or ``"other"`` in the groups 1100 to 1110."""

    @property
    def indication_active(self) -> bool | None:
        """Whether there are such messages."""

    def __index__(self) -> int: ...
    def __int__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs__(self) -> tuple[int]: ...

@final
class Anomaly:
    """Something that a receiver had to overlook or to guess.

    ``kind`` is one of ``reserved-coding``, ``compressed``, ``header-beyond-data``, ``header-ignored``,
    ``element-ignored``, ``element-repeated``, ``length-beyond-data``, ``excess-octets``, ``ambiguous-tail``,
    ``odd-octet``, ``lone-surrogate``, ``byte-order-mark``, ``undefined-escape``, ``reserved-escape``, ``lone-escape``,
    ``undefined-septet``. ``offset`` is the septet of the text for the last four and ``ambiguous-tail``, otherwise the
    octet of the user data. ``sequence`` is the segment, in a reassembled message.
    """

    def __new__(cls, kind: str, offset: int, sequence: int | None = None) -> Self: ...
    @property
    def kind(self) -> str: ...
    @property
    def offset(self) -> int: ...
    @property
    def sequence(self) -> int | None: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs__(self) -> tuple[str, int, int | None]: ...

@final
class Decoded:
    """What a segment says, and what was wrong with it. Frozen, hashable, comparable, picklable."""

    @property
    def text(self) -> str | None:
        """The text; ``None`` for octets. Lone surrogates are possible."""

    @property
    def data(self) -> bytes | None:
        """The octets; ``None`` for text."""

    @property
    def encoding(self) -> Encoding: ...
    @property
    def dcs(self) -> int: ...
    @property
    def header(self) -> UserDataHeader:
        """The header; empty when there is none or it had to be ignored."""

    @property
    def locking(self) -> NationalLanguage | None: ...
    @property
    def single(self) -> NationalLanguage | None: ...
    @property
    def payload(self) -> bytes:
        """The content without header: one septet an octet, UTF-16BE, or octets."""

    @property
    def anomalies(self) -> tuple[Anomaly, ...]: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

def decode(
    segment_or_user_data: Segment | Buffer,
    /,
    *,
    dcs: int | DataCodingScheme | None = None,
    user_data_length: int | None = None,
    has_header: bool = False,
    strip_bom: bool = False,
) -> Decoded:
    """Read the user data of one segment as a receiver does; what is wrong with it is told, never silently passed over.

    ``dcs`` is TP-DCS (0 by default), ``user_data_length`` TP-UDL (septets with header and fill bits for GSM-7, octets
    otherwise), ``has_header`` TP-UDHI. Without TP-UDL a tail of seven zero bits may be an ``@`` or nothing: it is taken
    for nothing and told. ``strip_bom`` removes a leading U+FEFF from UCS-2. A ``Segment`` brings its own values.
    Only wrong arguments raise: ``TypeError``, ``InvalidOption``.
    """

@final
class Reassembled:
    """A whole message that was put together. Frozen, hashable, comparable, picklable."""

    @property
    def text(self) -> str | None: ...
    @property
    def data(self) -> bytes | None: ...
    @property
    def encoding(self) -> Encoding:
        """The encoding of its first segment."""

    @property
    def originator(self) -> str:
        """The originator as it was given with the first segment that came."""

    @property
    def reference(self) -> int | None: ...
    @property
    def total(self) -> int: ...
    @property
    def ports(self) -> Ports | None: ...
    @property
    def anomalies(self) -> tuple[Anomaly, ...]: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Incomplete:
    """A message that was given up because its time was over."""

    @property
    def originator(self) -> str: ...
    @property
    def reference(self) -> int: ...
    @property
    def total(self) -> int: ...
    @property
    def segments(self) -> dict[int, str | bytes]:
        """What came: sequence number to text or octets."""

    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Reassembler:
    """Puts concatenated messages together: segments in any order in, whole messages out.

    Segments belong together when originator (normalised), reference, its size, total and destination port are equal
    (TS 23.040 clause 9.2.3.24.1). Memory is bounded: ``max_messages`` open messages and ``max_octets`` of content;
    when a bound is passed the message that was opened first is given up. ``expiry`` is in seconds, ``None`` for
    never; ``memory`` is how many seconds a completed message is remembered, so that a segment which the network
    repeats is recognised. There is no clock in it: ``now`` is any number of seconds that grows; without it time
    stands still. It may be used by several threads.
    """

    def __new__(
        cls,
        *,
        max_messages: int = 10_000,
        max_octets: int = 16_000_000,
        expiry: float | None = 86_400.0,
        memory: float = 300.0,
    ) -> Self: ...
    def add(
        self, segment: Segment | Decoded, /, *, originator: str = "", now: float | None = None
    ) -> Reassembled | None:
        """Take a segment; the message that it completes, or ``None``. A segment without concatenation is a message."""

    def expire(self, now: float, /) -> list[Incomplete]:
        """Give up the messages whose time is over. ``add`` does the same and only counts them."""

    @property
    def statistics(self) -> dict[str, int]:
        """``open``, ``octets``, ``completed``, ``duplicates``, ``conflicts``, ``superseded``, ``expired``,
        ``evicted``."""

    def snapshot(self) -> bytes:
        """The whole state; our own format, with a version."""

    @staticmethod
    def restore(snapshot: Buffer) -> Reassembler:
        """The state of a snapshot. Raises ``DecodeError`` for other octets."""

    def __len__(self) -> int: ...
    def __bool__(self) -> bool: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

def gsm7_encode(text: str, /, *, locking: str | None = None, single: str | None = None) -> bytes:
    """The septets of a text, one an octet (TS 23.038 clause 6.2.1). Raises ``UnmappableCharacter``."""

def gsm7_decode(septets: Buffer, /, *, locking: str | None = None, single: str | None = None) -> str:
    """The text of septets, one an octet, with the escape rules of clause 6.2.1.1.

    Raises ``DecodeError`` for an octet above 0x7F.
    """

def gsm7_is_gsm7(text: str, /) -> bool:
    """Whether the default alphabet and its extension table hold every character."""

def gsm7_pack(septets: Buffer, fill_bits: int = 0) -> bytes:
    """Pack septets behind 0 to 6 zero bits (clause 6.1.2.1): spare bits are zero, nothing is padded."""

def gsm7_unpack(octets: Buffer, count: int, fill_bits: int = 0) -> bytes:
    """The first ``count`` septets behind the fill bits. Raises ``InvalidOption`` when the octets hold fewer."""

def gsm7_pack_ussd(septets: Buffer) -> bytes:
    """Pack for USSD: seven spare bits are filled with CR (clause 6.1.2.3.1). Never for SMS."""

def gsm7_unpack_ussd(octets: Buffer) -> bytes:
    """Unpack USSD: a CR that ends on an octet boundary is filling (clause 6.1.2.3.1)."""

def gsm7_pack_cell_broadcast(septets: Buffer) -> bytes:
    """Pack a cell broadcast page of 82 octets, filled with CR to 93 septets (clause 6.1.2.2)."""

def gsm7_unpack_cell_broadcast(octets: Buffer) -> bytes:
    """Unpack a cell broadcast page; CR at its end is filling (clause 6.1.2.2)."""

def ucs2_encode(text: str, /) -> bytes:
    """UTF-16BE without byte order mark (clause 6.2.3). Raises ``UnmappableCharacter`` for a lone surrogate."""

def ucs2_decode(octets: Buffer, /) -> str:
    """The text of UTF-16BE; lone surrogates stay, an odd last octet is left out."""

def restore_element(iei: int, data: Buffer) -> InformationElement:
    """For pickles."""

def restore_estimate(
    encoding: Encoding,
    segments: int,
    units: int,
    capacity: int,
    remaining: int,
    locking: NationalLanguage | None,
    single: NationalLanguage | None,
    truncated_at: int | None,
    needed: int | None,
    replacements: tuple[tuple[int, str, str], ...],
) -> Estimate:
    """For pickles."""

def restore_reassembled(octets: Buffer) -> Reassembled:
    """For pickles."""
