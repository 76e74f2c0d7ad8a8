"""Tables beside charts: cells of plain text, and of event numbers that lead to their lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from simulator.documents.blocks import Row, Run, Runs, Table
from simulator.documents.charts.svg import tidy

Cell = str | tuple[int, ...]
"""A text, or the numbers of events."""
MOST_EVENTS = 12
"""Event numbers in one cell."""
MOST_LETTERS = 400


def table(id: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Table:
    """A table of texts and event numbers."""
    made = (
        Row(f"{id}-row-{place}", tuple(_runs(cell) for cell in row))
        for place, row in enumerate(rows, 1)
    )
    return Table(f"{id}-table", tuple(_runs(name) for name in head), tuple(made))


def _runs(cell: Cell) -> Runs:
    if isinstance(cell, str):
        text = tidy(cell, MOST_LETTERS)
        return (Run(text),) if text else ()
    runs: list[Run] = []
    for number in cell[:MOST_EVENTS]:
        runs += [Run(" ")] if runs else []
        runs.append(Run(f"[{number}]", to=f"e{number}"))
    return (*runs, Run(" …")) if len(cell) > MOST_EVENTS else tuple(runs)
