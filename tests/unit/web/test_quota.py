"""How much one seat, one device or one room may send: rooms are let in, floods are not."""

from __future__ import annotations

import asyncio
from pathlib import Path

from simulator.acts.access import LockLobby, MutePerson, RevokeSeat, RotateCodes
from simulator.service.throttle import MOST_WRONG, MOST_WRONG_IN_ALL
from simulator.web.quota import BURST, PER_SECOND, READING
from tests.builders import a_kit
from tests.web import HERE, ID, command, site

SAID = command("log_decision", text="Again")


async def test_a_burst_is_taken_and_a_flood_is_not() -> None:
    async with site(a_kit()) as there:
        browser, other = await there.joined(), await there.joined()
        codes = [
            (await browser.post(f"{HERE}/commands", json=SAID)).status_code
            for _ in range(BURST + 20)
        ]
        assert codes == [200] * BURST + [429] * 20
        assert (await other.post(f"{HERE}/commands", json=SAID)).status_code == 200
        answer = await browser.post(f"{HERE}/commands", json=SAID)
        assert answer.json()["error"] == "too_many"
        wait = int(answer.headers["retry-after"])
        assert f"{wait} s" in answer.json()["text"]
        there.clock.move(wait)
        assert (await browser.post(f"{HERE}/commands", json=SAID)).status_code == 200
        assert wait * PER_SECOND >= 1


async def test_a_flood_of_views_ends_too_and_the_house_is_never_held_up() -> None:
    async with site(a_kit()) as there:
        browser = await there.joined()
        most = round(BURST / READING) - 1
        codes = {(await browser.get(f"{HERE}/view")).status_code for _ in range(most)}
        assert codes == {200}
        after = [(await browser.get(f"{HERE}/view")).status_code for _ in range(3)]
        assert after[-1] == 429
        house = there.house()
        for _ in range(BURST + 10):
            assert (await house.put(f"{HERE}/name", json={"name": "F"})).status_code == 204


async def test_a_hundred_of_one_address_come_in_while_another_there_guesses() -> None:
    """R5 beside SEC4: all of a room have one address, and so has who guesses among them."""
    async with site(a_kit()) as there:
        code = await there.code("participant", "red")
        guesser, refused = there.browser(), []
        await guesser.get("/api/health")  # known as a device from here on

        async def come() -> int:
            browser = there.browser()
            await browser.get("/api/health")
            return (await browser.post(f"{HERE}/join", json={"code": code})).status_code

        joined = []
        for number in range(100):
            answer = await guesser.post(f"{HERE}/join", json={"code": f"AAAA-{number:04}"})
            refused.append(answer.json()["error"])
            joined.append(await come())
            there.clock.move(0.6)
        assert joined == [201] * 100
        assert refused[:MOST_WRONG] == ["wrong_code"] * MOST_WRONG
        assert refused.count("wrong_code") <= 2 * MOST_WRONG
        assert "too_many_wrong_codes" in refused
        assert len((await there.server.hub.exercise(ID)).seats) == 100


async def test_a_flood_of_guesses_without_cookies_keeps_no_known_device_out() -> None:
    async with site(a_kit()) as there:
        known = there.browser()
        await known.get("/api/health")
        for number in range(MOST_WRONG_IN_ALL):
            await there.browser().post(f"{HERE}/join", json={"code": f"AAAA-{number:04}"})
        code = {"code": await there.code("participant", "red")}
        stranger = there.browser()
        answer = await stranger.post(f"{HERE}/join", json=code)
        assert (answer.status_code, answer.json()["error"]) == (429, "too_many_wrong_codes")
        assert (await known.post(f"{HERE}/join", json=code)).status_code == 201
        await stranger.get("/api/health")
        assert (await stranger.post(f"{HERE}/join", json=code)).status_code == 201


async def test_a_device_that_waits_learns_nothing_from_the_right_code() -> None:
    async with site(a_kit()) as there:
        browser = there.browser()
        await browser.get("/api/health")
        for _ in range(MOST_WRONG):
            await browser.post(f"{HERE}/join", json={"code": "AAAA-AAAA"})
        right = {"code": await there.code("participant", "red")}
        assert (await browser.post(f"{HERE}/join", json=right)).status_code == 429
        there.clock.move(61)
        assert (await browser.post(f"{HERE}/join", json=right)).status_code == 201


