"""The tables of the documentation are those of the code."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location("gateway_doc_tables", Path(__file__).with_name("doc_tables.py"))
assert _SPEC is not None
assert _SPEC.loader is not None
doc_tables = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(doc_tables)


def test_the_tables_of_the_documentation_are_up_to_date() -> None:
    if not doc_tables.DOCUMENT.exists():
        pytest.skip("docs/gateways.md is not beside the tests")
    text = doc_tables.DOCUMENT.read_text("utf-8")
    assert doc_tables.places(text) == set(doc_tables.tables())
    assert doc_tables.filled(text) == text


def test_a_table_has_a_line_for_each_parameter() -> None:
    assert doc_tables.tables()["rest"].count("\n") == 18 + 2
