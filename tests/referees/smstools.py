"""smsd of smstools as a referee: modems on pseudo-terminals hand it TPDUs and take those that it sends.

The one packaged tool that reads and writes whole TPDUs with national language shift tables: trusted for
the elements 0x24 and 0x25 (the last one counts), ports and concatenation; not for what ``exclusions``
lists. ``-E`` and ``-D`` pack and unpack strings of the default alphabet.
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
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

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
autosplit = 3
"""

_DEVICE = """[{name}]
device = {terminal}
incoming = {incoming}
baudrate = 115200
memory_start = 1
check_network = 0
init = AT
keep_open = yes
cs_convert = yes
report = no
"""

# smsd sleeps after each command, about a quarter of a second per message, but it serves many modems at once.
_MODEMS = 60

_FOLDERS = ("incoming", "outgoing", "checked", "failed", "sent")


@dataclass(frozen=True, slots=True)
class Received:
    """What smsd wrote into its spool for one TPDU."""

    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to send: the headers of a spool file without ``To``, and its body."""

    body: bytes
    headers: dict[str, str] = field(default_factory=lambda: {"Alphabet": "UTF-8"})


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
    """Answers AT commands: has a store of TPDUs to be read, numbered from 1, and keeps the TPDUs to be sent."""

    def __init__(self, pdus: Sequence[bytes] = ()) -> None:
        self.total = len(pdus)
        self.store = {number: pdu.hex().upper() for number, pdu in enumerate(pdus, 1)}
        self.sent: list[bytes] = []
        self._buffer = ""

    def feed(self, octets: bytes) -> bytes:
        """The answers to all commands that are complete: they end in CR, a TPDU ends in Ctrl-Z."""
        self._buffer += octets.decode("ascii", "replace")
        *lines, self._buffer = re.split(r"(?<=[\r\x1a])", self._buffer)
        return b"".join(self._answer(line) for line in lines)

    def _answer(self, line: str) -> bytes:
        command = line.strip("\r\n\x1a ")
        body = ""
        if line.endswith("\x1a"):
            octets = bytes.fromhex(command)
            self.sent.append(octets[1 + octets[0] :])
            body = "+CMGS: 1"
        elif command.startswith("AT+CMGS="):
            return b"\r\n> "
        elif command.startswith("AT+CPIN?"):
            body = "+CPIN: READY"
        elif command.startswith("AT+CSQ"):
            body = "+CSQ: 20,0"
        elif command.startswith("AT+CREG?"):
            body = "+CREG: 0,1"
        elif command.startswith("AT+CPMS"):
            body = "+CPMS: " + ",".join([f'"SM",{len(self.store)},{self.total}'] * 3)
        elif found := re.match(r"AT\+CMGR=(\d+)", command):
            pdu = self.store.get(int(found[1]))
            body = "" if pdu is None else f"+CMGR: 1,,{_tpdu_octets(pdu)}\r\n{pdu}"
        elif found := re.match(r"AT\+CMGD=(\d+)", command):
            self.store.pop(int(found[1]), None)
        elif command.startswith("AT+CMGL"):
            body = "\r\n".join(f"+CMGL: {n},1,,{_tpdu_octets(pdu)}\r\n{pdu}" for n, pdu in self.store.items())
        return f"\r\n{body}\r\n\r\nOK\r\n".encode() if body else b"\r\nOK\r\n"


def _tpdu_octets(pdu: str) -> int:
    """What a modem says is the length: the service centre is not counted."""
    return len(pdu) // 2 - 1 - int(pdu[:2], 16)


def _name(number: int) -> str:
    return f"M{number:02}"


@contextlib.contextmanager
def _spool_folder():
    with tempfile.TemporaryDirectory() as folder:
        for name in _FOLDERS:
            os.mkdir(os.path.join(folder, name))
        yield folder


def _run(folder: str, modems: Sequence[_Modem], *, incoming: bool, until: Callable[[], bool], seconds: float) -> None:
    """Run smsd with these modems until it is done with all messages."""
    command = _command()
    assert command is not None
    with contextlib.ExitStack() as stack:
        ours, sections = {}, []
        for number, modem in enumerate(modems):
            master, slave = os.openpty()
            stack.callback(os.close, master)
            stack.callback(os.close, slave)
            tty.setraw(master)
            tty.setraw(slave)
            os.set_blocking(master, False)
            ours[master] = modem
            names = {"name": _name(number), "terminal": os.ttyname(slave), "incoming": "yes" if incoming else "no"}
            sections.append(_DEVICE.format(**names))
        devices = ", ".join(_name(number) for number in range(len(modems)))
        configuration = os.path.join(folder, "smsd.conf")
        with open(configuration, "w", encoding="ascii") as file:
            file.write("\n".join([_GLOBAL.format(folder=folder, devices=devices), *sections]))
        daemon = subprocess.Popen(
            [command, "-t", f"-c{configuration}", f"-p{folder}/pid"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            end = time.monotonic() + seconds
            while time.monotonic() < end and not until():
                for master in select.select(list(ours), [], [], 0.1)[0]:
                    with contextlib.suppress(BlockingIOError):
                        os.write(master, ours[master].feed(os.read(master, 65536)))
        finally:
            daemon.terminate()
            try:
                daemon.wait(10)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait(10)


def receive(tpdus: Sequence[bytes], *, service_centre: bool = False, seconds: float = 240) -> list[Received]:
    """What smsd makes of each SMS-DELIVER, in the same order; ``service_centre``: one stands in front already."""
    # 00: the default service centre.
    pdus = tpdus if service_centre else [b"\0" + tpdu for tpdu in tpdus]
    count = max(1, min(_MODEMS, len(tpdus) // 4))
    # The modem of a message and its place there follow from its number: number % count, number // count.
    modems = [_Modem(pdus[first::count]) for first in range(count)]
    with _spool_folder() as folder:
        incoming = os.path.join(folder, "incoming")

        def until() -> bool:
            return not any(modem.store for modem in modems) and len(_spooled(incoming)) == len(tpdus)

        _run(folder, modems, incoming=True, until=until, seconds=seconds)
        spools = [_read(incoming, _name(number) + ".") for number in range(count)]
    for modem, spool in zip(modems, spools, strict=True):
        assert len(spool) == modem.total, f"smsd took {len(spool)} of {modem.total} messages of one modem"
    return [spools[number % count][number // count] for number in range(len(tpdus))]


def _spooled(folder: str) -> list[str]:
    """The messages in a folder, without what smsd has there for a moment: it tries at its start whether it may write
    there (``test.XXXXXX``), and marks a message while it moves it (``.LOCK``)."""
    return [name for name in os.listdir(folder) if not name.startswith("test.") and not name.endswith(".LOCK")]


def _read(incoming: str, prefix: str) -> list[Received]:
    """The files of one modem, in the order of reading: one process reads its messages one after the other."""
    paths = [os.path.join(incoming, name) for name in _spooled(incoming) if name.startswith(prefix)]
    received = []
    for path in sorted(paths, key=lambda path: os.stat(path).st_mtime_ns):
        with open(path, "rb") as file:
            head, _, body = file.read().partition(b"\n\n")
        lines = head.decode("utf-8", "replace").splitlines()
        received.append(Received(dict(line.split(": ", 1) for line in lines if ": " in line), body))
    return received


def send(messages: Sequence[Outgoing], *, seconds: float = 240) -> list[list[bytes]]:
    """The SMS-SUBMITs (no service centre in front) that smsd makes of each message, in the same order.

    Long ones become several with a concatenation element. A message that smsd refuses has none.
    """
    modems = [_Modem() for _ in range(max(1, min(_MODEMS, len(messages) // 4)))]
    # Any modem may take any message: the number says whose TPDU it is.
    numbers = [f"467{number:08}" for number in range(len(messages))]
    with _spool_folder() as folder:
        for number, message in zip(numbers, messages, strict=True):
            head = "".join(f"{name}: {value}\n" for name, value in {"To": number, **message.headers}.items())
            # Not in "outgoing", from where one process moves them at two a second.
            with open(os.path.join(folder, "checked", number), "wb") as file:
                file.write(head.encode("ascii") + b"\n" + message.body)

        def done() -> int:
            return sum(len(_spooled(os.path.join(folder, place))) for place in ("sent", "failed"))

        _run(folder, modems, incoming=False, until=lambda: done() == len(messages), seconds=seconds)
        assert done() == len(messages), f"smsd sent or refused {done()} of {len(messages)} messages"
    made: dict[str, list[bytes]] = {number: [] for number in numbers}
    for modem in modems:
        for tpdu in modem.sent:
            made[_digits(tpdu)].append(tpdu)
    return list(made.values())


def _digits(tpdu: bytes) -> str:
    """TP-DA of an SMS-SUBMIT: behind the first octet, TP-MR and the two octets of length and type."""
    length = tpdu[2]
    nibbles = "".join(f"{octet & 15:x}{octet >> 4:x}" for octet in tpdu[4 : 4 + (length + 1) // 2])
    return nibbles[:length]


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
