"""A row of what there is to read: new, opened, decided about, withdrawn."""

from __future__ import annotations

from textual.content import Content

from simulator.consoles.reader import Reader
from simulator.consoles.safe import one_line
from simulator.consoles.team import InboxRow
from simulator.consoles.widgets.drawing import fitted


def inbox_line(row: InboxRow, width: int, reader: Reader) -> Content:
    """Its sign and time, as much of its title as there is room for, and how it stands."""
    when = f"{row.when} " if row.when else ""
    head = f"{_sign(row)}{'▸' if row.current else ' '}{when}"
    style = "strike" if row.withdrawn else "bold" if row.unread or row.current else ""
    return fitted(head, one_line(row.title, style), _tail(row, reader), width)


def _sign(row: InboxRow) -> str:
    if row.unread:
        return "●"
    if row.withdrawn:
        return "↶"
    if not row.inject:
        return "≡"
    return "◆" if row.decided else "·"


def _tail(row: InboxRow, reader: Reader) -> str:
    if row.withdrawn:
        return reader.say("screen.team.row.withdrawn")
    if row.unread:
        return reader.say("screen.team.row.unread")
    return "✎" if row.unsent else ""
