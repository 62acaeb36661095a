"""gammu as a referee, through python-gammu in a process of the distribution's own Python.

Trusted for packing, 8-bit and 16-bit concatenation, addresses and DCS in both directions; not for shift
tables (it has none), headers of more than one element (it does not see the concatenation), the escape
fall-back (it shows superscript one), stamps from 1990 on.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from typing import Any

_PYTHON = "/usr/bin/python3"
# -I: nothing of this folder can stand in for the real gammu module.
_COMMAND = [_PYTHON, "-I", os.path.join(os.path.dirname(os.path.abspath(__file__)), "gammu_worker.py")]


class GammuError(Exception):
    """gammu refuses."""


@functools.cache
def version() -> str | None:
    """The versions of gammu and python-gammu, or None when the module is not there."""
    try:
        (answer,) = call([("version", {})])
    except (OSError, subprocess.CalledProcessError):
        return None
    return " ".join(answer)


@contextlib.contextmanager
def _requests(calls: Sequence[tuple[str, dict[str, Any]]]) -> Iterator[Any]:
    # A file, not a pipe: the answers may fill a pipe before the requests are written.
    with tempfile.TemporaryFile("w+", encoding="ascii") as file:
        for name, arguments in calls:
            file.write(json.dumps([name, arguments]) + "\n")
        file.seek(0)
        yield file


def call(calls: Sequence[tuple[str, dict[str, Any]]]) -> list[Any]:
    """The answers to (name, arguments) in one process; a refusal is a GammuError object in its place."""
    with _requests(calls) as requests:
        done = subprocess.run(_COMMAND, stdin=requests, capture_output=True, check=True, timeout=300)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(calls), (len(answers), len(calls))
    return [answer["result"] if "result" in answer else GammuError(answer["error"]) for answer in answers]


def decode(tpdus: Sequence[bytes]) -> list[dict[str, Any]]:
    """gammu's reading of each TPDU; the first octet decides which kind it is."""
    return call([("decode", {"tpdu": tpdu.hex()}) for tpdu in tpdus])


def join(messages: Sequence[Sequence[bytes]]) -> list[list[str]]:
    """The texts that gammu shows for the parts of each message."""
    return call([("join", {"tpdus": [tpdu.hex() for tpdu in tpdus]}) for tpdus in messages])


def encode(
    texts: Sequence[str], *, number: str = "+46708251358", unicode: bool = False, bits: int = 8, message_class: int = -1
) -> list[list[bytes]]:
    """Each text as gammu's SMS-SUBMIT TPDUs."""
    fixed = {"number": number, "unicode": unicode, "bits": bits, "message_class": message_class}
    answers = call([("encode", {"text": text, **fixed}) for text in texts])
    return [[bytes.fromhex(tpdu) for tpdu in tpdus] for tpdus in answers]


def submit(messages: Sequence[dict[str, Any]]) -> list[bytes]:
    """An SMS-SUBMIT for each dictionary of gammu's fields."""
    return [bytes.fromhex(tpdu) for tpdu in call([("submit", message) for message in messages])]
