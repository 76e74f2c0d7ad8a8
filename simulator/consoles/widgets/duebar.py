"""The line below the clocks: whose screen it is, and what is to be done by when."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from simulator.consoles.reader import Reader
from simulator.consoles.safe import one_line
from simulator.consoles.team import Due, time_left

SOON = 300.0
"""Seconds before its time from which something is pressing."""


class DueBar(Static):
    """As much of it as one line has room for; all of it stands with the situation."""

    def tell(self, seat: str, dues: Sequence[Due], reader: Reader) -> None:
        """Show it as it stands."""
        self.set_class(bool(dues) and dues[0].left < SOON, "-soon")
        self.update(_line(seat, dues, reader, self.size.width or 80))


def _line(seat: str, dues: Sequence[Due], reader: Reader, width: int) -> Content:
    room = width - 2
    name = one_line(seat, "bold")
    if not dues:
        return name.truncate(room, ellipsis=True)
    more = f" +{len(dues) - 1}" if len(dues) > 1 else ""
    by = reader.say("screen.team.due.by", time=dues[0].by)
    tail = f": {by}, {time_left(dues[0], reader)}{more}"
    title = one_line(dues[0].title).truncate(max(8, room * 2 // 3 - len(tail)), ellipsis=True)
    said = Content.assemble(title, (tail, "bold"))
    name = name.truncate(max(0, room - said.cell_length - 2), ellipsis=True)
    gap = " " * max(1, room - name.cell_length - said.cell_length)
    return Content.assemble(name, gap, said)
