"""The map as rows for a page: rails, injects, and by which way each is come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from simulator.domain.view import Card
from simulator.engine.rails import rails

HERE = "●"
"""What the rails have where an inject stands; pages put a sign of how it is in its place."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the map: its lanes; and the inject that stands there, unless ways only turn."""

    lanes: tuple[str, ...]
    """One for each two characters of the rails: a way that passes, the inject, or nothing."""
    drawn: str
    """The rails of a row in which ways turn."""
    inject: str = ""
    title: str = ""
    via: str = ""
    ends: bool = False


def rows(card: Card, titles: Mapping[str, str]) -> Iterator[Row]:
    """The rows of the map, from where play begins down."""
    nodes = list(dict.fromkeys(node for way in card.ways for node in (way.source, way.to)))
    ends = {value for key, value in card.details if key == "ends"}
    signs = dict.fromkeys(nodes, HERE)
    for rail in rails(nodes, [(way.source, way.to) for way in card.ways], signs):
        node = rail.node or ""
        labels = (way.label for way in card.ways if way.to == node and way.label)
        yield Row(
            lanes=tuple(rail.drawn[::2]) if node else (),
            drawn=rail.drawn,
            inject=node,
            title=titles.get(node, node.upper()),
            via=", ".join(dict.fromkeys(labels)),
            ends=node in ends,
        )
