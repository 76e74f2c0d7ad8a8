"""The form of an inject made up on the spot, which may begin with one from the library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Select, Static

from simulator.consoles.draft import Draft
from simulator.consoles.reader import Reader
from simulator.consoles.safe import shown
from simulator.consoles.screens.form import Form
from simulator.consoles.screens.shelf import FromTheShelf
from simulator.service.ready import ReadyInject

if TYPE_CHECKING:
    from simulator.consoles.app import ConsoleApp


class Improvising(Form):
    """F3 takes one from the shelf into the fields; its details go with it on its own channel."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f3", "shelf", show=False)]

    def __init__(
        self,
        draft: Draft,
        title: str,
        reader: Reader,
        *,
        intro: Sequence[str] = (),
        kept: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(draft, title, reader, intro=intro, kept=kept)
        before = {**(kept or {}), **draft.values}
        self._details: Mapping[str, Any] = before.get("details", {})
        self._channel = before.get("channel")
        """On which the details belong."""

    @property
    def _ready(self) -> Sequence[ReadyInject]:
        return cast("ConsoleApp", self.app).shelf()

    def inside(self) -> Iterator[Widget]:
        """The fields, and what goes with them."""
        *fields, foot = super().inside()
        yield from fields
        yield Static("", id="improvise-with")
        yield foot

    def buttons(self) -> Iterator[Widget]:
        """Begin with one from the shelf, send it, or leave it."""
        yield self.button("shelf", "shelf")
        yield from super().buttons()

    @property
    def typed(self) -> dict[str, Any]:
        """What stands in the fields, and the details that belong to them."""
        found = super().typed
        return {**found, "details": self._details} if self._belong(found) else found

    def action_shelf(self) -> None:
        """Look for one."""
        self.app.push_screen(FromTheShelf(self._ready, self.reader), self._take)

    def _take(self, ready: ReadyInject | None) -> None:
        if ready is None:
            return
        for each in self.fields:
            if each.field.name in ready.values:
                each.put(ready.values[each.field.name])
        self._details, self._channel = ready.details, ready.channel
        self._say_with()
        self.begin()

    def begin(self) -> None:
        """Give the keyboard to what is missing; of what was taken, to the text."""
        super().begin()
        self._say_with()

    def on_select_changed(self, event: Select.Changed) -> None:
        """On another channel its details are left out."""
        self._say_with()

    def dismiss(self, result: Draft | None = None) -> AwaitComplete:
        """Close with the draft; details go with it where they belong."""
        if result is not None and self._belong(result.values):
            result = result.filled("details", dict(self._details))
        return super().dismiss(result)

    def _belong(self, values: Mapping[str, Any]) -> bool:
        return bool(self._details) and values.get("channel") == self._channel

    def _say_with(self) -> None:
        """Show which details go with it; else where there is something to begin with."""
        told = self.say("screen.shelf.begin")
        if self._belong(super().typed):
            whose = (each for each in self._ready if each.details == self._details)
            facts = [f"{label}: {value}" for each in whose for label, value in each.facts]
            told = self.say("screen.shelf.with", details=" · ".join(facts))
        self.query_one("#improvise-with", Static).update(shown(told))
