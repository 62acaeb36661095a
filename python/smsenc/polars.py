"""SMS counts in Polars: importing this module gives expressions and series a namespace ``sms``.

::

    import polars as pl
    import smsenc.polars

    pl.scan_parquet("campaign/*.parquet").select(pl.col("text").sms.segments().sum()).collect(engine="streaming")

The expressions work row by row (``is_elementwise``): they run in lazy queries, in the streaming engine and in groups.
Null rows stay null; a row that fails is null, and the field ``error`` says why. Type checkers do not see a namespace
that is registered at run time: for them ``SmsExpr(pl.col("text")).segments()`` is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from . import arrow

try:
    import polars as pl
except ModuleNotFoundError as error:
    if error.name != "polars":
        raise
    raise ModuleNotFoundError("smsenc.polars needs Polars: pip install 'smsenc[polars]'", name="polars") from None

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._core import Profile
    from .options import Options

__all__ = ["SmsExpr", "SmsSeries"]

Column = TypeVar("Column")
Work = Callable[[Any], Any]


def _evaluate(work: Work, series: pl.Series) -> pl.Series:
    # The null column that Polars exports has a buffer, which Arrow forbids.
    return pl.Series(work(series.cast(pl.String) if series.dtype == pl.Null else series)).alias(series.name)


class _Namespace(Generic[Column]):
    _column: Column

    def _map(self, work: Work) -> Column:
        raise NotImplementedError

    def segments(
        self, *, threads: int | None = None, profile: Profile | None = None, **options: Unpack[Options]
    ) -> Column:
        """The number of segments of every row (Int32). ``threads`` and options as in ``smsenc.arrow.count_segments``.

        Raises ``InvalidOption`` at once for a wrong option; a column that is not of strings fails when the query runs.
        """
        return self._map(partial(arrow.count_segments, threads=threads, profile=arrow.compiled(profile, options)))

    def estimate(
        self,
        *,
        fields: str | Iterable[str] = arrow.ESTIMATE_FIELDS,
        threads: int | None = None,
        profile: Profile | None = None,
        **options: Unpack[Options],
    ) -> Column:
        """What every row takes: a struct of ``fields``, or the field by itself when it is one name.

        The fields are those of ``smsenc.arrow.estimate``: numbers are Int32, names Categorical.
        """
        return self._map(_with_fields(arrow.estimate, fields, threads, arrow.compiled(profile, options)))

    def encode(
        self,
        *,
        fields: str | Iterable[str] = arrow.ENCODE_FIELDS,
        threads: int | None = None,
        profile: Profile | None = None,
        **options: Unpack[Options],
    ) -> Column:
        """The encoded message of every row: a struct of ``fields``, or the field by itself when it is one name.

        The fields are those of ``smsenc.arrow.encode``.
        """
        return self._map(_with_fields(arrow.encode, fields, threads, arrow.compiled(profile, options)))

    def user_data(
        self, *, threads: int | None = None, profile: Profile | None = None, **options: Unpack[Options]
    ) -> Column:
        """The TP-UD octets of every segment of every row (List(Binary); 3GPP TS 23.040 clause 9.2.3.24)."""
        return self._map(_with_fields(arrow.encode, "user_data", threads, arrow.compiled(profile, options)))


def _with_fields(work: Any, fields: str | Iterable[str], threads: int | None, profile: Profile) -> Work:
    names = fields if isinstance(fields, str) else tuple(fields)
    return partial(work, fields=names, threads=threads, profile=profile)


class SmsExpr(_Namespace["pl.Expr"]):
    """``pl.col("text").sms``: expressions of what the texts of a column take."""

    def __init__(self, expr: pl.Expr) -> None:
        self._column = expr

    def _map(self, work: Work) -> pl.Expr:
        evaluate = partial(_evaluate, work)
        # The type of no rows is the type of all; a wrong option is told here and not when the query runs.
        kind = evaluate(pl.Series([], dtype=pl.String)).dtype
        return self._column.map_batches(evaluate, return_dtype=kind, is_elementwise=True)


class SmsSeries(_Namespace["pl.Series"]):
    """``series.sms``: what the texts of a series take, at once."""

    def __init__(self, series: pl.Series) -> None:
        self._column = series

    def _map(self, work: Work) -> pl.Series:
        return _evaluate(work, self._column)


pl.api.register_expr_namespace("sms")(SmsExpr)
pl.api.register_series_namespace("sms")(SmsSeries)
