"""Who takes part: joining, leaving, passing a seat on."""

from __future__ import annotations

from simulator.acts.people import HandOverSeat, JoinExercise, LeaveExercise, SeatHandedOver
from simulator.acts.play import EndExercise
from tests.builders import EVALUATOR, FACILITATOR, OBSERVER, PROJECTOR, Table, a_player

JOIN, LEAVE = JoinExercise(), LeaveExercise()
ANA = a_player("red", "chief", "ana")


def test_a_seat_is_taken_before_startex_too() -> None:
    table = Table().do(JOIN, a_player(person="ana"))
    assert table.exercise.seats["ana"].actor.team == "red"


def test_the_same_seat_is_taken_once_and_another_may_follow() -> None:
    table = Table().do(JOIN, a_player(person="ana"))
    assert table.refusal(JOIN, a_player(person="ana")) == "already_joined"
    table.do(JOIN, ANA)
    assert table.exercise.seats["ana"].actor.team_role == "chief"


def test_there_is_no_seat_in_a_team_that_is_not_there() -> None:
    assert Table().refusal(JOIN, a_player("green")) == "unknown_team"


def test_who_left_has_no_seat() -> None:
    table = Table().do(JOIN, a_player(person="ana")).do(LEAVE, a_player(person="ana"))
    assert dict(table.exercise.seats) == {}
    assert table.refusal(LEAVE, a_player(person="ana")) == "not_joined"


def test_nobody_joins_after_endex() -> None:
    assert Table().start().do(EndExercise()).refusal(JOIN, a_player()) == "has_ended"


def test_staff_join_without_a_team() -> None:
    assert Table().do(JOIN, EVALUATOR).exercise.seats["eva"].actor.role == "evaluator"


# Passing a seat on


def test_who_passes_the_own_seat_on_leaves_it_with_its_team_and_role() -> None:
    table = Table().do(JOIN, ANA).start().wait(3).do(HandOverSeat(to="ben"), ANA)
    (seat,) = table.exercise.seats.values()
    assert seat.actor == a_player("red", "chief", "ben")
    assert (seat.since, list(table.exercise.seats)) == (180, ["ben"])
    assert seat.first == "ana"
    assert table.events(SeatHandedOver) == [SeatHandedOver(person="ana", to="ben")]


def test_what_was_entered_from_it_keeps_its_author() -> None:
    table = Table().do(JOIN, ANA).start().decide(by=ANA).do(HandOverSeat(to="ben"), ANA)
    assert table.last_decision().actor.person == "ana"


def test_the_facilitator_passes_on_anybodys() -> None:
    table = Table().do(JOIN, ANA).do(HandOverSeat(person="ana", to="ben"))
    assert list(table.exercise.seats) == ["ben"]


def test_nobody_else_passes_on_anothers() -> None:
    table = Table().do(JOIN, ANA)
    for actor in (a_player(person="eve"), EVALUATOR, OBSERVER):
        assert table.refusal(HandOverSeat(person="ana", to="ben"), actor) == "facilitator_only"


def test_there_must_be_a_seat_and_a_person_without_one() -> None:
    table = Table().do(JOIN, ANA).do(JOIN, a_player(person="ben"))
    assert table.refusal(HandOverSeat(to="ben"), ANA) == "seat_taken"
    assert table.refusal(HandOverSeat(to="ana"), ANA) == "seat_taken"
    assert table.refusal(HandOverSeat(to="eve")) == "not_joined"
    assert table.refusal(HandOverSeat(person="eve", to="max")) == "not_joined"


def test_after_endex_no_seat_is_passed_on() -> None:
    table = Table().do(JOIN, ANA).start().do(EndExercise())
    assert table.refusal(HandOverSeat(to="ben"), ANA) == "has_ended"
    assert table.offers(kind="hand_over_seat") == []


def test_it_is_offered_to_the_facilitator_once_somebody_sits() -> None:
    table = Table()
    assert table.offers(kind="hand_over_seat") == []
    (choice,) = table.do(JOIN, ANA).offers(kind="hand_over_seat")
    assert [value for value, _ in choice.fields[0].options] == ["ana"]


def test_joining_and_leaving_are_for_everybody_and_no_choice() -> None:
    table = Table().do(JOIN, ANA)
    for actor in (ANA, FACILITATOR, EVALUATOR, PROJECTOR):
        kinds = {choice.kind for choice in table.offers(actor)}
        assert not {"join_exercise", "leave_exercise"} & kinds
