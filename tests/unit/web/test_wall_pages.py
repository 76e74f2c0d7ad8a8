"""Pages about one entry: shown on the wall and hidden (F15); amended by two (P9); looked at again.

Without scripts: what they add is for browsers to show.
"""

from __future__ import annotations

import re
from typing import Any

import httpx

from simulator.acts.amendments import AmendDecision
from simulator.acts.decisions import LogDecision
from simulator.acts.injects import ReleaseInjectNow
from simulator.domain.edition import Kit
from simulator.web.bodies import JSON
from tests.builders import a_choice, a_kit, a_player, a_scenario, a_team, an_inject
from tests.web import ID, Site, site

ROOM = f"/x/{ID}"
PAGE = "text/html"
ANA = a_player(person="ana")
WALL = re.compile(
    r'<input type="hidden" name="kind" value="(\w+_room)">'
    r'<input type="hidden" name="(entry|inject)" value="([^"]+)">'
)


def kit() -> Kit:
    injects = [an_inject("a", projector=True, decision=a_choice("stay", "go")), an_inject("b")]
    return a_kit(a_scenario(*injects, teams=[a_team("red", "chief"), a_team("blue")]))


async def came(there: Site, role: str, name: str = "") -> httpx.AsyncClient:
    """A browser that came in by the form of the door."""
    browser = there.browser(accept=PAGE)
    code = await there.code(role, "red" if role == "participant" else None)
    await browser.post(f"{ROOM}/join", data={"code": code, "name": name})
    return browser


async def do(browser: httpx.AsyncClient, **form: str) -> httpx.Response:
    return await browser.post(f"{ROOM}/do", data=form)


async def page(browser: httpx.AsyncClient) -> str:
    return (await browser.get(ROOM)).text


async def told(browser: httpx.AsyncClient, after: int) -> dict[str, Any]:
    said: dict[str, Any] = (await browser.get(f"{ROOM}/cards?after={after}")).json()
    return said


def field(text: str, name: str, form: str) -> str:
    """What a hidden field of a form says."""
    found = re.search(f'id="do-{form}".*?name="{name}" value="([^"]*)"', text, re.DOTALL)
    assert found
    return found[1]


# The wall


async def test_control_puts_an_entry_on_the_wall_and_takes_it_off() -> None:
    async with site(kit()) as there:
        await there.give(ReleaseInjectNow(inject="a"))
        await there.give(LogDecision(inject="a", text="We pay <b>."), ANA)
        desk, wall = await came(there, "facilitator"), await came(there, "projector")
        assert "We pay" not in await page(wall)
        kind, name, id = next(m for m in WALL.findall(await page(desk)) if m[1] == "entry")
        assert (await do(desk, kind=kind, **{name: id})).status_code == 303
        shown = await page(wall)
        assert "We pay &lt;b&gt;." in shown
        assert "Team red" in shown
        assert "ana" not in shown.partition("<main")[2].lower()
        after = await there.server.number(ID)
        kind, _, again = next(m for m in WALL.findall(await page(desk)) if m[1] == "entry")
        assert (kind, again) == ("hide_from_room", id)
        await do(desk, kind=kind, entry=id)
        assert "We pay" not in await page(wall)
        (card,) = (await told(wall, after))["cards"]
        assert card == {
            "id": f"decision-{id}",
            "place": "",
            "html": f'<p id="decision-{id}" hidden></p>',
        }


async def test_an_inject_is_hidden_from_the_wall_and_comes_back() -> None:
    async with site(kit()) as there:
        await there.give(ReleaseInjectNow(inject="a"))
        desk, wall = await came(there, "facilitator"), await came(there, "projector")
        for kind, seen in (("hide_from_room", False), ("show_to_room", True)):
            assert WALL.findall(await page(desk)) == [(kind, "inject", "a")]
            await do(desk, kind=kind, inject="a")
            assert ("Body of a." in await page(wall)) is seen


async def test_nobody_else_has_the_buttons() -> None:
    async with site(kit()) as there:
        await there.give(ReleaseInjectNow(inject="a"))
        await there.give(LogDecision(inject="a", text="We pay."), ANA)
        for role in ("participant", "evaluator", "observer", "projector"):
            assert WALL.findall(await page(await came(there, role))) == []


