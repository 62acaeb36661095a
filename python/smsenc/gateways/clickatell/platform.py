"""The REST API of the Platform: ``POST https://platform.clickatell.com/messages`` (PL1, PL2).

Nine fields, text as it is, the key in ``Authorization`` without ``Bearer``. There is no counterpart for parts, credits,
features, types or callbacks of the old gateway. The documents give no list of error codes for it: every refusal here
has ``gateway_code=None``. ``send_by_get`` is its HTTP variant (PL3): one number, key in the query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypedDict
from urllib.parse import urlencode

from smsenc.gateways import _json
from smsenc.gateways._errors import InvalidParameter, raise_faults
from smsenc.gateways._request import Envelope, Note, Request, seal

from . import responses
from ._envelope import bearer, checked_url
from ._evidence import note
from ._kinds import Boolean, ClientId, Content, Header, Instant, Minutes, Recipients, Sender, Words, client_id
from ._legacy import split_options
from ._modern import Sent, ceiling, sms
from ._recipients import Duplicates, Recipient, numbers
from ._stream import Failure, chunked, guarded
from ._table import Context, Parameter, check
from ._table import schema as table_schema
from ._values import Knowledge, Limits
from .responses import Balance, MessageState, SendResult

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from smsenc import Message, UserDataHeader

__all__ = [
    "BASE_URL",
    "TABLE",
    "Parameters",
    "balance",
    "parse_balance",
    "parse_callback",
    "parse_response",
    "request",
    "requests",
    "requests_from_rows",
    "schema",
    "send_by_get",
]

BASE_URL = "https://platform.clickatell.com"

TABLE: tuple[Parameter, ...] = (
    Parameter("content", "content", Content(), None, "PL1, PL2", "the text", True),
    Parameter("to", "to", Recipients(unique=True), None, "PL2", "unique numbers in international form", True),
    Parameter("from_", "from", Sender(), None, "PL2", "the sender, for two-way integrations"),
    Parameter("binary", "binary", Boolean(), None, "PL2", "the content is 8-bit"),
    Parameter("client_message_id", "clientMessageId", ClientId(), None, "PL1, PL2", "the caller's id"),
    Parameter(
        "scheduled_delivery_time",
        "scheduledDeliveryTime",
        Instant("%Y-%m-%dT%H:%M:%S+0000", "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{4}$"),
        None,
        "PL1",
        "when to deliver",
    ),
    Parameter("user_data_header", "userDataHeader", Header(), None, "PL1, PL2", "the user data header in hex"),
    Parameter("validity_period", "validityPeriod", Minutes(), None, "PL1, PL2", "minutes that it may wait"),
    Parameter("charset", "charset", Words(("UTF-8",), "platform-charset"), None, "PL1", "the charset of the content"),
)
"""The nine fields of the API, one row each."""

_OPTIONS: dict[str, Any] = {
    "duplicates": "refuse",
    "seen": None,
    "allow_unverified": frozenset(),
    "limits": Limits(),
    "knowledge": None,
    "now": None,
    "max_message_parts": None,
}


class Parameters(TypedDict, total=False):
    """All keywords of :func:`request`. ``max_message_parts`` is a ceiling of the caller's and not sent."""

    from_: str | None
    binary: bool | None
    client_message_id: str | Callable[[], str] | None
    scheduled_delivery_time: datetime | None
    user_data_header: UserDataHeader | bytes | str | None
    validity_period: int | timedelta | None
    charset: str | None
    max_message_parts: int | None
    duplicates: Duplicates
    seen: set[str] | None
    allow_unverified: Iterable[str]
    limits: Limits
    knowledge: Knowledge | None
    now: datetime | None


class _Call:
    __slots__ = ("envelope", "faults", "limit", "limits", "notes", "recipient", "values")

    def __init__(self, parameters: Mapping[str, Any], token: str | None, base_url: str) -> None:
        for name in ("content", "to"):
            if name in parameters:
                raise TypeError(f"{name} is not a keyword here: it is the content or the recipients")
        given, options = split_options(parameters, _OPTIONS)
        self.limits: Limits = options["limits"]
        context = Context(self.limits, options["allow_unverified"], options["now"])
        self.values = check(TABLE, given, context)
        if options["duplicates"] == "keep":
            fault = InvalidParameter("duplicates", "keep", "'refuse' or 'drop': items are unique", None, "PL2")
            context.faults.append(fault)
        try:
            self.limit = ceiling(options["max_message_parts"])
        except InvalidParameter as fault:
            self.limit = None
            context.faults.append(fault)
        if "from_" in self.values:
            context.note("platform-sender", "from_")
        if "client_message_id" in self.values:
            context.note("client-message-id-form", "client_message_id")
        self.faults = context.faults
        self.notes = tuple(context.notes)
        knowledge: Knowledge | None = options["knowledge"]
        self.recipient = Recipient(TABLE[1], self.limits, options["duplicates"], knowledge, {}, options["seen"])
        headers = [("Content-Type", "application/json"), ("Accept", "application/json")]
        if token is not None:
            headers.append(("Authorization", bearer(token)))
        self.envelope = Envelope("POST", checked_url(base_url) + "/messages", tuple(headers))

    def content(self, content: Any) -> Sent:
        sent = sms(content, self.limit, None, self.values.get("user_data_header"))
        binary = self.values.get("binary")
        if sent.octets and binary is False:
            raise InvalidParameter("binary", False, "True or None for octets", None, "PL2")
        if binary and not sent.octets:
            raise InvalidParameter("binary", True, "with `bytes` only: a text is not octets", None, "PL2")
        return sent

    def one(self, content: Any, to: Any, own_id: str | None = None) -> Request:
        faults = list(self.faults)
        iterator, single = numbers(to)
        given = list(iterator)
        accepted, notes, wrong = self.recipient.chunk(given, 0, single)
        faults += wrong
        size = self.limits.recipients or 200
        if len(accepted) > size:
            faults.append(
                InvalidParameter("to", None, f"at most {size} recipients in a request", None, "PL1", "requests()")
            )
        if not wrong:
            faults += self.recipient.none_left(given, accepted)
        sent = None
        try:
            sent = self.content(content)
        except InvalidParameter as fault:
            faults.append(fault)
        if sent is not None:
            faults += self.recipient.balance_fault(accepted, sent.plan.parts)
        if faults or sent is None:
            raise_faults(faults)
        self.recipient.commit(accepted)
        if own_id is not None:
            notes += (note("client-message-id-form", "client_message_id"),)
        return self.render(sent, accepted, notes, own_id)

    def render(self, sent: Sent, to: list[str], notes: tuple[Note, ...], own_id: str | None = None) -> Request:
        body: dict[str, Any] = {"content": sent.text, "to": to}
        for row in TABLE[2:]:
            value = self.values.get(row.name)
            if row.name == "binary" and sent.octets:
                value = True
            elif row.name == "client_message_id":
                value = own_id if own_id is not None else self.checked_id(value() if callable(value) else value)
            if isinstance(value, bytes):
                value = value.hex().upper()
            if value is not None:
                body[row.wire] = value
        return seal(self.envelope, _json.render(body).encode("ascii"), self.notes + sent.notes + notes, sent.plan)

    def checked_id(self, value: Any) -> str | None:
        return None if value is None else client_id(value, TABLE[4], self.limits)

    def row(self, row: Any) -> Request:
        if isinstance(row, (str, bytes)) or not 2 <= len(row) <= 3:
            raise TypeError("a row is (content, to) or (content, to, client_message_id)")
        return self.one(row[0], row[1], self.checked_id(row[2]) if len(row) == 3 else None)


