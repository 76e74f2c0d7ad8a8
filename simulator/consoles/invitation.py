"""An invitation: where others come in, with which codes, and a picture of it for a phone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass

from simulator.domain.access import Place
from simulator.text import words

QUIET = 2
"""Empty modules around a picture, so that it is found."""
HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


@dataclass(frozen=True, slots=True)
class Invitation:
    """Addresses, what is reached from furthest first, and a code for each place."""

    urls: tuple[str, ...]
    exposed: bool
    """Whether other machines can reach it."""
    codes: Mapping[Place, str]

    def link(self, place: Place) -> str:
        """What a phone opens: the code stands where no server and no log ever sees it."""
        return f"{self.urls[0]}#{self.codes[place]}"


Inviting = Callable[[], Awaitable[Invitation]]
"""Gives the invitation as it is now: codes can be made anew."""


def invitation_lines(invitation: Invitation, language: str, *, staff: bool) -> Iterator[str]:
    """Addresses, who can reach them, and the code of each place."""
    for url in invitation.urls:
        yield words("serve.address", language, url=url)
    yield words("serve.exposed" if invitation.exposed else "serve.this_machine", language)
    places = [p for p in invitation.codes if staff or p.role == "participant"]
    width = max((len(named(place)) for place in places), default=0)
    for place in places:
        yield f"  {named(place):<{width}}  {invitation.codes[place]}"


def named(place: Place) -> str:
    """What a place is called: `red`, `red/chief`, `evaluator`."""
    return "/".join(part for part in (place.team, place.team_role) if part) or str(place.role)


def picture(text: str) -> tuple[str, ...]:
    """A QR code in half blocks: two rows of modules in a line, dark where the text is."""
    import segno

    rows = [[bool(dark) for dark in row] for row in segno.make_qr(text, error="m").matrix]
    wide = len(rows[0]) + 2 * QUIET
    empty = [False] * wide
    padded = [[False] * QUIET + row + [False] * QUIET for row in rows]
    grid = [empty] * QUIET + padded + [empty] * QUIET
    if len(grid) % 2:
        grid.append(empty)
    pairs = zip(grid[::2], grid[1::2], strict=True)
    return tuple(
        "".join(HALVES[up, down] for up, down in zip(upper, lower, strict=True))
        for upper, lower in pairs
    )
