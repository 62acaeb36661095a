"""The open questions: every note names one, and every one is data."""

from __future__ import annotations

import ast
import inspect
import json
import pkgutil
from types import ModuleType

import smsenc.gateways.clickatell as clickatell
from smsenc.gateways.clickatell import SOURCES, http, one, platform, rest, unknowns

IDENTIFIERS = {unknown.identifier for unknown in unknowns()}


def modules() -> list[ModuleType]:
    found = [clickatell]
    for info in pkgutil.iter_modules(clickatell.__path__):
        found.append(__import__(f"{clickatell.__name__}.{info.name}", fromlist=["_"]))
    return found


def test_the_twelve_questions_are_there() -> None:
    assert {unknown.number for unknown in unknowns()} >= set(range(1, 13))
    assert len(IDENTIFIERS) == len(unknowns())
    for unknown in unknowns():
        assert unknown.question
        assert unknown.sources
        assert json.dumps(unknown.to_dict())


def test_every_note_in_the_code_names_an_open_question() -> None:
    named: set[str] = set()
    for module in modules():
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Call):
                function = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                if function in ("note", "unless_allowed", "_unless_allowed") and node.args:
                    first = node.args[0]
                    if isinstance(first, ast.Constant) and isinstance(first.value, str):
                        named.add(first.value)
    assert len(named) > 20
    assert named <= IDENTIFIERS
    # These are questions about replies and fields, which no request can rely on.
    unnoted = {"rest-error-codes", "platform-error-codes", "one-optional-fields", "platform-charset"}
    assert IDENTIFIERS - named == unnoted


def test_every_source_key_has_a_document() -> None:
    keys: set[str] = set()
    for table in (rest.TABLE, http.TABLE, platform.TABLE, one.TABLE):
        for row in table:
            keys |= {key.split()[0] for key in row.evidence.split(", ")}
    for unknown in unknowns():
        keys |= {key.split()[0] for key in unknown.sources.split(", ")}
    assert len(keys) > 20
    assert keys <= set(SOURCES)


def test_a_plain_request_relies_on_one_question_only() -> None:
    assert [note.identifier for note in rest.request("x", "27831234567").notes] == ["json-number-type"]
    assert platform.request("x", "27831234567").notes == ()
    assert one.request("x", "27831234567").notes == ()
    assert http.request("x", "27831234567").notes == ()
