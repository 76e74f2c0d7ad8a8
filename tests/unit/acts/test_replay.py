"""The state that a log leads to."""

from __future__ import annotations

import pytest

from simulator.acts import applied, replay
from simulator.acts.course import course
from tests.builders import Table


def played() -> Table:
    return Table().start().wait(1).release("a").decide("a").pause()


def test_a_log_leads_to_the_state_it_was_written_from() -> None:
    table = played()
    assert replay(table.records) == table.exercise == table.replayed()
    assert replay([]) is None


def test_a_record_already_seen_changes_nothing() -> None:
    table = played()
    for record in table.records:
        assert applied(table.exercise, record) is table.exercise


def test_a_log_with_a_gap_is_no_log() -> None:
    records = played().records
    with pytest.raises(ValueError, match="record 3 is missing"):
        replay([*records[:2], *records[3:]])


def test_a_log_begins_with_the_creation_of_its_exercise() -> None:
    with pytest.raises(ValueError, match="begins with the creation"):
        replay(played().records[1:])


def test_the_course_tells_when_each_record_happened_and_how_play_stood() -> None:
    table = Table().start().wait(2).jump(10).pause()
    found = course(table.records)
    assert found.exercise == table.exercise
    told = [(i.kind, i.elapsed, i.landed, i.status) for i in found.instants]
    assert told[-2:] == [
        ("clock_jumped", 120, 720, "running"),
        ("exercise_paused", 720, 720, "paused"),
    ]
    with pytest.raises(ValueError, match="no course"):
        course([])
