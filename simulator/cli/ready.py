"""What lies ready in the library for one exercise, read when somebody asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pydantic import ValidationError

from simulator.channels.base import facts, said
from simulator.cli.exercises import channels
from simulator.content.files import InjectFile
from simulator.content.library import Library
from simulator.content.reusable import reusable
from simulator.domain.edition import Edition, Kit
from simulator.engine.guidance import guidance
from simulator.service.ready import ReadyInject, Shelf
from simulator.text import has, say_in, words


def shelf_for(kit: Kit, language: str) -> Shelf:
    """The reusable injects of the library, in this language and with the scenario's names."""
    edition = kit.edition(language)

    @cache
    def shelf() -> Sequence[ReadyInject]:
        unnamed = {"organisation": words("console.unnamed_organisation", language)}
        values = {**unnamed, **edition.scenario.values}
        found = reusable(Library.around(), channels(), language, values)
        made = (_ready(name, inject, edition, language) for name, inject in found)
        return tuple(each for each in made if each is not None)

    return shelf


def _ready(name: str, inject: InjectFile, edition: Edition, language: str) -> ReadyInject | None:
    """One of them as consoles have it; none where its channel or its details are unknown."""
    channel = channels().get(inject.channel)
    try:
        payload = channel.Payload.model_validate(dict(inject.details)) if channel else None
    except ValidationError:
        return None
    if channel is None or payload is None:
        return None
    say = say_in(language)
    theme = name.partition("/")[0]
    key = f"console.theme.{theme}"
    label = said(say, f"channels.{channel.name}.label", channel.label)
    return ReadyInject(
        id=name,
        theme=theme,
        group=words(key, language) if has(key) else theme,
        title=inject.title,
        body=inject.body,
        channel=inject.channel,
        sender=inject.sender or "",
        details=inject.details,
        tlp=inject.tlp,
        label=label,
        facts=tuple((fact.label, fact.value) for fact in facts(channel, payload, say)),
        guidance=guidance(edition, inject),
    )
