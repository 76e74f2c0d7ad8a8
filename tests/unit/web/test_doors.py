"""Every door for every role, made from the running application and its table (SEC2)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from simulator.acts.base import Command
from simulator.acts.people import HandOverSeat, LeaveExercise
from simulator.acts.play import EndExercise
from simulator.domain.edition import Kit
from simulator.service.access import new_person
from simulator.web.caller import HOUSE
from simulator.web.doors import DOORS, Door, may
from tests.builders import a_kit, a_player, a_scenario, a_team, an_inject
from tests.web import HERE, ID, Site, command, site

WHO = (
    "nobody", "stranger", "left", "revoked", "forged", "participant", "observer", "projector",
    "evaluator", "lead-evaluator", "facilitator", "house",
)  # fmt: skip
STRANGERS = WHO[:5]
BODIES: dict[str, Any] = {
    "Join": {"code": "AAAA-AAAA"},
    "Command": {"kind": "send_message", "text": "Hello", "to": ["blue"]},
    "Name": {"name": "Ana"},
}
STREAMS = "text/event-stream"


def kit() -> Kit:
    return a_kit(
        a_scenario(
            an_inject("a", to=["red"], attachments=[{"file": "a.txt"}]),
            an_inject("b", to=["blue"], attachments=[{"file": "b.txt"}]),
            teams=[a_team("red", "chief"), a_team("blue")],
        )
    )


@asynccontextmanager
async def played() -> AsyncIterator[Site]:
    files = {"a.txt": b"A", "b.txt": b"B"}
    async with site(kit(), files=files) as there:
        yield there


async def browser_of(there: Site, who: str) -> httpx.AsyncClient:
    """A device of somebody."""
    access = there.server.access
    if who == "nobody":
        return there.browser()
    if who == "stranger":
        token = access.token("two", "p-1")
        return there.browser(authorization=f"Bearer {token}", cookie=f"seat={token}")
    if who == "forged":
        return there.browser(authorization=f"Bearer {HOUSE}.x.y", cookie="seat=facilitator..")
    if who == "house":
        return there.house()
    role = who if who not in ("left", "revoked") else "participant"
    browser = await there.joined(role, "red" if role == "participant" else None)
    if who in ("left", "revoked"):
        person = (await browser.get(f"{HERE}/seat")).json()["person"]
        actor = (await there.server.hub.exercise(ID)).seats[person].actor
        gone: Command = LeaveExercise() if who == "left" else HandOverSeat(to=new_person())
        await there.give(gone, actor)
    return browser


def paths(door: Door) -> tuple[str, str]:
    """The door's address here, and at an exercise that is not served."""
    path = door.path.replace("{file:path}", "a.txt")
    return path.replace("{exercise}", ID), path.replace("{exercise}", "two")


async def asked(browser: httpx.AsyncClient, door: Door, path: str) -> int:
    """The status of an answer; what the rules of play refuse went through the door."""
    body = BODIES.get(door.takes) if door.method != "GET" else None
    if door.gives == STREAMS:
        return await streamed(browser, path)
    answer = await browser.request(door.method, path, json=body)
    refused = answer.status_code == 403 and answer.json()["error"] != "not_for_this_seat"
    return 409 if refused else answer.status_code


async def streamed(browser: httpx.AsyncClient, path: str) -> int:
    """The status of a stream: the application is asked as a server asks it, and hung up on."""
    request = browser.build_request("GET", path)
    found: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            found.append(message["status"])

    headers = [(name.lower(), value) for name, value in request.headers.raw]
    scope = {
        "type": "http", "method": "GET", "path": request.url.path, "headers": headers,
        "query_string": request.url.query, "scheme": "http", "root_path": "",
    }  # fmt: skip
    transport: Any = browser._transport
    await transport.app(scope, receive, send)
    return found[0]


def test_every_route_of_the_application_is_a_door_of_the_table() -> None:
    """A route without a rule would be found here."""
    there = {(door.method, door.path) for door in DOORS}
    assert len(there) == len(DOORS)
    assert {door.who for door in DOORS} <= {"anyone", "seated", "staff", "facilitator", "house"}


async def test_the_application_has_no_other_route() -> None:
    async with played() as there:
        doors = there.app._app.doors
        routes = {
            (method, path)
            for path, methods in doors.items()
            for method in methods.keys() - {"HEAD"}
        }
        assert routes == {(door.method, door.path) for door in DOORS}


@pytest.mark.parametrize("who", WHO)
async def test_each_door_opens_for_whom_the_table_says(who: str) -> None:
    async with played() as there:
        for door in DOORS:
            browser = await browser_of(there, who)
            status = await asked(browser, door, paths(door)[0])
            house = who == "house"
            role = "facilitator" if house else who
            if door.who == "anyone":
                assert status not in (401, 403), (door, who)
            elif who in STRANGERS:
                assert status == 401, (door, who)
            elif not may(door.who, role, house=house):
                assert status == 403, (door, who)
            else:
                assert status not in (401, 403, 404, 405), (door, who, status)


