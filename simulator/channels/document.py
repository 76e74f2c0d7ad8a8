"""Document: a letter, a note, a page of a plan, laid on the table."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from simulator.channels.base import Words, shown, signed
from simulator.domain.edition import Face
from simulator.domain.model import Line, Model, Whole, Word
from simulator.domain.scenario import Inject, Persona


class DocumentDetails(Model):
    """What kind of document it is."""

    kind: Annotated[Line | None, Field(title="Kind")] = None
    pages: Annotated[Whole | Line | None, Field(title="Pages")] = None
    reference: Annotated[Word | None, Field(title="Reference")] = None
    """The number it is filed under."""


class Document:
    """A document handed over."""

    name = "document"
    label = "Document"
    Payload = DocumentDetails

    def face(
        self, inject: Inject, payload: DocumentDetails, words: Words, sender: Persona | None = None
    ) -> Face:
        """The inject's title, who wrote it, and kind, pages and reference as facts."""
        return shown(self, inject, payload, words, byline=signed(sender))


channel = Document()
