"""Which epoch the code of a place has, by what was rotated."""

from __future__ import annotations

from simulator.domain.access import Access, Place

RED, CHIEF, BLUE = (
    Place("participant", "red"),
    Place("participant", "red", "chief"),
    Place("participant", "blue"),
)


def test_what_was_never_rotated_has_epoch_nought() -> None:
    assert Access().epoch(RED) == 0


def test_a_team_stands_for_its_roles_and_nothing_for_all() -> None:
    team = Access().renewed(RED, 4)
    assert [team.epoch(p) for p in (RED, CHIEF, BLUE, Place("observer"))] == [4, 4, 0, 0]
    assert {Access().renewed(Place(), 4).epoch(p) for p in (RED, CHIEF, Place("observer"))} == {4}


def test_a_role_of_a_team_stands_for_itself_alone() -> None:
    role = Access().renewed(CHIEF, 4)
    assert [role.epoch(p) for p in (RED, CHIEF, Place("participant", "red", "law"))] == [0, 4, 0]


def test_the_last_rotation_counts_and_what_it_stands_for_is_forgotten() -> None:
    access = Access().renewed(CHIEF, 4).renewed(BLUE, 5).renewed(RED, 6).renewed(RED, 7)
    assert access.rotated == ((BLUE, 5), (RED, 7))
    assert access.renewed(CHIEF, 8).epoch(CHIEF) == 8
