"""The shelf: every inject of the library, found by a few letters, read before it is taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from simulator.consoles.reader import Reader
from simulator.consoles.ready import lines_of, matching
from simulator.consoles.safe import one_line, shown
from simulator.consoles.screens.dialog import Dialog
from simulator.consoles.widgets.rows import Rows
from simulator.service.ready import ReadyInject


class FromTheShelf(Dialog[ReadyInject]):
    """Letters look for it, arrows point at it, Enter takes it; its result is what was taken."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "turn(-1)", show=False),
        Binding("pagedown", "turn(1)", show=False),
    ]
    AUTO_FOCUS = "Input"

    def __init__(self, ready: Sequence[ReadyInject], reader: Reader) -> None:
        super().__init__(reader.say("screen.shelf.title"), reader)
        self.add_class("-sheet")
        self._ready = ready

    def inside(self) -> Iterator[Widget]:
        """The words to look for, what fits them, and the text of the one pointed at."""
        yield Input(placeholder=self.say("screen.shelf.find"), id="shelf-find", compact=True)
        yield Rows[ReadyInject](self._drawn, same=lambda each: each.id, id="shelf-rows")
        yield VerticalScroll(Static(id="shelf-text"), can_focus=False)
        yield Static(shown(self.say("screen.shelf.keys"), "dim"))

    def buttons(self) -> Iterator[Widget]:
        """Take what is pointed at, or leave it."""
        yield self.button("take", "take", "primary")
        yield self.button("leave", "leave")

    def on_mount(self) -> None:
        """Show everything."""
        self.query_one(Rows).say_when_empty(self.say("screen.shelf.nothing"))
        self._show()

    def on_input_changed(self) -> None:
        """Look for what is typed."""
        self._show()

    def on_input_submitted(self) -> None:
        """Take what is pointed at."""
        self.action_take()

    def on_rows_pointed(self) -> None:
        """Read what is pointed at."""
        self._read()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Take it."""
        event.stop()
        self.action_take()

    def action_take(self) -> None:
        """Close with what is pointed at, if anything is."""
        if isinstance(each := self.query_one(Rows).at, ReadyInject):
            self.dismiss(each)

    def action_move(self, by: int) -> None:
        """Point some rows further, wherever the keyboard is."""
        self.query_one(Rows).action_move(by)

    def action_turn(self, by: int) -> None:
        """Turn the text of the one pointed at."""
        text = self.query_one(VerticalScroll)
        text.scroll_relative(y=by * max(1, text.size.height - 1), animate=False)

    def _show(self) -> None:
        rows = self.query_one(Rows)
        rows.show(matching(self._ready, self.query_one(Input).value))
        self._read()

    def _read(self) -> None:
        each = self.query_one(Rows).at
        said = lines_of(each, self.reader) if isinstance(each, ReadyInject) else ()
        self.query_one("#shelf-text", Static).update(shown("\n".join(said)))
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def _drawn(self, each: ReadyInject, width: int) -> Content:
        head = f"{each.group}: "
        room = max(1, width - len(head))
        said = one_line(f"{each.title} · {each.label or each.channel}")
        return Content.assemble((head, "bold"), said.truncate(room, ellipsis=True))
