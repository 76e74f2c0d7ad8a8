"""What every gateway keeps to: the one within the process, and the one over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from simulator.acts.decisions import LogDecision
from simulator.acts.injects import ReleaseInject
from simulator.acts.play import CreateExercise, StartExercise
from simulator.cli.exercises import channels
from simulator.domain.errors import NotAllowed, Refused, UsageError
from simulator.domain.people import Actor
from simulator.domain.view import View
from simulator.service.clock import FixedClock
from simulator.service.gateway import Gateway
from simulator.service.hub import Hub
from simulator.service.local import LocalGateway
from simulator.stores.memory import MemoryLog
from simulator.stores.names import MemoryNames
from tests.builders import FACILITATOR, a_kit, a_player, a_scenario, a_team
from tests.loopback import loopback
from tests.web import ID

RED, BLUE = a_player("red"), a_player("blue")
KINDS = ["local", pytest.param("remote", marks=pytest.mark.slow)]


@dataclass
class House:
    """An exercise, and gateways to it."""

    hub: Hub
    gateway: Callable[[Actor], Gateway]

    async def last(self) -> int:
        return (await self.hub.exercise(ID)).seq


@asynccontextmanager
async def house(kind: str, names: Any = "named") -> AsyncIterator[House]:
    clock, kept = FixedClock(), MemoryNames()
    hub = Hub(MemoryLog(), clock, channels())
    kit = a_kit(a_scenario("a", "b", teams=[a_team("red"), a_team("blue")]))
    await hub.submit(ID, FACILITATOR, CreateExercise(kit=kit, names=names))
    await hub.submit(ID, FACILITATOR, StartExercise())
    if kind == "local":
        yield House(hub, lambda actor: LocalGateway(hub, kept, ID, actor, "en"))
    else:
        async with loopback(hub, kept, clock) as site:
            yield House(hub, site.gateway)
    await hub.close()


@pytest.fixture(params=KINDS)
async def at(request: pytest.FixtureRequest) -> AsyncIterator[House]:
    async with house(request.param) as there:
        yield there


async def test_a_command_answers_with_the_number_of_its_last_event(at: House) -> None:
    number = await at.gateway(FACILITATOR).submit(ReleaseInject(inject="a"))
    assert number == await at.last()
    assert await at.gateway(RED).submit(LogDecision(text="We call.")) > number


async def test_what_the_rules_refuse_comes_with_its_code_and_values(at: House) -> None:
    with pytest.raises(Refused) as refused:
        await at.gateway(RED).submit(LogDecision(inject="b", text="Too soon."))
    assert (refused.value.code, refused.value.values) == ("inject_not_received", {"inject": "b"})


async def test_who_may_not_is_told_so(at: House) -> None:
    with pytest.raises(NotAllowed):
        await at.gateway(RED).submit(ReleaseInject(inject="a"))


async def test_a_look_is_of_the_seat_that_looks(at: House) -> None:
    await at.gateway(FACILITATOR).submit(ReleaseInject(inject="a", teams=("red",)))
    red, blue = await at.gateway(RED).look(), await at.gateway(BLUE).look()
    assert any(card.inject == "a" for card in red.cards)
    assert not any(card.inject == "a" for card in blue.cards)
    near = await at.hub.look(ID, _viewer(RED))
    assert red == near


async def test_a_look_after_a_number_has_what_changed_since(at: House) -> None:
    gateway = at.gateway(RED)
    before = (await gateway.look()).number
    assert (await gateway.look(before)).cards == ()
    await at.gateway(FACILITATOR).submit(ReleaseInject(inject="a"))
    assert any(card.inject == "a" for card in (await gateway.look(before)).cards)


async def test_who_follows_sees_what_happens(at: House) -> None:
    gateway, control = at.gateway(RED), at.gateway(FACILITATOR)
    after = (await gateway.look()).number
    seen: list[View] = []
    async with asyncio.timeout(20), aclosing(gateway.follow(after)) as views:  # type: ignore[type-var]
        coming = asyncio.ensure_future(anext(views))
        number = await control.submit(ReleaseInject(inject="a"))
        seen.append(await coming)
        while seen[-1].number < number:
            seen.append(await anext(views))
    assert [v.number for v in seen] == sorted({v.number for v in seen})
    assert any(card.inject == "a" for view in seen for card in view.cards)


async def test_history_is_for_the_staff(at: House) -> None:
    happened = await at.gateway(FACILITATOR).history()
    assert [each.number for each in happened] == list(range(1, await at.last() + 1))
    assert await at.gateway(FACILITATOR).history(await at.last()) == ()
    assert len(await at.gateway(FACILITATOR).history(0, 1)) == 1
    with pytest.raises(NotAllowed):
        await at.gateway(RED).history()


async def test_a_name_is_known_to_all_from_then_on(at: House) -> None:
    assert await at.gateway(FACILITATOR).names() == {}
    red = at.gateway(RED)
    assert await red.names() == {}
    await red.call_me("Ana")
    assert (await red.names())[RED.person] == "Ana"
    await red.submit(LogDecision(text="We call."))
    control = at.gateway(FACILITATOR)
    await control.look()
    assert (await control.names())[RED.person] == "Ana"


@pytest.mark.parametrize("kind", KINDS)
async def test_by_role_alone_no_name_is_taken(kind: str) -> None:
    async with house(kind, "role-only") as at:
        with pytest.raises(Refused):
            await at.gateway(RED).call_me("Ana")


async def test_a_name_that_is_none_is_refused(at: House) -> None:
    with pytest.raises((Refused, UsageError)):
        await at.gateway(RED).call_me("   ")


def _viewer(actor: Actor) -> Any:
    from simulator.domain.people import Viewer

    return Viewer(role=actor.role, team=actor.team, team_role=actor.team_role, language="en")
