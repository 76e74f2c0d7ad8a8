"""What random walks offer is accepted, and what they accept was offered."""

from __future__ import annotations

from hypothesis import given

from tests.property import properties
from tests.property.walks import Course, courses, looked_at


@looked_at(10)
@given(courses)
def test_every_offer_is_accepted_however_it_is_filled_in(course: Course) -> None:
    properties.every_offer_is_accepted(course)


@looked_at(15)
@given(courses)
def test_every_accepted_command_was_offered(course: Course) -> None:
    properties.what_is_accepted_was_offered(course)
