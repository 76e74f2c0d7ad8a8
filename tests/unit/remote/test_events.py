"""Server-sent events, read line by line."""

from __future__ import annotations

from collections.abc import AsyncIterator

from simulator.remote.events import ServerEvent, events


async def read(*lines: str) -> list[ServerEvent]:
    async def coming() -> AsyncIterator[str]:
        for line in lines:
            yield line

    return [event async for event in events(coming())]


async def test_an_event_has_a_kind_a_number_and_data() -> None:
    assert await read("event: view", "id: 7", "data: {}", "") == [ServerEvent("view", 7, "{}")]


async def test_data_of_several_lines_is_put_together() -> None:
    assert await read("data: a", "data:b", "") == [ServerEvent("message", None, "a\nb")]


async def test_a_comment_is_a_sign_of_life() -> None:
    assert await read(": hello", "") == [ServerEvent("comment")]


async def test_what_was_cut_off_is_no_event() -> None:
    assert await read("event: view", "id: 7", "data: {}") == []


async def test_what_belongs_to_one_event_is_not_carried_to_the_next() -> None:
    found = await read("event: view", "id: 7", "data: 1", "", "data: 2", "", "id: x", "data: 3", "")
    assert [(e.kind, e.number) for e in found] == [
        ("view", 7),
        ("message", None),
        ("message", None),
    ]
