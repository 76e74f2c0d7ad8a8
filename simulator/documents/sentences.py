"""Findings, gaps and dials in words: each sentence ends with the events it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from simulator.documents.base import Words
from simulator.documents.markup import Md, events
from simulator.documents.timeline_words import level_told
from simulator.documents.titles import Titles, foreign
from simulator.domain.debrief import Dial, Finding, Gap
from simulator.domain.scenario.facts import Source
from simulator.text import clock

ANCHORS = ("target", "acceptable", "limit")
QUESTIONED = frozenset(
    {"harmful", "too_soon", "out_of_order", "missed", "late", "censored", "breach", "against"}
)
"""Codes that are worth a question in the hot wash; what was not done too, if it is critical."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A finding in words."""

    id: str
    """Of its block in the document."""
    text: str
    evidence: Md
    remarks: str
    """What the reader must know beside it."""
    finding: Finding

    @property
    def is_absence(self) -> bool:
        """Whether it says that nothing was seen."""
        return self.finding.window is not None and not self.finding.evidence


class Teller:
    """Words the findings of one exercise in one language."""

    def __init__(self, titles: Titles) -> None:
        self._titles = titles
        self._words: Words = titles.words

    def sentence(self, finding: Finding) -> Sentence:
        """A finding in words; one of a rule without words is named by its codes."""
        key = f"report.findings.{finding.rule}.{finding.code}"
        fallback = "report.findings.unworded"
        text = self._words.any_of(key, fallback, **self._values(finding))
        return Sentence(
            id=f"f-{finding.id}",
            text=text,
            evidence=self._evidence(finding),
            remarks=self._remarks(finding),
            finding=finding,
        )

    def gap(self, gap: Gap) -> str:
        """What was not computed, and why."""
        values: dict[str, Any] = dict(gap.values)
        values["team"] = self._titles.team(gap.team)
        if gap.step:
            values["step"] = self._plain(self._titles.step(gap.step))
        if "playbook" in values:
            values["playbook"] = self._titles.playbook(str(values["playbook"]))
        if "deadline" in values:
            values["deadline"] = self._titles.deadline(str(values["deadline"]))
        if "rule" in values:
            rule = str(values["rule"])
            values["rule"] = self._words.any_of(f"report.rules.{rule}", "report.rule", rule=rule)
        return self._words(f"report.gaps.{gap.code}", **values)

    def dial(self, dial: Dial, findings: Iterable[Finding]) -> str:
        """A dial's value, or how many of its findings are what."""
        codes = [f.code for f in findings]
        if codes and {*codes} == {"not_observed"}:
            return self._words("report.counts.none_observed")
        if dial.value is not None:
            raw = self._words.percent(dial.value)
            if dial.adjudicated is None:
                return raw
            judged = self._words.percent(dial.adjudicated)
            return self._words("report.dial_judged", raw=raw, judged=judged)
        counts = {code: codes.count(code) for code in dict.fromkeys(codes)}
        return ", ".join(
            self._words.any_of(f"report.counts.{code}", "report.counts.other", code=code, count=n)
            for code, n in counts.items()
        )

    def question(self, finding: Finding) -> str | None:
        """What the hot wash should ask about a finding, if anything."""
        absent = finding.code in ("not_observed", "not_done") and "critical" in finding.marks
        if finding.code not in QUESTIONED and not (absent and finding.step):
            return None
        code = "absent" if absent else finding.code
        key = f"report.questions.{code}"
        return self._words(key, team=self._titles.team(finding.team), **self._values(finding))

    def _values(self, finding: Finding) -> dict[str, object]:
        """What fills in a finding's sentence."""
        values: dict[str, object] = {"rule": finding.rule, "code": finding.code}
        values["what"] = self._plain(self._about(finding))
        values["step"] = self._plain(self._titles.step(finding.step)) if finding.step else ""
        values["after"] = self._plain(self._titles.step(finding.after)) if finding.after else ""
        given = finding.values
        for name in ("took", *ANCHORS, "not_before"):
            amount = given.get(name)
            if isinstance(amount, int | float):
                values[name] = self._span(amount, str(given.get("clock", "exercise")))
        values["anchor"] = next((values[a] for a in ANCHORS if a in values), "")
        due = given.get("due")
        if isinstance(due, str):
            values["due"] = self._words.moment(datetime.fromisoformat(due))
        elif isinstance(due, int | float):
            values["due"] = clock(due)
        elif "limit" in values:
            values["due"] = values["limit"]
        return values | self._said(finding)

    def _said(self, finding: Finding) -> dict[str, object]:
        """What fills in a sentence about a choice, a message or a rating."""
        titles, given = self._titles, finding.values
        values: dict[str, object] = {n: given[n] for n in ("tlp", "most", "label") if n in given}
        if "option" in given and finding.inject:
            values["option"] = self._plain(titles.option(finding.inject, str(given["option"])))
        to = given.get("to")
        if to:
            teams = [str(team) for team in to] if isinstance(to, list) else [str(to)]
            values["to"] = self._words.listed(titles.team(team) for team in teams)
        if finding.code == "breach":
            ways = [way for way in ("to", "tlp") if given.get(way)]
            how = (self._words(f"report.beyond.{way}", **values) for way in ways)
            values["how"] = self._words.listed(how)
        if "level" in given:
            values["level"] = level_told(str(given["level"]), titles)
        levels = given.get("levels")
        if isinstance(levels, list):
            values["levels"] = "; ".join(level_told(str(level), titles) for level in levels)
        return values

    def _about(self, finding: Finding) -> str:
        titles = self._titles
        if "subject" in finding.values:
            return titles.rated(str(finding.values["subject"]))
        if finding.expectation:
            return titles.expectation(finding.expectation)
        if finding.deadline:
            return titles.deadline(finding.deadline)
        if finding.step:
            return titles.step(finding.step)
        return titles.inject(finding.inject)

    def _span(self, minutes: float, clock: str) -> str:
        span = self._words.span(minutes)
        return self._words("report.story_span", span=span) if clock == "story" else span

    def _remarks(self, finding: Finding) -> str:
        """Marks, source and certainty, in one bracket."""
        words = self._words
        remarks = [
            words.any_of(f"report.marks.{mark}", "report.marks.other", mark=mark)
            for mark in finding.marks
            if mark != "justified"
        ]
        if "justified" in finding.marks:
            remarks.append(self._judged(finding))
        given = finding.values
        if "first" in given and finding.inject:
            first = self._titles.option(finding.inject, str(given["first"]))
            remarks.append(words("report.first", option=self._plain(first)))
        flags = given.get("flags")
        if isinstance(flags, list):
            remarks += [words(f"report.flags.{flag}") for flag in flags if flag != "achieved"]
        if finding.code == "final" and given.get("levels"):
            remarks.append(words("report.evaluators", **self._said(finding)))
        by = given.get("by")
        if isinstance(by, str):
            remarks.append(words("report.by_team", team=self._titles.team(by)))
        if "source" in finding.values and (source := self._titles.source(finding)):
            remarks.append(self._source(source, finding))
        if finding.expectation and (role := self._titles.role_expected(finding.expectation)):
            remarks.append(words("report.expected_of", role=role))
        if finding.certainty < 1:
            remarks.append(words("report.certainty", share=words.percent(finding.certainty)))
        return "; ".join(remarks)

    def _judged(self, finding: Finding) -> str:
        """Both values of a justified deviation and the reason; it alone where there are none."""
        reason = self._plain(str(finding.values.get("justified", "")))
        if finding.value is None or finding.adjudicated is None:
            return self._words("report.judged_only", reason=reason)
        raw, judged = (self._words.percent(v) for v in (finding.value, finding.adjudicated))
        return self._words("report.judged", raw=raw, judged=judged, reason=reason)

    def _source(self, source: Source, finding: Finding) -> str:
        words = self._words
        parts = [words(f"report.sources.{source.kind}")]
        written = finding.values["source"]
        same = isinstance(written, dict) and written.get("title") == source.title
        playbook = (finding.step or "").partition("/")[0]
        if source.title:
            title = foreign(self._titles, source.title, playbook) if same else source.title
            parts.append(title)
        if source.section:
            parts.append(words("report.section", section=source.section))
        if source.date:
            parts.append(words.day(source.date))
        if source.url:
            parts.append(source.url)
        return words("report.source", source=", ".join(parts))

    def _evidence(self, finding: Finding) -> Md:
        """The events it speaks of; for an absence, the two ends of the window."""
        shown = events(finding.evidence)
        if finding.window is None:
            return shown
        began, ended = events([finding.window.began]), events([finding.window.ended])
        return Md(" ".join(part for part in (shown, f"{began}\N{EN DASH}{ended}") if part))

    @staticmethod
    def _plain(text: str) -> str:
        """A text without the full stop that would end the sentence it stands in."""
        return text.rstrip(".")
