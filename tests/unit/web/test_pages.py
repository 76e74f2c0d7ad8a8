"""The pages without scripts: coming in, reading, entering; for each role what is its own."""

from __future__ import annotations

import re

import httpx
import pytest

from simulator.acts.injects import ReleaseInjectNow
from simulator.domain.edition import Kit
from simulator.domain.people import Viewer
from simulator.text import words
from simulator.web.bodies import JSON
from tests.builders import a_choice, a_kit, a_scenario, a_team, an_inject
from tests.web import ID, Site, site

ROOM = f"/x/{ID}"
PAGE = "text/html"
ROLES = ("participant", "facilitator", "evaluator", "observer", "projector")


def kit() -> Kit:
    return a_kit(
        a_scenario(
            an_inject("a", decision=a_choice("stay", "go")),
            an_inject("b", to=["blue"]),
            teams=[a_team("red", "chief"), a_team("blue")],
        )
    )


async def at_the_door(there: Site, role: str = "participant", **said: str) -> httpx.AsyncClient:
    """A browser that came in by the form of the door."""
    browser = there.browser(accept=PAGE)
    team = "red" if role == "participant" else None
    form = {"code": await there.code(role, team)} | said
    answer = await browser.post(f"{ROOM}/join", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, ROOM), answer.text
    return browser


async def test_join_read_decide_without_scripts() -> None:
    async with site(kit()) as there:
        await there.give(ReleaseInjectNow(inject="a"))
        browser = await at_the_door(there, name="Ana")
        page = (await browser.get(ROOM)).text
        assert "Body of a." in page
        assert "Body of b." not in page
        token = re.search(r'name="token" value="([^"]+-decide)"', page)
        assert token
        form = {"kind": "log_decision", "inject": "a", "option": "go", "token": token[1]}
        answers = [await browser.post(f"{ROOM}/do", data=form) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [303, 303]
        page = (await browser.get(ROOM)).text
        assert page.count('class="card decision"') == 1
        assert "Ana" in page


# Each door, each role


async def test_whoever_has_no_seat_is_led_to_the_door() -> None:
    async with site(kit()) as there:
        browser = there.browser(accept=PAGE)
        for method, path in (("GET", ROOM), ("POST", f"{ROOM}/do"), ("POST", f"{ROOM}/leave")):
            answer = await browser.request(method, path)
            assert (answer.status_code, answer.headers["location"]) == (303, "/"), path
        program = there.browser()
        assert (await program.get(f"{ROOM}/cards")).status_code == 401
        assert (await program.get(ROOM)).status_code == 401


async def test_a_wrong_code_says_on_the_page_what_to_do() -> None:
    async with site(kit()) as there:
        browser = there.browser(accept=PAGE)
        answer = await browser.post(f"{ROOM}/join", data={"code": "AAAA-AAAA", "name": "Ana"})
        assert answer.status_code == 409
        assert "ask the facilitator" in answer.text
        assert 'role="alert"' in answer.text
        assert 'value="Ana"' in answer.text  # nobody types it twice


@pytest.mark.parametrize(
    ("names", "said"),
    [("named", "use_named"), ("pseudonym", "use_pseudonym"), ("role-only", "use_role")],
)
async def test_how_a_name_is_used_is_said_before_it_is_asked(names: str, said: str) -> None:
    async with site(kit(), names=names) as there:
        page = (await there.browser().get("/")).text
        hint = page.index(words(f"page.join.{said}"))
        assert ('name="name"' in page) == (names != "role-only")
        if names != "role-only":
            assert hint < page.index('name="name"')


async def test_by_role_alone_no_name_is_kept() -> None:
    async with site(kit(), names="role-only") as there:
        browser = await at_the_door(there, name="Ana")
        assert "Ana" not in (await browser.get(ROOM)).text


async def test_each_person_reads_in_their_own_language() -> None:
    async with site(kit()) as there:
        browser = await at_the_door(there)
        answer = await browser.get(f"{ROOM}?language=es")
        assert (answer.status_code, answer.headers["location"]) == (303, ROOM)
        assert '<html lang="es">' in (await browser.get(ROOM)).text
        assert '<html lang="en">' in (await (await at_the_door(there)).get(ROOM)).text
        answer = await there.browser().get("/?language=es")
        assert answer.headers["location"] == "/"


async def test_what_cannot_be_done_is_said_as_a_page_or_to_a_script() -> None:
    async with site(kit()) as there:
        browser = await at_the_door(there)
        wrong = {"kind": "log_decision", "inject": "b", "text": "x"}
        answer = await browser.post(f"{ROOM}/do", data=wrong)
        assert answer.status_code == 409
        assert f'href="{ROOM}"' in answer.text
        answer = await browser.post(f"{ROOM}/do", data=wrong, headers={"accept": JSON})
        assert answer.status_code == 409
        assert answer.json()["text"]
        answer = await browser.post(f"{ROOM}/do", data={"kind": "nonsense"})
        assert answer.status_code == 422
        answer = await browser.post(f"{ROOM}/do", json={"kind": "log_decision"})
        assert answer.status_code == 422


@pytest.mark.parametrize("kind", ["tick", "join_exercise", "create_exercise"])
async def test_what_nobody_gives_by_hand_is_not_taken_from_a_form(kind: str) -> None:
    async with site(kit()) as there:
        browser = await at_the_door(there, "facilitator")
        number = await there.server.number(ID)
        answer = await browser.post(f"{ROOM}/do", data={"kind": kind})
        assert answer.status_code in (409, 422)
        assert await there.server.number(ID) == number


async def test_a_retried_form_is_kept_once() -> None:
    async with site(kit()) as there:
        browser = await at_the_door(there)
        form = {"kind": "log_decision", "text": "Once"}
        headers = {"accept": JSON, "idempotency-key": "k1"}
        said = [await browser.post(f"{ROOM}/do", data=form, headers=headers) for _ in range(3)]
        assert len({answer.json()["last"] for answer in said}) == 1
        assert (await browser.get(ROOM)).text.count('class="card decision"') == 1


async def test_nothing_new_is_told_in_no_bytes() -> None:
    async with site(kit()) as there:
        browser = await at_the_door(there)
        first = (await browser.get(f"{ROOM}/cards")).json()
        answer = await browser.get(f"{ROOM}/cards?after={first['number']}")
        assert (answer.status_code, answer.content) == (204, b"")
        await there.give(ReleaseInjectNow(inject="a"))
        said = (await browser.get(f"{ROOM}/cards?after={first['number']}")).json()
        assert [card["id"] for card in said["cards"] if card["place"] == "feed"] == ["inject-a"]
        assert said["decide"]["abouts"] == [["a", "Title of a"]]
        assert "Label go" in said["decide"]["options"]


async def test_leaving_gives_the_seat_up_and_forgets_the_device() -> None:
    async with site(kit()) as there:
        browser = await at_the_door(there)
        answer = await browser.post(f"{ROOM}/leave", data={})
        assert answer.headers["location"] == "/?left=yes"
        assert "seat" not in browser.cookies
        assert (await there.server.hub.exercise(ID)).seats == {}


async def test_a_shared_device_forgets_its_seat_with_its_browser() -> None:
    async with site(kit()) as there:
        browser = there.browser(accept=PAGE)
        form = {"code": await there.code("participant", "red"), "shared": "yes"}
        answer = await browser.post(f"{ROOM}/join", data=form)
        seat = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("seat="))
        assert "max-age" not in seat.lower()
        assert 'data-shared="yes"' in (await browser.get(ROOM)).text


