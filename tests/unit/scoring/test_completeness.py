"""Completeness: steps done and expectations met, by links alone."""

from __future__ import annotations

import pytest

from simulator.acts.amendments import RetractDecision
from simulator.acts.evaluation import Observe
from simulator.acts.facts import SetMilestone
from simulator.acts.passes import GoBack
from simulator.domain.debrief import Finding, Window
from tests.builders import EVALUATOR, FACILITATOR, Table, a_player, a_team, an_inject
from tests.unit.scoring.response import (
    a_rubric,
    a_step,
    a_table,
    debriefed,
    dial,
    done,
    ended,
    found,
    judged,
    the_playbook,
    the_scenario,
    times,
)

TWO = {"teams": [a_team("red"), a_team("blue")]}


def expecting(*expectations: dict[str, object], **fields: object) -> Table:
    """A table whose first inject expects something."""
    inject = an_inject("a", expectations=[{"id": "e", "text": "E."} | e for e in expectations])
    return a_table(the_scenario(inject, "b", **fields))


def the(table: Table, **marks: object) -> Finding:
    """The one finding with these marks."""
    (finding,) = found(judged(table, "completeness").findings, **marks)
    return finding


def test_a_step_is_done_where_a_decision_names_it() -> None:
    finding = the(done(a_table(), "declare"), step="book/declare")
    assert (finding.code, finding.value, finding.evidence) == ("done", 1, (6,))


def test_what_has_no_evidence_is_not_observed_in_its_window() -> None:
    table = a_table()
    finding = the(table, step="book/declare")
    assert (finding.code, finding.value) == ("not_observed", 0)
    assert finding.window == Window(began=2, ended=len(table.records))


def test_a_rubric_may_call_it_not_done() -> None:
    rubric = a_rubric("completeness").having(absent="not_done")
    findings = debriefed(ended(a_table()).records, rubric).findings
    assert {f.code for f in findings} == {"not_done"}


def test_the_window_of_a_step_begins_when_its_clock_does() -> None:
    playbook = the_playbook(a_step("isolate", times=times(target=5)))
    finding = the(a_table(the_scenario(), playbook), step="book/isolate")
    assert finding.window is not None
    assert finding.window.began == 4


def test_a_step_whose_trigger_never_came_is_not_asked() -> None:
    playbook = the_playbook(a_step("isolate", times=times(target=5)))
    scenario = the_scenario(use={"triggers": {"sign": {"released": "b"}}})
    debrief = judged(a_table(scenario, playbook))
    assert debrief.findings == ()
    assert [(g.code, g.step) for g in debrief.not_computed] == [
        ("trigger_not_reached", "book/isolate")
    ]


def test_a_step_that_waits_for_another_is_asked_all_the_same() -> None:
    """Who never declares gains nothing by it."""
    later = a_step("tell", times=times({"step": "declare"}, target=5))
    playbook = the_playbook(a_step("declare"), later)
    assert the(a_table(the_scenario(), playbook), step="book/tell").value == 0


def test_a_step_falls_to_the_team_that_plays_its_role() -> None:
    table = done(a_table(the_scenario(**TWO)), "declare")
    assert {f.team for f in judged(table, "completeness").findings} == {"red"}


def test_a_step_that_another_team_did_counts_and_says_so() -> None:
    table = a_table(the_scenario(**TWO))
    table.decide("a", None, "book/declare", by=a_player("blue"))
    finding = the(table, step="book/declare")
    assert (finding.code, finding.marks, finding.certainty) == ("done", ("other_team",), 0.5)
    assert finding.values == {"by": "blue"}


def test_a_step_of_no_role_falls_to_all_teams_together() -> None:
    playbook = the_playbook({"id": "declare", "phase": "identify", "text": "Declare."})
    table = a_table(the_scenario(**TWO), playbook)
    table.decide("a", None, "book/declare", by=a_player("blue"))
    finding = the(table, step="book/declare")
    assert (finding.team, finding.code, finding.marks) == (None, "done", ())


def test_an_unbound_role_is_told() -> None:
    debrief = judged(a_table(the_scenario(use={"roles": {}})))
    assert debrief.findings == ()
    assert [(g.code, g.values["role"]) for g in debrief.not_computed] == [("role_unbound", "lead")]


def test_every_team_of_a_multiplied_one_has_its_own_findings() -> None:
    scenario = the_scenario(story={"scope": "team"})
    table = Table(kit=a_table(scenario).kit, copies=2).start().release("a")
    table.decide("a", None, "book/declare", by=a_player("red-1"))
    findings = found(judged(table, "completeness").findings, step="book/declare")
    assert {f.team: f.code for f in findings} == {"red-1": "done", "red-2": "not_observed"}


def test_critical_steps_weigh_more_even_without_a_weight() -> None:
    playbook = the_playbook(a_step("a"), a_step("b", critical=True))
    assert dial(judged(done(a_table(the_scenario(), playbook), "b")), "completeness") == 0.75


def test_a_rubric_says_how_much_critical_steps_weigh() -> None:
    playbook = the_playbook(a_step("a"), a_step("b", critical=True))
    rule = {"rule": "completeness", "settings": {"critical": 9, "per": ["team"]}}
    debrief = judged(done(a_table(the_scenario(), playbook), "b"), rule)
    assert [(d.phase, d.value) for d in debrief.dials] == [(None, 0.9)]


def test_each_phase_has_a_dial_of_its_own() -> None:
    debrief = judged(done(a_table(), "triage", "declare"))
    assert dial(debrief, "completeness", phase="identify") == 1
    assert dial(debrief, "completeness", phase="contain") == 0


