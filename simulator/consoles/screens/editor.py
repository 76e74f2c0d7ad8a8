"""The editor: an inject that is not out yet, in other words, with how its readers will see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from simulator.consoles.draft import Draft
from simulator.consoles.plain import plain
from simulator.consoles.reader import Reader
from simulator.consoles.safe import one_line, shown
from simulator.consoles.screens.form import Form
from simulator.consoles.widgets.fields import as_widget
from simulator.domain.view import Card


class Editor(Form):
    """The fields at the left, the preview at the right; F3 sends it as soon as it is changed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f3", "release", show=False)]
    KEYS = "screen.editor_keys"

    def __init__(
        self, draft: Draft, title: str, reader: Reader, card: Card, release: Callable[[], None]
    ) -> None:
        """`release` is called where it is to go out at once."""
        face = card.face
        texts = {"title": face.headline, "body": face.body} if face else {}
        super().__init__(draft, title, reader, kept=texts, breaks=True)
        self.add_class("-sheet")
        self._card = card
        self._before = texts
        self._release = release

    def inside(self) -> Iterator[Widget]:
        """Fields and preview, side by side or one above the other."""
        *fields, foot = super().inside()
        preview = VerticalScroll(Static(id="editor-preview"), can_focus=False)
        yield Horizontal(Vertical(*fields, classes="editor-fields"), preview, classes="editor")
        yield foot

    def buttons(self) -> Iterator[Widget]:
        """Keep it, keep it and send it, or leave it."""
        yield self.button("release", "keep_and_send", "primary")
        yield self.button("send", "keep")
        yield self.button("leave", "leave")

    def begin(self) -> None:
        """The whole text is there to be changed, from its beginning."""
        body = next((f for f in self.fields if f.field.name == "body"), None)
        if body is not None:
            as_widget(body).focus()
            assert isinstance(body, TextArea)
            body.move_cursor((0, 0))
        self._preview()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show it as it is typed."""
        self._preview()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Show it as it is typed."""
        self._preview()

    def action_release(self) -> None:
        """Keep it, and send it."""
        if all(self.typed.get(name) == text for name, text in self._before.items()):
            self.dismiss(None)
            self._release()
            return
        self.action_send(self._release)

    def _preview(self) -> None:
        typed, face = self.typed, self._card.face
        by = f"{face.label}{f' · {face.byline}' if face.byline else ''}" if face else ""
        lines = [
            one_line(by, "italic"),
            one_line(str(typed.get("title", "")), "bold"),
            *(one_line(f"{fact.label}: {fact.value}") for fact in (face.facts if face else ())),
            Content(""),
            shown(plain(str(typed.get("body", "")))),
        ]
        self.query_one("#editor-preview", Static).update(Content("\n").join(lines))
