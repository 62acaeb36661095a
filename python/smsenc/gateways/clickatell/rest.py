"""The REST API of the old gateway ("rest-archived"): ``POST https://api.clickatell.com/rest/message``.

:func:`request` makes one request, :func:`requests` as many as recipients or segments ask for,
:func:`requests_from_rows` a stream of personalised ones. ``TABLE`` holds the eighteen parameters of the API with
their sources; :func:`schema` is made from it. Nothing that is not given is sent, except what the content demands
(``unicode``, ``binary``, ``udh``) and ``maxMessageParts``: account and connection have defaults of their own.

Left out: the XML form of the bodies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from smsenc.gateways._errors import InvalidParameter
from smsenc.gateways._request import Request

from . import responses
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
    client_id,
)
from ._legacy import CommonParameters, prepare
from ._recipients import Recipient
from ._rest_body import RestCall, envelope
from ._stream import Concatenation, Failure
from ._table import Parameter
from ._table import schema as table_schema
from ._values import Limits
from .responses import Balance, Coverage, MessageState, SendResult

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from smsenc import Message

__all__ = [
    "BASE_URL",
    "TABLE",
    "Parameters",
    "balance",
    "coverage",
    "parse_balance",
    "parse_callback",
    "parse_coverage",
    "parse_response",
    "parse_status",
    "request",
    "requests",
    "requests_from_rows",
    "schema",
    "status",
    "stop",
]

BASE_URL = "https://api.clickatell.com/rest"

TABLE: tuple[Parameter, ...] = (
    Parameter("text", "text", Content(), "107", "P, R1", "the text, or hex with `unicode`=1 or 8-bit", True),
    Parameter("to", "to", Recipients(), "105", "P, R2, R9", "numbers in international form", True),
    Parameter("unicode", "unicode", Flag(), "101", "P, H1 s5.2.14", "1: `text` is hex of two-byte Unicode"),
    Parameter("binary", "binary", Flag(), "101", "P, A3", "1: the content is 8-bit, `text` is hex"),
    Parameter("udh", "udh", Header(), "102", "P, R9, H1 s5.1", "the user data header in hex, UDHL first"),
    Parameter(
        "max_message_parts",
        "maxMessageParts",
        Integer(1, 3, "max_message_parts"),
        "101",
        "P, A2, H1 s5.2.7",
        "the most parts that the message may be cut in",
    ),
    Parameter("type", "type", Names(), "112", "P, H1 s5.2.15", "the type of the message"),
    Parameter("from_", "from", Sender(), "106", "P, A6, H1 s5.2.3", "the sender"),
    Parameter("mo", "mo", Flag(), "101", "P, H1 s5.2.12", "1: route so that a reply can come back"),
    Parameter("escalate", "escalate", Flag(), "101", "P, A7", "1: dearer routes may be used"),
    Parameter("bypass_dnc_check", "bypassDNCCheck", Flag(), "101", "P", "1: skip the do-not-contact look-up"),
    Parameter("user_priority_queue", "userPriorityQueue", Integer(1, 3), "101", "P, A5", "1 is the highest priority"),
    Parameter("callback", "callback", Integer(0, 7), "101", "P, H2", "which statuses are pushed: 1 + 2 + 4"),
    Parameter("max_credits", "maxCredits", Credits(), "101", "P, A8, H1 s5.2.8", "the most credits that it may cost"),
    Parameter("required_features", "requiredFeatures", Features(), "101", "P, A1", "features that routes must have"),
    Parameter(
        "scheduled_delivery_time",
        "scheduledDeliveryTime",
        Instant(),
        "120",
        "P, R4, H1 s5.2.17",
        "when to deliver, UTC",
    ),
    Parameter("validity_period", "validityPeriod", Minutes(), "101", "P, A4, H1 s5.1", "minutes that it may wait"),
    Parameter(
        "client_message_id",
        "clientMessageId",
        ClientId(),
        "101",
        "P, H1 s5.2.13",
        "the caller's id of the message",
    ),
)
"""The parameters of the API, one row each."""


class Parameters(CommonParameters, total=False):
    """All keywords of :func:`request`: parameters that are sent, and options that are not."""

    bypass_dnc_check: bool | int | None


def request(
    content: str | bytes | Message,
    to: str | Iterable[str],
    *,
    token: str | None = None,
    base_url: str = BASE_URL,
    **parameters: Unpack[Parameters],
) -> Request:
    """One request for ``content`` to all numbers of ``to``; the gateway cuts a long message in parts.

    A ``str`` goes as it is if GSM-7 holds it, else as hex with ``unicode`` 1; octets go as hex with
    ``binary`` 1. ``maxMessageParts`` is the number of parts that the message needs by the gateway's rule
    (160/153, 70/67, 140/134), whatever options a ``Message`` was made with. The keywords are those of
    :class:`Parameters`; ``TABLE`` has their ranges and sources. Where sources conflict, this is read: 200
    recipients (newer than 500 and 600), parts 1 to 3 (others: up to 35), any positive ``max_credits`` (six
    are listed), ``unicode`` as a flag (one page describes a language code), bare JSON numbers;
    :class:`Limits` overrides the numbers.

    >>> made = request("Privet, ж", "27831234567", callback=7, max_credits="0.8")
    >>> made.content
    b'{"text":"005000720069007600650074002C00200436","to":["27831234567"],"unicode":1,"maxMessageParts":1,"callback":7,"maxCredits":0.8}'

    Raises :class:`InvalidParameter` with all faults of the request, :class:`TooManyParts` (also
    ``TooManySegments``) over ``max_message_parts`` (default 3), ``TypeError`` for wrong types and unknown
    keywords.
    """
    return RestCall(prepare(TABLE, parameters, rest=True), envelope(token, base_url)).one(content, to)


def requests(
    content: str | bytes | Message,
    to: str | Iterable[str],
    *,
    token: str | None = None,
    base_url: str = BASE_URL,
    concatenation: Concatenation = "auto",
    reference: int | None = None,
    **parameters: Unpack[Parameters],
) -> Iterator[Request]:
    """As many requests as recipients and segments ask for, lazily: for each 200 recipients, each body in order.

    ``concatenation="gateway"`` sends one body that the gateway cuts; ``"segments"`` sends a body for each
    segment of our own, ``maxMessageParts`` 1, with ``udh`` (8-bit; UCS-2 only with
    ``allow_unverified={"unicode-with-udh"}``; 7-bit text in segments is refused, no document gives its form);
    ``"auto"`` lets the gateway cut unless octets have a header of their own or a ``Message`` has options that
    the gateway does not. ``reference`` is that of the segments, by default derived from the content.

    >>> [len(made.body["to"]) for made in requests("Hello", [str(27830000000 + n) for n in range(450)])]
    [200, 200, 50]
    >>> [made.body["udh"][:14] for made in requests(bytes(200), "27831234567", udh="06050415810000", reference=7)]
    ['0B050415810000', '0B050415810000']

    Parameters and content are checked at the call; recipients too, if ``to`` has a length, else request by
    request. Raises like :func:`request`.
    """
    call = RestCall(prepare(TABLE, parameters, rest=True), envelope(token, base_url))
    return call.many(content, to, concatenation, reference)


def requests_from_rows(
    rows: Iterable[tuple[Any, ...]],
    *,
    token: str | None = None,
    base_url: str = BASE_URL,
    **parameters: Unpack[Parameters],
) -> Iterator[Request | Failure]:
    """A request for each row ``(content, to)`` or ``(content, to, client_message_id)``, lazily, in constant memory.

    Parameters are validated and rendered once. A row that makes no request gives a :class:`Failure` with its
    index and error, and the stream goes on. Faults of the parameters are raised at the call.

    >>> for made in requests_from_rows([("Hi Ada", "27831234567"), ("Hi Bob", "Bob")]):
    ...     print(getattr(made, "content", made))
    b'{"text":"Hi Ada","to":["27831234567"],"maxMessageParts":1}'
    Failure(index=1, error=InvalidParameter('to (3 characters): ASCII digits in international form, ...'))
    """
    return RestCall(prepare(TABLE, parameters, rest=True), envelope(token, base_url)).rows(rows)


def schema(limits: Limits | None = None, *, policy: bool = False) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a send body, each constraint with its evidence.

    ``policy=True`` gives the overlay instead: what this package demands beyond the documents.
    """
    chosen = Limits() if limits is None else limits
    result = table_schema(TABLE, "REST API, send", chosen, policy=policy)
    result["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    if not policy:
        digits = "^([0-9A-Fa-f]{2})+$"
        result["allOf"] = [
            {"not": {"required": ["udh", "type"]}, "x-evidence": "H1 s5.1"},
            {
                "if": {"properties": {"unicode": {"const": 1}}, "required": ["unicode"]},
                "then": {"properties": {"text": {"pattern": "^([0-9A-Fa-f]{4})+$"}}},
                "x-evidence": "H1 s5.2.14",
                "x-gateway-code": "116",
            },
            {
                "if": {"properties": {"binary": {"const": 1}}, "required": ["binary"]},
                "then": {"properties": {"text": {"pattern": digits}, "from": {"pattern": "^[0-9]{1,16}$"}}},
                "x-evidence": "A3, H1 s5.2.18, H1 s9.3",
            },
        ]
    return result


# -- other calls -----------------------------------------------------------------------------------------------------


def _number(number: str) -> str:
    recipient = Recipient(TABLE[1], Limits(), "refuse", None, {})
    fault = recipient.fault(number, "number")
    if fault is not None:
        raise InvalidParameter("to", number, fault.allowed, fault.gateway_code, fault.evidence)
    return number


def _message_id(value: str) -> str:
    if not isinstance(value, str):
        raise TypeError(f"message_id must be a str, not {type(value).__name__}")
    if not value:
        raise InvalidParameter("message_id", value, "the id that the gateway returned", "109", "H1 app. A")
    return quote(value, safe="")


def _call(method: str, path: str, token: str | None, base_url: str) -> Request:
    shared = envelope(token, base_url, path, method)
    return Request(shared.method, shared.url, shared.headers)


def balance(*, token: str | None = None, base_url: str = BASE_URL) -> Request:
    """The request that asks for the balance (R6)."""
    return _call("GET", "/account/balance", token, base_url)


def coverage(number: str, *, token: str | None = None, base_url: str = BASE_URL) -> Request:
    """The request that asks whether a number is reachable and what a part costs at least (R5)."""
    return _call("GET", f"/coverage/{_number(number)}", token, base_url)


def status(
    message_id: str | None = None,
    *,
    client_message_id: str | None = None,
    token: str | None = None,
    base_url: str = BASE_URL,
) -> Request:
    """The request that asks for the state of a message, by the gateway's id or by the caller's (R4, C1)."""
    if client_message_id is None:
        return _call("GET", f"/message/{_message_id('' if message_id is None else message_id)}", token, base_url)
    if message_id is not None:
        raise InvalidParameter("client_message_id", client_message_id, "one of both ids", None, "own")
    own = client_id(client_message_id, TABLE[-1], Limits())
    return _call("GET", f"/message?clientMessageId={own}", token, base_url)


def stop(message_id: str, *, token: str | None = None, base_url: str = BASE_URL) -> Request:
    """The request that stops a message which has not left the gateway (R7)."""
    return _call("DELETE", f"/message/{_message_id(message_id)}", token, base_url)


def parse_response(status: int, content: str | bytes) -> SendResult:
    """The reply to :func:`request` (R1): accepted per recipient. Raises ``DecodeError`` for what is none.

    >>> result = parse_response(202, '{"data":{"message":[{"accepted":true,"to":"27831234567","apiMessageId":"ab"}]}}')
    >>> result.accepted[0].message_id
    'ab'
    """
    return responses.send_result("rest", status, content)


def parse_balance(content: str | bytes) -> Balance:
    """The reply to :func:`balance`."""
    return responses.balance_of(responses.data(content))


def parse_coverage(content: str | bytes) -> Coverage:
    """The reply to :func:`coverage`."""
    return responses.coverage_of(responses.data(content))


def parse_status(content: str | bytes) -> MessageState:
    """The reply to :func:`status` or :func:`stop`."""
    return responses.state_of(responses.data(content))


def parse_callback(content: str | bytes | Mapping[str, Any] | Iterable[tuple[str, Any]]) -> MessageState:
    """A status push to the account's callback address: query, form or JSON (A10)."""
    return responses.push(content)
