"""Chat: a message in a room or between two people."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from simulator.channels.base import Words, shown, signed
from simulator.domain.edition import Face
from simulator.domain.model import Line, Model, Word
from simulator.domain.scenario import Inject, Persona


class ChatDetails(Model):
    """Where a chat message stands and under which name."""

    room: Annotated[Line | None, Field(title="Room")] = None
    handle: Annotated[Word | None, Field(title="Handle")] = None
    """The name its sender uses there."""


class Chat:
    """A chat message or text message."""

    name = "chat"
    label = "Chat message"
    Payload = ChatDetails

    def face(
        self, inject: Inject, payload: ChatDetails, words: Words, sender: Persona | None = None
    ) -> Face:
        """The sender with handle; the handle alone where nobody is named."""
        name = signed(sender)
        byline = f"{name} ({payload.handle})" if name and payload.handle else payload.handle or name
        return shown(self, inject, payload, words, byline=byline, apart={"handle"})


channel = Chat()
