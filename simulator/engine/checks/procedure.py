"""Playbooks: times and order that can be kept, duties with their source (TTX123 to TTX133)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from simulator.domain.diagnostic import Path
from simulator.domain.playbook import FromStep, Playbook, SeverityTimes, Step, Times
from simulator.domain.scenario import Source
from simulator.engine.checks.base import At, error, warning
from simulator.engine.checks.subject import Subject
from simulator.engine.graph import strong_groups

ANCHORS = ("target", "acceptable", "limit")
BINDING = frozenset({"law", "contract"})
DATED = frozenset({"law", "contract", "plan"})


@error("TTX123")
def anchors_out_of_order(subject: Subject) -> Iterator[At]:
    """A later time anchor that comes before an earlier one."""
    for file, path, step, times in _times(subject):
        base = _anchors(times)
        yield from _falling(base, path, step, file)
        if any(_falling(base, path, step, file)):
            continue
        for place, severe in enumerate(times.by_severity):
            at = (*path, "by_severity", place)
            yield from _falling(base | _anchors(severe), at, step, file, _anchors(severe))


@error("TTX124")
def too_soon_after_target(subject: Subject) -> Iterator[At]:
    """A step that is too soon until after it should have been done."""
    for file, path, step, times in _times(subject):
        if times.not_before is None:
            continue
        for severe in (None, *times.by_severity):
            anchors = _anchors(times) | (_anchors(severe) if severe else {})
            key, end = min(anchors.items(), key=lambda pair: pair[1], default=("", None))
            if end is not None and end <= times.not_before:
                told = {"step": step.id, "not_before": f"{times.not_before:g}", "anchor": key}
                yield At((*path, "not_before"), {**told, "time": f"{end:g}"}, file)
                break


@error("TTX125")
def steps_in_a_circle(subject: Subject) -> Iterator[At]:
    """Steps that each have to come after the other."""
    for playbook in subject.playbooks.values():
        waits = {step.id: step.after for step in playbook.steps}
        for circle in _circles(playbook, waits):
            path = ("steps", circle[0], "after")
            yield At(path, _circle(playbook, circle), f"playbook/{playbook.id}")


@error("TTX129")
def duty_without_law(subject: Subject) -> Iterator[At]:
    """A legal duty that no law and no contract stands behind."""
    for file, path, step, times in _times(subject):
        if times.legal and times.source.kind not in BINDING:
            told = {"step": step.id, "kind": times.source.kind}
            yield At((*path, "source", "kind"), told, file)


@warning("TTX130")
def source_not_named(subject: Subject) -> Iterator[At]:
    """A law, contract or plan without its title or date."""
    for file, path, step, times in _times(subject):
        yield from _unnamed(times.source, (*path, "source"), step.id, file)
    for place, deadline in enumerate(subject.scenario.deadlines):
        if deadline.source:
            path = ("deadlines", place, "source")
            yield from _unnamed(deadline.source, path, deadline.id, "scenario")


@error("TTX131")
def severity_off_scale(subject: Subject) -> Iterator[At]:
    """A severity that is not on the playbook's scale."""
    for playbook in subject.playbooks.values():
        for place, step in enumerate(playbook.steps if playbook.severities else ()):
            for at, severe in enumerate(step.times.by_severity if step.times else ()):
                if severe.from_ not in playbook.severities:
                    path = ("steps", place, "times", "by_severity", at, "from")
                    told = {"level": severe.from_, "scale": _scale(playbook.severities)}
                    yield At(path, told, f"playbook/{playbook.id}")
    known = {level for playbook in subject.playbooks.values() for level in playbook.severities}
    for place, truth in enumerate(subject.scenario.truth.severity if known else ()):
        if truth.level not in known:
            told = {"level": truth.level, "scale": _scale(sorted(known))}
            yield At(("truth", "severity", place, "level"), told)


@error("TTX133")
def times_in_a_circle(subject: Subject) -> Iterator[At]:
    """Steps whose clocks each start with the other."""
    for playbook in subject.playbooks.values():
        starts = {
            step.id: (step.times.from_.step,)
            for step in playbook.steps
            if step.times and isinstance(step.times.from_, FromStep)
        }
        for circle in _circles(playbook, starts):
            path = ("steps", circle[0], "times", "from")
            yield At(path, _circle(playbook, circle), f"playbook/{playbook.id}")


def _times(subject: Subject) -> Iterator[tuple[str, Path, Step, Times]]:
    for playbook in subject.playbooks.values():
        for place, step in enumerate(playbook.steps):
            if step.times:
                yield f"playbook/{playbook.id}", ("steps", place, "times"), step, step.times


def _anchors(times: Times | SeverityTimes) -> dict[str, float]:
    found = ((key, getattr(times, key)) for key in ANCHORS)
    return {key: value for key, value in found if value is not None}


def _falling(
    anchors: Mapping[str, float],
    path: Path,
    step: Step,
    file: str,
    own: Mapping[str, float] | None = None,
) -> Iterator[At]:
    """Where an anchor is smaller than the one before it; `own` are those that stand at the path."""
    kept = [(key, anchors[key]) for key in ANCHORS if key in anchors]
    for (first, early), (second, late) in pairwise(kept):
        if late < early:
            told = {"step": step.id, "first": first, "second": second}
            told |= {"early": f"{early:g}", "late": f"{late:g}"}
            yield At((*path, second if own is None or second in own else first), told, file)


def _circles(playbook: Playbook, behind: Mapping[str, Sequence[str]]) -> Iterator[list[int]]:
    """The groups of steps that follow from each other, by their places."""
    place = {step.id: number for number, step in enumerate(playbook.steps)}
    edges = [
        [place[id] for id in behind.get(step.id, ()) if id in place] for step in playbook.steps
    ]
    for group in strong_groups(edges, range(len(edges))):
        if len(group) > 1 or group[0] in edges[group[0]]:
            yield sorted(group)


def _circle(playbook: Playbook, circle: list[int]) -> dict[str, object]:
    ids = [playbook.steps[number].id for number in circle]
    return {"steps": ", ".join(ids), "step": ids[0]}


def _unnamed(source: Source, path: Path, id: str, file: str) -> Iterator[At]:
    if source.kind in DATED and (source.title is None or source.date is None):
        missing = [key for key in ("title", "date") if getattr(source, key) is None]
        yield At(path, {"id": id, "kind": source.kind, "missing": ", ".join(missing)}, file)


def _scale(levels: Sequence[int]) -> str:
    return ", ".join(map(str, levels))
