"""Commands made ready for the rules: faces of improvised injects, by the channels (K40)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from simulator.acts import Command
from simulator.acts.improvise import Improvise
from simulator.channels.base import Channel
from simulator.domain.edition import Kit
from simulator.domain.errors import Refused
from simulator.domain.scenario import Inject, Persona
from simulator.text import say_in

Channels = Mapping[str, Channel[Any]]


def prepared(command: Command, kit: Kit, channels: Channels) -> Command:
    """The command with whatever it needs from plug-ins. Raises `Refused`."""
    if not isinstance(command, Improvise):
        return command
    channel = channels.get(command.channel)
    if channel is None:
        raise Refused("unknown_channel", channel=command.channel)
    try:
        payload = channel.Payload.model_validate(dict(command.details))
    except ValidationError as error:
        field = ".".join(map(str, error.errors()[0]["loc"]))
        raise Refused("wrong_details", channel=command.channel, field=field) from error
    inject = Inject(id="improvised", title=command.title, body=command.body)
    sender = Persona(id="sender", name=command.sender) if command.sender else None
    faces = {
        language: channel.face(inject, payload, say_in(language), sender)
        for language in kit.editions
    }
    return command.having(faces=faces)
