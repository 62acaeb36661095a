"""The golden files of the command line: what every command prints, in ``tests/python/cli/golden/``, one file a case.

``python tests/python/golden.py --write`` writes them anew; the difference is then read, and committed with its reason.
A file holds the command, what it prints (``E`` before the lines of standard error), and its exit code.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from smsenc.cli import COMMANDS

DIRECTORY = Path(__file__).with_name("cli") / "golden"

FILES = {
    "messages.txt": "See you at 8\nБудем в 8\n\nGrüße für 5 €\r\n" + "a" * 161 + "\n",
    "messages.csv": 'number,text\n27999000001,"Hello, you"\n27999000002,Señor Núñez: ¿mañana?\n+27,Nobody\n',
    "broken.txt": b"fine\n\xff\xfe\xfa\nfine \xc3\n",
    "numbers.txt": "".join(f"{27999000000 + i}\n" for i in range(205)),
    "segments.txt": "E8329BFD4697D9EC37\n00\n",
    "routes.json": '{"profiles": {"shop": {"extends": "web-form", "options": {"max_segments": 2}}}}\n',
    "wrong.json": '{"profiles": {"shop": {"options": {"max_segments": 0}}}}\n',
    "sheet.xlsx": b"PK\x03\x04\x14\x00\x06\x00",
    "binary.bin": bytes(range(256)),
}


class Case(NamedTuple):
    """A call of the command: its arguments in words, and the environment beside ours."""

    name: str
    arguments: list[str]
    stdin: str = ""
    environment: tuple[tuple[str, str], ...] = ()


def cases() -> list[Case]:
    """All cases."""
    text = "Señor Núñez: ¿mañana a las 10?"
    made = [
        Case("help", ["--help"]),
        Case("help-command", ["help", "estimate"]),
        Case("help-options", ["estimate", "--help-options"]),
        *(Case(f"help-{command.name}", [command.name, "--help"]) for command in COMMANDS),
        Case("usage-nothing", []),
        Case("usage-command", ["estimat", "x"]),
        Case("usage-flag", ["estimate", "--encodng", "ucs2", "x"]),
        Case("usage-value", ["estimate", "--encoding", "utf8", "x"]),
        Case("usage-words", ["estimate", "See", "you", "--json", "soon"]),
        Case("usage-file", ["estimate", "--file", "absent.txt"]),
        Case("usage-sheet", ["estimate", "--file", "sheet.xlsx"]),
        Case("usage-column", ["estimate", "--column", "txt", "messages.csv"]),
        Case("usage-profile", ["estimate", "--profile", "webform", "x"]),
        Case("usage-profile-file", ["estimate", "--profile", "shop", "--profile-file", "wrong.json", "x"]),
        Case("usage-to", ["request", "--to", "+27", "x"]),
        Case("estimate", ["estimate", "Grüße für 5 €"]),
        Case("estimate-ucs2", ["estimate", text + " ✓"]),
        Case("estimate-colours", ["estimate", text + " ✓"], environment=(("CLICOLOR_FORCE", "1"),)),
        Case("estimate-json", ["estimate", "--json", "Grüße"]),
        Case("estimate-lines", ["estimate", "--file", "messages.txt"]),
        Case("estimate-lines-colours", ["estimate", "--file", "messages.txt"], environment=(("CLICOLOR_FORCE", "1"),)),
        Case("estimate-lines-json", ["estimate", "--json", "--file", "messages.txt"]),
        Case("estimate-table", ["estimate", "messages.csv", "--column", "text"]),
        Case("estimate-summary", ["estimate", "--summary", "-"], "one\ntwo\n"),
        Case("estimate-broken", ["estimate", "--file", "broken.txt"]),
        Case("estimate-binary", ["estimate", "--summary", "--file", "binary.bin"]),
        Case("estimate-profile", ["estimate", "--profile", "web-form", "--json", "cafe\u0301"]),
        Case("estimate-profile-file", ["estimate", "--profile", "shop", "--profile-file", "routes.json", "a" * 400]),
        Case("estimate-profile-changed", ["estimate", "--profile", "one-segment", "--overflow", "error", "a" * 161]),
        Case("estimate-file-name", ["estimate", "messages.txt"]),
        Case("explain", ["explain", "“Hi” – it’s 5 o’clock [sharp]"]),
        Case("explain-colours", ["explain", "5 € – 🎉"], environment=(("CLICOLOR_FORCE", "1"),)),
        Case("explain-json", ["explain", "--json", "It’s 5"]),
        Case("explain-lines", ["explain", "--file", "messages.txt", "--limit", "3"]),
        Case("explain-html", ["explain", "--html", "absent/page.html", "x"]),
        Case("encode", ["encode", "--reference", "7", "a" * 161]),
        Case("encode-json", ["encode", "--json", "Grüße"]),
        Case("encode-lines", ["encode", "--file", "messages.txt", "--limit", "2"]),
        Case("encode-unmappable", ["encode", "--encoding", "gsm7", "ж"]),
        Case("encode-header", ["encode", "--hex", "--udh", "06050415810000", "02 4A 3A"]),
        Case("request", ["request", "--to", "27999000001", "Привет"]),
        Case("request-json", ["request", "--json", "--to", "27999000001", "Hi"]),
        Case("request-recipients", ["request", "--to-file", "numbers.txt", "Hi"]),
        Case("request-table", ["request", "--column", "text", "--to-column", "number", "messages.csv"]),
        Case("decode", ["decode", "--dcs", "8", "--has-header", "050003F70202006900610073"]),
        Case("decode-lines", ["decode", "--file", "segments.txt", "--udl", "99"]),
        Case("decode-json", ["decode", "--json", "E8329BFD4697D9EC37"]),
        Case("profiles", ["profiles"]),
        Case("profiles-names", ["profiles", "web-form", "flash"]),
        Case("profiles-json", ["profiles", "--json", "web-form"]),
        Case("profiles-file", ["profiles", "--profile-file", "routes.json", "shop"]),
        Case("profiles-unknown", ["profiles", "nobody"]),
        Case("completion-unknown", ["completion", "tcsh"]),
    ]
    assert len({case.name for case in made}) == len(made)
    return made


def output(case: Case, directory: Path) -> str:
    """What a golden file holds. ``directory`` is empty, and is filled with :data:`FILES`."""
    for name, content in FILES.items():
        (directory / name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    unset = {"NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR"}
    ours = {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", "COLUMNS": "80"}
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    done = subprocess.run(
        [sys.executable, "-m", "smsenc", *case.arguments],
        check=False,
        input=case.stdin.encode("utf-8"),
        capture_output=True,
        cwd=directory,
        env={**environment, **ours, **dict(case.environment)},
        timeout=300,
    )
    words = " ".join(word if word and word.isprintable() and " " not in word else repr(word) for word in case.arguments)
    parts = [f"$ smsenc {words}".rstrip()]
    # An escape sequence is shown as text: the files are read in terminals, too.
    shown = done.stdout.decode("utf-8").replace("\x1b", "<ESC>"), done.stderr.decode("utf-8").replace("\x1b", "<ESC>")
    parts += shown[0].splitlines()
    parts += [f"E {line}" for line in shown[1].splitlines()]
    parts.append(f"exit code {done.returncode}")
    return "\n".join(parts) + "\n"


def write() -> None:
    """Write all golden files, and remove those of cases that are no more."""
    DIRECTORY.mkdir(exist_ok=True)
    for path in DIRECTORY.glob("*.txt"):
        path.unlink()
    for case in cases():
        with tempfile.TemporaryDirectory() as directory:
            (DIRECTORY / f"{case.name}.txt").write_text(output(case, Path(directory)), "utf-8", newline="\n")


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    write()
