"""A graph as rails of text: a row for each node, and beside it the ways that are still open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Ways = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Rail:
    """One row: what is drawn before the text, and whose row it is; none where only ways turn."""

    drawn: str
    node: str | None = None


def in_order(nodes: Sequence[str], ways: Ways) -> list[str]:
    """Nodes so that ways lead downwards, what leads nowhere at once; circles stay as they stand."""
    into: dict[str, set[str]] = {node: set() for node in nodes}
    onward = {source for source, _ in ways}
    for source, to in ways:
        if source in into and to in into and source != to:
            into[to].add(source)
    order: list[str] = []
    left = list(nodes)
    while left:
        placed = set(order)
        open_now = [node for node in left if into[node] <= placed] or left[:1]
        chosen = next((node for node in open_now if node not in onward), open_now[0])
        order.append(chosen)
        left.remove(chosen)
    return order


def rails(nodes: Sequence[str], ways: Ways, signs: Mapping[str, str]) -> Iterator[Rail]:
    """The rows, from the first node down; a way that leads back up is not drawn."""
    order = in_order(nodes, ways)
    place = {node: number for number, node in enumerate(order)}
    lanes: list[str | None] = []
    for node in order:
        at = lanes.index(node) if node in lanes else _free(lanes)
        lanes[at] = node
        others = [n for n, target in enumerate(lanes) if target == node and n != at]
        if others:
            yield Rail(_turn(lanes, at, others, "╯"))
            for other in others:
                lanes[other] = None
        while lanes and lanes[-1] is None:
            lanes.pop()
        yield Rail(_row(lanes, at, signs.get(node, "·")), node)
        onward = [to for source, to in ways if source == node and place.get(to, -1) > place[node]]
        onward = list(dict.fromkeys(onward))
        onward.sort(key=place.__getitem__, reverse=True)
        lanes[at] = onward[0] if onward else None
        opened = []
        for to in reversed(onward[1:]):
            free = _free(lanes, after=at)
            lanes[free] = to
            opened.append(free)
        if opened:
            yield Rail(_turn(lanes, at, opened, "╮"))


def _free(lanes: list[str | None], after: int = -1) -> int:
    """A lane that nothing uses, behind another."""
    for number in range(after + 1, len(lanes)):
        if lanes[number] is None:
            return number
    lanes.append(None)
    return len(lanes) - 1


def _row(lanes: Sequence[str | None], at: int, sign: str) -> str:
    signs = [sign if n == at else "│" if target else " " for n, target in enumerate(lanes)]
    return " ".join(signs)


def _turn(lanes: Sequence[str | None], at: int, others: Sequence[int], corner: str) -> str:
    """A row in which ways leave a lane, or join it."""
    last = max(others)
    drawn = []
    for number, target in enumerate(lanes):
        if number == at:
            drawn.append("├─")
        elif number in others:
            end = "┴" if corner == "╯" else "┬"
            drawn.append(corner + " " if number == last else end + "─")
        elif at < number < last:
            drawn.append("┼─" if target else "──")
        else:
            drawn.append("│ " if target else "  ")
    return "".join(drawn).rstrip()
