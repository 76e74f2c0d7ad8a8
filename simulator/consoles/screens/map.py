"""The map: the injects as a graph, where each team is, and the objectives covered so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from simulator.consoles.render import card_lines
from simulator.consoles.safe import one_line
from simulator.consoles.screens.reading import Reading
from simulator.consoles.screens.sheet import Sheet
from simulator.consoles.sight import Sight
from simulator.consoles.standing import DEFERRED, SIGNS
from simulator.consoles.widgets.rows import Rows
from simulator.domain.view import Card, Way
from simulator.engine.rails import rails

ENDS = "■"
"""After the title of an inject that ends the scenario."""
COVERED = {"covered": "✓", "partly": "◐", "none": "·"}


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the map: rails, and the inject that stands there with who is at it."""

    drawn: str
    inject: str = ""
    title: str = ""
    via: str = ""
    here: tuple[str, ...] = ()
    ends: bool = False


class Map(Sheet):
    """The graph from the top down; what is out is ticked, and teams stand where they are."""

    BINDINGS: ClassVar[list[BindingType]] = []
    AUTO_FOCUS = "#map-graph"

    def inside(self) -> Iterator[Widget]:
        """The graph, and the objectives."""
        yield Rows[Place](self._drawn, id="map-graph")
        yield Rows[Card](self._objective, id="map-objectives")

    def renew(self) -> None:
        """Where everybody is now; it begins where the first team is."""
        sight = self.seat.session.sight
        graph, found = self.query_one("#map-graph", Rows), list(places(sight))
        begins = not graph.items
        graph.show(found)
        if begins:
            graph.point(next((n for n, place in enumerate(found) if place.here), 0))
        objectives = self.query_one("#map-objectives", Rows)
        objectives.show(list(sight.of("objective")))
        objectives.say_when_empty(self.say("screen.map.no_objectives"))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Read what is pointed at."""
        event.stop()
        row = event.rows.at
        card = self.seat.session.sight.inject(row.inject) if isinstance(row, Place) else row
        if isinstance(card, Card):
            lines = card_lines(card, self.reader, quiet=False, guided=True)
            self.app.push_screen(Reading(card.title, lines, self.reader))

    def _drawn(self, place: Place, width: int) -> Content:
        if not place.inject:
            return Content.styled(place.drawn, "$secondary")
        here = self.say("screen.map.here", teams=", ".join(place.here)) if place.here else ""
        via = f"«{place.via}»" if place.via else ""
        title = one_line(f"{place.title}{f' {ENDS}' if place.ends else ''}")
        tail = Content.assemble((f" ◀ {here}" if here else "", "bold $accent"))
        room = width - len(place.drawn) - 1 - tail.cell_length
        said = Content.assemble(title, "  ", one_line(via, "dim")).truncate(
            max(1, room), ellipsis=True
        )
        return Content.assemble((place.drawn, "$secondary"), " ", said, tail)

    def _objective(self, card: Card, width: int) -> Content:
        sign = next((COVERED[mark] for mark in card.marks if mark in COVERED), "·")
        met, open_, ahead = (int(card.numbers.get(n, 0)) for n in ("met", "open", "ahead"))
        counts = self.say("screen.map.counts", met=met, open=open_, ahead=ahead)
        room = max(1, width - len(counts) - 3)
        title = one_line(card.title).truncate(room, ellipsis=True)
        gap = " " * max(1, width - title.cell_length - len(counts) - 2)
        return Content.assemble((f"{sign} ", "bold"), title, gap, (counts, "dim"))


def places(sight: Sight) -> Iterator[Place]:
    """The rows of the map as things stand."""
    card = sight.card("map")
    if card is None:
        return
    nodes = list(dict.fromkeys(node for way in card.ways for node in (way.source, way.to)))
    ends = {value for key, value in card.details if key == "ends"}
    here = _here(sight)
    signs = {node: _sign(sight, node) for node in nodes}
    for rail in rails(nodes, [(way.source, way.to) for way in card.ways], signs):
        node = rail.node or ""
        inject = sight.inject(node)
        yield Place(
            drawn=rail.drawn,
            inject=node,
            title=inject.title if inject else node.upper(),
            via=", ".join(_labels(card.ways, node)),
            here=tuple(here.get(node, ())),
            ends=node in ends,
        )


def _labels(ways: tuple[Way, ...], node: str) -> list[str]:
    return list(dict.fromkeys(way.label for way in ways if way.to == node and way.label))


def _sign(sight: Sight, node: str) -> str:
    card = sight.inject(node)
    return SIGNS.get(card.state, DEFERRED) if card else "○"


def _here(sight: Sight) -> dict[str, list[str]]:
    """The teams at each inject; before their first they are at the start."""
    found: dict[str, list[str]] = {}
    for card in sight.of("team"):
        found.setdefault(card.inject or "start", []).append(card.team or "")
    return found
