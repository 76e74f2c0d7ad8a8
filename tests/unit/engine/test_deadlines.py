"""Running clocks: standing alone or a step's, in both clocks, met and missed, each team its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from simulator.acts.facts import SetMilestone
from simulator.acts.tick import DeadlineChanged
from simulator.domain.exercise import DeadlineRun
from simulator.domain.playbook import Playbook
from simulator.domain.scenario import Scenario
from simulator.engine.deadlines import changed
from tests.builders import Table, a_playbook, a_player, a_scenario, a_team, an_inject

STORY = {"starts": "2031-05-12 08:00", "pace": 2}
FACTS: dict[str, Any] = {
    "teams": [a_team("red"), a_team("blue")],
    "milestones": [
        {"id": "m", "text": "M"},
        {"id": "done", "text": "Done"},
        {"id": "own", "text": "Own", "scope": "team"},
    ],
    "story": STORY,
}
ALONE: dict[str, Any] = {
    "id": "d",
    "title": "D",
    "starts": {"released": "a"},
    "met_by": {"milestone": "done"},
    "within": 10,
    "clock": "exercise",
}


def alone(**deadline: Any) -> Scenario:
    return a_scenario("a", "b", deadlines=[ALONE | deadline], **FACTS)


def run(table: Table, story: str = "") -> DeadlineRun | None:
    return table.exercise.facts[story].deadlines.get("d")


def state(table: Table, story: str = "") -> str:
    found = run(table, story)
    return found.state if found else "waiting"


def due(table: Table, story: str = "") -> float | datetime:
    found = run(table, story)
    assert found is not None
    return found.due


def test_a_deadline_waits_then_runs_from_the_moment_its_condition_came_true() -> None:
    table = Table(alone()).start().wait(3)
    assert state(table) == "waiting"
    assert state(table.release("a")) == "running"
    assert due(table) == 13 * 60


def test_a_deadline_is_met_by_its_condition() -> None:
    table = Table(alone()).start().release("a").wait(10).do(SetMilestone(milestone="done"))
    found = run(table)
    assert found is not None
    assert (found.state, found.since) == ("met", 600)
    assert state(table.wait(60)) == "met"


def test_a_deadline_is_missed_once_its_time_has_passed_and_stays_so() -> None:
    table = Table(alone()).start().release("a").wait(10)
    assert state(table) == "running"
    assert state(table.wait(0.1)) == "missed"
    assert state(table.do(SetMilestone(milestone="done"))) == "missed"


def test_what_is_done_too_late_misses_though_no_second_passed_between() -> None:
    """The deed and the look at the clock may come in the same turn."""
    table = Table(alone()).start().release("a")
    table._moved = 11 * 60
    assert state(table.do(SetMilestone(milestone="done"))) == "missed"


def test_what_was_done_in_time_meets_though_it_is_looked_at_late() -> None:
    table = Table(alone()).start().release("a").wait(5)
    known = table.exercise
    facts = known.facts[""]
    milestone = facts.milestones["done"].now(True, 540, known.seq)
    known = known.with_facts("", replace(facts, milestones={**facts.milestones, "done": milestone}))
    found = changed(known, known.scenario.deadlines[0], "", 5000)
    assert found is not None
    assert found.state == "met"


def test_what_was_so_before_the_deadline_began_meets_it_at_once() -> None:
    table = Table(alone()).start().do(SetMilestone(milestone="done")).wait(5).release("a")
    assert [e.state for e in table.events(DeadlineChanged)] == ["running", "met"]


def test_a_deadline_in_exercise_time_stands_still_in_a_pause() -> None:
    table = Table(alone()).start().release("a").wait(5).pause().wait(600).resume().wait(5)
    assert state(table) == "running"
    assert state(table.wait(1)) == "missed"


def test_a_deadline_in_story_time_runs_at_the_storys_pace() -> None:
    table = Table(alone(clock="story", within="1 h")).start().wait(15).release("a")
    assert due(table) == datetime.fromisoformat("2031-05-12T09:30")
    assert state(table.wait(30)) == "running"
    assert state(table.wait(1)) == "missed"


def test_an_injects_story_time_jump_lets_a_story_deadline_pass() -> None:
    scenario = a_scenario(
        "a",
        an_inject("b", story_time="2031-05-15 08:00"),
        deadlines=[ALONE | {"clock": "story", "within": "72 h"}],
        **FACTS,
    )
    table = Table(scenario).start().wait(1).release("a")
    assert state(table.release("b")) == "running"
    assert state(table.wait(1)) == "running"
    assert state(table.wait(1)) == "missed"


def test_a_deadline_starts_at_the_story_time_its_own_inject_brings() -> None:
    scenario = a_scenario(
        an_inject("a", story_time="2031-05-15 08:00"),
        deadlines=[ALONE | {"clock": "story", "within": "72 h"}],
        **FACTS,
    )
    assert due(Table(scenario).start().release("a")) == datetime.fromisoformat("2031-05-18T08:00")


@pytest.mark.parametrize(("clock", "jump"), [("exercise", (11, None)), ("story", (None, 11))])
def test_a_jump_past_a_deadline_misses_it(clock: str, jump: tuple[Any, Any]) -> None:
    table = Table(alone(clock=clock)).start().release("a").jump(*jump)
    assert state(table) == "missed"


def test_a_jump_of_story_time_leaves_a_deadline_in_exercise_time_alone() -> None:
    assert state(Table(alone()).start().release("a").jump(story=5000)) == "running"


def test_without_a_story_clock_a_story_deadline_never_starts() -> None:
    scenario = a_scenario("a", "b", deadlines=[ALONE | {"clock": "story"}], **FACTS | {"story": {}})
    assert state(Table(scenario).start().release("a").wait(60)) == "waiting"


# A step's deadline


def times(**fields: Any) -> dict[str, Any]:
    given = {"from": "loss", "limit": 60, "source": {"kind": "law"}}
    return {"id": "notify", "phase": "communicate", "text": "Notify.", "times": given | fields}


def book(step: dict[str, Any]) -> Playbook:
    return a_playbook("inform", step, "plain", triggers=[{"id": "loss", "text": "Data is lost."}])


def of_step(step: str = "notify", **fields: Any) -> Scenario:
    use = {"use": "book", "triggers": {"loss": {"released": "a"}}}
    deadline = {"id": "d", "title": "D", "step": f"book/{step}"} | fields
    return a_scenario("a", "b", deadlines=[deadline], playbooks=[use], **FACTS)


def test_a_steps_deadline_starts_with_its_trigger_and_lasts_to_its_limit() -> None:
    table = Table(of_step(), book(times())).start().wait(2).release("a")
    assert due(table) == 62 * 60
    assert state(table.wait(61)) == "missed"


def test_a_steps_deadline_runs_in_the_steps_clock() -> None:
    table = Table(of_step(), book(times(clock="story", limit="24 h"))).start().release("a")
    assert due(table) == datetime.fromisoformat("2031-05-13T08:00")


def test_a_decision_that_names_the_step_meets_its_deadline() -> None:
    table = Table(of_step(), book(times())).start().release("a").wait(4)
    assert state(table.decide(None, None, "book/inform")) == "running"
    assert state(table.decide(None, None, "book/notify", by=a_player("blue"))) == "met"


def test_a_steps_deadline_may_start_when_another_step_is_done() -> None:
    table = Table(of_step(), book(times(**{"from": {"step": "inform"}}))).start().release("a")
    assert state(table) == "waiting"
    table.wait(3).decide(None, None, "book/inform")
    assert due(table) == 63 * 60


def test_a_step_without_a_limit_or_a_bound_trigger_has_no_deadline() -> None:
    assert state(Table(of_step("plain"), book(times())).start().release("a")) == "waiting"
    unbound = of_step().having(playbooks=())
    assert state(Table(unbound, book(times())).start().release("a")) == "waiting"


def test_a_decision_amended_away_does_not_meet_a_deadline() -> None:
    table = Table(of_step(), book(times())).start()
    table.decide(None, None, "book/notify").amend(text="No.", steps=("book/inform",))
    assert state(table.release("a")) == "running"


# Whose deadline


def test_each_team_of_a_shared_story_may_have_its_own() -> None:
    table = Table(alone(scope="team", met_by={"milestone": "own"})).start()
    table.release("a", teams=("blue",))
    assert (state(table, "red"), state(table, "blue")) == ("waiting", "running")
    table.wait(2).release("a").do(SetMilestone(milestone="own", team="red"))
    assert (state(table, "red"), state(table, "blue")) == ("met", "running")


def test_a_teams_own_deadline_runs_on_the_shared_story_clock() -> None:
    scenario = a_scenario(
        an_inject("a", story_time="2031-05-15 08:00"),
        deadlines=[ALONE | {"clock": "story", "scope": "team"}],
        **FACTS,
    )
    table = Table(scenario).start().release("a")
    assert due(table, "blue") == datetime.fromisoformat("2031-05-15T08:10")


def test_each_copy_has_its_own_deadline() -> None:
    fields = FACTS | {"story": STORY | {"scope": "team"}, "teams": [a_team("red")]}
    table = Table(a_scenario("a", deadlines=[ALONE], **fields), copies=2).start()
    table.release("a", teams=("red-2",))
    assert (state(table, "red-1"), state(table, "red-2")) == ("waiting", "running")


def test_a_deadline_may_be_shared_though_each_copy_lives_its_own_story() -> None:
    fields = FACTS | {"story": STORY | {"scope": "team"}, "teams": [a_team("red")]}
    scenario = a_scenario("a", deadlines=[ALONE | {"scope": "exercise"}], **fields)
    table = Table(scenario, copies=2).start().release("a", teams=("red-2",))
    assert state(table) == "running"
    table.do(SetMilestone(milestone="done", team="red-1"))
    assert state(table) == "met"


def test_in_a_story_that_stands_still_no_time_runs_out_but_by_a_jump() -> None:
    scenario = a_scenario(
        "a", deadlines=[ALONE | {"clock": "story"}], **(FACTS | {"story": STORY | {"pace": 0}})
    )
    table = Table(scenario).start().release("a").wait(600)
    assert state(table) == "running"
    assert state(table.jump(story=11)) == "missed"
