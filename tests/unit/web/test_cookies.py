"""What devices keep: over TLS under names that no other host can plant (SEC3)."""

from __future__ import annotations

import httpx
import pytest

from simulator.web.cookies import ALL
from tests.builders import a_kit, a_scenario, a_team, an_inject
from tests.web import HOST, ID, Site, site

KIT = a_kit(a_scenario(an_inject("a"), teams=[a_team("red")]))


def browser(there: Site, scheme: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(there.app), base_url=f"{scheme}://{HOST}"
    )


async def given(there: Site, client: httpx.AsyncClient) -> list[str]:
    """Every cookie that the way in gives, as headers say it."""
    code = await there.code("participant", "red")
    answers = [
        await client.get("/"),
        await client.get("/?language=es"),
        await client.post(f"/x/{ID}/join", data={"code": code, "shared": "yes"}),
    ]
    return [said for a in answers for said in a.headers.get_list("set-cookie")]


async def test_over_tls_every_cookie_is_bound_to_this_host() -> None:
    async with site(KIT) as there:
        client = browser(there, "https")
        said = await given(there, client)
        assert {c.split("=")[0] for c in said} == {f"__Host-{name}" for name in ALL}
        for cookie in said:
            parts = {part.strip().lower() for part in cookie.split(";")[1:]}
            assert {"secure", "httponly", "samesite=lax", "path=/"} <= parts
            assert not any(part.startswith("domain") for part in parts)
        assert (await client.get(f"/x/{ID}")).status_code == 200
        left = await client.post(f"/x/{ID}/leave", data={})
        assert any("__Host-seat=" in c for c in left.headers.get_list("set-cookie"))
        assert (await client.get(f"/x/{ID}")).status_code == 401


async def test_without_tls_the_same_go_under_their_plain_names() -> None:
    async with site(KIT) as there:
        client = browser(there, "http")
        said = await given(there, client)
        assert {c.split("=")[0] for c in said} == set(ALL)
        assert all("httponly" in c.lower() and "samesite=lax" in c.lower() for c in said)
        assert not any("secure" in c.lower() for c in said)
        assert (await client.get(f"/x/{ID}")).status_code == 200


@pytest.mark.parametrize(("name", "status"), [("seat", 401), ("__Host-seat", 200)])
async def test_over_tls_a_planted_seat_does_not_count(name: str, status: int) -> None:
    async with site(KIT) as there:
        client = browser(there, "http")
        await given(there, client)
        token = client.cookies["seat"]
        answer = await browser(there, "https").get(
            f"/x/{ID}", headers={"cookie": f"{name}={token}"}
        )
        assert answer.status_code == status
