"""Values that callers pass: masks, limits, credentials and knowledge.

Clickatell's words and numbers; the sources stand at each class. ``Limits`` is the place where conflicting documents
are decided otherwise than by default.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from smsenc.errors import InvalidOption

__all__ = ["Callback", "Credentials", "Feature", "Knowledge", "Limits", "MessageType", "Pricing"]


class Callback(enum.IntFlag):
    """Which statuses are pushed to the account's callback address (H2: a bit mask; all errors are also final)."""

    NONE = 0
    INTERMEDIATE = 1
    FINAL = 2
    ERROR = 4


class Feature(enum.IntFlag):
    """Features that every route of the message must have (A1, H1 s5.2.9).

    The gateway itself sets ``TEXT``, ``EIGHT_BIT``, ``UDH``, ``UCS2`` and ``CONCAT`` as a message needs them.
    """

    TEXT = 1
    EIGHT_BIT = 2
    UDH = 4
    UCS2 = 8
    ALPHA = 16
    NUMER = 32
    FLASH = 512
    DELIVACK = 8192
    CONCAT = 16384


class MessageType(str, enum.Enum):
    """The ten names of ``type`` / ``msg_type`` (H1 s5.2.15), spelled as there (``RTTL`` with two T)."""

    TEXT = "SMS_TEXT"
    FLASH = "SMS_FLASH"
    NOKIA_OLOGO = "SMS_NOKIA_OLOGO"
    NOKIA_GLOGO = "SMS_NOKIA_GLOGO"
    NOKIA_PICTURE = "SMS_NOKIA_PICTURE"
    NOKIA_RINGTONE = "SMS_NOKIA_RINGTONE"
    NOKIA_RTTL = "SMS_NOKIA_RTTL"
    NOKIA_CLEAN = "SMS_NOKIA_CLEAN"
    NOKIA_VCARD = "SMS_NOKIA_VCARD"
    NOKIA_VCAL = "SMS_NOKIA_VCAL"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits where documents differ or an account has its own. ``None`` is the dialect's default.

    ``recipients`` per request: REST 200 (the newest page; 500 and 600 in older ones, so up to 600), HTTP 300 by GET
    and 600 by POST (H3), Platform 200, One 200. ``max_message_parts``: the largest ceiling a caller may set, 3 (P) up
    to 35 (A2). ``validity_period`` in minutes, 1440 (H1 s5.1; may have risen since). ``client_message_id`` in
    characters, 32 (H1 s5.2.13). ``content`` in characters, for WhatsApp text, 4096 (N1). ``leading_zero`` permits
    numbers that begin with one 0, for connections with a default country prefix (R9, H1 s5.2.2).
    """

    recipients: int | None = None
    max_message_parts: int = 3
    validity_period: int = 1440
    client_message_id: int = 32
    content: int = 4096
    leading_zero: bool = False

    def __post_init__(self) -> None:
        ranges = {
            "recipients": 600,
            "max_message_parts": 35,
            "validity_period": 2**31 - 1,
            "client_message_id": 1024,
            "content": 2**31 - 1,
        }
        for name, highest in ranges.items():
            value = getattr(self, name)
            if value is None and name == "recipients":
                continue
            if type(value) is not int:
                raise TypeError(f"Limits.{name} must be an int, not {type(value).__name__}")
            if not 1 <= value <= highest:
                raise InvalidOption(f"Limits.{name}", value, f"1 to {highest}")


@dataclass(frozen=True, slots=True)
class Credentials:
    """User, password and API id of the HTTP API, which go with every request (H1 s4.1). The ``repr`` hides them."""

    user: str = field(repr=False)
    password: str = field(repr=False)
    api_id: str = field(repr=False)


class Coverage(Protocol):
    """What :class:`Knowledge` needs of a coverage reply."""

    @property
    def routable(self) -> bool:
        """Whether the number can be reached."""


class Pricing(Protocol):
    """What :class:`Knowledge` needs of a rate card; ``smsenc.credits.RateCard`` has it."""

    def credits_per_part(self, number: str, /) -> Decimal | None:
        """Credits for one part to ``number``, ``None`` where no rate is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """What the caller knows about accounts and numbers, so that more refusals can be foretold.

    ``coverage`` maps numbers to coverage replies, or to whether they are routable (114),
    ``blocked`` (121), ``opted_out`` (122, One 26) and
    ``delisted`` (128) hold numbers. ``registered_senders`` are the senders the account may use (123, One 45) and
    ``suspended_senders`` those it may not (One 44). ``message_limit_until`` is the time until which the account may
    send nothing (130; needs ``now``). ``balance`` in credits, with ``rates`` (301, One 20); ``maximum_credit`` is the
    highest charge for one message that the account allows, with ``rates`` (302).
    """

    coverage: Mapping[str, bool | Coverage] | None = None
    blocked: Container[str] = ()
    opted_out: Container[str] = ()
    delisted: Container[str] = ()
    registered_senders: Collection[str] | None = None
    suspended_senders: Container[str] = ()
    message_limit_until: datetime | None = None
    balance: Decimal | None = None
    maximum_credit: Decimal | None = None
    rates: Pricing | None = None

    def __repr__(self) -> str:
        # Lists of numbers and balances are nobody's business in a log.
        return "<Knowledge>"
