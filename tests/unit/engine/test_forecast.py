"""When play will end if the rest goes as planned."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.acts.facts import SetMilestone
from simulator.acts.play import EndExercise
from simulator.domain.view import Card
from simulator.engine.forecast import Plan, Step
from tests.builders import (
    EVALUATOR,
    OBSERVER,
    PROJECTOR,
    Table,
    a_choice,
    a_player,
    a_scenario,
    a_team,
    an_inject,
    an_option,
)

FACT: dict[str, Any] = {"milestones": [{"id": "m", "text": "M"}]}
TWO: dict[str, Any] = {"teams": [a_team("red"), a_team("blue")]}
GOALS: dict[str, Any] = {"objectives": [{"id": "goal", "text": "Goal"}, "Other"]}


def timed(id: str, delay: float, **fields: Any) -> dict[str, Any]:
    return an_inject(id, release={"delay": delay}, **fields)


def a_table(*injects: str | dict[str, Any], **fields: Any) -> Table:
    return Table(a_scenario(*injects, **fields))


def card(table: Table) -> Card:
    (found,) = table.cards(kind="forecast")
    return found


def minutes(table: Table) -> dict[str, float]:
    return {name: seconds / 60 for name, seconds in card(table).numbers.items()}


def skips(table: Table) -> dict[str, float]:
    return {skip.inject: skip.saves / 60 for skip in card(table).skips}


# How long the rest takes


def test_an_exercise_on_plan_ends_at_its_planned_time() -> None:
    table = a_table("a", timed("b", 5), timed("c", 10), planned=45)
    assert minutes(table) == {"due": 0, "end": 45, "planned": 45, "late": 0}
    table.start().release("a")
    assert minutes(table)["due"] == 10
    table.wait(10).release("b")
    assert minutes(table)["end"] == 45


def test_what_goes_late_ends_late_and_what_goes_early_early() -> None:
    table = a_table("a", timed("b", 5), timed("c", 10), planned=45).start().release("a")
    assert minutes(table.wait(22).release("b"))["late"] == 12
    table = a_table("a", timed("b", 5), timed("c", 10), planned=45).start().release("a")
    assert minutes(table.wait(6).release("b"))["late"] == -4


def test_while_the_next_waits_the_end_moves_away() -> None:
    table = a_table("a", timed("b", 5), planned=20).start().wait(3)
    assert minutes(table.ask("Where?")) == {"due": 3, "end": 23, "planned": 20, "late": 3}


def test_without_times_all_injects_take_the_same() -> None:
    table = a_table("a", "b", "c", planned=30).start().release("a")
    assert minutes(table)["due"] == 10


def test_no_time_of_the_plan_is_less_than_what_an_inject_says() -> None:
    assert minutes(a_table("a", timed("b", 30), planned=20))["late"] > 0
    late = a_table("a", an_inject("b", release={"at": 50}), planned=20)
    assert minutes(late) == {"due": 0, "end": 50, "planned": 20, "late": 30}


def test_what_has_its_time_goes_then_and_the_rest_is_spread_behind_it() -> None:
    table = a_table("a", an_inject("b", release={"at": 20}), "c", planned=40).start()
    table.release("a")
    assert minutes(table)["due"] == 20
    table.wait(20).release("b")
    assert (minutes(table)["due"], minutes(table)["end"]) == (30, 40)


def test_phases_that_all_say_their_length_are_the_planned_time() -> None:
    phases = [{"id": "p", "title": "P", "planned": 10}, {"id": "q", "title": "Q", "planned": 5}]
    assert minutes(a_table("a", phases=phases))["planned"] == 15
    assert "planned" not in minutes(a_table("a", phases=[*phases, "R"]))


def test_without_a_planned_time_delays_alone_tell() -> None:
    table = a_table("a", timed("b", 5), timed("c", 10))
    assert minutes(table) == {"due": 0, "end": 15}
    table = a_table("a", "b")
    assert (card(table).numbers, card(table).marks) == ({}, ("unknown",))


# Which way


def ways(**fields: Any) -> list[Any]:
    options = an_option("long", next="b"), an_option("short", next="c")
    decided = an_inject("a", decision=a_choice(*options, free_text=False))
    return [decided, timed("b", 10, next="c"), timed("c", 5, ends=True)]


def test_until_it_is_decided_the_shortest_way_counts() -> None:
    table = a_table(*ways(), planned=10).start().release("a")
    assert minutes(table)["late"] == 0
    assert minutes(table.decide("a", "long"))["late"] > 0


def test_where_nothing_can_be_decided_any_more_the_end_is_not_known() -> None:
    table = a_table(*ways(), planned=10).start().skip("a")
    assert card(table).marks == ("unknown",)


def test_of_ways_under_conditions_the_one_that_is_open_counts() -> None:
    routes = [{"to": "b", "when": {"milestone": "m"}}, {"to": "c"}]
    injects = [an_inject("a", next=routes), timed("b", 10, next="c"), timed("c", 5, ends=True)]
    table = a_table(*injects, planned=10, **FACT).start().release("a")
    assert minutes(table)["late"] == 0
    table.do(SetMilestone(milestone="m", reason="Seen."))
    assert minutes(table)["late"] > 0


def test_an_end_behind_a_condition_that_does_not_hold_is_not_known() -> None:
    routes = [{"to": "b", "when": {"milestone": "m"}}]
    table = a_table(an_inject("a", next=routes), "b", planned=10, **FACT).start()
    assert minutes(table) == {"planned": 10}
    table.do(SetMilestone(milestone="m", reason="Seen."))
    assert "end" in minutes(table)


def test_circles_are_left() -> None:
    again = a_choice(an_option("again", next="a"), an_option("on", next="b"))
    assert minutes(a_table(an_inject("a", decision=again), "b", planned=10))["end"] == 10


def test_an_end_beside_the_line_is_not_known() -> None:
    table = a_table(an_inject("x", ends=True, release={"after": "start"}), planned=10)
    assert minutes(table) == {"planned": 10}
    table = a_table("a", an_inject("x", ends=True, release={"after": "a"}), planned=10)
    assert minutes(table) == {"planned": 10}


# Whose


def test_the_team_that_has_most_before_it_tells() -> None:
    table = a_table("a", timed("b", 5), timed("c", 5), planned=15, **TWO).start()
    table.release("a").wait(5).release("b", teams=("red",)).wait(3)
    assert minutes(table.ask("Where?"))["end"] == 18


def test_what_is_not_for_a_team_takes_it_no_time_once_it_is_out() -> None:
    to_red = an_inject("b", to=["red"], release={"delay": 5})
    table = a_table("a", to_red, timed("c", 5), planned=15, **TWO).start()
    table.release("a").wait(8).release("b")
    assert minutes(table)["due"] == 13


def test_of_stories_the_one_that_ends_last_tells() -> None:
    fields: dict[str, Any] = {"planned": 15, "story": {"scope": "team"}}
    scenario = a_scenario("a", timed("b", 5), timed("c", 5), **fields)
    table = Table(scenario, copies=2).start().release("a").wait(5)
    table.release("b", teams=("red-1",)).wait(3)
    assert minutes(table.ask("Where?", a_player("red-1")))["end"] == 18


def test_one_story_of_which_nothing_is_known_leaves_all_unknown() -> None:
    routes = [{"to": "b", "when": {"milestone": "m"}}]
    fields: dict[str, Any] = {"planned": 10, "story": {"scope": "team"}} | FACT
    table = Table(a_scenario(an_inject("a", next=routes), "b", **fields), copies=2).start()
    table.do(SetMilestone(milestone="m", team="red-1", reason="Seen."))
    assert card(table).marks == ("unknown",)


# The end itself


def test_after_the_last_inject_play_goes_on_for_its_part() -> None:
    table = a_table("a", "b", planned=20).start().release("a").wait(10).release("b")
    assert minutes(table) == {"due": 10, "end": 20, "planned": 20, "late": 0}
    assert card(table).skips == ()


def test_after_endex_it_says_when_play_ended() -> None:
    table = a_table("a", "b", planned=20).start().release("a").wait(7).do(EndExercise())
    assert minutes(table) == {"end": 7, "planned": 20, "late": -13}


# What may be left out


def test_optional_injects_come_first_then_those_that_cost_least() -> None:
    table = a_table(
        "a",
        timed("b", 5, objectives=["goal"]),
        timed("c", 5, objectives=["other"]),
        timed("d", 10, optional=True),
        timed("e", 5, objectives=["other"], ends=True),
        planned=30,
        **GOALS,
    ).start().release("a")  # fmt: skip
    assert list(skips(table)) == ["d", "c", "b"]
    assert [s.costs for s in card(table).skips] == [(), (), ("Goal",)]
    assert [s.optional for s in card(table).skips] == [True, False, False]
    assert (card(table).skips[0].title, round(skips(table)["d"])) == ("Title of d", 10)


def test_an_inject_on_whose_options_the_way_hangs_is_none_to_leave_out() -> None:
    assert skips(a_table(*ways(), planned=10)) == {}


def test_what_saves_nothing_is_none_to_leave_out() -> None:
    table = a_table("a", timed("b", 5), an_inject("c", release={"at": 20}), planned=20)
    assert skips(table.start().release("a")) == {}


# Who sees it, and when


def test_it_changes_with_every_event_until_endex_and_is_for_control_alone() -> None:
    table = a_table("a", "b", planned=20).start()
    assert card(table).changed == table.exercise.seq
    assert "forecast" not in [c.kind for c in table.view(after=table.exercise.seq).cards]
    assert table.cards(EVALUATOR, "forecast")
    for actor in (a_player(), OBSERVER, PROJECTOR):
        assert not table.cards(actor, "forecast")


@pytest.mark.parametrize("now", [0.0, 100.0])
def test_a_plan_without_steps_ends_after_what_follows_the_last(now: float) -> None:
    plan = Plan(10.0, (Step("a", 5.0, 0.0, out=True),), 20.0)
    assert plan.times(now) == (15.0, max(35.0, now))
