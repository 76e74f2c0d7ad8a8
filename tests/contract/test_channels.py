"""Every channel keeps the contract: a name, a label, a payload of optional details, and a face."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from simulator.channels.base import Channel
from simulator.content.shape import parts
from simulator.domain.edition import Face
from simulator.domain.scenario import Inject, Persona
from simulator.plugins import Registry
from simulator.text import has, languages, words

REGISTRY = Registry("channels")
CHANNELS: dict[str, Channel[Any]] = dict(REGISTRY.load_all())
INJECT = Inject.model_validate({"id": "call", "title": "A call", "body": "Who speaks?"})
SENDER = Persona(id="a", name="Ana", title="Head", address="a@x.example")

every_channel = pytest.mark.parametrize("name", CHANNELS)


def spoken(language: str) -> Any:
    """The words of a language as channels ask for them."""
    return lambda key, /, **values: words(key, language, **values)


def details(channel: Channel[Any]) -> dict[str, Any]:
    """One value for each of a channel's details."""
    samples: dict[str, Any] = {"voicemail": True, "fields": ["Name", "Since when"]}
    return {name: samples.get(name, f"sample-{name}") for name in channel.Payload.model_fields}


def texts(face: Face) -> Iterator[str]:
    """Everything a reader sees."""
    yield from (face.label, face.headline, face.byline or "", face.body)
    for fact in face.facts:
        yield from (fact.label, fact.value)


def test_there_are_ten_and_none_is_broken() -> None:
    assert sorted(CHANNELS) == [
        "chat",
        "document",
        "email",
        "form",
        "news",
        "phone",
        "read-aloud",
        "siem",
        "social",
        "ticket",
    ]
    assert REGISTRY.broken == {}


@every_channel
def test_it_is_called_as_it_is_found(name: str) -> None:
    assert CHANNELS[name].name == name
    assert CHANNELS[name].label


@every_channel
def test_every_detail_may_be_left_out(name: str) -> None:
    channel = CHANNELS[name]
    face = channel.face(INJECT, channel.Payload(), spoken("en"))
    assert (face.channel, face.headline, face.body) == (name, "A call", "Who speaks?")
    assert face.facts == ()
    assert face.byline is None


FOR_CONTROL = {("read-aloud", "voice")}
"""Details that say how something is told, and so are for whoever tells it."""


@every_channel
def test_every_detail_is_seen_by_the_reader(name: str) -> None:
    channel = CHANNELS[name]
    given = details(channel)
    payload = channel.Payload.model_validate(given)
    seen = "\n".join(texts(channel.face(INJECT, payload, spoken("en"), SENDER)))
    for key, value in given.items():
        for each in value if isinstance(value, list) else ["yes" if value is True else value]:
            assert (each in seen) is ((name, key) not in FOR_CONTROL)


@every_channel
def test_every_detail_has_a_label_in_every_language(name: str) -> None:
    fields = CHANNELS[name].Payload.model_fields
    assert all(field.title for field in fields.values())
    for language in languages()[1:]:
        assert has(f"channels.{name}.label", language)
        missing = [
            field for field in fields if not has(f"channels.{name}.fields.{field}", language)
        ]
        assert missing == []


@every_channel
def test_labels_are_in_the_readers_language(name: str) -> None:
    channel = CHANNELS[name]
    payload = channel.Payload.model_validate(details(channel))
    face = channel.face(INJECT, payload, spoken("es"))
    assert face.label == words(f"channels.{name}.label", "es")
    labels = {
        words(f"channels.{name}.fields.{field}", "es") for field in channel.Payload.model_fields
    }
    assert {fact.label for fact in face.facts} <= labels


@every_channel
def test_a_face_is_the_same_each_time_and_can_be_written_down(name: str) -> None:
    channel = CHANNELS[name]
    payload = channel.Payload.model_validate(details(channel))
    first = channel.face(INJECT, payload, spoken("en"), SENDER)
    assert channel.face(INJECT, payload, spoken("en"), SENDER) == first
    assert Face.model_validate_json(first.model_dump_json()) == first


@every_channel
def test_attachments_come_with_the_face(name: str) -> None:
    inject = Inject.model_validate({"id": "a", "title": "A", "attachments": ["a.txt"]})
    channel = CHANNELS[name]
    assert channel.face(inject, channel.Payload(), spoken("en")).attachments == inject.attachments


@every_channel
def test_some_detail_is_a_text_that_can_be_translated(name: str) -> None:
    payload: Any = CHANNELS[name].Payload
    kinds = {part.kind for part in parts(payload).values()}
    assert kinds & {"text", "texts"}
