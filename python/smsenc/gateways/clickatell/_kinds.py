"""The kinds of values: one class per type and range, each with its check, its words and its JSON Schema.

Every test on characters is on ASCII: digits of other scripts and accented letters are refused. The canonical value
that ``parse`` returns is an ``int``, ``bool``, ``Decimal``, ``str`` or ``bytes``; the dialect renders it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from typing import Any

from smsenc import UserDataHeader
from smsenc.errors import DecodeError

from ._table import Context, Parameter
from ._values import Feature, Limits, MessageType

__all__ = [
    "Boolean",
    "ClientId",
    "Content",
    "Credits",
    "Features",
    "Flag",
    "Header",
    "Instant",
    "Integer",
    "Minutes",
    "Names",
    "Recipients",
    "Sender",
    "Words",
    "client_id",
]

_DIGITS = re.compile(r"[0-9]{1,16}", re.ASCII)
_ALPHANUMERIC = re.compile(r"[0-9A-Za-z]{1,11}", re.ASCII)
_ALPHANUMERICS = re.compile(r"[0-9A-Za-z]+", re.ASCII)
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})+", re.ASCII)
_PRINTABLE = re.compile(r"[\x20-\x7e]{1,11}", re.ASCII)


def _integer(value: Any, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} must be an int, not {type(value).__name__}")
    return int(value)


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a str, not {type(value).__name__}")
    return str(value)


class _Kind:
    def policy(self, limits: Limits) -> dict[str, Any]:
        return {}


@dataclass(frozen=True, slots=True)
class Content(_Kind):
    """The text or the octets; the coder of the dialect checks and renders them."""

    accepts: str = "`str`, `bytes` or `Message`, not empty"

    def parse(self, value: Any, row: Parameter, context: Context) -> Any:
        return value

    def schema(self, limits: Limits) -> dict[str, Any]:
        return {"type": "string", "minLength": 1}


@dataclass(frozen=True, slots=True)
class Recipients(_Kind):
    """One number or several."""

    many: bool = True
    unique: bool = False

    @property
    def accepts(self) -> str:
        return "`str` or iterable of `str`: ASCII digits, the first not 0, no `+`"

    def parse(self, value: Any, row: Parameter, context: Context) -> Any:
        return value

    def schema(self, limits: Limits) -> dict[str, Any]:
        number = {"type": "string", "pattern": "^[1-9][0-9]*$"}
        if not self.many:
            return number
        rule: dict[str, Any] = {
            "type": "array",
            "items": number,
            "minItems": 1,
            "maxItems": limits.recipients or 200,
        }
        if self.unique:
            rule["uniqueItems"] = True
        return rule

    def policy(self, limits: Limits) -> dict[str, Any]:
        return {"uniqueItems": True} if self.many else {}


@dataclass(frozen=True, slots=True)
class Flag(_Kind):
    """0 or 1."""

    accepts: str = "`bool`, 0 or 1"

    def parse(self, value: Any, row: Parameter, context: Context) -> int:
        if not isinstance(value, int):
            raise TypeError(f"{row.name} must be a bool or an int, not {type(value).__name__}")
        if value not in (0, 1):
            raise row.fault(value)
        return int(value)

    def schema(self, limits: Limits) -> dict[str, Any]:
        return {"enum": [0, 1]}

    def policy(self, limits: Limits) -> dict[str, Any]:
        return {"type": "integer"}


@dataclass(frozen=True, slots=True)
class Boolean(_Kind):
    """``true`` or ``false`` on the wire."""

    accepts: str = "`bool`"

    def parse(self, value: Any, row: Parameter, context: Context) -> bool:
        if not isinstance(value, bool):
            raise TypeError(f"{row.name} must be a bool, not {type(value).__name__}")
        return value

    def schema(self, limits: Limits) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Integer(_Kind):
    """An integer of a range; ``limit`` names the field of ``Limits`` that is its upper end."""

    lowest: int
    highest: int
    limit: str | None = None

    @property
    def accepts(self) -> str:
        widened = "" if self.limit is None else f" (`Limits.{self.limit}` widens)"
        return f"`int`, {self.lowest} to {self.highest}{widened}"

    def _highest(self, limits: Limits) -> int:
        return self.highest if self.limit is None else int(getattr(limits, self.limit))

    def parse(self, value: Any, row: Parameter, context: Context) -> int:
        number = _integer(value, row.name)
        highest = self._highest(context.limits)
        if not self.lowest <= number <= highest:
            lifted = None if self.limit is None else f"Limits({self.limit}=...)"
            raise row.fault(value, f"{self.lowest} to {highest}", lifted_by=lifted)
        return number

    def schema(self, limits: Limits) -> dict[str, Any]:
        return {"minimum": self.lowest, "maximum": self._highest(limits)}

    def policy(self, limits: Limits) -> dict[str, Any]:
        return {"type": "integer"}


@dataclass(frozen=True, slots=True)
class Minutes(_Kind):
    """Whole minutes, as ``int`` or ``timedelta``."""

    highest: int | None = None

    @property
    def accepts(self) -> str:
        end = "1440 (`Limits.validity_period` widens)" if self.highest is None else str(self.highest)
        return f"minutes as `int`, or `timedelta` of whole minutes, 1 to {end}"

    def _highest(self, limits: Limits) -> int:
        return limits.validity_period if self.highest is None else self.highest

    def parse(self, value: Any, row: Parameter, context: Context) -> int:
        if isinstance(value, timedelta):
            minutes, rest = divmod(value, timedelta(minutes=1))
            if rest:
                raise row.fault(value, "whole minutes", None)
        else:
            minutes = _integer(value, row.name)
        highest = self._highest(context.limits)
        if not 1 <= minutes <= highest:
            lifted = "Limits(validity_period=...)" if self.highest is None else None
            raise row.fault(value, f"1 to {highest} minutes", lifted_by=lifted)
        if self.highest is None and minutes > 1440:
            context.note("validity-upper-limit", row.name)
        return minutes

    def schema(self, limits: Limits) -> dict[str, Any]:
        return {"minimum": 1, "maximum": self._highest(limits)}

    def policy(self, limits: Limits) -> dict[str, Any]:
        return {"type": "integer"}


@dataclass(frozen=True, slots=True)
class Names(_Kind):
    """One of the ten message types, case sensitive."""

    accepts: str = "one of the ten names of `MessageType`, case sensitive"

    def parse(self, value: Any, row: Parameter, context: Context) -> str:
        try:
            return MessageType(_text(value, row.name)).value
        except ValueError:
            raise row.fault(value) from None

    def schema(self, limits: Limits) -> dict[str, Any]:
        return {"enum": [name.value for name in MessageType]}


@dataclass(frozen=True, slots=True)
class Words(_Kind):
    """A text of a closed list (``names``), or any text that is not empty."""

    names: tuple[str, ...] = ()
    open_question: str | None = None

    @property
    def accepts(self) -> str:
        return " or ".join(f'`"{name}"`' for name in self.names) if self.names else "`str`, not empty"

    def parse(self, value: Any, row: Parameter, context: Context) -> str:
        text = _text(value, row.name)
        if not text or (self.names and text not in self.names):
            if text and self.open_question is not None:
                lifted = f'allow_unverified={{"{self.open_question}"}}'
                context.unless_allowed(self.open_question, row.fault(value, code=None, lifted_by=lifted))
                return text
            raise row.fault(value)
        position = next((i for i, character in enumerate(text) if "\ud800" <= character <= "\udfff"), None)
        if position is not None:
            raise row.fault(value, f"no lone surrogate (position {position})")
        return text

    def schema(self, limits: Limits) -> dict[str, Any]:
        if self.names and self.open_question is None:
            return {"enum": list(self.names)}
        return {"type": "string", "minLength": 1}

    def policy(self, limits: Limits) -> dict[str, Any]:
        return {"enum": list(self.names)} if self.names and self.open_question is not None else {}


@dataclass(frozen=True, slots=True)
class Sender(_Kind):
    """The sender: 1 to 16 digits, or 1 to 11 letters and digits (A6, H1 s5.2.3)."""

    accepts: str = "1 to 16 ASCII digits, or 1 to 11 ASCII letters and digits"

    def parse(self, value: Any, row: Parameter, context: Context) -> str:
        text = _text(value, row.name)
        if _DIGITS.fullmatch(text) or _ALPHANUMERIC.fullmatch(text):
            return text
        if len(text) > 11 or not _PRINTABLE.fullmatch(text) or text[0] == "+" or not text.strip():
            raise row.fault(value)
        lifted = 'allow_unverified={"sender-characters"}'
        context.unless_allowed("sender-characters", row.fault(value, code=None, lifted_by=lifted))
        return text

    def schema(self, limits: Limits) -> dict[str, Any]:
        return {"type": "string", "pattern": "^([0-9]{1,16}|.{1,11})$"}

    def policy(self, limits: Limits) -> dict[str, Any]:
        return {"pattern": "^([0-9]{1,16}|[0-9A-Za-z]{1,11})$"}


_LISTED_CREDITS = frozenset(map(Decimal, ("0.8", "1", "1.5", "2", "2.5", "3")))


@dataclass(frozen=True, slots=True)
class Credits(_Kind):
    """An exact positive decimal; at most 12 digits before and 12 after the point, so that a body stays small."""

    accepts: str = "`Decimal`, `int` or decimal `str`, above 0"

    def parse(self, value: Any, row: Parameter, context: Context) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, (Decimal, int, str)):
            raise TypeError(f"{row.name} must be a Decimal, an int or a str, not {type(value).__name__}")
        if isinstance(value, str) and not re.fullmatch(r"[0-9]{1,40}(\.[0-9]{1,40})?", value, re.ASCII):
            raise row.fault(value)
        try:
            amount = Decimal(value)
        except InvalidOperation:  # pragma: no cover - the pattern above admits only decimals
            raise row.fault(value) from None
        if not amount.is_finite() or amount <= 0:
            raise row.fault(value)
        exponent = amount.as_tuple().exponent
        if amount.adjusted() > 11 or (isinstance(exponent, int) and exponent < -12):
            raise row.fault(value, "at most 12 digits before and 12 after the point", None)
        if amount not in _LISTED_CREDITS:
            context.note("max-credits-values", row.name)
        context.note("max-credits-scope", row.name)
        return amount

    def schema(self, limits: Limits) -> dict[str, Any]:
        return {"type": "number", "exclusiveMinimum": 0}

    def policy(self, limits: Limits) -> dict[str, Any]:
        return {"exclusiveMaximum": 10**12}


@dataclass(frozen=True, slots=True)
class Features(_Kind):
    """The sum of the nine bits, or ``"derived"``; the dialect derives."""

    accepts: str = '`Feature` or `int` made of its nine bits, or `"derived"`'

    def parse(self, value: Any, row: Parameter, context: Context) -> int | str:
        if isinstance(value, str):
            if value != "derived":
                raise row.fault(value)
            return value
        bits = _integer(value, row.name)
        known = sum(Feature)
        if bits < 0 or bits > 0xFFFF:
            raise row.fault(value)
        if bits & ~known:
            lifted = 'allow_unverified={"feature-bits"}'
            fault = row.fault(value, f"bits 0x{bits & ~known:04X} are not listed", None, lifted)
            context.unless_allowed("feature-bits", fault)
        return bits

    def schema(self, limits: Limits) -> dict[str, Any]:
        return {"type": "integer", "minimum": 1, "maximum": 0xFFFF}

    def policy(self, limits: Limits) -> dict[str, Any]:
        return {"maximum": int(sum(Feature))}


@dataclass(frozen=True, slots=True)
class Instant(_Kind):
    """A moment, sent in UTC with whole seconds (fractions are dropped: delivery may be five minutes early, A9)."""

    form: str = "%Y-%m-%dT%H:%M:%SZ"
    pattern: str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"
    days: int = 7

    @property
    def accepts(self) -> str:
        return f"aware `datetime`; with `now=` not past and at most {self.days} days ahead"

    def parse(self, value: Any, row: Parameter, context: Context) -> str:
        if not isinstance(value, datetime):
            raise TypeError(f"{row.name} must be a datetime, not {type(value).__name__}")
        if value.utcoffset() is None:
            raise row.fault(value, "a datetime with a time zone", None)
        try:
            moment = value.astimezone(timezone.utc)
        except OverflowError:
            raise row.fault(value, "a moment of the years 1 to 9999 in UTC", None) from None
        if context.now is not None:
            if moment < context.now:
                lifted = 'allow_unverified={"schedule-in-the-past"}'
                fault = row.fault(value, "not before `now`", None, lifted)
                context.unless_allowed("schedule-in-the-past", fault)
            elif moment - context.now > timedelta(days=self.days):
                raise row.fault(value, f"at most {self.days} days after `now`")
        # strftime pads years below 1000 differently from system to system.
        return f"{moment.year:04d}" + moment.strftime(self.form.removeprefix("%Y"))

    def schema(self, limits: Limits) -> dict[str, Any]:
        return {"type": "string", "pattern": self.pattern}


def client_id(value: Any, row: Parameter, limits: Limits) -> str:
    """One id of the caller's, checked against the row that refuses it."""
    text = _text(value, row.name)
    if not _ALPHANUMERICS.fullmatch(text) or len(text) > limits.client_message_id:
        allowed = f"1 to {limits.client_message_id} ASCII letters and digits"
        raise row.fault(value, allowed, lifted_by="Limits(client_message_id=...)")
    return text


