"""How effects change the facts: worked out here, carried in events, copied by `apply` (K14)."""

from __future__ import annotations

from dataclasses import replace

from pydantic import StrictBool

from simulator.domain.entries import Decision
from simulator.domain.exercise import EXERCISE, Exercise, put
from simulator.domain.model import Id, Model, Value
from simulator.domain.scenario import Effect
from simulator.engine import rules


class Change(Model):
    """One fact changed in one story: what it is from now on."""

    story: str = EXERCISE
    milestone: Id | None = None
    variable: Id | None = None
    value: StrictBool | Value


def changes_of(
    effects: tuple[Effect, ...],
    exercise: Exercise,
    story: str,
    teams: tuple[str, ...],
    undone: tuple[Change, ...] = (),
) -> tuple[Change, ...]:
    """What effects change, in order; a fact that each team has for itself changes for `teams`.

    What is `undone` before them is among the changes, with the value it has in the end.
    """
    undoing: dict[_Fact, bool | Value] = {_fact(change): change.value for change in undone}
    values = dict(undoing)
    for effect in effects:
        kind, name = _target(effect)
        for place in _places(exercise, kind, name, story, teams):
            key = (place, kind, name)
            values[key] = _value(effect, exercise, values.get(key), place, name)
    return tuple(
        Change(story=place, milestone=name, value=value)
        if kind == "milestone"
        else Change(story=place, variable=name, value=value)
        for (place, kind, name), value in values.items()
        if (place, kind, name) in undoing or not _same(exercise, place, kind, name, value)
    )


def undone(exercise: Exercise, team: str, decision: Decision) -> tuple[Change, ...]:
    """What amending a decision's option away takes back: its `set`s, unless touched since (K14).

    They may stem from an earlier wording of the decision, as long as it had the same option. Where
    the team chose that option a second time, nothing is taken back.
    """
    present = rules.present_decisions(exercise, team, decision.inject or "")
    if any(d.option == decision.option and d.id != decision.id for d in present):
        return ()
    made_by = {decision.seq}
    thread = {d.id: d for d in exercise.teams[team].decisions.get(decision.inject or "", ())}
    before = thread.get(decision.amends or "")
    while before is not None and before.option == decision.option:
        made_by.add(before.seq)
        before = thread.get(before.amends or "")
    return tuple(
        Change(story=story, milestone=name, value=False)
        for story, facts in exercise.facts.items()
        for name, known in facts.milestones.items()
        if known.seq in made_by and known.value is True
    )


def applied(changes: tuple[Change, ...], exercise: Exercise, elapsed: float, seq: int) -> Exercise:
    """The exercise with the changes made."""
    for change in changes:
        facts = exercise.facts[change.story]
        if change.milestone is not None:
            known = facts.milestones[change.milestone].now(change.value, elapsed, seq)
            facts = replace(facts, milestones=put(facts.milestones, change.milestone, known))
        else:
            assert change.variable is not None
            known = facts.variables[change.variable].now(change.value, elapsed, seq)
            facts = replace(facts, variables=put(facts.variables, change.variable, known))
        exercise = exercise.with_facts(change.story, replace(facts, seq=seq))
    return exercise


_Fact = tuple[str, str, str]
"""Story, kind and name."""


def _fact(change: Change) -> _Fact:
    kind = "milestone" if change.milestone is not None else "variable"
    return change.story, kind, change.milestone or change.variable or ""


def _target(effect: Effect) -> tuple[str, str]:
    if effect.set or effect.clear:
        return "milestone", effect.set or effect.clear or ""
    ((name, _),) = (effect.add or effect.let or {}).items()
    return "variable", name


def _places(
    exercise: Exercise, kind: str, name: str, story: str, teams: tuple[str, ...]
) -> tuple[str, ...]:
    places = rules.stories_of_fact(exercise, kind, name, story)
    return places if places == (EXERCISE,) or story != EXERCISE else teams


def _value(
    effect: Effect, exercise: Exercise, so_far: bool | Value | None, place: str, name: str
) -> bool | Value:
    if effect.set or effect.clear:
        return effect.set is not None
    if effect.let:
        return effect.let[name]
    declared = next(v for v in exercise.scenario.variables if v.id == name)
    before = exercise.facts[place].variables[name].value if so_far is None else so_far
    assert effect.add is not None and isinstance(before, int | float)
    total = before + effect.add[name]
    if declared.min is not None:
        total = max(total, declared.min)
    return min(total, declared.max) if declared.max is not None else total


def _same(exercise: Exercise, place: str, kind: str, name: str, value: bool | Value) -> bool:
    facts = exercise.facts[place]
    known = (facts.milestones if kind == "milestone" else facts.variables).get(name)
    return known is not None and known.value == value and type(known.value) is type(value)
