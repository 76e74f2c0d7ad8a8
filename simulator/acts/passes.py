"""Back and together again: an inject withdrawn, teams gone back, teams brought to one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal

from simulator.acts.base import (
    Command,
    Event,
    Moment,
    Stamp,
    must_be_facilitator,
    must_run,
    under_way,
)
from simulator.acts.injects import (
    delivered,
    effects,
    inject_asked,
    known_inject,
    on_inject,
    teams_field,
    told_at,
    touched,
    without,
    without_proposal,
)
from simulator.acts.pending import by_story
from simulator.domain.errors import Refused
from simulator.domain.exercise import EXERCISE, Exercise, Facts, Pass, TeamState, put
from simulator.domain.model import Id, Line, StoryTime
from simulator.domain.people import Viewer
from simulator.domain.scenario import Inject
from simulator.domain.view import Choice, Field
from simulator.engine import passes, rules
from simulator.engine.faces import versions_given
from simulator.engine.facts import Change, applied


def _of_the_line(exercise: Exercise, moment: Moment, id: str) -> Inject:
    """The inject of the line about which the facilitator asks. Raises as `inject_asked`."""
    inject = inject_asked(exercise, moment, id)
    if not inject.on_line:
        raise Refused("not_on_line", inject=inject.id)
    return inject


def _named_teams(exercise: Exercise, teams: tuple[str, ...]) -> tuple[str, ...]:
    """The teams meant: all where none is named. Raises `Refused` for one that does not play."""
    for team in teams:
        if team not in exercise.teams:
            raise Refused("unknown_team", team=team)
    return teams or tuple(exercise.teams)


def _forgotten(facts: Facts, injects: Iterable[str]) -> Facts:
    """The facts without the time limits and assumed options of some injects."""
    gone = tuple(injects)
    return replace(
        facts, timed_out=without(facts.timed_out, *gone), assumed=without(facts.assumed, *gone)
    )


class InjectWithdrawn(Event):
    """An inject that went out is taken back from teams of one story; what was said of it stays.

    It is on hold for them until it is let go again, and the line stands where it stood before.
    """

    kind: Literal["inject_withdrawn"] = "inject_withdrawn"
    inject: Id
    story: str = EXERCISE
    teams: tuple[Id, ...]
    positions: Mapping[Id, Id | None] = {}
    """Team → where it stands without it; only those that stood there."""
    planned: bool = True
    """False where it was improvised or lies in a pool, and so is not held."""
    reset: bool = False
    """True where nobody else of the story has it: its time limit begins anew."""
    reason: Line | None = None

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        for team in self.teams:
            exercise = exercise.with_team(team, self._taken(exercise.teams[team], team, stamp))
        facts = exercise.facts[self.story]
        facts = _forgotten(facts, (self.inject,)) if self.reset else facts
        facts = touched(facts, self.inject, without(facts.proposals, self.inject), stamp)
        return exercise.with_facts(self.story, facts)

    def _taken(self, state: TeamState, team: str, stamp: Stamp) -> TeamState:
        *earlier, last = state.received[self.inject]
        taken = replace(last, withdrawn=stamp.seq, reason=self.reason)
        return replace(
            state,
            received=put(state.received, self.inject, (*earlier, taken)),
            fresh=put(state.fresh, self.inject, stamp.seq),
            held=put(state.held, self.inject, stamp.seq) if self.planned else state.held,
            position=self.positions.get(team, state.position),
            seq=stamp.seq,
        )


class WithdrawInject(Command):
    """An inject is to be taken back from its teams or some of them (F5)."""

    kind: Literal["withdraw_inject"] = "withdraw_inject"
    inject: Id
    teams: tuple[Id, ...] = ()
    reason: Line | None = None

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_be_facilitator(moment)
        must_run(exercise)
        if self.inject not in exercise.improvised:
            known_inject(exercise, self.inject)
        named = _named_teams(exercise, self.teams)
        having = tuple(t for t in named if passes.has(exercise.teams[t], self.inject))
        if not having:
            raise Refused("not_released", inject=self.inject)
        planned = exercise.scenario.inject(self.inject)
        return tuple(
            InjectWithdrawn(
                inject=self.inject,
                story=story,
                teams=mine,
                positions=self._positions(exercise, mine),
                planned=planned is not None and planned.pool is None,
                reset=not passes.others_have(exercise, story, self.inject, mine),
                reason=self.reason,
            )
            for story, mine in by_story(exercise, having)
        )

    def _positions(self, exercise: Exercise, teams: tuple[str, ...]) -> dict[str, str | None]:
        return {
            team: passes.position_without(exercise, team, self.inject)
            for team in teams
            if exercise.teams[team].position == self.inject
        }

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        return _offers_released(exercise, viewer, "withdraw_inject", line=False)


def _offers_released(
    exercise: Exercise, viewer: Viewer, kind: str, *, line: bool
) -> tuple[Choice, ...]:
    """A choice for everything that is out in somebody's present pass, the latest first."""
    if viewer.role != "facilitator" or not under_way(exercise):
        return ()
    having: dict[str, list[str]] = {}
    latest: dict[str, int] = {}
    for team, state in exercise.teams.items():
        for id in state.received:
            inject = exercise.scenario.inject(id)
            if passes.has(state, id) and (not line or (inject and inject.on_line)):
                having.setdefault(id, []).append(team)
                latest[id] = max(latest.get(id, 0), state.received[id][-1].seq)
    order = sorted(having, key=lambda id: -latest[id])
    reason = Field(name="reason")
    return tuple(on_inject(exercise, viewer, kind, id, tuple(having[id]), reason) for id in order)


