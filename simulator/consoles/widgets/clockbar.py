"""The line of clocks: how play stands, exercise time, story time and wall time."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content
from textual.widgets import Static

from simulator.consoles.reader import Reader
from simulator.consoles.safe import one_line
from simulator.consoles.sight import Sight
from simulator.text import clock

STATUS_SIGNS = {"created": "○", "running": "▶", "paused": "‖", "stopped": "■", "ended": "●"}
UNKNOWN = "?"
"""In place of such a sign while nobody says how play stands."""


class ClockBar(Static):
    """All clocks at one moment; every screen of an exercise is marked EXERCISE."""

    def tell(self, sight: Sight, reader: Reader, now: datetime) -> None:
        """Show them as they stand; where nobody answers they do, and since when is said."""
        self.set_class(sight.status in ("paused", "stopped") or bool(sight.lost), "-halted")
        self.update(_line(sight, reader, now, self.size.width or 80), layout=False)


def _line(sight: Sight, reader: Reader, now: datetime, width: int) -> Content:
    say, status = reader.say, sight.status
    card = sight.card("exercise")
    story = sight.story(now)
    speed = card.speed if card and card.speed not in (None, 0.0, 1.0) else None
    exercise = f"{say('screen.clock.exercise')} {clock(sight.elapsed(now))}"
    told = f"{say('screen.clock.story')} {story:%m-%d %H:%M}" if story else ""
    parts = [
        f"{STATUS_SIGNS[status]} {reader.coded('status', status)}",
        exercise,
        f"x{speed:g}" if speed else "",
        told,
        f"{say('screen.clock.wall')} {now.astimezone():%H:%M:%S}",
    ]
    head = say("screen.exercise")
    if sight.lost:
        since = f"{UNKNOWN} {say('page.lost')} {sight.lost.astimezone():%H:%M:%S}"
        fits = sum(map(len, (head, since, exercise, told))) + 8 <= width
        parts = [since, exercise, told if fits else ""]
    said = "  ".join(part for part in parts if part)
    room = width - len(head) - len(said) - 6
    title = card.title if card and room >= 12 else ""
    name = one_line(title).truncate(max(0, room), ellipsis=True)
    return Content.assemble((f" {head} ", "reverse bold"), " ", name, "  " if title else "", said)
