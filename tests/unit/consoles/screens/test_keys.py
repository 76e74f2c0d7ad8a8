"""How many keys things take, which keys there are, and what somebody may change of them."""

from __future__ import annotations

import pytest

from simulator.consoles.actions import FACILITATOR, TABLES, Action, with_keys, written
from simulator.domain.edition import Kit
from simulator.domain.errors import UsageError
from tests.builders import a_kit, a_scenario, a_team, an_inject
from tests.screens import console

BESIDE_TEXT = {"release": 1, "improvise": 12, "skip": 6, "note": 4}
"""The most keys an action may take, beside what is typed as text."""


def kit() -> Kit:
    teams = [a_team("red"), a_team("blue")]
    return a_kit(a_scenario(an_inject("a", title="Dark"), an_inject("b"), teams=teams))


async def played(script: list[str]) -> tuple[int, list[str]]:
    """Play a script of keys and ``"texts"``; the keys it took, and what then happened."""
    async with console(kit()) as room:
        keys = 0
        for each in script:
            if each.startswith('"'):
                await room.type(each.strip('"'))
            else:
                keys += 1
                await room.press(each)
        history = await room.app.seat.session.gateway.history()
        return keys, [happening.kind for happening in history]


SCRIPTS = {
    "release": (["r"], "inject_released"),
    "improvise": (["i", '"A call"', "tab", '"Who is it?"', "enter"], "inject_improvised"),
    "skip": (["s", '"no time"', "enter"], "inject_skipped"),
    "note": (["n", '"They hesitate"', "enter"], "note_taken"),
}


@pytest.mark.parametrize("action", SCRIPTS)
async def test_what_is_done_often_takes_few_keys(action: str) -> None:
    script, kind = SCRIPTS[action]
    keys, kinds = await played(script)
    assert kind in kinds
    assert keys <= BESIDE_TEXT[action]


@pytest.mark.parametrize("table", TABLES)
def test_no_two_actions_share_a_key(table: tuple[Action, ...]) -> None:
    keys = [key for action in table for key in action.key.split(",") if key]
    assert len(keys) == len(set(keys))


def test_a_key_can_be_changed() -> None:
    changed = with_keys(FACILITATOR, {"release": "f5"})
    assert next(written(a) for a in changed if a.id == "release") == "F5"


def test_a_key_for_an_action_that_is_not_there_names_one_that_is() -> None:
    with pytest.raises(UsageError) as refused:
        with_keys(FACILITATOR, {"relaese": "f5"})
    assert (refused.value.code, refused.value.values["near"]) == ("unknown_action", "release")


def test_a_key_that_is_taken_is_refused() -> None:
    with pytest.raises(UsageError) as refused:
        with_keys(FACILITATOR, {"release": "p"})
    assert refused.value.code == "key_taken"


async def test_every_key_of_the_table_reaches_its_action() -> None:
    """Also those with a name of their own, such as the exclamation mark."""
    async with console(kit()) as room:
        done: list[str] = []
        room.app.seat.act = done.append  # type: ignore[method-assign, assignment]
        for action in FACILITATOR:
            for key in action.key.split(","):
                if key:
                    await room.press(key)
                    assert done[-1:] == [action.id], key
