"""Asking and waiting: what pages do where no stream comes through (P16)."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from starlette.requests import Request

from simulator.acts.decisions import LogDecision
from simulator.acts.people import LeaveExercise
from simulator.web import pages
from simulator.web.caller import Caller
from simulator.web.waiting import Waiting
from tests.builders import a_kit, a_player, a_scenario, a_team, seen_by
from tests.web import ID, Site, site

CARDS = f"/x/{ID}/cards"
SOON = 5


async def asking(there: Site, browser: httpx.AsyncClient, wait: int) -> asyncio.Task[Any]:
    """A question that waits for what comes next."""
    number = await there.server.number(ID)
    said = {"after": number, "wait": wait}
    task = asyncio.create_task(browser.get(CARDS, params=said))
    async with asyncio.timeout(SOON):
        while not task.done() and not there.server.present(ID):  # noqa: ASYNC110 - nobody rings
            await asyncio.sleep(0)
    return task


async def test_whoever_waits_is_answered_when_something_happens() -> None:
    async with site(a_kit()) as there:
        browser = await there.joined()
        task = await asking(there, browser, 45)
        assert not task.done()
        await there.give(LogDecision(text="We pull the plug."), a_player("red"))
        async with asyncio.timeout(SOON):
            answer = await task
        assert "We pull the plug." in answer.text


async def test_whoever_waits_is_not_told_what_does_not_concern_them() -> None:
    kit = a_kit(a_scenario("a", teams=[a_team("red"), a_team("blue")]))
    async with site(kit) as there:
        browser = await there.joined()
        task = await asking(there, browser, 45)
        await there.give(LogDecision(text="Not yours."), a_player("blue"))
        await there.give(LogDecision(text="Yours."), a_player("red"))
        async with asyncio.timeout(SOON):
            answer = (await task).json()
        assert answer["number"] == await there.server.number(ID)
        assert "Not yours." not in str(answer["cards"])
        assert "Yours." in str(answer["cards"])


async def test_nothing_is_said_where_nothing_has_happened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PATIENCE", 0.01)
    async with site(a_kit()) as there:
        browser = await there.joined()
        async with asyncio.timeout(SOON):
            answer = await (await asking(there, browser, 999_999))
        assert (answer.status_code, answer.content) == (204, b"")


async def test_whoever_does_not_wait_is_answered_at_once() -> None:
    async with site(a_kit()) as there:
        browser, number = await there.joined(), await there.server.number(ID)
        assert (await browser.get(CARDS, params={"after": number - 1, "wait": 45})).is_success
        number = await there.server.number(ID)
        assert (await browser.get(CARDS, params={"after": number})).status_code == 204


async def test_whoever_has_no_seat_any_more_is_told_at_once() -> None:
    async with site(a_kit()) as there:
        browser = await there.joined()
        task = await asking(there, browser, 45)
        exercise = await there.server.hub.exercise(ID)
        (person,) = exercise.seats
        await there.server.hub.submit(ID, exercise.seats[person].actor, LeaveExercise())
        async with asyncio.timeout(SOON):
            assert (await task).status_code == 401


async def test_a_server_that_ends_waits_for_nobody() -> None:
    async with site(a_kit()) as there:
        browser = await there.joined()
        task = await asking(there, browser, 45)
        there.server.close()
        async with asyncio.timeout(SOON):
            assert (await task).status_code == 204


async def test_nothing_waits_for_a_device_that_has_gone() -> None:
    async def gone() -> dict[str, str]:
        return {"type": "http.disconnect"}

    async with site(a_kit()) as there:
        await there.joined()
        exercise = await there.server.hub.exercise(ID)
        (seat,) = exercise.seats.values()
        waiting = Waiting(there.server, Caller(ID, seat.actor), seen_by(seat.actor), exercise.seq)
        async with asyncio.timeout(SOON):
            await waiting.wait(Request({"type": "http"}, gone), 45)
