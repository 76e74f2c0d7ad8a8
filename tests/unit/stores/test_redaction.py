"""Redaction: people's texts go, everything that play rests on stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simulator.acts import Recorded, replay
from simulator.acts.evaluation import TakeNote
from simulator.acts.play import EndExercise
from simulator.domain.errors import StoreError
from simulator.stores.base import Stored, read_back, stored
from simulator.stores.redaction import REMOVED, redacted, without_texts
from tests.builders import Table, a_choice, a_scenario, an_inject, an_option

CANARY = "Canary"


def played() -> list[Recorded]:
    """An exercise in which people wrote the same word wherever they can write."""
    options = a_choice(an_option("x", effects=[{"set": "m"}]), an_option("y"))
    scenario = a_scenario(an_inject("a", decision=options), "b", milestones=["m"])
    table = Table(scenario).start().release("a")
    table.decide(
        "a",
        "x",
        text=f"{CANARY} one.",
        rationale=f"{CANARY} two.",
        considered=(f"{CANARY} three", f"{CANARY} four"),
        assignee=CANARY,
    )
    table.amend(decision=table.last_decision("a").id, text=CANARY, reason=f"A {CANARY}.")
    table.ask(f"{CANARY}?").answer(text=f"{CANARY}.")
    return table.do(TakeNote(text=CANARY)).do(EndExercise(reason=CANARY)).records


def test_nothing_that_people_wrote_is_left() -> None:
    texts = [stored(without_texts(record), "").text.decode() for record in played()[1:]]
    assert sum(CANARY in stored(r, "").text.decode() for r in played()) >= 6
    assert [text for text in texts if CANARY in text] == []
    assert sum(REMOVED in text for text in texts) >= 6


def test_what_play_rests_on_stays() -> None:
    first, *others = played()
    state, whole = replay([first, *map(without_texts, others)]), replay(played())
    assert state is not None
    assert whole is not None
    assert (state.facts, state.status) == (whole.facts, whole.status)
    mine, theirs = state.teams["red"].decisions["a"][-1], whole.teams["red"].decisions["a"][-1]
    assert (mine.option, mine.text, mine.rationale) == ("x", REMOVED, REMOVED)
    assert (
        replace(
            mine,
            text=theirs.text,
            rationale=theirs.rationale,
            considered=theirs.considered,
            assignee=theirs.assignee,
            reason=theirs.reason,
        )
        == theirs
    )


def test_what_nobody_wrote_is_not_filled_in() -> None:
    start = played()[1]
    assert without_texts(start) == start


def test_a_redacted_record_reads_back_with_its_digest() -> None:
    kept = stored(played()[3], "before")
    found = redacted(kept)
    assert found == Stored(kept.seq, kept.person, None, found.text, kept.digest, redacted=True)
    assert read_back(found.text).seq == kept.seq


def test_the_record_that_holds_the_scenario_is_not_redacted() -> None:
    with pytest.raises(StoreError, match="holds_the_scenario"):
        redacted(stored(played()[0], ""))
