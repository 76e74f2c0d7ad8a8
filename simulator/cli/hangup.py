"""A full screen whose terminal is gone: it ends, as a terminal that says goodbye would end it.

A terminal tells that it closes only whoever leads its session. Where that is `make` or a script
that waits for us, nobody passes it on, and the screen would wait for keys for ever, busily.
"""

from __future__ import annotations

import asyncio
import select
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

LOOK = 1.0
"""Seconds of wall time between two looks."""


@asynccontextmanager
async def ends_with_its_terminal() -> AsyncIterator[None]:
    """While the block runs, this process ends when its terminal is gone; what it serves goes on."""
    if not hasattr(select, "poll") or not sys.stdin.isatty():
        yield
        return
    looking = asyncio.create_task(_look())
    try:
        yield
    finally:
        looking.cancel()


async def _look() -> None:
    terminal = select.poll()
    terminal.register(sys.stdin, 0)  # that it is gone is told unasked
    while not terminal.poll(0):  # noqa: ASYNC110  # the terminal sets no event
        await asyncio.sleep(LOOK)
    signal.raise_signal(signal.SIGHUP)
