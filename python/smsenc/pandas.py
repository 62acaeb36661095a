"""SMS counts in pandas: importing this module gives every series of texts an accessor ``sms``.

::

    import pandas as pd
    import smsenc.pandas

    frame = pd.read_parquet("campaign.parquet")
    frame["segments"] = frame["text"].sms.segments()
    frame = frame.join(frame["text"].sms.estimate(fields=["encoding", "error"]))

The results have the index of the texts. Missing texts (``None``, ``nan``, ``pd.NA``) stay missing; a row that fails is
missing, and the field ``error`` says why. The texts may be of the type ``str``, ``object``, ``category`` or
``pd.ArrowDtype`` of strings; in a column of objects what is no ``str`` is ``wrong_type`` of its row alone. Numbers are
``Int32``, names ``category``, user data lists of octets.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from . import arrow
from ._codes import ErrorCode

try:
    import numpy as np
    import pandas as pd
    import pyarrow as pa
except ModuleNotFoundError as error:
    if error.name not in ("numpy", "pandas", "pyarrow"):
        raise
    raise ModuleNotFoundError(
        f"smsenc.pandas needs {error.name}: pip install 'smsenc[pandas]'", name=error.name
    ) from None

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._core import Profile
    from .options import Options

__all__ = ["SmsAccessor"]


class SmsAccessor:
    """``series.sms``: what the texts of a series take.

    As with other accessors of pandas, asking a series that is not of strings for it is an ``AttributeError``.
    """

    def __init__(self, series: pd.Series) -> None:
        kind, what = series.dtype, str(series.dtype)
        if isinstance(kind, pd.CategoricalDtype):
            kind, what = kind.categories.dtype, f"{what} of {kind.categories.dtype}"
        # A column without a single value comes from a file as one of numbers.
        if not (_has_python_strings(kind) or _has_arrow_strings(kind) or series.isna().all()):
            raise AttributeError(f"a column of strings is needed, not {what}")
        self._series = series

    def segments(
        self, *, threads: int | None = None, profile: Profile | None = None, **options: Unpack[Options]
    ) -> pd.Series:
        """The number of segments of every row (Int32). ``threads`` and options as in ``smsenc.arrow.count_segments``.

        Raises ``InvalidOption`` for a wrong option. ``threads`` counts for columns that are kept by Arrow.
        """
        return self._one(arrow.estimate, "segments", threads, arrow.compiled(profile, options))

    def estimate(
        self,
        *,
        fields: str | Iterable[str] = arrow.ESTIMATE_FIELDS,
        threads: int | None = None,
        profile: Profile | None = None,
        **options: Unpack[Options],
    ) -> pd.DataFrame | pd.Series:
        """What every row takes: a data frame of ``fields``, or the field by itself when it is one name.

        The fields are those of ``smsenc.arrow.estimate``: numbers are Int32, names of the type category.
        """
        whole = arrow.compiled(profile, options)
        if isinstance(fields, str):
            return self._one(arrow.estimate, fields, threads, whole)
        return pd.DataFrame(self._columns(arrow.estimate, list(fields), threads, whole), index=self._series.index)

    def encode(
        self,
        *,
        fields: str | Iterable[str] = arrow.ENCODE_FIELDS,
        threads: int | None = None,
        profile: Profile | None = None,
        **options: Unpack[Options],
    ) -> pd.DataFrame | pd.Series:
        """The encoded message of every row: a data frame of ``fields``, or the field by itself when it is one name.

        The fields are those of ``smsenc.arrow.encode``.
        """
        whole = arrow.compiled(profile, options)
        if isinstance(fields, str):
            return self._one(arrow.encode, fields, threads, whole)
        return pd.DataFrame(self._columns(arrow.encode, list(fields), threads, whole), index=self._series.index)

    def user_data(
        self, *, threads: int | None = None, profile: Profile | None = None, **options: Unpack[Options]
    ) -> pd.Series:
        """The TP-UD octets of every segment of every row, as lists (3GPP TS 23.040 clause 9.2.3.24)."""
        return self._one(arrow.encode, "user_data", threads, arrow.compiled(profile, options))

    def _one(self, work: Any, field: str, threads: int | None, profile: Profile) -> pd.Series:
        column = self._columns(work, [field], threads, profile)[field]
        return pd.Series(column, index=self._series.index, name=self._series.name)

    def _columns(self, work: Any, fields: list[str], threads: int | None, profile: Profile) -> dict[str, Any]:
        kind = self._series.dtype
        if not isinstance(kind, pd.CategoricalDtype):
            return _columns(self._series.array, work, fields, threads, profile)
        # Each category is counted once.
        codes = self._series.cat.codes.to_numpy()
        columns = _columns(kind.categories.array, work, fields, threads, profile)
        return {name: _taken(column, codes, name) for name, column in columns.items()}


pd.api.extensions.register_series_accessor("sms")(SmsAccessor)


def _has_python_strings(kind: Any) -> bool:
    return kind == np.dtype(object) or (isinstance(kind, pd.StringDtype) and kind.storage == "python")


def _has_arrow_strings(kind: Any) -> bool:
    if isinstance(kind, pd.ArrowDtype):
        kind = kind.pyarrow_dtype
        return str(kind.value_type if pa.types.is_dictionary(kind) else kind) in (
            "string",
            "large_string",
            "string_view",
            "null",
        )
    return isinstance(kind, pd.StringDtype) and not _has_python_strings(kind)


def _columns(texts: Any, work: Any, fields: list[str], threads: int | None, profile: Profile) -> dict[str, Any]:
    """The columns of pandas for these fields of ``arrow.estimate`` or ``arrow.encode``."""
    if _has_arrow_strings(texts.dtype):
        table = pa.table(work(pa.array(texts), fields=fields, threads=threads, profile=profile))
        return {name: _from_arrow(column) for name, column in zip(table.column_names, table.columns, strict=True)}
    # Strings of Python are read where they are: Arrow would copy them, and has no room for a lone surrogate or a row of
    # another type. Arrow tells which fields there are, and their types.
    none = pa.table(work(pa.array([], pa.string()), fields=fields, profile=profile))
    rows = [None if missing else text for text, missing in zip(texts, pd.isna(texts), strict=True)]
    results = profile.estimate_many(rows) if work is arrow.estimate else profile.encode_many(rows)
    failed = np.frombuffer(results.error, np.uint8) != 0
    return {name: _from_list(results, name, none.schema.field(name).type, failed) for name in none.column_names}


def _from_arrow(column: pa.ChunkedArray) -> Any:
    if pa.types.is_int32(column.type):
        return pd.Int32Dtype().__from_arrow__(column)
    if pa.types.is_dictionary(column.type):
        whole = column.combine_chunks()
        return pd.Categorical.from_codes(whole.indices.fill_null(-1).to_numpy(), whole.dictionary.to_pylist())
    return _objects(column.to_pylist())


def _from_list(results: Any, name: str, kind: pa.DataType, failed: Any) -> Any:
    """A column of ``estimate_many`` or ``encode_many`` as Arrow would give it."""
    if pa.types.is_list(kind):
        return _objects([None if row is None else list(row) for row in results.tolist()])
    column = getattr(results, name.removesuffix("_code"))
    if name == "reference":  # null in rows that have not failed, too
        return pd.array(column.tolist(), dtype="Int32")
    numbers = np.frombuffer(column, column.format).astype(np.int32)
    if pa.types.is_dictionary(kind):
        first = ErrorCode.MISSING + 1 if name == "error" else 1
        return pd.Categorical.from_codes(np.maximum(numbers - first, -1), _names(name))
    nowhere = np.zeros(len(failed), np.bool_)
    return pd.arrays.IntegerArray(numbers, nowhere if name == "error_code" else failed.copy())


def _names(field: str) -> list[str]:
    """The names that a field can have, in the order of their codes."""
    names: list[str] = pa.array(arrow.estimate(pa.array([None], pa.string()), fields=field)).dictionary.to_pylist()
    return names


def _taken(column: Any, codes: Any, name: str) -> Any:
    """The row of each code; -1 is a row that is missing."""
    if isinstance(column, np.ndarray):
        return _objects([None if code < 0 else column[code] for code in codes])
    missing = int(ErrorCode.MISSING) if name == "error_code" else None
    return column.take(codes, allow_fill=True, fill_value=missing)


def _objects(rows: list[Any]) -> Any:
    column = np.empty(len(rows), object)
    column[:] = rows  # an array of lists, and not of two dimensions
    return column
