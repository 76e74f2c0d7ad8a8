"""What counts in the debrief where play went back, took back, entered late or in many copies."""

from __future__ import annotations

from typing import Any

from simulator.acts.amendments import RetractDecision
from simulator.acts.decisions import LogDecision
from simulator.acts.messages import SendMessage
from simulator.acts.passes import GoBack, SyncTeams, WithdrawInject
from simulator.acts.pending import UnholdInject
from simulator.acts.play import EndExercise
from simulator.domain.debrief import Debrief, Finding
from tests.builders import Table, a_choice, a_kit, a_player, a_team, an_inject, an_option
from tests.unit.scoring.response import (
    a_step,
    a_table,
    debriefed,
    done,
    ended,
    judged,
    the_playbook,
    the_scenario,
    times,
)

TOLD = {"id": "told", "text": "Tell them.", "step": "book/inform-csirt", "due": 5}
STEPS = (
    a_step("declare", "identify", times=times(target=5, limit=20)),
    a_step("inform-csirt", "communicate"),
)


def a_scene(**fields: Any) -> Table:
    """An inject that expects something, and two more; a step with a clock that it begins."""
    scenario = the_scenario(an_inject("a", expectations=[TOLD]), "b", "c", **fields)
    return a_table(scenario, the_playbook(*STEPS, never=[{"id": "pay", "text": "Pay."}]))


def about(debrief: Debrief, rule: str, ref: str) -> Finding:
    """What a rule says of an expectation or a step."""
    (found,) = (f for f in debrief.findings if f.rule == rule and ref in (f.expectation, f.step))
    return found


def test_a_second_pass_does_not_make_up_for_the_first() -> None:
    table = done(a_scene().release("b").wait(8), "inform-csirt").do(GoBack(inject="a"))
    again = done(table.branch(), "inform-csirt")
    for played in (again, table):
        found = about(judged(played), "timeliness", "a/told")
        assert (found.code, found.values["took"]) == ("late", 9)


def test_a_clock_that_a_trigger_began_keeps_running_through_a_second_pass() -> None:
    table = a_scene().wait(30).do(GoBack(inject="a")).wait(2)
    found = about(judged(done(table, "declare")), "timeliness", "book/declare")
    assert (found.code, found.values["took"]) == ("late", 33)


def begun_by_telling() -> Table:
    """A table at which a step's clock begins when the first inject's expectation is met."""
    return a_scene(use={"triggers": {"sign": {"expectation": "a/told"}}})


def test_a_clock_that_an_expectation_began_runs_from_its_first_meeting() -> None:
    """Once a second pass that met it again began the clock anew."""
    table = done(begun_by_telling(), "inform-csirt").wait(29).do(GoBack(inject="a"))
    table = done(table, "inform-csirt").wait(2)
    told = [r.seq for r in table.records if r.event.kind == "decision_logged"]
    found = about(judged(done(table, "declare")), "timeliness", "book/declare")
    assert (found.code, found.values["took"]) == ("late", 33)
    assert told[0] in found.evidence
    assert told[1] not in found.evidence


def test_a_meeting_that_was_taken_back_begins_no_clock_in_a_later_pass() -> None:
    """Also where it was taken back only after the second meeting."""
    table = begun_by_telling().wait(1)
    table.decide(None, None, "book/inform-csirt", text="We tell them.").wait(29)
    (first,) = table.exercise.teams["red"].decisions[""]
    table = done(table.do(GoBack(inject="a")).wait(1), "inform-csirt", every=0)
    table.do(RetractDecision(decision=first.id), a_player()).wait(1)
    debrief = judged(done(table, "declare"))
    assert about(debrief, "timeliness", "book/declare").values["took"] == 2
    assert about(debrief, "completeness", "a/told").code == "met"


def test_a_withdrawn_inject_expects_nothing() -> None:
    table = done(a_scene(), "inform-csirt").do(WithdrawInject(inject="a"))
    debrief = judged(table)
    assert [f.code for f in debrief.findings if f.expectation] == []
    assert about(debrief, "completeness", "book/inform-csirt").code == "done"


def test_an_inject_withdrawn_and_sent_again_counts_from_the_second_time() -> None:
    table = done(a_scene(), "inform-csirt").do(WithdrawInject(inject="a"))
    table.wait(20).do(UnholdInject(inject="a")).release("a").wait(3)
    assert about(judged(table.branch()), "completeness", "a/told").code == "not_observed"
    found = about(judged(done(table, "inform-csirt")), "timeliness", "a/told")
    assert (found.code, found.values["took"]) == ("in_time", 4)


def test_a_retracted_decision_counts_for_nothing() -> None:
    table = done(a_scene(), "inform-csirt", "declare", "pay")
    before = judged(table.branch())
    assert {f.code for f in before.findings} >= {"met", "harmful"}
    for _ in range(3):
        table.do(RetractDecision(inject="a", reason="a slip"), a_player())
    codes = {f.code for f in judged(table).findings}
    assert codes.isdisjoint({"met", "done", "harmful", "in_time", "in_order"})


