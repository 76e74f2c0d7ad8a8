"""Drawings read back: the marks, words and areas of a chart's SVG."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element, fromstring

from simulator.acts import Recorded
from simulator.acts.course import course
from simulator.documents.base import Words
from simulator.documents.blocks import Figure, plain_text
from simulator.documents.charts.marks import SHAPES
from simulator.documents.charts.svg import extent
from simulator.documents.charts.timeline import timeline_chart
from simulator.documents.titles import Titles
from tests.builders import Table

Box = tuple[float, float, float, float]


def titles(records: Sequence[Recorded], language: str = "en") -> Titles:
    """What things are called in the exercise of a log."""
    return Titles(course(records), Words(language))


def timeline_of(table: Table, language: str = "en") -> Figure:
    """The timeline chart of a table."""
    return timeline_chart(table.records, titles(table.records, language))


def read(figure: Figure) -> Element:
    """A figure's drawing, read as XML."""
    return fromstring(figure.svg)  # noqa: S314


def kinds(figure: Figure) -> set[str]:
    """The kinds of marks that a drawing has."""
    return {kind for kind, _, _ in marks(figure)}


def marks(figure: Figure) -> list[tuple[str, float, float]]:
    """Each mark's kind and place."""
    found = []
    for path in read(figure).iter("path"):
        named = SHAPES.keys() & path.get("class", "").split()
        place = re.match(r"M(-?[\d.]+) (-?[\d.]+)m", path.get("d", ""))
        if named and place:
            found.append((named.pop(), float(place[1]), float(place[2])))
    return found


def at(figure: Figure, kind: str) -> list[float]:
    """Where the marks of a kind stand."""
    return sorted(x for found, x, _ in marks(figure) if found == kind)


def areas(figure: Figure, class_: str) -> list[Box]:
    """The rectangles of a class: left, top, width, height."""
    return [
        tuple(float(rect.get(name, "")) for name in ("x", "y", "width", "height"))  # type: ignore[misc]
        for rect in read(figure).iter("rect")
        if class_ in rect.get("class", "").split()
    ]


def said(figure: Figure) -> list[str]:
    """What a drawing says when something in it is pointed at."""
    return [title.text or "" for link in read(figure).iter("a") for title in link.iter("title")]


def written(figure: Figure, class_: str = "") -> list[tuple[str, float, float]]:
    """The words that are written in a drawing, and where."""
    return [
        (text.text or "", float(text.get("x", "")), float(text.get("y", "")))
        for text in read(figure).iter("text")
        if class_ in ("", *text.get("class", "").split())
    ]


def frame(figure: Figure) -> tuple[float, float]:
    """How wide and how high a drawing is."""
    _, _, wide, high = read(figure).get("viewBox", "").split()
    return float(wide), float(high)


def outside(figure: Figure) -> Iterator[object]:
    """Whatever does not lie within the frame, words by how wide they are about."""
    wide, high = frame(figure)
    for kind, x, y in marks(figure):
        if not (5 <= x <= wide - 5 and 5 <= y <= high - 5):
            yield kind, x, y
    for rect in read(figure).iter("rect"):
        x, y, w, h = (float(rect.get(name, "")) for name in ("x", "y", "width", "height"))
        if min(x, y, w, h) < 0 or x + w > wide + 0.2 or y + h > high:
            yield rect.attrib
    for text in read(figure).iter("text"):
        x, y = float(text.get("x", "")), float(text.get("y", ""))
        long = extent(text.text or "")
        class_ = text.get("class", "").split()
        left = x - long / 2 if {"tick", "end-name", "size", "middle", "cell"} & {*class_} else x
        left = x - long if "right" in class_ else left
        if left < 0 or left + long > wide + 1 or not 8 <= y <= high:
            yield text.text, left, long, y


def cells(figure: Figure) -> list[tuple[str, ...]]:
    """The rows of a figure's table."""
    assert figure.table is not None
    return [tuple(plain_text(cell) for cell in row.cells) for row in figure.table.rows]
