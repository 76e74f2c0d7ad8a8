"""The place to decide: one field that Enter sends, with the options offered above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import ClassVar, Literal

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static, TextArea
from textual.widgets.text_area import Selection

from simulator.consoles.safe import one_line, shown
from simulator.consoles.unsent import Unsent
from simulator.consoles.widgets.fields import Finished, Text
from simulator.domain.model import cleaned
from simulator.domain.view import Field

Mood = Literal["", "saved", "trouble"]


class EntryText(Text):
    """The field; the page keys turn what is open, for here there is nothing to turn."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "turn(-1)", show=False),
        Binding("pagedown", "turn(1)", show=False),
    ]

    class Turned(Message):
        """What is open is to be turned a page."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self, keys: Sequence[str]) -> None:
        """`keys`: those that mean something on the screen, whatever an editor has for them."""
        super().__init__(Field(name="text", kind="prose"))
        for key in keys:
            self._bindings.key_to_bindings.pop(key, None)

    def action_turn(self, by: int) -> None:
        """Turn what is open."""
        self.post_message(self.Turned(by))

    async def _on_paste(self, event: events.Paste) -> None:
        event.text = cleaned(event.text)


class OptionLine(Static):
    """One option with its number; a click chooses it."""

    class Clicked(Message):
        """This option is meant."""

        def __init__(self, option: str) -> None:
            super().__init__()
            self.option = option

    def __init__(self, number: int, option: str, label: str) -> None:
        super().__init__(classes="option")
        self.option = option
        self._number = number
        self._label = label

    def tell(self, *, chosen: bool) -> None:
        """Show whether it is the one that is chosen."""
        sign = "◉" if chosen else "○"
        label = one_line(self._label, "bold" if chosen else "")
        self.set_class(chosen, "-chosen")
        self.update(Content.assemble((f"{self._number} {sign} ", "bold $accent"), label))

    def on_click(self, event: events.Click) -> None:
        """Choose it."""
        event.stop()
        self.post_message(self.Clicked(self.option))


class Entry(Vertical):
    """What is typed here is changed by whoever types, and by nothing that arrives."""

    class Sent(Message):
        """Enter was pressed: that is what the team decides."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(id="panel-entry", classes="panel")
        self._keys = keys
        self._options: tuple[tuple[str, str], ...] = ()
        self._chosen = ""
        self._kept = Unsent()
        self._mood: Mood = ""

    def compose(self) -> ComposeResult:
        """How things stand, the options, the field, and what became of the last entry."""
        yield Static(id="entry-state")
        yield Vertical(id="entry-options")
        yield EntryText(self._keys)
        yield Static(id="entry-said")

    # What it holds

    @property
    def field(self) -> EntryText:
        """The field."""
        return self.query_one(EntryText)

    @property
    def unsent(self) -> Unsent:
        """What is typed, and the option that is chosen."""
        start, end = self.field.selection
        typed = self.field.text
        return replace(self._kept, text=typed, cursor=(start, end), option=self._chosen)

    @property
    def meant(self) -> Unsent:
        """The same as it would be sent: the number of an option alone means the option."""
        found = self.unsent
        picked = self._picked
        return replace(found, text="", option=picked) if picked else found

    @property
    def _picked(self) -> str:
        """The option whose number is all that is typed."""
        text = self.field.text.strip()
        number = int(text) if len(text) == 1 and text in "123456789" else 0
        return self._options[number - 1][0] if 0 < number <= len(self._options) else ""

    def put(self, unsent: Unsent) -> None:
        """Take up again what was typed before."""
        self._kept, self._chosen = unsent, unsent.option
        if self.field.text != unsent.text:
            self.field.text = unsent.text
        self.field.selection = Selection(*unsent.cursor)
        self._show_options()

    def forget(self, sent: str) -> None:
        """It was sent; what was typed behind it meanwhile stays."""
        here = self.field
        if sent and here.text.startswith(sent):
            lines = sent.split("\n")
            here.delete((0, 0), (len(lines) - 1, len(lines[-1])))
        self._kept, self._chosen = Unsent(), ""
        self._show_options()

    # What it shows

    def about(self, title: Content, hint: str, keys: str) -> None:
        """Say what a decision would be about, what to type, and the keys that send it."""
        self.border_title, self.border_subtitle = title, shown(keys)
        self.field.placeholder = shown(hint)

    def offer(self, options: Sequence[tuple[str, str]]) -> None:
        """Show these options, where they are others than before."""
        if tuple(options) == self._options:
            return
        self._options = tuple(options)
        place = self.query_one("#entry-options")
        place.remove_children()
        place.mount_all(OptionLine(n, id, label) for n, (id, label) in enumerate(options, 1))
        if self._options and self._chosen not in dict(self._options):
            self._chosen = ""
        self._show_options()

    def state(self, words: str) -> None:
        """How play stands, where that matters to who decides."""
        line = self.query_one("#entry-state", Static)
        line.display = bool(words)
        line.update(shown(words))

    def tell(self, words: str, mood: Mood = "") -> None:
        """What became of an entry: saved, or why it was not."""
        self._mood = mood
        line = self.query_one("#entry-said", Static)
        line.display = bool(words)
        line.set_class(mood == "saved", "-saved")
        line.set_class(mood == "trouble", "-trouble")
        line.update(shown(words))

    def choose(self, number: int) -> None:
        """Choose the option of this number; the one that is chosen is left again."""
        if 0 < number <= len(self._options):
            option = self._options[number - 1][0]
            self._chosen = "" if option == self._chosen else option
            self._show_options()

    def choose_next(self) -> None:
        """Choose the next option; behind the last, none."""
        ids = ["", *(id for id, _ in self._options)]
        if self._chosen not in ids:
            return
        self._chosen = ids[(ids.index(self._chosen) + 1) % len(ids)]
        self._show_options()

    def _show_options(self) -> None:
        meant = self._picked or self._chosen
        for line in self._lines():
            line.tell(chosen=line.option == meant)

    def _lines(self) -> Iterator[OptionLine]:
        return iter(self.query(OptionLine))

    # What happens

    def on_finished(self, event: Finished) -> None:
        """Enter sends."""
        event.stop()
        self.post_message(self.Sent())

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Typing goes on: that the last entry was saved is old news."""
        event.stop()
        if self._mood == "saved" and event.text_area.text:
            self.tell("")
        self._show_options()

    def on_option_line_clicked(self, event: OptionLine.Clicked) -> None:
        """Choose what was clicked, and go on typing."""
        event.stop()
        self.choose([id for id, _ in self._options].index(event.option) + 1)
        self.field.focus()
