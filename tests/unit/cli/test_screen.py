"""The full screen at a real terminal: opened by run, resume and demo, killed, gone on with."""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import random
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from simulator.acts import Recorded
from simulator.stores.sqlite import SqliteLog
from tests.unit.cli.servers import all_ended, killed

pytestmark = pytest.mark.slow

SCENARIO = """\
title: The night of the test
teams: [Red, Blue]
injects:
  - {id: a, title: Dark screens, body: Screens go dark.}
  - {id: b, title: A reporter, body: A reporter calls.}
  - {id: c, title: A minister, body: The minister asks.}
  - {id: d, title: The end, body: It is over.}
"""
SEQUENCE = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[()][A-Z0-9]|[=>])")
LONG = 60.0


class Screen:
    """A full screen in a terminal of its own."""

    def __init__(self, folder: Path, *words: str) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        environment = os.environ | {
            "SIMULACRO_LANGUAGE": "en",
            "TERM": "xterm-256color",
            "HOME": str(folder),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "simulator", *words],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            env=environment,
        )
        os.close(theirs)
        self._raw = b""

    @property
    def text(self) -> str:
        """What was drawn so far, without what moves the cursor."""
        return SEQUENCE.sub("", self._raw.decode(errors="replace"))

    def press(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def read(self, seconds: float) -> None:
        """Take in what is drawn for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self._ours], [], [], left)[0]:
                try:
                    self._raw += os.read(self._ours, 65536)
                except OSError:
                    return

    def wait_for(self, text: str) -> None:
        end = time.monotonic() + LONG
        while text not in self.text:
            assert time.monotonic() < end, self.text[-3000:]
            assert self.process.poll() is None or text in self.text, self.text[-3000:]
            self.read(0.1)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait(LONG)
        os.close(self._ours)


@contextmanager
def screen(folder: Path, *words: str) -> Iterator[Screen]:
    made = Screen(folder, *words)
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def scenario(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "scenario.yaml").write_text(SCENARIO)
    yield tmp_path
    all_ended(tmp_path / "s")


def kept(folder: Path) -> list[Recorded]:
    async def read() -> list[Recorded]:
        log = SqliteLog(folder / "s")
        try:
            return await log.read("mine")
        finally:
            await log.close()

    return asyncio.run(read())


def released(folder: Path) -> Counter[str]:
    return Counter(
        record.event.inject for record in kept(folder) if record.event.kind == "inject_released"
    )


def settled(folder: Path) -> Counter[str]:
    """What is released, once what was under way has come to its end."""
    before, now = released(folder), None
    while before != now:
        time.sleep(0.5)
        before, now = released(folder), before
    return before


def run(folder: Path, *more: str) -> tuple[str, ...]:
    return ("run", str(folder), "--name", "mine", "--store", str(folder / "s"), *more)


def begun(shown: Screen) -> None:
    shown.wait_for("Play has not begun")
    shown.press("p")
    shown.wait_for("STARTEX")
    shown.press("y")
    shown.wait_for("Next: Dark screens")


def command(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "simulator", *words, "--store", str(folder / "s")],
        env=os.environ | {"SIMULACRO_LANGUAGE": "en", "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=LONG,
    )


def test_run_opens_the_screen_and_says_afterwards_how_to_go_on(scenario: Path) -> None:
    with screen(scenario, *run(scenario)) as shown:
        begun(shown)
        shown.press("q")
        shown.wait_for("Stop for now")
        shown.press("s")
        shown.wait_for("simulacro resume mine")
        assert shown.process.wait(LONG) == 0
    assert not list((scenario / "s").glob("mine.server.json"))
    assert not list((scenario / "s").glob("mine.db-*"))


def test_in_one_process_it_is_as_it_was(scenario: Path) -> None:
    with screen(scenario, *run(scenario, "--local")) as shown:
        begun(shown)
        shown.press("j")
        shown.wait_for("nobody can come in")
        shown.press("q")
        shown.wait_for("It stands still when you leave")
        shown.press("y")
        shown.wait_for("simulacro resume mine")
        assert shown.process.wait(LONG) == 0


def test_a_console_that_is_left_can_be_opened_again_and_the_server_stopped(scenario: Path) -> None:
    with screen(scenario, *run(scenario)) as shown:
        begun(shown)
        shown.press("j")
        shown.wait_for("Only this computer can reach it")
        shown.press("q")
        shown.read(1.0)
        shown.press("q")
        shown.wait_for("Stop for now")
        shown.press("l")
        shown.wait_for("goes on without this console")
        assert shown.process.wait(LONG) == 0
    with screen(scenario, "console", "--store", str(scenario / "s")) as shown:
        shown.wait_for("running")
        shown.press("r")
        shown.wait_for("Release: Dark screens")
        assert released(scenario) == {"a": 1}
        done = command(scenario, "stop")
        assert (done.returncode, done.stderr) == (0, "")
        shown.wait_for("not kept up")
    assert command(scenario, "stop").returncode == 2


def test_end_is_the_end_of_play_and_of_the_server(scenario: Path) -> None:
    with screen(scenario, *run(scenario)) as shown:
        begun(shown)
        shown.press("q")
        shown.wait_for("Stop for now")
        shown.press("e")
        shown.wait_for("simulacro debrief mine")
        assert shown.process.wait(LONG) == 0
    assert kept(scenario)[-1].event.kind == "exercise_ended"
    assert not list((scenario / "s").glob("mine.server.json"))


def test_a_scenario_is_chosen_where_none_is_named(scenario: Path) -> None:
    with screen(scenario, "run", "--store", str(scenario / "s")) as shown:
        shown.wait_for("What would you like to play?")
        shown.wait_for("Paper morning")
        shown.press("q")
        assert shown.process.wait(LONG) == 0


def test_the_demo_is_under_way_with_teams_that_answer(tmp_path: Path) -> None:
    out = tmp_path / "demo"
    try:
        with screen(tmp_path, "demo", "--out", str(out), "--speed", "40") as shown:
            shown.wait_for("Let in")
            shown.wait_for("http://127.0.0.1:")
            shown.press("\x1b")
            shown.wait_for("running")
            shown.wait_for("◆")
            shown.press("q")
            shown.wait_for("Stop for now")
            shown.press("s")
            shown.wait_for("simulacro debrief demo")
    finally:
        all_ended(out)


@pytest.mark.parametrize("seed", range(4))
def test_a_console_killed_at_any_moment_loses_nothing_and_sends_nothing_twice(
    scenario: Path, seed: int
) -> None:
    chance = random.Random(seed)
    with screen(scenario, *run(scenario)) as shown:
        begun(shown)
        for _ in range(chance.randint(1, 3)):
            shown.press("r")
            shown.read(chance.uniform(0.9, 1.2))
        shown.press("r")
        shown.read(chance.uniform(0, 0.2))
        shown.process.send_signal(signal.SIGKILL)
        shown.process.wait(LONG)
        shown.read(0.2)
        said = set(re.findall(r"Release: ([A-Z][a-z]+ ?[a-z]*)", shown.text))
    before = settled(scenario)
    assert set(before.values()) <= {1}
    titles = {"a": "Dark screens", "b": "A reporter", "c": "A minister", "d": "The end"}
    assert all(any(titles[i].startswith(t.strip()) for i in before) for t in said), (said, before)
    with screen(scenario, "console", "--store", str(scenario / "s")) as shown:
        shown.wait_for("running")
        assert released(scenario) == before
        killed(scenario / "s")
        shown.wait_for("not kept up")
    with screen(scenario, "resume", "mine", "--store", str(scenario / "s")) as shown:
        shown.wait_for("Paused. Press p to go on.")
        assert released(scenario) == before
        shown.press("p")
        shown.wait_for("running")
        shown.read(1.5)
        assert released(scenario) == before
