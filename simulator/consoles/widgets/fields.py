"""The fields of a form, one widget for each kind of value; what is typed stays as it was typed."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol, cast

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Checkbox, Input, Select, TextArea

from simulator.consoles.draft import value_of
from simulator.consoles.reader import Reader
from simulator.consoles.safe import drawable, one_line, shown
from simulator.consoles.widgets.rows import Rows
from simulator.domain.view import Field

TALLEST = 6
"""Lines of a list of options that are shown at once."""


class Finished(Message):
    """Enter was pressed where it means: that is what I wanted to say."""


class Filled(Protocol):
    """A widget that holds one value of a form."""

    field: Field

    def said(self) -> Any:
        """What is filled in, as commands take it; None where nothing is. Raises `UsageError`."""
        ...

    def kept(self) -> Any:
        """What is filled in, as it stands, to be put back."""
        ...

    def put(self, value: Any) -> None:
        """Fill it in."""
        ...


class Line(Input):
    """One line: words, a number, a time."""

    def __init__(self, field: Field) -> None:
        super().__init__(id=f"field-{field.name}", compact=True, select_on_focus=False)
        self.field = field

    def said(self) -> Any:
        """The value; a text that cannot be read raises `UsageError`."""
        text = self.value.strip()
        return value_of(self.field, text) if text else None

    def kept(self) -> Any:
        """The text."""
        return self.value

    def put(self, value: Any) -> None:
        """Fill it in."""
        self.value = drawable(str(value)).replace("\n", " ")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter means that this is all."""
        event.stop()
        self.post_message(Finished())


class Text(TextArea):
    """A text of any length: Enter is done with it, Ctrl+J begins a line."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+j", "new_line", show=False)]

    def __init__(self, field: Field, *, lines: bool = False) -> None:
        super().__init__(
            id=f"field-{field.name}",
            compact=True,
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            highlight_cursor_line=False,
        )
        self.field = field
        self._enter_breaks = lines

    def said(self) -> Any:
        """The text; None where it is empty."""
        return self.text.strip() or None

    def kept(self) -> Any:
        """The text as it stands."""
        return self.text

    def put(self, value: Any) -> None:
        """Fill it in, the cursor behind it."""
        self.text = drawable(str(value))
        self.move_cursor(self.document.end)

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter" and not self._enter_breaks:
            event.stop()
            event.prevent_default()
            self.post_message(Finished())
            return
        await super()._on_key(event)

    def action_new_line(self) -> None:
        """Begin a line."""
        self.insert("\n")


class Pick(Select[str]):
    """One of several; none is possible where it is not needed."""

    def __init__(self, field: Field, reader: Reader) -> None:
        options = [(one_line(_label(v, label, reader)), v) for v, label in field.options]
        if not field.required or len(options) != 1:
            options.insert(0, (shown("—"), ""))
        super().__init__(
            cast(Any, options),
            allow_blank=False,
            id=f"field-{field.name}",
            compact=True,
        )
        self.field = field

    def said(self) -> Any:
        """The option; None where none is chosen."""
        return self.value or None

    def kept(self) -> Any:
        """The option."""
        return self.said()

    def put(self, value: Any) -> None:
        """Choose it, where it is still among them."""
        if value in [option for option, _ in self.field.options]:
            self.value = value


class PickSome(Rows[tuple[str, str]]):
    """Any number of several: space or a click chooses, Enter is done with it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "tick", show=False)]

    def __init__(self, field: Field, reader: Reader) -> None:
        super().__init__(self._boxed, id=f"field-{field.name}")
        self.field = field
        self._reader = reader
        self._chosen: dict[str, bool] = {}
        self.styles.height = min(len(field.options), TALLEST)

    def on_mount(self) -> None:
        """Show the options."""
        self.show(self.field.options)

    def said(self) -> Any:
        """The options chosen; None where there are none."""
        return self.kept() or None

    def kept(self) -> Any:
        """The options chosen."""
        return tuple(value for value, _ in self.field.options if self._chosen.get(value))

    def put(self, value: Any) -> None:
        """Choose these."""
        self._chosen = dict.fromkeys(value, True)
        self.show(self.field.options)

    def action_tick(self) -> None:
        """Choose what is pointed at, or choose it no more."""
        if self.at is not None:
            self._chosen[self.at[0]] = not self._chosen.get(self.at[0], False)
            self.show(self.field.options)

    def action_choose(self) -> None:
        """Enter is done with it, as everywhere."""
        self.post_message(Finished())

    def on_click(self, event: events.Click) -> None:
        """A click chooses, and sends nothing."""
        event.prevent_default()
        number = self.number_at(event)
        if number is not None:
            self.point(number)
            self.action_tick()

    def _boxed(self, option: tuple[str, str], width: int) -> Content:
        box = "[x]" if self._chosen.get(option[0]) else "[ ]"
        return Content.assemble(f"{box} ", one_line(_label(*option, self._reader)))


class Flag(Checkbox):
    """Yes or no."""

    def __init__(self, field: Field, label: str) -> None:
        super().__init__(one_line(label), id=f"field-{field.name}", compact=True)
        self.field = field
        self._touched = False

    @property
    def _button(self) -> Content:
        """A cross where it is so, and nothing where not: colour alone would not say it."""
        return Content.assemble(("[x]" if self.value else "[ ]", "bold"))

    def said(self) -> Any:
        """Yes or no; nothing where it is not needed and was left alone."""
        return self.value if self.field.required or self.value or self._touched else None

    def kept(self) -> Any:
        """Yes or no."""
        return self.value

    def put(self, value: Any) -> None:
        """Fill it in."""
        self.value, self._touched = bool(value), True


def widget_for(field: Field, reader: Reader, *, breaks: bool = False) -> Filled:
    """The widget for one value of a choice."""
    if field.kind == "flag":
        return Flag(field, reader.coded("field", field.name))
    if field.kind == "choice" and field.options:
        return Pick(field, reader)
    if field.kind == "choices" and field.options:
        return PickSome(field, reader)
    return Text(field, lines=breaks) if field.kind == "prose" else Line(field)


def as_widget(filled: Filled) -> Widget:
    """The same, as what it is to a screen."""
    assert isinstance(filled, Widget)
    return filled


def _label(value: str, label: str, reader: Reader) -> str:
    """What an option says: its label, else the word of its code."""
    return reader.coded("value", value) if label in ("", value) else label
