"""The faces of a scenario's injects, made by the channels that are handed in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

from simulator import text
from simulator.content.problems import near, validated
from simulator.content.shape import parts
from simulator.domain.diagnostic import Diagnostic, Path
from simulator.domain.edition import Face
from simulator.domain.scenario import Inject, Persona, Scenario


class Words(Protocol):
    """Looks up the words of one language; a key that has none comes back as it is."""

    def __call__(self, key: str, /, **values: object) -> str:
        """The words of a key, filled in."""
        ...


class FaceMaker(Protocol):
    """What is asked of a channel here."""

    Payload: Any

    def face(
        self, inject: Inject, payload: Any, words: Words, sender: Persona | None = None
    ) -> Face:
        """How the inject looks to its readers."""
        ...


Channels = Mapping[str, FaceMaker]


def words_of(language: str) -> Words:
    """The words of one language, as channels ask for them."""
    return partial(_words, language)


def _words(language: str, key: str, /, **values: object) -> str:
    return text.words(key, language, **values)


def variants(inject: Inject) -> Iterator[tuple[Path, Inject]]:
    """The inject as its readers may get it: with its body, then with each version in its place."""
    yield (), inject
    for index, version in enumerate(inject.versions):
        yield (
            ("versions", index),
            inject.having(
                title=version.title or inject.title,
                body=version.body,
                details={**inject.details, **version.details},
                attachments=version.attachments or inject.attachments,
            ),
        )


def faces(scenario: Scenario, channels: Channels, language: str) -> dict[str, tuple[Face, ...]]:
    """Inject → the body's face, then one for each of its versions."""
    words = words_of(language)
    return {
        inject.id: tuple(_face(each, scenario, channels, words) for _, each in variants(inject))
        for inject in scenario.injects
    }


def _face(inject: Inject, scenario: Scenario, channels: Channels, words: Words) -> Face:
    channel = channels[inject.channel]
    payload = channel.Payload.model_validate(inject.details)
    return channel.face(inject, payload, words, scenario.persona(inject.from_))


def problems(
    scenario: Scenario, channels: Channels, file: str = "scenario"
) -> Iterator[Diagnostic]:
    """Channels that nobody knows, and details that are not their channel's.

    In a translation injects stand by their ids.
    """
    for index, inject in enumerate(scenario.injects):
        key = index if file == "scenario" else inject.id
        yield from problems_of(inject, channels, ("injects", key), file)


def problems_of(inject: Inject, channels: Channels, path: Path, file: str) -> Iterator[Diagnostic]:
    """What is wrong with one inject's channel and details."""
    channel = channels.get(inject.channel)
    if channel is None:
        told = {"channel": inject.channel, "near": near(inject.channel, tuple(channels))}
        yield Diagnostic("TTX047", (*path, "channel"), told, file=file)
        return
    if inject.details:
        yield from _details(channel, inject.details, (*path, "details"), file)
    for number, version in enumerate(inject.versions):
        if version.details:
            key = version.key if file.startswith("translation/") and version.key else number
            yield from _details(channel, version.details, (*path, "versions", key, "details"), file)


def _details(
    channel: FaceMaker, details: Mapping[str, Any], path: Path, file: str
) -> Iterator[Diagnostic]:
    _, wrong = validated(channel.Payload, details, file)
    for each in wrong:
        yield replace(each, path=(*path, *each.path))


def is_text(channels: Channels, channel: str, key: str) -> bool:
    """Whether a channel's detail is a text that people read."""
    found = channels.get(channel)
    part = parts(found.Payload).get(key) if found else None
    return part is not None and part.kind in ("text", "texts")
