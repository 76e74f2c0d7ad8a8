"""Which expectations a decision meets, by the steps it names; never by its words (K13)."""

from __future__ import annotations

from simulator.domain.entries import Decision
from simulator.domain.exercise import Exercise
from simulator.domain.scenario import Expectation, Inject
from simulator.engine import rules


def steps_known(exercise: Exercise, ref: str) -> bool:
    """Whether `playbook/step` names a step, or something never to be done, of a playbook in use."""
    playbook_id, _, step = ref.partition("/")
    playbook = exercise.kit.original.playbook(playbook_id)
    return playbook is not None and (
        playbook.step(step) is not None or playbook.never_step(step) is not None
    )


def meets(
    exercise: Exercise, team: str, inject: str | None, steps: tuple[str, ...]
) -> tuple[str, ...]:
    """`inject/expectation` of everything that a decision of a team with these steps meets.

    Each step meets the expectation of the inject the decision is about, else the team's oldest
    open one.
    """
    found: dict[str, None] = {}
    for step in steps:
        open_ones = [
            ref for ref, expectation in open_for(exercise, team) if step in expectation.step
        ]
        own = [ref for ref in open_ones if ref.partition("/")[0] == inject]
        found |= dict.fromkeys(own or open_ones[:1])
    return tuple(found)


def open_for(exercise: Exercise, team: str) -> list[tuple[str, Expectation]]:
    """The expectations of a team that it has not met, the oldest inject's first."""
    state = exercise.teams[team]
    received = sorted(
        (d.seq, id) for id in state.received if (d := state.delivery(id)) and d.how == "released"
    )
    found: dict[str, Expectation] = {}
    for _, id in received:
        inject = exercise.scenario.inject(id)
        for expectation in inject.expectations if inject else ():
            ref = f"{id}/{expectation.id}"
            if is_for(exercise, inject, expectation, team) and not is_met(exercise, ref, team):
                found[ref] = expectation
    return list(found.items())


def is_for(exercise: Exercise, inject: Inject | None, expectation: Expectation, team: str) -> bool:
    """Whether an expectation is this team's: named, or any team's that the inject is for."""
    if expectation.team is not None:
        return exercise.teams[team].declared == expectation.team
    return inject is not None and team in rules.addressed(exercise, inject.to)


def is_met(exercise: Exercise, ref: str, team: str) -> bool:
    """Whether an expectation is met: by the team, or by any team where it names none."""
    if exercise.teams[team].met_now(ref):
        return True
    inject_id, _, id = ref.partition("/")
    inject = exercise.scenario.inject(inject_id)
    expectation = inject.expectation(id) if inject else None
    if expectation is None or expectation.team is not None or not exercise.shared:
        return False
    return any(state.met_now(ref) for state in exercise.teams.values())


def unmet_without(
    exercise: Exercise, team: str, decision: Decision, steps: tuple[str, ...]
) -> tuple[str, ...]:
    """What a decision, in any of its wordings, met and would no longer meet with these steps."""
    state = exercise.teams[team]
    thread = {d.id: d for d in state.decisions.get(decision.inject or "", ())}
    wordings, before = {decision.seq}, thread.get(decision.amends or "")
    while before is not None:
        wordings.add(before.seq)
        before = thread.get(before.amends or "")
    return tuple(
        ref
        for ref, met in state.met.items()
        if met.how == "decision" and met.seq in wordings and not asks(exercise, ref, steps)
    )


def asks(exercise: Exercise, ref: str, steps: tuple[str, ...]) -> bool:
    """Whether an expectation asks for one of these steps."""
    inject_id, _, id = ref.partition("/")
    inject = exercise.scenario.inject(inject_id)
    expectation = inject.expectation(id) if inject else None
    return expectation is not None and any(step in expectation.step for step in steps)
