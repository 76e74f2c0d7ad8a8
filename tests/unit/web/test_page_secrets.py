"""No page tells an audience what is not for it: every text and id is traced (SEC1)."""

from __future__ import annotations

import pytest

from simulator.domain.people import Viewer
from tests.pages import served, told
from tests.property.oracle import Oracle, audiences
from tests.property.properties import ID, TOKEN
from tests.property.walks import drawn, walked

WALKS = range(6)


def wrongly(oracle: Oracle, viewer: Viewer, page: str) -> list[object]:
    """What an audience reads there and may not; a device's random name may look like a canary."""
    paths, typed = oracle.setting.canaries.paths, oracle.typed
    found: list[object] = []
    for token in set(TOKEN.findall(page)):
        if token in typed and not oracle.may_read_typed(viewer, token):
            found.append(typed[token].event)
        if token in paths and not oracle.may_read(viewer, paths[token]):
            found.append(paths[token])
    return found + [id for id in set(ID.findall(page)) if not oracle.may_know(viewer, id)]


@pytest.mark.parametrize("number", WALKS)
async def test_no_page_tells_what_is_not_for_its_reader(number: int) -> None:
    walk = walked(drawn(number))
    oracle = Oracle(walk.setting)
    oracle.learn(walk.table.records)
    with served(walk.table.records) as there:
        for viewer in audiences(oracle):
            if viewer.team_role != "clerk":
                assert wrongly(oracle, viewer, await told(there, viewer)) == [], viewer


async def test_what_control_reads_would_be_found() -> None:
    walk = walked(drawn(0))
    oracle = Oracle(walk.setting)
    oracle.learn(walk.table.records)
    with served(walk.table.records) as there:
        page = await told(there, Viewer(role="facilitator"))
    assert len(wrongly(oracle, Viewer(role="projector"), page)) > 20
