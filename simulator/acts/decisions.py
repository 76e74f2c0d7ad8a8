"""Decisions: what a team says it does, when it says so or entered later by control."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from pydantic import AwareDatetime

from simulator.acts.base import (
    Command,
    Event,
    Moment,
    Stamp,
    must_have_started,
    must_run,
    under_way,
)
from simulator.domain.entries import Decision
from simulator.domain.errors import NotAllowed, Refused
from simulator.domain.exercise import Delivery, Exercise, Met, put_on
from simulator.domain.model import Id, Line, Model, Prose, Ref, Span
from simulator.domain.people import STAFF, Actor, Viewer
from simulator.domain.scenario import DecisionPoint, Inject, Option
from simulator.domain.view import Choice, Field
from simulator.engine import rules
from simulator.engine.clock import elapsed_at
from simulator.engine.expectations import meets, steps_known
from simulator.engine.faces import title_read
from simulator.engine.facts import Change, applied, changes_of, undone
from simulator.engine.once import Parts, same
from simulator.engine.rules import MINUTE

Confidence = Literal["low", "medium", "high"]
CONFIDENCES: tuple[tuple[str, str], ...] = tuple((c, c) for c in ("low", "medium", "high"))


def acting_team(exercise: Exercise, actor: Actor, team: str | None) -> str:
    """For which team somebody acts: participants for their own, control for the one named (K24).

    Raises `NotAllowed` or `Refused`.
    """
    if actor.role == "participant":
        if team is not None and team != actor.team:
            raise NotAllowed("other_team")
        team = actor.team
    elif actor.role != "facilitator":
        raise NotAllowed("not_a_player")
    if team is None:
        raise Refused("team_needed")
    if team not in exercise.teams:
        raise Refused("unknown_team", team=team)
    return team


class DecisionLogged(Event):
    """A team's decision stands in the log; `amends` names the one it takes the place of."""

    kind: Literal["decision_logged"] = "decision_logged"
    decision: Id
    team: Id
    inject: Id | None = None
    text: Prose
    option: Id | None = None
    rationale: Prose | None = None
    considered: tuple[Line, ...] = ()
    assignee: Line | None = None
    confidence: Confidence | None = None
    steps: tuple[Ref, ...] = ()
    links: tuple[Id, ...] = ()
    authority: bool = True
    by_control: bool = False
    during_pause: bool = False
    decided: float | None = None
    """For a late entry: when it was really decided, seconds of exercise time (K24)."""
    to: int = 0
    """The delivery it is about: the number of its event."""
    amends: Id | None = None
    reason: Line | None = None
    meets: tuple[Ref, ...] = ()
    unmeets: tuple[Ref, ...] = ()
    """What an earlier wording met and this one does not."""
    changes: tuple[Change, ...] = ()

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        state = exercise.teams[self.team]
        about, said = self.inject or "", vars(self)
        decision = Decision(
            id=self.decision,
            seq=stamp.seq,
            since=stamp.elapsed,
            at=stamp.at,
            actor=stamp.actor,
            number=state.number,
            **{name: said[name] for name in _CARRIED},
        )
        met = without_met(state.met, self.unmeets)
        now = Met(decision.when, stamp.seq, "decision")
        met |= {ref: replace(now, before=met.get(ref)) for ref in self.meets}
        steps = state.steps
        for ref in self.steps:
            steps = put_on(steps, ref, (about, decision.id))
        state = replace(
            state,
            decisions=put_on(state.decisions, about, decision),
            steps=steps,
            met=met,
            acted=stamp.elapsed if self.decided is None else state.acted,
            seq=stamp.seq,
        )
        exercise = exercise.with_team(self.team, state)
        return applied(self.changes, exercise, stamp.elapsed, stamp.seq)


def without_met(met: Mapping[str, Met], refs: tuple[str, ...]) -> dict[str, Met]:
    """What a team met without some of it; how it was met in an earlier pass comes back."""
    earlier = {ref: before for ref in refs if ref in met and (before := met[ref].before)}
    return {ref: how for ref, how in met.items() if ref not in refs} | earlier


_CARRIED = (
    "text", "inject", "option", "rationale", "considered", "assignee", "confidence", "steps",
    "links", "authority", "by_control", "during_pause", "decided", "to", "amends",
    "reason", "meets",
)  # fmt: skip


class Entry(Model):
    """What a decision says, before any rule has looked at it."""

    inject: Id | None = None
    text: Prose | None = None
    option: Id | None = None
    rationale: Prose | None = None
    considered: tuple[Line, ...] = ()
    assignee: Line | None = None
    confidence: Confidence | None = None
    steps: tuple[Ref, ...] = ()
    links: tuple[Id, ...] = ()


