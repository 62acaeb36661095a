"""Recipients: the check of each number, duplicates, and the cut into requests.

A number is ASCII digits in international form without ``+``, ``00`` or a leading 0 (P, R2, error 105 in R9). The
documents give no length; numbers outside ITU-T E.164's usual 7 to 15 digits pass with a note.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any, Literal

from smsenc.gateways._errors import InvalidParameter
from smsenc.gateways._request import Note

from ._evidence import note
from ._table import Parameter
from ._values import Knowledge, Limits

__all__ = ["Duplicates", "Recipient", "chunks", "numbers", "usual"]

Duplicates = Literal["refuse", "drop", "keep"]

_SHORTEST, _LONGEST = 7, 15
# The dialect's code for a missing parameter, by its code for a wrong number.
_MISSING = {"105": "101", "25": "23"}
_REFUSALS = {
    "coverage": "a routable number (by the coverage that was passed in)",
    "blocked": "a number that is not blocked (by the list that was passed in)",
    "opted_out": "a number that has not opted out (by the list that was passed in)",
    "delisted": "a number that is not delisted (by the list that was passed in)",
}


@dataclass(frozen=True, slots=True)
class Recipient:
    """The rule for numbers of one dialect; ``codes`` are the gateway's codes for what ``knowledge`` foretells."""

    row: Parameter
    limits: Limits
    duplicates: Duplicates
    knowledge: Knowledge | None
    codes: Mapping[str, str | None]
    seen: set[str] | None = None

    def fault(self, number: Any, label: str) -> InvalidParameter | None:
        """What is wrong with the number, if anything. Raises ``TypeError`` if it is no ``str``."""
        if not isinstance(number, str):
            raise TypeError(f"{label} must be a str, not {type(number).__name__}")
        code = self.row.gateway_code
        if not (number.isascii() and number.isdigit()):
            allowed = "ASCII digits in international form, without + or spaces" if number else "not empty"
            return InvalidParameter(label, number, allowed, code, self.row.evidence)
        if number[0] == "0":
            if number[1:2] == "0" or len(number) == 1:
                return InvalidParameter(label, number, "no leading 00", code, self.row.evidence)
            if not self.limits.leading_zero:
                lifted = "Limits(leading_zero=True)"
                return InvalidParameter(label, number, "no leading 0", code, self.row.evidence, lifted)
        if self.knowledge is not None:
            return self._foretold(number, label, self.knowledge)
        return None

    def _foretold(self, number: str, label: str, knowledge: Knowledge) -> InvalidParameter | None:
        name = None
        covered = None if knowledge.coverage is None else knowledge.coverage.get(number)
        if getattr(covered, "routable", covered) is False:
            name = "coverage"
        else:
            for candidate in ("blocked", "opted_out", "delisted"):
                if number in getattr(knowledge, candidate):
                    name = candidate
        if name is None:
            return None
        return InvalidParameter(label, number, _REFUSALS[name], self.codes.get(name), "H1 app. A, N4", "knowledge=")

    def chunk(
        self, numbers: Iterable[Any], first: int, single: bool = False, pending: set[str] | None = None
    ) -> tuple[list[str], tuple[Note, ...], list[InvalidParameter]]:
        """The numbers of one request: those to send to, notes, and faults. ``first`` is the index of the first.

        ``pending`` are numbers of earlier requests of the same call that :meth:`commit` has not yet put in ``seen``.
        """
        accepted: list[str] = []
        faults: list[InvalidParameter] = []
        notes: dict[str, Note] = {}
        inside: set[str] = set()
        for index, number in enumerate(numbers, first):
            label = "to" if single else f"to[{index}]"
            fault = self.fault(number, label)
            if fault is not None:
                faults.append(fault)
                continue
            if not _SHORTEST <= len(number) <= _LONGEST:
                notes.setdefault("number-length", note("number-length", "to"))
            earlier = self.seen is not None and (number in self.seen or (pending is not None and number in pending))
            if earlier or number in inside:
                if self.duplicates == "drop":
                    continue
                if self.duplicates == "refuse":
                    where = "request" if number in inside else "stream (`seen`)"
                    lifted = 'duplicates="drop" or "keep"'
                    faults.append(
                        InvalidParameter(label, number, f"each number once in a {where}", None, "own", lifted)
                    )
                    continue
                if number in inside:
                    notes.setdefault("duplicate-recipients", note("duplicate-recipients", "to"))
            inside.add(number)
            accepted.append(number)
        if pending is not None:
            pending |= inside
        return accepted, tuple(notes.values()), faults

    def commit(self, accepted: Iterable[str]) -> None:
        """Put numbers that are sent to in the caller's ``seen``: only what makes a request counts as seen."""
        if self.seen is not None:
            self.seen.update(accepted)

    def none_left(self, given: Collection[Any], accepted: Collection[str]) -> list[InvalidParameter]:
        """A fault if no recipient was given, or all were dropped as duplicates."""
        if not given:
            return [self.row.fault(None, "at least one recipient", _MISSING.get(str(self.row.gateway_code)))]
        if not accepted:
            return [self.row.fault(None, "at least one recipient that was not seen before", None)]
        return []

    def balance_fault(self, sent_to: Collection[str], parts: int) -> list[InvalidParameter]:
        """Whether the rates that are known already exceed the balance (301) or the highest charge (302)."""
        knowledge = self.knowledge
        if knowledge is None:
            return []
        faults = []
        total = Decimal(0)
        highest = Decimal(0)
        if knowledge.rates is not None:
            for number in sent_to:
                rate = knowledge.rates.credits_per_part(number)
                if rate is not None:
                    total += rate * parts
                    highest = max(highest, rate * parts)
        balance = knowledge.balance
        if balance is not None and (balance <= 0 or total > balance):
            allowed = f"at least {total} credits are needed" if total else "a balance above 0"
            faults.append(
                InvalidParameter("knowledge.balance", balance, allowed, self.codes.get("balance"), "H1 app. A", None)
            )
        most = knowledge.maximum_credit
        if most is not None and highest > most:
            allowed = f"one message costs {highest} credits"
            code = self.codes.get("maximum_credit")
            faults.append(InvalidParameter("knowledge.maximum_credit", most, allowed, code, "H1 app. A", None))
        return faults


def usual(number: str) -> bool:
    """Whether a number is in order and of usual length: nothing to say about it but what lists know."""
    return _SHORTEST <= len(number) <= _LONGEST and number.isascii() and number.isdigit() and number[0] != "0"


def numbers(to: Any) -> tuple[Iterator[Any], bool]:
    """The recipients as an iterator, and whether one ``str`` was given. Raises ``TypeError`` for anything else."""
    if isinstance(to, str):
        return iter((to,)), True
    if isinstance(to, (bytes, bytearray, memoryview, Mapping)) or not isinstance(to, Iterable):
        raise TypeError(f"to must be a str or an iterable of str, not {type(to).__name__}")
    return iter(to), False


def chunks(numbers: Iterator[Any], size: int) -> Iterator[list[Any]]:
    """Lists of at most ``size`` numbers."""
    while chunk := list(islice(numbers, size)):
        yield chunk
