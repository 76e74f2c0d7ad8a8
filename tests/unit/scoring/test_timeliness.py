"""Timeliness: targets, limits, deadlines; what was late, and what was never seen."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.acts.evaluation import Observe
from simulator.domain.debrief import Finding, Window
from simulator.scoring.anchors import Anchors
from tests.builders import EVALUATOR, Table, an_inject
from tests.unit.scoring.response import (
    a_step,
    a_table,
    dial,
    found,
    judged,
    the_playbook,
    the_scenario,
    times,
)

LAW = {"kind": "law", "title": "A duty", "date": "2030-01-01"}
FULL = {"target": 10, "acceptable": 20, "limit": 40}


def timed(use: Any = None, scenario: Any = None, **anchors: Any) -> Table:
    """A table whose playbook has one step with these times."""
    playbook = the_playbook(a_step("inform", times=times(**(anchors or FULL))))
    return a_table(the_scenario(use=use, **(scenario or {})), playbook)


def after(minutes: float, **anchors: Any) -> Finding:
    """The finding of doing it after these minutes."""
    return the(timed(**anchors).wait(minutes).decide("a", None, "book/inform"))


def the(table: Table, *rules: object) -> Finding:
    (finding,) = judged(table, *(rules or ("timeliness",))).findings
    return finding


@pytest.mark.parametrize(
    ("minutes", "code", "value"),
    [
        (0, "in_time", 1),
        (10, "in_time", 1),
        (15, "acceptable", 0.75),
        (20, "acceptable", 0.5),
        (30, "late", 0.25),
        (40, "late", 0),
        (90, "late", 0),
    ],
)
def test_the_value_falls_in_straight_lines(minutes: float, code: str, value: float) -> None:
    finding = after(minutes)
    assert (finding.code, finding.value) == (code, value)
    assert finding.evidence == (4, 6) if minutes else (4, 5)
    assert finding.values["took"] == minutes


@pytest.mark.parametrize(
    ("anchors", "took", "value"),
    [
        (Anchors(10), 11, 0.5),
        (Anchors(10, limit=20), 15, 0.5),
        (Anchors(10, 20), 25, 0.5),
        (Anchors(limit=20), 20, 1),
        (Anchors(limit=20), 21, 0),
        (Anchors(acceptable=10, limit=20), 15, 0.5),
        (Anchors(30, 20, 40), 35, 0.5),
        (Anchors(), 1000, 1),
        (Anchors(10, not_before=4), 2, 0.5),
    ],
)
def test_missing_anchors_are_made_up_by_none(anchors: Anchors, took: float, value: float) -> None:
    assert anchors.value(took) == value


def test_too_early_can_be_wrong_too() -> None:
    finding = after(1, not_before=5, target=10)
    assert (finding.code, finding.value) == ("too_early", 0.2)


def test_what_was_never_done_is_told_apart_from_late() -> None:
    table = timed().wait(60)
    finding = the(table)
    assert (finding.code, finding.value) == ("censored", 0)
    assert finding.window == Window(began=4, ended=len(table.records))


def test_play_that_ends_before_the_target_judges_nothing() -> None:
    finding = the(timed().wait(5))
    assert (finding.code, finding.value) == ("not_due", None)


def test_doing_it_is_never_worth_less_than_leaving_it() -> None:
    left = dial(judged(timed().wait(60)), "timeliness") or 0
    assert all((after(m).value or 0) >= left for m in (1, 15, 35, 50))


def test_the_clock_of_a_step_may_start_with_another() -> None:
    playbook = the_playbook(
        a_step("declare"), a_step("tell", times=times({"step": "declare"}, target=5))
    )
    table = a_table(the_scenario(), playbook).wait(20).decide("a", None, "book/declare")
    finding = the(table.wait(4).decide("a", None, "book/tell"))
    assert (finding.code, finding.values["took"]) == ("in_time", 4)


def test_a_pause_stops_the_clock_and_marks_what_is_decided_in_it() -> None:
    table = timed().wait(5).pause().wait(60).decide("a", None, "book/inform")
    finding = the(table)
    assert (finding.code, finding.values["took"]) == ("in_time", 5)
    assert (finding.marks, finding.certainty) == (("during_pause",), 0.5)


def test_a_jump_of_the_clock_is_cited_and_lowers_the_certainty() -> None:
    finding = the(timed().jump(30).decide("a", None, "book/inform"))
    assert (finding.code, finding.marks, finding.certainty) == ("late", ("jump",), 0.5)
    assert finding.evidence == (4, 6, 7)


def test_a_hint_is_cited_and_lowers_the_certainty_unless_the_rubric_says_not() -> None:
    scenario = the_scenario("a", an_inject("help", pool="hint"))
    playbook = the_playbook(a_step("inform", times=times(**FULL)))

    def helped() -> Table:
        return a_table(scenario, playbook).release("help").decide("a", None, "book/inform")

    finding = the(helped())
    assert (finding.marks, finding.evidence, finding.certainty) == (("hint",), (4, 6, 7), 0.5)
    rule = {"rule": "timeliness", "settings": {"help": "ignored"}}
    assert the(helped(), rule).marks == ()


def test_anchors_are_tighter_from_a_severity_on() -> None:
    severe = [{"from": 3, "target": 5, "acceptable": 10, "limit": 20}]
    phases = {"phases": ["Detection"], "truth": {"severity": [{"phase": "detection", "level": 4}]}}
    playbook = the_playbook(a_step("inform", times=times(**FULL, by_severity=severe)))
    scenario = the_scenario(an_inject("a", phase="detection"), "b", **phases)
    finding = the(a_table(scenario, playbook).wait(7).decide("a", None, "book/inform"))
    assert (finding.code, finding.values["target"], finding.value) == ("acceptable", 5, 0.8)


def test_story_time_is_measured_across_its_jumps() -> None:
    finding = the(
        timed(target=60, limit=1440, clock="story").jump(story=600).decide("a", None, "book/inform")
    )
    assert (finding.values["took"], finding.values["clock"]) == (600, "story")


def test_story_time_rests_on_what_set_it() -> None:
    """Issue 6: a request in story time did not cite the inject that had moved the story on."""
    injects = ("a", *(an_inject(day, story_time=f"2031-05-{day} 08:00") for day in ("13", "14")))
    table = timed(scenario={"injects": list(injects)}, target=60, limit="9 d", clock="story")
    table.release("13").jump(story=60).release("14").jump(story=30).decide("a", None, "book/inform")
    finding = the(table)
    assert finding.values["took"] == 2 * 24 * 60 + 30
    assert [table.records[seq - 1].event.kind for seq in finding.evidence] == [
        *("inject_released", "inject_released", "clock_jumped", "decision_logged")
    ]


def expecting(due: float, **anchors: Any) -> Table:
    """A table whose first inject expects the step within some minutes."""
    inject = an_inject(
        "a", expectations=[{"id": "e", "text": "E.", "due": due, "step": "book/inform"}]
    )
    playbook = the_playbook(a_step("inform", times=times(**(anchors or FULL))))
    return a_table(the_scenario(inject, "b"), playbook)


def test_what_is_due_by_the_scenario_takes_the_place_of_the_target() -> None:
    finding = the(expecting(12).wait(16).decide("a", None, "book/inform"))
    assert (finding.expectation, finding.step) == ("a/e", "book/inform")
    assert (finding.code, finding.value) == ("late", 0.75)


def test_an_expectation_without_a_step_is_in_time_or_late() -> None:
    inject = an_inject("a", expectations=[{"id": "e", "text": "E.", "due": 10, "free": True}])
    table = a_table(the_scenario(inject), the_playbook()).wait(12)
    table.do(Observe(team="red", expectation="a/e", result="done"), EVALUATOR)
    finding = the(table)
    assert (finding.code, finding.value) == ("late", 0.5)
    assert finding.marks == ("by_staff", "time_of_note")


@pytest.mark.parametrize(("result", "value"), [("not_done", 0), ("partly", None)])
def test_what_an_evaluator_saw_is_not_called_unobserved(result: str, value: float | None) -> None:
    table = expecting(10).wait(30)
    table.do(
        Observe.model_validate({"team": "red", "expectation": "a/e", "result": result}), EVALUATOR
    )
    finding = the(table)
    assert (finding.code, finding.value, finding.evidence) == (result, value, (4, 6))


def legal(deadline: bool = True, **anchors: Any) -> Table:
    """A table with a legal duty of six hours of story time."""
    given = {"limit": "6 h", "legal": True, "clock": "story", "source": LAW} | anchors
    shown = [{"id": "duty", "title": "Duty", "step": "book/inform"}] if deadline else []
    return timed(scenario={"deadlines": shown}, **given)


@pytest.mark.parametrize("shown", [True, False])
def test_a_legal_deadline_is_met_or_missed_and_never_averaged(shown: bool) -> None:
    met = judged(legal(shown).wait(10).decide("a", None, "book/inform"))
    missed = judged(legal(shown).jump(story=600))
    for debrief, code in ((met, "met"), (missed, "missed")):
        (finding,) = found(debrief.findings, rule="timeliness")
        assert (finding.dial, finding.code, finding.weight) == ("deadlines", code, 0)
        assert finding.values["source"] == LAW
        assert dial(debrief, "deadlines") is None
        assert dial(debrief, "timeliness") is None


def test_a_deadline_cites_its_beginning_and_what_met_it() -> None:
    (finding,) = found(
        judged(legal().wait(10).decide("a", None, "book/inform")).findings, deadline="duty"
    )
    kinds = {"deadline_changed", "decision_logged"}
    table = legal().wait(10).decide("a", None, "book/inform")
    assert finding.evidence == tuple(r.seq for r in table.records if r.event.kind in kinds)


def test_a_deadline_that_still_runs_is_neither() -> None:
    (finding,) = found(judged(legal().wait(5)).findings, deadline="duty")
    assert (finding.code, finding.value) == ("running", None)


def test_a_deadline_that_never_began_is_told() -> None:
    use = {"triggers": {"sign": {"released": "b"}}}
    deadlines = [{"id": "duty", "title": "Duty", "step": "book/inform"}]
    table = timed(use, {"deadlines": deadlines}, limit=5, legal=True, source=LAW)
    gaps = [g.code for g in judged(table).not_computed]
    assert gaps == ["trigger_not_reached", "deadline_not_begun"]


def test_a_deadline_that_stands_alone_is_everybodys_or_its_teams() -> None:
    alone = {
        "id": "page",
        "title": "Page",
        "starts": {"released": "a"},
        "within": 5,
        "clock": "exercise",
    }
    table = a_table(the_scenario(deadlines=[alone])).wait(9)
    (finding,) = found(judged(table).findings, deadline="page")
    assert (finding.team, finding.code, finding.step) == ("red", "missed", None)
