"""The HTTP/S API of the old gateway: ``https://api.clickatell.com/http/sendmsg`` and its batch calls.

The same parameters as :mod:`rest` under their HTTP names (H1 s5.1), as a URL-encoded form or query. Octets go in
``data``, but for the message types whose sample has them in ``text``. Text beyond ASCII goes as Latin-1 percent codes
(the only documented form, F1); what Latin-1 lacks goes as ``unicode``. Parameters go by POST unless ``method="GET"``
is asked for: a query with a password ends in logs.

Left out: ``token_pay`` (it spends money), the MMS and WAP push commands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlencode

from smsenc import Encoding, estimate
from smsenc.errors import DecodeError
from smsenc.gateways import _json
from smsenc.gateways._errors import InvalidParameter, UnsendableCharacter, raise_faults
from smsenc.gateways._request import Note, Request

from ._codes import code
from ._coding import Coded, lone_surrogate, utf16_hex
from ._envelope import bearer, checked_url
from ._evidence import note
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
from ._legacy import CommonParameters, Prepared, prepare
from ._stream import Concatenation, Failure, chunked, code_all, guarded
from ._table import Parameter
from ._values import Credentials, Limits, MessageType
from .responses import (
    Balance,
    Coverage,
    GatewayError,
    MessageState,
    Outcome,
    SendResult,
    coverage_of,
    push,
    read_text,
    state_of,
)

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from smsenc import Message

__all__ = [
    "BASE_URL",
    "TABLE",
    "Parameters",
    "auth",
    "balance",
    "charge",
    "coverage",
    "end_batch",
    "parse_auth",
    "parse_balance",
    "parse_batch",
    "parse_callback",
    "parse_coverage",
    "parse_response",
    "parse_status",
    "ping",
    "quick_send",
    "request",
    "requests",
    "requests_from_rows",
    "send_item",
    "start_batch",
    "status",
    "stop",
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
_FIELD = re.compile(r"#field[0-9]+#", re.ASCII)
_FORM = (("Content-Type", "application/x-www-form-urlencoded"),)

Pairs = list[tuple[str, str]]


class Parameters(CommonParameters, total=False):
    """All keywords of :func:`request`: parameters that are sent, and options that are not."""

    delivery_acknowledgement: bool | int | None
    deliver_after: int | None


def _auth_pairs(token: str | Credentials | None) -> Pairs:
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


def _form(pairs: Pairs, url: str, method: str, notes: tuple[Note, ...] = (), plan: Any = None) -> Request:
    # Latin-1 is the one charset that a sample shows; all values are ASCII but for such texts and passwords.
    try:
        query = urlencode(pairs, encoding="latin-1")
    except UnicodeEncodeError:
        raise InvalidParameter("password", None, "characters of Latin-1", None, "own") from None
    if method == "GET":
        return Request("GET", f"{url}?{query}", (), b"", notes, plan)
    return Request("POST", url, _FORM, query.encode("ascii"), notes, plan)


def _method(method: str) -> str:
    if method not in ("GET", "POST"):
        raise InvalidParameter("method", method, "'GET' or 'POST'", None, "H1 s4.3")
    return method


class _Call:
    """Prepared parameters, credentials and address of ``sendmsg``."""

    __slots__ = ("auth", "method", "prepared", "size", "static", "url")

    def __init__(self, prepared: Prepared, token: str | Credentials | None, base_url: str, method: str) -> None:
        self.prepared = prepared
        self.method = _method(method)
        self.auth = _auth_pairs(token)
        self.url = checked_url(base_url) + "/http/sendmsg"
        self.size = prepared.limits.recipients or (300 if method == "GET" else 600)
        self.static = static_pairs(prepared)

    def render(
        self,
        coded: Coded,
        to: Sequence[str],
        notes: tuple[Note, ...],
        max_parts: int | None = None,
        own_id: str | None = None,
    ) -> Request:
        prepared = self.prepared
        pairs = [*self.auth, ("to", ",".join(to)), (content_field(coded), coded.text)]
        pairs += coded_pairs(coded)
        parts = prepared.max_parts(coded.plan.parts) if max_parts is None else max_parts
        if parts is not None:
            pairs.append(("concat", str(parts)))
        if coded.type is not None:
            pairs.append(("msg_type", coded.type))
        pairs += self.static
        features = prepared.features(coded.type)
        if features:
            pairs.append(("req_feat", str(features)))
        if own_id is None:
            own_id = prepared.own_id()
        if own_id is not None:
            pairs.append(("cliMsgId", own_id))
        all_notes = prepared.notes + coded.notes + notes + prepared.message_notes(coded.type)
        return _form(pairs, self.url, self.method, all_notes, coded.plan)

    def row(self, row: Any) -> Request:
        if isinstance(row, (str, bytes)) or not 2 <= len(row) <= 3:
            raise TypeError("a row is (content, to) or (content, to, client_message_id)")
        own_id = self.prepared.checked_id(row[2]) if len(row) == 3 else None
        coded, accepted, notes = self.prepared.coded(row[0], row[1], self.size)
        return self.render(coded, accepted, notes, None, own_id)


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


def request(
    content: str | bytes | Message,
    to: str | Iterable[str],
    *,
    token: str | Credentials | None = None,
    base_url: str = BASE_URL,
    method: Literal["GET", "POST"] = "POST",
    **parameters: Unpack[Parameters],
) -> Request:
    """One ``sendmsg`` for ``content`` to at most 600 numbers (300 by GET, H3).

    ``token`` is a session id or :class:`Credentials`. Everything else is as in :func:`rest.request
    <smsenc.gateways.clickatell.rest.request>`; ``binary`` is sent for octets without a header, as in the
    samples (H1 s9.3); with ``udh`` only if given.
    """
    call = _Call(prepare(TABLE, parameters, rest=False), token, base_url, method)
    coded, accepted, notes = call.prepared.coded(content, to, call.size)
    return call.render(coded, accepted, notes)


def requests(
    content: str | bytes | Message,
    to: str | Iterable[str],
    *,
    token: str | Credentials | None = None,
    base_url: str = BASE_URL,
    method: Literal["GET", "POST"] = "POST",
    concatenation: Concatenation = "auto",
    reference: int | None = None,
    **parameters: Unpack[Parameters],
) -> Iterator[Request]:
    """As many requests as recipients and segments ask for, lazily, as in :func:`rest.requests
    <smsenc.gateways.clickatell.rest.requests>`."""
    call = _Call(prepare(TABLE, parameters, rest=False), token, base_url, method)
    faults = list(call.prepared.faults)
    bodies: list[Coded] = []
    own = False
    try:
        bodies, own = code_all(call.prepared.coder, content, concatenation, reference)
    except InvalidParameter as fault:
        faults.append(fault)
    if faults:
        raise_faults(faults)
    parts = 1 if own and call.prepared.parts != "connection" else None
    chunks = chunked(call.prepared.recipient, to, call.size)
    needed = sum(coded.plan.parts for coded in bodies)

    def stream() -> Iterator[Request]:
        for accepted, notes in chunks:
            wrong = call.prepared.recipient.balance_fault(accepted, needed)
            if wrong:
                raise_faults(wrong)
            for coded in bodies:
                yield call.render(coded, accepted, notes, parts)

    return stream()


def requests_from_rows(
    rows: Iterable[tuple[Any, ...]],
    *,
    token: str | Credentials | None = None,
    base_url: str = BASE_URL,
    method: Literal["GET", "POST"] = "POST",
    **parameters: Unpack[Parameters],
) -> Iterator[Request | Failure]:
    """A request, or a :class:`Failure`, for each row ``(content, to[, client_message_id])``, lazily."""
    call = _Call(prepare(TABLE, parameters, rest=False), token, base_url, method)
    if call.prepared.faults:
        raise_faults(call.prepared.faults)
    return guarded(rows, call.row)


# -- batches (H1) ----------------------------------------------------------------------------------------------------


def start_batch(
    template: str,
    *,
    token: str | Credentials | None = None,
    base_url: str = BASE_URL,
    **parameters: Unpack[Parameters],
) -> Request:
    """``http_batch/startbatch``: a template with ``#field1#``, ``#field2#``... and the parameters of all its messages.

    The reply is a batch id; a batch ends after 24 hours. Fields cannot be filled in Unicode messages
    (H1 s5.2.14), so a template with fields must be plain. ``concat`` is sent only if ``max_message_parts`` is
    given: the parts depend on the fields.
    """
    if not isinstance(template, str):
        raise TypeError(f"template must be a str, not {type(template).__name__}")
    prepared = prepare(TABLE, parameters, rest=False)
    faults = list(prepared.faults)
    notes = list(prepared.notes)
    unicode = prepared.coder.unicode
    wire = template
    if not template:
        faults.append(InvalidParameter("template", template, "not empty", "202", "H1 app. A"))
    else:
        position = lone_surrogate(template)
        if position is not None:
            faults.append(
                UnsendableCharacter("template", template[position], position, Encoding.UCS2, "116", "H1 app. A")
            )
        wide = estimate(template, max_segments=255).encoding is Encoding.UCS2 if len(template) < 10000 else None
        if wide is None:
            faults.append(InvalidParameter("template", template, "at most 9,999 characters", None, "own"))
        elif wide or unicode == 1 or any(character > "\xff" for character in template):
            if unicode == 0 or _FIELD.search(template):
                allowed = "fields cannot be filled in Unicode messages" if unicode != 0 else "plain text with unicode=0"
                faults.append(InvalidParameter("template", template, allowed, None, "H1 s5.2.14"))
            elif position is None:
                wire, unicode = utf16_hex(template), 1
        elif not template.isascii():
            notes.append(note("non-ascii-charset", "template"))
    if faults:
        raise_faults(faults)
    pairs = [*_auth_pairs(token), ("template", wire)]
    if unicode is not None:
        pairs.append(("unicode", str(unicode)))
    given = {name: parameters.get(name) for name in ("max_message_parts", "type")}
    if given["max_message_parts"] is not None:
        pairs.append(("concat", str(prepared.coder.ceiling)))
    if prepared.coder.type is not None:
        pairs.append(("msg_type", prepared.coder.type))
    pairs += static_pairs(prepared)
    features = prepared.features(prepared.coder.type)
    if features:
        pairs.append(("req_feat", str(features)))
    return _form(pairs, checked_url(base_url) + "/http_batch/startbatch", "POST", tuple(notes))


def _batch_id(batch_id: str) -> str:
    if not isinstance(batch_id, str):
        raise TypeError(f"batch_id must be a str, not {type(batch_id).__name__}")
    if not (batch_id.isascii() and batch_id.isalnum()):
        raise InvalidParameter("batch_id", batch_id, "the id that startbatch returned", "201", "H1 app. A")
    return batch_id


def _checked_numbers(to: str | Iterable[str], size: int, limits: Limits) -> list[str]:
    prepared = prepare(TABLE, {"limits": limits}, rest=False)
    chunks = list(chunked(prepared.recipient, [to] if isinstance(to, str) else list(to), size))
    if len(chunks) > 1:
        raise InvalidParameter("to", None, f"at most {size} recipients in a request", None, "H3")
    return chunks[0][0]


def send_item(
    batch_id: str,
    to: str,
    fields: Sequence[str] = (),
    *,
    token: str | Credentials | None = None,
    base_url: str = BASE_URL,
    limits: Limits | None = None,
) -> Request:
    """``http_batch/senditem``: one message of a batch, with the values of ``field1``, ``field2``..."""
    if not isinstance(to, str):
        raise TypeError(f"to must be a str, not {type(to).__name__}")
    if isinstance(fields, str):
        raise TypeError("fields must be a sequence of str, not a str")
    pairs = [*_auth_pairs(token), ("batch_id", _batch_id(batch_id))]
    pairs.append(("to", _checked_numbers(to, 1, limits or Limits())[0]))
    notes: tuple[Note, ...] = ()
    for index, value in enumerate(fields, 1):
        if not isinstance(value, str):
            raise TypeError(f"fields[{index - 1}] must be a str, not {type(value).__name__}")
        position = next((i for i, c in enumerate(value) if c > "\xff" or estimate(c).encoding is Encoding.UCS2), None)
        if position is not None:
            name = f"fields[{index - 1}]"
            raise UnsendableCharacter(name, value[position], position, Encoding.GSM7, None, "H1 s5.2.14")
        if not value.isascii():
            notes = (note("non-ascii-charset", "fields"),)
        pairs.append((f"field{index}", value))
    return _form(pairs, checked_url(base_url) + "/http_batch/senditem", "POST", notes)


def quick_send(
    batch_id: str,
    to: str | Iterable[str],
    *,
    token: str | Credentials | None = None,
    base_url: str = BASE_URL,
    limits: Limits | None = None,
) -> Request:
    """``http_batch/quicksend``: the same message of a batch to several numbers."""
    chosen = limits or Limits()
    numbers = _checked_numbers(to, chosen.recipients or 600, chosen)
    pairs = [*_auth_pairs(token), ("batch_id", _batch_id(batch_id)), ("to", ",".join(numbers))]
    return _form(pairs, checked_url(base_url) + "/http_batch/quicksend", "POST")


def end_batch(batch_id: str, *, token: str | Credentials | None = None, base_url: str = BASE_URL) -> Request:
    """``http_batch/endbatch``: closes a batch."""
    pairs = [*_auth_pairs(token), ("batch_id", _batch_id(batch_id))]
    return _form(pairs, checked_url(base_url) + "/http_batch/endbatch", "POST")


# -- other commands (H1) ---------------------------------------------------------------------------------------------


def _command(path: str, token: str | Credentials | None, base_url: str, *pairs: tuple[str, str]) -> Request:
    return _form([*_auth_pairs(token), *pairs], checked_url(base_url) + path, "POST")


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
    number = _checked_numbers(number, 1, Limits())[0]
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


def parse_response(content: str | bytes, status: int = 200) -> SendResult:
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
    from .responses import balance_of

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
