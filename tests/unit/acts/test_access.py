"""Who may come in and be heard: codes, the lobby, people muted or sent away."""

from __future__ import annotations

import pytest

from simulator.acts import Command
from simulator.acts.access import (
    CodesRotated,
    LockLobby,
    MutePerson,
    RevokeSeat,
    RotateCodes,
    SeatRevoked,
    UnlockLobby,
    UnmutePerson,
)
from simulator.acts.clock import ResumeExercise
from simulator.acts.people import HandOverSeat, JoinExercise, LeaveExercise
from simulator.acts.play import EndExercise, StopExercise
from simulator.domain.access import Place
from tests.builders import EVALUATOR, FACILITATOR, OBSERVER, Table, a_player, a_scenario, a_team

JOIN = JoinExercise()
ANA, BEN = a_player("red", "chief", "ana"), a_player("blue", None, "ben")
RED, CHIEF = Place("participant", "red"), Place("participant", "red", "chief")
LOCK, UNLOCK, ROTATE = LockLobby(), UnlockLobby(), RotateCodes()
EVERY: tuple[Command, ...] = (
    LOCK,
    UNLOCK,
    ROTATE,
    RevokeSeat(person="ana"),
    MutePerson(person="ana"),
    UnmutePerson(person="ben"),
)


def a_lobby() -> Table:
    """Two teams of which one has a role, with one person each, one of them muted."""
    table = Table(a_scenario(teams=[a_team("red", "chief"), a_team("blue")]))
    table.do(JOIN, ANA).do(JOIN, BEN).do(MutePerson(person="ben"))
    return table


@pytest.mark.parametrize("command", EVERY, ids=lambda c: c.kind)
def test_only_the_facilitator_says_who_may_come_in(command: Command) -> None:
    for actor in (ANA, EVALUATOR, OBSERVER):
        assert a_lobby().refusal(command, actor) == "facilitator_only"
        assert a_lobby().offers(actor, command.kind) == []


@pytest.mark.parametrize("command", EVERY, ids=lambda c: c.kind)
def test_nothing_of_it_is_taken_while_play_is_stopped(command: Command) -> None:
    table = a_lobby().start().do(StopExercise())
    assert table.refusal(command) == "stopped"
    assert table.offers(kind=command.kind) == []
    if command is not UNLOCK:
        table.do(ResumeExercise()).do(command)


def test_after_endex_only_people_are_shut_out_for_nobody_can_join() -> None:
    table = a_lobby().start().do(EndExercise())
    for command in (LOCK, UNLOCK, ROTATE):
        assert table.refusal(command) == "has_ended"
        assert table.offers(kind=command.kind) == []
    table.do(UnmutePerson(person="ben")).do(RevokeSeat(person="ana"))


# Codes


def test_rotating_raises_the_epoch_of_every_place() -> None:
    table = a_lobby()
    assert table.exercise.access.epoch(RED) == 0
    table.do(ROTATE)
    assert {table.exercise.access.epoch(p) for p in (RED, CHIEF, Place("observer"))} == {
        table.exercise.seq
    }


@pytest.mark.parametrize(
    ("command", "rotated"),
    [
        (RotateCodes(role="observer"), (Place("observer"),)),
        (RotateCodes(role="participant"), (RED, CHIEF)),
        (RotateCodes(team="red"), (RED, CHIEF)),
        (RotateCodes(role="participant", team="red"), (RED, CHIEF)),
        (RotateCodes(team="red", team_role="chief"), (CHIEF,)),
        (RotateCodes(team="blue"), ()),
    ],
)
def test_only_what_is_named_is_rotated(command: Command, rotated: tuple[Place, ...]) -> None:
    access = a_lobby().do(command).exercise.access
    every = (RED, CHIEF, Place("observer"), Place("facilitator"))
    assert tuple(place for place in every if access.epoch(place)) == rotated


def test_seats_stay_when_codes_are_rotated() -> None:
    table = a_lobby().do(ROTATE)
    assert list(table.exercise.seats) == ["ana", "ben"]
    table.start().decide(by=ANA)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (RotateCodes(team="green"), "unknown_team"),
        (RotateCodes(team_role="chief"), "team_needed"),
        (RotateCodes(team="blue", team_role="chief"), "unknown_place"),
        (RotateCodes(team="red", role="observer"), "unknown_place"),
    ],
)
def test_what_is_not_there_has_no_codes(command: Command, code: str) -> None:
    assert a_lobby().refusal(command) == code


def test_all_codes_those_of_a_role_and_of_a_team_are_offered() -> None:
    offers = a_lobby().offers(kind="rotate_codes")
    assert [choice.about for choice in offers][:2] == ["", "facilitator"]
    red, blue = offers[-2:]
    assert (red.title, red.about, red.fields[0].options) == (
        "Team red",
        "red",
        (("chief", "Role chief"),),
    )
    assert blue.fields == ()


