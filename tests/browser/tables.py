"""A whole exercise in browsers: a play's people do by hand, at their own pages, what it says."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from playwright.async_api import Error, Locator, Page

from simulator.acts import Command, Recorded, replay
from simulator.acts.messages import AcknowledgeInject
from simulator.acts.requests import AnswerQuestion, DeclineQuestion
from simulator.domain.exercise import Exercise
from simulator.domain.people import Actor
from simulator.domain.play import Expect, Play, PlayStep
from simulator.plays.actions import FACILITATOR, actor_of, command_of, named_in
from simulator.plays.expect import mismatches
from simulator.service.clock import FixedClock
from simulator.stores.sqlite import SqliteLog
from tests.browser.stage import SOON, Stage, Visitors, looked_at
from tests.web import ID

BEAT = 0.05
UNFOLD = """form => { for (let each = form; each; each = each.parentElement)
  if (each.localName === "details") each.open = true;
  for (const each of form.querySelectorAll("details")) each.open = true; }"""
OFFERED = """(forms) => forms.map((form) => {
  const given = form.querySelector("[name=given]");
  if (!given) return [""];
  return given.options ? [...given.options].map((each) => each.value) : [given.value];
})"""


class Tables:
    """Everybody's page, and the exercise as it lies in the store."""

    def __init__(self, there: Visitors, play: Play, at: str) -> None:
        self._there, self._play, self._at = there, play, at
        self.pages: dict[str, Page] = {}
        self._seats: dict[str, str] = {}
        """Name → the person that the server made of them."""
        self._log = SqliteLog(there.stage.folder)
        self.expectations = 0

    async def sit_down(self, name: str, **options: Any) -> Page:
        """Somebody of the play opens a browser and comes in by a link."""
        actor = self.actor(name)
        page = await (await self._there.device(**options)).new_page()
        await page.goto(f"{self._at}/#{code(self._there.stage, actor)}")
        if await page.locator("input[name=name]").count():
            await page.fill("input[name=name]", name.capitalize())
        await page.click("main form button")
        await page.wait_for_url(f"{self._at}/x/{ID}")
        self._seats[name] = str(await page.get_attribute("body", "data-seat"))
        self.pages[name] = page
        return page

    async def open(self, role: str, **options: Any) -> Page:
        """A page of somebody who has no part in the play."""
        return await self._there.joined(role, at=self._at, **options)

    async def records(self) -> list[Recorded]:
        """The log as it was kept."""
        return await self._log.read(ID)

    def actor(self, name: str) -> Actor:
        """Whose part somebody plays."""
        return actor_of(self._play, self._there.stage.exercise.scenario, name)

    async def exercise(self) -> Exercise:
        """The exercise as it was kept."""
        made = replay(await self.records())
        assert made is not None
        return made

    async def step(self, step: PlayStep, *, refused: bool = False) -> None:
        """What one step of the play says, done on a page; or what is expected, held against it."""
        if step.expect is not None:
            await self._expect(step.expect)
        elif step.wait is not None:
            await self._there.stage.wait(step.wait)
        elif step.join is None:
            action = getattr(step, step.name)
            state = await self.exercise()
            command = _pointed(named_in(command_of(step), state), state)
            problem = await self.perform(self.pages[action.by or "facilitator"], command)
            assert bool(problem) is refused, (command, problem)

    async def perform(self, page: Page, command: Command) -> str:
        """Give a command by a form of the page; why it was not taken."""
        if isinstance(command, AcknowledgeInject):
            await page.locator(f"#inject-{command.inject} summary").first.click()
            return ""
        said = command.model_dump(mode="json", exclude_defaults=True)
        form, given = await _form(page, command.kind, said)
        if form is None:
            kinds = await page.locator("form.entry input[name=kind]").evaluate_all(
                "all => all.map((each) => each.value)"
            )
            return f"nothing of the kind is offered, but {', '.join(kinds)}"
        await form.evaluate(UNFOLD)
        if given and not await _comes(lambda: _chosen(form, given)):
            return f"{given} cannot be chosen"
        about = dict(parse_qsl(given))
        for name in sorted(said.keys() - about.keys() - {"kind"}, key=_first):
            if not await _comes(partial(_filled, form, name, said[name])):
                return f"{name} cannot be {said[name]}"
        for sure in await form.locator("input[type=checkbox][required]").all():
            await sure.check()
        await looked_at(form.locator(".send button").first)
        sent = page.expect_response(lambda answer: _is(answer.request, command.kind))
        async with sent as answered:
            await form.locator(".send button").first.click()
        answer = await answered.value
        return "" if answer.ok else await answer.text()

    async def _expect(self, expect: Expect) -> None:
        self.expectations += 1
        state = await self.exercise()
        state = replace(state, elapsed=_now(state, self._there.stage.waited))
        acted = {inject: self._seats[name] for inject, name in expect.without_authority.items()}
        expect = expect.model_copy(update={"without_authority": acted})
        found = list(mismatches(expect, state, self._person, self._play.language))
        assert not found, (expect, found)
        for seen in expect.sees:
            await self.pages[seen.by].wait_for_function(SHOWS, arg=_sought(seen), timeout=SOON)
        for seen in expect.sees_not:
            assert not await self.pages[seen.by].evaluate(SHOWS, _sought(seen)), seen

    def _person(self, name: str | None) -> Actor:
        actor = FACILITATOR if name is None else self.actor(name)
        return actor.model_copy(update={"person": self._seats.get(name or "", actor.person)})

    async def close(self) -> None:
        """Let go of the store."""
        await self._log.close()


