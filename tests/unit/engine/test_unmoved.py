"""When nothing has happened that a team may see."""

from __future__ import annotations

from dataclasses import replace

from simulator.acts.decisions import LogDecision
from simulator.acts.injects import ReleaseInject
from simulator.acts.people import JoinExercise
from simulator.acts.play import StartExercise
from simulator.engine.unmoved import at_table, unmoved
from tests.builders import FACILITATOR, Table, a_player, a_scenario, a_team, seen_by

RED, BLUE = a_player("red-1"), a_player("red-2")


def a_table() -> Table:
    scenario = a_scenario("a", "b", teams=[a_team("red")], story={"scope": "team"})
    table = Table(scenario, copies=2)
    table.do(StartExercise(), FACILITATOR)
    return table


def test_what_another_team_does_moves_nothing_here() -> None:
    table = a_table()
    table.do(ReleaseInject(inject="a"))
    then = table.exercise
    table.do(LogDecision(text="Wait"), RED)
    assert unmoved(then, table.exercise, seen_by(BLUE))
    assert not unmoved(then, table.exercise, seen_by(RED))
    assert not unmoved(then, table.exercise, seen_by(FACILITATOR))


def test_what_all_share_moves_everybody() -> None:
    table = a_table()
    then = table.exercise
    table.do(ReleaseInject(inject="a"))
    assert not unmoved(then, table.exercise, seen_by(BLUE))
    stopped = replace(then, status="paused", seq=then.seq + 1)
    assert not unmoved(then, stopped, seen_by(BLUE))


def test_in_one_story_for_all_nothing_is_sure() -> None:
    table = Table(a_scenario("a", teams=[a_team("red-1"), a_team("red-2")]))
    table.do(StartExercise(), FACILITATOR)
    then = table.exercise
    table.do(LogDecision(text="Wait"), RED)
    assert not unmoved(then, table.exercise, seen_by(BLUE))


def test_who_sits_down_elsewhere_moves_nothing_here() -> None:
    table = a_table()
    then = table.exercise
    table.do(JoinExercise(), a_player("red-1", person="ana"))
    table.do(JoinExercise(), a_player("red-1", person="ben"))
    assert unmoved(then, table.exercise, seen_by(BLUE))
    assert not unmoved(then, table.exercise, seen_by(RED))
    assert list(at_table(table.exercise, "red-1")) == ["ana", "ben"]
    assert at_table(table.exercise, "red-2") == {}


def test_staff_sit_at_no_table() -> None:
    table = a_table()
    table.do(JoinExercise(), FACILITATOR)
    assert at_table(table.exercise, "red-1") == {}
