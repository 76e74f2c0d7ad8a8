"""How others come in, as lines: addresses, codes, and pictures of them for phones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from shutil import get_terminal_size

from simulator.cli.served import Served
from simulator.consoles.invitation import Invitation, picture
from simulator.domain.access import Place
from simulator.text import words

BLACK_ON_WHITE, PLAIN = "\x1b[38;5;16;48;5;231m", "\x1b[0m"
MOST_PICTURES = 6


def invitation_of(served: Served, codes: Mapping[Place, str]) -> Invitation:
    """What is told to those who are to come in."""
    return Invitation(served.urls, served.exposed, codes)


def invitation_lines(
    invitation: Invitation, language: str, *, pictures: bool, staff: bool = False
) -> Iterator[str]:
    """Addresses, codes of the teams, and on a terminal a picture for each team."""
    for url in invitation.urls:
        yield words("serve.address", language, url=url)
    yield words("serve.exposed" if invitation.exposed else "serve.this_machine", language)
    places = [p for p in invitation.codes if staff or p.role == "participant"]
    width = max((len(_named(place)) for place in places), default=0)
    for place in places:
        yield f"  {_named(place):<{width}}  {invitation.codes[place]}"
    if pictures and invitation.exposed:
        teams = [p for p in places if p.team and not p.team_role][:MOST_PICTURES]
        drawn = [(str(p.team), picture(invitation.link(p))) for p in teams]
        yield from _beside_each_other(drawn, get_terminal_size().columns)


def _named(place: Place) -> str:
    return "/".join(part for part in (place.team, place.team_role) if part) or str(place.role)


def _beside_each_other(drawn: Sequence[tuple[str, Sequence[str]]], columns: int) -> Iterator[str]:
    """Pictures with their names, as many in a row as there is room for."""
    if not drawn:
        return
    wide = max(len(lines[0]) for _, lines in drawn) + 2
    most = max(1, columns // wide)
    for first in range(0, len(drawn), most):
        row = drawn[first : first + most]
        yield ""
        yield "".join(f"{name[: wide - 2]:<{wide}}" for name, _ in row).rstrip()
        for parts in zip(*(lines for _, lines in row), strict=False):
            yield "  ".join(f"{BLACK_ON_WHITE}{part}{PLAIN}" for part in parts)
