"""The extension module: the binding of the Rust core. Import these names from ``smsenc``.

Units. A *septet* is a 7-bit unit of a GSM alphabet, an *octet* is 8 bits, a *UTF-16 unit* is 16 bits. ``units`` are
whichever of the three the encoding counts. Positions are indices of the caller's ``str`` or octets.

Clauses are those of 3GPP TS 23.038 (alphabets and coding) and TS 23.040 (the short message).
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar, Final, Literal, SupportsIndex, final, overload

from typing_extensions import Buffer, Self, Unpack, disjoint_base

from .enums import Encoding, NationalLanguage, Reason, SuggestionKind
from .errors import Error
from .options import Options

__all__ = [
    "KERNELS",
    "Address",
    "Anomaly",
    "Array",
    "Column",
    "Concatenation",
    "CostlyCharacter",
    "CostlyCharacters",
    "DataCodingScheme",
    "Decoded",
    "Deliver",
    "EmailHeader",
    "EnhancedValidity",
    "Estimate",
    "EstimateColumns",
    "Explanation",
    "Incomplete",
    "InformationElement",
    "LockingShift",
    "Looked",
    "Message",
    "MessageColumns",
    "Ports",
    "Prefixes",
    "Profile",
    "Reassembled",
    "Reassembler",
    "ReplyAddress",
    "Segment",
    "SingleShift",
    "SmscControl",
    "SpecialMessage",
    "StatusReport",
    "Stream",
    "Submit",
    "Suggestion",
    "Survey",
    "Surveyed",
    "TextFormatting",
    "UserDataHeader",
    "__version__",
    "arrow_encode",
    "arrow_estimate",
    "arrow_estimate_batch",
    "arrow_estimate_stream",
    "count_segments",
    "count_segments_many",
    "decode",
    "encode",
    "encode_binary",
    "encode_many",
    "estimate",
    "estimate_binary",
    "estimate_many",
    "explain",
    "gsm7_decode",
    "gsm7_encode",
    "gsm7_is_gsm7",
    "gsm7_pack",
    "gsm7_pack_cell_broadcast",
    "gsm7_pack_ussd",
    "gsm7_unpack",
    "gsm7_unpack_cell_broadcast",
    "gsm7_unpack_ussd",
    "restore_column",
    "restore_element",
    "restore_estimate",
    "restore_estimates",
    "restore_messages",
    "restore_reassembled",
    "restore_tpdu",
    "round_validity",
    "submits",
    "ucs2_decode",
    "ucs2_encode",
]

__version__: Final[str]
KERNELS: Final[str]

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

def explain(text: str, /, **options: Unpack[Options]) -> Explanation:
    """Explain what a text takes: which characters make it dear and why, and what would make it cheaper.

    It costs little more than ``estimate``: reasons and suggestions are made when they are read. A text that needs too
    many segments, or has a character that a forced encoding lacks, is explained all the same: see ``error``. Raises
    ``InvalidHeader`` and ``InvalidOption`` as ``estimate`` does.

    >>> import smsenc
    >>> print(smsenc.explain("See you at 5 o’clock"))
    1 segment in UCS-2: 20 UTF-16 units, 70 fit, 50 free.
    <BLANKLINE>
    Why UCS-2:
      1 x  ’  U+2019 RIGHT SINGLE QUOTATION MARK  at 14  look-alike  could be "'"
    <BLANKLINE>
    What to do:
      replace look-alikes (replace="smart"): 1 segment in GSM-7, 90 more septets free
    """

def count_segments_many(texts: Iterable[str | None], /) -> Column:
    """The number of segments of each text under the default options: a column of signed 32-bit numbers.

    ``texts`` is a list or another iterable, which is read as it comes; a ``str`` in its place is a ``TypeError``. No
    row raises: where an item is ``None`` or no ``str``, or where a single call would raise, the row is null.

    >>> smsenc.count_segments_many(["Hello", "x" * 161, None]).tolist()
    [1, 2, None]
    """

def estimate_many(texts: Iterable[str | None], /, **options: Unpack[Options]) -> EstimateColumns:
    """What each text takes: one column per field of ``Estimate``, and a column of error codes.

    Rows are as in ``count_segments_many``, options as in ``estimate``. Raises ``TypeError`` and ``InvalidOption`` for
    the arguments themselves.

    >>> estimates = smsenc.estimate_many(["Hello", "Привет"])
    >>> estimates.units.tolist(), [estimates.ENCODINGS[code].name for code in estimates.encoding]
    ([5, 6], ['GSM7', 'UCS2'])
    """

def encode_many(
    texts: Iterable[str | None], /, *, references: Iterable[int] | None = None, **options: Unpack[Options]
) -> MessageColumns:
    """The encoded messages of all texts: user data, data coding schemes, references, error codes.

    ``references`` gives one concatenation reference per row, whether the row needs it or not; a ``ReferenceCounter``
    will do. Without it references are derived from the contents, as in ``encode``. Raises ``ValueError`` when there
    are fewer references than texts, ``InvalidOption`` for one that does not fit ``reference_bits``.

    >>> smsenc.encode_many(["Hello", None]).tolist()
    [(b'\\xc82\\x9b\\xfd\\x06',), None]
    """

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

    def explain(self, text: str, /) -> Explanation:
        """As ``smsenc.explain``."""

    def estimate_binary(self, data: Buffer, /) -> Estimate:
        """As ``smsenc.estimate_binary``."""

    def encode(self, text: str, /, *, reference: int | None = None) -> Message:
        """As ``smsenc.encode``."""

    def encode_binary(self, data: Buffer, /, *, reference: int | None = None) -> Message:
        """As ``smsenc.encode_binary``."""

    def count_segments_many(self, texts: Iterable[str | None], /) -> Column:
        """As ``smsenc.count_segments_many``, by these options."""

    def estimate_many(self, texts: Iterable[str | None], /) -> EstimateColumns:
        """As ``smsenc.estimate_many``."""

    def encode_many(self, texts: Iterable[str | None], /, *, references: Iterable[int] | None = None) -> MessageColumns:
        """As ``smsenc.encode_many``."""

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

    def _repr_html_(self) -> str:
        """The picture of ``smsenc.pictures.html``: a notebook shows it by itself."""

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
    def origins(self) -> tuple[int, ...] | None:
        """For each character of ``text``, the position in the caller's text of what it came from; ``None`` if the text
        is sent as it was given, and for octets. What an option adds has the position of what stands behind it."""

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

    def _repr_html_(self) -> str:
        """The picture of ``smsenc.pictures.html``: a notebook shows it by itself."""

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

@final
class Explanation:
    """What a text takes, and why. Frozen, hashable, comparable, picklable. ``str()`` tells it to people.

    >>> import smsenc
    >>> explanation = smsenc.explain("“Hi” – it’s 5 o’clock")
    >>> [(costly.position, costly.name) for costly in explanation.characters][:2]
    [(0, 'LEFT DOUBLE QUOTATION MARK'), (3, 'RIGHT DOUBLE QUOTATION MARK')]
    >>> explanation.best.text
    '"Hi" - it\\'s 5 o\\'clock'
    """

    @property
    def text(self) -> str:
        """The text, as it was given."""

    @property
    def options(self) -> dict[str, Any]:
        """All options that it was explained under, defaults included."""

    @property
    def estimate(self) -> Estimate:
        """What the text takes, as ``smsenc.estimate`` says. If they refuse it (see ``error``): what it would take
        without a limit of segments, and in UCS-2 where the forced encoding lacks a character."""

    @property
    def error(self) -> Error | None:
        """Why the text cannot be encoded: ``TooManySegments``, or ``UnmappableCharacter`` in a forced encoding. Lone
        surrogates are counted here, as by ``estimate``; ``encode`` refuses them."""

    @property
    def characters(self) -> CostlyCharacters:
        """The costly characters in the order of the text, for the chosen encoding; found when they are read.

        In UCS-2 these are the characters that force it: no permitted GSM 7 bit table holds them. If each is in some
        permitted table and UCS-2 was chosen all the same, they are those that the default tables lack. In GSM 7 bit
        these are the characters that take two septets, and those that need a national table."""

    @property
    def added(self) -> dict[str, tuple[CostlyCharacter, ...]]:
        """The costly characters of what the options ``suffix`` and ``numbering`` add, by option; their positions are
        those in the suffix, and in the number of the first segment. Empty if there are none."""

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """What would make the text cheaper, applied and measured when this is first read; the more useful first.

        Each saves a segment. Only if none does, those are given that bring the text to GSM 7 bit and free room. All can
        be sent under these options, and none breaks emoji, or scripts whose letters join."""

    @property
    def best(self) -> Suggestion | None:
        """The suggestion that saves most and keeps the meaning; ``None`` if there is none of these."""

    def encode(self, *, reference: int | None = None) -> Message:
        """As ``smsenc.encode`` of this text by these options; raises as it does."""

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON, with a schema version."""

    def _repr_html_(self) -> str:
        """The picture of ``smsenc.pictures.html``: a notebook shows it by itself."""

    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class CostlyCharacters(Sequence[CostlyCharacter]):
    """The costly characters of a text, a sequence. Entries are made when they are read, and not kept.

    To read one after the other is one walk through the text, by index or by iteration; the length is one walk more.
    """

    def __len__(self) -> int: ...
    def __bool__(self) -> bool: ...
    @overload
    def __getitem__(self, index: SupportsIndex, /) -> CostlyCharacter: ...
    @overload
    def __getitem__(self, index: slice, /) -> tuple[CostlyCharacter, ...]: ...
    def __iter__(self) -> Iterator[CostlyCharacter]: ...
    def __reversed__(self) -> Iterator[CostlyCharacter]: ...
    def index(self, character: object, /, *range: SupportsIndex) -> int: ...
    def count(self, character: object, /) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class CostlyCharacter:
    """One costly character of a text. Frozen, hashable, comparable, picklable."""

    def __new__(cls, character: str, position: int, reason: str, cost: int, replacement: str | None = None) -> Self: ...
    @property
    def character(self) -> str:
        """The character as it is sent, possibly a lone surrogate."""

    @property
    def code_point(self) -> int:
        """Its code point."""

    @property
    def position(self) -> int:
        """Its index in the caller's ``str``."""

    @property
    def name(self) -> str:
        """Its Unicode name by the interpreter's ``unicodedata``; without one a label such as ``<surrogate-D83D>``."""

    @property
    def reason(self) -> Reason:
        """Why it is costly."""

    @property
    def cost(self) -> int:
        """Units that it takes in the chosen encoding: septets (1 or 2) or UTF-16 units (1 or 2)."""

    @property
    def replacement(self) -> str | None:
        """What could stand instead; ``""`` if it can be dropped where it stands, ``None`` if there is nothing. For a
        decomposed accent the composed character, which stands for the character before it as well."""

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON."""

    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs__(self) -> tuple[str, int, str, int, str | None]: ...

@final
class Suggestion:
    """Something that makes a text cheaper, applied and measured. Frozen, hashable, comparable, picklable.

    ``smsenc.estimate(s.text, **{**options, **s.options}) == s.estimate``; ``options`` are those of the explanation.
    """

    def __new__(
        cls,
        kind: str,
        steps: Iterable[str],
        text: str,
        estimate: Estimate,
        segments_saved: int,
        room_gained: int,
        changes: tuple[tuple[int, str, str], ...],
        options: dict[str, Any],
    ) -> Self: ...
    @property
    def kind(self) -> SuggestionKind:
        """What is done."""

    @property
    def steps(self) -> tuple[SuggestionKind, ...]:
        """The steps of a combination; of everything else the kind alone."""

    @property
    def text(self) -> str:
        """The text to send instead: with what the options change already, and with what is suggested."""

    @property
    def options(self) -> dict[str, Any]:
        """What must be permitted besides: keyword options in which the explanation's are to be changed; often none."""

    @property
    def estimate(self) -> Estimate:
        """What ``text`` takes under these options: exactly what ``smsenc.estimate`` says."""

    @property
    def segments_saved(self) -> int:
        """Segments that the text takes less, whole: of a text that is cut off, those that are ``needed`` count."""

    @property
    def room_gained(self) -> int:
        """Where no segment is saved: units that are free in the last segment, less those that were. Else 0."""

    @property
    def changes(self) -> tuple[tuple[int, str, str], ...]:
        """What is changed of the caller's text: position in it, what stands there, what is sent."""

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON."""

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
class ReplyAddress(InformationElement):
    """Element 0x22: the address that an answer is to go to, instead of the originator's (clause 9.2.3.24.14)."""

    def __new__(cls, address: Address | str) -> Self: ...
    @property
    def address(self) -> Address: ...

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

