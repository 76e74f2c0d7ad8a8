"""Injects that lie ready in the library, for a facilitator's page on which one is made up."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from simulator.service.ready import Shelf, shelved
from simulator.web.caller import Caller
from simulator.web.callers import caller_of, language_of, server_of
from simulator.web.drawing import Drawer
from simulator.web.quota import READING
from simulator.web.server import Server

TAKEN = "library"
"""What a form of an improvised inject says it began with."""


async def library(request: Request) -> Response:
    """What lies ready, in the order of the shelf, in the words and names of the exercise."""
    caller, server = await caller_of(request), server_of(request)
    server.quota.spend(caller, READING)
    drawer = Drawer(language_of(request))
    found = shelved((await _taken_down(server, caller.exercise, drawer.language))())
    return JSONResponse(
        [
            {
                "id": each.id,
                "group": each.group,
                "title": each.title,
                "body": each.body,
                "channel": each.channel,
                "sender": each.sender,
                "tlp": each.tlp,
                "label": each.label,
                "facts": [list(fact) for fact in each.facts],
                "guidance": [[drawer.coded("guidance", k), text] for k, text in each.guidance],
            }
            for each in found
        ]
    )


async def details_of(
    server: Server, caller: Caller, language: str, form: Mapping[str, Sequence[str]]
) -> Mapping[str, Any]:
    """What belongs to the inject of the library that a form began with, on its own channel."""
    name = (form.get(TAKEN) or [""])[0]
    if not name or caller.actor.role != "facilitator":
        return {}
    shelf = await _taken_down(server, caller.exercise, language)
    ready = next((each for each in shelf() if each.id == name), None)
    channel = (form.get("channel") or [""])[0]
    same = ready is not None and channel == ready.channel and ready.details
    return {"details": dict(ready.details)} if same and ready else {}


async def _taken_down(server: Server, exercise: str, language: str) -> Shelf:
    """The shelf, read beside what else goes on; it is read once for each language."""
    key = (exercise, language)
    if key not in server.taken_down:
        kit = (await server.hub.exercise(exercise)).kit
        shelf = server.shelves(kit, language)
        await asyncio.to_thread(shelf)
        server.taken_down[key] = shelf
    return server.taken_down[key]