def request(
    content: str | bytes | Message,
    to: str | Iterable[str],
    *,
    token: str | None = None,
    base_url: str = BASE_URL,
    **parameters: Unpack[Parameters],
) -> Request:
    """One request for ``content`` to at most 200 numbers (PL1). The gateway chooses the alphabet and cuts.

    Octets go as hex with ``binary`` true and a note: no document gives their form. Raises like
    :func:`rest.request <smsenc.gateways.clickatell.rest.request>`.

    >>> request("Hello", "27831234567").content
    b'{"content":"Hello","to":["27831234567"]}'
    """
    return _Call(parameters, token, base_url).one(content, to)


def requests(
    content: str | bytes | Message,
    to: str | Iterable[str],
    *,
    token: str | None = None,
    base_url: str = BASE_URL,
    **parameters: Unpack[Parameters],
) -> Iterator[Request]:
    """As many requests as recipients ask for, lazily, 200 in each."""
    call = _Call(parameters, token, base_url)
    if call.faults:
        raise_faults(call.faults)
    sent = call.content(content)
    pairs = chunked(call.recipient, to, call.limits.recipients or 200, sent.plan.parts)
    return (call.render(sent, accepted, notes) for accepted, notes in pairs)


def requests_from_rows(
    rows: Iterable[tuple[Any, ...]],
    *,
    token: str | None = None,
    base_url: str = BASE_URL,
    **parameters: Unpack[Parameters],
) -> Iterator[Request | Failure]:
    """A request, or a :class:`Failure`, for each row ``(content, to[, client_message_id])``, lazily."""
    call = _Call(parameters, token, base_url)
    if call.faults:
        raise_faults(call.faults)
    return guarded(rows, call.row)


def send_by_get(content: str, to: str, *, token: str, from_: str | None = None, base_url: str = BASE_URL) -> Request:
    """The HTTP variant: ``GET /messages/http/send``, one number, UTF-8, the key in the query (PL3, C13)."""
    if not isinstance(to, str):
        raise TypeError(f"to must be a str, not {type(to).__name__}")
    if not isinstance(content, str):
        raise TypeError(f"content must be a str, not {type(content).__name__}")
    call = _Call({"from_": from_}, None, base_url)
    ready = call.one(content, to)
    # Two surrogates that make a pair are one character in UTF-8.
    text = content.encode("utf-16", "surrogatepass").decode("utf-16")
    pairs = [("apiKey", bearer(token)), ("to", to), ("content", text)]
    if from_ is not None:
        pairs.append(("from", from_))
    address = f"{checked_url(base_url)}/messages/http/send?{urlencode(pairs)}"
    return Request("GET", address, (), b"", ready.notes, ready.plan)


def schema(limits: Limits | None = None, *, policy: bool = False) -> dict[str, Any]:
    """The JSON Schema of a body; ``policy=True`` gives the overlay of this package's own demands."""
    result = table_schema(TABLE, "Platform API, send", Limits() if limits is None else limits, policy=policy)
    result["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return result


def balance(*, token: str | None = None, base_url: str = BASE_URL) -> Request:
    """The request that asks for the balance (PL4)."""
    headers = [("Accept", "application/json")]
    if token is not None:
        headers.append(("Authorization", bearer(token)))
    return Request("GET", checked_url(base_url) + "/public-client/balance", tuple(headers))


def parse_response(status: int, content: str | bytes) -> SendResult:
    """The reply to :func:`request` (PL1, PL2)."""
    return responses.send_result("platform", status, content)


def parse_balance(content: str | bytes) -> Balance:
    """The reply to :func:`balance`: an amount and its currency."""
    value = responses.read_json(content)
    return responses.balance_of(value if isinstance(value, dict) else {})


def parse_callback(content: str | bytes | Mapping[str, Any]) -> MessageState:
    """A status push, read under the names that the other dialects document."""
    return responses.push(content)
