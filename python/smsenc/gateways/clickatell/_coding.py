"""From content to what the legacy APIs carry: the form, the text on the wire, and the count by the gateway's rule.

The gateway concatenates and counts by its own rule, 160/153 septets, 70/67 UTF-16 units, 140/134 octets (A2, A3);
that is what the default options of :func:`smsenc.estimate` count. UCS-2 goes as upper-case hex of UTF-16BE without
BOM (H1 s5.2.14), octets as upper-case hex. What the gateway would not honour in a ``Message`` is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from smsenc import (
    DataCodingScheme,
    Encoding,
    Message,
    UserDataHeader,
    encode,
    estimate,
    estimate_binary,
)
from smsenc.errors import InvalidHeader, TooManySegments, UnmappableCharacter
from smsenc.gateways._errors import InvalidParameter, TooManyParts, UnsendableCharacter, raise_faults
from smsenc.gateways._request import Note, Plan

from ._evidence import note
from ._values import MessageType

__all__ = ["Coded", "Coder", "NonASCII", "lone_surrogate", "unhonoured", "utf16_hex"]

NonASCII = Literal["plain", "unicode"]

_FLASH = MessageType.FLASH.value
_PLAIN_TYPES = frozenset({MessageType.TEXT.value, _FLASH})
# H1 s8, s9.3: the form of the content in the samples.
_HEX_TYPES = frozenset(t.value for t in (MessageType.NOKIA_OLOGO, MessageType.NOKIA_RINGTONE, MessageType.NOKIA_CLEAN))
_TEXT_TYPES = _PLAIN_TYPES | {MessageType.NOKIA_VCARD.value, MessageType.NOKIA_VCAL.value}
# UDHL and a port element: the sample shows a ringtone by type and the same one behind 06050415810000 (H1 s9.3.1).
_PORT_HEADER = bytes.fromhex("06050415810000")


class Coded(NamedTuple):
    """Content in the form that goes on the wire. ``octets`` tells hex of octets from text."""

    text: str
    octets: bool
    unicode: int | None
    binary: int | None
    udh: str | None
    type: str | None
    plan: Plan
    notes: tuple[Note, ...]


def lone_surrogate(text: str) -> int | None:
    """The position of the first surrogate without its partner; a high one directly before a low one is a pair."""
    previous_high: int | None = None
    for position, character in enumerate(text):
        if "\udc00" <= character <= "\udfff":
            if previous_high is None:
                return position
            previous_high = None
            continue
        if previous_high is not None:
            return previous_high
        previous_high = position if "\ud800" <= character <= "\udbff" else None
    return previous_high


def utf16_hex(text: str) -> str:
    """Upper-case hex of UTF-16BE without BOM. The text holds no lone surrogate."""
    return text.encode("utf-16-be", "surrogatepass").hex().upper()


def unhonoured(message: Message) -> str | None:
    """Why the gateway, which cuts the text itself, would not send ``message`` as it is; ``None`` if it would."""
    if message.locking is not None or message.single is not None:
        return "national language shift tables do not survive: the gateway encodes the text itself"
    header = message[0].header
    concatenation = header.concatenation
    if len(header) > (concatenation is not None):
        return "its header holds elements of its own"
    if concatenation is not None and concatenation.bits == 16:
        return "a 16-bit reference: the gateway makes the concatenation itself"
    message_class = DataCodingScheme(message.dcs).message_class
    if message_class not in (None, 0) or (message_class == 0 and message.encoding is Encoding.EIGHT_BIT):
        return "no parameter carries its message class"
    if message.text is not None and message.segments > 1:
        twin = encode(message.text, encoding="ucs2" if message.encoding is Encoding.UCS2 else "gsm7")
        if [segment.text for segment in twin] != [segment.text for segment in message]:
            return "its segments end elsewhere than the gateway would end them"
    return None


@dataclass(frozen=True, slots=True)
class Coder:
    """How content is coded under given parameters. Values are canonical: ``udh`` octets, ``type`` a name or ``None``.

    ``rest`` says whether the dialect is the REST API, which has no field of its own for octets. All faults of a content
    are raised together.
    """

    unicode: int | None
    binary: int | None
    udh: bytes | None
    type: str | None
    from_: str | None
    ceiling: int
    non_ascii: NonASCII
    allowed: frozenset[str]
    rest: bool

    def code(self, content: Any) -> Coded:
        """Code ``content``. Raises ``InvalidParameter``, or ``TypeError`` for a wrong type."""
        if isinstance(content, str):
            return self._text(content, self.unicode, self.type)
        if isinstance(content, Message):
            return self._message(content)
        if isinstance(content, (bytes, bytearray, memoryview)):
            return self._octets(bytes(content), self.udh)
        raise TypeError(f"content must be str, bytes or Message, not {type(content).__name__}")

    # -- text ----------------------------------------------------------------------------------------------------

    def _text(self, text: str, unicode: int | None, kind: str | None) -> Coded:
        if not text:
            raise InvalidParameter("text", text, "not empty", "107", "H1 app. A")
        notes: list[Note] = []
        faults: list[InvalidParameter] = []
        if self.binary == 1:
            allowed = "binary=1 with `bytes` only: a text is not octets"
            faults.append(InvalidParameter("binary", 1, allowed, None, "A3, H1 s5.2.18"))
        nokia = None if kind in _PLAIN_TYPES else kind
        if nokia is not None:
            if self.rest:
                notes.append(note("type-over-rest", "type"))
            if nokia in _HEX_TYPES:
                allowed = f"{nokia} takes `bytes`, sent as hex"
                faults.append(InvalidParameter("text", text, allowed, None, "H1 s8, H1 s9.3"))
            elif nokia not in _TEXT_TYPES:
                self._unless_allowed("type-without-sample", "type", nokia, notes, faults)
        try:
            form, parts, plain, wide = self._form(text, unicode)
        except InvalidParameter as fault:
            raise_faults([*faults, fault])
        wire = text
        if form is Encoding.UCS2:
            unicode = 1
            position = lone_surrogate(text) if any("\ud800" <= c <= "\udfff" for c in text) else None
            if position is not None:
                raise_faults([*faults, UnsendableCharacter("text", text[position], position, form, "116", "H1 app. A")])
            wire = utf16_hex(text)
            if any(c > "\uffff" for c in text):
                notes.append(note("surrogate-pairs", "text"))
            if kind is not None and kind != MessageType.TEXT.value:
                notes.append(note("unicode-with-type", "type"))
            if self.udh is not None:
                self._unless_allowed("unicode-with-udh", "udh", None, notes, faults)
                parts = self._parts_behind(text.encode("utf-16-be", "surrogatepass"), self.udh, notes, faults)
        elif self.udh is not None:
            allowed = "no document gives a form for 7-bit text behind a header; pass `bytes`"
            faults.append(InvalidParameter("udh", None, allowed, None, "H1 s5.1"))
        elif not text.isascii():
            said = f"sent plain in {plain} part(s); as Unicode it would be {wide}; "
            said += "the charset assumed by the gateway is not documented"
            notes.append(note("non-ascii-charset", "text", said))
        if nokia is not None:
            parts = max(parts, self._octet_parts(text.encode("utf-8", "surrogatepass"), _PORT_HEADER))
            notes.append(note("type-parts", "type"))
        high = self._high(text, form)
        if high is not None:
            notes.append(note("line-break-count", "text"))
        if parts > self.ceiling:
            faults.append(self._too_many(parts, form))
        if faults:
            raise_faults(faults)
        udh = None if self.udh is None else self.udh.hex().upper()
        return Coded(wire, False, unicode, self.binary, udh, kind, Plan(form, parts, plain, wide, high), tuple(notes))

    def _form(self, text: str, unicode: int | None) -> tuple[Encoding, int, int | None, int | None]:
        """The encoding and its parts, and the counts of both forms where they are of interest."""
        if unicode == 1:
            wide = self._count(text, "ucs2")
            return Encoding.UCS2, wide, None, wide
        try:
            estimated = estimate(text)
        except TooManySegments as error:
            raise self._too_many(error.needed, error.encoding) from None
        if unicode == 0:
            self._plain_only(text, estimated.encoding)
        if estimated.encoding is Encoding.UCS2:
            return Encoding.UCS2, estimated.segments, None, estimated.segments
        if text.isascii():
            return Encoding.GSM7, estimated.segments, estimated.segments, None
        wide = self._count(text, "ucs2", strict=self.non_ascii == "unicode")
        form = Encoding.UCS2 if self.non_ascii == "unicode" and unicode is None else Encoding.GSM7
        if not self.rest and form is Encoding.GSM7:
            # A form carries Latin-1 (F1 shows %C7): the Greek capitals and the euro sign have no documented octet.
            position = next((i for i, character in enumerate(text) if character > "\xff"), None)
            if position is not None and unicode == 0:
                raise UnsendableCharacter("unicode", text[position], position, form, None, "F1", "unicode=None or 1")
            if position is not None:
                form = Encoding.UCS2
        return form, wide if form is Encoding.UCS2 else estimated.segments, estimated.segments, wide

    def _plain_only(self, text: str, encoding: Encoding) -> None:
        """``unicode=0``: every character must be one that a plain text can carry."""
        position: int | None = None
        if encoding is Encoding.UCS2:
            try:
                estimate(text, encoding="gsm7")
            except UnmappableCharacter as error:
                position = error.position
        elif self.non_ascii == "unicode" and not text.isascii():
            position = next(i for i, character in enumerate(text) if character > "\x7f")
        if position is not None:
            raise UnsendableCharacter(
                "unicode", text[position], position, Encoding.GSM7, None, "P", "unicode=None or 1"
            )

    def _count(self, text: str, encoding: Literal["gsm7", "ucs2"], strict: bool = True) -> int:
        try:
            return estimate(text, encoding=encoding).segments
        except TooManySegments as error:
            if strict:
                raise self._too_many(error.needed, error.encoding) from None
            return error.needed

    def _high(self, text: str, form: Encoding) -> int | None:
        """The count if each line break took two positions (A11 says so of two other APIs)."""
        if "\n" not in text:
            return None
        # A character of two units that is never cut stands for the line break: an upper bound.
        twin = text.replace("\n", "\U0001f600" if form is Encoding.UCS2 else "^")
        return self._count(twin, "ucs2" if form is Encoding.UCS2 else "gsm7", strict=False)

    # -- octets --------------------------------------------------------------------------------------------------

    def _octets(self, data: bytes, udh: bytes | None) -> Coded:
        if not data:
            raise InvalidParameter("text", data, "not empty", "107", "H1 app. A")
        notes: list[Note] = []
        faults: list[InvalidParameter] = []
        kind, binary = self.type, self.binary
        nokia = None if kind in _PLAIN_TYPES else kind
        if nokia is not None:
            if self.rest:
                notes.append(note("type-over-rest", "type"))
            if nokia in _TEXT_TYPES:
                faults.append(InvalidParameter("text", data, f"{nokia} takes a `str`", None, "H1 s8, H1 s9.3"))
            elif nokia not in _HEX_TYPES:
                self._unless_allowed("type-without-sample", "type", nokia, notes, faults)
        elif kind is not None:
            notes.append(note("type-with-binary", "type"))
        if kind is not None and udh is not None and self.udh is None:  # the header of a Message
            faults.append(InvalidParameter("type", kind, "`udh` or `type`, not both", None, "H1 s5.1"))
        if self.from_ is not None and not self.from_.isdigit():
            allowed = "digits: a sender with letters may not be set on 8-bit messages"
            faults.append(InvalidParameter("from_", self.from_, allowed, None, "H1 s9.3"))
        if nokia is None:
            if binary == 0 and udh is None:
                allowed = "1 or None: octets without a header need it"
                faults.append(InvalidParameter("binary", 0, allowed, None, "A3"))
            elif binary == 0:
                notes.append(note("udh-text-form", "udh"))
            elif binary is None and (self.rest or udh is None):
                binary = 1
        if self.unicode == 1:
            if len(data) % 2:
                allowed = "whole 16-bit units with unicode=1"
                faults.append(InvalidParameter("text", data, allowed, "116", "H1 s5.2.14"))
            notes.append(note("unicode-with-binary", "unicode"))
            if nokia is not None:
                notes.append(note("unicode-with-type", "type"))
        if nokia is not None:
            parts = self._octet_parts(data, _PORT_HEADER)
            notes.append(note("type-parts", "type"))
        elif udh is not None:
            parts = self._parts_behind(data, udh, notes, faults)
        else:
            parts = self._octet_parts(data, b"")
        if parts > self.ceiling:
            faults.append(self._too_many(parts, Encoding.EIGHT_BIT))
        if faults:
            raise_faults(faults)
        header = None if udh is None else udh.hex().upper()
        plan = Plan(Encoding.EIGHT_BIT, parts)
        return Coded(data.hex().upper(), True, self.unicode, binary, header, kind, plan, tuple(notes))

    def _octet_parts(self, data: bytes, header: bytes) -> int:
        elements = UserDataHeader.parse(header) if header else ()
        try:
            return estimate_binary(data, header=elements).segments
        except TooManySegments as error:
            return error.needed

    def _parts_behind(self, data: bytes, udh: bytes, notes: list[Note], faults: list[InvalidParameter]) -> int:
        """Content behind a header of the caller's: one part of 140 octets, or the open question how they are joined."""
        size = len(udh) + len(data)
        if size <= 140:
            return 1
        allowed = f"header and content are at most 140 octets, these are {size}"
        if "udh-merge" not in self.allowed:
            lifted = 'requests(), which sends segments, or allow_unverified={"udh-merge"}'
            faults.append(InvalidParameter("text", data, allowed, None, "A3, H1 s5.2.7", lifted))
            return 1
        try:
            parts = self._octet_parts(data, udh)
        except InvalidHeader:  # a part of a concatenated message, or shift tables: nothing to join
            faults.append(InvalidParameter("text", data, allowed, None, "A3, H1 s5.2.7"))
            return 1
        notes.append(note("udh-merge", "udh"))
        return parts

    # -- messages ------------------------------------------------------------------------------------------------

    def _message(self, message: Message) -> Coded:
        if message.encoding is Encoding.EIGHT_BIT and len(message) == 1 and message[0].header:
            if self.udh is not None:
                raise InvalidParameter("udh", None, "not with a Message that has a header of its own", None, "own")
            if DataCodingScheme(message.dcs).message_class is not None:
                raise InvalidParameter("text", None, "no parameter carries its message class", None, "own")
            return self._octets(message[0].payload, bytes(message[0].header))
        reason = unhonoured(message)
        if reason is not None:
            classless = DataCodingScheme(message.dcs).message_class is None
            possible = classless and message.encoding is not Encoding.GSM7
            lifted = 'requests(..., concatenation="segments")' if possible else None
            raise InvalidParameter("text", None, reason, None, "own", lifted)
        text = message.text
        if text is None:
            return self._octets(message.data or b"", self.udh)
        kind = self.type
        if DataCodingScheme(message.dcs).message_class == 0:
            if kind not in (None, _FLASH):
                raise InvalidParameter("type", kind, "SMS_FLASH or None for a Message of class 0", None, "own")
            if self.udh is not None:
                raise InvalidParameter("udh", None, "`udh` or `type`, not both: class 0 is a type", None, "H1 s5.1")
            kind = _FLASH
        if message.encoding is Encoding.UCS2:
            if self.unicode == 0:
                raise InvalidParameter("unicode", 0, "1 or None for a Message in UCS-2", None, "own")
            return self._text(text, 1, kind)
        return self._text(text, self.unicode, kind)

    # -- rules ---------------------------------------------------------------------------------------------------

    def _unless_allowed(
        self, identifier: str, parameter: str, value: Any, notes: list[Note], faults: list[InvalidParameter]
    ) -> None:
        item = note(identifier, parameter)
        if identifier in self.allowed:
            notes.append(item)
            return
        lifted = f'allow_unverified={{"{identifier}"}}'
        faults.append(InvalidParameter(parameter, value, f"not settled: {item.text}", None, item.source, lifted))

    def _too_many(self, needed: int, encoding: Encoding) -> TooManyParts:
        return TooManyParts(needed, self.ceiling, encoding, "113", "A2, H1 app. A")
