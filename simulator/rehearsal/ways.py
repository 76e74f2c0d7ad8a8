"""The shortest way into a dead end: of all that led there only what is needed, as a play script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from math import ceil, inf
from typing import Any

from simulator.acts import Command
from simulator.acts.decisions import LogDecision
from simulator.acts.injects import ReleaseInject, ReleaseInjectNow
from simulator.acts.pending import SkipInject
from simulator.acts.play import StartExercise
from simulator.domain.edition import Kit
from simulator.domain.exercise import Exercise
from simulator.domain.play import Play, PlayStep
from simulator.engine.plan import proposals
from simulator.engine.rules import MINUTE
from simulator.rehearsal.room import Given, Room, accepted
from simulator.rehearsal.standstill import Standstill, standstill

Step = tuple[float, Given]
"""Seconds since what was given before, and what is given then."""
Leads = Callable[[list[Step]], bool]
MOST_MOMENTS = 10_000
"""How often time may make something follow after the last step."""


def shortest(kit: Kit, copies: int, given: list[Given], to: Standstill) -> Play | None:
    """A play that leads to the same standstill, with as few acts as it can be made of.

    None where the acts do not lead there again.
    """

    def leads(steps: list[Step]) -> bool:
        room = played(kit, copies, steps)
        return room is not None and standstill(room.exercise) == to

    steps = _steps([each for each in given if _moves(each.command)])
    if not leads(steps):
        steps = _steps(given)
        if not leads(steps):
            return None
    for change in (_without_each, _plainer, _at_once, _full_minutes):
        steps = change(steps, leads)
    room = played(kit, copies, steps)
    assert room is not None
    return _written(kit, copies, steps, room.elapsed - sum(wait for wait, _ in steps))


def played(kit: Kit, copies: int, steps: list[Step]) -> Room | None:
    """The room after these steps and all that time brings; None where one of them is refused."""
    room = _after(kit, copies, steps)
    for _ in range(MOST_MOMENTS if room else 0):
        assert room is not None
        coming = room.next_second()
        if coming == inf:
            break
        room.pass_to(coming)
    return room


def _after(kit: Kit, copies: int, steps: list[Step]) -> Room | None:
    room = Room(kit, copies)
    for wait, given in steps:
        if wait:
            room.pass_to(room.elapsed + wait)
        if isinstance(accepted(room, given.command, given.actor), str):
            return None
    return room


def _moves(command: Command) -> bool:
    """Whether an act may move the story by itself."""
    if isinstance(command, LogDecision):
        return command.option is not None
    return isinstance(command, StartExercise | ReleaseInject | ReleaseInjectNow | SkipInject)


def _steps(given: list[Given]) -> list[Step]:
    times = [0.0, *(each.elapsed for each in given)]
    return [(b - a, each) for (a, b), each in zip(pairwise(times), given, strict=True)]


def _without_each(steps: list[Step], leads: Leads) -> list[Step]:
    """The steps without all those that can be left out, the last first."""
    for place in range(len(steps) - 1, -1, -1):
        fewer = steps[:place] + steps[place + 1 :]
        if place < len(fewer):
            wait, given = fewer[place]
            fewer[place] = (wait + steps[place][0], given)
        if leads(fewer):
            steps = fewer
    return steps


def _plainer(steps: list[Step], leads: Leads) -> list[Step]:
    """The steps with choices that say nothing but the option."""
    for place, (wait, given) in enumerate(steps):
        command = given.command
        if isinstance(command, LogDecision) and command.option is not None:
            plain = LogDecision(inject=command.inject, option=command.option, team=command.team)
            tried = [*steps]
            tried[place] = (wait, replace(given, command=plain))
            if leads(tried):
                steps = tried
    return steps


def _at_once(steps: list[Step], leads: Leads) -> list[Step]:
    """The steps without the waiting that is not needed."""
    for place, (wait, given) in enumerate(steps):
        tried = [*steps]
        tried[place] = (0.0, given)
        if wait and leads(tried):
            steps = tried
    return steps


def _full_minutes(steps: list[Step], leads: Leads) -> list[Step]:
    """The steps with waiting in full minutes, where that leads there too."""
    tried = [(ceil(wait / MINUTE) * MINUTE, given) for wait, given in steps]
    return tried if leads(tried) else steps


def _written(kit: Kit, copies: int, steps: list[Step], rest: float) -> Play:
    """The way as a play script, and at its end what is so then."""
    script: list[PlayStep] = []
    for wait, given in steps:
        if wait:
            script.append(PlayStep(wait=wait / MINUTE))
        script.append(_action(given))
    room = _after(kit, copies, steps)
    assert room is not None
    if rest:
        script.append(PlayStep(wait=ceil(rest / MINUTE)))
        room.pass_to(room.elapsed + ceil(rest / MINUTE) * MINUTE)
    script.append(PlayStep.model_validate({"expect": _so(room.exercise)}))
    return Play(scenario=kit.original.scenario.id, teams=copies, play=tuple(script))


def _so(exercise: Exercise) -> dict[str, Any]:
    waiting = {
        id
        for story in exercise.stories
        for id, proposal in proposals(exercise, story)
        if proposal.deferred is None
    }
    return {
        "status": exercise.status,
        "proposed": sorted(waiting),
        "position": {team: state.position for team, state in exercise.teams.items()},
    }


_WORDS = {
    "start_exercise": "start",
    "release_inject": "release",
    "release_inject_now": "release_now",
    "skip_inject": "skip",
    "log_decision": "decide",
    "amend_decision": "amend",
    "ask_question": "ask",
    "answer_question": "answer",
    "send_message": "message",
    "acknowledge_inject": "acknowledge",
}
"""Kind of command → the word of a play script."""
_OTHERWISE = {"steps": "step"}
_UNSAID = frozenset({"kind", "question", "decision"})


def _action(given: Given) -> PlayStep:
    """An act as a step of a play script."""
    said = given.command.model_dump(exclude_defaults=True, exclude_none=True)
    action: dict[str, Any] = {
        _OTHERWISE.get(key, key): list(value) if isinstance(value, tuple) else value
        for key, value in said.items()
        if key not in _UNSAID
    }
    if given.actor.role == "participant":
        action["by"] = given.actor.team
    return PlayStep.model_validate({_WORDS[given.command.kind]: action})
