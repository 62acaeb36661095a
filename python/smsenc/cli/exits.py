"""Exit codes of the command line, and the error that means wrong usage."""

from __future__ import annotations

__all__ = [
    "EXIT_CLOSED_PIPE",
    "EXIT_FAILURES",
    "EXIT_INTERRUPTED",
    "EXIT_OK",
    "EXIT_OUTPUT",
    "EXIT_USAGE",
    "UsageError",
]

EXIT_OK = 0
EXIT_FAILURES = 1
EXIT_USAGE = 2
EXIT_OUTPUT = 74  # the output could not be written; EX_IOERR of sysexits.h
# As a shell reports a program that a signal ended: 128 + SIGINT, 128 + SIGPIPE.
EXIT_INTERRUPTED = 130
EXIT_CLOSED_PIPE = 141


class UsageError(Exception):
    """The command was called wrongly, or an input could not be read at all."""
