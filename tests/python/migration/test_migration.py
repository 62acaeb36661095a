"""What docs/migration.md says of other libraries is run with these libraries, in the versions that it names."""

from __future__ import annotations

import importlib.metadata
import re
from pathlib import Path

import pytest

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "migration.md"
HERE = Path(__file__).parent


def blocks() -> list[str]:
    return re.findall(r"^```python no-run\n(.*?)^```", DOCUMENT.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def test_the_document_has_a_block_for_each_library():
    found = "\n".join(blocks())
    assert "import smsutil" in found
    assert "from smpplib import" in found


@pytest.mark.parametrize("block", blocks())
def test_a_block_of_the_document_holds(block):
    for library in ("smsutil", "smpplib"):
        if library in block:
            pytest.importorskip(library)
    assert "assert " in block
    exec(compile(block, str(DOCUMENT), "exec"), {"__name__": "__main__"})


def test_the_versions_are_those_that_the_document_names():
    text = DOCUMENT.read_text("utf-8")
    for line in (HERE / "requirements.txt").read_text("utf-8").split():
        name, version = line.split("==")
        pytest.importorskip(name)
        assert importlib.metadata.version(name) == version
        assert f"{name} {version}" in text
