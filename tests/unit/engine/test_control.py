"""What exercise control reads beside what the other audiences see."""

from __future__ import annotations

from simulator.acts.people import JoinExercise, LeaveExercise
from simulator.acts.review import ReviewDecision
from tests.builders import Table, a_player, a_scenario, a_team

# The board


def on_the_board(table: Table, team: str = "red") -> dict[str, float]:
    (card,) = (c for c in table.cards(kind="team") if c.team == team)
    return dict(card.numbers)


def test_the_board_counts_what_a_team_was_given_and_what_it_decided() -> None:
    table = Table(a_scenario("a", "b")).start().release("a")
    table.decide("a", text="Go.").decide("a", text="Stay.").amend(text="Wait.")
    table.do(ReviewDecision(decision=table.exercise.teams["red"].decisions["a"][0].id))
    found = on_the_board(table)
    names = ("received", "decisions", "unreviewed")
    assert {name: found[name] for name in names} == {
        "received": 1,
        "decisions": 2,
        "unreviewed": 1,
    }


def test_the_board_counts_who_sits_in_a_team() -> None:
    table = Table(a_scenario("a", teams=[a_team("red"), a_team("blue")])).start()
    ana = a_player("red", person="ana")
    table.do(JoinExercise(), ana).do(JoinExercise(), a_player("red", person="ben"))
    assert (on_the_board(table)["joined"], on_the_board(table, "blue")["joined"]) == (2, 0)
    number = table.exercise.seq
    table.do(LeaveExercise(), ana)
    assert on_the_board(table)["joined"] == 1
    assert "team-red" in [card.id for card in table.view(after=number).cards]
