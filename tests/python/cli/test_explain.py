"""``smsenc explain``: the picture in the terminal, JSON, and a page that is written whole or not at all."""

from __future__ import annotations

import json
import os
import stat
import subprocess

import pytest

import smsenc
from smsenc import pictures

TEXT = "“Hi” – it’s 5 o’clock, and your table is booked. See you at seven! Do come."


def test_the_picture_of_the_explanation_is_printed(run):
    result = run("explain", TEXT)
    assert (result.code, result.err) == (0, "")
    assert result.out == pictures.text(smsenc.explain(TEXT), width=80)
    assert "\x1b" not in result.out


def test_options_are_those_of_a_profile(run):
    result = run("explain", "--languages", "turkish", "--reference-bits", "16", "Güneş ğ " * 30)
    assert result.out == pictures.text(
        smsenc.explain("Güneş ğ " * 30, languages=["turkish"], reference_bits=16), width=80
    )


def test_json_is_that_of_the_explanation(run):
    (row,) = run("explain", "--json", TEXT).rows
    assert row == json.loads(json.dumps(smsenc.explain(TEXT).to_dict()))


def test_lines_and_columns_are_explained_one_by_one(run, write):
    result = run("explain", "--file", write("m.txt", "Hello\n5 €\n"))
    first, second = (pictures.text(smsenc.explain(text), width=80) for text in ("Hello", "5 €"))
    assert result.out == f"line 1\n\n{first}\nline 2\n\n{second}\n"
    table = run("explain", "--json", "--column", "text", write("m.csv", "id,text\n1,5 €\n"))
    assert [row["line"] for row in table.rows] == [2]


@pytest.mark.parametrize("variable", [{"NO_COLOR": "1"}, {}])
def test_a_pipe_gets_no_colour(run, environment, variable):
    environment.update(variable)
    assert "\x1b" not in run("explain", TEXT).out


def test_a_charset_without_the_symbols_gets_ascii(run, environment):
    environment.update({"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"})
    result = run("explain", TEXT)
    assert result.code == 0
    assert result.out.isascii()
    assert result.out == pictures.text(smsenc.explain(TEXT), width=80, ascii_only=True)


def test_a_page_is_written_whole(run, tmp_path):
    result = run("explain", "--html", "page.html", TEXT)
    assert (result.code, result.out, result.err) == (0, "", "")
    assert (tmp_path / "page.html").read_text("utf-8") == pictures.page([("", smsenc.explain(TEXT))], title="SMS")
    assert os.listdir(tmp_path) == ["page.html"]
    assert stat.S_IMODE((tmp_path / "page.html").stat().st_mode) & 0o400


def test_a_page_of_many_has_a_heading_for_each(run, write, tmp_path):
    result = run("explain", "--html", "page.html", "--file", write("m.txt", "Hello\n5 €\n"))
    assert (result.code, result.out) == (0, "")
    page = (tmp_path / "page.html").read_text("utf-8")
    assert "<h2>Line 1</h2>" in page
    assert "<h2>Line 2</h2>" in page
    assert "<title>SMS: m.txt</title>" in page


def test_a_page_that_fails_leaves_what_was_there(run, tmp_path, write):
    write("page.html", "before")
    result = run("explain", "--html", "page.html", "--column", "9", write("m.csv", "a,b\n1,2\n"))
    assert result.code == 2
    assert (tmp_path / "page.html").read_text() == "before"
    assert sorted(os.listdir(tmp_path)) == ["m.csv", "page.html"]


def test_a_page_where_nothing_can_be_written_is_wrong_usage(run):
    result = run("explain", "--html", "no/such/directory/page.html", TEXT)
    assert (result.code, result.out) == (2, "")
    assert "cannot write 'no/such/directory/page.html'" in result.err


def test_a_page_can_go_to_the_output(run):
    if not os.path.exists("/dev/stdout"):
        pytest.skip("no /dev/stdout")
    assert run("explain", "--html", "/dev/stdout", "Hello").out.startswith("<!doctype html>")


def test_octets_are_drawn_as_they_are_sent(run):
    result = run("explain", "--hex", "004AFF")
    assert result.out == pictures.text(smsenc.encode_binary(b"\x00J\xff"), width=80)


def test_a_message_that_is_too_long_is_explained_all_the_same(run):
    result = run("explain", "--max-segments", "1", "x" * 200)
    assert result.code == 0
    assert "needs 2 segments" in result.out


def on_a_terminal(start, environment, **variables):
    """What the command prints on a terminal of 80 columns."""
    pty = pytest.importorskip("pty")
    environment.update(variables)
    master, slave = pty.openpty()
    process = start("explain", TEXT, stdin=subprocess.DEVNULL, stdout=slave, stderr=slave)
    os.close(slave)
    seen = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:  # EIO: Linux's way to say that the other side has closed
            break
        if not piece:
            break
        seen += piece
    os.close(master)
    assert process.wait() == 0
    return seen.decode("utf-8").replace("\r\n", "\n")


def test_a_terminal_gets_colours(start, environment):
    for name in ("NO_COLOR", "CLICOLOR"):
        environment.pop(name, None)
    shown = on_a_terminal(start, environment, TERM="xterm-256color")
    assert shown == pictures.text(smsenc.explain(TEXT), width=80, colour=True)
    assert "\x1b[" in shown


def test_a_terminal_gets_no_colours_that_it_does_not_want(start, environment):
    shown = on_a_terminal(start, environment, TERM="xterm-256color", NO_COLOR="1")
    assert shown == pictures.text(smsenc.explain(TEXT), width=80)