async def test_the_facilitator_alone_sees_the_codes_and_the_large_buttons() -> None:
    async with site(kit()) as there:
        desk = (await (await at_the_door(there, "facilitator")).get(ROOM)).text
        code = await there.code("participant", "red")
        assert code in desk
        assert 'id="do-pause_exercise-first"' in desk
        for role in ("participant", "evaluator", "observer", "projector"):
            page = (await (await at_the_door(there, role)).get(ROOM)).text
            assert code not in page
            assert "do-pause_exercise" not in page


async def test_an_observer_and_the_wall_can_enter_nothing() -> None:
    async with site(kit()) as there:
        for role in ("observer", "projector"):
            browser = await at_the_door(there, role)
            assert f'action="{ROOM}/do"' not in (await browser.get(ROOM)).text
            form = {"kind": "log_decision", "text": "x", "team": "red"}
            assert (await browser.post(f"{ROOM}/do", data=form)).status_code in (403, 409)


async def test_everything_offered_to_the_facilitator_is_a_form_on_the_page() -> None:
    async with site(kit()) as there:
        await there.give(ReleaseInjectNow(inject="a"))
        page = (await (await at_the_door(there, "facilitator")).get(ROOM)).text
        viewer = Viewer(role="facilitator")
        kinds = {c.kind for c in (await there.server.hub.look(ID, viewer)).choices}
        missing = [kind for kind in kinds if f'name="kind" value="{kind}"' not in page]
        assert len(kinds) > 15
        assert missing == []
        assert "page." not in re.sub(r"<[^>]*>", "", page)


async def test_every_page_is_marked_as_exercise_and_has_no_inline_script_or_style() -> None:
    async with site(kit()) as there:
        browsers = [await at_the_door(there, role) for role in ROLES]
        pages = [await browser.get(ROOM) for browser in browsers]
        for page in (answer.text for answer in (*pages, await there.browser().get("/"))):
            assert "EXERCISE" in page
            assert re.findall(r"<script(?![^>]* src=)", page) == []
            assert re.findall(r"<style|\sstyle=|\son\w+=", page) == []


async def test_static_files_are_the_few_there_are() -> None:
    async with site(kit()) as there:
        browser = there.browser()
        for name in ("style.css", "feed.js", "entry.js", "join.js"):
            answer = await browser.get(f"/static/{name}")
            assert (answer.status_code, len(answer.content) > 100) == (200, True)
        for name in ("../pages.py", "nothing.js", "..%2fpages.py", ""):
            assert (await browser.get(f"/static/{name}")).status_code == 404


async def test_pages_travel_compressed() -> None:
    async with site(kit()) as there:
        browser = await at_the_door(there)
        for path in (ROOM, "/static/feed.js"):
            assert (await browser.get(path)).headers["content-encoding"] == "gzip"
        assert "content-encoding" not in (await browser.get("/api/health")).headers


async def test_the_wall_shows_the_way_in_and_no_code() -> None:
    async with site(kit()) as there:
        there.server.told = "10.0.0.5:8075"
        page = (await (await at_the_door(there, "projector")).get(ROOM)).text
        assert "<svg" in page
        assert "http://10.0.0.5:8075/" in page
