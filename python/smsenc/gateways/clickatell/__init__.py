"""Clickatell: four dialects of one gateway, as pure functions.

:mod:`rest` and :mod:`http` are the archived APIs of ``api.clickatell.com``, :mod:`platform` and :mod:`one` those of
``platform.clickatell.com``. Every rule names its source; what no source settles is listed by :func:`unknowns`.

The dialects are imported when they are first used: most programs speak one of them.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from ._codes import CODES, HTTP_STATUSES, MESSAGE_STATUSES, Code, Dialect, code
from ._evidence import SOURCES, Unknown, unknowns
from ._recipients import Duplicates
from ._stream import Failure
from ._values import Callback, Credentials, Feature, Knowledge, Limits, MessageType

if TYPE_CHECKING:
    from . import http, one, platform, responses, rest
    from ._planner import planner, recipients

__all__ = [
    "CODES",
    "HTTP_STATUSES",
    "MESSAGE_STATUSES",
    "SOURCES",
    "Callback",
    "Code",
    "Credentials",
    "Dialect",
    "Duplicates",
    "Failure",
    "Feature",
    "Knowledge",
    "Limits",
    "MessageType",
    "Unknown",
    "code",
    "http",
    "one",
    "planner",
    "platform",
    "recipients",
    "responses",
    "rest",
    "unknowns",
]

_MODULES = frozenset({"http", "one", "platform", "responses", "rest"})


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return importlib.import_module(f".{name}", __name__)
    if name in ("planner", "recipients"):
        return getattr(importlib.import_module("._planner", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
