"""Rows: a list of any length of which only what is on screen is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content, Span
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

from simulator.consoles.safe import shown

T = TypeVar("T")
Draw = Callable[[T, int], Content]
"""An item, and how many cells there are for it → its lines."""


class Rows(ScrollView, Generic[T], can_focus=True):
    """Items in rows of the same height; one of them is pointed at."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
        Binding("enter", "choose", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--pointed", "rows--pointed-focused"}
    DEFAULT_CSS = """
    Rows {
        & > .rows--pointed { background: $surface-lighten-1; }
        & > .rows--pointed-focused {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
        }
    }
    """

    pointed: reactive[int] = reactive(0, layout=False)
    """The number of the item pointed at."""

    @dataclass
    class Pointed(Message):
        """Another item is pointed at."""

        rows: Rows[Any]

    @dataclass
    class Chosen(Message):
        """An item was chosen: with Enter, or by a click on what was pointed at."""

        rows: Rows[Any]

        @property
        def control(self) -> Rows[Any]:
            """The rows it was chosen in."""
            return self.rows

    def __init__(
        self,
        draw: Draw[T],
        *,
        tall: int = 1,
        at_once: bool = False,
        follows: bool = False,
        same: Callable[[T], object] | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Rows of so many lines.

        `at_once`: a click chooses, whatever was pointed at before. `follows`: who points at the
        last item points at the last one still when there are more. `same`: what an item is known
        by, so that it stays pointed at wherever it goes.
        """
        super().__init__(id=id, classes=classes)
        self._follows = follows
        self._same = same
        self._at_once = at_once
        self._draw = draw
        self._tall = tall
        self._empty = ""
        self._items: Sequence[T] = ()
        self._drawn: dict[tuple[int, int, bool], list[Strip]] = {}

    # What it shows

    @property
    def items(self) -> Sequence[T]:
        """What it shows."""
        return self._items

    @property
    def at(self) -> T | None:
        """The item pointed at."""
        return self._items[self.pointed] if 0 <= self.pointed < len(self._items) else None

    def show(self, items: Sequence[T], *, to_end: bool = False) -> None:
        """Show these items; what was pointed at stays so, or the last one where that is asked."""
        at_end = self._follows and self.pointed >= len(self._items) - 1
        place = len(items) - 1 if to_end or at_end else self._place_in(items)
        if self._items is not items and self._items == items and place == self.pointed:
            return
        self._items = items
        self._drawn.clear()
        self._measure()
        self.pointed = max(0, min(place, len(items) - 1))
        self._keep_in_sight()
        self.refresh()

    def _place_in(self, items: Sequence[T]) -> int:
        """Where what is pointed at stands among other items."""
        if self._same is None or self.at is None:
            return self.pointed
        wanted = self._same(self.at)
        if self.pointed < len(items) and self._same(items[self.pointed]) == wanted:
            return self.pointed
        found = (number for number, each in enumerate(items) if self._same(each) == wanted)
        return next(found, self.pointed)

    def stand(self, tall: int) -> None:
        """Give every row so many lines."""
        if tall != self._tall:
            self._tall = tall
            self._drawn.clear()
            self._measure()
            self._keep_in_sight()
            self.refresh()

    def point(self, number: int) -> None:
        """Point at an item and bring it into sight."""
        self.pointed = max(0, min(number, len(self._items) - 1))
        self._keep_in_sight()

    def say_when_empty(self, text: str) -> None:
        """What stands there while there is nothing to show."""
        self._empty = text
        self.refresh()

    # How it is drawn

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width, line = self.scrollable_content_region.width, y + self.scroll_offset.y
        if not self._items:
            text = self._empty if line == 0 else ""
            return self._strips(shown(text, "dim"), width, 1, self.visual_style)[0]
        number, part = divmod(line, self._tall)
        if number >= len(self._items):
            return Strip.blank(width, self.rich_style)
        return self._row(number, width)[part]

    def _row(self, number: int, width: int) -> list[Strip]:
        here = number == self.pointed
        key = (number, width, here)
        if key not in self._drawn:
            if len(self._drawn) > 500:
                self._drawn.clear()
            style, content = self.visual_style, self._draw(self._items[number], width)
            if here:
                name = "rows--pointed-focused" if self.has_focus else "rows--pointed"
                style = self.get_visual_style(name)
            if here and self.has_focus:
                content = _uncoloured(content)
            self._drawn[key] = self._strips(content, width, self._tall, style)
        return self._drawn[key]

    def _strips(self, content: Content, width: int, tall: int, style: Style) -> list[Strip]:
        strips = Visual.to_strips(self, content, width, tall, style, pad=True)
        blank = Strip.blank(width, style.rich_style)
        return [*strips[:tall], *([blank] * (tall - len(strips)))]

    def notify_style_update(self) -> None:
        """The theme has changed: everything is drawn anew."""
        self._drawn.clear()
        super().notify_style_update()

    # What moves it

    def watch_pointed(self) -> None:
        """Tell whoever shows what is pointed at."""
        self._drawn.clear()
        self.refresh()
        self.post_message(self.Pointed(self))

    def on_resize(self) -> None:
        """Another width: everything is drawn anew."""
        self._drawn.clear()
        self._measure()
        self._keep_in_sight()

    def on_focus(self) -> None:
        """The item pointed at looks otherwise now."""
        self._drawn.clear()
        self.refresh()

    def on_blur(self) -> None:
        """The item pointed at looks otherwise now."""
        self._drawn.clear()
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click points; on what is pointed at already it chooses."""
        number = self.number_at(event)
        if number is None:
            return
        chosen = self._at_once or number == self.pointed
        self.pointed = number
        if chosen:
            self.action_choose()

    def number_at(self, event: events.Click) -> int | None:
        """The number of the item that was clicked."""
        offset = event.get_content_offset(self)
        number = (offset.y + self.scroll_offset.y) // self._tall if offset else -1
        return number if offset and number < len(self._items) else None

    def action_move(self, by: int) -> None:
        """Point some items further."""
        self.point(self.pointed + by)

    def action_page(self, by: int) -> None:
        """Point a screen further."""
        self.point(self.pointed + by * max(1, self.size.height // self._tall - 1))

    def action_first(self) -> None:
        """Point at the first item."""
        self.point(0)

    def action_last(self) -> None:
        """Point at the last item."""
        self.point(len(self._items) - 1)

    def action_choose(self) -> None:
        """Choose what is pointed at."""
        if self.at is not None:
            self.post_message(self.Chosen(self))

    def _measure(self) -> None:
        lines = max(1, len(self._items) * self._tall)
        self.virtual_size = Size(self.scrollable_content_region.width, lines)

    def _keep_in_sight(self) -> None:
        region = Region(0, self.pointed * self._tall, 1, self._tall)
        self.scroll_to_region(region, animate=False, force=True)


def _uncoloured(content: Content) -> Content:
    """The same in the one colour that stands out from the ground of what is pointed at."""
    kept = (
        Span(start, end, " ".join({*str(style).split()} & {"bold", "strike"}))
        for start, end, style in content.spans
    )
    return Content(content.plain, [span for span in kept if span.style])
