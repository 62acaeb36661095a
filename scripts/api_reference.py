"""Writes the reference of the API as pages for Sphinx, from the stub and the sources: nothing is imported.

    api_reference.py PACKAGE-DIRECTORY OUTPUT-DIRECTORY

One page a public module. A module is public when no part of its name begins with an underscore; the command line is
public as a command, not as modules. What a module lists in ``__all__`` is described where it is listed first, so what
the extension module defines stands under ``smsenc``, whose stub is the manual.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import griffe

PACKAGE = "smsenc"
NOT_PUBLIC = {"cli"}

Documented = griffe.Class | griffe.Function | griffe.Attribute


def modules(module: griffe.Module) -> Iterator[griffe.Module]:
    """The public modules, the outer before the inner."""
    yield module
    for name, member in sorted(module.modules.items()):
        if not name.startswith("_") and name not in NOT_PUBLIC and not member.is_alias:
            yield from modules(member)


def prose(text: str) -> str:
    """A docstring as Markdown: examples and literal blocks are fenced, the rest is the same in both."""
    lines = text.splitlines()
    out: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.lstrip().startswith(">>> "):
            block = []
            while at < len(lines) and lines[at].strip():
                block.append(lines[at].strip() if lines[at].lstrip().startswith((">>>", "...")) else lines[at])
                at += 1
            out += ["```pycon", *block, "```"]
            continue
        if line.rstrip().endswith("::") and not line.lstrip().startswith(".."):
            before = line.rstrip()[:-1] if line.strip() != "::" else ""
            at += 1
            block = []
            while at < len(lines) and (not lines[at].strip() or lines[at][:1] == " "):
                block.append(lines[at])
                at += 1
            indent = min((len(text) - len(text.lstrip()) for text in block if text.strip()), default=0)
            code = "\n".join(text[indent:] for text in block).strip("\n")
            out += [before, "", "```text", code, "```", ""]
            continue
        out.append(re.sub(r":(?:func|class|meth|mod|data|exc):`~?([^`]+)`", r"``\1``", line))
        at += 1
    return "\n".join(out)


def parameters(function: griffe.Function, method: bool) -> str:
    """The signature between its parentheses, annotations and defaults included."""
    shown: list[str] = []
    kinds = griffe.ParameterKind
    given = list(function.parameters)
    if method and given and "staticmethod" not in function.labels:
        given = given[1:]
    previous = None
    for parameter in given:
        if previous is kinds.positional_only and parameter.kind is not kinds.positional_only:
            shown.append("/")
        if parameter.kind is kinds.keyword_only and previous not in (kinds.keyword_only, kinds.var_positional):
            shown.append("*")
        stars = {kinds.var_positional: "*", kinds.var_keyword: "**"}.get(parameter.kind, "")
        text = f"{stars}{parameter.name}"
        if parameter.annotation is not None:
            text += f": {parameter.annotation}"
        if parameter.default is not None and not stars:
            text += f" = {parameter.default}" if parameter.annotation is not None else f"={parameter.default}"
        shown.append(text)
        previous = parameter.kind
    if previous is kinds.positional_only:
        shown.append("/")
    return ", ".join(shown)


def directive(kind: str, signature: str, body: list[str], depth: int, options: tuple[str, ...] = ()) -> list[str]:
    fence = ":" * (3 + depth)
    return [f"{fence}{{py:{kind}}} {signature}", *options, "", *body, fence, ""]


def docstring(item: griffe.Object) -> list[str]:
    return [prose(item.docstring.value), ""] if item.docstring else []


def function(name: str, item: griffe.Function, method: bool) -> list[str]:
    """A function under the name that it has here; of an overloaded one, every signature."""
    forms = item.overloads or [item]
    signatures = [
        f"{name}({parameters(form, method)})" + (f" -> {form.returns}" if form.returns is not None else "")
        for form in forms
    ]
    options = tuple(f":{label}:" for label in ("staticmethod", "classmethod") if label in item.labels)
    body = docstring(item) or next((docstring(form) for form in forms if form.docstring), [])
    lines: list[str] = []
    for number, signature in enumerate(signatures):
        # Only the first is in the index; the text stands under the last.
        more = options if number == 0 else (*options, ":no-index:")
        kind = "method" if method else "function"
        lines += directive(kind, signature, body if number == len(signatures) - 1 else [], 0, more)
    return lines


def attribute(name: str, item: griffe.Attribute, member: bool) -> list[str]:
    options: tuple[str, ...] = ()
    if item.annotation is not None:
        options = (f":type: {item.annotation}",)
    elif item.value is not None and (member or len(str(item.value)) <= 60):
        options = (f":value: {item.value}",)
    return directive("attribute" if member else "data", name, docstring(item), 0, options)


def is_shown(name: str, item: griffe.Object) -> bool:
    return not name.startswith("_") and not item.is_alias


def class_(name: str, item: griffe.Class) -> list[str]:
    constructor = item.members.get("__init__") or item.members.get("__new__")
    signature = name
    if isinstance(constructor, griffe.Function) and len(list(constructor.parameters)) > 1:
        signature += f"({parameters(constructor, True)})"
    elif item.parameters and "dataclass" in item.labels:
        signature += "(" + ", ".join(parameter.name for parameter in list(item.parameters)[1:]) + ")"
    body = docstring(item)
    bases = [str(base) for base in item.bases if str(base) not in ("object", "Generic")]
    if bases:
        body = [f"*Bases:* {', '.join(f'``{base}``' for base in bases)}", "", *body]
    for known, member in item.members.items():
        if not is_shown(known, member):
            continue
        if isinstance(member, griffe.Function):
            body += function(known, member, method=True)
        elif isinstance(member, griffe.Attribute):
            body += attribute(known, member, member=True)
    return directive("class", signature, body, 1)


def page(module: griffe.Module, told: dict[str, str]) -> str:
    """The page of a module; `told` remembers what was described where."""
    lines = [f"# `{module.path}`", "", *docstring(module), f":::{{py:module}} {module.path}", ":::", ""]
    elsewhere: list[str] = []
    for name in sorted(map(str, module.exports or []), key=lambda name: (name.lower(), name)):
        if name.startswith("__"):
            continue
        item = module.members.get(name)
        if item is None:
            continue
        target = item.final_target if item.is_alias else item
        if isinstance(target, griffe.Module):
            continue
        if target.path in told:
            elsewhere.append(f"- `{name}`: see {told[target.path]}")
            continue
        told[target.path] = f"`{module.path}.{name}`"
        if isinstance(target, griffe.Class):
            lines += class_(name, target)
        elif isinstance(target, griffe.Function):
            lines += function(name, target, method=False)
        elif isinstance(target, griffe.Attribute):
            lines += attribute(name, target, member=False)
    if elsewhere:
        lines += ["## Also here", "", *elsewhere, ""]
    return "\n".join(lines)


def main(package: Path, output: Path) -> None:
    root = griffe.load(PACKAGE, search_paths=[str(package.parent)], resolve_aliases=True, allow_inspection=False)
    output.mkdir(parents=True, exist_ok=True)
    told: dict[str, str] = {}
    pages = []
    for module in modules(root):
        if not module.exports and not module.docstring:
            continue
        (output / f"{module.path}.md").write_text(page(module, told), "utf-8")
        pages.append(module.path)
    if len(told) < 100:
        raise SystemExit(f"only {len(told)} names found: the package has more")
    contents = ["# API reference", "", "Made from the stub and the docstrings.", "", "```{toctree}", ":maxdepth: 1", ""]
    (output / "index.md").write_text("\n".join([*contents, *pages, "```", ""]), "utf-8")
    print(f"{len(told)} names on {len(pages)} pages")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
