"""Cookies: what a device keeps of us; no script reads them, and over TLS nobody plants them."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

SEAT = "seat"
"""What the person in a seat is known by."""
DEVICE = "device"
"""What tells one device from another before anybody has joined from it."""
JOINING = "joining"
"""The key of a join that nobody has answered yet."""
SHARED = "shared"
"""Of a device that several people use: nothing is kept on it."""
LANGUAGE = "language"
"""The language that somebody chose."""
ALL = (SEAT, DEVICE, JOINING, SHARED, LANGUAGE)
WEEK, YEAR = 7 * 24 * 3600, 365 * 24 * 3600


def kept(request: Request, name: str) -> str:
    """What a device keeps under a name; empty where it keeps nothing."""
    return request.cookies.get(_called(request, name), "")


def keep(
    request: Request, answer: Response, name: str, value: str, seconds: int | None = None
) -> None:
    """Have the device keep it for so long; unless said, until its browser is closed."""
    answer.set_cookie(
        _called(request, name),
        value,
        max_age=seconds,
        httponly=True,
        samesite="lax",
        secure=_secure(request),
    )


def drop(request: Request, answer: Response, name: str) -> None:
    """Have the device forget it."""
    answer.delete_cookie(
        _called(request, name), httponly=True, samesite="lax", secure=_secure(request)
    )


def _called(request: Request, name: str) -> str:
    """Over TLS browsers take such a name from this very host alone, and only over TLS (SEC3)."""
    return f"__Host-{name}" if _secure(request) else name


def _secure(request: Request) -> bool:
    return request.url.scheme == "https"
