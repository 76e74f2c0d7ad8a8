"""A reusable inject as a file of its own, and what can be translated by a file."""

from __future__ import annotations

from simulator.domain.model import Language, Line, Model, Word
from simulator.domain.playbook import Playbook, Rubric
from simulator.domain.scenario import Inject, Scenario
from simulator.domain.scenario.header import SCHEMA_VERSION, SchemaVersion


class InjectFile(Inject):
    """A reusable inject: scenarios take it over with `use: theme/id` and say what is different."""

    schema_version: SchemaVersion = SCHEMA_VERSION
    language: Language = "en"
    licence: Word | None = None
    authors: tuple[Word, ...] = ()
    sender: Line | None = None
    """Who sends it where no scenario says `from`: for an inject made up on the spot."""


HEADER = ("schema_version", "language", "licence", "authors", "sender")
"""The keys of a reusable inject that are about its file, not about the inject."""

TRANSLATED: tuple[type[Model], ...] = (Scenario, InjectFile, Playbook, Rubric)
"""What can be translated by a file beside it."""
