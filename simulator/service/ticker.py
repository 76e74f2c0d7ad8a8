"""The ticker: lets time enter an exercise each second; one an exercise, owned by the hub's side."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from simulator.domain.errors import StoreError
from simulator.service.hub import Hub

SECOND = 1.0


@asynccontextmanager
async def ticking(
    hub: Hub,
    exercise: str,
    told: Callable[[], Awaitable[object]] | None = None,
    every: float = SECOND,
) -> AsyncIterator[None]:
    """While the block runs, time enters each second; `told` is awaited when it mattered.

    A store that fails once is tried again at the next beat.
    """

    async def beat() -> None:
        while True:
            await asyncio.sleep(every)
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
