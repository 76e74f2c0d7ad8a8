"""What a language says is to be typed or pressed is understood, whatever the language."""

from __future__ import annotations

import re

import pytest
from textual.binding import Binding

from simulator.consoles.commands import YES
from simulator.consoles.draft import FLAGS
from simulator.consoles.screens.confirm import Confirm
from simulator.consoles.screens.leaving import LeavingServer
from simulator.text import languages, words
from tests.builders import a_kit, a_scenario, an_inject
from tests.screens import console

BUTTONS = [
    (Confirm, "do", "yes"),
    (Confirm, "leave", "no"),
    (LeavingServer, "go", "go_on_alone"),
    (LeavingServer, "stop", "stop_here"),
    (LeavingServer, "end", "end_and_stop"),
]


def bound(screen: type[Confirm] | type[LeavingServer]) -> dict[str, str]:
    """Key → action of a dialog."""
    return {
        key: each.action
        for each in screen.BINDINGS
        if isinstance(each, Binding)
        for key in each.key.split(",")
    }


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("screen", "action", "button"), BUTTONS)
def test_the_letter_on_a_button_is_its_key(
    screen: type[Confirm] | type[LeavingServer], action: str, button: str, language: str
) -> None:
    letter = re.search(r"\((\w)\)$", words(f"screen.button.{button}", language))
    assert letter
    assert bound(screen)[letter[1]] == action


@pytest.mark.parametrize("language", languages())
async def test_what_is_asked_first_is_done_by_the_letter_of_the_language(language: str) -> None:
    kit = a_kit(a_scenario(an_inject("a")))
    letter = re.search(r"\((\w)\)$", words("screen.button.yes", language))
    assert letter
    async with console(kit, language=language, started=False) as room:
        await room.press("p", letter[1])
        assert (await room.exercise()).status == "running"


@pytest.mark.parametrize("language", languages())
def test_the_words_for_yes_and_no_are_taken_in_every_language(language: str) -> None:
    typed = re.findall(r"\w+", words("console.sure", language).casefold())
    assert {*typed} & {*YES}
    assert FLAGS[words("console.sample.flag", language)] is True