@final
class Address:
    """An address field: a number or a name, with its type and plan (TS 23.040 clause 9.1.2.5).

    By ``value`` alone: ``"+"`` and digits are an international number of E.164, digits (0-9 ``*`` ``#``) a number of
    unknown type in E.164, anything with a letter is alphanumeric: at most 11 septets of the default alphabet, an
    extension character taking two. ``ton`` (0 to 7) and ``npi`` (0 to 15) say it explicitly; a number of up to 20
    digits may then have ``a``, ``b`` and ``c`` as well, and ``npi`` is 1 (E.164) by default.

    ``str(address)`` is the value, with ``+`` if international; ``bytes(address)`` is the field: length, type, value.
    Frozen, hashable, picklable; equal when the octets are equal.

    Raises ``InvalidOption`` (no such address), ``UnmappableCharacter`` (a name outside the default alphabet).

    >>> from smsenc.tpdu import Address
    >>> bytes(Address("+46708251358")).hex(), bytes(Address("Test")).hex()
    ('0b916407281553f8', '07d0d4f29c0e')
    """

    def __new__(cls, value: str, *, ton: int | None = None, npi: int | None = None) -> Self: ...
    @staticmethod
    def parse(octets: Buffer, /) -> Address:
        """Parse an address field and nothing else.

        Raises ``DecodeError`` of field ``address``: more than 20 semi-octets, too few or too many octets, a filler
        among the digits or none behind an odd number of them. Reserved types and plans, and a type-of-address octet
        without its fixed bit, are taken and kept.
        """

    @property
    def value(self) -> str:
        """The digits without ``+``, or the text. Undefined escapes in a text are read by TS 23.038 clause 6.2.1.1."""

    @property
    def ton(self) -> int:
        """The type of number; ``smsenc.tpdu.TypeOfNumber`` names the values."""

    @property
    def npi(self) -> int:
        """The numbering plan identification; ``smsenc.tpdu.NumberingPlan`` names the values that are not reserved."""

    @property
    def is_alphanumeric(self) -> bool: ...
    @property
    def has_spare_septet(self) -> bool:
        """Whether the text was read without an eighth septet 00.

        Some senders give the length in whole octets, so that seven characters seem to be eight, the last an ``@``.
        The octets of a name of eight characters that does end in ``@`` are the same.
        """

    def to_dict(self) -> dict[str, Any]:
        """``value``, ``ton``, ``npi`` and ``octets`` (hexadecimal)."""

    def __bytes__(self) -> bytes: ...

