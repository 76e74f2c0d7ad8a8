"""What random walks show to each audience, from one number to the next."""

from __future__ import annotations

from hypothesis import given

from tests.property import properties
from tests.property.walks import Course, courses, looked_at


@looked_at(10)
@given(courses)
def test_what_changed_after_any_number_completes_the_view_at_that_number(course: Course) -> None:
    properties.a_view_resumes_from_any_number(course)
