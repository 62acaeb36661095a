"""Columns of pyarrow, Polars, pandas, DuckDB and NumPy: in and out, row by row as the single calls.

Each library is named in requirements.txt beside this file; without it its tests are skipped, and the summary says so.
"""

from __future__ import annotations

import sys
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import smsenc
from smsenc import ErrorCode, arrow

WHERE = "pip install -r tests/python/columns/requirements.txt"
TEXTS = ["Hello", None, "Grüße für 5 €", "x" * 161, "Привет" * 30, "", "😀" * 36, "a" * 12, "b" * 13, None]
COUNTS = [None if text is None else smsenc.count_segments(text) for text in TEXTS]

# Whatever an Arrow string can hold: no lone surrogates.
texts = st.lists(
    st.one_of(
        st.none(),
        st.text(max_size=60),
        st.text("abc é€ğş\r\n", max_size=400),
        st.builds(lambda text, times: text * times, st.text(min_size=1, max_size=3), st.integers(1, 300)),
    ),
    max_size=12,
)
options = st.sampled_from(
    [{}, {"encoding": "gsm7"}, {"languages": "all", "max_segments": 2}, {"max_segments": 1, "overflow": "truncate"}]
)


def need(name):
    return pytest.importorskip(name, reason=f"{name} is not installed: {WHERE}")


@pytest.fixture(scope="module")
def pa():
    return need("pyarrow")


@pytest.fixture(scope="module")
def pl():
    return need("polars")


@pytest.fixture(scope="module")
def pd():
    return need("pandas")


@pytest.fixture(scope="module")
def duckdb():
    need("pyarrow")
    return need("duckdb")


def layouts(pa, rows):
    """The same rows in every layout that a column can have."""
    plain = pa.array(rows, pa.string())
    half = len(rows) // 2
    yield plain
    yield plain.cast(pa.large_string())
    yield pa.array(rows, pa.string_view())
    yield plain.dictionary_encode()
    yield pa.DictionaryArray.from_arrays(
        plain.dictionary_encode().indices.cast(pa.int8()), plain.dictionary_encode().dictionary
    )
    yield pa.chunked_array([rows[:half], [], rows[half:]], pa.string())
    yield pa.chunked_array([plain.dictionary_encode()])
    yield pa.array(["before", None, *rows, None, "behind"], pa.string())[2 : 2 + len(rows)]
    yield pa.array(["before", None, *rows], pa.string_view())[2:]
    yield pa.array(["before", *rows], pa.large_string())[1:]
    yield pa.array(["before", *rows], pa.string()).dictionary_encode()[1:]
    table = pa.table({"id": range(len(rows)), "message": plain})
    yield table.select(["message"])
    yield table.select(["message"]).to_batches()[0] if rows else plain
    yield pa.table({"m": pa.array(["before", "", *rows], pa.string())})[2:]


@settings(max_examples=40, deadline=None)
@given(texts, options)
def test_every_row_is_estimated_as_a_single_text(rows, options):
    pa = need("pyarrow")
    columns = smsenc.estimate_many(rows, **options)
    estimates, failed = columns.tolist(), columns.error.tolist()
    expected = []
    for estimate, code in zip(estimates, failed, strict=True):
        row = {name: estimate and getattr(estimate, name) for name in ("segments", "units", "capacity", "remaining")}
        row |= {name: estimate and getattr(estimate, name) for name in ("encoding", "locking", "single")}
        row["error"] = ErrorCode(code).name.lower() if code > ErrorCode.MISSING else None
        row["error_code"] = code
        expected.append(row)
    for column in layouts(pa, rows):
        result = pa.array(arrow.estimate(column, fields=list(expected[0]) if rows else ["error"], **options))
        assert len(result) == len(rows)
        if rows:
            assert result.to_pylist() == expected
        result.validate(full=True)
        counts = pa.array(arrow.count_segments(column, profile=smsenc.Profile(**options)))
        assert counts.to_pylist() == columns.segments.tolist()
        assert counts.type == pa.int32()
        counts.validate(full=True)


@settings(max_examples=40, deadline=None)
@given(texts, options)
def test_every_row_is_encoded_as_a_single_text(rows, options):
    pa = need("pyarrow")
    columns = smsenc.encode_many(rows, **options)
    expected = [row and list(row) for row in columns.tolist()]
    for column in layouts(pa, rows):
        result = pa.array(
            arrow.encode(column, fields=["reference", "user_data", "dcs", "segments", "error_code"], **options)
        )
        result.validate(full=True)
        assert result.field("user_data").to_pylist() == expected
        assert result.field("user_data").type.value_type == pa.binary()
        assert result.field("dcs").to_pylist() == columns.dcs.tolist()
        assert result.field("segments").to_pylist() == columns.segments.tolist()
        assert result.field("reference").to_pylist() == columns.reference.tolist()
        assert result.field("error_code").to_pylist() == columns.error.tolist()


