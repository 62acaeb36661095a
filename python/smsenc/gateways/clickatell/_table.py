"""The form of a dialect's table, and what is made from it.

A dialect is a tuple of :class:`Parameter` rows. Validation (:func:`check`), the JSON Schema (:func:`schema`) and the
documentation (:func:`markdown`) all read the same rows; rules between parameters are functions beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from smsenc.gateways._errors import InvalidParameter
from smsenc.gateways._request import Note

from ._evidence import is_known, note
from ._values import Limits

__all__ = ["Context", "Kind", "Parameter", "check", "markdown", "schema"]


@dataclass(slots=True)
class Context:
    """What validation may look at besides the value: limits, permissions, the clock; it collects notes and faults."""

    limits: Limits
    allowed: frozenset[str] = frozenset()
    now: datetime | None = None
    notes: list[Note] = field(default_factory=list)
    faults: list[InvalidParameter] = field(default_factory=list)

    def note(self, identifier: str, parameter: str, text: str | None = None) -> None:
        """Add a note, once."""
        item = note(identifier, parameter, text)
        if item not in self.notes:
            self.notes.append(item)

    def unless_allowed(self, identifier: str, fault: InvalidParameter) -> None:
        """A fault that ``allow_unverified={identifier}`` turns into a note."""
        if identifier in self.allowed:
            self.note(identifier, fault.parameter)
        else:
            self.faults.append(fault)


class Kind(Protocol):
    """The type and range of a parameter."""

    @property
    def accepts(self) -> str:
        """What callers may pass, in words."""

    def parse(self, value: Any, row: Parameter, context: Context) -> Any:
        """The canonical value. Raises ``TypeError`` for a wrong type, ``InvalidParameter`` for a wrong value."""

    def schema(self, limits: Limits) -> dict[str, Any]:
        """The JSON Schema of the value on the wire, as far as documents say it."""

    def policy(self, limits: Limits) -> dict[str, Any]:
        """What this package demands beyond the documents."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One row: ``name`` in Python, ``wire`` on the wire, its kind, the gateway's code for a wrong value, its source."""

    name: str
    wire: str
    kind: Kind
    gateway_code: str | None
    evidence: str
    meaning: str
    required: bool = False

    def fault(
        self, value: Any, allowed: str | None = None, code: str | None = "", lifted_by: str | None = None
    ) -> InvalidParameter:
        """The refusal of ``value``; ``code=""`` means the row's own."""
        words = self.kind.accepts if allowed is None else allowed
        gateway_code = self.gateway_code if code == "" else code
        return InvalidParameter(self.name, value, words, gateway_code, self.evidence, lifted_by)


def check(table: tuple[Parameter, ...], given: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """The canonical values of the parameters that are given, in the order of the table; faults go to ``context``.

    A name that no row has is a ``TypeError``, like an unknown keyword anywhere.
    """
    unknown = sorted(given.keys() - {row.name for row in table})
    if unknown:
        raise TypeError(f"unknown parameter: {', '.join(unknown)}")
    values: dict[str, Any] = {}
    for row in table:
        value = given.get(row.name)
        if value is None:
            continue
        try:
            values[row.name] = row.kind.parse(value, row, context)
        except InvalidParameter as fault:
            context.faults.append(fault)
    return values


def permissions(identifiers: Iterable[str]) -> frozenset[str]:
    """``allow_unverified`` checked: every identifier must be one of ``unknowns()``."""
    if isinstance(identifiers, str):
        raise TypeError("allow_unverified must be a set of identifiers, not a str")
    allowed = frozenset(identifiers)
    wrong = sorted(name for name in allowed if not is_known(name))
    if wrong:
        raise InvalidParameter(
            "allow_unverified", tuple(wrong), "identifiers of clickatell.unknowns()", None, "own", None
        )
    return allowed


def schema(table: tuple[Parameter, ...], title: str, limits: Limits, *, policy: bool = False) -> dict[str, Any]:
    """The JSON Schema of one object with the table's parameters; ``policy=True`` gives the overlay instead."""
    properties: dict[str, Any] = {}
    for row in table:
        if policy:
            rule = row.kind.policy(limits)
            if rule:
                properties[row.wire] = {**rule, "x-evidence": "own"}
        else:
            properties[row.wire] = {
                **row.kind.schema(limits),
                "description": row.meaning,
                "x-evidence": row.evidence,
                "x-gateway-code": row.gateway_code,
            }
    result: dict[str, Any] = {"title": title, "type": "object", "properties": properties}
    if not policy:
        result["required"] = [row.wire for row in table if row.required]
        result["additionalProperties"] = False
    return result


def markdown(table: tuple[Parameter, ...]) -> str:
    """The table as Markdown, as it stands in the documentation."""
    lines = [
        "| parameter | on the wire | accepts | refused with | source |",
        "| --- | --- | --- | --- | --- |",
    ]
    for row in table:
        code = "-" if row.gateway_code is None else row.gateway_code
        accepts = row.kind.accepts.replace("|", "\\|")
        lines.append(f"| `{row.name}` | `{row.wire}` | {accepts} | {code} | {row.evidence} |")
    return "\n".join(lines) + "\n"
