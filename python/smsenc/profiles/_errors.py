"""The error of presets and of files of them."""

from __future__ import annotations

from typing import Any

from smsenc.errors import InvalidOption

__all__ = ["InvalidPreset"]


class InvalidPreset(InvalidOption):
    """``option`` of ``preset`` in ``file`` has the value ``value``; ``allowed`` says in words what it may be.

    ``option`` is an option of ``Profile`` or another key of the file (``"extends"``, ``"profiles"``, ...), and ``""``
    when the file is no JSON or no TOML at all; ``preset`` and ``file`` are ``""`` where there is none.
    """

    _fields: tuple[str, ...] = ("option", "value", "allowed", "preset", "file")

    def __init__(self, option: str, value: Any, allowed: str, preset: str = "", file: str = "") -> None:
        super().__init__(option, value, allowed)
        self.preset = preset
        self.file = file
        what = str(self) if option else allowed
        places = [file, f"preset {preset!r}" if preset else ""]
        self.args = (": ".join([*filter(None, places), what]),)

    def __hash__(self) -> int:
        return hash((self.option, self.allowed, self.preset, self.file))
