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
from tests.served.asking import HERE

PATIENCE = 60.0
TEXT = "We pull the plug and tell the night shift. "


class Watch:
    """How many streams have brought what is waited for."""

    def __init__(self) -> None:
        self.marker = b"\0"
        self._begun = 0
        self._enough = (0, asyncio.Event())
        self._left = 0
        self._done: asyncio.Future[float] | None = None

    def wait(self, marker: bytes, streams: int) -> asyncio.Future[float]:
        """When the last of so many streams has brought it."""
        self.marker, self._left = marker, streams
        self._done = asyncio.get_running_loop().create_future()
        return self._done

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
            if self.marker in data:
                self.come()

        return heard

    def come(self) -> None:
        """One more has brought what is waited for."""
        self._left -= 1
        if self._left == 0 and self._done is not None:
            self._done.set_result(time.perf_counter())


class Crowd:
    """What the process holds: connections that ask, and streams."""

    def __init__(self, port: int, tokens: list[str]) -> None:
        self._port = port
        self._tokens = tokens
        self._asking: list[Connection] = []
        self._following: list[Connection] = []
        self._watch = Watch()
        self._number = 0

    async def posts(self, count: int, at_once: int) -> None:
        """So many decisions, so many of them waiting for an answer at the same time."""
        while len(self._asking) < at_once:
            self._asking.append(await Connection.to(self._port))
        left = iter(range(count))

        async def one(connection: Connection) -> None:
            for _ in left:
                answer = await connection.ask(*self._post())
                assert answer.status == 200, answer

        await asyncio.gather(*(one(each) for each in self._asking[:at_once]))

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
        if not self._asking:
            self._asking.append(await Connection.to(self._port))
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

    def _post(self) -> tuple[str, str, dict[str, str], bytes]:
        self._number += 1
        said = {"kind": "log_decision", "text": f"mark {self._number} {TEXT}"}
        headers = self._known(self._number) | {
            "Content-Type": "application/json",
            "Idempotency-Key": f"{os.getpid()}-{self._number}",
        }
        return "POST", f"{HERE}/commands", headers, json.dumps(said).encode()

    def _known(self, number: int) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._tokens[number % len(self._tokens)]}"}


def crowd(port: int, tokens: list[str], orders: Pipe) -> None:
    """Do what is ordered until there is nothing more."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        held = Crowd(port, tokens)
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
            target=crowd, args=(told["port"], told["tokens"], theirs), daemon=True
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
                took = sorted(1000 * each for each in there.does("fan", 300, 0.01))
                print(_percentiles(f"{kind}: POST to the last of {streams} streams, ms", took))
    with hall("disk") as there:
        before = _memory(there.pid)
        there.does("streams", 1_000)
        there.does("fan", 5)
        print(f"memory for each of 1,000 streams, KiB: {(_memory(there.pid) - before) / 1000:.1f}")
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
    """Seconds of the processor."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())
