"""Who may come in: join codes, and what a seat is known by afterwards; nothing of it is stored.

All of it is signed with the server's secret, so a server that starts again knows everybody (K39).
"""

from __future__ import annotations

import hmac
import json
import os
import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from simulator.domain.access import Place, Seat
from simulator.domain.edition import Kit
from simulator.domain.errors import StoreError
from simulator.domain.exercise import Exercise
from simulator.stores.faults import fault

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""What codes are made of: nothing that is mistaken for something else when read aloud."""
STAFF_ROLES = ("facilitator", "evaluator", "lead-evaluator", "observer", "projector")
TEAM_CODE, STAFF_CODE = (4, 4), (4, 4, 4)
PERSONAL_CODE, STAFF_PERSONAL_CODE = (5, 5), (5, 5, 5)
"""How symbols are grouped; how many there are tells the four kinds apart."""
MOST_TYPED = 64
KEY = "server.key"
KEY_BYTES = 32
__all__ = ["Access", "Place", "came_in", "new_person", "places", "secret_of"]

_NEW = re.compile(r"p-[0-9a-f]{12}")
T = TypeVar("T")
Rotated = tuple[tuple[Place, int], ...]


def places(exercise: Exercise) -> tuple[Place, ...]:
    """Everywhere somebody may join: the staff's roles, each team, each role of a team."""
    found = [Place(role) for role in STAFF_ROLES]
    for team, state in exercise.teams.items():
        declared = exercise.scenario.team(state.declared)
        found.append(Place("participant", team))
        roles = declared.roles if declared else ()
        found += [Place("participant", team, role.id) for role in roles]
    return tuple(found)


class Access:
    """The codes and tokens that one secret makes, and what they stand for."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._codes: dict[str, tuple[Kit, Rotated, Mapping[Place, str]]] = {}
        """Exercise → its codes, and what they were made for."""

    def code(self, exercise: Exercise, place: Place) -> str:
        """What is typed to join there, until it is rotated."""
        parts = (place.role or "", place.team or "", place.team_role or "")
        digest = self._digest("code", exercise.id, *parts, str(exercise.access.epoch(place)))
        return _grouped(digest, TEAM_CODE if place.role == "participant" else STAFF_CODE)

    def place_of(self, exercise: Exercise, typed: str) -> Place | None:
        """Where a typed code lets one join."""
        return _found(_said(typed), self._codes_of(exercise))

    def personal_code(self, exercise: Exercise, person: str) -> str:
        """What the person in a seat types on another device. Raises `KeyError` without a seat."""
        seat = exercise.seats[person]
        digest = self._digest("person", exercise.id, person, str(seat.seq))
        team = seat.actor.role == "participant"
        return _grouped(digest, PERSONAL_CODE if team else STAFF_PERSONAL_CODE)

    def person_by(self, exercise: Exercise, typed: str) -> str | None:
        """Whose personal code it is, among those who have a seat."""
        said = _said(typed)
        if len(said) not in (sum(PERSONAL_CODE), sum(STAFF_PERSONAL_CODE)):
            return None
        return _found(said, {p: self.personal_code(exercise, p) for p in exercise.seats})

    def person_for(self, exercise_id: str, place: Place, key: str) -> str:
        """Who comes in there with this key: the same person, however often they ask."""
        parts = (place.role or "", place.team or "", place.team_role or "")
        return f"p-{self._digest('join', exercise_id, *parts, key).hex()[:12]}"

    def token(self, exercise_id: str, person: str) -> str:
        """What a device keeps to be known as this person; another one each time."""
        nonce = secrets.token_urlsafe(16)
        return f"{person}.{nonce}.{self._signed('token', exercise_id, person, nonce)}"

    def person_of(self, exercise_id: str, token: str) -> str | None:
        """Whom a device is known as, if the token was made here; seats may be gone meanwhile."""
        person, _, rest = token.partition(".")
        nonce, _, signature = rest.partition(".")
        signed = self._signed("token", exercise_id, person, nonce)
        return person if _same(signature, signed) else None

    def device(self) -> str:
        """What a device is given before it joins, so that its wrong codes count for it alone."""
        id = secrets.token_urlsafe(16)
        return f"{id}.{self._signed('device', id)}"

    def known_device(self, text: str) -> str | None:
        """The device's id, if it was given here."""
        id, _, signature = text.partition(".")
        return id if _same(signature, self._signed("device", id)) else None

    def _codes_of(self, exercise: Exercise) -> Mapping[Place, str]:
        """The code of every place; made again only where one was rotated."""
        rotated = exercise.access.rotated
        known = self._codes.get(exercise.id)
        if known is not None and known[0] is exercise.kit and known[1] == rotated:
            return known[2]
        made = {place: self.code(exercise, place) for place in places(exercise)}
        self._codes[exercise.id] = (exercise.kit, rotated, made)
        return made

    def _digest(self, *parts: str) -> bytes:
        return hmac.digest(self._secret, json.dumps(parts).encode(), "sha256")

    def _signed(self, *parts: str) -> str:
        return urlsafe_b64encode(self._digest(*parts)).decode().rstrip("=")


def new_person() -> str:
    """The id of somebody who comes in; it need not be kept secret."""
    return f"p-{secrets.token_hex(6)}"


def came_in(seat: Seat) -> bool:
    """Whether a seat was taken with a code; at a table, by bots and in plays it has a plain id."""
    return _NEW.fullmatch(seat.first) is not None


def secret_of(folder: Path) -> bytes:
    """The secret of the server at a store, made at its first start. Raises `StoreError`."""
    file = folder / KEY
    try:
        if not file.exists():
            _make(file)
        secret = file.read_bytes()
    except OSError as error:
        raise fault(error, file) from error
    if len(secret) < KEY_BYTES:
        raise StoreError("server_key_damaged", file=str(file))
    return secret


def _make(file: Path) -> None:
    """Put a whole key in its place at once: a server that starts beside this one reads the same."""
    fresh = file.with_name(f"{KEY}.{secrets.token_hex(4)}")
    handle = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as opened:
        opened.write(secrets.token_bytes(KEY_BYTES))
        opened.flush()
        os.fsync(opened.fileno())
    try:
        os.link(fresh, file)
    except FileExistsError:
        pass
    except OSError:  # a file system without links
        fresh.replace(file)
    fresh.unlink(missing_ok=True)


def _grouped(digest: bytes, groups: tuple[int, ...]) -> str:
    """A digest as symbols of the alphabet, in groups."""
    number, made = int.from_bytes(digest, "big"), []
    for size in groups:
        symbols = []
        for _ in range(size):
            number, place = divmod(number, len(ALPHABET))
            symbols.append(ALPHABET[place])
        made.append("".join(symbols))
    return "-".join(made)


def _said(typed: str) -> str:
    """What was typed, as symbols: case, spaces and hyphens do not count, everything else does."""
    return "".join(typed[:MOST_TYPED].split()).replace("-", "").upper()


def _found(said: str, codes: Mapping[T, str]) -> T | None:
    """What has this code; all are looked at."""
    found: T | None = None
    for what, code in codes.items():
        if _same(said, code.replace("-", "")):
            found = what
    return found


def _same(one: str, other: str) -> bool:
    """Whether two texts are the same, in a time that does not say how much of them is."""
    return hmac.compare_digest(one.encode(errors="replace"), other.encode())
