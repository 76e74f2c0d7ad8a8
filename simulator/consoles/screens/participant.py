"""A team's screen: what reached it, what is asked by when, its log, and one place to decide."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from simulator.acts.messages import AcknowledgeInject
from simulator.consoles.actions import PARTICIPANT, WATCHER, Action, named, written
from simulator.consoles.desk import Desk
from simulator.consoles.draft import Draft
from simulator.consoles.render import card_lines
from simulator.consoles.safe import one_line, shown
from simulator.consoles.screens.deciding import Deciding
from simulator.consoles.screens.seat import SeatScreen
from simulator.consoles.session import Session
from simulator.consoles.team import (
    InboxRow,
    about_decision,
    decidable,
    due,
    in_force,
    inbox,
    options,
    said,
    with_links,
)
from simulator.consoles.unsent import Unsent
from simulator.consoles.widgets.clockbar import ClockBar
from simulator.consoles.widgets.duebar import DueBar
from simulator.consoles.widgets.entry import Entry, EntryText
from simulator.consoles.widgets.inboxline import inbox_line
from simulator.consoles.widgets.keybar import KeyBar
from simulator.consoles.widgets.logged import LogBook, LogLine
from simulator.consoles.widgets.page import page_lines
from simulator.consoles.widgets.rows import Rows
from simulator.domain.errors import SimulatorError
from simulator.domain.view import Card

QUIET = timedelta(seconds=5)
"""Wall time between two toasts about news: however much arrives, the screen stays readable."""
WIDE = 120
"""Cells from which the log has a column of its own, with room for more of each entry."""
MOST = 90
"""Characters of a piece of news in a toast."""


class ParticipantScreen(SeatScreen):
    """What a team looks at and does; who only watches sees the same, with nothing to decide."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "entry", show=False),
        *(Binding(str(n), f"choose({n})", show=False) for n in range(1, 10)),
    ]

    AUTO_FOCUS = ""

    def __init__(self, session: Session) -> None:
        self.desk = Desk(session)
        super().__init__(session, PARTICIPANT if self.desk.decides else WATCHER)
        self._book = LogBook(session.actor)
        self._entry: Entry | None = None
        self._deciding: Deciding | None = None
        self._waiting_news: list[str] = []
        self._told: datetime | None = None
        self._drawn: object = None
        """What stands on the open page, so that it is drawn anew only where it changed."""

    def compose(self) -> ComposeResult:
        """The panels; how they lie is in the style sheet."""
        yield ClockBar(id="clocks")
        yield DueBar(id="due")
        yield Static("", id="trouble")
        with Grid(id="main"):
            yield Rows[InboxRow](self._inbox_line, at_once=True, id="panel-inbox", classes="panel")
            yield VerticalScroll(Static(id="page-text"), id="panel-page", classes="panel")
            yield Rows[LogLine](self._log_line, id="panel-log", classes="panel")
        if self.desk.decides:
            keys = [key for action in self.table for key in action.key.split(",")]
            self._entry = Entry(keys)
            self._deciding = Deciding(self, self._entry)
            yield self._entry
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Name the panels and show what there is."""
        self._rows("inbox").say_when_empty(self._say("screen.panel.inbox.empty"))
        self._rows("log").say_when_empty(self._say("screen.panel.log.empty"))
        self.query_one("#panel-log").border_title = shown(self._log_title)
        if self._entry is not None:
            self._entry.tell("")
        self.action_entry()
        self.show()

    def on_resize(self) -> None:
        """Another width, other lines."""
        self.call_after_refresh(self.show)

    # News

    async def news(self, changed: Sequence[Card]) -> None:
        """Show how everything stands, and call out what is new."""
        self._waiting_news += self.desk.take(changed, self.key_of("unread"))
        self._call_out()
        self.show()

    def live(self, trouble: str) -> None:
        """Say across the screen that it is no longer kept up."""
        for line in self.query("#trouble").results(Static):  # none yet while it is being drawn
            line.display = bool(trouble)
            line.update(shown(self._say("screen.not_live", why=trouble)) if trouble else "")

    def beat(self) -> None:
        """The clocks go on, and what is due comes nearer."""
        self._show_clocks()
        self._call_out()

    def _call_out(self) -> None:
        """One toast for everything that is new, and not again at once."""
        now, news = self.console.now(), self._waiting_news
        if news and (self._told is None or now - self._told >= QUIET):
            more = [self._say("screen.team.news.more", count=len(news) - 3)] if news[3:] else []
            self.console.tell("\n".join(_shortened(each) for each in (*news[:3], *more)))
            self._waiting_news, self._told = [], now

    def show(self) -> None:
        """Show how everything stands; what is typed is left alone."""
        self._show_clocks()
        self._show_inbox()
        self._show_page()
        self._show_log()
        self._show_entry()
        self._show_keys()

    def _show_clocks(self) -> None:
        now, reader = self.console.now(), self.session.reader
        self.query_one(ClockBar).tell(self._sight, reader, now)
        role = self._sight.card("role")
        seat = role.title if role else reader.say(f"screen.team.seat.{self.session.actor.role}")
        self.query_one(DueBar).tell(seat, due(self._sight, now), reader)

    def _show_inbox(self) -> None:
        rows = self._rows("inbox")
        before = rows.at.id if rows.at else self.desk.current
        items = inbox(self._sight, self.desk.unread, self._unsent, self.desk.current)
        rows.show(items)
        rows.point(next((n for n, row in enumerate(items) if row.id == before), rows.pointed))
        title, new = self._say("screen.panel.inbox.title"), len(self.desk.unread)
        said = self._say("screen.team.new", count=new)
        rows.border_title = shown(f"{title} ({said})" if new else title)

    def _show_page(self) -> None:
        card, sight = self.desk.card, self._sight
        dues = due(sight, self.console.now(), all_of_them=True) if card else []
        key = (card, [each.by + each.state for each in dues], sight.status, self.desk.inject)
        if key == self._drawn:
            return
        panel = self.query_one("#panel-page")
        name = "page" if card is None or card.kind == "inject" else card.id
        panel.border_title = shown(self._say(f"screen.team.page.{name}"))
        lines = page_lines(sight, self.session.reader, card, dues) if card else []
        nothing = [Content.styled(self._say("screen.team.page.nothing"), "dim")]
        self.query_one("#page-text", Static).update(Content("\n").join(lines or nothing))
        self._drawn = key

    def _show_log(self) -> None:
        rows = self._rows("log")
        at, width = rows.at, max(20, rows.scrollable_content_region.width)
        most = 6 if self.app.size.width >= WIDE else 3
        items = self._book.lines(said(self._sight), self.session.reader, width, most)
        to_end = rows.pointed >= len(rows.items) - 1
        rows.show(items, to_end=to_end)
        if at is not None and not to_end:
            same = (n for n, x in enumerate(items) if (x.card, x.part) == (at.card, at.part))
            rows.point(next(same, rows.pointed))

    def _show_entry(self) -> None:
        """What a decision would be about, and how play stands; never what is typed."""
        if self._entry is None or self._deciding is None:
            return
        inject, card = self.desk.inject, self.desk.card
        self._entry.offer(options(decidable(self._sight, inject)))
        title = card.title if card and inject else self._say("screen.team.about_none")
        title = self._say("screen.team.about", title=title)
        hint, keys = self._say("screen.team.hint"), self.key_of("whole")
        keys = self._say("screen.team.entry_keys", key=keys)
        self._entry.about(one_line(title), hint, keys)
        self._entry.state(self._deciding.state())

    # What is open

    def open(self, id: str) -> None:
        """Open a card; what is typed stays with what it is about."""
        entry, before = self._entry, self.desk.inject
        if entry is not None:
            self.desk.typed[before] = entry.unsent
        if self.desk.open(id):
            self.app.clear_notifications()
        inject = self.desk.inject
        if entry is not None and inject != before:
            entry.offer(options(decidable(self._sight, inject)))
            entry.put(self.desk.typed.get(inject, Unsent()))
            entry.tell("")
        if any(c.kind == "acknowledge_inject" and c.about == inject for c in self._sight.choices):
            self.run_worker(self._acknowledge(inject))
        if self._deciding is not None and inject != before:
            self._deciding.go_on()
        self.show()
        rows = self._rows("inbox")
        rows.point(next((n for n, row in enumerate(rows.items) if row.id == id), rows.pointed))
        self.query_one("#panel-page").scroll_home(animate=False)

    async def _acknowledge(self, inject: str) -> None:
        with suppress(SimulatorError):  # a colleague was faster, or play has just been stopped
            await self.session.give(AcknowledgeInject(inject=inject))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open what is to be read; read an entry of the log whole."""
        event.stop()
        row = event.rows.at
        if isinstance(row, InboxRow):
            self.open(row.id)
            self.action_entry()
        elif isinstance(row, LogLine) and (card := self._sight.card(row.card)):
            self._read(card)

    def _read(self, card: Card) -> None:
        possible = [
            (action.id, action.key, self.label(action))
            for action in self.table
            if action.about == "decision" and about_decision(self._sight, action.kinds[0], card)
        ]
        lines = card_lines(card, self.session.reader, quiet=False)
        self._read_whole(self._log_title, lines, possible)

    def on_entry_text_turned(self, event: EntryText.Turned) -> None:
        """The page keys of the field turn what is open."""
        event.stop()
        page = self.query_one("#panel-page")
        page.scroll_relative(y=event.by * max(1, page.size.height - 1), animate=False)

    # Actions

    def on_entry_sent(self, event: Entry.Sent) -> None:
        """Send what is typed."""
        event.stop()
        if self._deciding is not None:
            self._deciding.send()

    def action_whole(self) -> None:
        """All fields of the decision, or the reason of the one just sent."""
        if self._deciding is not None:
            self._deciding.fill_in()

    def action_option(self) -> None:
        """Choose the next of the options offered."""
        if self._entry is not None:
            self._entry.choose_next()

    def action_choose(self, number: int) -> None:
        """Choose the option of this number."""
        if self._entry is not None:
            self._entry.choose(number)

    def action_unread(self) -> None:
        """Open what came first of all that was not opened yet."""
        id = self.desk.next_unread()
        if id:
            self.open(id)
        else:
            self.console.tell(self._say("screen.team.all_read"))

    def action_entry(self) -> None:
        """Give the place to decide the keyboard; where there is none, what there is to read."""
        self.set_focus(self._entry.field if self._entry else self._rows("inbox"))

    def act_on(self, id: str, about: str) -> None:
        """Do what an action says; of a decision, exactly the one that is meant."""
        action = named(self.table, id)
        if action.about != "decision":
            choice = self._sight.offered(action.kinds, about)
            choice = with_links(self._sight, choice) if choice else None
        else:
            card = self._sight.card(about)
            choice = about_decision(self._sight, action.kinds[0], card) if card else None
            if choice is None:
                self.console.tell(self.console.why_not(self, action), "warning")
                return
        self.console.perform(action, about, self.given(action), choice)

    def about(self, action: Action) -> str:
        """The decision pointed at; else the last one about what is open, else the last one."""
        if action.about != "decision":
            return ""
        row = self._rows("log").at if self.panel == "log" else None
        if row is not None and row.card.startswith("decision-"):
            return str(row.card)
        team = self.session.actor.team
        card = in_force(self._sight, team, self.desk.inject) or in_force(self._sight, team)
        return card.id if card else ""

    def given(self, action: Action) -> dict[str, object]:
        """A decision is amended from what it says; a seat goes to whoever comes next."""
        card = self._sight.card(self.about(action)) if action.id == "amend" else None
        if card is not None and card.body != card.option:
            return {"text": card.body}
        if action.id == "handover":
            return {"to": self.console.seats.successor(self.session.actor)}
        return {}

    def consequences(self, action: Action, draft: Draft) -> list[str]:
        """What leaving or passing on the seat means."""
        if action.id == "handover":
            return [self._say("screen.team.confirm.handover", to=draft.values["to"])]
        return [self._say("screen.team.confirm.give_up")] if action.id == "give_up" else []

    def done(self, action: Action, draft: Draft) -> None:
        """Say that it is on record; a seat that was passed on is another's from here on."""
        if action.id == "handover":
            to = str(draft.values["to"])
            self.console.seats.passed_on(self.session.actor.person, to)
            self.console.run_worker(self.console.sit(self.session.actor.having(person=to)))
        elif self._deciding is not None:
            self._deciding.go_on()
            self._deciding.saved()
            self.show()
        else:
            self.console.tell(f"{self.label(action)}: {self._say('screen.done')}")

    def label(self, action: Action) -> str:
        """After a decision, the key for the whole of it is that for its reason."""
        reason = action.id == "whole" and self._deciding and self._deciding.wants_reason
        return self._say("screen.action.reason.label") if reason else super().label(action)

    def help_of(self, action: Action) -> str:
        """The same, in a sentence."""
        reason = action.id == "whole" and self._deciding and self._deciding.wants_reason
        return self._say("screen.action.reason.help") if reason else super().help_of(action)

    def key_of(self, id: str) -> str:
        """The key of an action, as it stands on the keyboard."""
        return written(named(self.table, id))

    # Short for what it needs often

    def _inbox_line(self, row: InboxRow, width: int) -> Content:
        return inbox_line(row, width, self.session.reader)

    def _log_line(self, line: LogLine, width: int) -> Content:
        return line.text

    @property
    def _unsent(self) -> frozenset[str]:
        """The injects about which something is typed, here or before."""
        if self._entry is not None:
            self.desk.typed[self.desk.inject] = self._entry.unsent
        return self.desk.unsent

    @property
    def _log_title(self) -> str:
        return self._say("screen.panel.log.title" if self.desk.decides else "screen.team.all_logs")


def _shortened(text: str) -> str:
    """A piece of news as a toast has room for it."""
    line = " ".join(text.split())
    return f"{line[:MOST]}…" if len(line) > MOST else line
