"""The line (K2, K3): which inject comes after which, as the order of the list and every `next` say.

An inject on the line goes on to what its `next` names; where it has none, to the next inject of the
list, on the line, that no `next` names. As soon as one option of a decision says `next`, every
option has ways of its own: its `next`, else the inject's, else the default. Injects beside the line
and in a pool have no ways. The live engine and the checks both ask here, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from simulator.domain.model import Id
from simulator.domain.scenario import Condition, Inject, Route, Scenario

_KEPT_AS = "_line"


class Way(NamedTuple):
    """One way on: from an inject of the line to what may come next."""

    source: Id
    to: Id
    option: Id | None = None
    """The option of the source that opens it; without one, the source's release does."""
    when: Condition | None = None
    position: int = 0
    """Its place in the `next` it comes from: the first whose condition holds is suggested."""
    said: bool = False
    """True where a `next` says it, false for the default."""


@dataclass(frozen=True)
class Line:
    """The line of one scenario, worked out once."""

    injects: tuple[Inject, ...]
    """The scenario's own tuple: the line holds for exactly this one."""
    order: Mapping[Id, int]
    """Place in the list of every inject; proposals due together keep it."""
    named: frozenset[Id]
    """What some `next` names."""
    first: Id | None
    """Where play begins; none where every inject stands beside the line."""
    default: Mapping[Id, Id | None]
    ways: Mapping[Id, tuple[Way, ...]]
    """Inject of the line → every way on, option by option, in the order written."""

    @cached_property
    def beside(self) -> tuple[Inject, ...]:
        """The injects beside the line that may be proposed, in list order."""
        return tuple(i for i in self.injects if i.release.beside_line and not i.pool)

    @cached_property
    def limited(self) -> tuple[Inject, ...]:
        """The injects that ask for a decision within a time."""
        return tuple(i for i in self.injects if i.decision and i.decision.time_limit is not None)

    @cached_property
    def conditional(self) -> tuple[Inject, ...]:
        """The injects that expect something which a condition meets."""
        return tuple(i for i in self.injects if any(e.done_by for e in i.expectations))

    @cached_property
    def automatic(self) -> tuple[Inject, ...]:
        """The injects that go by themselves at a time of the exercise clock."""
        return tuple(i for i in self.injects if i.release.auto and i.release.at is not None)

    @cached_property
    def moments(self) -> tuple[float, ...]:
        """The minutes of the exercise clock that some inject names: from when, or until when."""
        found = (m for i in self.injects for m in (i.release.until, i.release.at))
        return tuple(sorted({m for m in found if m is not None}))

    @cached_property
    def enders(self) -> tuple[Inject, ...]:
        """The injects that end the scenario; else those from which no way leads on."""
        last = tuple(i for i in self.injects if i.on_line and not self.ways.get(i.id))
        return tuple(i for i in self.injects if i.ends) or last

    @cached_property
    def sources(self) -> Mapping[Id, tuple[Way, ...]]:
        """Inject → every way that leads to it."""
        leading: dict[Id, list[Way]] = {}
        for found in self.ways.values():
            for way in found:
                leading.setdefault(way.to, []).append(way)
        return MappingProxyType({to: tuple(found) for to, found in leading.items()})


def line_of(scenario: Scenario) -> Line:
    """The line of a scenario; linear in its injects, worked out once and kept with the scenario."""
    kept = scenario.__dict__.get(_KEPT_AS)
    if isinstance(kept, Line) and kept.injects is scenario.injects:
        return kept
    line = _worked_out(scenario.injects)
    scenario.__dict__[_KEPT_AS] = line
    return line


def first(scenario: Scenario) -> Inject | None:
    """Where play begins: the first inject of the list, on the line, that no `next` names.

    Where a `next` names every one of them it is the first on the line; None where none is on it.
    """
    begin = line_of(scenario).first
    return scenario.inject(begin) if begin is not None else None


def routes_from(scenario: Scenario, inject: Inject) -> tuple[Way, ...]:
    """Every way on from an inject of the line, option by option, in the order written."""
    return line_of(scenario).ways.get(inject.id, ())


def sources(scenario: Scenario) -> Mapping[Id, tuple[Way, ...]]:
    """Inject → the ways that lead to it, in the order of their sources; none: not in it."""
    return line_of(scenario).sources


def _worked_out(injects: tuple[Inject, ...]) -> Line:
    named = frozenset(_named(injects))
    on_line = [inject for inject in injects if inject.on_line]
    default = _defaults(injects, {i.id for i in on_line if i.id not in named})
    ways = {inject.id: _ways(inject, default[inject.id]) for inject in on_line}
    return Line(
        injects=injects,
        order=MappingProxyType({inject.id: place for place, inject in enumerate(injects)}),
        named=named,
        first=next(
            (i.id for i in on_line if i.id not in named), on_line[0].id if on_line else None
        ),
        default=MappingProxyType(default),
        ways=MappingProxyType(ways),
    )


def _named(injects: tuple[Inject, ...]) -> Iterator[Id]:
    for inject in injects:
        for route in inject.next or ():
            yield route.to
        for option in inject.decision.options if inject.decision else ():
            for route in option.next or ():
                yield route.to


def _defaults(injects: tuple[Inject, ...], unnamed: set[Id]) -> dict[Id, Id | None]:
    default: dict[Id, Id | None] = {}
    following: Id | None = None
    for inject in reversed(injects):
        default[inject.id] = None if inject.ends else following
        if inject.id in unnamed:
            following = inject.id
    return default


def _ways(inject: Inject, default: Id | None) -> tuple[Way, ...]:
    decision, routes = inject.decision, inject.next
    if decision is None and not routes:
        return (Way(inject.id, default),) if default is not None else ()
    options = decision.options if decision else ()
    found: list[Way] = []
    if not any(option.next for option in options):
        _add(found, inject.id, None, routes, default)
    else:
        for option in options:
            _add(found, inject.id, option.id, option.next or routes, default)
    return tuple(found)


def _add(
    found: list[Way],
    source: Id,
    option: Id | None,
    said: tuple[Route, ...] | None,
    default: Id | None,
) -> None:
    if said:
        found += [Way(source, r.to, option, r.when, at, True) for at, r in enumerate(said)]
    elif default is not None:
        found.append(Way(source, default, option))
