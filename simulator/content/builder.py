"""Plain values from libyaml's events: one spelling of each word, no key twice, no bombs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from math import isfinite
from typing import Any, NamedTuple

from yaml import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from simulator.content import slips
from simulator.content.marks import KEPT_DEPTH, Data, Found, Nodes, events

WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "~": None}
WORD_MAX = max(map(len, WORDS))
WITHIN = "!.)"
"""Where one of these, a letter or a digit stands before it, a sign does not begin anything."""
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(\.[0-9]{1,40})?(e[-+][0-9]{1,3})?\Z")
FAULTS_MAX = 100


@dataclass(frozen=True, slots=True)
class Budget:
    """How much one text may ask for, so that no text can hold up the machine."""

    size: int = 32 * 2**20
    """Characters, and as many in all texts with every alias written out."""
    depth: int = 40
    nodes: int = 3_000_000
    """Keys and values, a list or mapping counted twice, with every alias written out."""
    aliases: int = 1000


class Stopped(Exception):
    """Reading ends here, for this reason."""

    def __init__(self, found: Found) -> None:
        self.found = found


class _Weight(NamedTuple):
    """What a value is once all its aliases are written out."""

    nodes: int
    characters: int
    height: int


def _number(text: str) -> int | float | str | None:
    """A plain scalar that begins like a number, or is empty.

    Numbers are `12`, `-3`, `0.5`, and what programs write for very large and small ones (`1e+22`).
    All else stays text: `007`, `+5`, `1e3`, `1_000`, `10:40`, and digits too many for a quantity.
    """
    found = NUMBER.match(text)
    if not found:
        return text or None
    if found[1] or found[2]:
        value = float(text)
        return value if isfinite(value) else text
    return int(text)


def may_be_marked(text: str) -> bool:
    """Whether a tag or an anchor may stand in a text: its sign is the first of a word."""
    for sign in "&!":
        at = text.find(sign)
        while at >= 0:
            if at == 0 or not (text[at - 1].isalnum() or text[at - 1] in WITHIN):
                return True
            at = text.find(sign, at + 1)
    return False


class Builder:
    """The data of one text as far as it was read, and what was found on the way."""

    def __init__(self, text: str, budget: Budget) -> None:
        self.nodes = Nodes()
        self.keys: dict[str, str] = {}
        """Each key once: ten thousand injects share their dozen keys."""
        self.aliases: dict[int, int] = {}
        """The offset of each alias, and that of what it repeats."""
        self.blocks: list[tuple[int, int]] = []
        """Where each block text begins and ends: nothing in one can be cut."""
        self.found: list[Found] = []
        self.notes: list[Found] = []
        self._text = text
        self._marked = may_be_marked(text)
        """Else no event is asked for its tag and its anchor."""
        self._budget = budget
        self._deepest = budget.depth
        self._events: Iterator[Any] = iter(())
        self._top: list[Any] = []
        """Holds the data, so that what was read is at hand even if reading stops."""
        self._anchors: dict[str, tuple[Any, int] | None] = {}
        """Each anchor's value and offset; nothing while that is still being read."""
        self._unused: set[int] = set()
        """Texts with an anchor that no alias names."""
        self._weights: dict[int, _Weight] = {}

    @property
    def data(self) -> Data:
        """What was read; its containers are there from where they begin."""
        return self._top[0] if self._top else None

    def read(self) -> None:
        """Read the text; raises what libyaml raises, and Stopped."""
        self._events = islice(events(self._text), self._budget.nodes + 4)
        try:
            self._document()
        except StopIteration:
            values = {"limit": self._budget.nodes}
            raise Stopped(Found("too_many_nodes", self.nodes.starts[-1], values)) from None

    def _document(self) -> None:
        next(self._events)
        if type(next(self._events)) is not DocumentStartEvent:
            return
        self._sequence(self._top, 0)
        more = next(self._events)
        if type(more) is DocumentStartEvent:
            raise Stopped(_at(more, "more_than_one_document")._replace(path=()))
        for offset in sorted(self._unused):
            self._fault(Found("text_began_with_mark", offset, {"char": "&"}))
        if self.aliases:
            self._weigh(self.data, 0)

    # The next two are the inner loops, which is why they spell out twice what they have in common.

    def _mapping(self, into: dict[Any, Any], depth: int) -> Any:  # noqa: C901
        """Fill a mapping; the answer is the event that ended it."""
        read, once, marked = self._events, self.keys.setdefault, self._marked
        put = self.nodes.starts.append if depth <= KEPT_DEPTH else None
        for key_event in read:
            kind = type(key_event)
            if kind is not ScalarEvent:
                if kind is MappingEndEvent:
                    return key_event
                raise Stopped(_at(key_event, "key_not_text"))
            if put is not None:
                put(key_event.start_mark.index)
            key = once(key_event.value, key_event.value)
            if key in into or (marked and (key_event.tag or key_event.anchor)):
                key = self._odd_key(key_event, key, into)
            event = next(read)
            if put is not None:
                put(event.start_mark.index)
            kind = type(event)
            if kind is ScalarEvent:
                value = event.value
                if not event.style:
                    if value < ":":
                        value = _number(value)
                    elif len(value) <= WORD_MAX and value in WORDS:
                        value = WORDS[value]
                elif event.style in "|>":
                    self.blocks.append((event.start_mark.index, event.end_mark.index))
                into[key] = value
                if marked and (event.tag or event.anchor):
                    self._decorated(event, value)
            elif kind is AliasEvent:
                into[key] = self._alias(event)
            elif put is not None or depth >= self._deepest or event.tag or event.anchor:
                into[key] = child = _empty(event)
                self._fill(event, child, depth + 1, listed=False)
            elif kind is MappingStartEvent:
                into[key] = child = {}
                self._mapping(child, depth + 1)
                if event.flow_style and len(child) == 1:
                    self._look_at(event, child, listed=False)
            else:
                into[key] = child = []
                self._sequence(child, depth + 1)
        return None

    def _sequence(self, into: list[Any], depth: int) -> Any:  # noqa: C901
        """Fill a list; the answer is the event that ended it."""
        add, marked = into.append, self._marked
        put = self.nodes.starts.append if depth <= KEPT_DEPTH else None
        for event in self._events:
            kind = type(event)
            if kind is SequenceEndEvent or kind is DocumentEndEvent:
                return event
            if put is not None:
                put(event.start_mark.index)
            if kind is ScalarEvent:
                value = event.value
                if not event.style:
                    if value < ":":
                        value = _number(value)
                    elif len(value) <= WORD_MAX and value in WORDS:
                        value = WORDS[value]
                elif event.style in "|>":
                    self.blocks.append((event.start_mark.index, event.end_mark.index))
                add(value)
                if marked and (event.tag or event.anchor):
                    self._decorated(event, value)
            elif kind is AliasEvent:
                add(self._alias(event))
            elif put is not None or depth >= self._deepest or event.tag or event.anchor:
                add(child := _empty(event))
                self._fill(event, child, depth + 1, listed=depth > 0)
            elif kind is MappingStartEvent:
                add(child := {})
                self._mapping(child, depth + 1)
                if len(child) == 1:
                    self._look_at(event, child, listed=True)
            else:
                add(child := [])
                self._sequence(child, depth + 1)
                if event.flow_style and len(child) == 1:
                    self._look_at(event, child, listed=True)
        return None

    def _fill(self, event: Any, child: Any, depth: int, *, listed: bool) -> None:
        """Fill a container with something about it: its depth, a tag, an anchor."""
        if depth > self._deepest:
            raise Stopped(_at(event, "too_deep", limit=self._deepest))
        if event.anchor:
            self._anchors[event.anchor] = None
        close = self.nodes.open(sealed=depth > KEPT_DEPTH) if depth <= KEPT_DEPTH + 1 else None
        end = (self._mapping if isinstance(child, dict) else self._sequence)(child, depth)
        if close and end:
            close(end.end_mark.index)
        if event.tag or event.anchor:
            self._decorated(event, child)
        if len(child) == 1 and (listed or event.flow_style):
            self._look_at(event, child, listed=listed)

    # --- What is out of the ordinary ---

    def _fault(self, found: Found) -> None:
        self.found.append(found)
        if len(self.found) >= FAULTS_MAX:
            raise Stopped(self.found.pop())

    def _odd_key(self, event: Any, key: str, into: dict[Any, Any]) -> Any:
        """A key with something about it; one that is there already is kept beside the first."""
        if event.tag or event.anchor:
            self._decorated(event, key)
        if key not in into:
            return key
        self._fault(_at(event, "duplicate_key", key=key))
        return key, event.start_mark.index

    def _decorated(self, event: Any, value: Any) -> None:
        """A value with a tag or an anchor."""
        if event.tag == "!":
            self._fault(_at(event, "text_began_with_mark", char="!"))
        elif event.tag:
            self._fault(_at(event, "unsupported_tag", tag=event.tag))
        if event.anchor:
            offset = event.start_mark.index
            self._anchors[event.anchor] = value, offset
            if not isinstance(value, dict | list):
                self._unused.add(offset)
            elif self.aliases:
                self._weigh(value, offset)

    def _alias(self, event: Any) -> Any:
        """The value that an alias repeats."""
        if len(self.aliases) >= self._budget.aliases:
            raise Stopped(_at(event, "too_many_aliases", limit=self._budget.aliases))
        if event.anchor not in self._anchors:
            self._fault(_at(event, "text_began_with_mark", char="*"))
            return None
        anchored = self._anchors[event.anchor]
        if anchored is None:
            raise Stopped(_at(event, "recursive_alias", anchor=event.anchor))
        value, offset = anchored
        self.aliases[event.start_mark.index] = offset
        self._unused.discard(offset)
        return value

    def _weigh(self, value: Any, offset: int) -> None:
        """Refuse a value that would be too much if its aliases were written out."""
        weight = self._weights[id(value)] = self._weight(value)
        if weight.height > self._budget.depth:
            raise Stopped(Found("too_deep", offset, {"limit": self._budget.depth}))
        if weight.nodes > self._budget.nodes or weight.characters > self._budget.size:
            raise Stopped(Found("alias_bomb", offset, {"limit": self._budget.nodes}))

    def _weight(self, value: Any) -> _Weight:
        """What a value weighs; values with anchors were weighed before, so this goes no deeper than
        the text does."""
        if id(value) in self._weights:
            return self._weights[id(value)]
        if not isinstance(value, dict | list):
            return _Weight(1, len(value) if isinstance(value, str) else 0, 0)
        keys = list(value) if isinstance(value, dict) else []
        parts = [self._weight(v) for v in (value.values() if isinstance(value, dict) else value)]
        return _Weight(
            2 + len(keys) + sum(part.nodes for part in parts),
            sum(map(len, keys)) + sum(part.characters for part in parts),
            1 + max((part.height for part in parts), default=0),
        )

    def _look_at(self, event: Any, child: Any, *, listed: bool) -> None:
        """Note a container of one that may be no container."""
        start, flow = event.start_mark.index, bool(event.flow_style)
        if isinstance(child, dict):
            (pair,) = child.items()
            slip = slips.in_mapping(self._text, start, pair, flow=flow, listed=listed)
        else:
            slip = slips.in_sequence(self._text, start, child)
        if slip and len(self.notes) < FAULTS_MAX:
            self.notes.append(Found(slip[0], start, slip[1]))


def _empty(event: Any) -> Any:
    return {} if type(event) is MappingStartEvent else []


def _at(event: Any, code: str, **values: object) -> Found:
    return Found(code, event.start_mark.index, values)
