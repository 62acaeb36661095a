"""Rendering and cutting for the REST API: from prepared parameters, content and recipients to ``Request`` values.

Bodies are ASCII JSON with the keys in the order of the table; numbers are bare (A3 has the only sample).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from smsenc import Encoding, estimate
from smsenc.errors import Error
from smsenc.gateways import _json
from smsenc.gateways._errors import InvalidParameter, raise_faults
from smsenc.gateways._request import Envelope, Note, Plan, Request, seal

from ._coding import Coded
from ._envelope import bearer, checked_url
from ._evidence import note
from ._legacy import Prepared
from ._stream import Concatenation, Failure, chunked, code_all

__all__ = ["RestCall", "envelope"]


def envelope(token: str | None, base_url: str, path: str = "/message", method: str = "POST") -> Envelope:
    """The shared part of a call. Without a token the ``Authorization`` header is left to the caller."""
    headers = [("X-Version", "1"), ("Accept", "application/json")]
    if method == "POST":
        headers.insert(1, ("Content-Type", "application/json"))
    if token is not None:
        headers.append(("Authorization", bearer(token, "Bearer ")))
    return Envelope(method, checked_url(base_url) + path, tuple(headers))


class RestCall:
    """Prepared parameters in a ready envelope."""

    __slots__ = ("envelope", "number_notes", "prepared", "size", "static")

    def __init__(self, prepared: Prepared, envelope: Envelope) -> None:
        self.prepared = prepared
        self.envelope = envelope
        self.size = prepared.limits.recipients or 200
        wires = {name: row.wire for name, row in prepared.rows.items()}
        # What is the same in every body, rendered once: the keys behind `type`, but for features and the own id.
        self.static = "".join(
            f',"{wires[name]}":{_json.render(value)}'
            for name, value in prepared.values.items()
            if name != "required_features"
        )
        self.number_notes = (note("json-number-type", "max_message_parts"),)

    def one(self, content: Any, to: Any) -> Request:
        """One request. All faults of parameters, content and recipients are raised together."""
        coded, accepted, notes = self.prepared.coded(content, to, self.size)
        return self.render(coded, accepted, notes)

    def many(self, content: Any, to: Any, concatenation: Concatenation, reference: int | None) -> Iterator[Request]:
        """A request per chunk of recipients and segment, in that order."""
        faults = list(self.prepared.faults)
        bodies: list[Coded] = []
        own = False
        try:
            bodies, own = code_all(self.prepared.coder, content, concatenation, reference)
        except InvalidParameter as fault:
            faults.append(fault)
        if faults:
            raise_faults(faults)
        parts = 1 if own and self.prepared.parts != "connection" else None
        return self._many(bodies, chunked(self.prepared.recipient, to, self.size), parts)

    def _many(
        self, bodies: Sequence[Coded], chunks: Iterator[tuple[list[str], tuple[Note, ...]]], parts: int | None
    ) -> Iterator[Request]:
        needed = sum(coded.plan.parts for coded in bodies)
        for accepted, notes in chunks:
            faults = self.prepared.recipient.balance_fault(accepted, needed)
            if faults:
                raise_faults(faults)
            for coded in bodies:
                yield self.render(coded, accepted, notes, parts)

    def render(
        self,
        coded: Coded,
        to: Sequence[str],
        notes: tuple[Note, ...],
        max_parts: int | None = None,
        own_id: str | None = None,
    ) -> Request:
        """The request for content that is coded and numbers that are checked."""
        prepared = self.prepared
        parts = prepared.max_parts(coded.plan.parts) if max_parts is None else max_parts
        body = [f'{{"text":{_json.string(coded.text)},"to":["', '","'.join(to), '"]']
        if coded.unicode is not None:
            body.append(f',"unicode":{coded.unicode}')
        if coded.binary is not None:
            body.append(f',"binary":{coded.binary}')
        if coded.udh is not None:
            body.append(f',"udh":"{coded.udh}"')
        body.append(self.tail(parts, coded.type))
        if own_id is None:
            own_id = prepared.own_id()
        if own_id is not None:
            body.append(f',"clientMessageId":"{own_id}"')
        body.append("}")
        all_notes = prepared.notes + coded.notes + notes + prepared.message_notes(coded.type)
        return seal(self.envelope, "".join(body).encode("ascii"), all_notes + self.number_notes, coded.plan)

    def tail(self, parts: int | None, kind: str | None) -> str:
        """The keys behind ``udh`` up to the own id."""
        body = "" if parts is None else f',"maxMessageParts":{parts}'
        if kind is not None:
            body += f',"type":"{kind}"'
        features = self.prepared.features(kind)
        return body + self.static + (f',"requiredFeatures":{features}' if features else "")

    def rows(self, rows: Iterable[Any]) -> Iterator[Request | Failure]:
        """A request, or the failure, for each row ``(content, to)`` or ``(content, to, client_message_id)``."""
        if self.prepared.faults:
            raise_faults(self.prepared.faults)
        return self._rows(rows)

    def _rows(self, rows: Iterable[Any]) -> Iterator[Request | Failure]:
        coder, recipient = self.prepared.coder, self.prepared.recipient
        # The common row is rendered here, in few steps: plain ASCII on one line, one usual number, nothing that
        # depends on the row but text, number and count. All other rows take the long way, to the same result.
        settled = (coder.unicode, coder.binary, coder.udh, coder.type, self.prepared.client_id)
        common = all(value is None for value in settled) and recipient.knowledge is None and recipient.seen is None
        plans = {n: Plan(Encoding.GSM7, n, n) for n in range(1, coder.ceiling + 1)}
        tails = {n: '"]' + self.tail(self.prepared.max_parts(n), None) + "}" for n in plans}
        notes = self.prepared.notes + self.number_notes
        string, gsm7, sealed = _json.string, Encoding.GSM7, self.envelope
        for index, row in enumerate(rows):
            try:
                if common and len(row) == 2:
                    content, to = row
                    if (
                        type(content) is str
                        and type(to) is str
                        and content.isascii()
                        and content
                        and "\n" not in content
                        and 7 <= len(to) <= 15
                        and to.isascii()
                        and to.isdigit()
                        and to[0] != "0"
                    ):
                        estimated = estimate(content)
                        if estimated.encoding is gsm7 and estimated.segments in plans:
                            parts = estimated.segments
                            body = f'{{"text":{string(content)},"to":["{to}{tails[parts]}'
                            yield seal(sealed, body.encode(), notes, plans[parts])
                            continue
                yield self._row(row)
            except (Error, TypeError) as error:
                yield Failure(index, error)

    def _row(self, row: Any) -> Request:
        if isinstance(row, (str, bytes)) or not 2 <= len(row) <= 3:
            raise TypeError("a row is (content, to) or (content, to, client_message_id)")
        content, to = row[0], row[1]
        own_id = None
        if len(row) == 3:
            own_id = self.prepared.checked_id(row[2])
        coded, accepted, notes = self.prepared.coded(content, to, self.size)
        return self.render(coded, accepted, notes, None, own_id)
