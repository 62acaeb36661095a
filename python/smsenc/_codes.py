"""The codes that say what is wrong with a row of a column."""

from __future__ import annotations

import enum

__all__ = ["ErrorCode"]


class ErrorCode(enum.IntEnum):
    """Why a row has no result. The numbers never change.

    >>> import smsenc
    >>> [ErrorCode(code).name for code in smsenc.estimate_many(["fine", None, 5]).error]
    ['NONE', 'MISSING', 'WRONG_TYPE']
    """

    NONE = 0
    """Nothing is wrong."""
    MISSING = 1
    """The row is ``None``, or null: there is no text."""
    WRONG_TYPE = 2
    """The row is something else than a text."""
    INVALID_UTF8 = 3
    """The octets of the row are not UTF-8 (Arrow columns only)."""
    UNMAPPABLE = 4
    """No permitted alphabet holds a character: ``UnmappableCharacter`` of a single call."""
    TOO_MANY_SEGMENTS = 5
    """More segments are needed than permitted: ``TooManySegments`` of a single call."""
    INVALID_HEADER = 6
    """The header leaves no room for a character that must be sent: ``InvalidHeader`` of a single call."""
    INVALID_OPTION = 7
    """An option does not fit the text, as an ellipsis that the encoding cannot hold: ``InvalidOption`` of a call."""
