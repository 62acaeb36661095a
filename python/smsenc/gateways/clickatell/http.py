"""The HTTP/S API of the old gateway: ``https://api.clickatell.com/http/sendmsg`` and its batch calls.

The same parameters as :mod:`rest` under their HTTP names (H1 s5.1), as a URL-encoded form or query. Octets go in
``data``, but for the message types whose sample has them in ``text``. Text beyond ASCII goes as Latin-1 percent codes
(the only documented form, F1); what Latin-1 lacks goes as ``unicode``. Parameters go by POST unless ``method="GET"``
is asked for: a query with a password ends in logs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from smsenc.gateways._errors import InvalidParameter, raise_faults
from smsenc.gateways._request import Note, Request

from ._coding import Coded
from ._envelope import checked_url
from ._http_batch import end_batch, quick_send, send_item, start_batch
from ._http_commands import (
    auth,
    balance,
    charge,
    coverage,
    parse_auth,
    parse_balance,
    parse_batch,
    parse_callback,
    parse_coverage,
    parse_response,
    parse_status,
    ping,
    status,
    stop,
)
from ._http_form import (
    BASE_URL,
    TABLE,
    Parameters,
    auth_pairs,
    checked_method,
    coded_pairs,
    content_field,
    form,
    static_pairs,
)
from ._legacy import Prepared, prepare
from ._stream import Concatenation, Failure, chunked, code_all, guarded
from ._values import Credentials

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


class _Call:
    """Prepared parameters, credentials and address of ``sendmsg``."""

    __slots__ = ("auth", "method", "prepared", "size", "static", "url")

    def __init__(self, prepared: Prepared, token: str | Credentials | None, base_url: str, method: str) -> None:
        self.prepared = prepared
        self.method = checked_method(method)
        self.auth = auth_pairs(token)
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
        return form(pairs, self.url, self.method, all_notes, coded.plan)

    def row(self, row: Any) -> Request:
        if isinstance(row, (str, bytes)) or not 2 <= len(row) <= 3:
            raise TypeError("a row is (content, to) or (content, to, client_message_id)")
        own_id = self.prepared.checked_id(row[2]) if len(row) == 3 else None
        coded, accepted, notes = self.prepared.coded(row[0], row[1], self.size)
        return self.render(coded, accepted, notes, None, own_id)


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

    >>> request("Hello", ["27831234567", "27831234568"], token="session").content
    b'session_id=session&to=27831234567%2C27831234568&text=Hello&concat=1'
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
    chunks = chunked(call.prepared.recipient, to, call.size, sum(coded.plan.parts for coded in bodies))

    def stream() -> Iterator[Request]:
        for accepted, notes in chunks:
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
