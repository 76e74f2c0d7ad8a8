"""What every request passes: for which host it is, from which page; what every answer carries."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulator.text import words

SAFE = ("GET", "HEAD", "OPTIONS")
HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
"""On every answer; a page that wants more than this is wrong (SEC6)."""

_CARRIED = tuple(
    (name.encode(), value.encode())
    for name, value in {**HEADERS, "cache-control": "no-store"}.items()
)


class Guard:
    """Refuses what other sites' pages send, and requests for another host (SEC5)."""

    def __init__(self, app: ASGIApp, hosts: Callable[[], frozenset[str]]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        problem = self._problem(scope, headers)
        if problem:
            said = {"error": problem, "values": {}, "text": words(f"errors.{problem}")}
            status = 421 if problem == "wrong_host" else 403
            await JSONResponse(said, status)(scope, receive, _marked(send))
            return
        await self._app(scope, receive, _marked(send))

    def _problem(self, scope: Scope, headers: Headers) -> str:
        """Why a request is refused; empty where it is not."""
        host = headers.get("host", "").lower()
        if host not in self._hosts():
            return "wrong_host"
        if scope["method"] in SAFE:
            return ""
        origin = headers.get("origin")
        site = headers.get("sec-fetch-site")
        if origin is not None and origin.lower() not in (f"http://{host}", f"https://{host}"):
            return "wrong_origin"
        if site not in (None, "same-origin", "none"):
            return "wrong_origin"
        return ""


def _marked(send: Send) -> Callable[[Message], Awaitable[None]]:
    """The same way out, with the headers that every answer carries."""

    async def marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = message.get("headers", [])
            said = {name for name, _ in headers}
            message["headers"] = [*headers, *(each for each in _CARRIED if each[0] not in said)]
        await send(message)

    return marked
