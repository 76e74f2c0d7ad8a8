"""A console under attack at the terminal it is started on; after each key it tells how it stands.

`python -m tests.terminal.child FD WHAT`: a line is written to the file descriptor once all is
drawn, first of all and after every key: how many keys there were, and the class of the screen.
`WHAT` is `console` or `library`, `unclean` for the console with its cleaning taken out, or `plain`
for one that nobody attacks.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from textual import events
from textual.app import App
from textual.pilot import Pilot

from simulator.consoles import safe
from simulator.consoles.library import Begun, LibraryApp, Shelved
from simulator.consoles.screens.seat import SeatScreen
from tests.screens import ID
from tests.terminal.world import CORPUS, World, everything, hostile

TURNS = 3
"""How often it is waited for idleness, for what is drawn leads to more."""


def telling(app: App[Any], file: int) -> None:
    """Have an application tell of every key when it is done with it."""
    keys, before, pilot = 0, app.on_event, Pilot(app)

    async def settled(number: int) -> None:
        for _ in range(TURNS):
            await pilot.pause()
            while getattr(app, "_acting", False) and isinstance(app.screen, SeatScreen):
                await pilot.pause(0.02)
        os.write(file, f"{number} {type(app.screen).__name__}\n".encode())

    async def on_event(event: events.Event) -> None:
        nonlocal keys
        pressed = isinstance(event, events.Key | events.Paste) and not event.is_forwarded
        await before(event)
        if pressed:
            keys += 1
            app.run_worker(settled(keys), group="telling")

    app.on_event = on_event  # type: ignore[method-assign]
    app.call_later(lambda: app.run_worker(settled(0), group="telling"))


async def console(file: int, *attacks: str) -> None:
    """The facilitator's screen first; every text is an attack, where any is named."""
    world = World(hostile(*attacks) if attacks else everything())
    await world.call({"red-lead": CORPUS["markup"], "eve": CORPUS["escapes"]})
    await world.hub.tick(ID)
    telling(world.app, file)
    await world.app.run_async()
    await world.hub.close()
    if world.app.fault is not None:
        raise world.app.fault


async def library(file: int) -> None:
    """A library whose every text is an attack."""
    texts: Sequence[str] = list(CORPUS.values())

    def read(id: str) -> Shelved:
        at = int(id.removeprefix("s-"))
        text = texts[at]
        return Shelved(id, text, text, (text, text), (text,), text if at else "")

    when = datetime(2031, 5, 12, 12, 0, tzinfo=UTC)
    begun = [Begun(f"e-{at}", text, "running", when) for at, text in enumerate(texts)]
    app = LibraryApp(begun, [f"s-{at}" for at in range(len(texts))], read, "en")
    telling(app, file)
    await app.run_async()


def main(file: str, what: str) -> None:
    """Run it."""
    if what == "library":
        asyncio.run(library(int(file)))
    elif what == "unclean":
        safe.__dict__["cleaned"] = str
        asyncio.run(console(int(file), "escapes"))
    else:
        asyncio.run(console(int(file), *(() if what == "plain" else CORPUS)))


if __name__ == "__main__":
    main(*sys.argv[1:])
