"""axe-core in a page: the rules of WCAG 2.2 AA that a machine can check."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from playwright.async_api import Page

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = ["color-contrast", "link-in-text-block"]
RUN = """([only, exclude]) =>
  axe.run({include: document, exclude}, {runOnly: only, resultTypes: ["violations"]})
    .then((found) => found.violations.flatMap((each) => each.nodes.map((node) =>
      `${each.id}: ${node.html.slice(0, 150)} (${node.failureSummary.replace(/\\s+/g, " ")})`)))"""
ALIKE = "[data-list] > :nth-child(n+5), [data-earlier] > :nth-child(n+5), .pick:nth-of-type(n+4)"


@cache
def source() -> str:
    """The script; it is handed to the page past its policy, as browsers' own tools are."""
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


async def violations(page: Page, *, colours: bool = False, everything: bool = True) -> list[str]:
    """What a page does wrong, element by element; of its colours alone, if that is asked.

    Unless `everything`, of many cards and boxes that are alike the first ones are looked at.
    """
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(source())
    only: dict[str, Any] = {"type": "tag", "values": LEVELS}
    if colours:
        only = {"type": "rule", "values": COLOURS}
    found: list[str] = await page.evaluate(RUN, [only, [] if everything else ALIKE.split(", ")])
    return found
