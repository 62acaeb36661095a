"""Requests for message gateways, as plain values.

A gateway package turns a text, octets or a :class:`smsenc.Message` into :class:`Request` values: method, address,
headers and the octets to send. Nothing here opens a connection; any HTTP client sends them. What could be known
before sending is said before sending: as :class:`InvalidParameter` where a document states the refusal, as a
:class:`Note` on the request where the documents leave something open.

The one gateway at present is :mod:`smsenc.gateways.clickatell`, with four dialects.
"""

from __future__ import annotations

from ._errors import InvalidParameter, TooManyParts, UnsendableCharacter
from ._request import Note, Plan, Request

__all__ = ["InvalidParameter", "Note", "Plan", "Request", "TooManyParts", "UnsendableCharacter"]
