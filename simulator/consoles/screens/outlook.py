"""The outlook: what comes for each team and why, when play will end, and what could be skipped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from simulator.consoles.ahead import ahead_lines
from simulator.consoles.forecast import forecast_line, skip_line, skips
from simulator.consoles.safe import shown
from simulator.consoles.screens.sheet import Sheet
from simulator.consoles.widgets.rows import Rows
from simulator.domain.view import Skip


class Outlook(Sheet):
    """Forecast first, then what may be skipped, then what comes."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("s", "skip", show=False)]
    AUTO_FOCUS = "#outlook-skip"

    def inside(self) -> Iterator[Widget]:
        """The three parts."""
        yield Static(id="outlook-forecast")
        yield Rows[Skip](lambda each, width: skip_line(each, width, self.reader), id="outlook-skip")
        yield VerticalScroll(Static(id="outlook-ahead"))

    def renew(self) -> None:
        """How it looks now."""
        sight = self.seat.session.sight
        elapsed = sight.elapsed(self.seat.console.now())
        line = forecast_line(sight, self.reader, elapsed) or self.say("screen.forecast.not_yet")
        self.query_one("#outlook-forecast", Static).update(shown(line, "bold"))
        rows = self.query_one("#outlook-skip", Rows)
        rows.show(skips(sight))
        rows.say_when_empty(self.say("screen.outlook.nothing_to_skip"))
        coming = "\n".join(ahead_lines(list(sight.of("ahead")), elapsed, self.reader))
        self.query_one("#outlook-ahead", Static).update(shown(coming))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Enter skips, as the key does."""
        event.stop()
        self.action_skip()

    def action_skip(self) -> None:
        """Skip what is pointed at, with its reason asked for."""
        found = self.query_one("#outlook-skip", Rows).at
        if isinstance(found, Skip):
            self.dismiss(None)
            self.seat.act_on("skip", found.inject)
