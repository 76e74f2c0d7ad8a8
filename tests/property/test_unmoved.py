"""Where nothing a team may see has happened by the engine's word, its view is the same."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from simulator.acts import choices
from simulator.acts.decisions import LogDecision
from simulator.acts.injects import ReleaseInject
from simulator.acts.play import StartExercise
from simulator.engine.unmoved import at_table, unmoved
from simulator.engine.view import view
from tests.builders import FACILITATOR, Table, a_player, a_scenario, a_team, seen_by
from tests.property.commands import seated
from tests.property.walks import Course, Walk, courses, drawn, looked_at

RED, BLUE = a_player("red-1"), a_player("red-2")


def held(course: Course) -> int:
    """How often nothing had happened for somebody, in a walk; each time the view was the same."""
    walk, found = Walk(course), 0
    for step in walk.taken():
        then, now = step.before, walk.exercise
        for actor in seated(now):
            viewer = seen_by(actor)
            if now.seq > then.seq and unmoved(then, now, viewer):
                found += 1
                shown = view(now, viewer, choices, then.seq)
                assert shown.cards == ()
                assert shown.choices == choices(then, viewer)
                assert at_table(now, actor.team or "") == at_table(then, actor.team or "")
    return found


@looked_at(15)
@given(courses)
def test_where_nothing_has_happened_the_view_is_the_same(course: Course) -> None:
    held(course)


def test_it_is_often_so() -> None:
    assert sum(held(drawn(number)) for number in range(12)) > 40


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
