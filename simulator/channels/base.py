"""What a channel is, and what all of them share: labels, bylines and faces.

A channel's English words stand in its own file: its label, and the title of each field. Another
language has them under `channels.<name>.label` and `channels.<name>.fields.<field>`.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Protocol, TypeVar

from simulator.domain.edition import Face, Fact
from simulator.domain.model import LINE_MAX, Model
from simulator.domain.scenario import Inject, Persona

P = TypeVar("P", bound=Model)


class Words(Protocol):
    """Looks up the words of one language; a key that has none comes back as it is."""

    def __call__(self, key: str, /, **values: object) -> str:
        """The words of a key, filled in."""
        ...


class Channel(Protocol[P]):
    """A way an inject reaches a team."""

    name: str
    """As scenarios call it; the style class of its faces."""
    label: str
    """What it is called on screens, in English."""
    Payload: type[P]
    """The details an author may give; all optional, each field titled in English."""

    def face(self, inject: Inject, payload: P, words: Words, sender: Persona | None = None) -> Face:
        """How the inject looks to its readers."""
        ...


def shown(
    channel: Channel[Any],
    inject: Inject,
    payload: Model,
    words: Words,
    *,
    headline: str | None = None,
    byline: str | None = None,
    body: str | None = None,
    apart: Collection[str] = (),
) -> Face:
    """The face of an inject: its title and body unless others are given, the details as facts.

    Details named in `apart` are shown elsewhere than among the facts.
    """
    return Face(
        channel=channel.name,
        label=said(words, f"channels.{channel.name}.label", channel.label),
        headline=headline or inject.title,
        byline=byline[:LINE_MAX] if byline else None,
        facts=facts(channel, payload, words, apart),
        body=body or inject.body,
        attachments=inject.attachments,
    )


def facts(
    channel: Channel[Any], payload: Model, words: Words, apart: Collection[str] = ()
) -> tuple[Fact, ...]:
    """The details given, in the order of the fields, labelled in the reader's language."""
    found = []
    for name, field in type(payload).model_fields.items():
        value = getattr(payload, name)
        if name in apart or value is None or value is False or value == ():
            continue
        key = f"channels.{channel.name}.fields.{name}"
        label = said(words, key, field.title or name.replace("_", " ").capitalize())
        found.append(Fact(label=label, value=_plain(value, words)))
    return tuple(found)


def said(words: Words, key: str, english: str) -> str:
    """The words of a key, or the English ones where the language has none."""
    found = words(key)
    return english if found == key else found


def signed(sender: Persona | None, *, address: bool = False) -> str | None:
    """Who it is from: name, title or organisation, and the address where readers see one."""
    if sender is None:
        return None
    standing = sender.title or sender.organisation
    name = f"{sender.name}, {standing}" if standing else sender.name
    return f"{name} <{sender.address}>" if address and sender.address else name


def _plain(value: object, words: Words) -> str:
    if value is True:
        return said(words, "channels.yes", "yes")
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value)
    return str(value)
