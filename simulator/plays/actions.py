"""A play's actions as commands: who gives them, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from simulator.acts import Command
from simulator.acts.access import (
    LockLobby,
    MutePerson,
    RevokeSeat,
    RotateCodes,
    UnlockLobby,
    UnmutePerson,
)
from simulator.acts.amendments import AmendDecision, RetractDecision
from simulator.acts.clock import ChangeSpeed, JumpClock, PauseExercise, ResumeExercise
from simulator.acts.decisions import LogDecision
from simulator.acts.evaluation import Observe, TakeNote
from simulator.acts.facts import SetMilestone, SetVariable
from simulator.acts.hotwash import NoteHotWash, PlanImprovement
from simulator.acts.improvise import Improvise
from simulator.acts.injects import ReleaseInject, ReleaseInjectNow
from simulator.acts.justify import JustifyDeviation
from simulator.acts.messages import AcknowledgeInject, SendMessage
from simulator.acts.passes import GoBack, SyncTeams, WithdrawInject
from simulator.acts.pending import EditInject, HoldInject, SkipInject, UnholdInject
from simulator.acts.people import HandOverSeat, JoinExercise, LeaveExercise
from simulator.acts.play import EndExercise, StartExercise, StopExercise
from simulator.acts.ratings import Rate
from simulator.acts.requests import AnswerQuestion, AskQuestion, DeclineQuestion
from simulator.acts.review import ReviewDecision
from simulator.acts.wall import HideFromRoom, ShowToRoom
from simulator.domain.errors import UsageError
from simulator.domain.exercise import Exercise
from simulator.domain.model import slug
from simulator.domain.people import Actor
from simulator.domain.play import Play, PlayStep
from simulator.domain.scenario import ALL, Scenario

FACILITATOR = Actor(person="facilitator", role="facilitator")
Make = Callable[[Any], Command]


def named_in(command: Command, exercise: Exercise) -> Command:
    """The command with the ids that play itself gave in the place of what the script calls them.

    An improvised inject goes by its title, a row of the improvement plan by its issue.
    """
    injects = {slug(made.title): made.id for made in exercise.improvised.values()}
    rows = {slug(row.issue): row.id for row in exercise.improvements.values()}
    names = {"inject": injects, "improvement": rows}
    known = {key: getattr(command, key, None) for key in names}
    return command.having(**{k: names[k][v] for k, v in known.items() if v in names[k]})


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
    """The command of a step. Raises `UsageError` where what it says does not fit together."""
    return _MAKERS[step.name](getattr(step, step.name))


def _decide(action: Any) -> Command:
    return LogDecision(**_entry(action), team=action.team, at=action.at, reason=action.reason)


def _late_entry(action: Any) -> Command:
    if action.at is None:
        raise UsageError("late_entry_needs_at")
    return _decide(action)


def _amend(action: Any) -> Command:
    if action.at is not None:
        raise UsageError("amend_without_at")
    return AmendDecision(**_entry(action), team=action.team, reason=action.reason)


def _entry(action: Any) -> dict[str, Any]:
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


def _teams(named: tuple[str, ...]) -> tuple[str, ...]:
    """The teams named; none, which means all, where `all` is among them."""
    return () if ALL in named else named


def _on(command: type[Command]) -> Make:
    """An action on an inject, for some teams, with a reason."""
    return lambda a: command.model_validate(
        {"inject": a.inject, "teams": _teams(a.teams), "reason": a.reason}
    )


def _same(command: type[Command]) -> Make:
    """An action that says what its command says."""
    names = command.model_fields.keys() - {"kind"}
    return lambda a: command.model_construct(**{name: getattr(a, name) for name in names})


_MAKERS: Mapping[str, Make] = {
    "start": lambda a: StartExercise(),
    "pause": lambda a: PauseExercise(reason=a.reason),
    "resume": lambda a: ResumeExercise(),
    "end": lambda a: EndExercise(reason=a.reason),
    "stop": lambda a: StopExercise(reason=a.reason),
    "jump": lambda a: JumpClock(exercise=a.exercise, story=a.story),
    "speed": lambda a: ChangeSpeed(factor=a.factor),
    "release": lambda a: ReleaseInject(inject=a.inject, teams=_teams(a.teams)),
    "release_now": lambda a: ReleaseInjectNow(inject=a.inject, teams=_teams(a.teams)),
    "hold": _on(HoldInject),
    "unhold": _on(UnholdInject),
    "skip": lambda a: SkipInject(
        inject=a.inject, teams=_teams(a.teams), reason=a.reason, as_if=a.as_if
    ),
    "edit": lambda a: EditInject(
        inject=a.inject, title=a.title, body=a.body, version=a.version, reason=a.reason
    ),
    "withdraw": _on(WithdrawInject),
    "go_back": _on(GoBack),
    "sync": _on(SyncTeams),
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
    "late_entry": _late_entry,
    "amend": _amend,
    "retract": lambda a: RetractDecision(inject=a.inject, team=a.team, reason=a.reason),
    "review": lambda a: ReviewDecision(team=a.team),
    "show": lambda a: ShowToRoom(inject=a.inject, team=a.team),
    "hide": lambda a: HideFromRoom(inject=a.inject, team=a.team),
    "ask": lambda a: AskQuestion(text=a.text, team=a.team),
    "answer": lambda a: AnswerQuestion(team=a.to, request=a.request, text=a.text),
    "decline": lambda a: DeclineQuestion(team=a.to, reason=a.reason),
    "message": lambda a: SendMessage(
        text=a.text, to=_teams(a.to), tlp=a.tlp, steps=a.step, links=a.links, team=a.team
    ),
    "acknowledge": lambda a: AcknowledgeInject(inject=a.inject, team=a.team),
    "join": lambda a: JoinExercise(),
    "leave": lambda a: LeaveExercise(),
    "hand_over": lambda a: HandOverSeat(to=a.to, person=a.person),
    "lock": lambda a: LockLobby(),
    "unlock": lambda a: UnlockLobby(),
    "rotate": _same(RotateCodes),
    "kick": _same(RevokeSeat),
    "mute": _same(MutePerson),
    "unmute": _same(UnmutePerson),
    "observe": lambda a: Observe(
        team=a.team, expectation=a.expectation, row=a.row, result=a.result, text=a.text
    ),
    "note": lambda a: TakeNote(text=a.text, team=a.team, inject=a.inject, objective=a.objective),
    "rate": _same(Rate),
    "justify": _same(JustifyDeviation),
    "hotwash": _same(NoteHotWash),
    "improve": _same(PlanImprovement),
}
