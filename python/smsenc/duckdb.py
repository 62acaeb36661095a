"""SMS counts in the SQL of DuckDB: ``register`` gives a connection functions of a text.

::

    import duckdb
    import smsenc.duckdb

    connection = duckdb.connect()
    smsenc.duckdb.register(connection)
    connection.sql("select sum(sms_segments(text)) from 'campaign/*.parquet'")

NULL stays NULL. A row that fails is NULL, and the field ``error`` of ``sms_estimate`` says why.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from . import arrow

if TYPE_CHECKING:
    import duckdb
    from typing_extensions import Unpack

    from ._core import Profile
    from .options import Options

__all__ = ["register"]


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
    try:
        import duckdb
        import pyarrow
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"smsenc.duckdb needs {error.name}: pip install 'smsenc[duckdb]'", name=error.name
        ) from None

    whole = arrow.compiled(profile, options)
    estimated, encoded = list(fields), list(encode_fields)

    # One thread each: DuckDB itself runs as many calls at a time as it has threads, of 2048 rows each.
    def segments(texts: Any) -> Any:
        return arrow.count_segments(texts, threads=1, profile=whole)

    def estimate(texts: Any) -> Any:
        return arrow.estimate(texts, fields=estimated, threads=1, profile=whole)

    def encode(texts: Any) -> Any:
        return arrow.encode(texts, fields=encoded, threads=1, profile=whole)

    def user_data(texts: Any) -> Any:
        return arrow.encode(texts, fields="user_data", threads=1, profile=whole)

    none = pyarrow.array([], pyarrow.string())
    # The type of no rows is the type of all. Whatever is wrong is told before a function is there.
    functions = (segments, estimate, encode, user_data)
    kinds = [_sql_type(pyarrow.array(function(none)).type) for function in functions]
    for function, kind in zip(functions, kinds, strict=True):
        name = prefix + function.__name__
        with suppress(duckdb.InvalidInputException):  # there was none
            connection.remove_function(name)
        connection.create_function(name, function, ["VARCHAR"], kind, type="arrow", null_handling="special")


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
