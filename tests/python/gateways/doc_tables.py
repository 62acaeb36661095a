"""The tables of ``docs/gateways.md``, made from the code.

``python tests/python/gateways/doc_tables.py --write`` writes them anew; a test compares.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from smsenc.gateways.clickatell import CODES, SOURCES, http, one, platform, rest, unknowns
from smsenc.gateways.clickatell._table import markdown

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "gateways.md"
_MARKED = re.compile(r"(<!-- table (\w+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def tables() -> dict[str, str]:
    """Each table by the name of its place."""
    rows = ["| identifier | parameters | question | nearest sources |", "| --- | --- | --- | --- |"]
    for unknown in unknowns():
        parameters = ", ".join(f"`{name}`" for name in unknown.parameters) or "-"
        rows.append(f"| `{unknown.identifier}` | {parameters} | {unknown.question} | {unknown.sources} |")
    codes = ["| dialect | code | meaning | retry | source |", "| --- | --- | --- | --- | --- |"]
    words = {True: "helps", False: "does not help", None: "not stated"}
    for dialect, listed in CODES.items():
        for code in listed.values():
            codes.append(f"| {dialect} | {code.code} | {code.meaning} | {words[code.retry]} | {code.sources} |")
    sources = ["| key | document |", "| --- | --- |", *(f"| {key} | {where} |" for key, where in SOURCES.items())]
    return {
        "sources": "\n".join(sources) + "\n",
        "codes": "\n".join(codes) + "\n",
        "rest": markdown(rest.TABLE),
        "http": markdown(http.TABLE),
        "platform": markdown(platform.TABLE),
        "one": markdown(one.TABLE),
        "unknowns": "\n".join(rows) + "\n",
    }


def filled(text: str) -> str:
    """The document with its tables as the code has them."""
    made = tables()
    return _MARKED.sub(lambda match: match[1] + made[match[2]] + match[4], text)


def places(text: str) -> set[str]:
    """The tables that the document has places for."""
    return {match[2] for match in _MARKED.finditer(text)}


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        DOCUMENT.write_text(filled(DOCUMENT.read_text("utf-8")), "utf-8")
    else:
        print(*tables().values(), sep="\n")
