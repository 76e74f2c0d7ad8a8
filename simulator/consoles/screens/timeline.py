"""The timeline: everything that happened, with both times, filtered by words and by kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from simulator.consoles.safe import one_line, shown
from simulator.consoles.screens.reading import Reading
from simulator.consoles.screens.seat import SeatScreen
from simulator.consoles.screens.sheet import Sheet
from simulator.consoles.widgets.rows import Rows
from simulator.domain.errors import SimulatorError
from simulator.domain.history import GROUPS, Happening
from simulator.text import clock

QUIET = "behind-the-scenes"
PAGE = 1_000


class Timeline(Sheet):
    """The newest stands last; `/` looks for words, `g` goes through the kinds."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find", show=False),
        Binding("g", "group(1)", show=False),
        Binding("G", "group(-1)", show=False),
    ]
    AUTO_FOCUS = "Rows"

    def __init__(self, seat: SeatScreen) -> None:
        super().__init__(seat, "timeline")
        self._all: list[Happening] = []
        self._groups = ("", *GROUPS)
        self._group = ""

    def inside(self) -> Iterator[Widget]:
        """The filter, and the rows."""
        yield Input(placeholder=self.say("screen.timeline.find"), id="timeline-find", compact=True)
        yield Static(id="timeline-shown")
        yield Rows[Happening](self._drawn, follows=True, id="timeline-rows")

    def renew(self) -> None:
        """Fetch what has happened since."""
        self.run_worker(self._fetch(), group="fetching", exclusive=True)

    async def _fetch(self) -> None:
        while True:
            after = self._all[-1].number if self._all else 0
            try:
                page = await self.seat.session.gateway.history(after, PAGE)
            except SimulatorError as error:
                words = self.say(f"errors.{error.code}", **error.values)
                self.query_one("#timeline-shown", Static).update(shown(words))
                return
            if not page:
                break
            self._all += page
        self._show()

    def _show(self) -> None:
        words = self.query_one("#timeline-find", Input).value.casefold().split()
        found = [each for each in self._all if self._fits(each, words)]
        rows = self.query_one(Rows)
        rows.say_when_empty(self.say("screen.timeline.nothing"))
        rows.show(found, to_end=not rows.items)
        group = self.say(f"screen.timeline.group.{self._group or 'all'}")
        line = self.say("screen.timeline.shown", count=len(found), all=len(self._all), group=group)
        self.query_one("#timeline-shown", Static).update(shown(line, "dim"))

    def _fits(self, each: Happening, words: list[str]) -> bool:
        if each.group != self._group if self._group else each.quiet:
            return False
        said = f"{each.text} {' '.join(each.teams)} {each.person}".casefold()
        return all(word in said for word in words)

    def on_input_changed(self) -> None:
        """Filter as it is typed."""
        self._show()

    def on_input_submitted(self) -> None:
        """Back to the rows."""
        self.query_one(Rows).focus()

    def action_find(self) -> None:
        """Type what to look for."""
        self.query_one(Input).focus()

    def action_group(self, by: int) -> None:
        """The next kind of happening."""
        at = self._groups.index(self._group)
        self._group = self._groups[(at + by) % len(self._groups)]
        self._show()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Read it whole, with all its times."""
        event.stop()
        each = event.rows.at
        if not isinstance(each, Happening):
            return
        story = f"{each.story:%Y-%m-%d %H:%M}" if each.story else "-"
        lines = [
            each.text,
            "",
            f"{self.say('console.exercise_time')} {clock(each.elapsed)}",
            f"{self.say('console.wall_time')} {each.wall:%Y-%m-%d %H:%M:%S}",
            f"{self.say('console.story')} {story}",
            f"{self.say('console.team')} {', '.join(each.teams) or '-'}",
            f"{self.say('screen.timeline.by')} {self.reader.called(each.person)}",
        ]
        self.app.push_screen(Reading(f"#{each.number}", lines, self.reader))

    def _drawn(self, each: Happening, width: int) -> Content:
        teams = f"{', '.join(each.teams)}:" if each.teams else ""
        head = f"{each.number:>5} {clock(each.elapsed):>8} {each.wall:%H:%M:%S} "
        said = Content.assemble(one_line(teams, "bold"), " " if teams else "", one_line(each.text))
        room = max(1, width - len(head))
        return Content.assemble((head, "dim"), said.truncate(room, ellipsis=True))
