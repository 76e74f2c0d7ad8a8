"""How cases are laid out: playbooks pruned, steps bound to teams, acts matched by their links.

Before anything is scored, playbooks are cut down to the branch that scenario truth selects, to the
phases that count, and to the clocks that began. What is left out for a want is told as a gap.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from simulator.domain.course import Course
from simulator.domain.debrief import Gap
from simulator.domain.entries import Observation
from simulator.domain.exercise import EXERCISE, Exercise, Met
from simulator.domain.playbook import NOT_SCORED, FromStep, Playbook, Rubric, Step, Times
from simulator.domain.scenario import Deadline, Expectation, PlaybookUse
from simulator.engine import rules
from simulator.engine.case import Asked, Case, Clock, Expected, Harm
from simulator.engine.evidence import Act, Deeds, Point, came_true
from simulator.engine.expectations import is_for
from simulator.engine.hindsight import in_hindsight
from simulator.engine.spoken import choices, passed_on, rated, tellings

Acts = Mapping[str, Act]


@dataclass(frozen=True, slots=True)
class Bound:
    """A playbook step that counts here and the declared team whose it is; None: anybody's."""

    use: PlaybookUse
    playbook: Playbook
    step: Step
    team: str | None

    @property
    def ref(self) -> str:
        """`playbook/step`."""
        return f"{self.playbook.id}/{self.step.id}"


@dataclass(frozen=True, slots=True)
class Ground:
    """What all cases of one exercise stand on."""

    course: Course
    exercise: Exercise
    bound: tuple[Bound, ...]
    deeds: Mapping[str, Deeds]
    seen: Mapping[tuple[str, str], Observation]
    """Team and expectation → what an evaluator said of it last."""
    acts: Mapping[str, Acts]
    """Team → what it did first of each step."""

    @property
    def lone(self) -> bool:
        """Whether every team answers for everything that is asked of no team by name."""
        return len(self.exercise.teams) == 1 or not self.exercise.shared

    def falls_to(self, declared: str | None, team: str | None) -> bool:
        """Whether what is asked of a declared team, or of none, falls to a case."""
        if team is None or declared is None:
            return declared is None and self.lone == (team is not None)
        return self.exercise.teams[team].declared == declared

    def teams(self, team: str | None) -> tuple[str, ...]:
        """The teams of the story that a case is about."""
        return rules.teams_in(self.exercise, self.story(team))

    def story(self, team: str | None) -> str:
        """The story that a case is about."""
        return self.exercise.story_of(team) if team else EXERCISE

    def first(self, ref: str, team: str | None) -> Act | None:
        """Who did a step first in a case's story."""
        found = (a for t in self.teams(team) if (a := self.acts[t].get(ref)))
        return min(found, key=lambda a: a.order, default=None)


def cases(course: Course, rubric: Rubric) -> tuple[tuple[Case, ...], tuple[Gap, ...]]:
    """The case of every team, and of all together where something is about none by name."""
    bound, gaps = pruned(course.exercise)
    ground = _ground(course, bound)
    made = [_case(ground, team, rubric, gaps) for team in course.exercise.teams]
    if len(made) > 1:
        common = _case(ground, None, rubric, gaps)
        made += [] if common.is_empty else [common]
    return tuple(made), tuple(gaps)


def pruned(exercise: Exercise) -> tuple[tuple[Bound, ...], list[Gap]]:
    """The steps that count in this scenario, each with its team; and what could not be asked."""
    bound: list[Bound] = []
    gaps: dict[str, Gap] = {}
    for use in exercise.scenario.playbooks:
        playbook = exercise.kit.original.playbook(use.use)
        if playbook is None:
            gaps[use.use] = Gap(code="playbook_missing", values={"playbook": use.use})
            continue
        for step in playbook.steps:
            want = _want(use, playbook, step)
            if want is not None:
                gaps.setdefault(str(want), want)
            elif _counts(use, playbook, step):
                ref = use.roles[step.role] if step.role else None
                bound.append(Bound(use, playbook, step, ref.partition("/")[0] if ref else None))
    return tuple(bound), list(gaps.values())


def _counts(use: PlaybookUse, playbook: Playbook, step: Step) -> bool:
    """Whether a step is of a phase that counts and of the branch that is true."""
    scored = step.scoreable
    if scored is None:
        scored = playbook.phase_of(step) not in NOT_SCORED
    return scored and all(use.branches.get(q) == answer for q, answer in step.branch.items())


def _want(use: PlaybookUse, playbook: Playbook, step: Step) -> Gap | None:
    """What is missing for a step to be asked: a true answer, or somebody who plays its role."""
    unanswered = next((q for q in step.branch if q not in use.branches), None)
    if unanswered is not None:
        values = {"playbook": playbook.id, "question": unanswered}
        return Gap(code="branch_unanswered", values=dict(values))
    if _counts(use, playbook, step) and step.role is not None and step.role not in use.roles:
        return Gap(code="role_unbound", values={"playbook": playbook.id, "role": step.role})
    return None


