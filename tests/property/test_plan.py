"""What goes by itself in random walks, and what is proposed in them."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.property import plan_properties as plan
from tests.property.properties import Property
from tests.property.walks import Course, courses, looked_at


@pytest.mark.parametrize(
    "holds",
    [
        plan.nothing_goes_by_itself_while_play_stands,
        plan.a_jump_fires_nothing,
        plan.what_is_proposed_is_due_and_asked_for,
        plan.the_one_key_releases_what_is_due_first,
    ],
    ids=lambda each: each.__name__,
)
@looked_at(10)
@given(course=courses)
def test_the_plan(holds: Property, course: Course) -> None:
    holds(course)
