"""A scenario: the authored story, whole; its teams, injects, facts and what is expected."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Final, Literal

from pydantic import Field

from simulator.domain.model import (
    Id,
    Language,
    Line,
    Model,
    Number,
    Prose,
    Ref,
    Refs,
    Span,
    StoryTime,
    Tlp,
    Whole,
    Word,
)
from simulator.domain.scenario.condition import Condition
from simulator.domain.scenario.facts import Deadline, Milestone, Scope, Truth, Variable
from simulator.domain.scenario.inject import Inject
from simulator.domain.scenario.people import Persona, Team, TeamRole

SCHEMA_VERSION: Final = 1
ALL = "all"
"""As an addressee: every team."""

SchemaVersion = Annotated[Literal[1], Field()]


class Story(Model):
    """Whose story it is and how its clock runs."""

    scope: Scope = "exercise"
    starts: StoryTime | None = None
    """Story time at STARTEX."""
    pace: Annotated[Number, Field(ge=0)] = 1
    """Story minutes to one minute of exercise time."""


class Phase(Model):
    """A block of the scenario: detection, response, recovery."""

    shorthand = "title"
    named_by = ("title",)
    id: Id
    title: Line
    planned: Span | None = None
    break_after: Span | None = None
    """A pause planned after it, minutes of wall time."""


class CriticalTask(Model):
    """What has to be done for an objective, and the playbook steps that do it (HSEEP)."""

    shorthand = "text"
    named_by = ("text",)
    id: Id
    text: Line
    steps: Refs = ()


class Objective(Model):
    """What the exercise is to show or train."""

    shorthand = "text"
    named_by = ("text",)
    id: Id
    text: Line
    criteria: tuple[Line, ...] = ()
    """By what one sees that it was reached."""
    capability: Line | None = None
    """The capability it belongs to, in the sponsor's own list."""
    critical_tasks: tuple[CriticalTask, ...] = ()


class InformationRequest(Model):
    """If asked X, answer Y: prepared by the author, sent by a person, once a team (K15)."""

    named_by = ("title",)
    id: Id
    title: Line
    to: Refs = ()
    """Who may be answered; all when nothing is said."""
    ask: tuple[Line, ...] = ()
    """Words in a question that make the suggestion."""
    delay: Span = 0.0
    """Not before this long after the question."""
    when: Condition | None = None
    answer: Prose


class ControlTasks(Model):
    """The staff's own checklist, never shown to players."""

    before: tuple[Line, ...] = ()
    during: tuple[Line, ...] = ()
    after: tuple[Line, ...] = ()


class Level(Model):
    """One level of a rating scale of the scenario's own."""

    shorthand = "title"
    named_by = ("title",)
    id: Id
    title: Line
    text: Line | None = None


class EvaluationRow(Model):
    """Something evaluators look for that no single inject brings."""

    shorthand = "text"
    named_by = ("text",)
    id: Id
    text: Line
    objective: Id | None = None


class Evaluation(Model):
    """What evaluators note, and on which scale."""

    scale: Annotated[tuple[Level, ...], Field(max_length=5)] = ()
    """Two to five levels; without it, the rubric's."""
    rows: tuple[EvaluationRow, ...] = ()


class PlaybookUse(Model):
    """A playbook bound to the scenario: who plays its roles, when clocks start, what is true."""

    shorthand = "use"
    use: Id
    roles: Mapping[Id, Ref] = {}
    """Playbook role → team or team/role."""
    triggers: Mapping[Id, Condition] = {}
    branches: Mapping[Id, Word] = {}
    """Question of the playbook → the true answer."""


class Scenario(Model):
    """The authored story: a graph of injects for one or more teams."""

    named_by = ("title",)
    schema_version: SchemaVersion = SCHEMA_VERSION
    id: Id
    version: Word = "1.0.0"
    title: Line
    summary: Prose | None = None
    language: Language = "en"
    licence: Word | None = None
    authors: tuple[Word, ...] = ()
    audience: Line | None = None
    difficulty: Literal["introductory", "intermediate", "advanced"] | None = None
    tags: tuple[Word, ...] = ()
    planned: Span | None = None
    tlp: Tlp = "AMBER"
    """For every inject that says nothing else."""
    rubric: Id = "standard"
    playbooks: tuple[PlaybookUse, ...] = ()
    values: Mapping[Id, Word | Whole] = {}
    """What {placeholders} in texts stand for."""
    story: Story = Story()
    brief: Prose | None = None
    """For everybody, before STARTEX."""
    facilitator_brief: Prose | None = None
    organisation: Prose | None = None
    """The fictional bodies, for everybody."""
    assumptions: tuple[Line, ...] = ()
    ground_rules: tuple[Line, ...] = ()
    objectives: tuple[Objective, ...] = ()
    teams: Annotated[tuple[Team, ...], Field(min_length=1)]
    personas: tuple[Persona, ...] = ()
    phases: tuple[Phase, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    variables: tuple[Variable, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    requests: tuple[InformationRequest, ...] = ()
    injects: Annotated[tuple[Inject, ...], Field(min_length=1)]
    control_tasks: ControlTasks = ControlTasks()
    evaluation: Evaluation = Evaluation()
    debrief_questions: tuple[Line, ...] = ()
    truth: Truth = Truth()

    @cached_property
    def _injects(self) -> dict[str, Inject]:
        return {inject.id: inject for inject in self.injects}

    @cached_property
    def _teams(self) -> dict[str, Team]:
        return {team.id: team for team in self.teams}

    @cached_property
    def scopes(self) -> Mapping[tuple[str, str], Scope | None]:
        """Kind and id of every declared fact → the scope it has of its own (K1)."""
        kinds = (
            ("milestone", self.milestones),
            ("variable", self.variables),
            ("deadline", self.deadlines),
        )
        return {(kind, each.id): each.scope for kind, all_ in kinds for each in all_}

    def inject(self, id: str) -> Inject | None:
        """The inject of this id."""
        return self._injects.get(id)

    def team(self, id: str) -> Team | None:
        """The team of this id."""
        return self._teams.get(id)

    def team_role(self, ref: str) -> TeamRole | None:
        """The team role a pointer `team/role` names."""
        team, _, role = ref.partition("/")
        found = self._teams.get(team)
        return next((r for r in found.roles if r.id == role), None) if found else None

    def teams_of(self, to: tuple[str, ...]) -> tuple[str, ...]:
        """The teams that addressees name, in the scenario's order; all where none is named."""
        if not to or ALL in to:
            return tuple(self._teams)
        named = {ref.partition("/")[0] for ref in to}
        return tuple(team for team in self._teams if team in named)

    def persona(self, id: str | None) -> Persona | None:
        """The persona of this id."""
        return next((p for p in self.personas if p.id == id), None)
