"""A stage for browsers: a served exercise that can be killed and begun again; and who acts."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, Locator, Page

from simulator.acts import Command
from simulator.acts.play import CreateExercise, StartExercise
from simulator.cli.exercises import channels
from simulator.domain.access import Place
from simulator.domain.edition import Kit
from simulator.domain.people import Actor
from simulator.service.access import Access
from simulator.service.clock import FixedClock, MachineClock
from simulator.service.hub import Hub
from simulator.stores.sqlite import SqliteLog
from simulator.web.caller import HOUSE
from tests.browser.child import NAME, READY, SECRET, serve
from tests.builders import FACILITATOR
from tests.forks import FORKS
from tests.ports import own_port
from tests.web import ID

PHONE = {"width": 360, "height": 640}
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FAR = 60.0
"""Seconds within which a server must have begun."""
SOON = 10_000
"""Milliseconds within which what is waited for must be so."""


class Stage:
    """A server in its own process, its codes, and commands given to it."""

    def __init__(self, folder: Path, port: int, kit: Kit, *, still: bool = False) -> None:
        """`still`: its clock stands but for `wait`, and it listens on all networks."""
        self.folder, self.port = folder, port
        self._still = still
        self.waited = 0.0
        """Seconds that passed on a clock that stands otherwise."""
        self.url = f"http://{NAME}:{port}"
        self.access = Access(SECRET)
        self._kit = kit
        self._codes: dict[Place, str] = {}
        self._child: BaseProcess | None = None
        self._line: Connection[Any, Any] | None = None

    async def prepare(self) -> None:
        """Lay the exercise down in the folder."""
        log = SqliteLog(self.folder)
        hub = Hub(log, FixedClock() if self._still else MachineClock(), channels())
        await hub.submit(ID, FACILITATOR, CreateExercise(kit=self._kit))
        self.exercise = await hub.exercise(ID)
        await hub.close()
        await log.close()

    def code(self, role: str, team: str | None = None, team_role: str | None = None) -> str:
        """What is typed to join there."""
        return self.access.code(self.exercise, Place(role, team, team_role))

    async def begin(self) -> None:
        """Start the server's process."""
        self._child = await asyncio.to_thread(self._start)

    def _start(self) -> BaseProcess:
        ours, theirs = FORKS.Pipe()
        about = (str(self.folder), self.port, self._still, theirs)
        child = FORKS.Process(target=serve, args=about, daemon=True)
        child.start()
        theirs.close()
        self._line = ours
        self._answered()
        return child

    def _answered(self) -> None:
        """Wait until it is ready, for the first time or again."""
        assert self._line is not None
        assert self._line.poll(FAR), "the server does not answer"
        assert self._line.recv() == READY

    async def wait(self, minutes: float) -> None:
        """Let time pass, and the server notice."""
        assert self._still
        assert self._line is not None
        self._line.send(minutes * 60)
        await asyncio.to_thread(self._answered)
        self.waited += minutes * 60

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._child is not None:
            self._child.kill()
            self._child.join()
            assert self._line is not None
            self._line.close()
            self._child = self._line = None

    async def give(self, command: Command, actor: Actor = FACILITATOR) -> None:
        """A command of the machine's own user."""
        await self._asked(
            "POST", "/commands", actor, content=command.model_dump_json(exclude_defaults=False)
        )

    async def view(self, actor: Actor = FACILITATOR) -> dict[str, Any]:
        """What a seat sees now."""
        found: dict[str, Any] = (await self._asked("GET", "/view", actor)).json()
        return found

    async def _asked(self, method: str, path: str, actor: Actor, **more: Any) -> httpx.Response:
        seat = ";".join(p or "" for p in (actor.person, actor.role, actor.team, actor.team_role))
        headers = {
            "authorization": f"Bearer {self.access.token(ID, HOUSE)}",
            "act-as": seat,
            "content-type": "application/json",
        }
        url = f"http://127.0.0.1:{self.port}/api/exercises/{ID}{path}"
        async with httpx.AsyncClient(headers=headers) as client:
            answer = await client.request(method, url, **more)
        assert answer.status_code == 200, answer.text
        return answer


class Visitors:
    """Devices in one browser that know nothing of each other."""

    def __init__(self, stage: Stage, browser: Browser) -> None:
        self.stage, self._browser = stage, browser
        self._devices: list[BrowserContext] = []
        self.asked: list[str] = []
        self.dialogs: list[str] = []
        self.errors: list[str] = []

    async def device(self, **options: Any) -> BrowserContext:
        """A device of somebody; what it asks for and what it cannot do is written down."""
        made = {"viewport": PHONE, "locale": "en-GB"} | options
        context = await self._browser.new_context(**made)
        self._devices.append(context)
        context.on("request", lambda request: self.asked.append(request.url))
        context.on("dialog", self._dismissed)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.on("console", lambda said: self._said(said.type, said.text))
        context.set_default_timeout(SOON)
        return context

    async def go(self) -> None:
        """Put all devices away."""
        for each in self._devices:
            await each.close()

    async def joined(
        self, role: str = "participant", team: str | None = None, at: str = "", **options: Any
    ) -> Page:
        """A page of somebody who came in by a link with the code behind the #."""
        page = await (await self.device(**options)).new_page()
        url = at or self.stage.url
        await page.goto(f"{url}/#{self.stage.code(role, team)}")
        await page.click("main form button")
        await page.wait_for_url(f"{url}/x/{ID}")
        return page

    def _said(self, kind: str, text: str) -> None:
        """What the console says; of a header that only HTTPS knows there is nothing to mend."""
        if kind == "error" and "Cross-Origin-Opener-Policy" not in text:
            self.errors.append(text)

    async def _dismissed(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        await dialog.dismiss()


async def looked_at(button: Locator) -> None:
    """Wait until a button that has just changed can be pressed again."""
    await button.page.wait_for_function(
        "each => Date.now() - (each.form.dataset.changed || 0) > 700",
        arg=await button.element_handle(),
    )


@asynccontextmanager
async def staged(
    browser: Browser, folder: Path, kit: Kit, *, started: bool = True, still: bool = False
) -> AsyncIterator[Visitors]:
    """A served exercise that devices in the browser can visit, while the block runs."""
    stage = Stage(folder, own_port(), kit, still=still)
    await stage.prepare()
    await stage.begin()
    if started:
        await stage.give(StartExercise())
    visitors = Visitors(stage, browser)
    try:
        yield visitors
    finally:
        await visitors.go()
        stage.kill()


def why_not() -> str:
    """Why no browser can be had here; empty where one can."""
    return "" if CHROMIUM and os.access(CHROMIUM, os.X_OK) else "Debian's chromium is not installed"


IN_A_BROWSER = (
    pytest.mark.slow,
    pytest.mark.skipif(bool(why_not()), reason=why_not() or "there is one"),
    pytest.mark.asyncio(loop_scope="session"),
)
"""The marks of every test here: they share one browser, and so one loop."""
