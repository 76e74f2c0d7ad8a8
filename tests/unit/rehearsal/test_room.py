"""The room to rehearse in decides as the hub does."""

from __future__ import annotations

import pytest

from simulator.acts.access import MutePerson, RevokeSeat
from simulator.acts.people import JoinExercise
from simulator.acts.play import StartExercise
from simulator.acts.requests import AskQuestion
from simulator.domain.errors import Refused
from simulator.rehearsal.room import FACILITATOR, Room
from tests.builders import a_player
from tests.unit.rehearsal.tables import small_kit


@pytest.mark.parametrize(
    ("shut_out", "code"), [(MutePerson, "muted"), (RevokeSeat, "seat_revoked")]
)
def test_who_is_not_heard_live_is_not_heard_in_a_rehearsal(
    shut_out: type[MutePerson | RevokeSeat], code: str
) -> None:
    room, red = Room(small_kit()), a_player("red")
    room.do(StartExercise(), FACILITATOR)
    room.do(JoinExercise(), red)
    room.do(AskQuestion(text="Who knows?"), red)
    room.do(shut_out(person=red.person), FACILITATOR)
    with pytest.raises(Refused, match=code):
        room.do(AskQuestion(text="And now?"), red)
