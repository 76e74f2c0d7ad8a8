"""How others come in: the panel of addresses, codes and pictures, asked for or shown at first."""

from __future__ import annotations

import pytest

from simulator.consoles.invitation import Invitation
from simulator.domain.access import Place
from tests.builders import a_kit, a_scenario, a_team, an_inject
from tests.screens import LARGE, SMALL, console

RED, CHIEF, STAFF = (
    Place("participant", "red"),
    Place("participant", "red", "chief"),
    Place("observer"),
)
CODES = {RED: "AAAA-2222", CHIEF: "BBBB-3333", STAFF: "CCCC-4444-DDDD"}
KIT = a_kit(a_scenario(an_inject("a"), teams=[a_team("red", "chief")]))


async def inviting() -> Invitation:
    return Invitation(("http://10.0.0.5:8075/", "http://127.0.0.1:8075/"), True, CODES)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_panel_shows_addresses_codes_and_a_picture(size: tuple[int, int]) -> None:
    async with console(KIT, size=size, inviting=inviting) as room:
        assert "10.0.0.5" not in room.page
        await room.press("j")
        await room.sees("http://10.0.0.5:8075/")
        await room.sees("AAAA-2222")
        await room.sees("█▀▀▀▀▀█")
        assert "CCCC-4444-DDDD" not in room.page
        await room.press("c")
        await room.sees("CCCC-4444-DDDD")


async def here_alone() -> Invitation:
    return Invitation(("http://127.0.0.1:8075/",), False, CODES)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_where_no_phone_can_come_in_it_says_so_at_once(size: tuple[int, int]) -> None:
    async with console(KIT, size=size, inviting=here_alone, welcoming=True) as room:
        await room.sees("http://127.0.0.1:8075/")
        await room.sees("AAAA-2222")
        said = " ".join(room.page.split())
        assert "Only this computer can reach it, no phone" in said
        assert "--lan" in said
        assert "█▀▀▀▀▀█" in room.page


async def test_where_others_are_expected_it_is_the_first_thing_shown() -> None:
    async with console(KIT, inviting=inviting, welcoming=True) as room:
        await room.sees("AAAA-2222")
        await room.press("escape")
        assert "AAAA-2222" not in room.page


async def test_where_nobody_can_come_in_it_says_so() -> None:
    async with console(KIT, size=LARGE) as room:
        await room.press("j")
        assert any("server" in said or "process" in said for said in room.toasts), room.toasts
