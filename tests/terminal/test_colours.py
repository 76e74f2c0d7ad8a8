"""Few colours or none: what a terminal is sent then, and that it can still be read."""

from __future__ import annotations

import re

import pytest

from tests.terminal.terminal import Terminal
from tests.terminal.test_contrast import is_text

pytestmark = pytest.mark.slow

XTERM = (
    *("000000", "cd0000", "00cd00", "cdcd00", "0000ee", "cd00cd", "00cdcd", "e5e5e5"),
    *("7f7f7f", "ff0000", "00ff00", "ffff00", "5c5cff", "ff00ff", "00ffff", "ffffff"),
)
"""The sixteen colours as xterm has them."""
KEYS = ("4", "2", "enter", "escape", "n", "escape", "f1", "escape")


def test_without_colours_all_that_is_sent_is_grey() -> None:
    with Terminal("plain", environment={"NO_COLOR": "1"}) as terminal:
        terminal.press(*KEYS)
        stream = terminal.stream
    colours = {each for style in stream.styles for each in re.findall(r"8;2;(\d+;\d+;\d+)", style)}
    assert stream.harm == []
    assert colours
    assert all(len(set(colour.split(";"))) == 1 for colour in colours)
    assert all(sign in stream.text for sign in ("✓", "‖", "EXERCISE"))


def test_with_sixteen_colours_no_text_has_the_colour_of_its_ground() -> None:
    with Terminal("plain", environment={"TERM": "xterm", "COLORTERM": ""}) as terminal:
        terminal.press(*KEYS)
        stream = terminal.stream
    assert stream.harm == []
    found = {(_pair(style), text) for style, text in stream.written if is_text(text)}
    assert any(pair for pair, _ in found)
    faint = {(pair, text) for pair, text in found if pair and _contrast(*pair) < 3}
    assert not faint


def _pair(style: str) -> tuple[int, int] | None:
    """The colours of a style by their numbers: of the text, and of the ground."""
    assert "8;2;" not in style
    codes = [int(code) for code in re.findall(r"\d+", style)]
    front = [c - 30 if c < 90 else c - 82 for c in codes if 30 <= c < 38 or 90 <= c < 98]
    ground = [c - 40 if c < 100 else c - 92 for c in codes if 40 <= c < 48 or 100 <= c < 108]
    return (front[0], ground[0]) if front and ground else None


def _contrast(front: int, ground: int) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        red, green, blue = (
            p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(XTERM[front]), luminance(XTERM[ground])), reverse=True)
    return (light + 0.05) / (dark + 0.05)
