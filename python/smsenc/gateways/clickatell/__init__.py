"""Clickatell: four dialects of one gateway, as pure functions.

:mod:`rest` and :mod:`http` are the archived APIs of ``api.clickatell.com``, :mod:`platform` and :mod:`one` those of
``platform.clickatell.com``. Every rule names its source; what no source settles is listed by :func:`unknowns`.
"""

from __future__ import annotations

from . import http, one, platform, responses, rest
from ._codes import CODES, HTTP_STATUSES, MESSAGE_STATUSES, Code, Dialect, code
from ._evidence import SOURCES, Unknown, unknowns
from ._planner import planner, recipients
from ._recipients import Duplicates
from ._stream import Failure
from ._values import Callback, Credentials, Feature, Knowledge, Limits, MessageType

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
