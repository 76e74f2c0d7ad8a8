"""The seats that this machine's user has at servers elsewhere, kept for the next time."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from simulator.settings import state_folder

FILE = "seats.json"


def file() -> Path:
    """Where they are kept; nobody but this machine's user can read it."""
    return state_folder() / FILE


def token_of(url: str, exercise: str, code: str) -> str:
    """What the seat taken with this code is known by; without a code, the one taken last."""
    found = _all().get(_key(url, exercise, code) if code else _place(url, exercise), "")
    return found if isinstance(found, str) else ""


def joining(url: str, exercise: str, code: str) -> str:
    """The key of a join that nobody has answered yet: with it, it gives the same seat again."""
    known, name = _all(), _joining(url, exercise, code)
    key = known.get(name)
    if not isinstance(key, str):
        key = secrets.token_hex(16)
        _write(known | {name: key})
    return key


def keep(url: str, exercise: str, code: str, token: str) -> None:
    """Keep what a seat is known by. Where the disk refuses, the next time needs the code."""
    known = _all() | {_place(url, exercise): token}
    if code:
        known[_key(url, exercise, code)] = token
    known.pop(_joining(url, exercise, code), None)
    _write(known)


def _write(known: Mapping[str, object]) -> None:
    place = file()
    fresh = place.with_name(f"{FILE}.{secrets.token_hex(4)}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            json.dump(known, opened)
        fresh.replace(place)
    except OSError:
        return


def _all() -> dict[str, object]:
    try:
        found = json.loads(file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _place(url: str, exercise: str) -> str:
    return f"{url} {exercise}"


def _joining(url: str, exercise: str, code: str) -> str:
    return f"joining {_key(url, exercise, code)}"


def _key(url: str, exercise: str, code: str) -> str:
    said = "".join(code.split()).replace("-", "").upper()
    return f"{_place(url, exercise)} {sha256(said.encode()).hexdigest()[:16]}"