@final
class EnhancedValidity:
    """An enhanced validity period (TS 23.040 clause 9.2.3.12.3).

    ``period`` is a ``timedelta`` of whole seconds, or ``None``. ``format`` is ``"none"``, ``"relative"`` (the steps of
    a relative period), ``"seconds"`` (1 to 255) or ``"clock"`` (hours, minutes and seconds, to 99:59:59); by default
    the first of seconds, clock and relative that says the period exactly. ``single_shot``: only one delivery attempt.
    ``bytes(validity)`` are its seven octets. Raises ``InvalidOption``.
    """

    def __new__(
        cls,
        period: datetime.timedelta | None = None,
        *,
        format: Literal["none", "relative", "seconds", "clock"] | None = None,
        single_shot: bool = False,
    ) -> Self: ...
    @staticmethod
    def parse(octets: Buffer, /) -> EnhancedValidity:
        """The period of seven octets, whatever they are. Raises ``DecodeError`` of field TP-VP for another number."""

    @property
    def period(self) -> datetime.timedelta | None:
        """``None`` for the formats ``"none"`` and ``"unknown"``."""

    @property
    def format(self) -> Literal["none", "relative", "seconds", "clock", "unknown"]:
        """``"unknown"`` for a reserved format, and for octets that are no time in theirs."""

    @property
    def single_shot(self) -> bool: ...
    @property
    def is_extended(self) -> bool:
        """Whether further octets of the functionality indicator stand in front of the period; they are stepped over."""

    def __bytes__(self) -> bytes: ...

