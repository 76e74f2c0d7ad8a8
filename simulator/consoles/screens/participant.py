"""A team's screen."""

from __future__ import annotations

from simulator.consoles.actions import FACILITATOR
from simulator.consoles.screens.seat import SeatScreen
from simulator.consoles.session import Session


class ParticipantScreen(SeatScreen):
    """A team's screen."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, FACILITATOR)
