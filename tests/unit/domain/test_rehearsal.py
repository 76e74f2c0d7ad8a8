"""What came of a rehearsal: good only where every run came to its end."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from simulator.domain.rehearsal import ControlLoad, Outcome, Rehearsal, Spread

NOTHING = Spread(least=0, tenth=0, median=0, ninetieth=0, most=0)


@pytest.mark.parametrize(
    ("outcomes", "good"),
    [
        ({"ended": 3}, True),
        ({"ended": 2, "dead_end": 1}, False),
        ({"ended": 2, "given_up": 1}, False),
        ({}, False),
    ],
)
def test_a_rehearsal_is_good_where_every_run_came_to_its_end(
    outcomes: Mapping[Outcome, int], good: bool
) -> None:
    found = Rehearsal(
        scenario="case",
        scenario_version="1.0.0",
        seed=1,
        asked=3,
        runs=3,
        bots=(),
        facilitators=(),
        teams=(),
        outcomes=outcomes,
        endings=(),
        dead_ends=(),
        unseen_injects=(),
        unseen_options=(),
        lasted={},
        load=(),
        idle=(),
        left_idle=(),
        unmet=(),
        by_people=(),
        control=ControlLoad(
            acts=(), busiest=NOTHING, questions=0, unanswered=0, waited=0, most_waiting=0
        ),
        entered=(),
    )
    assert found.good is good
