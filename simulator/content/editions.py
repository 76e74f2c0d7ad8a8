"""The editions of a scenario: all that an exercise is played from, once for each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from simulator.content.faces import Channels, faces
from simulator.domain.edition import Edition
from simulator.domain.model import Model
from simulator.domain.playbook import Playbook, Rubric
from simulator.domain.scenario import Scenario

M = TypeVar("M", bound=Model)


class Marked(Protocol):
    """Marks every text of a value with the code of its language."""

    def __call__(self, value: M, code: str) -> M:
        """The value, marked."""
        ...


@dataclass(frozen=True)
class Editions:
    """What editions are made of: the scenario, its playbooks, and each in other languages."""

    scenario: Scenario
    scenarios: Mapping[str, Scenario]
    playbooks: tuple[Playbook, ...]
    others: Mapping[str, Mapping[str, Playbook]]
    rubrics: Mapping[str, Rubric]
    channels: Channels
    marked: Marked

    def made(self) -> Mapping[str, Edition]:
        """One edition for each language the scenario is in, its own first."""
        every = {self.scenario.language: self.scenario, **self.scenarios}
        return {code: self._edition(code, scenario) for code, scenario in every.items()}

    def _edition(self, code: str, scenario: Scenario) -> Edition:
        return Edition(
            language=code,
            scenario=scenario,
            playbooks=tuple(self._playbook(each, code) for each in self.playbooks),
            faces=faces(scenario, self.channels, code),
            rubric=self.rubrics.get(code),
        )

    def _playbook(self, playbook: Playbook, code: str) -> Playbook:
        """A playbook in this language; where nobody translated it, with marked texts."""
        if playbook.language == code:
            return playbook
        found = self.others.get(playbook.id, {}).get(code)
        return found or self.marked(playbook, playbook.language)
