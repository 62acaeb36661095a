"""Long input: constant memory, pipes that close, Ctrl-C, and the progress on a terminal."""

from __future__ import annotations

import io
import json
import os
import select
import signal
import subprocess
import sys
import time

import pytest

from smsenc.cli import progress
from smsenc.cli.lines import Lines
from smsenc.cli.progress import Progress

posix = pytest.mark.skipif(os.name != "posix", reason="signals, pipes and terminals of POSIX")

MANY = 100_000
LINE = "Dear customer {:06}, your parcel will arrive tomorrow between ten and noon.\n"


@pytest.fixture
def long_file(write):
    return write("long.txt", "".join(LINE.format(i) for i in range(MANY)))


def test_one_hundred_thousand_lines_take_constant_memory(long_file, tmp_path, environment):
    program = (
        "import sys, tracemalloc\n"
        "from smsenc.cli import main\n"
        "tracemalloc.start()\n"
        "code = main(sys.argv[1:])\n"
        "print(tracemalloc.get_traced_memory()[1], file=sys.stderr)\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "estimate", "--json", "--file", long_file],
        check=False,
        capture_output=True,
        cwd=tmp_path,
        env=environment,
    )
    assert done.returncode == 0
    assert done.stdout.count(b"\n") == MANY
    assert json.loads(done.stdout.splitlines()[-1])["line"] == MANY
    peak = int(done.stderr)
    assert peak < (tmp_path / long_file).stat().st_size / 2  # generous: it is a few hundred thousand octets


def test_one_text_of_ten_megabytes(run):
    size = 10_000_000
    result = run("estimate", "--json", stdin=b"a" * size + b"\n" + b"next\n")
    first, second = result.rows
    assert result.code == 1
    assert first["error"]["kind"] == "TooManySegments"
    assert (first["error"]["needed"], first["error"]["limit"]) == (-(-size // 153), 255)
    assert second["segments"] == 1
    assert len(result.err) < 1000  # the text is not repeated
    (row,) = run("estimate", "--json", "--overflow", "truncate", stdin=b"a" * size).rows
    assert (row["segments"], row["needed"]) == (255, -(-size // 153))


@posix
def test_a_reader_that_stops_early_is_no_traceback(start, long_file):
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with start("estimate", "--json", "--file", long_file, **pipes) as process:
        assert json.loads(process.stdout.readline())["line"] == 1
        process.stdout.close()
        errors = process.stderr.read()
    assert (process.returncode, errors) == (141, b"")


@posix
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="the full device of Linux")
def test_a_full_disk_is_told(start):
    with open("/dev/full", "wb") as full, start("estimate", "Hello", stdout=full, stderr=subprocess.PIPE) as process:
        errors = process.stderr.read()
    assert process.returncode == 74
    assert b"cannot write" in errors
    assert b"Traceback" not in errors


@posix
def test_ctrl_c_ends_with_130_and_keeps_what_is_done(start):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with start("estimate", "--json", bufsize=0, **pipes) as process:
        process.stdin.write(b"Hello\n" * 2000)  # more than the buffer of the output holds
        out = process.stdout.read(1)  # it runs, and waits for more
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate()
    assert (process.returncode, errors) == (130, b"")
    rows = [json.loads(line) for line in (out + rest).splitlines()]  # no line is cut
    assert [row["line"] for row in rows] == list(range(1, len(rows) + 1))


@posix
def test_messages_are_done_as_they_come(start):
    # The end of the input is not waited for: results come while the pipe is open.
    with start("estimate", "--json", bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdin.write(b"Hello\n" * 2000)
        assert json.loads(process.stdout.readline())["line"] == 1
        rest, _ = process.communicate()
    assert process.returncode == 0
    assert rest.count(b"\n") == 1999


def read_terminal(descriptor, seconds):
    """What came within ``seconds``; b"" when nothing did, or when the other side has closed."""
    if not select.select([descriptor], [], [], seconds)[0]:
        return b""
    try:
        return os.read(descriptor, 65536)
    except OSError:  # EIO: Linux's way to say that the other side has closed
        return b""


@posix
@pytest.mark.parametrize("stdout_too", [False, True])
def test_long_input_shows_progress_on_a_terminal_and_takes_it_away(start, stdout_too):
    pty = pytest.importorskip("pty")
    master, slave = pty.openpty()
    streams = {"stdout": slave if stdout_too else subprocess.DEVNULL, "stderr": slave}
    process = start("estimate", "--summary", stdin=subprocess.PIPE, **streams)
    os.close(slave)
    seen = b""
    deadline = time.monotonic() + 120  # it gives up, it does not judge the speed
    while b" messages" not in seen and time.monotonic() < deadline:
        process.stdin.write(b"Hello\n")
        process.stdin.flush()
        seen += read_terminal(master, 0.05)
    assert b" messages" in seen
    process.stdin.close()
    while piece := read_terminal(master, 5):
        seen += piece
    assert process.wait() == 0
    os.close(master)
    # What is left of the display: blanks over the last drawing, then nothing, or the totals.
    drawn, _, after = seen.decode().rpartition(" \r")
    assert " messages" in drawn
    assert ("total" in after) == stdout_too


@posix
def test_progress_does_not_mix_with_rows_on_the_same_terminal(start):
    pty = pytest.importorskip("pty")
    master, slave = pty.openpty()
    process = start("estimate", "--json", stdin=subprocess.PIPE, stdout=slave, stderr=slave)
    os.close(slave)
    seen = b""
    deadline = time.monotonic() + 120
    while b" messages" not in seen and time.monotonic() < deadline:
        process.stdin.write(b"Hello\n")
        process.stdin.flush()
        seen += read_terminal(master, 0.05)
    assert b" messages" in seen
    process.stdin.write(b"Hello\n")
    process.stdin.close()
    while piece := read_terminal(master, 5):
        seen += piece
    assert process.wait() == 0
    os.close(master)
    for line in seen.decode().split("\r\n")[:-1]:
        *_, visible = line.split("\r")  # what stands on the screen after the drawings
        json.loads(visible)


class Screen(io.StringIO):
    """A terminal that keeps what was written."""

    def isatty(self):
        return True


@pytest.fixture
def clock(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(progress, "monotonic", lambda: now[0])
    return now


def some_lines(count):
    return Lines(io.BytesIO(b"Hello\n" * count), "test")


def test_no_progress_where_stderr_is_no_terminal(clock):
    stream = io.StringIO()
    shown = Progress(some_lines(10), stream)
    clock[0] = 1000.0
    shown.step()
    shown.clear()
    assert stream.getvalue() == ""


def test_no_progress_for_short_input(clock):
    stream = Screen()
    shown = Progress(some_lines(10), stream)
    clock[0] = progress.DELAY / 2
    shown.step()
    shown.clear()
    assert stream.getvalue() == ""


def test_progress_is_drawn_at_intervals_with_the_share_of_a_file(clock, write, tmp_path):
    stream = Screen()
    with open(tmp_path / write("data.txt", b"Hello\n" * 4), "rb") as file:
        lines = Lines(file, "data.txt")
        shown = Progress(lines, stream)
        next(lines)
        clock[0] = progress.DELAY
        shown.step()
        shown.step()  # too early for a second drawing
        assert stream.getvalue() == "\r 25%  1 messages"
        next(lines)
        clock[0] += progress.INTERVAL
        shown.step()
        assert stream.getvalue().endswith("\r 50%  3 messages")
        shown.clear()
        assert stream.getvalue().endswith("\r" + " " * len(" 50%  3 messages") + "\r")
