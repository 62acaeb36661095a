"""Progress of long input: one line on stderr that is drawn over itself, only on a terminal.

It appears after half a second, so that short input never flickers. No escape sequences are used: a
carriage return and spaces work on every terminal.
"""

from __future__ import annotations

import sys
from time import monotonic
from typing import TextIO

from .lines import Lines

__all__ = ["Progress"]

DELAY = 0.5  # seconds until it appears
INTERVAL = 0.1  # seconds between two drawings


class Progress:
    """Follows ``lines``; :meth:`step` after each message, :meth:`clear` before anything else is printed."""

    def __init__(self, lines: Lines | None, stream: TextIO | None = None) -> None:
        self._lines = lines
        self._stream = sys.stderr if stream is None else stream
        self._next = monotonic() + DELAY if lines is not None and _is_terminal(self._stream) else float("inf")
        self._shown = 0  # columns on the screen
        self._messages = 0

    def step(self) -> None:
        """One more message is done."""
        self._messages += 1
        if monotonic() >= self._next:
            self._draw()
            self._next = monotonic() + INTERVAL

    def clear(self) -> None:
        """Take the line off the screen; the next step may draw it again."""
        if self._shown:
            self._stream.write("\r" + " " * self._shown + "\r")
            self._stream.flush()
            self._shown = 0

    def _draw(self) -> None:
        text = f"{self._messages:,} messages"
        if self._lines is not None and self._lines.size:
            # A file may grow while it is read.
            share = min(self._lines.octets / self._lines.size, 1.0)
            text = f"{share:4.0%}  {text}"
        self._stream.write("\r" + text.ljust(self._shown))
        self._stream.flush()
        self._shown = max(self._shown, len(text))


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False
