"""A real terminal with a console in it: keys go in, and every byte that comes out is kept."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import threading
from collections.abc import Mapping, Sequence
from types import TracebackType

from tests.docs.tree import ROOT
from tests.terminal.stream import Stream, understood

LONG = 60.0
KEYS: Mapping[str, str] = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "end": "\x1b[F",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f7": "\x1b[18~",
    "space": " ",
}


class Terminal:
    """A child process on a terminal of its own; `with` sees to its end."""

    def __init__(
        self,
        what: str,
        size: tuple[int, int] = (80, 24),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.size = size
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self._told, telling = os.pipe()
        kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLORTERM", "TERM")}
        given = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TZ": "UTC"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.terminal.child", str(telling), what],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=ROOT,
            pass_fds=(telling,),
            start_new_session=True,
            env=kept | given | dict(environment or {}),
        )
        os.close(theirs)
        os.close(telling)
        self.sent = bytearray()
        self.screens: list[str] = []
        self._lines = b""
        self._keys = 0
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Terminal:
        self.settled()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait(LONG)
        self._reader.join(LONG)
        os.close(self._ours)
        os.close(self._told)

    def press(self, *keys: str) -> None:
        """Press keys one after the other, each when the one before is done with."""
        for key in keys:
            os.write(self._ours, KEYS.get(key, key).encode())
            self._keys += 1
            self.settled()

    def type(self, text: str) -> None:
        """Type a text."""
        self.press(*text)

    def paste(self, text: str) -> None:
        """Paste a text, as terminals do that mark what is pasted."""
        os.write(self._ours, b"\x1b[200~" + text.encode("utf-8", "replace") + b"\x1b[201~")
        self._keys += 1
        self.settled()

    def settled(self) -> None:
        """Wait until the child says that it is done with all keys so far."""
        while True:
            line, found, self._lines = self._lines.partition(b"\n")
            if not found:
                self._lines = line
                ready = select.select([self._told], [], [], LONG)[0]
                more = os.read(self._told, 4096) if ready else b""
                assert more, self.sent.decode(errors="replace")[-3000:]
                self._lines += more
                continue
            number, _, screen = line.decode().partition(" ")
            self.screens.append(screen)
            if int(number) >= self._keys:
                return

    def leave(self, *keys: Sequence[str]) -> int:
        """Press the last keys; how the child ended."""
        for key in keys:
            os.write(self._ours, KEYS.get(str(key), str(key)).encode())
        code = self._process.wait(LONG)
        self._reader.join(LONG)
        return code

    @property
    def stream(self) -> Stream:
        """Everything that came out so far, understood."""
        return understood(bytes(self.sent), *self.size)

    def _read(self) -> None:
        while True:
            try:
                more = os.read(self._ours, 65536)
            except OSError:
                return
            if not more:
                return
            self.sent += more
