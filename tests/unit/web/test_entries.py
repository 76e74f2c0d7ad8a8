"""What may be said in a form beside its one needed field: later than the page, or by hand."""

from __future__ import annotations

from simulator.acts.injects import ReleaseInjectNow
from simulator.acts.play import StartExercise
from simulator.domain.edition import Kit
from simulator.domain.view import Choice, Field
from simulator.web.forms import command_of, grouped
from tests.builders import a_kit, a_scenario, a_team, an_inject
from tests.web import ID, Site, site

ROOM = f"/x/{ID}"
ENTRY = "log_decision"


def kit() -> Kit:
    return a_kit(a_scenario(an_inject("a"), an_inject("b"), teams=[a_team("red"), a_team("blue")]))


async def further(there: Site, after: int = 0) -> str:
    player = await there.joined("participant", "red")
    said = (await player.get(f"{ROOM}/cards?after={after}")).json()
    html: str = said["decide"]["further"]
    return html


async def test_who_came_before_the_start_may_say_as_much_as_who_comes_later() -> None:
    async with site(kit(), started=False) as there:
        assert "data-field" not in await further(there)
        await there.give(StartExercise())
        html = await further(there)
        for name in ("rationale", "considered", "assignee", "confidence", "steps"):
            assert f'data-field="{name}"' in html


async def test_an_entry_is_linked_to_what_has_arrived() -> None:
    async with site(kit()) as there:
        assert 'data-field="links"' not in await further(there)
        await there.give(ReleaseInjectNow(inject="a"))
        html = await further(there)
        assert '<input type="checkbox" name="links" value="a">' in html
        assert 'value="b"' not in html
        player = await there.joined("participant", "red")
        page = (await player.get(ROOM)).text
        message = page[page.index('value="send_message"') :]
        assert 'name="links" value="a"' in message[: message.index("</form>")]


def test_a_step_is_typed_by_whoever_does_not_read_the_playbook() -> None:
    typed = Field(name="steps", kind="choices")
    choices = [Choice(kind=ENTRY, fields=(Field(name="text", kind="prose"), typed))]
    assert [f.name for f in grouped(choices, {})[0].further] == ["text", "steps"]
    form = {"kind": [ENTRY], "text": ["We call."], "steps": ["book/call, book/tell;book/call"]}
    command = command_of(form, choices)
    assert getattr(command, "steps", ()) == ("book/call", "book/tell")


async def test_what_must_be_yes_or_no_is_asked_and_never_taken_for_no() -> None:
    objectives = [{"id": "tell", "text": "Tell in time."}]
    scenario = a_scenario(an_inject("a"), teams=[a_team("red")], objectives=objectives)
    async with site(a_kit(scenario)) as there:
        evaluator = await there.joined("evaluator", None)
        page = (await evaluator.get(ROOM)).text
        assert '<select name="achieved" required><option value=""></option>' in page
        assert 'type="checkbox" name="achieved"' not in page
        assert 'type="checkbox" name="safety_risk"' in page
