"""A dialog over a screen: a heading, a body, a row of buttons; Esc leaves it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Static

from simulator.consoles.reader import Reader
from simulator.consoles.safe import one_line, shown

Result = TypeVar("Result")


class Dialog(ModalScreen[Result | None]):
    """Something asked or told in the middle of the screen; play goes on behind it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, title: str, reader: Reader) -> None:
        super().__init__()
        self.reader = reader
        self._title = title

    def compose(self) -> ComposeResult:
        """The frame; what is in it comes from `inside` and `buttons`."""
        with Vertical(classes="dialog"):
            yield Static(one_line(self._title), classes="dialog-title")
            yield from self.inside()
            with Horizontal(classes="dialog-buttons"):
                yield from self.buttons()

    def inside(self) -> Iterator[Widget]:
        """What it shows between heading and buttons."""
        return iter(())

    def buttons(self) -> Iterator[Widget]:
        """Its buttons: one that closes it, unless it says more."""
        yield self.button("leave", "close")

    def button(self, id: str, word: str, variant: str = "default") -> Button:
        """A button with words of the `screen.button` block."""
        made = Button(shown(self.say(f"screen.button.{word}")), id=f"button-{id}", compact=True)
        made.variant = variant
        return made

    def say(self, key: str, /, **values: object) -> str:
        """Words of the reader's language."""
        return self.reader.say(key, **values)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """`button-x` does what `action_x` says."""
        event.stop()
        name = (event.button.id or "").removeprefix("button-")
        self.call_later(self.run_action, name)

    def action_leave(self) -> None:
        """Close it and do nothing."""
        self.dismiss(None)
