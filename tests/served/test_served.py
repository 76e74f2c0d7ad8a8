"""A real server on the loopback: killed, cut off, stalled, ended, alone (R3, R5, R6, SEC13)."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from simulator.domain.people import Actor
from simulator.stores.sqlite import SqliteLog
from tests.builders import a_player
from tests.docs.tree import ROOT
from tests.served.asking import HERE, Connection, Lost, stalled
from tests.served.kills import Kills, kit
from tests.served.process import ID, Served, Setting, begun, tokens
from tests.served.sends import Sends

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("served")]
TEAM = "red"


def sound(experiment: Kills, count: int) -> Counter[str]:
    """What an experiment counted; nothing was lost in it."""
    experiment.run(count)
    assert experiment.faults == []
    counts = experiment.counted
    assert counts["acknowledged"] == counts["kept"] > 0
    return counts


def test_killed_servers_lose_nothing_and_everybody_resumes() -> None:
    counts = sound(Kills(1), 3)
    assert counts["kills"] == 3
    assert counts["streams resumed"] >= 50


@pytest.mark.long
def test_a_hundred_killed_servers_lose_nothing_and_everybody_resumes() -> None:
    assert sound(Kills(2), 100)["repeats that found themselves kept"] > 0


def test_a_server_that_answers_before_it_keeps_is_caught() -> None:
    experiment = Kills(1, clients=10, pause=0.02, careless=True)
    experiment.run(2)
    assert any("was acknowledged" in fault for fault in experiment.faults)


def test_through_a_faulty_network_each_send_is_kept_once() -> None:
    assert sound(Sends(1), 150)["repeats that found themselves kept"] > 0


@pytest.mark.long
def test_five_hundred_sends_through_a_faulty_network_are_kept_once() -> None:
    assert sound(Sends(2), 500)["kept"] == 500


@asynccontextmanager
async def served(folder: Path, people: int) -> AsyncIterator[tuple[Served, list[str]]]:
    """A server with so many people of one team seated; their tokens."""
    seats: tuple[Actor, ...] = tuple(a_player(TEAM, person=f"p-{n}") for n in range(people))
    log = SqliteLog(folder)
    await begun(log, kit(), seats)
    await log.close()
    server = Served(Setting(folder))
    try:
        await asyncio.to_thread(server.ready)
        known = tokens(folder, tuple(seat.person for seat in seats))
        yield server, [known[seat.person] for seat in seats]
    finally:
        await asyncio.to_thread(server.kill)


class Reader:
    """Follows a stream, and remembers when each number came."""

    def __init__(self, port: int, token: str) -> None:
        self._connection = Connection(port, token)
        self.when: dict[int, float] = {}
        self.last = 0

    async def run(self) -> None:
        with suppress(*Lost):
            async for kind, number, _ in self._connection.follow(0):
                if kind == "view":
                    self.when[number] = time.monotonic()
                    self.last = number


def memory(pid: int) -> int:
    """Bytes that a process has in memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


