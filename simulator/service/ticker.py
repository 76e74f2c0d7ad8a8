"""The ticker: lets time enter an exercise when something is due; one an exercise, by the hub."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from simulator.acts.clock import PauseExercise
from simulator.domain.errors import SimulatorError, StoreError
from simulator.domain.people import Actor
from simulator.engine.quiet import wakes
from simulator.service.hub import Hub

CONTROL = Actor(person="facilitator", role="facilitator")
"""Who pauses play when nobody lets time enter any more."""
SECOND = 1.0
SOONEST, AFTER = 0.02, 0.001
"""Seconds between two looks at least, and how long after a moment it is looked at."""


@asynccontextmanager
async def ticking(
    hub: Hub,
    exercise: str,
    told: Callable[[], Awaitable[object]] | None = None,
    every: float = SECOND,
) -> AsyncIterator[None]:
    """While the block runs, time enters when something is due, and each second in any case.

    `told` is awaited when it mattered. A store that fails once is tried again at the next beat.
    When the block ends, play that runs is paused: its clock stands where it was left.
    """

    async def beat() -> None:
        while True:
            if await _interrupted(hub, exercise, every):
                continue
            with suppress(StoreError):
                before = (await hub.exercise(exercise)).seq
                await hub.tick(exercise)
                if told is not None and (await hub.exercise(exercise)).seq > before:
                    await told()

    task = asyncio.create_task(beat())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        with suppress(SimulatorError):
            if (await hub.exercise(exercise)).status == "running":
                await hub.submit(exercise, CONTROL, PauseExercise())


async def _interrupted(hub: Hub, exercise: str, every: float) -> bool:
    """Wait for the next beat; true where something happened first, so that it may be another."""
    try:
        number = (await hub.exercise(exercise)).seq
        async with asyncio.timeout(await _pause(hub, exercise, every)):
            await hub.woken(exercise, number)
    except TimeoutError:
        return False
    except StoreError:
        await asyncio.sleep(every)
        return False
    return True


async def _pause(hub: Hub, exercise: str, every: float) -> float:
    """Seconds until something may follow in play, by its clock and at its speed."""
    state = await hub.exercise(exercise)
    if state.status != "running":
        return every
    left = (wakes(state) - await hub.elapsed(exercise)) / state.speed
    return min(every, max(SOONEST, left + AFTER))
