"""Predicates that commands, views and the plan share."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.acts.improvise import Improvise
from simulator.engine import rules
from tests.builders import Table, a_kit, a_scenario, a_team, a_viewer, an_inject

TEAMS: dict[str, Any] = {"teams": [a_team("red", "chief", "clerk"), a_team("blue")]}
OWN = {"story": {"scope": "team"}}


@pytest.mark.parametrize(
    ("to", "teams"),
    [
        ((), ("red", "blue")),
        (("all",), ("red", "blue")),
        (("blue",), ("blue",)),
        (("red/chief",), ("red",)),
        (("blue", "red/clerk"), ("red", "blue")),
        (("green",), ()),
    ],
)
def test_addressees_name_playing_teams(to: tuple[str, ...], teams: tuple[str, ...]) -> None:
    assert rules.addressed(Table(a_scenario(**TEAMS)).exercise, to) == teams


def test_a_declared_team_stands_for_all_made_of_it() -> None:
    exercise = Table(a_scenario(**OWN), copies=2).exercise
    assert rules.addressed(exercise, ("red",)) == ("red-1", "red-2")
    assert rules.addressed(exercise, ("red-2",)) == ("red-2",)
    assert rules.playing(exercise, "red") == ("red-1", "red-2")
    assert rules.playing(exercise, "red", "red-2") == ("red-2",)


@pytest.mark.parametrize(
    ("scope", "story", "kept"),
    [
        ("exercise", "", ("",)),
        ("exercise", "red", ("",)),
        ("team", "", ("red", "blue")),
        ("team", "red", ("red",)),
        (None, "red", ("",)),
    ],
)
def test_a_facts_own_scope_says_where_it_is_kept(
    scope: str | None, story: str, kept: tuple[str, ...]
) -> None:
    milestone = {"id": "m", "text": "M", "scope": scope}
    exercise = Table(a_scenario(milestones=[milestone], **TEAMS)).exercise
    assert rules.stories_of_fact(exercise, "milestone", "m", story) == kept


@pytest.mark.parametrize(
    ("to", "role", "reads"),
    [
        ((), "clerk", True),
        (("red",), "clerk", True),
        (("red/chief",), "clerk", False),
        (("red/chief",), "chief", True),
        (("red/chief",), None, True),
        (("blue",), None, False),
        (("all",), "clerk", True),
    ],
)
def test_a_seat_reads_what_is_addressed_to_it_and_without_a_role_all_its_teams(
    to: tuple[str, ...], role: str | None, reads: bool
) -> None:
    assert rules.may_read(to, a_viewer("participant", "red", team_role=role)) is reads


def test_a_copys_seat_reads_what_is_addressed_to_the_declared_team_or_to_it_alone() -> None:
    scenario = a_scenario(an_inject("a", to="red"), **OWN)
    table = Table(scenario, copies=2).start()
    table.do(Improvise(title="x", body="y", to=("red-2",)))
    made = next(iter(table.exercise.improvised))
    first, second = (a_viewer("participant", f"red-{n}") for n in (1, 2))
    assert rules.reads(table.exercise, first, "a")
    assert [rules.reads(table.exercise, v, made) for v in (first, second)] == [False, True]


def test_teams_made_of_one_are_told_apart_by_their_number() -> None:
    spanish = a_scenario(teams=[a_team("red", title="Equipo rojo")], **OWN)
    kit = a_kit(a_scenario(**OWN), translations={"es": spanish})
    exercise = Table(kit=kit, copies=12).exercise
    assert rules.team_title(exercise, "red-07", "es") == "Equipo rojo 07"
    assert rules.team_title(Table(a_scenario()).exercise, "red", "en") == "Team red"


def test_injects_are_listed_in_the_order_a_team_was_given_them() -> None:
    table = Table(a_scenario("a", "b", "c")).start().release_now("c").release("a").skip("b")
    assert rules.received_injects(table.exercise, "red") == ("c", "a")


def test_a_team_is_past_what_it_has_what_it_skipped_and_what_is_not_for_it() -> None:
    table = Table(a_scenario(an_inject("a", to="blue"), "b", "c", **TEAMS)).start()
    table.skip("b", "red")
    injects = {i.id: i for i in table.exercise.scenario.injects}
    past = {id: rules.is_past(table.exercise, "red", inject) for id, inject in injects.items()}
    assert past == {"a": True, "b": True, "c": False}


def test_a_title_is_found_for_what_was_improvised_and_for_nothing_known() -> None:
    table = Table().start().do(Improvise(title="The mayor", body="y"))
    made = next(iter(table.exercise.improvised))
    assert rules.inject_title(table.exercise, made, "en") == "The mayor"
    assert rules.inject_title(table.exercise, "nothing", "en") == "nothing"
    assert rules.branch_taken(table.exercise, "", "nothing") is False


def test_someone_of_an_unknown_team_acts_for_nobody_and_reads_nothing() -> None:
    exercise = Table().start().release("a").exercise
    stranger = a_viewer("participant", "green")
    assert rules.teams_acted_for(exercise, stranger) == ()
    assert rules.reads(exercise, stranger, "a") is False
