"""The kinds of content file, and what each holds."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from simulator.domain.model import Language, Model, Word
from simulator.domain.play import Play
from simulator.domain.playbook import Playbook, Rubric
from simulator.domain.scenario import Inject, Scenario
from simulator.domain.scenario.header import SCHEMA_VERSION, SchemaVersion


class InjectFile(Inject):
    """A reusable inject: scenarios take it over with `use: theme/id` and say what is different."""

    schema_version: SchemaVersion = SCHEMA_VERSION
    language: Language = "en"
    licence: Word | None = None
    authors: tuple[Word, ...] = ()


HEADER = ("schema_version", "language", "licence", "authors")
"""The keys of a reusable inject that are about its file, not about the inject."""

KINDS: Mapping[str, type[Model]] = MappingProxyType(
    {
        "scenario": Scenario,
        "inject": InjectFile,
        "playbook": Playbook,
        "rubric": Rubric,
        "play": Play,
    }
)
"""Kind of file → what it holds; the sixth kind, `translation`, has the shape of another."""

TRANSLATED: tuple[type[Model], ...] = (Scenario, Inject, Playbook, Rubric)
"""What can be translated by a file beside it."""
