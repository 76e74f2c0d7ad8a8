"""`python -m tests.bench.hall KIND FOLDER SEATS`: a server to be measured, until it is killed.

`disk` and `memory` are the application on either log; `floor` is what uvloop itself takes to hand
the same bytes to everybody who follows.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
from pathlib import Path
from typing import cast

import uvloop

from simulator.domain.access import Place
from simulator.service.access import Access, secret_of
from simulator.service.clock import MachineClock
from simulator.service.hub import Hub
from simulator.service.throttle import Throttle
from simulator.stores.base import EventLog
from simulator.stores.memory import MemoryLog
from simulator.stores.names import MemoryNames, SqliteNames
from simulator.stores.sqlite import SqliteLog
from simulator.web import quota
from simulator.web.audit import Audit
from simulator.web.server import Server
from simulator.web.serving import Process, listening, make_room
from tests.builders import a_player
from tests.served.kills import kit
from tests.served.process import ID, begun, tokens

FRAME = b'event: view\nid: 1\ndata: {"body":"%s","choices":"' + b"x" * 1_500 + b'"}\n\n'
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"


async def application(kind: str, folder: Path, seats: int) -> None:
    """The application, with people of one team in their seats."""
    clock = MachineClock()
    log: EventLog = SqliteLog(folder) if kind == "disk" else MemoryLog()
    people = tuple(a_player("red", person=f"p-{n}") for n in range(seats))
    await begun(log, kit(), people)
    hub, where = Hub(log, clock, {}), listening(lan=False, port=0)
    access = Access(secret_of(folder))
    known = tokens(folder, tuple(each.person for each in people))

    def made(stop: object) -> Server:
        return Server(
            hub=hub,
            names=SqliteNames(folder) if kind == "disk" else MemoryNames(),
            access=access,
            throttle=Throttle(clock.steady),
            audit=Audit(None, clock.now),
            quota=quota.Quota(clock.steady),
            hosts=where.hosts,
            exercises=(ID,),
            stop=lambda: None,
        )

    await hub.tick(ID)
    said = {
        "port": where.port,
        "tokens": [known[each.person] for each in people],
        "code": access.code(await hub.exercise(ID), Place("participant", "red")),
    }
    await Process(made, where).run([ID], lambda: print(json.dumps(said), flush=True))


class Floor(asyncio.Protocol):
    """Whoever asks follows; whatever is posted goes to all of them."""

    def __init__(self, followers: set[asyncio.Transport]) -> None:
        self._followers = followers

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        if data.startswith(b"GET"):
            self._followers.add(self._transport)
            self._transport.write(HEAD + _chunk(FRAME % b""))
            return
        said = _chunk(FRAME % json.loads(data.split(b"\r\n\r\n", 1)[1])["text"].encode())
        for each in self._followers:
            each.write(said)
        self._transport.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


async def floor() -> None:
    """Hand on what is posted, and nothing else."""
    make_room()
    followers: set[asyncio.Transport] = set()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Floor(followers), "127.0.0.1", 0, backlog=4096)
    port = server.sockets[0].getsockname()[1]
    print(json.dumps({"port": port, "tokens": ["t"], "code": ""}), flush=True)
    await server.serve_forever()


def _end_with_parent() -> None:
    """Whoever started this holds its input open; it ends with them, however they end."""
    sys.stdin.read()
    os._exit(0)


def main() -> None:
    """Serve until killed."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    kind, folder, seats = sys.argv[1:]
    quota.BURST = 10**9
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        if kind == "floor":
            runner.run(floor())
        else:
            runner.run(application(kind, Path(folder), int(seats)))


if __name__ == "__main__":
    main()