def test_a_phase_by_another_name_is_ours() -> None:
    playbook = the_playbook(
        a_step("drill", "before"),
        a_step("isolate", "during"),
        phase_aliases={"before": "prepare", "during": "contain"},
    )
    findings = judged(a_table(the_scenario(), playbook), "completeness").findings
    assert [(f.step, f.phase) for f in findings] == [("book/isolate", "contain")]


def test_an_amended_decision_no_longer_names_its_step() -> None:
    table = done(a_table(), "declare")
    table.amend(inject="a", steps=("book/isolate",), reason="the wrong step")
    findings = judged(table, "completeness").findings
    assert [f.step for f in found(findings, code="done")] == ["book/isolate"]


def test_a_retracted_decision_did_nothing() -> None:
    table = done(a_table(), "declare").do(RetractDecision(), a_player())
    assert found(judged(table, "completeness").findings, code="done") == []


@pytest.mark.parametrize("by", ["decision", "staff"])
def test_what_was_met_in_an_earlier_pass_was_met_then(by: str) -> None:
    table = expecting({"team": "red", "step": "book/declare"})
    seen = Observe(team="red", expectation="a/e", result="done")
    for _ in range(2):
        if by == "staff":
            table.do(seen, EVALUATOR)
        else:
            done(table, "declare")
        table.wait(30).do(GoBack(inject="a"))
    first = table.exercise.teams["red"].met["a/e"].before
    assert first is not None
    finding = the(table, expectation="a/e")
    assert (finding.code, finding.evidence) == ("met", (4, first.seq))


def test_an_amendment_that_repeats_the_step_does_not_make_it_later() -> None:
    table = done(a_table(), "declare").wait(30).amend(inject="a", text="We declare, clearly.")
    finding = the(table, step="book/declare")
    assert (finding.evidence, finding.marks) == ((6, 7), ("amended",))


def test_an_expectation_is_met_by_the_step_behind_it() -> None:
    table = done(expecting({"team": "red", "step": "book/declare"}), "declare")
    finding = the(table, expectation="a/e")
    assert (finding.code, finding.evidence, finding.inject) == ("met", (4, 6), "a")


def test_an_expectation_nobody_met_has_the_window_since_the_inject() -> None:
    table = expecting({"team": "red", "free": True})
    finding = the(table, expectation="a/e")
    assert finding.code == "not_observed"
    assert finding.window == Window(began=4, ended=len(table.records))


@pytest.mark.parametrize(
    ("result", "code", "value"), [("done", "met", 1), ("partly", "partly", 0.5)]
)
def test_what_an_evaluator_saw_counts(result: str, code: str, value: float) -> None:
    table = expecting({"team": "red", "free": True})
    table.do(
        Observe.model_validate({"team": "red", "expectation": "a/e", "result": result}), EVALUATOR
    )
    finding = the(table, expectation="a/e")
    assert (finding.code, finding.value, finding.evidence) == (code, value, (4, 6))


def test_not_done_is_something_else_than_not_observed() -> None:
    table = expecting({"team": "red", "free": True})
    table.do(Observe(team="red", expectation="a/e", result="not_done"), EVALUATOR)
    finding = the(table, expectation="a/e")
    assert (finding.code, finding.window) == ("not_done", None)


def test_an_evaluator_who_saw_it_otherwise_is_heard() -> None:
    table = done(expecting({"team": "red", "step": "book/declare"}), "declare")
    table.do(Observe(team="red", expectation="a/e", result="not_done"), EVALUATOR)
    finding = the(table, expectation="a/e")
    assert (finding.code, finding.marks, finding.certainty) == ("met", ("disputed",), 0.5)
    assert finding.evidence == (4, 6, 7)


def test_what_an_evaluator_saw_done_does_the_step_behind_it() -> None:
    table = expecting({"team": "red", "step": "book/declare"})
    table.do(Observe(team="red", expectation="a/e", result="done"), EVALUATOR)
    finding = the(table, step="book/declare")
    assert (finding.code, finding.marks) == ("done", ("by_staff",))


def test_what_play_itself_shows_meets_an_expectation() -> None:
    table = expecting(
        {"team": "red", "done_by": {"milestone": "told"}},
        milestones=[{"id": "told", "text": "They were told."}],
    )
    table.do(SetMilestone(milestone="told"), FACILITATOR)
    assert the(table, expectation="a/e").marks == ("by_condition",)


def test_an_expectation_of_an_inject_that_never_came_is_not_asked() -> None:
    late = an_inject("b", expectations=[{"id": "e", "text": "E."}])
    assert found(judged(a_table(the_scenario("a", late))).findings, inject="b") == []


def test_an_expectation_of_no_team_is_the_first_ones_that_meets_it() -> None:
    table = expecting({"step": "book/declare"}, **TWO)
    table.decide("a", None, "book/declare", by=a_player("blue"))
    assert the(table, expectation="a/e").team == "blue"


def test_an_expectation_of_no_team_that_nobody_met_is_everybodys() -> None:
    assert the(expecting({"step": "book/declare"}, **TWO), expectation="a/e").team is None


def test_a_hint_before_it_lowers_the_certainty() -> None:
    inject = an_inject("a", expectations=[{"id": "e", "text": "E.", "step": "book/declare"}])
    hint = an_inject("help", pool="hint")
    table = done(a_table(the_scenario(inject, hint)).release("help"), "declare")
    finding = the(table, expectation="a/e")
    assert (finding.marks, finding.certainty, finding.evidence) == (("hint",), 0.5, (4, 6, 7))
