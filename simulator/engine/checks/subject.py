"""What the checks look at: a scenario with its playbooks, rubric and plays, and indexes over it.

Every index is made once, on first use, in one pass over the scenario, so that checks stay linear.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from simulator.domain.diagnostic import Path
from simulator.domain.model import Id
from simulator.domain.playbook import Playbook, Rubric
from simulator.domain.scenario import (
    Condition,
    DecisionPoint,
    Effect,
    Expectation,
    Inject,
    Option,
    Release,
    Route,
    Scenario,
    Variable,
    Version,
)
from simulator.engine.checks.words import Texts, shown_to_players
from simulator.engine.line import Line, line_of

if TYPE_CHECKING:
    from simulator.domain.play import Play  # most checks need none, and it is long to import


@dataclass(frozen=True)
class Subject:
    """One kit under check, as its files say it."""

    scenario: Scenario
    playbooks: Mapping[Id, Playbook]
    """The playbooks that were found, by id."""
    rubric: Rubric
    plays: tuple[Play, ...] = ()
    rules: frozenset[str] | None = None
    """The scoring rules there are; None where nobody knows."""

    @property
    def line(self) -> Line:
        """The line of the scenario."""
        return line_of(self.scenario)

    @cached_property
    def used(self) -> Mapping[Id, int]:
        """Playbook → its place among those the scenario uses."""
        return {use.use: place for place, use in enumerate(self.scenario.playbooks)}

    @cached_property
    def variables(self) -> Mapping[Id, Variable]:
        """The variables by id."""
        return {variable.id: variable for variable in self.scenario.variables}

    @cached_property
    def texts(self) -> Texts:
        """Every text that players read."""
        return shown_to_players(self.scenario)

    def teams_of(self, to: tuple[str, ...]) -> tuple[Id, ...]:
        """The teams that addressees name; the same addressees are looked up once."""
        found = self._teams.get(to)
        if found is None:
            found = self._teams[to] = self.scenario.teams_of(to)
        return found

    @cached_property
    def _teams(self) -> dict[tuple[str, ...], tuple[Id, ...]]:
        return {}

    @cached_property
    def released(self) -> tuple[tuple[int, Inject, Release], ...]:
        """The injects with a release of their own, each with its place."""
        usual = Inject.model_fields["release"].default
        return tuple(
            (i, inject, inject.release)
            for i, inject in enumerate(self.scenario.injects)
            if inject.release is not usual
        )

    @cached_property
    def decisions(self) -> tuple[tuple[Path, Inject, DecisionPoint], ...]:
        """Every decision point with its inject."""
        return tuple(
            (("injects", i, "decision"), inject, inject.decision)
            for i, inject in enumerate(self.scenario.injects)
            if inject.decision
        )

    @cached_property
    def options(self) -> tuple[tuple[Path, Inject, Option], ...]:
        """Every option with its inject."""
        return tuple(
            ((*path, "options", place), inject, option)
            for path, inject, decision in self.decisions
            for place, option in enumerate(decision.options)
        )

    @cached_property
    def expectations(self) -> tuple[tuple[Path, Inject, Expectation], ...]:
        """Every expectation with its inject."""
        return tuple(
            (("injects", i, "expectations", place), inject, expectation)
            for i, inject in enumerate(self.scenario.injects)
            for place, expectation in enumerate(inject.expectations)
        )

    @cached_property
    def versions(self) -> tuple[tuple[Path, Inject, Version], ...]:
        """Every version of an inject's text with its inject."""
        return tuple(
            (("injects", i, "versions", place), inject, version)
            for i, inject in enumerate(self.scenario.injects)
            for place, version in enumerate(inject.versions)
        )

    @cached_property
    def routes(self) -> tuple[tuple[Path, Inject, tuple[Route, ...]], ...]:
        """Every `next` of an inject or option that says something, with its inject."""
        own = (
            (("injects", i, "next"), inject, inject.next)
            for i, inject in enumerate(self.scenario.injects)
            if inject.next
        )
        chosen = (
            ((*path, "next"), inject, option.next)
            for path, inject, option in self.options
            if option.next
        )
        return (*own, *chosen)

    @cached_property
    def effects(self) -> tuple[tuple[Path, Effect], ...]:
        """Every effect."""
        own = (
            (("injects", i, "effects", place), effect)
            for i, inject in enumerate(self.scenario.injects)
            for place, effect in enumerate(inject.effects)
        )
        chosen = (
            ((*path, "effects", place), effect)
            for path, _, option in self.options
            for place, effect in enumerate(option.effects)
        )
        return (*own, *chosen)

    @cached_property
    def conditions(self) -> tuple[tuple[Path, Condition], ...]:
        """Every whole condition."""
        return tuple(self._conditions())

    @cached_property
    def terms(self) -> tuple[tuple[Path, Condition], ...]:
        """Every single term of every condition."""
        return tuple(term for path, condition in self.conditions for term in terms(path, condition))

    def _conditions(self) -> Iterator[tuple[Path, Condition]]:
        yield from self._of_injects()
        for path, asked in self._of_header():
            if asked is not None:
                yield path, asked

    def _of_injects(self) -> Iterator[tuple[Path, Condition]]:
        for i, _, release in self.released:
            if release.when is not None:
                yield ("injects", i, "release", "when"), release.when
            if release.unless is not None:
                yield ("injects", i, "release", "unless"), release.unless
        yield from self._of_parts()

    def _of_parts(self) -> Iterator[tuple[Path, Condition]]:
        for path, _, version in self.versions:
            if version.when is not None:
                yield (*path, "when"), version.when
        for path, _, expectation in self.expectations:
            if expectation.done_by is not None:
                yield (*path, "done_by"), expectation.done_by
        for path, _, routes in self.routes:
            for place, route in enumerate(routes):
                if route.when is not None:
                    yield (*path, place, "when"), route.when

    def _of_header(self) -> Iterator[tuple[Path, Condition | None]]:
        for place, request in enumerate(self.scenario.requests):
            yield ("requests", place, "when"), request.when
        for place, deadline in enumerate(self.scenario.deadlines):
            yield ("deadlines", place, "starts"), deadline.starts
            yield ("deadlines", place, "met_by"), deadline.met_by
        for place, use in enumerate(self.scenario.playbooks):
            for trigger, condition in use.triggers.items():
                yield ("playbooks", place, "triggers", trigger), condition
        yield ("truth", "contained"), self.scenario.truth.contained


def plays_this(subject: Subject, play: Play) -> bool:
    """Whether a play is one of this scenario; a path that ends in dots cannot be judged."""
    named = play.scenario.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return named in (subject.scenario.id, ".", "..", "")


def file_of(play: Play, place: int) -> str:
    """How diagnostics call the file of a play."""
    return f"play/{play.id or place}"


def terms(path: Path, condition: Condition) -> Iterator[tuple[Path, Condition]]:
    """The single terms of a condition, each with its place."""
    waiting = [(path, condition)]
    while waiting:
        place, found = waiting.pop()
        inner = parts(place, found)
        if inner:
            waiting += reversed(inner)
        else:
            yield place, found


def parts(path: Path, condition: Condition) -> list[tuple[Path, Condition]]:
    """The conditions directly inside one, each with its place."""
    found = [((*path, "all", place), each) for place, each in enumerate(condition.all)]
    found += [((*path, "any", place), each) for place, each in enumerate(condition.any)]
    if condition.not_:
        found.append(((*path, "not"), condition.not_))
    return found
