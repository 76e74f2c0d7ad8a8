"""What people and authors write is text on every page, whatever it is made of (SEC7)."""

from __future__ import annotations

import json

import pytest

from simulator.domain.people import Role, Viewer
from simulator.web.markdown import html_of
from tests.contract.hostile import ATTACKS
from tests.pages import CARDS, ROOM, Active, served, told
from tests.terminal.world import CORPUS, everything, hostile
from tests.web import ID

ROLES: tuple[Role, ...] = ("facilitator", "evaluator", "observer", "projector", "participant")


def viewer_of(role: Role) -> Viewer:
    kit = everything()[0].event.kit  # type: ignore[union-attr]
    team = kit.original.scenario.teams[0].id if role == "participant" else None
    return Viewer(role=role, team=team)


@pytest.mark.parametrize("role", ROLES)
async def test_no_page_has_anything_active_in_it(role: Role) -> None:
    with served(hostile()) as there:
        people = (await there.server.hub.exercise(ID)).seats
        for number, person in enumerate(people):
            attack = list(CORPUS.values())[number % len(CORPUS)][:60]
            await there.server.names.put(ID, person, attack.encode(errors="replace").decode())
        for path in (ROOM, "/"):
            assert Active(await told(there, viewer_of(role), path)).found == []
        said = json.loads((await told(there, viewer_of(role), CARDS)).partition("\n")[0])
        pieces = [card["html"] for card in said["cards"]] + [html for _, html in said["forms"]]
        assert [found for piece in pieces for found in Active(piece).found] == []


@pytest.mark.parametrize("name", ATTACKS)
def test_markdown_of_people_makes_nothing_active(name: str) -> None:
    made = html_of(ATTACKS[name])
    assert Active(made).found == []
    assert "<img" not in made


def test_markdown_keeps_what_it_is_for() -> None:
    made = html_of("# Big\n\n**b** [x](https://example.org/a) ~~s~~\n\n- one")
    assert "<strong>b</strong>" in made
    assert 'href="https://example.org/a"' in made
    assert "<s>s</s>" in made
    assert "<li>one</li>" in made
    assert "<h1" not in made


@pytest.mark.parametrize(
    "page",
    [
        "<script src=//evil.test></script>",
        "<a href='javascript:a()'>",
        "<img src=x>",
        "<p onclick=a()>",
        "<form action=http://evil.test>",
        "<a href='//evil.test'>",
    ],
)
def test_what_is_active_would_be_found(page: str) -> None:
    assert Active(page).found
