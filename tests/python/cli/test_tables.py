"""Messages from a column of a CSV or TSV file."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsenc.cli import tables
from smsenc.cli.lines import Lines
from smsenc.cli.tables import csv_rows, tsv_rows


def texts(result):
    return [(row["line"], row.get("text")) for row in result.rows]


def encode(run, *arguments, stdin=b""):
    return run("encode", "--json", *arguments, stdin=stdin)


CSV = 'id,text,note\r\n1,"Hi, there",a\r\n2,"say ""yes""",b\r\n3,"two\r\nlines",c\r\n4,plain,d\r\n'
CSV_TEXTS = [(2, "Hi, there"), (3, 'say "yes"'), (4, "two\r\nlines"), (6, "plain")]


@pytest.mark.parametrize("column", ["text", "2"])
def test_csv_follows_rfc_4180_and_a_message_has_the_line_where_its_record_begins(run, write, column):
    result = encode(run, "--column", column, write("data.csv", CSV))
    assert (result.code, texts(result), result.err) == (0, CSV_TEXTS, "")


def test_csv_comes_from_standard_input_too(run):
    assert texts(encode(run, "--column", "text", stdin=CSV.encode())) == CSV_TEXTS
    assert texts(encode(run, "--column", "text", "-", stdin=CSV.encode())) == CSV_TEXTS


def test_tsv_has_no_quoting(run, write):
    name = write("data.tsv", 'label\ttext\nham\t"open\nham\tsay "yes", ok\nham\t""\n')
    result = encode(run, "--column", "2", name)
    assert (result.code, texts(result)) == (0, [(2, '"open'), (3, 'say "yes", ok'), (4, '""')])


def test_the_suffix_decides_and_a_flag_overrides_it(run, write):
    tsv, other = write("data.TSV", "a\tb,c\n1\t2,3\n"), write("data.txt", "a\tb,c\n1\t2,3\n")
    assert texts(encode(run, "--column", "2", tsv)) == [(2, "2,3")]
    assert texts(encode(run, "--column", "2", "--csv", tsv)) == [(2, "3")]
    assert texts(encode(run, "--column", "2", other)) == [(2, "3")]
    assert texts(encode(run, "--column", "2", "--tsv", other)) == [(2, "2,3")]


def test_no_header_makes_the_first_line_a_message(run, write):
    name = write("data.tsv", "ham\tone\nham\ttwo\n")
    assert texts(encode(run, "--column", "2", name)) == [(2, "two")]
    assert texts(encode(run, "--column", "2", "--no-header", name)) == [(1, "one"), (2, "two")]


def test_a_column_keeps_what_its_field_holds(run, write):
    name = write("data.csv", b'\xef\xbb\xbftext,n\n" a ",1\n b ,2\n"c\n",3\n\xef\xbb\xbf,4\n')
    expected = [(2, " a "), (3, " b "), (4, "c\n"), (6, "\ufeff")]
    assert texts(encode(run, "--column", "text", name)) == expected


def test_a_file_by_its_suffix_alone_is_a_table(run, write):
    content = "id\tText\n1\tone\n"
    result = encode(run, "--file", write("data.tsv", content))
    assert texts(result) == [(2, "one")]
    assert "column 2" in result.err  # which column was taken is said
    result = encode(run, "--file", write("lonely.csv", "whatever\none\n"))
    assert (texts(result), result.err) == ([(2, "one")], "")


@pytest.mark.parametrize("content", ["id,note\n1,2\n", "text,message\n1,2\n"])
def test_no_column_is_guessed_where_none_or_several_could_be_meant(run, write, content):
    result = encode(run, "--file", write("data.csv", content))
    assert (result.code, result.out) == (2, "")
    assert "--column" in result.err


@pytest.mark.parametrize(
    ("column", "flags"),
    [
        ("3", []),
        ("0", []),
        ("absent", []),
        ("Text", []),
        ("text", ["--no-header"]),
        ("0", ["--no-header"]),
        ("", []),
    ],
)
def test_a_column_that_is_not_there_is_wrong_usage(run, write, column, flags):
    result = encode(run, "--column", column, *flags, write("data.csv", "id,text\n1,one\n"))
    assert (result.code, result.out) == (2, "")
    assert "column" in result.err
    assert "Traceback" not in result.err


