"""Form: something to be filled in by the team, field by field."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from simulator.channels.base import Words, shown, signed
from simulator.domain.edition import Face
from simulator.domain.model import PROSE_MAX, Line, Model, Word
from simulator.domain.scenario import Inject, Persona


class FormDetails(Model):
    """What a form asks for."""

    reference: Annotated[Word | None, Field(title="Reference")] = None
    """The number printed on it."""
    fields: Annotated[tuple[Line, ...], Field(title="Fields")] = ()
    """The label of each field, in order."""


class Form:
    """A form to be filled in."""

    name = "form"
    label = "Form"
    Payload = FormDetails

    def face(
        self, inject: Inject, payload: FormDetails, words: Words, sender: Persona | None = None
    ) -> Face:
        """The body, then the fields as a list."""
        listed = "\n".join(f"- {label}" for label in payload.fields)
        body = f"{inject.body}\n\n{listed}"[:PROSE_MAX] if listed else None
        byline = signed(sender)
        return shown(self, inject, payload, words, byline=byline, body=body, apart={"fields"})


channel = Form()
