"""Decisions amended and retracted; the original stays in the log (K12, P8)."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from simulator.acts.base import Command, Event, Moment, Stamp, must_run, under_way
from simulator.acts.decisions import Entry, acting_team, details, logged, without_met
from simulator.domain.entries import Decision
from simulator.domain.errors import Refused
from simulator.domain.exercise import Exercise, put
from simulator.domain.model import Id, Line, Ref
from simulator.domain.people import Actor, Viewer
from simulator.domain.series import Series
from simulator.domain.view import Choice, Field
from simulator.engine import rules
from simulator.engine.expectations import unmet_without
from simulator.engine.faces import title_read
from simulator.engine.facts import Change, applied, undone

LONG = 400
"""Characters of a decision in the refusal that quotes it."""


class AmendDecision(Entry, Command):
    """A decision is to read otherwise; the original stays in the log (K12)."""

    kind: Literal["amend_decision"] = "amend_decision"
    team: Id | None = None
    decision: Id | None = None
    """Which; without it, the team's latest on the inject, or without that its latest of all."""
    seen: int | None = None
    """The last event that was seen then: the latest decision is meant as it stood there (P9)."""
    reason: Line | None = None

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_run(exercise)
        team = acting_team(exercise, moment.actor, self.team)
        before = _meant(exercise, moment.actor, team, self)
        if self.option is not None and self.option != before.option:
            _must_be_free(exercise, team, before)
        event = logged(exercise, moment, team, self._whole(exercise, before), before)
        unmet = unmet_without(exercise, team, before, event.steps)
        return (event.having(amends=before.id, reason=self.reason, unmeets=unmet),)

    def _whole(self, exercise: Exercise, before: Decision) -> Entry:
        """What the decision says from now on: what is not said anew stays."""
        return Entry(
            inject=before.inject,
            text=self.text or (before.text if self.option is None else None),
            option=self.option or before.option,
            rationale=self.rationale or before.rationale,
            considered=self.considered or before.considered,
            assignee=self.assignee or before.assignee,
            confidence=self.confidence or before.confidence,  # type: ignore[arg-type]
            steps=self.steps or _typed_steps(exercise, before),
            links=self.links or before.links,
        )

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        return _offered(exercise, viewer, "amend_decision")


def _must_be_free(exercise: Exercise, team: str, decision: Decision) -> None:
    """Raises `Refused` where what follows the options of its inject is already out (K12)."""
    if not _is_free(exercise, team, decision):
        raise Refused("branch_taken", inject=decision.inject)


def _is_free(exercise: Exercise, team: str, decision: Decision) -> bool:
    about = exercise.scenario.inject(decision.inject) if decision.inject else None
    if about is None or about.decision is None or not about.decision.options:
        return True
    return not rules.branch_taken(exercise, exercise.story_of(team), about.id)


def _offered(exercise: Exercise, viewer: Viewer, kind: str) -> tuple[Choice, ...]:
    """One choice about a team's latest decision, and one for each inject decided about."""
    found: dict[str, list[str]] = {}
    for team in rules.teams_acted_for(exercise, viewer) if under_way(exercise) else ():
        for about in ("", *exercise.teams[team].decisions):
            present = _of(exercise, viewer, team, about or None)
            able = present and (kind == "amend_decision" or _is_free(exercise, team, present[-1]))
            if able and team not in found.setdefault(about, []):
                found[about].append(team)
    return tuple(_choice(exercise, viewer, kind, about, found[about]) for about in found)


def _of(exercise: Exercise, viewer: Viewer, team: str, inject: str | None) -> list[Decision]:
    """A team's decisions in force on an inject, or on anything, that a seat can read; in order."""
    about = _readable(exercise, viewer, team, inject)
    found = [d for a in about for d in rules.present_decisions(exercise, team, a)]
    return sorted(found, key=lambda d: d.seq)


def _readable(exercise: Exercise, viewer: Viewer, team: str, inject: str | None) -> list[str]:
    """What a team decided about that a seat can read: an inject, or anything."""
    about = [inject] if inject else list(exercise.teams[team].decisions)
    seat = viewer.role == "participant"
    return [a for a in about if not a or not seat or rules.reads(exercise, viewer, a)]


def _choice(exercise: Exercise, viewer: Viewer, kind: str, about: str, teams: list[str]) -> Choice:
    """Amending or retracting the latest decision on an inject, on anything, or the one named."""
    fields = _amendable(exercise, viewer, about, teams) if kind == "amend_decision" else []
    fields += [Field(name="reason"), Field(name="decision", kind="id")]
    if viewer.role != "participant":
        named = tuple((t, rules.team_title(exercise, t, viewer.language)) for t in teams)
        fields.append(Field(name="team", kind="choice", options=named, required=True))
    return Choice(
        kind=kind,
        given={"inject": about} if about else {},
        title=title_read(exercise, viewer, about) if about else "",
        fields=tuple(fields),
    )


