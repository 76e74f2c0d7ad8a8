"""Social network: a post, the account behind it and how far it reached."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from simulator.channels.base import Words, shown, signed
from simulator.domain.edition import Face
from simulator.domain.model import Line, Model, Whole, Word
from simulator.domain.scenario import Inject, Persona


class SocialDetails(Model):
    """What stands around a post."""

    platform: Annotated[Line | None, Field(title="Platform")] = None
    account: Annotated[Word | None, Field(title="Account")] = None
    reach: Annotated[Whole | Line | None, Field(title="Reach")] = None
    """How many have seen or shared it."""


class Social:
    """A post in a social network."""

    name = "social"
    label = "Social network"
    Payload = SocialDetails

    def face(
        self, inject: Inject, payload: SocialDetails, words: Words, sender: Persona | None = None
    ) -> Face:
        """The account as byline, for that is all its readers know; else the sender."""
        byline = payload.account or signed(sender)
        return shown(self, inject, payload, words, byline=byline, apart={"account"})


channel = Social()
