"""What the REST and the HTTP API of the old gateway share: options, rules between parameters, the prepared call.

:func:`prepare` validates everything that does not depend on content or recipients, once; the result codes contents
and checks recipients, so that a stream pays for its parameters one time. A dialect brings its table and renders.
Rules between parameters follow H1 s5.1 (``udh`` or ``type``), H1 s9.3 (sender of 8-bit messages), A1 (features).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from smsenc.gateways._errors import InvalidParameter, raise_faults
from smsenc.gateways._request import Note

from ._coding import Coded, Coder, NonASCII
from ._evidence import note
from ._kinds import client_id as checked_client_id
from ._recipients import Duplicates, Recipient, numbers
from ._table import Context, Parameter, check, permissions
from ._values import Callback, Feature, Knowledge, Limits, MessageType

if TYPE_CHECKING:
    from smsenc import UserDataHeader

__all__ = ["CommonParameters", "Options", "Parts", "Prepared", "prepare"]

Parts = Literal["needed", "ceiling", "connection"]


class Options(TypedDict, total=False):
    """Options that are not sent.

    ``parts``: ``maxMessageParts`` is the count that the message needs (``"needed"``), the caller's ceiling
    (``"ceiling"``), or absent so that the connection's setting rules (``"connection"``). ``non_ascii``: GSM-7 text
    beyond ASCII goes ``"plain"`` with a note, or as ``"unicode"``. ``duplicates`` within a request; ``seen`` is a set
    of the caller's that extends the check over a stream. ``allow_unverified`` holds identifiers of ``unknowns()``.
    ``now`` is the clock (aware) for what depends on it.
    """

    parts: Parts
    non_ascii: NonASCII
    duplicates: Duplicates
    seen: set[str] | None
    allow_unverified: Iterable[str]
    limits: Limits
    knowledge: Knowledge | None
    now: datetime | None


class CommonParameters(Options, total=False):
    """The parameters that both dialects have, by their Python names."""

    unicode: Literal[0, 1] | None
    binary: Literal[0, 1] | None
    udh: UserDataHeader | bytes | str | None
    max_message_parts: int | None
    type: MessageType | str | None
    from_: str | None
    mo: bool | int | None
    escalate: bool | int | None
    user_priority_queue: Literal[1, 2, 3] | None
    callback: Callback | int | None
    max_credits: Decimal | int | str | None
    required_features: Feature | int | Literal["derived"] | None
    scheduled_delivery_time: datetime | None
    validity_period: int | timedelta | None
    client_message_id: str | Callable[[], str] | None


_OPTIONS: dict[str, Any] = {
    "parts": "needed",
    "non_ascii": "plain",
    "duplicates": "refuse",
    "seen": None,
    "allow_unverified": frozenset(),
    "limits": Limits(),
    "knowledge": None,
    "now": None,
}
_WORDS: dict[str, tuple[str, ...]] = {
    "parts": ("needed", "ceiling", "connection"),
    "non_ascii": ("plain", "unicode"),
    "duplicates": ("refuse", "drop", "keep"),
}
CODES: dict[str, str | None] = {
    "coverage": "114",
    "blocked": "121",
    "opted_out": "122",
    "delisted": "128",
    "balance": "301",
    "maximum_credit": "302",
}
# Parameters that the coder or the dialect places itself.
_PLACED = frozenset({"text", "to", "unicode", "binary", "udh", "max_message_parts", "type", "client_message_id"})


def split_options(given: Mapping[str, Any], defaults: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The keywords parted in parameters and options, the options checked and completed."""
    options = dict(defaults)
    parameters = {}
    for name, value in given.items():
        if name in defaults:
            options[name] = value
        else:
            parameters[name] = value
    for name, words in _WORDS.items():
        if name in options and options[name] not in words:
            raise InvalidParameter(name, options[name], " or ".join(map(repr, words)), None, "own")
    if not isinstance(options["limits"], Limits):
        raise TypeError("limits must be a Limits")
    if options["knowledge"] is not None and not isinstance(options["knowledge"], Knowledge):
        raise TypeError("knowledge must be a Knowledge")
    if options.get("seen") is not None and not isinstance(options["seen"], set):
        raise TypeError("seen must be a set")
    now = options["now"]
    if now is not None:
        if not isinstance(now, datetime):
            raise TypeError("now must be a datetime")
        if now.utcoffset() is None:
            raise InvalidParameter("now", now, "a datetime with a time zone", None, "own")
        options["now"] = now.astimezone(timezone.utc)
    options["allow_unverified"] = permissions(options["allow_unverified"])
    return parameters, options


