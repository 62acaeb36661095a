"""The same file gives the same totals in Polars, pandas, DuckDB and the command as row by row.

On Spark: tests/python/cluster.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from decimal import Decimal

import pytest

from campaign_rows import CARD, OPTIONS, Sums, campaign, exact_sum, row_by_row

WHERE = "pip install -r tests/python/frames/requirements.txt"
pa = pytest.importorskip("pyarrow", reason=f"pyarrow is not installed: {WHERE}")

ROWS = 4000


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    import pyarrow.parquet as pq

    path = tmp_path_factory.mktemp("campaign") / "campaign.parquet"
    rows = list(campaign(ROWS))
    columns = {name: pa.array([getattr(row, name) for row in rows], pa.string()) for name in ("text", "number")}
    pq.write_table(pa.table(columns), path, row_group_size=700)
    return path


@pytest.fixture(scope="module")
def expected():
    sums = row_by_row(campaign(ROWS))
    # The comparison would be worth nothing if a kind of row were not among them.
    assert set(sums.by_encoding) == {"gsm7", "ucs2"}
    assert set(sums.failed) == {"missing", "too_many_segments"}
    assert sums.rows + sum(sums.failed.values()) == ROWS
    assert min(sums.unpriced, *sums.failed.values()) > 50
    return sums


def rate_of(number):
    rate = None if number is None else CARD.lookup(number.removeprefix("+"))
    return None if rate is None else rate.credits


def test_polars(path, expected):
    pl = pytest.importorskip("polars", reason=f"polars is not installed: {WHERE}")
    pytest.importorskip("smsenc.polars")
    estimates = pl.col("text").sms.estimate(**OPTIONS).struct.unnest()
    frame = pl.scan_parquet(path).with_columns(estimates).collect(engine="streaming")
    good = frame.filter(pl.col("segments").is_not_null())
    errors = frame.filter(pl.col("segments").is_null()).select(pl.col("error").cast(pl.String).fill_null("missing"))
    by_encoding = good.group_by(pl.col("encoding").cast(pl.String)).agg(pl.col("segments").sum())
    by_number = good.group_by("number").agg(pl.len(), pl.col("segments").sum())
    costs = [(rate_of(number), rows, segments) for number, rows, segments in by_number.rows()]
    assert expected == Sums(
        good.height,
        good["segments"].sum(),
        good["units"].sum(),
        dict(by_encoding.rows()),
        dict(errors.group_by("error").len().rows()),
        exact_sum((rate, segments) for rate, _, segments in costs if rate is not None),
        sum(rows for rate, rows, _ in costs if rate is None),
    )


@pytest.mark.parametrize("backend", ["default", "pyarrow", "object"])
def test_pandas(path, expected, backend):
    pd = pytest.importorskip("pandas", reason=f"pandas is not installed: {WHERE}")
    pytest.importorskip("smsenc.pandas")
    frame = pd.read_parquet(path, **({"dtype_backend": "pyarrow"} if backend == "pyarrow" else {}))
    texts = frame["text"].astype(object) if backend == "object" else frame["text"]
    frame = frame.join(texts.sms.estimate(**OPTIONS))
    good = frame[frame["segments"].notna()]
    errors = frame.loc[frame["segments"].isna(), "error"].astype(object)
    rates = [None if pd.isna(number) else rate_of(number) for number in good["number"]]
    costs = [(rate, int(n)) for rate, n in zip(rates, good["segments"], strict=True) if rate is not None]
    assert expected == Sums(
        len(good),
        int(good["segments"].sum()),
        int(good["units"].sum()),
        {name: int(count) for name, count in good.groupby("encoding", observed=True)["segments"].sum().items()},
        dict(Counter("missing" if pd.isna(error) else error for error in errors)),
        exact_sum(costs),
        rates.count(None),
    )


def test_duckdb_with_the_rates_as_a_table(path, expected):
    duckdb = pytest.importorskip("duckdb", reason=f"duckdb is not installed: {WHERE}")
    import smsenc.duckdb

    with duckdb.connect() as connection:

        def rows(query, *values):
            return connection.execute(query, list(values)).fetchall()

        smsenc.duckdb.register(connection, **OPTIONS)
        rows("create table rates (prefix varchar, credits decimal(38, 28))")
        for rate in CARD.rates:
            rows("insert into rates values (?, ?)", rate.prefix, rate.credits)
        counted = "select ltrim(number, '+') as number, unnest(sms_estimate(text)) from read_parquet(?)"
        rows(f"create table counted as {counted}", str(path))
        rows("create view good as select * from counted where segments is not null")
        [totals] = rows("select count(*), sum(segments), sum(units) from good")
        by_encoding = rows("select encoding, sum(segments) from good group by encoding")
        failed = rows("select coalesce(error, 'missing') e, count(*) from counted where segments is null group by e")
        rate = "(select arg_max(credits, length(prefix)) from rates where starts_with(number, prefix))"
        [(credits, unpriced)] = rows(
            f"select sum(segments * rate), count(*) filter (rate is null) from (select *, {rate} as rate from good)"
        )
    assert expected == Sums(*totals, dict(by_encoding), dict(failed), credits, unpriced)


def test_the_command_campaign(path, expected, tmp_path):
    pytest.importorskip("polars", reason=f"polars is not installed: {WHERE}")
    card = tmp_path / "card.csv"
    lines = [f"{rate.prefix},{rate.credits:f}\n" for rate in CARD.rates]
    card.write_text("prefix,credits\n" + "".join(lines), "utf-8")
    options = ["--max-segments", str(OPTIONS["max_segments"]), "--languages", ",".join(OPTIONS["languages"])]
    columns = ["--column", "text", "--to", "number", "--rates", str(card)]
    command = [sys.executable, "-m", "smsenc", "campaign", str(path), *columns, *options, "--json"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    report = json.loads(done.stdout)
    total = report["total"]
    assert report["rows"] - total["rows"] == sum(expected.failed.values())
    assert expected == Sums(
        total["rows"],
        total["segments"],
        total["units"],
        {entry["encoding"]: entry["segments"] for entry in report["encodings"]},
        expected.failed,
        Decimal(total["credits_low"]),
        total["unpriced"],
    )
