"""The examples of docs/frames.md that need the libraries run: its blocks marked ``pycon frames``."""

from __future__ import annotations

import doctest

import pytest

from test_docs import ROOT, blocks, run

WHERE = "pip install -r tests/python/frames/requirements.txt"
for name in ("dask.bag", "duckdb", "numpy", "pandas", "polars", "pyarrow"):
    pytest.importorskip(name, reason=f"{name} is not installed: {WHERE}")


def test_the_examples_of_the_guide_run():
    path = ROOT / "docs" / "frames.md"
    found = [block for block in blocks(path) if block.info == ["pycon", "frames"]]
    assert len(found) >= 5
    names = {"__name__": "__main__"}
    for block in found:
        test = doctest.DocTestParser().get_doctest(block.text, names, path.name, str(path), block.line)
        test.globs = names
        _, report = run([test])
        assert report == ""
