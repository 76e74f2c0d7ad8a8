"""Where time comes from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from simulator.service.clock import FixedClock, MachineClock


def test_the_machines_clock_tells_wall_time_in_utc_and_a_steady_time() -> None:
    clock = MachineClock()
    before, steady = clock.now(), clock.steady()
    assert before.utcoffset() == timedelta()
    assert abs(datetime.now(UTC) - before) < timedelta(minutes=1)
    assert clock.steady() >= steady
    assert -24 * 60 < clock.offset() < 24 * 60


def test_a_fixed_clock_moves_only_when_it_is_moved() -> None:
    clock = FixedClock()
    start = clock.now()
    assert clock.now() == start
    clock.move(90)
    assert (clock.now() - start, clock.steady()) == (timedelta(seconds=90), 90)
    assert clock.offset() == 0
