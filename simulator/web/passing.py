"""A seat passed on in a browser: whoever is to have it opens a link, or types a code (F16)."""

from __future__ import annotations

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from simulator.acts.people import HandOverSeat
from simulator.domain.errors import UsageError
from simulator.service.access import new_person
from simulator.web.api import given
from simulator.web.bodies import form_of
from simulator.web.callers import caller_of, language_of, server_of
from simulator.web.drawing import Drawer
from simulator.web.inviting import address_of, picture_of


async def hand_over(request: Request) -> Response:
    """Pass one's seat on, or as facilitator anybody's; what its successor comes in with."""
    caller, server = await caller_of(request), server_of(request)
    person = (await form_of(request)).get("person", [""])[0] or None
    successor = new_person()
    await given(server, caller, _command(successor, person), None)
    code = server.access.personal_code(await server.hub.exercise(caller.exercise), successor)
    address = address_of(request)
    own = person in (None, caller.actor.person)
    page = Drawer(language_of(request)).page(
        "handed.html",
        address=address,
        code=code,
        picture=picture_of(f"{address}#{code}"),
        back="/?left=yes" if own else f"/x/{caller.exercise}",
    )
    return HTMLResponse(page)


def _command(successor: str, person: str | None) -> HandOverSeat:
    """Raises `UsageError`."""
    try:
        return HandOverSeat(to=successor, person=person)
    except ValidationError as error:
        raise UsageError("wrong_value", field="person") from error
