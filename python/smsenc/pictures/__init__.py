"""Pictures of messages: what a message costs, and which characters make it dear, to look at.

:func:`html` draws a :class:`~smsenc.Message`, an :class:`~smsenc.Estimate` for a web page or a notebook (which
shows it by itself), :func:`page` a whole page, :func:`text` the same for a terminal.

Both renderers draw one model, which is made of the public items of a result. The same result gives the same picture.
"""

from __future__ import annotations

from ._html import html, page
from ._terminal import text

__all__ = ["html", "page", "text"]
