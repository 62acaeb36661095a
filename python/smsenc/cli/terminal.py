"""How things look to a reader: quoted texts, labelled fields, aligned rows.

Everything that a human reads goes through here. ``--json`` does not.
A text is shown in quotes with everything that does not print escaped, because a control character could
drive the terminal, and because an invisible character is often what makes a message dear.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from .colours import colours_on, paint

__all__ = ["field", "number", "octets", "preview", "quote", "screen_width"]

LABEL_WIDTH = 10


def screen_width() -> int:
    """Columns of the terminal; those of the variable ``COLUMNS`` before; 80 when there is neither."""
    # As shutil.get_terminal_size does, whose import costs as much time as a hundred messages.
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns) > 0:
        return int(columns)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 80
    except (AttributeError, ValueError, OSError):  # no stdout, closed, no terminal
        return 80


def quote(text: str) -> str:
    """``text`` in double quotes; quote, backslash and everything that does not print are escaped."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    return repr(character)[1:-1]  # \n, \x1b, \u200d


def preview(text: str, width: int) -> str:
    """``text`` quoted, cut to ``width`` columns of the terminal, with ``...`` behind what was cut."""
    # No character is wider than its own column count says; twice as many can never fit.
    shown = quote(text[: 2 * width])
    if len(text) <= 2 * width and _columns(shown) <= width:
        return shown
    room = width - 4
    if shown.isascii():
        return shown[:-1][:room] + '"...'
    kept = []
    for character in shown[:-1]:
        room -= _columns(character)
        if room < 0:
            break
        kept.append(character)
    return "".join(kept) + '"...'


def _columns(text: str) -> int:
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def number(value: int) -> str:
    """A number for the eye."""
    return f"{value:,}"


def octets(value: bytes) -> str:
    """Octets in upper-case hex; ``none`` when there are none."""
    return value.hex().upper() or "none"


def field(label: str, value: object, style: str = "") -> str:
    """One line of a view; ``style`` is that of the value where there are colours."""
    on = colours_on(sys.stdout)
    return f"{paint(f'{label:<{LABEL_WIDTH}}', 'dim', on)} {paint(str(value), style, on)}"


def table(rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Rows with the first column to the left and all others to the right, as wide as they need."""
    kept = list(rows)
    first, *others = (max(map(len, column)) for column in zip(*kept, strict=True))
    lines = []
    for label, *cells in kept:
        aligned = (cell.rjust(width) for cell, width in zip(cells, others, strict=True))
        lines.append("  ".join((label.ljust(first), *aligned)))
    return lines
