"""Marks: what stands in a chart for things, told apart by shape; many at one place are one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from xml.etree.ElementTree import Element

from simulator.documents.blocks import Sign
from simulator.documents.charts.svg import add, drawn, number, written

HALF = 6.0
"""Half of how wide a mark is."""
DIGIT = 6.2
MOST = 900
"""Marks of one chart: with more of them, those further apart become one too."""


def _star() -> str:
    """A star of five points."""
    turns = [(pi * i / 5, 7.0 if i % 2 == 0 else 2.9) for i in range(10)]
    places = [(sin(turn) * far, -cos(turn) * far) for turn, far in turns]
    steps = [(places[0], "m")]
    for (x, y), (was_x, was_y) in zip(places[1:], places, strict=False):
        steps.append(((x - was_x, y - was_y), "l"))
    return "".join(f"{sign}{number(x)} {number(y)}" for (x, y), sign in steps) + "z"


_SQUARE = "m-5-5h10v10h-10z"
_CIRCLE = "m-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z"
_CROSS = "m-5-5l10 10m0-10l-10 10"
_AREA = "m-8-8h16v16h-16z"
_HALVED = _CIRCLE + "m5-3.6a3.6 3.6 0 0 1 0 7.2z"
SHAPES: dict[str, tuple[str, str]] = {
    "released": ("solid", _SQUARE),
    "automatic": ("solid", _SQUARE + "m1.5 1.5h7v7h-7zm2 2h3v3h-3z"),
    "synced": ("line", "m-5-5l5 5-5 5m5-10l5 5-5 5"),
    "released_now": ("solid", "m0-6l6 11h-12z"),
    "improvised": ("solid", _star()),
    "hint": ("solid", "m-2-6h4v4h4v4h-4v4h-4v-4h-4v-4h4z"),
    "skipped": ("hollow", "m-5 5v-10h10v10zl10-10"),
    "withdrawn": ("line", _CROSS),
    "decision": ("solid", _CIRCLE),
    "late_entry": ("solid", _HALVED),
    "amended": ("hollow", _CIRCLE),
    "retracted": ("hollow", _CIRCLE + "m-1 6l12-12"),
    "without_authority": ("solid", "m0 6l-6-11h12z"),
    "question": ("line", "m-3-2.5a3 3 0 1 1 4.2 2.7q-1.2.5-1.2 2.3m0 2.7v.6"),
    "message": ("hollow", "m-6-4h12v8.5h-12zl6 5 6-5"),
    "pass": ("solid", "m-4 6v-12h9l-3 3 3 3h-7.5v6z"),
    "in_time": ("solid", _CIRCLE),
    "acceptable": ("solid", _HALVED),
    "late": ("solid", "m0-6l6 11h-12z"),
    "out_of_order": ("ring", "m-8.5-8.5h17v17h-17z"),
    "absent": ("hollow", _CIRCLE),
    "harmful": ("line heavy", _CROSS),
    "due_target": ("due target", "m-9 0h18"),
    "due_acceptable": ("due acceptable", "m-9 0h18"),
    "due_limit": ("due limit", "m-9 0h18"),
    "stood_pause": ("stood", _AREA + "m0 8l8-8m-8 16l16-16m-8 16l8-8"),
    "stood_stop": (
        "stood",
        _AREA + "m0 8l8-8m-8 16l16-16m-8 16l8-8m-16 0l8 8m-8-16l16 16m-8-16l8 8",
    ),
    "stood_interruption": ("stood", _AREA + "m4 0v16m4-16v16m4-16v16"),
    "jumped": ("line", "m0-8l3 3-6 6 6 6-3 3"),
}
"""How each kind is drawn, and its outline around the place where it stands."""
GRAVEST = tuple(SHAPES)
"""Of several kinds at one place the last of these shows."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that happened, and where it stands in its lane."""

    kind: str
    seq: int
    x: float
    elapsed: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """Marks that would fall on each other."""

    marks: tuple[Mark, ...]

    @property
    def x(self) -> float:
        """Where it stands: where its first mark does."""
        return self.marks[0].x

    @property
    def kind(self) -> str:
        """What it looks like: the gravest of what it is made of."""
        return max((mark.kind for mark in self.marks), key=GRAVEST.index)


def clusters(lanes: Iterable[Sequence[Mark]]) -> list[list[Cluster]]:
    """The marks of every lane, and so many of them as one that no chart grows without end."""
    kept = [sorted(lane, key=lambda mark: (mark.x, mark.seq)) for lane in lanes]
    apart = 0.0
    while True:
        found = [_merged(lane, apart) for lane in kept]
        if sum(map(len, found)) <= MOST or apart > 500:
            return found
        apart = apart * 2 or HALF


def _merged(lane: Sequence[Mark], apart: float) -> list[Cluster]:
    found: list[list[Mark]] = []
    reach = float("-inf")
    for mark in lane:
        if mark.x - HALF < reach:
            found[-1].append(mark)
        else:
            found.append([mark])
        reach = found[-1][0].x + HALF + apart + _counted(len(found[-1]))
    return [Cluster(tuple(marks)) for marks in found]


def _counted(count: int) -> float:
    """How wide a count is."""
    return 2 + DIGIT * len(str(count)) if count > 1 else 0.0


def put(parent: Element, kind: str, x: float, y: float) -> None:
    """Draw a mark."""
    look, outline = SHAPES[kind]
    add(parent, "path", class_=f"{look} {kind}", d=f"M{number(x)} {number(y)}{outline}")


def put_cluster(parent: Element, cluster: Cluster, y: float) -> None:
    """Draw a mark, and how many it stands for."""
    put(parent, cluster.kind, cluster.x, y)
    if len(cluster.marks) > 1:
        written(parent, str(len(cluster.marks)), cluster.x + HALF + 1.5, y + 3.5, "count")


def legend(kinds: Iterable[str], say: Callable[[str], str]) -> tuple[Sign, ...]:
    """The marks that stand in a chart and what each of them means."""
    return tuple(Sign(_sample(kind), say(kind)) for kind in kinds)


def _sample(kind: str) -> str:
    svg = Element("svg", {"class": "sign", "viewBox": "0 0 20 20", "aria-hidden": "true"})
    put(svg, kind, 10, 10)
    return drawn(svg)
