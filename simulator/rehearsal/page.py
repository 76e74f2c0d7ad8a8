"""A rehearsal as a page: one HTML file that needs nothing beside it, its plots drawn as SVG."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from simulator.documents.base import Document, Words
from simulator.documents.blocks import (
    Block,
    Figure,
    Heading,
    Listing,
    Paragraph,
    Run,
    Sign,
    Table,
)
from simulator.documents.blocks import Row as TableRow
from simulator.documents.charts.svg import WIDE, add, box, canvas, drawn, line, written
from simulator.documents.charts.table import table
from simulator.documents.html import format as html
from simulator.rehearsal.paper import Paper, Plot, Row, Section

NAMES, HEAD, GAP = 250.0, 12.0, 14.0
"""Room for the names of rows, above the first, and between two."""
FOOT, HEIGHT = 34.0, 46.0
"""Room for the axis, and for the highest column of a row."""
APART = 46.0
"""How far apart the numbers of the axis are at least."""
SIGN = '<svg class="sign" viewBox="0 0 20 20" aria-hidden="true"><rect class="{}" {}/></svg>'


def page(paper: Paper) -> bytes:
    """The whole paper as an HTML file."""
    words = Words(paper.language)
    blocks: list[Block] = [Heading("rehearsal", 1, (Run(paper.title),))]
    for section in paper.sections():
        blocks += _section(section, words)
    mark = words("rehearsal.mark")
    return html.render(Document(paper.title, paper.language, (mark,), tuple(blocks)), words)


def _section(section: Section, words: Words) -> list[Block]:
    id = section.id.replace("_", "-")
    blocks: list[Block] = [Heading(id, 2, (Run(section.title),))]
    blocks += [
        Paragraph(f"{id}-{place}", (Run(text),)) for place, text in enumerate(section.lines, 1)
    ]
    if section.plot and section.plot.starts:
        blocks.append(_figure(f"{id}-plot", section.plot, words))
    if section.rows:
        head = section.head or ("",) * len(section.rows[0])
        blocks.append(_table(f"{id}-table", head, section.rows))
    for place, script in enumerate(section.scripts, 1):
        blocks.append(Heading(f"{id}-way-{place}", 3, (Run(script.caption),)))
        blocks.append(Listing(f"{id}-script-{place}", script.text))
    return blocks


def _table(id: str, head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Table:
    made = (
        TableRow(f"{id}-{place}", tuple((Run(cell),) for cell in row))
        for place, row in enumerate(rows, 1)
    )
    return Table(id, tuple((Run(name),) for name in head), tuple(made))


def _figure(id: str, plot: Plot, words: Words) -> Figure:
    """The plot with its legend, and the same as a table of numbers."""
    kinds = plot.kinds or ("",)
    names = [f"{row.label}, {kinds[row.second]}" if plot.kinds else row.label for row in plot.rows]
    head = (plot.axis, *names)
    columns = enumerate(plot.starts)
    rows = [
        (str(start), *(words.number(round(row.values[at], 1)) for row in plot.rows))
        for at, start in columns
    ]
    signs = [
        Sign(SIGN.format("solid", 'x="5" y="2" width="10" height="16"'), kinds[0]),
        Sign(SIGN.format("hollow", 'x="5" y="2" width="10" height="16"'), kinds[-1]),
    ]
    return Figure(
        id,
        plot.caption,
        _drawing(id, plot, names, words),
        legend=tuple(signs) if plot.kinds else (),
        table=table(id, head, rows),
        folded=True,
        more=words("rehearsal.numbers"),
    )


def _drawing(id: str, plot: Plot, names: list[str], words: Words) -> str:
    bottom = HEAD + len(plot.rows) * (HEIGHT + GAP)
    svg = canvas(id, bottom + FOOT, plot.caption, "; ".join(names))
    step = (WIDE - NAMES - 60) / len(plot.starts)
    highest = {
        second: max((max(r.values) for r in plot.rows if r.second is second), default=0.0)
        for second in (False, True)
    }
    for place, row in enumerate(plot.rows):
        base = HEAD + place * (HEIGHT + GAP) + HEIGHT
        label = "" if place and plot.rows[place - 1].label == row.label else row.label
        if label:
            written(svg, label, 0, base - 4, room=NAMES - 14)
        _columns(svg, row, base, step, highest[row.second], words)
    _axis(svg, plot, bottom, step)
    return drawn(svg)


def _columns(
    svg: Element, row: Row, base: float, step: float, highest: float, words: Words
) -> None:
    """A row of columns on its line; each says its number when pointed at."""
    line(svg, "grid", NAMES, base, WIDE - 60, base)
    wide = max(min(step * 0.7, 34.0), 1.5)
    for at, value in enumerate(row.values):
        if value <= 0 or highest <= 0:
            continue
        tall = max(value / highest * HEIGHT, 1.5)
        x = NAMES + at * step + (step - wide) / 2
        made = box(svg, "hollow" if row.second else "solid", x, base - tall, wide, tall)
        add(made, "title", words.number(round(value, 2)))
    most = words.number(round(max(row.values, default=0.0), 1))
    written(svg, most, WIDE - 50, base - 4, "axis")


def _axis(svg: Element, plot: Plot, bottom: float, step: float) -> None:
    """Minutes where columns begin, as many as there is room for, and what they are."""
    last = -APART
    for at, start in enumerate(plot.starts):
        x = NAMES + at * step
        if x - last >= APART:
            line(svg, "grid", x, HEAD, x, bottom - GAP + 4)
            written(svg, str(start), x, bottom + 6, "tick")
            last = x
    written(svg, plot.axis, NAMES, bottom + 24, "axis")
