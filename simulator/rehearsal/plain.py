"""A rehearsal as plain text for the terminal, its plots drawn in blocks."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from simulator.rehearsal.paper import Paper, Plot, Row, Section

WIDE = 100
BLOCKS = " ▁▂▃▄▅▆▇█"
"""A column of no height, and eight heights above it."""
LABEL = 42
"""Letters of what a row is called."""
COLUMN = 3


def plain(paper: Paper) -> str:
    """The whole paper as text."""
    lines = [paper.title, "=" * min(len(paper.title), WIDE)]
    for section in paper.sections():
        lines += ["", section.title, "-" * min(len(section.title), WIDE), *_body(section)]
    return "\n".join(lines) + "\n"


def _body(section: Section) -> Iterator[str]:
    for line in section.lines:
        yield from textwrap.wrap(line, WIDE)
    if section.plot and section.plot.starts:
        yield ""
        yield from _plot(section.plot)
    if section.rows:
        yield ""
        yield from _table(section.head, section.rows)
    for script in section.scripts:
        yield ""
        yield from textwrap.wrap(script.caption, WIDE)
        yield ""
        yield from (f"    {line}" for line in script.text.splitlines())


def _plot(plot: Plot) -> Iterator[str]:
    """Row below row, each as columns of blocks, with its highest value behind it."""
    yield plot.caption
    labels = [_label(row, plot.kinds) for row in plot.rows]
    width = min(max(map(len, labels)), LABEL)
    heights = {second: _highest(plot.rows, second) for second in (False, True)}
    for label, row in zip(labels, plot.rows, strict=True):
        columns = "".join(_block(value, heights[row.second]) * COLUMN for value in row.values)
        yield f"{_fitted(label, width)} |{columns}| {max(row.values):g}"
    yield f"{' ' * width}  {_axis(plot.starts)}  {plot.axis}"


def _axis(starts: Sequence[int]) -> str:
    """Minutes below the columns they begin, as many as there is room for."""
    text = ""
    for place, start in enumerate(starts):
        at = place * COLUMN
        if at >= len(text) + (1 if text else 0):
            text = text.ljust(at) + str(start)
    return text


def _label(row: Row, kinds: tuple[str, ...]) -> str:
    return f"{row.label}, {kinds[row.second]}" if kinds else row.label


def _highest(rows: Sequence[Row], second: bool) -> float:
    return max((max(row.values, default=0) for row in rows if row.second is second), default=0)


def _block(value: float, highest: float) -> str:
    """A column of its height; whatever is not nothing shows."""
    if value <= 0 or highest <= 0:
        return BLOCKS[0]
    return BLOCKS[max(1, round(value / highest * 8))]


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Columns as wide as what stands in them, the last of the text cut by the line."""
    every = [head, *rows] if head else list(rows)
    widths = [max(len(row[place]) for row in every) for place in range(len(every[0]))]
    while sum(widths) + 2 * len(widths) > WIDE and max(widths) > 12:
        widths[widths.index(max(widths))] -= 1
    for place, row in enumerate(every):
        cells = (_fitted(cell, width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()
        if head and place == 0:
            yield "  ".join("-" * width for width in widths)


def _fitted(text: str, width: int) -> str:
    return text.ljust(width) if len(text) <= width else text[: width - 1] + "…"
