"""The functions that ``smsenc.duckdb.register`` gives to the SQL of DuckDB, and ``smsenc.duckdb.estimate``."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import smsenc
import smsenc.duckdb

WHERE = "pip install -r tests/python/frames/requirements.txt"
pytest.importorskip("pyarrow", reason=f"pyarrow is not installed: {WHERE}")
pytest.importorskip("numpy", reason=f"numpy is not installed: {WHERE}")
duckdb = pytest.importorskip("duckdb", reason=f"duckdb is not installed: {WHERE}")

TEXTS = ["Hello", None, "Grüße für 5 €", "x" * 161, "Привет" * 30, "", "😀" * 36, "ş", None]

texts = st.lists(st.none() | st.text("abc é€ğш😀\r\n", max_size=200), max_size=10)


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        yield connection


def rows_of(connection, texts, what):
    connection.execute("create or replace table messages (place integer, text varchar)")
    if texts:
        connection.executemany("insert into messages values (?, ?)", list(enumerate(texts)))
    return [row[0] for row in connection.execute(f"select {what} from messages order by place").fetchall()]


@settings(max_examples=25, deadline=None)
@given(texts)
def test_the_functions_say_what_single_calls_say(rows):
    with duckdb.connect() as connection:
        smsenc.duckdb.register(connection, max_segments=2)
        segments = rows_of(connection, rows, "sms_segments(text)")
        structs = rows_of(connection, rows, "sms_estimate(text)")
        octets = rows_of(connection, rows, "sms_user_data(text)")
    many, messages = smsenc.estimate_many(rows, max_segments=2), smsenc.encode_many(rows, max_segments=2)
    assert segments == many.segments.tolist()
    assert octets == [None if row is None else list(row) for row in messages]
    for struct, estimate, code in zip(structs, many, many.error, strict=True):
        assert list(struct) == list(smsenc.arrow.ESTIMATE_FIELDS)
        assert struct["error"] == (None if code < 2 else smsenc.ErrorCode(code).name.lower())
        for field in ("encoding", "segments", "units", "remaining"):
            assert struct[field] == (None if estimate is None else getattr(estimate, field))


def test_the_types_are_those_of_sql(connection):
    smsenc.duckdb.register(connection)
    kinds = connection.sql(
        "select sms_segments(t), sms_estimate(t), sms_encode(t), sms_user_data(t) from (select 'a' as t)"
    ).types
    assert [str(kind).replace('"', "") for kind in kinds] == [
        "INTEGER",
        "STRUCT(encoding VARCHAR, segments INTEGER, units INTEGER, remaining INTEGER, error VARCHAR)",
        "STRUCT(user_data BLOB[], dcs INTEGER, reference INTEGER, error VARCHAR)",
        "BLOB[]",
    ]


def test_null_stays_null_and_a_row_that_fails_is_null_with_an_error(connection):
    smsenc.duckdb.register(connection, max_segments=1)
    assert rows_of(connection, TEXTS, "sms_segments(text)") == [1, None, 1, None, None, 1, None, 1, None]
    failed = rows_of(connection, TEXTS, "sms_estimate(text).error")
    assert failed == [None, None, None, *["too_many_segments"] * 2, None, "too_many_segments", None, None]
    assert connection.sql("select sms_segments(null)").fetchall() == [(None,)]


def test_prefixes_keep_profiles_apart_and_the_same_prefix_replaces(connection):
    smsenc.duckdb.register(connection, fields=["encoding", "locking"])
    smsenc.duckdb.register(connection, prefix="turkish_", languages=["turkish"], fields=["encoding", "locking"])
    both = "select sms_estimate('ş'), turkish_estimate('ş')"
    ucs2, gsm7 = {"encoding": "ucs2", "locking": None}, {"encoding": "gsm7", "locking": "turkish"}
    assert connection.sql(both).fetchall() == [(ucs2, gsm7)]
    smsenc.duckdb.register(connection, profile=smsenc.Profile(languages="all"), fields=["encoding", "locking"])
    assert connection.sql(both).fetchall() == [(gsm7, gsm7)]
    assert connection.cursor().sql(both).fetchall() == [(gsm7, gsm7)]


def test_all_threads_count_large_tables_alike(connection):
    smsenc.duckdb.register(connection)
    connection.execute(
        "create table big as select range as id, case when range % 7 = 0 then null "
        "else repeat('ж', (range % 90)::bigint) || range end as text from range(300000)"
    )
    connection.execute("set threads = 4")
    (total,) = connection.execute("select sum(sms_segments(text)) from big").fetchone()
    texts = [text for (text,) in connection.execute("select text from big").fetchall()]
    assert total == sum(count for count in smsenc.count_segments_many(texts) if count is not None)
    connection.execute("select count(*) from big where sms_segments(text) is null")
    assert connection.fetchone() == (42858,)


def test_cursors_in_threads_of_python_work_at_the_same_time(connection):
    smsenc.duckdb.register(connection)
    connection.execute("create table various as select repeat('é', range % 200) as text from range(20000)")
    got = []

    def work(cursor):
        got.append(cursor.execute("select sum(sms_segments(text)) from various").fetchone()[0])

    threads = [threading.Thread(target=work, args=(connection.cursor(),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [sum(smsenc.count_segments("é" * (number % 200)) for number in range(20000))] * 4


def test_wrong_options_are_told_at_once(connection):
    with pytest.raises(smsenc.InvalidOption, match="max_segments"):
        smsenc.duckdb.register(connection, max_segments=0)
    with pytest.raises(smsenc.InvalidOption, match="fields"):
        smsenc.duckdb.register(connection, fields=["length"])
    with pytest.raises(duckdb.CatalogException):
        connection.sql("select sms_segments('a')")


@settings(max_examples=25, deadline=None)
@given(texts)
def test_a_relation_is_counted_as_by_the_functions(rows):
    fields = ["segments", "encoding", "error"]
    with duckdb.connect() as connection:
        smsenc.duckdb.register(connection, fields=fields, max_segments=2)
        structs = rows_of(connection, rows, "sms_estimate(text)")
        messages = connection.table("messages")
        counted = smsenc.duckdb.estimate(messages, "text", fields=fields, max_segments=2).read_all()
        assert counted.column_names == ["place", "text", *fields]
        assert counted.select(fields).to_pylist() == structs
        assert counted.select(["place", "text"]).to_pylist() == [
            {"place": place, "text": text} for place, text in enumerate(rows)
        ]


def test_another_database_sums_what_a_relation_gives_batch_by_batch(connection):
    connection.execute(
        "create table big as select range as id, repeat('ж', (range % 90)::bigint) as text from range(90000)"
    )
    expected = sum(smsenc.count_segments("ж" * number) for number in range(90)) * 1000
    counted = smsenc.duckdb.estimate(connection.table("big"), "text", keep=["id"], fields=["segments"], prefix="sms_")
    with duckdb.connect() as another:
        result = another.from_arrow(counted).aggregate("sum(sms_segments), count(distinct id)").fetchall()
    assert result == [(expected, 90000)]
    counted = smsenc.duckdb.estimate(connection.sql("select text from big"))
    assert max(batch.num_rows for batch in counted) < 90000
    # A reader that has come to its end, or is closed, leaves the connection free.
    smsenc.duckdb.estimate(connection.sql("select text from big")).close()
    assert connection.sql("select 1").fetchall() == [(1,)]


def test_an_error_of_the_relation_reaches_who_reads(connection):
    wrong = "select case when range = 50000 then error('no text here') else 'a' end as text from range(90000)"
    with pytest.raises(Exception, match="no text here"):
        # Whether the first rows are read at once is the business of DuckDB.
        smsenc.duckdb.estimate(connection.sql(wrong)).read_all()
    assert connection.sql("select 1").fetchall() == [(1,)]


def test_what_is_wrong_with_a_relation_is_told_at_once_and_leaves_the_connection_free(connection):
    relation = connection.sql("select 1 as id, 'a' as text")
    for arguments, options, kind, reason in (
        (["other"], {}, ValueError, "no column 'other'"),
        (["id"], {}, TypeError, "column of strings"),
        ([], {}, ValueError, "column="),
        (["text"], {"prefix": "", "fields": ["segments"], "keep": ["other"]}, ValueError, "no column 'other'"),
        (["text"], {"fields": ["length"]}, smsenc.InvalidOption, "fields"),
        (["text"], {"max_segments": 0}, smsenc.InvalidOption, "max_segments"),
    ):
        with pytest.raises(kind, match=reason):
            smsenc.duckdb.estimate(relation, *arguments, **options)
        assert connection.sql("select 1").fetchall() == [(1,)]
    with pytest.raises(TypeError, match="relation of DuckDB"):
        smsenc.duckdb.estimate("text")
