"""The picture of the structure names every module there is, and none that is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "simulator"


def drawn(picture: str) -> set[str]:
    """The modules a drawn tree names, by path inside the package."""
    tree = picture.partition("```\nsimulator/")[2].partition("```")[0]
    found, folder = set(), ""
    for line in tree.splitlines():
        if top := re.match(r"├── (\w+)/", line):
            folder = f"{top[1]}/"
        elif inner := re.match(r"│   ├── (\S+\.py)", line):
            found.add(folder + inner[1])
        elif alone := re.match(r"├── (\w+\.py)", line):
            found.add(alone[1])
    return found


def there() -> set[str]:
    """The modules there are."""
    files = (f.relative_to(PACKAGE) for f in PACKAGE.rglob("*.py"))
    return {f.as_posix() for f in files if f.name != "__init__.py" and "_content" not in f.parts}


def test_the_picture_names_every_module() -> None:
    picture = drawn((PACKAGE / "README.md").read_text(encoding="utf-8"))
    assert picture == there()


@pytest.mark.parametrize("name", ["__main__.py", "domain/model.py", "domain/scenario/inject.py"])
def test_a_module_left_out_shows(name: str) -> None:
    picture = (PACKAGE / "README.md").read_text(encoding="utf-8")
    stem = name.split("/", 1)[-1]
    assert name not in drawn(picture.replace(stem, "gone"))
