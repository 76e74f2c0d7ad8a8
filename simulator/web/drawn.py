"""Forms as HTML, each drawn once for all the teams that are offered the same."""

from __future__ import annotations

from collections import OrderedDict

from simulator.web.drawing import Drawer
from simulator.web.forms import Group

MOST = 256
"""Forms that are remembered; those longest not asked for go first."""
OWN = frozenset({"amend_decision", "retract_decision"})
"""What is about a team's own entries, so that nobody else is offered the same."""

_drawn: OrderedDict[tuple[str, str, str, Group], str] = OrderedDict()


def form(drawer: Drawer, group: Group) -> str:
    """A form of a message to pages: without a token, and with nothing typed in it yet."""
    key = (drawer.language, drawer.role, drawer.exercise, group)
    found = _drawn.pop(key, None)
    if found is None:
        said = {"groups": [group], "exercise": drawer.exercise, "token": ""}
        found = drawer.page("forms.html", **said)
    if group.kind not in OWN:
        _drawn[key] = found
        while len(_drawn) > MOST:
            _drawn.popitem(last=False)
    return found
