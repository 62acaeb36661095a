"""The sample messages of the project. (The examples of docs/cli.md are run by tests/python/test_docs.py.)"""

from __future__ import annotations

import pathlib

import pytest

SAMPLES = pathlib.Path(__file__).resolve().parents[3] / "examples" / "messages.txt"


def test_the_sample_messages_are_all_encoded(run):
    if not SAMPLES.is_file():
        pytest.skip("examples/messages.txt is not here")
    result = run("encode", "--json", "--file", str(SAMPLES))
    assert (result.code, result.err) == (0, "")
    rows = result.rows
    assert 35 <= len(rows) <= 50
    assert {row["encoding"] for row in rows} == {"gsm7", "ucs2"}
    assert max(row["segments"] for row in rows) > 3
    text = "".join(row["text"] for row in rows)
    # Accents, extension table, Turkish, Greek, Russian, Hindi, Arabic, Chinese, emoji.
    for letters in ("éüñ", "€[{~", "ığş", "ανέ", "заказ", "आपके", "العميل", "验证码", "🎉"):
        assert all(letter in text for letter in letters), letters
