"""What play has shown of each objective so far."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.acts.evaluation import Observe
from simulator.acts.play import EndExercise
from simulator.domain.view import Card
from tests.builders import (
    EVALUATOR,
    OBSERVER,
    PROJECTOR,
    Table,
    a_choice,
    a_playbook,
    a_player,
    a_scenario,
    a_team,
    an_inject,
    an_option,
)

GOALS: dict[str, Any] = {
    "objectives": [
        {"id": "goal", "text": "Goal", "criteria": ["Seen."]},
        {"id": "task", "text": "Task", "critical_tasks": [
            {"id": "t", "text": "T", "steps": ["book/inform"]}
        ]},
    ]
}  # fmt: skip
TWO: dict[str, Any] = {"teams": [a_team("red"), a_team("blue")]}
TOLD = {"id": "e", "text": "E", "step": "book/inform"}
FREE = {"id": "f", "text": "F", "free": True}


def goal(*expectations: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"objectives": ["goal"], "expectations": list(expectations)} | fields


def a_table(*injects: str | dict[str, Any], copies: int = 1, **fields: Any) -> Table:
    scenario = a_scenario(*injects, **(GOALS | fields))
    return Table(scenario, a_playbook("inform"), copies=copies)


def card(table: Table, objective: str = "goal") -> Card:
    cards = {c.id: c for c in table.cards(kind="objective")}
    return cards[f"objective-{objective}"]


def counts(table: Table, objective: str = "goal") -> tuple[object, ...]:
    found = card(table, objective)
    return (*(found.numbers[name] for name in ("met", "open", "ahead")), *found.marks)


def seen(table: Table, ref: str, team: str = "red") -> Table:
    return table.do(Observe(team=team, expectation=ref, result="done"), EVALUATOR)


def test_an_expectation_is_to_come_then_open_then_met() -> None:
    table = a_table(an_inject("a", **goal(FREE)), an_inject("b", **goal(FREE)))
    assert (card(table).title, card(table).lines) == ("Goal", ("Seen.",))
    assert counts(table) == (0, 0, 2, "none")
    table.start().release("a")
    assert counts(table) == (0, 1, 1, "none")
    assert counts(seen(table, "a/f")) == (1, 0, 1, "partly")
    assert counts(seen(table.release("b"), "b/f")) == (2, 0, 0, "covered")


def test_an_expectation_serves_the_objective_of_its_task_before_its_injects() -> None:
    table = a_table(an_inject("a", **goal(TOLD, FREE))).start().release("a")
    assert counts(table, "task") == (0, 1, 0, "none")
    table.decide("a", None, "book/inform")
    assert counts(table, "task") == (1, 0, 0, "covered")
    assert counts(table) == (0, 1, 0, "none")


def test_what_serves_no_objective_counts_nowhere() -> None:
    table = a_table(an_inject("a", expectations=[FREE])).start().release("a")
    assert counts(table) == (0, 0, 0, "none")


def test_an_inject_without_expectations_shows_its_objective_once_decided() -> None:
    table = a_table(an_inject("a", **goal(decision=a_choice("yes"))), an_inject("b", **goal()))
    assert counts(table.start()) == (0, 0, 2, "none")
    assert counts(table.release("a")) == (0, 1, 1, "none")
    assert counts(table.decide("a", "yes")) == (1, 0, 1, "partly")
    assert counts(table.release("b")) == (2, 0, 0, "covered")


def test_what_is_left_out_shows_nothing() -> None:
    table = a_table(an_inject("a", **goal()), an_inject("b", **goal(FREE)), "c").start()
    assert counts(table.skip("a")) == (0, 0, 1, "none")
    assert counts(table.skip("b")) == (0, 0, 0, "none")


def test_a_way_not_taken_is_not_to_come() -> None:
    ways = a_choice(an_option("yes", next="b"), an_option("no", next="c"))
    table = a_table(an_inject("a", decision=ways), an_inject("b", **goal(FREE)), "c").start()
    assert counts(table) == (0, 0, 1, "none")
    table.release("a").decide("a", "no").release("c")
    assert counts(table) == (0, 0, 0, "none")


@pytest.mark.parametrize(("team", "wanted"), [(None, (1, 0, 0)), ("blue", (0, 1, 0))])
def test_in_a_shared_story_any_team_meets_what_names_none(
    team: str | None, wanted: tuple[int, ...]
) -> None:
    table = a_table(an_inject("a", **goal(FREE | {"team": team})), **TWO).start().release("a")
    assert counts(seen(table, "a/f"))[:3] == wanted


def test_what_others_have_may_still_come_until_endex() -> None:
    table = a_table(an_inject("a", **goal(FREE | {"team": "blue"})), "b", **TWO).start()
    table.release("a", teams=("red",))
    assert counts(table)[:3] == (0, 0, 1)
    assert counts(table.do(EndExercise()))[:3] == (0, 0, 0)


def test_each_team_shows_its_own_in_a_story_of_its_own() -> None:
    table = a_table(an_inject("a", **goal(FREE)), copies=2, story={"scope": "team"}).start()
    table.release("a", teams=("red-1",))
    assert counts(table)[:3] == (0, 1, 1)


def test_nothing_is_expected_of_a_team_that_an_inject_is_not_for() -> None:
    inject = an_inject("a", to=["blue"], **goal(FREE))
    table = a_table(inject, "b", **TWO, story={"scope": "team"}).start()
    assert counts(table)[:3] == (0, 0, 1)


def test_a_row_of_the_evaluation_is_met_once_it_was_seen_done() -> None:
    rows = {"rows": [{"id": "r", "text": "R", "objective": "goal"}]}
    table = a_table("a", evaluation=rows).start()
    assert counts(table) == (0, 1, 0, "none")
    number = table.exercise.seq
    table.do(Observe(team="red", row="r", result="done"), EVALUATOR)
    assert counts(table) == (1, 0, 0, "covered")
    assert "objective-goal" in [c.id for c in table.view(after=number).cards]


def test_objectives_change_with_what_teams_do_and_are_for_control_alone() -> None:
    table = a_table(an_inject("a", **goal(FREE))).start().release("a")
    number = table.exercise.seq
    assert "objective" not in [c.kind for c in table.view(after=number).cards]
    assert table.cards(EVALUATOR, "objective")
    for actor in (a_player(), OBSERVER, PROJECTOR):
        assert not table.cards(actor, "objective")
