"""Every format keeps the protocol: bytes from blocks, the same each time, whatever is in them."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.documents.base import Format, Words
from simulator.plugins import Registry
from simulator.text import languages
from tests.builders import Table, a_scenario
from tests.unit.documents.paper import HOSTILE, a_document
from tests.unit.documents.test_report import everything_happens
from tests.unit.scoring.response import a_table

FORMATS = Registry("documents").load_all()


def hostile() -> Table:
    """A table at which everything that is said is an attack."""
    table = a_table()
    for text in HOSTILE:
        if "\ud800" not in text:
            table.decide("a", text=text)
    return table


TABLES = {
    "everything": everything_happens,
    "nothing": lambda: Table(a_scenario()),
    "hostile": hostile,
}


@pytest.fixture(params=list(FORMATS.values()), ids=list(FORMATS))
def form(request: pytest.FixtureRequest) -> Format:
    found: Format = request.param
    return found


def test_none_is_broken_and_no_two_have_one_name() -> None:
    registry = Registry("documents")
    assert {f.name for f in registry.load_all().values()} >= {"md", "html", "json"}
    assert len({f.name for f in FORMATS.values()}) == len(FORMATS)
    assert registry.broken == {}


def test_its_files_have_a_suffix(form: Format) -> None:
    assert form.suffix.startswith(".")


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("make", TABLES.values(), ids=TABLES.keys())
def test_the_same_document_gives_the_same_bytes(form: Format, make: Any, language: str) -> None:
    document, words = a_document(make(), language), Words(language)
    made = form.render(document, words)
    assert made == form.render(document, words)
    assert made.decode().strip()
