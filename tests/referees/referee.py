"""What every referee test needs: the tool or a loud skip, one seed, and a count of what was compared."""

from __future__ import annotations

import os
import random
from typing import Protocol

import pytest

SEED = 23040


class Tool(Protocol):
    """A module of this folder that drives one tool."""

    __name__: str

    @staticmethod
    def version() -> str | None: ...


def require(*tools: Tool) -> None:
    """Skip the calling test module when a tool is not there; where ``CI`` is true that is a failure."""
    absent = [tool.__name__ for tool in tools if tool.version() is None]
    if not absent:
        return
    reason = f"not installed: {', '.join(absent)} (scripts/referees.sh installs them)"
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason, allow_module_level=True)


def randomness(name: str) -> random.Random:
    """A stream of its own for each test: adding one does not change the messages of another."""
    return random.Random(f"{SEED} {name}")


def shown(text: str | None) -> str:
    """A text for a failure message: escapes, no surprises."""
    return "None" if text is None else ascii(text)


class Tally:
    """Counts comparisons and collects the differences: a referee reports all of them, not the first."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.compared = 0
        self.differences: list[str] = []

    def same(self, got: object, expected: object, about: str = "") -> None:
        self.compared += 1
        if got != expected:
            self.differences.append(f"{about}: the referee has {got!a}, we have {expected!a}")

    def close(self, at_least: int) -> None:
        """No difference, and not fewer comparisons than the test claims to make."""
        print(f"\n{self.what}: {self.compared} compared", end="")
        shown_ones = "\n".join(self.differences[:10])
        assert not self.differences, f"{self.what}: {len(self.differences)} of {self.compared} differ\n{shown_ones}"
        assert self.compared >= at_least, f"{self.what}: {self.compared} compared, {at_least} expected"
