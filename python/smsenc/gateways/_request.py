"""``Request``: what an HTTP client needs to send, as a value; with ``Plan`` and ``Note``.

The octets in ``content`` are the truth; ``body`` is parsed from them. Equal requests are equal values; they are
immutable, hashable and picklable. The key stands in ``headers`` (or in ``url`` and ``content`` where a dialect
knows no other place) and never in the ``repr``.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from smsenc.enums import Encoding

__all__ = ["Envelope", "Note", "Plan", "Request", "seal"]

_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a request relies on and no document settles.

    ``identifier`` is the one to pass in ``allow_unverified`` where that is asked for, ``parameter`` the Python name,
    ``source`` where the question comes from, ``text`` the question in words.
    """

    identifier: str
    parameter: str
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Plan:
    """How the gateway will count the message, by its own rule (160/153, 70/67, 140/134).

    ``parts`` is the count for the form that was chosen. ``plain_parts`` and ``unicode_parts`` are the counts of both
    forms of a text that could go either way (``None`` where it could not), ``high_parts`` the count if the gateway
    charges a line break as two positions.
    """

    encoding: Encoding
    parts: int
    plain_parts: int | None = None
    unicode_parts: int | None = None
    high_parts: int | None = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """The part of a request that many requests share."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]

    def __repr__(self) -> str:
        return f"Envelope({self.method} {_shown(self.url)})"


class Request:
    """One HTTP request.

    ``method``, ``url``, ``headers`` (a fresh ``dict``) and ``content`` (the octets) go to the client; ``body`` is the
    ``dict`` (JSON; numbers with a fraction as ``Decimal``) or the tuple of pairs (forms, queries) that ``content`` or
    the query stands for. ``notes`` lists what the documents leave open and this request relies on, ``plan`` how the
    gateway will count it (``None`` for requests that send no message).
    """

    __slots__ = ("_envelope", "content", "notes", "plan")

    _envelope: Envelope
    content: bytes
    notes: tuple[Note, ...]
    plan: Plan | None

    def __init__(
        self,
        method: str,
        url: str,
        headers: dict[str, str] | tuple[tuple[str, str], ...] = (),
        content: bytes = b"",
        notes: tuple[Note, ...] = (),
        plan: Plan | None = None,
    ) -> None:
        pairs = tuple(headers.items()) if isinstance(headers, dict) else tuple(headers)
        _set_envelope(self, Envelope(method, url, pairs))
        _set_content(self, content)
        _set_notes(self, notes)
        _set_plan(self, plan)

    @property
    def method(self) -> str:
        """The HTTP method."""
        return self._envelope.method

    @property
    def url(self) -> str:
        """The whole address, with the query if there is one."""
        return self._envelope.url

    @property
    def headers(self) -> dict[str, str]:
        """The headers, as a new ``dict``; the key is among them."""
        return dict(self._envelope.headers)

    @property
    def body(self) -> Any:
        """What ``content`` says: the JSON value, or the pairs of a form or a query."""
        if self.content:
            media = dict(self._envelope.headers).get("Content-Type", "")
            if media.startswith(_FORM):
                return _pairs(self.content.decode("ascii"))
            return json.loads(self.content, parse_float=Decimal)
        return _pairs(urlsplit(self.url).query)

    def _key(self) -> tuple[Any, ...]:
        return (self._envelope, self.content, self.notes, self.plan)

    def __eq__(self, other: object) -> bool:
        return self._key() == other._key() if isinstance(other, Request) else NotImplemented

    def __hash__(self) -> int:
        return hash((self._envelope, self.content))

    def __reduce__(self) -> tuple[Any, ...]:
        envelope = self._envelope
        return Request, (envelope.method, envelope.url, envelope.headers, self.content, self.notes, self.plan)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"Request is immutable: {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"Request is immutable: {name}")

    def __repr__(self) -> str:
        parts = "" if self.plan is None else f", {self.plan.encoding}, parts={self.plan.parts}"
        notes = ", ".join(note.identifier for note in self.notes)
        address = _shown(self.url)
        return f"<Request {self.method} {address}, {len(self.content)} octets{parts}, notes=[{notes}]>"


# Slots are written through their descriptors: the class refuses assignment, and this is its fastest way in.
_set_envelope = Request.__dict__["_envelope"].__set__
_set_content = Request.__dict__["content"].__set__
_set_notes = Request.__dict__["notes"].__set__
_set_plan = Request.__dict__["plan"].__set__
_new = object.__new__


def seal(envelope: Envelope, content: bytes, notes: tuple[Note, ...], plan: Plan | None) -> Request:
    """A request in a ready envelope: the constructor for streams."""
    request = _new(Request)
    _set_envelope(request, envelope)
    _set_content(request, content)
    _set_notes(request, notes)
    _set_plan(request, plan)
    return request


def _shown(url: str) -> str:
    """The address without its query, user and numbers: what may stand in a log."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}" + re.sub(r"[0-9A-Fa-f]{6,}", "...", parts.path)


def _pairs(query: str) -> tuple[tuple[str, str], ...]:
    # Latin-1 maps every octet to the character of the same number: what a form carried comes back as it was.
    return tuple(parse_qsl(query, keep_blank_values=True, encoding="latin-1"))
