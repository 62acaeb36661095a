"""The public names of the package, as a list that is committed: a name in it is for ever.

It holds what ``__all__`` of every public module names, and the public attributes of every class among
these. A module is public when no part of its name begins with an underscore; the command line is public
as a command, not as modules. What a function takes is the stub's and the type checker's to say.

``python tests/python/public_api.py --write`` writes the list anew. A name that goes is a breaking change.
"""

from __future__ import annotations

import ast
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
GUESTS = ("smsenc.pandas", "smsenc.polars")


def module_names() -> list[str]:
    """Every module of the package, private ones included, without ``GUESTS``; ``__main__`` runs when imported."""
    found = [module.name for module in pkgutil.walk_packages(smsenc.__path__, "smsenc.")]
    return ["smsenc", *sorted(name for name in found if not name.endswith(".__main__") and name not in GUESTS)]


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


def read_names(module: str) -> list[str]:
    """The public names of a module that is not imported: those of ``__all__``, and what their classes define."""
    source = (Path(smsenc.__path__[0]) / (module.removeprefix("smsenc.") + ".py")).read_text("utf-8")
    body = ast.parse(source).body
    classes = {node.name: node for node in body if isinstance(node, ast.ClassDef)}
    listed = next(
        node.value for node in body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    )
    names: list[str] = []
    for name in ast.literal_eval(listed):
        names.append(f"{module}.{name}")
        pending = [name] if name in classes else []
        while pending:
            cls = classes[pending.pop()]
            members = [node.name for node in cls.body if isinstance(node, ast.FunctionDef)]
            names.extend(f"{module}.{name}.{member}" for member in members if not member.startswith("_"))
            bases = [base.value if isinstance(base, ast.Subscript) else base for base in cls.bases]
            pending.extend(base.id for base in bases if isinstance(base, ast.Name) and base.id in classes)
    return names


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
    names.extend(name for module in GUESTS for name in read_names(module))
    return sorted(names)


def listed_names() -> list[str]:
    """The committed list."""
    return LIST.read_text("utf-8").splitlines()


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        LIST.write_text("".join(f"{name}\n" for name in public_names()), "utf-8")
    else:
        print(*public_names(), sep="\n")