def logged(
    exercise: Exercise, moment: Moment, team: str, entry: Entry, amended: Decision | None = None
) -> DecisionLogged:
    """The event of a decision, new or amended. Raises `Refused` where it names nothing known."""
    inject = _inject_received(exercise, moment.actor, team, entry.inject)
    point = inject.decision if inject else None
    text = _text(entry, point, inject)
    kept = amended.links if amended else ()
    links = tuple(link for link in entry.links if link not in kept)
    must_be_known(exercise, moment.actor, team, entry.steps, links)
    option = point.option(entry.option) if point and entry.option else None
    asked = point if point and (option or not point.options) else None
    authority = rules.has_authority(exercise, asked, moment.actor, team)
    steps = tuple(dict.fromkeys((*entry.steps, *(option.step if option else ()))))
    return DecisionLogged(
        decision=moment.new_id,
        team=team,
        inject=entry.inject,
        text=text,
        option=entry.option,
        rationale=entry.rationale,
        considered=entry.considered,
        assignee=entry.assignee,
        confidence=entry.confidence,
        steps=steps,
        links=entry.links,
        authority=authority,
        by_control=moment.actor.is_staff,
        during_pause=exercise.status == "paused",
        to=_answers(exercise, team, entry.inject),
        meets=meets(exercise, team, entry.inject, steps),
        changes=_changes(exercise, team, inject, option, amended),
    )


def must_be_known(
    exercise: Exercise, actor: Actor, team: str, steps: tuple[str, ...], links: tuple[str, ...]
) -> None:
    """Raises `Refused` for a step of no playbook in use, and for injects the seat has not got."""
    for ref in steps:
        if not steps_known(exercise, ref):
            raise Refused("unknown_step", step=ref)
    for link in links:
        _inject_received(exercise, actor, team, link)


def _changes(
    exercise: Exercise,
    team: str,
    inject: Inject | None,
    option: Option | None,
    amended: Decision | None,
) -> tuple[Change, ...]:
    """What choosing an option changes; one that is in force already changes nothing again (K14).

    Nor does one on an inject that was withdrawn, or belongs to an earlier pass: it does not count.
    """
    if inject is None or inject.decision is None:
        return ()
    if exercise.teams[team].delivery(inject.id) is None:
        return ()
    story = exercise.story_of(team)
    chosen = rules.option_in_force(exercise, story, inject.id, team)
    effects = option.effects if option and _counts(exercise, inject.decision, team) else ()
    if option and chosen and chosen[0] == option.id:
        effects = ()
    goes = amended is not None and amended.option is not None and amended.option != _id(option)
    back = undone(exercise, team, amended) if amended is not None and goes else ()
    return changes_of(effects, exercise, story, (team,), back)


def _id(option: Option | None) -> str | None:
    return option.id if option else None


def _counts(exercise: Exercise, point: DecisionPoint, team: str) -> bool:
    """Whether this team's option is the one that moves the story."""
    if point.decides is None:
        return True
    return exercise.teams[team].declared == point.decides.partition("/")[0]


def _inject_received(exercise: Exercise, actor: Actor, team: str, id: str | None) -> Inject | None:
    """The inject that a decision is about. Raises `Refused` where its team, or seat, has it not."""
    if id is None:
        return None
    seat = Viewer(role=actor.role, team=team, team_role=actor.team_role)
    unread = actor.role == "participant" and not rules.reads(exercise, seat, id)
    if unread or not rules.received(exercise, team, id):
        raise Refused("inject_not_received", inject=id)
    return exercise.scenario.inject(id)


def _answers(exercise: Exercise, team: str, inject: str | None) -> int:
    """The delivery that a decision is about: in an earlier pass, an earlier one."""
    delivery = rules.last_release(exercise.teams[team], inject) if inject else None
    return delivery.seq if delivery else 0


def _text(entry: Entry, point: DecisionPoint | None, inject: Inject | None) -> str:
    """What the decision says; an option alone speaks by its label."""
    option = point.option(entry.option) if point and entry.option else None
    if entry.option and option is None:
        raise Refused("unknown_option", inject=inject.id if inject else "", option=entry.option)
    if point and point.options and not point.free_text and option is None:
        raise Refused("option_needed", inject=inject.id if inject else "")
    text = entry.text or (option.label if option else None)
    if text is None:
        raise Refused("text_needed")
    return text


