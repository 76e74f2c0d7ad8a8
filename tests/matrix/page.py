"""The page of the matrix, read: its scenario, its cells, and where a story of one's own differs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

PAGE = Path(__file__).parents[2] / "docs" / "matrix.md"
NOTHING = "\N{EN DASH}"
COLUMNS = (
    "then",
    "refused",
    "released",
    "deferred",
    "proposed",
    "clock",
    "positions",
    "deadline",
)
OWN_STORY = ("first", "then", "refused", "released", "why")


@dataclass(frozen=True)
class Outcome:
    """What is so some minutes after two acts, in the page's words."""

    first: str
    """The code with which the first act is refused."""
    second: str
    released: str
    deferred: str
    proposed: str
    clock: str
    positions: str
    deadline: str


def text() -> str:
    return PAGE.read_text("utf-8")


def example() -> str:
    """The scenario as the page shows it."""
    found = re.search(r"^```yaml\n(.*?)^```", text(), re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def scenario() -> dict[str, Any]:
    """The scenario's values."""
    data = yaml.safe_load(example())
    assert isinstance(data, dict)
    return data


def acts() -> list[str]:
    """The acts in the order in which the page explains them."""
    return [row["act"] for row in _rows(text(), ("act", "done as"))]


def cells() -> list[tuple[str, str, Outcome]]:
    """Every cell: the first act, the second, and what the page says is so then."""
    found = []
    for part in text().split("\n## First: ")[1:]:
        name, _, rest = part.partition("\n")
        rest = rest.partition("\n## ")[0]
        refused = re.search(r"The first act is (accepted|refused: `(\w+)`)\.", rest)
        assert refused, name
        for row in _rows(rest, COLUMNS):
            second = row.pop("then")
            code = row.pop("refused").strip("`")
            found.append((name, second, Outcome(refused[2] or NOTHING, code, **row)))
    return found


def own_story_cells() -> dict[tuple[str, str], tuple[str, str]]:
    """The cells that differ where teams live their own stories: what is refused and released."""
    rows = _rows(text(), OWN_STORY)
    return {(r["first"], r["then"]): (r["refused"].strip("`"), r["released"]) for r in rows}


def _rows(part: str, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """The rows of every table with these columns."""
    reading = False
    for line in part.splitlines():
        values = tuple(cell.strip() for cell in line.strip("|").split("|"))
        if not line.startswith("|"):
            reading = False
        elif values == columns:
            reading = True
        elif reading and not line.startswith("| ---"):
            yield dict(zip(columns, values, strict=True))
