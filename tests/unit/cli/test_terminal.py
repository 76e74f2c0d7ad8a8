"""The plain console at a real terminal: completion, history, and the terminal as it was found."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.cli.servers import all_ended, gone, pid_of

pytestmark = pytest.mark.slow

SCENARIO = """\
title: Case
teams: [Red]
injects:
  - {id: a, body: A reporter calls.}
  - {id: b, body: She calls again., release: {after: a, delay: 2 s, auto: true}}
"""
CHILD = """\
import fcntl, os, signal, sys, termios
signal.signal(signal.SIGINT, signal.SIG_DFL)  # a background job hands down that it is ignored
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, "-m", "simulator", *sys.argv[1:]])
"""
LONG = 90


class Screen:
    """A console in a terminal of its own; what was typed, and what stands on the screen."""

    def __init__(self, folder: Path) -> None:
        (folder / "scenario.yaml").write_text(SCENARIO)
        self._ours, self._theirs = pty.openpty()
        self.before = termios.tcgetattr(self._theirs)
        self.shown = ""
        self._read = 0
        command = ("run", str(folder), "--plain", "--name", "mine", "--store", str(folder / "s"))
        self.process = subprocess.Popen(
            [sys.executable, "-c", CHILD, *command],
            stdin=self._theirs,
            stdout=self._theirs,
            stderr=self._theirs,
            start_new_session=True,
            env=os.environ | {"SIMULACRO_LANGUAGE": "en", "TERM": "dumb", "HOME": str(folder)},
        )

    def type(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def wait_for(self, text: str) -> None:
        """Read on until a text stands behind the one that was waited for before."""
        end = time.monotonic() + LONG
        while text not in self.shown[self._read :]:
            assert time.monotonic() < end, self.shown
            if select.select([self._ours], [], [], 1)[0]:
                self.shown += os.read(self._ours, 4096).decode(errors="replace")
        self._read = self.shown.index(text, self._read) + len(text)

    def after(self) -> list[object]:
        return termios.tcgetattr(self._theirs)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(LONG)
        os.close(self._ours)
        os.close(self._theirs)


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    pytest.importorskip("readline")
    found = Screen(tmp_path)
    found.wait_for("facilitator> ")
    yield found
    found.close()
    all_ended(tmp_path / "s")


def test_a_verb_begun_is_completed(screen: Screen) -> None:
    screen.type("sta\t\n")
    screen.wait_for("Due now a")
    screen.type("now \t\t")
    screen.wait_for("teams=")


def test_an_earlier_line_comes_back_and_nothing_is_kept_on_disk(
    screen: Screen, tmp_path: Path
) -> None:
    screen.type("start\n")
    screen.wait_for("Due now a")
    screen.type("note Here.\n")
    screen.wait_for("Note of facilitator")
    screen.type("\x10\n")
    screen.wait_for("Note of facilitator")
    screen.type("quit\n")
    screen.wait_for("stay> ")
    screen.type("stop\n")
    screen.wait_for("simulacro debrief")
    assert {path.name for path in tmp_path.iterdir()} == {"scenario.yaml", "s"}


def test_an_announcement_leaves_what_is_being_typed(screen: Screen) -> None:
    screen.type("start\n")
    screen.wait_for("Due now a")
    screen.type("release\n")
    screen.wait_for("facilitator> ")
    screen.type("note I was ty")
    screen.wait_for("She calls again.")
    screen.wait_for("facilitator> note I was ty")
    screen.type("ping.\n")
    screen.wait_for(": I was typing.")


@pytest.mark.parametrize("typed", ["", "note half a li"])
def test_an_interrupt_leaves_the_terminal_as_it_was(screen: Screen, typed: str) -> None:
    screen.type(f"start\n{typed}")
    screen.wait_for("Due now a")
    screen.type("\x03")
    assert screen.process.wait(LONG) == 130
    assert screen.after() == screen.before


def test_a_closed_terminal_ends_the_console_and_not_the_exercise(
    screen: Screen, tmp_path: Path
) -> None:
    screen.type("start\n")
    screen.wait_for("Due now a")
    os.killpg(screen.process.pid, signal.SIGHUP)
    assert screen.process.wait(LONG) == -signal.SIGHUP
    assert not gone(pid_of(tmp_path / "s"), limit=1.0)
