"""Read aloud: the facilitator tells it to the room."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from simulator.channels.base import Words, shown, signed
from simulator.domain.edition import Face
from simulator.domain.model import Line, Model
from simulator.domain.scenario import Inject, Persona


class ReadAloudDetails(Model):
    """How it is told."""

    voice: Annotated[Line | None, Field(title="Voice")] = None
    """How it is to be told, for whoever tells it: calm and tired, in a hurry. No team reads it."""


class ReadAloud:
    """Something told to the room."""

    name = "read-aloud"
    label = "Read aloud"
    Payload = ReadAloudDetails

    def face(
        self, inject: Inject, payload: ReadAloudDetails, words: Words, sender: Persona | None = None
    ) -> Face:
        """Who says it as byline; how it is to be told stands in the guidance."""
        return shown(self, inject, payload, words, byline=signed(sender), apart={"voice"})


channel = ReadAloud()
