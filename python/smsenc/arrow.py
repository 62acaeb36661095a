"""Columns in, columns out, for every library that speaks the Arrow PyCapsule interface.

pyarrow, Polars, pandas, DuckDB and others hand their columns over without a copy, and take the results the same way;
none of them is needed here. A column may be of the type string, large_string, string_view, dictionary of these, or
null, in one piece or as a stream of chunks. Strings of Python are never made; the interpreter's lock is released, and
all cores work.

No row raises. A null row is null in the result; so is a row that fails, and the field ``error`` says why::

    counts = pyarrow.array(arrow.count_segments(texts))
    frame = polars.DataFrame(arrow.estimate(texts, fields=["encoding", "segments", "error"], max_segments=1))
    sent = pyarrow.array(arrow.encode(texts, fields="user_data"))
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from ._core import Array, Profile, Stream, arrow_encode, arrow_estimate, arrow_estimate_batch, arrow_estimate_stream

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .options import Options

__all__ = [
    "ENCODE_FIELDS",
    "ESTIMATE_FIELDS",
    "Array",
    "ArrowColumn",
    "Stream",
    "count_segments",
    "encode",
    "estimate",
    "estimate_batches",
    "estimate_stream",
]

ESTIMATE_FIELDS = ("encoding", "segments", "units", "remaining", "error")
"""What ``estimate`` gives unless told otherwise."""

ENCODE_FIELDS = ("user_data", "dcs", "reference", "error")
"""What ``encode`` gives unless told otherwise."""


class _ArrowArray(Protocol):
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...


class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


ArrowColumn = _ArrowArray | _ArrowStream
"""What speaks the Arrow PyCapsule interface: an array, a chunked column, a table, a data frame, a relation."""

_DEFAULT = Profile()


def compiled(profile: Profile | None, options: Mapping[str, Any]) -> Profile:
    """The profile that ``options`` on top of ``profile`` make."""
    if profile is None:
        return Profile(**options) if options else _DEFAULT
    return profile.replace(**options) if options else profile


def count_segments(
    texts: ArrowColumn,
    /,
    *,
    column: str | None = None,
    threads: int | None = None,
    profile: Profile | None = None,
    **options: Unpack[Options],
) -> Array:
    """The number of segments of every row, as int32; null where the row is null or fails.

    ``texts`` is a column, or a table whose ``column`` is meant (a table of one column needs no name). ``threads`` is
    the number of threads at most, one per core if it is not given. ``options`` are those of ``smsenc.estimate``, on
    top of ``profile``.

    Raises ``TypeError`` for what is no column of strings, ``ValueError`` for what breaks the rules of Arrow or names
    no column, ``InvalidOption`` for a wrong option; an error of a stream comes as ``OSError``, ``ValueError``,
    ``MemoryError`` or ``NotImplementedError``, whichever its errno says.
    """
    return arrow_estimate(texts, compiled(profile, options), "segments", column, threads)


def estimate(
    texts: ArrowColumn,
    /,
    *,
    fields: str | Iterable[str] = ESTIMATE_FIELDS,
    column: str | None = None,
    threads: int | None = None,
    profile: Profile | None = None,
    **options: Unpack[Options],
) -> Array:
    """What every row takes: a struct of ``fields``, or the field by itself when it is one name and not a list of names.

    ``segments``, ``units``, ``capacity`` and ``remaining`` are int32 and mean what they mean in ``Estimate``.
    ``encoding``, ``locking``, ``single`` and ``error`` are names (a dictionary of strings). The same as numbers
    (int32), for readers without dictionaries: ``encoding_code`` (1 gsm7, 2 8bit, 3 ucs2), ``locking_code`` and
    ``single_code`` (national language identifiers of 3GPP TS 23.038, 0 for the default), ``error_code``
    (``ErrorCode``, never null). Everything else as in ``count_segments``.
    """
    return arrow_estimate(texts, compiled(profile, options), fields, column, threads)


def encode(
    texts: ArrowColumn,
    /,
    *,
    fields: str | Iterable[str] = ENCODE_FIELDS,
    column: str | None = None,
    threads: int | None = None,
    profile: Profile | None = None,
    **options: Unpack[Options],
) -> Array:
    """The encoded messages of every row: a struct of ``fields``, or the field by itself when it is one name.

    ``user_data`` is a list of binary, the TP-UD of each segment: header, fill bits and packed septets or octets (3GPP
    TS 23.040 clause 9.2.3.24). ``dcs``, ``segments`` and ``reference`` are int32; a message of one segment has no
    reference (null). References are derived from the contents. ``error`` and ``error_code`` are those of
    ``estimate``. More than 1 GiB of user data comes in several chunks: such a result can only be taken as a stream.
    Everything else as in ``count_segments``.
    """
    return arrow_encode(texts, compiled(profile, options), fields, column, threads)


def estimate_batches(
    batches: Iterable[ArrowColumn],
    /,
    column: str | None = None,
    *,
    fields: Iterable[str] = ESTIMATE_FIELDS,
    keep: Iterable[str] | None = None,
    prefix: str = "",
    threads: int | None = None,
    profile: Profile | None = None,
    **options: Unpack[Options],
) -> Iterator[Any]:
    """Record batches in, record batches out: their columns, and behind them what the texts of ``column`` take.

    ``keep`` names the columns that are kept, all if it is not given. The names of the results are those of ``fields``
    behind ``prefix``. A record batch of pyarrow gives one of pyarrow, as the ``mapInArrow`` of Spark expects it; any
    other gives an ``Array``. One batch is in memory at a time. Options and errors as in ``estimate``; they are
    checked at once.
    """
    whole = compiled(profile, options)
    names = list(fields)
    kept = None if keep is None else list(keep)

    def each() -> Iterator[Any]:
        for batch in batches:
            result = arrow_estimate_batch(batch, whole, names, column, kept, prefix, threads)
            # Nothing is imported: somebody who has a batch of pyarrow has pyarrow.
            pyarrow = sys.modules.get("pyarrow")
            if pyarrow is not None and isinstance(batch, pyarrow.RecordBatch):
                yield pyarrow.record_batch(result)
            else:
                yield result

    return each()


def estimate_stream(
    batches: ArrowColumn,
    /,
    column: str | None = None,
    *,
    fields: Iterable[str] = ESTIMATE_FIELDS,
    keep: Iterable[str] | None = None,
    prefix: str = "",
    threads: int | None = None,
    profile: Profile | None = None,
    **options: Unpack[Options],
) -> Stream:
    """The same from Arrow stream to Arrow stream: ``pyarrow.RecordBatchReader.from_stream`` and others take the result.

    A batch is asked for and worked on when the next one is asked for, and no Python runs in between. What is wrong with
    the call (no such column, one that is not of strings, a wrong option) is told at once, and the errors of the stream
    to who reads.
    """
    whole = compiled(profile, options)
    kept = None if keep is None else list(keep)
    return arrow_estimate_stream(batches, whole, list(fields), column, kept, prefix, threads)
