"""Who is there now, of those who came in; the one fact outside the log (K29)."""

from __future__ import annotations

from simulator.domain.model import Id, Model
from simulator.domain.people import Role


class Attendant(Model):
    """Somebody who came in, and whether they have the exercise open now."""

    person: Id
    role: Role
    team: Id | None = None
    team_role: Id | None = None
    here: bool


class Presence(Model):
    """Who is there and who is not, and what the server has to say for itself."""

    people: tuple[Attendant, ...] = ()
    trouble: str = ""
    """What goes wrong beside play, in a sentence: backups that fail."""

    @property
    def away(self) -> tuple[Attendant, ...]:
        """Who came in, and does not have the exercise open now."""
        return tuple(each for each in self.people if not each.here)

    def of(self, team: str) -> tuple[Attendant, ...]:
        """The people of a team."""
        return tuple(each for each in self.people if each.team == team)
