"""Segments of the package under test in TPDUs of the twin: the referees see the package's user data alone."""

from __future__ import annotations

from typing import Any

import twin


def deliver(segment: Any, originator: str | bytes = "+46708251358", **fields: Any) -> bytes:
    """A segment as SMS-DELIVER."""
    return twin.deliver(
        segment.user_data,
        segment.user_data_length,
        dcs=segment.dcs,
        udhi=bool(segment.header),
        originator=originator,
        **fields,
    )


def submit(segment: Any, destination: str = "+46708251358", **fields: Any) -> bytes:
    """A segment as SMS-SUBMIT."""
    return twin.submit(
        segment.user_data,
        segment.user_data_length,
        dcs=segment.dcs,
        udhi=bool(segment.header),
        destination=destination,
        **fields,
    )
