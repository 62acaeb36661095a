"""SMS counts in DuckDB: ``register`` gives SQL functions of a text, ``estimate`` counts a whole relation.

::

    import duckdb
    import smsenc.duckdb

    connection = duckdb.connect()
    smsenc.duckdb.register(connection)
    connection.sql("select sum(sms_segments(text)) from 'campaign/*.parquet'")

    counted = smsenc.duckdb.estimate(connection.read_parquet("campaign/*.parquet"), "text", keep=["number"])
    duckdb.sql("select encoding, sum(segments) from counted group by encoding")

NULL stays NULL. A row that fails is NULL, and the field ``error`` of ``sms_estimate`` says why.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from . import arrow

if TYPE_CHECKING:
    import duckdb
    import pyarrow
    from typing_extensions import Unpack

    from ._core import Profile
    from .options import Options

__all__ = ["estimate", "register"]

_ROWS = 8_192
"""The rows of a batch of ``estimate``: four vectors of DuckDB, whose texts the cache of a processor still holds."""


def register(
    connection: duckdb.DuckDBPyConnection,
    /,
    *,
    prefix: str = "sms_",
    fields: Iterable[str] = arrow.ESTIMATE_FIELDS,
    encode_fields: Iterable[str] = arrow.ENCODE_FIELDS,
    profile: Profile | None = None,
    **options: Unpack[Options],
) -> None:
    """Give a connection the functions of ``smsenc.arrow``, each of a VARCHAR, with these options.

    ``sms_segments`` is the number of segments (INTEGER). ``sms_estimate`` is a STRUCT of ``fields``, ``sms_encode`` one
    of ``encode_fields``: numbers are INTEGER, names VARCHAR. ``sms_user_data`` is the TP-UD of each segment (BLOB[];
    3GPP TS 23.040 clause 9.2.3.24). ``prefix`` begins their names, so that a connection can have several profiles; the
    same prefix again replaces the functions. The cursors of the connection have them too.

    Raises ``InvalidOption`` for a wrong option, and ``ModuleNotFoundError`` without pyarrow, through which DuckDB calls
    functions: ``pip install 'smsenc[duckdb]'``.
    """
    duckdb, pyarrow = _needed()
    whole = arrow.compiled(profile, options)
    estimated, encoded = list(fields), list(encode_fields)

    # One thread each: DuckDB itself runs as many calls at a time as it has threads, of 2048 rows each.
    def segments(texts: Any) -> Any:
        return arrow.count_segments(_array(texts), threads=1, profile=whole)

    def estimate(texts: Any) -> Any:
        return arrow.estimate(_array(texts), fields=estimated, threads=1, profile=whole)

    def encode(texts: Any) -> Any:
        return arrow.encode(_array(texts), fields=encoded, threads=1, profile=whole)

    def user_data(texts: Any) -> Any:
        return arrow.encode(_array(texts), fields="user_data", threads=1, profile=whole)

    none = pyarrow.chunked_array([pyarrow.array([], pyarrow.string())])
    # The type of no rows is the type of all. Whatever is wrong is told before a function is there.
    functions = (segments, estimate, encode, user_data)
    kinds = [_sql_type(pyarrow.array(function(none)).type) for function in functions]
    for function, kind in zip(functions, kinds, strict=True):
        name = prefix + function.__name__
        with suppress(duckdb.InvalidInputException):  # there was none
            connection.remove_function(name)
        connection.create_function(name, function, ["VARCHAR"], kind, type="arrow", null_handling="special")


def estimate(
    relation: duckdb.DuckDBPyRelation,
    column: str | None = None,
    /,
    *,
    fields: Iterable[str] = arrow.ESTIMATE_FIELDS,
    keep: Iterable[str] | None = None,
    prefix: str = "",
    profile: Profile | None = None,
    **options: Unpack[Options],
) -> pyarrow.RecordBatchReader:
    """The rows of a relation, and behind their columns what the texts of ``column`` take: a reader of record batches.

    Over a whole table this is quicker than a function, which DuckDB calls for each 2048 rows by threads that wait for
    each other. ``column`` needs no name in a relation that has one. ``keep`` names the columns that are kept, all if
    it is not given; ``fields`` and ``prefix`` are those of ``smsenc.arrow.estimate_batches``. One batch is in memory at
    a time, and a reader is read once.

    The result of the relation is open until the reader has come to its end or is closed; so long its connection answers
    nothing else. DuckDB itself reads it on the connection of another database: ``duckdb.sql("... from counted")``, or
    ``duckdb.connect().from_arrow(counted)``. (On a cursor of the same database it works, and the two queries wait for
    each other.)

    Raises ``InvalidOption`` for a wrong option, ``ValueError`` for a column that is not there, ``TypeError`` for one
    that is not of strings and for what is no relation, and ``ModuleNotFoundError`` without pyarrow.
    """
    _, pyarrow = _needed()
    whole = arrow.compiled(profile, options)
    # Before DuckDB 1.5 it was called so.
    read = getattr(relation, "to_arrow_reader", None) or getattr(relation, "fetch_record_batch", None)
    if read is None:
        raise TypeError(f"a relation of DuckDB is needed, not {type(relation).__name__}")
    # One thread: those of DuckDB work on the next batches meanwhile.
    counted = arrow.estimate_stream(
        read(_ROWS), column, fields=fields, keep=keep, prefix=prefix, threads=1, profile=whole
    )
    return pyarrow.RecordBatchReader.from_stream(counted)


def _needed() -> tuple[Any, Any]:
    """The modules of DuckDB and pyarrow."""
    try:
        import duckdb
        import pyarrow
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"smsenc.duckdb needs {error.name}: pip install 'smsenc[duckdb]'", name=error.name
        ) from None
    return duckdb, pyarrow


def _array(texts: Any) -> Any:
    """The one chunk that DuckDB hands over: a stream of chunks would be asked twice, each time without the lock."""
    return texts.chunk(0) if texts.num_chunks == 1 else texts


def _sql_type(kind: Any) -> str:
    """The type of DuckDB for one of pyarrow that ``smsenc.arrow`` gives."""
    from pyarrow import types

    if types.is_struct(kind):
        return "STRUCT({})".format(", ".join(f'"{field.name}" {_sql_type(field.type)}' for field in kind))
    if types.is_list(kind):
        return f"{_sql_type(kind.value_type)}[]"
    if types.is_dictionary(kind):
        return "VARCHAR"
    return {"int32": "INTEGER", "binary": "BLOB"}[str(kind)]