class PassStarted(Event):
    """A team went back: a further pass begins; what came after stays, as of an earlier pass."""

    kind: Literal["pass_started"] = "pass_started"
    team: Id
    story: str = EXERCISE
    inject: Id
    """Where it stands now, with this inject before it again."""
    fresh: tuple[Id, ...]
    """What it had received since then: all of it may come again."""
    reset: tuple[Id, ...] = ()
    """Those of them that nobody else of the story has: time limits and assumed options go."""
    reason: Line | None = None

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        state = exercise.teams[self.team]
        number = state.number + 1
        again = rules.last_release(state, self.inject)
        assert again is not None
        again = replace(again, seq=stamp.seq, since=stamp.elapsed, number=number)
        received = put(state.received, self.inject, (*state.received[self.inject], again))
        begun = Pass(number, self.inject, stamp.seq, stamp.elapsed)
        state = replace(
            state,
            number=number,
            passes=(*state.passes, begun),
            position=self.inject,
            received=received,
            fresh={**state.fresh, **dict.fromkeys(self.fresh, stamp.seq)},
            ahead=False,
            seq=stamp.seq,
        )
        exercise = exercise.with_team(self.team, state)
        facts = _forgotten(exercise.facts[self.story], self.reset)
        seen = {**facts.touched, **dict.fromkeys(self.fresh, stamp.seq)}
        return exercise.with_facts(self.story, replace(facts, touched=seen, seq=stamp.seq))


class GoBack(Command):
    """Teams are to go back to an inject of the line that they have received (K11)."""

    kind: Literal["go_back"] = "go_back"
    inject: Id
    teams: tuple[Id, ...] = ()
    reason: Line | None = None

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        inject = _of_the_line(exercise, moment, self.inject)
        named = _named_teams(exercise, self.teams)
        going = tuple(t for t in named if passes.has(exercise.teams[t], inject.id))
        if not going:
            raise Refused("not_released", inject=inject.id)
        return tuple(self._started(exercise, team, going) for team in going)

    def _started(self, exercise: Exercise, team: str, going: tuple[str, ...]) -> PassStarted:
        story = exercise.story_of(team)
        fresh = passes.since(exercise.teams[team], self.inject)
        return PassStarted(
            team=team,
            story=story,
            inject=self.inject,
            fresh=fresh,
            reset=tuple(i for i in fresh if not passes.others_have(exercise, story, i, going)),
            reason=self.reason,
        )

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        return _offers_released(exercise, viewer, "go_back", line=True)


class TeamSynced(Event):
    """A team was brought to an inject of the line, or waits for those that were (K11)."""

    kind: Literal["team_synced"] = "team_synced"
    team: Id
    story: str = EXERCISE
    inject: Id
    how: Literal["brought", "there", "ahead"]
    skipped: tuple[Id, ...] = ()
    """What lay between, left out."""
    changes: tuple[Change, ...] = ()
    story_time: StoryTime | None = None
    versions: tuple[int, ...] = ()
    edits: int = 0
    reason: Line | None = None

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        state = replace(exercise.teams[self.team], ahead=self.how == "ahead", seq=stamp.seq)
        facts = replace(exercise.facts[self.story], seq=stamp.seq)
        if self.how == "brought":
            for id in self.skipped:
                state = delivered(state, id, stamp, "skipped", reason="sync")
                facts = without_proposal(facts, id, stamp)
            state = delivered(state, self.inject, stamp, versions=self.versions, edits=self.edits)
            state = replace(state, position=self.inject)
            facts = without_proposal(facts, self.inject, stamp)
            facts = told_at(facts, self.story_time, stamp)
        exercise = exercise.with_team(self.team, state).with_facts(self.story, facts)
        return applied(self.changes, exercise, stamp.elapsed, stamp.seq)


class SyncTeams(Command):
    """Teams that are behind are to be brought to an inject that others have; those ahead wait."""

    kind: Literal["sync_teams"] = "sync_teams"
    inject: Id
    teams: tuple[Id, ...] = ()
    reason: Line | None = None

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        inject = _of_the_line(exercise, moment, self.inject)
        if not passes.somebody_has(exercise, inject.id):
            raise Refused("not_released", inject=inject.id)
        named = _named_teams(exercise, self.teams)
        places = {
            team: passes.place(exercise, team, inject)
            for team in named
            if team in rules.addressed(exercise, inject.to)
        }
        if "brought" not in places.values():
            raise Refused("nobody_behind", inject=inject.id)
        return tuple(self._synced(exercise, inject, team, how) for team, how in places.items())

    def _synced(
        self, exercise: Exercise, inject: Inject, team: str, how: passes.Place
    ) -> TeamSynced:
        story = exercise.story_of(team)
        event = TeamSynced(team=team, story=story, inject=inject.id, how=how, reason=self.reason)
        if how != "brought":
            return event
        had = rules.teams_that_received(exercise, inject.id, story)
        new = () if team in had else (team,)
        return event.having(
            skipped=passes.between(exercise, team, inject),
            changes=effects(exercise, inject, story, new),
            story_time=None if had else inject.story_time,
            versions=versions_given(exercise, inject, team),
            edits=len(exercise.edits.get(inject.id, ())),
        )

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        if viewer.role != "facilitator" or not under_way(exercise):
            return ()
        found = []
        for inject in exercise.scenario.injects:
            if not inject.on_line or not passes.somebody_has(exercise, inject.id):
                continue
            audience = rules.addressed(exercise, inject.to)
            behind = (passes.place(exercise, t, inject) == "brought" for t in audience)
            if any(behind):
                found.append(
                    Choice(
                        kind="sync_teams",
                        given={"inject": inject.id},
                        title=rules.inject_title(exercise, inject.id, viewer.language),
                        fields=(teams_field(exercise, viewer, audience), Field(name="reason")),
                    )
                )
        return tuple(found)
