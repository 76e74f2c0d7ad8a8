"""Times that fit each other: windows, contingencies, the story's clock, phases (TTX092 to 099)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from simulator.domain.scenario import START, Release
from simulator.engine.checks.base import At, error, warning
from simulator.engine.checks.possible import is_possible
from simulator.engine.checks.subject import Subject, terms
from simulator.engine.graph import graph_of, reached

PART, LEAST = 0.25, 10.0
"""From where on phases do not add up: a quarter of what is planned, and ten minutes."""


@error("TTX092")
def over_before_due(subject: Subject) -> Iterator[At]:
    """An inject that is overdue before it can be due."""
    for place, inject, release in subject.released:
        until = release.until
        if until is not None and until < (earliest := _earliest(release)):
            told = {"id": inject.id, "until": _minutes(until), "due": _minutes(earliest)}
            yield At(("injects", place, "release", "until"), told)


@warning("TTX093")
def after_the_end(subject: Subject) -> Iterator[At]:
    """A time that comes only after the planned end of the exercise."""
    planned = subject.scenario.planned
    if planned is None:
        return
    for place, _, release in subject.released:
        if release.at is not None and release.at > planned:
            told = {"time": _minutes(release.at), "planned": _minutes(planned)}
            yield At(("injects", place, "release", "at"), told)
    for path, _, expectation in subject.expectations:
        if expectation.due is not None and expectation.due > planned:
            told = {"time": _minutes(expectation.due), "planned": _minutes(planned)}
            yield At((*path, "due"), told)


@warning("TTX094", resolved=True)
def guard_looks_ahead(subject: Subject) -> Iterator[At]:
    """A contingency inject whose guard asks for something expected only later."""
    order = subject.line.order
    for place, inject, release in subject.released:
        if release.unless is None:
            continue
        sources = [s.partition("/")[0] for s in release.after if s != START]
        if not sources or len(sources) < len(release.after):
            continue
        path = ("injects", place, "release", "unless")
        for at, term in terms(path, release.unless):
            about = (term.expectation or "").partition("/")[0]
            if (
                about
                and order[about] > max(order[s] for s in sources)
                and not _leads(subject, about, sources)
            ):
                yield At((*at, "expectation"), {"id": inject.id, "about": about})


@warning("TTX095", resolved=True)
def guard_never_holds(subject: Subject) -> Iterator[At]:
    """A contingency inject that always goes, for what would spare it cannot come true."""
    for place, inject, release in subject.released:
        unless = release.unless
        if unless is not None and not is_possible(unless, subject):
            yield At(("injects", place, "release", "unless"), {"id": inject.id})


@warning("TTX096", resolved=True)
def story_goes_back(subject: Subject) -> Iterator[At]:
    """A story time that lies before one the story has passed by then."""
    scenario = subject.scenario
    graph = graph_of(scenario)
    clock: dict[int, datetime] = {}
    for node, inject in enumerate(scenario.injects):
        if scenario.story.starts is not None:
            clock.setdefault(node, scenario.story.starts)
        passed, now = clock.get(node), inject.story_time
        if now is not None and passed is not None and now < passed:
            told = {"id": inject.id, "time": _moment(now), "passed": _moment(passed)}
            yield At(("injects", node, "story_time"), told)
        if (here := now or passed) is not None:
            for to in graph.ways[node]:
                if to > node and (to not in clock or clock[to] < here):
                    clock[to] = here


@warning("TTX097")
def no_start_of_story(subject: Subject) -> Iterator[At]:
    """A story time without the story's own start."""
    if subject.scenario.story.starts is not None:
        return
    for place, inject in enumerate(subject.scenario.injects):
        if inject.story_time is not None:
            yield At(("injects", place, "story_time"), {"id": inject.id})
            return


@warning("TTX098")
def phases_do_not_add_up(subject: Subject) -> Iterator[At]:
    """Phases that together are planned much longer or shorter than the whole."""
    scenario = subject.scenario
    lengths = [phase.planned for phase in scenario.phases if phase.planned is not None]
    if scenario.planned is None or not lengths or len(lengths) < len(scenario.phases):
        return
    breaks = sum(phase.break_after or 0.0 for phase in scenario.phases)
    plain, whole = sum(lengths), sum(lengths) + breaks
    off = min(abs(plain - scenario.planned), abs(whole - scenario.planned))
    if off > max(LEAST, PART * scenario.planned):
        told = {"planned": _minutes(scenario.planned), "phases": _minutes(plain)}
        yield At(("planned",), told)


@warning("TTX099")
def phase_without_injects(subject: Subject) -> Iterator[At]:
    """A phase to which no inject belongs."""
    used = {inject.phase for inject in subject.scenario.injects}
    for place, phase in enumerate(subject.scenario.phases):
        if phase.id not in used:
            yield At(("phases", place), {"id": phase.id})


def _earliest(release: Release) -> float:
    """Before which minute of the exercise an inject cannot be due."""
    wait = release.not_by if release.not_by is not None else release.delay
    return max(wait or 0.0, release.at or 0.0)


def _leads(subject: Subject, before: str, after: list[str]) -> bool:
    """Whether an inject can come before one of others, whatever their places in the list."""
    order = subject.line.order
    found = reached(graph_of(subject.scenario).all_ways, (order[before],))
    return any(order[id] in found for id in after)


def _minutes(span: float) -> str:
    return f"{span:g}"


def _moment(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M}"
