"""The application: every door of the table, behind the guard."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import compile_path
from starlette.types import ASGIApp, Receive, Scope, Send

from simulator.domain.errors import NotAllowed, SimulatorError
from simulator.web.callers import LET_IN, NotSeated, caller_of, language_of, server_of
from simulator.web.doors import DOORS, HTML, Door, may
from simulator.web.errors import answered, named
from simulator.web.guard import Guard
from simulator.web.pages import told
from simulator.web.server import Server


def application(server: Server) -> ASGIApp:
    """Everything that answers, for one server."""
    return Guard(Application(server), lambda: server.hosts)


class Application:
    """Finds the door that a request is for."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.doors: dict[str, dict[str, ASGIApp]] = {}
        """Path → method → what answers."""
        for door in DOORS:
            methods = self.doors.setdefault(door.path, {})
            methods[door.method] = _opened(door)
            if door.method == "GET":
                methods["HEAD"] = methods["GET"]
        self._found = [(compile_path(path)[0], methods) for path, methods in self.doors.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        scope["app"] = self
        for pattern, methods in self._found:
            if found := pattern.match(scope["path"]):
                scope["path_params"] = found.groupdict()
                opened = methods.get(scope["method"]) or _None(405)
                break
        else:
            opened = _None(404)
        await opened(scope, receive, send)


class _None:
    """What answers where there is no door."""

    def __init__(self, status: int) -> None:
        self._status = status

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        answer = await _nothing(request, HTTPException(self._status))
        await answer(scope, receive, send)


def _opened(door: Door) -> ASGIApp:
    """A door as ASGI; pages are compressed on their way, for phones on weak links."""
    opened = _Opened(door)
    return opened if door.path.startswith("/api") else GZipMiddleware(opened, compresslevel=6)


class _Opened:
    """A door as ASGI: who asks is looked at first, and every error answered in one sentence."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await self._answer(Request(scope, receive, send))
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> ASGIApp:
        try:
            if self._door.who != "anyone":
                caller = request.scope[LET_IN] = await caller_of(request)
                if not may(self._door.who, caller.actor.role, house=caller.house):
                    raise NotAllowed("not_for_this_seat")
            return await self._door.handler(request)
        except NotSeated as error:
            return self._told(request, error, 401)
        except SimulatorError as error:
            return self._told(request, await named(request, error))
        except ClientDisconnect:
            return Response(status_code=400)  # whom it was for has gone
        except Exception as error:  # noqa: BLE001 - the one place where a fault becomes a sentence
            return await _fault(request, error)

    def _told(self, request: Request, error: SimulatorError, status: int | None = None) -> Response:
        """What could not be done: to a browser that goes from page to page as a page."""
        answer = answered(error, language_of(request), status)
        if self._door.gives == HTML and HTML in request.headers.get("accept", ""):
            return told(request, error, answer.status_code)
        return answer


async def _nothing(request: Request, error: Any) -> Response:
    said = SimulatorError("no_such_page")
    if HTML in request.headers.get("accept", ""):
        return told(request, said, error.status_code)
    return answered(said, language_of(request), error.status_code)


async def _fault(request: Request, error: Exception) -> Response:
    """What is our fault is told in a sentence; where it happened is for the fault log alone."""
    number = server_of(request).fault(error)
    return answered(SimulatorError("server_fault", number=number), language_of(request), 500)
