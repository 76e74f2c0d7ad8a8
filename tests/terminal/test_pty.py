"""The console on a real terminal, under attack: every byte that reaches it is ours, or is text."""

from __future__ import annotations

import pytest

from tests.terminal.terminal import Terminal
from tests.terminal.world import CANARY, CORPUS

pytestmark = pytest.mark.slow

PANELS = "enter escape 4 enter escape 5 enter escape 3 enter escape"
SHEETS = "t down enter escape escape m enter escape escape d escape o escape f1 escape : r e escape"
FORMS = "1 e tab escape i f2 escape n escape s escape w escape g escape c f2 escape ! escape"
TEAM = "f1 escape f3 escape f2 escape f7 escape f5 f2 escape"
READ = f"{CANARY}[31m[2J[8;53m[777;77H{CANARY}]52;c;S0FOQVJJ"
"""What is left of an attack: text."""


def test_nothing_that_people_wrote_moves_the_facilitators_terminal() -> None:
    with Terminal("console") as terminal:
        terminal.press(*PANELS.split(), *SHEETS.split(), *FORMS.split())
        assert terminal.leave("q") == 0
        assert terminal.stream.harm == []
        assert READ in terminal.stream.text
        seen = {"Confirm", "Decks", "Editor", "FacilitatorScreen", "Form", "Map", "Outlook"}
        assert seen | {"PanelHelp", "Reading", "Timeline"} <= {*terminal.screens}


def test_nothing_that_people_wrote_moves_a_teams_terminal() -> None:
    with Terminal("console") as terminal:
        terminal.press("v", "down", "end", "enter", *TEAM.split(), "escape")
        assert terminal.leave("\x11") == 0
        assert terminal.stream.harm == []
        assert "Zq4z" in terminal.stream.text
        assert {"Places", "ParticipantScreen", "PanelHelp", "Form"} <= {*terminal.screens}


def test_what_is_pasted_does_not_move_it_either() -> None:
    """Terminals take ESC out of what they paste; the rest is ours to take out."""
    with Terminal("console", (160, 50)) as terminal:
        for key in ("n", ":"):
            terminal.press(key)
            for name in ("escapes", "turned", "tabs", "zalgo", "flags"):
                terminal.paste(CORPUS[name].replace("\x1b", ""))
            terminal.press("escape")
        assert terminal.leave("q") == 0
        assert terminal.stream.harm == []
        assert "]52;c;S0FOQVJJ" in terminal.stream.text


def test_the_library_shows_no_attack() -> None:
    with Terminal("library") as terminal:
        terminal.press(*["down"] * (len(CORPUS) + [*CORPUS].index("escapes")), "enter")
        terminal.press("l", "escape", "end", "enter", "l", "escape")
        assert terminal.leave("q") == 0
        assert terminal.stream.harm == []
        assert CANARY in terminal.stream.text
        assert {"Reading"} <= {*terminal.screens}


def test_without_cleaning_the_terminal_would_be_attacked() -> None:
    with Terminal("unclean") as terminal:
        terminal.press("t")
        harm = " ".join(terminal.stream.harm)
    assert "\\x1b[2J" in harm
    assert "\\x1b]52;c;S0FOQVJJ" in harm
