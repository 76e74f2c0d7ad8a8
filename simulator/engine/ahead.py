"""What comes next for each team, what it waits for, and what forcing it would do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.domain.exercise import Exercise
from simulator.domain.scenario import START, Effect, Inject
from simulator.engine import rules
from simulator.engine.conditions import holds, unmet
from simulator.engine.line import line_of
from simulator.engine.plan import Opening, deferral, openings

Told = tuple[str, str]
"""A code that interfaces word, and what it is about: an id, a time in seconds, a value."""


@dataclass(frozen=True, slots=True)
class Coming:
    """One inject that may come to a team next."""

    inject: str
    because: str
    """A reason code, as of a proposal."""
    due: float | None
    """When it is due, seconds of exercise time; None while its way is not open."""
    waits: tuple[Told, ...]
    """What it waits for: `time`, `source`, `option`, `held`, `paused`, a term of a condition."""
    forces: tuple[Told, ...]
    """What `release now` would do for this team: `moves`, `spends`, `sets`, `clears`, `lets`,
    `adds`, `story_time`, `overrules`, `ends`."""


def ahead(exercise: Exercise, team: str) -> tuple[Coming, ...]:
    """What may come to a team next, the soonest first; whatever lies further behind is left out.

    Times are seconds of exercise time; nothing here reads a clock.
    """
    story = exercise.story_of(team)
    opened = {o.inject: o for o in openings(exercise, story)}
    candidates = dict.fromkeys((*opened, *_ways(exercise, team), *_beside(exercise, story)))
    found = []
    for id in candidates:
        inject = exercise.scenario.inject(id)
        if inject and _is_to_get(exercise, team, inject):
            found.append(_coming(exercise, team, inject, opened.get(id)))
    return tuple(sorted(found, key=lambda c: (c.due is None, c.due or 0.0)))


def _is_to_get(exercise: Exercise, team: str, inject: Inject) -> bool:
    addressed = team in rules.addressed(exercise, inject.to)
    return addressed and exercise.teams[team].delivery(inject.id) is None


def _ways(exercise: Exercise, team: str) -> Iterator[str]:
    """Where the line may go from the team's position, or begins; spent ways are left out."""
    line = line_of(exercise.scenario)
    story, position = exercise.story_of(team), exercise.teams[team].position
    if position is None:
        yield from (line.first,) if line.first else ()
        return
    ways = line.ways.get(position, ())
    if not any(rules.out_at(exercise, story, way.to) for way in ways):
        yield from (way.to for way in ways)


def _beside(exercise: Exercise, story: str) -> Iterator[str]:
    """The injects beside the line of which a source is out."""
    for inject in exercise.scenario.injects:
        if inject.release.beside_line and not inject.pool:
            sources = [s.partition("/")[0] for s in inject.release.after or (START,)]
            if any(s == START or rules.out_at(exercise, story, s) for s in sources):
                yield inject.id


def _coming(exercise: Exercise, team: str, inject: Inject, opening: Opening | None) -> Coming:
    return Coming(
        inject=inject.id,
        because=opening.because if opening else _reason(inject),
        due=opening.due if opening else None,
        waits=tuple(_waits(exercise, team, inject, opening)),
        forces=tuple(_forces(exercise, team, inject, opening)),
    )


def _reason(inject: Inject) -> str:
    if inject.release.not_by is not None:
        return "contingency"
    if inject.release.when is not None:
        return "condition"
    return "line" if inject.on_line else "after"


def _waits(
    exercise: Exercise, team: str, inject: Inject, opening: Opening | None
) -> Iterator[Told]:
    """What it waits for; a hold of this team counts though others may have it."""
    held = inject.id in exercise.teams[team].held
    if opening is None:
        yield from _unopened(exercise, team, inject)
    else:
        yield "time", f"{opening.due:g}"
        if inject.release.unless is not None:
            yield "unless", opening.inject
        why = None if held else deferral(exercise, opening)
        if why is not None:
            yield why, ""
        elif not held and not inject.release.auto:
            yield "facilitator", ""
    if held:
        yield "held", ""


def _unopened(exercise: Exercise, team: str, inject: Inject) -> Iterator[Told]:
    """What keeps a way from being open."""
    story = exercise.story_of(team)
    if exercise.teams[team].ahead:
        yield "others", ""
    for way in line_of(exercise.scenario).sources.get(inject.id, ()) if inject.on_line else ():
        if rules.out_at(exercise, story, way.source) is None:
            continue
        chosen = rules.option_in_force(exercise, story, way.source)
        if way.option and (chosen is None or chosen[0] != way.option):
            yield "option", f"{way.source}/{way.option}"
        elif way.when is not None:
            yield from unmet(way.when, exercise, story)
    release = inject.release
    if release.when is not None and inject.release.beside_line:
        yield from unmet(release.when, exercise, story)
    for source in release.after or ():
        name, _, option = source.partition("/")
        chosen = rules.option_in_force(exercise, story, name)
        if option and (chosen is None or chosen[0] != option):
            yield "option", source
    if release.unless is not None and holds(release.unless, exercise, story).holds:
        yield "not_needed", ""


def _forces(
    exercise: Exercise, team: str, inject: Inject, opening: Opening | None
) -> Iterator[Told]:
    story, state = exercise.story_of(team), exercise.teams[team]
    if inject.on_line:
        yield "moves", inject.id
        yield from (("spends", id) for id in dict.fromkeys(_spent(exercise, story, inject.id)))
    if not rules.teams_that_received(exercise, inject.id, story):
        yield from (_effect(effect) for effect in inject.effects)
        if inject.story_time is not None:
            yield "story_time", inject.story_time.isoformat()
    if exercise.status == "paused":
        yield "overrules", "paused"
    if inject.id in state.held:
        yield "overrules", "held"
    if opening is None:
        yield "overrules", "not_open"
    if inject.ends:
        yield "ends", ""


def _spent(exercise: Exercise, story: str, id: str) -> Iterator[str]:
    """The other ways that could no longer be taken: none where play went along one already."""
    line = line_of(exercise.scenario)
    for source in dict.fromkeys(way.source for way in line.sources.get(id, ())):
        leading = [way.to for way in line.ways[source]]
        gone = any(rules.out_at(exercise, story, to) for to in leading)
        if rules.out_at(exercise, story, source) and not gone:
            yield from (to for to in leading if to != id)


def _effect(effect: Effect) -> Told:
    if effect.set:
        return "sets", effect.set
    if effect.clear:
        return "clears", effect.clear
    code, values = ("adds", effect.add) if effect.add else ("lets", effect.let or {})
    ((name, value),) = values.items()
    return code, f"{name} {value}"
