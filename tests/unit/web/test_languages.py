"""A scenario is read in the language somebody asks for, though the interface may lack it."""

from __future__ import annotations

from collections.abc import Mapping

import httpx
import pytest

from simulator.cli.attaching import as_guest
from simulator.cli.holding import Table
from simulator.domain.edition import Kit
from simulator.domain.errors import UsageError
from simulator.domain.people import Actor
from simulator.domain.scenario import Scenario
from simulator.remote.desk import Desk
from simulator.remote.link import Link
from simulator.text import words
from tests.builders import a_kit, a_scenario, a_team, an_inject
from tests.web import HERE, HOST, ID, site

FRENCH, BRAZILIAN, CREOLE = "La tension monte", "A tensão sobe", "Tansyon an ap monte"


def kit() -> Kit:
    def told(language: str, title: str) -> Scenario:
        scenario = a_scenario(an_inject("a"), teams=[a_team("red")])
        return scenario.having(language=language, title=title)

    return a_kit(
        told("en", "Tension rises"),
        translations={
            "fr": told("fr", FRENCH),
            "ht": told("ht", CREOLE),
            "pt-BR": told("pt-BR", BRAZILIAN),
        },
    )


@pytest.mark.parametrize(
    ("asked", "headers", "expected"),
    [
        ("?language=fr", {}, FRENCH),
        ("?language=fr-CA", {}, FRENCH),
        ("?language=pt-br", {}, BRAZILIAN),
        ("", {"accept-language": "fr,es;q=0.8"}, FRENCH),
        ("", {"cookie": "language=fr"}, FRENCH),
        ("?language=xx", {}, "Tension rises"),
        ("?language=es", {}, "Tension rises"),
    ],
)
async def test_the_edition_is_the_one_asked_for(
    asked: str, headers: Mapping[str, str], expected: str
) -> None:
    async with site(kit()) as there:
        browser = await there.joined()
        if "cookie" in headers:
            browser.cookies.set("language", "fr")
            headers = {}
        answer = await browser.get(f"{HERE}/view{asked}", headers=dict(headers))
        cards = answer.json()["cards"]
        assert next(c["title"] for c in cards if c["kind"] == "exercise") == expected


async def test_this_machines_user_reads_it_so_too_and_pages_keep_the_choice() -> None:
    async with site(kit()) as there:
        answer = await there.house().get(f"{HERE}/view?language=ht")
        assert CREOLE in answer.text
        browser = await there.joined()
        assert (await browser.get(f"/x/{ID}?language=ht")).status_code == 303
        page = await browser.get(f"/x/{ID}")
        assert CREOLE in page.text
        assert "Nothing has arrived yet" in page.text


async def test_where_it_is_regional_the_interface_speaks_the_language_itself() -> None:
    async with site(kit()) as there:
        browser = await there.joined()
        await browser.get(f"/x/{ID}?language=pt-BR")
        page = (await browser.get(f"/x/{ID}")).text
        assert BRAZILIAN in page
        assert words("page.mark", "pt") in page
        assert words("page.mark", "en") not in page


async def test_what_is_served_says_its_languages_and_guests_may_ask_for_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with site(kit()) as there:
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(there.app), base_url=f"http://{HOST}"
        )
        desk = Desk(Link(client), ID)
        assert set(await desk.languages()) == {"en", "fr", "ht", "pt-BR"}
        held: list[str] = []

        async def hold(table: Table, *, plain: bool) -> str:
            held.append(table.language)
            return "leave"

        monkeypatch.setattr("simulator.cli.attaching.hold", hold)
        red = Actor(person="p", role="participant", team="red")
        await as_guest(desk, red, "fr", plain=True)
        assert held == ["fr"]
        with pytest.raises(UsageError, match="unknown_language"):
            await as_guest(desk, red, "xx", plain=True)
