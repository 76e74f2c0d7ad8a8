"""A play's actions as commands: who gives them, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from simulator.acts import Command
from simulator.acts.decisions import AmendDecision, LogDecision
from simulator.acts.evaluation import Observe, TakeNote
from simulator.acts.facts import SetMilestone, SetVariable
from simulator.acts.injects import Improvise, ReleaseInject, ReleaseInjectNow, SkipInject
from simulator.acts.people import JoinExercise, LeaveExercise
from simulator.acts.play import (
    EndExercise,
    JumpClock,
    PauseExercise,
    ResumeExercise,
    StartExercise,
)
from simulator.acts.requests import AnswerQuestion, AskQuestion, DeclineQuestion
from simulator.domain.errors import UsageError
from simulator.domain.people import Actor
from simulator.domain.play import Play, PlayStep
from simulator.domain.scenario import Scenario

FACILITATOR = Actor(person="facilitator", role="facilitator")
Make = Callable[[Any], Command]


def actor_of(play: Play, scenario: Scenario, by: str | None) -> Actor:
    """Who `by` names: one of the play's people, a team's unnamed seat, or else the facilitator.

    Raises `UsageError` for somebody unknown.
    """
    if by is None or by == "facilitator":
        return FACILITATOR
    person = play.people.get(by)
    if person is not None and person.staff:
        return Actor(person=by, role=person.staff)
    if person is not None:
        return Actor(person=by, role="participant", team=person.team, team_role=person.role)
    if scenario.team(by) or any(by.startswith(f"{team.id}-") for team in scenario.teams):
        return Actor(person=by, role="participant", team=by)
    raise UsageError("unknown_person", person=by)


def command_of(step: PlayStep) -> Command:
    """The command of a step. Raises `UsageError` for an action this version cannot play."""
    make = _MAKERS.get(step.name)
    if make is None:
        raise UsageError("action_not_played", action=step.name)
    return make(getattr(step, step.name))


def _decide(action: Any) -> Command:
    return LogDecision(**_entry(action), team=action.team)


def _amend(action: Any) -> Command:
    return AmendDecision(**_entry(action), team=action.team, reason=action.reason)


def _entry(action: Any) -> dict[str, Any]:
    if action.at is not None:
        raise UsageError("action_not_played", action="at")
    return {
        "inject": action.inject,
        "text": action.text,
        "option": action.option,
        "rationale": action.rationale,
        "considered": action.considered,
        "assignee": action.assignee,
        "confidence": action.confidence,
        "steps": action.step,
        "links": action.links,
    }


_MAKERS: Mapping[str, Make] = {
    "start": lambda a: StartExercise(),
    "pause": lambda a: PauseExercise(reason=a.reason),
    "resume": lambda a: ResumeExercise(),
    "end": lambda a: EndExercise(reason=a.reason),
    "jump": lambda a: JumpClock(exercise=a.exercise, story=a.story),
    "release": lambda a: ReleaseInject(inject=a.inject, teams=a.teams),
    "release_now": lambda a: ReleaseInjectNow(inject=a.inject, teams=a.teams),
    "skip": lambda a: SkipInject(inject=a.inject, teams=a.teams, reason=a.reason, as_if=a.as_if),
    "improvise": lambda a: Improvise(
        title=a.title,
        body=a.body,
        to=a.to,
        channel=a.channel,
        sender=a.from_,
        details=a.details,
        tlp=a.tlp,
    ),
    "set": lambda a: SetMilestone(milestone=a.milestone, team=a.team, reason=a.reason),
    "clear": lambda a: SetMilestone(
        milestone=a.milestone, value=False, team=a.team, reason=a.reason
    ),
    "let": lambda a: SetVariable(variable=a.variable, value=a.value, team=a.team, reason=a.reason),
    "decide": _decide,
    "amend": _amend,
    "ask": lambda a: AskQuestion(text=a.text),
    "answer": lambda a: AnswerQuestion(team=a.to, request=a.request, text=a.text),
    "decline": lambda a: DeclineQuestion(team=a.to, reason=a.reason),
    "join": lambda a: JoinExercise(),
    "leave": lambda a: LeaveExercise(),
    "observe": lambda a: Observe(
        team=a.team, expectation=a.expectation, row=a.row, result=a.result, text=a.text
    ),
    "note": lambda a: TakeNote(text=a.text, team=a.team, inject=a.inject, objective=a.objective),
}
PLAYED = frozenset(_MAKERS) | {"wait", "restart", "expect"}
"""The actions that this version plays."""
