"""The examples of docs/cli.md are run, and print what stands there."""

from __future__ import annotations

import pathlib
import re
import shlex
import subprocess

import pytest

DOCUMENT = pathlib.Path(__file__).resolve().parents[3] / "docs" / "cli.md"


def examples():
    if not DOCUMENT.is_file():  # tests may be run without the rest of the project
        return []
    text = DOCUMENT.read_text("utf-8")
    return re.findall(r"```console\n\$ ([^\n]*)\n(.*?)```", text, re.DOTALL)


def test_the_document_has_examples():
    if not DOCUMENT.is_file():
        pytest.skip("docs/cli.md is not here")
    assert len(examples()) >= 5


@pytest.mark.parametrize(("command", "expected"), examples())
def test_an_example_prints_what_the_document_says(command, expected, run, start):
    before, _, call = command.rpartition(" | ")
    stdin = b""
    if before:
        stdin = subprocess.run(shlex.split(before), check=True, capture_output=True).stdout
    program, *arguments = shlex.split(call)
    assert program == "smsenc"
    result = run(*arguments, stdin=stdin)
    assert result.err + result.out == expected


def test_the_sample_messages_are_all_encoded(run):
    samples = DOCUMENT.parents[1] / "examples" / "messages.txt"
    if not samples.is_file():
        pytest.skip("examples/messages.txt is not here")
    result = run("encode", "--json", "--file", str(samples))
    assert (result.code, result.err) == (0, "")
    rows = result.rows
    assert 35 <= len(rows) <= 50
    assert {row["encoding"] for row in rows} == {"gsm7", "ucs2"}
    assert max(row["segments"] for row in rows) > 3
    text = "".join(row["text"] for row in rows)
    # Accents, extension table, Turkish, Greek, Russian, Hindi, Arabic, Chinese, emoji.
    for letters in ("éüñ", "€[{~", "ığş", "ανέ", "заказ", "आपके", "العميل", "验证码", "🎉"):
        assert all(letter in text for letter in letters), letters
