"""Every scenario that we ship, rehearsed: all of it reached, no dead end, nobody left waiting."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from simulator.cli.exercises import scenario_at
from simulator.domain.rehearsal import Rehearsal
from simulator.rehearsal.characters import mixture
from simulator.rehearsal.facilitators import MIXTURE, manners
from simulator.rehearsal.many import rehearse
from simulator.rehearsal.once import Setup

ROOT = Path(__file__).parents[3] / "scenarios"
SHIPPED = sorted(file.parent.name for file in ROOT.glob("*/scenario.yaml"))
TOGETHER = [pytest.param(each, marks=pytest.mark.xdist_group(each)) for each in SHIPPED]
"""Who looks at the same rehearsal, after each other: it is played once."""
FEW, MANY = 30, 1_000
ALL_SORTS = "diligent*4,racing,stalling,silent,contrary"


@cache
def rehearsed(scenario: str, bots: str, facilitator: str, runs: int) -> Rehearsal:
    kit = scenario_at(str(ROOT / scenario), {}).kit
    setup = Setup(kit, mixture(bots), manners(facilitator))
    return rehearse(setup, runs, 1, lambda count: None)[0]


@pytest.mark.slow
@pytest.mark.parametrize("scenario", TOGETHER)
def test_whoever_plays_and_runs_it_play_comes_to_an_end(scenario: str) -> None:
    comes_to_an_end(rehearsed(scenario, ALL_SORTS, MIXTURE, FEW))


@pytest.mark.slow
@pytest.mark.parametrize("scenario", TOGETHER)
def test_by_the_book_nobody_is_left_idle_and_all_is_seen(scenario: str) -> None:
    nobody_idle(rehearsed(scenario, "diligent", "by-the-book", FEW))
    all_seen(rehearsed(scenario, ALL_SORTS, MIXTURE, FEW))


@pytest.mark.long
@pytest.mark.parametrize("scenario", TOGETHER)
def test_a_thousand_times_play_comes_to_an_end(scenario: str) -> None:
    comes_to_an_end(rehearsed(scenario, ALL_SORTS, MIXTURE, MANY))


@pytest.mark.long
@pytest.mark.parametrize("scenario", TOGETHER)
def test_a_thousand_times_by_the_book_nobody_is_left_idle_and_all_is_seen(scenario: str) -> None:
    nobody_idle(rehearsed(scenario, "diligent", "by-the-book", MANY))
    all_seen(rehearsed(scenario, ALL_SORTS, MIXTURE, MANY))


def comes_to_an_end(found: Rehearsal) -> None:
    assert found.good, found.dead_ends
    assert found.refused == {}


def nobody_idle(found: Rehearsal) -> None:
    assert found.left_idle == ()
    assert found.good


def all_seen(found: Rehearsal) -> None:
    assert found.unseen_injects == ()
    assert found.unseen_options == ()


def test_there_are_scenarios_to_rehearse() -> None:
    assert "hospital-ransomware" in SHIPPED