@dataclass(frozen=True, slots=True)
class Prepared:
    """Validated parameters. ``values`` are those that are sent as they are, ``faults`` what is wrong so far."""

    values: dict[str, Any]
    notes: tuple[Note, ...]
    faults: tuple[InvalidParameter, ...]
    coder: Coder
    recipient: Recipient
    rows: Mapping[str, Parameter]
    parts: Parts
    derive: bool
    client_id: str | Callable[[], str] | None
    limits: Limits

    def max_parts(self, needed: int) -> int | None:
        """What ``maxMessageParts`` says for a message of ``needed`` parts."""
        if self.parts == "connection":
            return None
        return needed if self.parts == "needed" else self.coder.ceiling

    def own_id(self) -> str | None:
        """The own id of the next request, checked if a callable made it."""
        value = self.client_id
        if value is None or isinstance(value, str):
            return value
        return self.checked_id(value())

    def checked_id(self, value: Any) -> str:
        """An own id that came later than the parameters."""
        return checked_client_id(value, self.rows["client_message_id"], self.limits)

    def coded(self, content: Any, to: Any, size: int) -> tuple[Coded, list[str], tuple[Note, ...]]:
        """Content and recipients of one request. All faults, of the parameters too, are raised together."""
        faults = list(self.faults)
        iterator, single = numbers(to)
        given = list(iterator)
        accepted, notes, wrong = self.recipient.chunk(given, 0, single)
        faults += wrong
        if len(accepted) > size:
            allowed = f"at most {size} recipients in a request"
            lifted = "requests(), or Limits(recipients=...) up to 600"
            faults.append(InvalidParameter("to", None, allowed, None, "R2, H3", lifted))
        if not wrong:
            faults += self.recipient.none_left(given, accepted)
        coded = None
        try:
            coded = self.coder.code(content)
        except InvalidParameter as fault:
            faults.append(fault)
        if coded is not None:
            faults += self.recipient.balance_fault(accepted, coded.plan.parts)
        if faults or coded is None:
            raise_faults(faults)
        self.recipient.commit(accepted)
        return coded, accepted, notes

    def features(self, kind: str | None) -> int:
        """The value of ``requiredFeatures`` for a message of type ``kind``; 0 is not sent."""
        value: int = self.values.get("required_features", 0)
        if self.derive and kind == MessageType.FLASH.value:
            value |= Feature.FLASH
        return int(value)

    def message_notes(self, kind: str | None) -> tuple[Note, ...]:
        """Notes that depend on the type of the message."""
        if kind == MessageType.FLASH.value and not self.features(kind) & Feature.FLASH:
            return (note("feature-not-required", "type"),)
        return ()


