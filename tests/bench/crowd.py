"""A crowd at a server, in a process of its own: it asks by the hundred, follows by the thousand.

`python -m tests.bench.crowd` prints what no ratio says: percentiles, memory, and what idling costs.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import uvloop

from simulator.loadtest.connection import Connection
from simulator.web.serving import make_room
from tests.served.asking import HERE

PATIENCE = 60.0
ASKERS = 100
"""Connections of those who ask at a steady rate."""
Request = tuple[str, str, dict[str, str], bytes]
"""Method, path, headers, body."""
TEXT = "We pull the plug and tell the night shift. "


class Watch:
    """How many streams have brought what is waited for."""

    def __init__(self) -> None:
        self._begun = 0
        self._enough = (0, asyncio.Event())
        self._waited: dict[bytes, tuple[list[int], asyncio.Future[float]]] = {}

    def wait(self, marker: bytes, streams: int) -> asyncio.Future[float]:
        """When the last of so many streams has brought it."""
        done: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._waited[marker] = ([streams], done)
        return done

    def begins(self) -> None:
        """One more stream has brought its first message."""
        self._begun += 1
        if self._begun >= self._enough[0]:
            self._enough[1].set()

    async def begun(self, count: int) -> None:
        """Wait until so many have."""
        self._enough = (count, asyncio.Event())
        if self._begun < count:
            async with asyncio.timeout(PATIENCE):
                await self._enough[1].wait()

    def hearing(self) -> Callable[[float, bytes], None]:
        """What one more stream tells what comes on it."""
        began = False

        def heard(_: float, data: bytes) -> None:
            nonlocal began
            if not began and b"event: view" in data:
                began = True
                self.begins()
            self.come(data)

        return heard

    def come(self, data: bytes) -> None:
        """A stream has brought something; what is waited for may be in it."""
        for marker, (left, done) in [*self._waited.items()]:
            if marker in data:
                left[0] -= 1
                if not left[0]:
                    del self._waited[marker]
                    done.set_result(time.perf_counter())


class Crowd:
    """What the process holds: connections that ask, and streams."""

    def __init__(self, port: int, tokens: list[str], code: str) -> None:
        self._port = port
        self._tokens = tokens
        self._code = code
        self._asking: list[Connection] = []
        self._following: list[Connection] = []
        self._watch = Watch()
        self._number = 0

    async def posts(self, count: int, at_once: int) -> float:
        """Seconds for so many decisions, so many of them waiting for an answer at the same time."""
        await self._askers(at_once)
        left, before = iter(range(count)), time.perf_counter()

        async def one(connection: Connection) -> None:
            for _ in left:
                answer = await connection.ask(*self._post())
                assert answer.status == 200, answer

        await asyncio.gather(*(one(each) for each in self._asking[:at_once]))
        return time.perf_counter() - before

    async def burst(self, count: int) -> float:
        """Seconds until the last of so many decisions, sent at the same moment, is answered."""
        return await self._at_once([self._post() for _ in range(count)])

    async def joins(self, count: int) -> float:
        """Seconds until the last of so many people, who come at the same moment, has a seat."""
        return await self._at_once([self._join() for _ in range(count)])

    async def steady(self, count: int, per_second: float) -> list[float]:
        """Seconds from when each decision was due to the last stream that brings it.

        They are sent at this rate, however long the ones before take.
        """
        await self._askers(ASKERS)
        begun, sent = time.perf_counter(), []
        for number in range(count):
            due = begun + number / per_second
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            sent.append(asyncio.create_task(self._sent(due)))
        async with asyncio.timeout(PATIENCE):
            return await asyncio.gather(*sent)

    async def _sent(self, due: float) -> float:
        """Seconds from when a decision was due to the last stream that brings it."""
        free = self._asking.pop() if self._asking else None
        connection, request = free or await Connection.to(self._port), self._post()
        came = self._watch.wait(f"mark {self._number} ".encode(), len(self._following))
        await connection.ask(*request)
        self._asking.append(connection)
        return await came - due

    async def _at_once(self, requests: list[Request]) -> float:
        await self._askers(len(requests))
        before = time.perf_counter()
        pairs = zip(self._asking, requests, strict=False)
        async with asyncio.timeout(PATIENCE):
            answers = await asyncio.gather(*(asking.ask(*request) for asking, request in pairs))
        assert {answer.status for answer in answers} <= {200, 201}
        return time.perf_counter() - before

    async def _askers(self, count: int) -> None:
        """Have so many connections that ask; the server closes those that were quiet for long."""
        for _ in range(5):
            await asyncio.sleep(0)  # what was closed while nothing was asked is heard of now
        self._asking = [each for each in self._asking if not each.closed.done()]
        while len(self._asking) < count:
            self._asking.append(await Connection.to(self._port))

    async def streams(self, count: int) -> None:
        """Have so many streams open, and the first message of each."""
        while len(self._following) < count:
            made = await Connection.to(self._port)
            known = self._known(len(self._following))
            assert await made.follow(f"{HERE}/stream", known, self._watch.hearing()) == 200
            self._following.append(made)
        await self._watch.begun(count)

    async def fan(self, times: int, pause: float = 0.0) -> list[float]:
        """Seconds from each of so many decisions to the last stream that brings it."""
        await self._askers(1)
        found = []
        for _ in range(times):
            request = self._post()
            came = self._watch.wait(f"mark {self._number} ".encode(), len(self._following))
            before = time.perf_counter()
            answer = asyncio.create_task(self._asking[0].ask(*request))
            async with asyncio.timeout(PATIENCE):
                found.append(await came - before)
                await answer
            await asyncio.sleep(pause)
        return found

    def _join(self) -> Request:
        self._number += 1
        said = {"code": self._code, "name": f"Name {self._number}"}
        headers = {"Content-Type": "application/json"}
        return "POST", f"{HERE}/join", headers, json.dumps(said).encode()

    def _post(self) -> Request:
        self._number += 1
        said = {"kind": "log_decision", "text": f"mark {self._number} {TEXT}"}
        headers = self._known(self._number) | {
            "Content-Type": "application/json",
            "Idempotency-Key": f"{os.getpid()}-{self._number}",
        }
        return "POST", f"{HERE}/commands", headers, json.dumps(said).encode()

    def _known(self, number: int) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._tokens[number % len(self._tokens)]}"}


def crowd(port: int, tokens: list[str], code: str, orders: Pipe) -> None:
    """Do what is ordered until there is nothing more."""
    make_room()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        held = Crowd(port, tokens, code)
        while (order := orders.recv()) is not None:
            name, args = order
            orders.send(runner.run(getattr(held, name)(*args)))


class Hall:
    """A server with a crowd before it: two processes, told what to do from here."""

    def __init__(
        self, kind: str, seats: int = 500, environment: Mapping[str, str] | None = None
    ) -> None:
        self._folder = TemporaryDirectory(prefix="simulacro-crowd-")
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.hall", kind, self._folder.name, str(seats)],
            env={**os.environ, **(environment or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._server.stdout is not None
        told = json.loads(self._server.stdout.readline())
        context = multiprocessing.get_context("spawn")
        self._orders, theirs = context.Pipe()
        self._crowd = context.Process(
            target=crowd, args=(told["port"], told["tokens"], told["code"], theirs), daemon=True
        )
        self._crowd.start()

    def does(self, name: str, *args: Any) -> Any:
        """Have the crowd do something, and wait for what comes of it."""
        self._orders.send((name, args))
        return self._orders.recv()

    @property
    def pid(self) -> int:
        """The server's."""
        return self._server.pid

    def spent(self) -> float:
        """Seconds of the processor that the server has had."""
        return _spent(self.pid)

    def close(self) -> None:
        """Both end."""
        self._crowd.kill()
        self._crowd.join(10)
        self._server.kill()
        self._server.wait()
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.close()
        self._server.stdout.close()
        self._folder.cleanup()


