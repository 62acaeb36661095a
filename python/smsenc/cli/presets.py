"""What ``--profile`` and ``--profile-file`` mean. Imported only when one of them is given."""

from __future__ import annotations

from smsenc import InvalidOption, Profile, profiles

from .arguments import nearest
from .exits import UsageError

__all__ = ["known_presets", "preset", "preset_profile"]


def known_presets(path: str | None) -> profiles.Presets:
    """The presets of the package, and over them those of a file. Raises :class:`UsageError`."""
    if path is None:
        return profiles.BUILT_IN
    try:
        return profiles.BUILT_IN | profiles.load(path)
    except OSError as error:
        raise UsageError(f"cannot read {path!r}: {error.strerror or error}") from None
    except InvalidOption as error:
        raise UsageError(str(error)) from None
    except ValueError as error:  # NUL in the name
        raise UsageError(f"cannot read {path!r}: {error}") from None


def preset(name: str, known: profiles.Presets) -> profiles.Preset:
    """The preset of a name. Raises :class:`UsageError`."""
    if name not in known:
        hint = nearest(name, known) or f"; there are {', '.join(known)}"
        raise UsageError(f"no profile is called {name!r}{hint}")
    return known[name]


def preset_profile(name: str | None, path: str | None) -> Profile:
    """The profile that the two flags ask for. Raises :class:`UsageError`."""
    known = known_presets(path)
    if name is None:
        raise UsageError(f"--profile-file needs --profile, one of {', '.join(known)}")
    return preset(name, known).profile
