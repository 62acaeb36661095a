"""Estimates of credits: what is charged is each part of each message to each recipient (F6).

Low and high differ where a line break may count two positions and where a card has a dearer route. Numbers without a
rate are unpriced: they make ``credits_high`` unknown and are never assumed to cost 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Context, Decimal
from typing import Any

from smsenc import Encoding, Message, estimate
from smsenc.errors import TooManySegments
from smsenc.gateways import InvalidParameter, Note, Plan
from smsenc.gateways.clickatell import Dialect, Duplicates, Limits, planner, recipients, rest

from ._rates import Rate, RateCard

__all__ = [
    "Change",
    "CreditEstimate",
    "CreditVerdict",
    "RateUse",
    "Total",
    "estimate_credits",
    "estimate_credits_rows",
]

# Sums are exact: far more digits than any bill has, whatever the caller's decimal context says.
EXACT = Context(prec=400)


@dataclass(frozen=True, slots=True)
class RateUse:
    """A rate that was used, and for how many messages."""

    rate: Rate
    messages: int

    def to_dict(self) -> dict[str, Any]:
        """The use as JSON-ready data."""
        return {**self.rate.to_dict(), "messages": self.messages}


@dataclass(frozen=True, slots=True)
class Total:
    """What one prefix costs in one encoding. ``prefix`` is ``None`` for unpriced numbers."""

    prefix: str | None = field(repr=False)
    encoding: Encoding
    messages: int
    parts: int
    credits_low: Decimal | None
    credits_high: Decimal | None

    def to_dict(self) -> dict[str, Any]:
        """The total as JSON-ready data."""
        return {
            "prefix": self.prefix,
            "encoding": self.encoding.value,
            "messages": self.messages,
            "parts": self.parts,
            "credits_low": _text(self.credits_low),
            "credits_high": _text(self.credits_high),
        }


@dataclass(frozen=True, slots=True)
class CreditVerdict:
    """What ``max_credits`` would do. No document says whether it caps one part or the message, so both are told.

    ``over_per_part`` and ``over_per_message`` count messages that exceed it in each reading. Only what exceeds in
    both (``stopped``) would surely come back with status 009, undelivered; ``uncertain`` exceeds in one.
    """

    max_credits: Decimal
    over_per_part: int
    over_per_message: int
    stopped: int

    @property
    def uncertain(self) -> int:
        """Messages that exceed in one reading only."""
        return self.over_per_message + self.over_per_part - 2 * self.stopped

    def to_dict(self) -> dict[str, Any]:
        """The verdict as JSON-ready data."""
        return {
            "max_credits": str(self.max_credits),
            "over_per_part": self.over_per_part,
            "over_per_message": self.over_per_message,
            "stopped": self.stopped,
            "uncertain": self.uncertain,
        }


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the text that would save parts.

    ``kind``: ``"plain"`` (send as plain text what goes as Unicode by choice), ``"replace"`` (replace the characters
    at ``positions``, each by one plain character), ``"shorten"`` (remove ``characters`` from the end).
    ``credits_saved`` counts the priced recipients.
    """

    kind: str
    parts: int
    parts_saved: int
    credits_saved: Decimal
    characters: int = 0
    positions: tuple[int, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The change as JSON-ready data."""
        return {
            "kind": self.kind,
            "parts": self.parts,
            "parts_saved": self.parts_saved,
            "credits_saved": str(self.credits_saved),
            "characters": self.characters,
            "positions": list(self.positions),
        }


@dataclass(frozen=True, slots=True)
class CreditEstimate:
    """An estimate. ``encoding``, ``parts`` and ``high_parts`` are those of the one content, ``None`` for rows whose
    contents differ. ``credits_low`` sums what is priced; ``credits_high`` is ``None`` if a number is unpriced."""

    dialect: Dialect
    encoding: Encoding | None
    parts: int | None
    high_parts: int | None
    recipients: int
    messages: int
    total_parts: int
    credits_low: Decimal
    credits_high: Decimal | None
    rates: tuple[RateUse, ...]
    unpriced: tuple[str, ...] = field(repr=False)
    totals: tuple[Total, ...]
    verdict: CreditVerdict | None
    over_ceiling: int
    assumptions: tuple[str, ...]
    not_checked: tuple[str, ...]
    changes: tuple[Change, ...]
    failures: tuple[tuple[int, str], ...] = ()

    @property
    def cheapest_change(self) -> Change | None:
        """The change that saves most."""
        return self.changes[0] if self.changes else None

    @property
    def complete(self) -> bool:
        """Whether every number has a rate and every row could be counted."""
        return not self.unpriced and not self.failures

    def to_dict(self) -> dict[str, Any]:
        """The estimate as JSON-ready data; decimals are strings."""
        change = self.cheapest_change
        return {
            "schema": 1,
            "dialect": self.dialect,
            "encoding": None if self.encoding is None else self.encoding.value,
            "parts": self.parts,
            "high_parts": self.high_parts,
            "recipients": self.recipients,
            "messages": self.messages,
            "total_parts": self.total_parts,
            "credits_low": str(self.credits_low),
            "credits_high": _text(self.credits_high),
            "complete": self.complete,
            "rates": [use.to_dict() for use in self.rates],
            "unpriced": list(self.unpriced),
            "totals": [total.to_dict() for total in self.totals],
            "max_credits": None if self.verdict is None else self.verdict.to_dict(),
            "over_ceiling": self.over_ceiling,
            "assumptions": list(self.assumptions),
            "not_checked": list(self.not_checked),
            "cheapest_change": None if change is None else change.to_dict(),
            "failures": [{"row": row, "error": error} for row, error in self.failures],
        }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


class Ledger:
    """The running sums of an estimate; memory grows with prefixes and unpriced numbers, not with messages."""

    def __init__(self, rates: RateCard, on: date | None, max_credits: Decimal | None, ceiling: int) -> None:
        self.card, self.on, self.max_credits, self.ceiling = rates, on, max_credits, ceiling
        self.messages = self.parts = self.over_ceiling = 0
        self.low = self.high = Decimal(0)
        self.uses: dict[Rate, int] = {}
        self.unpriced: dict[str, None] = {}
        self.sums: dict[tuple[str | None, Encoding], list[Any]] = {}
        self.over_part = self.over_message = self.stopped = 0
        self.notes: dict[str, Note] = {}
        self.dated = False

    def add(self, number: str, plan: Plan) -> None:
        """One message to one number."""
        parts, most = plan.parts, max(plan.parts, plan.high_parts or 0)
        self.messages += 1
        self.parts += parts
        self.over_ceiling += parts > self.ceiling
        rate = self.card.lookup(number, self.on)
        low = high = None
        if rate is None:
            self.unpriced[number] = None
        else:
            self.uses[rate] = self.uses.get(rate, 0) + 1
            self.dated |= rate.valid_from is not None or rate.valid_until is not None
            low = EXACT.multiply(rate.credits, Decimal(parts))
            high = EXACT.multiply(rate.credits if rate.high is None else rate.high, Decimal(most))
            self.low = EXACT.add(self.low, low)
            self.high = EXACT.add(self.high, high)
            if self.max_credits is not None:
                by_part, by_message = rate.credits > self.max_credits, low > self.max_credits
                self.over_part += by_part
                self.over_message += by_message
                self.stopped += by_part and by_message
        total = self.sums.setdefault(
            (None if rate is None else rate.prefix, plan.encoding), [0, 0, Decimal(0), Decimal(0)]
        )
        total[0] += 1
        total[1] += parts
        if low is not None and high is not None:
            total[2] = EXACT.add(total[2], low)
            total[3] = EXACT.add(total[3], high)

    def cost(self, number: str, parts: int) -> Decimal | None:
        """The low credits of one message, ``None`` if unpriced."""
        rate = self.card.lookup(number, self.on)
        return None if rate is None else EXACT.multiply(rate.credits, Decimal(parts))

    def per_part(self) -> Decimal:
        """Credits for one part more to everybody who is priced."""
        total = Decimal(0)
        for rate, count in self.uses.items():
            total = EXACT.add(total, EXACT.multiply(rate.credits, Decimal(count)))
        return total

    def finish(
        self,
        dialect: Dialect,
        plan: Plan | None,
        changes: tuple[Change, ...] = (),
        failures: tuple[tuple[int, str], ...] = (),
        recipients: int | None = None,
    ) -> CreditEstimate:
        """The estimate of everything that was added."""
        totals = []
        for (prefix, encoding), (messages, parts, low, high) in sorted(
            self.sums.items(), key=lambda item: (item[0][0] is None, item[0][0] or "", item[0][1].value)
        ):
            known = prefix is not None
            totals.append(Total(prefix, encoding, messages, parts, low if known else None, high if known else None))
        verdict = None
        if self.max_credits is not None:
            verdict = CreditVerdict(self.max_credits, self.over_part, self.over_message, self.stopped)
        order = sorted(self.uses.items(), key=lambda item: (item[0].prefix, str(item[0].valid_from)))
        return CreditEstimate(
            dialect=dialect,
            encoding=None if plan is None else plan.encoding,
            parts=None if plan is None else plan.parts,
            high_parts=None if plan is None else plan.high_parts,
            recipients=self.messages if recipients is None else recipients,
            messages=self.messages,
            total_parts=self.parts,
            credits_low=self.low,
            credits_high=None if self.unpriced or failures else self.high,
            rates=tuple(RateUse(rate, count) for rate, count in order),
            unpriced=tuple(self.unpriced),
            totals=tuple(totals),
            verdict=verdict,
            over_ceiling=self.over_ceiling,
            assumptions=self._assumptions(),
            not_checked=self._not_checked(),
            changes=changes,
            failures=failures,
        )

    def _assumptions(self) -> tuple[str, ...]:
        said = ["each part of each message is charged to each recipient as one SMS (Communicator guide)"]
        sources = {rate.source for rate in self.uses}
        if "default" in sources:
            said.append("the default rate stands for prefixes that the card does not have")
        if "coverage" in sources:
            said.append("coverage replies give the lowest charge of a plain part at that moment, not a promise")
        said += [f"{note.identifier}: {note.text}" for note in self.notes.values()]
        return tuple(said)

    def _not_checked(self) -> tuple[str, ...]:
        said = ["balance and credit limits of the account", "routing profiles and escalation to dearer routes"]
        if self.on is None and self.dated:
            said.append("the dates of the rates: no day was given")
        if any(source in {rate.source for rate in self.uses} for source in ("card", "default")):
            said.append("whether the card is the one of the account")
        return tuple(said)


def _cap(value: Decimal | int | str | None) -> Decimal | None:
    """``max_credits`` as the request would take it."""
    if value is None:
        return None
    made = rest.request("x", "27831234567", max_credits=value)
    amount = made.body["maxCredits"]
    return Decimal(amount)


def _ledger(rates: RateCard, on: date | None, max_credits: Decimal | int | str | None, ceiling: int | None) -> Ledger:
    if not isinstance(rates, RateCard):
        raise TypeError(f"rates must be a RateCard, not {type(rates).__name__}")
    return Ledger(rates, on, _cap(max_credits), 3 if ceiling is None else ceiling)


def estimate_credits(
    content: str | bytes | Message,
    to: str | Iterable[str],
    *,
    rates: RateCard,
    dialect: Dialect = "rest",
    on: date | None = None,
    max_credits: Decimal | int | str | None = None,
    max_message_parts: int | None = None,
    duplicates: Duplicates = "refuse",
    limits: Limits | None = None,
    **parameters: Any,
) -> CreditEstimate:
    """What ``content`` to one or many recipients will cost.

    ``parameters`` are those of the dialect's ``request`` that change the count (``unicode``, ``non_ascii``,
    ``udh``, ``type``...). ``on`` is the day for the dates of the rates. ``max_message_parts`` is the ceiling
    (default 3) that ``over_ceiling`` is counted against; an estimate is given beyond it all the same.

    >>> card = RateCard({"27": "0.8"})
    >>> estimate = estimate_credits("a" * 161, ["27831234567", "44123456789"], rates=card)
    >>> estimate.parts, estimate.credits_low, estimate.unpriced
    (2, Decimal('1.6'), ('44123456789',))

    Raises ``InvalidParameter`` for content or numbers that ``request`` would refuse, ``TypeError`` for wrong types.
    """
    ledger = _ledger(rates, on, max_credits, max_message_parts)
    plan_of = planner(dialect, **parameters)
    plan, notes = plan_of(content)
    ledger.notes.update((note.identifier, note) for note in notes)
    accepted = recipients(dialect, duplicates=duplicates, limits=limits)(to)
    for number in accepted:
        ledger.add(number, plan)
    text = content if isinstance(content, str) else getattr(content, "text", None)
    changes = () if text is None else _changes(text, plan, plan_of, parameters, ledger.per_part())
    return ledger.finish(dialect, plan, changes, recipients=len(set(accepted)))


def estimate_credits_rows(
    rows: Iterable[tuple[Any, ...]],
    *,
    rates: RateCard,
    dialect: Dialect = "rest",
    on: date | None = None,
    max_credits: Decimal | int | str | None = None,
    max_message_parts: int | None = None,
    limits: Limits | None = None,
    **parameters: Any,
) -> CreditEstimate:
    """What a stream of rows ``(content, to, ...)`` will cost; a row that fails is listed in ``failures``.

    The stream is read once. ``encoding`` and ``parts`` are given only if all rows share them.
    """
    ledger = _ledger(rates, on, max_credits, max_message_parts)
    plan_of = planner(dialect, **parameters)
    recipients_of = recipients(dialect, duplicates="keep", limits=limits)
    failures: list[tuple[int, str]] = []
    plans: set[Plan] = set()
    for index, row in enumerate(rows):
        try:
            plan, notes = plan_of(row[0])
            accepted = recipients_of(row[1])
        except (ValueError, TypeError, IndexError) as error:
            failures.append((index, str(error)))
            continue
        if len(plans) < 2:
            plans.add(plan)
        for item in notes:
            ledger.notes.setdefault(item.identifier, item)
        for number in accepted:
            ledger.add(number, plan)
    shared = plans.pop() if len(plans) == 1 else None
    return ledger.finish(dialect, shared, (), tuple(failures))


# -- changes that would save -----------------------------------------------------------------------------------------


def _changes(
    text: str,
    plan: Plan,
    plan_of: Callable[[Any], tuple[Plan, tuple[Note, ...]]],
    parameters: Mapping[str, Any],
    per_part: Decimal,
) -> tuple[Change, ...]:
    found: list[Change] = []

    def offer(kind: str, parts: int, characters: int = 0, positions: tuple[int, ...] = ()) -> None:
        saved = plan.parts - parts
        if saved > 0:
            credits = EXACT.multiply(per_part, Decimal(saved))
            found.append(Change(kind, parts, saved, credits, characters, positions))

    if plan.encoding is Encoding.UCS2:
        if plan.plain_parts is not None:
            offer("plain", plan.plain_parts)
        elif parameters.get("unicode") is None:
            foreign = _foreign(text)
            if foreign:
                characters = list(text)
                for position in foreign:
                    characters[position] = "x"
                offer("replace", _count("".join(characters)), len(foreign), foreign)
        else:
            plain = estimate(text)
            if plain.encoding is Encoding.GSM7:
                offer("plain", plain.segments)
    if plan.parts > 1 and plan.encoding is not Encoding.EIGHT_BIT:
        kept = _longest_prefix(text, plan, plan_of)
        if kept:
            offer("shorten", plan_of(text[:kept])[0].parts, len(text) - kept)
    order = {"plain": 0, "replace": 1, "shorten": 2}
    return tuple(sorted(found, key=lambda change: (-change.parts_saved, change.characters, order[change.kind])))


def _count(text: str) -> int:
    try:
        return estimate(text).segments
    except TooManySegments as error:
        return error.needed


def _foreign(text: str) -> tuple[int, ...]:
    """Positions of the characters that GSM-7 lacks."""
    known: dict[str, bool] = {}
    for character in set(text):
        known[character] = estimate(character).encoding is Encoding.UCS2
    return tuple(position for position, character in enumerate(text) if known[character])


def _longest_prefix(text: str, plan: Plan, plan_of: Callable[[Any], tuple[Plan, tuple[Note, ...]]]) -> int:
    """How many characters can stay so that one part less is needed; counts never fall as a text grows."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        try:
            fits = plan_of(text[:middle])[0].parts < plan.parts
        except InvalidParameter:
            fits = False
        if fits:
            low = middle
        else:
            high = middle - 1
    return low