def round_validity(
    period: datetime.timedelta, /, *, rounding: Literal["up", "down"] | None = None
) -> datetime.timedelta:
    """The relative validity period next to a period: the shortest not below, or the longest not above.

    Relative periods are 5 minutes to 12 hours by 5 minutes, to 24 hours by 30 minutes, 2 to 30 days by days, 5 to 63
    weeks by weeks (TS 23.040 clause 9.2.3.12.1). Raises ``InvalidOption`` beyond 63 weeks upwards, below 5 minutes
    downwards.

    >>> from datetime import timedelta
    >>> from smsenc.tpdu import round_validity
    >>> round_validity(timedelta(hours=13, minutes=1))
    datetime.timedelta(seconds=48600)
    """

@final
class Submit:
    """SMS-SUBMIT: a short message on its way to the service centre (TS 23.040 clause 9.2.2.2).

    ``user_data`` is TP-UD as carried, header included (``has_header``: TP-UDHI); ``user_data_length`` is TP-UDL. It
    counts septets for uncompressed GSM-7, and must then be given; octets otherwise. ``validity`` is a ``timedelta`` (a
    relative period that exists exactly, see ``round_validity``), an aware ``datetime`` (absolute) or an
    ``EnhancedValidity``. ``service_centre`` is not of the TPDU: ``at_command`` writes it.

    ``bytes(submit)`` is the TPDU. Frozen, hashable, comparable, picklable.
    Raises ``InvalidOption``, ``UnmappableCharacter`` (an address).
    """

    def __new__(
        cls,
        *,
        destination: Address | str,
        user_data: Buffer | None = None,
        user_data_length: int | None = None,
        dcs: int | DataCodingScheme | None = None,
        has_header: bool = False,
        message_reference: int | None = None,
        pid: int | None = None,
        validity: datetime.timedelta | datetime.datetime | EnhancedValidity | None = None,
        status_report_request: bool = False,
        reject_duplicates: bool = False,
        reply_path: bool = False,
        service_centre: Address | str | None = None,
    ) -> Self: ...
    @staticmethod
    def parse(octets: Buffer, /, *, sca: bool = False) -> Submit:
        """Parse a whole TPDU; with ``sca=True`` the service centre in front of it, as AT commands have it.

        Raises ``DecodeError`` of field TP-MTI, TP-MR, TP-DA, TP-PID, TP-DCS, TP-VP, TP-UDL, TP-UD or SCA. The octets of
        a header are not looked into: ``decode`` reads them.
        """

    @property
    def destination(self) -> Address:
        """TP-DA."""

    @property
    def service_centre(self) -> Address | None:
        """The service centre of an AT command; ``None``: the modem uses its own."""

    @property
    def message_reference(self) -> int:
        """TP-MR, 0 to 255: what a status report repeats. (The concatenation reference is another number.)"""

    @property
    def pid(self) -> int:
        """TP-PID (clause 9.2.3.9)."""

    @property
    def pid_meaning(self) -> str:
        """TP-PID in words."""

    @property
    def dcs(self) -> int:
        """TP-DCS; ``DataCodingScheme`` reads it."""

    @property
    def user_data(self) -> bytes:
        """TP-UD, at most 140 octets."""

    @property
    def user_data_length(self) -> int:
        """TP-UDL: septets (header and fill bits included) or octets."""

    @property
    def has_header(self) -> bool:
        """TP-UDHI."""

    @property
    def status_report_request(self) -> bool:
        """TP-SRR."""

    @property
    def reject_duplicates(self) -> bool:
        """TP-RD."""

    @property
    def reply_path(self) -> bool:
        """TP-RP."""

    @property
    def validity(self) -> datetime.timedelta | datetime.datetime | EnhancedValidity | None:
        """TP-VP; ``None`` without one, and for an absolute period whose digits are no time (``validity_octets``)."""

    @property
    def validity_format(self) -> Literal["relative", "enhanced", "absolute"] | None:
        """TP-VPF."""

    @property
    def validity_octets(self) -> bytes:
        """TP-VP as carried: 0, 1 or 7 octets."""

    def decode(self, *, strip_bom: bool = False) -> Decoded:
        """What the user data say, as ``smsenc.decode`` reads them."""

    def at_command(self) -> tuple[int, str]:
        """The length for ``AT+CMGS`` (octets of the TPDU without service centre), and the PDU in hexadecimal."""

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, with ``schema`` and ``type``; octets in hexadecimal."""

    def __bytes__(self) -> bytes: ...

def submits(
    message: Message,
    /,
    *,
    to: Address | str,
    message_reference: int | None = None,
    pid: int | None = None,
    validity: datetime.timedelta | datetime.datetime | EnhancedValidity | None = None,
    status_report_request: bool | Literal["last"] | None = None,
    reject_duplicates: bool = False,
    reply_path: bool = False,
    service_centre: Address | str | None = None,
) -> list[Submit]:
    """The SUBMITs of a message, one a segment.

    All but TP-MR, TP-SRR, TP-UDL and TP-UD is the same in each (TS 23.040 clause 9.2.3.24.1). TP-MR counts up from
    ``message_reference``, modulo 256. A status report names one segment: ``status_report_request=True`` asks for one of
    each, ``"last"`` of the last alone. Raises ``InvalidOption``, ``UnmappableCharacter`` (an address).
    """

@final
class Deliver:
    """SMS-DELIVER: a short message on its way to the mobile station (TS 23.040 clause 9.2.2.1).

    ``timestamp`` is an aware ``datetime`` of whole seconds, 1990 to 2089, its offset in quarters of an hour below 20
    hours; or the seven octets of one. User data as in ``Submit``. ``bytes(deliver)`` is the TPDU. Frozen, hashable,
    comparable, picklable. Raises ``InvalidOption``, ``UnmappableCharacter`` (an address).
    """

    def __new__(
        cls,
        *,
        originator: Address | str,
        timestamp: datetime.datetime | bytes,
        user_data: Buffer | None = None,
        user_data_length: int | None = None,
        dcs: int | DataCodingScheme | None = None,
        has_header: bool = False,
        pid: int | None = None,
        more_messages: bool = False,
        loop_prevention: bool = False,
        status_report_indication: bool = False,
        reply_path: bool = False,
        service_centre: Address | str | None = None,
    ) -> Self: ...
    @staticmethod
    def parse(octets: Buffer, /, *, sca: bool = False) -> Deliver:
        """Parse a whole TPDU; with ``sca=True`` the service centre in front of it, as AT commands have it.

        The reserved type 11 is read as a DELIVER (clause 9.2.3.1). Raises ``DecodeError`` of field TP-MTI, TP-OA,
        TP-PID, TP-DCS, TP-SCTS, TP-UDL, TP-UD or SCA; never for the digits of a time stamp.
        """

    @property
    def originator(self) -> Address:
        """TP-OA."""

    @property
    def service_centre(self) -> Address | None:
        """The service centre of an AT command."""

    @property
    def timestamp(self) -> datetime.datetime | None:
        """TP-SCTS with its own offset; ``None`` if its digits are no time.

        Years 90 to 99 are 1990 to 1999 (there was no short message before), 00 to 89 are 2000 to 2089.
        """

    @property
    def timestamp_octets(self) -> bytes:
        """TP-SCTS as carried."""

    @property
    def pid(self) -> int:
        """TP-PID (clause 9.2.3.9)."""

    @property
    def pid_meaning(self) -> str:
        """TP-PID in words."""

    @property
    def dcs(self) -> int:
        """TP-DCS; ``DataCodingScheme`` reads it."""

    @property
    def user_data(self) -> bytes:
        """TP-UD, at most 140 octets."""

    @property
    def user_data_length(self) -> int:
        """TP-UDL: septets (header and fill bits included) or octets."""

    @property
    def has_header(self) -> bool:
        """TP-UDHI."""

    @property
    def more_messages(self) -> bool:
        """More messages wait: the contrary of the bit TP-MMS."""

    @property
    def loop_prevention(self) -> bool:
        """TP-LP."""

    @property
    def status_report_indication(self) -> bool:
        """TP-SRI."""

    @property
    def reply_path(self) -> bool:
        """TP-RP."""

    def decode(self, *, strip_bom: bool = False) -> Decoded:
        """What the user data say, as ``smsenc.decode`` reads them."""

    def at_command(self) -> tuple[int, str]:
        """The length of the TPDU in octets, and the PDU in hexadecimal, its service centre in front."""

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, with ``schema`` and ``type``; octets in hexadecimal, times in ISO 8601."""

    def __bytes__(self) -> bytes: ...

