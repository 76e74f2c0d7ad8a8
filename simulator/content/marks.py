"""Where the values of one YAML text stand in it, worked out only when somebody asks."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import accumulate, islice, repeat, starmap
from typing import Any, NamedTuple, TypeAlias

from yaml import (
    MappingEndEvent,
    MappingStartEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    YAMLError,
)

try:
    from yaml import CBaseLoader
except ImportError:
    # PyYAML's own parser reads other texts: `[Who else?]` fails there. None but libyaml is used.
    CBaseLoader = None  # type: ignore[assignment,misc]

Data: TypeAlias = "bool | int | float | str | list[Data] | dict[str, Data] | None"
"""What a text holds, as plain values."""

Path: TypeAlias = tuple[str | int, ...]
"""Where in the data: keys and list positions from its top."""

KEPT_DEPTH = 2
"""Down to this depth every child's place is kept. A container below it is sealed: only where it is
is kept, and its own text is looked through again if a place in it is wanted. So the places of ten
thousand injects cost next to nothing, and a hundred errors a hundred short texts."""

BLOCK = 2**16
"""Lines are counted once a block and then from its start."""


class LibyamlMissing(RuntimeError):
    """PyYAML was installed without libyaml, and nothing else reads YAML as strictly."""


class Mark(NamedTuple):
    """One place in a text, counted from 1 as editors do."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Fault:
    """One finding about a text: what, where, and the values its sentence needs."""

    code: str
    path: Path
    mark: Mark
    values: Mapping[str, object]


class Found(NamedTuple):
    """One finding while the text is still being read."""

    code: str
    offset: int
    values: Mapping[str, object]
    path: Path | None = None
    """Where in the data, if that is not just what stands at the offset."""


class Node(NamedTuple):
    """One value of the data, or one key."""

    path: Path
    is_key: bool
    value: Any
    start: int
    """Its offset in the text."""
    end: int
    """The offset of the next node."""


def events(text: str) -> Iterator[Any]:
    """What libyaml reads in a text, event by event; without end, as it says None after the last."""
    if CBaseLoader is None:
        raise LibyamlMissing
    next_event: Any = CBaseLoader(text).get_event
    return starmap(next_event, repeat(()))


@dataclass(slots=True)
class Nodes:
    """The nodes of a text, numbered in the order written.

    Every key, value and container is one; what a container holds follows it unless it is sealed.
    """

    starts: array[int] = field(default_factory=lambda: array("I"))
    """Each node's offset in the text."""
    opened: array[int] = field(default_factory=lambda: array("I"))
    """The nodes that are containers."""
    closed: array[int] = field(default_factory=lambda: array("I"))
    """The first node behind each container; 0 while it is open."""
    sealed: dict[int, int] = field(default_factory=dict)
    """The sealed containers, and the offset at which each ends; 0 while it is open."""

    def open(self, *, sealed: bool = False) -> Callable[[int], None]:
        """The newest node is a container; the answer is to be told the offset at which it ends."""
        node = len(self.starts) - 1
        if sealed:
            self.sealed[node] = 0
            return partial(self.sealed.__setitem__, node)
        self.opened.append(node)
        self.closed.append(0)
        return partial(self._close, len(self.closed) - 1)

    def _close(self, at: int, _: int) -> None:
        self.closed[at] = len(self.starts)

    def last_open(self) -> int:
        """The innermost container that has not ended, or the first."""
        opened = (node for node, at in zip(self.opened, self.closed, strict=True) if not at)
        sealed = (node for node, end in self.sealed.items() if not end)
        return max((*opened, *sealed), default=0)

    def behind(self, node: int) -> int:
        """The first node that is no part of this one."""
        at = bisect_left(self.opened, node)
        if at < len(self.opened) and self.opened[at] == node:
            return self.closed[at] or len(self.starts)
        return node + 1


def nodes_of(text: str, start: int, end: int, column: int) -> Nodes:
    """All nodes of the container that stands in this part of a text, as far as it can be read."""
    nodes = Nodes()
    inside: list[Callable[[int], None]] = []
    with suppress(YAMLError):  # the reader has said it, or will
        for event in islice(events(" " * column + text[start:end]), 2, None):
            if event is None:
                break
            kind = type(event)
            if kind is MappingEndEvent or kind is SequenceEndEvent:
                inside.pop()(0)
            else:
                nodes.starts.append(start - column + event.start_mark.index)
            if kind is MappingStartEvent or kind is SequenceStartEvent:
                inside.append(nodes.open())
            if not inside:
                break
    return nodes


class _Region:
    """The text as a whole, or that of one sealed container."""

    def __init__(self, nodes: Nodes, owner: int = 0) -> None:
        self.nodes = nodes
        self.owner = owner
        """The node of the whole that this is the inside of."""
        self._values: dict[int, array[int]] = {}

    def values(self, container: int, holds: Sequence[Any] | Mapping[Any, Any]) -> array[int]:
        """The nodes of a container's values, in their order."""
        if container not in self._values:
            keyed = isinstance(holds, dict)
            inside, node = array("I"), container + 1
            for _ in holds:
                inside.append(node + keyed)
                node = self.nodes.behind(node + keyed)
            self._values[container] = inside
        return self._values[container]

    def start(self, node: int) -> int:
        """The offset of a node; 0 where there is none."""
        return self.nodes.starts[node] if node < len(self.nodes.starts) else 0

    def nearest(self, offset: int) -> int:
        """The first node that starts at an offset, else the last before it."""
        node = bisect_left(self.nodes.starts, offset)
        return node if self.start(node) == offset else max(0, node - 1)


