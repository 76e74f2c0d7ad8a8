"""Every page in every state: what axe finds, what is too wide, what is too small (P11, P12)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Literal

import pytest
import pytest_asyncio

pytest.importorskip("playwright", reason="playwright is not installed")

from playwright.async_api import Browser, Page, ViewportSize, expect

from simulator.acts.amendments import RetractDecision
from simulator.acts.decisions import LogDecision
from simulator.acts.evaluation import TakeNote
from simulator.acts.improvise import Improvise
from simulator.acts.injects import ReleaseInjectNow
from simulator.acts.passes import WithdrawInject
from simulator.acts.play import EndExercise, StartExercise, StopExercise
from simulator.acts.requests import AskQuestion
from simulator.cli.exercises import scenario_at
from tests.browser.axe import violations
from tests.browser.stage import IN_A_BROWSER, Visitors, staged
from tests.builders import EVALUATOR, FACILITATOR, a_player

pytestmark = [
    *IN_A_BROWSER,
    pytest.mark.xdist_group("states"),
]
State = Literal["before", "empty", "one", "many", "refused", "offline", "stopped", "ended"]
STATES: tuple[State, ...] = (
    "before", "empty", "one", "many", "refused", "offline", "stopped", "ended",
)  # fmt: skip
IN_THE_DARK = {"many", "refused", "offline", "stopped"}
"""Where everything that has a colour is to be seen."""
KIT = scenario_at("exam-eve", {}).kit
TEAM = KIT.original.scenario.teams[0].id
INJECTS = [each.id for each in KIT.original.scenario.injects]
MANY = 40
ROLES = ("participant", "facilitator", "evaluator", "observer", "projector")
STAFF = ("facilitator", "evaluator", "observer")
UNFOLD = "document.querySelectorAll('details').forEach((each) => each.open = true)"
FOLD = "document.querySelectorAll('main details').forEach((each) => each.open = false)"
WIDTHS = ((320, 640), (320, 256))
"""A narrow phone; and a screen of 1280 by 1024 at 400 %."""
SMALL = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter((each) => each.type !== "hidden" && !each.matches(".skip") && each.checkVisibility())
  .map((each) => [each.closest("label.pick") || each, each])
  .filter(([box]) => {
    const {width, height} = box.getBoundingClientRect(); return width < 24 || height < 24; })
  .filter(([, each]) => !each.closest(".body"))
  .map(([, each]) => each.outerHTML.slice(0, 120))"""
WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("body *")].filter((each) => each.checkVisibility())
    .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
    .map((each) => each.outerHTML.slice(0, 100))"""


class World:
    """An exercise that is led from state to state, with a page open for every role."""

    def __init__(self, there: Visitors) -> None:
        self.there = there
        self.pages: dict[str, Page] = {}
        self._at = -1

    async def reach(self, state: State) -> None:
        """Lead it on until it stands so; the way there is always the same."""
        while self._at < STATES.index(state):
            self._at += 1
            await getattr(self, f"_{STATES[self._at]}")()

    async def _before(self) -> None:
        for role in ROLES:
            self.pages[role] = await self.there.joined(role, team_of(role))
        for name in ("door", "wrong code", "problem"):
            self.pages[name] = await (await self.there.device()).new_page()
        await self.pages["door"].goto(self.there.stage.url)
        await self.pages["wrong code"].goto(f"{self.there.stage.url}/#WRONG")
        await self.pages["wrong code"].click("main form button")
        await self.pages["problem"].goto(f"{self.there.stage.url}/nothing")

    async def _empty(self) -> None:
        await self._give(StartExercise())

    async def _one(self) -> None:
        await self._give(ReleaseInjectNow(inject=INJECTS[0]))

    async def _many(self) -> None:
        given = [ReleaseInjectNow(inject=each) for each in INJECTS[1:]]
        await asyncio.gather(*(self._give(each) for each in given))
        words = "Words with `code` and **more**."
        made_up = [Improvise(title=f"Made up {n}", body=words) for n in range(MANY)]
        await asyncio.gather(*(self._give(each) for each in made_up))
        await self._give(WithdrawInject(inject=INJECTS[1], reason="Sent too early."))
        player = a_player(TEAM)
        said = [LogDecision(text=f"Decision {n}", rationale="Because.") for n in range(8)]
        await asyncio.gather(*(self._give(each, player) for each in said))
        decisions = [c for c in (await self.there.stage.view())["cards"] if c["kind"] == "decision"]
        first = decisions[0]["id"].removeprefix("decision-")
        await self._give(RetractDecision(decision=first, reason="Twice."), player)
        await self._give(AskQuestion(text="How long does the generator last?"), player)
        await self._give(TakeNote(text="They hesitated."), EVALUATOR)
        await expect(self.pages["observer"].locator("#feed .inject").nth(MANY - 1)).to_be_attached()
        await expect(self.pages["facilitator"].locator("#log .note")).to_have_count(1)

    async def _refused(self) -> None:
        for role, form in FORMS.items():
            page = self.pages[role]
            await page.route("**/do", refuse)
            await enter(page, form)
            await expect(page.locator(f"{form} .sent").first).to_have_class("sent refused")
            await page.unroute("**/do")

    async def _offline(self) -> None:
        self.there.stage.kill()
        for role, form in FORMS.items():
            await enter(self.pages[role], form)
        for role in ROLES:
            await expect(self.pages[role].locator("#live")).to_have_class("off", timeout=20_000)

    async def _stopped(self) -> None:
        await self.there.stage.begin()
        for role in ROLES:
            await expect(self.pages[role].locator("#live")).to_have_class("on", timeout=10_000)
        await self._give(StopExercise())
        for role in ROLES:
            await expect(self.pages[role].locator("#stopped")).to_be_visible(timeout=2_000)

    async def _ended(self) -> None:
        await self._give(EndExercise())
        for role in ROLES:
            await expect(self.pages[role].locator("#clocks")).to_have_attribute(
                "data-status", "ended"
            )

    async def _give(self, command: Any, actor: Any = FACILITATOR) -> None:
        await self.there.stage.give(command, actor)


FORMS = {"participant": "#decide", "evaluator": "#do-take_note", "facilitator": "#do-take_note"}
"""A form of each page on which something can be entered."""


async def enter(page: Page, form: str) -> None:
    """Write something and send it."""
    await page.evaluate(UNFOLD)
    await page.fill(f"{form} textarea[name=text]", "Something.")
    await page.locator(f"{form} button").first.click()


async def refuse(route: Any) -> None:
    said = {"error": "paused", "values": {}, "text": "The exercise is paused: wait."}
    await route.fulfill(status=409, json=said)


def team_of(role: str) -> str | None:
    return TEAM if role == "participant" else None


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[World]:
    folder = tmp_path_factory.mktemp("stage")
    async with staged(chromium, folder, KIT, started=False) as there:
        yield World(there)


@pytest.mark.parametrize("state", STATES)
async def test_every_page_is_for_everybody(world: World, state: State) -> None:
    """No fault that axe knows, no word too faint, nothing too wide or small, EXERCISE on top."""
    await world.reach(state)
    for name, page in world.pages.items():
        where = (name, state)
        await expect(page.locator(".exercise-mark")).to_contain_text("EXERCISE")
        for width, height in WIDTHS:
            await page.set_viewport_size(ViewportSize(width=width, height=height))
            for shape in (FOLD, UNFOLD):
                await page.evaluate(shape)
                assert await page.evaluate(WIDE) == [], (*where, width)
            assert await page.evaluate(SMALL) == [], where
        await page.set_viewport_size(ViewportSize(width=360, height=640))
        whole = name not in STAFF
        await page.emulate_media(color_scheme="light", reduced_motion="reduce")
        assert await violations(page, everything=whole) == [], (*where, "light")
        if state in IN_THE_DARK:
            await page.emulate_media(color_scheme="dark", reduced_motion="reduce")
            assert await violations(page, everything=whole, colours=True) == [], (*where, "dark")
    faults = [each for each in world.there.errors if "Failed to load resource" not in each]
    assert faults == []
