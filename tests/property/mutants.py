"""Mutants: one function of the engine replaced by a subtly wrong one, everywhere it is used."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from simulator.domain.exercise import Deferral, Exercise
from simulator.domain.people import Viewer
from simulator.domain.scenario import Inject
from simulator.engine import faces, plan, said
from simulator.engine import view as views
from simulator.engine.line import Way, line_of
from tests.property import plan_properties, properties
from tests.property.properties import Property


@dataclass(frozen=True)
class Mutant:
    """A wrong function, what it stands in for, and the property that has to see it."""

    module: ModuleType
    replaces: str
    wrong: Callable[..., Any]
    seen_by: Property

    @contextmanager
    def let_loose(self) -> Iterator[None]:
        """The wrong function in every place of the product that names the right one."""
        right = getattr(self.module, self.replaces)
        places = [
            module
            for name, module in list(sys.modules.items())
            if name.startswith("simulator.") and vars(module).get(self.replaces) is right
        ]
        try:
            for module in places:
                setattr(module, self.replaces, self.wrong)
            yield
        finally:
            for module in places:
                setattr(module, self.replaces, right)


_deferral, _proposals, _ways_taken = plan.deferral, plan.proposals, plan.ways_taken


def _pause_forgotten(exercise: Exercise, opening: plan.Opening) -> Deferral | None:
    found = _deferral(exercise, opening)
    return None if found == "paused" else found


def _jump_forgotten(exercise: Exercise, opening: plan.Opening) -> Deferral | None:
    return _deferral(dataclasses.replace(exercise, jumps=()), opening)


def _last_first(exercise: Exercise, story: str) -> Any:
    return tuple(reversed(_proposals(exercise, story)))


def _any_option(exercise: Exercise, story: str, inject: Inject) -> list[tuple[Way, float]]:
    """Every way of a decision is open, whatever was chosen."""
    found = _ways_taken(exercise, story, inject)
    ways = line_of(exercise.scenario).ways.get(inject.id, ())
    return [(way, since) for _, since in found for way in ways]


def _every_team(exercise: Exercise, viewer: Viewer) -> tuple[str, ...]:
    return tuple(exercise.teams)


def _every_version(exercise: Exercise, viewer: Viewer, inject: Inject) -> frozenset[int]:
    return frozenset(range(len(inject.versions)))


def _latest_edit(exercise: Exercise, viewer: Viewer, inject: Inject) -> int | None:
    return None


def _says_nothing(inject: str, given: Any) -> Any:
    """A withdrawal, or a new pass, changes the card and not its number."""
    return max(delivery.seq for _, delivery in given)


def _whatever_role(exercise: Exercise, viewer: Viewer, to: tuple[str, ...]) -> bool:
    declared = exercise.teams[viewer.team].declared if viewer.team else None
    return not to or declared is None or any(ref.split("/")[0] == declared for ref in to)


MUTANTS = {
    "an automatic inject goes in a pause": Mutant(
        plan,
        "deferral",
        _pause_forgotten,
        plan_properties.nothing_goes_by_itself_while_play_stands,
    ),
    "a jump fires what it passed over": Mutant(
        plan, "deferral", _jump_forgotten, plan_properties.a_jump_fires_nothing
    ),
    "the last proposal is the first": Mutant(
        plan, "proposals", _last_first, plan_properties.the_one_key_releases_what_is_due_first
    ),
    "the ways of all options are open": Mutant(
        plan, "ways_taken", _any_option, plan_properties.what_is_proposed_is_due_and_asked_for
    ),
    "a team looks at all teams": Mutant(
        said, "seen_teams", _every_team, properties.no_audience_reads_what_is_not_for_it
    ),
    "versions are read whatever their condition": Mutant(
        faces, "_given", _every_version, properties.no_audience_reads_what_is_not_for_it
    ),
    "who had it reads the later edit": Mutant(
        faces, "_edits", _latest_edit, properties.no_audience_reads_what_is_not_for_it
    ),
    "a version is read by every role": Mutant(
        faces, "fits", _whatever_role, properties.no_audience_reads_what_is_not_for_it
    ),
    "a withdrawal changes no number": Mutant(
        views, "_changed", _says_nothing, properties.a_view_resumes_from_any_number
    ),
}
