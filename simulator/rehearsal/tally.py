"""The tally of a rehearsal: runs counted together one by one, so that none of them is kept."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from math import ceil
from typing import get_args

from simulator.domain.rehearsal import (
    IDLE,
    Common,
    ControlLoad,
    DeadEnd,
    IdlePlace,
    Longest,
    Outcome,
    Reached,
    Rehearsal,
    Spread,
    TeamIdle,
    TeamLoad,
)
from simulator.domain.scenario import Scenario
from simulator.engine.rules import MINUTE
from simulator.rehearsal.once import Setup
from simulator.rehearsal.standstill import Standstill
from simulator.rehearsal.watch import Seen

STEP = 5
"""Minutes over which durations are counted together."""
TENTH = 0.1
MOST_PLACES, MOST_COMMON = 20, 12
OFTEN = 0.15
"""By so much a share is larger in the longest runs than in the others to be told of."""
Ways = Callable[[int, Standstill], str | None]
"""Run and dead end → the way there, as a play script."""
Per = Counter[int]
"""Whole units → in how many runs."""


class Tally:
    """All that is known of the runs so far; it grows with what a scenario holds, not with runs."""

    def __init__(self) -> None:
        self.runs = 0
        self._outcomes: Counter[Outcome] = Counter()
        self._ends: Counter[str] = Counter()
        self._injects: Counter[str] = Counter()
        self._options: Counter[str] = Counter()
        self._entered: Counter[str] = Counter()
        self._refused: Counter[str] = Counter()
        self._asked_of: Counter[str] = Counter()
        self._met: Counter[str] = Counter()
        self._seconds: Per = Counter()
        self._lasting: dict[tuple[str, str], Per] = defaultdict(Counter)
        """Inject or option → minutes that a run took in which it was seen → runs."""
        self._minutes: Per = Counter()
        self._going: Per = Counter()
        """Ten minutes → runs that go on then."""
        self._given: Counter[tuple[str, int]] = Counter()
        self._decided: Counter[tuple[str, int]] = Counter()
        self._acts: Per = Counter()
        self._busiest: Per = Counter()
        self._idle: dict[str, Per] = defaultdict(Counter)
        self._places: dict[tuple[str, str], tuple[int, float]] = {}
        self._questions = self._unanswered = self._most_waiting = 0
        self._waited = 0.0
        self._dead: dict[Standstill, tuple[int, int, int]] = {}
        """Dead end → runs, acts of the shortest way there, the number of that run."""

    def add(self, seen: Seen) -> None:
        """Count one more run in."""
        self.runs += 1
        self._outcomes[seen.outcome] += 1
        self._ends.update(seen.ends)
        self._injects.update(seen.injects)
        self._options.update(seen.options)
        self._entered.update(seen.entered)
        self._refused.update(seen.refused)
        self._asked_of.update(seen.asked_of)
        self._met.update(seen.met)
        self._given.update(seen.given)
        self._decided.update(seen.decided)
        self._control(seen)
        self._time(seen)
        for team, (seconds, inject) in seen.idle.items():
            self._was_idle(team, seconds / MINUTE, inject)
        if seen.dead is not None:
            runs, steps, number = self._dead.get(seen.dead, (0, seen.steps, seen.number))
            steps, number = min((steps, number), (seen.steps, seen.number))
            self._dead[seen.dead] = (runs + 1, steps, number)

    def _control(self, seen: Seen) -> None:
        self._acts.update(dict(enumerate(seen.control)))
        self._going.update(range(len(seen.control)))
        self._busiest[seen.busiest] += 1
        self._questions += seen.questions
        self._unanswered += seen.unanswered
        self._most_waiting = max(self._most_waiting, seen.most_waiting)
        self._waited += seen.waited

    def _time(self, seen: Seen) -> None:
        if seen.outcome != "ended":
            return
        minutes = int(seen.duration // MINUTE)
        self._seconds[round(seen.duration)] += 1
        self._minutes[minutes] += 1
        for kind, refs in (("inject", seen.injects), ("option", seen.options)):
            for ref in refs:
                self._lasting[kind, ref][minutes] += 1

    def _was_idle(self, team: str, minutes: float, inject: str) -> None:
        self._idle[team][round(minutes * MINUTE)] += 1
        if minutes > IDLE:
            runs, most = self._places.get((team, inject), (0, 0.0))
            self._places[team, inject] = (runs + 1, max(most, minutes))

    def told(self, setup: Setup, asked: int, ways: Ways) -> Rehearsal:
        """What came of all of it."""
        scenario = setup.kit.original.scenario
        ended = spread(self._seconds, MINUTE)
        return Rehearsal(
            scenario=scenario.id,
            scenario_version=scenario.version,
            seed=setup.seed,
            asked=asked,
            runs=self.runs,
            bots=tuple(character.name for character in setup.mix),
            facilitators=tuple(manner.name for manner in setup.manners),
            teams=tuple(self._idle),
            outcomes={
                each: self._outcomes[each] for each in get_args(Outcome) if self._outcomes[each]
            },
            endings=_reached(self._ends),
            dead_ends=tuple(self._dead_ends(ways)),
            unseen_injects=tuple(i.id for i in scenario.injects if not self._injects[i.id]),
            unseen_options=tuple(o for o in _options(scenario) if not self._options[o]),
            duration=ended,
            lasted=_steps(self._minutes),
            load=tuple(self._load(team) for team in self._idle),
            idle=tuple(self._told_idle(team) for team in self._idle),
            left_idle=tuple(self._left_idle()),
            unmet=tuple(self._unmet(scenario)),
            by_people=tuple(ref for ref, able in _expectations(scenario) if not able),
            control=self._told_control(),
            entered=_reached(self._entered),
            longest=self._longest(),
            refused=dict(self._refused),
        )

    def _dead_ends(self, ways: Ways) -> Iterator[DeadEnd]:
        found = sorted(self._dead.items(), key=lambda pair: (-pair[1][0], pair[0]))
        for dead, (runs, _, number) in found[:MOST_PLACES]:
            yield DeadEnd(
                kind=dead.kind,
                inject=dead.inject or None,
                option=dead.option or None,
                runs=runs,
                run=number,
                play=ways(number, dead),
            )

    def _unmet(self, scenario: Scenario) -> Iterator[str]:
        for ref, able in _expectations(scenario):
            if able and self._asked_of[ref] and not self._met[ref]:
                yield ref

    def _load(self, team: str) -> TeamLoad:
        given = self._mean(lambda ten: self._given[team, ten])
        decided = self._mean(lambda ten: self._decided[team, ten])
        return TeamLoad(team=team, injects=given, decisions=decided)

    def _mean(self, of: Callable[[int], int]) -> tuple[float, ...]:
        """In each ten minutes, the mean of the runs that go on then."""
        return tuple(round(of(ten) / self._going[ten], 3) for ten in sorted(self._going))

    def _told_idle(self, team: str) -> TeamIdle:
        longest = spread(self._idle[team], MINUTE)
        assert longest is not None
        over = sum(n for seconds, n in self._idle[team].items() if seconds > IDLE * MINUTE)
        return TeamIdle(team=team, longest=longest, over=over)

    def _left_idle(self) -> Iterator[IdlePlace]:
        found = sorted(self._places.items(), key=lambda pair: (-pair[1][0], pair[0]))
        for (team, inject), (runs, most) in found[:MOST_PLACES]:
            yield IdlePlace(team=team, inject=inject or None, runs=runs, most=round(most, 1))

    def _told_control(self) -> ControlLoad:
        busiest = spread(self._busiest, 1)
        answered = self._questions - self._unanswered
        runs = max(self.runs, 1)
        return ControlLoad(
            acts=self._mean(lambda ten: self._acts[ten]),
            busiest=busiest or Spread(least=0, tenth=0, median=0, ninetieth=0, most=0),
            questions=round(self._questions / runs, 3),
            unanswered=round(self._unanswered / runs, 3),
            waited=round(self._waited / MINUTE / answered, 3) if answered else 0.0,
            most_waiting=self._most_waiting,
        )

    def _longest(self) -> Longest | None:
        """The longest tenth of the runs that ended, counted by full minutes."""
        ended = sum(self._minutes.values())
        most, least = 0, 0
        for minutes, runs in sorted(self._minutes.items(), reverse=True):
            if most and most + runs > 2 * TENTH * ended:
                break
            most, least = most + runs, minutes
            if most >= TENTH * ended:
                break
        if not most or most == ended:
            return None
        common = sorted(self._common(least, most, ended - most), key=_by_difference)
        return Longest(runs=most, minutes=least, common=tuple(common[:MOST_COMMON]))

    def _common(self, least: int, most: int, others: int) -> Iterator[Common]:
        for (kind, ref), lasting in self._lasting.items():
            among = sum(runs for minutes, runs in lasting.items() if minutes >= least)
            rest = sum(lasting.values()) - among
            shares = among / most, rest / others
            if shares[0] - shares[1] >= OFTEN:
                yield Common(
                    kind="inject" if kind == "inject" else "option",
                    ref=ref,
                    longest=round(shares[0], 3),
                    others=round(shares[1], 3),
                )


def _by_difference(common: Common) -> tuple[float, str]:
    return common.others - common.longest, common.ref


def spread(counted: Mapping[int, int], unit: float) -> Spread | None:
    """How values lie that were counted; None where there are none."""
    values = sorted(counted)
    sums: list[int] = []
    for value in values:
        sums.append((sums[-1] if sums else 0) + counted[value])
    if not sums:
        return None

    def at(share: float) -> float:
        """The least value that so large a share of the runs does not exceed."""
        wanted = max(ceil(share * sums[-1]), 1)
        return round(values[bisect_left(sums, wanted)] / unit, 2)

    return Spread(least=at(0), tenth=at(0.1), median=at(0.5), ninetieth=at(0.9), most=at(1))


def _steps(minutes: Mapping[int, int]) -> dict[int, int]:
    """Runs by the five minutes they ended in, from the first to the last of these."""
    found: Counter[int] = Counter()
    for each, runs in minutes.items():
        found[each // STEP * STEP] += runs
    ends = range(min(found), max(found) + 1, STEP) if found else ()
    return {each: found[each] for each in ends}


def _reached(counted: Mapping[str, int]) -> tuple[Reached, ...]:
    found = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Reached(inject=inject, runs=runs) for inject, runs in found)


def _options(scenario: Scenario) -> Iterable[str]:
    for inject in scenario.injects:
        for option in inject.decision.options if inject.decision else ():
            yield f"{inject.id}/{option.id}"


def _expectations(scenario: Scenario) -> Iterator[tuple[str, bool]]:
    """Every expectation, and whether what is recorded in play can meet it."""
    for inject in scenario.injects:
        for each in inject.expectations:
            yield f"{inject.id}/{each.id}", bool(each.step or each.done_by)
