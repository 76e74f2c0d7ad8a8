"""Leaving the plain console of a server, its one seat for a guest, and how others come in."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from simulator.acts.play import CreateExercise, EndExercise, StartExercise
from simulator.consoles.invitation import Invitation, picture
from simulator.consoles.leaving import Leaving, Left
from simulator.consoles.line import LineConsole
from simulator.consoles.seats import Seats
from simulator.domain.access import Place
from simulator.domain.errors import UsageError
from simulator.domain.people import Actor
from simulator.service.clock import FixedClock
from simulator.service.hub import Hub
from simulator.service.local import LocalGateway
from simulator.stores.memory import MemoryLog
from simulator.stores.names import MemoryNames
from tests.builders import FACILITATOR, a_kit, a_scenario, a_team

ID = "one"
CODES = {
    Place("facilitator"): "AAAA-BBBB-CCCC",
    Place("participant", "red"): "RRRR-2222",
    Place("participant", "red", "chief"): "RRRR-3333",
}
GUEST = Actor(person="p-1", role="participant", team="red", team_role="chief")


class Lines:
    """What is typed, line by line."""

    def __init__(self, *lines: str) -> None:
        self._lines = list(lines)

    async def ask(self, prompt: str) -> str | None:
        return self._lines.pop(0) if self._lines else None

    @contextmanager
    def aside(self) -> Iterator[None]:
        yield


@dataclass
class Open:
    """An exercise that consoles are opened on."""

    hub: Hub

    async def left(
        self,
        *lines: str,
        leaving: Leaving = "server",
        only: Actor | None = None,
        invited: bool = True,
    ) -> tuple[Left, str]:
        out, names = io.StringIO(), MemoryNames()
        console = LineConsole(
            lambda actor: LocalGateway(self.hub, names, ID, actor, "en"),
            [("red", ["chief"])],
            "en",
            out,
            only=only,
            leaving=leaving,
            inviting=_invitation if invited else None,
        )
        return await console.run(Lines(*lines)), out.getvalue()


async def _invitation() -> Invitation:
    return Invitation(("http://10.0.0.5:8075/", "http://127.0.0.1:8075/"), True, CODES)


@pytest.fixture
async def at() -> AsyncIterator[Open]:
    hub = Hub(MemoryLog(), FixedClock(), {})
    kit = a_kit(a_scenario("a", teams=[a_team("red", "chief")]))
    await hub.submit(ID, FACILITATOR, CreateExercise(kit=kit))
    await hub.submit(ID, FACILITATOR, StartExercise())
    yield Open(hub)
    await hub.close()


@pytest.mark.parametrize(
    ("typed", "way"),
    [
        (["quit", "leave"], "leave"),
        (["quit", "STOP "], "stop"),
        (["quit", "what?", "end"], "end"),
        (["quit stop"], "stop"),
        (["quit", "stay", "look", "quit", "stop"], "stop"),
        (["quit"], "leave"),
        ([], "leave"),
    ],
)
async def test_who_runs_a_server_says_what_becomes_of_it(
    at: Open, typed: list[str], way: str
) -> None:
    assert (await at.left(*typed))[0] == way


async def test_what_has_ended_is_not_ended_again(at: Open) -> None:
    assert "end: ENDEX" in (await at.left("quit", "leave"))[1]
    await at.hub.submit(ID, FACILITATOR, EndExercise())
    way, printed = await at.left("quit end", "stop")
    assert way == "stop"
    assert "end: ENDEX" not in printed


@pytest.mark.parametrize("leaving", ["alone", "guest"])
async def test_nobody_else_is_asked(at: Open, leaving: Leaving) -> None:
    way, printed = await at.left("quit", leaving=leaving)
    assert way == "leave"
    assert "stay" not in printed


async def test_a_guest_has_one_seat(at: Open) -> None:
    _, printed = await at.left("as facilitator", "as red/chief", "quit", only=GUEST)
    assert "has joined as red/chief and can take no other seat" in printed
    seats = Seats([("red", [])], only=GUEST)
    assert list(seats.places()) == ["red/chief"]
    assert seats.at("red/chief") == GUEST
    with pytest.raises(UsageError):
        seats.at("red")


async def test_invite_shows_addresses_and_the_teams_codes(at: Open) -> None:
    _, printed = await at.left("invite")
    assert "http://10.0.0.5:8075/" in printed
    assert "red/chief  RRRR-3333" in printed
    assert "AAAA-BBBB-CCCC" not in printed
    assert "AAAA-BBBB-CCCC" in (await at.left("invite staff"))[1]


async def test_who_may_not_or_cannot_invite_is_told(at: Open) -> None:
    assert "RRRR" not in (await at.left("invite", only=GUEST))[1]
    assert "one process" in (await at.left("invite", invited=False))[1]


def test_a_picture_is_a_square_of_half_blocks_with_room_around_it() -> None:
    lines = picture("http://10.0.0.5:8075/#RRRR-2222")
    assert len({len(line) for line in lines}) == 1
    assert len(lines) == (len(lines[0]) + 1) // 2
    assert not lines[0].strip()
    assert {*"".join(lines)} <= {*" \u2580\u2584\u2588"}
