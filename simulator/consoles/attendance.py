"""Who is there, as control's console shows it: on the board, and in lines (F8, K29)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.consoles.reader import Reader
from simulator.domain.presence import Attendant, Presence


def away_line(presence: Presence, reader: Reader) -> str:
    """How many of those who came in are not there now; nothing where nobody came in."""
    if not presence.people:
        return ""
    away = len(presence.away)
    return reader.say("screen.away", count=away) if away else reader.say("screen.all_here")


def people_lines(presence: Presence | None, reader: Reader, team: str = "") -> list[str]:
    """Who of each team is there and who is not, and of the staff; or of one team."""
    found: dict[str, list[Attendant]] = {}
    for each in presence.people if presence else ():
        group = each.team or reader.say(f"page.role.{each.role}")
        if team in ("", each.team):
            found.setdefault(group, []).append(each)
    return [f"{group}: {'; '.join(_said(people, reader))}" for group, people in found.items()]


def _said(people: Sequence[Attendant], reader: Reader) -> Iterator[str]:
    for key, here in (("here", True), ("away", False)):
        names = [_called(each, reader) for each in people if each.here is here]
        if names:
            yield reader.say(f"console.people.{key}", people=", ".join(names))


def _called(who: Attendant, reader: Reader) -> str:
    name = reader.called(who.person)
    return f"{name} ({who.team_role})" if who.team_role else name
