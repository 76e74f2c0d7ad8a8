"""A debrief travels with its record; people are numbers in it."""

from __future__ import annotations

import pytest

from simulator.acts import replay
from simulator.acts.access import MutePerson, RevokeSeat, UnmutePerson
from simulator.acts.debriefed import DebriefFile, debrief_file, nameless
from simulator.acts.people import HandOverSeat, JoinExercise
from tests.builders import FACILITATOR, Table, a_player
from tests.unit.scoring.response import a_table, debriefed, done, ended


def a_seated_table() -> Table:
    """A table at which two people come to sit, one of them in the other's place."""
    eve = a_player("red", None, "eve-of-norte")
    table = done(a_table(), "triage").do(JoinExercise(), eve)
    return ended(table.do(HandOverSeat(to="adam-of-sur"), eve).decide("a", text="We.", by=eve))


def a_file() -> DebriefFile:
    table = a_seated_table()
    return debrief_file(debriefed(table.records), table.records, "aar")


def test_it_reads_back_as_what_it_was() -> None:
    made = a_file()
    text = made.model_dump_json(by_alias=True, exclude_none=True)
    again = DebriefFile.model_validate_json(text)
    assert again == made
    assert again.model_dump_json(by_alias=True, exclude_none=True) == text


def test_nobody_is_named_in_it_and_all_are_told_apart() -> None:
    table = a_seated_table()
    text = a_file().model_dump_json()
    assert "eve-of-norte" not in text
    assert "adam-of-sur" not in text
    before = [record.actor.person for record in table.records]
    after = [record.actor.person for record in nameless(table.records)]
    assert len({*before}) == len({*after})
    assert after[0] == "p1"


def test_the_system_stays_what_it_is_and_requests_are_left_out() -> None:
    table = a_seated_table()
    kept = [r.having(request="r1", command="c", last=9) for r in table.records]
    made = list(nameless(kept))
    assert {(r.request, r.command, r.last) for r in made} == {(None, None, None)}
    systems = [r.actor.person for r in kept if r.actor.role == "system"]
    assert [r.actor.person for r in made if r.actor.role == "system"] == systems


def test_a_seat_that_was_passed_on_is_still_there() -> None:
    made = replay(nameless(a_seated_table().records))
    assert made is not None
    (seat,) = made.seats.values()
    assert seat.actor.person != FACILITATOR.person


def test_who_was_muted_or_sent_away_is_a_number_too_and_the_same_one() -> None:
    eve, adam = a_player("red", None, "eve-of-norte"), a_player("red", None, "adam-of-sur")
    table = Table().do(JoinExercise(), adam).do(JoinExercise(), eve)
    table.do(MutePerson(person="eve-of-norte")).do(UnmutePerson(person="eve-of-norte"))
    made = list(nameless(table.do(RevokeSeat(person="eve-of-norte")).records))
    assert not [record for record in made if "eve-of-norte" in record.model_dump_json()]
    state = replay(made)
    assert state is not None
    assert (list(state.seats), {*state.access.revoked}) == (["p2"], {"p3"})


@pytest.mark.parametrize(
    "changes",
    [{}, {"exercise": "other"}, {"records": 3}, {"teams": ("blue",)}, {"findings": "beyond"}],
)
def test_it_is_of_its_exercise_alone(changes: dict[str, object]) -> None:
    made = a_file()
    exercise = replay(made.record)
    assert exercise is not None
    if changes.get("findings"):
        changes = {"findings": (made.findings[0].having(evidence=(99_999,)),)}
    assert made.having(**changes).is_of(exercise) is (not changes)
