"""Seats in words: whom one plays and where, and who has which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulator.domain.access import Place
from simulator.domain.exercise import Exercise
from simulator.domain.view import Choice
from simulator.engine.rules import team_title
from simulator.web.drawing import Drawer


def titled(state: Exercise, place: Place, drawer: Drawer) -> str:
    """A place in words: a team and whom one plays there, or what one does."""
    if place.team is None or place.team not in state.teams:
        return drawer.say(f"page.role.{place.role}")
    team = state.kit.edition(drawer.language).scenario.team(state.teams[place.team].declared)
    roles = [r.title for r in (team.roles if team else ()) if r.id == place.team_role]
    return ", ".join([team_title(state, place.team, drawer.language), *roles])


def seated(state: Exercise, drawer: Drawer) -> Mapping[str, str]:
    """Everybody with a seat, by what they are called and where they sit."""
    found = {}
    for person, seat in state.seats.items():
        place = Place(seat.actor.role, seat.actor.team, seat.actor.team_role)
        name = drawer.called(person) or drawer.say("page.somebody")
        found[person] = f"{name} ({titled(state, place, drawer)})"
    return found


def by_name(choices: Sequence[Choice], people: Mapping[str, str]) -> list[Choice]:
    """Choices that name people as others know them, where they would name them by their ids."""
    found = []
    for choice in choices:
        fields = tuple(
            field.having(options=tuple((p, people.get(p, label)) for p, label in field.options))
            if field.name == "person"
            else field
            for field in choice.fields
        )
        found.append(choice if fields == choice.fields else choice.having(fields=fields))
    return found
