"""What the Platform and the One API share: they take text as it is and choose the alphabet themselves (F4).

The count is by the same rule, 160/153 and 70/67; a ceiling on parts is the caller's alone, neither API has a field
for it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from smsenc import Encoding, Message, estimate, estimate_binary
from smsenc.errors import TooManySegments
from smsenc.gateways._errors import InvalidParameter, TooManyParts, UnsendableCharacter
from smsenc.gateways._request import Note, Plan

from ._coding import lone_surrogate, unhonoured
from ._evidence import note

__all__ = ["Sent", "ceiling", "check_text", "counted", "sms"]


class Sent(NamedTuple):
    """The text on the wire, how it is counted, and whether it is hex of octets."""

    text: str
    plan: Plan
    octets: bool
    notes: tuple[Note, ...]


def ceiling(value: Any) -> int | None:
    """The caller's own ceiling on parts, checked."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"max_message_parts must be an int, not {type(value).__name__}")
    if not 1 <= value <= 255:
        raise InvalidParameter("max_message_parts", value, "1 to 255", None, "own")
    return int(value)


def check_text(text: str, name: str, code: str | None) -> None:
    """Refuse empty text and lone surrogates."""
    if not text:
        raise InvalidParameter(name, text, "not empty", code, "N4")
    if not text.isascii():
        position = lone_surrogate(text)
        if position is not None:
            raise UnsendableCharacter(name, text[position], position, Encoding.UCS2, code, "own")


def counted(text: str, limit: int | None, code: str | None) -> tuple[Plan, tuple[Note, ...]]:
    """How an SMS with this text is counted. Raises ``TooManyParts`` over ``limit``."""
    try:
        estimated = estimate(text)
    except TooManySegments as error:
        needed, encoding = error.needed, error.encoding
    else:
        needed, encoding = estimated.segments, estimated.encoding
    if needed > (255 if limit is None else limit):
        raise TooManyParts(needed, limit or 255, encoding, code, "N4" if code else "own")
    notes: tuple[Note, ...] = ()
    high = None
    if "\n" in text:
        twin = text.replace("\n", "^" if encoding is Encoding.GSM7 else "\U0001f600")
        try:
            high = estimate(twin).segments
        except TooManySegments as error:
            high = error.needed
        notes = (note("line-break-count", "content"),)
    return Plan(encoding, needed, needed if encoding is Encoding.GSM7 else None, None, high), notes


def sms(content: Any, limit: int | None, code: str | None, udh: bytes | None = None) -> Sent:
    """The content of an SMS. ``code`` is the dialect's code for too many parts."""
    if isinstance(content, Message):
        reason = unhonoured(content)
        if reason is None and content.dcs & 0xF0:
            reason = "no parameter carries its message class"
        if reason is None and content.text is not None and content.encoding is not estimate(content.text).encoding:
            reason = "the gateway chooses the alphabet itself"
        if reason is not None:
            raise InvalidParameter("content", None, reason, None, "own")
        content = content.data if content.text is None else content.text
    if isinstance(content, str):
        check_text(content, "content", "23" if code else None)
        plan, notes = counted(content, limit, code)
        if udh is not None:
            notes += (note("platform-udh", "user_data_header"),)
        return Sent(content, plan, False, notes)
    if isinstance(content, (bytes, bytearray, memoryview)):
        data = bytes(content)
        if not data:
            raise InvalidParameter("content", data, "not empty", None, "own")
        size = len(data) + len(udh or b"")
        if udh is not None and size > 140:
            allowed = f"header and content are at most 140 octets, these are {size}"
            raise InvalidParameter("content", data, allowed, None, "A3")
        try:
            parts = 1 if udh is not None else estimate_binary(data).segments
        except TooManySegments as error:
            raise TooManyParts(error.needed, limit or 255, error.encoding, code, "own") from None
        if limit is not None and parts > limit:
            raise TooManyParts(parts, limit, Encoding.EIGHT_BIT, code, "own")
        hints = (note("platform-binary-form", "content"),)
        return Sent(data.hex().upper(), Plan(Encoding.EIGHT_BIT, parts), True, hints)
    raise TypeError(f"content must be str, bytes or Message, not {type(content).__name__}")
