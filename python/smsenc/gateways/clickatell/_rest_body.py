"""Rendering and cutting for the REST API: from prepared parameters, content and recipients to ``Request`` values.

Bodies are ASCII JSON; content and recipients come first, the own id last. Numbers are bare (A3 has the only sample).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from smsenc import Encoding, Estimate, Profile, count_segments, estimate
from smsenc.errors import Error, TooManySegments
from smsenc.gateways import _json
from smsenc.gateways._errors import InvalidParameter, raise_faults
from smsenc.gateways._request import Envelope, Note, Plan, Request, seal

from ._coding import Coded
from ._envelope import bearer, checked_url
from ._evidence import note
from ._legacy import Prepared
from ._recipients import usual
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
        needed = sum(coded.plan.parts for coded in bodies)
        return self._many(bodies, chunked(self.prepared.recipient, to, self.size, needed), parts)

    def _many(
        self, bodies: Sequence[Coded], chunks: Iterator[tuple[list[str], tuple[Note, ...]]], parts: int | None
    ) -> Iterator[Request]:
        for accepted, notes in chunks:
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
        settled = (
            self.prepared.coder.unicode,
            self.prepared.coder.binary,
            self.prepared.coder.udh,
            self.prepared.coder.type,
            self.prepared.client_id,
            self.prepared.recipient.knowledge,
            self.prepared.recipient.seen,
        )
        # The common row is rendered here, in few steps: a text and one usual number, nothing else that depends on
        # the row. All other rows take the long way, and so does every row that is refused.
        common = all(value is None for value in settled)
        shapes = _Shapes(self)
        string, gsm7, sealed = _json.string, Encoding.GSM7, self.envelope
        for index, row in enumerate(rows):
            try:
                if common and len(row) == 2:
                    content, to = row
                    if type(content) is str and type(to) is str and content and usual(to):
                        estimated = estimate(content)
                        if content.isascii() and "\n" not in content and estimated.encoding is gsm7:
                            shape = shapes.plain(estimated.segments)
                            text = string(content)
                        else:
                            shape, text = shapes.other(content, estimated)
                        if shape is not None:
                            tail, notes, plan = shape
                            yield seal(sealed, f'{{"text":{text},"to":["{to}{tail}'.encode(), notes, plan)
                            continue
                yield self._row(row)
            except TooManySegments:
                yield self._guarded(index, row)
            except (Error, TypeError) as error:
                yield Failure(index, error)

    def _guarded(self, index: int, row: Any) -> Request | Failure:
        try:
            return self._row(row)
        except (Error, TypeError) as error:
            return Failure(index, error)

    def _row(self, row: Any) -> Request:
        if isinstance(row, (str, bytes)) or not 2 <= len(row) <= 3:
            raise TypeError("a row is (content, to) or (content, to, client_message_id)")
        content, to = row[0], row[1]
        own_id = None
        if len(row) == 3:
            own_id = self.prepared.checked_id(row[2])
        coded, accepted, notes = self.prepared.coded(content, to, self.size)
        if own_id is not None:
            notes += (note("client-message-id-form", "client_message_id"),)
        return self.render(coded, accepted, notes, None, own_id)


# What the body says behind the number, the notes, and the plan.
_Shape = tuple[str, tuple[Note, ...], Plan]
_WIDE = Profile(encoding="ucs2")


class _Shapes:
    """What common rows have in common, made once for each way a text can be counted.

    There are few ways: an encoding, counts up to the ceiling, and what is notable about the text. The shapes are taken
    from the long way itself, with the first text of each kind, so that both ways give the same request.
    """

    __slots__ = ("call", "ceiling", "force", "made")

    def __init__(self, call: RestCall) -> None:
        self.call = call
        self.ceiling = call.prepared.coder.ceiling
        self.force = call.prepared.coder.non_ascii == "unicode"
        self.made: dict[Any, _Shape | None] = {}

    def plain(self, parts: int) -> _Shape | None:
        """For ASCII on one line that GSM-7 holds."""
        shape = self.made.get(parts)
        if shape is None and parts <= self.ceiling:
            shape = self._shape(Plan(Encoding.GSM7, parts, parts), (), None)
            self.made[parts] = shape
        return shape

    def other(self, text: str, estimated: Estimate) -> tuple[_Shape | None, str]:
        """For any other text: its shape and its JSON. No shape: the long way tells why."""
        high = None
        octets = b""
        if estimated.encoding is Encoding.GSM7:
            wide = None if text.isascii() else _WIDE.count_segments(text)
            unicode = self.force and wide is not None
        else:
            wide, unicode = None, True
        if unicode:
            try:
                octets = text.encode("utf-16-be")
            except UnicodeEncodeError:
                return None, ""
        if "\n" in text:
            # As in the coder: a character of two units that is never cut stands for the line break.
            if unicode:
                high = _WIDE.count_segments(text.replace("\n", "\U0001f600"))
            else:
                high = count_segments(text.replace("\n", "^"))
        astral = unicode and len(octets) != 2 * len(text)
        key = (estimated.segments, estimated.encoding, wide, high, astral)
        shape = self.made.get(key)
        if shape is None:
            try:
                coded = self.call.prepared.coder.code(text)
            except InvalidParameter:
                return None, ""
            shape = self.made[key] = self._shape(coded.plan, coded.notes, coded.unicode)
        return shape, f'"{octets.hex().upper()}"' if unicode else _json.string(text)

    def _shape(self, plan: Plan, notes: tuple[Note, ...], unicode: int | None) -> _Shape:
        call = self.call
        tail = call.tail(call.prepared.max_parts(plan.parts), None)
        flag = "" if unicode is None else f',"unicode":{unicode}'
        return f'"]{flag}{tail}}}', call.prepared.notes + notes + call.number_notes, plan
