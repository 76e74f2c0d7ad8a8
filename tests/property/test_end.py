"""From wherever a random walk has come to, the exercise can be brought to its end (F3)."""

from __future__ import annotations

from hypothesis import given

from tests.property import properties
from tests.property.walks import Course, courses, looked_at


@looked_at(15)
@given(courses)
def test_the_end_can_always_be_reached(course: Course) -> None:
    properties.the_end_can_always_be_reached(course)
