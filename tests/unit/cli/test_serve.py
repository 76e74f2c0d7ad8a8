"""`simulacro serve`, `stop`, `console` and `join`: servers and their guests as processes."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from simulator.cli.starting import started, stopped
from tests.ports import own_port
from tests.unit.cli.servers import LONG, all_ended, gone, killed, pid_of
from tests.unit.cli.store import with_log

pytestmark = pytest.mark.slow

SCENARIO = """\
title: Case
teams:
  - {id: red, title: Red, roles: [{id: chief, title: Chief}]}
injects:
  - id: a
    body: A reporter calls.
    expectations: [{id: x, text: Call back., example: We call back., free: true}]
"""
CODE = re.compile(r"\b[2-9A-Z]{4}(?:-[2-9A-Z]{4})+\b")


class Place:
    """A store with one exercise that was begun, in a home of its own."""

    def __init__(self, folder: Path) -> None:
        self.store = folder / "s"
        (folder / "scenario.yaml").write_text(SCENARIO)
        self.environment = os.environ | {
            "SIMULACRO_LANGUAGE": "en",
            "PYTHONIOENCODING": "utf-8",
            "HOME": str(folder),
            "XDG_STATE_HOME": str(folder / "state"),
        }
        self.state = folder / "state" / "simulacro" / "seats.json"
        done = self.ran("run", str(folder), "--plain", "--name", "mine", typed="start\nquit\n")
        assert done.returncode == 0, done.stderr

    def ran(
        self, *words: str, typed: str = "", store: bool = True
    ) -> subprocess.CompletedProcess[str]:
        at = ("--store", str(self.store)) if store else ()
        return subprocess.run(
            [sys.executable, "-m", "simulator", *words, *at],
            input=typed,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=LONG,
        )

    @contextmanager
    def serving(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        """A server in the foreground, answering."""
        process = subprocess.Popen(
            [sys.executable, "-m", "simulator", "serve", *words, "--store", str(self.store)],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            end = time.monotonic() + LONG
            while not self.file.exists():
                assert time.monotonic() < end
                if process.poll() is not None:
                    raise AssertionError(process.communicate()[0])
                time.sleep(0.05)
            yield process
        finally:
            process.terminate()
            process.communicate(timeout=LONG)

    @property
    def file(self) -> Path:
        return self.store / "mine.server.json"

    @property
    def url(self) -> str:
        return str(json.loads(self.file.read_text())["url"])

    def kinds(self) -> list[str]:
        records = with_log(self.store, lambda log: log.read("mine"))
        return [record.event.kind for record in records]

    def code(self) -> str:
        said = json.loads(self.file.read_text())
        headers = {"authorization": f"Bearer {said['token']}"}
        with httpx.Client(trust_env=False) as client:
            found = client.get(f"{self.url}api/exercises/mine/codes", headers=headers).json()
        return str(next(c["code"] for c in found if c["team_role"] == "chief"))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    yield made
    all_ended(made.store)


def test_it_says_where_it_is_and_how_teams_come_in(place: Place) -> None:
    with place.serving("mine") as process:
        assert place.file.stat().st_mode & 0o777 == 0o600
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=LONG)[0]
        assert process.returncode == 0
    assert "http://127.0.0.1:" in said
    assert "Only this computer can reach it, no phone can" in said
    assert re.search(r"red/chief\s+" + CODE.pattern, said)
    assert "facilitator " not in said
    assert not place.file.exists()


def test_a_second_server_of_an_exercise_is_refused_in_a_sentence(place: Place) -> None:
    with place.serving("mine"):
        done = place.ran("serve", "mine")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.count("\n") == 1
        assert "is served already, at http://127.0.0.1:" in done.stderr


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_it_ends_within_five_seconds_with_streams_open(
    place: Place, number: signal.Signals, code: int
) -> None:
    with place.serving("mine") as process:
        headers = {"authorization": f"Bearer {json.loads(place.file.read_text())['token']}"}
        url = f"{place.url}api/exercises/mine/stream"
        with httpx.Client(trust_env=False) as client, client.stream("GET", url, headers=headers):
            begun = time.monotonic()
            process.send_signal(number)
            assert process.wait(LONG) == code
            assert time.monotonic() - begun < 5
    assert not place.file.exists()


def test_a_port_that_is_taken_is_told(place: Place) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = place.ran("serve", "mine", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "is taken" in done.stderr


def test_stop_ends_the_one_that_runs(place: Place) -> None:
    with place.serving("mine") as process:
        done = place.ran("stop")
        assert (done.returncode, done.stderr) == (0, "")
        assert process.wait(LONG) == 0
    again = place.ran("stop")
    assert again.returncode == 2
    assert "No server runs on this machine" in again.stderr


def test_a_server_that_was_killed_is_no_hindrance(place: Place) -> None:
    with place.serving("mine"):
        killed(place.store)
    assert place.ran("stop", "mine").returncode == 2
    pid = pid_of(place.store)
    with place.serving("mine"):
        time.sleep(0.2)
    assert gone(pid)


def test_a_server_that_was_killed_comes_back_where_phones_look_for_it(place: Place) -> None:
    at = own_port()
    with place.serving("mine", "--port", str(at)):
        killed(place.store)
    pid = pid_of(place.store)
    with place.serving("mine"):
        end = time.monotonic() + LONG
        while pid_of(place.store) == pid and time.monotonic() < end:
            time.sleep(0.05)
        assert place.url == f"http://127.0.0.1:{at}/"


def test_what_was_open_to_others_before_a_crash_is_open_to_them_after_it(place: Place) -> None:
    at = own_port()
    with place.serving("mine", "--lan", "--port", str(at)):
        killed(place.store)
    options = Namespace(lan=False, port=None, bots=None, backups="off", language="en")
    again = asyncio.run(started(place.store, "mine", options))
    assert (again.exposed, again.port) == (True, at)
    asyncio.run(stopped(place.store, again))
    later = asyncio.run(started(place.store, "mine", options))
    assert not later.exposed  # it was stopped, not cut off: nobody has asked for that anew
    asyncio.run(stopped(place.store, later))


def test_a_team_joins_and_has_the_same_seat_the_next_time(place: Place) -> None:
    port = ("--port", str(own_port()))
    with place.serving("mine", *port):
        code, url = place.code(), place.url
        typed = "decide We call back.\nquit\n"
        first = place.ran(
            "join", url, code.lower(), "--plain", "--name", "Ana", typed=typed, store=False
        )
        assert (first.returncode, first.stderr) == (0, "")
        assert "red/chief> " in first.stdout
        assert place.state.stat().st_mode & 0o777 == 0o600
    with place.serving("mine", *port):
        again = place.ran("join", f"{place.url}#{code}", "--plain", typed="quit\n", store=False)
        assert (again.returncode, again.stderr) == (0, "")
        without = place.ran("join", place.url, "--plain", typed="as blue\nquit\n", store=False)
        assert (without.returncode, without.stderr) == (0, "")
        assert "Ana" in without.stdout
        assert "has joined as red/chief" in without.stdout
    assert place.kinds().count("person_joined") == 1


def test_who_has_no_code_or_a_wrong_one_is_told(place: Place) -> None:
    with place.serving("mine"):
        none = place.ran("join", place.url, "--plain", store=False)
        assert none.returncode == 2
        assert "Say the code" in none.stderr
        wrong = place.ran("join", place.url, "AAAA-AAAA", "--plain", store=False)
        assert wrong.returncode == 3
        assert "No seat has this code" in wrong.stderr
    gone_by_now = place.ran("join", "127.0.0.1:9", "AAAA-AAAA", "--plain", store=False)
    assert gone_by_now.returncode == 2


def test_consoles_open_beside_each_other_and_leave_it_running(place: Place) -> None:
    with place.serving("mine"):
        first = place.ran("console", "--plain", typed="resume\nrelease\nquit leave\n")
        assert (first.returncode, first.stderr) == (0, "")
        second = place.ran("console", "mine", "--plain", typed="quit leave\n")
        assert "A reporter calls." in second.stdout
        assert "goes on without this console" in second.stdout
        assert place.file.exists()


def test_bots_play_inside_the_server(place: Place) -> None:
    with place.serving("mine", "--bots", "diligent"):
        place.ran("console", "--plain", typed="resume\nrelease\nspeed 60\nquit leave\n")
        end = time.monotonic() + LONG
        while "decision_logged" not in place.kinds():
            assert time.monotonic() < end
            time.sleep(0.3)


def test_no_code_and_no_token_is_in_what_a_server_leaves_behind(place: Place) -> None:
    with place.serving("mine"):
        code, token = place.code(), json.loads(place.file.read_text())["token"]
        place.ran("join", place.url, code, "--plain", typed="quit\n", store=False)
        place.ran("stop")
    for file in place.store.rglob("*"):
        if file.is_file():
            assert code.encode() not in file.read_bytes()
            assert token.encode() not in file.read_bytes()
