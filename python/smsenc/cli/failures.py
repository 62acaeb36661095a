"""Failures of single messages: the line on stderr, and the data for ``--json``.

A failure is either an error of the package or a fault of the input. Neither repeats the text of a message.
"""

from __future__ import annotations

import sys
from typing import Any, NamedTuple

from .colours import colours_on, paint
from .records import Fault

__all__ = ["Failure", "complain", "describe", "place"]


class Failure(NamedTuple):
    """What went wrong with one message."""

    kind: str
    message: str
    data: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready: ``kind`` and ``message`` first, then the attributes of the error."""
        return {"kind": self.kind, "message": self.message, **self.data}


def describe(problem: Exception | Fault) -> Failure:
    """The failure that an error of the package, or a fault of the input, means."""
    if isinstance(problem, Fault):
        return Failure(*problem)
    # Errors of the package are data: their public attributes are their fields.
    data = {name: _jsonable(value) for name, value in vars(problem).items() if not name.startswith("_")}
    return Failure(type(problem).__name__, str(problem), data)


def complain(message: str, colour: str = "yellow") -> None:
    """A line on standard error; yellow is for notes, red for failures."""
    print(f"{paint('smsenc:', colour, colours_on(sys.stderr))} {message}", file=sys.stderr)


def place(name: str, line: int | None) -> str:
    """``FILE:LINE: ``, or nothing for a message that was an argument."""
    return "" if line is None else f"{name}:{line}: "


def _jsonable(value: Any) -> Any:
    """``value`` as JSON can hold it: octets as hex, errors as above, anything else as its ``repr``."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).hex().upper()
    if isinstance(value, dict):
        return {str(key): _jsonable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_jsonable(item) for item in value]
    if isinstance(value, Exception):
        return describe(value).to_dict()
    return repr(value)
