"""Replies of the gateway as typed values.

A reply is what a document describes, read tolerantly where clients saw more than one type (codes as numbers or
strings, balances as strings); what is no such reply is a :class:`smsenc.DecodeError`. Values hold numbers of people
and message ids; their ``repr`` shows counts and codes only.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import parse_qsl

from smsenc.errors import DecodeError

from ._codes import HTTP_STATUSES, MESSAGE_STATUSES, Code, Dialect, code

__all__ = [
    "Balance",
    "Coverage",
    "GatewayError",
    "MessageState",
    "Outcome",
    "SendResult",
]


@dataclass(frozen=True, slots=True)
class GatewayError:
    """An error in a reply: its code in the words of the lists, and the gateway's own description."""

    code: Code
    description: str | None = None

    @property
    def retry(self) -> bool | None:
        """Whether the same request may succeed later; ``None`` when no document says."""
        return self.code.retry

    def to_dict(self) -> dict[str, Any]:
        """The error as JSON-ready data."""
        return {**self.code.to_dict(), "description": self.description}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the message to one recipient."""

    to: str | None = field(repr=False)
    accepted: bool
    message_id: str | None = field(default=None, repr=False)
    error: GatewayError | None = None

    def to_dict(self) -> dict[str, Any]:
        """The outcome as JSON-ready data."""
        return {
            "to": self.to,
            "accepted": self.accepted,
            "message_id": self.message_id,
            "error": None if self.error is None else self.error.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class SendResult:
    """The reply to a request to send. ``error`` is a fault of the whole request, if there is one.

    ``status`` is the HTTP status; 207 says that outcomes differ (R8, N4).
    """

    dialect: Dialect
    status: int
    outcomes: tuple[Outcome, ...]
    error: GatewayError | None = None

    @property
    def accepted(self) -> tuple[Outcome, ...]:
        """The outcomes that were accepted."""
        return tuple(outcome for outcome in self.outcomes if outcome.accepted)

    @property
    def refused(self) -> tuple[Outcome, ...]:
        """The outcomes that were not."""
        return tuple(outcome for outcome in self.outcomes if not outcome.accepted)

    @property
    def meaning(self) -> str | None:
        """What the HTTP status says (R8)."""
        return HTTP_STATUSES.get(self.status, (None, None))[0]

    @property
    def retry(self) -> bool | None:
        """Whether sending the same again may help, for the request as a whole; ``None`` when no document says."""
        if self.error is not None and self.error.retry is not None:
            return self.error.retry
        return HTTP_STATUSES.get(self.status, (None, None))[1]

    def to_dict(self) -> dict[str, Any]:
        """The reply as JSON-ready data."""
        return {
            "schema": 1,
            "dialect": self.dialect,
            "status": self.status,
            "outcomes": [outcome.to_dict() for outcome in self.outcomes],
            "error": None if self.error is None else self.error.to_dict(),
            "retry": self.retry,
        }


@dataclass(frozen=True, slots=True)
class Balance:
    """What is left on the account: credits on the old gateway, money with ``currency`` on the new one."""

    amount: Decimal
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Whether a number can be reached and the lowest charge for one plain part at that moment (R5)."""

    routable: bool
    destination: str | None = field(default=None, repr=False)
    minimum_charge: Decimal | None = None


@dataclass(frozen=True, slots=True)
class MessageState:
    """The state of a message, asked for or pushed. ``final`` is ``None`` for a status that no list has."""

    message_id: str | None = field(repr=False)
    status: str
    description: str | None = None
    client_message_id: str | None = field(default=None, repr=False)
    charge: Decimal | None = None
    to: str | None = field(default=None, repr=False)
    from_: str | None = field(default=None, repr=False)
    timestamp: datetime | None = None

    @property
    def meaning(self) -> str | None:
        """What the status says (H1 app. B)."""
        return MESSAGE_STATUSES.get(self.status)

    @property
    def final(self) -> bool | None:
        """Whether nothing more will come (H2: 004 005 007 009 010 012 are final; 006 and 014 are in no class)."""
        if self.status in ("004", "005", "007", "009", "010", "012"):
            return True
        return False if self.status in ("002", "003", "008", "011") else None


# -- reading ---------------------------------------------------------------------------------------------------------


