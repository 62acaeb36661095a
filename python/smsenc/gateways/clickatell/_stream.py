"""Streams: further requests for further recipients, our own segments, personalised rows.

Everything is lazy; memory does not grow with the stream unless the caller hands in a list. Parameters are validated
and rendered once. In a stream of rows a failure is a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sized
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from smsenc import DataCodingScheme, Encoding, Message, UserDataHeader, encode, encode_binary
from smsenc.errors import Error, InvalidHeader, TooManySegments, UnmappableCharacter
from smsenc.gateways._errors import InvalidParameter, TooManyParts, UnsendableCharacter, raise_faults
from smsenc.gateways._request import Note, Plan, Request

from ._coding import Coded, Coder, unhonoured
from ._evidence import note
from ._recipients import Recipient, chunks, numbers

__all__ = ["Concatenation", "Failure", "chunked", "code_all", "segmented"]

Concatenation = Literal["auto", "gateway", "segments"]


@dataclass(frozen=True, slots=True)
class Failure:
    """A row of a stream that makes no request: ``index`` of the row and what is wrong with it."""

    index: int
    error: Error | TypeError


def code_all(
    coder: Coder, content: Any, concatenation: Concatenation, reference: int | None
) -> tuple[list[Coded], bool]:
    """The contents of the bodies, and whether they are segments of our own making.

    ``"auto"``: the gateway concatenates unless it could not do what was asked for: octets over one part behind a
    header, or a ``Message`` with options that the gateway does not have.
    """
    if concatenation not in ("auto", "gateway", "segments"):
        allowed = "'auto', 'gateway' or 'segments'"
        raise InvalidParameter("concatenation", concatenation, allowed, None, "own")
    own = concatenation == "segments"
    if concatenation == "auto":
        if isinstance(content, Message):
            own = len(content) > 1 and unhonoured(content) is not None
        elif isinstance(content, (bytes, bytearray, memoryview)):
            udh = coder.udh
            own = udh is not None and len(content) + len(udh) > 140 and "udh-merge" not in coder.allowed
    return (segmented(coder, content, reference), True) if own else ([coder.code(content)], False)


def segmented(coder: Coder, content: Any, reference: int | None) -> list[Coded]:
    """One body per segment: hex of the payload with the segment's header.

    8-bit segments are documented (A3, H6); UCS-2 segments are not (``unicode-with-udh``), and for 7-bit text behind a
    header no document gives a form at all.
    """
    if coder.type is not None:
        raise InvalidParameter("type", coder.type, "not with segments: `udh` or `type`, not both", None, "H1 s5.1")
    message = _message(coder, content, reference)
    if len(message) == 1 and not message[0].header and message.encoding is not Encoding.EIGHT_BIT:
        return [coder.code(content)]
    if DataCodingScheme(message.dcs).message_class is not None:
        raise InvalidParameter("text", None, "no parameter carries its message class in segments", None, "own")
    if len(message) > coder.ceiling:
        raise TooManyParts(len(message), coder.ceiling, message.encoding, None, "own")
    notes: tuple[Note, ...] = ()
    if message.encoding is Encoding.GSM7:
        allowed = "no document gives a form for segments of 7-bit text"
        raise InvalidParameter("text", None, allowed, None, "H1 s5.1", 'concatenation="gateway"')
    if message.encoding is Encoding.UCS2:
        item = note("unicode-with-udh", "udh")
        if item.identifier not in coder.allowed:
            lifted = 'allow_unverified={"unicode-with-udh"} or concatenation="gateway"'
            raise InvalidParameter("udh", None, f"not settled: {item.text}", None, item.source, lifted)
        notes = (item,)
        if message.text is not None and any(c > "\uffff" for c in message.text):
            notes += (note("surrogate-pairs", "text"),)
    elif coder.from_ is not None and not coder.from_.isdigit():
        allowed = "digits: a sender with letters may not be set on 8-bit messages"
        raise InvalidParameter("from_", coder.from_, allowed, None, "H1 s9.3")
    wide = message.encoding is Encoding.UCS2
    if coder.unicode == (0 if wide else 1):
        allowed = f"not {coder.unicode} for segments in {message.encoding}"
        raise InvalidParameter("unicode", coder.unicode, allowed, None, "own", "unicode=None")
    if coder.binary == (1 if wide else 0):
        allowed = f"not {coder.binary} for segments in {message.encoding}"
        raise InvalidParameter("binary", coder.binary, allowed, None, "own", "binary=None")
    plan = Plan(message.encoding, 1)
    return [
        Coded(
            text=segment.payload.hex().upper(),
            octets=not wide,
            unicode=1 if wide else coder.unicode,
            binary=coder.binary if wide else 1,
            udh=bytes(segment.header).hex().upper() or None,
            type=None,
            plan=plan,
            notes=notes,
        )
        for segment in message
    ]


def _message(coder: Coder, content: Any, reference: int | None) -> Message:
    """The content as a ``Message``, made here if it is none yet."""
    elements = () if coder.udh is None else UserDataHeader.parse(coder.udh)
    try:
        if isinstance(content, Message):
            if coder.udh is not None:
                raise InvalidParameter("udh", None, "not with a Message: it has its own header", None, "own")
            return content if reference is None or len(content) == 1 else content.with_reference(reference)
        if isinstance(content, str):
            if not content:
                raise InvalidParameter("text", content, "not empty", "107", "H1 app. A")
            if coder.unicode == 1:
                return encode(content, encoding="ucs2", header=elements, reference=reference)
            return encode(content, header=elements, reference=reference)
        if isinstance(content, (bytes, bytearray, memoryview)):
            if not content:
                raise InvalidParameter("text", b"", "not empty", "107", "H1 app. A")
            return encode_binary(content, header=elements, reference=reference)
    except TooManySegments as error:
        raise TooManyParts(error.needed, coder.ceiling, error.encoding, None, "own") from None
    except InvalidHeader as error:
        raise InvalidParameter("udh", None, str(error), None, "own") from None
    except UnmappableCharacter as error:
        raise UnsendableCharacter("text", error.character, error.position, error.encoding, "116", "H1 app. A") from None
    raise TypeError(f"content must be str, bytes or Message, not {type(content).__name__}")


def chunked(recipient: Recipient, to: Any, size: int, parts: int = 0) -> Iterator[tuple[list[str], tuple[Note, ...]]]:
    """The recipients of one request after the other, each to get ``parts`` parts.

    What has a length is checked as a whole before the first request, the balance too; an iterator request by request.
    """
    iterator, single = numbers(to)
    if not isinstance(to, Sized):
        return _lazily(recipient, iterator, size, parts)
    done: list[tuple[list[str], tuple[Note, ...]]] = []
    faults: list[InvalidParameter] = []
    pending: set[str] = set()
    first = 0
    for chunk in chunks(iterator, size):
        accepted, notes, wrong = recipient.chunk(chunk, first, single, pending)
        first += len(chunk)
        faults += wrong
        done.append((accepted, notes))
    if not first:
        faults += recipient.none_left((), ())
    everybody = [number for accepted, _ in done for number in accepted]
    faults += recipient.balance_fault(everybody, parts)
    if faults:
        raise_faults(faults)
    return _committed(recipient, done)


def _committed(
    recipient: Recipient, done: list[tuple[list[str], tuple[Note, ...]]]
) -> Iterator[tuple[list[str], tuple[Note, ...]]]:
    for accepted, notes in done:
        if accepted:
            recipient.commit(accepted)
            yield accepted, notes


def _lazily(
    recipient: Recipient, iterator: Iterator[Any], size: int, parts: int
) -> Iterator[tuple[list[str], tuple[Note, ...]]]:
    first = 0
    while chunk := list(islice(iterator, size)):
        accepted, notes, wrong = recipient.chunk(chunk, first)
        first += len(chunk)
        wrong += recipient.balance_fault(accepted, parts)
        if wrong:
            raise_faults(wrong)
        if accepted:
            recipient.commit(accepted)
            yield accepted, notes


def guarded(rows: Iterable[Any], make: Callable[[Any], Request]) -> Iterator[Request | Failure]:
    """One value per row: the request that ``make`` gives, or what it raises."""
    for index, row in enumerate(rows):
        try:
            yield make(row)
        except (Error, TypeError) as error:
            yield Failure(index, error)
