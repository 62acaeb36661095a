"""The other commands of the HTTP API (H1), and its replies: lines of ``OK:``, ``ID:`` and ``ERR:``.

Left out: ``token_pay`` (it spends money), the MMS and WAP push commands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from smsenc.errors import DecodeError
from smsenc.gateways._errors import InvalidParameter
from smsenc.gateways._request import Request

from ._codes import code
from ._envelope import bearer, checked_url
from ._http_batch import checked_numbers
from ._http_form import BASE_URL, auth_pairs, form
from ._values import Credentials, Limits
from .responses import (
    Balance,
    Coverage,
    GatewayError,
    MessageState,
    Outcome,
    SendResult,
    balance_of,
    coverage_of,
    push,
    read_text,
    state_of,
)

__all__ = [
    "auth",
    "balance",
    "charge",
    "coverage",
    "parse_auth",
    "parse_balance",
    "parse_batch",
    "parse_callback",
    "parse_coverage",
    "parse_response",
    "parse_status",
    "ping",
    "status",
    "stop",
]


def _command(path: str, token: str | Credentials | None, base_url: str, *pairs: tuple[str, str]) -> Request:
    return form([*auth_pairs(token), *pairs], checked_url(base_url) + path, "POST")


def _message_id(value: str) -> tuple[str, str]:
    if not isinstance(value, str):
        raise TypeError(f"message_id must be a str, not {type(value).__name__}")
    if not value:
        raise InvalidParameter("message_id", value, "the id that the gateway returned", "109", "H1 app. A")
    return ("apimsgid", bearer(value))


def auth(credentials: Credentials, *, base_url: str = BASE_URL) -> Request:
    """``http/auth``: opens a session of 15 minutes (H1 s4.1)."""
    if not isinstance(credentials, Credentials):
        raise TypeError(f"credentials must be Credentials, not {type(credentials).__name__}")
    return _command("/http/auth", credentials, base_url)


def ping(session_id: str, *, base_url: str = BASE_URL) -> Request:
    """``http/ping``: keeps a session open (H1 s4.2)."""
    return _command("/http/ping", session_id, base_url)


def status(message_id: str, *, token: str | Credentials | None = None, base_url: str = BASE_URL) -> Request:
    """``http/querymsg``: the state of a message (H1 s4.4)."""
    return _command("/http/querymsg", token, base_url, _message_id(message_id))


def stop(message_id: str, *, token: str | Credentials | None = None, base_url: str = BASE_URL) -> Request:
    """``http/delmsg``: stops a message that has not left the gateway."""
    return _command("/http/delmsg", token, base_url, _message_id(message_id))


def charge(message_id: str, *, token: str | Credentials | None = None, base_url: str = BASE_URL) -> Request:
    """``http/getmsgcharge``: state and charge of a message under 15 days old."""
    return _command("/http/getmsgcharge", token, base_url, _message_id(message_id))


def balance(*, token: str | Credentials | None = None, base_url: str = BASE_URL) -> Request:
    """``http/getbalance``: the credits that are left."""
    return _command("/http/getbalance", token, base_url)


def coverage(number: str, *, token: str | Credentials | None = None, base_url: str = BASE_URL) -> Request:
    """``utils/routeCoverage.php``: whether a number is reachable and the least charge of a part."""
    if not isinstance(number, str):
        raise TypeError(f"number must be a str, not {type(number).__name__}")
    number = checked_numbers(number, 1, Limits())[0]
    return _command("/utils/routeCoverage.php", token, base_url, ("msisdn", number))


# -- replies ---------------------------------------------------------------------------------------------------------

_ERR = re.compile(r"ERR:\s*([0-9]+)\s*,?\s*(.*?)(?:\s+To:\s*([0-9]+))?", re.ASCII)
_ID = re.compile(r"ID:\s*(\S+)(?:\s+To:\s*([0-9]+))?", re.ASCII)


def _error(line: str) -> GatewayError | None:
    match = _ERR.fullmatch(line)
    return None if match is None else GatewayError(code("http", match[1]), match[2] or None)


def _value(content: str | bytes, *prefixes: str) -> str:
    text = read_text(content).strip()
    for prefix in prefixes:
        if text.startswith(prefix):
            return text[len(prefix) :].strip()
    error = _error(text)
    if error is not None:
        raise DecodeError(f"the gateway answered error {error.code.code}", 0, "response")
    raise DecodeError(f"expected {' or '.join(prefixes)}", 0, "response")


def parse_response(status: int, content: str | bytes) -> SendResult:
    """The reply to ``sendmsg`` and the batch calls: ``ID: x``, ``ID: x To: y`` or ``ERR: code, text`` per line.

    One ``ERR`` line without a number is the error of the whole request.
    """
    outcomes: list[Outcome] = []
    lines = [line.strip() for line in read_text(content).splitlines() if line.strip()]
    for line in lines:
        found = _ID.fullmatch(line)
        if found is not None:
            outcomes.append(Outcome(found[2], True, found[1]))
            continue
        match = _ERR.fullmatch(line)
        if match is None:
            raise DecodeError("neither ID nor ERR", 0, "response")
        error = GatewayError(code("http", match[1]), match[2] or None)
        if len(lines) == 1 and match[3] is None:
            return SendResult("http", status, (), error)
        outcomes.append(Outcome(match[3], False, None, error))
    if not outcomes:
        raise DecodeError("empty", 0, "response")
    return SendResult("http", status, tuple(outcomes))


def parse_auth(content: str | bytes) -> str:
    """The session id of the reply to :func:`auth`. Raises ``DecodeError`` for an error reply."""
    return _value(content, "OK:")


def parse_batch(content: str | bytes) -> str:
    """The batch id of the reply to :func:`start_batch`."""
    return _value(content, "ID:")


def parse_balance(content: str | bytes) -> Balance:
    """The reply to :func:`balance`: ``Credit: n`` (2009) or ``Credits: n``."""
    return balance_of({"balance": _value(content, "Credits:", "Credit:")})


_COVERAGE = re.compile(r"(.*?)\.?\s*Charge:\s*([0-9]+(?:\.[0-9]+)?)", re.ASCII | re.DOTALL)


def parse_coverage(content: str | bytes) -> Coverage:
    """The reply to :func:`coverage`: ``OK: ... Charge: n``, or ``ERR: ...`` for a number without a route."""
    text = read_text(content).strip()
    if text.startswith("ERR"):
        return coverage_of({"routable": False})
    match = _COVERAGE.fullmatch(_value(content, "OK:"))
    if match is None:
        raise DecodeError("no charge", 0, "Charge")
    return coverage_of({"routable": True, "destination": match[1].strip(), "minimumCharge": match[2]})


_STATE = re.compile(r"(\S+)(?:\s+charge:\s*([0-9.]+))?\s+status:\s*([0-9]+)(?:\s+.*)?", re.ASCII | re.IGNORECASE)


def parse_status(content: str | bytes) -> MessageState:
    """The reply to :func:`status`, :func:`stop` or :func:`charge`: ``ID: x [charge: n] Status: nnn``."""
    match = _STATE.fullmatch(_value(content, "ID:", "apiMsgId:"))
    if match is None:
        raise DecodeError("no status", 0, "Status")
    return state_of({"apiMessageId": match[1], "charge": match[2], "messageStatus": match[3]})


def parse_callback(content: str | bytes | Mapping[str, Any] | Iterable[tuple[str, Any]]) -> MessageState:
    """A status push to the account's callback address: query or form (A10)."""
    return push(content)
