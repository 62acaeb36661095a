"""JSON in ASCII with exact decimals (RFC 8259).

Bodies are ASCII: every character beyond it is a ``\\uXXXX`` escape, so no charset can be misread on the way. A
``Decimal`` is written digit by digit; the module ``json`` could write it only as a float or a string. Text must hold
no lone surrogate; the callers have checked it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal

__all__ = ["JSONValue", "decimal", "render", "string"]

JSONValue = object

string = json.JSONEncoder(ensure_ascii=True).encode
"""A ``str`` as a JSON string, in ASCII."""


def decimal(value: Decimal) -> str:
    """The digits of a finite decimal, without exponent and without trailing zeros of a fraction."""
    digits = format(value, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def render(value: JSONValue) -> str:
    """``value`` as compact ASCII JSON; ``Decimal`` becomes a number with the same digits."""
    if value is None or isinstance(value, (str, bool)):
        return json.dumps(value)
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, Decimal):
        return decimal(value)
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{string(str(key))}:{render(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(render(item) for item in value) + "]"
    raise TypeError(f"no JSON form for {type(value).__name__}")
