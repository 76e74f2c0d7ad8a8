"""Harm: what a team decided of the things the playbook says never to do.

Reported and weighed apart, never averaged with what went well.
"""

from __future__ import annotations

from collections.abc import Iterator

from simulator.domain.debrief import Finding
from simulator.domain.model import Model
from simulator.scoring.base import Case, found


class HarmSettings(Model):
    """A rubric has nothing to set."""


class Harm:
    """Harmful acts."""

    name = "harm"
    Settings = HarmSettings

    def score(self, case: Case, settings: HarmSettings) -> Iterator[Finding]:
        for harm in case.harms:
            before = harm.never.before
            playbook = harm.ref.partition("/")[0]
            yield found(
                case,
                self.name,
                "too_soon" if before else "harmful",
                "harm",
                f"{harm.ref}.{harm.act.at.events[0]}",
                step=harm.ref,
                after=f"{playbook}/{before}" if before else None,
                weight=harm.never.weight,
                evidence=harm.act.at.events,
                marks=harm.act.marks,
            )


rule = Harm()
