"""Addresses and keys: what goes into a URL or a header must not break out of it.

No error shows the key.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from smsenc.gateways._errors import InvalidParameter

__all__ = ["bearer", "checked_url"]

_TOKEN = re.compile(r"[\x21-\x7e]+", re.ASCII)


def bearer(token: str, prefix: str = "") -> str:
    """The value of the ``Authorization`` header. Raises ``InvalidParameter`` for what no header can carry."""
    if not isinstance(token, str):
        raise TypeError(f"token must be a str, not {type(token).__name__}")
    if not _TOKEN.fullmatch(token):
        raise InvalidParameter("token", None, "visible ASCII characters, not empty", "001", "R9")
    return prefix + token


def checked_url(base_url: str) -> str:
    """``base_url`` without a slash at its end."""
    if not isinstance(base_url, str):
        raise TypeError(f"base_url must be a str, not {type(base_url).__name__}")
    try:
        parts = urlsplit(base_url)
    except ValueError:
        parts = urlsplit("")
    proper = parts.scheme in ("http", "https") and parts.netloc and not parts.query and not parts.fragment
    if not proper or not base_url.isascii() or any(c <= " " or c == "\x7f" for c in base_url):
        raise InvalidParameter("base_url", None, "an http or https address without a query", None, "own")
    return base_url.rstrip("/")
