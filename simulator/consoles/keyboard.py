"""Lines as they are typed, with completion and history where the terminal can; nothing on disk.

They are read on a daemon thread, one when it is asked for, so that leaving never waits for one.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from threading import Event, Thread
from types import ModuleType
from typing import Protocol, TextIO

from simulator.consoles.completing import DELIMITERS
from simulator.domain.model import cleaned

LONGEST = 1.0
"""Seconds to wait for a line editor that is taking the terminal over."""
Completer = Callable[[str], list[str]]
"""A line up to the cursor → what its last piece may become."""


class Typed(Protocol):
    """Where a console's lines come from."""

    async def ask(self, prompt: str) -> str | None:
        """The next line; None where there are no more."""
        ...

    @contextmanager
    def aside(self) -> Iterator[None]:
        """While something is printed, whatever is being typed stands aside."""
        ...


class Keyboard:
    """The lines of a terminal, a pipe or a file."""

    def __init__(
        self, out: TextIO, source: TextIO | None = None, complete: Completer | None = None
    ) -> None:
        self._out = out
        self._source = source or sys.stdin
        self._seen = self._source.isatty()
        """Whether what is typed shows by itself."""
        self._readline = _readline() if source is None and self._seen else None
        if self._readline is not None and complete is not None:
            _bind(self._readline, complete)
        self._prompt = ""
        self._asking = False
        self._wanted = SimpleQueue[str]()
        self._typed: asyncio.Queue[str | None] = asyncio.Queue()
        self._thread: Thread | None = None
        self._left = False
        self._settled = Event()
        """Unset while the line editor is taking the terminal over."""
        self._settled.set()

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Leave the terminal as it was found, even where a line was being typed or about to be."""
        with terminal_kept():
            try:
                yield
            finally:
                self._left = True
                self._settled.wait(LONGEST)

    async def ask(self, prompt: str) -> str | None:
        """The next line; one that does not show by itself is printed behind its prompt."""
        self._prompt, self._asking = prompt, True
        if self._readline is None:
            self._out.write(prompt)
            self._out.flush()
        self._start()
        self._wanted.put(prompt)
        line = await self._typed.get()
        self._asking = False
        if not self._seen or line is None:
            self._out.write(f"{cleaned(line or '').rstrip()}\n")
        return line

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Begin a line of its own, and put back what stood there."""
        if self._asking:
            self._out.write("\n")
        yield
        if self._asking:
            begun = self._readline.get_line_buffer() if self._readline else ""
            self._out.write(self._prompt + begun)
        self._out.flush()

    def _start(self) -> None:
        if self._thread is None:
            loop = asyncio.get_running_loop()
            self._thread = Thread(target=self._read_on, args=(loop,), daemon=True)
            self._thread.start()

    def _read_on(self, loop: asyncio.AbstractEventLoop) -> None:
        while True:
            prompt = self._wanted.get()
            self._settled.clear()
            line = None if self._left else self._line(prompt)
            self._settled.set()
            with suppress(RuntimeError):  # the loop is gone: nobody waits for it any more
                loop.call_soon_threadsafe(self._typed.put_nowait, line)
            if line is None:
                return

    def _line(self, prompt: str) -> str | None:
        try:
            if self._readline is not None:
                self._readline.set_pre_input_hook(self._settled.set)
                return input(prompt)
            self._settled.set()
            return self._source.readline() or None
        except (EOFError, OSError, ValueError):
            return None


def _readline() -> ModuleType | None:
    """The line editor, where there is one and it can have the screen."""
    if not sys.stdout.isatty():
        return None
    try:
        import readline
    except ImportError:
        return None
    return readline


def _bind(readline: ModuleType, complete: Completer) -> None:
    found: list[str] = []

    def nth(_: str, state: int) -> str | None:
        if state == 0:
            found[:] = complete(readline.get_line_buffer()[: readline.get_endidx()])
        return found[state] if state < len(found) else None

    readline.set_completer_delims(DELIMITERS)
    readline.set_completer(nth)
    libedit = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if libedit else "tab: complete")
    readline.set_auto_history(True)


@contextmanager
def terminal_kept() -> Iterator[None]:
    """Leave the terminal as it was found, even where a line was being typed."""
    try:
        import termios

        place = sys.stdin.fileno()
        before = termios.tcgetattr(place)
    except (ImportError, OSError, ValueError, termios.error):
        yield
        return
    try:
        yield
    finally:
        termios.tcsetattr(place, termios.TCSADRAIN, before)
