"""Who told whom, and when: teams in a circle, or in a matrix where there are many.

By message; and by a decision that says that a step was done which others are to be told by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin
from xml.etree.ElementTree import Element

from simulator.acts import Recorded
from simulator.documents.blocks import Figure
from simulator.documents.charts.svg import (
    BOLD,
    WIDE,
    add,
    box,
    canvas,
    drawn,
    extent,
    line,
    linked,
    number,
    written,
)
from simulator.documents.charts.table import Cell, table
from simulator.documents.overview import STRICT_FIRST
from simulator.documents.titles import Titles
from simulator.domain.debrief import Finding
from simulator.text import clock

ID = "told"
DECIDED = "\N{WHITE DIAMOND}"
"""Stands before the number of those who were told by a decision."""
MOST_IN_CIRCLE = 8
MOST_ARROWS = 20
"""With more of them nobody can follow one."""
NODE = 9.0
NAMES, HEAD = 210.0, 34.0
"""Room for the names and numbers of a matrix."""
Box = tuple[float, float, float, float]
"""Left, top, right and bottom of what is taken."""
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Pair:
    """All that one team told another."""

    team: str
    to: str
    messages: tuple[int, ...]
    decisions: tuple[int, ...]
    """Those that say that a step was done by which the other is told."""
    first: float
    markings: tuple[str, ...]
    """The TLP labels of it, the strictest first."""

    @property
    def often(self) -> str:
        """How often, and since when."""
        return f"{self.count} \N{MIDDLE DOT} {clock(self.first)}"

    @property
    def count(self) -> str:
        """How many messages; and how many decisions, behind their sign."""
        said = (str(len(self.messages)) if self.messages else "", self.by_decision)
        return " ".join(part for part in said if part)

    @property
    def by_decision(self) -> str:
        """How many decisions, behind their sign; empty where there are none."""
        return f"{DECIDED}{len(self.decisions)}" if self.decisions else ""

    @property
    def events(self) -> tuple[int, ...]:
        """All of it in order."""
        return tuple(sorted({*self.messages, *self.decisions}))

    @property
    def marking(self) -> str:
        """How strictly marked at most; empty where it is not."""
        return f"TLP:{self.markings[0]}" if self.markings else ""

    @property
    def says(self) -> str:
        """How often, since when, and how strictly marked."""
        return " \N{MIDDLE DOT} ".join(part for part in (self.often, self.marking) if part)


def who_told_whom(
    records: Sequence[Recorded], titles: Titles, findings: Iterable[Finding] = ()
) -> Figure | None:
    """The chart of what teams told each other; none where they told nothing."""
    pairs = _pairs(records, titles, findings)
    if not pairs:
        return None
    say = titles.words
    decided = any(pair.decisions for pair in pairs)
    beside = ("by_decision",) if decided else ()
    names = ("from", "to", "messages", *beside, "first", "tlp", "events")
    head = [say(f"report.charts.columns.{name}") for name in names]
    few = len(titles.exercise.teams) <= MOST_IN_CIRCLE
    in_circle = few and len(pairs) <= MOST_ARROWS
    kind = "circle" if in_circle else "small_matrix" if few else "matrix"
    caption = say(f"report.charts.told.{kind}")
    return Figure(
        id=ID,
        caption=say("report.charts.told.decided", caption=caption) if decided else caption,
        svg=drawn(_circle(pairs, titles) if in_circle else _matrix(pairs, titles)),
        table=table(ID, head, _rows(pairs, titles, decided)),
        folded=len(pairs) > 60,
        more=say("report.charts.as_table"),
    )


def _pairs(records: Sequence[Recorded], titles: Titles, findings: Iterable[Finding]) -> list[Pair]:
    """Who told whom, in the order of the teams."""
    sent: dict[tuple[str, str], list[int]] = {}
    marked: dict[tuple[str, str], set[str]] = {}
    for record in records:
        event = record.event
        if event.kind == "message_sent":
            for to in event.to:
                sent.setdefault((event.team, to), []).append(record.seq)
                marked.setdefault((event.team, to), set()).update((event.tlp,) if event.tlp else ())
    decided = _decided(records, findings)
    teams = list(titles.exercise.teams)
    named = {*sent, *decided}
    return [
        Pair(
            *pair,
            messages=tuple(sent.get(pair, ())),
            decisions=tuple(sorted(decided.get(pair, ()))),
            first=min(_when(titles, (*sent.get(pair, ()), *decided.get(pair, ())))),
            markings=tuple(label for label in STRICT_FIRST if label in marked.get(pair, ())),
        )
        for pair in sorted(named, key=lambda pair: (teams.index(pair[0]), teams.index(pair[1])))
    ]


def _when(titles: Titles, numbers: Iterable[int]) -> Iterator[float]:
    return (titles.course.instant(number).elapsed for number in numbers)


def _decided(
    records: Sequence[Recorded], findings: Iterable[Finding]
) -> dict[tuple[str, str], set[int]]:
    """The decisions by which one team told another, as the rule on telling found them."""
    steps: dict[int, tuple[str, ...]] = {
        record.seq: record.event.steps
        for record in records
        if record.event.kind == "decision_logged"
    }
    found: dict[tuple[str, str], set[int]] = {}
    for finding in findings:
        to = finding.values.get("to")
        if finding.team and isinstance(to, str) and "by_decision" in finding.marks:
            said = {n for n in finding.evidence if finding.step in steps.get(n, ())}
            if said:
                found.setdefault((finding.team, to), set()).update(said)
    return found


def _rows(pairs: Sequence[Pair], titles: Titles, decided: bool) -> Iterator[tuple[Cell, ...]]:
    for pair in pairs:
        names = titles.team(pair.team), titles.team(pair.to)
        labels = ", ".join(f"TLP:{label}" for label in pair.markings)
        beside = (pair.by_decision,) if decided else ()
        yield *names, str(len(pair.messages)), *beside, clock(pair.first), labels, pair.events


def _drawing(pairs: Sequence[Pair], titles: Titles, height: float) -> Element:
    say = titles.words
    messages = len({seq for pair in pairs for seq in pair.messages})
    described = say("report.charts.told.description", pairs=len(pairs), count=messages)
    return canvas(ID, height, say("report.charts.told.title"), described)


def _full(pair: Pair, titles: Titles) -> str:
    return f"{titles.team(pair.team)} → {titles.team(pair.to)}: {pair.says}"


def _circle(pairs: Sequence[Pair], titles: Titles) -> Element:
    radius = 90.0 + 14 * len(titles.exercise.teams)
    svg = _drawing(pairs, titles, 2 * radius + 90)
    around = _around(len(titles.exercise.teams), radius)
    places = dict(zip(titles.exercise.teams, around, strict=True))
    taken = [_box(x, y, 2 * NODE, 2 * NODE) for x, y in places.values()]
    names = [_name(svg, titles.team(team), *at, radius) for team, at in places.items()]
    ways = [(pair, Way.between(places[pair.team], places[pair.to])) for pair in pairs]
    taken += names
    for pair, way in ways:
        link = linked(svg, pair.events[0], _full(pair, titles))
        kind = "told" if pair.messages else "told decided"
        add(link, "path", class_=kind, d=way.path)
        add(link, "path", class_="solid", d=way.head)
    for x, y in places.values():
        add(svg, "circle", class_="node", cx=x, cy=y, r=NODE)
    for pair, way in ways:
        link = linked(svg, pair.events[0], _full(pair, titles))
        _label(link, pair, way, taken)
    return svg


def _around(count: int, radius: float) -> list[Place]:
    """Places on a circle, from the top on, as the hand of a clock goes."""
    turns = [2 * pi * place / count - pi / 2 for place in range(count)]
    return [(WIDE / 2 + radius * 1.5 * cos(t), radius * (1 + sin(t)) + 45) for t in turns]


def _name(svg: Element, name: str, x: float, y: float, radius: float) -> Box:
    """A team's name beside its place, outside the circle."""
    side = (x - WIDE / 2) / radius
    room = 420.0 if abs(side) < 0.2 else min(x, WIDE - x) - NODE - 10
    where = "middle" if abs(side) < 0.2 else "left" if side > 0 else "right"
    dx = 0 if where == "middle" else (NODE + 7) * (1 if side > 0 else -1)
    dy = 4.5 if dx else (-NODE - 8 if y < radius + 45 else NODE + 18)
    text = written(svg, name, x + dx, y + dy, f"node-name {where}", room=room / BOLD)
    wide = extent(text.text or "") * BOLD
    middle = x + dx + (wide / 2 if where == "left" else -wide / 2 if where == "right" else 0)
    return _box(middle, y + dy - 4.5, wide, 16)


