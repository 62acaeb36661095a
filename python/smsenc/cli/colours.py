"""Colours: on a terminal that shows them, and nowhere else unless somebody insists.

The customs of the environment are kept: ``NO_COLOR`` (whatever its value) switches them off, ``CLICOLOR_FORCE`` or
``FORCE_COLOR`` (but not ``0``) on for pipes, too; ``CLICOLOR=0`` and ``TERM=dumb`` off. Nothing is told by colour
alone.
"""

from __future__ import annotations

import os
from typing import TextIO

__all__ = ["colours_on", "paint"]

# Select graphic rendition (ECMA-48). The eight colours of a terminal's own palette read on light and dark screens.
_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}


def colours_on(stream: TextIO | None) -> bool:
    """Whether what is written to ``stream`` may have colours."""
    if os.environ.get("NO_COLOR"):
        return False
    if any(os.environ.get(name, "0") not in ("", "0") for name in ("CLICOLOR_FORCE", "FORCE_COLOR")):
        return True
    if os.environ.get("CLICOLOR") == "0" or os.environ.get("TERM") == "dumb":
        return False
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def paint(text: str, style: str, on: bool) -> str:
    """``text`` in a style (``"bold"``, ``"red"``, ... joined by blanks) if colours are on, else as it is."""
    if not on or not text or not style:
        return text
    return f"\x1b[{';'.join(_STYLES[name] for name in style.split())}m{text}\x1b[0m"
