"""The table of the built-in presets in docs/profiles.md: it is made from them, and compared.

``python tests/python/preset_table.py --write`` writes it anew.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from smsenc.profiles import BUILT_IN

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "profiles.md"
BEGIN, END = "<!-- presets -->\n", "<!-- end of presets -->\n"


def lines() -> list[str]:
    """The table in Markdown."""
    made = ["| preset | options | what for | read in |", "| --- | --- | --- | --- |"]
    for preset in BUILT_IN.values():
        options = preset.to_dict()["options"]
        if len(options.get("languages", ())) == 13:
            options["languages"] = "all"
        shown = ", ".join(f"`{name}={json.dumps(value)}`" for name, value in options.items())
        made.append(f"| `{preset.name}` | {shown or '-'} | {preset.description} | {preset.source} |")
    return [line + "\n" for line in made]


def written() -> str:
    """The document with the table as it should be."""
    text = DOCUMENT.read_text("utf-8")
    before, rest = text.split(BEGIN)
    return before + BEGIN + "".join(lines()) + END + rest.split(END)[1]


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    DOCUMENT.write_text(written(), "utf-8")
