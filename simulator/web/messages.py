"""A view with the names that belong beside it, as one object: polled and streamed alike (K38)."""

from __future__ import annotations

import json
from collections.abc import Mapping

from simulator.web.shared import Message


def with_names(message: Message, names: Mapping[str, str]) -> bytes:
    """The object as JSON: the view's own keys, and `names` for the people in its cards."""
    found = {person: names[person] for person in sorted(message.people) if person in names}
    if not found:
        return message.body
    return message.body[:-1] + b',"names":' + json.dumps(found, ensure_ascii=False).encode() + b"}"


def framed(message: Message, names: Mapping[str, str]) -> bytes:
    """The same as an event of a stream, its id the view's number."""
    return b"event: view\nid: %d\ndata: %s\n\n" % (message.number, with_names(message, names))
