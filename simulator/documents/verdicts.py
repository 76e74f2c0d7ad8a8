"""What a finding is to its reader: a strength, an area for improvement, or something else.

Silence is not failure: what nobody saw stands apart and is no area. A deviation that an evaluator
called justified is none either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from simulator.domain.debrief import Finding
from simulator.domain.edition import Edition

Verdict = Literal["strength", "area", "justified", "absent", "neither"]
VERDICTS: tuple[Verdict, ...] = ("strength", "area", "justified", "absent", "neither")
UNSEEN = frozenset({"not_observed", "censored"})
UNDECIDED = frozenset({"acceptable", "not_due", "running"})
HARMS = frozenset({"harmful", "too_soon"})


def verdict(finding: Finding) -> Verdict:
    """What a finding is: by its code, else by its value."""
    if "justified" in finding.marks:
        return "justified"
    if finding.code in UNSEEN:
        return "absent"
    if finding.code in HARMS:
        return "area"
    if finding.value is None or finding.code in UNDECIDED:
        return "neither"
    return "strength" if finding.value == 1 else "area"


def told_once(findings: Iterable[Finding], edition: Edition) -> Iterator[Finding]:
    """The findings without those that something else says better.

    When beats whether, an expectation beats the step that it is about; ratings have their table.
    """
    found = list(findings)
    timed = {(f.team, ref): f for f in found if f.rule == "timeliness" for ref in _refs(f)}
    expected = {
        (f.team, step): f
        for f in found
        if f.rule == "completeness" and f.expectation
        for step in _steps_of(edition, f.expectation)
    }
    for finding in found:
        about = (finding.team, finding.expectation or finding.step or "")
        if finding.rule == "rating" or (finding.rule, finding.code) == ("timeliness", "partly"):
            continue
        better = [timed.get(about), None if finding.expectation else expected.get(about)]
        if finding.rule != "completeness" or not any(_says(b, finding) for b in better if b):
            yield finding


def _says(better: Finding, finding: Finding) -> bool:
    found = verdict(better)
    return found == verdict(finding) or (better.rule == "timeliness" and found == "area")


def _refs(finding: Finding) -> tuple[str, ...]:
    return tuple(ref for ref in (finding.expectation, finding.step) if ref)


def _steps_of(edition: Edition, ref: str) -> tuple[str, ...]:
    inject, _, id = ref.partition("/")
    found = edition.scenario.inject(inject)
    expectation = found.expectation(id) if found else None
    return expectation.step if expectation else ()


@dataclass(frozen=True, slots=True)
class Belonging:
    """Which objectives a finding serves; the nearest tie there is decides."""

    edition: Edition
    decided: Mapping[int, str]
    """The number of a decision → the inject it is about."""

    def of(self, finding: Finding) -> tuple[str, ...]:
        """The objectives by id, in the scenario's order; none where nothing ties it to any."""
        ties = (
            (finding.objective,) if finding.objective else (),
            self._of_steps(self._steps(finding)),
            self._of_injects(self._injects(finding)),
            self._of_steps((finding.after,) if finding.after else ()),
            self._of_injects(tuple(self.decided[n] for n in finding.evidence if n in self.decided)),
        )
        named = next((found for found in ties if found), ())
        return tuple(o.id for o in self.edition.scenario.objectives if o.id in named)

    def _steps(self, finding: Finding) -> Sequence[str]:
        expected = _steps_of(self.edition, finding.expectation) if finding.expectation else ()
        return (*((finding.step,) if finding.step else ()), *expected)

    def _of_steps(self, steps: Sequence[str]) -> tuple[str, ...]:
        """The objectives for whose critical tasks these steps are done."""
        return tuple(
            objective.id
            for objective in self.edition.scenario.objectives
            if any(step in task.steps for task in objective.critical_tasks for step in steps)
        )

    def _injects(self, finding: Finding) -> tuple[str, ...]:
        """Its inject; of a step, the injects that expect it."""
        if finding.inject or finding.expectation:
            return (finding.inject or (finding.expectation or "").partition("/")[0],)
        injects = self.edition.scenario.injects
        return tuple(i.id for i in injects if any(finding.step in e.step for e in i.expectations))

    def _of_injects(self, injects: Sequence[str]) -> tuple[str, ...]:
        found = (self.edition.scenario.inject(id) for id in injects)
        return tuple(o for inject in found if inject for o in inject.objectives)
