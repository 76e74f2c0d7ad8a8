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
_STORY = ("%m-%d %H:%M", "%H:%M")
"""Story time; on a narrow screen without the day."""


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
    head, played = say("screen.exercise"), clock(sight.elapsed(now))
    exercise = f"{say('screen.clock.exercise')} {played}" + (f"  x{speed:g}" if speed else "")
    wall = f"{say('screen.clock.wall')} {now.astimezone():%H:%M:%S}"
    stands = f"{STATUS_SIGNS[status]} {reader.coded('status', status)}"
    if sight.lost:
        stands, wall = f"{UNKNOWN} {say('page.lost')} {sight.lost.astimezone():%H:%M:%S}", ""
    room = width - len(head) - 4
    told = [f"{say('screen.clock.story')} {story:{form}}" if story else "" for form in _STORY]
    if sight.lost:
        told = [*told, ""]
    said = next((s for each in told if len(s := _joined(stands, exercise, each, wall)) <= room), "")
    if not said:
        clocks = _joined(exercise, told[-1], wall)
        said = _joined(str(Content(stands).truncate(room - len(clocks) - 2, ellipsis=True)), clocks)
    left = room - len(said) - 2
    title = card.title if card and left >= 12 else ""
    name = one_line(title).truncate(max(0, left), ellipsis=True)
    return Content.assemble((f" {head} ", "reverse bold"), " ", name, "  " if title else "", said)


def _joined(*parts: str) -> str:
    return "  ".join(part for part in parts if part)