def test_the_log_says_what_was_rotated() -> None:
    table = a_lobby().do(RotateCodes(team="red", team_role="chief"))
    assert table.events(CodesRotated) == [
        CodesRotated(role="participant", team="red", team_role="chief")
    ]
    assert table.replayed() == table.exercise


# The lobby


def test_nobody_joins_while_the_lobby_is_locked() -> None:
    table = a_lobby().do(LOCK)
    assert table.refusal(JOIN, EVALUATOR) == "lobby_locked"
    assert table.refusal(LOCK) == "already_so"
    table.do(UNLOCK).do(JOIN, EVALUATOR)
    assert table.refusal(UNLOCK) == "already_so"


def test_who_has_a_seat_keeps_it_while_the_lobby_is_locked() -> None:
    table = a_lobby().do(LOCK)
    assert table.refusal(JOIN, ANA) == "already_joined"
    table.start().decide(by=ANA)
    table.do(HandOverSeat(to="cem"), ANA)
    assert "cem" in table.exercise.seats


def test_locking_or_unlocking_is_offered_whichever_changes_something() -> None:
    table = a_lobby()
    assert (len(table.offers(kind="lock_lobby")), table.offers(kind="unlock_lobby")) == (1, [])
    table.do(LOCK)
    assert (table.offers(kind="lock_lobby"), len(table.offers(kind="unlock_lobby"))) == ([], 1)


# Sent away


def test_who_is_sent_away_loses_the_seat_and_cannot_act_or_come_back() -> None:
    table = a_lobby().start().do(RevokeSeat(person="ana", reason="A stranger."))
    assert list(table.exercise.seats) == ["ben"]
    assert table.events(SeatRevoked) == [SeatRevoked(person="ana", reason="A stranger.")]
    for command in (JOIN, LeaveExercise(), HandOverSeat(to="cem")):
        assert table.refusal(command, ANA) == "seat_revoked"
    assert table.refusal(HandOverSeat(person="ben", to="ana")) == "sent_away"
    assert table.replayed() == table.exercise


def test_others_of_the_team_are_not_concerned() -> None:
    table = a_lobby().do(RevokeSeat(person="ana")).start()
    table.do(JOIN, a_player("red", "chief", "cem")).decide(by=a_player("red", "chief", "cem"))


def test_what_somebody_entered_stays_when_they_are_sent_away() -> None:
    table = a_lobby().start().decide(by=ANA, text="Go.").do(RevokeSeat(person="ana"))
    assert table.last_decision().text == "Go."


def test_who_is_sent_away_is_not_muted_any_more() -> None:
    table = a_lobby().do(RevokeSeat(person="ben"))
    assert table.exercise.access.muted == frozenset()
    assert table.offers(kind="unmute_person") == []


# Muted


def test_what_somebody_muted_says_is_refused_until_they_are_unmuted() -> None:
    table = a_lobby().start()
    for command in (LeaveExercise(), HandOverSeat(to="cem")):
        assert table.refusal(command, BEN) == "muted"
    table.do(UnmutePerson(person="ben")).decide(by=BEN)


def test_who_is_muted_reads_on_and_others_speak_on() -> None:
    table = a_lobby().start().release("a").decide(by=ANA)
    assert table.sees(BEN) == ["a"]


def test_nobody_is_muted_twice_or_unmuted_who_speaks() -> None:
    table = a_lobby()
    assert table.refusal(MutePerson(person="ben")) == "already_so"
    assert table.refusal(UnmutePerson(person="ana")) == "not_muted"


def test_who_has_no_seat_cannot_be_shut_out() -> None:
    for command in (MutePerson(person="cem"), RevokeSeat(person="cem")):
        assert a_lobby().refusal(command) == "nobody_there"


def test_the_seat_at_the_exercises_own_machine_cannot_be_shut_out() -> None:
    table = a_lobby().do(JOIN, FACILITATOR)
    for command in (MutePerson(person="facilitator"), RevokeSeat(person="facilitator")):
        assert table.refusal(command) == "house_seat"
    (choice,) = table.offers(kind="revoke_seat")
    assert [value for value, _ in choice.fields[0].options] == ["ana", "ben"]


def test_who_can_be_muted_and_who_unmuted_is_offered() -> None:
    table = a_lobby()
    (mute,), (unmute,) = table.offers(kind="mute_person"), table.offers(kind="unmute_person")
    assert mute.fields[0].options == (("ana", "ana"),)
    assert unmute.fields[0].options == (("ben", "ben"),)
    assert Table().offers(kind="mute_person") == []
