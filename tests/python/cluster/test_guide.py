"""The examples of docs/spark.md run on the cluster: its blocks marked ``pycon spark``."""

from __future__ import annotations

import doctest

import pytest

from test_docs import ROOT, blocks, run

# As in test_spark.py.
pytestmark = [
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def test_the_examples_of_the_guide_run(spark):
    path = ROOT / "docs" / "spark.md"
    found = [block for block in blocks(path) if block.info == ["pycon", "spark"]]
    assert len(found) >= 3
    names = {"__name__": "__main__", "spark": spark}
    for block in found:
        test = doctest.DocTestParser().get_doctest(block.text, names, path.name, str(path), block.line)
        test.globs = names
        _, report = run([test])
        assert report == ""
