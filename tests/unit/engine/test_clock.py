"""What the exercise clock showed at a wall time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from simulator.acts.clock import ChangeSpeed
from simulator.engine.clock import elapsed_at
from tests.builders import NOON, Table


def shown(table: Table, minutes: float) -> float | None:
    found = elapsed_at(table.exercise, NOON + timedelta(minutes=minutes))
    return None if found is None else found / 60


def test_before_startex_it_shows_nothing() -> None:
    assert shown(Table(), 1) is None
    assert shown(Table().wait(5).start(), 4) is None
    assert elapsed_at(Table().start().exercise, None) is None


@pytest.mark.parametrize(
    ("at", "minutes"),
    [(0, 0), (4, 4), (5, 5), (9, 5), (15, 5), (18, 11), (20, 45), (22, 49), (30, 65)],
)
def test_it_runs_stands_jumps_and_runs_on_from_there(at: float, minutes: float) -> None:
    table = Table().start().wait(5).pause().wait(10).do(ChangeSpeed(factor=2)).resume().wait(5)
    table.jump(30).wait(5)
    assert shown(table, at) == minutes
