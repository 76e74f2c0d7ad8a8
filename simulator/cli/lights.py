"""Lights on a terminal: a sign, a word and a colour; what was looked at, and what to do."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from shutil import get_terminal_size
from textwrap import wrap
from typing import Any, TextIO

from simulator.content.wording import as_data as diagnostic_data
from simulator.content.wording import sentence
from simulator.domain.errors import SimulatorError
from simulator.domain.model import cleaned
from simulator.ops.preflight.base import COLOURS, Colour, Light
from simulator.text import words

SIGNS: Mapping[Colour, tuple[str, str]] = {
    "green": ("✓", "+"),
    "amber": ("!", "!"),
    "red": ("✗", "x"),
}
"""Colour → its sign, and what stands for it where the terminal has no such letter."""
PAINT: Mapping[Colour, str] = {"green": "\x1b[32m", "amber": "\x1b[33m", "red": "\x1b[1;31m"}
PLAIN = "\x1b[0m"
MOST_DETAILS = 3
NARROW, WIDEST = 40, 100
"""Columns: with fewer for a sentence it stands below its title; more than that reads badly."""


@dataclass(frozen=True, slots=True)
class Lamp:
    """How lights can be shown at one place."""

    coloured: bool = False
    signs: bool = True
    """Whether it has letters beyond ASCII."""

    @classmethod
    def of(cls, out: TextIO) -> Lamp:
        """What can be shown there; `NO_COLOR` and a terminal that knows none are respected."""
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        unicode = (out.encoding or "ascii").lower().replace("-", "").startswith("utf")
        return cls(out.isatty() and not plain, unicode)

    def shown(self, colour: Colour, word: str, width: int) -> str:
        """The sign and the word, as wide as asked for."""
        text = f"{SIGNS[colour][not self.signs]} {word:<{width}}"
        return f"{PAINT[colour]}{text}{PLAIN}" if self.coloured else text


def lines(
    name: str, light: Light, language: str, lamp: Lamp, names: Iterable[str]
) -> Iterator[str]:
    """One light: its line, what it rests on, and in red and amber what to do."""
    word, title = words(f"preflight.{light.colour}", language), _title(name, language)
    wide = max(len(words(f"preflight.{each}", language)) for each in COLOURS)
    head = f"{lamp.shown(light.colour, word, wide)}  "
    widest = max(len(_title(each, language)) for each in names)
    columns, room = min(get_terminal_size().columns, WIDEST), wide + widest + 6
    if columns - room < NARROW:
        room = 2
        yield f"{head}{title}"
        head = " " * room
    else:
        head += f"{title:<{widest}}  "
    first, *rest = _told(name, light, language, lamp, columns - room)
    yield head + first
    yield from (" " * room + line for line in rest)


def wrapped(text: str, columns: int) -> list[str]:
    """A text in lines of this width."""
    return wrap(cleaned(text), columns, break_on_hyphens=False) or [""]


def _told(name: str, light: Light, language: str, lamp: Lamp, columns: int) -> Iterator[str]:
    """What was found, the first of what it rests on, and what to do."""
    yield from wrapped(found(name, light, language), columns)
    for detail in light.details[:MOST_DETAILS]:
        yield from (f"  {line}" for line in wrapped(sentence(detail, language), columns - 2))
    if light.colour != "green":
        arrow = "→" if lamp.signs else ">"
        yield from wrapped(f"{arrow} {todo(name, light, language)}", columns)


def found(name: str, light: Light, language: str) -> str:
    """What was looked at, and how it is."""
    return _said(name, light, language, "found")


def todo(name: str, light: Light, language: str) -> str:
    """What to do about it; nothing where all is well."""
    return "" if light.colour == "green" else _said(name, light, language, "todo")


def summary(found: Iterable[Light], language: str, lamp: Lamp) -> Iterator[str]:
    """The last line: whether the event can come."""
    colours = [light.colour for light in found]
    worst = max(colours, key=COLOURS.index)
    counts = {each: colours.count(each) for each in COLOURS}
    yield ""
    said = words(f"preflight.summary.{worst}", language, **counts)
    first, *rest = wrapped(said, min(get_terminal_size().columns, WIDEST) - 2)
    yield lamp.shown(worst, first, 0)
    yield from (f"  {line}" for line in rest)


def as_data(scenario: str, lit: Mapping[str, Light], language: str) -> dict[str, Any]:
    """All lights as programs read them."""
    worst = max((light.colour for light in lit.values()), key=COLOURS.index)
    checks = [
        {
            "check": name,
            "colour": light.colour,
            "code": light.code,
            "found": found(name, light, language),
            "todo": todo(name, light, language),
            "details": [diagnostic_data(each, language) for each in light.details],
        }
        for name, light in lit.items()
    ]
    return {"scenario": scenario, "colour": worst, "checks": checks}


def _title(name: str, language: str) -> str:
    return words(f"preflight.{name}.title", language)


def _said(name: str, light: Light, language: str, part: str) -> str:
    values = {key: _value(value, language) for key, value in light.values.items()}
    return cleaned(words(f"preflight.{name}.{light.code}.{part}", language, **values))


def _value(value: object, language: str) -> object:
    """A value of a sentence; an error is a sentence of its own."""
    if isinstance(value, SimulatorError):
        return words(f"errors.{value.code}", language, **value.values)
    return value
