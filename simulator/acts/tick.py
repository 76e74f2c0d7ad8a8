"""Tick: the one door by which time enters play (K16).

Given by the hub after every other command and every second. It decides everything that follows
from time and from what just changed: deadlines, time limits, expectations, automatic releases,
proposals. It is given again until nothing follows any more; each answer is a batch of events that
do not depend on each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Literal

from simulator.acts.base import Command, Event, Moment, Stamp, must_be_system, under_way
from simulator.acts.injects import releases, teams_ready, touched
from simulator.domain.exercise import EXERCISE, DeadlineRun, Deferral, Exercise, Met, Proposal, put
from simulator.domain.model import Id, Ref
from simulator.domain.scenario import Inject
from simulator.engine import deadlines, rules
from simulator.engine.conditions import holds
from simulator.engine.expectations import is_for, is_met
from simulator.engine.line import line_of
from simulator.engine.plan import Opening, deferral, not_open, openings
from simulator.engine.quiet import awake, deadline_places, released_at, rest, waiting_answers
from simulator.engine.reach import is_over
from simulator.engine.rules import MINUTE


class InjectProposed(Event):
    """An inject is due and waits for the facilitator; or it could not go by itself, and why."""

    kind: Literal["inject_proposed"] = "inject_proposed"
    inject: Id
    story: str = EXERCISE
    due: float
    because: str
    source: str | None = None
    option: Id | None = None
    deferred: Deferral | None = None

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        facts = exercise.facts[self.story]
        proposal = Proposal(
            since=stamp.elapsed,
            due=self.due,
            because=self.because,
            source=self.source,
            option=self.option,
            seq=stamp.seq,
            deferred=self.deferred,
        )
        proposals = put(facts.proposals, self.inject, proposal)
        return exercise.with_facts(self.story, touched(facts, self.inject, proposals, stamp))


class ProposalDropped(Event):
    """The reason for a proposal has ceased."""

    kind: Literal["proposal_dropped"] = "proposal_dropped"
    inject: Id
    story: str = EXERCISE

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        facts = exercise.facts[self.story]
        left = {id: p for id, p in facts.proposals.items() if id != self.inject}
        return exercise.with_facts(self.story, touched(facts, self.inject, left, stamp))


class InjectOverdue(Event):
    """A proposed inject has passed the time it should be out by; it is never lost."""

    kind: Literal["inject_overdue"] = "inject_overdue"
    inject: Id
    story: str = EXERCISE

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        facts = exercise.facts[self.story]
        late = replace(facts.proposals[self.inject], overdue=True, seq=stamp.seq)
        proposals = put(facts.proposals, self.inject, late)
        return exercise.with_facts(self.story, touched(facts, self.inject, proposals, stamp))


class TimeRanOut(Event):
    """Nobody decided in time; `assume` is proposed, never taken (K12)."""

    kind: Literal["time_ran_out"] = "time_ran_out"
    inject: Id
    story: str = EXERCISE
    assume: Id | None = None

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        facts = exercise.facts[self.story]
        timed_out = put(facts.timed_out, self.inject, stamp.elapsed)
        return exercise.with_facts(self.story, replace(facts, timed_out=timed_out, seq=stamp.seq))


class DeadlineChanged(Event):
    """A running clock started, was met, or was missed."""

    kind: Literal["deadline_changed"] = "deadline_changed"
    deadline: Id
    story: str = EXERCISE
    state: Literal["running", "met", "missed"]
    since: float
    due: float | datetime

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        facts = exercise.facts[self.story]
        before = facts.deadlines.get(self.deadline)
        started = before.started if before else stamp.seq
        run = DeadlineRun(self.state, self.since, self.due, started, stamp.seq)
        changed = replace(facts, deadlines=put(facts.deadlines, self.deadline, run), seq=stamp.seq)
        return exercise.with_facts(self.story, changed)


class ExpectationMet(Event):
    """What was expected of a team came true by its condition."""

    kind: Literal["expectation_met"] = "expectation_met"
    team: Id
    expectation: Ref
    since: float

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        state = exercise.teams[self.team]
        before = state.met.get(self.expectation)
        met = put(state.met, self.expectation, Met(self.since, stamp.seq, "condition", before))
        return exercise.with_team(self.team, replace(state, met=met, seq=stamp.seq))


class AnswerReady(Event):
    """A prepared answer that takes a while may go out to an open question now."""

    kind: Literal["answer_ready"] = "answer_ready"
    team: Id
    question: Id
    request: Id

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        state = exercise.teams[self.team]
        questions = tuple(
            replace(q, ready=(*q.ready, self.request)) if q.id == self.question else q
            for q in state.questions
        )
        return exercise.with_team(self.team, replace(state, questions=questions, seq=stamp.seq))


class EndProposed(Event):
    """Every team of a story is past an inject that ends the scenario: ENDEX is proposed (K9)."""

    kind: Literal["end_proposed"] = "end_proposed"
    story: str = EXERCISE

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        facts = replace(exercise.facts[self.story], end_proposed=True, seq=stamp.seq)
        return exercise.with_facts(self.story, facts)


class EndDropped(Event):
    """ENDEX is no longer proposed: something that ended the story was taken back."""

    kind: Literal["end_dropped"] = "end_dropped"
    story: str = EXERCISE

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        facts = replace(exercise.facts[self.story], end_proposed=False, seq=stamp.seq)
        return exercise.with_facts(self.story, facts)


class Tick(Command):
    """Time has passed, or something has changed."""

    kind: Literal["tick"] = "tick"

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_be_system(moment)
        if not under_way(exercise):
            return ()
        stories = awake(exercise, moment.elapsed)
        for follows in FOLLOWS:
            found = (follows(exercise, story, moment.elapsed) for story in stories)
            events = tuple(event for each in found for event in each)
            if events:
                return events
        for story in stories:
            rest(exercise, story, moment.elapsed)
        return ()


Events = Iterator[Event]
Follows = Callable[[Exercise, str, float], Events]


def _deadlines(exercise: Exercise, story: str, elapsed: float) -> Events:
    here = deadline_places(exercise, story)
    for deadline in exercise.scenario.deadlines:
        for place in rules.stories_of_fact(exercise, "deadline", deadline.id, EXERCISE):
            now = deadlines.changed(exercise, deadline, place, elapsed) if place in here else None
            if now is not None:
                yield DeadlineChanged(
                    deadline=deadline.id, story=place, state=now.state, since=now.since, due=now.due
                )


def _time_limits(exercise: Exercise, story: str, elapsed: float) -> Events:
    for inject in line_of(exercise.scenario).limited:
        point = inject.decision
        assert point is not None
        assert point.time_limit is not None
        if inject.id in exercise.facts[story].timed_out:
            continue
        since = released_at(exercise, story, inject.id)
        if since is None or elapsed < since + point.time_limit * MINUTE:
            continue
        if not rules.decided(exercise, story, inject):
            assume = point.on_timeout.assume if point.on_timeout else None
            yield TimeRanOut(inject=inject.id, story=story, assume=assume)


def _expectations(exercise: Exercise, story: str, elapsed: float) -> Events:
    for inject in line_of(exercise.scenario).conditional:
        found = [(e, e.done_by) for e in inject.expectations if e.done_by is not None]
        for expectation, done_by in found:
            ref = f"{inject.id}/{expectation.id}"
            for team in rules.teams_in(exercise, story):
                if not rules.received(exercise, team, inject.id) or is_met(exercise, ref, team):
                    continue
                if not is_for(exercise, inject, expectation, team):
                    continue
                truth = holds(done_by, exercise, team)
                if truth.holds:
                    yield ExpectationMet(team=team, expectation=ref, since=truth.since)


def _releases(exercise: Exercise, story: str, elapsed: float) -> Events:
    """The first automatic inject whose time has come and which nothing keeps back."""
    inject = _going(exercise, story, elapsed)
    if inject is not None:
        free = rules.free_teams(exercise, inject, story)
        teams = (*free, *_with_them(exercise, inject, story, elapsed))
        yield from releases(exercise, inject, teams, forced=False, auto=True)


def _going(exercise: Exercise, story: str, elapsed: float) -> Inject | None:
    for opening in openings(exercise, story):
        inject = exercise.scenario.inject(opening.inject)
        if inject is None or not inject.release.auto or opening.due > elapsed:
            continue
        if deferral(exercise, opening) is None:
            return inject
    return None


def _with_them(exercise: Exercise, inject: Inject, story: str, elapsed: float) -> tuple[str, ...]:
    """The teams ahead after a sync that get an inject together with those of a story (K11).

    Where it goes in several stories at once, they get it with the first.
    """
    ahead = tuple(t for t in teams_ready(exercise, inject) if exercise.teams[t].ahead)
    going = (s for s in exercise.stories if ahead and _going(exercise, s, elapsed) == inject)
    return ahead if next(going, None) == story else ()


def _proposals(exercise: Exercise, story: str, elapsed: float) -> Events:
    known = exercise.facts[story].proposals
    due = {o.inject: o for o in openings(exercise, story) if o.due <= elapsed}
    early = {inject.id: inject for inject in not_open(exercise, story, elapsed)}
    for id in known:
        if id not in due and id not in early:
            yield ProposalDropped(inject=id, story=story)
    for id, opening in due.items():
        why = deferral(exercise, opening)
        if id not in known or known[id].deferred != why:
            yield _proposed(opening, why)
    for id, inject in early.items():
        if id not in known or known[id].deferred != "not_open":
            at = (inject.release.at or 0.0) * MINUTE
            yield _proposed(Opening(id, story, at, at, "timed"), "not_open")


def _proposed(opening: Opening, deferred: Deferral | None) -> InjectProposed:
    return InjectProposed(
        inject=opening.inject,
        story=opening.story,
        due=opening.due,
        because=opening.because,
        source=opening.source,
        option=opening.option,
        deferred=deferred,
    )


def _answers(exercise: Exercise, story: str, elapsed: float) -> Events:
    for team in rules.teams_in(exercise, story):
        for question, request, at in waiting_answers(exercise, team):
            if at <= elapsed:
                yield AnswerReady(team=team, question=question, request=request)


def _overdue(exercise: Exercise, story: str, elapsed: float) -> Events:
    for id, proposal in exercise.facts[story].proposals.items():
        inject = exercise.scenario.inject(id)
        until = inject.release.until if inject else None
        if until is not None and not proposal.overdue and elapsed > until * MINUTE:
            yield InjectOverdue(inject=id, story=story)


def _end(exercise: Exercise, story: str, elapsed: float) -> Events:
    proposed, over = exercise.facts[story].end_proposed, is_over(exercise, story)
    if over and not proposed:
        yield EndProposed(story=story)
    elif proposed and not over:
        yield EndDropped(story=story)


def _of_stories(follows: Follows) -> Follows:
    """What follows in the stories that are played; the exercise's own facts have no plan."""

    def told(exercise: Exercise, story: str, elapsed: float) -> Events:
        if story in exercise.stories:
            yield from follows(exercise, story, elapsed)

    return told


FOLLOWS: tuple[Follows, ...] = (
    _deadlines,
    *map(
        _of_stories,
        (_time_limits, _expectations, _answers, _releases, _proposals, _overdue, _end),
    ),
)
"""What may follow, in this order; the first that has events speaks."""
