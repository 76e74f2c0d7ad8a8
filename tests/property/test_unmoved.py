"""Where nothing a team may see has happened by the engine's word, its view is the same."""

from __future__ import annotations

from hypothesis import given

from simulator.acts import choices
from simulator.engine.unmoved import at_table, unmoved
from simulator.engine.view import view
from tests.builders import seen_by
from tests.property.commands import seated
from tests.property.walks import Course, Walk, courses, drawn, looked_at


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