@contextmanager
def hall(kind: str, seats: int = 500) -> Iterator[Hall]:
    """A hall while the block runs."""
    made = Hall(kind, seats)
    try:
        yield made
    finally:
        made.close()


# What no ratio says


def main() -> int:
    """Print the figures."""
    for streams in (50, 200):
        for kind in ("disk", "memory"):
            with hall(kind) as there:
                there.does("streams", streams)
                there.does("fan", 50)
                took = sorted(1000 * each for each in there.does("steady", 500, 100.0))
                print(
                    _percentiles(f"{kind}: POST to the last of {streams}, 100 a second, ms", took)
                )
    with hall("disk") as there:
        there.does("burst", 200)
        took = sorted(1000 * there.does("burst", 200) for _ in range(5))
        print(f"200 decisions at once, the last answered, ms: {statistics.median(took):.0f}")
    took = []
    for _ in range(5):
        with hall("disk") as there:
            there.does("posts", 50, 100)
            took.append(1000 * there.does("joins", 100))
    print(f"100 joins at once, the last answered, ms: {statistics.median(took):.0f}")
    for streams in (1_000, 5_000):
        with hall("memory") as there:
            before = _memory(there.pid)
            there.does("streams", streams)
            there.does("fan", 5)
            memory = (_memory(there.pid) - before) / streams
            print(f"memory for each of {streams:,} streams, KiB: {memory:.1f}")
    with hall("disk") as there:
        there.does("streams", 1_000)
        there.does("fan", 5)
        spent, since = _spent(there.pid), time.monotonic()
        time.sleep(30)
        share = (_spent(there.pid) - spent) / (time.monotonic() - since)
        print(f"1,000 idle streams for 30 s: {100 * share:.2f} % of a core")
    return 0


def _percentiles(name: str, found: list[float]) -> str:
    p99 = found[int(len(found) * 0.99)]
    return f"{name}: p50 {statistics.median(found):.2f}, p99 {p99:.2f}"


def _memory(pid: int) -> float:
    """KiB that a process has in memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024


def _spent(pid: int) -> float:
    """Seconds of the processor that all threads of a process have had."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((each / "schedstat").read_text("ascii").split()[0]) for each in threads) / 1e9


if __name__ == "__main__":
    sys.exit(main())
