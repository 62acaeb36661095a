"""The run over all messages of an input, the same for every command.

A command is a :class:`Job`: what to compute for one message, and how a result is shown. The run feeds it
record by record, prints as it goes (nothing is collected, so memory is constant), and counts. A message
that fails is reported and the run goes on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, Generic, TypeVar

from smsenc import Error

from .exits import EXIT_FAILURES, EXIT_OK
from .failures import Failure, complain, describe, place
from .progress import Progress
from .records import Input, Record, Reject

__all__ = ["SCHEMA", "Job", "process"]

R = TypeVar("R")

# The version of the JSON objects that are the command line's own; results carry that of the package.
SCHEMA = 1


class Job(Generic[R]):
    """What a command does with a message. Texts are lines without their line end."""

    def compute(self, record: Record) -> R:
        """The result for one message; an error of the package is a failure of this message."""
        raise NotImplementedError

    def to_dict(self, result: R) -> dict[str, Any]:
        """The result as ``--json`` prints it."""
        raise NotImplementedError

    def objects(self, result: R) -> Iterable[dict[str, Any]]:
        """The objects that ``--json`` prints, a line each."""
        return (self.to_dict(result),)

    def view(self, record: Record, result: R) -> Iterable[str]:
        """The clear view of the only message."""
        raise NotImplementedError

    def heading(self, source: Input) -> Iterable[str]:
        """What stands above the rows of many messages."""
        return ()

    def rows(self, record: Record, result: R) -> Iterable[str]:
        """One of many messages."""
        raise NotImplementedError

    def totals(self, failures: int) -> Iterable[str]:
        """What stands below the rows."""
        return ()


def process(job: Job[R], source: Input, *, as_json: bool, limit: int | None = None) -> int:
    """Run ``job`` over all messages of ``source``; returns the exit code."""
    out = sys.stdout
    if hasattr(out, "reconfigure"):
        # A character that the terminal's charset lacks is shown as an escape; --json is ASCII anyway.
        out.reconfigure(errors="backslashreplace")
    many = source.lines is not None
    progress = Progress(source.lines)
    # Where rows and progress share the screen, each row takes the progress off it first.
    shares_screen = out.isatty()
    failures = messages = 0

    def emit(lines: Iterable[str]) -> None:
        for line in lines:
            if shares_screen:
                progress.clear()
            out.write(line + "\n")

    if source.note:
        complain(source.note)
    encode_json = _json_encoder() if as_json else None
    if many and not as_json:
        emit(job.heading(source))
    try:
        for record in islice(source.records, limit):
            messages += 1
            lines = _lines_for(job, record, encode_json, many)
            if isinstance(lines, Failure):
                failures += 1
                progress.clear()
                complain(place(source.name, record.line) + lines.message, "red")
                error = {"schema": SCHEMA, "type": "error", "error": lines.to_dict()}
                lines = (encode_json(_numbered(record.line, error)),) if encode_json else ()
            emit(lines)
            progress.step()
    finally:
        progress.clear()
    totals = [] if as_json or not many else list(job.totals(failures))
    emit(totals)
    if many and failures and not totals:
        complain(f"{failures:,} of {messages:,} messages failed", "red")
    return EXIT_FAILURES if failures else EXIT_OK


def _lines_for(
    job: Job[R], record: Record | Reject, encode_json: Callable[[Any], str] | None, many: bool
) -> Iterable[str] | Failure:
    """What to print for one message, or why there is nothing."""
    if isinstance(record, Reject):
        return describe(record.fault)
    try:
        result = job.compute(record)
    except Error as error:
        return describe(error)
    if encode_json:
        encode = encode_json
        return (encode(_numbered(record.line, data)) for data in job.objects(result))
    return job.rows(record, result) if many else job.view(record, result)


def _numbered(line: int | None, data: dict[str, Any]) -> dict[str, Any]:
    """``data`` behind the number of its line, if it has one."""
    return data if line is None else {"line": line, **data}


def _json_encoder() -> Callable[[Any], str]:
    from json import JSONEncoder

    return JSONEncoder().encode
