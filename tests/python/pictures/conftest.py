"""``pytest --write-golden`` writes the golden pictures anew: look at the difference before it is committed."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-golden", action="store_true", help="write the golden pictures of the terminal anew")