@pytest.mark.parametrize("who", WHO)
async def test_no_seat_opens_a_door_of_another_exercise(who: str) -> None:
    async with played() as there:
        browser = await browser_of(there, who)
        for door in DOORS:
            if door.who != "anyone":
                assert await asked(browser, door, paths(door)[1]) in (401, 403), door


def test_what_the_table_says_of_roles_is_as_it_was_meant() -> None:
    """The rule itself, said a second time: what each kind of door is for."""
    allowed = {
        "seated": set(WHO[5:]),
        "staff": {"evaluator", "lead-evaluator", "facilitator", "house"},
        "facilitator": {"facilitator", "house"},
        "house": {"house"},
    }
    for kind, roles in allowed.items():
        opened = {
            who
            for who in WHO[5:]
            if may(kind, "facilitator" if who == "house" else who, house=who == "house")  # type: ignore[arg-type]
        }
        assert opened == roles, kind


# What a request names cannot widen what its seat may


async def test_another_team_named_in_a_command_stays_out_of_reach() -> None:
    async with played() as there:
        browser = await there.joined("participant", "red")
        for said in (
            command("log_decision", text="Ours?", team="blue"),
            command("log_decision", text="Ours?", inject="b"),
            command("acknowledge_inject", inject="b"),
            command("ask_question", text="Ours?", team="blue"),
            command("send_message", text="As them", team="blue", to=["red"]),
        ):
            answer = await browser.post(f"{HERE}/commands", json=said)
            assert answer.status_code in (403, 409, 422), (said, answer.text)
        blue = (await there.server.hub.exercise(ID)).teams["blue"]
        assert not blue.decisions and not blue.questions and not blue.messages  # noqa: PT018


@pytest.mark.parametrize("seat", ["facilitator;facilitator;;", "p-1;participant;blue;"])
async def test_only_the_house_may_act_as_somebody(seat: str) -> None:
    async with played() as there:
        browser = await there.joined("participant", "red")
        mine = (await browser.get(f"{HERE}/seat")).json()
        claimed = (await browser.get(f"{HERE}/seat", headers={"act-as": seat})).json()
        assert claimed == mine
        assert (await browser.get(f"{HERE}/codes", headers={"act-as": seat})).status_code == 403


@pytest.mark.parametrize("name", ["role", "team", "team_role", "viewer", "person", "act-as"])
async def test_nothing_in_the_address_changes_whose_view_it_is(name: str) -> None:
    async with played() as there:
        browser = await there.joined("participant", "red")
        view = (await browser.get(f"{HERE}/view")).json()
        for value in ("facilitator", "blue", "chief"):
            assert (await browser.get(f"{HERE}/view", params={name: value})).json() == view


async def test_a_seat_passed_on_is_nobody_elses_token() -> None:
    """A person who is called as the house is has no more than a seat."""
    async with played() as there:
        browser = await there.joined("participant", "red")
        person = (await browser.get(f"{HERE}/seat")).json()["person"]
        actor = (await there.server.hub.exercise(ID)).seats[person].actor
        await there.give(HandOverSeat(to="house"), actor)
        token = there.server.access.token(ID, "house")
        heir = there.browser(authorization=f"Bearer {token}")
        assert (await heir.get(f"{HERE}/seat")).json()["role"] == "participant"
        assert (await heir.get(f"{HERE}/codes")).status_code == 403
        assert (await heir.post(f"{HERE}/stop")).status_code == 403


async def test_no_person_can_be_called_as_the_house_is() -> None:
    with pytest.raises(ValueError, match="pattern"):
        HandOverSeat(to=HOUSE)


async def test_a_house_that_acts_from_a_seat_that_is_none_is_told_so() -> None:
    async with played() as there:
        for seat in ("", ";;;", "A;facilitator", "p;participant;green;", "p;chief;;", "ü;x"):
            browser = there.house()
            answer = await browser.get(f"{HERE}/view", headers=[(b"act-as", seat.encode())])
            assert answer.status_code in (200, 422), (seat, answer.text)


async def test_after_the_end_the_doors_stay_as_they_were() -> None:
    async with played() as there:
        browser = await there.joined("participant", "red")
        await there.give(EndExercise())
        assert (await browser.get(f"{HERE}/view")).status_code == 200
        answer = await browser.post(f"{HERE}/commands", json=command("log_decision", text="Late"))
        assert (answer.status_code, answer.json()["error"]) == (409, "has_ended")


async def test_a_player_of_a_role_reads_no_more_than_the_role() -> None:
    async with played() as there:
        code = await there.code("participant", "red", "chief")
        browser = there.browser()
        await browser.post(f"{HERE}/join", json={"code": code, "team": "blue", "role": "staff"})
        seat = (await browser.get(f"{HERE}/seat")).json()
        assert (seat["role"], seat["team"], seat["team_role"]) == ("participant", "red", "chief")
        assert a_player("red", "chief").team_role == seat["team_role"]
