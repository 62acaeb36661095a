"""The refusals of the gateway layer.

::

    Error
    └── InvalidParameter                             a parameter that the gateway would refuse
        ├── TooManyParts        (TooManySegments)    more parts than the caller's ceiling
        └── UnsendableCharacter (UnmappableCharacter) a character that the chosen form cannot carry

One request may have several faults; the first is raised and ``faults`` holds them all. The text of an error
never shows a key, a message or a number of a recipient: ``value`` holds it, for the caller alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

from smsenc.enums import Encoding
from smsenc.errors import Error, TooManySegments, UnmappableCharacter

__all__ = ["InvalidParameter", "TooManyParts", "UnsendableCharacter", "raise_faults"]

# Values that are private: contents, numbers of people, keys. Their errors tell type and size only.
_PRIVATE = frozenset(
    {"batch_id", "content", "fields", "password", "session_id", "template", "text", "to", "token", "user"}
)


def _shown(parameter: str, value: Any) -> str:
    name = parameter.partition("[")[0].partition(".")[0]
    if value is None:
        return parameter
    if name in _PRIVATE:
        if isinstance(value, (str, bytes, bytearray)):
            unit = "characters" if isinstance(value, str) else "octets"
            return f"{parameter} ({len(value)} {unit})"
        return parameter
    shown = repr(value)
    return f"{parameter}={shown if len(shown) <= 60 else shown[:57] + '...'}"


class InvalidParameter(Error):
    """A parameter that would be refused, or that the documents do not cover.

    ``parameter`` is its Python name (``to[3]`` for one of several), ``value`` what was given, ``allowed`` what it
    may be, in words. ``gateway_code`` is the code that the gateway answers according to its documents, a string
    ("105"), or ``None`` for a rule whose code no document states. ``evidence`` names the source of the rule and
    ``lifted_by`` the option that lifts it, if there is one. ``faults`` are all faults of the request, this one first.
    """

    _fields: tuple[str, ...] = (
        "parameter",
        "value",
        "allowed",
        "gateway_code",
        "evidence",
        "lifted_by",
        "others",
    )

    def __init__(
        self,
        parameter: str,
        value: Any,
        allowed: str,
        gateway_code: str | None = None,
        evidence: str | None = None,
        lifted_by: str | None = None,
        others: tuple[InvalidParameter, ...] = (),
    ) -> None:
        self.parameter = parameter
        self.value = value
        self.allowed = allowed
        self.gateway_code = gateway_code
        self.evidence = evidence
        self.lifted_by = lifted_by
        self.others = others
        ValueError.__init__(self, self._text())

    def _text(self) -> str:
        text = f"{_shown(self.parameter, self.value)}: {self.allowed}"
        if self.gateway_code is not None:
            text += f" (gateway error {self.gateway_code})"
        if self.lifted_by is not None:
            text += f" [lifted by {self.lifted_by}]"
        for other in self.others:
            text += "; " + str(other)
        return text

    @property
    def faults(self) -> tuple[InvalidParameter, ...]:
        """All faults of the request, this one first."""
        return (self, *self.others)

    def alone(self) -> InvalidParameter:
        """The same fault without the others."""
        return self._with(()) if self.others else self

    def _with(self, others: tuple[InvalidParameter, ...]) -> InvalidParameter:
        values: list[Any] = [others if name == "others" else getattr(self, name) for name in self._fields]
        return type(self)(*values)


class TooManyParts(InvalidParameter, TooManySegments):
    """The message needs more parts than the caller permits; ``needed`` says how many."""

    _fields = ("needed", "limit", "encoding", "gateway_code", "evidence", "others")

    def __init__(
        self,
        needed: int,
        limit: int,
        encoding: Encoding,
        gateway_code: str | None = "113",
        evidence: str | None = None,
        others: tuple[InvalidParameter, ...] = (),
    ) -> None:
        self.needed = needed
        self.limit = limit
        self.encoding = encoding
        allowed = f"the message needs {needed} parts in {encoding}, {limit} permitted"
        InvalidParameter.__init__(
            self, "max_message_parts", limit, allowed, gateway_code, evidence, "max_message_parts=...", others
        )


class UnsendableCharacter(InvalidParameter, UnmappableCharacter):
    """A character that the form of the request cannot carry, at ``position`` in the text."""

    _fields = (
        "parameter",
        "character",
        "position",
        "encoding",
        "gateway_code",
        "evidence",
        "lifted_by",
        "others",
    )

    def __init__(
        self,
        parameter: str,
        character: str,
        position: int,
        encoding: Encoding,
        gateway_code: str | None = None,
        evidence: str | None = None,
        lifted_by: str | None = None,
        others: tuple[InvalidParameter, ...] = (),
    ) -> None:
        self.character = character
        self.position = position
        self.encoding = encoding
        points = " ".join(f"U+{ord(c):04X}" for c in character)
        allowed = f"character {points} at position {position} cannot be sent in {encoding}"
        InvalidParameter.__init__(self, parameter, None, allowed, gateway_code, evidence, lifted_by, others)
        self.value = character


def raise_faults(faults: Sequence[InvalidParameter]) -> NoReturn:
    """Raise one error that carries all ``faults``; too many parts comes first, since its type says most."""
    flat = [single.alone() for fault in faults for single in fault.faults]
    flat.sort(key=lambda fault: not isinstance(fault, (TooManyParts, UnsendableCharacter)))
    raise flat[0]._with(tuple(flat[1:]))
