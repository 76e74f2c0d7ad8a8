"""Assessing: the rubric chooses the rules; what cannot be computed is told."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from simulator.acts.course import course
from simulator.acts.justify import JustifyDeviation
from simulator.domain.debrief import Debrief, Finding
from simulator.engine.assess import assess
from tests.builders import EVALUATOR, Table, a_kit, a_scenario, a_team, an_inject
from tests.unit.scoring.response import (
    RIGHT,
    RULES,
    a_rubric,
    a_table,
    debriefed,
    done,
    ended,
    found,
    judged,
    the_scenario,
)


def test_the_rubric_chooses_the_rules() -> None:
    debrief = judged(done(a_table(), *RIGHT), "order")
    assert debrief.rules == ("order",)
    assert {f.rule for f in debrief.findings} == {"order"}


def test_a_rule_that_is_not_there_is_told_and_stops_nothing() -> None:
    debrief = judged(a_table(), "completeness", "astrology")
    assert debrief.rules == ("completeness",)
    assert [(g.code, g.values) for g in debrief.not_computed] == [
        ("rule_unknown", {"rule": "astrology"})
    ]


@pytest.mark.parametrize("settings", [{"per": ["day"]}, {"grade": 3}])
def test_settings_a_rule_does_not_understand_are_told(settings: dict[str, object]) -> None:
    debrief = judged(a_table(), {"rule": "completeness", "settings": settings})
    assert [g.code for g in debrief.not_computed] == ["settings_wrong"]
    assert debrief.findings == ()


def test_a_playbook_that_is_not_there_is_told() -> None:
    table = Table(kit=a_kit(the_scenario())).start()
    gaps = [(g.code, g.values) for g in judged(table).not_computed]
    assert gaps == [("playbook_missing", {"playbook": "book"})]


def test_an_exercise_in_which_nothing_happened_has_a_debrief() -> None:
    debrief = debriefed(Table(a_scenario()).records)
    assert (debrief.status, debrief.findings, debrief.dials) == ("created", (), ())


def test_findings_before_endex_are_about_the_log_so_far() -> None:
    table = a_table()
    debrief = debriefed(table.records)
    assert debrief.status == "running"
    assert {f.window.ended for f in debrief.findings if f.window} == {len(table.records)}


def test_assessing_twice_gives_the_same() -> None:
    records = ended(done(a_table(), *RIGHT)).records
    assert debriefed(records) == debriefed(records)


def test_every_finding_has_an_id_of_its_own() -> None:
    findings = judged(done(a_table(), *RIGHT, "pay", "wipe", "isolate")).findings
    assert len({f.id for f in findings}) == len(findings)


def test_a_debrief_is_read_back_from_its_json() -> None:
    debrief = judged(done(a_table(), *RIGHT))
    text = debrief.model_dump_json()
    assert Debrief.model_validate(json.loads(text)) == debrief
    assert Debrief.model_validate_json(text) == debrief


def test_a_finding_without_evidence_cannot_be() -> None:
    with pytest.raises(ValidationError, match="cites events"):
        Finding(id="x", dial="order", rule="order", code="late")


def test_an_empty_log_has_no_course() -> None:
    with pytest.raises(ValueError, match="empty"):
        course([])


def test_the_course_knows_story_time_before_and_after_a_jump() -> None:
    table = a_table().wait(10).jump(story=60).wait(10).decide("a")
    told = course(table.records)
    clocks = [i.clocks[""].at(i.elapsed) for i in told.instants if i.kind != "exercise_created"]
    assert [f"{at:%H:%M}" for at in clocks if at][-1] == "09:20"
    assert told.begin.kind == "exercise_started"


def test_rules_are_handed_in() -> None:
    told = course(ended(a_table()).records)
    assert assess(told, a_rubric("order"), {}).not_computed != ()
    assert assess(told, a_rubric("order"), RULES).not_computed == ()


# Justified deviations


def justified(table: Table, about: str, text: str = "It was right.") -> Table:
    return table.do(JustifyDeviation(team="red", about=about, text=text), EVALUATOR)


def test_a_justified_deviation_keeps_both_values_and_the_reason() -> None:
    table = justified(done(a_table(), "triage"), "book/notify", "The line was tapped.")
    seq = len(table.records)
    debrief = judged(table, "completeness")
    (finding,) = found(debrief.findings, step="book/notify")
    assert (finding.value, finding.adjudicated) == (0, 1)
    assert finding.marks == ("critical", "justified")
    assert finding.values["justified"] == "The line was tapped."
    assert finding.evidence == (seq,)
    (whole,) = (d for d in debrief.dials if d.phase is None)
    assert (whole.value, whole.adjudicated) == (0.076923, 0.461538)


def test_without_one_there_is_no_second_value() -> None:
    debrief = judged(done(a_table(), *RIGHT))
    assert {f.adjudicated for f in debrief.findings} == {None}
    assert {d.adjudicated for d in debrief.dials} == {None}


def test_the_last_reason_counts() -> None:
    table = justified(justified(a_table(), "book/notify", "One."), "book/notify", "Two.")
    (finding,) = found(judged(table, "completeness").findings, step="book/notify")
    assert (finding.values["justified"], finding.evidence) == ("Two.", (len(table.records) - 1,))


def test_what_was_done_as_planned_has_nothing_to_justify() -> None:
    table = justified(done(a_table(), *RIGHT), "book/notify")
    assert all("justified" not in f.marks for f in judged(table).findings)


def test_what_has_no_value_gets_none() -> None:
    (finding,) = judged(justified(done(a_table(), "pay"), "book/pay"), "harm").findings
    assert (finding.value, finding.adjudicated, finding.marks) == (None, None, ("justified",))


def test_what_is_justified_of_one_team_says_nothing_of_another() -> None:
    use = {"roles": {"lead": "blue"}}
    table = justified(
        a_table(the_scenario(use=use, teams=[a_team("red"), a_team("blue")])), "book/notify"
    )
    assert all("justified" not in f.marks for f in judged(table).findings)


def test_an_inject_passed_on_with_good_reason_excuses_nothing_it_expects() -> None:
    """An expectation is justified by its own name, or by its step's."""
    asked = {"id": "e", "text": "Told.", "step": "book/notify", "due": 1}
    scenario = the_scenario(an_inject("a", expectations=[asked]), "b")
    for about, marked in (("a", False), ("a/e", True)):
        debrief = judged(justified(a_table(scenario), about), "completeness")
        (finding,) = found(debrief.findings, expectation="a/e")
        assert ("justified" in finding.marks) is marked
