"""Every diagnostic has a page, words in every language, a bad example and a good one."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from simulator.content.wording import hint, message
from simulator.content.yaml import read
from simulator.text import FALLBACK, has, languages, words
from tests.unit.content.pages import TITLE, Page, examined, pages

PAGES = {page.code: page for page in pages()}
ENTRIES = ("message", "hint")


def raised() -> set[str]:
    """The numbers that the product's modules speak of."""
    files = Path("simulator").rglob("*.py")
    return {code for file in files for code in re.findall(r"\bTTX\d{3}\b", file.read_text("utf-8"))}


GAP = re.compile(r"\{\w+\}(?! is down| no responde| ne répond plus| fora do ar)")
"""A value that was not filled in; one stands in an example."""


def diagnostics_in(language: str) -> dict[str, dict[str, str]]:
    """What the words of one language hold about diagnostics."""
    text = Path(f"simulator/locales/{language}.yaml").read_text(encoding="utf-8")
    data: Any = read(text).data
    found: dict[str, dict[str, str]] = data["diagnostics"]
    return found


def worded(language: str) -> dict[str, dict[str, str]]:
    """The words of all diagnostics in one language."""
    entries = diagnostics_in(language)
    return {code: entry for code, entry in entries.items() if re.fullmatch(r"TTX\d{3}", code)}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_the_bad_example_has_this_fault_and_no_other(page: Page, tmp_path: Path) -> None:
    found = examined(page.example("bad"), tmp_path, page.asked_for)
    assert {each.code for each in found} == {page.code}, found


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_the_good_example_has_no_fault(page: Page, tmp_path: Path) -> None:
    good = page.example("good")
    assert good
    assert examined(good, tmp_path) == ()


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_the_sentences_of_the_bad_example_are_filled_in(page: Page, tmp_path: Path) -> None:
    for each in examined(page.example("bad"), tmp_path, page.asked_for):
        for language in languages():
            said = message(each, language) + hint(each, language)
            assert "TTX" not in said
            assert not GAP.search(said), said


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_a_page_begins_with_its_number_and_name(page: Page) -> None:
    found = TITLE.fullmatch(page.title)
    assert found, page.title
    assert found[1] == page.code


def test_every_number_raised_has_a_page_and_every_page_is_raised() -> None:
    assert raised() == PAGES.keys()


@pytest.mark.parametrize("language", languages())
def test_every_number_has_a_message_and_a_hint(language: str) -> None:
    assert worded(language).keys() == PAGES.keys()
    missing = [
        f"{code}.{entry}"
        for code in PAGES
        for entry in ENTRIES
        if not has(f"diagnostics.{code}.{entry}", language)
    ]
    assert missing == []


@pytest.mark.parametrize("language", [code for code in languages() if code != FALLBACK])
def test_every_language_fills_in_the_same_values(language: str) -> None:
    original, other = worded(FALLBACK), worded(language)
    different = [
        code
        for code in original
        for entry in ENTRIES
        if placeholders(original[code][entry]) != placeholders(other[code][entry])
    ]
    assert different == []


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("group", ["problems", "wanted", "got"])
def test_kinds_of_mistake_are_worded_in_every_language(language: str, group: str) -> None:
    for key in diagnostics_in(FALLBACK)[group]:
        assert words(f"diagnostics.{group}.{key}", language) != f"diagnostics.{group}.{key}"
