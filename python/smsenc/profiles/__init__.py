"""Named presets for what routes do, and files of them: JSON, and TOML where the interpreter reads it (3.11 and newer).

A :class:`Preset` is a :class:`smsenc.Profile` with a name, a description and a source; :class:`Presets` is a mapping of
them that nobody can change. :data:`BUILT_IN` are those of this package. There is no registry: an SDK makes a mapping of
its own and keeps it.

>>> from smsenc import profiles
>>> route = profiles.get("web-form")
>>> route
Profile(line_breaks='lf', normalization='NFC')
>>> mine = profiles.BUILT_IN | [profiles.BUILT_IN["web-form"].derive("shop", max_segments=3)]
>>> mine["shop"].profile.estimate("Line one\\r\\nLine two").units
17

What networks and gateways do with a message is knowledge of the caller; a preset states options, and where they were
read, and promises nothing about a route.
"""

from __future__ import annotations

from ._built_in import BUILT_IN
from ._errors import InvalidPreset
from ._files import dumps, from_dict, load, loads, to_dict
from ._presets import Preset, Presets, changed, get

__all__ = [
    "BUILT_IN",
    "InvalidPreset",
    "Preset",
    "Presets",
    "changed",
    "dumps",
    "from_dict",
    "get",
    "load",
    "loads",
    "to_dict",
]
