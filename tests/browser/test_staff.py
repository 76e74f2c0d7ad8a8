"""The staff's pages in a real browser: a whole exercise without any terminal."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

pytest.importorskip("playwright", reason="playwright is not installed")

from playwright.async_api import Browser, Page, expect

from simulator.acts.decisions import LogDecision
from simulator.acts.injects import ReleaseInject
from simulator.acts.requests import AskQuestion
from simulator.domain.edition import Kit
from tests.browser.child import NAME
from tests.browser.stage import IN_A_BROWSER, PHONE, Visitors, looked_at, staged
from tests.builders import FACILITATOR, a_choice, a_kit, a_player, a_scenario, a_team, an_inject
from tests.web import ID

pytestmark = [*IN_A_BROWSER]
expect.set_options(timeout=10_000)
DESK = {"width": 1440, "height": 900}


def kit() -> Kit:
    guided = {"facilitator": {"delivery": "Read it slowly."}}
    injects = [
        an_inject("i0", to=["red"], decision=a_choice("stay", "go"), objectives=["calm"], **guided),
        an_inject("i1", objectives=["calm"], optional=True),
        an_inject("i2", ends=True),
        an_inject("spare", pool="hint"),
    ]
    objectives = [{"id": "calm", "text": "Stay calm"}]
    teams = [a_team("red", "chief"), a_team("blue")]
    return a_kit(a_scenario(*injects, teams=teams, objectives=objectives))


@pytest_asyncio.fixture(loop_scope="session")
async def there(chromium: Browser, tmp_path: Path) -> AsyncIterator[Visitors]:
    async with staged(chromium, tmp_path, kit()) as visitors:
        yield visitors
        assert visitors.dialogs == []
        assert {url.split("/")[2].split(":")[0] for url in visitors.asked} <= {NAME}
        assert visitors.errors == []


async def at_the_desk(there: Visitors) -> Page:
    return await there.joined("facilitator", viewport=DESK)


async def fits(page: Page) -> bool:
    found: bool = await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return found


async def happened(there: Visitors, kind: str) -> int:
    found = await there.stage._asked("GET", "/history?after=0&most=1000", FACILITATOR)
    return sum(each["kind"] == kind for each in found.json())


async def test_a_whole_exercise_is_run_without_any_terminal(
    chromium: Browser, tmp_path: Path
) -> None:
    async with staged(chromium, tmp_path, kit(), started=False) as there:
        desk, phone = await at_the_desk(there), await there.joined(team="red")
        await desk.click("#do-start_exercise-first button")
        # what is next stands on top, with its text, its guidance, and who gets it
        up_next = desk.locator("#upcoming")
        await expect(up_next.locator(".headline")).to_have_text("Title of i0")
        await expect(up_next.locator(".body")).to_have_text("Body of i0.")
        await expect(up_next.locator(".guidance")).to_contain_text("Read it slowly.")
        await expect(up_next.locator("[data-words]")).to_have_text("Goes to: Team red")
        await desk.click("#do-release_inject-first button")
        await expect(phone.locator("#inject-i0")).to_be_visible()
        await expect(up_next.locator(".headline")).not_to_have_text("Title of i0")
        await _improvised(desk, phone)
        await _edited(desk, phone)
        await there.stage.give(AskQuestion(text="How long?"), a_player("red"))
        await desk.click("#waiting a.button:not(.link)")
        await desk.keyboard.type("An hour.")
        await desk.click("#do-answer_question .send button")
        await expect(phone.locator("#log .answer")).to_contain_text("An hour.")
        await _ended(desk)
        await expect(phone.locator("#status")).to_have_text("ended")
        assert there.errors == []


async def _improvised(desk: Page, phone: Page) -> None:
    """Begin with one of the library, change a word of it, send it."""
    form = desk.locator("#do-improvise")
    await form.locator("summary").first.click()
    await expect(form.locator("[name=library] optgroup")).not_to_have_count(0)
    chosen = form.locator("[name=library] option").nth(1)
    await form.locator("[name=library]").select_option(await chosen.get_attribute("value"))
    assert await form.locator("[name=body]").input_value()
    await form.locator("[name=title]").fill("The mayor calls")
    await form.locator(".send button").click()
    await expect(form.locator(".sent")).to_contain_text("saved")
    await expect(phone.locator("#feed .headline").first).to_have_text("The mayor calls")


async def _edited(desk: Page, phone: Page) -> None:
    """Reword what is not out yet, and release it with the new words."""
    await desk.click("#msel summary >> nth=0")
    await desk.click("#inject-i1 summary")
    await desk.click("#inject-i1 a[href='#do-edit_inject']")
    body = desk.locator("#do-edit_inject [name=body]")
    assert await body.input_value() == "Body of i1."
    await body.fill("Other words.")
    await desk.click("#do-edit_inject .send button")
    await expect(desk.locator("#do-edit_inject .sent")).to_contain_text("saved")
    await desk.click("#do-release_inject-first button")
    await expect(phone.locator("#inject-i1 .body")).to_have_text("Other words.")


async def _ended(desk: Page) -> None:
    """End play, and read the report in the same browser."""
    await desk.click("#do-end_exercise summary")
    await desk.check("#do-end_exercise [type=checkbox]")
    await desk.click("#do-end_exercise .send button")
    await desk.click("#after a[href='#do-note_hotwash']")
    await desk.fill("#do-note_hotwash [name=text]", "We told the mayor late.")
    await desk.select_option("#do-note_hotwash [name=topic]", "gap")
    await desk.click("#do-note_hotwash .send button")
    await expect(desk.locator("#log .note")).to_contain_text("We told the mayor late.")
    await desk.click("#after a[href$='/report']")
    marked = re.compile("EXERCISE.*DRAFT", re.DOTALL)
    await expect(desk.locator(".marks.top")).to_contain_text(marked)
    await expect(desk.locator("main")).to_contain_text("We told the mayor late.")
    styled = "getComputedStyle(document.querySelector('.marks')).position"
    assert await desk.evaluate(styled) == "sticky"
    await desk.go_back()
    await desk.click("nav.jumps a[href$='/timeline']")
    await desk.fill("[name=find]", "mayor late")
    await desk.click("form button")
    await expect(desk.locator(".happened li")).to_have_count(1)


async def press_at_once(page: Page, button: str) -> None:
    """Press what is there now, without a look whether it can be pressed."""
    await page.locator(button).evaluate("each => each.click()")


async def test_a_button_that_has_just_changed_asks_for_a_second_look(there: Visitors) -> None:
    """Who meant the inject that a colleague released meanwhile does not release the next one."""
    desk = await at_the_desk(there)
    button = "#do-release_inject-first button"
    await expect(desk.locator(button)).to_have_text("Release: Title of i0")
    await desk.evaluate(
        """button => new MutationObserver((_, all) => {
          const found = document.querySelector(button);
          if (found && found.textContent.includes("i1")) { all.disconnect(); found.click(); }
        }).observe(document.getElementById("top"), {childList: true, subtree: true})""",
        button,
    )
    await there.stage.give(ReleaseInject(inject="i0"))
    told = desk.locator("#do-release_inject-first .sent")
    await expect(told).to_have_text("This button has just changed. Look, and press it again.")
    assert await happened(there, "inject_released") == 1
    await looked_at(desk.locator(button))
    await desk.click(button)
    await expect(desk.locator("#feed #inject-i1")).to_be_visible()


async def test_two_facilitators_release_nothing_twice(there: Visitors) -> None:
    one, other = await at_the_desk(there), await at_the_desk(there)
    button = "#do-release_inject-first button"
    for n in range(2):
        for page in (one, other):
            await expect(page.locator(button)).to_have_text(f"Release: Title of i{n}")
            await looked_at(page.locator(button))
        await asyncio.gather(*(press_at_once(page, button) for page in (one, other)))
        for page in (one, other):
            await expect(page.locator(f"#feed #inject-i{n}")).to_be_visible()
    assert await happened(there, "inject_released") == 2
    out = [c for c in (await there.stage.view())["cards"] if c["kind"] == "inject"]
    assert [c["inject"] for c in out if c["state"] == "released"] == ["i0", "i1"]
    there.errors.clear()  # the browser writes down that the second was refused


async def test_map_outlook_and_reserve_are_kept_up(there: Visitors) -> None:
    desk = await at_the_desk(there)
    await desk.click("#map summary >> nth=0")
    await expect(desk.locator("#map [data-node=start] .at")).to_contain_text("Team red")
    await there.stage.give(ReleaseInject(inject="i0"))
    await expect(desk.locator("#map [data-node=i0] .at")).to_have_text("HERE: Team red")
    await expect(desk.locator("#map [data-node=i0]")).to_have_attribute("data-state", "released")
    await expect(desk.locator("#map .objective")).to_contain_text("Stay calm")
    await expect(desk.locator("#forecast .when")).to_have_text(re.compile("(E|e)nd"))
    await desk.click("#decks summary >> nth=0")
    await desk.click("#inject-spare summary")
    await desk.click("#inject-spare a[href='#do-release_inject_now']")
    await desk.click("#do-release_inject_now .send button")
    await expect(desk.locator("#feed #inject-spare")).to_be_visible()
    await expect(desk.locator("#decks")).to_be_hidden()


async def test_who_is_there_and_who_has_gone(there: Visitors) -> None:
    desk = await at_the_desk(there)
    phone = await there.joined(team="red")
    tile = desk.locator("#team-red .there")
    await expect(tile).to_have_text("1 of 1 connected")
    await expect(desk.locator("#away")).to_be_hidden()
    await phone.context.close()
    await expect(tile).to_have_text("0 of 1 connected")
    await expect(desk.locator("#away")).to_have_text("Not connected: 1")


async def test_codes_are_kept_up_and_can_be_printed(there: Visitors) -> None:
    one, other = await at_the_desk(there), await at_the_desk(there)
    shown = "#codes [data-place='participant/red/']"
    before = await other.locator(shown).text_content()
    await other.evaluate("window.same = true")
    await one.click("#do-rotate_codes summary")
    await one.click("#do-rotate_codes .send button")
    for page in (one, other):
        await expect(page.locator(shown)).not_to_have_text(before or "")
    assert await other.evaluate("window.same")  # it was not loaded anew
    now = await other.locator(shown).text_content()
    await other.click("#codes summary >> nth=0")
    await expect(other.locator("#codes .qr svg")).to_be_visible()
    await other.click("#codes a[href$='/invitations']")
    sheet = other.locator(".team article", has_text="Team red").first
    await expect(sheet.locator(".code")).to_have_text(now or "")
    await expect(sheet.locator("svg")).to_be_visible()


async def test_an_evaluator_notes_with_one_tap_on_a_phone(there: Visitors) -> None:
    await there.stage.give(ReleaseInject(inject="i0"))
    await there.stage.give(LogDecision(text="We stay.", inject="i0"), a_player("red"))
    desk, page = await at_the_desk(there), await there.joined("evaluator")
    box = await page.locator("#do-take_note textarea").bounding_box()
    assert box
    assert box["y"] + box["height"] <= PHONE["height"]  # without scrolling
    await page.click("#log .decision a[href='#do-take_note']")
    await page.keyboard.type("Nobody asked legal.")
    await page.click("#do-take_note .send button")
    note = desk.locator("#log .note")
    await expect(note).to_contain_text("Nobody asked legal.")
    await expect(note.locator("time")).to_have_text(re.compile(r"\d\d:\d\d"))
    noted = [c for c in (await there.stage.view())["cards"] if c["kind"] == "note"]
    assert (noted[0]["team"], noted[0]["title"]) == ("red", "i0")
    await page.click("#do-rate summary")
    form = page.locator("#do-rate")
    await form.locator("[name=subject]").select_option("calm")
    await form.locator("[name=achieved]").select_option("true")
    await form.locator(".send button").click()
    await expect(form.locator(".sent")).to_contain_text("saved")
    assert await fits(page)


async def test_an_observer_reads_and_enters_nothing(there: Visitors) -> None:
    page = await there.joined("observer")
    await there.stage.give(ReleaseInject(inject="i0"))
    await expect(page.locator("#feed #inject-i0")).to_be_visible()
    assert await page.locator("form[action$='/do'], #upcoming, #codes, #map").count() == 0
    assert await fits(page)


async def test_a_late_joiner_gets_one_page_of_what_there_was(there: Visitors) -> None:
    await there.stage.give(ReleaseInject(inject="i0"))
    await there.stage.give(LogDecision(text="We stay.", inject="i0"), a_player("red"))
    page = await there.joined(team="red")
    told = page.locator("#catch-up")
    await expect(told).to_contain_text("Title of i0")
    await expect(told).to_contain_text("We stay.")
    await expect(page.locator("#inject-i0 .before")).to_be_visible()
    await expect(page.locator("#log .decision .before")).to_be_visible()
    await there.stage.give(ReleaseInject(inject="i1"))
    await expect(page.locator("#inject-i1 .new")).to_be_visible()
    await expect(page.locator("#inject-i1 .before")).to_be_hidden()
    await there.stage.give(LogDecision(text="We go."), a_player("red"))
    await expect(page.locator("#log .decision", has_text="We go.")).to_be_visible()
    await expect(page.locator("#log .before:visible")).to_have_count(1)
    await told.locator("summary").click()
    await page.reload()
    await expect(told.locator("ol").first).to_be_hidden()
    assert await fits(page)


async def test_a_role_is_passed_on_in_three_actions(there: Visitors) -> None:
    page = await there.joined(team="red")
    await page.fill("#decision", "We stay.")
    await page.click("#decide button")
    await expect(page.locator("#log .decision")).to_contain_text("We stay.")
    await page.click("footer summary >> nth=0")
    await page.click("footer form[action$='/hand-over'] button")
    code = await page.locator(".code").text_content()
    heir = await (await there.device()).new_page()
    await heir.goto(f"{there.stage.url}/#{code}")
    await heir.fill("input[name=name]", "Ana")
    await heir.click("main form button")
    await heir.wait_for_url(f"{there.stage.url}/x/{ID}")
    await expect(heir.locator("#log .decision")).to_contain_text("We stay.")
    await expect(heir.locator("h1")).to_contain_text("Ana")
    await expect(heir.locator("#log .who")).not_to_contain_text("Ana")
    await expect(heir.locator("#people li")).to_have_count(1)
    await page.goto(f"{there.stage.url}/x/{ID}")
    await expect(page.locator("input[name=code]")).to_be_visible()  # at the door
