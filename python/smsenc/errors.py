"""The exceptions of smsenc.

::

    ValueError
    └── Error
        ├── UnmappableCharacter   no permitted alphabet holds a character
        ├── TooManySegments       the message needs more segments than permitted
        ├── InvalidHeader         a user data header that cannot be sent
        ├── InvalidOption         an option, or another argument, has a wrong value
        └── DecodeError           octets that are not what they should be

A wrong *type* is a ``TypeError``. Errors are data: what went wrong stands in attributes,
the text is made from them, and every error survives pickling. No error repeats the text
of a message beyond the one character that it is about.
"""

from __future__ import annotations

from typing import Any

from .enums import Encoding

__all__ = [
    "DecodeError",
    "Error",
    "InvalidHeader",
    "InvalidOption",
    "TooManySegments",
    "UnmappableCharacter",
]


class Error(ValueError):
    """The root of all errors of this package."""

    # The attributes of the error, in the order of the constructor's parameters.
    _fields: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), tuple(getattr(self, name) for name in self._fields) or self.args)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.__reduce__() == other.__reduce__()

    def __hash__(self) -> int:
        return hash((type(self), str(self)))


class UnmappableCharacter(Error):
    """A character that the encoding cannot hold.

    ``character`` is the character, ``position`` its index in the caller's ``str``,
    ``encoding`` the encoding that was tried last.
    """

    _fields: tuple[str, ...] = ("character", "position", "encoding")

    def __init__(self, character: str, position: int, encoding: Encoding) -> None:
        self.character = character
        self.position = position
        self.encoding = encoding
        points = " ".join(f"U+{ord(c):04X}" for c in character)
        super().__init__(f"character {points} at position {position} cannot be encoded in {encoding}")


class TooManySegments(Error):
    """The message needs ``needed`` segments, ``limit`` are permitted; ``encoding`` is the cheapest one."""

    _fields: tuple[str, ...] = ("needed", "limit", "encoding")

    def __init__(self, needed: int, limit: int, encoding: Encoding) -> None:
        self.needed = needed
        self.limit = limit
        self.encoding = encoding
        super().__init__(f"the message needs {needed} segments in {encoding}, {limit} permitted")


class InvalidHeader(Error):
    """A user data header that cannot be built or sent; ``offset`` is the octet where it goes wrong."""

    _fields: tuple[str, ...] = ("reason", "offset")

    def __init__(self, reason: str, offset: int | None = None) -> None:
        self.reason = reason
        self.offset = offset
        where = "" if offset is None else f" (octet {offset})"
        super().__init__(f"invalid user data header: {reason}{where}")


class InvalidOption(Error):
    """``option`` has the value ``value``; ``allowed`` says in words what it may be."""

    _fields: tuple[str, ...] = ("option", "value", "allowed")

    def __init__(self, option: str, value: Any, allowed: str) -> None:
        self.option = option
        self.value = value
        self.allowed = allowed
        shown = repr(value)
        if len(shown) > 80:
            shown = shown[:77] + "..."
        super().__init__(f"{option}={shown} is not allowed: {allowed}")

    def __hash__(self) -> int:
        return hash((self.option, self.allowed))


class DecodeError(Error):
    """Octets that cannot be parsed: ``field`` is the element of the standard, ``offset`` its octet."""

    _fields: tuple[str, ...] = ("reason", "offset", "field")

    def __init__(self, reason: str, offset: int, field: str) -> None:
        self.reason = reason
        self.offset = offset
        self.field = field
        super().__init__(f"{field} at octet {offset}: {reason}")
