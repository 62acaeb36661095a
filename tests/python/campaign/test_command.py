"""``smsenc campaign``, the command: what it prints, what it writes, how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from campaign.campaign_rows import CARD, ROWS, Row, csv_text, naive, octets_of, write

polars = pytest.importorskip("polars")

COMMAND = [sys.executable, "-m", "smsenc", "campaign"]
RATES = "prefix,credits\n" + "".join(f"{rate.prefix},{rate.credits}\n" for rate in CARD.rates)
GOLDENS = Path(__file__).with_name("goldens")


@pytest.fixture
def run(tmp_path: Path) -> Any:
    (tmp_path / "rates.csv").write_text(RATES)
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", "COLUMNS": "80"}

    def call(*arguments: str, stdin: bytes = b"", environment: dict[str, str] = environment) -> Any:
        return subprocess.run(
            [*COMMAND, *arguments], check=False, input=stdin, capture_output=True, cwd=tmp_path, env=environment
        )

    return call


def golden(name: str, text: str) -> None:
    """Compare with a file; ``SMSENC_WRITE_GOLDENS=1`` writes it."""
    path = GOLDENS / name
    if os.environ.get("SMSENC_WRITE_GOLDENS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


PRICED = ["--to", "to", "--rates", "rates.csv"]


def test_the_table_is_the_golden_one(run: Any, tmp_path: Path) -> None:
    rows = [*ROWS, Row("no rate", "44123456789"), Row("national", "0831234567"), *[Row("x" * 500, "16501234567")] * 3]
    (tmp_path / "messages.csv").write_text(csv_text(rows) + "27\n", "utf-8")
    done = run(*PRICED, "--max-credits", "2", "--max-segments", "3", "messages.csv")
    assert done.returncode == 1
    golden("table.txt", done.stdout.decode())


def test_the_json_is_the_golden_one(run: Any, tmp_path: Path) -> None:
    write(tmp_path, "csv", ROWS, "messages")
    done = run(*PRICED, "--json", "--list", "2", "--show", "texts", "messages.csv")
    assert (done.returncode, done.stderr) == (0, b"")
    golden("report.json", json.dumps(json.loads(done.stdout), indent=1) + "\n")


def test_texts_and_numbers_are_shown_when_asked_for(run: Any, tmp_path: Path) -> None:
    write(tmp_path, "csv", ROWS, "messages")
    plain = run(*PRICED, "messages.csv").stdout.decode()
    assert ROWS[0].to not in plain
    assert "photo id" not in plain
    shown = run(*PRICED, "--show", "texts,numbers", "messages.csv").stdout.decode()
    assert ROWS[2].to in shown
    assert "Your parcel is ready" in shown


@pytest.mark.parametrize("form", ["csv", "csv+gz", "csv+zst", "parquet", "parquet+zst"])
def test_standard_input_may_be_anything(form: str, run: Any) -> None:
    done = run(*PRICED, "--json", "-", stdin=octets_of(form, ROWS))
    report = json.loads(done.stdout)
    assert (done.returncode, report["files"]) == (0, ["standard input"])
    assert report["total"]["segments"] == naive(ROWS)["segments"]


def test_standard_input_of_another_format_is_named(run: Any) -> None:
    done = run("--json", "--format", "jsonl", "-", stdin=octets_of("jsonl", ROWS))
    assert json.loads(done.stdout)["total"]["segments"] == naive(ROWS)["segments"]


def read_rows(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".parquet":
        rows: list[dict[str, Any]] = polars.read_parquet(path).to_dicts()
        return rows
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text().splitlines()]
    return [
        {
            name: (int(value) if name in ("row", "segments", "units") else value) if value else None
            for name, value in row.items()
        }
        for row in csv.DictReader(io.StringIO(path.read_text()))
    ]


@pytest.mark.parametrize("suffix", [".parquet", ".csv", ".jsonl"])
def test_each_row_has_one_result(suffix: str, run: Any, tmp_path: Path) -> None:
    rows = [*ROWS, Row("no rate", "44123456789")]
    (tmp_path / "messages.csv").write_text(csv_text(rows) + '27,"broken"x\n27,last\n', "utf-8")
    done = run(*PRICED, "--rows", f"out{suffix}", "messages.csv")
    assert done.returncode == 1
    found = read_rows(tmp_path / f"out{suffix}")
    # One text has a line break in it: the lines below count one more.
    assert [row["row"] for row in found] == [2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14]
    assert [row["error"] for row in found] == [None] * 9 + ["no_rate", "malformed_row", None]
    assert [row["segments"] for row in found[:9]] == [naive([row])["segments"] for row in ROWS]
    assert [row["credits"] for row in found[:2]] == ["1", "0.0725"]
    assert found[10]["encoding"] is None
    assert list(found[0]) == ["file", "row", "encoding", "segments", "units", "prefix", "credits", "error"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([f"out{suffix}", "messages.csv", "rates.csv"])


@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
def test_an_interrupt_leaves_no_half_file(suffix: str, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    arguments = [*COMMAND, "--rows", f"out{suffix}", "--html", "report.html", "--format", "csv", "-"]
    with subprocess.Popen(
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, env=environment
    ) as process:
        assert process.stdin is not None
        # More than the batches that are looked at before the first of them is written.
        process.stdin.write(b"text\n" + b"some text\n" * 4_000_000)
        process.stdin.flush()
        deadline = time.monotonic() + 60
        while not any(path.suffix == ".part" and path.stat().st_size for path in tmp_path.iterdir()):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        process.stdin.close()
        process.stdin = None
        assert process.wait(60) == 130
    assert list(tmp_path.iterdir()) == []


def test_a_strict_run_names_the_row_and_writes_nothing(run: Any, tmp_path: Path) -> None:
    (tmp_path / "messages.csv").write_text(csv_text(ROWS) + "44,x\n", "utf-8")
    done = run(*PRICED, "--strict", "--rows", "out.csv", "messages.csv")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode() == "messages.csv:12: the rate card has no rate for the number (no_rate)\n"
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "no file"),
        (["nothing.csv"], "cannot read 'nothing.csv'"),
        (["*.nothing"], "no file matches"),
        (["--column", "body", "messages.csv"], "no column 'body'"),
        (["--rates", "rates.csv", "messages.csv"], "--to"),
        (["--to", "to", "--rates", "messages.csv", "messages.csv"], "--rates 'messages.csv'"),
        (["--to", "to", "--rates", "rates.csv", "--max-credits", "x", "messages.csv"], "--max-credits 'x'"),
        (["--to", "to", "--rates", "rates.csv", "--on", "x", "messages.csv"], "--on 'x'"),
        (["--max-credits", "1", "messages.csv"], "--max-credits needs"),
        (["--rows", "out.xls", "messages.csv"], "--rows"),
        (["--show", "all", "messages.csv"], "--show 'all'"),
        (["--replacement", "x", "messages.csv"], "--replacement 'x'"),
        (["--template", "Hi {name!r}", "messages.csv"], "--template"),
        (["--template", "Hi {name}", "messages.csv"], "no column 'name'"),
        (["--template", "Hi", "--column", "x", "messages.csv"], "one of them"),
        (["--max-segments", "0", "messages.csv"], "--max-segments"),
        (["."], "is a directory"),
    ],
)
def test_wrong_usage_is_told_in_two_lines(arguments: list[str], said: str, run: Any, tmp_path: Path) -> None:
    write(tmp_path, "csv", ROWS, "messages")
    done = run(*arguments)
    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert done.stderr.count(b"\n") == 2
    assert done.stdout == b""


def test_without_the_extra_it_says_what_to_install(run: Any, tmp_path: Path) -> None:
    write(tmp_path, "csv", ROWS, "messages")
    (tmp_path / "polars.py").write_text("raise ModuleNotFoundError(\"No module named 'polars'\", name='polars')\n")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = run("messages.csv", environment=environment)
    assert done.returncode == 2
    assert "pip install 'smsenc[campaign]'" in done.stderr.decode()


@pytest.mark.parametrize("output", ["--html", "--rows"])
@pytest.mark.parametrize("place", ["missing/out.csv", "directory.csv", "messages.csv/out.csv"])
def test_an_output_that_cannot_be_written_is_told_before_a_row_is_read(
    output: str, place: str, run: Any, tmp_path: Path
) -> None:
    write(tmp_path, "csv", [*ROWS, Row("no number", "")], "messages")
    (tmp_path / "directory.csv").mkdir()
    if output == "--html" and place == "directory.csv":
        place = "."
    # Strict, so that a row that was read would be told.
    done = run(*PRICED, "--strict", output, place, "messages.csv")
    assert done.returncode == 2
    assert f"cannot write '{place}'" in done.stderr.decode()
    assert done.stdout == b""
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "rates.csv") == [
        "directory.csv",
        "messages.csv",
    ]


def test_a_page_stays_as_it_was_when_a_strict_run_stops(run: Any, tmp_path: Path) -> None:
    write(tmp_path, "csv", [*ROWS, Row("no number", "")], "messages")
    (tmp_path / "page.html").write_text("before")
    assert run(*PRICED, "--strict", "--html", "page.html", "messages.csv").returncode == 1
    assert (tmp_path / "page.html").read_text() == "before"


def test_progress_is_shown_on_a_terminal_only(tmp_path: Path) -> None:
    (tmp_path / "messages.csv").write_bytes(b"text\n" + "“some text”\n".encode() * 50_000)
    # However fast the rows are read: whenever it is asked, its clock has gone on by a second.
    slow = "import itertools, sys, smsenc.cli, smsenc.cli.commands.campaign as command\n"
    slow += "ticks = itertools.count()\ncommand.monotonic = lambda: float(next(ticks))\n"
    slow += "sys.exit(smsenc.cli.main(sys.argv[1:]))"
    program = [sys.executable, "-c", slow, *COMMAND[COMMAND.index("campaign") :], "messages.csv"]
    environment = {**os.environ, "COLUMNS": "100"}
    leader, follower = pty.openpty()
    process = subprocess.Popen(program, cwd=tmp_path, stdout=subprocess.PIPE, stderr=follower, env=environment)
    os.close(follower)
    seen = b""
    try:
        while part := os.read(leader, 4096):
            seen += part
    except OSError:  # the other side has gone
        pass
    assert process.communicate()[0].startswith(b"rows")
    os.close(leader)
    shown = seen.decode()
    for word in (" rows  ", " MB of ", "rows/s", "left", "%"):
        assert word in shown
    assert shown.endswith("\r")
    assert subprocess.run([*COMMAND, "messages.csv"], cwd=tmp_path, capture_output=True, check=True).stderr == b""


def test_the_page_holds_the_numbers_and_nothing_of_a_text_unless_asked(run: Any, tmp_path: Path) -> None:
    write(tmp_path, "csv", [*ROWS, Row("<script>alert(1)</script>–", "27")], "messages")
    assert run(*PRICED, "--html", "plain.html", "messages.csv").returncode == 0
    plain = (tmp_path / "plain.html").read_text("utf-8")
    assert "alert" not in plain
    assert "<script" not in plain
    assert "photo id" not in plain
    assert run(*PRICED, "--show", "texts", "--list", "20", "--html", "shown.html", "messages.csv").returncode == 0
    shown = (tmp_path / "shown.html").read_text("utf-8")
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script" not in shown
    for page in (plain, shown):
        assert f">{naive(ROWS)['segments'] + 1}<" in page
        assert "http" not in page.replace("http-equiv", "")
