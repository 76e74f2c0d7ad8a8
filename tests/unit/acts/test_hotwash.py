"""After ENDEX: the hot wash and the rows of the improvement plan (K21, A11)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from simulator.acts import Command
from simulator.acts.hotwash import HotWashNoted, ImprovementPlanned, NoteHotWash, PlanImprovement
from simulator.acts.play import EndExercise
from tests.builders import (
    EVALUATOR,
    FACILITATOR,
    OBSERVER,
    PROJECTOR,
    Table,
    a_player,
    a_scenario,
)

NOTE = NoteHotWash(topic="gap", text="Nobody had the list.")
ROW = PlanImprovement(issue="No list on paper.")


def ended() -> Table:
    objectives = [{"id": "share", "text": "Share."}]
    return Table(a_scenario(objectives=objectives)).start().wait(5).do(EndExercise())


def plan(**fields: Any) -> PlanImprovement:
    return PlanImprovement.model_validate(fields)


@pytest.mark.parametrize("command", [NOTE, ROW], ids=lambda c: c.kind)
def test_the_staff_write_it_down_after_endex_only(command: Command) -> None:
    table = Table().start()
    assert table.refusal(command) == "not_ended"
    assert table.offers(kind=command.kind) == []
    table.do(EndExercise())
    for actor in (OBSERVER, PROJECTOR, a_player()):
        assert table.refusal(command, actor) == "evaluators_only"
        assert table.offers(actor, command.kind) == []
    for actor in (FACILITATOR, EVALUATOR):
        assert len(table.offers(actor, command.kind)) == 1
        table.branch().do(command, actor)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (NOTE.having(team="green"), "unknown_team"),
        (NOTE.having(objective="z"), "unknown_objective"),
        (ROW.having(team="green"), "unknown_team"),
        (ROW.having(objective="z"), "unknown_objective"),
        (plan(action="Print it."), "text_needed"),
        (plan(improvement="z", action="Print it."), "unknown_improvement"),
        (plan(issue="x", start=date(2031, 6, 2), due=date(2031, 6, 1)), "due_before_start"),
    ],
)
def test_what_cannot_be_is_refused(command: Command, code: str) -> None:
    assert ended().refusal(command) == code


def test_what_was_said_is_kept_with_its_topic_team_and_objective() -> None:
    table = ended().do(NOTE.having(team="red", objective="share"), EVALUATOR)
    (said,) = table.exercise.hotwash
    assert (said.topic, said.team, said.objective, said.at) == ("gap", "red", "share", table.now)
    (card,) = table.cards(kind="hotwash")
    assert (card.body, card.state, card.title) == ("Nobody had the list.", "gap", "share")
    assert table.do(NOTE).cards(kind="hotwash")[1].title == ""
    assert len(table.events(HotWashNoted)) == 2


def test_a_row_is_written_and_later_changed_in_part() -> None:
    table = ended().do(
        plan(issue="No list.", element="planning", owner="IT", start=date(2031, 6, 1))
    )
    (row,) = table.exercise.improvements.values()
    assert (row.status, row.owner, row.action) == ("open", "IT", None)
    table.do(plan(improvement=row.id, action="Print it.", due=date(2031, 6, 1), status="done"))
    (now,) = table.exercise.improvements.values()
    assert (now.id, now.issue, now.owner, now.action) == (row.id, "No list.", "IT", "Print it.")
    assert (now.status, now.due, len(table.events(ImprovementPlanned))) == (
        "done",
        date(2031, 6, 1),
        2,
    )


def test_a_change_may_not_end_before_the_beginning_that_stands() -> None:
    table = ended().do(plan(issue="No list.", start=date(2031, 6, 2)))
    (row,) = table.exercise.improvements
    assert table.refusal(plan(improvement=row, due=date(2031, 6, 1))) == "due_before_start"


def test_a_row_is_one_card_that_changes() -> None:
    table = ended().do(plan(issue="No list.", contact="ana", objective="share"))
    (card,) = table.cards(kind="improvement")
    assert (card.title, card.state) == ("No list.", "open")
    assert card.details == (("contact", "ana"), ("objective", "share"))
    table.do(plan(improvement=next(iter(table.exercise.improvements)), status="dropped"))
    (changed,) = table.cards(kind="improvement")
    assert (changed.id, changed.state) == (card.id, "dropped")
    assert not {"hotwash", "improvement"} & {c.kind for c in table.cards(a_player())}


def test_only_what_is_new_is_told_again() -> None:
    table = ended().do(NOTE).do(ROW)
    seen = table.exercise.seq
    table.do(NOTE).do(ROW)
    kinds = [c.kind for c in table.view(after=seen).cards]
    assert (kinds.count("hotwash"), kinds.count("improvement")) == (1, 1)


def test_each_row_is_offered_to_be_changed_and_a_new_one_to_be_written() -> None:
    table = ended().do(ROW).do(ROW)
    new, first, second = table.offers(kind="plan_improvement")
    assert (new.about, new.fields[0].required) == ("", True)
    assert [first.about, second.about] == list(table.exercise.improvements)
    assert (first.title, first.fields[0].required) == ("No list on paper.", False)