def test_numbers_come_as_codes_too(pa):
    rows = pa.array(["plain", "ğğğ", "ááá", "Привет", None])
    fields = ["encoding_code", "locking_code", "single_code", "single"]
    result = pa.array(arrow.estimate(rows, fields=fields, languages=["turkish", "spanish"]))
    assert result.field("encoding_code").to_pylist() == [1, 1, 1, 3, None]
    assert result.field("locking_code").to_pylist() == [0, 1, 0, 0, None]
    assert result.field("single_code").to_pylist() == [0, 0, 2, 0, None]
    assert result.field("single").to_pylist() == [None, None, "spanish", None, None]
    assert smsenc.EstimateColumns.ENCODINGS[1] is smsenc.Encoding.GSM7


def test_all_kinds_of_keys_are_read(pa):
    for keys in (pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64()):
        for values in (pa.string(), pa.large_string()):
            dictionary = pa.DictionaryArray.from_arrays(
                pa.array([1, 0, None, 1, 2], keys), pa.array(["x" * 161, "", None], values)
            )
            assert pa.array(arrow.count_segments(dictionary)).to_pylist() == [1, 2, None, 1, None], keys


def test_a_column_of_nulls_and_empty_columns(pa):
    assert pa.array(arrow.count_segments(pa.nulls(3))).to_pylist() == [None] * 3
    for column in layouts(pa, []):
        assert len(arrow.count_segments(column)) == 0
        assert pa.array(arrow.estimate(column)).to_pylist() == []
        assert pa.array(arrow.encode(column)).to_pylist() == []


def test_null_rows_of_a_table_are_null(pa):
    table = pa.StructArray.from_arrays([pa.array(["a", "b", None])], ["m"], mask=pa.array([False, True, False]))
    assert pa.array(arrow.count_segments(table)).to_pylist() == [1, None, None]
    assert pa.array(arrow.count_segments(table[1:])).to_pylist() == [None, None]


def test_the_column_of_a_table_is_named(pa):
    table = pa.table({"id": [1, 2], "message": ["a", "b" * 161], "note": ["x", "y"]})
    assert pa.array(arrow.count_segments(table, column="message")).to_pylist() == [1, 2]
    with pytest.raises(ValueError, match="id, message, note"):
        arrow.count_segments(table)
    with pytest.raises(ValueError, match="no column 'text'"):
        arrow.count_segments(table, column="text")
    with pytest.raises(TypeError, match="a column of strings is needed, not Int64"):
        arrow.count_segments(table, column="id")


def test_results_are_arrays_tables_and_streams_for_pyarrow(pa):
    column = pa.array(TEXTS)
    result = arrow.estimate(column)
    assert pa.table(result).column_names == list(arrow.ESTIMATE_FIELDS)
    assert pa.record_batch(result).num_rows == len(TEXTS)
    assert pa.RecordBatchReader.from_stream(result).read_all().column("segments").to_pylist() == COUNTS
    assert pa.chunked_array(arrow.count_segments(column)).to_pylist() == COUNTS
    assert pa.schema(result).field("units").type == pa.int32()


def test_many_chunks_are_one_column_on_any_number_of_threads(pa):
    rows = TEXTS * 3000
    chunks = pa.chunked_array([rows[start : start + 777] for start in range(0, len(rows), 777)])
    for threads in (1, 2, 5, None):
        assert pa.array(arrow.count_segments(chunks, threads=threads)).to_pylist() == COUNTS * 3000
    one = pa.array(arrow.encode(chunks, threads=1))
    assert one.equals(pa.array(arrow.encode(chunks, threads=4)))


def test_a_million_rows(pa):
    column = pa.chunked_array(
        [pa.array(TEXTS * 50_000), pa.array(TEXTS * 50_000).dictionary_encode().cast(pa.string())]
    )
    result = pa.array(arrow.count_segments(column))
    assert len(result) == 1_000_000
    assert result.null_count == 200_000
    assert result.slice(999_990).to_pylist() == COUNTS


def test_other_threads_of_python_run_meanwhile(pa):
    column, done, ticks = pa.array(["Привет, мир! " * 20] * 300_000), threading.Event(), []

    def tick():
        while not done.wait(0.0005):
            ticks.append(len(ticks))

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1000)  # a thread gives the lock up only when it waits or is made to
    thread = threading.Thread(target=tick)
    try:
        thread.start()
        before = len(ticks)
        assert len(arrow.count_segments(column)) == 300_000
        assert len(ticks) > before
    finally:
        done.set()
        sys.setswitchinterval(interval)
        thread.join()


