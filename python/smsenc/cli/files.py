"""Files that a run writes: each appears under its name when it is whole, and not before."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TextIO

from .exits import UsageError

__all__ = ["whole_file", "whole_name"]


@contextmanager
def whole_name(path: str) -> Iterator[str]:
    """A name to write to; what is there takes the name ``path`` in the end, or is deleted if anything goes wrong.

    Raises :class:`UsageError`, before anything is done, for a place that cannot be written.
    """
    import tempfile

    with _usable(path):
        directory, name = os.path.split(os.path.abspath(path))
        descriptor, temporary = tempfile.mkstemp(prefix=f".{name}.", suffix=".part", dir=directory)
        if os.path.isdir(path):
            os.close(descriptor)
            os.unlink(temporary)
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    os.close(descriptor)
    try:
        yield temporary
        # As any new file would have it; mkstemp is for the owner alone.
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


@contextmanager
def whole_file(path: str) -> Iterator[TextIO]:
    """A file to write text to, in UTF-8. What was there before stays if anything goes wrong.

    A name that is no regular file (``/dev/stdout``, a pipe) is written to as it is. Raises :class:`UsageError`, before
    anything is done, for a place that cannot be written.
    """
    is_plain = not os.path.exists(path) or os.path.isfile(path)
    with ExitStack() as stack:
        place = stack.enter_context(whole_name(path)) if is_plain else path
        with _usable(path):
            file = stack.enter_context(open(place, "w", encoding="utf-8", newline="\n"))
        yield file


@contextmanager
def _usable(path: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:  # ValueError: NUL in the name
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(f"cannot write {path!r}: {reason}") from None
