"""What was lost and what came twice is seen, each by itself (R4)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simulator.loadtest.observed import Said
from simulator.loadtest.tally import Counts, counted
from tests.unit.loadtest.records import a_log, a_sound_crowd, a_sound_log, decided, sent

SOUND = Counts(due=9, injects=6, lost=0, again=0, acknowledged=2, forgotten=0, doubled=0)


def test_nothing_is_missing_where_everything_came_once() -> None:
    counts = counted(a_sound_log(), a_sound_crowd())
    assert counts == SOUND
    assert counts.exact


@pytest.mark.parametrize("card", ["inject-inject-2", "decision-d-1"])
def test_what_never_came_is_lost(card: str) -> None:
    crowd = a_sound_crowd()
    del crowd.heard[0].first[card]
    counts = counted(a_sound_log(), crowd)
    assert counts == replace(SOUND, lost=1)
    assert not counts.exact


def test_what_another_team_had_is_not_due() -> None:
    crowd = a_sound_crowd()
    log = a_log(*(r.event for r in a_sound_log()), sent("inject-3", "blue"))
    assert counted(log, crowd) == replace(SOUND, due=10, injects=7, lost=1)


def test_a_card_that_comes_again_as_it_was_is_counted() -> None:
    crowd = a_sound_crowd()
    card = "inject-inject-1"
    crowd.heard[2].take(11.0, 40, [(card, f"<p>{card}</p>")])
    assert counted(a_sound_log(), crowd) == replace(SOUND, again=1)


def test_a_card_that_says_something_new_is_not() -> None:
    crowd = a_sound_crowd()
    crowd.heard[2].take(11.0, 40, [("inject-inject-1", "<p>opened</p>")])
    assert counted(a_sound_log(), crowd) == SOUND


def test_a_message_that_comes_again_is_counted() -> None:
    crowd = a_sound_crowd()
    crowd.heard[1].take(11.0, 2, [])
    assert counted(a_sound_log(), crowd) == replace(SOUND, again=1)


def test_an_inject_that_goes_out_again_is_counted() -> None:
    log = a_log(*(r.event for r in a_sound_log()), sent("inject-1", "red"))
    assert counted(log, a_sound_crowd()) == replace(SOUND, again=1)


def test_an_acknowledged_decision_that_is_not_kept_is_forgotten() -> None:
    crowd = a_sound_crowd()
    crowd.said.append(Said("Pay", 13.0, number=5, took=0.1))
    assert counted(a_sound_log(), crowd) == replace(SOUND, acknowledged=3, forgotten=1)


def test_one_that_is_kept_under_another_number_is_too() -> None:
    crowd = a_sound_crowd()
    crowd.said[0].number = 4
    assert counted(a_sound_log(), crowd) == replace(SOUND, forgotten=1)


def test_one_that_nobody_was_told_of_is_not() -> None:
    crowd = a_sound_crowd()
    crowd.said.append(Said("Pay", 13.0))
    assert counted(a_sound_log(), crowd) == SOUND


def test_a_decision_that_is_kept_twice_is_doubled() -> None:
    crowd = a_sound_crowd()
    for heard in crowd.heard[:2]:
        heard.first["decision-d-3"] = 14.0
    log = a_log(*(r.event for r in a_sound_log()), decided("d-3", "red", "Wait"))
    assert counted(log, crowd) == replace(SOUND, due=11, doubled=1)
