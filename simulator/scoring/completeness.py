"""Completeness: which steps of the playbook were done, and which expectations were met.

A step counts as done where a decision, an evaluator or a fact of play says so, never by words. What
has no evidence is 0 in the sum and is called not observed: whether it was done is not known.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from simulator.domain.debrief import Finding
from simulator.engine.case import Asked, Expected
from simulator.scoring.base import Case, Weighing, found


class CompletenessSettings(Weighing):
    """What a rubric may set."""

    per: tuple[Literal["team", "phase"], ...] = ("team", "phase")
    """With `phase`, each phase of the playbook gets a dial of its own beside the team's."""


class Completeness:
    """Steps done and expectations met."""

    name = "completeness"
    Settings = CompletenessSettings

    def score(self, case: Case, settings: CompletenessSettings) -> Iterator[Finding]:
        for asked in case.steps:
            yield self._step(case, asked, settings)
        for expected in case.expectations:
            yield self._expectation(case, expected)

    def _step(self, case: Case, asked: Asked, settings: CompletenessSettings) -> Finding:
        done = asked.done
        marks = (("critical",) if asked.step.critical else ()) + (done.marks if done else ())
        return found(
            case,
            self.name,
            "done" if done else case.absent,
            "completeness",
            asked.ref,
            step=asked.ref,
            phase=asked.phase if "phase" in settings.per else None,
            value=1 if done else 0,
            weight=settings.weight(asked.step),
            evidence=done.at.events if done else (),
            window=None if done else case.window(asked.starts),
            marks=marks,
            values={"by": done.team} if done and done.team != case.team else {},
        )

    def _expectation(self, case: Case, expected: Expected) -> Finding:
        done, seen = expected.done, expected.seen
        code, value = _seen(expected, case.absent)
        evidence = (*expected.given.events, *done.at.events) if done else ()
        marks = done.marks if done else ()
        if done:
            hints = case.help(expected.given, done.at)
            evidence = (*evidence, *hints)
            marks = (*marks, *(("hint",) if hints else ()))
        if seen and (not done or seen.result != "done"):
            evidence = (*expected.given.events, *evidence, seen.seq)
        if done and seen and seen.result in ("partly", "not_done"):
            marks = (*marks, "disputed")
        return found(
            case,
            self.name,
            code,
            "expectations",
            expected.ref,
            expectation=expected.ref,
            inject=expected.inject,
            value=value,
            weight=expected.expectation.weight,
            evidence=tuple(sorted(set(evidence))),
            window=None if evidence else case.window(expected.given),
            marks=marks,
        )


def _seen(expected: Expected, absent: str) -> tuple[str, float]:
    """What became of an expectation, and its value: play says first, then the evaluator."""
    if expected.done:
        return "met", 1
    if expected.seen and expected.seen.result == "partly":
        return "partly", 0.5
    if expected.seen and expected.seen.result == "not_done":
        return "not_done", 0
    return absent, 0


rule = Completeness()