SHOWS = """([text, inject]) => (!text || document.body.textContent.includes(text))
  && (!inject || document.querySelector(`#feed [data-inject="${inject}"]`) !== null)"""


def _sought(seen: Any) -> list[str]:
    return [seen.text or "", seen.inject or ""]


def _now(state: Exercise, waited: float) -> float:
    """Exercise time, by a clock of which is known how much passed on it."""
    if state.status != "running" or state.at is None:
        return state.elapsed
    passed = (FixedClock().now() - state.at).total_seconds() + waited
    return state.elapsed + passed * state.speed


def code(stage: Stage, actor: Actor) -> str:
    """What is typed to join at somebody's place."""
    return stage.code(actor.role, actor.team, actor.team_role)


def _pointed(command: Command, exercise: Exercise) -> Command:
    """A command about what a page points at, where a script leaves it to be found."""
    if isinstance(command, AnswerQuestion | DeclineQuestion) and command.team is not None:
        asked = exercise.teams[command.team].questions
        oldest = next(each.id for each in asked if each.state == "open")
        return command.having(question=oldest, team=None)
    return command


def _first(name: str) -> tuple[bool, str]:
    """What a form is about comes first: it decides what else can be said."""
    return name != "inject", name


def _is(request: Any, kind: str) -> bool:
    return request.method == "POST" and f"kind={kind}&" in f"{request.post_data or ''}&"


async def _comes(asked: Callable[[], Awaitable[bool]]) -> bool:
    """Whether something is so soon: news reach a page a little later."""
    for _ in range(round(SOON / 1000 / BEAT / 2)):
        if await asked():
            return True
        await asyncio.sleep(BEAT)
    return False


async def _form(page: Page, kind: str, said: Mapping[str, Any]) -> tuple[Locator | None, str]:
    """The form for a command, and what of its choices settles what the command is about."""
    forms = page.locator(f'form.entry:has(input[name=kind][value="{kind}"])')
    for _ in range(round(SOON / 1000 / BEAT)):
        for number, each in enumerate(await forms.evaluate_all(OFFERED)):
            fitting = [given for given in each if _fits(dict(parse_qsl(given)), said)]
            given = max(fitting, key=len, default="")
            if fitting and await _can_say(forms.nth(number), said, given):
                return forms.nth(number), given
        await asyncio.sleep(BEAT)
    return None, ""


def _fits(given: Mapping[str, str], said: Mapping[str, Any]) -> bool:
    return all(name not in said or str(said[name]) == value for name, value in given.items())


async def _can_say(form: Locator, said: Mapping[str, Any], given: str) -> bool:
    """Whether the form takes all that is to be said, and lets the inject of an entry be chosen.

    It does not until the news of what it is to be about have reached the page.
    """
    asked = await form.evaluate("form => [...form.elements].map((each) => each.name)")
    if said.keys() - dict(parse_qsl(given)).keys() - set(asked):
        return False
    inject = said.get("inject")
    if inject is None or not await form.locator("select[name=inject]").count():
        return True
    return await form.locator(f'select[name=inject] option[value="{inject}"]').count() > 0


async def _chosen(form: Locator, value: str) -> bool:
    """Choose what a command is about; a form that was renewed meanwhile is unfolded again."""
    given = form.locator("[name=given]")
    if await given.evaluate("each => each.localName") != "select":
        return True
    if not await given.is_visible():
        await form.evaluate(UNFOLD)
    try:
        await given.select_option(value, timeout=SOON / 10)
    except Error:
        return False
    return True


async def _filled(form: Locator, name: str, value: Any) -> bool:
    """Fill one field of a form, whatever it is; false where it does not offer that."""
    fields = form.locator(f'[name="{name}"]:enabled')
    values = value if isinstance(value, list) else [value]
    if not await fields.count():
        return False
    what = await fields.first.evaluate("each => each.type")
    offered = form.locator(f'[name="{name}"]:enabled [value="{_worded(values[0])}"]')
    if what.startswith("select") and not await offered.count():
        return False
    if what in ("checkbox", "radio"):
        for each in values:
            await form.locator(f'[name="{name}"][value="{_worded(each)}"]:enabled').first.check()
    elif what.startswith("select"):
        await fields.first.select_option(_worded(value))
    else:
        await fields.first.fill("; ".join(map(str, values)))
    return True


def _worded(value: object) -> str:
    """A value as a form says it."""
    return json.dumps(value) if isinstance(value, bool) else str(value)