class LogDecision(Entry, Command):
    """A team says what it does; or control enters later what it did, with its real time (K24)."""

    kind: Literal["log_decision"] = "log_decision"
    team: Id | None = None
    """Given by staff only: entered by control."""
    at: Span | None = None
    """For a late entry: the minute of exercise time at which it was really decided."""
    wall: AwareDatetime | None = None
    """For a late entry: the same as a wall time."""
    reason: Line | None = None
    """Why it was entered late."""

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        late = self.at is not None or self.wall is not None
        must_have_started(exercise)
        if not late:
            must_run(exercise)
        team = acting_team(exercise, moment.actor, self.team)
        event = logged(exercise, moment, team, self)
        if not late:
            return (event,)
        if moment.actor.role != "facilitator":
            raise NotAllowed("facilitator_only")
        if not self.reason:
            raise Refused("reason_needed")
        decided = self._decided(exercise, moment)
        return (event.having(decided=decided, reason=self.reason, during_pause=False),)

    def _decided(self, exercise: Exercise, moment: Moment) -> float:
        """When it was really decided, seconds of exercise time. Raises `Refused`."""
        if self.at is not None and self.wall is not None:
            raise Refused("one_time_only")
        found = self.at * MINUTE if self.at is not None else elapsed_at(exercise, self.wall)
        if found is None or found > moment.elapsed:
            raise Refused("not_yet_then")
        return found

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        late_only = exercise.status == "ended" and viewer.role == "facilitator"
        if not under_way(exercise) and not late_only:
            return ()
        if viewer.role == "participant":
            return _own_choices(exercise, viewer) if viewer.team in exercise.teams else ()
        about: dict[str | None, list[str]] = {}
        for team in rules.teams_acted_for(exercise, viewer):
            about.setdefault(None, []).append(team)
        for team in about.get(None, ()):
            for inject in rules.received_injects(exercise, team):
                about.setdefault(inject, []).append(team)
        return tuple(_decision_choice(exercise, viewer, about[i], i) for i in about)


Made = tuple[tuple[Delivery, ...], Choice | None]
"""How a team was given an inject, and the choice about it, if the seat reads it."""
_made: dict[tuple[str, Viewer], tuple[Parts, dict[str, Made]]] = {}
"""Exercise and participant → what choices are made of beside deliveries, and those made so far."""


def _own_choices(exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
    """A participant's: about none, and about each inject; one already made stays as it was."""
    team = viewer.team or ""
    state, now = exercise.teams[team], (exercise.kit, exercise.edits, exercise.improvised)
    then, made = _made.get((exercise.id, viewer), ((), {}))
    if not same(now, then):
        made = {"": ((), _decision_choice(exercise, viewer, [team], None))}
        _made[exercise.id, viewer] = (now, made)
    found = [made[""][1]]
    for inject in rules.received_injects(exercise, team):
        given = state.received[inject]
        if inject not in made or made[inject][0] is not given:
            reads = rules.reads(exercise, viewer, inject)
            choice = _decision_choice(exercise, viewer, [team], inject) if reads else None
            made[inject] = (given, choice)
        found.append(made[inject][1])
    return tuple(choice for choice in found if choice is not None)


def _decision_choice(
    exercise: Exercise, viewer: Viewer, teams: list[str], inject: str | None
) -> Choice:
    scenario = exercise.kit.edition(viewer.language).scenario
    found = scenario.inject(inject) if inject else None
    point = found.decision if found else None
    options = tuple((o.id, o.label) for o in point.options) if point else ()
    needed = bool(options) and point is not None and not point.free_text
    instead = "option" if options and not needed else None
    fields = [Field(name="text", kind="prose", required=not needed, unless=instead)]
    if options:
        fields.append(Field(name="option", kind="choice", options=options, required=needed))
    fields += details(exercise, viewer)
    if viewer.role != "participant":
        ended = exercise.status == "ended"
        named = tuple((t, rules.team_title(exercise, t, viewer.language)) for t in teams)
        fields.append(Field(name="team", kind="choice", options=named, required=True))
        fields.append(Field(name="at", kind="span", required=ended, unless="wall"))
        fields.append(Field(name="wall", kind="moment"))
        fields.append(Field(name="reason", required=ended))
    return Choice(
        kind="log_decision",
        given={"inject": inject} if inject else {},
        title=title_read(exercise, viewer, inject) if inject else "",
        fields=tuple(fields),
    )


def details(exercise: Exercise, viewer: Viewer) -> list[Field]:
    """What may be said of a decision beside its text and option."""
    return [
        Field(name="rationale", kind="prose"),
        Field(name="considered", kind="lines"),
        Field(name="assignee"),
        Field(name="confidence", kind="choice", options=CONFIDENCES),
        Field(name="steps", kind="choices", options=steps_shown(exercise, viewer)),
        Field(name="links", kind="choices"),
    ]


def steps_shown(exercise: Exercise, viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """The playbook steps that staff may choose from; participants type the step of their plan."""
    if viewer.role not in STAFF:
        return ()
    playbooks = exercise.kit.edition(viewer.language).playbooks
    found = [(f"{p.id}/{s.id}", s.text) for p in playbooks for s in p.steps]
    return (*found, *((f"{p.id}/{s.id}", s.text) for p in playbooks for s in p.never))
