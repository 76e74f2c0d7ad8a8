"""Nothing unreleased in anything a participant, observer or projector can fetch (SEC1, SEC14).

Random exercises, every text of them a canary: all that the application answers is searched.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from simulator.acts.people import JoinExercise
from simulator.domain.people import Actor, Viewer
from simulator.domain.scenario import Inject, Version
from simulator.service.access import new_person, places
from simulator.web.caller import HOUSE
from simulator.web.doors import DOORS, Door
from tests.builders import Table, a_kit
from tests.property.oracle import Oracle, audiences
from tests.property.properties import ID as NAMED
from tests.property.properties import TOKEN
from tests.property.walks import Walk, drawn, walked
from tests.unit.web.test_stream import line
from tests.web import HERE, ID, Site, command, site

STREAMS = "text/event-stream"
GUESSED = "no-such-thing"


def files_of(walk: Walk) -> dict[str, bytes]:
    """A file for each attachment; in it stands its own name."""
    found: dict[str, bytes] = {}
    for inject in walk.setting.scenario.injects:
        parts: list[Inject | Version] = [inject, *inject.versions]
        for part in parts:
            found |= {each.file: each.file.encode() for each in part.attachments}
    return found


async def restored(there: Site, walk: Walk) -> None:
    """The walk's exercise in place of the one that the site began with."""
    log = there.server.hub._log
    await log.purge(ID)
    there.server.hub._live.clear()
    async with log.turn(ID) as turn:
        await turn.append([record.having(exercise=ID) for record in walk.table.records])
    await log.attach(ID, files_of(walk))


async def browser_of(there: Site, viewer: Viewer) -> httpx.AsyncClient | None:
    """A device of this audience; none where nobody of it can come in any more."""
    state = await there.server.hub.exercise(ID)
    seated = [seat.actor for seat in state.seats.values() if _same(seat.actor, viewer)]
    if not seated and (state.status in ("ended", "stopped") or state.access.locked):
        return None
    if not seated:
        parts = {"role": viewer.role, "team": viewer.team, "team_role": viewer.team_role}
        seated = [Actor.model_validate({"person": new_person(), **parts})]
        await there.give(JoinExercise(), seated[0])
    token = there.server.access.token(ID, seated[0].person)
    return there.browser(authorization=f"Bearer {token}")


def _same(actor: Actor, viewer: Viewer) -> bool:
    mine = (actor.role, actor.team, actor.team_role)
    return mine == (viewer.role, viewer.team, viewer.team_role)


def addresses(door: Door, walk: Walk) -> list[str]:
    path = door.path.replace("{exercise}", ID)
    if "{file:path}" not in path:
        return [path]
    return [path.replace("{file:path}", file) for file in (*files_of(walk), GUESSED)]


async def fetched(browser: httpx.AsyncClient, walk: Walk) -> list[tuple[str, str]]:
    """Every answer to whatever can be asked for, with its headers; what was asked is left out."""
    found: list[tuple[str, str]] = []
    for door in DOORS:
        if door.gives == STREAMS:
            async with line(browser) as stream:
                found.append((door.path, json.dumps(await stream.next())))
            continue
        for path in addresses(door, walk) if door.method == "GET" else ():
            answer = await browser.get(path)
            told = f"{answer.headers} {answer.text}"
            if answer.status_code != 200:
                told = told.replace(path.rsplit("/", 1)[-1], "")
            found.append((path, told))
    return found


@pytest.mark.parametrize("number", range(6))
async def test_no_answer_tells_what_is_not_for_its_reader(number: int) -> None:
    walk = walked(drawn(number), Table)
    oracle = Oracle(walk.setting)
    oracle.learn(walk.table.records)
    async with site(a_kit()) as there:
        await restored(there, walk)
        for viewer in audiences(oracle):
            browser = await browser_of(there, viewer)
            for path, told in await fetched(browser, walk) if browser else ():
                for token in set(TOKEN.findall(told)):
                    if token.startswith("zt"):
                        assert oracle.may_read_typed(viewer, token), (viewer, path)
                    else:
                        place = oracle.setting.canaries.paths[token]
                        assert oracle.may_read(viewer, place), (viewer, path, place)
                for id in set(NAMED.findall(told)):
                    assert oracle.may_know(viewer, id), (viewer, path, id)


async def test_the_walks_can_be_told_apart_from_silence() -> None:
    """A facilitator's answers hold canaries that others must not have: the search finds them."""
    walk = walked(drawn(0), Table)
    async with site(a_kit()) as there:
        await restored(there, walk)
        told = (await there.house().get(f"{HERE}/view")).text
        oracle = Oracle(walk.setting)
        oracle.learn(walk.table.records)
        observer = Viewer(role="observer")
        tokens = {t for t in TOKEN.findall(told) if not t.startswith("zt")}
        hidden = {
            t for t in tokens if not oracle.may_read(observer, oracle.setting.canaries.paths[t])
        }
        assert len(hidden) > 20


