"""How others come in, on a terminal: addresses, codes, and pictures of both for phones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from shutil import get_terminal_size

from simulator.cli.served import Served
from simulator.consoles.invitation import Invitation, invitation_lines, named, picture
from simulator.domain.access import Place

BLACK_ON_WHITE, PLAIN = "\x1b[38;5;16;48;5;231m", "\x1b[0m"
MOST_PICTURES = 6


def invitation_of(served: Served, codes: Mapping[Place, str]) -> Invitation:
    """What is told to those who are to come in."""
    return Invitation(served.urls, served.exposed, codes)


def shown_invitation(
    invitation: Invitation, language: str, *, pictures: bool, staff: bool = False
) -> Iterator[str]:
    """The invitation as lines, and on a terminal a picture for each team that can be reached."""
    yield from invitation_lines(invitation, language, staff=staff)
    if pictures and invitation.exposed:
        teams = [p for p in invitation.codes if p.team and not p.team_role][:MOST_PICTURES]
        drawn = [(named(place), picture(invitation.link(place))) for place in teams]
        yield from beside_each_other(drawn, get_terminal_size().columns)


def beside_each_other(drawn: Sequence[tuple[str, Sequence[str]]], columns: int) -> Iterator[str]:
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
