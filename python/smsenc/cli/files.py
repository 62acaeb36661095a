"""Files that a run writes: each appears under its name when it is whole, and not before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from .exits import UsageError

__all__ = ["whole_file"]


@contextmanager
def whole_file(path: str) -> Iterator[TextIO]:
    """A file to write text to, in UTF-8. What was there before stays if anything goes wrong.

    A name that is no regular file (``/dev/stdout``, a pipe) is written to as it is. Raises :class:`UsageError`, before
    anything is done, for a place that cannot be written.
    """
    is_plain = not os.path.exists(path) or os.path.isfile(path)
    temporary = f"{path}.{os.getpid()}.part" if is_plain else path
    try:
        file = open(temporary, "x" if is_plain else "w", encoding="utf-8", newline="\n")  # noqa: SIM115
    except (OSError, ValueError) as error:  # ValueError: NUL in the name
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(f"cannot write {path!r}: {reason}") from None
    try:
        with file:
            yield file
        if is_plain:
            os.replace(temporary, path)
    except BaseException:
        if is_plain:
            os.unlink(temporary)
        raise
