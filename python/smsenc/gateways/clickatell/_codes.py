"""Error codes, message statuses and HTTP statuses, per dialect, with their sources.

A code belongs to its dialect: 100 is "data malformed" on the REST API and "maximum message parts exceeded" on the One
API. ``001``, ``"1"`` and ``1`` are one code. ``retry`` tells whether sending the same request again can help: ``True``
or ``False`` where a document says so (H2, N4 and R8 ask to retry; R9 asks to correct the request), else ``None``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

__all__ = ["CODES", "HTTP_STATUSES", "MESSAGE_STATUSES", "Code", "Dialect", "code", "normal_code"]

Dialect = Literal["rest", "http", "platform", "one"]


@dataclass(frozen=True, slots=True)
class Code:
    """One error code of one dialect. ``meaning`` is ``None`` for a code that no list of the dialect has."""

    dialect: Dialect
    code: str
    meaning: str | None
    retry: bool | None
    sources: str

    def to_dict(self) -> dict[str, Any]:
        """The code as JSON-ready data."""
        return {"dialect": self.dialect, "code": self.code, "meaning": self.meaning, "retry": self.retry}


_REST_LIST = {
    "001": ("authentication failed", None),
    "007": ("the address that the request came from is locked out", False),
    "100": ("the JSON or XML is malformed", False),
    "101": ("invalid or missing parameters", None),
    "102": ("invalid user data header", False),
    "105": ("invalid destination address", False),
    "106": ("invalid source address", False),
    "108": ("invalid or missing API id", False),
}
_HTTP_LIST = {
    "001": "authentication failed",
    "002": "unknown user name or password",
    "003": "the session has expired",
    "004": "the account is frozen",
    "005": "the session id is missing",
    "007": "the address that the request came from is locked out",
    "101": "invalid or missing parameters",
    "102": "invalid user data header",
    "103": "unknown API message id",
    "104": "unknown client message id",
    "105": "invalid destination address",
    "106": "invalid source address",
    "107": "empty message",
    "108": "invalid or missing API id",
    "109": "missing message id",
    "110": "error with an e-mail message",
    "111": "invalid protocol",
    "112": "invalid message type",
    "113": "maximum message parts exceeded",
    "114": "cannot route the message",
    "115": "the message has expired",
    "116": "invalid Unicode data",
    "120": "invalid delivery time",
    "121": "the destination number is blocked",
    "122": "the destination number has opted out",
    "123": "the sender id is not registered",
    "128": "the number is delisted",
    "130": "the message limit is exceeded until a time stamp",
    "201": "invalid batch id",
    "202": "no batch template",
    "301": "no credit left",
    "302": "maximum allowed credit",
    "901": "internal error, please retry",
}
_HTTP_2013 = frozenset({"130", "901"})
_ONE_LIST = {
    "1": "invalid or missing integration API key",
    "2": "the account is not active",
    "3": "the integration is not active",
    "7": "the address that the request came from is not approved",
    "18": "internal error",
    "19": "internal error, please retry",
    "20": "insufficient account balance",
    "21": "the payload is malformed",
    "22": "too many messages in one request",
    "23": "invalid or missing parameter",
    "24": "the content is too long",
    "25": "invalid recipient address",
    "26": "the recipient has opted out",
    "27": "the recipient is not available on the channel",
    "28": "the recipient is not available on the sandbox",
    "30": "content type not supported",
    "31": "the media file is too large",
    "32": "the media payload is too large",
    "33": "media item not found",
    "38": "the channel or feature is not active on the integration",
    "39": "the channel is not available on the integration",
    "40": "character set not supported",
    "41": "the resource does not exist",
    "42": "HTTP method not supported",
    "43": "rate limit",
    "44": "the `from` number is suspended",
    "45": "the `from` number does not belong to the integration",
    "46": "demo access has expired",
    "100": "maximum message parts exceeded",
    "101": "the destination does not support two-way messages",
    "110": "USA: a two-way integration must be used",
    "111": "USA: STOP and SUBSCRIBE must be enabled on the integration",
}


def _lists() -> dict[Dialect, Mapping[str, Code]]:
    http: dict[str, Code] = {}
    for number, meaning in _HTTP_LIST.items():
        source = "H2" if number in _HTTP_2013 else "H1 app. A"
        http[number] = Code("http", number, meaning, True if number == "901" else None, source)
    rest = {number: Code("rest", c.code, c.meaning, c.retry, c.sources) for number, c in http.items()}
    for number, (meaning, retry) in _REST_LIST.items():
        rest[number] = Code("rest", number, meaning, retry, "R9")
    one = {
        number: Code("one", number, text, True if number == "19" else None, "N4") for number, text in _ONE_LIST.items()
    }
    return {
        "rest": MappingProxyType(rest),
        "http": MappingProxyType(http),
        "platform": MappingProxyType({}),
        "one": MappingProxyType(one),
    }


CODES: Mapping[Dialect, Mapping[str, Code]] = MappingProxyType(_lists())
"""The documented codes of each dialect. The REST list is stored to 108; its later codes are those of the HTTP list.
No list of the Platform API was found."""

MESSAGE_STATUSES: Mapping[str, str] = MappingProxyType(
    {
        "001": "unknown message",
        "002": "queued",
        "003": "delivered to the gateway or network",
        "004": "received by the handset",
        "005": "error with the message",
        "006": "cancelled by the user",
        "007": "error delivering the message",
        "008": "accepted",
        "009": "routing error",
        "010": "expired, not charged",
        "011": "queued for later delivery",
        "012": "out of credit",
        "014": "message limit exceeded",
    }
)
"""Statuses of a message on the old gateway (H1 app. B; 014 from H2)."""

HTTP_STATUSES: Mapping[int, tuple[str, bool | None]] = MappingProxyType(
    {
        200: ("done", None),
        202: ("accepted", None),
        207: ("several messages with different outcomes", None),
        400: ("parameters or headers are not valid", None),
        401: ("authentication failed, or the address is locked out", None),
        402: ("no credit left", None),
        404: ("no such resource", None),
        405: ("wrong method", None),
        410: ("the number is blocked, delisted or cannot be routed", None),
        429: ("rate limit", None),
        503: ("temporary; retry", True),
    }
)
"""HTTP statuses of the REST API with whether a retry helps (R8)."""


def normal_code(dialect: Dialect, value: object) -> str:
    """The one spelling of a code: three digits on the old gateway, no leading zeros on the new ones."""
    text = str(value).strip()
    if not (text.isascii() and text.isdigit()):
        return text
    bare = text.lstrip("0") or "0"
    return bare.zfill(3) if dialect in ("rest", "http") else bare


def code(dialect: Dialect, value: object) -> Code:
    """The code of ``dialect`` that ``value`` spells; without a meaning if no list has it."""
    number = normal_code(dialect, value)
    known = CODES[dialect].get(number)
    return Code(dialect, number, None, None, "") if known is None else known
