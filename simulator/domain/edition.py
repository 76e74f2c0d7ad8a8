"""What an exercise is played from: scenario, faces, playbooks and rubric in each language."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.domain.model import Id, Language, Line, Model, Prose
from simulator.domain.playbook import Playbook, Rubric
from simulator.domain.scenario import Attachment, Scenario


class Fact(Model):
    """One labelled detail of a face: Host, Phone number."""

    label: Line
    value: Prose


class Face(Model):
    """How an inject looks to its readers, made by its channel; every interface can draw it."""

    channel: Id
    """Also the style class, should an interface dress it."""
    label: Line
    """The channel's name in the reader's language."""
    headline: Line
    byline: Line | None = None
    facts: tuple[Fact, ...] = ()
    body: Prose
    """Markdown without raw HTML."""
    attachments: tuple[Attachment, ...] = ()


class Edition(Model):
    """The scenario in one language, ready to be played: placeholders filled, faces made.

    A text without translation stands in the original language behind its code: `[en] …`.
    """

    language: Language
    scenario: Scenario
    playbooks: tuple[Playbook, ...] = ()
    faces: Mapping[Id, tuple[Face, ...]]
    """Inject → the body's face, then one for each of its versions, in their order."""
    rubric: Rubric | None = None
    """The rubric in this language, where somebody translated it."""

    def playbook(self, id: str) -> Playbook | None:
        """The playbook of this id."""
        return next((p for p in self.playbooks if p.id == id), None)


class Kit(Model):
    """Everything one exercise is played from; the log's first event carries it whole."""

    language: Language
    """The scenario's own language."""
    editions: Mapping[Language, Edition]
    rubric: Rubric

    @property
    def original(self) -> Edition:
        """The edition in the scenario's own language; all rules read this one."""
        return self.editions[self.language]

    def edition(self, language: str) -> Edition:
        """The edition in this language, or the original where there is none."""
        return self.editions.get(language, self.original)
