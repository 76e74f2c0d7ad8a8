"""Bots at the seats of a running exercise: a hub in memory, and a clock moved by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Literal

import pytest

from simulator.acts import Command, Recorded
from simulator.acts.clock import ChangeSpeed, PauseExercise
from simulator.acts.decisions import DecisionLogged
from simulator.acts.injects import ReleaseInject
from simulator.acts.play import CreateExercise, EndExercise, StartExercise
from simulator.channels.read_aloud import ReadAloud
from simulator.domain.edition import Kit
from simulator.domain.errors import Refused, StoreError
from simulator.domain.view import View
from simulator.rehearsal.characters import mixture
from simulator.rehearsal.live import Players, playing
from simulator.service.clock import FixedClock
from simulator.service.gateway import Gateway
from simulator.service.hub import Hub
from simulator.service.local import LocalGateway
from simulator.stores.memory import MemoryLog
from simulator.stores.names import MemoryNames
from tests.builders import FACILITATOR, a_kit, a_player, a_scenario, a_team, an_inject
from tests.unit.rehearsal.tables import small_kit

ID = "one"
LIMIT = 5.0


class House:
    """An exercise with bots at the seats of both teams."""

    def __init__(self, kit: Kit | None = None, mix: str = "diligent", language: str = "en") -> None:
        self.kit = kit or small_kit()
        self.clock = FixedClock()
        self.log = MemoryLog()
        self.names = MemoryNames()
        self.hub = Hub(self.log, self.clock, {"read-aloud": ReadAloud()})
        self.language = language
        self.players = self.playing(mix)

    def gateways(self) -> Mapping[str, Gateway]:
        return {
            team: LocalGateway(self.hub, self.names, ID, a_player(team), self.language)
            for team in ("red", "blue")
        }

    def playing(self, mix: str = "diligent", seed: int = 0, speed: float = 1.0) -> Players:
        return Players(
            self.gateways(),
            self.kit,
            self.language,
            mixture(mix),
            self.clock,
            seed=seed,
            speed=speed,
        )

    async def begin(self, names: Literal["named", "role-only"] = "named") -> House:
        await self.hub.submit(ID, FACILITATOR, CreateExercise(kit=self.kit, names=names))
        await self.players.sit_down()
        await self.control(StartExercise())
        return self

    async def control(self, command: Command) -> None:
        await self.hub.submit(ID, FACILITATOR, command)

    async def minutes(self, count: int) -> int:
        """Let time pass; how often bots acted."""
        acted = 0
        for _ in range(count * 6):
            self.clock.move(10)
            await self.hub.tick(ID)
            acted += await self.players.beat()
        return acted

    async def records(self) -> list[Recorded]:
        return await self.log.read(ID)

    async def said(self) -> list[str]:
        events = [record.event for record in await self.records()]
        return [each.text for each in events if isinstance(each, DecisionLogged)]


async def test_bots_have_names_that_say_what_they_are_and_do_not_count_as_people() -> None:
    house = await House(mix="diligent,contrary").begin()
    exercise = await house.hub.exercise(ID)
    assert dict(exercise.seats) == {}
    assert sorted((await house.gateways()["red"].names()).values()) == [
        "Bot, contrary",
        "Bot, diligent",
    ]
    assert [bot.character.name for bot in house.players.bots] == ["diligent", "contrary"]


async def test_where_people_play_by_role_alone_bots_have_no_names() -> None:
    house = await House().begin(names="role-only")
    assert await house.gateways()["red"].names() == {}


async def test_bots_act_as_exercise_time_goes_on() -> None:
    house = await House().begin()
    assert await house.minutes(10) == 0
    await house.control(ReleaseInject(inject="a"))
    assert await house.minutes(20) > 3
    assert "We pull it." in await house.said()
    assert await house.minutes(60) < 5


async def test_the_same_seed_plays_the_same() -> None:
    found = []
    for _ in range(2):
        house = await House().begin()
        await house.control(ReleaseInject(inject="a"))
        await house.minutes(30)
        found.append([(r.elapsed, r.actor, r.event) for r in (await house.records())[1:]])
    assert found[0] == found[1]


async def test_while_the_clock_stands_no_bot_acts() -> None:
    house = await House().begin()
    await house.control(ReleaseInject(inject="a"))
    await house.control(PauseExercise())
    assert await house.minutes(60) == 0


async def test_where_exercise_time_runs_faster_so_do_the_bots() -> None:
    house = await House().begin()
    await house.control(ChangeSpeed(factor=10))
    await house.control(ReleaseInject(inject="a"))
    assert await house.minutes(3) > 3


async def test_bots_that_are_hurried_need_less_exercise_time() -> None:
    house = await House().begin()
    house.players = house.playing(speed=20)
    await house.control(ReleaseInject(inject="a"))
    assert await house.minutes(2) > 3


async def test_bots_speak_the_language_of_the_exercise() -> None:
    def story(language: str, text: str, example: str) -> Kit:
        asked = [
            {"id": "x", "text": text, "team": "red", "free": True},
            {"id": "y", "text": text, "example": example, "team": "red", "free": True},
        ]
        teams = [a_team("red"), a_team("blue")]
        scenario = a_scenario(an_inject("a", expectations=asked), language=language, teams=teams)
        return a_kit(scenario)

    english, spanish = story("en", "Call.", "We ring."), story("es", "Llamar.", "Ya llamamos.")
    editions = {**english.editions, **spanish.editions}
    house = await House(english.having(editions=editions), language="es").begin()
    await house.control(ReleaseInject(inject="a"))
    await house.minutes(30)
    assert {"Hacemos esto ahora: llamar.", "Ya llamamos."} <= set(await house.said())
    assert set((await house.gateways()["red"].names()).values()) == {"Bot aplicado"}


class _Closed:
    """A gateway that refuses everything, or fails."""

    def __init__(self, inner: Gateway, fault: Exception, *, blind: bool = False) -> None:
        self._inner = inner
        self._fault = fault
        self._blind = blind

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)

    async def submit(self, command: Command) -> int:
        raise self._fault

    async def look(self, after: int = 0) -> View:
        if self._blind:
            raise self._fault
        return await self._inner.look(after)


@pytest.mark.parametrize("blind", [False, True])
@pytest.mark.parametrize("fault", [Refused("branch_taken"), StoreError("store_failed")])
async def test_what_is_refused_is_left_and_the_others_play_on(
    fault: Exception, blind: bool
) -> None:
    house = await House().begin()
    gateways = dict(house.gateways())
    gateways["red"] = _Closed(gateways["red"], fault, blind=blind)  # type: ignore[assignment]
    house.players = Players(gateways, house.kit, "en", mixture("diligent"), house.clock)
    await house.players.sit_down()
    await house.control(ReleaseInject(inject="a"))
    await house.minutes(30)
    events = [r.event for r in await house.records()]
    assert {e.team for e in events if isinstance(e, DecisionLogged)} == {"blue"}


async def test_bots_play_while_the_block_runs_and_stop_with_it() -> None:
    house = await House().begin()
    await house.control(ReleaseInject(inject="a"))
    told = asyncio.Event()

    async def tell() -> None:
        told.set()

    async with asyncio.timeout(LIMIT), playing(house.players, tell, every=0) as players:
        assert players is house.players
        while not told.is_set():
            house.clock.move(1)
            await asyncio.sleep(0)
    before = len(await house.records())
    house.clock.move(6000)
    await asyncio.sleep(0)
    assert len(await house.records()) == before


async def test_after_endex_bots_are_quiet() -> None:
    house = await House().begin()
    await house.control(ReleaseInject(inject="a"))
    await house.minutes(1)
    await house.control(EndExercise())
    assert await house.minutes(30) == 0


async def test_what_bots_are_called_is_known_before_anybody_comes_in() -> None:
    house = await House().begin()
    await house.names.forget(ID)
    async with playing(house.players):
        assert len(await house.names.of(ID)) == 2