def _box(x: float, y: float, wide: float, high: float) -> Box:
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


@dataclass(frozen=True, slots=True)
class Way:
    """An arrow from one place to another, bent a little to one side."""

    begin: Place
    bend: Place
    end: Place

    @classmethod
    def between(cls, a: Place, b: Place) -> Way:
        """The arrow between two nodes, each way on its own side."""
        dx, dy = b[0] - a[0], b[1] - a[1]
        far = hypot(dx, dy) or 1.0
        ux, uy = dx / far, dy / far
        aside = 14 + far * 0.06
        bend = ((a[0] + b[0]) / 2 - uy * aside, (a[1] + b[1]) / 2 + ux * aside)
        gap = NODE + 4
        begin = (a[0] + ux * gap - uy * 4, a[1] + uy * gap + ux * 4)
        end = (b[0] - ux * gap - uy * 4, b[1] - uy * gap + ux * 4)
        return cls(begin, bend, end)

    def at(self, share: float) -> Place:
        """A place on it."""
        a, b, c = (1 - share) ** 2, 2 * share * (1 - share), share**2
        x = a * self.begin[0] + b * self.bend[0] + c * self.end[0]
        return x, a * self.begin[1] + b * self.bend[1] + c * self.end[1]

    @property
    def path(self) -> str:
        """Its outline."""
        (a, b), (c, d), (e, f) = self.begin, self.bend, self.end
        places = [number(value) for value in (a, b, c, d, e, f)]
        return "M{} {}Q{} {} {} {}".format(*places)

    @property
    def head(self) -> str:
        """Its point."""
        (x, y), (bx, by) = self.end, self.bend
        far = hypot(x - bx, y - by) or 1.0
        ux, uy = (x - bx) / far * 10, (y - by) / far * 10
        left = (x - ux - uy * 0.45, y - uy + ux * 0.45)
        right = (x - ux + uy * 0.45, y - uy - ux * 0.45)
        corners = (f"{number(cx)} {number(cy)}" for cx, cy in ((x, y), left, right))
        return "M" + "L".join(corners) + "z"


