"""Conditions: each term, whose fact it is, and since when it is true (K5)."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.acts.evaluation import Observe
from simulator.acts.facts import SetMilestone, SetVariable
from simulator.domain.exercise import EXERCISE
from simulator.domain.scenario import Bounds, Condition, Scenario
from simulator.engine.conditions import Truth, holds, unmet, within
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


def facts(**fields: Any) -> Scenario:
    given: dict[str, Any] = {
        "teams": [a_team("red"), a_team("blue")],
        "milestones": [
            {"id": "m", "text": "M"},
            {"id": "n", "text": "N"},
            {"id": "own", "text": "Own", "scope": "team"},
        ],
        "variables": [
            {"id": "v", "text": "V"},
            {"id": "mood", "text": "Mood", "type": "choice", "values": ["calm", "loud"]},
        ],
        "requests": [{"id": "r", "title": "R", "answer": "Yes."}],
        "deadlines": [
            {
                "id": "d",
                "title": "D",
                "starts": {"released": "a"},
                "met_by": {"milestone": "n"},
                "within": 10,
                "clock": "exercise",
            }
        ],
    }
    return a_scenario(
        an_inject(
            "a",
            decision=a_choice(an_option("x"), an_option("y"), time_limit=20),
            expectations=[{"id": "e", "text": "E", "team": "red"}],
        ),
        "b",
        "c",
        **(given | fields),
    )


def truth(table: Table, about: str = EXERCISE, **term: Any) -> Truth:
    return holds(Condition.model_validate(term), table.exercise, about)


def started() -> Table:
    return Table(facts()).start()


def is_so(table: Table, about: str = EXERCISE, **term: Any) -> float | None:
    """Since which minute a condition holds; None where it does not."""
    found = truth(table, about, **term)
    return found.since / 60 if found.holds else None


# Each term


def test_a_milestone_is_true_while_it_is_set() -> None:
    table = started().wait(2).do(SetMilestone(milestone="m"))
    assert is_so(table.wait(3), milestone="m") == 2
    table.do(SetMilestone(milestone="m", value=False))
    assert truth(table, milestone="m") == Truth(False, 300)


@pytest.mark.parametrize(
    ("bounds", "at"),
    [
        ({"at_least": 2}, 2),
        ({"at_least": 1}, 1),
        ({"is": 3}, 3),
        ({"at_least": 1, "at_most": 3}, 1),
        ({"at_least": 4}, None),
    ],
)
def test_a_variable_is_compared_and_since_the_first_minute_without_a_break(
    bounds: dict[str, Any], at: float | None
) -> None:
    table = started()
    for value in (1, 2, 3):
        table.wait(1).do(SetVariable(variable="v", value=value))
    assert is_so(table, variable={"v": bounds}) == at


def test_a_variable_that_left_its_bounds_and_came_back_is_so_since_it_came_back() -> None:
    table = started().wait(1).do(SetVariable(variable="v", value=3))
    table.wait(1).do(SetVariable(variable="v", value=2))
    assert is_so(table, variable={"v": {"at_most": 2}}) == 2


@pytest.mark.parametrize(
    ("bounds", "value", "inside"),
    [
        (Bounds(at_least=1), "loud", False),
        (Bounds(at_least=1), True, False),
        (Bounds.model_validate({"is": "loud"}), "loud", True),
        (Bounds.model_validate({"is": 1, "at_most": 0}), 1, False),
        (Bounds(at_most=1.5), 1, True),
    ],
)
def test_only_numbers_lie_within_bounds(bounds: Bounds, value: object, inside: bool) -> None:
    assert within(bounds, value) is inside


def test_an_option_is_true_while_it_is_in_force() -> None:
    table = started().release("a").wait(2).decide("a", "x").wait(3).decide("a", "y")
    assert is_so(table, option="a/y") == 5
    assert truth(table, option="a/x") == Truth(False, 300)


def test_an_option_chosen_again_holds_since_it_was_first_chosen() -> None:
    table = started().release("a").wait(2).decide("a", "x").wait(3).decide("a", "x")
    assert is_so(table, option="a/x") == 2


def test_an_option_assumed_by_a_skip_counts() -> None:
    assert is_so(started().wait(4).skip("a", as_if="y"), option="a/y") == 4


def test_an_inject_is_released_since_its_first_team_has_it() -> None:
    table = started().wait(1).release("a", teams=("blue",)).wait(2).release("a")
    assert is_so(table, released="a") == 1
    assert is_so(table, released="b") is None


def test_a_skipped_inject_is_not_released() -> None:
    assert is_so(started().skip("a"), released="a") is None


def test_a_request_is_answered_since_it_went_to_a_team() -> None:
    table = started().ask("x?").wait(3).answer(request="r")
    assert is_so(table, answered="r") == 3
    assert is_so(table, answered="r", team="blue") is None


def test_a_time_limit_that_ran_out_is_a_fact() -> None:
    assert is_so(started().release("a").wait(20), timed_out="a") == 20
    assert is_so(started().release("a").wait(19), timed_out="a") is None


def test_an_expectation_is_true_once_it_is_met() -> None:
    table = started().release("a").wait(4)
    table.do(Observe(team="red", expectation="a/e", result="done"), EVALUATOR)
    assert is_so(table.wait(1), expectation="a/e") == 4
    assert is_so(table, expectation="a/e", team="blue") is None


def test_a_deadline_is_running_met_or_missed() -> None:
    table = started()
    assert [is_so(table, deadline={"d": s}) for s in ("running", "met", "missed")] == [None] * 3
    table.wait(1).release("a")
    assert is_so(table, deadline={"d": "running"}) == 1
    met = table.branch().wait(2).do(SetMilestone(milestone="n"))
    assert (is_so(met, deadline={"d": "met"}), is_so(met, deadline={"d": "running"})) == (3, None)
    assert is_so(table.wait(11), deadline={"d": "missed"}) == 12


# All, any, not: their times


def both() -> Table:
    """m since minute 2, n since minute 5."""
    table = started().wait(2).do(SetMilestone(milestone="m"))
    return table.wait(3).do(SetMilestone(milestone="n")).wait(4)


M, N = {"milestone": "m"}, {"milestone": "n"}


def test_all_has_the_time_of_its_latest_term_and_any_of_its_earliest() -> None:
    assert is_so(both(), all=[M, N]) == 5
    assert is_so(both(), any=[M, N]) == 2
    assert is_so(both(), all=[M, {"released": "c"}]) is None
    assert is_so(both(), any=[{"released": "c"}, N]) == 5


def test_not_has_the_time_at_which_the_inner_one_ceased() -> None:
    table = both().do(SetMilestone(milestone="m", value=False))
    assert is_so(table, not_=M) == 9
    assert is_so(table, not_=N) is None
    assert is_so(table, not_={"released": "c"}) == 0


def test_not_all_holds_since_the_first_of_them_failed() -> None:
    table = both().do(SetMilestone(milestone="n", value=False)).wait(1)
    table.do(SetMilestone(milestone="m", value=False))
    assert is_so(table, not_={"all": [M, N]}) == 9
    assert is_so(table, not_={"any": [M, N]}) == 10


def test_an_option_that_was_never_chosen_was_never_so() -> None:
    table = started().release("a").wait(7).decide("a", "x")
    assert is_so(table, not_={"option": "a/y"}) == 0
    assert is_so(table.wait(1).decide("a", "y"), not_={"option": "a/x"}) == 8


@pytest.mark.parametrize(("state", "since"), [("met", 0), ("missed", None), ("running", 12)])
def test_a_deadline_that_was_missed_was_never_met_and_ran_till_then(
    state: str, since: float | None
) -> None:
    table = started().wait(1).release("a").wait(11)
    assert is_so(table, not_={"deadline": {"d": state}}) == since


def test_a_deadline_that_runs_was_never_met() -> None:
    table = started().wait(1).release("a")
    assert is_so(table, not_={"deadline": {"d": "met"}}) == 0


# Whose fact


def test_a_fact_of_each_team_is_the_named_ones_else_the_one_asked_about_else_any() -> None:
    table = started().wait(2).do(SetMilestone(milestone="own", team="blue"))
    assert is_so(table, milestone="own") == 2
    assert is_so(table, "blue", milestone="own") == 2
    assert is_so(table, "red", milestone="own") is None
    assert is_so(table, "red", milestone="own", team="blue") == 2
    assert is_so(table, milestone="own", team="red") is None


def test_asked_about_a_team_of_a_shared_story_its_own_delivery_counts() -> None:
    table = started().release("a", teams=("blue",))
    assert is_so(table, "blue", released="a") == 0
    assert is_so(table, "red", released="a") is None
    assert is_so(table, released="a", team="red") is None


def test_asked_about_a_team_shared_facts_stay_shared() -> None:
    table = started().release("a").decide("a", "x", by=a_player("blue"))
    table.do(SetMilestone(milestone="m"))
    assert is_so(table, "red", option="a/x") == 0
    assert is_so(table, "red", milestone="m") == 0
    assert is_so(table.wait(20), "red", deadline={"d": "missed"}) is not None
    assert is_so(table, option="a/x", team="red") is None


def test_a_skips_assumed_option_and_a_timeout_are_seen_from_every_team() -> None:
    assert is_so(started().skip("a", as_if="y"), "red", option="a/y") == 0
    assert is_so(started().release("a").wait(20), "red", timed_out="a") == 20


def each_its_own() -> Table:
    return Table(facts(story={"scope": "team"}, teams=[a_team("red")]), copies=2).start()


def test_each_copy_has_its_own_truth() -> None:
    table = each_its_own().release("a", teams=("red-2",)).decide("a", "x", by=a_player("red-2"))
    assert (is_so(table, "red-1", released="a"), is_so(table, "red-2", released="a")) == (None, 0)
    assert (is_so(table, "red-1", option="a/x"), is_so(table, "red-2", option="a/x")) == (None, 0)
    assert is_so(table, option="a/x") == 0


def test_a_declared_team_means_the_copy_that_is_asked_about_else_any() -> None:
    table = each_its_own().release("a", teams=("red-2",))
    assert is_so(table, "red-1", released="a", team="red") is None
    assert is_so(table, "red-2", released="a", team="red") == 0
    assert is_so(table, released="a", team="red") == 0


def test_a_shared_question_in_a_team_scenario_asks_for_any_copys_timeout() -> None:
    table = each_its_own().release("a", teams=("red-2",)).wait(20)
    assert is_so(table, timed_out="a") == 20
    assert is_so(table, "red-1", timed_out="a") is None


def test_a_team_that_does_not_play_makes_nothing_true() -> None:
    assert is_so(started().release("a"), released="a", team="green") is None


# What keeps a condition from holding


UNMET: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"milestone": "m"}, [("milestone", "m")]),
    ({"variable": {"v": {"at_least": 3}}}, [("variable", "v")]),
    ({"deadline": {"d": "met"}}, [("deadline", "d met")]),
    ({"option": "a/x"}, [("option", "a/x")]),
    ({"released": "b"}, [("released", "b")]),
    ({"answered": "r"}, [("answered", "r")]),
    ({"timed_out": "a"}, [("timed_out", "a")]),
    ({"expectation": "a/e"}, [("expectation", "a/e")]),
    ({"released": "a"}, []),
    ({"all": [{"released": "a"}, {"milestone": "m"}]}, [("milestone", "m")]),
    ({"any": [{"milestone": "m"}, {"milestone": "n"}]}, [("milestone", "m"), ("milestone", "n")]),
    ({"any": [{"released": "a"}, {"milestone": "m"}]}, []),
    ({"not": {"released": "a"}}, [("not_released", "a")]),
    ({"not": {"all": [{"released": "a"}, {"not": {"milestone": "m"}}]}}, [
        ("not_released", "a"),
        ("milestone", "m"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("term", "wanted"), UNMET)
def test_the_terms_that_are_missing_are_named(
    term: dict[str, Any], wanted: list[tuple[str, str]]
) -> None:
    table = started().release("a")
    assert unmet(Condition.model_validate(term), table.exercise, EXERCISE) == wanted
