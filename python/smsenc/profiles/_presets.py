"""A profile with a name, and a mapping of them that cannot be changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from smsenc import InvalidOption, Profile

from ._errors import InvalidPreset

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from smsenc import Options

__all__ = ["Preset", "Presets", "changed", "get"]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)

_FIELDS = ("name", "profile", "description", "source")

_DEFAULTS = Profile().options


def changed(profile: Profile) -> dict[str, Any]:
    """The options that differ from the default: ``Profile(**changed(profile)) == profile``.

    >>> changed(Profile(max_segments=3, encoding="auto"))
    {'max_segments': 3}
    """
    return {name: value for name, value in profile.options.items() if value != _DEFAULTS[name]}


class _Frozen:
    """By hand and not by ``dataclasses``: their import takes half as long as all that ``smsenc --profile`` does."""

    __slots__ = ()

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name!r} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name!r} cannot be deleted")


class Preset(_Frozen):
    """A profile with a name (ASCII letters, digits, ``.``, ``_``, ``-``), a description, and where it was read.

    Frozen, hashable, comparable, picklable.
    """

    __slots__ = ("description", "name", "profile", "source")

    name: str
    profile: Profile
    description: str
    source: str

    def __init__(self, name: str, profile: Profile, description: str = "", source: str = "") -> None:
        if not _NAME.fullmatch(name):
            raise InvalidPreset("name", name, "ASCII letters, digits, '.', '_', '-', a letter or digit first")
        if not isinstance(profile, Profile):
            raise TypeError(f"profile must be a Profile, not {type(profile).__name__}")
        for field, value in zip(_FIELDS, (name, profile, description, source), strict=True):
            object.__setattr__(self, field, value)

    def _values(self) -> tuple[Any, ...]:
        return tuple(getattr(self, field) for field in _FIELDS)

    def __eq__(self, other: object) -> bool:
        return self._values() == other._values() if isinstance(other, Preset) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._values())

    def __reduce__(self) -> tuple[Any, ...]:
        return Preset, self._values()

    def __repr__(self) -> str:
        return f"Preset({', '.join(f'{field}={getattr(self, field)!r}' for field in _FIELDS)})"

    def derive(self, name: str, *, description: str = "", source: str = "", **options: Unpack[Options]) -> Preset:
        """A preset of another name, with some options changed as :meth:`smsenc.Profile.replace` does."""
        return Preset(name, self.profile.replace(**options), description, source)

    def to_dict(self) -> dict[str, Any]:
        """The preset as JSON-ready data: the options that differ from the default, a header as hex."""
        from ._files import entry

        return {"schema": 1, "type": "preset", "name": self.name, **entry(self)}

    def __str__(self) -> str:
        lines = [f"{self.name}: {self.description}" if self.description else self.name]
        lines += [f"  {name} = {value}" for name, value in _shown(self.profile).items()]
        if self.source:
            lines.append(f"  source: {self.source}")
        return "\n".join(lines)


def _shown(profile: Profile) -> dict[str, str]:
    """The options that differ from the default, in the words of a file."""
    from json import dumps

    from ._files import options_to_json

    return {name: dumps(value, ensure_ascii=False) for name, value in options_to_json(profile).items()}


class Presets(_Frozen, Mapping[str, Preset]):
    """Presets by name, in order; frozen. ``presets | others`` is a new mapping, in which the others win.

    Raises :class:`InvalidPreset` for a name that stands twice.
    """

    __slots__ = ("_by_name",)

    _by_name: dict[str, Preset]

    def __init__(self, presets: Iterable[Preset] = ()) -> None:
        by_name: dict[str, Preset] = {}
        for preset in presets:
            if preset.name in by_name:
                raise InvalidPreset("name", preset.name, "a name that no other preset has", preset.name)
            by_name[preset.name] = preset
        object.__setattr__(self, "_by_name", by_name)

    def __getitem__(self, name: str) -> Preset:
        return self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def __or__(self, others: Presets | Iterable[Preset]) -> Presets:
        others = others if isinstance(others, Presets) else Presets(others)
        return Presets({**self._by_name, **others._by_name}.values())

    def __hash__(self) -> int:
        return hash(frozenset(self._by_name.values()))

    def __reduce__(self) -> tuple[Any, ...]:
        return Presets, (tuple(self._by_name.values()),)

    def __repr__(self) -> str:
        return f"Presets({list(self._by_name.values())!r})"

    def __str__(self) -> str:
        return "\n".join(map(str, self._by_name.values()))

    def to_dict(self) -> dict[str, Any]:
        """All presets as JSON-ready data, in the form of a file."""
        from ._files import entry

        presets = {name: entry(preset) for name, preset in self._by_name.items()}
        return {"schema": 1, "type": "profiles", "profiles": presets}


def get(name: str, presets: Presets | None = None) -> Profile:
    """The profile of a preset: one of :data:`BUILT_IN`, or of ``presets``.

    Raises :class:`smsenc.InvalidOption` for a name that is not there, with those that are.
    """
    if presets is None:
        from ._built_in import BUILT_IN

        presets = BUILT_IN
    preset = presets._by_name.get(name)
    if preset is None:
        from difflib import get_close_matches

        close = get_close_matches(name, presets, 1)
        hint = f"did you mean {close[0]!r}? There are " if close else ""
        raise InvalidOption("profile", name, hint + ", ".join(presets))
    return preset.profile