def prepare(
    table: tuple[Parameter, ...],
    given: Mapping[str, Any],
    *,
    rest: bool,
    codes: Mapping[str, str | None] = CODES,
) -> Prepared:
    """Validate parameters and options. Raises ``TypeError`` for wrong types; wrong values wait in ``faults``."""
    parameters, options = split_options(given, _OPTIONS)
    for name in ("text", "to"):
        if name in parameters:
            raise TypeError(f"{name} is not a keyword here: it is the content or the recipients")
    limits: Limits = options["limits"]
    knowledge: Knowledge | None = options["knowledge"]
    context = Context(limits, options["allow_unverified"], options["now"])
    rows = {row.name: row for row in table}
    values = check(table, parameters, context)
    _rules(values, rows, context)
    _foretell(values.get("from_"), knowledge, context, rest=rest)

    derive = values.get("required_features") == "derived"
    if derive:
        values["required_features"] = _derived(values)
    from_ = values.get("from_")
    features = values.get("required_features", 0)
    if from_ is not None and not features & (Feature.NUMER if from_.isdigit() else Feature.ALPHA):
        context.note("feature-not-required", "from_")
    ceiling = values.get("max_message_parts", min(3, limits.max_message_parts))
    if ceiling > 3:
        context.note("parts-above-three", "max_message_parts")
    client_id = values.get("client_message_id")
    if rest and client_id is not None:
        context.note("client-message-id-form", "client_message_id")
    coder = Coder(
        unicode=values.get("unicode"),
        binary=values.get("binary"),
        udh=values.get("udh"),
        type=values.get("type"),
        from_=from_,
        ceiling=ceiling,
        non_ascii=options["non_ascii"],
        allowed=options["allow_unverified"],
        rest=rest,
    )
    recipient = Recipient(rows["to"], limits, options["duplicates"], knowledge, codes, options["seen"])
    sent = {name: value for name, value in values.items() if name not in _PLACED}
    return Prepared(
        sent,
        tuple(context.notes),
        tuple(context.faults),
        coder,
        recipient,
        rows,
        options["parts"],
        derive,
        client_id,
        limits,
    )


def _rules(values: Mapping[str, Any], rows: Mapping[str, Parameter], context: Context) -> None:
    """The rules between parameters that no content is needed for."""
    if "udh" in values and "type" in values:
        fault = InvalidParameter("type", values["type"], "`udh` or `type`, not both", None, "H1 s5.1")
        context.faults.append(fault)
    from_ = values.get("from_")
    if values.get("mo") == 1:
        if from_ is None:
            context.note("mo-sender", "mo", "no sender given: a default one may be used and replies be lost")
        elif not from_.isdigit():
            context.note("mo-sender", "mo", "the sender has letters: nobody can reply to it")
    if "bypass_dnc_check" in values:
        context.note("bypass-dnc-check", "bypass_dnc_check")
    if "validity_period" in values and "scheduled_delivery_time" in values:
        moment = datetime.strptime(values["scheduled_delivery_time"], "%Y-%m-%dT%H:%M:%SZ")
        end = None
        if context.now is not None:
            end = context.now.replace(tzinfo=None) + timedelta(minutes=values["validity_period"])
        if end is None or end < moment:
            context.note("validity-before-schedule", "validity_period")


def _foretell(from_: str | None, knowledge: Knowledge | None, context: Context, *, rest: bool) -> None:
    """Refusals that follow from what the caller knows of the account: 123 and 130."""
    if knowledge is None:
        return
    senders = knowledge.registered_senders
    if from_ is not None and senders is not None and from_ not in senders:
        allowed = "a registered sender (by the list that was passed in)"
        context.faults.append(InvalidParameter("from_", from_, allowed, "123", "H1 app. A, R9", "knowledge="))
    until = knowledge.message_limit_until
    if until is not None and until.utcoffset() is None:
        allowed = "a datetime with a time zone"
        context.faults.append(InvalidParameter("knowledge.message_limit_until", until, allowed, None, "own"))
    elif until is not None and context.now is not None and context.now < until:
        allowed = f"the account may send again at {until.isoformat()}"
        fault = InvalidParameter("knowledge.message_limit_until", until, allowed, "130", "H2", "knowledge=")
        context.faults.append(fault)


def _derived(values: Mapping[str, Any]) -> int:
    """The features that the request uses and the gateway does not set itself (A1)."""
    features = Feature(0)
    from_ = values.get("from_")
    if from_ is not None:
        features |= Feature.NUMER if from_.isdigit() else Feature.ALPHA
    if values.get("type") == MessageType.FLASH.value:
        features |= Feature.FLASH
    if values.get("delivery_acknowledgement") == 1:
        features |= Feature.DELIVACK
    return int(features)
