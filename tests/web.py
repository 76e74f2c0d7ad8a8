"""A server in a test: the application itself, asked without a network."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from simulator.acts import Command
from simulator.acts.play import CreateExercise, StartExercise
from simulator.cli.debrief import report_page
from simulator.cli.exercises import channels
from simulator.cli.ready import shelf_for
from simulator.domain.access import Place
from simulator.domain.edition import Kit
from simulator.domain.people import Actor
from simulator.service.access import Access
from simulator.service.clock import Clock, FixedClock
from simulator.service.hub import Hub
from simulator.service.throttle import Throttle
from simulator.stores.memory import MemoryLog
from simulator.stores.names import MemoryNames
from simulator.web.app import application
from simulator.web.audit import Audit
from simulator.web.caller import HOUSE
from simulator.web.quota import Quota
from simulator.web.reports import Reports
from simulator.web.server import Server
from tests.builders import FACILITATOR

ID = "one"
HOST = "127.0.0.1:8075"
HERE = f"/api/exercises/{ID}"


@dataclass
class Site:
    """A server with one exercise, and browsers that come to it."""

    server: Server
    clock: FixedClock
    app: Any
    stopped: list[bool] = field(default_factory=list)
    faults: list[BaseException] = field(default_factory=list)
    """What went wrong that is our fault; a test in which anything did fails at its end."""

    def browser(self, **headers: str) -> httpx.AsyncClient:
        """A device of its own, with its cookies."""
        transport = httpx.ASGITransport(self.app)
        return httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}", headers=headers)

    def house(self, actor: Actor = FACILITATOR) -> httpx.AsyncClient:
        """This machine's user, acting from a seat."""
        token = self.server.access.token(ID, HOUSE)
        seat = ";".join(
            part or "" for part in (actor.person, actor.role, actor.team, actor.team_role)
        )
        return self.browser(authorization=f"Bearer {token}", **{"act-as": seat})

    async def code(self, role: str, team: str | None = None, team_role: str | None = None) -> str:
        """The code to join a place with."""
        exercise = await self.server.hub.exercise(ID)
        return self.server.access.code(exercise, Place(role, team, team_role))

    async def joined(
        self, role: str = "participant", team: str | None = "red", name: str | None = None
    ) -> httpx.AsyncClient:
        """A browser that has joined."""
        browser = self.browser()
        said: dict[str, str] = {"code": await self.code(role, team)}
        answer = await browser.post(f"{HERE}/join", json=said | ({"name": name} if name else {}))
        assert answer.status_code == 201, answer.text
        return browser

    async def give(self, command: Command, actor: Actor = FACILITATOR) -> None:
        """A command given behind the server's back."""
        await self.server.hub.submit(ID, actor, command)


def a_server(hub: Hub, clock: Clock, **given: Any) -> Server:
    """A server of this hub that keeps nothing on disk, but for what is given."""
    usual: dict[str, Any] = {
        "names": MemoryNames(),
        "access": Access(b"k" * 32),
        "throttle": Throttle(clock.steady),
        "audit": Audit(None, clock.now),
        "quota": Quota(clock.steady),
        "hosts": frozenset({HOST}),
        "exercises": (ID,),
        "stop": lambda: None,
    }
    return Server(hub=hub, **(usual | given))


@asynccontextmanager
async def site(
    kit: Kit,
    *,
    started: bool = True,
    names: Any = "named",
    copies: int = 1,
    audit: Path | None = None,
    files: Mapping[str, bytes] | None = None,
) -> AsyncIterator[Site]:
    """A server in memory with one exercise of this kit."""
    clock, log = FixedClock(), MemoryLog()
    hub = Hub(log, clock, channels())
    await hub.submit(ID, FACILITATOR, CreateExercise(kit=kit, names=names, copies=copies))
    await log.attach(ID, files or {})
    if started:
        await hub.submit(ID, FACILITATOR, StartExercise())
        await hub.tick(ID)
    stopped: list[bool] = []
    faults: list[BaseException] = []

    def noted(error: BaseException) -> str:
        faults.append(error)
        return "f"

    server = a_server(
        hub,
        clock,
        audit=Audit(audit, clock.now),
        reports=Reports(report_page),
        shelves=shelf_for,
        stop=lambda: stopped.append(True),
        fault=noted,
    )
    yield Site(server, clock, application(server), stopped, faults)
    server.close()
    await hub.close()
    if faults:
        raise faults[0]


def command(kind: str, **values: Any) -> Mapping[str, Any]:
    """A command as JSON."""
    return {"kind": kind, **values}
