"""The script that counts what each replacement policy saves on a corpus."""

from __future__ import annotations

import importlib.util
import pathlib

import pytest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "scripts" / "policies.py"


def test_the_table_counts_segments_by_policy(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = importlib.util.spec_from_file_location("policies", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    policies = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(policies)
    policies.generated = lambda: ["plain"]
    corpus = tmp_path / "corpus.tsv"
    corpus.write_text("ham\t“" + "x" * 99 + "”\nham\tć" + "x" * 99 + "\nham\tplain\n", "utf-8")
    assert policies.main(["--last", str(corpus)]) == 0
    out = capsys.readouterr().out.partition("corpus.tsv: 3 messages")[2]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in out.splitlines() if line.startswith("| ")]
    assert [row[:3] for row in rows if row[0] in policies.POLICIES] == [
        ["as given", "5", "0"],
        ["LF, NFC", "5", "0"],
        ["smart", "4", "1"],
        ["smart-wide", "4", "1"],
        ["transliterate", "3", "2"],
        ["all of these", "3", "2"],
    ]
