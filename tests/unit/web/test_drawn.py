"""Forms are drawn once for all who are offered the same, and anew for whoever is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simulator.domain.view import Field
from simulator.web import drawn
from simulator.web.drawing import Drawer
from simulator.web.drawn import form
from simulator.web.forms import Group

DRAWER = Drawer("en", role="participant", exercise="drawn")
ASK = Group("ask_question", "Ask", False, "", (), (Field(name="text", kind="prose"),), ())


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is drawn anew."""
    found: list[str] = []
    real = Drawer.page

    def page(self: Drawer, name: str, **values: object) -> str:
        found.append(name)
        return real(self, name, **values)

    monkeypatch.setattr(Drawer, "page", page)
    monkeypatch.setattr(drawn, "_drawn", type(drawn._drawn)())
    return found


def test_what_all_teams_are_offered_is_drawn_once(pages: list[str]) -> None:
    first = form(DRAWER, ASK)
    assert form(replace(DRAWER, names={"p-1": "Ana"}), replace(ASK)) == first
    assert "<textarea" in first
    assert pages == ["forms.html"]


def test_another_language_role_exercise_or_offer_is_drawn_anew(pages: list[str]) -> None:
    for drawer in (DRAWER, replace(DRAWER, language="es"), replace(DRAWER, role="facilitator")):
        form(drawer, ASK)
    assert 'action="/x/other/do"' in form(replace(DRAWER, exercise="other"), ASK)
    assert ">Beg<" in form(DRAWER, replace(ASK, label="Beg"))
    assert len(pages) == 5


def test_what_is_about_own_entries_is_drawn_each_time(pages: list[str]) -> None:
    amend = replace(ASK, kind="amend_decision")
    form(DRAWER, amend)
    form(DRAWER, amend)
    assert len(pages) == 2


def test_no_more_are_remembered_than_there_is_room_for(
    pages: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawn, "MOST", 2)
    for label in ("a", "b", "a", "c", "a", "b"):
        form(DRAWER, replace(ASK, label=label))
    assert len(pages) == 4
