"""A server in a process of its own, for browsers.

Where it is `still`, it listens on all networks, its clock stands, and each number that it is sent
lets so many seconds pass.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from simulator.cli.debrief import report_page
from simulator.cli.exercises import channels
from simulator.cli.ready import shelf_for
from simulator.service.access import Access
from simulator.service.clock import FixedClock, MachineClock
from simulator.service.hub import Hub
from simulator.stores.names import SqliteNames
from simulator.stores.sqlite import SqliteLog
from simulator.web.reports import Reports
from simulator.web.server import Server
from simulator.web.serving import Process, listening
from tests.web import ID, a_server

NAME = "room.test"
"""What browsers are told to find at this machine: to them it is no secure place (P15)."""
SECRET = b"k" * 32
READY = "ready"


def serve(folder: str, port: int, still: bool, line: Connection[Any, Any]) -> None:
    """Serve the exercise of a folder until killed; what is ready says so on the line."""
    asyncio.run(_serve(Path(folder), port, still, line))


async def _serve(folder: Path, port: int, still: bool, line: Connection[Any, Any]) -> None:
    log, clock = SqliteLog(folder), FixedClock() if still else MachineClock()
    hub = Hub(log, clock, channels())
    where = listening(lan=still, port=port)

    def made(stop: Callable[[], None]) -> Server:
        return a_server(
            hub,
            clock,
            names=SqliteNames(folder),
            access=Access(SECRET),
            reports=Reports(report_page),
            shelves=shelf_for,
            hosts=where.hosts | {f"{NAME}:{port}"},
            stop=stop,
        )

    moving = (
        asyncio.create_task(_moved(hub, clock, line)) if isinstance(clock, FixedClock) else None
    )
    try:
        await Process(made, where).run([ID], lambda: line.send(READY))
    finally:
        if moving is not None:
            moving.cancel()
        await hub.close()
        await log.close()


async def _moved(hub: Hub, clock: FixedClock, line: Connection[Any, Any]) -> None:
    """Let time pass as it is told, and answer each time."""
    while True:
        clock.move(await asyncio.to_thread(line.recv))
        await hub.tick(ID)
        line.send(READY)
