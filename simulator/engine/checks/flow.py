"""How play flows: what is reached, where it stops, which way it takes (TTX080 to 091, 138)."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.domain.diagnostic import Path
from simulator.domain.scenario import Route
from simulator.engine import graph
from simulator.engine.checks.base import At, error, warning
from simulator.engine.checks.possible import are_opposite
from simulator.engine.checks.subject import Subject
from simulator.engine.line import Way


@error("TTX080", resolved=True)
def never_reached(subject: Subject) -> Iterator[At]:
    """An inject that no course of play comes to; of several only what cuts off the others."""
    lost = graph.cut_off(subject.scenario)
    if not lost:
        return
    wrongly_led_to = {
        route.to for _, inject, routes in subject.routes if not inject.on_line for route in routes
    }
    for id in lost:
        if id not in wrongly_led_to:
            yield At(("injects", subject.line.order[id]), {"id": id})


@error("TTX081", resolved=True)
def dead_end(subject: Subject) -> Iterator[At]:
    """An inject where play stops although the scenario ends elsewhere."""
    for id in graph.dead_ends(subject.scenario):
        yield At(("injects", subject.line.order[id]), {"id": id})


@error("TTX082", resolved=True)
def circle_without_exit(subject: Subject) -> Iterator[At]:
    """A circle of injects that play cannot leave."""
    for circle in graph.cycles_without_exit(subject.scenario):
        path = ("injects", subject.line.order[circle[0]])
        yield At(path, {"id": circle[0], "circle": " → ".join((*circle, circle[0]))})


@warning("TTX083", resolved=True)
def way_back(subject: Subject) -> Iterator[At]:
    """A `next` that goes back to what was played before."""
    closed = {id for circle in graph.cycles_without_exit(subject.scenario) for id in circle}
    order = subject.line.order
    for circle in graph.cycles(subject.scenario):
        within = set(circle) - closed
        for id in circle:
            for way in subject.line.ways[id]:
                if {id, way.to} <= within and order[way.to] <= order[id]:
                    yield At(_where(subject, way), {"id": id, "to": way.to})


@error("TTX084", resolved=True)
def option_leads_nowhere(subject: Subject) -> Iterator[At]:
    """An option after which nothing comes, where other options lead on."""
    for path, inject, decision in subject.decisions:
        ways = subject.line.ways.get(inject.id, ())
        leading = {way.option for way in ways}
        if inject.ends or not leading or None in leading:
            continue
        for place, option in enumerate(decision.options):
            if option.id not in leading:
                yield At((*path, "options", place), {"id": option.id, "inject": inject.id})


@warning("TTX085")
def never_suggested(subject: Subject) -> Iterator[At]:
    """A route that stands behind one without a condition."""
    for path, _, routes in subject.routes:
        sure = next((n for n, route in enumerate(routes) if route.when is None), len(routes))
        for place in range(sure + 1, len(routes)):
            yield At((*path, place), {"to": routes[place].to, "before": routes[sure].to})


@warning("TTX086")
def all_ways_shut(subject: Subject) -> Iterator[At]:
    """Routes that may all be shut at once: then nothing is proposed."""
    for path, inject, routes in subject.routes:
        if all(route.when is not None for route in routes) and not _one_is_open(subject, routes):
            yield At(path, {"id": inject.id})


@error("TTX087")
def next_off_the_line(subject: Subject) -> Iterator[At]:
    """A `next` to an inject that stands beside the line or lies in a pool."""
    on_line = subject.line.ways
    for path, _, routes in subject.routes:
        for place, route in enumerate(routes):
            if route.to not in on_line and subject.scenario.inject(route.to) is not None:
                yield At((*path, place, "to"), {"to": route.to})


@error("TTX088")
def next_of_what_is_off(subject: Subject) -> Iterator[At]:
    """A `next` of an inject that stands beside the line or lies in a pool, or of its options."""
    for path, inject, routes in subject.routes:
        if not inject.on_line:
            yield At(path, {"id": inject.id, "to": routes[0].to}, at_key=True)


@warning("TTX089", resolved=True)
def begins_elsewhere(subject: Subject) -> Iterator[At]:
    """A first inject that some `next` names, so that play begins with another."""
    written = next((i.id for i in subject.scenario.injects if i.on_line), None)
    begins = subject.line.first
    if written != begins and written is not None:
        path = ("injects", subject.line.order[written])
        yield At(path, {"id": written, "first": begins})


@warning("TTX138", resolved=True)
def stops_before_the_end(subject: Subject) -> Iterator[At]:
    """An inject after which nothing comes, with others behind it that only another way leads to."""
    on_line = [*subject.line.ways]
    stops = [id for id in on_line[:-1] if not subject.line.ways[id]]
    ends = (inject.ends and inject.on_line for inject in subject.scenario.injects)
    if not stops or any(ends):
        return
    nodes, order = graph.graph_of(subject.scenario), subject.line.order
    last = on_line[-1]
    played_before = graph.reached(nodes.ways, (order[last],))
    for id in stops if order[last] in nodes.alive else ():
        place = order[id]
        if place in nodes.alive and place not in played_before:
            yield At(("injects", place), {"id": id, "last": last})


@error("TTX090")
def timer_picks_branch(subject: Subject) -> Iterator[At]:
    """An automatic release on one of several routes of the same source (K7)."""
    told = set()
    for _, inject, routes in subject.routes:
        for route in routes if len(routes) > 1 else ():
            target = subject.scenario.inject(route.to)
            if target and target.release.auto and target.id not in told:
                told.add(target.id)
                path = ("injects", subject.line.order[target.id], "release", "auto")
                yield At(path, {"id": target.id, "source": inject.id})


@warning("TTX091")
def waits_for_a_pool(subject: Subject) -> Iterator[At]:
    """A condition or source that is an inject of a pool, which only the staff ever bring in."""
    if all(inject.pool is None for inject in subject.scenario.injects):
        return
    for place, _, release in subject.released:
        for at, source in enumerate(release.after):
            yield from _pool(subject, source, ("injects", place, "release", "after", at))
    for path, term in subject.terms:
        for key in ("released", "option", "timed_out"):
            yield from _pool(subject, getattr(term, key), (*path, key))


def _pool(subject: Subject, ref: str | None, path: Path) -> Iterator[At]:
    inject = subject.scenario.inject(ref.partition("/")[0]) if ref else None
    if inject is not None and inject.pool:
        yield At(path, {"id": inject.id})


def _one_is_open(subject: Subject, routes: tuple[Route, ...]) -> bool:
    """Whether the conditions of two routes, or of all for a choice, leave no case out."""
    asked = [route.when for route in routes if route.when is not None]
    if any(are_opposite(one, other) for one in asked for other in asked):
        return True
    values: dict[str, set[object]] = {}
    for condition in asked:
        for id, bounds in (condition.variable or {}).items():
            values.setdefault(id, set()).add(bounds.is_)
    declared = ((subject.variables.get(id), found) for id, found in values.items())
    return any(v is not None and v.type == "choice" and set(v.values) <= f for v, f in declared)


def _where(subject: Subject, way: Way) -> Path:
    """Where the route stands that a way was made of: in its option, else in its inject."""
    place = subject.line.order[way.source]
    decision = subject.scenario.injects[place].decision
    for at, option in enumerate(decision.options if decision else ()):
        if option.id == way.option and option.next:
            path = ("injects", place, "decision", "options", at)
            return (*path, "next", way.position, "to")
    return ("injects", place, "next", way.position, "to")
