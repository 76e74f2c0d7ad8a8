"""What goes wrong when responses are scored against a playbook, held against every rule there is.

The figures of the measured examples are ours: done weights by all weights, with nothing for logging
more. Nine steps, one of them critical at a weight of five, come to thirteen.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from simulator.acts.decisions import LogDecision
from simulator.acts.evaluation import TakeNote
from simulator.acts.justify import JustifyDeviation
from simulator.acts.messages import SendMessage
from simulator.acts.play import EndExercise
from simulator.domain.debrief import Debrief, Dial, Finding
from tests.builders import (
    EVALUATOR,
    FACILITATOR,
    Table,
    a_choice,
    a_player,
    a_team,
    an_inject,
    an_option,
)
from tests.unit.scoring.response import (
    RIGHT,
    STEPS,
    a_step,
    a_table,
    debriefed,
    dial,
    done,
    found,
    judged,
    the_playbook,
    the_scenario,
    times,
)

SHARE = {"with": ["blue"], "tlp_at_most": "AMBER"}
TOLD = a_step("inform-csirt", "communicate", after=["triage"], times=times(target=20), share=SHARE)
TIMED = a_step("notify", "communicate", weight=5, critical=True, times=times(target=30, limit=60))
BUT = ("inform-csirt", "notify")
PLAYBOOK = the_playbook(*(s for s in STEPS if s["id"] not in BUT), TOLD, TIMED)
CHOICE = a_choice(an_option("cut", step="book/isolate"), an_option("pay", step="book/pay"))
GOAL: dict[str, Any] = {"objectives": [{"id": "share", "text": "Share."}]}


def a_room() -> Table:
    """Two teams, a playbook with times and somebody to tell, a choice and an expectation."""
    asked = {"id": "e", "text": "Told.", "step": "book/notify", "due": 40, "team": "red"}
    scenario = the_scenario(
        an_inject("a", expectations=[asked], decision=CHOICE | {"decides": "red"}),
        an_inject("b", to=["red"], tlp="GREEN"),
        an_inject("h", pool="hint"),
        teams=[a_team("red"), a_team("blue")],
        **GOAL,
    )
    return a_table(scenario, PLAYBOOK).release("b")


def chose(table: Table) -> Table:
    return table.decide("a", "cut")


def told(table: Table) -> Table:
    message = SendMessage(
        to=("blue",), text="Look.", tlp="AMBER", steps=("book/inform-csirt",), links=("b",)
    )
    return table.do(message, a_player())


def right(table: Table) -> Table:
    """All that is asked, in order and in time."""
    return told(done(chose(done(table, "triage", "declare")), *RIGHT[2:]))


def dials(debrief: Debrief) -> dict[str, float]:
    """Red's dials that have a value."""
    mine = (d for d in debrief.dials if d.team == "red" and d.phase is None)
    return {d.dial: d.value for d in mine if d.value is not None}


def told_of(debrief: Debrief) -> list[tuple[str, str, float | None, float]]:
    return [(f.id, f.code, f.value, f.certainty) for f in debrief.findings]


# Doing nothing


def test_doing_right_fills_every_dial() -> None:
    full = dials(judged(right(a_room())))
    names = (
        "completeness",
        "expectations",
        "timeliness",
        "order",
        "choice",
        "communication",
        "tlp",
    )
    assert full == dict.fromkeys(names, 1)


@pytest.mark.parametrize("steps", range(len(RIGHT) + 1))
def test_doing_nothing_never_beats_doing_right_on_any_dial(steps: int) -> None:
    """A dial that nothing entered has no value, and that is no advantage either."""
    nothing, some = dials(judged(a_room())), dials(judged(done(a_room(), *RIGHT[:steps])))
    assert all(value <= some[name] for name, value in nothing.items())


@pytest.mark.parametrize("more", [chose, told])
def test_neither_choosing_right_nor_telling_lowers_any_dial(more: Callable[[Table], Table]) -> None:
    nothing, some = dials(judged(a_room())), dials(judged(more(a_room())))
    assert all(value <= some[name] for name, value in nothing.items())


def test_silence_is_no_way_to_keep_a_label() -> None:
    quiet, open_ = dials(judged(a_room())), dials(judged(told(a_room())))
    assert "tlp" not in quiet
    assert quiet["communication"] < open_["communication"]


# Saying more


def test_nine_stray_notes_and_decisions_change_no_finding() -> None:
    quiet, chatty = right(a_room()), right(a_room())
    for number in range(9):
        chatty.do(TakeNote(text=f"A note, the {number}th.", team="red"), EVALUATOR)
        chatty.decide(text=f"A remark, the {number}th.")
        chatty.do(SendMessage(to=("blue",), text="By the way."), a_player())
    assert told_of(judged(chatty)) == told_of(judged(quiet))


# What weighs


