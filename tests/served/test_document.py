"""The document that the server serves, and the server held against it by schemathesis."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.specs.openapi.definitions import OPENAPI_31

from simulator.stores.sqlite import SqliteLog
from simulator.web.doors import DOORS
from simulator.web.openapi import document
from tests.builders import a_player
from tests.served.kills import kit
from tests.served.process import FAULTS, ID, Served, Setting, begun, tokens

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("served")]
ENDLESS = [door.address for door in DOORS if door.gives == "text/event-stream"]
THE_END = [door.address for door in DOORS if door.who == "house"]
EXAMPLES = 12
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance,
    response_schema_conformance,
]  # fmt: skip


def test_the_document_is_openapi() -> None:
    jsonschema.Draft202012Validator(OPENAPI_31).validate(document())


def test_every_reference_of_the_document_leads_somewhere() -> None:
    there = document()["components"]["schemas"]
    for part in walked(document()):
        if isinstance(part, dict) and isinstance(part.get("$ref"), str):
            assert part["$ref"].removeprefix("#/components/schemas/") in there


def walked(part: Any) -> Iterator[Any]:
    yield part
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    for each in inner:
        yield from walked(each)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str], Path]]:
    folder = tmp_path_factory.mktemp("store")

    async def made() -> None:
        log = SqliteLog(folder)
        await begun(log, kit(), (a_player("red", person="p-1"),))
        await log.close()

    asyncio.run(made())
    server = Served(Setting(folder))
    try:
        port = server.ready()
        yield f"http://127.0.0.1:{port}", tokens(folder, ("p-1",)), folder
    finally:
        server.kill()


@pytest.mark.parametrize("who", ["p-1", "(house)"])
def test_whatever_is_asked_the_answer_is_as_the_document_says(
    served: tuple[str, dict[str, str], Path], who: str
) -> None:
    url, known, folder = served
    schema = schemathesis.openapi.from_dict(json.loads(json.dumps(document())))
    schema.config.update(base_url=url)
    answers: Counter[tuple[str, int]] = Counter()
    for result in schema.exclude(path=[*ENDLESS, *THE_END]).get_all_operations():
        operation: Any = result
        ask(operation.ok(), known[who], answers)
    assert {path for path, _ in answers} >= {door.address for door in DOORS if door.answers}
    assert answers["/api/exercises/{exercise}/view", 200] + answers["/api/health", 200] > 0
    assert not (folder / FAULTS).exists(), (folder / FAULTS).read_text()


def ask(operation: Any, token: str, answers: Counter[tuple[str, int]]) -> None:
    """One door, asked all kinds of things; mostly about the exercise that is there."""

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(), here=st.integers(0, 3))
    def asked(case: Any, here: int) -> None:
        if here and "exercise" in (case.path_parameters or {}):
            case.path_parameters["exercise"] = ID
        answer = case.call(headers={"Authorization": f"Bearer {token}"})
        case.validate_response(answer, checks=CHECKS)
        answers[operation.path, answer.status_code] += 1

    asked()
