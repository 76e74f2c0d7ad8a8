"""Objective by objective and team by team: strengths, areas for improvement, and what else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from simulator.documents.sentences import Sentence
from simulator.documents.statements import Decided, Statement, again, summed
from simulator.documents.titles import Titles
from simulator.documents.verdicts import Belonging, Verdict, is_step, told_once, verdict
from simulator.domain.debrief import Debrief, Finding

OTHER = "other"
"""The place of what belongs to no objective."""


@dataclass(frozen=True, slots=True)
class TeamView:
    """What was found of one team on one objective."""

    id: str
    title: str
    summary: Statement | None
    """How many steps of the critical tasks were done, where any fell to the team."""
    strengths: tuple[Statement, ...]
    areas: tuple[Statement, ...]
    justified: tuple[Statement, ...]
    absent: tuple[Statement, ...]
    neither: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class ObjectivePart:
    """One objective, or what belongs to none."""

    id: str
    title: str
    capability: str
    teams: tuple[TeamView, ...]


@dataclass(frozen=True, slots=True)
class Sorted:
    """The findings of an exercise by the objectives they serve."""

    titles: Titles
    debrief: Debrief
    sentences: Mapping[str, Sentence]
    decisions: Decided

    def of(self) -> Mapping[str, tuple[Finding, ...]]:
        """Objective → its findings, each told once; `other` for what belongs to none."""
        about = {seq: event.inject for seq, (_, event) in self.decisions.items() if event.inject}
        belonging = Belonging(self.titles.edition, about)
        found: dict[str, list[Finding]] = {}
        for finding in told_once(self.debrief, self.titles.edition):
            for objective in belonging.of(finding) or (OTHER,):
                found.setdefault(objective, []).append(finding)
        return {objective: tuple(findings) for objective, findings in found.items()}

    def parts(self) -> Iterator[ObjectivePart]:
        """Every objective in the scenario's order, then the rest where there is any."""
        found = self.of()
        for objective in self.titles.edition.scenario.objectives:
            mine = found.get(objective.id, ())
            yield ObjectivePart(
                objective.id,
                objective.text,
                objective.capability or "",
                self._teams(objective.id, mine),
            )
        if OTHER in found:
            title = self.titles.words("report.headings.other")
            yield ObjectivePart(OTHER, title, "", self._teams(OTHER, found[OTHER]))

    def areas(self) -> Iterator[tuple[Finding, str | None]]:
        """Every area for improvement once, with the first objective it belongs to."""
        seen: set[str] = set()
        for objective, findings in self._in_order():
            for finding in findings:
                if verdict(finding) == "area" and finding.id not in seen:
                    seen.add(finding.id)
                    yield finding, None if objective == OTHER else objective

    def _in_order(self) -> Iterator[tuple[str, tuple[Finding, ...]]]:
        found = self.of()
        for id in (*(o.id for o in self.titles.edition.scenario.objectives), OTHER):
            yield id, found.get(id, ())

    def _teams(self, place: str, findings: Sequence[Finding]) -> tuple[TeamView, ...]:
        teams = {finding.team: None for finding in findings}
        listed = [team for team in (*self.debrief.teams, None) if team in teams]
        return tuple(
            self._view(place, team, [f for f in findings if f.team == team]) for team in listed
        )

    def _view(self, place: str, team: str | None, findings: Sequence[Finding]) -> TeamView:
        said: dict[str, list[Statement]] = {}
        id = f"{place}-{team or 'all-teams'}"
        together = dict(self._together(id, findings))
        for finding in findings:
            if finding.id not in together:
                sentence = self.sentences[finding.id]
                told = again(sentence, f"o-{place}", self.decisions, self.titles)
                said.setdefault(verdict(finding), []).append(told)
        for statement, kind in dict.fromkeys(together.values()):
            said.setdefault(kind, []).append(statement)
        return TeamView(
            id=id,
            title=self.titles.team(team),
            summary=self._summary(place, team),
            strengths=tuple(said.get("strength", ())),
            areas=tuple(said.get("area", ())),
            justified=tuple(said.get("justified", ())),
            absent=tuple(said.get("absent", ())),
            neither=tuple(said.get("neither", ())),
        )

    def _together(
        self, place: str, findings: Sequence[Finding]
    ) -> Iterator[tuple[str, tuple[Statement, Verdict]]]:
        """The strengths that are told in one sentence: steps done, and order kept."""
        words = self.titles.words
        alike: dict[tuple[str, Verdict], list[Finding]] = {}
        for finding in findings:
            kind, code = verdict(finding), finding.code
            if kind == "strength" and (is_step(finding) or code == "in_order"):
                alike.setdefault((code, kind), []).append(finding)
        for (code, kind), found in alike.items():
            names = (self.titles.step(f.step or "").rstrip(".") for f in found)
            steps = words.listed(words("report.quote", text=name) for name in names)
            text = words(f"report.together.{code}", count=len(found), steps=steps)
            statement = summed(f"{code.replace('_', '-')}-{place}", text, found)
            yield from ((finding.id, (statement, kind)) for finding in found)

    def _summary(self, place: str, team: str | None) -> Statement | None:
        """How many steps of an objective's critical tasks a team did; of those that fell to it."""
        objectives = self.titles.edition.scenario.objectives
        tasks = [t for o in objectives if o.id == place for t in o.critical_tasks]
        steps = {step for task in tasks for step in task.steps}
        asked = [
            f
            for f in self.debrief.findings
            if f.rule == "completeness" and f.team == team and f.step in steps
        ]
        if not asked:
            return None
        done = sum(1 for f in asked if f.code == "done")
        text = self.titles.words("report.tasks_done", count=len(asked), done=done)
        return summed(f"tasks-{place}-{team or 'all-teams'}", text, asked)
