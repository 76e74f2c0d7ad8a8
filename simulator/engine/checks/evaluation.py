"""Rubrics and plays: rules that exist, a scale to rate on, the right scenario (TTX134 to 137)."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.engine.checks.base import At, error, unknown
from simulator.engine.checks.subject import Subject, file_of, plays_this


@error("TTX134")
def unknown_rule(subject: Subject) -> Iterator[At]:
    """A scoring rule that nobody wrote."""
    if subject.rules is None:
        return
    known = subject.rules
    for place, use in enumerate(subject.rubric.rules):
        if use.rule not in subject.rules:
            told = unknown(use.rule, known)
            yield At(("rules", place, "rule"), told, f"rubric/{subject.rubric.id}")
    for number, play in enumerate(subject.plays):
        for place, step in enumerate(play.play):
            for at, finding in enumerate(step.expect.finding if step.expect else ()):
                if finding.rule not in subject.rules:
                    told = unknown(finding.rule, known)
                    path = ("play", place, "expect", "finding", at, "rule")
                    yield At(path, told, file_of(play, number))


@error("TTX135")
def no_scale(subject: Subject) -> Iterator[At]:
    """Ratings on the scenario's own scale, where it has none."""
    if subject.rubric.ratings.scale == "scenario" and not subject.scenario.evaluation.scale:
        path = ("ratings", "scale")
        told = {"scenario": subject.scenario.id}
        yield At(path, told, f"rubric/{subject.rubric.id}")


@error("TTX136")
def scale_of_one(subject: Subject) -> Iterator[At]:
    """A scale with a single level, on which nothing can be told apart."""
    if len(subject.scenario.evaluation.scale) == 1:
        level = subject.scenario.evaluation.scale[0].id
        yield At(("evaluation", "scale"), {"level": level})


@error("TTX137")
def other_scenario(subject: Subject) -> Iterator[At]:
    """A play of another scenario than the one it stands beside."""
    for place, play in enumerate(subject.plays):
        if not plays_this(subject, play):
            told = {"id": play.scenario, "scenario": subject.scenario.id}
            yield At(("scenario",), told, file_of(play, place))
