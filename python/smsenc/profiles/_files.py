"""Presets as JSON, and from JSON or TOML.

A file is an object with ``profiles``: an object of presets by name. A preset has ``options`` (those of ``Profile``; the
header is the octets in hex, UDHL first), ``extends`` (the name of another preset of the file, or of those that the
caller has), ``description`` and ``source``. Whatever else stands there is an error: a misspelled option must not be
passed over.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from smsenc import Error, InvalidOption, Profile, UserDataHeader

from ._built_in import BUILT_IN
from ._errors import InvalidPreset
from ._presets import Preset, Presets, changed

__all__ = ["dumps", "entry", "from_dict", "load", "loads", "options_to_json", "to_dict"]

SCHEMA = 1
_HEADER = "octets in hex, UDHL first"


def options_to_json(profile: Profile) -> dict[str, Any]:
    """The options that differ from the default, as JSON can hold them."""
    return {name: _to_json(name, value) for name, value in changed(profile).items()}


def _to_json(name: str, value: Any) -> Any:
    if name == "header":
        return bytes(UserDataHeader(value)).hex().upper()
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value


def _from_json(name: str, value: Any) -> Any:
    if name != "header":
        return value
    if not isinstance(value, str):
        raise InvalidOption(name, value, _HEADER)
    try:
        return UserDataHeader.parse(bytes.fromhex(value))
    except Error as error:  # it is a ValueError, too
        raise InvalidOption(name, value, f"{_HEADER}; {error}") from None
    except ValueError:
        raise InvalidOption(name, value, _HEADER) from None


def to_dict(profile: Profile) -> dict[str, Any]:
    """A profile as JSON-ready data: ``from_dict(to_dict(profile)) == profile``. Only what differs from the default.

    >>> import smsenc
    >>> to_dict(smsenc.Profile(languages=["turkish"], header=[smsenc.Ports(2948, 9200)]))
    {'schema': 1, 'type': 'profile', 'options': {'languages': ['turkish'], 'header': '0605040B8423F0'}}
    """
    return {"schema": SCHEMA, "type": "profile", "options": options_to_json(profile)}


def from_dict(data: Mapping[str, Any]) -> Profile:
    """The profile of :func:`to_dict`'s data. Raises :class:`InvalidPreset`."""
    place = _Place("", "")
    _check_schema(data, "profile", place)
    _check_keys(data, ("schema", "type", "options"), place)
    return _apply(Profile(), _object(data.get("options", {}), "options", place), place)


def entry(preset: Preset) -> dict[str, Any]:
    """A preset as it stands in a file, without its name."""
    told = {"description": preset.description, "source": preset.source}
    return {**{key: text for key, text in told.items() if text}, "options": options_to_json(preset.profile)}


def dumps(presets: Presets) -> str:
    """The JSON text of presets, which :func:`loads` reads back to equal ones; ``extends`` is resolved."""
    from json import dumps

    return dumps(presets.to_dict(), indent=2) + "\n"


def load(path: str | os.PathLike[str], *, base: Presets = BUILT_IN) -> Presets:
    """The presets of a file, JSON or (with the suffix ``.toml``) TOML; see :func:`loads`.

    The one function of the package that reads a file. Raises ``OSError``, and :class:`InvalidPreset` as ``loads``.
    """
    name = os.fspath(path)
    with open(name, "rb") as file:
        octets = file.read()
    try:
        text = octets.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidPreset("", None, f"not UTF-8: octet 0x{octets[error.start]:02X}", "", name) from None
    return loads(text, format="toml" if name.lower().endswith(".toml") else "json", base=base, file=name)


def loads(text: str, *, format: Literal["json", "toml"] = "json", base: Presets = BUILT_IN, file: str = "") -> Presets:
    """The presets that ``text`` defines; what they extend is looked up among them, then in ``base``.

    ``file`` is what errors call the text. Raises :class:`InvalidPreset` with file, preset and option, and
    :class:`smsenc.InvalidOption` for TOML before Python 3.11, which cannot read it.

    >>> made = loads('{"profiles": {"shop": {"extends": "web-form", "options": {"max_segments": 3}}}}')
    >>> made["shop"].profile
    Profile(max_segments=3, line_breaks='lf', normalization='NFC')
    >>> loads('{"profiles": {"shop": {"options": {"max_segments": 0}}}}', file="routes.json")
    Traceback (most recent call last):
        ...
    smsenc.profiles._errors.InvalidPreset: routes.json: preset 'shop': max_segments=0 is not allowed: 1 to 255
    """
    if format not in ("json", "toml"):
        raise InvalidOption("format", format, "'json', 'toml'")
    data = _parse_json(text, file) if format == "json" else _parse_toml(text, file)
    place = _Place("", file)
    data = _object(data, "", place)
    _check_schema(data, "profiles", place)
    _check_keys(data, ("schema", "type", "profiles"), place)
    if "profiles" not in data:
        raise place.error("profiles", None, "an object of presets by name, which is missing")
    entries = _object(data["profiles"], "profiles", place)
    made: dict[str, Preset] = {}
    for name in entries:
        _make(name, entries, made, base, file)
    return Presets(made[name] for name in entries)


