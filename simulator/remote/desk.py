"""What a console asks of a server beside its exercise: what is served, seats, codes, the end."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from simulator.domain.access import Place, Seat
from simulator.domain.edition import Kit
from simulator.domain.errors import UsageError
from simulator.domain.people import Actor
from simulator.remote.gateway import RemoteGateway
from simulator.remote.link import Link

_SEATS: TypeAdapter[tuple[Seat, ...]] = TypeAdapter(tuple[Seat, ...])
Teams = Sequence[tuple[str, Sequence[str]]]
"""The playing teams, each with its roles."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A seat that was given for a code, and what it is known by from then on."""

    actor: Actor
    token: str


class Desk:
    """One exercise of a server, for whoever opens a console on it."""

    def __init__(self, link: Link, exercise: str) -> None:
        self.link = link
        self.exercise = exercise
        self._here = f"/api/exercises/{exercise}"

    def gateway(self, actor: Actor | None, language: str) -> RemoteGateway:
        """The exercise from a seat: the token's own, or the one that the house takes."""
        return RemoteGateway(self.link, self.exercise, language, actor)

    async def join(
        self, code: str, name: str | None, before: str = "", key: str | None = None
    ) -> Joined:
        """Exchange a code for a seat; the token had `before` has the same seat again.

        So has a join that is given again under its key, because no answer came.
        """
        said = {"code": code} | ({"name": name} if name else {})
        link = self.link.known_as(before)
        headers = {"idempotency-key": key or secrets.token_hex(16)}
        answer = await link.ask("POST", f"{self._here}/join", headers=headers, json=said)
        found = answer.json()
        return Joined(_actor(found), found["token"])

    async def seat(self, patience: float | None = None) -> Actor:
        """Whose seat the token is for. Raises `NotAllowed` where it is nobody's any more."""
        answer = await self.link.ask("GET", f"{self._here}/seat", patience=patience)
        return _actor(answer.json())

    async def table(self) -> tuple[Teams, tuple[Seat, ...]]:
        """The playing teams, and the seats that are taken; for a facilitator."""
        found = (await self.link.ask("GET", f"{self._here}/table")).json()
        teams = [(each["team"], tuple(each["roles"])) for each in found["teams"]]
        return teams, _SEATS.validate_python(found["seats"])

    async def kit(self) -> Kit:
        """All it is played from; for a facilitator."""
        return Kit.model_validate_json((await self.link.ask("GET", f"{self._here}/kit")).content)

    async def status(self) -> str:
        """How the exercise stands: `created`, `running`, `paused`, `stopped`, `ended`."""
        found = (await self.link.ask("GET", "/api/health")).json()["exercises"]
        return next((str(e["status"]) for e in found if e["exercise"] == self.exercise), "")

    async def languages(self) -> tuple[str, ...]:
        """The languages that it can be read in."""
        found = (await self.link.ask("GET", "/api/health")).json()["exercises"]
        mine: Mapping[str, Any] = next((e for e in found if e["exercise"] == self.exercise), {})
        return tuple(mine.get("languages", ()))

    async def codes(self) -> Mapping[Place, str]:
        """The code of every place; for a facilitator."""
        found = (await self.link.ask("GET", f"{self._here}/codes")).json()
        return {Place(c["role"], c["team"], c["team_role"]): c["code"] for c in found}

    async def stop(self) -> None:
        """End the server; for the house."""
        await self.link.ask("POST", f"{self._here}/stop", patience=0)


async def served_at(link: Link, patience: float | None = None) -> str:
    """The exercise that is served there. Raises `UsageError` where there is none of ours."""
    found: Any = (await link.ask("GET", "/api/health", patience=patience)).json()
    try:
        return str(found["exercises"][0]["exercise"])
    except (KeyError, IndexError, TypeError) as error:
        raise UsageError("no_server_of_ours", status=200) from error


def _actor(said: Mapping[str, Any]) -> Actor:
    parts = {part: said.get(part) for part in ("person", "role", "team", "team_role")}
    return Actor.model_validate(parts)
