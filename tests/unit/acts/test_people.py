"""Who takes part: joining and leaving."""

from __future__ import annotations

from simulator.acts.people import JoinExercise, LeaveExercise
from simulator.acts.play import EndExercise
from tests.builders import Table, a_player

JOIN, LEAVE = JoinExercise(), LeaveExercise()


def test_a_seat_is_taken_before_startex_too() -> None:
    table = Table().do(JOIN, a_player(person="ana"))
    assert table.exercise.seats["ana"].actor.team == "red"


def test_the_same_seat_is_taken_once_and_another_may_follow() -> None:
    table = Table().do(JOIN, a_player(person="ana"))
    assert table.refusal(JOIN, a_player(person="ana")) == "already_joined"
    table.do(JOIN, a_player("red", "chief", "ana"))
    assert table.exercise.seats["ana"].actor.team_role == "chief"


def test_there_is_no_seat_in_a_team_that_is_not_there() -> None:
    assert Table().refusal(JOIN, a_player("green")) == "unknown_team"


def test_who_left_has_no_seat() -> None:
    table = Table().do(JOIN, a_player(person="ana")).do(LEAVE, a_player(person="ana"))
    assert dict(table.exercise.seats) == {}
    assert table.refusal(LEAVE, a_player(person="ana")) == "not_joined"


def test_nobody_joins_after_endex() -> None:
    assert Table().start().do(EndExercise()).refusal(JOIN, a_player()) == "has_ended"