def _ground(course: Course, bound: tuple[Bound, ...]) -> Ground:
    exercise = in_hindsight(course.exercise)
    deeds = {team: Deeds(course, team) for team in exercise.teams}
    seen = {(o.team, o.expectation): o for o in exercise.observations if o.team and o.expectation}
    acts = {team: _first_acts(exercise, team, deeds[team]) for team in exercise.teams}
    return Ground(course, exercise, bound, deeds, seen, acts)


def _first_acts(exercise: Exercise, team: str, deeds: Deeds) -> Acts:
    """What a team did first of each step: as a decision names it, or staff or a fact say."""
    found = {ref: acts[0] for ref, acts in deeds.named.items()}
    state = exercise.teams[team]
    for ref, met in state.met.items():
        inject_id, _, id = ref.partition("/")
        inject = exercise.scenario.inject(inject_id)
        expectation = inject.expectation(id) if inject else None
        if expectation is None or met.how == "decision" or len(expectation.step) != 1:
            continue
        act = _seen(met, team)
        (step,) = expectation.step
        found[step] = min(found.get(step, act), act, key=lambda each: each.order)
    return found


def _seen(met: Met, team: str) -> Act:
    """What staff or a fact say that a team did."""
    at = Point(met.since, met.seq, (met.seq,))
    return Act(at, team, ("by_staff" if met.how == "staff" else "by_condition",))


def _case(ground: Ground, team: str | None, rubric: Rubric, gaps: list[Gap]) -> Case:
    absent, of = rubric.absent, rubric.ratings.of
    mine = [b for b in ground.bound if ground.falls_to(b.team, team)]
    asked = [(b, _asked(ground, b, team)) for b in mine]
    for bound, step in asked:
        if step.starts is None and step.done is None and _waits_for_trigger(bound):
            gaps.append(Gap(code="trigger_not_reached", team=team, step=bound.ref))
    refs = {ref: act for b in ground.bound if (act := ground.first(ref := b.ref, team))}
    return Case(
        course=ground.course,
        team=team,
        story=ground.story(team),
        absent=absent,
        steps=tuple(s for b, s in asked if s.starts or s.done or not _waits_for_trigger(b)),
        expectations=tuple(_expected(ground, team, {s.ref: s for _, s in asked})),
        harms=tuple(_harms(ground, team)) if team else (),
        clocks=tuple(_clocks(ground, team, gaps)),
        acts=refs,
        hints=_hints(ground.exercise, team),
        tellings=tuple(tellings(ground.exercise, ground.teams(team) if team is None else (team,))),
        passed=tuple(passed_on(ground.course.exercise, team)) if team else (),
        choices=tuple(choices(ground.exercise, team)) if team else (),
        limits={b.ref: most for b in mine if b.step.share and (most := b.step.share.tlp_at_most)},
        rated=tuple(rated(ground.exercise, team, of)),
    )


def _waits_for_trigger(bound: Bound) -> bool:
    """Whether a step is asked only once something has happened in the story.

    One that waits for another step is asked all the same: who never begins gains nothing.
    """
    times = bound.step.times
    return times is not None and not isinstance(times.from_, FromStep)


def _asked(ground: Ground, bound: Bound, team: str | None) -> Asked:
    own = ground.acts[team].get(bound.ref) if team else None
    done = own or ground.first(bound.ref, team)
    if done and team and done.team != team:
        done = done.marked("other_team")
    starts = _starts(ground, bound, team)
    return Asked(
        ref=bound.ref,
        step=bound.step,
        phase=bound.playbook.phase_of(bound.step),
        starts=starts,
        times=_times(ground.exercise, bound.step.times, starts),
        done=done,
        tell=_to_tell(ground, bound, team),
    )


def _to_tell(ground: Ground, bound: Bound, team: str | None) -> tuple[str, ...]:
    """The other teams that a step says are to be told: by their id, or by the role they play."""
    share = bound.step.share
    named = {bound.use.roles.get(id, id).partition("/")[0] for id in share.with_} if share else ()
    found = ground.exercise.teams.items()
    return tuple(t for t, s in found if t != team and (t in named or s.declared in named))


def _starts(ground: Ground, bound: Bound, team: str | None) -> Point | None:
    """When the clock of a step began: its trigger came true, or the step before was done."""
    times = bound.step.times
    if times is None:
        return None
    if isinstance(times.from_, FromStep):
        before = ground.first(f"{bound.playbook.id}/{times.from_.step}", team)
        return before.at if before else None
    trigger = bound.use.triggers.get(times.from_)
    return came_true(trigger, ground.exercise, ground.story(team)) if trigger else None


def _times(exercise: Exercise, times: Times | None, starts: Point | None) -> Times | None:
    """The anchors at the severity that was true when the clock began."""
    if times is None or starts is None or not times.by_severity:
        return times
    level = _severity(exercise, starts.seq)
    fitting = [s for s in times.by_severity if level is not None and s.from_ <= level]
    if not fitting:
        return times
    tightest = max(fitting, key=lambda s: s.from_)
    names = ("target", "acceptable", "limit")
    own = {n: v for n in names if (v := getattr(tightest, n)) is not None}
    return times.having(**own)


