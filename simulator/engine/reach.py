"""What a story may still come to, and whether it has come to its end (K9, F3)."""

from __future__ import annotations

from simulator.domain.exercise import Exercise
from simulator.domain.scenario import START, Inject, Scenario
from simulator.engine import rules
from simulator.engine.conditions import holds
from simulator.engine.line import line_of


def is_over(exercise: Exercise, story: str) -> bool:
    """Whether every team of a story is past an inject that ends the scenario (K9)."""
    for inject in enders(exercise.scenario):
        if rules.out_at(exercise, story, inject.id) is None:
            continue
        if all(rules.is_past(exercise, team, inject) for team in rules.teams_in(exercise, story)):
            return True
    return False


def enders(scenario: Scenario) -> list[Inject]:
    """The injects that end the scenario; where none says so, those from which no way leads on."""
    return list(line_of(scenario).enders)


def can_end(exercise: Exercise, story: str) -> bool:
    """Whether a story has come to an inject that ends it, or may still come to one (F3).

    Where nothing ends it but the facilitator, that is always so.
    """
    ahead, ends = still_ahead(exercise, story), enders(exercise.scenario)
    found = (i.id in ahead or rules.out_at(exercise, story, i.id) is not None for i in ends)
    return not ends or any(found)


def still_ahead(exercise: Exercise, story: str) -> frozenset[str]:
    """The injects that play may still come to in a story, whatever is decided from now on.

    Conditions of routes count as possible; options that can no longer be chosen do not.
    """
    line = line_of(exercise.scenario)
    found: set[str] = set()
    reached = [line.first] if line.first else []
    for inject in exercise.scenario.injects:
        if inject.on_line and rules.out_at(exercise, story, inject.id) is not None:
            reached += _onward(exercise, story, inject)
    while reached:
        id = reached.pop()
        if id in found or rules.out_at(exercise, story, id) is not None:
            continue
        found.add(id)
        reached += [way.to for way in line.ways.get(id, ())]
    return frozenset(found | _beside_ahead(exercise, story, found))


def _onward(exercise: Exercise, story: str, inject: Inject) -> list[str]:
    """Where play may go from an inject that is out: nowhere new once one of its ways is taken."""
    ways = line_of(exercise.scenario).ways.get(inject.id, ())
    if any(rules.out_at(exercise, story, way.to) for way in ways):
        return []
    chosen = rules.option_in_force(exercise, story, inject.id)
    asked = bool(rules.teams_that_received(exercise, inject.id, story))
    return [w.to for w in ways if w.option is None or asked or (chosen and chosen[0] == w.option)]


def _beside_ahead(exercise: Exercise, story: str, line: set[str]) -> set[str]:
    """The injects beside the line that may still come, given what of the line may."""
    found: set[str] = set()
    growing = True
    while growing:
        more = {
            inject.id
            for inject in exercise.scenario.injects
            if inject.release.beside_line
            and not inject.pool
            and inject.id not in found
            and _may_open(exercise, story, inject, line | found)
        }
        found |= more
        growing = bool(more)
    return found


def _may_open(exercise: Exercise, story: str, inject: Inject, ahead: set[str]) -> bool:
    unless = inject.release.unless
    if unless is not None and holds(unless, exercise, story).holds:
        return False
    sources = [source.partition("/")[0] for source in inject.release.after or (START,)]
    return any(s == START or s in ahead or rules.out_at(exercise, story, s) for s in sources)
