"""The facilitator's screen: clocks, what is next, the MSEL, the teams, what waits, what is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from simulator.consoles.actions import FACILITATOR, Action
from simulator.consoles.attendance import away_line, people_lines
from simulator.consoles.consequences import before
from simulator.consoles.draft import Draft
from simulator.consoles.forecast import forecast_line
from simulator.consoles.reader import Reader
from simulator.consoles.render import card_lines
from simulator.consoles.safe import shown
from simulator.consoles.screens.about import possible, why_not
from simulator.consoles.screens.decks import Decks
from simulator.consoles.screens.editor import Editor
from simulator.consoles.screens.form import Form
from simulator.consoles.screens.invite import Invite
from simulator.consoles.screens.map import Map
from simulator.consoles.screens.outlook import Outlook
from simulator.consoles.screens.seat import SeatScreen
from simulator.consoles.screens.timeline import Timeline
from simulator.consoles.session import Session
from simulator.consoles.standing import (
    FeedRow,
    MselRow,
    TeamRow,
    WaitingRow,
    feed,
    msel,
    suggested,
    teams,
    waiting,
)
from simulator.consoles.widgets.clockbar import ClockBar
from simulator.consoles.widgets.drawing import (
    feed_line,
    feed_lines,
    msel_line,
    team_line,
    waiting_line,
)
from simulator.consoles.widgets.keybar import KeyBar
from simulator.consoles.widgets.next import next_lines
from simulator.consoles.widgets.rows import Draw, Rows
from simulator.consoles.widgets.troublebar import TroubleBar
from simulator.domain.presence import Presence
from simulator.domain.view import Card

T = TypeVar("T")
PANELS = ("next", "msel", "feed", "teams", "waiting")
HIGH = 36
"""Lines of a screen from which one entry of the feed has several."""
AGAIN = timedelta(seconds=1)
"""Wall time in which a second press of release means the first."""


class FacilitatorScreen(SeatScreen):
    """Everything that control looks at and does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(str(number), f"panel('{panel}')", show=False)
        for number, panel in enumerate(PANELS, start=1)
    ]
    AUTO_FOCUS = "#panel-next"

    def __init__(self, session: Session) -> None:
        super().__init__(session, FACILITATOR)
        self._released: tuple[str, datetime] | None = None
        self._next: str | None = None
        """What stood in the panel of what is next, which begins at its head when it changes."""
        self._said = (Content(), Content())
        """What stands in the panel of what is next, and the forecast."""

    def compose(self) -> ComposeResult:
        """The panels; how they lie is in the style sheet."""
        yield ClockBar(id="clocks")
        yield TroubleBar()
        with Horizontal(id="main"):
            with Vertical(id="left"):
                yield VerticalScroll(Static(id="next-text"), id="panel-next", classes="panel")
                yield Rows[MselRow](
                    self._drawn(msel_line),
                    same=lambda row: row.inject,
                    id="panel-msel",
                    classes="panel",
                )
            with Vertical(id="right"):
                yield Rows[TeamRow](
                    self._drawn(team_line),
                    same=lambda row: row.team,
                    id="panel-teams",
                    classes="panel",
                )
                yield Rows[WaitingRow](
                    self._drawn(waiting_line),
                    same=lambda row: (row.kind, row.about, row.team),
                    id="panel-waiting",
                    classes="panel",
                )
            with Vertical(id="talk"):
                yield Rows[FeedRow](
                    self._feed_drawn, follows=True, id="panel-feed", classes="panel"
                )
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Name the panels and show what there is."""
        for number, panel in enumerate(PANELS, start=1):
            self.query_one(f"#panel-{panel}").border_title = shown(
                f"{number} {self._say(f'screen.panel.{panel}.title')}"
            )
        for panel in ("msel", "feed", "teams", "waiting"):
            self._rows(panel).say_when_empty(self._say(f"screen.panel.{panel}.empty"))
        self._show()
        self._point_at_next()

    # News

    async def news(self, changed: Sequence[Card]) -> None:
        """Show how everything stands; a new question is also called out."""
        for card in changed:
            if card.kind == "question" and "open" in card.marks:
                self.console.tell(self._say("screen.asked", team=card.team, text=card.title))
        self._show()

    def live(self, trouble: str) -> None:
        """Say across the screen that it is no longer kept up."""
        said = self._say("screen.not_live", why=trouble) if trouble else ""
        for bar in self.query(TroubleBar):  # none yet while it is being drawn
            bar.lost(said)

    def meet(self, presence: Presence) -> None:
        """Say who is there now, on the board and below it, and what goes wrong beside play."""
        if not self.query("#panel-teams"):
            return  # not drawn yet, or no longer: the next who asks is told
        self._rows("teams").show(teams(self._sight, self._elapsed, self.session.presence))
        said = shown(away_line(presence, self.session.reader))
        self.query_one("#panel-teams").border_subtitle = said
        self.query_one(TroubleBar).beside(presence.trouble)

    def beat(self) -> None:
        """The clocks, and how long teams have done nothing."""
        self._show_clock()
        self._rows("teams").show(teams(self._sight, self._elapsed, self.session.presence))
        self._show_next()

    def _show(self) -> None:
        self._show_clock()
        self._rows("msel").show(msel(self._sight, self.session.reader))
        self._rows("feed").show(feed(self._sight), to_end=not self._rows("feed").items)
        self._rows("teams").show(teams(self._sight, self._elapsed, self.session.presence))
        self._rows("waiting").show(waiting(self._sight, self.session.reader))
        self._show_next()
        self._show_keys()

    def _point_at_next(self) -> None:
        """Point at what is next in the MSEL, so that the keys are about it."""
        found = suggested(self._sight)
        rows = self._rows("msel")
        for number, row in enumerate(rows.items):
            if found is not None and row.inject == found.card.inject:
                rows.point(number)

    def _show_clock(self) -> None:
        self.query_one(ClockBar).tell(self._sight, self.session.reader, self.console.now())

    def _show_next(self) -> None:
        lines = next_lines(self._sight, self.session.reader, self._elapsed)
        forecast = forecast_line(self._sight, self.session.reader, self._elapsed)
        said = (Content("\n").join(lines), shown(forecast))
        found = suggested(self._sight)
        if (next_now := found.card.inject if found else None) != self._next:
            self._next = next_now
            self.query_one("#panel-next").scroll_home(animate=False)
        if not all(map(Content.is_same, said, self._said)):
            self._said = said
            self.query_one("#next-text", Static).update(said[0])
            self.query_one("#panel-msel").border_subtitle = said[1]

    # What is pointed at

    def about(self, action: Action) -> str:
        """What is pointed at in the panel that has the keyboard, else what is next."""
        if action.id == "release":
            found = suggested(self._sight)
            return found.card.inject or "" if found and found.ready else ""
        kinds = {"inject": self._inject, "question": self._entry, "decision": self._entry}
        if action.about == "entry":
            return self._entry_at() or self._inject("inject")
        return kinds[action.about](action.about) if action.about in kinds else ""

    def _inject(self, kind: str) -> str:
        if self.panel == "msel":
            row = self._rows("msel").at
            return row.inject if row else ""
        row = self._rows("waiting").at if self.panel == "waiting" else None
        if row is not None and row.kind in ("inject", "undecided"):
            return str(row.about)
        if self.panel == "teams" and (row := self._rows("teams").at) is not None:
            card = self._sight.card(f"team-{row.team}")
            return card.inject or "" if card else ""
        found = suggested(self._sight)
        return found.card.inject or "" if found else ""

    def _entry(self, kind: str) -> str:
        if self.panel == "feed":
            row = self._rows("feed").at
            return row.card.removeprefix(f"{kind}-") if row and row.kind == kind else ""
        row = self._rows("waiting").at
        rows = [r for r in (row, *self._rows("waiting").items) if r is not None]
        return next((r.about for r in rows if r.kind == kind), "")

    def _entry_at(self) -> str:
        """What somebody said that is pointed at, of whatever kind."""
        row = self._rows(self.panel).at if self.panel in ("feed", "waiting") else None
        if isinstance(row, WaitingRow):
            return row.about if row.kind in ("question", "decision") else ""
        return row.card.partition("-")[2] if row else ""

    def given(self, action: Action) -> dict[str, object]:
        """A note is about the team pointed at; a jump makes up for what is missing."""
        if action.id == "jump":
            card = self._sight.card("exercise")
            missing = card.numbers.get("jump", 0) if card else 0
            return {"exercise": f"{missing:.0f} s"} if missing >= 1 else {}
        if action.id == "review":
            pointed = self.about(action) if self.panel in ("waiting", "feed") else ""
            shown_now = [r.about for r in self._rows("waiting").items if r.kind == "decision"]
            return {"decisions": (pointed,) if pointed else tuple(shown_now)}
        if action.id == "note" and self.panel == "teams" and (row := self._rows("teams").at):
            return {"team": row.team}
        return {}

    # Actions

    def act(self, id: str) -> None:
        """Do it; a release pressed twice at once releases one inject."""
        if id == "release" and self._released is not None:
            inject, at = self._released
            if self.console.now() - at < AGAIN:
                self.console.tell(self._say("screen.just_released", inject=inject), "warning")
                return
        super().act(id)

    def done(self, action: Action, draft: Draft) -> None:
        """Say what happened where the screen does not show it."""
        if draft.choice.kind in ("release_inject", "release_inject_now"):
            self._released = (draft.choice.title or draft.choice.about, self.console.now())
            if self.panel != "msel":
                self._point_at_next()
        did = self._say(f"page.act.{draft.choice.kind}")
        if action.id == "review":
            what = self._say("screen.reviewed", count=len(draft.values.get("decisions", ())))
        else:
            teams = ", ".join((*draft.values.get("to", ()), *draft.values.get("teams", ())))
            parts = (draft.choice.title or str(draft.values.get("title", "")), teams)
            what = " → ".join(part for part in parts if part) or self._say("screen.done")
        self.console.tell(f"{did}: {what}")

    def editor(self, action: Action, draft: Draft, heading: str) -> Form | None:
        """Other words for an inject are written in the editor, with how they will look."""
        card = self._sight.inject(draft.choice.given.get("inject", ""))
        if action.id != "edit" or card is None:
            return None

        def release() -> None:
            self.next_act = ("send", draft.choice.given["inject"])

        return Editor(draft, heading, self.session.reader, card, release)

    def consequences(self, action: Action, draft: Draft) -> list[str]:
        """What sending an inject would do that is not due; STARTEX is asked about too."""
        return before(action, draft, self._sight, self.session.reader)

    def action_panel(self, panel: str) -> None:
        """Give a panel the keyboard."""
        self.query_one(f"#panel-{panel}").focus()

    def on_descendant_focus(self) -> None:
        """The feed has more room while it is read."""
        self.set_class(self.panel == "feed", "-feed")

    def action_decks(self) -> None:
        """The injects that lie ready."""
        self.app.push_screen(Decks(self))

    def action_outlook(self) -> None:
        """What comes, and when play ends."""
        self.app.push_screen(Outlook(self, "outlook"))

    def action_map(self) -> None:
        """The graph of injects."""
        self.app.push_screen(Map(self, "map"))

    def action_invite(self) -> None:
        """How others come in."""
        if self.console.inviting is None:
            self.console.tell(self._say("errors.nobody_invited"), "warning")
        else:
            self.app.push_screen(Invite(self, self.console.inviting))

    def action_timeline(self) -> None:
        """Everything that happened."""
        self.app.push_screen(Timeline(self))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Read it whole, and choose what to do about it."""
        event.stop()
        row = event.rows.at
        cards = {
            MselRow: lambda r: f"inject-{r.inject}",
            FeedRow: lambda r: r.card,
            TeamRow: lambda r: f"team-{r.team}",
            WaitingRow: _card_of,
        }
        card = self._sight.card(cards[type(row)](row))
        if card is not None:
            self._read(card)

    def _read(self, card: Card) -> None:
        """Read it whole; a decision that was read has been looked at."""
        if "unreviewed" in card.marks:
            self.act("review")
        lines = card_lines(card, self.session.reader, quiet=False, guided=True)
        if card.kind == "team":
            lines += people_lines(self.session.presence, self.session.reader, card.team or "")
        title, refused = card.title or lines[0], partial(why_not, self, card)
        self._read_whole(title, lines, possible(self, card), refused)

    # Short for what it needs often

    def _feed_drawn(self, row: FeedRow, width: int) -> Content:
        line = feed_lines if self.app.size.height >= HIGH else feed_line
        return line(row, width, self.session.reader)

    def on_resize(self) -> None:
        """Where there is room, what teams say is read without opening it."""
        self._rows("feed").stand(3 if self.app.size.height >= HIGH else 1)

    def _drawn(self, line: Callable[[T, int, Reader], Content]) -> Draw[T]:
        return lambda row, width: line(row, width, self.session.reader)

    @property
    def _elapsed(self) -> float:
        return self.session.sight.elapsed(self.console.now())


def _card_of(row: WaitingRow) -> str:
    names = {"question": "question", "decision": "decision"}
    return f"{names.get(row.kind, 'inject')}-{row.about}"
