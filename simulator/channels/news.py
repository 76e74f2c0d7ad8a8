"""News: what the press, radio or television says."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from simulator.channels.base import Words, shown, signed
from simulator.domain.edition import Face
from simulator.domain.model import Line, Model, Word
from simulator.domain.scenario import Inject, Persona


class NewsDetails(Model):
    """Where and when something was published."""

    outlet: Annotated[Word | None, Field(title="Outlet")] = None
    """Its name, the same in every language."""
    section: Annotated[Line | None, Field(title="Section")] = None
    published: Annotated[Line | None, Field(title="Published")] = None
    """When, as the page would print it."""


class News:
    """An item of the news."""

    name = "news"
    label = "News"
    Payload = NewsDetails

    def face(
        self, inject: Inject, payload: NewsDetails, words: Words, sender: Persona | None = None
    ) -> Face:
        """Author and outlet as byline."""
        byline = " · ".join(part for part in (signed(sender), payload.outlet) if part)
        return shown(self, inject, payload, words, byline=byline, apart={"outlet"})


channel = News()
