"""smsenc.spark on two executors: estimates, totals, SQL functions, and errors that can be read."""

from __future__ import annotations

from decimal import Decimal

import pytest

import smsenc
import smsenc.spark
from campaign_rows import CARD, OPTIONS, Sums, campaign, row_by_row
from smsenc import arrow

# Spark warns of what it has not been tried with, and leaves sockets and processes to the collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

TEXTS = ["Hello", None, "Grüße für 5 €", "x" * 161, "Привет" * 30, "", "😀" * 36, "ş"]
SEGMENTS = sum(smsenc.count_segments(text) for text in TEXTS if text is not None)


@pytest.fixture(scope="module")
def messages(spark):
    return spark.createDataFrame(list(enumerate(TEXTS)), "id long, text string").repartition(3).cache()


def test_both_executors_work_and_have_the_package_from_the_archive_alone(spark):
    def where(_):
        import subprocess
        import sys
        import time

        import smsenc

        time.sleep(0.2)  # so that one executor does not take all
        own = subprocess.run([sys.executable, "-I", "-c", "import smsenc"], check=False, capture_output=True)
        return smsenc.__file__, own.returncode, smsenc.count_segments("x" * 161)

    found = set(spark.sparkContext.parallelize(range(16), 16).map(where).collect())
    files = {file for file, _, _ in found}
    assert len(files) == 2
    assert all("/smsenc_lib/" in file and smsenc.__file__ != file for file in files)
    assert {result[1:] for result in found} == {(1, 2)}


def test_an_estimate_keeps_rows_nulls_and_failures(messages):
    frame = smsenc.spark.estimate(messages, "text", keep=["id"], prefix="sms_", max_segments=2)
    kinds = [f"{field.name} {field.dataType.simpleString()}" for field in frame.schema]
    assert kinds == [
        *("id bigint", "sms_encoding string", "sms_segments int", "sms_units int", "sms_remaining int"),
        "sms_error string",
    ]
    many = smsenc.estimate_many(TEXTS, max_segments=2)
    got = sorted(frame.collect())
    assert [row.id for row in got] == list(range(len(TEXTS)))
    for row, estimate, code in zip(got, many, many.error, strict=True):
        assert row.sms_error == (None if code < 2 else smsenc.ErrorCode(code).name.lower())
        assert row.sms_encoding == (None if estimate is None else estimate.encoding.value)
        for field in ("segments", "units", "remaining"):
            assert row[f"sms_{field}"] == (None if estimate is None else getattr(estimate, field))
    assert [row.sms_error for row in got].count("too_many_segments") == 1


def test_all_columns_are_kept_unless_said_otherwise(messages):
    assert smsenc.spark.estimate(messages, "text", fields=["segments"]).columns == ["id", "text", "segments"]
    only = smsenc.spark.estimate(messages, "text", fields=["segments", "error_code"], keep=[])
    assert only.columns == ["segments", "error_code"]
    assert only.groupBy().sum("segments").first()[0] == SEGMENTS


def test_the_generator_and_its_schema_work_with_map_in_arrow_itself(messages):
    batches = smsenc.spark.Batches("text", keep=["id"], fields=["segments"])
    schema = smsenc.spark.schema(["segments"], keep=messages.select("id").schema)
    rows = messages.mapInArrow(batches, schema).collect()
    assert sorted(rows) == [(n, None if t is None else smsenc.count_segments(t)) for n, t in enumerate(TEXTS)]


@pytest.mark.parametrize("partitions", ["one", "skewed", "many"])
def test_totals_are_exact_however_the_rows_lie(spark, tmp_path_factory, partitions):
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = list(campaign(5000))
    columns = {name: pa.array([getattr(row, name) for row in rows], pa.string()) for name in ("text", "number")}
    path = tmp_path_factory.mktemp("campaign") / "campaign.parquet"
    pq.write_table(pa.table(columns), path, row_group_size=700)
    frame = spark.read.parquet(str(path))
    if partitions == "skewed":
        # 4900 rows in one partition, 100 in four others, and 20 with none.
        frame = frame.limit(4900).coalesce(1).union(frame.offset(4900).repartition(4))
        frame = frame.union(frame.filter("false").repartition(20))
    else:
        frame = frame.coalesce(1) if partitions == "one" else frame.repartition(17)
    counted = smsenc.spark.totals(frame, "text", recipient="number", rates=CARD, **OPTIONS)
    whole = counted.sum()
    by_encoding = counted.totals.by(lambda kind: kind.encoding)
    got = Sums(
        whole.rows,
        whole.segments,
        whole.units,
        {name: total.segments for name, total in by_encoding.items()},
        counted.failed,
        whole.low,
        whole.unpriced,
    )
    assert got == row_by_row(rows)
    assert sum(counted.unpriced.values()) == whole.unpriced
    assert set(counted.unpriced) == {"no_rate", "no_number"}


