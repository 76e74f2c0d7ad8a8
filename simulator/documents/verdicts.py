"""What a finding is to its reader: a strength, an area for improvement, or something else.

Silence is not failure: what nobody saw stands apart and is no area. A deviation that an evaluator
called justified is none either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from simulator.domain.debrief import Debrief, Finding
from simulator.domain.edition import Edition
from simulator.domain.scenario import Expectation

Verdict = Literal["strength", "area", "justified", "absent", "neither"]
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


def is_step(finding: Finding) -> bool:
    """Whether it says of a step alone if it was done: many of these are told in one sentence."""
    return finding.rule == "completeness" and finding.expectation is None


def told_once(debrief: Debrief, edition: Edition) -> Iterator[Finding]:
    """The findings without those that another always says better.

    When an expectation was met says more than that it was; ratings have a table of their own. What
    is left out follows from what is written alone, so that no event decides it.
    """
    timed = "timeliness" in debrief.rules
    for finding in debrief.findings:
        expected = _expected(edition, finding.expectation) if finding.expectation else None
        in_time = timed and expected is not None and expected.due is not None
        partly = finding.code == "partly"
        if finding.rule == "rating":
            continue
        if in_time and (partly if finding.rule == "timeliness" else not partly):
            continue
        yield finding


def _expected(edition: Edition, ref: str) -> Expectation | None:
    inject, _, id = ref.partition("/")
    found = edition.scenario.inject(inject)
    return found.expectation(id) if found else None


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
        expected = _expected(self.edition, finding.expectation) if finding.expectation else None
        own = (finding.step,) if finding.step else ()
        return (*own, *expected.step) if expected else own

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
