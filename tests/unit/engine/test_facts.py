"""How effects change the facts: what is carried in events, and where it is kept."""

from __future__ import annotations

from typing import Any

from simulator.domain.exercise import EXERCISE
from simulator.domain.scenario import Effect
from simulator.engine.facts import Change, applied, changes_of
from tests.builders import Table, a_scenario, a_team

FACTS: dict[str, Any] = {
    "teams": [a_team("red"), a_team("blue")],
    "milestones": [{"id": "m", "text": "M"}, {"id": "own", "text": "O", "scope": "team"}],
    "variables": [
        {"id": "v", "text": "V", "start": 1, "min": 0, "max": 3},
        {"id": "low", "text": "L", "min": 2},
        {"id": "mood", "text": "Mood", "type": "choice", "values": ["calm", "loud"]},
    ],
}


def changed(*effects: dict[str, Any], teams: tuple[str, ...] = ("red",)) -> list[Change]:
    exercise = Table(a_scenario(**FACTS)).exercise
    found = tuple(Effect.model_validate(effect) for effect in effects)
    return list(changes_of(found, exercise, EXERCISE, teams))


def test_the_last_value_is_what_is_carried() -> None:
    effects = ({"add": {"v": 1}}, {"add": {"v": 1}}, {"let": {"mood": "loud"}}, {"set": "m"})
    assert changed(*effects) == [
        Change(variable="v", value=3),
        Change(variable="mood", value="loud"),
        Change(milestone="m", value=True),
    ]


def test_sums_stay_within_their_bounds_at_each_step() -> None:
    assert changed({"add": {"v": 9}}, {"add": {"v": -1}}) == [Change(variable="v", value=2)]


def test_what_comes_back_to_where_it_was_is_not_carried() -> None:
    assert changed({"set": "m"}, {"clear": "m"}, {"let": {"mood": "calm"}}) == []


def test_a_fact_of_each_team_changes_for_the_teams_given() -> None:
    assert changed({"set": "own"}, teams=("blue",)) == [
        Change(story="blue", milestone="own", value=True)
    ]


def test_without_a_start_a_number_begins_at_its_least_and_a_choice_at_its_first() -> None:
    table = Table(a_scenario(**FACTS))
    assert [table.variable(v) for v in ("v", "low", "mood")] == [1, 2, "calm"]


def test_applying_copies_and_remembers_what_was() -> None:
    before = Table(a_scenario(**FACTS)).exercise
    after = applied((Change(variable="v", value=2),), before, 30.0, 9)
    known = after.facts[EXERCISE].variables["v"]
    assert (known.value, known.since, known.seq) == (2, 30.0, 9)
    assert known.earlier == ((1, 0.0),)
    assert before.facts[EXERCISE].variables["v"].value == 1
