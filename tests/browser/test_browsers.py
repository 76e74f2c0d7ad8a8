"""The pages in a real browser, at an address that is no secure place to it (P15)."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

pytest.importorskip("playwright", reason="playwright is not installed")

from playwright.async_api import Browser, Page, expect

from simulator.acts.decisions import LogDecision
from simulator.acts.injects import ReleaseInjectNow
from simulator.acts.messages import SendMessage
from simulator.domain.edition import Kit
from tests.browser.child import NAME
from tests.browser.stage import IN_A_BROWSER, Visitors, staged
from tests.builders import a_choice, a_kit, a_player, a_scenario, a_team, an_inject
from tests.web import ID

pytestmark = [*IN_A_BROWSER]
expect.set_options(timeout=10_000)
INJECTS = 6
CARET = "[document.activeElement.id, document.activeElement.selectionStart]"
STRUCK = "#log .decision del"
EVIL = (
    "<script>alert(1)</script>",
    "<img src=//evil.test/x onerror=alert(1)>",
    "![x](http://evil.test/pixel.png)",
    "[x](javascript:alert(1))",
    '"><svg onload=alert(1)>',
    "</textarea><iframe src=//evil.test></iframe>",
    "<style>@import '//evil.test/a.css'</style>",
)


def kit(body: str = "Body.") -> Kit:
    injects = [an_inject(f"i{n}", projector=True, body=body) for n in range(INJECTS)]
    injects[0] |= {"decision": a_choice("stay", "go")}
    return a_kit(a_scenario(*injects, teams=[a_team("red", "chief"), a_team("blue")]))


@pytest_asyncio.fixture(loop_scope="session")
async def there(chromium: Browser, tmp_path: Path) -> AsyncIterator[Visitors]:
    async with staged(chromium, tmp_path, kit()) as visitors:
        yield visitors
        assert visitors.dialogs == []
        assert {url.split("/")[2].split(":")[0] for url in visitors.asked} <= {NAME}


async def released(there: Visitors, *names: str) -> None:
    for name in names:
        await there.stage.give(ReleaseInjectNow(inject=name))


async def in_log(there: Visitors) -> list[str]:
    view = await there.stage.view()
    return [card["body"] for card in view["cards"] if card["kind"] == "decision"]


async def fits(page: Page) -> bool:
    found: bool = await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return found


async def test_a_phone_joins_by_a_link_reads_and_decides(there: Visitors) -> None:
    page = await there.joined(team="red")
    assert "#" not in page.url
    assert not await page.evaluate("isSecureContext")
    await released(there, "i0")
    await expect(page.locator("#news a")).to_contain_text("Title of i0")
    await page.click("#news a")
    await expect(page.locator("#inject-i0 .body")).to_be_visible()
    await expect(page.locator("#inject-i0 .new")).to_be_hidden()
    await page.click("#inject-i0 [data-decide]")
    await page.keyboard.type("We stay.")
    await page.check("#options input[value=stay]")
    await page.click("#decide button")
    await expect(page.locator("#decide .sent")).to_have_text(re.compile(r"saved \d\d:\d\d:\d\d"))
    await expect(page.locator("#log .decision .said")).to_have_text("We stay.")
    await expect(page.locator("#decision")).to_have_value("")
    teams = [c for c in (await there.stage.view())["cards"] if c["id"] == "team-red"]
    assert teams[0]["numbers"]["unread"] == 0
    assert await fits(page)
    assert there.errors == []


async def test_what_is_typed_and_where_stays_whatever_happens(there: Visitors) -> None:
    page = await there.joined(team="red")
    text = "".join(f"word{n:02} " for n in range(30))[:200]
    await page.click("#decision")

    async def much() -> None:
        red = a_player("red")
        for n in range(50 - INJECTS):
            await there.stage.give(LogDecision(text=f"Decision {n}"), red)
        await released(there, *(f"i{n}" for n in range(INJECTS)))

    await asyncio.gather(page.keyboard.type(text, delay=20), much())
    await expect(page.locator("#feed .inject")).to_have_count(INJECTS)
    assert await page.input_value("#decision") == text
    assert await page.evaluate(CARET) == ["decision", 200]
    for _ in range(50):
        await page.keyboard.press("ArrowLeft")
    await page.reload()
    assert await page.input_value("#decision") == text
    assert await page.evaluate(CARET) == ["decision", 150]
    await page.click("nav.languages a[hreflang=es]")
    await expect(page.locator("html")).to_have_attribute("lang", "es")
    assert await page.input_value("#decision") == text


async def test_what_a_killed_server_did_not_take_is_sent_again_and_kept_once(
    there: Visitors,
) -> None:
    page = await there.joined(team="red")
    await page.fill("#decision", "Cut the lines.")
    there.stage.kill()
    await page.click("#decide button")
    await expect(page.locator("#decide .sent")).to_contain_text("not sent, retrying")
    await there.stage.begin()
    await expect(page.locator("#decide .sent")).to_contain_text("saved", timeout=20_000)
    assert await in_log(there) == ["Cut the lines."]
    await page.reload()
    assert await page.input_value("#decision") == ""


async def test_an_answer_that_was_lost_keeps_nothing_twice(there: Visitors) -> None:
    page = await there.joined(team="red")
    lost = 0

    async def lose(route: Any) -> None:
        nonlocal lost
        lost += 1
        asked = await route.request.all_headers()
        host = f"127.0.0.1:{there.stage.port}"
        headers = asked | {"origin": f"http://{host}", "host": host}
        await route.fetch(url=f"http://{host}/x/{ID}/do", headers=headers)
        await route.abort()

    await page.route("**/do", lose, times=2)
    await page.fill("#decision", "Only once.")
    await page.click("#decide button")
    await expect(page.locator("#decide .sent")).to_contain_text("saved", timeout=20_000)
    assert lost == 2
    assert await in_log(there) == ["Only once."]


async def test_amending_strikes_the_original_through(there: Visitors) -> None:
    page = await there.joined(team="red")
    await page.fill("#decision", "Fisrt words")
    await page.click("#decide button")
    await page.click("#log [data-amend][href='#do-amend_decision']")
    field = page.locator("#do-amend_decision textarea[name=text]")
    await expect(field).to_have_value("Fisrt words")
    await field.fill("First words")
    await page.click("#do-amend_decision button")
    await expect(page.locator(STRUCK)).to_have_text("Fisrt words")
    await expect(page.locator("#log")).to_contain_text("First words")


async def test_a_facilitator_plays_from_the_page_and_the_wall_shows_it(
    chromium: Browser, tmp_path: Path
) -> None:
    async with staged(chromium, tmp_path, kit(), started=False) as there:
        desk = await there.joined("facilitator", viewport={"width": 1440, "height": 900})
        wall = await there.joined("projector", viewport={"width": 1920, "height": 1080})
        phone = await there.joined(team="red")
        await desk.click("#do-start_exercise-first button")
        await expect(wall.locator("#status")).to_have_text("running")
        await expect(phone.locator("#act")).to_be_visible()
        await desk.click("#do-release_inject-first button")
        await expect(wall.locator("#inject-i0 .body")).to_be_visible()
        await expect(phone.locator("#inject-i0")).to_be_visible()
        await phone.click("#do-ask_question summary")
        await phone.fill("#do-ask_question textarea", "How long?")
        await phone.click("#do-ask_question button")
        await desk.click("#waiting [data-amend]")
        await desk.keyboard.type("An hour.")
        await desk.click("#do-answer_question button")
        await expect(phone.locator("#log .answer")).to_contain_text("An hour.")
        await expect(desk.locator("#waiting")).to_be_hidden()
        assert await wall.locator(".qr svg").count() == 1
        codes = await desk.locator("#codes dd").all_text_contents()
        shown = await wall.content()
        assert codes
        assert not [code for code in codes if code in shown]
        assert "How long?" not in shown
        assert await fits(desk)
        assert there.errors == []


async def test_a_team_sees_who_of_it_is_there(there: Visitors) -> None:
    page, mate = [await there.joined(team="red") for _ in range(2)]
    await there.joined(team="blue")
    await expect(page.locator("#people li")).to_have_count(2)
    await expect(page.locator("#people li[data-here]")).to_have_count(2)
    await expect(page.locator("#people")).to_contain_text("(you)")
    await mate.context.close()
    await expect(page.locator("#people li[data-here]")).to_have_count(1)


async def test_nothing_that_people_write_does_anything(chromium: Browser, tmp_path: Path) -> None:
    async with staged(chromium, tmp_path, kit(" ".join(EVIL))) as there:
        red = a_player("red")
        await released(there, "i0")
        for text in EVIL:
            await there.stage.give(LogDecision(text=text), red)
            await there.stage.give(SendMessage(text=text, to=("blue",)), red)
        for role in ("participant", "facilitator", "evaluator", "observer", "projector"):
            page = await there.joined(role, "red" if role == "participant" else None)
            await released(there, *(["i1"] if role == "participant" else []))
            await expect(page.locator("#live")).to_have_class("on")
            for each in await page.locator("details").all():
                await each.evaluate("each => each.open = true")
            assert await page.locator("iframe, .card script, .card img, .card svg").count() == 0
        assert there.dialogs == []
        assert {url.split("/")[2].split(":")[0] for url in there.asked} == {NAME}
        assert there.errors == []


async def test_without_scripts_people_join_read_and_enter(there: Visitors) -> None:
    await released(there, "i0")
    page = await (await there.device(java_script_enabled=False)).new_page()
    await page.goto(there.stage.url)
    await page.fill("input[name=code]", there.stage.code("participant", "red").lower())
    await page.click("main form button")
    await page.click("#inject-i0 summary")
    await expect(page.locator("#inject-i0 .body")).to_be_visible()
    await page.fill("#decision", "By hand.")
    await page.click("#decide button")
    await expect(page.locator("#log .said")).to_have_text("By hand.")


async def test_a_shared_device_keeps_nothing(there: Visitors) -> None:
    page = await (await there.device()).new_page()
    await page.goto(f"{there.stage.url}/#{there.stage.code('participant', 'red')}")
    await page.check("input[name=shared]")
    await page.click("main form button")
    await page.fill("#decision", "A secret")
    assert await page.evaluate("localStorage.length") == 0
    cookies = await page.context.cookies()
    assert [c["expires"] for c in cookies if c["name"] == "seat"] == [-1]


async def test_leaving_takes_what_was_not_sent_along(there: Visitors) -> None:
    page = await there.joined(team="red")
    await page.fill("#decision", "A secret")
    assert await page.evaluate("localStorage.length") == 1
    leaving = page.locator("footer details:has(form[action$='/leave'])")
    await leaving.locator("summary").click()
    await leaving.locator("input[type=checkbox]").check()
    await leaving.locator("button").click()
    await page.wait_for_url(f"{there.stage.url}/")
    assert await page.evaluate("localStorage.length") == 0
    assert "seat" not in {c["name"] for c in await page.context.cookies()}
