"""smsd of smstools as a referee: a modem on a pseudo-terminal hands it whole TPDUs, its spool says what it read.

The one packaged tool that reads a whole PDU with national language shift tables: trusted for the
elements 0x24 and 0x25 (the last one counts), ports and concatenation; not for the escape fall-back (it
drops both codes), DCS C0 to DF, the currency sign (its tables are ISO 8859-15) and locking shift 2.
``-E`` and ``-D`` pack and unpack strings of the default alphabet.
"""

from __future__ import annotations

import contextlib
import functools
import os
import re
import select
import shutil
import subprocess
import tempfile
import time
import tty
from collections.abc import Sequence
from dataclasses import dataclass

_GLOBAL = """devices = {devices}
incoming = {folder}/incoming
outgoing = {folder}/outgoing
checked = {folder}/checked
failed = {folder}/failed
sent = {folder}/sent
logfile = {folder}/log
loglevel = 3
infofile = {folder}/info
pidfile = {folder}/pid
delaytime = 1
receive_before_send = yes
incoming_utf8 = yes
internal_combine = no
internal_combine_binary = no
date_filename = no
"""

_DEVICE = """[{name}]
device = {terminal}
incoming = yes
baudrate = 115200
memory_start = 1
check_network = 0
init = AT
keep_open = yes
cs_convert = yes
"""

# smsd sleeps after each command, about a quarter of a second per message, but it serves many modems at once.
_MODEMS = 32

_FOLDERS = ("incoming", "outgoing", "checked", "failed", "sent")


@dataclass(frozen=True, slots=True)
class Received:
    """What smsd wrote into its spool for one TPDU."""

    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


def _command() -> str | None:
    return shutil.which("smsd") or shutil.which("smsd", path="/usr/sbin")


@functools.cache
def version() -> str | None:
    """The version, or None when smsd is not there."""
    command = _command()
    if command is None:
        return None
    out = subprocess.run([command, "-V"], capture_output=True, text=True, check=False).stdout
    return out.split("\n", 1)[0]


class _Modem:
    """Answers AT commands for a store of TPDUs, numbered from 1; a deleted one has been read."""

    def __init__(self, tpdus: Sequence[bytes]) -> None:
        self.total = len(tpdus)
        # The leading 00: the default service centre.
        self.store = {number: f"00{tpdu.hex().upper()}" for number, tpdu in enumerate(tpdus, 1)}

    def answer(self, command: str) -> bytes:
        body = ""
        if command.startswith("AT+CPIN?"):
            body = "+CPIN: READY"
        elif command.startswith("AT+CSQ"):
            body = "+CSQ: 20,0"
        elif command.startswith("AT+CREG?"):
            body = "+CREG: 0,1"
        elif command.startswith("AT+CPMS"):
            body = "+CPMS: " + ",".join([f'"SM",{len(self.store)},{self.total}'] * 3)
        elif found := re.match(r"AT\+CMGR=(\d+)", command):
            pdu = self.store.get(int(found[1]))
            if pdu is not None:
                body = f"+CMGR: 1,,{len(pdu) // 2 - 1}\r\n{pdu}"
        elif found := re.match(r"AT\+CMGD=(\d+)", command):
            self.store.pop(int(found[1]), None)
        elif command.startswith("AT+CMGL"):
            body = "\r\n".join(f"+CMGL: {n},1,,{len(pdu) // 2 - 1}\r\n{pdu}" for n, pdu in self.store.items())
        return f"\r\n{body}\r\n\r\nOK\r\n".encode() if body else b"\r\nOK\r\n"


def receive(tpdus: Sequence[bytes], *, seconds: float = 240) -> list[Received]:
    """What smsd makes of each SMS-DELIVER (no service centre in front), in the same order."""
    count = max(1, min(_MODEMS, len(tpdus) // 4))
    # The modem of a message and its place there follow from its number: number % count, number // count.
    modems = [_Modem(tpdus[first::count]) for first in range(count)]
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        for name in _FOLDERS:
            os.mkdir(os.path.join(folder, name))
        ours, sections = {}, []
        for number, modem in enumerate(modems):
            master, slave = os.openpty()
            stack.callback(os.close, master)
            stack.callback(os.close, slave)
            tty.setraw(master)
            tty.setraw(slave)
            os.set_blocking(master, False)
            ours[master] = modem
            sections.append(_DEVICE.format(name=f"M{number:02}", terminal=os.ttyname(slave)))
        names = ", ".join(f"M{number:02}" for number in range(count))
        configuration = os.path.join(folder, "smsd.conf")
        with open(configuration, "w", encoding="ascii") as file:
            file.write("\n".join([_GLOBAL.format(folder=folder, devices=names), *sections]))
        _run(configuration, folder, ours, seconds)
        spools = [_spool(os.path.join(folder, "incoming"), f"M{number:02}.") for number in range(count)]
    for modem, spool in zip(modems, spools, strict=True):
        assert len(spool) == modem.total, f"smsd took {len(spool)} of {modem.total} messages of one modem"
    return [spools[number % count][number // count] for number in range(len(tpdus))]


def _run(configuration: str, folder: str, modems: dict[int, _Modem], seconds: float) -> None:
    command = _command()
    assert command is not None
    daemon = subprocess.Popen(
        [command, "-t", f"-c{configuration}", f"-p{folder}/pid"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _serve(modems, os.path.join(folder, "incoming"), seconds)
    finally:
        daemon.terminate()
        try:
            daemon.wait(10)
        except subprocess.TimeoutExpired:
            daemon.kill()
            daemon.wait(10)


def _serve(modems: dict[int, _Modem], incoming: str, seconds: float) -> None:
    """Play the modems until every message is deleted and stands in the spool."""
    buffers = dict.fromkeys(modems, b"")
    total = sum(modem.total for modem in modems.values())
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not any(modem.store for modem in modems.values()) and len(os.listdir(incoming)) == total:
            return
        for master in select.select(list(modems), [], [], 0.1)[0]:
            with contextlib.suppress(BlockingIOError):
                buffers[master] += os.read(master, 65536)
            while b"\r" in buffers[master]:
                line, buffers[master] = buffers[master].split(b"\r", 1)
                os.write(master, modems[master].answer(line.decode("ascii", "replace").strip()))


def _spool(incoming: str, prefix: str) -> list[Received]:
    """The files of one modem, in the order of reading: one process reads its messages one after the other."""
    paths = [os.path.join(incoming, name) for name in os.listdir(incoming) if name.startswith(prefix)]
    received = []
    for path in sorted(paths, key=lambda path: os.stat(path).st_mtime_ns):
        with open(path, "rb") as file:
            head, _, body = file.read().partition(b"\n\n")
        lines = head.decode("utf-8", "replace").splitlines()
        received.append(Received(dict(line.split(": ", 1) for line in lines if ": " in line), body))
    return received


def pack(text: str) -> bytes:
    """``smsd -E``: a text of the default alphabet as packed septets."""
    return bytes.fromhex(_convert("-E", text).decode("ascii").strip())


def unpack(octets: bytes) -> str:
    """``smsd -D``: the text of packed septets (their number is guessed from the octets)."""
    return _convert("-D", octets.hex().upper()).decode("iso8859-15")


def _convert(option: str, value: str) -> bytes:
    command = _command()
    assert command is not None
    done = subprocess.run([command, option, value], capture_output=True, check=True, timeout=60)
    return done.stdout
