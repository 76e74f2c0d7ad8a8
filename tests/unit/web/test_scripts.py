"""Pages bring four small scripts at most, none within a page, and say what they are: exercise."""

from __future__ import annotations

import re

import pytest

from simulator.acts.injects import ReleaseInjectNow
from tests.builders import a_kit
from tests.docs.tree import ROOT
from tests.web import ID, site

STATIC = ROOT / "simulator" / "web" / "static"
ROLES = ("participant", "facilitator", "evaluator", "observer", "projector")
MOST_BYTES = 40_000


def test_there_are_four_small_scripts_at_most() -> None:
    scripts = list(STATIC.glob("*.js"))
    assert len(scripts) <= 4
    assert max(path.stat().st_size for path in scripts) < MOST_BYTES


@pytest.mark.parametrize("role", [*ROLES, "door", "problem"])
async def test_no_page_has_a_script_or_a_style_within_itself(role: str) -> None:
    async with site(a_kit()) as there:
        await there.give(ReleaseInjectNow(inject="a"))
        browser = there.browser()
        path = {"door": "/", "problem": "/nothing"}.get(role, f"/x/{ID}")
        if role in ROLES:
            browser = await there.joined(role, "red" if role == "participant" else None)
        page = (await browser.get(path, headers={"accept": "text/html"})).text
        assert "EXERCISE" in page
        scripts = re.findall(r"<script[^>]*>(?!</script>)|<script(?![^>]* src=\"/static/)", page)
        assert scripts == []
        assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:", page) == []
