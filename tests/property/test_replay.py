"""The log of a random walk: read back it is the live state, and what is refused is not in it."""

from __future__ import annotations

from hypothesis import given

from tests.property import properties
from tests.property.walks import Course, courses, looked_at


@looked_at(15)
@given(courses)
def test_replaying_the_stored_bytes_gives_the_live_state(course: Course) -> None:
    properties.replay_gives_the_live_state(course)


@looked_at(10)
@given(courses)
def test_records_are_numbered_without_a_gap_and_time_never_goes_back(course: Course) -> None:
    properties.records_follow_each_other(course)


@looked_at(15)
@given(courses)
def test_a_refused_command_leaves_no_trace(course: Course) -> None:
    properties.a_refusal_leaves_no_trace(course)
