"""How the gateway will count a content, without recipients: for estimates.

The same coding as the requests, so that an estimate and a request never disagree; only the caller's ceiling on parts
is left to the caller of the estimate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from smsenc.gateways._errors import InvalidParameter, raise_faults
from smsenc.gateways._request import Note, Plan

from . import http, one, platform, rest
from ._codes import Dialect
from ._evidence import note
from ._legacy import prepare
from ._modern import sms
from ._recipients import Duplicates, Recipient, numbers
from ._stream import code_all
from ._values import Limits

__all__ = ["planner", "recipients"]

_ROWS = {"rest": rest.TABLE[1], "http": http.TABLE[1], "platform": platform.TABLE[1], "one": one.TABLE[1]}


def recipients(
    dialect: Dialect = "rest", *, duplicates: Duplicates = "refuse", limits: Limits | None = None
) -> Callable[[Any], list[str]]:
    """A function from recipients to the checked list of numbers, however many, as ``request`` would check them.

    Raises ``InvalidParameter`` with all faults, ``TypeError`` for what is neither a ``str`` nor an iterable of it.
    """
    if dialect not in _ROWS:
        raise InvalidParameter("dialect", dialect, "'rest', 'http', 'platform' or 'one'", None, "own")
    recipient = Recipient(_ROWS[dialect], Limits() if limits is None else limits, duplicates, None, {})

    def check(to: Any) -> list[str]:
        iterator, single = numbers(to)
        accepted, _, faults = recipient.chunk(iterator, 0, single)
        if not accepted and not faults:
            faults = recipient.none_left((), ())
        if faults:
            raise_faults(faults)
        return accepted

    return check


def planner(dialect: Dialect = "rest", **parameters: Any) -> Callable[[Any], tuple[Plan, tuple[Note, ...]]]:
    """A function from content to its :class:`Plan` and notes under the given parameters of the dialect.

    For ``"rest"`` and ``"http"`` the parameters are those of ``request``; ``"platform"`` and ``"one"`` have none
    that change the count. Content that goes as segments of our own counts as their number. No ceiling is applied.
    Raises ``InvalidParameter`` and ``TypeError`` as ``request`` does.
    """
    if dialect in ("rest", "http"):
        table = rest.TABLE if dialect == "rest" else http.TABLE
        prepared = prepare(table, parameters, rest=dialect == "rest")
        if prepared.faults:
            raise_faults(prepared.faults)
        coder = replace(prepared.coder, ceiling=255)

        def legacy(content: Any) -> tuple[Plan, tuple[Note, ...]]:
            bodies, own = code_all(coder, content, "auto", None)
            first = bodies[0]
            if own:
                return Plan(first.plan.encoding, len(bodies)), first.notes
            return first.plan, first.notes

        return legacy
    if dialect not in ("platform", "one"):
        raise InvalidParameter("dialect", dialect, "'rest', 'http', 'platform' or 'one'", None, "own")
    if parameters:
        raise TypeError(f"unknown parameter: {', '.join(sorted(parameters))}")

    def modern(content: Any) -> tuple[Plan, tuple[Note, ...]]:
        sent = sms(content, None, "100" if dialect == "one" else None)
        notes = sent.notes
        if dialect == "one" and sent.plan.parts > 1:
            notes += (note("one-parts-ceiling", "content"),)
        return sent.plan, notes

    return modern
