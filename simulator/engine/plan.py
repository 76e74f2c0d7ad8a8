"""Which injects are open, when each is due, and why (K2 to K7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from simulator.domain.exercise import Deferral, Delivery, Exercise, Interruption, Proposal
from simulator.domain.scenario import START, Inject, Scenario
from simulator.engine import rules
from simulator.engine.conditions import Truth, holds
from simulator.engine.line import Way, line_of
from simulator.engine.once import while_planned
from simulator.engine.reach import still_ahead
from simulator.engine.rules import MINUTE

Ids = frozenset[str]


@dataclass(frozen=True, slots=True)
class Opening:
    """An inject whose way is open in one story: when it is due, and why."""

    inject: str
    story: str
    opened: float
    """Since when its way is open, seconds of exercise time."""
    due: float
    """When it may go, seconds of exercise time."""
    because: str
    """`start`, `line`, `option`, `after`, `condition`, `contingency`."""
    source: str | None = None
    option: str | None = None


@while_planned
def openings(exercise: Exercise, story: str) -> tuple[Opening, ...]:
    """All injects of a story that are open and not yet out to everybody, in the order of proposals.

    That is due time, line before beside, list order (K6).
    """
    found: dict[str, Opening] = {}
    wanted = rules.asked_for(exercise, story)
    out = rules.out_in(exercise, story)
    on_line = _on_line(exercise, story, wanted, out)
    for opening in (*on_line, *_beside(exercise, story, wanted, out)):
        known = found.get(opening.inject)
        if known is None or opening.due < known.due:
            found[opening.inject] = opening
    place = _places(exercise.scenario)
    return tuple(sorted(found.values(), key=lambda o: (o.due, place(o.inject))))


def proposals(exercise: Exercise, story: str) -> tuple[tuple[str, Proposal], ...]:
    """What waits for the facilitator in a story; the first is what the one key releases (K6)."""
    place = _places(exercise.scenario)
    found = exercise.facts[story].proposals.items()
    return tuple(sorted(found, key=lambda pair: (pair[1].due, place(pair[0]))))


def _places(scenario: Scenario) -> Callable[[str], tuple[bool, int]]:
    """The place of an inject among those due together: line before beside, then list order."""
    order = line_of(scenario).order

    def place(id: str) -> tuple[bool, int]:
        inject = scenario.inject(id)
        return inject is None or not inject.on_line, order[id]

    return place


def _on_line(exercise: Exercise, story: str, wanted: Ids, out: Ids) -> list[Opening]:
    """The first, what is out to some of its teams only, and the ways on from what is out."""
    line = line_of(exercise.scenario)
    found = []
    if line.first in wanted:
        found += _opened(exercise, story, line.first, 0.0, "start")
    leading = {way.source for id in wanted for way in line.sources.get(id, ())}
    for id in sorted((leading | wanted) & out, key=lambda id: line.order[id]):
        inject = exercise.scenario.inject(id)
        given = rules.out_at(exercise, story, id)
        if inject is None or not inject.on_line or given is None:
            continue
        if id in wanted:
            found += _still_wanted(exercise, story, inject, given)
        if id in leading:
            taken = [pair for pair in ways_taken(exercise, story, inject) if pair[0].to in wanted]
            for way, since in taken:
                because = "option" if way.option else "line"
                found += _opened(exercise, story, way.to, since, because, id, way.option)
    return found


def _still_wanted(exercise: Exercise, story: str, inject: Inject, out: Delivery) -> list[Opening]:
    """What is out to some teams of a story, for the others that ask for it."""
    sources = line_of(exercise.scenario).sources.get(inject.id, ())
    again = [t for w in sources if (t := _open_since(exercise, story, w)) is not None]
    planned = [o for at in again for o in _opened(exercise, story, inject.id, at, "line")]
    may = any(rules.out_at(exercise, story, way.source) for way in sources)
    return planned or _for_the_rest(exercise, story, inject, out, "line", may=may)


def ways_taken(exercise: Exercise, story: str, inject: Inject) -> list[tuple[Way, float]]:
    """The ways on from an inject of the line that is out: the first whose condition holds.

    Once play went along one of several, the others are spent.
    """
    out = rules.out_at(exercise, story, inject.id)
    assert out is not None
    chosen = rules.option_in_force(exercise, story, inject.id)
    every = line_of(exercise.scenario).ways.get(inject.id, ())
    ways = [w for w in every if w.option is None or (chosen and w.option == chosen[0])]
    for way in every:
        gone = rules.out_at(exercise, story, way.to)
        if gone is not None and (way in ways or gone.seq > out.seq):
            return []
    for way in ways:
        since = _open_since(exercise, story, way)
        if since is not None:
            return [(way, since)]
    return []


def _open_since(exercise: Exercise, story: str, way: Way) -> float | None:
    """Since when a way on is open; None where it is not."""
    out = rules.out_at(exercise, story, way.source)
    if out is None:
        return None
    since = out.since
    if way.option is not None:
        chosen = rules.option_in_force(exercise, story, way.source)
        if chosen is None or chosen[0] != way.option:
            return None
        since = max(since, chosen[1])
    if way.when is None:
        return since
    truth = holds(way.when, exercise, story)
    return max(since, truth.since) if truth.holds else None


def _for_the_rest(
    exercise: Exercise, story: str, inject: Inject, out: Delivery, because: str, *, may: bool
) -> list[Opening]:
    """The opening of what some teams have for the others, though no way into it is open now.

    It needs no wait and no condition any more; but an automatic one goes on its own only where it
    `may`: what it follows is out.
    """
    if inject.release.auto and not may:
        return []
    return _opened(exercise, story, inject.id, out.since, because, waits=False)


def _beside(exercise: Exercise, story: str, wanted: Ids, out: Ids) -> list[Opening]:
    found = []
    for inject in line_of(exercise.scenario).beside:
        if inject.id not in wanted:
            continue
        sources = sources_open(exercise, story, inject)
        planned = [
            opening
            for opened, source in sources
            for opening in _beside_opening(exercise, story, inject, opened, source)
        ]
        given = rules.out_at(exercise, story, inject.id) if inject.id in out else None
        if given is not None and not planned:
            planned = _for_the_rest(exercise, story, inject, given, "after", may=bool(sources))
        found += planned
    return found


def sources_open(exercise: Exercise, story: str, inject: Inject) -> list[tuple[float, str]]:
    """When and by what the ways of `after` were opened; any of them counts."""
    found = []
    for source in inject.release.after or (START,):
        since = _source_since(exercise, story, source)
        if since is not None:
            found.append((since, source))
    return found


def _source_since(exercise: Exercise, story: str, source: str) -> float | None:
    if source == START:
        return 0.0
    name, _, option = source.partition("/")
    if option:
        chosen = rules.option_in_force(exercise, story, name)
        return chosen[1] if chosen and chosen[0] == option else None
    out = rules.out_at(exercise, story, name)
    return out.since if out else None


def _beside_opening(
    exercise: Exercise, story: str, inject: Inject, opened: float, source: str
) -> list[Opening]:
    release = inject.release
    because = "after"
    if release.when is not None:
        truth = holds(release.when, exercise, story)
        if not truth.holds:
            return []
        opened, because = max(opened, truth.since), "condition"
    averted = Truth(False)
    if release.unless is not None:
        averted, because = holds(release.unless, exercise, story), "contingency"
    if averted.holds:
        return []
    name, _, option = source.partition("/")
    found = _opened(exercise, story, inject.id, opened, because, name, option or None)
    return [_not_before(opening, averted.since) for opening in found]


def _not_before(opening: Opening, ceased: float) -> Opening:
    """An opening that something kept shut until a moment."""
    return replace(opening, opened=max(opening.opened, ceased), due=max(opening.due, ceased))


def _opened(
    exercise: Exercise,
    story: str,
    id: str,
    opened: float,
    because: str,
    source: str | None = None,
    option: str | None = None,
    *,
    waits: bool = True,
) -> list[Opening]:
    """The opening of an inject that somebody asks for; where it `waits`, after its delay."""
    inject = exercise.scenario.inject(id)
    assert inject is not None
    release = inject.release
    wait = (release.not_by if release.not_by is not None else release.delay) if waits else None
    due = max(opened + (wait or 0.0) * MINUTE, (release.at or 0.0) * MINUTE)
    return [Opening(id, story, opened, due, because, source, option)]


def deferral(exercise: Exercise, opening: Opening) -> Deferral | None:
    """Why an inject that is due does not go (K7): held by hand, or automatic and kept back.

    What was passed over by a jump or an interruption goes by hand only.
    """
    inject = exercise.scenario.inject(opening.inject)
    assert inject is not None
    if not rules.free_teams(exercise, inject, opening.story):
        return "held"
    if not inject.release.auto:
        return None
    if any(start < opening.due <= end for start, end in exercise.jumps):
        return "jumped_over"
    if any(_passed_over(opening, each) for each in exercise.interruptions):
        return "interrupted"
    return None if exercise.status == "running" else "paused"


def _passed_over(opening: Opening, cut: Interruption) -> bool:
    """Whether an inject was due when play was cut off; what opened since then was not."""
    if opening.opened < cut.since:
        return opening.due <= cut.since
    return opening.due == cut.since and (opening.story, opening.inject) in cut.waiting


def not_open(exercise: Exercise, story: str, elapsed: float) -> tuple[Inject, ...]:
    """Automatic injects whose time has come while no way into them is open yet, but may be (K7)."""
    opened = {o.inject for o in openings(exercise, story)}
    late = [
        inject
        for inject in line_of(exercise.scenario).automatic
        if (inject.release.at or 0.0) * MINUTE <= elapsed
        and inject.id not in opened
        and rules.asking_teams(exercise, inject, story)
    ]
    ahead = still_ahead(exercise, story) if late else frozenset()
    return tuple(inject for inject in late if inject.id in ahead)