@dataclass(frozen=True, slots=True)
class ClientId(_Kind):
    """The caller's own id, or a callable that gives one for each request."""

    accepts: str = "1 to 32 ASCII letters and digits (`Limits.client_message_id` widens), or a callable giving one"

    def parse(self, value: Any, row: Parameter, context: Context) -> str | Callable[[], str]:
        if callable(value):
            return value  # type: ignore[no-any-return]
        return client_id(value, row, context.limits)

    def schema(self, limits: Limits) -> dict[str, Any]:
        return {"type": "string", "minLength": 1}

    def policy(self, limits: Limits) -> dict[str, Any]:
        return {"pattern": f"^[0-9A-Za-z]{{1,{limits.client_message_id}}}$"}


@dataclass(frozen=True, slots=True)
class Header(_Kind):
    """A user data header with its length octet first."""

    accepts: str = "`UserDataHeader`, `bytes` or hex `str`, with its length octet (UDHL) first"

    def parse(self, value: Any, row: Parameter, context: Context) -> bytes:
        if isinstance(value, (UserDataHeader, bytes, bytearray, memoryview)):
            octets = bytes(value)
        elif isinstance(value, str):
            if not _HEX.fullmatch(value):
                raise row.fault(value, "hex digits, two for each octet")
            octets = bytes.fromhex(value)
        else:
            raise TypeError(f"{row.name} must be a UserDataHeader, bytes or a str, not {type(value).__name__}")
        if not octets:
            raise row.fault(value, "at least one element")
        if len(octets) > 140:
            raise row.fault(value, "at most 140 octets")
        try:
            header = UserDataHeader.parse(octets)
        except DecodeError as error:
            raise row.fault(value, f"a well-formed user data header: {error}") from None
        if not header:
            raise row.fault(value, "at least one element")
        return octets

    def schema(self, limits: Limits) -> dict[str, Any]:
        return {"type": "string", "pattern": "^([0-9A-Fa-f]{2})+$"}

    def policy(self, limits: Limits) -> dict[str, Any]:
        return {"pattern": "^([0-9A-F]{2})+$", "maxLength": 280}
