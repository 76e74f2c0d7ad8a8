"""Which requests are let in, and what every answer carries (SEC5, SEC6)."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.web.doors import DOORS
from simulator.web.guard import HEADERS
from tests.builders import a_kit
from tests.web import HERE, HOST, Site, command, site

SAID = command("log_decision", text="From elsewhere")


def guarded(headers: Any) -> None:
    for name, value in HEADERS.items():
        if name == "content-security-policy" and "sandbox" in headers[name]:
            continue
        assert headers[name] == value, name
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:80", "", f"{HOST}.evil"])
async def test_a_request_for_another_host_is_not_answered(host: str) -> None:
    async with site(a_kit()) as there:
        for door in DOORS:
            path = door.path.replace("{exercise}", "one").replace("{file:path}", "a")
            answer = await there.house().request(door.method, path, headers={"host": host})
            assert (answer.status_code, answer.json()["error"]) == (421, "wrong_host")
            guarded(answer.headers)


async def test_the_host_may_be_written_in_capitals() -> None:
    async with site(a_kit()) as there:
        there.server.hosts = frozenset({"table.lan:8075"})
        answer = await there.browser().get("/api/health", headers={"host": "Table.LAN:8075"})
        assert answer.status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1"},
        {"origin": f"http://{HOST}.evil"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": f"http://{HOST}", "sec-fetch-site": "cross-site"},
    ],
)
async def test_what_another_page_sends_changes_nothing(headers: dict[str, str]) -> None:
    async with site(a_kit()) as there:
        browser = await there.joined()
        number = await there.server.number("one")
        for door in DOORS:
            if door.method != "GET":
                path = door.path.replace("{exercise}", "one")
                answer = await browser.request(door.method, path, json=SAID, headers=headers)
                assert (answer.status_code, answer.json()["error"]) == (403, "wrong_origin")
                guarded(answer.headers)
        assert await there.server.number("one") == number


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": f"http://{HOST}", "sec-fetch-site": "same-origin"},
        {"origin": f"https://{HOST}"},
        {"sec-fetch-site": "none"},
        {},
    ],
)
async def test_ones_own_page_and_programs_may_send(headers: dict[str, str]) -> None:
    async with site(a_kit()) as there:
        browser = await there.joined()
        answer = await browser.post(f"{HERE}/commands", json=SAID, headers=headers)
        assert answer.status_code == 200


async def test_nothing_is_changed_by_reading() -> None:
    async with site(a_kit()) as there:
        browser, number = await there.joined(), await there.server.number("one") + 1
        number = await there.server.number("one")
        for door in DOORS:
            path = door.path.replace("{exercise}", "one").replace("{file:path}", "a")
            if door.method != "GET":
                assert (await browser.get(path)).status_code == 405
            elif door.gives != "text/event-stream":
                await browser.get(path)
        assert await there.server.number("one") == number
        assert there.stopped == []


@pytest.mark.parametrize("path", ["/", "/api", "/api/health/", "/api/nothing", "/..", "/%00", "/é"])
async def test_whatever_is_not_there_is_said_in_a_sentence(path: str) -> None:
    async with site(a_kit()) as there:
        answer = await there.browser().get(path)
        if answer.headers["content-type"].startswith("text/html"):
            return  # a page, where there are pages
        assert (answer.status_code, answer.json()["error"]) == (404, "no_such_page")
        guarded(answer.headers)


async def answers(there: Site) -> list[Any]:
    """One answer of every kind, errors too."""
    browser, found = await there.joined(), []
    for who in (browser, there.browser(), there.house()):
        for door in DOORS:
            path = door.path.replace("{exercise}", "one").replace("{file:path}", "a.txt")
            if door.gives != "text/event-stream" and door.path[-4:] != "stop":
                found.append(await who.request(door.method, path))
                found.append(await who.request(door.method, path, content=b"\xff"))
    found.append(await browser.request("DELETE", "/api/health"))
    found.append(await browser.request("OPTIONS", "/api/health"))
    found.append(await browser.request("TRACE", "/api/health"))
    return found


async def test_every_answer_carries_the_headers() -> None:
    async with site(a_kit(), files={"a.txt": b"A"}) as there:
        for answer in await answers(there):
            guarded(answer.headers)
            assert answer.status_code < 500


async def test_the_seat_is_in_a_cookie_that_no_script_reads() -> None:
    async with site(a_kit()) as there:
        browser = there.browser()
        said = {"code": await there.code("participant", "red")}
        answer = await browser.post(f"{HERE}/join", json=said)
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        token = browser.cookies["seat"]
        assert len(token.split(".")[1]) * 6 >= 128
        assert token not in (await browser.get(f"{HERE}/view")).text


async def test_each_sign_in_gives_another_token() -> None:
    async with site(a_kit()) as there:
        code = {"code": await there.code("participant", "red")}
        tokens = {(await there.browser().post(f"{HERE}/join", json=code)).json()["token"]
                  for _ in range(5)}  # fmt: skip
        assert len(tokens) == 5
