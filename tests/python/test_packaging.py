"""What is installed: the public surface, the files of the wheel, no dependency, one version."""

from __future__ import annotations

import ast
import importlib.metadata
import importlib.resources
import inspect
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import public_api
import smsenc

ROOT = Path(__file__).resolve().parents[2]
DISTRIBUTION = importlib.metadata.distribution("smsenc")


def is_editable() -> bool:
    origin = json.loads(DISTRIBUTION.read_text("direct_url.json") or "{}")
    return bool(origin.get("dir_info", {}).get("editable"))


wheel_only = pytest.mark.skipif(is_editable(), reason="an editable installation has no files of its own")


def test_the_public_surface_is_the_committed_list():
    found, listed = public_api.public_names(), public_api.listed_names()
    assert len(listed) > 100
    assert listed == sorted(set(listed))
    new, gone = sorted(set(found) - set(listed)), sorted(set(listed) - set(found))
    assert (new, gone) == ([], []), "after a deliberate change: make public-api"


def test_every_public_module_says_what_it_exports():
    modules = public_api.public_modules()
    assert len(modules) > 5
    for module in modules:
        assert len(set(module.__all__)) == len(module.__all__), module.__name__
        assert [name for name in module.__all__ if not hasattr(module, name)] == [], module.__name__


def documented_in_the_stub() -> set[str]:
    """The classes and functions of the core whose docstring stands in the stub."""
    stub = ast.parse((importlib.resources.files("smsenc") / "_core.pyi").read_text("utf-8"))
    return {
        node.name
        for node in stub.body
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node) is not None
    }


def test_every_public_module_class_and_function_is_documented():
    modules = public_api.public_modules()
    undocumented = [module.__name__ for module in modules if not module.__doc__]
    in_stub = documented_in_the_stub()
    for module in modules:
        for name in module.__all__:
            value = getattr(module, name)
            home = getattr(value, "__module__", None) or ""
            if not (inspect.isclass(value) or inspect.isroutine(value)) or home.split(".")[0] != "smsenc":
                continue
            if not value.__doc__ and not (getattr(smsenc._core, name, None) is value and name in in_stub):
                undocumented.append(f"{module.__name__}.{name}")
    assert undocumented == [], f"{len(undocumented)} without a docstring: {', '.join(undocumented)}"


@pytest.mark.parametrize("name", ["py.typed", "_core.pyi"])
def test_type_checkers_find_the_marker_and_the_stub(name):
    assert (importlib.resources.files("smsenc") / name).is_file()


@wheel_only
def test_the_wheel_holds_the_package_and_its_metadata_and_nothing_else():
    files = [file for file in DISTRIBUTION.files or [] if "__pycache__" not in file.parts]
    # The command's script lies beside the interpreter, outside of site-packages.
    inside = [file for file in files if file.parts[0] != ".."]
    tops = {re.sub(r"^smsenc-.*\.dist-info$", "dist-info", file.parts[0]) for file in inside}
    assert tops == {"smsenc", "dist-info"}
    package = [file for file in inside if file.parts[0] == "smsenc"]
    assert {file.suffix for file in package} <= {".py", ".pyi", ".typed", ".so", ".pyd", ".json", ".csv", ".txt"}
    extensions = [file.name.split(".")[0] for file in package if file.suffix in (".so", ".pyd")]
    assert extensions == ["_core"]


@wheel_only
def test_the_wheel_carries_both_licences():
    texts = {file.name: file.read_text("utf-8") for file in DISTRIBUTION.files or [] if "licenses" in file.parts}
    assert "Permission is hereby granted, free of charge" in texts["LICENSE-MIT"]
    assert "Apache License" in texts["LICENSE-APACHE"]
    assert DISTRIBUTION.metadata["License-Expression"] == "MIT OR Apache-2.0"


def test_the_package_depends_on_no_other_unless_an_extra_is_asked_for():
    needs = DISTRIBUTION.requires or []
    assert [need for need in needs if not re.search(r"\bextra == ['\"]\w+['\"]$", need)] == []


@pytest.mark.parametrize("name", public_api.GUESTS)
def test_a_module_for_a_library_that_is_missing_says_what_to_install(name):
    library = name.rpartition(".")[2]
    code = f"import sys; sys.modules[{library!r}] = None; import {name}"
    done = subprocess.run([sys.executable, "-I", "-c", code], check=False, capture_output=True, text=True)
    assert re.search(rf"^ModuleNotFoundError: {name} needs \w+: pip install 'smsenc\[{library}\]'$", done.stderr, re.M)


def test_importing_every_module_takes_the_standard_library_only():
    code = (
        "import sys; before = set(sys.modules); import importlib\n"
        "for name in sys.argv[1:]: importlib.import_module(name)\n"
        "print(*{name.split('.')[0] for name in set(sys.modules) - before})"
    )
    names = public_api.module_names()
    assert len(names) > 20
    done = subprocess.run([sys.executable, "-I", "-c", code, *names], check=True, capture_output=True, text=True)
    assert set(done.stdout.split()) - sys.stdlib_module_names == {"smsenc"}


def test_the_versions_of_package_core_command_and_crate_are_one():
    crate = re.search(r'^version = "(.+)"$', (ROOT / "Cargo.toml").read_text("utf-8"), re.MULTILINE)
    assert crate is not None
    done = subprocess.run(
        [sys.executable, "-m", "smsenc", "--version"],
        check=True,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    versions = [smsenc.__version__, smsenc._core.__version__, DISTRIBUTION.version, done.stdout.split()[-1]]
    assert versions == [crate.group(1)] * 4


def test_the_changelog_begins_with_what_is_coming_or_with_this_version():
    first = re.search(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert first is not None
    assert first.group(1) in ("Unreleased", smsenc.__version__)


def test_the_oldest_python_is_stated_and_the_command_is_declared():
    assert DISTRIBUTION.metadata["Requires-Python"] == ">=3.10"
    commands = {point.name: point.value for point in DISTRIBUTION.entry_points if point.group == "console_scripts"}
    assert commands == {"smsenc": "smsenc.cli:main"}
