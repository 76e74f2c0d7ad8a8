"""Errors as answers: a status, the code with its values, and one sentence in the reader's words."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse

from simulator.domain.errors import NotAllowed, Refused, SimulatorError, StoreError
from simulator.text import words
from simulator.web.callers import language_of, server_of

TOO_MANY = ("too_many", "too_many_wrong_codes")
"""What is refused only for now; the answer says for how long."""
OF_PEOPLE = ("amended_since",)
"""What tells somebody of a person who is called by name."""
NOT_THERE = ("no_such_exercise", "no_such_page")


def answered(error: SimulatorError, language: str, status: int | None = None) -> JSONResponse:
    """The answer to a request that could not be done."""
    values = {name: _plain(value) for name, value in error.values.items()}
    said = words(f"errors.{error.code}", language, **error.values)
    body = {"error": error.code, "values": values, "text": said}
    wait = {"retry-after": str(values.get("seconds"))} if error.code in TOO_MANY else None
    return JSONResponse(body, status or _status(error), headers=wait)


async def named(request: Request, error: SimulatorError) -> SimulatorError:
    """The error with what somebody is called in the place of the id."""
    person, exercise = error.values.get("person"), request.path_params.get("exercise", "")
    server = server_of(request)
    if error.code not in OF_PEOPLE or not server.served(exercise):
        return error
    names = await server.called(exercise)
    said = names.get(str(person)) or words("page.somebody_else", language_of(request))
    return type(error)(error.code, **{**error.values, "person": said})


def _status(error: SimulatorError) -> int:
    if isinstance(error, NotAllowed):
        return 403
    if error.code in TOO_MANY:
        return 429
    if isinstance(error, Refused):
        return 409
    if error.code in NOT_THERE:
        return 404
    if isinstance(error, StoreError):
        return 503
    return 422


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | bool | None) else str(value)
