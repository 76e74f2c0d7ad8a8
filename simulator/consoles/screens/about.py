"""What can be done about a card that is read whole, and why its other keys do nothing there."""

from __future__ import annotations

from simulator.consoles.actions import Action, written
from simulator.consoles.screens.seat import SeatScreen
from simulator.domain.view import Card

NOT_DUE = ("planned", "held", "paused", "jumped_over", "interrupted", "not_open")
"""How an inject stands that one key does not release yet."""


def possible(seat: SeatScreen, card: Card) -> list[tuple[str, str, str]]:
    """What its panel names for it and can be done now: id, key and label."""
    return [
        (action.id, written(action), seat.label(action))
        for action in seat.table
        if _is_about(seat, action, card) and not seat.why_not(action)
    ]


def why_not(seat: SeatScreen, card: Card, key: str) -> str:
    """Why an action of the screen cannot be done about it; nothing where the key means none."""
    action = next((each for each in seat.table if key in each.key.split(",")), None)
    if action is None or not action.kinds:
        return ""
    reader, running = seat.session.reader, seat.session.sight.status == "running"
    if action.id == "release" and running and card.state in NOT_DUE:
        code = "held" if card.state == "held" else "not_proposed"
        return reader.say(f"screen.errors.{code}", inject=card.title)
    if said := seat.why_not(action):
        return said
    if action.id == "release" or action.about:
        return reader.say("screen.not_this_one", action=seat.label(action))
    return ""


def _is_about(seat: SeatScreen, action: Action, card: Card) -> bool:
    """Whether it is named for what is read; release only where this is what it would send."""
    if action.id == "release":
        return card.kind == "inject" and seat.about(action) == card.inject
    return bool(action.about) and seat.panel in action.panels
