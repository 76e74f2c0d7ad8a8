"""When play will end if it goes on as planned, and what could be left out, in words."""

from __future__ import annotations

from textual.content import Content

from simulator.consoles.reader import Reader
from simulator.consoles.safe import one_line
from simulator.consoles.sight import Sight
from simulator.domain.view import Skip
from simulator.text import clock

MINUTE = 60
ON_TIME = 90
"""Seconds earlier or later than planned that are still on time."""


def forecast_line(sight: Sight, reader: Reader, elapsed: float) -> str:
    """When play ends, against the plan, as of this second; empty where nothing is known yet."""
    card = sight.card("forecast")
    if card is None or sight.status not in ("running", "paused"):
        return ""
    end, late = card.numbers.get("end"), card.numbers.get("late")
    if end is None:
        return reader.say("screen.forecast.unknown")
    waits = max(0.0, elapsed - card.numbers.get("due", elapsed))
    end, late = end + waits, None if late is None else late + waits
    if late is None:
        return reader.say("screen.forecast.ends", clock=clock(end))
    word = "on_time" if abs(late) < ON_TIME else "late" if late > 0 else "early"
    minutes = round(abs(late) / MINUTE)
    return reader.say(f"screen.forecast.{word}", minutes=minutes, clock=clock(end))


def skips(sight: Sight) -> tuple[Skip, ...]:
    """What may be left out, what costs least first."""
    card = sight.card("forecast")
    return card.skips if card else ()


def skip_line(skip: Skip, width: int, reader: Reader) -> Content:
    """What would be left out, what that saves, and the objectives it costs."""
    saved = reader.say("screen.forecast.saves", minutes=round(skip.saves / MINUTE))
    costs = "; ".join(skip.costs)
    loses = reader.say("screen.forecast.costs", objectives=costs) if costs else ""
    tail = loses or reader.say("screen.forecast.costs_nothing")
    said = Content.assemble(one_line(skip.title, "bold"), f", {saved}: ", one_line(tail, "dim"))
    return said.truncate(width, ellipsis=True)