async def until(condition: Any, seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came to that"
        await asyncio.sleep(0.02)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
async def test_readers_that_stall_delay_nobody_and_cost_no_memory(tmp_path: Path) -> None:
    async with served(tmp_path, 55) as (server, known):
        stuck = [stalled(server.port, token) for token in known[:5]]
        readers = [Reader(server.port, token) for token in known[5:]]
        running = [asyncio.create_task(reader.run()) for reader in readers]
        await until(lambda: all(reader.last for reader in readers))
        before, late = memory(server.pid), list[float]()
        writer = Connection(server.port, known[5])
        for number in range(150):
            said = {"kind": "log_decision", "text": f"{number} " + "long " * 2_000}
            status, answer = await writer.submit(said, f"k-{number}")
            told = time.monotonic()
            assert status == 200
            await until(lambda head=answer["last"]: all(r.last >= head for r in readers))
            late += [max(0.0, r.when.get(answer["last"], told) - told) for r in readers]
        assert sorted(late)[int(len(late) * 0.95)] <= 1.0
        assert memory(server.pid) - before < 60_000_000
        for each in stuck:
            each.close()
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        writer.close()


async def test_a_server_with_fifty_streams_ends_when_it_is_told_to(tmp_path: Path) -> None:
    async with served(tmp_path, 52) as (server, known):
        stuck = [stalled(server.port, token) for token in known[:2]]
        readers = [Reader(server.port, token) for token in known[2:]]
        running = [asyncio.create_task(reader.run()) for reader in readers]
        await until(lambda: all(reader.last for reader in readers))
        took = await asyncio.to_thread(server.end)
        assert took is not None
        assert took <= 5.0
        async with asyncio.timeout(5):
            await asyncio.gather(*running)
        for each in stuck:
            each.close()


async def test_a_head_without_end_and_a_request_that_is_none_are_refused(tmp_path: Path) -> None:
    async with served(tmp_path, 1) as (server, known):
        for sent in (b"GET / HTTP/1.1\r\nX: " + b"a" * 300_000, b"\x16\x03\x01\r\n\r\n"):
            answer = await asyncio.to_thread(refused, server.port, sent)
            assert answer.startswith(b"HTTP/1.1 400")
            assert b"x-content-type-options: nosniff" in answer
            assert json.loads(answer.split(b"\r\n\r\n", 1)[1])["error"] == "no_request"
        connection = Connection(server.port, known[0])
        assert (await connection.ask("GET", f"{HERE}/view"))[0] == 200
        connection.close()


def refused(port: int, sent: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(sent)
        found = b""
        while True:
            try:
                data = connection.recv(65_536)
            except ConnectionResetError:
                return found
            if not data:
                return found
            found += data


async def test_a_hundred_come_in_at_once_and_two_hundred_answers_are_kept(tmp_path: Path) -> None:
    async with served(tmp_path, 0) as (server, _):
        house = Connection(server.port, tokens(tmp_path, ())["(house)"])
        _, codes = await house.ask("GET", f"{HERE}/codes")
        code = next(each["code"] for each in codes if each["team"] == TEAM)

        async def come(number: int) -> str:
            newcomer = Connection(server.port, "")
            said = {"code": code, "name": f"N {number}"}
            status, answer = await newcomer.ask("POST", f"{HERE}/join", said)
            newcomer.close()
            assert status == 201, answer
            return str(answer["token"])

        known = await asyncio.gather(*(come(n) for n in range(100)))
        assert len(set(known)) == 100

        async def say(number: int) -> int:
            connection = Connection(server.port, known[number % 100])
            said = {"kind": "log_decision", "text": f"Answer {number}"}
            status, answer = await connection.submit(said, f"k-{number}")
            connection.close()
            assert status == 200, answer
            return int(answer["first"])

        numbers = await asyncio.gather(*(say(n) for n in range(200)))
        assert len(set(numbers)) == 200
        house.close()
    log = SqliteLog(tmp_path)
    kinds = [record.event.kind for record in await log.read(ID)]
    await log.close()
    assert kinds.count("person_joined") == 100
    assert kinds.count("decision_logged") == 200


def own_network() -> bool:
    """Whether a process may have a network of its own here."""
    if shutil.which("unshare") is None:
        return False
    return subprocess.run(["unshare", "-rn", "true"], check=False).returncode == 0


def test_nothing_is_ever_connected_to_from_the_server() -> None:
    if not own_network():
        if os.environ.get("CI"):
            pytest.fail("CI must allow network namespaces: `unshare -rn` is refused")
        pytest.skip("`unshare -rn` is refused here")
    done = subprocess.run(
        ["unshare", "-rn", sys.executable, "-m", "tests.served.alone"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    counts = json.loads(done.stdout)
    assert counts["Tcp:ActiveOpens"] == counts["ours"]
    assert counts["Ip:OutNoRoutes"] == 0
    assert counts["Udp:OutDatagrams"] == 0