# Two at one entry


async def test_who_was_too_late_is_told_by_whom_and_may_send_it_again() -> None:
    async with site(kit()) as there:
        ana, bo = await came(there, "participant", "Ana"), await came(there, "participant", "Bo")
        await do(ana, kind="log_decision", text="One.")
        seen = field(await page(bo), "seen", "amend_decision")
        await do(ana, kind="amend_decision", seen=seen, text="Two.")
        answer = await do(bo, kind="amend_decision", seen=seen, text="Three, <b>.", reason="Wrong")
        assert answer.status_code == 409
        assert "Ana has amended this entry" in answer.text
        assert "“Two.”" in answer.text
        assert '<textarea name="text" rows="4" maxlength="8000">Three, &lt;b&gt;.</textarea>' in (
            answer.text
        )
        assert "Three" not in await page(ana)
        form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', answer.text))
        assert (await do(bo, **form, text="Three.", reason="Wrong")).status_code == 303
        assert "Three." in await page(ana)


async def test_a_script_is_told_which_entry_is_meant_now() -> None:
    async with site(kit()) as there:
        bo = await came(there, "participant", "Bo")
        await do(bo, kind="log_decision", text="One.")
        seen = field(await page(bo), "seen", "amend_decision")
        await there.give(AmendDecision(text="Two."), a_player(person="p-1"))
        bo.headers["accept"] = JSON
        answer = await do(bo, kind="amend_decision", seen=seen, text="Three.")
        said = answer.json()
        assert (answer.status_code, said["error"]) == (409, "amended_since")
        assert said["text"].startswith("Somebody else has amended")
        form = {"seen": seen, "decision": said["values"]["decision"], "text": "Three."}
        assert (await do(bo, kind="amend_decision", **form)).status_code == 200


async def test_a_refusal_with_nothing_typed_offers_nothing_to_send_again() -> None:
    async with site(kit()) as there:
        browser = await came(there, "participant")
        answer = await do(browser, kind="acknowledge_inject", inject="a")
        assert (answer.status_code, "<textarea" in answer.text) == (409, False)


async def test_what_others_do_is_no_reason_to_draw_the_form_anew() -> None:
    """The number that was seen is not part of it, so that nothing is told twice (P14)."""
    async with site(kit()) as there:
        bo = await came(there, "participant", "Bo")
        await do(bo, kind="log_decision", text="One.")
        forms = dict((await told(bo, 1))["forms"])
        assert 'name="seen" value=""' in forms["do-amend_decision"]


# Looking again


async def test_looking_again_brings_what_is_new_and_keeps_what_was_typed() -> None:
    async with site(kit()) as there:
        browser = await came(there, "participant")
        await there.give(ReleaseInjectNow(inject="b"))
        before = await page(browser)
        assert f'formaction="{ROOM}/look"' in before
        assert 'http-equiv="refresh"' not in before
        await there.give(ReleaseInjectNow(inject="a"))
        form = {
            "kind": "log_decision",
            "inject": "b",
            "text": "Half a <b>",
            "rationale": "As",
            "confidence": "high",
        }
        answer = await browser.post(f"{ROOM}/look", data=form)
        assert answer.status_code == 200
        again = answer.text
        assert 'name="option" value="go"' in again
        assert 'maxlength="8000">Half a &lt;b&gt;</textarea>' in again
        assert 'maxlength="8000">As</textarea>' in again
        assert '<option value="high" selected>' in again
        assert '<option value="b" selected>' in again
        assert again.count("As</textarea>") == 1
        kept = await browser.post(f"{ROOM}/look", data={"inject": "", "option": "go"})
        assert 'value="go" checked' in kept.text
        assert '<option value="a" selected>' not in kept.text


async def test_who_has_nothing_to_type_has_a_link() -> None:
    async with site(kit()) as there:
        for role in ("facilitator", "evaluator", "observer", "projector"):
            found = await page(await came(there, role))
            link = rf'<noscript><p><a class="button quiet" href="{ROOM}">Look again</a>'
            assert re.search(link, found), role
