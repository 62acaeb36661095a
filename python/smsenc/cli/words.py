"""The words in which results are shown to a reader; ``--json`` shows the data themselves."""

from __future__ import annotations

from collections.abc import Iterable

from smsenc import Decoded, Encoding, Estimate, Message

from .terminal import field, number

__all__ = ["encoding_of", "replacements_of", "style_of", "units_of"]

_UNITS = {Encoding.GSM7: "septets", Encoding.UCS2: "code units", Encoding.EIGHT_BIT: "octets"}


def units_of(result: Estimate | Message) -> str:
    """What the units of a result are called."""
    return _UNITS[result.encoding]


def encoding_of(result: Estimate | Message | Decoded) -> str:
    """The encoding, with the shift tables: ``gsm7``, ``gsm7 turkish``, ``gsm7 turkish/spanish`` (locking/single)."""
    tables = [str(language or "-") for language in (result.locking, result.single)]
    if tables == ["-", "-"]:
        return str(result.encoding)
    return f"{result.encoding} {'/'.join(tables)}"


def style_of(result: Estimate | Message | Decoded) -> str:
    """The style in which the encoding is shown where there are colours: the dear one stands out."""
    return "yellow" if result.encoding is Encoding.UCS2 else "green"


def replacements_of(result: Estimate | Message) -> Iterable[str]:
    """What was changed in the text because an option asked for it."""
    if result.truncated_at is not None:
        needed = "" if result.needed is None else f"; the whole text needs {result.needed} segments"
        yield field("truncated", f"at character {number(result.truncated_at)}{needed}")
    if result.replacements:
        yield field("replaced", f"{number(len(result.replacements))} characters")
