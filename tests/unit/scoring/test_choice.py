"""Choice: what was chosen at decision points, and what the playbook says of it."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.acts.decisions import LogDecision
from simulator.acts.play import EndExercise
from simulator.domain.debrief import Finding
from tests.builders import FACILITATOR, Table, a_choice, a_team, an_inject, an_option
from tests.unit.scoring.response import (
    a_table,
    debriefed,
    dial,
    done,
    found,
    judged,
    the_scenario,
)

OPTIONS = (
    an_option("inform", step="book/notify"),
    an_option("wait"),
    an_option("pay", step="book/pay"),
    an_option("wipe", step="book/wipe"),
    an_option("both", step=["book/notify", "book/pay"]),
    an_option("noise", step="book/close-as-noise"),
)


def choosing(**fields: Any) -> Table:
    decision = a_choice(*OPTIONS, **fields)
    scenario = the_scenario(
        an_inject("a", decision=decision),
        an_inject("h", pool="hint"),
        teams=[a_team("red", "chief", "clerk")],
    )
    return a_table(scenario)


def chosen(table: Table) -> Finding:
    """What the rule finds of the one decision point."""
    (finding,) = judged(table, "choice").findings
    return finding


@pytest.mark.parametrize(
    ("option", "code", "value"),
    [
        ("inform", "by_playbook", 1),
        ("pay", "against", 0),
        ("wipe", "against", 0),
        ("both", "against", 0),
        ("wait", "chosen", None),
        ("noise", "chosen", None),
    ],
)
def test_an_option_counts_by_the_steps_its_author_linked(
    option: str, code: str, value: float | None
) -> None:
    """A step of another branch is asked of nobody."""
    finding = chosen(choosing().wait(2).decide("a", option))
    assert (finding.code, finding.value, finding.inject) == (code, value, "a")
    assert (finding.values["option"], finding.values["took"]) == (option, 2)


def test_what_is_harmless_by_then_is_not_against_the_playbook() -> None:
    """And it rests on what made it harmless."""
    table = done(choosing(), "keep-evidence").wait(1)
    kept = len(table.records)
    finding = chosen(table.decide("a", "wipe"))
    assert (finding.code, finding.value) == ("chosen", None)
    assert kept in finding.evidence
    assert chosen(done(choosing().decide("a", "wipe"), "keep-evidence")).code == "against"


def test_the_evidence_is_the_release_and_the_decisions() -> None:
    table = choosing().wait(1).decide("a", "wait").wait(1).decide("a", "inform")
    finding = chosen(table)
    kinds = [table.records[seq - 1].event.kind for seq in finding.evidence]
    assert kinds == ["inject_released", "decision_logged", "decision_logged"]
    assert (finding.marks, finding.values["first"]) == (("changed",), "wait")


def test_what_was_not_decided_is_told_with_its_window_and_weighs_nothing() -> None:
    table = choosing(time_limit=1).wait(5)
    finding = chosen(table)
    assert (finding.code, finding.value, finding.evidence) == ("undecided", None, ())
    assert finding.window is not None
    ends = [table.records[seq - 1].event.kind for seq in finding.cites]
    assert ends == ["inject_released", "exercise_ended"]


def test_other_words_are_a_decision_that_no_option_stands_for() -> None:
    finding = chosen(choosing().decide("a", text="Neither."))
    assert (finding.code, finding.value) == ("own_words", None)
    assert "option" not in finding.values


def test_it_says_who_had_no_authority_and_what_came_late() -> None:
    table = choosing(decides="red/chief", time_limit=1).wait(5)
    table.do(LogDecision(inject="a", option="inform", team="red"), FACILITATOR)
    assert chosen(table).marks == ("by_control", "after_time")


def test_help_before_it_makes_it_less_certain() -> None:
    finding = chosen(choosing().wait(1).release("h").wait(1).decide("a", "inform"))
    assert (finding.marks, finding.certainty, finding.value) == (("hint",), 0.5, 1)


def test_a_late_entry_makes_it_less_certain() -> None:
    table = choosing().wait(4).do(EndExercise())
    late = LogDecision(inject="a", option="inform", team="red", at=2, reason="On paper.")
    finding = found(debriefed(table.do(late).records).findings, rule="choice")[0]
    assert (finding.code, finding.certainty) == ("by_playbook", 0.5)
    assert "late_entry" in finding.marks


def test_only_what_the_playbook_speaks_of_moves_the_dial() -> None:
    assert dial(judged(choosing().decide("a", "wait"), "choice"), "choice") is None
    assert dial(judged(choosing(), "choice"), "choice") is None
    assert dial(judged(choosing().decide("a", "inform"), "choice"), "choice") == 1
