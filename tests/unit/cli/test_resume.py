"""`simulacro resume`: an exercise that was left, killed or ended is gone on with."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from simulator.acts import Recorded, replay
from simulator.cli import main
from simulator.stores.sqlite import SqliteLog
from simulator.stores.verify import verified

pytestmark = pytest.mark.slow

SCENARIO = """\
title: Case
teams:
  - {id: red, title: Red, roles: [{id: chief, title: Chief}]}
injects:
  - {id: a, body: A reporter calls.}
  - {id: b, body: She calls again.}
"""
COMMAND = (sys.executable, "-u", "-m", "simulator")
LONG = 30


@pytest.fixture
def store(tmp_path: Path) -> Path:
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "scenario.yaml").write_text(SCENARIO)
    return tmp_path / "store"


def environment(language: str) -> dict[str, str]:
    return os.environ | {"SIMULACRO_LANGUAGE": language, "PYTHONIOENCODING": "utf-8"}


def ran(
    store: Path, *command: str, typed: str = "", language: str = "en"
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *command, "--plain", "--store", str(store)],
        input=typed,
        env=environment(language),
        capture_output=True,
        text=True,
        check=False,
        timeout=LONG * 2,
    )


def begun(store: Path, typed: str, name: str = "mine", *options: str) -> str:
    case = str(store.parent / "case")
    done = ran(store, "run", case, "--name", name, *options, typed=typed)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


async def records(store: Path, name: str = "mine") -> list[Recorded]:
    log = SqliteLog(store)
    try:
        return await log.read(name)
    finally:
        await log.close()


def bytes_of(store: Path, pattern: str) -> bytes:
    """All that lies in the files of a pattern."""
    return b"".join(path.read_bytes() for path in store.glob(pattern))


HEEDING = """\
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)  # a background job hands down that it is ignored
os.execv(sys.argv[1], sys.argv[1:])
"""


class Running:
    """A console in a process of its own, whose keyboard stays open."""

    def __init__(self, store: Path, *command: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", HEEDING, *COMMAND, *command, "--plain", "--store", str(store)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment("en"),
            text=True,
            bufsize=1,
        )
        self.printed = ""

    def type(self, line: str, until: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        self.wait_for(until)

    def wait_for(self, text: str) -> None:
        assert self._process.stdout is not None
        end = time.monotonic() + LONG
        begin = len(self.printed)
        while text not in self.printed[begin:]:
            assert time.monotonic() < end, self.printed
            self.printed += self._process.stdout.read(1)

    def ended(self, by: signal.Signals) -> tuple[int, str, str]:
        """Exit code, the rest of what it printed, and what it complained of."""
        self._process.send_signal(by)
        out, errors = self._process.communicate(timeout=LONG)
        return self._process.returncode, out, errors

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate(timeout=LONG)


@pytest.fixture
def console(store: Path) -> Iterator[Callable[..., Running]]:
    found: list[Running] = []

    def start(*command: str) -> Running:
        found.append(Running(store, *command))
        found[-1].wait_for("> ")
        return found[-1]

    yield start
    for each in found:
        each.close()


async def test_what_ran_when_it_was_left_comes_up_paused_and_goes_on(store: Path) -> None:
    printed = begun(store, "start\nrelease\nquit\n")
    assert "comes up paused when you go on" in printed
    assert f"simulacro resume mine --store {store}" in printed
    done = ran(store, "resume", typed="resume\nrelease\nas red\ndecide We call back.\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Exercise Case: paused" in done.stdout
    assert "Play was cut off." not in done.stdout
    kinds = [r.event.kind for r in await records(store)]
    assert kinds.count("inject_released") == 2
    assert kinds[-2:] == ["decision_logged", "exercise_paused"]


async def test_a_seat_that_was_passed_on_stays_with_whoever_has_it(store: Path) -> None:
    begun(store, "as red/chief\njoin\nhandover\nas facilitator\nstart\nrelease\n")
    done = ran(store, "resume", typed="resume\nas red/chief\ndecide Ours.\n")
    assert "red-chief-2> " in done.stdout
    decided = [r for r in await records(store) if r.event.kind == "decision_logged"]
    assert decided[-1].actor.person == "red-chief-2"


async def test_staff_seats_that_were_passed_on_stay_with_whoever_has_them(store: Path) -> None:
    """Once whoever went on with the exercise acted as the one who had left."""
    lead = "join\nhandover facilitator facilitator-2\n"
    begun(store, lead + "as evaluator\njoin\nhandover\nhandover\nas facilitator\nstart\n")
    done = ran(store, "resume", typed="resume\nas evaluator\nnote Seen.\n")
    assert (done.returncode, done.stderr) == (0, "")
    said = {r.event.kind: r.actor.person for r in await records(store)}
    assert said["exercise_resumed"] == "facilitator-2"
    assert said["note_taken"] == "evaluator-3"


async def test_without_a_name_it_is_the_latest_that_has_not_ended(store: Path) -> None:
    begun(store, "start\n", "one")
    begun(store, "start\nend yes\n", "two")
    done = ran(store, "resume", typed="note Here.\n")
    assert "The exercise one is kept" in done.stdout
    assert (await records(store, "one"))[-1].event.kind == "note_taken"


def test_one_that_has_ended_is_open_for_the_hot_wash(store: Path) -> None:
    begun(store, "start\nrelease\nend yes\n")
    typed = "hotwash strength We talked.\ndecide a red at=0 reason=Late We called.\nrelease\n"
    done = ran(store, "resume", "mine", typed=typed)
    assert (done.returncode, done.stderr) == (0, "")
    assert "It has ended. Hot wash, ratings, the improvement plan and late entries" in done.stdout
    assert "Hot wash strength" in done.stdout
    assert "We called. (entered by control; late entry)" in done.stdout
    assert "The exercise has ended." in done.stdout


@pytest.mark.parametrize(("language", "says"), [("en", "no exercise none"), ("es", "ningún")])
def test_an_unknown_exercise_is_one_sentence(store: Path, language: str, says: str) -> None:
    done = ran(store, "resume", "none", language=language)
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not store.exists()


def test_where_nothing_was_left_it_says_how_to_begin(
    store: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIMULACRO_LANGUAGE", "en")
    assert main(["resume", "--plain", "--store", str(store)]) == 2
    assert "simulacro run SCENARIO" in capsys.readouterr().err


def test_one_that_is_open_elsewhere_is_one_sentence(
    store: Path, console: Callable[..., Running]
) -> None:
    console("run", str(store.parent / "case"), "--name", "mine")
    done = ran(store, "resume", "mine")
    assert done.returncode == 4
    assert done.stderr == (
        "simulacro: The exercise mine is open in another process; leave it there first.\n"
    )


async def test_a_killed_console_loses_nothing_that_it_had_shown(
    store: Path, console: Callable[..., Running]
) -> None:
    first = console("run", str(store.parent / "case"), "--name", "mine")
    first.type("start", "Due now a")
    first.type("release", "Inject a, 00:0")
    first.type("as red/chief", "red-chief> ")
    for number in range(20):
        first.type(f"decide Step {number}.", f": Step {number}. (")
    code, _, _ = first.ended(signal.SIGKILL)
    assert code == -signal.SIGKILL
    done = ran(store, "resume", "mine", typed="resume\nas red/chief\ndecide On we go.\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Play was cut off." in done.stdout
    kept = await records(store)
    state = replay(kept)
    assert state is not None
    texts = [d.text for d in state.teams["red"].decisions["a"]]
    assert texts == [*(f"Step {number}." for number in range(20)), "On we go."]
    assert [r.event.kind for r in kept].count("exercise_interrupted") == 1
    log = SqliteLog(store)
    assert verified(await log.stored("mine")).sound
    await log.close()


def test_an_interrupt_leaves_in_order(store: Path, console: Callable[..., Running]) -> None:
    running = console("run", str(store.parent / "case"), "--name", "mine")
    running.type("start", "Due now a")
    code, out, errors = running.ended(signal.SIGINT)
    assert (code, errors) == (130, "")
    assert "simulacro resume mine" in out


@pytest.mark.parametrize("by", [signal.SIGHUP, signal.SIGTERM])
def test_a_closed_terminal_loses_nothing(
    by: signal.Signals, store: Path, console: Callable[..., Running]
) -> None:
    running = console("run", str(store.parent / "case"), "--name", "mine")
    running.type("start", "Due now a")
    running.type("note Here.", "Note of facilitator")
    running.ended(by)
    done = ran(store, "resume", "mine")
    assert done.returncode == 0
    assert "Here." in done.stdout


async def test_a_name_is_never_in_the_exercises_own_file(store: Path) -> None:
    typed = "start\nrelease\nas red/chief\njoin\nname Zacarías Ibáñez\ndecide We act.\nlook\n"
    printed = begun(store, typed)
    assert "Decision of red (Zacarías Ibáñez)" in printed
    kept = bytes_of(store, "mine*")
    for part in ("Zacar", "Ibáñez", "zacar", "ibanez"):
        assert part.encode() not in kept
    assert "Zacarías Ibáñez".encode() in bytes_of(store, "names.db")
    again = ran(store, "resume", "mine", typed="look\n")
    assert "Decision of red (Zacarías Ibáñez)" in again.stdout


@pytest.mark.parametrize("mode", ["named", "role-only", "pseudonym"])
async def test_how_people_are_called_is_fixed_at_the_beginning(store: Path, mode: str) -> None:
    printed = begun(store, "as red\nname Ana\n", "mine", "--names", mode)
    state = replay(await records(store))
    assert state is not None
    assert state.names == mode
    assert ("no name is kept" in printed) is (mode == "role-only")
    assert (store / "names.db").exists() is (mode != "role-only")
