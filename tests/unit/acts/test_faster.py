"""Two people at the same entry: the second is told, and nothing is overwritten (P9)."""

from __future__ import annotations

import pytest

from simulator.acts import Command
from simulator.acts.amendments import LONG, AmendDecision, RetractDecision
from simulator.domain.errors import Refused
from tests.builders import Table, a_choice, a_player, a_scenario, an_inject

ANA, BO = a_player(person="ana"), a_player(person="bo")


def a_table() -> Table:
    inject = an_inject("a", decision=a_choice("x", "y"))
    return Table(a_scenario(inject)).start().release("a").decide("a", text="One.", by=ANA)


def refused(table: Table, command: Command) -> Refused:
    with pytest.raises(Refused) as found:
        table.do(command, BO)
    return found.value


def read(table: Table) -> list[str]:
    """The decisions that stand."""
    cards = table.cards(BO, "decision")
    return [c.body for c in cards if not {"amended", "retracted"} & {*c.marks}]


def test_who_names_what_was_amended_since_is_told_by_whom_and_how_it_reads() -> None:
    table = a_table()
    first = table.last_decision("a").id
    table.amend(ANA, decision=first, text="Two.")
    error = refused(table, AmendDecision(decision=first, text="Three."))
    newest = table.last_decision("a").id
    assert error.code == "amended_since"
    assert error.values == {"person": "ana", "text": "Two.", "decision": newest}
    assert read(table) == ["Two."]
    assert read(table.amend(BO, decision=newest, text="Three.")) == ["Three."]


@pytest.mark.parametrize("about", ["a", None])
def test_who_means_the_latest_means_the_one_that_was_seen(about: str | None) -> None:
    table = a_table()
    seen = table.exercise.seq
    table.amend(ANA, inject="a", text="Two.")
    error = refused(table, AmendDecision(inject=about, text="Three.", seen=seen))
    assert (error.code, error.values["person"]) == ("amended_since", "ana")
    now = table.exercise.seq
    assert read(table.amend(BO, inject=about, text="Three.", seen=now)) == ["Three."]


def test_a_new_decision_of_a_teammate_is_not_taken_for_the_one_that_was_seen() -> None:
    table = a_table()
    seen = table.exercise.seq
    table.decide("a", text="Another.", by=ANA).amend(BO, inject="a", text="One, better.", seen=seen)
    assert read(table) == ["Another.", "One, better."]


def test_the_newest_of_several_wordings_is_told_and_a_long_one_cut() -> None:
    table = a_table()
    first = table.last_decision("a").id
    table.amend(ANA, text="Two.").amend(BO, text="x" * 2 * LONG)
    error = refused(table, AmendDecision(decision=first, text="Three."))
    assert error.values["text"] == "x" * (LONG - 1) + "…"
    assert error.values["person"] == "bo"


def test_what_was_retracted_since_is_not_amended() -> None:
    table = a_table()
    first, seen = table.last_decision("a").id, table.exercise.seq
    table.do(RetractDecision(), ANA)
    for command in (
        AmendDecision(decision=first, text="Two."),
        AmendDecision(inject="a", text="Two.", seen=seen),
    ):
        assert refused(table, command).code == "retracted_since"
    again = AmendDecision(text="Two.", seen=table.exercise.seq)
    assert refused(table, again).code == "no_such_decision"


def test_retracting_what_was_amended_since_is_refused_too() -> None:
    table = a_table()
    seen = table.exercise.seq
    table.amend(ANA, text="Two.")
    assert refused(table, RetractDecision(inject="a", seen=seen)).code == "amended_since"
    assert read(table) == ["Two."]


def test_what_was_said_after_it_was_looked_at_is_not_meant() -> None:
    table = a_table()
    assert refused(table, AmendDecision(text="Two.", seen=1)).code == "no_such_decision"
