"""The exact sums of a data frame: each partition is counted where it lies, and gives one row per kind of message."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from smsenc import ErrorCode, Profile, __version__, arrow
from smsenc._core import EstimateColumns, Prefixes
from smsenc.campaign import Kind, Sum, Totals
from smsenc.campaign._prices import Prices
from smsenc.credits import Rate, RateCard

from ._batches import made_by
from ._frames import check_strings

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame
    from typing_extensions import Unpack

    from smsenc.options import Options

__all__ = ["Counted", "partial_totals", "totals"]

SCHEMA = "encoding string, segments int, error string, prefix string, unpriced string, rows bigint, units bigint"
FIELDS = ("encoding_code", "segments", "error_code", "units")

# What ``Prefixes`` says of numbers without a rate.
UNPRICED = {-1: "no_rate", -2: "invalid_number", -3: "no_number"}


class Counted(NamedTuple):
    """The rows of a data frame, counted.

    ``totals`` are those of the rows that have a result, ``failed`` the number of the others by the name of their
    ``ErrorCode`` (``"missing"`` where there is no text): together they are all rows. ``unpriced`` counts rows with a
    result but without a rate by reason: ``"no_rate"``, ``"invalid_number"``, ``"no_number"``. ``rates`` are those of
    the card by prefix.
    """

    totals: Totals
    failed: dict[str, int]
    unpriced: dict[str, int]
    rates: Mapping[str, Rate]

    def sum(self) -> Sum:
        """Rows, segments, units and credits of all rows that have a result."""
        return self.totals.sum(self.rates)


def partial_totals(
    frame: DataFrame,
    column: str,
    /,
    *,
    recipient: str | None = None,
    rates: RateCard | None = None,
    on: date | None = None,
    profile: Profile | None = None,
    **options: Unpack[Options],
) -> DataFrame:
    """The partitions counted: one row per kind of message and partition.

    Its columns are ``encoding``, ``segments``, ``error`` (null where there is none), ``prefix`` (that of the rate of
    the number in ``recipient``; the empty string for the default rate), ``unpriced`` (why there is no rate), ``rows``
    and ``units``. They can be summed in any order: ``partial_totals(...).groupBy("prefix").sum("rows")``.

    ``rates`` gives the rate of each number by its longest prefix; a ``+`` before a number means nothing. ``on`` is the
    day for rates with dates. Raises ``ValueError`` for a column that is not there, ``TypeError`` for one that is not of
    strings, ``InvalidOption`` for a wrong option, and for several rates of a prefix when no day is given.
    """
    check_strings(frame, column)
    if (recipient is None) != (rates is None):
        raise TypeError("recipient and rates belong together: a number has a price only by a rate card")
    needed = [column]
    if recipient is not None:
        check_strings(frame, recipient)
        needed.append(recipient)
    valid = None if rates is None else by_prefix(rates, on)
    counts = _Counts(column, recipient, valid, arrow.compiled(profile, options))
    return frame.select(*dict.fromkeys(needed)).mapInArrow(counts, SCHEMA)


def totals(
    frame: DataFrame,
    column: str,
    /,
    *,
    recipient: str | None = None,
    rates: RateCard | None = None,
    on: date | None = None,
    profile: Profile | None = None,
    **options: Unpack[Options],
) -> Counted:
    """The exact totals of all rows. Arguments and errors as in ``partial_totals``; this runs the job.

    Only counts travel: integers per kind of message and partition. Credits are multiplied out here, in exact decimals.
    """
    partials = partial_totals(
        frame, column, recipient=recipient, rates=rates, on=on, profile=profile, **options
    ).collect()
    whole = Totals()
    failed: Counter[str] = Counter()
    unpriced: Counter[str] = Counter()
    for row in partials:
        if row["error"] is not None:
            failed[row["error"]] += row["rows"]
            continue
        whole.add(Kind(row["encoding"], row["segments"], row["prefix"]), row["rows"], row["units"])
        if row["unpriced"] is not None:
            unpriced[row["unpriced"]] += row["rows"]
    return Counted(whole, dict(failed), dict(unpriced), {} if rates is None else by_prefix(rates, on))


def by_prefix(card: RateCard, on: date | None) -> dict[str, Rate]:
    """The rates that hold on the day by their prefixes, the default rate by ``""``."""
    return dict(Prices(card, on).rates)


class _Counts:
    """What ``mapInArrow`` calls on every partition: one record batch out, of a row per kind."""

    def __init__(self, column: str, recipient: str | None, rates: Mapping[str, Rate] | None, profile: Profile) -> None:
        self.arguments = (column, recipient, rates, profile)

    def __reduce__(self) -> tuple[Any, ...]:
        return made_by, (__version__, partial(_Counts, *self.arguments))

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        column, recipient, rates, profile = self.arguments
        prefixes = None
        if rates is not None:
            # What a coverage reply says, it says of its one number.
            prefixes = Prefixes(list(rates), [rate.source == "coverage" for rate in rates.values()])
        counts: dict[tuple[Any, ...], list[int]] = {}
        for batch in batches:
            table = pa.table(arrow.estimate(batch.column(column), fields=FIELDS, threads=1, profile=profile))
            if prefixes is not None:
                places = pa.array(prefixes.find(batch.column(recipient), 1))
                table = table.append_column("place", places)
            keys = [name for name in table.column_names if name != "units"]
            for row in table.group_by(keys).aggregate([("units", "sum"), ([], "count_all")]).to_pylist():
                kind = (row["encoding_code"], row["segments"], row["error_code"], row.get("place"))
                count = counts.setdefault(kind, [0, 0])
                count[0] += row["count_all"]
                count[1] += row["units_sum"] or 0
        yield _batch(counts, list(rates or ()))


def _batch(counts: Mapping[tuple[Any, ...], list[int]], prefixes: list[str]) -> pa.RecordBatch:
    import pyarrow as pa

    names = [None if encoding is None else encoding.value for encoding in EstimateColumns.ENCODINGS]
    rows = []
    for (encoding, segments, error, place), (number, units) in counts.items():
        failed = None if error == ErrorCode.NONE else ErrorCode(error).name.lower()
        prefix = None if place is None or place < 0 else prefixes[place]
        rows.append((names[encoding or 0], segments, failed, prefix, UNPRICED.get(place), number, units))
    columns = [pa.array([row[place] for row in rows], kind) for place, kind in enumerate(_kinds())]
    return pa.RecordBatch.from_arrays(columns, names=[column.split()[0] for column in SCHEMA.split(", ")])


def _kinds() -> list[pa.DataType]:
    import pyarrow as pa

    return [pa.string(), pa.int32(), pa.string(), pa.string(), pa.string(), pa.int64(), pa.int64()]
