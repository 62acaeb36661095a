"""Rows of text: the quick reader and the exact one must never tell different things."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsenc.campaign import _text
from smsenc.campaign._batches import Columns, Reject
from smsenc.campaign._inputs import Input

polars = pytest.importorskip("polars")

COLUMNS = Columns(("text",), "to")


def read(form: str, octets: bytes, columns: Columns = COLUMNS, block: int | None = None, exact: bool = False):
    """All rows with their lines, and all rejects; ``exact`` reads without Polars, ``block`` octets at a time."""
    patch = pytest.MonkeyPatch()
    try:
        if exact:
            patch.setattr(_text, "_fast_table", lambda block, table: None)
            patch.setattr(_text, "_fast_json", lambda block, keys, texts: None)
        if block is not None:
            patch.setattr(_text, "BLOCK", block)
        stream = io.BytesIO(octets)
        rows: list[tuple[int, tuple[str | None, ...]]] = []
        rejects: list[Reject] = []
        for batch in _text.open_text(Input("file", form, stream, stream, None), columns).batches():
            rows += [(batch.row_of(index), row) for index, row in enumerate(batch.frame.rows())]
            rejects += batch.rejects
        return rows, rejects
    finally:
        patch.undo()


pieces = st.sampled_from(
    [
        b"a",
        b"b",
        b",",
        b",",
        b'"',
        b'"',
        b'""',
        b"\n",
        b"\n",
        b"\r\n",
        b"\r",
        b"\t",
        b" ",
        "é".encode(),
        b"\xff",
        b"\0",
        b"5",
    ]
)
tables = st.lists(pieces, max_size=40).map(b"".join)


@settings(max_examples=300, deadline=None)
@given(tables, st.sampled_from(["csv", "tsv"]))
def test_polars_reads_tables_as_the_exact_reader_does(octets: bytes, form: str) -> None:
    head = b"to,text\n" if form == "csv" else b"to\ttext\n"
    assert read(form, head + octets) == read(form, head + octets, exact=True)


@settings(max_examples=150, deadline=None)
@given(tables)
def test_tables_of_one_column_are_read_alike(octets: bytes) -> None:
    columns = Columns((None,), None)
    assert read("csv", b"text\n" + octets, columns) == read("csv", b"text\n" + octets, columns, exact=True)


@settings(max_examples=150, deadline=None)
@given(tables, st.integers(10, 30), st.sampled_from(["csv", "tsv"]))
def test_the_size_of_the_blocks_does_not_matter(octets: bytes, block: int, form: str) -> None:
    octets = (b"to,text\n" if form == "csv" else b"to\ttext\n") + octets
    assert read(form, octets, block=block) == read(form, octets, exact=True)


members = st.sampled_from(
    [
        '"text":"a"', '"text": "é"', '"text":"\\ud83d\\ude00"', '"text":"\\ud83d"', '"text":"\\ude00x"', '"text":null',
        '"text":5', '"text":true', '"text":["text"]', '"text" : "b"', '"te\\u0078t":"c"', '"text":"\\\\ud83d"',
        '"to":"27"', '"to":27', '"to":1.5', '"to":null', '"to":27831234567', '"x":{"text":"d"}', '"x":"\\"text\\":"',
        '"text":"tab\\t"', '"text":"raw\ttab"', '"to":1e3', '"to":-5', '"to":true', '"to":{"a":1}', '"text":"\\u0000"',
    ]
)  # fmt: skip
objects = st.lists(members, max_size=4).map(lambda found: "{" + ",".join(found) + "}")
json_lines = st.lists(
    st.one_of(
        objects, st.sampled_from(["", " ", "[]", "x", '"text"', "{", '{"text":NaN}', "{} {}", "5", "null", "\ufeff{}"])
    ),
    max_size=6,
).map(lambda found: "\n".join(found).encode())


def numbers_alike(result):
    """What is no number is one thing, however it was written."""
    rows, rejects = result

    def number(value: str | None) -> str | None:
        return value if value is None or (value.isdigit() and value.isascii()) else "no number"

    return [(line, (text, number(to))) for line, (text, to) in rows], rejects


@settings(max_examples=300, deadline=None)
@given(json_lines)
def test_polars_reads_json_lines_as_the_exact_reader_does(octets: bytes) -> None:
    assert numbers_alike(read("jsonl", octets)) == numbers_alike(read("jsonl", octets, exact=True))


@pytest.mark.parametrize("octets", [b'{"text":"\xff"}\n{"text":"a"}\n', b'{"text":"a"}\r\n{"text":"b"}\r\n'])
def test_polars_reads_octets_of_json_lines_as_the_exact_reader_does(octets: bytes) -> None:
    assert read("jsonl", octets) == read("jsonl", octets, exact=True)


def test_a_good_file_is_read_by_polars(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*given: object) -> None:
        raise AssertionError("the exact reader was asked")

    monkeypatch.setattr(_text, "_exact_table", never)
    monkeypatch.setattr(_text, "_exact_json", never)
    rows, rejects = read("csv", b'to,text\n27,"a, ""b"""\n28,c\n')
    assert (rows, rejects) == ([(2, ('a, "b"', "27")), (3, ("c", "28"))], [])
    lines = "".join(json.dumps({"to": "27", "text": text}) + "\n" for text in ("a", "🎉", "é"))
    assert [row for _, row in read("jsonl", lines.encode())[0]] == [("a", "27"), ("🎉", "27"), ("é", "27")]


def test_each_broken_row_of_a_table_is_told_by_its_line() -> None:
    table = (
        b"to,text\n"
        b"27,fine\n"
        b'27,"broken"x\n'
        b"27\n"
        b"27,bad \xff octet\n"
        b"27,one,too many\n"
        b"\n"
        b'27,"over\ntwo lines"\n'
        b"27,last\n"
        b'27,"never closed\n'
    )
    rows, rejects = read("csv", table)
    assert rows == [(2, ("fine", "27")), (8, ("over\ntwo lines", "27")), (10, ("last", "27"))]
    assert rejects == [
        Reject(3, "malformed_row"),
        Reject(4, "missing_column"),
        Reject(5, "invalid_utf8"),
        Reject(6, "malformed_row"),
        Reject(11, "malformed_row"),
    ]


def test_each_broken_line_of_json_is_told() -> None:
    lines = b'{"text":"fine","to":27}\nnope\n\n{"to":"1"}\n{"text":5}\n{"text":null}\n{"text":"\xff"}\n[1]\n'
    rows, rejects = read("jsonl", lines)
    assert rows == [(1, ("fine", "27")), (6, (None, None))]
    assert [tuple(reject)[:2] for reject in rejects] == [
        (2, "malformed_row"),
        (4, "missing_column"),
        (5, "wrong_type"),
        (7, "invalid_utf8"),
        (8, "malformed_row"),
    ]


def test_a_line_without_end_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_text, "MAX_FIELD_OCTETS", 100)
    monkeypatch.setattr(_text, "BLOCK", 40)
    rows, rejects = read("tsv", b"to\ttext\n1\ta\n2\t" + b"x" * 500 + b"\n3\tc\n")
    assert rows == [(2, ("a", "1")), (4, ("c", "3"))]
    assert rejects == [Reject(3, "too_long")]
