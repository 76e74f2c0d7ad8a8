"""What things are called in one language: teams, injects, steps, people by their role."""

from __future__ import annotations

from datetime import datetime, timedelta

from simulator.documents.base import Words
from simulator.domain.course import Course, Instant
from simulator.domain.debrief import Finding
from simulator.domain.edition import Edition
from simulator.domain.exercise import EXERCISE
from simulator.domain.people import Actor
from simulator.domain.scenario.facts import Source
from simulator.engine import ratings, rules
from simulator.engine.guidance import role_title


class Titles:
    """The names of one exercise's things in one language; an id where there is no name."""

    def __init__(self, course: Course, words: Words) -> None:
        self.course = course
        self.words = words
        self.exercise = course.exercise
        self.edition: Edition = self.exercise.kit.edition(words.language)

    def team(self, team: str | None) -> str:
        """A playing team, or all of them together."""
        if team is None:
            return self.words("report.all_teams")
        if team not in self.exercise.teams:
            return team
        return rules.team_title(self.exercise, team, self.words.language)

    def teams(self, teams: tuple[str, ...]) -> str:
        """Several teams in one breath."""
        if len(teams) == len(self.exercise.teams) > 1:
            return self.words("report.everybody")
        return self.words.listed(self.team(team) for team in teams)

    def inject(self, id: str | None) -> str:
        """An inject, of the scenario or improvised."""
        title = rules.inject_title(self.exercise, id, self.words.language) if id else ""
        return title[:-1] if title.endswith(".") and not title.endswith("..") else title

    def option(self, inject: str, option: str) -> str:
        """An option's label."""
        found = self.edition.scenario.inject(inject)
        chosen = found.option(option) if found else None
        return chosen.label if chosen else option

    def expectation(self, ref: str) -> str:
        """What is expected."""
        inject, _, id = ref.partition("/")
        found = self.edition.scenario.inject(inject)
        expectation = found.expectation(id) if found else None
        return expectation.text if expectation else ref

    def role_expected(self, ref: str) -> str:
        """The team role of which something is expected; nothing where any will do."""
        inject, _, id = ref.partition("/")
        found = self.edition.scenario.inject(inject)
        expectation = found.expectation(id) if found else None
        if found is None or expectation is None:
            return ""
        return role_title(self.edition.scenario, found, expectation)

    def step(self, ref: str) -> str:
        """A playbook's step, or what it says never to do."""
        playbook_id, _, id = ref.partition("/")
        playbook = self.edition.playbook(playbook_id)
        step = (playbook.step(id) or playbook.never_step(id)) if playbook else None
        return step.text if step else ref

    def playbook(self, id: str) -> str:
        """A playbook's title."""
        found = self.edition.playbook(id)
        return found.title if found else id

    def source(self, finding: Finding) -> Source | None:
        """Where the time that a finding rests on comes from: its step's, else its deadline's."""
        playbook_id, _, id = (finding.step or "").partition("/")
        playbook = self.edition.playbook(playbook_id)
        step = playbook.step(id) if playbook else None
        if step and step.times:
            return step.times.source
        deadlines = self.edition.scenario.deadlines
        return next((d.source for d in deadlines if d.id == finding.deadline), None)

    def rubric(self, id: str, version: str) -> str:
        """A rubric's title, where it is the exercise's own; its id and version beside it."""
        own = self.exercise.kit.rubric
        named = f"{id} {version}"
        return f"{(self.edition.rubric or own).title} ({named})" if id == own.id else named

    def deadline(self, id: str) -> str:
        """A deadline's title."""
        deadlines = self.edition.scenario.deadlines
        return next((d.title for d in deadlines if d.id == id), id)

    def request(self, id: str) -> str:
        """A prepared answer's title."""
        return next((r.title for r in self.edition.scenario.requests if r.id == id), id)

    def fact(self, id: str) -> str:
        """What a milestone or a variable says."""
        scenario = self.edition.scenario
        found = {m.id: m.text for m in scenario.milestones}
        found |= {v.id: v.text for v in scenario.variables}
        return found.get(id, id)

    def rated(self, subject: str) -> str:
        """What was rated: an objective, a critical task or a row of the evaluation."""
        return dict(ratings.subjects(self.edition.scenario)).get(subject, subject)

    def who(self, actor: Actor) -> str:
        """Somebody by role, never by name."""
        if actor.team and actor.team_role and actor.team in self.exercise.teams:
            declared = self.exercise.teams[actor.team].declared
            role = self.edition.scenario.team_role(f"{declared}/{actor.team_role}")
            if role is not None:
                return role.title
        return self.words(f"report.who.{actor.role.replace('-', '_')}")


def foreign(titles: Titles, text: str, playbook: str = "") -> str:
    """What translations leave as it is, with the code of its language where that is another."""
    kit = titles.exercise.kit
    found = kit.original.playbook(playbook)
    code = found.language if found else kit.language
    own = code == titles.words.language or text.startswith(f"[{code}]")
    return text if own or not text else f"[{code}] {text}"


def story_time(course: Course, instant: Instant, team: str | None) -> datetime | None:
    """Story time of a record, on the clock of a team or of all."""
    story = course.exercise.story_of(team) if team in course.exercise.teams and team else EXERCISE
    clock = instant.clocks.get(story)
    return clock.at(instant.elapsed) if clock else None


def wall_time(instant: Instant) -> datetime:
    """Wall time of a record, as it stood on the wall."""
    return instant.at + timedelta(minutes=instant.offset)
