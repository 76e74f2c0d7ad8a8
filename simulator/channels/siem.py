"""SIEM alert: what the monitoring saw, where and how grave."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from simulator.channels.base import Words, shown, signed
from simulator.domain.edition import Face
from simulator.domain.model import Line, Model, Whole, Word
from simulator.domain.scenario import Inject, Persona


class SiemDetails(Model):
    """The fields of an alert."""

    rule: Annotated[Line | None, Field(title="Rule")] = None
    host: Annotated[Word | None, Field(title="Host")] = None
    severity: Annotated[Line | None, Field(title="Severity")] = None
    source: Annotated[Line | None, Field(title="Source")] = None
    """Which sensor or log it comes from."""
    count: Annotated[Whole | Line | None, Field(title="Count")] = None
    """How often it was seen."""


class Siem:
    """An alert of the monitoring."""

    name = "siem"
    label = "SIEM alert"
    Payload = SiemDetails

    def face(
        self, inject: Inject, payload: SiemDetails, words: Words, sender: Persona | None = None
    ) -> Face:
        """The inject's title with rule, host, severity, source and count as facts."""
        return shown(self, inject, payload, words, byline=signed(sender))


channel = Siem()
