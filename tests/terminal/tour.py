"""A tour of everything that a seat's screen can show: panels, readings, forms, sheets, toasts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

from textual.strip import Strip

from simulator.consoles.actions import Action
from simulator.consoles.screens.seat import SeatScreen
from tests.screens import ID, SMALL, Room
from tests.terminal.world import World

LEFT_OUT = ("leave", "theme")
"""What ends the tour, or is seen in tests of its own."""
MOST_ALIKE = 2
"""Choices of one kind that are looked at."""


@asynccontextmanager
async def opened(world: World, size: tuple[int, int] = SMALL) -> AsyncIterator[Room]:
    """The console at this world, in a terminal of this size."""
    await world.hub.tick(ID)
    async with world.app.run_test(size=size) as pilot:
        room = Room(world.hub, world.clock, world.names, world.app, pilot)
        await room.settled()
        yield room
    await world.hub.close()


async def tour(room: Room, only: Collection[str] = ()) -> AsyncIterator[str]:
    """The name of each stop, while it is to be seen; of the actions only these, where named."""
    seat = room.app.seat
    yield "seat"
    for panel in [each.id or "" for each in seat.query(".panel")]:
        async for stop in _panel(room, seat, panel):
            yield stop
    for action in seat.table:
        if action.id not in LEFT_OUT and (not only or action.id in only):
            async for stop in _action(room, seat, action):
                yield stop


async def _panel(room: Room, seat: SeatScreen, panel: str) -> AsyncIterator[str]:
    name = panel.removeprefix("panel-")
    if hasattr(seat, "action_panel"):
        seat.action_panel(name)
    else:
        seat.query_one(f"#{panel}").focus()
    await room.settled()
    yield panel
    for key in ("home", "end"):
        if seat.focused is not None and seat.focused.id == panel:
            await room.press(key, "enter")
            if room.app.screen is not seat:
                yield f"{panel} {key}"
            await home(room, seat)
    seat.act("help")
    await room.settled()
    yield f"{panel} help"
    await home(room, seat)


async def _action(room: Room, seat: SeatScreen, action: Action) -> AsyncIterator[str]:
    alike = [c.about for c in seat.session.sight.choices if c.kind in action.kinds]
    for about in dict.fromkeys(alike[:MOST_ALIKE]) or [""]:
        if action.kinds:
            seat.act_on(action.id, about)
        else:
            seat.act(action.id)
        await room.settled()
        yield f"{action.id} {about}"
        if room.app.screen is not seat and action.id == "palette":
            await room.type("e")
            yield "palette search"
        elif room.app.screen is not seat:
            for key in ("f2", "tab", "down"):
                await room.press(key)
            yield f"{action.id} {about} sent"
        await home(room, seat)
        room.app.clear_notifications()


async def home(room: Room, seat: SeatScreen) -> None:
    """Back to the seat's screen: Esc leads there from everywhere."""
    for _ in range(6):
        if room.app.screen is seat:
            return
        await room.press("escape")
    raise AssertionError(f"Esc does not leave {room.app.screen}")


def strips(room: Room) -> list[Strip]:
    """What is on screen."""
    return room.app.screen._compositor.render_strips()