def test_a_name_that_stands_twice_is_ambiguous(run, write):
    name = write("data.csv", "text,text\none,two\n")
    result = encode(run, "--column", "text", name)
    assert result.code == 2
    assert "1, 2" in result.err
    assert texts(encode(run, "--column", "2", name)) == [(2, "two")]


def test_digits_are_always_a_number(run, write):
    assert texts(encode(run, "--column", "2", write("data.csv", "2,x\none,two\n"))) == [(2, "two")]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("flags", [["--column", "2"], ["--column", "text"], ["--no-header", "--column", "1"]])
def test_an_empty_file_has_no_messages(run, write, content, flags):
    result = encode(run, *flags, write("data.csv", content))
    assert result == (0, "", "")


def test_a_header_alone_has_no_messages(run, write):
    assert encode(run, "--column", "text", write("data.csv", "id,text\n")) == (0, "", "")


def test_rows_that_break_the_format_fail_and_the_others_are_done(run, write):
    content = 'id,text\n1,one\n2\n3,a,b\n4,"x"y\n\n6,"six\n'
    result = encode(run, "--column", "text", write("data.csv", content))
    assert result.code == 1
    assert texts(result) == [(2, "one"), (3, None), (4, None), (5, None), (7, None)]
    kinds = [row["error"]["kind"] for row in result.rows if "error" in row]
    assert kinds == ["MissingColumn", "MalformedRow", "MalformedRow", "MalformedRow"]
    assert all(f"data.csv:{line}: " in result.err for line in (3, 4, 5, 7))


def test_broken_utf8_spoils_only_its_own_field(run, write):
    result = encode(run, "--column", "text", write("data.csv", b"n,text\n\xff,one\n2,t\xffo\n3,three\n"))
    assert result.code == 1
    assert [(row["line"], row.get("text")) for row in result.rows] == [(2, "one"), (3, None), (4, "three")]
    assert result.rows[1]["error"]["offset"] == 1


def test_broken_utf8_in_the_header_is_wrong_usage(run, write):
    assert encode(run, "--column", "1", write("data.csv", b"\xff\none\n")).code == 2


def test_an_endless_quoted_field_does_not_take_all_memory(monkeypatch):
    monkeypatch.setattr(tables, "MAX_FIELD_OCTETS", 100)
    data = b'1,"never closed\n' + b"0123456789\n" * 20 + b"last,row\n"
    rows = list(csv_rows(Lines(io.BytesIO(data), "test")))
    assert rows[0].line == 1
    assert rows[0].fields is None
    assert "100" not in rows[0].fault
    assert rows[-1].fields == [b"last", b"row"]


FIELDS = st.text(st.characters(codec="utf-8"), max_size=12) | st.text('",\r\n\t a', max_size=6)


@given(
    st.lists(st.lists(FIELDS, min_size=1, max_size=4), max_size=5),
    # With LF alone the writer leaves a CR without quotes, unless it quotes everything.
    st.sampled_from([("\r\n", csv.QUOTE_MINIMAL), ("\r\n", csv.QUOTE_ALL), ("\n", csv.QUOTE_ALL)]),
)
def test_csv_of_the_standard_library_is_read_back(rows, style):
    end, quoting = style
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator=end, quoting=quoting)
    writer.writerows([["x"], *rows])  # x: no signature at the beginning
    read = list(csv_rows(Lines(io.BytesIO(buffer.getvalue().encode("utf-8")), "test")))
    assert [row.fields for row in read[1:]] == [[field.encode("utf-8") for field in row] for row in rows]


@given(st.binary(max_size=60))
def test_any_octets_are_rows_or_faults(data):
    for reader in (csv_rows, tsv_rows):
        lines = Lines(io.BytesIO(b"x\n" + data), "test")
        for row in reader(lines):
            assert (row.fields is None) == bool(row.fault)
            assert 1 <= row.line <= lines.number
