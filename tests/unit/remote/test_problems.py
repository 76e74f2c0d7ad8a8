"""What a server says, as the error that the hub would have raised."""

from __future__ import annotations

import json

import pytest

from simulator.domain.errors import NotAllowed, Refused, SimulatorError, StoreError, UsageError
from simulator.remote.problems import problem
from simulator.web.errors import answered


@pytest.mark.parametrize(
    "error",
    [
        Refused("inject_not_received", inject="b"),
        NotAllowed("facilitator_only"),
        UsageError("wrong_value", field="name"),
        StoreError("no_such_exercise", exercise="x"),
        StoreError("store_fault", file="x.db", problem="full"),
    ],
    ids=lambda error: error.code,
)
def test_an_error_comes_back_as_it_went_out(error: SimulatorError) -> None:
    answer = answered(error, "es")
    found = problem(answer.status_code, bytes(answer.body))
    assert type(found) is type(error)
    assert found is not None
    assert (found.code, found.values) == (error.code, error.values)


@pytest.mark.parametrize(
    ("status", "body"), [(502, b"<html>"), (500, b"[]"), (404, json.dumps({"error": 1}).encode())]
)
def test_what_others_say_is_no_error_of_ours(status: int, body: bytes) -> None:
    assert problem(status, body) is None
