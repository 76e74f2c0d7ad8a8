"""What a play expects, held against the state: every key is one small reading of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.domain.exercise import EXERCISE, Exercise
from simulator.domain.people import Actor, Viewer
from simulator.domain.play import Expect, Seen
from simulator.domain.view import Card
from simulator.engine import rules
from simulator.engine.view import view

People = Callable[[str], Actor]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One thing that was not as expected, and how it was instead."""

    key: str
    wanted: str
    found: str


def mismatches(
    expect: Expect, exercise: Exercise, people: People, language: str = "en"
) -> Iterator[Mismatch]:
    """What of an `expect` the state does not bear out; refusals and findings left out.

    `language` is the one in which people read what they see.
    """
    for key, wanted in expect:
        read = _READ.get(key)
        if read is not None and wanted not in (None, {}, ()):
            yield from _compare(key, wanted, read(exercise))
        elif read is not None and wanted == ():
            found = read(exercise)
            if key in expect.model_fields_set and found != wanted:
                yield Mismatch(key, _shown(wanted), _shown(found))
    for seen in expect.sees:
        yield from _seen(exercise, _viewer(people(seen.by), language), seen, wanted=True)
    for seen in expect.sees_not:
        yield from _seen(exercise, _viewer(people(seen.by), language), seen, wanted=False)


def _compare(key: str, wanted: Any, found: Any) -> Iterator[Mismatch]:
    if not isinstance(wanted, Mapping):
        same = set(wanted) == set(found) if isinstance(wanted, tuple) else wanted == found
        if not same:
            yield Mismatch(key, _shown(wanted), _shown(found))
        return
    for name, value in wanted.items():
        actual = found.get(name)
        same = set(value) == set(actual or ()) if isinstance(value, tuple) else value == actual
        if not same:
            yield Mismatch(f"{key} {name}", _shown(value), _shown(actual))


def _shown(value: object) -> str:
    if isinstance(value, tuple | list | set):
        return "[" + ", ".join(sorted(map(str, value))) + "]"
    return "nothing" if value is None else str(value)


def _proposals(exercise: Exercise, *, deferred: bool) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            id
            for story in exercise.stories
            for id, proposal in exercise.facts[story].proposals.items()
            if bool(proposal.deferred) == deferred
        )
    )


def _overdue(exercise: Exercise) -> tuple[str, ...]:
    stories = (exercise.facts[story] for story in exercise.stories)
    return tuple(id for facts in stories for id, p in facts.proposals.items() if p.overdue)


def _released(exercise: Exercise) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for team in exercise.teams:
        for id in rules.received_injects(exercise, team):
            found.setdefault(id, []).append(team)
    return {id: tuple(teams) for id, teams in found.items()}


def _facts(exercise: Exercise, kind: str, declared: Iterable[str]) -> dict[str, Any]:
    """Milestones or variables by name."""
    many = {"milestone": "milestones", "variable": "variables"}[kind]
    found = {}
    for name in declared:
        places = rules.stories_of_fact(exercise, kind, name, EXERCISE)
        values = {p: getattr(exercise.facts[p], many)[name].value for p in places}
        found[name] = _common(values)
    return found


def _common(values: Mapping[str, Any]) -> Any:
    """What is so in every story; where they differ, each story's own, which equals nothing."""
    first, *others = values.values()
    if all(value == first for value in others):
        return first
    return ", ".join(f"{story} {_shown(value)}" for story, value in values.items())


def _milestones(exercise: Exercise) -> dict[str, Any]:
    return _facts(exercise, "milestone", (m.id for m in exercise.scenario.milestones))


def _variables(exercise: Exercise) -> dict[str, Any]:
    return _facts(exercise, "variable", (v.id for v in exercise.scenario.variables))


def _deadlines(exercise: Exercise) -> dict[str, Any]:
    found = {}
    for deadline in exercise.scenario.deadlines:
        places = rules.stories_of_fact(exercise, "deadline", deadline.id, EXERCISE)
        runs = {p: exercise.facts[p].deadlines.get(deadline.id) for p in places}
        found[deadline.id] = _common({p: r.state if r else "waiting" for p, r in runs.items()})
    return found


def _options(exercise: Exercise) -> dict[str, Any]:
    found = {}
    for inject in exercise.scenario.injects:
        if inject.decision:
            chosen = {s: rules.option_in_force(exercise, s, inject.id) for s in exercise.stories}
            found[inject.id] = _common({s: o[0] if o else None for s, o in chosen.items()})
    return found


def _answered(exercise: Exercise) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for team, state in exercise.teams.items():
        for question in state.questions:
            if question.request:
                found.setdefault(question.request, []).append(team)
    return {id: tuple(teams) for id, teams in found.items()}


def _suggested(exercise: Exercise) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            id
            for state in exercise.teams.values()
            for question in state.questions
            if question.state == "open"
            for id in question.suggested
        )
    )


def _without_authority(exercise: Exercise) -> dict[str, str]:
    return {
        decision.inject: decision.actor.person
        for state in exercise.teams.values()
        for thread in state.decisions.values()
        for decision in thread
        if decision.inject and not decision.authority
    }


_READ: Mapping[str, Callable[[Exercise], Any]] = {
    "status": lambda e: e.status,
    "clock": lambda e: round(e.elapsed / 60, 6),
    "story_time": lambda e: e.facts[e.stories[0]].story_time(e.elapsed),
    "proposed": lambda e: _proposals(e, deferred=False),
    "deferred": lambda e: _proposals(e, deferred=True),
    "overdue": _overdue,
    "released": _released,
    "position": lambda e: {team: state.position for team, state in e.teams.items()},
    "milestone": _milestones,
    "variable": _variables,
    "option": _options,
    "deadline": _deadlines,
    "suggested": _suggested,
    "answered": _answered,
    "without_authority": _without_authority,
}


def _viewer(actor: Actor, language: str) -> Viewer:
    return Viewer(role=actor.role, team=actor.team, team_role=actor.team_role, language=language)


def _seen(exercise: Exercise, viewer: Viewer, seen: Seen, *, wanted: bool) -> Iterator[Mismatch]:
    cards = view(exercise, viewer, lambda e, v: ()).cards
    there = any(_shows(card, seen) for card in cards)
    if there != wanted:
        what = seen.inject or seen.text or ""
        key = "sees" if wanted else "sees_not"
        yield Mismatch(f"{key} {seen.by}", what, "it is not there" if wanted else "it is there")


def _shows(card: Card, seen: Seen) -> bool:
    if seen.inject is not None and (card.kind != "inject" or card.inject != seen.inject):
        return False
    return seen.text is None or any(seen.text in " ".join(t.split()) for t in _texts(card))


def _texts(card: Card) -> Iterator[str]:
    """Everything on a card that people read."""
    yield from (card.title, card.body, *card.lines, *(text for _, text in card.guidance))
    yield from card.marks
    face = card.face
    if face is not None:
        yield from (face.label, face.headline, face.byline or "", face.body)
        yield from (f"{fact.label}: {fact.value}" for fact in face.facts)
        yield from (attached.title or attached.file for attached in face.attachments)
