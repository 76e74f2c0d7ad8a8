"""An exercise played from four consoles, here and over the network; consoles and server killed."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from simulator.acts import Recorded
from simulator.acts.decisions import DecisionLogged
from simulator.acts.injects import InjectReleased
from simulator.acts.people import PersonJoined
from simulator.acts.play import CreateExercise
from simulator.domain.access import Place
from simulator.service.access import Access, secret_of
from simulator.service.clock import MachineClock
from simulator.service.hub import Hub
from simulator.stores.sqlite import SqliteLog
from simulator.web.addresses import lan_addresses
from tests.builders import FACILITATOR, a_kit, a_scenario, a_team, an_inject
from tests.ports import own_port

pytestmark = pytest.mark.slow

TEAMS = ("red", "blue", "green")
LONG = 90.0


class Program:
    """The program in a process of its own, typed into and read."""

    def __init__(self, folder: Path, *words: str) -> None:
        said = {"SIMULACRO_LANGUAGE": "en", "XDG_STATE_HOME": str(folder), "PYTHONUNBUFFERED": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "simulator", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=os.environ | said,
            encoding="utf-8",
            bufsize=1,
        )
        self._lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.append(line)

    @property
    def shown(self) -> str:
        """All that it has printed."""
        return "".join(self._lines)

    def type(self, line: str) -> None:
        """Type a line."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def sees(self, text: str) -> None:
        """Wait until it has printed this."""
        end = time.monotonic() + LONG
        while text not in self.shown:
            assert time.monotonic() < end, f"no {text!r} in:\n{self.shown}"
            time.sleep(0.02)

    def asks(self, line: str, text: str) -> None:
        """Type a line again and again until it is answered with this."""
        end = time.monotonic() + LONG
        while text not in self.shown:
            assert time.monotonic() < end, f"no {text!r} in:\n{self.shown}"
            self.type(line)
            time.sleep(1)

    def kill(self) -> None:
        """End it at once, whatever it is doing."""
        self._process.kill()
        self._process.wait(LONG)
        self._reader.join(LONG)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def leave(self) -> None:
        """Type that one leaves, and wait until it has ended well."""
        self.type("quit leave")
        assert self._process.wait(LONG) == 0, self.shown


class Table:
    """A store with one exercise, its server, and the consoles of four people."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = folder / "store"
        self.lan = next(iter(lan_addresses()), "127.0.0.1")
        self._begun: list[Program] = []
        self._server: Program | None = None
        self.port = own_port()

    def program(self, who: str, *words: str) -> Program:
        """The program as somebody has it, on a machine of their own."""
        begun = Program(self.folder / who, *words)
        self._begun.append(begun)
        return begun

    def serve(self) -> None:
        """Begin the server; where it was before, if it was."""
        options = f"--lan --backups off --port {self.port} --store".split()
        self._server = self.program("server", "serve", "one", *options, str(self.store))
        self._server.sees("simulacro stop")

    def kill_server(self) -> None:
        """End the server at once."""
        assert self._server is not None
        self._server.kill()

    def console(self) -> Program:
        """The facilitator's console."""
        return self.program("control", "console", "one", "--plain", "--store", str(self.store))

    def join(self, team: str, address: str, code: str = "") -> Program:
        """A team's terminal; without a code, at the seat it had before."""
        return self.program(team, "join", f"http://{address}:{self.port}", *([code] * bool(code)),
                            "--plain", "--name", team.title())  # fmt: skip

    def records(self) -> list[Recorded]:
        """The log."""

        async def read() -> list[Recorded]:
            log = SqliteLog(self.store)
            try:
                return await log.read("one")
            finally:
                await log.close()

        return asyncio.run(read())

    def close(self) -> None:
        """End all that still runs."""
        for each in self._begun:
            each.kill()


async def created(store: Path) -> dict[str, str]:
    """An exercise for three teams; the code of each."""
    log = SqliteLog(store)
    hub = Hub(log, MachineClock(), {})
    injects = [an_inject(name) for name in ("first", "second", "third")]
    kit = a_kit(a_scenario(*injects, teams=[a_team(team) for team in TEAMS]))
    await hub.submit("one", FACILITATOR, CreateExercise(kit=kit))
    access, exercise = Access(secret_of(store)), await hub.exercise("one")
    found = {team: access.code(exercise, Place("participant", team)) for team in TEAMS}
    await hub.close()
    await log.close()
    return found


@contextmanager
def table(folder: Path) -> Iterator[tuple[Table, dict[str, str]]]:
    there = Table(folder)
    there.store.mkdir()
    try:
        yield there, asyncio.run(created(there.store))
    finally:
        there.close()


def test_four_consoles_outlive_their_own_deaths_and_the_servers(tmp_path: Path) -> None:
    with table(tmp_path) as (there, codes):
        there.serve()
        where = {"red": "127.0.0.1", "blue": there.lan, "green": there.lan}
        control = there.console()
        teams = {team: there.join(team, where[team], codes[team]) for team in TEAMS}
        for team in TEAMS:
            teams[team].sees("not started")
        control.sees("not started")
        control.type("start")
        control.type("release first")
        for team in TEAMS:
            teams[team].sees("Title of first")
            teams[team].type(f"decide {team} heard the first")
            control.sees(f"{team} heard the first")

        control.kill()
        teams["red"].kill()
        teams["blue"].type("decide blue goes on alone")
        teams["blue"].sees("blue goes on alone")
        control = there.console()
        control.sees("blue goes on alone")
        control.asks("teams", "red: disconnected: Red")
        teams["red"] = there.join("red", where["red"])
        teams["red"].sees("red heard the first")
        control.type("release second")
        for team in TEAMS:
            teams[team].sees("Title of second")

        there.kill_server()
        for each in (control, *teams.values()):
            each.sees("Nobody answers at")
        for team in TEAMS:
            teams[team].type(f"decide {team} meanwhile")
        there.serve()
        for team in TEAMS:
            control.sees(f"{team} meanwhile")
        control.type("resume")
        control.type("release third")
        for team in TEAMS:
            teams[team].sees("Title of third")
        for each in (control, *teams.values()):
            each.leave()
        there.kill_server()

        events = [record.event for record in there.records()]
        released = Counter(e.inject for e in events if isinstance(e, InjectReleased))
        assert released == {"first": 1, "second": 1, "third": 1}
        said = Counter(e.text for e in events if isinstance(e, DecisionLogged))
        expected = [f"{t} {what}" for t in TEAMS for what in ("heard the first", "meanwhile")]
        assert said == Counter([*expected, "blue goes on alone"])
        assert sum(isinstance(e, PersonJoined) for e in events) == len(TEAMS)
