"""Phone call: read out by whoever plays the caller, or left as voicemail."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from simulator.channels.base import Words, shown, signed
from simulator.domain.edition import Face
from simulator.domain.model import Flag, Line, Model, Word
from simulator.domain.scenario import Inject, Persona


class PhoneDetails(Model):
    """What the display of a phone shows."""

    number: Annotated[Word | None, Field(title="Number")] = None
    """The caller's; a number reserved for fiction."""
    line: Annotated[Line | None, Field(title="Line")] = None
    """On which line it rings: the hotline, the director's own."""
    voicemail: Annotated[Flag, Field(title="Voicemail")] = False
    """A recording; nobody can ask back."""


class Phone:
    """A phone call or a voicemail."""

    name = "phone"
    label = "Phone call"
    Payload = PhoneDetails

    def face(
        self, inject: Inject, payload: PhoneDetails, words: Words, sender: Persona | None = None
    ) -> Face:
        """Who is calling, and from which number."""
        return shown(self, inject, payload, words, byline=signed(sender))


channel = Phone()