def _severity(exercise: Exercise, seq: int) -> int | None:
    """How severe it really was at a record: by the phase of what was released last by then."""
    levels = {truth.phase: truth.level for truth in exercise.scenario.truth.severity}
    released = [
        (d.seq, inject.phase)
        for state in exercise.teams.values()
        for id, deliveries in state.received.items()
        for d in deliveries
        if d.seq <= seq and (inject := exercise.scenario.inject(id)) and inject.phase
    ]
    last = max(released, default=None)
    return levels.get(last[1]) if last and last[1] else None


def _expected(ground: Ground, team: str | None, steps: Mapping[str, Asked]) -> Iterator[Expected]:
    """What the injects that a case's teams were given expect, in the order they were given."""
    exercise = ground.exercise
    given = _given(exercise, (team,) if team else tuple(exercise.teams))
    for id, point in given.items():
        inject = exercise.scenario.inject(id)
        for expectation in inject.expectations if inject else ():
            assert inject is not None
            ref = f"{id}/{expectation.id}"
            audience = [t for t in exercise.teams if is_for(exercise, inject, expectation, t)]
            if _owner(ground, ref, expectation, audience, team):
                whose = [team] if team else audience
                done = [a for t in whose if (a := _met(ground, ref, expectation, t))]
                seen = next((s for t in whose if (s := ground.seen.get((t, ref)))), None)
                behind = next((steps[s] for s in expectation.step if s in steps), None)
                act = done[0] if done else None
                yield Expected(ref, id, expectation, point, act, seen, behind)


def _owner(
    ground: Ground, ref: str, expectation: Expectation, audience: list[str], team: str | None
) -> bool:
    """Whether an expectation is a case's: the team's named; the one's that met it; else of all."""
    if expectation.team is not None or ground.lone or len(audience) < 2:
        return team in audience
    met = [t for t in audience if _met(ground, ref, expectation, t)]
    return team in met if met else team is None


def _met(ground: Ground, ref: str, expectation: Expectation, team: str) -> Act | None:
    """What met an expectation, the first time it was met."""
    met = ground.exercise.teams[team].met.get(ref)
    if met and met.how == "decision":
        return ground.deeds[team].met_by(met.seq, expectation.step)
    return _seen(met, team) if met else None


def _given(exercise: Exercise, teams: tuple[str, ...]) -> Mapping[str, Point]:
    """Inject → when the first of the teams was given it, in that order."""
    released = sorted(
        (d.seq, d.since, id)
        for team in teams
        for id, deliveries in exercise.teams[team].received.items()
        for d in deliveries
        if d.how == "released"
    )
    found: dict[str, Point] = {}
    for seq, since, id in released:
        found.setdefault(id, Point(since, seq, (seq,)))
    return found


def _hints(exercise: Exercise, team: str | None) -> tuple[int, ...]:
    given = _given(exercise, (team,) if team else tuple(exercise.teams))
    hints = {i.id for i in exercise.scenario.injects if i.pool == "hint"}
    return tuple(point.seq for id, point in given.items() if id in hints)


def _harms(ground: Ground, team: str) -> Iterator[Harm]:
    """What a team did of the never lists, unless the step that makes it right came first."""
    for use in ground.exercise.scenario.playbooks:
        playbook = ground.exercise.kit.original.playbook(use.use)
        for never in playbook.never if playbook else ():
            right = ground.first(f"{use.use}/{never.before}", team) if never.before else None
            for act in ground.deeds[team].named.get(f"{use.use}/{never.id}", ()):
                if right is None or right.order > act.order:
                    yield Harm(f"{use.use}/{never.id}", never, act)


def _clocks(ground: Ground, team: str | None, gaps: list[Gap]) -> Iterator[Clock]:
    """The deadlines that fall to a case: by their step's role, else by whose screens show them."""
    exercise = ground.exercise
    for deadline in exercise.scenario.deadlines:
        bound = next((b for b in ground.bound if b.ref == deadline.step), None)
        named = {ref.partition("/")[0] for ref in deadline.to} - {"all"}
        declared = bound.team if bound else (named.pop() if len(named) == 1 else None)
        if (deadline.step and not bound) or not ground.falls_to(declared, team):
            continue
        (place, *_) = rules.stories_of_fact(exercise, "deadline", deadline.id, team or EXERCISE)
        run = exercise.facts[place].deadlines.get(deadline.id)
        if run is None:
            values = {"deadline": deadline.id}
            gaps.append(Gap(code="deadline_not_begun", team=team, values=dict(values)))
            continue
        times = bound.step.times if bound else None
        source = times.source if times else deadline.source
        yield Clock(deadline, run, _met_deadline(ground, deadline, team), source)


def _met_deadline(ground: Ground, deadline: Deadline, team: str | None) -> Point | None:
    """What a deadline asks for, done: its condition, or its step."""
    story = ground.story(team)
    if deadline.met_by and (point := came_true(deadline.met_by, ground.exercise, story)):
        return point
    act = ground.first(deadline.step, team) if deadline.step else None
    return act.at if act else None
