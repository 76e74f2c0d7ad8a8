"""Late entries: what a team decided, entered later by control with its real time (K24)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from simulator.acts.clock import ChangeSpeed, InterruptExercise
from simulator.acts.decisions import LogDecision
from simulator.acts.play import EndExercise
from simulator.domain.people import SYSTEM
from tests.builders import (
    EVALUATOR,
    NOON,
    Table,
    a_choice,
    a_playbook,
    a_player,
    a_scenario,
    an_inject,
    an_option,
)

BOOK = a_playbook("cut")
EXPECTED = [{"id": "e", "text": "Cut.", "step": "book/cut"}]


def late(at: float | None = None, **fields: Any) -> LogDecision:
    given = {"team": "red", "text": "We had called.", "reason": "Told at the break.", "at": at}
    return LogDecision.model_validate(given | fields)


def wall(minutes: float, **fields: Any) -> LogDecision:
    return late(wall=NOON + timedelta(minutes=minutes), **fields)


def decided(table: Table) -> float | None:
    return table.last_decision().decided


def test_it_keeps_both_times_and_says_why_it_was_late() -> None:
    table = Table().start().wait(10).do(late(4))
    found = table.last_decision()
    assert (found.decided, found.since, found.when) == (240, 600, 240)
    assert (found.reason, found.by_control) == ("Told at the break.", True)
    assert table.exercise.teams["red"].acted is None


def test_the_team_sees_when_it_was_decided_and_when_it_was_entered() -> None:
    (card,) = Table().start().wait(10).do(late(4)).cards(a_player(), "decision")
    assert (card.elapsed, dict(card.numbers)) == (240, {"entered": 600})
    assert {"late_entry", "by_control"} <= set(card.marks)
    assert ("reason", "Told at the break.") in card.details


def test_an_amended_late_entry_is_still_shown_with_its_real_time() -> None:
    """Once its card told the time of the amendment alone."""
    table = Table().start().wait(10).do(late(4)).wait(2).amend(text="We had called them.")
    table.wait(3).amend(text="We had called them twice.")
    *_, card = table.cards(a_player(), "decision")
    assert (card.body, card.elapsed) == ("We had called them twice.", 240)
    assert dict(card.numbers) == {"entered": 900}
    assert "late_entry" in card.marks


def test_an_amended_decision_that_was_never_late_has_one_time() -> None:
    table = Table().start().wait(10).decide().wait(2).amend(text="We act now.")
    *_, card = table.cards(a_player(), "decision")
    assert (card.elapsed, dict(card.numbers)) == (720, {})
    assert "late_entry" not in card.marks


def test_an_expectation_is_met_when_it_was_decided() -> None:
    table = Table(a_scenario(an_inject("a", expectations=EXPECTED)), BOOK).start().release("a")
    table.wait(10).do(late(4, inject="a", steps=["book/cut"]))
    assert table.exercise.teams["red"].met["a/e"].since == 240


def test_a_late_option_opens_its_way() -> None:
    options = (an_option("x", next="b"), an_option("y", next="c"))
    scenario = a_scenario(an_inject("a", decision=a_choice(*options)), "b", "c")
    table = Table(scenario).start().release("a").wait(10).do(late(4, inject="a", option="x"))
    assert table.proposed() == ["b"]


def test_in_a_pause_it_is_late_and_not_marked_as_entered_during_it() -> None:
    table = Table().start().wait(10).pause().do(late(4))
    assert table.last_decision().during_pause is False


def test_after_endex_only_late_entries_are_accepted() -> None:
    table = Table().start().wait(10).do(EndExercise())
    assert table.refusal(LogDecision(text="x", team="red")) == "has_ended"
    assert decided(table.do(late(10))) == 600


def test_after_endex_it_is_offered_with_its_time_and_reason() -> None:
    table = Table().start().wait(10).release("a").do(EndExercise())
    first, second = table.offers(kind="log_decision")
    assert (first.about, second.about) == ("", "a")
    needed = {f.name: f.required for f in first.fields}
    assert (needed["at"], needed["reason"], needed["wall"]) == (True, True, False)
    assert table.offers(a_player(), "log_decision") == []


def test_in_play_time_and_reason_are_offered_but_not_asked_for() -> None:
    (choice,) = Table().start().offers(kind="log_decision")
    needed = {f.name: f.required for f in choice.fields}
    assert (needed["at"], needed["reason"]) == (False, False)
    (plain,) = Table().start().offers(a_player(), "log_decision")
    assert not {"at", "wall", "reason"} & {f.name for f in plain.fields}


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (late(4, reason=None), "reason_needed"),
        (late(11), "not_yet_then"),
        (wall(11), "not_yet_then"),
        (wall(-1), "not_yet_then"),
        (wall(4, at=4), "one_time_only"),
        (late(4, team=None), "team_needed"),
        (late(4, inject="a"), "inject_not_received"),
    ],
    ids=["reason", "later", "wall later", "before startex", "twice", "team", "inject"],
)
def test_it_needs_a_reason_and_a_time_between_startex_and_now(
    command: LogDecision, code: str
) -> None:
    assert Table().start().wait(10).refusal(command) == code


def test_before_startex_there_is_none() -> None:
    assert Table().refusal(late(0)) == "not_started"


def test_now_and_startex_are_times_between() -> None:
    table = Table().start().wait(10)
    assert decided(table.branch().do(late(10))) == 600
    assert decided(table.branch().do(late(0))) == 0


def test_only_the_facilitator_enters_late() -> None:
    table = Table().start().wait(10)
    assert table.refusal(late(4, team=None), a_player()) == "facilitator_only"
    assert table.refusal(late(4), EVALUATOR) == "not_a_player"


# By wall time


def test_a_wall_time_is_found_on_the_exercise_clock() -> None:
    assert decided(Table().start().wait(10).do(wall(4))) == 240


def test_startex_later_than_the_creation_does_not_matter() -> None:
    table = Table().wait(30).start().wait(10)
    assert decided(table.do(wall(34))) == 240


def test_a_time_within_a_pause_is_when_the_pause_began() -> None:
    table = Table().start().wait(5).pause().wait(20).resume().wait(5)
    assert decided(table.branch().do(wall(15))) == 300
    assert decided(table.branch().do(wall(28))) == 480


def test_a_jump_lies_between_the_times_before_and_after_it() -> None:
    table = Table().start().wait(5).jump(60).wait(5)
    assert decided(table.branch().do(wall(4))) == 240
    assert decided(table.branch().do(wall(5))) == 65 * 60
    assert decided(table.branch().do(wall(8))) == 68 * 60


def test_each_stretch_is_counted_at_its_own_speed() -> None:
    table = Table().start().wait(5).do(ChangeSpeed(factor=4)).wait(5)
    table.do(ChangeSpeed(factor=0.5)).wait(10)
    assert decided(table.branch().do(wall(7))) == (5 + 8) * 60
    assert decided(table.branch().do(wall(14))) == (5 + 20 + 2) * 60


def test_in_an_interruption_the_clock_stood_where_it_was_last_known() -> None:
    table = Table().start().wait(5)
    table.now += timedelta(minutes=30)  # the machine slept
    table.do(InterruptExercise(cause="clock", gap=1800), SYSTEM)
    assert decided(table.branch().do(wall(20))) == 300
    table.now += timedelta(minutes=5)
    table.resume().wait(5)
    assert decided(table.branch().do(wall(38))) == 300
    assert decided(table.branch().do(wall(43))) == 480


def test_after_endex_a_wall_time_is_found_too() -> None:
    table = Table().start().wait(10).do(EndExercise()).wait(60)
    assert decided(table.branch().do(wall(4))) == 240
    assert decided(table.branch().do(wall(40))) == 600
