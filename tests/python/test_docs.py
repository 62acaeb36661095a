"""The documentation runs: README and guide, the docstrings of the package, and the examples of the stub.

In ``README.md`` and ``docs/*.md``

* a block marked ``python`` or ``pycon`` is run; with prompts it is a doctest, without them it must not raise. The
  blocks of a file share their names and run in order. ``python no-run`` marks one that cannot run here;
* a block marked ``console`` shows what the command prints: each ``$ command`` that calls ``smsenc`` is run in the
  project's root, and what it prints compared: first standard error, then standard output. Other commands are passed
  over.

``...`` stands for output that is left out.
"""

from __future__ import annotations

import ast
import doctest
import importlib
import importlib.resources
import importlib.util
import inspect
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import public_api
import smsenc

ROOT = Path(__file__).resolve().parents[2]
# Documents whose examples need a package that an extra installs; the job "clients" has it.
NEEDS = {"campaign.md": "polars"}
DOCUMENTS = sorted(
    path
    for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    if path.name not in NEEDS or importlib.util.find_spec(NEEDS[path.name])
)
FLAGS = doctest.ELLIPSIS
CALLS_SMSENC = re.compile(r"(^|\|)\s*smsenc\b")


class Block(NamedTuple):
    """A fenced block: the words after the fence, its lines, and the line where they begin (from 0)."""

    info: list[str]
    text: str
    line: int


def blocks(path: Path) -> list[Block]:
    found: list[Block] = []
    lines = path.read_text("utf-8").splitlines(keepends=True)
    start = None
    for number, line in enumerate(lines):
        if line.startswith("```"):
            if start is None:
                start = number
            else:
                found.append(Block(lines[start][3:].split(), "".join(lines[start + 1 : number]), start + 1))
                start = None
    assert start is None, f"{path.name}:{start}: the block is never closed"
    return found


def python_blocks(path: Path) -> list[Block]:
    return [block for block in blocks(path) if block.info in (["python"], ["pycon"])]


def commands(path: Path) -> Iterator[tuple[int, str, str]]:
    """(line from 1, command, what it is said to print) of the ``console`` blocks."""
    for block in blocks(path):
        if block.info != ["console"]:
            continue
        sessions: list[tuple[int, list[str], list[str]]] = []
        for number, line in enumerate(block.text.splitlines(keepends=True), block.line + 1):
            if line.startswith("$ "):
                sessions.append((number, [line[2:]], []))
            elif sessions and not sessions[-1][2] and sessions[-1][1][-1].endswith("\\\n"):
                sessions[-1][1].append(line)
            else:
                assert sessions, f"{path.name}:{number}: output before the first command"
                sessions[-1][2].append(line)
        for number, command, output in sessions:
            if CALLS_SMSENC.search("".join(command)):
                yield number, "".join(command), "".join(output).rstrip("\n")


def run(tests: list[doctest.DocTest]) -> tuple[int, str]:
    """Run these; how many examples there were, and the report of those that failed."""
    runner = doctest.DocTestRunner(optionflags=FLAGS, verbose=False)
    report: list[str] = []
    for test in tests:
        runner.run(test, out=report.append, clear_globs=False)
    return runner.summarize(verbose=False).attempted, "".join(report)


def identify(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", DOCUMENTS, ids=identify)
def test_the_python_of_the_documents_runs(path):
    names: dict[str, Any] = {"__name__": "__main__"}
    for block in python_blocks(path):
        if ">>>" in block.text:
            test = doctest.DocTestParser().get_doctest(block.text, names, identify(path), str(path), block.line)
            test.globs = names  # shared with the blocks that follow
            _, report = run([test])
            assert report == ""
        else:
            # Blank lines before, so that a traceback names the line of the document.
            exec(compile("\n" * block.line + block.text, str(path), "exec"), names)


CONSOLE = [(path, *session) for path in DOCUMENTS for session in commands(path)]


@pytest.mark.skipif(os.name != "posix", reason="the commands of the documents are those of a POSIX shell")
@pytest.mark.parametrize(
    ("command", "expected"),
    [pytest.param(command, output, id=f"{identify(path)}:{line}") for path, line, command, output in CONSOLE],
)
def test_the_commands_of_the_documents_print_what_is_shown(command, expected, tmp_path):
    shim = tmp_path / "smsenc"
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m smsenc "$@"\n')
    shim.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        "LC_ALL": "C.UTF-8",
        "PYTHONUTF8": "1",
        "COLUMNS": "80",
    }
    done = subprocess.run(
        ["sh", "-c", command],
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        cwd=ROOT,
        env=environment,
        timeout=300,
    )
    got = (done.stderr + done.stdout).decode("utf-8").rstrip("\n")
    assert doctest.OutputChecker().check_output(expected + "\n", got + "\n", FLAGS), f"\n$ {command}{got}"


@pytest.mark.parametrize("name", public_api.module_names())
def test_the_examples_of_the_docstrings_run(name):
    module = importlib.import_module(name)
    _, report = run(docstring_tests(module))
    assert report == ""


def docstring_tests(module: Any) -> list[doctest.DocTest]:
    finder = doctest.DocTestFinder(exclude_empty=True)
    tests = finder.find(module, module.__name__)
    if module is smsenc:
        # What the core defines has no source file, and so doctest does not see that it belongs here.
        for name in smsenc.__all__:
            value = getattr(smsenc, name)
            if getattr(value, "__module__", "") in ("smsenc", "smsenc._core"):
                tests += finder.find(value, f"smsenc.{name}", module=False, globs=vars(smsenc).copy())
            if inspect.isclass(value):
                for attribute, member in vars(value).items():
                    if inspect.isgetsetdescriptor(member):
                        tests += finder.find(
                            member, f"smsenc.{name}.{attribute}", module=False, globs=vars(smsenc).copy()
                        )
    for test in tests:
        test.globs.setdefault("smsenc", smsenc)
    return [test for test in tests if test.examples]


def stub_tests() -> list[doctest.DocTest]:
    """The examples of the stub, which is the manual of the core."""
    source = (importlib.resources.files("smsenc") / "_core.pyi").read_text("utf-8")
    tests: list[doctest.DocTest] = []

    def visit(node: ast.AST, name: str) -> None:
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
            text = ast.get_docstring(node)
            if text and ">>>" in text:
                names = {**vars(smsenc), "smsenc": smsenc}
                tests.append(doctest.DocTestParser().get_doctest(text, names, name, "_core.pyi", 0))
            for child in node.body:
                visit(child, f"{name}.{getattr(child, 'name', '')}")

    visit(ast.parse(source), "_core")
    return tests


def test_the_examples_of_the_stub_run():
    _, report = run(stub_tests())
    assert report == ""


def test_examples_were_found_wherever_they_are_expected():
    assert ROOT / "README.md" in DOCUMENTS
    assert python_blocks(ROOT / "README.md"), "README.md shows no Python"
    assert any(path.name == "README.md" for path, *_ in CONSOLE), "README.md shows no command"
    assert any(path.parent.name == "docs" for path, *_ in CONSOLE), "docs/ shows no command"
    tests = [test for name in public_api.module_names() for test in docstring_tests(importlib.import_module(name))]
    assert sum(len(test.examples) for test in tests) >= 8
