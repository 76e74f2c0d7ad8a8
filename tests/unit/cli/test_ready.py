"""What lies ready for an exercise: every inject of the library, in its words and with its names."""

from __future__ import annotations

import pytest

from simulator.acts.improvise import Improvise
from simulator.cli.exercises import channels
from simulator.cli.ready import shelf_for
from simulator.consoles.draft import Draft
from simulator.consoles.ready import taken as filled
from simulator.content.library import Library, installed
from simulator.domain.view import Choice
from simulator.service.prepare import prepared
from simulator.service.ready import ReadyInject
from simulator.text import languages
from tests.builders import Table, a_kit, a_scenario

SHIPPED = Library((installed(),)).injects()
WRITTEN = ("en", "es")


def ready(language: str, **fields: object) -> tuple[ReadyInject, ...]:
    exercise = Table(a_scenario("a", "b", **fields)).exercise
    return tuple(shelf_for(exercise.kit, language)())


@pytest.mark.parametrize("language", WRITTEN)
def test_everything_shipped_lies_ready_in_each_language_it_is_written_in(language: str) -> None:
    found = ready(language)
    assert len(SHIPPED) >= 25
    assert {each.id for each in found} >= set(SHIPPED)
    ours = [each for each in found if each.id in SHIPPED]
    assert [e.id for e in ours if not e.sender or not e.guidance or not e.facts] == []
    assert [e.id for e in ours if "[en]" in f"{e.title} {e.body} {e.sender} {e.facts}"] == []


@pytest.mark.parametrize("language", languages())
def test_names_are_those_of_the_exercise_or_none(language: str) -> None:
    named = ready(language, values={"organisation": "Puerto Alto"})
    assert any("Puerto Alto" in each.body for each in named)
    assert [e.id for e in (*named, *ready(language)) if "{organisation}" in e.body] == []


def test_all_of_them_can_be_improvised_as_they_are() -> None:
    kit = a_kit(a_scenario("a", "b"))
    for each in ready("en"):
        command = filled(Draft(Choice(kind="improvise")), each).command()
        made = prepared(command, kit, channels())
        assert isinstance(made, Improvise)
        assert made.faces["en"].channel == each.channel
