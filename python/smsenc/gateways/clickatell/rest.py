"""The REST API of the old gateway ("rest-archived"): ``POST https://api.clickatell.com/rest/message``.

:func:`request` makes one request, :func:`requests` as many as recipients or segments ask for,
:func:`requests_from_rows` a stream of personalised ones. ``TABLE`` holds the eighteen parameters of the API with
their sources; :func:`schema` is made from it. Nothing that is not given is sent, except what the content demands
(``unicode``, ``binary``, ``udh``) and ``maxMessageParts``: account and connection have defaults of their own.

Left out: the XML form of the bodies.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from smsenc.gateways._request import Request

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
from ._legacy import CommonParameters, prepare
from ._rest_body import RestCall, envelope
from ._table import Parameter

if TYPE_CHECKING:
    from smsenc import Message
    from typing_extensions import Unpack

__all__ = ["BASE_URL", "TABLE", "Parameters", "request"]

BASE_URL = "https://api.clickatell.com/rest"

TABLE: tuple[Parameter, ...] = (
    Parameter("text", "text", Content(), "107", "P, R1", "the text, or hex with `unicode`=1 or 8-bit", True),
    Parameter("to", "to", Recipients(), "105", "P, R2, R9", "numbers in international form", True),
    Parameter("unicode", "unicode", Flag(), "101", "P, H1 s5.2.14", "1: `text` is hex of two-byte Unicode"),
    Parameter("binary", "binary", Flag(), "101", "P, A3", "1: the content is 8-bit, `text` is hex"),
    Parameter("udh", "udh", Header(), "102", "P, R9, H1 s5.1", "the user data header in hex, UDHL first"),
    Parameter(
        "max_message_parts", "maxMessageParts", Integer(1, 3, "max_message_parts"), "101", "P, A2, H1 s5.2.7",
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
        "scheduled_delivery_time", "scheduledDeliveryTime", Instant(), "120", "P, R4, H1 s5.2.17",
        "when to deliver, UTC",
    ),
    Parameter("validity_period", "validityPeriod", Minutes(), "101", "P, A4, H1 s5.1", "minutes that it may wait"),
    Parameter(
        "client_message_id", "clientMessageId", ClientId(), "101", "P, H1 s5.2.13", "the caller's id of the message"
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

    A ``str`` goes as it is if GSM-7 holds it, else as hex with ``unicode`` 1; octets go as hex with ``binary`` 1.
    ``maxMessageParts`` is the number of parts that the message needs by the gateway's rule (160/153, 70/67, 140/134),
    whatever options a ``Message`` was made with. The keywords are those of :class:`Parameters`; ``TABLE`` has their
    ranges and sources. Where sources conflict, this is read: 200 recipients (newer than 500 and 600), parts 1 to 3
    (others: up to 35), any positive ``max_credits`` (six are listed), ``unicode`` 0/1 as a flag (one page describes
    a language code), bare JSON numbers; :class:`Limits` overrides the numbers.

    Raises :class:`InvalidParameter` with all faults of the request, :class:`TooManyParts` (also ``TooManySegments``)
    over ``max_message_parts`` (default 3), ``TypeError`` for wrong types and unknown keywords.
    """
    return RestCall(prepare(TABLE, parameters, rest=True), envelope(token, base_url)).one(content, to)
