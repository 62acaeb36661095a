"""Messages from the lines of a file or of standard input."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsenc.cli.lines import Lines, strip_line_end


def units(result):
    return [(row["line"], row.get("units")) for row in result.rows]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", []),
        (b"\n", [(1, 0)]),
        (b"one", [(1, 3)]),
        (b"one\n", [(1, 3)]),
        (b"one\r\n", [(1, 3)]),
        (b"one\r", [(1, 4)]),  # a CR without LF is no line end
        (b"one\r\r\n", [(1, 4)]),
        (b"one\n\nseven77", [(1, 3), (2, 0), (3, 7)]),
        (b"\xef\xbb\xbfone\n", [(1, 3)]),  # the signature is not text
        (b"\xef\xbb\xbf", []),
        (b" one \n", [(1, 5)]),  # blanks are part of a message
    ],
)
def test_line_ends_are_no_part_of_a_message(run, data, expected):
    result = run("estimate", "--json", stdin=data)
    assert (result.code, units(result), result.err) == (0, expected, "")


def test_separators_other_than_lf_do_not_end_a_line(run):
    result = run("estimate", "--json", stdin="one\x0b\x0c\x1c\x85\u2028two\n".encode())
    assert len(result.rows) == 1


def test_a_byte_order_mark_elsewhere_is_a_character(run):
    first, second = run("estimate", "--json", stdin="one\n\ufefftwo\n".encode()).rows
    assert (first["encoding"], second["encoding"], second["units"]) == ("gsm7", "ucs2", 4)


def test_nul_is_a_character(run):
    (row,) = run("estimate", "--json", stdin=b"a\0b\n").rows
    assert (row["encoding"], row["units"]) == ("ucs2", 3)


def test_broken_utf8_is_a_failure_of_its_line_alone(run, write):
    name = write("messages.txt", b"one\ntw\xffo\n\xc3\nfour\n")
    result = run("estimate", "--json", "-f", name)
    assert result.code == 1
    assert [row["line"] for row in result.rows] == [1, 2, 3, 4]
    assert ["error" in row for row in result.rows] == [False, True, True, False]
    error = result.rows[1]["error"]
    assert (error["kind"], error["offset"]) == ("InvalidUtf8", 2)
    assert f"{name}:2: " in result.err
    assert f"{name}:3: " in result.err
    assert f"{name}:1: " not in result.err


def test_broken_utf8_is_never_replaced(run):
    result = run("encode", "--json", stdin=b"caf\xe9\n")
    assert result.code == 1
    assert "\\ufffd" not in result.out
    assert "?" not in result.out


def test_broken_utf8_in_an_argument_is_a_failure(run):
    result = run("estimate", b"caf\xe9")
    assert (result.code, result.out) == (1, "")
    assert "UTF-8" in result.err
    assert "Traceback" not in result.err


def test_utf16_is_refused_as_a_whole(run):
    result = run("estimate", stdin="one\ntwo\n".encode("utf-16"))
    assert result.code == 2
    assert "UTF-16" in result.err


def test_octets_of_lone_surrogates_are_taken_only_with_the_option(run):
    data = "a\ud800b\n".encode("utf-8", "surrogatepass")
    assert run("estimate", "--json", stdin=data).rows[0]["error"]["kind"] == "InvalidUtf8"
    (row,) = run("encode", "--json", "--lone-surrogates", "replace", stdin=data).rows
    assert row["text"] == "a\N{REPLACEMENT CHARACTER}b"
    (row,) = run("encode", "--json", "--lone-surrogates", "keep", stdin=data).rows
    assert row["text"] == "a\ud800b"


def test_limit_stops_after_so_many_messages(run):
    result = run("estimate", "--json", "--limit", "2", stdin=b"one\n\xff\nthree\n")
    assert [row["line"] for row in result.rows] == [1, 2]


def test_an_unreadable_file_is_wrong_usage(run, tmp_path):
    result = run("estimate", "-f", str(tmp_path))  # a directory
    assert (result.code, result.out) == (2, "")
    assert "Traceback" not in result.err


@given(
    st.lists(st.binary(max_size=20).filter(lambda line: b"\n" not in line and not line.endswith(b"\r"))),
    st.booleans(),
)
def test_lines_come_out_as_they_went_in(texts, windows):
    end = b"\r\n" if windows else b"\n"
    data = b"x" + end + b"".join(text + end for text in texts)  # x: no signature at the beginning
    lines = Lines(io.BytesIO(data), "test")
    assert [strip_line_end(raw) for raw in lines] == [b"x", *texts]
    assert (lines.number, lines.octets) == (len(texts) + 1, len(data))