class _Place(NamedTuple):
    """Where in a file something stands."""

    preset: str
    file: str

    def error(self, option: str, value: Any, allowed: str) -> InvalidPreset:
        return InvalidPreset(option, value, allowed, self.preset, self.file)


def _make(name: str, entries: Mapping[str, Any], made: dict[str, Preset], base: Presets, file: str) -> None:
    """Make a preset of ``entries``, and before it those that it extends. No recursion: a chain may be long."""
    chain: list[str] = []
    while name not in made:
        place = _Place(name, file)
        if name in chain:
            raise place.error("extends", name, "no circle: " + " -> ".join([*chain[chain.index(name) :], name]))
        chain.append(name)
        parent = _parent(name, entries, place)
        if parent is None or parent not in entries or parent == name:
            # One that extends its own name extends that of the base, and takes its place.
            if parent is not None and parent not in base:
                raise place.error("extends", parent, "one of " + ", ".join({**entries, **base}))
            start = Profile() if parent is None else base[parent].profile
            made[name] = _preset(start, entries[name], place)
            chain.pop()
            break
        name = parent
    for child in reversed(chain):
        parent = entries[child]["extends"]
        made[child] = _preset(made[parent].profile, entries[child], _Place(child, file))


def _parent(name: str, entries: Mapping[str, Any], place: _Place) -> str | None:
    data = _object(entries[name], "", place)
    _check_keys(data, ("extends", "description", "source", "options"), place)
    if "extends" not in data:
        return None
    parent = data["extends"]
    if not isinstance(parent, str):
        raise place.error("extends", parent, "the name of a preset")
    return parent


def _preset(start: Profile, data: Mapping[str, Any], place: _Place) -> Preset:
    told = {}
    for key in ("description", "source"):
        told[key] = data.get(key, "")
        if not isinstance(told[key], str):
            raise place.error(key, told[key], "a text")
    profile = _apply(start, _object(data.get("options", {}), "options", place), place)
    try:
        return Preset(place.preset, profile, **told)
    except InvalidPreset as error:
        raise place.error(error.option, error.value, error.allowed) from None


def _apply(start: Profile, options: Mapping[str, Any], place: _Place) -> Profile:
    """``start`` with these options of a file; the first that is wrong is named."""
    known = start.options
    for name, value in options.items():
        if name not in known:
            raise place.error(name, value, "one of the options " + ", ".join(known))
    try:
        values = {name: _from_json(name, value) for name, value in options.items()}
        return start.replace(**values)
    except InvalidOption as error:
        raise place.error(error.option, error.value, error.allowed) from None
    except Error as error:  # InvalidHeader
        raise place.error("header", options.get("header"), str(error)) from None
    except TypeError as error:  # data from a file is data: a wrong type is a wrong value
        name = _culprit(start, values)
        raise place.error(name, options[name], str(error)) from None


def _culprit(start: Profile, values: Mapping[str, Any]) -> str:
    """The option whose type is wrong."""
    for name, value in values.items():
        try:
            start.replace(**{name: value})
        except TypeError:
            return name
        except Error:
            continue  # in the company of others it may be right
    return next(iter(values))


def _object(data: Any, name: str, place: _Place) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        what = f"an object, not {type(data).__name__}"
        raise place.error(name, data, what if name else "the content must be " + what)
    return data


def _check_keys(data: Mapping[str, Any], known: tuple[str, ...], place: _Place) -> None:
    for key in data:
        if key not in known:
            raise place.error(key, data[key], "no such key; there are " + ", ".join(known))


def _check_schema(data: Mapping[str, Any], kind: str, place: _Place) -> None:
    schema = data.get("schema", SCHEMA)
    if schema != SCHEMA or isinstance(schema, bool):
        raise place.error("schema", schema, f"{SCHEMA}, which this version reads")
    if data.get("type", kind) != kind:
        raise place.error("type", data["type"], repr(kind))


def _parse_json(text: str, file: str) -> Any:
    import json

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, value in pairs:
            if key in data:
                raise InvalidPreset(key, value, "a key that stands there once", "", file)
            data[key] = value
        return data

    try:
        return json.loads(text, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        raise InvalidPreset(
            "", None, f"not JSON: {error.msg} at line {error.lineno}, column {error.colno}", "", file
        ) from None
    except RecursionError:
        raise InvalidPreset("", None, "not a file of presets: nested too deeply", "", file) from None


def _parse_toml(text: str, file: str) -> Any:
    if sys.version_info >= (3, 11):
        import tomllib

        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise InvalidPreset("", None, f"not TOML: {error}", "", file) from None
        except RecursionError:
            raise InvalidPreset("", None, "not a file of presets: nested too deeply", "", file) from None
    raise InvalidOption("format", "toml", "Python 3.11 or newer reads TOML, this one only JSON")
