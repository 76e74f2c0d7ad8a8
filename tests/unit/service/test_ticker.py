"""Time enters play when something is due, and not only at the next beat."""

from __future__ import annotations

import asyncio

from simulator.acts.play import CreateExercise, StartExercise
from simulator.service.clock import FixedClock, MachineClock
from simulator.service.hub import Hub
from simulator.service.ticker import ticking
from simulator.stores.memory import MemoryLog
from tests.builders import FACILITATOR, a_kit, a_scenario, an_inject

FAR = 3600.0


async def test_a_timed_inject_goes_when_it_is_due_however_far_the_next_beat() -> None:
    hub = Hub(MemoryLog(), MachineClock(), {})
    timed = an_inject("a", release={"at": 0.002, "auto": True})
    kit = a_kit(a_scenario(timed, an_inject("b", release={"delay": 0.001, "auto": True})))
    await hub.submit("one", FACILITATOR, CreateExercise(kit=kit))
    async with ticking(hub, "one", every=FAR), asyncio.timeout(20):
        await hub.submit("one", FACILITATOR, StartExercise())
        while "b" not in (state := await hub.exercise("one")).teams["red"].received:
            await hub.woken("one", state.seq)
    came = {inject: given[0].since for inject, given in state.teams["red"].received.items()}
    assert came["a"] >= 0.12
    assert came["b"] >= came["a"] + 0.06
    await hub.close()


async def test_a_paused_exercise_is_not_looked_at_before_the_next_beat() -> None:
    hub = Hub(MemoryLog(), MachineClock(), {})
    kit = a_kit(a_scenario(an_inject("a", release={"at": 0.001, "auto": True})))
    await hub.submit("one", FACILITATOR, CreateExercise(kit=kit))
    async with ticking(hub, "one", every=FAR):
        await asyncio.sleep(0)
        assert (await hub.exercise("one")).teams["red"].received == {}
    await hub.close()


async def test_play_stands_where_it_was_when_nobody_lets_time_enter_any_more() -> None:
    """Leaving in good order once lost the minutes since the last entry."""
    clock = FixedClock()
    hub = Hub(MemoryLog(), clock, {})
    await hub.submit("one", FACILITATOR, CreateExercise(kit=a_kit(a_scenario(an_inject("a")))))
    await hub.submit("one", FACILITATOR, StartExercise())
    async with ticking(hub, "one", every=FAR):
        clock.move(500)
    state = await hub.exercise("one")
    assert (state.status, state.elapsed) == ("paused", 500)
