"""Who is there, and what goes wrong beside play: told to staff, and to teams of their own (K29)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from simulator.acts.people import HandOverSeat, JoinExercise
from simulator.domain.errors import StoreError
from simulator.domain.people import Actor
from simulator.web import server as module
from simulator.web.attendance import beat_of, presence
from simulator.web.caller import Caller
from tests.builders import FACILITATOR, a_kit, a_player, a_scenario, a_team, an_inject
from tests.web import HERE, ID, Site, site

KIT = a_kit(a_scenario(an_inject("a"), teams=[a_team("red", "chief"), a_team("blue")]))


async def told(there: Site) -> Mapping[str, Any]:
    return dict((await there.house().get(f"{HERE}/present")).json())


async def beat(there: Site, actor: Actor) -> list[Mapping[str, Any]]:
    """The first two beats of a page."""
    made = beat_of(there.server, Caller(ID, actor), "en")
    return [json.loads(await made()) for _ in range(2)]


class Someone:
    """A stream that does nothing."""

    def ring(self) -> None:
        """Nothing."""

    def end(self) -> None:
        """Nothing."""


async def test_who_came_in_is_there_or_away() -> None:
    async with site(KIT) as there:
        browser = await there.joined()
        person = (await browser.get(f"{HERE}/seat")).json()["person"]
        said = {"person": person, "role": "participant", "team": "red", "team_role": None}
        assert (await told(there))["people"] == [said | {"here": False}]
        seats = (await there.server.hub.exercise(ID)).seats
        with there.server.following(Caller(ID, seats[person].actor), Someone()):
            assert (await told(there))["people"] == [said | {"here": True}]
            assert (await beat(there, FACILITATOR))[0]["here"] == [person]
            assert (await beat(there, a_player("red")))[0] == {"here": [person]}
            assert await beat(there, a_player("blue")) == [{}, {}]
        gone = {"here": [], "away": [person], "tables": {"red": {"here": 0, "all": 1}}}
        assert await beat(there, FACILITATOR) == [gone | {"trouble": ""}, {}]
        assert await beat(there, a_player("red")) == [{}, {}]


async def test_a_seat_at_the_table_or_of_a_bot_is_never_missed() -> None:
    async with site(KIT) as there:
        await there.give(JoinExercise(), a_player("red"))
        assert (await told(there))["people"] == []


async def test_a_seat_that_was_passed_on_is_missed_under_its_new_name() -> None:
    async with site(KIT) as there:
        browser = await there.joined()
        person = (await browser.get(f"{HERE}/seat")).json()["person"]
        await there.give(HandOverSeat(person=person, to="ana"))
        assert [p["person"] for p in (await told(there))["people"]] == ["ana"]


async def test_who_asks_again_and_again_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    async with site(KIT) as there:
        browser = await there.joined()
        person = (await browser.get(f"{HERE}/seat")).json()["person"]
        for asked in (f"{HERE}/view", f"/x/{ID}/cards"):
            there.server._asked.clear()
            await browser.get(asked)
            assert there.server.present(ID) == {person}
        monkeypatch.setattr(module, "LIFE", 0.0)
        assert there.server.present(ID) == frozenset()


async def test_teams_and_observers_are_told_of_nobody_else() -> None:
    async with site(KIT) as there:
        for role, team in (("participant", "red"), ("observer", None), ("projector", None)):
            browser = await there.joined(role, team)
            assert (await browser.get(f"{HERE}/present")).status_code == 403
        observer = Actor(person="o", role="observer")
        assert await beat(there, observer) == [{}, {}]


async def test_a_backup_that_fails_is_told_to_staff_in_their_language() -> None:
    async with site(KIT) as there:
        assert (await told(there))["trouble"] == ""
        error = StoreError("store_full", file="/media/usb/one.zip")
        there.server.ailing = lambda: error
        said = (await told(there))["trouble"]
        assert "No backup is being made" in said
        assert "/media/usb/one.zip" in said
        answer = await there.house().get(f"{HERE}/present", params={"language": "es"})
        assert answer.json()["trouble"] not in ("", said)
        assert (await beat(there, FACILITATOR))[0]["trouble"] == said
        assert await beat(there, a_player("red")) == [{}, {}]
        found = await presence(there.server, ID, "en")
        assert found.trouble == said
