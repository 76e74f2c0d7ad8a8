"""What is folded on a page, and what leads down on it, says what is to be found there."""

from __future__ import annotations

import html
import re

import pytest

from simulator.text import words
from tests.builders import a_kit, a_scenario, a_team, an_inject
from tests.web import ID, site

SUMMARY = re.compile(r"<summary>(.*?)</summary>")
JUMP = re.compile(r'<nav class="jumps".*?</nav>', re.DOTALL)
LINK = re.compile(r"<a [^>]*>(.*?)</a>")


@pytest.mark.parametrize("role", ["facilitator", "evaluator", "participant"])
async def test_no_more_is_without_a_word_of_what(role: str) -> None:
    """It stood three times on the facilitator's page, as a link and below two buttons."""
    kit = a_kit(a_scenario(an_inject("a"), an_inject("b"), teams=[a_team("red")]))
    async with site(kit) as there:
        visitor = await there.joined(role, "red" if role == "participant" else None)
        page = html.unescape((await visitor.get(f"/x/{ID}")).text)
    more = words("page.further")
    folded = SUMMARY.findall(page)
    jumps = LINK.findall(JUMP.findall(page)[0])
    assert more not in [*folded, *jumps]
    assert words("page.choices_short") in jumps
    if role == "facilitator":
        assert f"{more}: why" in folded
        assert f"{more}: for which teams" in folded
        assert f"{more}: to whom, how it arrives, who sends it …" in folded


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_link_to_what_else_can_be_done_is_no_bare_more(language: str) -> None:
    assert words("page.choices_short", language) != words("page.further", language)