def test_batches_in_batches_out(pa):
    table = pa.table({"id": range(10), "message": TEXTS, "note": ["n"] * 10})
    batches = table.to_batches(max_chunksize=4)
    results = list(arrow.estimate_batches(iter(batches), "message", fields=["segments", "error_code"]))
    assert [type(batch) for batch in results] == [pa.RecordBatch] * 3
    whole = pa.Table.from_batches(results)
    assert whole.column_names == ["id", "message", "note", "segments", "error_code"]
    assert whole.select(["id", "message", "note"]).equals(table)
    assert whole.column("segments").to_pylist() == COUNTS
    results = arrow.estimate_batches([table.slice(3, 4).to_batches()[0]], "message", keep=["id"], prefix="sms_")
    (batch,) = results
    assert batch.column_names == ["id", *(f"sms_{name}" for name in arrow.ESTIMATE_FIELDS)]
    assert batch.column("id").to_pylist() == [3, 4, 5, 6]
    assert batch.column("sms_segments").to_pylist() == COUNTS[3:7]
    batch.validate(full=True)
    (batch,) = arrow.estimate_batches([table.to_batches()[0]], "message", keep=[], fields=["units"])
    assert batch.column_names == ["units"]


def test_a_slice_of_a_struct_keeps_its_columns_in_step(pa):
    struct = pa.StructArray.from_arrays(
        [pa.array(range(10)), pa.array(TEXTS)], ["id", "message"], mask=pa.array([False] * 9 + [True])
    )
    (result,) = arrow.estimate_batches([struct[2:]], "message", fields=["segments"])
    got = pa.array(result)
    got.validate(full=True)
    assert got.to_pylist()[-1] is None
    assert [row["id"] for row in got.to_pylist()[:-1]] == list(range(2, 9))
    assert [row["segments"] for row in got.to_pylist()[:-1]] == COUNTS[2:9]


def test_wrong_batches_are_refused(pa):
    batch = pa.record_batch({"message": ["a"], "segments": [1]})
    with pytest.raises(ValueError, match="a column 'segments' already"):
        list(arrow.estimate_batches([batch], "message"))
    with pytest.raises(ValueError, match="no column 'gone'"):
        list(arrow.estimate_batches([batch], "message", keep=["gone"], prefix="s_"))
    with pytest.raises(ValueError, match="a record batch is needed"):
        list(arrow.estimate_batches([pa.array(["a"])]))
    with pytest.raises(smsenc.InvalidOption):
        arrow.estimate_batches([], max_segments=0)
    assert list(arrow.estimate_batches([])) == []


def test_a_stream_gives_what_its_batches_give_when_asked(pa):
    table = pa.table({"id": range(10), "message": TEXTS})
    batches, asked = table.to_batches(max_chunksize=4), []

    def each():
        for number, batch in enumerate(batches):
            asked.append(number)
            yield batch

    result = arrow.estimate_stream(
        pa.RecordBatchReader.from_batches(table.schema, each()),
        "message",
        keep=["id"],
        fields=["segments", "error_code"],
    )
    reader = pa.RecordBatchReader.from_stream(result)
    assert reader.schema.names == ["id", "segments", "error_code"]
    assert asked == []
    first = reader.read_next_batch()
    assert asked == [0]
    rest = list(reader)
    expected = arrow.estimate_batches(batches, "message", keep=["id"], fields=["segments", "error_code"])
    assert [first, *rest] == list(expected)
    for batch in rest:
        batch.validate(full=True)
    with pytest.raises(ValueError, match="taken before"):
        pa.RecordBatchReader.from_stream(result)


def test_an_error_in_a_stream_of_batches_reaches_who_reads(pa):
    def each():
        yield pa.record_batch({"message": ["a"]})
        raise LookupError("the file is gone")

    source = pa.RecordBatchReader.from_batches(pa.schema({"message": pa.string()}), each())
    reader = pa.RecordBatchReader.from_stream(arrow.estimate_stream(source))
    assert reader.read_next_batch().num_rows == 1
    with pytest.raises((OSError, ValueError), match="the file is gone"):
        reader.read_next_batch()
    for wrong, options, kind in (
        (pa.table({"message": [1]}), {}, TypeError),
        (pa.table({"text": ["a"]}), {}, ValueError),
        (pa.table({"message": ["a"]}), {"fields": ["length"]}, smsenc.InvalidOption),
    ):
        with pytest.raises(kind):
            arrow.estimate_stream(wrong.to_reader(), "message", **options)


