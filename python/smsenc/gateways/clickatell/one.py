"""The One API: ``POST https://platform.clickatell.com/v1/message``, ``messages[]`` for SMS and WhatsApp (N1, N2, N3).

One object per recipient, at most 200 in a request; the key in ``Authorization`` without ``Bearer``. An SMS goes as
text; the gateway chooses the alphabet and cuts. WhatsApp takes text up to 4096 characters, or octets as base64 with
``content_type``. Fields that only WhatsApp has are refused on SMS with the code of this API (23).
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from smsenc import Message, estimate
from smsenc.errors import Error
from smsenc.gateways import _json
from smsenc.gateways._errors import InvalidParameter, raise_faults
from smsenc.gateways._request import Envelope, Note, Plan, Request, seal

from . import responses
from ._envelope import bearer, checked_url
from ._evidence import note
from ._kinds import Boolean, ClientId, Content, Recipients, Sender, Words, client_id
from ._legacy import split_options
from ._modern import ceiling, check_text, sms
from ._recipients import Duplicates, Recipient, numbers, usual
from ._stream import Failure, chunked
from ._table import Context, Parameter, check
from ._table import schema as table_schema
from ._values import Knowledge, Limits
from .responses import Balance, MessageState, SendResult

if TYPE_CHECKING:
    from typing_extensions import Unpack

__all__ = [
    "BASE_URL",
    "TABLE",
    "Parameters",
    "balance",
    "parse_balance",
    "parse_callback",
    "parse_response",
    "parse_status",
    "request",
    "requests",
    "requests_from_rows",
    "schema",
    "status",
]

BASE_URL = "https://platform.clickatell.com/v1"

TABLE: tuple[Parameter, ...] = (
    Parameter("channel", "channel", Words(("sms", "whatsapp")), "23", "N1", "the channel; missing means SMS"),
    Parameter("to", "to", Recipients(many=False), "25", "N2", "one number in international form", True),
    Parameter("content", "content", Content(), "23", "N1, N2", "the text, or base64 of media", True),
    Parameter("from_", "from", Sender(), "23", "N1", "the sender, for two-way SMS"),
    Parameter("client_message_id", "clientMessageId", ClientId(), "23", "N2", "the caller's id"),
    Parameter("content_type", "contentType", Words(), "23", "N2", "the type of media; WhatsApp only"),
    Parameter("preview_first_url", "previewFirstUrl", Boolean(), "23", "N2", "show a preview; WhatsApp only"),
    Parameter("caption", "caption", Words(), "23", "N2", "a caption, not for audio; WhatsApp only"),
    Parameter("template", "template", Words(), "23", "N2", "a message template; WhatsApp only"),
    Parameter("parameters", "parameters", Words(), "23", "N2", "parameters of the template; WhatsApp only"),
    Parameter("related_message_id", "relatedMessageId", Words(), "23", "N2", "an earlier message; WhatsApp only"),
)
"""The fields of one message object, one row each."""

_ROWS = {row.name: row for row in TABLE}
_WHATSAPP_ONLY = (
    "content_type",
    "preview_first_url",
    "caption",
    "template",
    "parameters",
    "related_message_id",
)
_CODES: dict[str, str | None] = {"opted_out": "26", "balance": "20"}
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

    channel: Literal["sms", "whatsapp"] | None
    from_: str | None
    client_message_id: str | Callable[[], str] | None
    content_type: str | None
    preview_first_url: bool | None
    caption: str | None
    template: str | None
    parameters: str | None
    related_message_id: str | None
    max_message_parts: int | None
    duplicates: Duplicates
    seen: set[str] | None
    allow_unverified: Iterable[str]
    limits: Limits
    knowledge: Knowledge | None


class _Coded:
    """A content on the wire: its JSON, its count and its notes."""

    __slots__ = ("json", "notes", "plan")

    def __init__(self, json: str, plan: Plan | None, notes: tuple[Note, ...]) -> None:
        self.json = json
        self.plan = plan
        self.notes = notes


class _Call:
    __slots__ = (
        "client_id",
        "envelope",
        "faults",
        "head",
        "limit",
        "limits",
        "notes",
        "recipient",
        "size",
        "tail",
        "values",
    )

    def __init__(self, parameters: Mapping[str, Any], token: str | None, base_url: str) -> None:
        for name in ("content", "to"):
            if name in parameters:
                raise TypeError(f"{name} is not a keyword here: it is the content or the recipients")
        given, options = split_options(parameters, _OPTIONS)
        self.limits: Limits = options["limits"]
        context = Context(self.limits, options["allow_unverified"])
        self.values = values = check(TABLE, given, context)
        try:
            self.limit = ceiling(options["max_message_parts"])
        except InvalidParameter as fault:
            self.limit = None
            context.faults.append(fault)
        if not self.whatsapp:
            for name in _WHATSAPP_ONLY:
                if name in values:
                    context.faults.append(_ROWS[name].fault(values[name], "only with channel='whatsapp'"))
        elif "caption" in values and str(values.get("content_type", "")).startswith("audio/"):
            context.faults.append(_ROWS["caption"].fault(values["caption"], "not for audio"))
        knowledge: Knowledge | None = options["knowledge"]
        self._foretell(values.get("from_"), knowledge, context)
        self.client_id = values.get("client_message_id")
        if self.client_id is not None:
            context.note("client-message-id-form", "client_message_id")
        self.faults = context.faults
        self.notes = tuple(context.notes)
        self.size = self.limits.recipients or 200
        self.recipient = Recipient(_ROWS["to"], self.limits, options["duplicates"], knowledge, _CODES, options["seen"])
        channel = values.get("channel")
        self.head = "{" if channel is None else f'{{"channel":"{channel}",'
        self.tail = "".join(
            f',"{_ROWS[name].wire}":{_json.render(values[name])}'
            for name in ("from_", *_WHATSAPP_ONLY)
            if name in values
        )
        headers = [("Content-Type", "application/json"), ("Accept", "application/json")]
        if token is not None:
            headers.append(("Authorization", bearer(token)))
        self.envelope = Envelope("POST", checked_url(base_url) + "/message", tuple(headers))

    @staticmethod
    def _foretell(from_: str | None, knowledge: Knowledge | None, context: Context) -> None:
        if knowledge is None or from_ is None:
            return
        if from_ in knowledge.suspended_senders:
            allowed = "a sender that is not suspended (by the list that was passed in)"
            context.faults.append(_ROWS["from_"].fault(from_, allowed, "44", "knowledge="))
        if knowledge.registered_senders is not None and from_ not in knowledge.registered_senders:
            allowed = "a sender of the integration (by the list that was passed in)"
            context.faults.append(_ROWS["from_"].fault(from_, allowed, "45", "knowledge="))

    @property
    def whatsapp(self) -> bool:
        return bool(self.values.get("channel") == "whatsapp")

    def content(self, content: Any) -> _Coded:
        if not self.whatsapp:
            if isinstance(content, (bytes, bytearray, memoryview)):
                allowed = "a text: no field for octets is documented on SMS"
                raise InvalidParameter("content", content, allowed, "23", "N2")
            sent = sms(content, self.limit, "100")
            if sent.octets:
                raise InvalidParameter("content", None, "a text: no field for octets is documented on SMS", "23", "N2")
            notes = sent.notes
            if sent.plan.parts > 1:
                notes += (note("one-parts-ceiling", "content"),)
            return _Coded(_json.string(sent.text), sent.plan, notes)
        if isinstance(content, Message):
            content = content.data if content.text is None else content.text
        if isinstance(content, str):
            check_text(content, "content", "23")
            if len(content) > self.limits.content:
                allowed = f"at most {self.limits.content} characters"
                raise InvalidParameter("content", content, allowed, "24", "N1", "Limits(content=...)")
            return _Coded(_json.string(content), None, ())
        if isinstance(content, (bytes, bytearray, memoryview)):
            if "content_type" not in self.values:
                raise InvalidParameter("content_type", None, "the type of the media", "23", "N2")
            if not len(content):
                raise InvalidParameter("content", b"", "not empty", "23", "N2")
            return _Coded(_json.string(base64.b64encode(content).decode("ascii")), None, ())
        raise TypeError(f"content must be str, bytes or Message, not {type(content).__name__}")

    def own_id(self, value: Any) -> str:
        return client_id(value, _ROWS["client_message_id"], self.limits)

    def message(self, coded: _Coded, to: str, own_id: str | None = None) -> str:
        """One object of ``messages``."""
        if own_id is None and self.client_id is not None:
            own_id = self.client_id if isinstance(self.client_id, str) else self.own_id(self.client_id())
        identified = "" if own_id is None else f',"clientMessageId":"{own_id}"'
        return f'{self.head}"to":"{to}","content":{coded.json}{self.tail}{identified}}}'

    def body(self, messages: list[str], notes: tuple[Note, ...], plan: Plan | None) -> Request:
        return seal(self.envelope, f'{{"messages":[{",".join(messages)}]}}'.encode("ascii"), notes, plan)

    def one(self, content: Any, to: Any) -> Request:
        iterator, single = numbers(to)
        return self.render(*self.settle(content, list(iterator), single, 0, self.faults))

    def settle(
        self, content: Any, given: list[Any], single: bool, index: int, faults: Iterable[InvalidParameter] = ()
    ) -> tuple[_Coded, list[str], tuple[Note, ...]]:
        """The content, the numbers that it goes to, and notes; all faults of both at once."""
        found = list(faults)
        accepted, notes, wrong = self.recipient.chunk(given, index, single)
        found += wrong
        if len(accepted) > self.size:
            allowed = f"at most {self.size} messages in a request"
            found.append(InvalidParameter("to", None, allowed, "22", "N1, N4", "requests()"))
        if not wrong:
            found += self.recipient.none_left(given, accepted)
        coded = None
        try:
            coded = self.content(content)
        except InvalidParameter as fault:
            found.append(fault)
        if coded is not None and coded.plan is not None:
            found += self.recipient.balance_fault(accepted, coded.plan.parts)
        if found or coded is None:
            raise_faults(found)
        self.recipient.commit(accepted)
        return coded, accepted, notes

    def render(self, coded: _Coded, to: list[str], notes: tuple[Note, ...]) -> Request:
        return self.body([self.message(coded, number) for number in to], self.notes + coded.notes + notes, coded.plan)

    def rows(self, rows: Iterable[Any], size: int) -> Iterator[Request | Failure]:
        messages: list[str] = []
        notes: dict[Note, None] = dict.fromkeys(self.notes)
        settled = (self.client_id, self.recipient.knowledge, self.recipient.seen)
        common = all(value is None for value in settled) and not self.whatsapp
        string, head, tail = _json.string, self.head, self.tail
        for index, row in enumerate(rows):
            try:
                # The common row, one part of ASCII to one usual number, needs no note and no further check.
                if common and len(row) == 2:
                    content, to = row
                    if (
                        type(content) is str
                        and type(to) is str
                        and content.isascii()
                        and 0 < len(content) <= 160
                        and "\n" not in content
                        and usual(to)
                        and estimate(content).segments == 1
                    ):
                        messages.append(f'{head}"to":"{to}","content":{string(content)}{tail}}}')
                        if len(messages) >= size:
                            yield self.body(messages, tuple(notes), None)
                            messages, notes = [], dict.fromkeys(self.notes)
                        continue
                if isinstance(row, (str, bytes)) or not 2 <= len(row) <= 3:
                    raise TypeError("a row is (content, to) or (content, to, client_message_id)")
                # An own id that is wrong leaves the number unseen, so it is looked at first.
                own_id = self.own_id(row[2]) if len(row) == 3 else None
                coded, accepted, more = self.settle(row[0], [row[1]], True, index)
                if own_id is not None:
                    more += (note("client-message-id-form", "client_message_id"),)
                made = [self.message(coded, number, own_id) for number in accepted]
            except (Error, TypeError) as error:
                yield Failure(index, error)
                continue
            messages += made
            notes.update(dict.fromkeys(coded.notes + more))
            if len(messages) >= size:
                yield self.body(messages, tuple(notes), None)
                messages, notes = [], dict.fromkeys(self.notes)
        if messages:
            yield self.body(messages, tuple(notes), None)


def request(
    content: str | bytes | Message,
    to: str | Iterable[str],
    *,
    token: str | None = None,
    base_url: str = BASE_URL,
    **parameters: Unpack[Parameters],
) -> Request:
    """One request with a message object for each number of ``to``, at most 200 (N1; one client caps at 100).

    Raises :class:`InvalidParameter` with the codes of this API: 22 too many messages, 23 a wrong or missing
    parameter, 24 WhatsApp text too long, 25 a wrong number, 44 and 45 a sender that ``knowledge`` rules out,
    100 more parts than ``max_message_parts``.

    >>> request("Hello", "27831234567", channel="sms").content
    b'{"messages":[{"channel":"sms","to":"27831234567","content":"Hello"}]}'
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
    """As many requests as recipients ask for, lazily, 200 messages in each."""
    call = _Call(parameters, token, base_url)
    if call.faults:
        raise_faults(call.faults)
    coded = call.content(content)
    pairs = chunked(call.recipient, to, call.size, coded.plan.parts if coded.plan is not None else 0)
    return (call.render(coded, accepted, notes) for accepted, notes in pairs)


