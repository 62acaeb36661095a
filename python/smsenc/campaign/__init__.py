"""Whole campaigns: what a file of messages costs, what makes it dear, and what to change.

The totals are exact and need nothing else; reading files needs the packages of ``smsenc[campaign]``.
"""

from __future__ import annotations

from ._totals import Kind, Sum, Totals

__all__ = ["Kind", "Sum", "Totals"]
