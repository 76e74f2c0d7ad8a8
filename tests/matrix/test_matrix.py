"""What two acts do, one after the other, is what docs/matrix.md says."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from simulator.content.examine import Examiner
from simulator.domain.edition import Kit
from simulator.plugins import Registry
from tests.matrix import page
from tests.matrix.page import Outcome
from tests.matrix.room import Room, a_kit_of

ACTS = (
    "pause",
    "resume",
    "release",
    "release now",
    "skip",
    "ad-hoc",
    "withdraw",
    "go back",
    "jump",
    "speed",
    "sync",
    "restart",
)
CELLS = {(first, second): outcome for first, second, outcome in page.cells()}
OWN_STORY = page.own_story_cells()


@pytest.fixture(scope="module")
def kit() -> Kit:
    return a_kit_of(page.scenario())


@pytest.fixture(scope="module")
def own_kit() -> Kit:
    return a_kit_of(page.scenario(), own_story=True)


def test_the_page_has_every_pair_exactly_once() -> None:
    listed = [(first, second) for first, second, _ in page.cells()]
    assert listed == list(product(ACTS, ACTS))
    assert page.acts() == list(ACTS)


def test_the_scenario_shown_has_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "matrix" / "scenario.yaml"
    file.parent.mkdir()
    file.write_text(page.example(), "utf-8")
    examiner = Examiner(Registry("channels"), tuple(Registry("scoring")))
    assert examiner.examined(file).diagnostics == ()


@pytest.mark.parametrize("first", ACTS)
async def test_play_does_what_the_page_says(first: str, kit: Kit) -> None:
    played = {second: await Room(kit).play(first, second) for second in ACTS}
    assert played == {second: CELLS[first, second] for second in ACTS}


@pytest.mark.parametrize("first", ACTS)
async def test_teams_with_stories_of_their_own_differ_as_the_page_says(
    first: str, own_kit: Kit
) -> None:
    played = {second: _compared(await Room(own_kit).play(first, second)) for second in ACTS}
    assert played == {second: _compared(_in_own_story(first, second)) for second in ACTS}


def _compared(outcome: Outcome) -> Outcome:
    """An outcome without what each story has of its own."""
    return replace(outcome, deferred="", proposed="", deadline="")


def _in_own_story(first: str, second: str) -> Outcome:
    """A cell for teams that live their own stories: what one has opens nothing for the other."""
    shared = CELLS[first, second]
    if (first, second) in OWN_STORY:
        refused, released = OWN_STORY[first, second]
        return replace(shared, second=refused, released=released)
    forced = "release now" in (first, second)
    teams = [team.split() for team in shared.released.split("; ")]
    kept = [[w for w in words if _opened(w, words, forced=forced)] for words in teams]
    return replace(shared, released="; ".join(" ".join(words) for words in kept))


def _opened(inject: str, had: list[str], *, forced: bool) -> bool:
    """Whether a team with these injects has come to one of them by itself."""
    if inject == "t":
        return forced or "b" in had
    return inject != "e" or "c" in had or "(c)" in had
