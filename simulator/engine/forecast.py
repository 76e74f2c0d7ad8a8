"""When play will end if the rest goes as planned, and what may be left out to end sooner (F21).

The plan is the shortest way to an inject that ends the scenario. Its length is what the scenario
plans, spread over the way in proportion to the delays of its injects; `delay` and `at` are the
least. So an exercise on plan ends at its planned time, and where a way hangs on a condition that
does not hold nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import count

from simulator.domain.exercise import Exercise
from simulator.domain.scenario import Inject, Scenario
from simulator.engine import rules
from simulator.engine.conditions import holds
from simulator.engine.line import Way, line_of
from simulator.engine.once import while_same
from simulator.engine.reach import enders
from simulator.engine.rules import MINUTE

_KEPT_AS = "_pace"


@dataclass(frozen=True, slots=True)
class Pace:
    """How long the steps of a scenario take, seconds of exercise time."""

    scale: float | None
    """Seconds of a step to one of its delay; None where nothing is planned."""
    usual: float | None
    """The weight of a step that gives no time: the mean of the delays, in seconds."""
    last: float = 0.0
    """How long play goes on after the inject that ends it."""

    def step(self, inject: Inject, *, first: bool = False) -> float | None:
        """How long after what comes before it an inject is expected; None: it cannot be known.

        The first of the scenario waits for nothing but its own times.
        """
        weight = _weight(inject, 0.0 if first else self.usual)
        if self.scale is None:
            return weight
        return max((inject.release.delay or 0.0) * MINUTE, (weight or 0.0) * self.scale)


@dataclass(frozen=True, slots=True)
class Step:
    """An inject on the way to the end."""

    inject: str
    takes: float
    """Seconds after what comes before it."""
    at: float
    """Not before this second of exercise time."""
    out: bool = False
    """Whether it is out to everybody, so that nothing waits for it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is left of a story: from when it counts, its steps, and what follows the last."""

    since: float
    steps: tuple[Step, ...]
    last: float

    @property
    def coming(self) -> tuple[Step, ...]:
        """The steps that are still to be gone."""
        return tuple(step for step in self.steps if not step.out)

    def times(self, now: float, without: str | None = None) -> tuple[float, float]:
        """When the next inject is expected to go, and when play ends; nothing goes before now."""
        time, due = self.since, None
        for step in self.steps:
            if step.inject == without:
                continue
            time = max(time + step.takes, step.at)
            if due is None and not step.out:
                due = time = max(time, now)
        return (time if due is None else due), max(time + self.last, now)


def planned(scenario: Scenario) -> float | None:
    """How long a scenario is planned to be, seconds: as it says, else all its phases together."""
    if scenario.planned is not None:
        return scenario.planned * MINUTE
    lengths = [phase.planned for phase in scenario.phases if phase.planned is not None]
    if not lengths or len(lengths) < len(scenario.phases):
        return None
    return sum(lengths) * MINUTE


def forecast(exercise: Exercise) -> Plan | None:
    """What is left for whoever comes to an end last; None where the end cannot be known."""
    found = [_left(exercise, story) for story in exercise.stories]
    if not all(found):
        return None
    plans = (plan for each in found for plan in each)
    return max(plans, key=lambda plan: plan.times(exercise.elapsed)[1])


@while_same
def _left(exercise: Exercise, story: str) -> tuple[Plan, ...]:
    """What is left of a story from each position of its teams; nothing where it is not known."""
    teams = rules.teams_in(exercise, story)
    positions = dict.fromkeys(exercise.teams[team].position for team in teams)
    pace = _pace(exercise.scenario)
    found = [_from(exercise, story, pace, position) for position in positions]
    known = tuple(plan for plan in found if plan is not None)
    return known if len(known) == len(found) else ()


def _from(exercise: Exercise, story: str, pace: Pace, position: str | None) -> Plan | None:
    """The shortest way from a position to an end of the scenario."""
    ends = {inject.id for inject in enders(exercise.scenario)}
    begin = line_of(exercise.scenario).first
    out = rules.out_at(exercise, story, position) if position else None
    since = out.since if out else 0.0
    if position in ends:
        return Plan(since, (), pace.last)
    firsts = _ways(exercise, story, position) if position else [begin] if begin else []
    steps = _shortest(
        since,
        firsts,
        lambda id: _ways(exercise, story, id),
        lambda id: _step(exercise, story, pace, id),
        ends,
    )
    return Plan(since, steps, pace.last) if steps else None


def _shortest(
    since: float,
    firsts: Iterable[str],
    ways: Callable[[str], Iterable[str]],
    step: Callable[[str], Step | None],
    ends: set[str],
) -> tuple[Step, ...]:
    """The steps that lead to an end soonest; none where nothing known leads there."""
    number = count()
    waiting: list[tuple[float, int, tuple[Step, ...]]] = []

    def reach(time: float, way: tuple[Step, ...], to: Iterable[str]) -> None:
        for found in map(step, to):
            if found is not None:
                arrives = max(time + found.takes, found.at)
                heappush(waiting, (arrives, next(number), (*way, found)))

    reach(since, (), firsts)
    seen: set[str] = set()
    while waiting:
        time, _, way = heappop(waiting)
        here = way[-1].inject
        if here in ends:
            return way
        if here not in seen:
            seen.add(here)
            reach(time, way, ways(here))
    return ()


def _step(exercise: Exercise, story: str, pace: Pace, id: str) -> Step | None:
    inject = exercise.scenario.inject(id)
    assert inject is not None
    out = rules.out_at(exercise, story, id)
    if out is not None and not rules.waiting_teams(exercise, inject, story):
        return Step(id, 0.0, out.since, out=True)
    takes = pace.step(inject, first=id == line_of(exercise.scenario).first)
    return None if takes is None else Step(id, takes, (inject.release.at or 0.0) * MINUTE)


def _ways(exercise: Exercise, story: str, source: str) -> list[str]:
    """Where play may go from an inject, as far as it can be known: one inject for each option.

    The way that was taken; else that of the option in force; else all. Of several under
    conditions the first that holds now.
    """
    ways = line_of(exercise.scenario).ways.get(source, ())
    taken = [way.to for way in ways if rules.out_at(exercise, story, way.to)]
    if taken:
        return taken
    out = rules.out_at(exercise, story, source)
    chosen = rules.option_in_force(exercise, story, source) if out else None
    if chosen is not None:
        ways = tuple(way for way in ways if way.option in (None, chosen[0]))
    elif out is not None and not rules.teams_that_received(exercise, source, story):
        ways = tuple(way for way in ways if way.option is None)
    return list(_first_open(exercise, story, ways))


def _first_open(exercise: Exercise, story: str, ways: Sequence[Way]) -> Iterator[str]:
    """For each option the first way of which the condition holds."""
    found: set[str | None] = set()
    for way in ways:
        open_now = way.when is None or holds(way.when, exercise, story).holds
        if open_now and way.option not in found:
            found.add(way.option)
            yield way.to


def _pace(scenario: Scenario) -> Pace:
    """How long the steps of a scenario take; worked out once and kept with it."""
    kept = scenario.__dict__.get(_KEPT_AS)
    if isinstance(kept, tuple) and kept[0] is scenario.injects:
        return kept[1]  # type: ignore[no-any-return]  # nobody else keeps anything there
    pace = _worked_out(scenario)
    scenario.__dict__[_KEPT_AS] = (scenario.injects, pace)
    return pace


def _worked_out(scenario: Scenario) -> Pace:
    """The pace at which the shortest way from STARTEX takes the time planned."""
    length, line = planned(scenario), line_of(scenario)
    if length is None or line.first is None:
        return Pace(None, None)
    delays = [i.release.delay for i in scenario.injects if i.on_line and i.release.delay]
    usual = sum(delays) / len(delays) * MINUTE if delays else MINUTE
    steps = _shortest(
        0.0,
        (line.first,),
        lambda id: _unless_known(line.ways.get(id, ())),
        lambda id: _weighed(scenario, id, usual),
        {inject.id for inject in enders(scenario)},
    )
    left, scales = usual, []
    for step in reversed(steps):
        scales.append((length - step.at) / left)
        left += step.takes
    pace = Pace(max(0.0, min((*scales, length / left))), usual)
    return replace(pace, last=max(0.0, length - _arrival(scenario, pace, steps)))


def _arrival(scenario: Scenario, pace: Pace, steps: Sequence[Step]) -> float:
    """When the last of some steps is reached at a pace."""
    time = 0.0
    for step in steps:
        inject = scenario.inject(step.inject)
        assert inject is not None
        takes = pace.step(inject, first=step.inject == line_of(scenario).first)
        time = max(time + (takes or 0.0), step.at)
    return time


def _unless_known(ways: Sequence[Way]) -> Iterator[str]:
    """For each option the way that is taken while nothing is known, as facts are at STARTEX."""
    for option in dict.fromkeys(way.option for way in ways):
        own = [way for way in ways if way.option == option]
        yield next((way.to for way in own if way.when is None), own[0].to)


def _weighed(scenario: Scenario, id: str, usual: float) -> Step:
    """A step of which the time is its part of the whole; the first begins by itself."""
    inject = scenario.inject(id)
    assert inject is not None
    weight = _weight(inject, 0.0 if id == line_of(scenario).first else usual)
    return Step(id, weight or 0.0, (inject.release.at or 0.0) * MINUTE)


def _weight(inject: Inject, usual: float | None) -> float | None:
    """What part of the planned time an inject takes, in seconds of its delay."""
    if inject.release.delay is not None:
        return inject.release.delay * MINUTE
    return 0.0 if inject.release.at is not None else usual