async def test_codes_of_staff_are_longer_and_apart() -> None:
    async with site(a_kit()) as there:
        staff = (await there.house().get(f"{HERE}/codes")).json()
        symbols = {each["role"]: len(each["code"].replace("-", "")) for each in staff}
        assert symbols.pop("participant") == 8
        assert set(symbols.values()) == {12}
        assert len({each["code"] for each in staff}) == len(staff)


async def test_old_codes_and_a_locked_lobby_let_nobody_in_but_seats_stay(tmp_path: Path) -> None:
    async with site(a_kit(), audit=tmp_path / "audit") as there:
        code = {"code": await there.code("participant", "red")}
        seated = there.browser()
        assert (await seated.post(f"{HERE}/join", json=code)).status_code == 201
        await there.give(RotateCodes())
        answer = await there.browser().post(f"{HERE}/join", json=code)
        assert (answer.status_code, answer.json()["error"]) == (409, "wrong_code")
        await there.give(LockLobby())
        fresh = {"code": await there.code("participant", "red")}
        answer = await there.browser().post(f"{HERE}/join", json=fresh)
        assert (answer.status_code, answer.json()["error"]) == (409, "lobby_locked")
        assert (await seated.get(f"{HERE}/view")).status_code == 200
        assert '"not_admitted"' in (tmp_path / "audit").read_text()


async def test_whoever_is_muted_reads_on_and_says_nothing_not_even_a_name() -> None:
    async with site(a_kit()) as there:
        browser = await there.joined(name="Ana")
        person = (await browser.get(f"{HERE}/seat")).json()["person"]
        await there.give(MutePerson(person=person))
        assert (await browser.get(f"{HERE}/view")).status_code == 200
        for answer in (
            await browser.post(f"{HERE}/commands", json=SAID),
            await browser.put(f"{HERE}/name", json={"name": "Rude"}),
        ):
            assert (answer.status_code, answer.json()["error"]) == (409, "muted")
        assert await there.server.names.of(ID) == {person: "Ana"}


async def test_whoever_was_sent_away_comes_back_only_as_somebody_new() -> None:
    async with site(a_kit()) as there:
        browser = await there.joined()
        seat = (await browser.get(f"{HERE}/seat")).json()
        await there.give(RevokeSeat(person=seat["person"]))
        assert (await browser.get(f"{HERE}/view")).status_code == 401
        answer = await browser.post(f"{HERE}/join", json={"code": seat["code"]})
        assert answer.json()["error"] == "wrong_code"
        code = {"code": await there.code("participant", "red")}
        again = await browser.post(f"{HERE}/join", json=code)
        assert again.status_code == 201
        assert again.json()["person"] != seat["person"]


async def test_a_name_that_is_none_leaves_no_empty_seat_behind() -> None:
    async with site(a_kit()) as there:
        code = await there.code("participant", "red")
        said = {"code": code, "name": "N" * 81}
        answer = await there.browser().post(f"{HERE}/join", json=said)
        assert (answer.status_code, answer.json()["error"]) == (409, "no_usable_name")
        assert (await there.server.hub.exercise(ID)).seats == {}


async def test_a_hundred_come_in_at_the_same_moment() -> None:
    async with site(a_kit()) as there:
        browsers = await asyncio.gather(*(there.joined(name=f"N {n}") for n in range(100)))
        people = {(await b.get(f"{HERE}/seat")).json()["person"] for b in browsers}
        assert len(people) == 100
        assert len(await there.server.names.of(ID)) == 100
        assert len((await there.server.hub.exercise(ID)).seats) == 100


async def test_two_hundred_answers_to_one_inject_at_the_same_moment_are_all_kept() -> None:
    async with site(a_kit()) as there:
        browsers = await asyncio.gather(*(there.joined() for _ in range(20)))

        async def say(number: int) -> int:
            said = command("log_decision", text=f"Answer {number}")
            answer = await browsers[number % 20].post(
                f"{HERE}/commands", json=said, headers={"idempotency-key": f"a-{number}"}
            )
            assert answer.status_code == 200, answer.text
            return int(answer.json()["first"])

        numbers = await asyncio.gather(*(say(n) for n in range(200)))
        assert len(set(numbers)) == 200
        state = await there.server.hub.exercise(ID)
        kept = {d.text for thread in state.teams["red"].decisions.values() for d in thread}
        assert kept == {f"Answer {n}" for n in range(200)}