def requests_from_rows(
    rows: Iterable[tuple[Any, ...]],
    *,
    token: str | None = None,
    base_url: str = BASE_URL,
    messages_per_request: int | None = None,
    **parameters: Unpack[Parameters],
) -> Iterator[Request | Failure]:
    """Personalised rows ``(content, to[, client_message_id])``, up to 200 messages packed in each request, lazily.

    A failed row is a :class:`Failure` with its index and stands in no request; the others keep their order.
    """
    call = _Call(parameters, token, base_url)
    if call.faults:
        raise_faults(call.faults)
    size = call.size if messages_per_request is None else messages_per_request
    if not 1 <= size <= call.size:
        raise InvalidParameter("messages_per_request", size, f"1 to {call.size}", "22", "N1")
    return call.rows(rows, size)


def schema(limits: Limits | None = None, *, policy: bool = False) -> dict[str, Any]:
    """The JSON Schema of a body; ``policy=True`` gives the overlay of this package's own demands."""
    chosen = Limits() if limits is None else limits
    item = table_schema(TABLE, "message", chosen, policy=policy)
    messages: dict[str, Any] = {"type": "array", "items": item}
    if not policy:
        messages.update(
            {"minItems": 1, "maxItems": chosen.recipients or 200, "x-evidence": "N1", "x-gateway-code": "22"}
        )
        item["allOf"] = [
            {
                "if": {"properties": {"channel": {"const": "whatsapp"}}, "required": ["channel"]},
                "else": {"properties": {_ROWS[name].wire: False for name in _WHATSAPP_ONLY}},
                "x-evidence": "N2",
            }
        ]
    result: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "One API, send",
        "type": "object",
        "properties": {"messages": messages},
    }
    if not policy:
        result["required"] = ["messages"]
        result["additionalProperties"] = False
    return result


