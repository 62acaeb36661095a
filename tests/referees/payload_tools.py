"""Tools that read and write payloads: gammu, gnokii and libwbxml, driven through files and pipes.

``gammu`` in two ways: the module of the distribution's Python reads what a phone would receive, the program stores
what it would send in a phone of files. ``gnokii`` converts ringing tones and shows logos. ``xml2wbxml`` and
``wbxml2xml`` are libwbxml. tshark is driven by ``tshark.py``.
"""

from __future__ import annotations

import functools
import glob
import json
import os
import re
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from typing import Any

_HERE = os.path.dirname(os.path.abspath(__file__))
_PYTHON = "/usr/bin/python3"


def _first_line(*command: str) -> str | None:
    """The first line that names a version; None when the tool is not there."""
    if shutil.which(command[0]) is None:
        return None
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    lines = (done.stdout + done.stderr).splitlines()
    return next((line.strip() for line in lines if re.search(r"[0-9]\.[0-9]", line)), None)


class _Program:
    """A tool in the form that ``referee.require`` takes."""

    def __init__(self, name: str, *command: str) -> None:
        self.__name__ = name
        self._command = command

    @functools.cache  # noqa: B019 (four objects, as long as the process lives)
    def version(self) -> str | None:
        return _first_line(*self._command)


gammu = _Program("gammu", "gammu", "--version")
gammu_module = _Program("python3-gammu", _PYTHON, "-I", "-c", "import gammu; print(*gammu.Version())")
gnokii = _Program("gnokii", "gnokii", "--version")
libwbxml = _Program("libwbxml", "xml2wbxml")


def _run(command: Sequence[str], folder: str, given: bytes = b"") -> bytes:
    done = subprocess.run(
        command,
        input=given,
        capture_output=True,
        cwd=folder,
        timeout=60,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8", "HOME": folder},
    )
    return done.stdout


def _write(path: str, octets: bytes) -> None:
    with open(path, "wb") as file:
        file.write(octets)


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


# -- gammu


def gammu_reads(messages: Sequence[Sequence[bytes]]) -> list[dict[str, Any]]:
    """What gammu makes of the TPDUs of each message."""
    lines = "".join(json.dumps([tpdu.hex() for tpdu in tpdus]) + "\n" for tpdus in messages)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "requests")
        _write(path, lines.encode("ascii"))
        # From a file: the answers may fill a pipe before the requests are written.
        with open(path, "rb") as requests:
            done = subprocess.run(
                [_PYTHON, "-I", os.path.join(_HERE, "payload_worker.py")],
                stdin=requests,
                capture_output=True,
                timeout=300,
                check=True,
            )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(messages), (len(answers), len(messages))
    return answers


def gammu_sends(*arguments: str, files: Mapping[str, bytes] | None = None) -> list[tuple[bytes, bytes]]:
    """``gammu savesms``: header and data of each message it would send."""
    with tempfile.TemporaryDirectory() as folder:
        for number in range(1, 6):
            os.makedirs(f"{folder}/phone/sms/{number}")
        for name, octets in (files or {}).items():
            _write(f"{folder}/{name}", octets)
        _write(f"{folder}/rc", b"[gammu]\nmodel = dummy\nconnection = none\ndevice = phone\n")
        _run(["gammu", "-c", "rc", "savesms", *arguments], folder)
        messages = []
        for path in sorted(glob.glob(f"{folder}/phone/sms/*/*"), key=lambda name: int(name.rsplit("/", 1)[1])):
            backup = _read(path).decode("latin-1")
            header = re.search(r"^UDH = (\w+)", backup, re.M)
            data = "".join(re.findall(r"^Text\d+ = (\w+)", backup, re.M))
            messages.append((bytes.fromhex(header[1]) if header else b"", bytes.fromhex(data)))
    return messages


def windows_bitmap(rows: Sequence[Sequence[bool]]) -> bytes:
    """A BMP of one bit, which gammu reads; rows are filled to four octets and stand from the bottom."""
    width, height = len(rows[0]), len(rows)
    lines = []
    for row in rows:
        bits = "".join("0" if black else "1" for black in row)  # entry 1 of the palette is white
        lines.append(int(bits.ljust((width + 31) // 32 * 32, "0"), 2).to_bytes((width + 31) // 32 * 4, "big"))
    data = b"".join(reversed(lines))
    return (
        b"BM"
        + struct.pack("<IHHI", 62 + len(data), 0, 0, 62)
        + struct.pack("<IiiHHIIiiII", 40, width, height, 1, 1, 0, len(data), 2835, 2835, 2, 2)
        + b"\0\0\0\0\xff\xff\xff\0"
        + data
    )


# -- ringing tones


def _converted(command: Sequence[str], source: str, target: str, octets: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        _write(f"{folder}/{source}", octets)
        _run([*command, source, target], folder)
        return _read(f"{folder}/{target}") if os.path.exists(f"{folder}/{target}") else b""


def gnokii_binary(rtttl: str) -> bytes:
    """RTTTL to the binary form; all defaults must be given.

    gnokii does not end the text that it reads, and now and then finds a further note behind it: we end it.
    """
    return _converted(["gnokii", "--ringtoneconvert"], "a.rttl", "a.ott", rtttl.encode("latin-1") + b"\0")


def gnokii_rtttl(binary: bytes) -> str:
    """The binary form to RTTTL."""
    return _converted(["gnokii", "--ringtoneconvert"], "a.ott", "a.rttl", binary).decode("latin-1")


def gammu_binary(rtttl: str) -> bytes:
    """RTTTL to the binary form; gammu loses the last note unless a comma follows, and dots behind octaves."""
    return _converted(["gammu", "copyringtone"], "a.rttl", "a.ott", (rtttl + ",\n").encode("latin-1"))


# -- logos


def gnokii_shows(bitmap: bytes) -> list[str]:
    """The rows of an OTA bitmap of 72 x 14 (gnokii takes no other size), ``#`` and blanks."""
    with tempfile.TemporaryDirectory() as folder:
        _write(f"{folder}/x.otb", bitmap)
        shown = _run(["gnokii", "--viewlogo", "x.otb"], folder).decode("ascii", "replace")
    rows = [row for row in shown.splitlines() if set(row) <= set("# ")]
    return [row.ljust(72) for row in rows[: bitmap[2]]]


# -- WBXML


def xml_to_wbxml(xml: str) -> bytes:
    """A document in WBXML 1.2 without a string table."""
    with tempfile.TemporaryDirectory() as folder:
        _write(f"{folder}/x.xml", xml.encode("utf-8"))
        _run(["xml2wbxml", "-k", "-n", "-v", "1.2", "-o", "x.wbxml", "x.xml"], folder)
        return _read(f"{folder}/x.wbxml") if os.path.exists(f"{folder}/x.wbxml") else b""


def wbxml_to_xml(wbxml: bytes) -> str:
    """The document as XML."""
    with tempfile.TemporaryDirectory() as folder:
        _write(f"{folder}/x.wbxml", wbxml)
        _run(["wbxml2xml", "-m", "0", "-k", "-o", "x.xml", "x.wbxml"], folder)
        return _read(f"{folder}/x.xml").decode("utf-8") if os.path.exists(f"{folder}/x.xml") else ""
