"""Mixtures of characters, and how they are dealt out."""

from __future__ import annotations

import pytest

from simulator.domain.errors import UsageError
from simulator.rehearsal.characters import CHARACTERS, cast, mixture


def names(text: str) -> list[str]:
    return [each.name for each in mixture(text)]


def test_a_mixture_is_characters_with_their_numbers() -> None:
    assert names("diligent") == ["diligent"]
    assert names("diligent*2, contrary") == ["diligent", "diligent", "contrary"]
    assert names("silent * 2,racing") == ["silent", "silent", "racing"]


@pytest.mark.parametrize("text", ["", "lazy", "diligent,", "diligent*0", "diligent*x", "3*silent"])
def test_what_is_no_mixture_is_told_with_the_characters_there_are(text: str) -> None:
    with pytest.raises(UsageError) as told:
        mixture(text)
    assert told.value.code == "unknown_bot"
    assert told.value.values["known"] == ", ".join(CHARACTERS)


def test_characters_are_dealt_out_in_the_order_of_the_teams_again_and_again() -> None:
    dealt = cast(mixture("diligent*2,contrary"), ("a", "b", "c", "d"))
    assert {team: each.name for team, each in dealt.items()} == {
        "a": "diligent",
        "b": "diligent",
        "c": "contrary",
        "d": "diligent",
    }