def _get(path: str, token: str | None, base_url: str) -> Request:
    headers = [("Accept", "application/json")]
    if token is not None:
        headers.append(("Authorization", bearer(token)))
    return Request("GET", checked_url(base_url) + path, tuple(headers))


def status(message_id: str, *, token: str | None = None, base_url: str = BASE_URL) -> Request:
    """The request that asks for the state of a message (C9)."""
    if not isinstance(message_id, str):
        raise TypeError(f"message_id must be a str, not {type(message_id).__name__}")
    if not (message_id.isascii() and message_id.replace("-", "").isalnum()):
        raise InvalidParameter("message_id", message_id, "the id that the gateway returned", "23", "C9")
    return _get(f"/message/{message_id}", token, base_url)


def balance(*, token: str | None = None, base_url: str = BASE_URL) -> Request:
    """The request that asks for the balance (C9)."""
    return _get("/balance", token, base_url)


def parse_response(status: int, content: str | bytes) -> SendResult:
    """The reply to :func:`request` (N3): 202, or 207 when at least one of several messages was refused (N4)."""
    return responses.send_result("one", status, content)


def parse_balance(content: str | bytes) -> Balance:
    """The reply to :func:`balance`."""
    value = responses.read_json(content)
    return responses.balance_of(value if isinstance(value, dict) else {})


def parse_status(content: str | bytes) -> MessageState:
    """The reply to :func:`status`."""
    return responses.push(content)


def parse_callback(content: str | bytes | Mapping[str, Any]) -> MessageState:
    """A status push, read under the names that the other dialects document."""
    return responses.push(content)