@final
class StatusReport:
    """SMS-STATUS-REPORT: what became of a submitted segment (TS 23.040 clause 9.2.2.3).

    Without ``pid``, ``dcs`` and ``user_data`` the report ends with TP-ST, as many do; with any of them TP-PI announces
    it. User data may have 143 octets. Times as in ``Deliver``. ``bytes(report)`` is the TPDU. Frozen, hashable,
    comparable, picklable. Raises ``InvalidOption``, ``UnmappableCharacter`` (an address).
    """

    def __new__(
        cls,
        *,
        message_reference: int,
        recipient: Address | str,
        timestamp: datetime.datetime | bytes,
        discharge_time: datetime.datetime | bytes,
        status: int,
        more_messages: bool = False,
        loop_prevention: bool = False,
        answers_command: bool = False,
        has_header: bool = False,
        pid: int | None = None,
        dcs: int | DataCodingScheme | None = None,
        user_data: Buffer | None = None,
        user_data_length: int | None = None,
        service_centre: Address | str | None = None,
    ) -> Self: ...
    @staticmethod
    def parse(octets: Buffer, /, *, sca: bool = False) -> StatusReport:
        """Parse a whole TPDU; with ``sca=True`` the service centre in front of it, as AT commands have it.

        Octets behind TP-UD are an error, unless a reserved bit of TP-PI announces them: then they are kept and not read
        (clause 9.2.3.27). Raises ``DecodeError`` of field TP-MTI, TP-MR, TP-RA, TP-SCTS, TP-DT, TP-ST, TP-PI, TP-PID,
        TP-DCS, TP-UDL, TP-UD or SCA.
        """

    @property
    def message_reference(self) -> int:
        """TP-MR of the SUBMIT that the report is about."""

    @property
    def recipient(self) -> Address:
        """TP-RA: where that SUBMIT was to go."""

    @property
    def service_centre(self) -> Address | None:
        """The service centre of an AT command."""

    @property
    def timestamp(self) -> datetime.datetime | None:
        """TP-SCTS: when the service centre received the SUBMIT; ``None`` if its digits are no time."""

    @property
    def timestamp_octets(self) -> bytes:
        """TP-SCTS as carried."""

    @property
    def discharge_time(self) -> datetime.datetime | None:
        """TP-DT: when the message was delivered, or last tried; ``None`` if its digits are no time."""

    @property
    def discharge_time_octets(self) -> bytes:
        """TP-DT as carried."""

    @property
    def status(self) -> int:
        """TP-ST (clause 9.2.3.15)."""

    @property
    def status_category(self) -> Literal["completed", "temporary_still_trying", "permanent", "temporary_given_up"]:
        """What TP-ST means for the sender. A reserved value is read as "service rejected": given up."""

    @property
    def status_meaning(self) -> str:
        """TP-ST in words."""

    @property
    def more_messages(self) -> bool:
        """More messages wait: the contrary of the bit TP-MMS."""

    @property
    def loop_prevention(self) -> bool:
        """TP-LP."""

    @property
    def answers_command(self) -> bool:
        """TP-SRQ: the report answers an SMS-COMMAND, not a SUBMIT."""

    @property
    def has_header(self) -> bool:
        """TP-UDHI."""

    @property
    def parameter_indicator(self) -> bytes:
        """The octets of TP-PI; none if the report ends with TP-ST."""

    @property
    def pid(self) -> int | None: ...
    @property
    def dcs(self) -> int | None:
        """TP-DCS; without one, user data are in the default alphabet (clause 9.2.3.27)."""

    @property
    def user_data(self) -> bytes | None: ...
    @property
    def user_data_length(self) -> int | None: ...
    def decode(self, *, strip_bom: bool = False) -> Decoded | None:
        """What the user data say, or ``None`` without any."""

    def at_command(self) -> tuple[int, str]:
        """The length of the TPDU in octets, and the PDU in hexadecimal, its service centre in front."""

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, with ``schema`` and ``type``; octets in hexadecimal, times in ISO 8601."""

    def __bytes__(self) -> bytes: ...

def restore_tpdu(
    kind: str, octets: bytes, /
) -> Submit | Deliver | StatusReport | Address | EnhancedValidity: ...  # for pickles

@final
class Column(Buffer):
    """Numbers in rows, in one run of memory that the buffer protocol lends out: nothing is copied.

    A row without a result is ``None`` in ``tolist()``, by index and in iteration, and 0 in the buffer.
    Columns are compared, hashed and pickled by value; a slice is a new column.

    >>> column = smsenc.count_segments_many(["a", None, "x" * 161])
    >>> column[2], list(column), memoryview(column).tolist()
    (2, [1, None, 2], [1, 0, 2])
    """

    @property
    def format(self) -> str:
        """The format of one number, as ``struct`` spells it: ``"B"``, ``"i"`` or ``"q"``."""
    @property
    def itemsize(self) -> int:
        """Octets of one number: 1, 4 or 8."""
    @property
    def nbytes(self) -> int:
        """Octets of all numbers."""
    @property
    def null_count(self) -> int:
        """Rows without a result."""
    def tolist(self) -> list[int | None]:
        """All rows as a list."""
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, index: SupportsIndex, /) -> int | None: ...
    @overload
    def __getitem__(self, index: slice, /) -> Column: ...
    def __iter__(self) -> Iterator[int | None]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class EstimateColumns:
    """What many messages take: a sequence of ``Estimate`` that is kept as columns.

    A row without a result is ``None``.
    """

    ENCODINGS: ClassVar[tuple[Encoding | None, ...]]
    """The encodings by their codes; 0 (``None``) stands in rows without a result."""
    @property
    def encoding(self) -> Column:
        """Codes of encodings: ``ENCODINGS[code]``."""
    @property
    def segments(self) -> Column:
        """Segments of each message."""
    @property
    def units(self) -> Column:
        """Septets or UTF-16 units of the content, headers not counted."""
    @property
    def capacity(self) -> Column:
        """Units that one segment of the message holds."""
    @property
    def remaining(self) -> Column:
        """Units free in the last segment."""
    @property
    def locking(self) -> Column:
        """National language identifiers of the locking shift table (3GPP TS 23.038 clause 6.2.1.2.4), 0 for none."""
    @property
    def single(self) -> Column:
        """National language identifiers of the single shift table, 0 for none."""
    @property
    def truncated_at(self) -> Column:
        """Where a text was cut off; null where it was not.

        A position above 2^31 - 1 is given as that; ``row`` has it whole.
        """
    @property
    def needed(self) -> Column:
        """The segments that a text would have needed that was cut off; null where it was not."""
    @property
    def error(self) -> Column:
        """Error codes, see ``ErrorCode``; 0 where there is none."""
    def row(self, index: SupportsIndex, /) -> Estimate | None:
        """The estimate of a row; ``None`` if it has no result."""
    def tolist(self) -> list[Estimate | None]:
        """All rows as a list."""
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, index: SupportsIndex, /) -> Estimate | None: ...
    @overload
    def __getitem__(self, index: slice, /) -> list[Estimate | None]: ...
    def __iter__(self) -> Iterator[Estimate | None]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class MessageColumns:
    """Many encoded messages: a sequence of the user data (TP-UD) of each, ``None`` for a row without a result.

    All octets stand in one run. Segment *n* of all segments begins at ``segment_offsets[n]`` and ends where the next
    one begins; the segments of row *r* are those from ``row_offsets[r]`` up to ``row_offsets[r + 1]``.
    """

    @property
    def segments(self) -> Column:
        """Segments of each message."""
    @property
    def dcs(self) -> Column:
        """The data coding scheme of each message (3GPP TS 23.038 clause 4)."""
    @property
    def reference(self) -> Column:
        """The concatenation reference of each message; null where it is one segment."""
    @property
    def error(self) -> Column:
        """Error codes, see ``ErrorCode``; 0 where there is none."""
    @property
    def octets(self) -> Column:
        """The user data of all segments."""
    @property
    def segment_offsets(self) -> Column:
        """Where each segment begins in ``octets``, and where the last one ends; 64-bit."""
    @property
    def row_offsets(self) -> Column:
        """Where the segments of each row begin among all, and where those of the last one end; 64-bit."""
    def row(self, index: SupportsIndex, /) -> tuple[bytes, ...] | None:
        """The user data of the segments of a row; ``None`` if it has no result."""
    def tolist(self) -> list[tuple[bytes, ...] | None]:
        """All rows as a list."""
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, index: SupportsIndex, /) -> tuple[bytes, ...] | None: ...
    @overload
    def __getitem__(self, index: slice, /) -> list[tuple[bytes, ...] | None]: ...
    def __iter__(self) -> Iterator[tuple[bytes, ...] | None]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Array:
    """A result of ``smsenc.arrow`` in Arrow's layout, taken by any library that speaks the Arrow PyCapsule interface.

    It can be taken as often as one likes; what was taken shares its memory.
    """

    @property
    def type(self) -> str:
        """Arrow's type, in words."""
    @property
    def num_chunks(self) -> int:
        """The pieces it is in; more than one can only be taken as a stream."""
    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

