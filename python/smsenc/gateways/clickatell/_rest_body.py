"""Rendering and cutting for the REST API: from prepared parameters, content and recipients to ``Request`` values.

Bodies are ASCII JSON with the keys in the order of the table; numbers are bare (A3 has the only sample).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from smsenc.gateways import _json
from smsenc.gateways._errors import InvalidParameter, raise_faults
from smsenc.gateways._request import Envelope, Note, Request, seal

from ._coding import Coded
from ._envelope import bearer, checked_url
from ._evidence import note
from ._legacy import Prepared
from ._recipients import numbers

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

    __slots__ = ("envelope", "number_note", "prepared", "static")

    def __init__(self, prepared: Prepared, envelope: Envelope) -> None:
        self.prepared = prepared
        self.envelope = envelope
        wires = {name: row.wire for name, row in prepared.rows.items()}
        # What is the same in every body, rendered once: the keys behind `type`, but for features and the own id.
        self.static = "".join(
            f',"{wires[name]}":{_json.render(value)}'
            for name, value in prepared.values.items()
            if name != "required_features"
        )
        numeric = any(not isinstance(value, str) for value in prepared.values.values())
        self.number_note = numeric or prepared.coder.unicode is not None or prepared.parts != "connection"

    def one(self, content: Any, to: Any) -> Request:
        """One request. All faults of parameters, content and recipients are raised together."""
        faults = list(self.prepared.faults)
        iterator, single = numbers(to)
        given = list(iterator)
        accepted, notes, wrong = self.prepared.recipient.chunk(given, 0, single)
        faults += wrong
        limit = self.prepared.limits.recipients or 200
        if len(accepted) > limit:
            allowed = f"at most {limit} recipients in a request"
            lifted = "requests(), or Limits(recipients=...) up to 600"
            faults.append(InvalidParameter("to", None, allowed, None, "R2", lifted))
        if not given:
            faults.append(InvalidParameter("to", None, "at least one recipient", "101", "R9"))
        coded = None
        try:
            coded = self.prepared.coder.code(content)
        except InvalidParameter as fault:
            faults.append(fault)
        if coded is not None:
            faults += self.prepared.recipient.balance_fault(accepted, coded.plan.parts)
        if faults or coded is None:
            raise_faults(faults)
        return self.render(coded, accepted, notes)

    def render(self, coded: Coded, to: Sequence[str], notes: tuple[Note, ...], max_parts: int | None = None) -> Request:
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
        if parts is not None:
            body.append(f',"maxMessageParts":{parts}')
        if coded.type is not None:
            body.append(f',"type":"{coded.type}"')
        body.append(self.static)
        features = prepared.features(coded.type)
        if features:
            body.append(f',"requiredFeatures":{features}')
        own_id = prepared.own_id()
        if own_id is not None:
            body.append(f',"clientMessageId":"{own_id}"')
        body.append("}")
        all_notes = prepared.notes + coded.notes + notes + prepared.message_notes(coded.type)
        if self.number_note or coded.unicode is not None:
            all_notes += (note("json-number-type", "max_message_parts"),)
        return seal(self.envelope, "".join(body).encode("ascii"), all_notes, coded.plan)