def test_partial_totals_are_few_rows_that_spark_can_sum(messages):
    partials = smsenc.spark.partial_totals(messages, "text")
    assert partials.count() <= 3 * 5
    sums = partials.filter("error is null").selectExpr("sum(rows * segments)", "sum(rows)", "sum(units)").first()
    good = [smsenc.estimate(text) for text in TEXTS if text is not None]
    assert tuple(sums) == (sum(e.segments for e in good), len(good), sum(e.units for e in good))
    failed = partials.filter("error is not null").groupBy("error").sum("rows").collect()
    assert [tuple(row) for row in failed] == [("missing", 1)]


def test_sql_has_functions_with_the_options_they_were_registered_with(spark, messages):
    smsenc.spark.register(spark)
    smsenc.spark.register(spark, prefix="strict_", max_segments=1, fields=["segments", "error"])
    messages.createOrReplaceTempView("messages")
    rows = spark.sql(
        "select text, sms_segments(text) as n, sms_estimate(text) as e, sms_encode(text).dcs as dcs,"
        " sms_user_data(text) as octets, strict_estimate(text) as strict from messages order by id"
    ).collect()
    for row, text in zip(rows, TEXTS, strict=True):
        assert row.text == text
        if text is None:
            assert (row.n, row.e.error, row.e.units, row.dcs, row.octets, row.strict.error) == (None,) * 6
            continue
        message = smsenc.encode(text)
        assert (row.n, row.dcs) == (len(message), message.dcs)
        assert (row.e.units, row.e.encoding) == (message.units, message.encoding.value)
        assert [bytes(octets) for octets in row.octets] == list(message.user_data)
        assert row.strict.error == ("too_many_segments" if len(message) > 1 else None)
    assert spark.sql("select sum(sms_segments(text)) from messages").first()[0] == SEGMENTS


@pytest.mark.parametrize("way", ["arrow", "pandas"])
@pytest.mark.parametrize(
    ("work", "fields"), [("estimate", "segments"), ("estimate", ("segments", "encoding")), ("encode", "user_data")]
)
def test_functions_through_pandas_give_the_same_as_those_through_arrow(messages, way, work, fields):
    from smsenc.spark import _frames

    if way == "pandas":
        pytest.importorskip("pandas")
        function = getattr(arrow, work)
        udf = _frames.pandas_udf(function, fields, smsenc.Profile(), _frames._type_of(function, fields))
    else:
        udf = getattr(smsenc.spark, f"{work}_udf")(fields)
    got = [row.result for row in messages.select("id", udf("text").alias("result")).orderBy("id").collect()]
    many = smsenc.estimate_many(TEXTS)
    if work == "encode":
        assert got == [None if text is None else list(smsenc.encode(text).user_data) for text in TEXTS]
    elif fields == "segments":
        assert got == many.segments.tolist()
    else:
        names = [None if row is None else row.encoding.value for row in many]
        assert [tuple(row) for row in got] == list(zip(many.segments.tolist(), names, strict=True))


def test_credits_can_be_multiplied_out_by_sql_in_exact_decimals(spark, messages):
    smsenc.spark.register(spark)
    total = messages.selectExpr("sum(cast('0.0000000001' as decimal(12, 10)) * sms_segments(text))").first()[0]
    assert total == Decimal("0.0000000001") * SEGMENTS


def test_what_is_wrong_with_the_call_is_told_before_a_job_runs(messages):
    with pytest.raises(ValueError, match="no column 'body'; there are: id, text"):
        smsenc.spark.estimate(messages, "body")
    with pytest.raises(TypeError, match="a column of strings is needed, not bigint: id"):
        smsenc.spark.totals(messages, "id")
    with pytest.raises(smsenc.InvalidOption, match="max_segments"):
        smsenc.spark.estimate(messages, "text", max_segments=0)
    with pytest.raises(smsenc.InvalidOption, match="fields"):
        smsenc.spark.estimate(messages, "text", fields=["length"])
    with pytest.raises(TypeError, match="recipient and rates belong together"):
        smsenc.spark.totals(messages, "text", rates=CARD)


def test_what_goes_wrong_on_an_executor_reaches_the_driver_in_words(messages):
    batches = smsenc.spark.Batches("id", keep=[], fields=["segments"])
    with pytest.raises(Exception, match="TypeError: a column of strings is needed, not Int64"):
        messages.mapInArrow(batches, "segments int").collect()
    batches = smsenc.spark.Batches("body", keep=[], fields=["segments"])
    with pytest.raises(Exception, match="body"):
        messages.mapInArrow(batches, "segments int").collect()
    # The session has survived both.
    assert messages.count() == len(TEXTS)
