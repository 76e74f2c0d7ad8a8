"""Whatever is sent, the answer is one sentence and never a fault: the site would tell of one."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.web.bodies import MOST_BYTES
from simulator.web.doors import DOORS
from tests.builders import a_kit
from tests.web import HERE, Site, command, site

JSON = {"content-type": "application/json"}
DEEP = b"[" * 100_000
BODIES = (
    b"", b"null", b"0", b"[]", b'"text"', b"{", b"{}", b"\x00", b"\xff\xfe", b"NaN", DEEP,
    b'{"kind":' * 50_000, b'{"kind": "log_decision", "text": ' + b"9" * 10_000 + b"}",
    b'{"kind": "log_decision", "text": "\\ud800"}', b'{"kind": "log_decision", "text": "\\u0000"}',
    b'{"kind": "log_decision", "text": NaN}', b'{"kind": "change_speed", "factor": 1e999}',
    b'{"kind": "change_speed", "factor": NaN}', b'{"kind": "change_speed", "factor": -Infinity}',
    b'{"kind": "jump_clock", "to": 1e308}', b'{"kind": ["log_decision"]}', b'{"kind": {}}',
    b'{"code": "\\ud800"}', b'{"code": null}', b'{"code": {"a": 1}}', b'{"code": 1}',
    b'{"name": "\\ud800\\udfff"}', b'{"name": "\\u202e\\u0007"}', b'{"name": 5}', b'{"name": ""}',
    b'{"code": "' + b"A" * 200_000 + b'"}', b'{"a": ' + b"9" * 5_000 + b"}",
)  # fmt: skip


async def said_in_a_sentence(answer: httpx.Response) -> None:
    assert 400 <= answer.status_code < 500, (answer.status_code, answer.text[:200])
    said = answer.json()
    assert set(said) == {"error", "values", "text"}
    assert said["text"]
    assert "Traceback" not in answer.text
    assert "\n" not in said["text"]


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
async def test_an_odd_body_is_answered_in_a_sentence(body: bytes) -> None:
    async with site(a_kit()) as there:
        for browser in (await there.joined(), there.house()):
            for door in DOORS:
                if door.takes and door.takes in ("Join", "Command", "Name"):
                    path = door.path.replace("{exercise}", "one")
                    answer = await browser.request(door.method, path, content=body, headers=JSON)
                    if answer.status_code not in (200, 204):
                        await said_in_a_sentence(answer)


@pytest.mark.parametrize("kind", ["", "text/plain", "multipart/form-data; boundary=x", "\x00"])
async def test_a_body_that_is_not_json_is_refused(kind: str) -> None:
    async with site(a_kit()) as there:
        browser = await there.joined()
        body = json.dumps(command("log_decision", text="x")).encode()
        answer = await browser.post(
            f"{HERE}/commands", content=body, headers={"content-type": kind}
        )
        assert (answer.status_code, answer.json()["error"]) == (422, "wants_json")


@pytest.mark.parametrize("kind", ["application/json", "Application/JSON; charset=utf-8"])
async def test_json_is_json_however_it_is_written(kind: str) -> None:
    async with site(a_kit()) as there:
        browser = await there.joined()
        body = json.dumps(command("log_decision", text="x")).encode()
        answer = await browser.post(
            f"{HERE}/commands", content=body, headers={"content-type": kind}
        )
        assert answer.status_code == 200


async def test_a_body_without_end_is_cut_off() -> None:
    async with site(a_kit()) as there:
        browser = await there.joined()
        sent = 0

        async def endless() -> Any:
            nonlocal sent
            for _ in range(1_000):
                sent += 10_000
                yield b" " * 10_000

        answer = await browser.post(f"{HERE}/commands", content=endless(), headers=JSON)
        assert answer.json()["error"] == "body_too_long"
        assert sent <= MOST_BYTES + 20_000


@pytest.mark.parametrize("number", ["-1", "1.5", "x", "", "9" * 16, "9" * 5_000, "٣", "0x1", "1e3"])
async def test_an_odd_number_in_the_address_is_refused(number: str) -> None:
    async with site(a_kit()) as there:
        browser = there.house()
        for door in DOORS:
            for name in {"after", "most"} & set(door.query):
                path = door.path.replace("{exercise}", "one")
                answer = await browser.get(path, params={name: number})
                assert (answer.status_code, answer.json()["error"]) == (422, "wrong_number")


async def test_numbers_beyond_the_log_are_answered() -> None:
    async with site(a_kit()) as there:
        for most in (0, 1, 999_999_999_999_999):
            answer = await there.house().get(
                f"{HERE}/history", params={"after": 999_999_999_999_999, "most": most}
            )
            assert (answer.status_code, answer.json()) == (200, [])


@pytest.mark.parametrize("key", ["k" * 101, "a b", "ü", "a\tb", ""])
async def test_a_key_that_cannot_be_kept_is_refused(key: str) -> None:
    """It goes into the log as it is, and the log must be readable for ever."""
    async with site(a_kit()) as there:
        browser = await there.joined()
        number = await there.server.number("one")
        answer = await browser.post(
            f"{HERE}/commands",
            json=command("log_decision", text="x"),
            headers=[(b"idempotency-key", key.encode())],
        )
        assert (answer.status_code, answer.json()["error"]) == (422, "wrong_value")
        assert await there.server.number("one") == number


async def test_a_repeat_gets_the_first_answer_and_another_command_none() -> None:
    async with site(a_kit()) as there:
        browser = await there.joined()
        key = {"idempotency-key": "k-1"}
        said = command("log_decision", text="Once")
        first = (await browser.post(f"{HERE}/commands", json=said, headers=key)).json()
        again = (await browser.post(f"{HERE}/commands", json=said, headers=key)).json()
        assert again == first | {"repeated": True}
        other = command("log_decision", text="Twice")
        answer = await browser.post(f"{HERE}/commands", json=other, headers=key)
        assert (answer.status_code, answer.json()["error"]) == (409, "request_reused")


@pytest.mark.parametrize("kind", ["create_exercise", "tick", "join_exercise"])
async def test_what_nobody_gives_by_hand_is_not_taken(kind: str) -> None:
    async with site(a_kit()) as there:
        browser = await there.joined()
        answer = await browser.post(f"{HERE}/commands", json={"kind": kind})
        assert answer.status_code in (409, 422)


@pytest.mark.parametrize("exercise", ["two", "names", "%00", "a" * 5_000, "ü", "one%2f.."])
async def test_an_exercise_that_is_not_served_is_not_there(exercise: str) -> None:
    async with site(a_kit()) as there:
        for door in DOORS:
            path = door.path.replace("{exercise}", exercise).replace("{file:path}", "a")
            if path != door.path and door.gives != "text/event-stream":
                answer = await there.house().request(door.method, path, json={"code": "A"})
                assert answer.status_code in (401, 404, 405, 409), (path, answer.text)


@pytest.mark.parametrize(
    "file",
    ["../names.db", "..%2f..%2fetc%2fpasswd", "%00", "a" * 9_000, "/etc/passwd", "é", "a//b"],
)
async def test_a_file_is_a_name_and_never_a_path(file: str) -> None:
    async with site(a_kit(), files={"a.txt": b"A"}) as there:
        answer = await there.house().get(f"{HERE}/attachments/{file}")
        assert answer.status_code in (404, 422)


@pytest.mark.parametrize("header", ["authorization", "cookie", "accept-language", "last-event-id"])
@pytest.mark.parametrize(
    "value", [b"\xff\xfe", b"Bearer ", b"seat=", b"seat=;device=a.b", b";q=x,"]
)
async def test_odd_headers_are_answered(header: str, value: bytes) -> None:
    async with site(a_kit()) as there:
        answer = await there.browser().get(f"{HERE}/view", headers=[(header.encode(), value)])
        assert answer.status_code == 401


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


def kinds() -> list[str]:
    """Every kind of command that there is."""
    from simulator.web.openapi import document

    found = document()["components"]["schemas"]["Command"]["discriminator"]["mapping"]
    return sorted(found)


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.data())
async def test_commands_with_any_values_are_never_a_fault(data: st.DataObject) -> None:
    fields = data.draw(st.dictionaries(st.sampled_from(FIELDS), values, max_size=5))
    said = {"kind": data.draw(st.sampled_from(kinds()))} | fields
    async with site(a_kit()) as there:
        await _given(there, said)


async def _given(there: Site, said: dict[str, Any]) -> None:
    body = json.dumps(said).encode()
    for browser in (await there.joined(), there.house()):
        answer = await browser.post(f"{HERE}/commands", content=body, headers=JSON)
        assert answer.status_code in (200, 403, 409, 422), (said, answer.text)


FIELDS = (
    "team", "inject", "text", "to", "option", "person", "number", "factor", "minutes", "reason",
    "request", "question", "title", "body", "teams", "objective", "level", "note", "gap", "cause",
)  # fmt: skip
