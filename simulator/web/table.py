"""What a facilitator's console needs beside its view: the teams, who sits where, the scenario."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from simulator.domain.exercise import Exercise
from simulator.web.callers import caller_of, server_of


async def table(request: Request) -> Response:
    """The playing teams with their roles, and the seats that are taken."""
    exercise = await _exercise(request)
    teams = [{"team": team, "roles": _roles(exercise, team)} for team in exercise.teams]
    seats = [
        {
            "actor": seat.actor.model_dump(mode="json"),
            "since": seat.since,
            "seq": seat.seq,
            "first": seat.first,
        }
        for seat in exercise.seats.values()
    ]
    return JSONResponse({"teams": teams, "seats": seats})


async def kit(request: Request) -> Response:
    """All that the exercise is played from, as its first event carries it."""
    exercise = await _exercise(request)
    return Response(exercise.kit.model_dump_json(), media_type="application/json")


async def _exercise(request: Request) -> Exercise:
    caller = await caller_of(request)
    return await server_of(request).hub.exercise(caller.exercise)


def _roles(exercise: Exercise, team: str) -> list[str]:
    declared = exercise.scenario.team(exercise.teams[team].declared)
    return [role.id for role in declared.roles] if declared else []