def test_the_memory_of_results_and_inputs_is_given_back(pa):
    column = pa.array(["x" * 100] * 1000)
    before = pa.total_allocated_bytes()
    for _ in range(50):
        pa.array(arrow.estimate(column))
        arrow.encode(column).__arrow_c_stream__()
        arrow.count_segments(pa.chunked_array([column, column]))
        whole, untaken, closed = (
            arrow.estimate_stream(pa.table({"message": column}).to_reader(), keep=[]) for _ in range(3)
        )
        assert pa.RecordBatchReader.from_stream(whole).read_all().num_rows == 1000
        pa.RecordBatchReader.from_stream(closed).close()
        del whole, untaken, closed
    assert pa.total_allocated_bytes() == before
    view = pa.array(arrow.count_segments(column)).buffers()[1]
    assert memoryview(view).cast("i").tolist() == [1] * 1000


def test_polars_in_and_out(pl):
    series = pl.Series("message", TEXTS)
    for column in (
        series,
        pl.concat([series, series], rechunk=False),
        series.cast(pl.Categorical),
        series[2:],
        series.to_frame(),
    ):
        counts = pl.Series(arrow.count_segments(column))
        assert counts.dtype == pl.Int32
        expected = COUNTS * 2 if len(counts) == 20 else COUNTS[-len(counts) :]
        assert counts.to_list() == expected
    frame = pl.DataFrame(arrow.estimate(series, max_segments=1))
    assert frame.columns == list(arrow.ESTIMATE_FIELDS)
    assert frame["error"].cast(pl.String).to_list()[3] == "too_many_segments"
    assert pl.Series(arrow.encode(series, fields="user_data")).to_list()[0] == list(smsenc.encode("Hello").user_data)
    lazy = pl.LazyFrame({"message": TEXTS}).select(
        pl.col("message").map_batches(lambda s: pl.Series(arrow.count_segments(s)), return_dtype=pl.Int32)
    )
    assert lazy.collect()["message"].to_list() == COUNTS
    batches = arrow.estimate_batches([pl.DataFrame({"id": range(10), "message": TEXTS})], "message")
    assert pl.DataFrame(next(batches))["segments"].to_list() == COUNTS


def test_pandas_in_and_out(pd, pa):
    series = pd.Series(TEXTS, dtype=pd.ArrowDtype(pa.string()))
    assert pa.array(arrow.count_segments(series)).to_pylist() == COUNTS
    frame = pd.DataFrame({"id": range(10), "message": series})
    result = pa.table(arrow.estimate(frame, column="message")).to_pandas()
    assert result["segments"].dropna().tolist() == [count for count in COUNTS if count is not None]
    if hasattr(pd.DataFrame, "from_arrow"):
        assert len(pd.DataFrame.from_arrow(arrow.estimate(series))) == 10


def test_duckdb_in_and_out(duckdb, pa):
    messages = pa.table({"id": range(10), "message": TEXTS})
    connection = duckdb.connect()
    connection.register("messages", messages)
    relation = connection.sql("select message from messages order by id")
    assert pa.array(arrow.count_segments(relation)).to_pylist() == COUNTS
    connection.register(
        "estimates", pa.table(arrow.estimate(messages, column="message", fields=["segments", "encoding"]))
    )
    total = connection.sql(
        "select encoding::varchar, sum(segments)::int from estimates group by 1 order by 1"
    ).fetchall()
    expected = {}
    for text in TEXTS:
        name = None if text is None else str(smsenc.estimate(text).encoding)
        expected[name] = expected.get(name, 0) + (smsenc.count_segments(text) if text is not None else 0)
    assert {name: count or 0 for name, count in total} == expected
    many = connection.sql("select repeat('x', (i % 400)::int) as message from range(20000) t(i) order by i")
    counts = pa.array(arrow.count_segments(many)).to_pylist()
    assert counts == [smsenc.count_segments("x" * (number % 400)) for number in range(20000)]


def test_numpy_reads_columns_without_a_copy():
    np = need("numpy")
    column = smsenc.count_segments_many(["a", "b" * 161] * 500)
    numbers = np.frombuffer(column, dtype=np.int32)
    assert numbers.sum() == 1500
    assert np.asarray(column).dtype == np.int32
    assert np.shares_memory(numbers, np.frombuffer(column, dtype=np.int32))
    assert not numbers.flags.writeable
    del column
    assert numbers.tolist() == [1, 2] * 500
    codes = np.frombuffer(smsenc.estimate_many(["a", "я", None]).encoding, dtype=np.uint8)
    assert codes.tolist() == [1, 3, 0]
