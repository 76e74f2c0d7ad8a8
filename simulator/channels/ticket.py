"""Ticket: an entry in the service desk's system."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from simulator.channels.base import Words, shown, signed
from simulator.domain.edition import Face
from simulator.domain.model import Line, Model, Word
from simulator.domain.scenario import Inject, Persona


class TicketDetails(Model):
    """The fields of a ticket."""

    number: Annotated[Word | None, Field(title="Number")] = None
    priority: Annotated[Line | None, Field(title="Priority")] = None
    queue: Annotated[Line | None, Field(title="Queue")] = None
    status: Annotated[Line | None, Field(title="Status")] = None


class Ticket:
    """A ticket of the service desk."""

    name = "ticket"
    label = "Ticket"
    Payload = TicketDetails

    def face(
        self, inject: Inject, payload: TicketDetails, words: Words, sender: Persona | None = None
    ) -> Face:
        """The inject's title, who opened it, and its fields as facts."""
        return shown(self, inject, payload, words, byline=signed(sender))


channel = Ticket()
