"""The command palette: every action of the screen with its key, and why it cannot be done now."""

from __future__ import annotations

import re
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.fuzzy import Matcher

from simulator.consoles.actions import Action, written
from simulator.consoles.safe import one_line
from simulator.consoles.screens.seat import SeatScreen

NAMED = 1_000.0
"""Added where a word of the label begins so: above whatever letters here and there may score."""


class ActionsOfScreen(Provider):
    """What the palette finds."""

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for action in self._seat.table:
            label = self._label(action)
            yield DiscoveryHit(
                label, partial(self._seat.act, action.id), text=label.plain, help=self._help(action)
            )

    async def search(self, query: str) -> Hits:
        """What fits the words typed."""
        matcher = self.matcher(query)
        for action in self._seat.table:
            label = self._label(action)
            score = fitting(matcher, label.plain, self._seat.help_of(action))
            if score > 0:
                yield Hit(
                    score,
                    label,
                    partial(self._seat.act, action.id),
                    text=label.plain,
                    help=self._help(action),
                )

    @property
    def _seat(self) -> SeatScreen:
        return self.app.seat  # type: ignore[attr-defined,no-any-return]

    def _label(self, action: Action) -> Content:
        key = written(action)
        return one_line(f"{self._seat.label(action)}{f'  [{key}]' if key else ''}")

    def _help(self, action: Action) -> str:
        why_not = self._seat.why_not(action)
        return why_not or self._seat.help_of(action)


def fitting(matcher: Matcher, label: str, helped: str) -> float:
    """How well what is typed fits an action; 0 where it does not. Words of the label go first."""
    score = matcher.match(f"{label} {helped}")
    begins = re.search(rf"\b{re.escape(matcher.query)}", label, re.IGNORECASE)
    return score + NAMED if score and begins else score