def _amendable(exercise: Exercise, viewer: Viewer, about: str, teams: list[str]) -> list[Field]:
    """What of a decision may read otherwise; its option while no branch of it is taken."""
    inject = exercise.kit.edition(viewer.language).scenario.inject(about)
    offered = inject.decision.options if inject and inject.decision else ()
    if all(rules.branch_taken(exercise, exercise.story_of(team), about) for team in teams):
        offered = ()
    option = Field(name="option", kind="choice", options=tuple((o.id, o.label) for o in offered))
    text = Field(name="text", kind="prose")
    return [text, *((option,) if offered else ()), *details(exercise, viewer)]


def _typed_steps(exercise: Exercise, decision: Decision) -> tuple[str, ...]:
    """The steps of a decision without those that its option stands for."""
    inject = exercise.scenario.inject(decision.inject) if decision.inject else None
    option = inject.option(decision.option) if inject and decision.option else None
    return tuple(step for step in decision.steps if not option or step not in option.step)


def _meant(
    exercise: Exercise, actor: Actor, team: str, command: AmendDecision | RetractDecision
) -> Decision:
    """The decision meant: by its id, else the team's latest in force when it was looked at.

    Raises `Refused`; where somebody was faster, with who it was and how it reads now (P9).
    """
    seat = Viewer(role=actor.role, team=team, team_role=actor.team_role)
    then = exercise.seq if command.seen is None else command.seen
    found = [
        (decision, about)
        for about in _readable(exercise, seat, team, command.inject)
        for decision in rules.decisions_of_pass(exercise, team, about)
        if (decision.id == command.decision if command.decision else decision.seq <= then)
    ]
    struck = set() if command.decision else {decision.amends for decision, _ in found}
    found = [
        (d, about)
        for d, about in found
        if d.id not in struck and (command.decision or not 0 < d.retracted <= then)
    ]
    if not found:
        raise Refused("no_such_decision")
    decision, about = max(found, key=lambda pair: pair[0].seq)
    _must_read_so(decision, rules.decisions_of_pass(exercise, team, about))
    return decision


def _must_read_so(decision: Decision, thread: tuple[Decision, ...]) -> None:
    """Raises `Refused` where a decision was amended or retracted since."""
    following, newest = {d.amends: d for d in thread if d.amends}, decision
    while newest.id in following:
        newest = following[newest.id]
    if newest.retracted:
        raise Refused("retracted_since")
    if newest is not decision:
        text = newest.text if len(newest.text) <= LONG else f"{newest.text[: LONG - 1]}…"
        raise Refused("amended_since", person=newest.actor.person, text=text, decision=newest.id)


class DecisionRetracted(Event):
    """A team takes a decision back; it stays in the log, struck through."""

    kind: Literal["decision_retracted"] = "decision_retracted"
    decision: Id
    team: Id
    inject: Id | None = None
    reason: Line | None = None
    unmeets: tuple[Ref, ...] = ()
    """What it met."""
    changes: tuple[Change, ...] = ()
    by_control: bool = False
    during_pause: bool = False

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        state, about = exercise.teams[self.team], self.inject or ""
        thread = Series.of(
            replace(d, retracted=stamp.seq, retracted_why=self.reason)
            if d.id == self.decision
            else d
            for d in state.decisions[about]
        )
        state = replace(
            state,
            decisions=put(state.decisions, about, thread),
            met=without_met(state.met, self.unmeets),
            acted=stamp.elapsed,
            seq=stamp.seq,
        )
        exercise = exercise.with_team(self.team, state)
        return applied(self.changes, exercise, stamp.elapsed, stamp.seq)


class RetractDecision(Command):
    """A decision is not to count any more, as if it had not been taken; until its branch is out."""

    kind: Literal["retract_decision"] = "retract_decision"
    team: Id | None = None
    inject: Id | None = None
    decision: Id | None = None
    """Which; without it, the team's latest on the inject, or without that its latest of all."""
    seen: int | None = None
    """The last event that was seen then: the latest decision is meant as it stood there (P9)."""
    reason: Line | None = None

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_run(exercise)
        team = acting_team(exercise, moment.actor, self.team)
        decision = _meant(exercise, moment.actor, team, self)
        _must_be_free(exercise, team, decision)
        return (
            DecisionRetracted(
                decision=decision.id,
                team=team,
                inject=decision.inject,
                reason=self.reason,
                unmeets=unmet_without(exercise, team, decision, ()),
                changes=undone(exercise, team, decision) if decision.option else (),
                by_control=moment.actor.is_staff,
                during_pause=exercise.status == "paused",
            ),
        )

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        return _offered(exercise, viewer, "retract_decision")
