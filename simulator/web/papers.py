"""Pages to read beside the room: what happened, and after the end the after-action report."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from simulator.domain.errors import UsageError
from simulator.domain.history import GROUPS, Happening
from simulator.service.recent import Fits, last_of
from simulator.web.bodies import number_of
from simulator.web.callers import caller_of, language_of, server_of
from simulator.web.drawing import Drawer
from simulator.web.quota import READING

OWN_STYLE = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
"""The report brings its style with it, and nothing else."""
LAST = 200
"""Events on a page of the timeline."""
MOST_LETTERS = 100


async def report(request: Request) -> Response:
    """The after-action report: a draft, until a lead evaluator has said the last word."""
    caller, server = await caller_of(request), server_of(request)
    server.quota.spend(caller, READING)
    if server.reports is None:
        raise UsageError("no_such_page")
    made = await server.reports.of(server.hub, caller.exercise, language_of(request))
    return HTMLResponse(made, headers={"content-security-policy": OWN_STYLE})


async def timeline(request: Request) -> Response:
    """What happened, the newest first, on both clocks; looked through by words and by kind."""
    caller, server = await caller_of(request), server_of(request)
    server.quota.spend(caller, READING)
    drawer = Drawer(language_of(request), await server.called(caller.exercise))
    words = request.query_params.get("find", "")[:MOST_LETTERS]
    group = request.query_params.get("group", "")
    group = group if group in GROUPS else ""
    newest = await server.number(caller.exercise)
    before = number_of(request, "before", newest + 1)
    gateway = server.gateway(caller, drawer.language)
    up_to = max(0, min(before - 1, newest))
    found = await last_of(gateway, up_to, LAST, _fits(words, group, drawer))
    page = drawer.page(
        "timeline.html",
        exercise=caller.exercise,
        happened=found[::-1],
        find=words,
        group=group,
        groups=GROUPS,
        earlier=found[0].number if len(found) == LAST else 0,
    )
    return HTMLResponse(page)


def _fits(find: str, group: str, drawer: Drawer) -> Fits:
    words = find.casefold().split()

    def fits(each: Happening) -> bool:
        if each.group != group if group else each.quiet:
            return False
        said = f"{each.text} {' '.join(each.teams)} {drawer.called(each.person)}".casefold()
        return all(word in said for word in words)

    return fits
