"""How others come in, as pages show it: an address, a code for each place, and pictures of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from simulator.domain.access import Place
from simulator.domain.exercise import Exercise
from simulator.domain.people import Viewer
from simulator.service.access import Access, places
from simulator.web.caller import viewer_of
from simulator.web.callers import caller_of, language_of, server_of
from simulator.web.drawing import Drawer
from simulator.web.seats import titled

HERE_ALONE = ("localhost", "127.0.0.1", "::1", "")
"""How this machine is called by itself, and by nobody else."""


@dataclass(frozen=True, slots=True)
class Invited:
    """A place to join, as a page names it, with its code."""

    place: Place
    key: str
    """Its role, team and team role as programs write them."""
    title: str
    code: str
    picture: Markup | None = None
    """Of the address with the code behind the `#`."""


def address_of(request: Request) -> str:
    """Where others come in: where a device did before the event, else where this page is.

    Asked at this machine itself, an address that others can reach.
    """
    host = server_of(request).told or request.headers.get("host", "")
    if is_alone(f"//{host}"):
        known = sorted(server_of(request).hosts)
        away = (h for h in known if not h.startswith(("localhost", "127.", "[")))
        host = next(away, host)
    return f"{request.url.scheme}://{host}/"


def picture_of(text: str) -> Markup:
    """A QR code of our own address, drawn as SVG."""
    import segno

    drawn = segno.make_qr(text, error="m").svg_inline(scale=1, border=2, omitsize=True)
    return Markup(drawn)  # noqa: S704  # drawn from our own address


def is_alone(address: str) -> bool:
    """Whether nobody but this machine comes in at an address: no phone can use a picture of it."""
    return (urlsplit(address).hostname or "") in HERE_ALONE


def way_in(request: Request) -> Mapping[str, str]:
    """Where others come in, and a picture of it for phones if they can; without any code."""
    address = address_of(request)
    return {"address": address, "qr": "" if is_alone(address) else picture_of(address)}


def invited(access: Access, state: Exercise, drawer: Drawer, address: str = "") -> list[Invited]:
    """Every place there is, the teams first; with pictures where an address is given."""
    found = []
    for place in sorted(places(state), key=lambda each: each.role != "participant"):
        code = access.code(state, place)
        picture = picture_of(f"{address}#{code}") if address and not is_alone(address) else None
        key = "/".join(part or "" for part in (place.role, place.team, place.team_role))
        found.append(Invited(place, key, titled(state, place, drawer), code, picture))
    return found


async def invitations(request: Request) -> Response:
    """A sheet for each place, to be printed and cut: what to open, and what to type there."""
    caller, server = await caller_of(request), server_of(request)
    viewer: Viewer = viewer_of(caller.actor, language_of(request))
    state = await server.hub.exercise(caller.exercise)
    drawer = Drawer(viewer.language)
    address = address_of(request)
    found = invited(server.access, state, drawer, address)
    page = drawer.page(
        "invitations.html",
        title=state.kit.edition(viewer.language).scenario.title,
        address=address,
        alone=is_alone(address),
        teams=[each for each in found if each.place.role == "participant"],
        staff=[each for each in found if each.place.role != "participant"],
        back=f"/x/{caller.exercise}",
    )
    return HTMLResponse(page)
