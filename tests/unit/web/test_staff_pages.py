"""The staff's pages without a browser: report, timeline, library, codes, seats."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import httpx
import pytest

from simulator.acts.decisions import LogDecision
from simulator.acts.injects import ReleaseInject
from simulator.acts.people import JoinExercise
from simulator.acts.play import EndExercise
from simulator.domain.edition import Kit
from simulator.domain.people import Viewer
from simulator.web.bodies import JSON
from simulator.web.reports import Reports
from simulator.web.rooms import catch_up, upcoming
from tests.builders import a_kit, a_player, a_scenario, a_team, an_inject
from tests.web import HERE, ID, Site, site

ROOM = f"/x/{ID}"
STAFF = ("facilitator", "evaluator", "lead-evaluator")


def kit() -> Kit:
    injects = [an_inject("a", to=["red"]), an_inject("b"), an_inject("spare", pool="pressure")]
    return a_kit(a_scenario(*injects, teams=[a_team("red", "chief"), a_team("blue")]))


async def desk_of(there: Site, role: str = "facilitator") -> httpx.AsyncClient:
    return await there.joined(role, None)


# The report


async def test_the_report_is_there_after_the_end_and_for_the_facilitator_alone() -> None:
    async with site(kit()) as there:
        await there.give(ReleaseInject(inject="a"))
        await there.give(LogDecision(text="We stay."), a_player("red"))
        desk, evaluator = await desk_of(there), await desk_of(there, "evaluator")
        answer = await desk.get(f"{ROOM}/report")
        assert (answer.status_code, answer.json()["error"]) == (409, "not_ended")
        await there.give(EndExercise())
        answer = await desk.get(f"{ROOM}/report")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/html")
        for word in ("EXERCISE", "DRAFT", "We stay."):
            assert word in answer.text
        policy = answer.headers["content-security-policy"]
        assert "script-src" not in policy
        assert "default-src 'none'" in policy
        assert (await evaluator.get(f"{ROOM}/report")).status_code == 403


async def test_the_report_is_in_the_readers_language() -> None:
    async with site(kit()) as there:
        desk = await desk_of(there)
        await there.give(EndExercise())
        answer = await desk.get(f"{ROOM}/report", headers={"accept-language": "es"})
        assert '<html lang="es">' in answer.text


async def test_a_report_is_made_once_for_each_state_however_many_ask() -> None:
    made: list[tuple[int, str]] = []

    def write(records: Any, language: str) -> bytes:
        made.append((len(records), language))
        return b"report"

    async with site(kit()) as there:
        await there.give(EndExercise())
        reports, hub = Reports(write), there.server.hub
        for found in await asyncio.gather(*(reports.of(hub, ID, "en") for _ in range(5))):
            assert found == b"report"
        await reports.of(hub, ID, "es")
        number = await there.server.number(ID)
        assert made == [(number, "en"), (number, "es")]


# What happened


async def test_the_timeline_tells_the_newest_first_and_finds_words_and_kinds() -> None:
    async with site(kit()) as there:
        await there.give(ReleaseInject(inject="a"))
        for text in ("We stay.", "We <b>go</b>."):
            await there.give(LogDecision(text=text), a_player("red"))
        for role in STAFF:
            page = (await (await desk_of(there, role)).get(f"{ROOM}/timeline")).text
            assert page.index("We &lt;b&gt;go") < page.index("We stay.") < page.index("Title of a")
        desk = await desk_of(there)
        found = (await desk.get(f"{ROOM}/timeline", params={"find": "STAY"})).text
        assert "We stay." in found
        assert "go&lt;/b&gt;" not in found
        found = (await desk.get(f"{ROOM}/timeline", params={"group": "clock"})).text
        assert "STARTEX" in found
        assert "We stay." not in found
        assert (await (await there.joined()).get(f"{ROOM}/timeline")).status_code == 403


async def test_a_long_timeline_goes_on_to_what_was_earlier(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("simulator.web.papers.LAST", 3)
    async with site(kit()) as there:
        for n in range(7):
            await there.give(LogDecision(text=f"Decision {n}."), a_player("red"))
        desk, read, link = await desk_of(there), [], f"{ROOM}/timeline?find=Decision"
        while link:
            page = (await desk.get(link)).text
            read += re.findall(r"Decision \d", page)
            onward = re.search(r'href="(/x/one/timeline\?before=[^"]+)"', page)
            link = onward[1].replace("&amp;", "&") if onward else ""
        assert read == [f"Decision {n}" for n in range(6, -1, -1)]


# The library


async def test_an_inject_of_the_library_comes_with_what_belongs_to_its_channel() -> None:
    async with site(kit()) as there:
        desk = await desk_of(there)
        shelf = (await desk.get(f"{HERE}/library")).json()
        assert len(shelf) > 20
        ready = next(each for each in shelf if each["facts"] and each["channel"] != "read-aloud")
        form = {"kind": "improvise", "library": ready["id"]}
        form |= {name: ready[name] for name in ("title", "body", "channel", "sender")}
        for channel in (ready["channel"], "read-aloud"):
            sent = await desk.post(
                f"{ROOM}/do", data=form | {"channel": channel}, headers={"accept": JSON}
            )
            assert sent.status_code == 200, sent.text
        made = list((await there.server.hub.exercise(ID)).improvised.values())
        facts = [{f.value for f in each.faces["en"].facts} for each in made]
        own = {value for _, value in ready["facts"]}
        assert own <= facts[0]
        assert not own & facts[1]


async def test_the_library_is_for_the_facilitator_alone_and_read_in_their_language() -> None:
    async with site(kit()) as there:
        desk = await desk_of(there)
        english, spanish = [
            (await desk.get(f"{HERE}/library", params={"language": code})).json()
            for code in ("en", "es")
        ]
        assert [each["id"] for each in english] == [each["id"] for each in spanish]
        assert english[0]["body"] != spanish[0]["body"]
        assert (await (await there.joined()).get(f"{HERE}/library")).status_code == 403


# Coming in


async def test_invitations_have_a_code_and_a_picture_for_every_place() -> None:
    async with site(kit()) as there:
        there.server.told = "10.0.0.5:8075"
        page = (await (await desk_of(there)).get(f"{ROOM}/invitations")).text
        for place in (("participant", "red", None), ("participant", "red", "chief")):
            assert await there.code(*place) in page
        assert page.count("<article>") == page.count("<svg") == 3 + 5
        assert page.index(await there.code("evaluator")) > page.index('class="staff"')


async def test_the_page_says_when_codes_were_made_anew() -> None:
    async with site(kit()) as there:
        desk = await desk_of(there)
        before = (await desk.get(f"{ROOM}/cards")).json()
        form = {"kind": "rotate_codes"}
        sent = await desk.post(f"{ROOM}/do", data=form, headers={"accept": JSON})
        assert sent.status_code == 200
        after = (await desk.get(f"{ROOM}/cards")).json()
        assert after["renewed"] == sent.json()["last"] > before["renewed"]
        other = (await (await desk_of(there, "evaluator")).get(f"{ROOM}/cards")).json()
        assert not {"next", "renewed"} & other.keys()


async def test_people_stand_in_forms_by_their_names_and_places() -> None:
    async with site(kit()) as there:
        await there.joined("participant", "red", "Ana")
        page = (await (await desk_of(there)).get(ROOM)).text
        assert page.count(">Ana (Team red)</option>") >= 2
        assert not re.search(r">p-[0-9a-f]{12}</option>", page)


async def test_a_seat_is_passed_on_with_a_code_and_the_old_device_is_out() -> None:
    async with site(kit()) as there:
        old = await there.joined("participant", "red", "Ana")
        page = (await old.post(f"{ROOM}/hand-over", data={"person": ""})).text
        code = re.search(r'class="code">([^<]+)<', page)
        assert code
        assert (await old.get(ROOM)).status_code == 401
        heir = there.browser()
        said = {"code": code[1], "name": "Ben"}
        assert (await heir.post(f"{HERE}/join", json=said)).status_code == 201
        seats = (await there.server.hub.exercise(ID)).seats
        assert [(s.actor.team, await called(there, p)) for p, s in seats.items()] == [
            ("red", "Ben")
        ]


async def called(there: Site, person: str) -> str:
    return (await there.server.called(ID))[person]


async def test_the_facilitator_passes_anybodys_seat_on_and_others_only_their_own() -> None:
    async with site(kit()) as there:
        player, mate = await there.joined(), await there.joined("participant", "red")
        person = (await player.get(f"{HERE}/seat")).json()["person"]
        form = {"person": person}
        assert (await mate.post(f"{ROOM}/hand-over", data=form)).status_code == 403
        desk = await desk_of(there)
        assert (await desk.post(f"{ROOM}/hand-over", data=form)).status_code == 200
        assert (await player.get(ROOM)).status_code == 401
        assert (await desk.get(ROOM)).status_code == 200
        wrong = await desk.post(f"{ROOM}/hand-over", data={"person": "No Id"})
        assert wrong.status_code == 422


# What is next, what lies in reserve, what there was


async def test_only_what_is_suggested_goes_out_by_one_tap() -> None:
    async with site(kit()) as there:
        desk, viewer = await desk_of(there), Viewer(role="facilitator")
        choices = (await there.server.hub.look(ID, viewer)).choices
        assert upcoming(choices) == {"inject": "a", "to": ["Team red"]}
        assert 'id="do-release_inject-first"' in (await desk.get(ROOM)).text
        for name in ("a", "b"):
            await there.give(ReleaseInject(inject=name))
        choices = (await there.server.hub.look(ID, viewer)).choices
        assert [c.about for c in choices if c.kind == "release_inject"] == ["spare"]
        assert upcoming(choices) == {}
        assert 'id="do-release_inject-first"' not in (await desk.get(ROOM)).text


async def test_what_lies_in_reserve_stands_apart_until_it_is_out() -> None:
    async with site(kit()) as there:
        desk = await desk_of(there)

        async def places() -> dict[str, str]:
            cards = (await desk.get(f"{ROOM}/cards")).json()["cards"]
            return {card["id"]: card["place"] for card in cards}

        before = await places()
        assert (before["inject-spare"], before["inject-b"]) == ("decks", "msel")
        assert (before["map"], before["forecast"]) == ("map", "outlook")
        await there.give(ReleaseInject(inject="spare"))
        assert (await places())["inject-spare"] == "feed"


async def test_who_comes_first_has_missed_nothing_and_who_comes_late_is_told_what() -> None:
    async with site(kit(), started=True) as there:
        first = await there.joined()
        assert 'id="catch-up"' not in (await first.get(ROOM)).text
        await there.give(ReleaseInject(inject="a"))
        await there.give(LogDecision(text="We stay.", inject="a"), a_player("red"))
        there.clock.move(2400)
        late = await there.joined()
        page = (await late.get(ROOM)).text
        told = page[page.index('id="catch-up"') : page.index('class="columns"')]
        for text in ("You came at 40:00", "Title of a", "We stay."):
            assert text in told
        assert 'id="catch-up"' not in (await first.get(ROOM)).text
        other = (await (await there.joined("participant", "blue")).get(ROOM)).text
        assert "We stay." not in other


async def test_catching_up_leaves_out_what_came_later_and_what_was_taken_back() -> None:
    async with site(kit()) as there:
        red = a_player("red")
        await there.give(JoinExercise(), red)
        await there.give(LogDecision(text="Early."), red)
        there.clock.move(60)
        await there.give(LogDecision(text="Late."), red)
        viewer = Viewer(role="participant", team="red")
        cards = (await there.server.hub.look(ID, viewer)).cards
        found = catch_up(cards, 30.0)
        assert found
        assert [card.body for card in found.decisions] == ["Early."]
        assert catch_up(cards, None) is None
        assert catch_up(cards, 0.0) is None