@final
class Stream:
    """Record batches that are made when they are asked for, without the lock of the interpreter.

    It speaks the Arrow PyCapsule interface, and can be taken once.
    """

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

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

def restore_column(format: str, numbers: bytes, nulls: bytes | None) -> Column: ...
def restore_estimates(columns: tuple[Column, ...], rare: list[Any]) -> EstimateColumns: ...
def restore_messages(*columns: Column) -> MessageColumns: ...
def arrow_estimate(
    texts: object, profile: Profile, fields: str | Iterable[str], column: str | None, threads: int | None
) -> Array: ...
def arrow_encode(
    texts: object, profile: Profile, fields: str | Iterable[str], column: str | None, threads: int | None
) -> Array: ...
def arrow_estimate_batch(
    batch: object,
    profile: Profile,
    fields: str | Iterable[str],
    column: str | None,
    keep: list[str] | None,
    prefix: str,
    threads: int | None,
) -> Array: ...
def arrow_estimate_stream(
    batches: object,
    profile: Profile,
    fields: str | Iterable[str],
    column: str | None,
    keep: list[str] | None,
    prefix: str,
    threads: int | None,
) -> Stream: ...

@final
class Prefixes:
    """The longest prefix of many numbers, for ``smsenc.campaign``.

    ``prefixes`` are ASCII digits (``""`` for every number); those marked in ``whole`` stand for one whole number.
    """

    def __new__(cls, prefixes: list[str], whole: list[bool]) -> Self: ...
    def find(self, numbers: object, threads: int | None = None) -> Array:
        """For each number of a column the place of its longest prefix in the list, as int32.

        -1: it begins with none. -2: it is no number in international form (digits behind an optional ``+``, no leading
        0, at most 15 as ITU-T E.164 has it). -3: it is null.
        """

