"""Rows of control's panels, each as one line with as much of its text as there is room for."""

from __future__ import annotations

from textual.content import Content

from simulator.consoles.reader import Reader
from simulator.consoles.safe import one_line
from simulator.consoles.standing import FeedRow, MselRow, TeamRow, WaitingRow

WAITING_SIGNS = {"question": "?", "decision": "◆", "inject": "!", "undecided": "⌛", "end": "■"}
ROOMY = 60
"""Cells from which a team is called by its title, not its id."""
FEED_SIGNS = {"decision": "◆", "question": "?", "message": "✉", "note": "✎"}


def msel_line(row: MselRow, width: int, reader: Reader) -> Content:
    """An inject of the MSEL: its sign, its time, its title, and where needed its state."""
    head = f"{row.sign} {row.when:>7} "
    state = "" if row.sign in "✓·" else row.state
    style = "bold" if row.sign in "▶!…" else "dim" if row.sign in "✓-" else ""
    return fitted(head, one_line(row.title, style), state, width)


def feed_line(row: FeedRow, width: int, reader: Reader) -> Content:
    """Something that was said, on one line."""
    who = _teller(row, reader)
    head = f"{row.when:>7} {FEED_SIGNS[row.kind]} {who}{': ' if who else ''}"
    return fitted(head, one_line(row.text, "strike" if row.struck else ""), "", width)


def feed_lines(row: FeedRow, width: int, reader: Reader) -> Content:
    """The same on as many lines as there is room for."""
    head = one_line(f"{row.when:>7} {FEED_SIGNS[row.kind]} {_teller(row, reader)}", "bold")
    return Content.assemble(head, "\n", one_line(row.text, "strike" if row.struck else ""))


def _teller(row: FeedRow, reader: Reader) -> str:
    """The team, else what the person is called; an id that nobody has a name for says nothing."""
    name = reader.called(row.person)
    return row.team or ("" if name == row.person and name.startswith("p-") else name)


def team_line(row: TeamRow, width: int, reader: Reader) -> Content:
    """A team of the board."""
    idle = (
        reader.say("screen.never")
        if row.idle is None
        else reader.say("screen.ago", minutes=int(row.idle // 60))
    )
    counts = [
        f"●{row.people}" if row.people else "",
        f"✉{row.unread}" if row.unread else "",
        f"?{row.questions}" if row.questions else "",
        f"↶{row.further}" if row.further > 1 else "",
        idle,
    ]
    name = one_line(row.title if width >= ROOMY else row.team, "bold")
    place = one_line(row.place or reader.say("console.waits"))
    said = Content.assemble(name, "  ", place)
    return fitted("", said, " ".join(c for c in counts if c), width)


def waiting_line(row: WaitingRow, width: int, reader: Reader) -> Content:
    """Something that waits."""
    head = f"{WAITING_SIGNS[row.kind]} {row.team}{': ' if row.team else ''}"
    return fitted(head, one_line(row.text), "", width)


def fitted(head: str, text: Content, tail: str, width: int) -> Content:
    """One line: a head, as much of a text as there is room for, and a tail at the right."""
    room = width - len(head) - (len(tail) + 1 if tail else 0)
    middle = text.truncate(max(1, room), ellipsis=True)
    gap = " " * max(0, room - middle.cell_length) + " " if tail else ""
    return Content.assemble((head, "bold"), middle, gap, tail)
