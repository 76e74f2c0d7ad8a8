"""Coming in with a code, and having the same seat again."""

from __future__ import annotations

from simulator.domain.edition import Kit
from tests.builders import a_kit, a_scenario, a_team, an_inject
from tests.web import HERE, ID, command, site


def kit() -> Kit:
    return a_kit(
        a_scenario(an_inject("a"), an_inject("b"), teams=[a_team("red", "chief"), a_team("blue")])
    )


async def test_a_code_gives_a_seat_and_the_seat_can_play() -> None:
    async with site(kit()) as there:
        browser = await there.joined(name="Ana")
        seat = (await browser.get(f"{HERE}/seat")).json()
        assert (seat["role"], seat["team"]) == ("participant", "red")
        said = command("log_decision", text="We pull the plug")
        answer = await browser.post(f"{HERE}/commands", json=said)
        assert answer.status_code == 200, answer.text
        state = (await there.server.hub.exercise(ID)).teams["red"]
        assert [d.text for thread in state.decisions.values() for d in thread] == [
            "We pull the plug"
        ]
        view = (await browser.get(f"{HERE}/view")).json()
        assert view["names"] == {seat["person"]: "Ana"}


async def test_the_same_device_has_the_same_seat_again() -> None:
    async with site(kit()) as there:
        browser = await there.joined()
        first = (await browser.get(f"{HERE}/seat")).json()["person"]
        code = await there.code("participant", "red")
        again = await browser.post(f"{HERE}/join", json={"code": code.lower().replace("-", " ")})
        assert again.json()["person"] == first
        assert len((await there.server.hub.exercise(ID)).seats) == 1


async def test_another_device_has_the_seat_by_the_personal_code() -> None:
    async with site(kit()) as there:
        browser = await there.joined()
        seat = (await browser.get(f"{HERE}/seat")).json()
        phone = there.browser()
        answer = await phone.post(f"{HERE}/join", json={"code": seat["code"]})
        assert answer.json()["person"] == seat["person"]


async def test_a_wrong_code_says_what_to_do() -> None:
    async with site(kit()) as there:
        answer = await there.browser().post(f"{HERE}/join", json={"code": "AAAA-AAAA"})
        assert answer.status_code == 409
        assert answer.json()["error"] == "wrong_code"
        assert "ask the facilitator" in answer.json()["text"]


async def test_without_a_seat_nothing_is_shown() -> None:
    async with site(kit()) as there:
        for path in ("view", "stream", "names", "history", "codes", "seat"):
            answer = await there.browser().get(f"{HERE}/{path}")
            assert (path, answer.status_code) == (path, 401)
