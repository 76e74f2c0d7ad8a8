"""Server-sent events, line by line: what kind each is, its number, and what it says."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServerEvent:
    """One event of a stream; a comment is one of kind `comment`, which says nothing."""

    kind: str
    number: int | None = None
    data: str = ""


async def events(lines: AsyncIterator[str]) -> AsyncGenerator[ServerEvent]:
    """The events that these lines make; one that was cut off in the middle is none."""
    kind, number, data = "message", None, list[str]()
    async for line in lines:
        if line.startswith(":"):
            yield ServerEvent("comment")
        elif not line:
            if data:
                yield ServerEvent(kind, number, "\n".join(data))
            kind, number, data = "message", None, []
        else:
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if name == "event":
                kind = value
            elif name == "id" and value.isdecimal():
                number = int(value)
            elif name == "data":
                data.append(value)
