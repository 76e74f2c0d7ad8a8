"""What a play expects, held against the state: every key is one small reading of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from simulator.domain.exercise import EXERCISE, Exercise
from simulator.domain.model import slug
from simulator.domain.people import Actor, Viewer
from simulator.domain.play import Expect, Seen
from simulator.domain.view import Card
from simulator.engine import rules
from simulator.engine.view import view

People = Callable[[str], Actor]
Kind = Literal["differs", "unseen", "seen", "refused", "accepted", "absent"]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One thing that was not as expected, and how it was instead; values as plays write them."""

    key: str
    wanted: str
    found: str
    kind: Kind = "differs"
    """Which sentence says it."""


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
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return f"{value:g}" if isinstance(value, float) else str(value)


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


def _name(exercise: Exercise, inject: str) -> str:
    """What a play calls an inject: its id, or for an improvised one its title as an id."""
    made = exercise.improvised.get(inject)
    return slug(made.title) if made else inject


def _released(exercise: Exercise) -> dict[str, tuple[str, ...]]:
    """Inject → the teams that it reached in any pass and from which it was not taken back."""
    found: dict[str, list[str]] = {}
    for team, state in exercise.teams.items():
        for id, deliveries in state.received.items():
            if any(d.how == "released" and not d.withdrawn for d in deliveries):
                found.setdefault(_name(exercise, id), []).append(team)
    return {id: tuple(teams) for id, teams in found.items()}


def _read(
    exercise: Exercise, kind: str, names: Iterable[str], read: Callable[[str, str], Any]
) -> dict[str, Any]:
    """Facts by name: where every story has its own, what they share; by `team/name` each one's."""
    found: dict[str, Any] = {}
    for name in names:
        for about in (EXERCISE, *exercise.teams):
            places = rules.stories_of_fact(exercise, kind, name, about)
            value = _common({place: read(place, name) for place in places})
            found[f"{about}/{name}" if about else name] = value
    return found


def _common(values: Mapping[str, Any]) -> Any:
    """What is so in every story; where they differ, each story's own, which equals nothing."""
    first, *others = values.values()
    if all(value == first for value in others):
        return first
    return ", ".join(f"{story} {_shown(value)}" for story, value in values.items())


def _milestones(exercise: Exercise) -> dict[str, Any]:
    names = [milestone.id for milestone in exercise.scenario.milestones]
    facts = exercise.facts
    return _read(exercise, "milestone", names, lambda s, name: facts[s].milestones[name].value)


def _variables(exercise: Exercise) -> dict[str, Any]:
    names = [variable.id for variable in exercise.scenario.variables]
    facts = exercise.facts
    return _read(exercise, "variable", names, lambda s, name: facts[s].variables[name].value)


def _deadlines(exercise: Exercise) -> dict[str, Any]:
    def state(story: str, name: str) -> str:
        run = exercise.facts[story].deadlines.get(name)
        return run.state if run else "waiting"

    names = [deadline.id for deadline in exercise.scenario.deadlines]
    return _read(exercise, "deadline", names, state)


def _options(exercise: Exercise) -> dict[str, Any]:
    """The option in force of every decision point; by `team/inject` the one a team chose."""
    found: dict[str, Any] = {}
    for inject in exercise.scenario.injects:
        if inject.decision:
            stories = exercise.stories
            found[inject.id] = _common({s: _option(exercise, s, inject.id) for s in stories})
            for team in exercise.teams:
                story = exercise.story_of(team)
                found[f"{team}/{inject.id}"] = _option(exercise, story, inject.id, team)
    return found


def _option(exercise: Exercise, story: str, inject: str, team: str | None = None) -> str | None:
    chosen = rules.option_in_force(exercise, story, inject, team)
    return chosen[0] if chosen else None


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
        if decision.inject and not decision.authority and not decision.retracted
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
    return Viewer(
        role=actor.role,
        team=actor.team,
        team_role=actor.team_role,
        language=language,
        person=actor.person if actor.role == "evaluator" else None,
    )


def _seen(exercise: Exercise, viewer: Viewer, seen: Seen, *, wanted: bool) -> Iterator[Mismatch]:
    cards = view(exercise, viewer, lambda e, v: ()).cards
    there = any(_shows(exercise, card, seen) for card in cards)
    if there != wanted:
        what = ": ".join(part for part in (seen.inject, seen.text) if part)
        if wanted:
            yield Mismatch(f"sees {seen.by}", what, "", "unseen")
        else:
            yield Mismatch(f"sees_not {seen.by}", what, "", "seen")


def _shows(exercise: Exercise, card: Card, seen: Seen) -> bool:
    if seen.inject is not None and (
        card.kind != "inject" or _name(exercise, card.inject or "") != seen.inject
    ):
        return False
    return seen.text is None or any(seen.text in " ".join(t.split()) for t in _texts(card))


def _texts(card: Card) -> Iterator[str]:
    """Everything on a card that people read."""
    yield from (card.title, card.body, card.option, *card.lines, *card.marks)
    yield from (text for _, text in (*card.guidance, *card.details))
    face = card.face
    if face is not None:
        yield from (face.label, face.headline, face.byline or "", face.body)
        yield from (f"{fact.label}: {fact.value}" for fact in face.facts)
        yield from (attached.title or attached.file for attached in face.attachments)
