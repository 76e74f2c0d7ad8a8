"""The address at which another device has reached this machine, kept for the event itself."""

from __future__ import annotations

from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path

FILE = "reached-at"


def keep_reached(store: Path, address: str) -> None:
    """Remember an address with the store; where nothing can be written, nothing is remembered."""
    with suppress(OSError):
        (store / FILE).write_text(f"{address}\n", encoding="utf-8")


def reached_at(store: Path) -> str | None:
    """The address that was reached last; none where nobody ever came."""
    try:
        said = (store / FILE).read_text(encoding="utf-8").strip()
        return str(ip_address(said))
    except (OSError, ValueError):
        return None