@pytest.mark.parametrize("kind", ["log_decision", "acknowledge_inject"])
async def test_a_guess_at_what_is_to_come_is_answered_as_one_at_nothing(kind: str) -> None:
    """The answer does not tell an inject that has not come from one that there is not."""
    async with site(a_kit()) as there:
        browser = await there.joined()
        answers = []
        for inject in ("b", GUESSED):
            more = {"text": "x"} if kind == "log_decision" else {}
            said = command(kind, inject=inject, **more)
            answer = await browser.post(f"{HERE}/commands", json=said)
            answers.append(re.sub(rf"\b{inject}\b", "?", answer.text))
            assert answer.status_code in (403, 409)
        assert answers[0] == answers[1]


async def test_a_file_that_has_not_come_is_answered_as_one_that_there_is_not() -> None:
    async with site(a_kit(), files={"b.txt": b"B"}) as there:
        browser = await there.joined()
        answers = [await browser.get(f"{HERE}/attachments/{f}") for f in ("b.txt", "c.txt")]
        assert [a.status_code for a in answers] == [422, 422]
        assert answers[0].content == answers[1].content


# Codes, tokens, names


async def secrets_of(there: Site) -> set[str]:
    """Every code and token that there is, and the server's own key."""
    access, state = there.server.access, await there.server.hub.exercise(ID)
    codes = {access.code(state, place) for place in places(state)}
    codes |= {access.personal_code(state, person) for person in state.seats}
    return codes | {code.replace("-", "") for code in codes}


async def test_neither_audit_nor_log_nor_history_holds_a_code_a_token_or_a_name(
    tmp_path: Path,
) -> None:
    audit = tmp_path / "audit.log"
    async with site(a_kit(), audit=audit) as there:
        browsers = [await there.joined(name="Zoraida Canary") for _ in range(3)]
        await there.browser().post(f"{HERE}/join", json={"code": "ABCD-EFGH"})
        personal = (await browsers[0].get(f"{HERE}/seat")).json()["code"]
        back = await there.browser().post(f"{HERE}/join", json={"code": personal.lower()})
        assert back.status_code == 201
        await browsers[1].post(f"{HERE}/commands", json=command("leave_exercise"))
        await there.house().post(f"{HERE}/commands", json=command("rotate_codes"))
        tokens = {b.cookies["seat"] for b in browsers} | {back.json()["token"]}
        secret = await secrets_of(there) | tokens | {"Zoraida", "ABCDEFGH", "ABCD-EFGH", HOUSE}
        kept = audit.read_text()
        stored = b"".join(each.text for each in await there.server.hub._log.stored(ID)).decode()
        history = (await there.house().get(f"{HERE}/history")).text
        for place, text in (("audit", kept), ("log", stored), ("history", history)):
            for each in secret:
                assert each.lower() not in text.lower(), (place, each)
        told = [json.loads(row)["what"] for row in kept.splitlines()]
        assert told == [
            "joined", "joined", "joined", "wrong_code", "came_back", "left", "codes_rotated",
        ]  # fmt: skip


async def test_no_code_but_ones_own_and_no_token_is_ever_sent_to_players() -> None:
    walk = walked(drawn(1), Table)
    async with site(a_kit()) as there:
        others = [await there.joined() for _ in range(2)]
        for role, team in (("participant", "red"), ("observer", None), ("projector", None)):
            browser = await there.joined(role, team)
            own = (await browser.get(f"{HERE}/seat")).json()["code"]
            secret = await secrets_of(there) - {own, own.replace("-", "")}
            secret |= {b.cookies["seat"] for b in others} | {browser.cookies["seat"]}
            for path, told in await fetched(browser, walk):
                assert not [each for each in secret if each in told], path


def canary_faults() -> list[tuple[str, bytes]]:
    return [
        ("commands", b'{"kind": "log_decision", "text": "zqsecretq", "team": 5}'),
        ("commands", b"zqsecretq"),
        ("join", b'{"code": "zqsecretq"}'),
        ("join", b'{"code": ["zqsecretq"]}'),
    ]


@pytest.mark.parametrize(("door", "body"), canary_faults())
async def test_an_error_does_not_say_again_what_was_sent(door: str, body: bytes) -> None:
    async with site(a_kit()) as there:
        browser = await there.joined()
        answer = await browser.post(
            f"{HERE}/{door}", content=body, headers={"content-type": "application/json"}
        )
        assert 400 <= answer.status_code < 500
        assert b"zqsecretq" not in answer.content


async def test_a_fault_tells_its_number_and_nothing_of_itself() -> None:
    async with site(a_kit()) as there:
        browser = await there.joined()

        async def broken(*_: Any) -> Any:
            raise RuntimeError("zqsecretq at /home/zqsecretq")

        there.server.views.message = broken  # type: ignore[assignment,method-assign]
        answer = await browser.get(f"{HERE}/view")
        assert answer.status_code == 500
        assert answer.json()["error"] == "server_fault"
        assert "zqsecretq" not in answer.text
        assert [str(fault) for fault in there.faults] == ["zqsecretq at /home/zqsecretq"]
        there.faults.clear()
