"""Files that come with injects: only for those whose inject reached them, only as downloads."""

from __future__ import annotations

import httpx

from simulator.acts.injects import ReleaseInjectNow
from simulator.acts.passes import WithdrawInject
from simulator.domain.edition import Kit
from simulator.domain.scenario import Inject, Version
from tests.builders import a_kit, a_scenario, a_team, an_inject
from tests.web import HERE, Site, site

FILES = {
    "red.pdf": b"%PDF red",
    "docs/chief note.txt": b"chief",
    "blue.html": b"<script>x</script>",
}


def kit() -> Kit:
    chief = {"to": ["red/chief"], "body": "C.", "attachments": [{"file": "docs/chief note.txt"}]}
    return a_kit(
        a_scenario(
            an_inject("a", to=["red"], attachments=[{"file": "red.pdf"}], versions=[chief]),
            an_inject("b", to=["blue"], attachments=[{"file": "blue.html"}]),
            teams=[a_team("red", "chief", "clerk"), a_team("blue")],
        )
    )


async def got(browser: httpx.AsyncClient) -> set[str]:
    answers = {file: await browser.get(f"{HERE}/attachments/{file}") for file in FILES}
    for file, answer in answers.items():
        assert answer.status_code in (200, 422)
        if answer.status_code == 200:
            assert answer.content == FILES[file]
    return {file for file, answer in answers.items() if answer.status_code == 200}


async def role(there: Site, name: str) -> httpx.AsyncClient:
    browser = there.browser()
    await browser.post(f"{HERE}/join", json={"code": await there.code("participant", "red", name)})
    return browser


async def test_a_file_is_there_for_whom_its_inject_has_reached() -> None:
    async with site(faced(kit()), files=FILES) as there:
        red, blue = await there.joined(team="red"), await there.joined(team="blue")
        chief, clerk = await role(there, "chief"), await role(there, "clerk")
        observer, wall = await there.joined("observer", None), await there.joined("projector", None)
        everybody = (red, blue, chief, clerk, observer, wall)
        assert [await got(each) for each in everybody] == [set()] * 6
        assert await got(await there.joined("evaluator", None)) == set(FILES)
        assert await got(there.house()) == set(FILES)
        await there.give(ReleaseInjectNow(inject="a"))
        both = {"red.pdf", "docs/chief note.txt"}
        assert await got(clerk) == {"red.pdf"}
        assert await got(chief) == {"docs/chief note.txt"}
        assert await got(red) == both
        assert await got(observer) == both
        assert await got(blue) == set()
        await there.give(ReleaseInjectNow(inject="b"))
        assert await got(blue) == {"blue.html"}
        await there.give(WithdrawInject(inject="a", reason="Wrong"))
        assert await got(red) == set()


def faced(kit: Kit) -> Kit:
    """The faces of the builders, with the files that injects and versions name."""
    edition = kit.original
    faces = {}
    for inject in edition.scenario.injects:
        parts: list[Inject | Version] = [inject, *inject.versions]
        faces[inject.id] = tuple(
            face.having(attachments=part.attachments)
            for face, part in zip(edition.faces[inject.id], parts, strict=True)
        )
    return kit.having(editions={kit.language: edition.having(faces=faces)})


async def test_a_file_is_a_download_that_runs_nothing() -> None:
    async with site(faced(kit()), files=FILES) as there:
        answer = await there.house().get(f"{HERE}/attachments/blue.html")
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
        named = await there.house().get(f"{HERE}/attachments/docs/chief note.txt")
        assert "filename*=UTF-8''chief%20note.txt" in named.headers["content-disposition"]
