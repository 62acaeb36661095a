"""The public names of the package, as a list that is committed: a name in it is for ever.

It holds what ``__all__`` of every public module names, and the public attributes of every class among
these. A module is public when no part of its name begins with an underscore; the command line is public
as a command, not as modules. What a function takes is the stub's and the type checker's to say.

``python tests/python/public_api.py --write`` writes the list anew. A name that goes is a breaking change.
"""

from __future__ import annotations

import dataclasses
import enum
import importlib
import inspect
import pkgutil
import sys
from pathlib import Path
from types import ModuleType

import smsenc

LIST = Path(__file__).with_name("public_api.txt")
NOT_PUBLIC = ("smsenc.cli",)


def module_names() -> list[str]:
    """Every module of the package, private ones included; ``__main__`` runs when imported, and is left out."""
    found = [module.name for module in pkgutil.walk_packages(smsenc.__path__, "smsenc.")]
    return ["smsenc", *sorted(name for name in found if not name.endswith(".__main__"))]


def public_modules() -> list[ModuleType]:
    """The public modules, the outer before the inner."""
    names = [
        name
        for name in module_names()
        if not any(part.startswith("_") for part in name.split("."))
        and not any(name == hidden or name.startswith(hidden + ".") for hidden in NOT_PUBLIC)
    ]
    return [importlib.import_module(name) for name in sorted(names, key=lambda name: (name.count("."), name))]


def attributes(cls: type) -> set[str]:
    """The public attributes of a class that this package gives it."""
    names: set[str] = set()
    for base in cls.__mro__:
        if base.__module__.split(".")[0] == "smsenc":
            names.update(vars(base))
    if dataclasses.is_dataclass(cls):
        names.update(field.name for field in dataclasses.fields(cls))
    if issubclass(cls, enum.Enum):
        names.update(cls.__members__)
    return {name for name in names if not name.startswith("_")}


def public_names() -> list[str]:
    """Every public name with its dots. A class tells its attributes where it is nearest to the root."""
    names: list[str] = []
    told: set[type] = set()
    for module in public_modules():
        for name in module.__all__:
            names.append(f"{module.__name__}.{name}")
            value = getattr(module, name)
            if inspect.isclass(value) and value.__module__.split(".")[0] == "smsenc" and value not in told:
                told.add(value)
                names.extend(f"{module.__name__}.{name}.{attribute}" for attribute in attributes(value))
    return sorted(names)


def listed_names() -> list[str]:
    """The committed list."""
    return LIST.read_text("utf-8").splitlines()


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        LIST.write_text("".join(f"{name}\n" for name in public_names()), "utf-8")
    else:
        print(*public_names(), sep="\n")