def test_an_amended_decision_that_is_retracted_counts_in_none_of_its_wordings() -> None:
    table = done(a_scene(), "inform-csirt").amend(inject="a", text="We write to them.")
    table.do(RetractDecision(inject="a"), a_player())
    assert about(judged(table), "completeness", "a/told").code == "not_observed"


def test_what_the_first_pass_met_counts_again_where_the_second_is_retracted() -> None:
    table = done(a_scene(), "inform-csirt").do(GoBack(inject="a")).wait(9)
    done(table, "inform-csirt").do(RetractDecision(inject="a"), a_player())
    found = about(judged(table), "timeliness", "a/told")
    assert (found.code, found.values["took"]) == ("in_time", 1)


def test_a_late_entry_is_timed_by_when_it_was_decided_and_less_certain() -> None:
    table = a_scene().wait(30).do(EndExercise())
    entry = {"team": "red", "inject": "a", "steps": ("book/inform-csirt",), "text": "We rang."}
    table.do(LogDecision.model_validate({**entry, "at": 3, "reason": "on paper"}))
    found = about(debriefed(table.records), "timeliness", "a/told")
    assert (found.code, found.values["took"], found.certainty) == ("in_time", 3, 0.5)
    assert "late_entry" in found.marks


def test_a_team_brought_forward_answers_for_what_it_received_and_not_for_what_it_left_out() -> None:
    expected = [an_inject(id, expectations=[TOLD]) for id in ("b", "c")]
    scenario = the_scenario("a", *expected, teams=[a_team("red"), a_team("blue")])
    table = a_table(scenario).release("b", teams=("red",)).release_now("c", "red")
    debrief = judged(table.do(SyncTeams(inject="c")), "completeness")
    whose = {f.expectation: f.team for f in debrief.findings if f.expectation}
    assert whose == {"b/told": None, "c/told": None}
    only = the_scenario(
        "a", *expected, teams=[a_team("red"), a_team("blue")], story={"scope": "team"}
    )
    table = a_table(only).release("b", teams=("red",)).release("c", teams=("red",))
    debrief = judged(table.do(SyncTeams(inject="c")), "completeness")
    asked = [(f.team, f.expectation) for f in debrief.findings if f.expectation]
    assert asked == [("red", "b/told"), ("red", "c/told"), ("blue", "c/told")]


def test_a_message_is_no_deed() -> None:
    table = a_scene(teams=[a_team("red"), a_team("blue")])
    before = judged(table.branch()).findings
    after = judged(table.do(SendMessage(text="We inform the CSIRT."), a_player())).findings
    assert [f.code for f in after] == [f.code for f in before]


def test_a_trigger_of_a_team_is_found_in_each_of_its_copies() -> None:
    """Once the debrief of several copies failed where a condition named the team."""
    scenario = the_scenario(
        an_inject("a", decision=a_choice(an_option("x"), an_option("y"))),
        "b",
        use={"triggers": {"sign": {"option": "a/x", "team": "red"}}},
        teams=[a_team("red")],
        story={"scope": "team", "starts": "2031-05-12 08:00"},
        milestones=[{"id": "m", "text": "M"}],
    )
    table = Table(kit=a_kit(scenario, the_playbook(*STEPS)), copies=3).start().release("a")
    table.wait(4).decide("a", "x", by=a_player("red-2"))
    table.wait(7).decide("a", None, "book/declare", by=a_player("red-2"), text="We lead.")
    timed = [f for f in judged(table).findings if f.rule == "timeliness"]
    assert [(f.team, f.values["took"]) for f in timed] == [("red-2", 7)]
    chosen = next(r.seq for r in table.records if r.event.kind == "decision_logged")
    assert chosen in timed[0].evidence


def test_an_option_that_a_skip_assumed_is_evidence_of_what_it_began() -> None:
    scenario = the_scenario(
        "a",
        an_inject("b", decision=a_choice(an_option("x"), an_option("y"))),
        "c",
        use={"triggers": {"sign": {"option": "b/x"}}},
    )
    table = a_table(scenario, the_playbook(*STEPS)).wait(2).skip("b", as_if="x")
    skipped = table.records[-2:]
    found = about(judged(done(table, "declare")), "timeliness", "book/declare")
    assert {r.seq for r in skipped if r.event.kind == "inject_skipped"} < set(found.evidence)


def test_findings_of_an_exercise_that_was_ended_twice_over_are_the_same() -> None:
    """What is said after ENDEX changes no finding but those it is about."""
    table = ended(done(a_scene(), "inform-csirt"))
    before = debriefed(table.records)
    table.do(LogDecision(team="red", text="We rang.", at=1, reason="on paper"))
    assert debriefed(table.records).findings == before.findings
