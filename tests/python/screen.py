"""A terminal to test in: tmux, which draws a screen as an emulator does, and tells what stands on it."""

from __future__ import annotations

import os
import subprocess
import time
import uuid
from collections.abc import Callable
from pathlib import Path

PATIENCE = 60  # seconds that a machine may take to draw something; no test waits for a time to pass


class Screen:
    """A screen of tmux with a shell in it; a server of its own, which ends with it."""

    def __init__(self, directory: Path, shell: str, environment: dict[str, str], *, width: int, height: int) -> None:
        self._socket = f"smsenc-{uuid.uuid4().hex}"
        # The server takes its environment from its first client, and every shell from the server.
        self._environment = environment
        size = ("-x", str(width), "-y", str(height))
        self._tmux("-f", os.devnull, "new-session", "-d", *size, "-c", str(directory), shell)

    def _tmux(self, *arguments: str) -> str:
        done = subprocess.run(
            ["tmux", "-u", "-L", self._socket, *arguments],
            check=True,
            capture_output=True,
            env=self._environment,
            timeout=PATIENCE,
        )
        return done.stdout.decode("utf-8")

    def close(self) -> None:
        """End the server, and with it the shell."""
        subprocess.run(
            ["tmux", "-L", self._socket, "kill-server"], check=False, capture_output=True, env=self._environment
        )

    def type(self, text: str) -> None:
        """Type these characters."""
        self._tmux("send-keys", "-l", "--", text)

    def press(self, *keys: str) -> None:
        """Press keys by tmux's names: ``Enter``, ``Tab``, ``C-c``."""
        self._tmux("send-keys", *keys)

    def run(self, command: str) -> list[str]:
        """Run a command on an empty screen; what it has left there when it has ended."""
        mark = uuid.uuid4().hex[:8]
        # The mark is typed in two halves: the screen shows it whole only once it is printed.
        self.type(f"clear; {command}; printf '%s\\n' {mark[:4]}''{mark[4:]}")
        self.press("Enter")
        lines = self.wait(lambda lines: mark in lines)
        return lines[: lines.index(mark)]

    def lines(self, *, escapes: bool = False) -> list[str]:
        """What stands on the screen, line by line; with ``escapes`` its colours, too."""
        text = self._tmux("capture-pane", "-p", *(["-e"] if escapes else []))
        return [line.rstrip() for line in text.rstrip("\n").split("\n")]

    def wait(self, holds: Callable[[list[str]], bool]) -> list[str]:
        """The screen, once this holds for it."""
        end = time.monotonic() + PATIENCE
        while True:
            lines = self.lines()
            if holds(lines):
                return lines
            assert time.monotonic() < end, "the screen shows:\n" + "\n".join(lines)
            time.sleep(0.05)
