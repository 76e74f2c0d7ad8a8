"""On 80 columns nothing is cut that somebody must always see, in any language (F8)."""

from __future__ import annotations

import pytest

from simulator.acts.clock import ChangeSpeed, JumpClock, PauseExercise
from simulator.acts.play import EndExercise, StopExercise
from simulator.consoles.widgets.clockbar import STATUS_SIGNS
from simulator.text import languages, words
from tests.builders import a_kit, a_scenario, a_team, an_inject
from tests.screens import console

STORY = {"starts": "2031-09-18 05:40"}
KIT = a_kit(a_scenario(an_inject("a"), an_inject("b"), teams=[a_team("red")], story=STORY))
STATES = {
    "running": (ChangeSpeed(factor=1.5),),
    "paused": (PauseExercise(),),
    "stopped": (StopExercise(),),
    "ended": (EndExercise(),),
}


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("state", STATES)
async def test_all_three_clocks_and_how_play_stands_are_to_be_read(
    state: str, language: str
) -> None:
    async with console(KIT, language=language) as room:
        await room.give(JumpClock(exercise=83))
        for command in STATES[state]:
            await room.give(command)
        top = room.page.splitlines()[0]
        assert STATUS_SIGNS[state] in top
        assert state == "stopped" or "…" not in top
        for key, told in (("exercise", "1:23:00"), ("story", "07:03"), ("wall", "12:00:00")):
            assert words(f"screen.clock.{key}", language) in top
            assert f"{told} " in f"{top} "
