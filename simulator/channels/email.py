"""E-mail: a subject, and who else receives it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from simulator.channels.base import Words, shown, signed
from simulator.domain.edition import Face
from simulator.domain.model import Line, Model, Word
from simulator.domain.scenario import Inject, Persona


class EmailDetails(Model):
    """The header of an e-mail."""

    subject: Annotated[Line | None, Field(title="Subject")] = None
    """The headline; without it, the inject's title."""
    to: Annotated[Line | None, Field(title="To")] = None
    """As the header shows it, where that is not simply the team."""
    cc: Annotated[Line | None, Field(title="Copy to")] = None
    reply_to: Annotated[Word | None, Field(title="Reply to")] = None


class Email:
    """An e-mail."""

    name = "email"
    label = "E-mail"
    Payload = EmailDetails

    def face(
        self, inject: Inject, payload: EmailDetails, words: Words, sender: Persona | None = None
    ) -> Face:
        """The subject as headline, the sender with address."""
        byline = signed(sender, address=True)
        return shown(
            self, inject, payload, words, headline=payload.subject, byline=byline, apart={"subject"}
        )


channel = Email()
