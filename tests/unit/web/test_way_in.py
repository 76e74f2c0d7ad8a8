"""How pages say where others come in: with a picture for phones where a phone can come in."""

from __future__ import annotations

import pytest

from simulator.web.inviting import is_alone
from tests.builders import a_kit, a_scenario, a_team, an_inject
from tests.web import ID, Site, site

KIT = a_kit(a_scenario(an_inject("a"), teams=[a_team("red")]))
ALONE = "Only this computer can reach it, no phone can"


async def seen(there: Site) -> tuple[str, str, str]:
    """The wall, the facilitator's page, and the sheet of invitations."""
    wall, desk = await there.joined("projector", None), await there.joined("facilitator", None)
    answers = [
        await wall.get(f"/x/{ID}"),
        await desk.get(f"/x/{ID}"),
        await desk.get(f"/x/{ID}/invitations"),
    ]
    return answers[0].text, answers[1].text, answers[2].text


async def test_no_picture_is_drawn_of_an_address_of_this_computer_alone() -> None:
    """A phone that scanned it looked for the exercise on itself."""
    async with site(KIT) as there:
        for page in await seen(there):
            assert 'class="qr"' not in page
            assert "http://127.0.0.1:8075/" in page
            assert ALONE in page
            assert "--lan" in page


async def test_a_picture_is_drawn_of_an_address_that_others_reach() -> None:
    async with site(KIT) as there:
        there.server.told = "10.0.0.5:8075"
        for page in await seen(there):
            assert 'class="qr"><svg' in page
            assert "http://10.0.0.5:8075/" in page
            assert ALONE not in page


@pytest.mark.parametrize(
    ("address", "alone"),
    [
        ("http://127.0.0.1:8075/", True),
        ("http://localhost:8075/", True),
        ("http://[::1]:8075/", True),
        ("http://10.0.0.5:8075/", False),
        ("https://exercise.example/", False),
        ("http://[fd00::5]:8075/", False),
    ],
)
def test_which_addresses_nobody_else_reaches(address: str, *, alone: bool) -> None:
    assert is_alone(address) is alone
