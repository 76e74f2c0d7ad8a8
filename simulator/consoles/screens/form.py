"""A form: the values that a command needs, and, below them, those it may have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from simulator.consoles.draft import Draft
from simulator.consoles.reader import Reader
from simulator.consoles.safe import shown
from simulator.consoles.screens.dialog import Dialog
from simulator.consoles.widgets.fields import Filled, Finished, Flag, as_widget, widget_for
from simulator.domain.errors import UsageError
from simulator.domain.view import Field


class Form(Dialog[Draft]):
    """Fills a draft in; its result is the draft, or nothing where it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f2", "send", show=False)]
    KEYS = "screen.form_keys"
    """The words on the keys that work in it."""

    def __init__(
        self,
        draft: Draft,
        title: str,
        reader: Reader,
        *,
        intro: Sequence[str] = (),
        kept: Mapping[str, Any] | None = None,
        breaks: bool = False,
        begin_at: str = "",
    ) -> None:
        """`kept`: what was typed when this form was left before; `breaks`: Enter begins a line."""
        super().__init__(title, reader)
        self._draft = draft
        self._intro = intro
        self._kept = kept or {}
        self._begin_at = begin_at
        given = [f for f in draft.choice.fields if f.name not in draft.choice.given]
        self.fields = [widget_for(f, reader, breaks=breaks) for f in sorted(given, key=_rank)]

    def inside(self) -> Iterator[Widget]:
        """What it is about, and its fields: the needed ones first."""
        if self._intro:
            yield Static(shown("\n".join(self._intro)), classes="form-intro")
        with_labels = [widget for each in self.fields for widget in self._labelled(each)]
        yield VerticalScroll(*with_labels, classes="form-fields", can_focus=False)
        yield Vertical(
            Static("", id="form-problem"),
            Static(shown(self.say(self.KEYS), "dim"), classes="form-keys"),
            classes="form-foot",
        )

    def buttons(self) -> Iterator[Widget]:
        """Send it, or leave it."""
        yield self.button("send", "send", "primary")
        yield self.button("leave", "leave")

    def on_mount(self) -> None:
        """Put back what is known."""
        for each in self.fields:
            name = each.field.name
            if name in self._kept and (
                each.field.kind == "prose" or name not in self._draft.values
            ):
                each.put(self._kept[name])
            elif name in self._draft.values:
                each.put(self._draft.values[name])
        self.begin()

    def begin(self) -> None:
        """Give the keyboard to the first field that is needed and empty, or to the one named."""
        first = next((f for f in self.fields if f.field.required and not f.kept()), None)
        first = first or next((f for f in self.fields if f.field.name == self._begin_at), None)
        first = first or next(iter(self.fields), None)
        if first is not None:
            as_widget(first).focus(scroll_visible=False)
            if first is self.fields[0]:
                fields = self.query_one(".form-fields")
                self.call_after_refresh(fields.scroll_home, animate=False)

    @property
    def typed(self) -> dict[str, Any]:
        """What stands in the fields, to be put back another time."""
        return {each.field.name: value for each in self.fields if (value := each.kept())}

    def on_finished(self, event: Finished) -> None:
        """Enter sends, or goes to what is still missing."""
        event.stop()
        self.action_send()

    def action_send(self, then: Callable[[], None] | None = None) -> None:
        """Close with the draft, or say what is missing or cannot be read."""
        draft = Draft(self._draft.choice)
        for each in self.fields:
            try:
                value = each.said()
                if value is not None:
                    draft = draft.filled(each.field.name, value)
            except UsageError as error:
                named = {**error.values, "field": self._called(each.field)}
                self._trouble(each, self.reader.say(f"errors.{error.code}", **named))
                return
        if draft.missing:
            wanted = draft.missing[0]
            widget = next(f for f in self.fields if f.field.name == wanted.name)
            self._trouble(widget, self.say("screen.missing", field=self._called(wanted)))
            return
        try:
            draft.command()
        except UsageError as error:
            self._trouble(None, self.reader.say(f"errors.{error.code}", **error.values))
            return
        self.dismiss(draft)
        if then is not None:
            then()

    def _trouble(self, at: Filled | None, text: str) -> None:
        self.query_one("#form-problem", Static).update(shown(text))
        if at is not None:
            as_widget(at).focus()

    def _labelled(self, filled: Filled) -> Iterator[Widget]:
        if not isinstance(filled, Flag):
            needed = "" if filled.field.required else f" ({self.say('screen.may_be_empty')})"
            yield Static(shown(self._called(filled.field) + needed), classes="field-label")
        yield as_widget(filled)

    def _called(self, field: Field) -> str:
        words = self.reader.coded("field", field.name)
        return words[:1].upper() + words[1:]


def _rank(field: Field) -> int:
    """Free texts that are needed first, then all else that is; then the text, why, and the rest."""
    if field.required:
        return 0 if field.kind in ("prose", "line") else 1
    return {"text": 2, "reason": 3}.get(field.name, 4)
