"""The form of the HTTP API: its table, its credentials and the URL encoding.

Kept apart so that :mod:`http`, its batch calls and its other commands share one of each.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from smsenc.gateways import _json
from smsenc.gateways._errors import InvalidParameter
from smsenc.gateways._request import Note, Request

from ._coding import Coded
from ._envelope import bearer
from ._kinds import (
    ClientId,
    Content,
    Credits,
    Features,
    Flag,
    Header,
    Instant,
    Integer,
    Minutes,
    Names,
    Recipients,
    Sender,
)
from ._legacy import CommonParameters, Prepared
from ._table import Parameter
from ._values import Credentials, MessageType

__all__ = [
    "BASE_URL",
    "TABLE",
    "Pairs",
    "Parameters",
    "auth_pairs",
    "checked_method",
    "coded_pairs",
    "content_field",
    "form",
    "static_pairs",
]

BASE_URL = "https://api.clickatell.com"

TABLE: tuple[Parameter, ...] = (
    Parameter("text", "text", Content(), "107", "H1 s5.1", "the text, or hex; octets go in `data`", True),
    Parameter("to", "to", Recipients(), "105", "H1 s5.2.2, R9", "numbers in international form, comma-joined", True),
    Parameter("unicode", "unicode", Flag(), "101", "H1 s5.2.14", "1: `text` is hex of two-byte Unicode"),
    Parameter("binary", "binary", Flag(), "101", "H1 s5.2.18", "1: the content is 8-bit"),
    Parameter("udh", "udh", Header(), "102", "H1 s5.1", "the user data header in hex, UDHL first"),
    Parameter(
        "max_message_parts",
        "concat",
        Integer(1, 3, "max_message_parts"),
        "101",
        "H1 s5.2.7, A2",
        "the most parts that the message may be cut in",
    ),
    Parameter("type", "msg_type", Names(), "112", "H1 s5.2.15", "the type of the message"),
    Parameter("from_", "from", Sender(), "106", "A6, H1 s5.2.3", "the sender"),
    Parameter("mo", "mo", Flag(), "101", "H1 s5.2.12", "1: route so that a reply can come back"),
    Parameter("escalate", "escalate", Flag(), "101", "H1 s5.2.11", "1: dearer routes may be used"),
    Parameter("user_priority_queue", "queue", Integer(1, 3), "101", "H1 s5.2.10", "1 is the highest priority"),
    Parameter("callback", "callback", Integer(0, 7), "101", "H2", "which statuses are pushed: 1 + 2 + 4"),
    Parameter("delivery_acknowledgement", "deliv_ack", Flag(), "101", "H1 s5.2.4", "1: ask for a delivery receipt"),
    Parameter("max_credits", "max_credits", Credits(), "101", "H1 s5.2.8", "the most credits that it may cost"),
    Parameter("required_features", "req_feat", Features(), "101", "H1 s5.2.9", "features that routes must have"),
    Parameter("deliver_after", "deliv_time", Minutes(10080), "120", "H1 s5.1", "minutes to wait before delivery"),
    Parameter("scheduled_delivery_time", "scheduled_time", Instant(), "120", "H1 s5.2.17", "when to deliver, UTC"),
    Parameter("validity_period", "validity", Minutes(), "101", "H1 s5.2.16", "minutes that it may wait"),
    Parameter("client_message_id", "cliMsgId", ClientId(), "101", "H1 s5.2.13", "the caller's id of the message"),
)
"""The parameters of ``sendmsg``, one row each."""

# H1 s9.3: these samples carry their hex in `text`, the ringtone in `data`.
_TEXT_FIELD_TYPES = frozenset({MessageType.NOKIA_OLOGO.value, MessageType.NOKIA_CLEAN.value})
_FORM = (("Content-Type", "application/x-www-form-urlencoded"),)

Pairs = list[tuple[str, str]]


class Parameters(CommonParameters, total=False):
    """All keywords of :func:`request`: parameters that are sent, and options that are not."""

    delivery_acknowledgement: bool | int | None
    deliver_after: int | None


def auth_pairs(token: str | Credentials | None) -> Pairs:
    if token is None:
        return []
    if isinstance(token, Credentials):
        for name in ("user", "password", "api_id"):
            if not isinstance(getattr(token, name), str):
                raise TypeError(f"{name} must be a str")
        if not (token.api_id.isascii() and token.api_id.isdigit()):
            raise InvalidParameter("api_id", None, "the digits of an API id", "108", "R9, H1 app. A")
        if not token.user or not token.password:
            raise InvalidParameter("user", None, "user and password, not empty", "002", "H1 app. A")
        return [("user", token.user), ("password", token.password), ("api_id", token.api_id)]
    if token == "":
        raise InvalidParameter("session_id", None, "a session id, not empty", "005", "H1 app. A")
    return [("session_id", bearer(token))]


def form(pairs: Pairs, url: str, method: str, notes: tuple[Note, ...] = (), plan: Any = None) -> Request:
    # Latin-1 is the one charset that a sample shows; all values are ASCII but for such texts and passwords.
    try:
        query = urlencode(pairs, encoding="latin-1")
    except UnicodeEncodeError:
        raise InvalidParameter("password", None, "characters of Latin-1", None, "own") from None
    if method == "GET":
        return Request("GET", f"{url}?{query}", (), b"", notes, plan)
    return Request("POST", url, _FORM, query.encode("ascii"), notes, plan)


def checked_method(method: str) -> str:
    if method not in ("GET", "POST"):
        raise InvalidParameter("method", method, "'GET' or 'POST'", None, "H1 s4.3")
    return method


def static_pairs(prepared: Prepared) -> Pairs:
    """The parameters that are the same in every request."""
    pairs = []
    for name, value in prepared.values.items():
        if name != "required_features":
            wire = prepared.rows[name].wire
            pairs.append((wire, value if isinstance(value, str) else _json.render(value)))
    return pairs


def content_field(coded: Coded) -> str:
    """``data`` for octets, ``text`` else and for the types whose sample has it."""
    return "data" if coded.octets and coded.type not in _TEXT_FIELD_TYPES else "text"


def coded_pairs(coded: Coded) -> Pairs:
    """``unicode``, ``binary`` and ``udh`` as the content demands them."""
    pairs = []
    if coded.unicode is not None:
        pairs.append(("unicode", str(coded.unicode)))
    if coded.binary is not None:
        pairs.append(("binary", str(coded.binary)))
    if coded.udh is not None:
        pairs.append(("udh", coded.udh))
    return pairs
