"""When time alone may make something follow: what a rehearsal steps to on its clock."""

from __future__ import annotations

from math import inf

from simulator.engine.quiet import wakes
from tests.builders import Table, a_kit, a_scenario, an_inject


def a_table() -> Table:
    return Table(
        kit=a_kit(a_scenario(an_inject("a"), an_inject("b", release={"delay": 4}, ends=True)))
    )


def test_play_wakes_when_something_is_due() -> None:
    table = a_table().start()
    table.release("a")
    assert wakes(table.exercise) == 240
    table.wait(5).release("b")
    assert wakes(table.exercise) == inf


def test_a_state_at_which_nobody_looked_may_wake_at_once() -> None:
    table = a_table().start()
    table.release("a")
    earlier = table.exercise
    table.wait(5)
    assert wakes(earlier) == earlier.elapsed
