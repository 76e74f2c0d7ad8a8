"""The measured pitfalls of scoring against a playbook: none of them may come back."""

from __future__ import annotations

import pytest

from simulator.domain.debrief import Debrief
from tests.unit.scoring.response import (
    RIGHT,
    a_table,
    dial,
    done,
    found,
    judged,
    the_playbook,
    the_scenario,
)

DIALS = ("completeness", "order")


def of(*steps: str) -> Debrief:
    """The debrief of a table that did these steps."""
    return judged(done(a_table(), *steps))


def test_all_that_is_right_is_full() -> None:
    assert [dial(of(*RIGHT), name) for name in DIALS] == [1, 1]


def test_doing_nothing_never_beats_doing_right() -> None:
    values = [dial(of(*RIGHT[:n]), "completeness") or 0 for n in range(len(RIGHT) + 1)]
    assert values == sorted(values)
    assert values[0] == 0
    assert values[1] > 0


@pytest.mark.parametrize("steps", [RIGHT[:1], RIGHT[:3], RIGHT])
def test_no_right_step_lowers_any_dial(steps: tuple[str, ...]) -> None:
    for name in DIALS:
        assert (dial(of(*steps), name) or 0) >= (dial(of(), name) or 0)


def test_the_way_out_explains_no_inaction_away() -> None:
    """The branch that is not true here neither counts as done nor is asked for."""
    closed = of("triage", "close-as-noise")
    assert dial(closed, "completeness") == dial(of("triage"), "completeness")
    assert found(closed.findings, step="book/close-as-noise") == []


def test_swapping_independent_steps_costs_nothing() -> None:
    swapped = list(RIGHT)
    a, b = swapped.index("isolate"), swapped.index("keep-evidence")
    swapped[a], swapped[b] = swapped[b], swapped[a]
    assert [dial(of(*swapped), name) for name in DIALS] == [1, 1]


def test_only_the_violated_precedence_is_a_fault() -> None:
    debrief = of("declare", "triage", "isolate")
    assert [(f.step, f.after) for f in found(debrief.findings, code="out_of_order")] == [
        ("book/declare", "book/triage")
    ]


def test_repeating_a_step_costs_nothing() -> None:
    assert [d.value for d in of(*RIGHT, "inform-csirt").dials] == [
        d.value for d in of(*RIGHT).dials
    ]


def test_steps_that_cannot_be_done_in_play_do_not_count() -> None:
    assert found(of().findings, step="book/prepare-list") == []


def test_a_step_is_never_recognised_by_its_words() -> None:
    table = a_table().decide("a", text="Step declare. We declare, and book/isolate.")
    assert found(judged(table).findings, code="done") == []


def test_an_unanswered_branch_is_left_out_and_told() -> None:
    scenario = the_scenario(use={"branches": {}})
    debrief = judged(a_table(scenario, the_playbook()))
    assert {f.step for f in debrief.findings} == {"book/triage", "book/write-up"}
    assert [g.values["question"] for g in debrief.not_computed] == ["real"]