class Places:
    """The way from paths to places in a text, and back."""

    def __init__(
        self, text: str, nodes: Nodes, data: Data, aliases: Mapping[int, int], end: int
    ) -> None:
        self._text = text
        self._whole = _Region(nodes)
        self._data: Any = data
        self._aliases = aliases
        """The offset of each alias, and that of what it repeats."""
        self._end = end
        """Where reading ended: what is behind that may be hard to read on purpose."""
        self._regions: dict[int, _Region] = {}

    def mark(self, path: Sequence[str | int], *, key: bool = False) -> Mark:
        """Where the value of a path stands, or its key; else where its nearest parent does."""
        return self.at(self.offset(path, key=key))

    def offset(self, path: Sequence[str | int], *, key: bool = False) -> int:
        """The same, as an offset in the text."""
        region, node, value = self._whole, 0, self._data
        for at, step in enumerate(path, 1):
            position = _position(value, step)
            if position is None:
                break
            region, node = self._inside(region, node)
            node = region.values(node, value)[position]
            if key and at == len(path) and isinstance(value, dict):
                return region.start(node - 1)
            value = value[step]
            region, node = self._original(region, node)
        return region.start(node)

    def at(self, offset: int) -> Mark:
        """The line and column of an offset in the text."""
        offset = min(offset, len(self._text))
        block = offset // BLOCK
        line = self._lines[block] + self._text.count("\n", block * BLOCK, offset)
        return Mark(line, offset - self._text.rfind("\n", 0, offset))

    def fault(self, found: Found) -> Fault:
        """A finding with its path and place."""
        path = found.path
        if path is None:
            path = self._node(*self._first_at(found.offset)).path
        return Fault(found.code, path, self.at(found.offset), found.values)

    def last_before(self, offset: int) -> Node | None:
        """The last node, and innermost, that starts at or before an offset."""
        found = bisect_right(self._whole.nodes.starts, offset) - 1
        if found < 0:
            return None
        region, node = self._inside(self._whole, found)
        if region is not self._whole:
            node = max(0, bisect_right(region.nodes.starts, offset) - 1)
        ends = region.start(node + 1), self._whole.start(found + 1), len(self._text)
        end = next(end for end in ends if end > offset or end == len(self._text))
        return self._node(region, node)._replace(end=end)

    def open_path(self) -> Path:
        """The path of the innermost container that had not ended where reading stopped."""
        region, node = self._inside(self._whole, self._whole.nodes.last_open())
        return self._node(region, node if region is self._whole else region.nodes.last_open()).path

    def _first_at(self, offset: int) -> tuple[_Region, int]:
        """The outermost node that starts at an offset, or the last before it."""
        region, node = self._whole, self._whole.nearest(offset)
        if region.start(node) < offset:
            region, node = self._inside(region, node)
        return region, region.nearest(offset) if region is not self._whole else node

    def _node(self, region: _Region, number: int) -> Node:
        """What a node is in the data; its nearest parent where it is not there."""
        start = region.start(number)
        outer = number if region is self._whole else region.owner
        path, is_key, value = _under(self._whole, outer, self._data)
        if region is not self._whole:
            inner, is_key, value = _under(region, number, value)
            path += inner
        return Node(path, is_key, value, start, start)

    def _inside(self, region: _Region, node: int) -> tuple[_Region, int]:
        """The region that holds what a node holds, and its number there."""
        nodes = self._whole.nodes
        if region is not self._whole or node not in nodes.sealed:
            return region, node
        if node not in self._regions:
            start, end = nodes.starts[node], nodes.sealed[node] or self._end
            flow = self._text[start] in "[{"
            column = 0 if flow else self.at(start).column - 1
            inside = nodes_of(self._text, start, end, column)
            self._regions[node] = _Region(inside, node)
        return self._regions[node], 0

    def _original(self, region: _Region, node: int) -> tuple[_Region, int]:
        """What an alias repeats; else the node itself."""
        repeated = self._aliases.get(region.start(node))
        return (region, node) if repeated is None else self._first_at(repeated)

    @cached_property
    def _lines(self) -> array[int]:
        """The line on which each block of the text begins, and the last line."""
        starts = range(0, len(self._text), BLOCK)
        ends = (self._text.count("\n", start, start + BLOCK) for start in starts)
        return array("I", accumulate(ends, initial=1))


def offsets(text: str, part: str) -> Iterator[int]:
    """Where a part occurs in a text."""
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + len(part))


def _position(value: Any, step: str | int) -> int | None:
    """Which of a container's values a step leads to."""
    if isinstance(value, list):
        return step if isinstance(step, int) and 0 <= step < len(value) else None
    if isinstance(value, dict) and step in value:
        return next(at for at, key in enumerate(value) if key == step)
    return None


def _under(region: _Region, number: int, value: Any) -> tuple[Path, bool, Any]:
    """The path from a region's top to a node, whether that is a key, and the value or key."""
    path: list[str | int] = []
    here = 0
    while here < number and isinstance(value, list | dict) and value:
        keyed = isinstance(value, dict)
        inside = region.values(here, value)
        at = bisect_right(inside, number + keyed) - 1
        if at < 0 or region.nodes.behind(inside[at]) <= number:
            break
        here = inside[at]
        step = list(value)[at] if keyed else at
        value = value[step]
        path.append(step[0] if isinstance(step, tuple) else step)
        if number < here:
            return tuple(path), True, path[-1]
    return tuple(path), False, value
