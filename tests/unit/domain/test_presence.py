"""Who is there now, of those who came in."""

from __future__ import annotations

from simulator.domain.presence import Attendant, Presence

ANA = Attendant(person="ana", role="participant", team="red", here=True)
BEN = Attendant(person="ben", role="participant", team="red", here=False)
EVA = Attendant(person="eva", role="evaluator", here=False)


def test_who_is_away_is_whoever_came_in_and_is_not_here() -> None:
    assert Presence(people=(ANA, BEN, EVA)).away == (BEN, EVA)
    assert Presence().away == ()


def test_a_team_has_its_own_people() -> None:
    presence = Presence(people=(ANA, BEN, EVA))
    assert presence.of("red") == (ANA, BEN)
    assert presence.of("blue") == ()
