"""No audience of a random walk is sent what is not for it: every text and id is traced (SEC1)."""

from __future__ import annotations

from hypothesis import given

from tests.property import properties
from tests.property.canaries import text_fields
from tests.property.scenarios import setting
from tests.property.walks import Course, courses, looked_at


def test_every_text_field_of_scenario_and_playbook_holds_a_canary() -> None:
    held = set().union(*(setting(place).canaries.owners for place in range(5)))
    assert held == text_fields()
    assert len(held) > 80


@looked_at(15)
@given(courses)
def test_no_audience_reads_what_is_not_for_it(course: Course) -> None:
    properties.no_audience_reads_what_is_not_for_it(course)
