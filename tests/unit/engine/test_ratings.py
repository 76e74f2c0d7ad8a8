"""Ratings from evidence flags: the rule's table, what can be rated, who finishes."""

from __future__ import annotations

from itertools import product

import pytest

from simulator.engine.ratings import LEVELS, level, may_finish, shown_to, standing, subjects
from tests.builders import Table, a_scenario, a_viewer

BAD = ("harm_other", "safety_risk", "non_compliant")


@pytest.mark.parametrize(
    ("flags", "wanted"),
    [
        ({"achieved": True}, "P"),
        ({"achieved": True, "improvement_found": True}, "S"),
        *(({"achieved": True, bad: True}, "M") for bad in BAD),
        ({"achieved": True, "harm_other": True, "improvement_found": True}, "M"),
        ({"achieved": False}, "U"),
        ({"achieved": False, "improvement_found": True}, "U"),
    ],
)
def test_the_level_by_its_flags(flags: dict[str, bool], wanted: str) -> None:
    assert level(**flags) == wanted


def test_every_combination_has_its_level_and_a_worse_flag_never_helps() -> None:
    for achieved, harm, risk, law, better in product((True, False), repeat=5):
        flags = {"harm_other": harm, "safety_risk": risk, "non_compliant": law}
        got = level(achieved=achieved, **flags, improvement_found=better)
        for bad in BAD:
            worse = level(achieved=achieved, **(flags | {bad: True}), improvement_found=better)
            assert LEVELS.index(worse) >= LEVELS.index(got)


def test_objectives_their_tasks_and_rows_can_be_rated() -> None:
    scenario = a_scenario(
        objectives=[{"id": "o", "text": "O", "critical_tasks": [{"id": "t", "text": "T"}]}],
        evaluation={"rows": [{"id": "r", "text": "R"}]},
    )
    assert subjects(scenario) == (("o", "O"), ("o/t", "T"), ("r", "R"))


def test_without_a_seated_lead_the_facilitator_finishes() -> None:
    exercise = Table().start().exercise
    assert [may_finish(exercise, r) for r in ("lead-evaluator", "facilitator", "evaluator")] == [
        True,
        True,
        False,
    ]
    assert standing(exercise, "o", None) == ()


def test_an_evaluator_sees_the_own_and_everybody_else_of_the_staff_all() -> None:
    assert shown_to(a_viewer("evaluator", person="eva"), "eva")
    assert not shown_to(a_viewer("evaluator", person="eva"), "otto")
    assert shown_to(a_viewer("lead-evaluator", person="lea"), "otto")
