"""When a condition came true, and by which events."""

from __future__ import annotations

from typing import Any

from simulator.acts.evaluation import Observe
from simulator.acts.facts import SetMilestone, SetVariable
from simulator.domain.scenario import Condition
from simulator.engine.evidence import Point, came_true
from tests.builders import (
    EVALUATOR,
    Table,
    a_choice,
    a_player,
    a_scenario,
    a_team,
    an_inject,
    an_option,
)


def played() -> Table:
    """Record 4 releases a, 6 sets m, 7 raises v, 8 chooses x, and so on, a minute apart."""
    point = a_choice(an_option("x"), an_option("y"), time_limit=20)
    scenario = a_scenario(
        an_inject("a", decision=point, expectations=[{"id": "e", "text": "E", "team": "red"}]),
        "b",
        teams=[a_team("red"), a_team("blue")],
        milestones=[{"id": "m", "text": "M"}, {"id": "n", "text": "N"}],
        variables=[{"id": "v", "text": "V"}],
        requests=[{"id": "r", "title": "R", "answer": "Yes."}],
        deadlines=[
            {
                "id": "d",
                "title": "D",
                "starts": {"released": "a"},
                "met_by": {"milestone": "m"},
                "within": 10,
                "clock": "exercise",
            }
        ],
    )
    table = Table(scenario).start().release("a").wait(1).do(SetMilestone(milestone="m"))
    table.wait(1).do(SetVariable(variable="v", value=2)).wait(1).decide("a", "x")
    table.wait(1).ask("Well?").wait(1).answer(team="red", request="r")
    return table.wait(1).do(Observe(team="red", expectation="a/e", result="done"), EVALUATOR)


TABLE = played()


def came(**condition: Any) -> Point | None:
    return came_true(Condition.model_validate(condition), TABLE.exercise, "")


def record(kind: str, place: int = -1) -> int:
    return [r.seq for r in TABLE.records if r.event.kind == kind][place]


def cited(**condition: Any) -> tuple[float, tuple[int, ...]]:
    found = came(**condition)
    assert found is not None
    assert found.seq == max(found.events, default=1)
    return found.since / 60, found.events


def test_each_term_cites_the_event_that_made_it_so() -> None:
    set_, raised = record("facts_changed", 0), record("facts_changed", 1)
    assert cited(released="a") == (0, (record("inject_released"),))
    assert cited(milestone="m") == (1, (set_,))
    assert cited(variable={"v": {"at_least": 2}}) == (2, (raised,))
    assert cited(option="a/x") == (3, (record("decision_logged"),))
    assert cited(answered="r") == (5, (record("question_answered"),))
    assert cited(expectation="a/e") == (6, (record("observation_made"),))
    assert cited(deadline={"d": "met"}) == (1, (record("deadline_changed"),))


def test_what_does_not_hold_never_came_true() -> None:
    assert came(milestone="n") is None
    assert came(all=[{"milestone": "m"}, {"milestone": "n"}]) is None


def test_all_cites_every_one_and_any_the_earliest() -> None:
    both = [{"milestone": "m"}, {"option": "a/x"}]
    first, second = record("facts_changed", 0), record("decision_logged")
    assert cited(all=both) == (3, (first, second))
    assert cited(any=both) == (1, (first,))
    assert cited(any=[{"milestone": "n"}, {"option": "a/x"}]) == (3, (second,))


def test_what_never_was_cites_nothing() -> None:
    assert cited(**{"not": {"milestone": "n"}}) == (0, ())


def test_a_term_about_one_team_cites_that_teams_events() -> None:
    table = TABLE.branch().decide("a", "y", by=a_player("blue"))
    condition = Condition.model_validate({"option": "a/y", "team": "blue"})
    found = came_true(condition, table.exercise, "")
    assert found is not None
    assert found.events == (table.records[-1].seq,)


def test_a_time_limit_that_ran_out_cites_nothing_of_a_teams() -> None:
    table = Table(a_scenario(an_inject("a", decision=a_choice("x", "y", time_limit=5)))).start()
    table.release("a").wait(5)
    found = came_true(Condition(timed_out="a"), table.exercise, "")
    assert found is not None
    assert (found.since, found.events) == (300, ())


def test_a_fact_that_only_one_team_has_cites_that_teams_event() -> None:
    deadline = {
        "id": "d",
        "title": "D",
        "starts": {"released": "a"},
        "within": 10,
        "clock": "exercise",
        "scope": "team",
    }
    scenario = a_scenario(deadlines=[deadline], teams=[a_team("red"), a_team("blue")])
    table = Table(scenario).start().release("a", teams=("blue",))
    found = came_true(Condition.model_validate({"deadline": {"d": "running"}}), table.exercise, "")
    assert found is not None
    (seq,) = found.events
    assert table.records[seq - 1].event.kind == "deadline_changed"