def _label(parent: Element, pair: Pair, way: Way, taken: list[Box]) -> None:
    """What a pair has to say, where it falls on nothing else; the bare number where it must."""
    for text in dict.fromkeys((pair.says, pair.often, pair.count)):
        for share in (0.4, 0.5, 0.3, 0.6, 0.7, 0.25, 0.75, 0.2):
            x, y = way.at(share)
            wide = extent(text) + 6
            spot = _box(x, y, wide, 17)
            if not any(_touch(spot, other) for other in taken):
                taken.append(spot)
                box(parent, "plate", spot[0], spot[1], wide, 17)
                written(parent, text, x, y + 4, "told-label")
                return


def _touch(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _matrix(pairs: Sequence[Pair], titles: Titles) -> Element:
    """Rows tell, columns are told; those who did neither are left out."""
    named = {team for pair in pairs for team in (pair.team, pair.to)}
    teams = [team for team in titles.exercise.teams if team in named]
    roomy = len(teams) <= MOST_IN_CIRCLE
    cell = min((WIDE - NAMES - 10) / len(teams), 110.0 if roomy else 46.0)
    high = 40.0 if roomy else min(max(cell, 17.0), 26.0)
    svg = _drawing(pairs, titles, HEAD + high * len(teams) + 6)
    _squares(svg, [titles.team(team) for team in teams], cell, high)
    for pair in pairs:
        x = NAMES + cell * (teams.index(pair.to) + 0.5)
        y = HEAD + high * (teams.index(pair.team) + 0.5)
        link = linked(svg, pair.events[0], _full(pair, titles))
        if roomy:
            written(link, pair.often, x, y - 3, "cell")
            written(link, pair.marking.removeprefix("TLP:"), x, y + 13, "cell", room=cell + 6)
        else:
            written(link, pair.count, x, y + 4, "cell", room=cell + 6)
    return svg


def _squares(svg: Element, names: Sequence[str], cell: float, high: float) -> None:
    """The squares of the matrix, with the teams' names and numbers."""
    right, bottom = NAMES + cell * len(names), HEAD + high * len(names)
    for place, name in enumerate(names):
        x, y = NAMES + cell * place, HEAD + high * place
        box(svg, "self", x, y, cell, high)
        written(svg, f"{place + 1}. {name}", 4, y + high / 2 + 4.5, "row", room=NAMES - 20)
        add(written(svg, str(place + 1), x + cell / 2, HEAD - 8, "tick"), "title", name)
    for place in range(len(names) + 1):
        x, y = NAMES + cell * place, HEAD + high * place
        line(svg, "grid", 0, y, right, y)
        line(svg, "grid", x, HEAD, x, bottom)
