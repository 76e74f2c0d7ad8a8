"""What became of each step that a playbook asks of a team, read from the debrief's findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from simulator.documents.titles import Titles
from simulator.domain.course import Course, StoryClock
from simulator.domain.debrief import Debrief, Finding
from simulator.domain.exercise import EXERCISE
from simulator.domain.playbook import PHASES

MINUTE = 60.0
NEVER = "never"
"""The lane of what the playbook says never to do."""
ANCHORS = ("target", "acceptable", "limit")
JUSTIFIED = "justified"
"""The mark of a deviation that an evaluator called right."""
ABSENT = frozenset({"not_observed", "not_done", "censored", "not_due", "running"})
LATE = frozenset({"late", "missed"})
HARMFUL = frozenset({"harmful", "too_soon"})


@dataclass(frozen=True, slots=True)
class Due:
    """By when a step should be done: moments of exercise time, seconds."""

    starts: float
    anchors: tuple[tuple[str, float], ...]
    """Target, acceptable, limit: those there are, in rising order."""


@dataclass(frozen=True, slots=True)
class Fate:
    """One step and what became of it."""

    number: int
    ref: str
    phase: str
    kinds: tuple[str, ...]
    """How it is drawn: one mark, or two on each other."""
    codes: tuple[str, ...]
    """What the findings say of it, completeness first."""
    at: float | None
    """When it was done; None where nothing shows that it was."""
    events: tuple[int, ...]
    due: Due | None


@dataclass(slots=True)
class _Found:
    """The findings about one step."""

    findings: list[Finding] = field(default_factory=list)

    def having(self, *rules: str) -> list[Finding]:
        return [f for f in self.findings if f.rule in rules]


def fates(debrief: Debrief, titles: Titles, team: str) -> tuple[Fate, ...]:
    """The steps asked of a team, phase by phase in the order of the playbook, then its harm."""
    moments = _Moments(titles, team)
    found: dict[str, _Found] = {}
    harms: list[Finding] = []
    for finding in debrief.findings:
        if finding.team != team or finding.step is None:
            continue
        if finding.code in HARMFUL:
            harms.append(finding)
        else:
            found.setdefault(finding.step, _Found()).findings.append(finding)
    asked = _in_order(titles, found)
    made = [_fate(titles, moments, ref, found[ref].findings, n) for n, ref in enumerate(asked, 1)]
    made += [_harm(moments, harm, n) for n, harm in enumerate(harms, len(made) + 1)]
    return tuple(made)


def _in_order(titles: Titles, refs: Iterable[str]) -> list[str]:
    """Steps by phase, in the order in which playbooks first name the phases, then as they stand."""
    order: dict[str, int] = {}
    phases: dict[str, int] = {}
    for use in titles.edition.scenario.playbooks:
        playbook = titles.edition.playbook(use.use)
        for step in playbook.steps if playbook else ():
            order.setdefault(f"{use.use}/{step.id}", len(order))
            phases.setdefault(_phase(titles, f"{use.use}/{step.id}"), len(phases))
    return sorted(refs, key=lambda r: (phases.get(_phase(titles, r), 99), order.get(r, 9_999), r))


def _phase(titles: Titles, ref: str) -> str:
    id, _, step_id = ref.partition("/")
    playbook = titles.edition.playbook(id)
    step = playbook.step(step_id) if playbook else None
    return playbook.phase_of(step) if playbook and step else PHASES[0]


def _fate(
    titles: Titles, moments: _Moments, ref: str, found: Sequence[Finding], number: int
) -> Fate:
    said = [f.code for f in found if f.code != "in_order"]
    said += [mark for f in found for mark in f.marks if mark == JUSTIFIED]
    codes = tuple(dict.fromkeys(said))
    seen = [f for f in found if f.evidence and f.code not in ABSENT and f.rule != "order"]
    complete = [f for f in seen if f.code == "done"]
    events = tuple(sorted({seq for f in complete or seen for seq in f.evidence}))
    at = moments.latest(events) if events else None
    timed = next((f for f in found if f.rule == "timeliness"), None)
    return Fate(
        number=number,
        ref=ref,
        phase=_phase(titles, ref),
        kinds=_kinds(codes, at is not None),
        codes=codes,
        at=at,
        events=events or tuple(sorted({seq for f in found for seq in f.cites})),
        due=moments.due(timed, at) if timed else None,
    )


def _kinds(codes: Sequence[str], done: bool) -> tuple[str, ...]:
    """The marks of a step: when it was done, and around it that its order was wrong."""
    if not done:
        return ("absent",)
    kind = "late" if LATE.intersection(codes) else "in_time"
    kind = "acceptable" if kind == "in_time" and "acceptable" in codes else kind
    return (kind, "out_of_order") if "out_of_order" in codes else (kind,)


def _harm(moments: _Moments, harm: Finding, number: int) -> Fate:
    return Fate(
        number=number,
        ref=harm.step or "",
        phase=NEVER,
        kinds=("harmful",),
        codes=(harm.code,),
        at=moments.latest(harm.evidence),
        events=harm.evidence,
        due=None,
    )


class _Moments:
    """When things happened, in exercise time."""

    def __init__(self, titles: Titles, team: str) -> None:
        self._course: Course = titles.course
        exercise = titles.exercise
        self._story = exercise.story_of(team) if team in exercise.teams else EXERCISE
        self._decided: Mapping[int, float] = {
            decision.seq: decision.when
            for state in exercise.teams.values()
            for about in state.decisions.values()
            for decision in about
            if decision.decided is not None
        }
        self._clocks = tuple(_clocks(titles.course, self._story))

    def at(self, seq: int) -> float:
        """When an event happened; of a late entry, what it tells of."""
        return self._decided.get(seq, self._course.instant(seq).elapsed)

    def latest(self, events: Sequence[int]) -> float:
        """When the last of several events happened."""
        return max(self.at(seq) for seq in events)

    def due(self, timed: Finding, done: float | None) -> Due | None:
        """The stretch in which something had to be done, by a finding about its time."""
        values, story = timed.values, timed.values.get("clock") == "story"
        starts = self._starts(timed, done)
        if starts is None:
            return None
        found = [(name, self._after(starts, values.get(name), story)) for name in ANCHORS]
        anchors = [(name, at) for name, at in found if at is not None]
        if not anchors and (limit := self._limit(values.get("due"))) is not None:
            anchors = [("limit", limit)]
        return Due(starts, tuple(anchors)) if anchors else None

    def _starts(self, timed: Finding, done: float | None) -> float | None:
        took = timed.values.get("took")
        if timed.window:
            return self.at(timed.window.began)
        if isinstance(took, int | float) and done is not None:
            if timed.values.get("clock") != "story":
                return max(done - took * MINUTE, 0.0)
            return self._story_moment(done, -took)
        return self.at(timed.evidence[0]) if timed.evidence else None

    def _after(self, starts: float, minutes: object, story: bool) -> float | None:
        if not isinstance(minutes, int | float):
            return None
        return self._story_moment(starts, minutes) if story else starts + minutes * MINUTE

    def _limit(self, due: object) -> float | None:
        """A moment of exercise time, or of story time as the log writes it."""
        if isinstance(due, str):
            return self._when(datetime.fromisoformat(due))
        return float(due) if isinstance(due, int | float) else None

    def _story_moment(self, since: float, minutes: float) -> float | None:
        """When so many minutes of story time had passed, or had still to pass."""
        shown = [clock.at(since) for begins, clock in self._clocks if begins <= since]
        now = shown[-1] if shown else None
        return self._when(now + timedelta(minutes=minutes)) if now else None

    def _when(self, moment: datetime) -> float | None:
        """When story time came to a moment; where it jumped over it, at the jump."""
        for place, (begins, clock) in enumerate(self._clocks):
            first = clock.at(begins)
            if first is None or clock.base is None or clock.pace <= 0:
                continue
            if first >= moment:
                return begins
            at = clock.since + (moment - clock.base).total_seconds() / clock.pace
            if place + 1 == len(self._clocks) or at <= self._clocks[place + 1][0]:
                return at
        return None


def _clocks(course: Course, story: str) -> Iterator[tuple[float, StoryClock]]:
    """The clocks that story time ran on, each with the moment from which it did."""
    last: StoryClock | None = None
    for instant in course.instants:
        clock = instant.clocks.get(story)
        if clock is not None and clock != last:
            yield instant.landed, clock
            last = clock