@final
class Survey:
    """What many texts take, their scripts, and which characters keep them out of GSM 7 bit, for ``smsenc.campaign``.

    ``replacing`` is the profile with the replacements whose savings are to be told. Texts of more octets of UTF-8 than
    ``longest`` are not looked at.
    """

    MANY: Final[int]
    """The cause of texts with too many different foreign characters to tell their causes apart."""
    TOO_LONG: Final[int]
    """The code of error of texts that are longer than permitted, beside those of ``ErrorCode``."""
    def __new__(
        cls,
        profile: Profile,
        replacing: Profile | None = None,
        prefixes: Prefixes | None = None,
        longest: int | None = None,
    ) -> Self: ...
    def look(
        self,
        texts: object,
        numbers: object | None = None,
        threads: int | None = None,
        *,
        first: int = 0,
        rows: bool = False,
        checked: bool = False,
    ) -> Looked:
        """Look at the texts of a column, and at the numbers of another one. ``ValueError`` if they differ in length.

        So many ``first`` rows are kept of what rows have in common; ``rows``: what each of all is. Who hands over texts
        that are ``checked`` to be UTF-8 spares it this: if they are not, what is said of them may be wrong. Several
        columns can be looked at at the same time.
        """
    def enter(self, looked: Looked) -> Surveyed:
        """Number the causes that are new in what was looked at, in the order in which it is entered: once each."""
    def causes(self) -> list[tuple[str, list[str]]]:
        """The causes entered so far, by number: foreign characters, and scripts whose letters are foreign.

        They are read from the texts as they are sent, after all preparation but before anything is cut off.
        """
    @staticmethod
    def script_name(number: int) -> str | None:
        """The name of a script by its number, as Unicode spells it in full."""

@final
class Looked:
    """What :meth:`Survey.look` has found, for :meth:`Survey.enter`."""

@final
class Surveyed:
    """What is found of the rows of a column."""

    def __len__(self) -> int:
        """The number of rows."""
    def groups(self) -> list[tuple[tuple[int, int, int, int, bool, int, int, int], int, int]]:
        """What rows have in common, how many they are, and their units together; by number.

        Common are: the code of error (``ErrorCode``, or ``Survey.TOO_LONG``; with an error the others but the prefix
        say nothing), the code of the encoding (``EstimateColumns.ENCODINGS``), segments, segments with replacements,
        whether the text was cut off, the number of the Unicode script of most letters (another one before Latin if
        equal; -1 without letters), the number of the cause (0 where every character is in a permitted alphabet), and
        what ``Prefixes`` has found of the number.
        """
    def first(self, groups: list[int], count: int) -> list[int]:
        """The first rows of some groups, at most so many; complete up to as many as were asked for."""
    def rows(self) -> Array:
        """A struct of int32 for each row: the number of its ``group``, and its ``units``.

        ``ValueError`` if rows were not asked for.
        """
