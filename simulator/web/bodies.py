"""What a request carries, read with limits: its body, its numbers, its key."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request

from simulator.domain.errors import UsageError

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 300
MOST_BYTES = 256_000
"""The longest body that is read."""
MOST_SECONDS = 30.0
"""How long a body may take to come."""
KEY = re.compile(r"[!-~]{1,100}")
"""What an idempotency key is made of; it is kept in the log."""
JOIN_KEY = re.compile(r"[!-~]{16,100}")
"""What the key of a join is made of: it must be random, for whoever knows it has the same seat."""


async def body_of(request: Request) -> bytes:
    """The body of a request, up to a limit. Raises `UsageError`."""
    if _type_of(request) != JSON:
        raise UsageError("wants_json")
    return await _read(request)


async def form_of(request: Request) -> dict[str, list[str]]:
    """The fields of a form. Raises `UsageError`."""
    if _type_of(request) != FORM:
        raise UsageError("wants_form")
    try:
        return parse_qs((await _read(request)).decode(), max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise UsageError("wants_form") from error


def _type_of(request: Request) -> str:
    return request.headers.get("content-type", "").split(";")[0].strip().lower()


async def _read(request: Request) -> bytes:
    found = bytearray()
    try:
        async with asyncio.timeout(MOST_SECONDS):
            async for chunk in request.stream():
                found += chunk
                if len(found) > MOST_BYTES:
                    raise UsageError("body_too_long", most=MOST_BYTES)
    except TimeoutError as error:
        raise UsageError("wants_json") from error
    return bytes(found)


async def object_of(request: Request) -> dict[str, Any]:
    """The body as a JSON object. Raises `UsageError`."""
    body = await body_of(request)
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UsageError("wants_json") from error
    if not isinstance(said, dict):
        raise UsageError("wants_json")
    return said


def text_of(said: dict[str, Any], field: str) -> str | None:
    """A text of an object, where it has one. Raises `UsageError` where it is something else."""
    found = said.get(field)
    if found is not None and not isinstance(found, str):
        raise UsageError("wrong_value", field=field)
    return found


def number_of(request: Request, name: str, unless: int = 0) -> int:
    """A number of the address. Raises `UsageError`."""
    said = request.query_params.get(name)
    if said is None:
        return unless
    found = whole(said)
    if found is None:
        raise UsageError("wrong_number", field=name)
    return found


def whole(said: str) -> int | None:
    """A whole number as it is written in an address or a header."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= 15 else None


def key_of(request: Request) -> str | None:
    """The idempotency key (K33). Raises `UsageError` for one that cannot be kept."""
    return usable_key(request.headers.get("idempotency-key"))


def usable_key(key: str | None) -> str | None:
    """The key, where one was given. Raises `UsageError` for one that cannot be kept."""
    if key is not None and not KEY.fullmatch(key):
        raise UsageError("wrong_value", field="Idempotency-Key")
    return key
