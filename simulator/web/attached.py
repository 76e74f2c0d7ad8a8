"""The files that come with injects, for whoever reads an inject that has them."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from simulator.domain.errors import UsageError
from simulator.domain.people import Viewer
from simulator.service.hub import Hub
from simulator.web.caller import Caller, viewer_of
from simulator.web.callers import caller_of, language_of, server_of

SANDBOXED = "default-src 'none'; sandbox"
"""Whatever a file holds, a browser that shows it all the same runs nothing of it."""


async def attachment(request: Request) -> Response:
    """A file as a download; one that did not reach the seat is not there for it (SEC1)."""
    caller, file = await caller_of(request), request.path_params["file"]
    hub = server_of(request).hub
    reached = caller.actor.is_staff or file in await _reached(
        hub, caller, viewer_of(caller.actor, language_of(request))
    )
    content = await hub.attachment(caller.exercise, file) if reached else None
    if content is None:
        raise UsageError("no_such_attachment")
    name = quote(file.rsplit("/", 1)[-1], safe="")
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{name}",
        "content-security-policy": SANDBOXED,
    }
    return Response(content, media_type="application/octet-stream", headers=headers)


async def _reached(hub: Hub, caller: Caller, viewer: Viewer) -> frozenset[str]:
    """The files named in what an audience sees: its view decides, here as everywhere."""
    seen = await hub.look(caller.exercise, viewer)
    faces = (card.face for card in seen.cards if card.face)
    return frozenset(each.file for face in faces for each in face.attachments)
