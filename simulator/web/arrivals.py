"""A page for before the event: whoever opens it on another device has shown the way is open."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from simulator.web.addresses import is_own
from simulator.web.callers import language_of
from simulator.web.drawing import Drawer
from simulator.web.guard import Guard
from simulator.web.pages import static
from simulator.web.serving import Listening, configured

LINGER = 1.0
"""Seconds for which the page is still there for whoever came, with what it is drawn with."""


class Arrivals:
    """Who opened the page: the first that is not this machine itself."""

    def __init__(
        self, where: Listening, own: Callable[[str], bool] = is_own, linger: float = LINGER
    ) -> None:
        """`own` says of an address whether it is this machine's."""
        self._where = where
        self._own = own
        self._linger = linger
        self.came: asyncio.Future[tuple[str, str]] = asyncio.Future()
        """The address of the first device, and the address of this machine that it used."""

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Answer while the block runs."""
        routes = [Route("/", self._page), Route("/static/{file:path}", static)]
        app = Guard(Starlette(routes=routes), lambda: self._where.hosts)
        server = uvicorn.Server(configured(app, grace=1))
        logger, silence = logging.getLogger("uvicorn.error"), logging.NullHandler()
        logger.addHandler(silence)
        running = asyncio.create_task(server.serve(sockets=[self._where.bound]))
        try:
            yield
            if self.came.done():
                await asyncio.sleep(self._linger)
        finally:
            server.should_exit = True
            await running
            self._where.bound.close()
            logger.removeHandler(silence)

    async def _page(self, request: Request) -> Response:
        device = request.client.host if request.client else ""
        other = bool(device) and not self._own(device)
        if other and not self.came.done():
            address = request.headers["host"].rpartition(":")[0]
            self.came.set_result((device, address))
        drawer = Drawer(language_of(request))
        return HTMLResponse(drawer.page("arrived.html", device=device, other=other))
