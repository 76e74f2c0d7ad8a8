"""Who is in the story: teams with their roles, and the personas who write and call."""

from __future__ import annotations

from simulator.domain.model import Id, Line, Model, Prose, Word


class TeamRole(Model):
    """Whom a participant plays within a team: a director, an engineer."""

    shorthand = "title"
    named_by = ("title",)
    id: Id
    title: Line
    brief: Prose | None = None
    """Only for whoever plays it, and the staff."""


class Team(Model):
    """Participants who decide together."""

    shorthand = "title"
    named_by = ("title",)
    id: Id
    title: Line
    brief: Prose | None = None
    roles: tuple[TeamRole, ...] = ()
    organisation: Line | None = None
    """Which body it stands for; the report lists it among the participants."""


class Persona(Model):
    """A sender in the story, played by the staff or by nobody."""

    shorthand = "name"
    named_by = ("name",)
    id: Id
    name: Line
    title: Line | None = None
    """What stands under the name: an office, a newspaper."""
    address: Word | None = None
    organisation: Line | None = None
