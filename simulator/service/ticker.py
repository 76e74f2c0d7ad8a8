"""The ticker: lets time enter an exercise each second; one an exercise, owned by the hub's side."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from simulator.service.hub import Hub

SECOND = 1.0


@asynccontextmanager
async def ticking(
    hub: Hub, exercise: str, told: Callable[[], Awaitable[None]] | None = None
) -> AsyncIterator[None]:
    """While the block runs, time enters each second; `told` is awaited when it mattered."""

    async def beat() -> None:
        while True:
            await asyncio.sleep(SECOND)
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
