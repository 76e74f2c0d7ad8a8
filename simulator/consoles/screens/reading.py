"""One thing to read in full, whatever its length, with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, Static

from simulator.consoles.reader import Reader
from simulator.consoles.safe import drawable, shown
from simulator.consoles.screens.dialog import Dialog


class Reading(Dialog[str]):
    """Its lines; its result is the id of the action that was chosen, if one was."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,q", "leave", show=False)]
    AUTO_FOCUS = "VerticalScroll"

    def __init__(
        self,
        title: str,
        lines: Sequence[str],
        reader: Reader,
        actions: Sequence[tuple[str, str, str]] = (),
        why_not: Callable[[str], str] = lambda _: "",
    ) -> None:
        """`actions`: id, key and label of what can be done about it; `why_not`: why another
        key does nothing here, where somebody may expect that it does."""
        super().__init__(title, reader)
        self._lines = lines
        self._actions = actions
        self._why_not = why_not

    def inside(self) -> Iterator[Widget]:
        """The lines, set as they come."""
        yield VerticalScroll(*(Static(shown(line)) for line in self._lines))

    def buttons(self) -> Iterator[Widget]:
        """What can be done about it, and closing."""
        for id, key, label in self._actions:
            said = f"{key} {label}" if key else label
            yield Button(shown(said), id=f"button-do-{id}", compact=True)
        yield self.button("leave", "close")

    def on_key(self, event: events.Key) -> None:
        """The keys of the actions work here too."""
        for id, key, _ in self._actions:
            if key and event.key in key.split(","):
                event.stop()
                self.dismiss(id)
                return
        if said := self._why_not(event.key):
            event.stop()
            self.app.notify(drawable(said), severity="warning", markup=False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A button does what its key does."""
        event.stop()
        event.prevent_default()
        name = (event.button.id or "").removeprefix("button-")
        self.dismiss(name.removeprefix("do-") if name.startswith("do-") else None)
