"""Every text on every screen stands out from its ground, in every theme (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from rich.color_triplet import ColorTriplet
from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.geometry import Region
from textual.screen import ModalScreen

from simulator.consoles.library import Begun, LibraryApp, Shelved
from simulator.consoles.themes import THEMES
from simulator.domain.people import Actor
from tests.builders import FACILITATOR
from tests.screens import LARGE, SMALL
from tests.terminal.tour import opened, tour
from tests.terminal.world import World, everything

LEAST = 4.5
LEAD = Actor(person="red-lead", role="participant", team="red", team_role="lead")
FACILITATORS = ("improvise", "note", "late", "rate", "stop", "decks", "map", "timeline", "outlook")
ACTIONS = (*FACILITATORS, "edit", "seat", "palette", "help", "whole", "ask", "message", "retract")
"""Each kind of field, dialog and sheet at least once."""
SEATS = [pytest.param(FACILITATOR, id="facilitator"), pytest.param(LEAD, id="team")]


def contrast(style: Style) -> float:
    """How a text stands out from its ground, 1 to 21."""
    front, ground = (_colour(each) for each in (style.color, style.bgcolor))
    light, dark = sorted((_luminance(front), _luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _colour(colour: object) -> ColorTriplet:
    return colour.get_truecolor() if colour is not None else ColorTriplet(0, 0, 0)  # type: ignore[attr-defined]


def _luminance(colour: ColorTriplet) -> float:
    parts = [each / 255 for each in colour]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def is_text(text: str) -> bool:
    """Whether it is more than frames, bars and blanks."""
    return any(not ("\u2500" <= sign <= "\u259f" or sign.isspace()) for sign in text)


def regions(app: App[Any]) -> list[Region]:
    """Where people look: all of a seat's screen, of a dialog only what lies over it."""
    screen = app.screen
    if not isinstance(screen, ModalScreen):
        return [screen.region]
    return [each.region for each in screen.query(".dialog, #--container, Toast")]


def faint(app: App[Any]) -> Iterator[str]:
    """The texts on screen that stand out too little."""
    places = regions(app)
    for y, strip in enumerate(app.screen._compositor.render_strips()):
        x = 0
        for segment in strip:
            text, style = segment.text, segment.style
            here = any(place.contains(x, y) for place in places)
            x += segment.cell_length
            if here and is_text(text) and style is not None and contrast(style) < LEAST:
                yield f"{contrast(style):.2f} {text.strip()!r} {style.color} on {style.bgcolor}"


def test_contrast_is_measured_as_the_guidelines_say() -> None:
    white, black, grey = Color(255, 255, 255), Color(0, 0, 0), Color(119, 119, 119)
    assert contrast(Style(color=white.rich_color, bgcolor=black.rich_color)) == pytest.approx(21)
    assert contrast(Style(color=grey.rich_color, bgcolor=white.rich_color)) == pytest.approx(
        4.478, abs=0.001
    )


@pytest.mark.slow
@pytest.mark.parametrize("first", SEATS)
@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_every_text_stands_out_from_its_ground(theme: str, first: Actor) -> None:
    found: dict[str, str] = {}
    size = SMALL if first == FACILITATOR else LARGE
    async with opened(World(everything(), first=first, theme=theme), size) as room:
        for severity in ("information", "warning", "error"):
            room.app.tell(f"A toast of the kind {severity}", severity)
        await room.settled()
        async for stop in tour(room, ACTIONS):
            for each in faint(room.app):
                found.setdefault(each, stop)
    assert not found, "\n".join(f"{each} ({stop})" for each, stop in sorted(found.items()))


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_every_text_of_the_library_does_too(theme: str) -> None:
    shelf = {
        "good": Shelved("good", "Good", "To play.", ("one",)),
        "bad": Shelved("bad", problem="No."),
    }
    begun = [Begun("one", "Begun", "running", datetime(2031, 5, 12, 12, 0, tzinfo=UTC))]
    app = LibraryApp(begun, list(shelf), shelf.__getitem__, "en")
    app.theme = theme
    async with app.run_test(size=LARGE) as pilot:
        for key in ("down", "down", "enter"):
            await pilot.press(key)
            await pilot.pause()
            assert not [*faint(app)]
