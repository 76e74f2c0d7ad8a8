"""A server in a process of its own, for browsers: `python -m tests.browser.child FOLDER PORT`.

With a third word, `still`, it listens on all networks, its clock stands, and each line that it is
given lets so many seconds pass.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

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


async def main(folder: Path, port: int, *, still: bool) -> None:
    """Serve the exercise of a folder until killed."""
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

    moving = asyncio.create_task(_moved(hub, clock)) if isinstance(clock, FixedClock) else None
    try:
        await Process(made, where).run([ID], _tell)
    finally:
        if moving is not None:
            moving.cancel()
        await hub.close()
        await log.close()


async def _moved(hub: Hub, clock: FixedClock) -> None:
    """Let time pass as it is told, and answer each time."""
    while line := await asyncio.to_thread(sys.stdin.readline):
        clock.move(float(line))
        await hub.tick(ID)
        _tell()


def _tell() -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), still="still" in sys.argv[3:]))