def test_a_missed_critical_step_weighs_more_than_another() -> None:
    """(13 - 5) / 13 against (13 - 1) / 13, where unweighted both were 8 / 9."""
    notice, paper = (
        judged(done(a_table(), *(s for s in RIGHT if s != missed)))
        for missed in ("notify", "write-up")
    )
    assert dial(notice, "completeness") == 0.615385
    assert dial(paper, "completeness") == 0.923077


@pytest.mark.parametrize(("critical", "value"), [(1, 0.888889), (3, 0.727273), (5, 0.615385)])
def test_how_much_a_critical_step_weighs_is_the_rubrics(critical: float, value: float) -> None:
    steps = [s | {"weight": 1} if s["id"] == "notify" else s for s in STEPS]
    table = done(a_table(None, the_playbook(*steps)), *(s for s in RIGHT if s != "notify"))
    rule = {"rule": "completeness", "settings": {"critical": critical}}
    assert dial(judged(table, rule), "completeness") == value


# Order


def order(*steps: str) -> tuple[float | None, list[tuple[str | None, str | None]]]:
    """The dial of order, and the precedences that were violated."""
    debrief = judged(done(a_table(), *steps), "order")
    wrong = found(debrief.findings, code="out_of_order")
    return dial(debrief, "order"), [(f.step, f.after) for f in wrong]


def test_swapping_independent_steps_costs_nothing_and_a_violated_precedence_does() -> None:
    swapped = ("triage", "declare", "keep-evidence", "isolate", "reset-keys")
    assert order(*swapped) == (1, [])
    early = ("triage", "declare", "reset-keys", "isolate", "keep-evidence")
    violated = [("book/reset-keys", f"book/{s}") for s in ("isolate", "keep-evidence")]
    assert order(*early) == (0.6, violated)


# Better than the plan


def test_a_justified_deviation_reports_raw_and_adjudicated_values() -> None:
    table = done(a_table(), *(s for s in RIGHT if s != "notify"))
    table.do(JustifyDeviation(team="red", about="book/notify", text="Later, by law."), EVALUATOR)
    debrief = judged(table, "completeness")
    (finding,) = found(debrief.findings, step="book/notify")
    assert (finding.value, finding.adjudicated) == (0, 1)
    (whole,) = (d for d in debrief.dials if d.phase is None)
    assert (whole.value, whole.adjudicated) == (0.615385, 1)


def by_phase(debrief: Debrief) -> dict[str | None, Dial]:
    return {d.phase: d for d in debrief.dials if d.dial == "completeness"}


def test_only_the_dials_it_touches_have_a_second_value() -> None:
    table = done(a_table(), "triage")
    table.do(JustifyDeviation(team="red", about="book/notify", text="No line."), EVALUATOR)
    found = by_phase(judged(table, "completeness"))
    assert found["communicate"].adjudicated is not None
    assert found["contain"].adjudicated is None


# Time


@pytest.mark.parametrize(
    ("minutes", "code", "value"), [(40, "censored", 0), (20, "not_due", None), (90, "censored", 0)]
)
def test_what_was_not_done_by_the_end_is_censored_and_never_late(
    minutes: float, code: str, value: float | None
) -> None:
    table = a_table(None, the_playbook(TIMED)).wait(minutes)
    (finding,) = judged(table, "timeliness").findings
    assert (finding.code, finding.value, finding.values["took"]) == (code, value, minutes)
    late = done(a_table(None, the_playbook(TIMED)).wait(49), "notify")
    assert judged(late, "timeliness").findings[0].code == "late"


# Doubt


def late_entry(table: Table) -> Table:
    entry = LogDecision(text="Told.", team="red", steps=("book/notify",), at=1, reason="On paper.")
    return table.wait(5).do(EndExercise()).do(entry, FACILITATOR)


def in_a_pause(table: Table) -> Table:
    return done(table.pause(), "notify", every=0)


def after_a_hint(table: Table) -> Table:
    return done(table.release("h"), "notify")


def across_a_jump(table: Table) -> Table:
    return done(table.jump(5), "notify")


@pytest.mark.parametrize(
    ("way", "mark"),
    [
        (late_entry, "late_entry"),
        (in_a_pause, "during_pause"),
        (after_a_hint, "hint"),
        (across_a_jump, "jump"),
    ],
)
def test_hints_pauses_jumps_and_late_entries_lower_certainty_and_say_so(
    way: Callable[[Table], Table], mark: str
) -> None:
    def timed(table: Table) -> Finding:
        over = table.exercise.status == "ended"
        debrief = debriefed(table.records) if over else judged(table)
        (finding,) = found(debrief.findings, rule="timeliness", step="book/notify")
        return finding

    scenario = the_scenario(an_inject("a"), an_inject("h", pool="hint"))
    plain = timed(done(a_table(scenario, the_playbook(TIMED)), "notify"))
    doubtful = timed(way(a_table(scenario, the_playbook(TIMED))))
    assert (plain.certainty, plain.marks) == (1, ("critical",))
    assert mark in doubtful.marks
    assert doubtful.certainty < plain.certainty
    assert doubtful.value == plain.value