def read_json(content: str | bytes) -> Any:
    """The JSON value of a reply, numbers with a fraction as ``Decimal``. Raises ``DecodeError``."""
    try:
        return json.loads(content, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        position = error.pos if isinstance(error, json.JSONDecodeError) else 0
        raise DecodeError("not JSON", position, "response") from None


def read_text(content: str | bytes) -> str:
    """The text of a reply."""
    return content if isinstance(content, str) else bytes(content).decode("latin-1")


def _mapping(value: Any, field: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise DecodeError("not an object", 0, field)
    return value


def _amount(value: Any, field: str) -> Decimal:
    if isinstance(value, (str, int, Decimal)) and not isinstance(value, bool):
        try:
            amount = Decimal(value)
        except InvalidOperation:
            amount = Decimal("NaN")
        if amount.is_finite():
            return amount
    raise DecodeError("not a number", 0, field)


def _string(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)


def data(content: str | bytes, field: str = "data") -> Mapping[str, Any]:
    """The object ``data`` of a reply of the REST API."""
    return _mapping(_mapping(read_json(content), "response").get("data"), field)


def error_of(dialect: Dialect, value: Any) -> GatewayError | None:
    """An ``error`` member: ``None``, a text, or an object with ``code`` and ``description``."""
    if value is None or value is False or value == "":
        return None
    if isinstance(value, Mapping):
        number = value.get("code", value.get("errorCode"))
        text = _string(value.get("description", value.get("errorDescription")))
        if number is None or number == "":
            return None if text is None else GatewayError(Code(dialect, "", None, None, ""), text)
        return GatewayError(code(dialect, number), text)
    return GatewayError(Code(dialect, "", None, None, ""), str(value))


def outcomes(dialect: Dialect, entries: Any, field: str) -> tuple[Outcome, ...]:
    """The entries of a reply that says ``accepted`` for each recipient."""
    if not isinstance(entries, list):
        raise DecodeError("not an array", 0, field)
    result = []
    for entry in entries:
        item = _mapping(entry, field)
        error = error_of(dialect, item.get("error"))
        if item.get("errorCode") not in (None, "", 0, "0", False):
            error = GatewayError(
                code(dialect, item["errorCode"]), _string(item.get("errorDescription", item.get("error")))
            )
        accepted = item.get("accepted") in (True, 1, "true", "1")
        result.append(Outcome(_string(item.get("to")), accepted, _string(item.get("apiMessageId")), error))
    return tuple(result)


def send_result(dialect: Dialect, status: int, content: str | bytes) -> SendResult:
    """The reply to a send: ``data.message`` on the REST API (R1), ``messages`` on the new ones (PL2, N3)."""
    reply = _mapping(read_json(content), "response")
    error = error_of(dialect, reply.get("error"))
    if error is None and reply.get("errorCode") not in (None, "", 0, "0", False):
        error = GatewayError(code(dialect, reply["errorCode"]), _string(reply.get("errorDescription")))
    entries: Any
    if dialect == "rest":
        inside = reply.get("data")
        entries = _mapping(inside, "data").get("message") if inside is not None else None
        field = "data.message"
    else:
        entries, field = reply.get("messages"), "messages"
    if entries is None:
        if error is None:
            raise DecodeError("neither messages nor an error", 0, "response")
        entries = []
    return SendResult(dialect, status, outcomes(dialect, entries, field), error)


def balance_of(value: Mapping[str, Any]) -> Balance:
    """A balance: a string on the REST API (R6), a number with a currency on the Platform API (PL4)."""
    return Balance(_amount(value.get("balance"), "balance"), _string(value.get("currency")))


def coverage_of(value: Mapping[str, Any]) -> Coverage:
    """A coverage reply (R5); a number that cannot be routed has no charge."""
    charge = value.get("minimumCharge")
    amount = None if charge is None else _amount(charge, "minimumCharge")
    routable = value.get("routable") in (True, 1, "1", "true")
    return Coverage(routable, _string(value.get("destination")), amount)


def state_of(value: Mapping[str, Any]) -> MessageState:
    """A state under the names of the REST API or of the pushes (``apiMsgId``, ``cliMsgId``, ``status``)."""

    def first(*names: str) -> Any:
        return next((value[name] for name in names if value.get(name) not in (None, "")), None)

    status = first("messageStatus", "status", "statusCode")
    if status is None:
        raise DecodeError("no status", 0, "messageStatus")
    text = str(status).strip()
    charge = first("charge")
    stamp = first("timestamp")
    return MessageState(
        message_id=_string(first("apiMessageId", "apiMsgId")),
        status=text.zfill(3) if text.isascii() and text.isdigit() else text,
        description=_string(first("description", "statusDescription")),
        client_message_id=_string(first("clientMessageId", "cliMsgId", "climsgid")),
        charge=None if charge is None else _amount(charge, "charge"),
        to=_string(first("to")),
        from_=_string(first("from")),
        timestamp=None if stamp is None else _moment(stamp),
    )


def _moment(value: Any) -> datetime | None:
    """Unix seconds, as the pushes carry them; anything else is left out."""
    text = str(value)
    if not (text.isascii() and text.isdigit() and len(text) <= 11):
        return None
    return datetime.fromtimestamp(int(text), timezone.utc)


def push(content: str | bytes | Mapping[str, Any] | Iterable[tuple[str, Any]]) -> MessageState:
    """A status push (A10): the parameters of a query or form, as octets, pairs or a mapping, or JSON.

    JSON may hold the object itself or in a member ``data``. The XML and SOAP pushes are not read.
    """
    value: Any = content
    if isinstance(content, (str, bytes)):
        text = read_text(content).strip()
        value = read_json(content) if text[:1] in ("{", "[") else dict(parse_qsl(text, keep_blank_values=True))
    elif not isinstance(content, Mapping):
        value = dict(content)
    value = _mapping(value, "callback")
    inside = value.get("data")
    return state_of(inside if isinstance(inside, Mapping) else value)
