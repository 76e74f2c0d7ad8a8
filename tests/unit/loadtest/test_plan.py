"""Who does what when is drawn from the seed, and nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from simulator.loadtest.plan import plan
from simulator.loadtest.setup import Setup

SETUP = Setup(teams=4, people=41, burst=30, minutes=10, every=20, decisions=0.5, seed=7)


def test_the_same_seed_gives_the_same_plan_and_another_another() -> None:
    assert plan(SETUP) == plan(SETUP)
    assert plan(SETUP) != plan(replace(SETUP, seed=8))


def test_all_join_within_the_burst_and_sit_at_all_tables() -> None:
    people = plan(SETUP)
    assert [each.joins for each in people] == sorted(each.joins for each in people)
    assert 0 <= people[0].joins <= people[-1].joins <= 30
    assert Counter(each.table for each in people) == {0: 11, 1: 10, 2: 10, 3: 10}


def test_they_decide_as_often_as_was_said() -> None:
    moments = [moment for each in plan(SETUP) for moment in each.decides]
    assert 150 <= len(moments) <= 260  # 41 people, five times each as a mean
    assert max(moments) < 600
    assert plan(replace(SETUP, decisions=0))[0].decides == ()


def test_each_opens_every_inject_before_the_next() -> None:
    for each in plan(SETUP):
        assert len(each.opens) == SETUP.releases == 30
        assert 0 <= min(each.opens) <= max(each.opens) < 20


def test_some_ask_some_sit_at_consoles_and_some_do_not_read() -> None:
    people = plan(replace(SETUP, polling=3, consoles=2, stalled=4))
    ways = Counter(each.way for each in people)
    assert ways == {"page": 32, "polling": 3, "console": 2, "stalled": 4}


def test_no_two_things_said_are_the_same() -> None:
    people = plan(SETUP)
    said = [each.says(place) for each in people for place in range(20)]
    assert len(set(said)) == len(said)
    assert len({each.key(place) for each in people for place in range(20)}) == len(said)


def test_a_short_test_has_one_release_at_least() -> None:
    assert replace(SETUP, minutes=0.1).releases == 1
