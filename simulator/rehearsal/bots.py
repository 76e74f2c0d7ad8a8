"""A bot: it plays one team, by what its view offers and by nothing else."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from random import Random
from typing import Any

from simulator.acts import COMMAND, Command
from simulator.domain.edition import Edition
from simulator.domain.scenario import Scenario
from simulator.domain.view import Card, Choice, Field, View
from simulator.rehearsal.characters import Character
from simulator.rehearsal.plans import Intent, Planned, Planner

Offers = Callable[[str], Iterable[Choice]]
"""What may be done now, of the kind that is asked for."""
MOST_PASSES = 3
"""How often a bot takes up the same inject when it is sent again."""


class Bot:
    """One team's player: the same seed and the same views lead to the same acts.

    It knows no clock: whoever runs it hands in the exercise time, and may ask when it wants to act.
    """

    def __init__(
        self,
        character: Character,
        team: str,
        edition: Edition,
        seed: int | str = 0,
        speed: float = 1.0,
    ) -> None:
        self.character = character
        self.team = team
        self._speed = speed
        rng = Random(f"{seed} {team}")  # noqa: S311 - chance of play, not a secret
        declared = declared_team(edition.scenario, team)
        self._planner = Planner(character, declared, edition, rng)
        self._planned: list[tuple[float, int, Intent]] = []
        self._count = 0
        self._passes: Counter[str] = Counter()
        self._unread: frozenset[str] = frozenset()
        self._withdrawn: set[str] = set()
        self._taken: set[str] = set()
        """Injects that somebody else of the team has put something on record about."""
        self._said: set[str] = set()
        self._entries: dict[tuple[str, str], str] = {}
        """Inject and what it said about it → the decision that says so."""
        self._answered: set[str] = set()
        """Teams it has heard of since the last inject: it writes back once."""
        self._messages: set[str] = set()

    @property
    def due(self) -> float | None:
        """When it wants to act next, seconds of exercise time; None while it waits for news."""
        return self._planned[0][0] if self._planned else None

    def see(self, view: View, elapsed: float) -> None:
        """Take in a view, whole or only what changed, and plan what to do about what is new."""
        for card in view.cards:
            self._read(card, elapsed)
        unread = {c.given["inject"] for c in view.choices if c.kind == "acknowledge_inject"}
        about = {
            c.given["inject"]: c.title
            for c in view.choices
            if c.kind in ("acknowledge_inject", "log_decision") and "inject" in c.given
        }
        for inject, title in about.items():
            again = inject in unread and inject not in self._unread
            if not self._passes[inject] or again:
                self._take_up(inject, title, elapsed)
        if about:
            self._unread = frozenset(unread)

    def next_act(self, view: View, elapsed: float) -> Command | None:
        """What it does now, if anything; only what the view offers, each of its plans once."""
        self.see(view, elapsed)
        if not any(choice.kind == "log_decision" for choice in view.choices):
            return None
        return self.act(
            lambda kind: (choice for choice in view.choices if choice.kind == kind), elapsed
        )

    def act(self, offers: Offers, elapsed: float) -> Command | None:
        """The first of its plans whose time has come that is among what is offered."""
        while self._planned and self._planned[0][0] <= elapsed:
            _, _, intent = heapq.heappop(self._planned)
            command = self._made(offers, intent)
            if command is not None:
                return command
        return None

    def _take_up(self, inject: str, title: str, elapsed: float) -> None:
        self._passes[inject] += 1
        if self._passes[inject] > MOST_PASSES:
            return
        if self._passes[inject] > 1:
            self._taken.discard(inject)
        self._answered.clear()
        self._plan(self._planner.for_inject(inject, title), elapsed)

    def _plan(self, planned: tuple[Planned, ...], elapsed: float) -> None:
        for wait, intent in planned:
            self._count += 1
            at = elapsed + wait / self._speed
            heapq.heappush(self._planned, (at, self._count, intent))

    def _read(self, card: Card, elapsed: float) -> None:
        if card.kind == "inject" and card.inject:
            change = self._withdrawn.add if card.state == "withdrawn" else self._withdrawn.discard
            change(card.inject)
        elif card.kind == "decision" and card.team == self.team:
            if card.body in self._said:
                said = (card.inject or "", card.body)
                self._entries[said] = card.id.removeprefix("decision-")
            elif card.inject and "earlier_pass" not in card.marks:
                self._taken.add(card.inject)
        elif card.kind == "message" and card.team != self.team and card.id not in self._messages:
            self._messages.add(card.id)
            if card.team and card.team not in self._answered:
                self._answered.add(card.team)
                self._plan(self._planner.for_message(card.team), elapsed)

    def _made(self, offers: Offers, intent: Intent) -> Command | None:
        """An intent as a command, where it is offered and still makes sense."""
        values = dict(intent.values)
        decides = intent.kind in ("log_decision", "amend_decision")
        if decides and intent.about in self._withdrawn | self._taken:
            return None
        if intent.amends:
            entry = self._entries.get((intent.about, intent.amends))
            if entry is None:
                return None
            values["decision"] = entry
        command = offered(offers, intent.kind, intent.about, values)
        if command is not None and "text" in values:
            self._said.add(values["text"])
        return command


def offered(
    offers: Offers, kind: str, about: str, values: Mapping[str, Any], named: str = "inject"
) -> Command | None:
    """A command of this kind about this inject, as it is offered; None where it is not."""
    for choice in offers(kind):
        if choice.given.get(named, "") == about:
            said = _fitting(choice, values)
            return None if said is None else COMMAND.validate_python({"kind": kind, **said})
    return None


def _fitting(choice: Choice, values: Mapping[str, Any]) -> dict[str, Any] | None:
    """The values that the choice has fields for; None where one it needs is not among them."""
    said: dict[str, Any] = dict(choice.given)
    for field in choice.fields:
        if field.name in values and (value := _value(field, values[field.name])) is not None:
            said[field.name] = value
    for field in choice.fields:
        if field.required and field.name not in said and field.unless not in said:
            return None
    return said


def _value(field: Field, value: Any) -> Any:
    """A value as far as the field offers it; a field that lists nothing takes anything."""
    known = {key for key, _ in field.options}
    if not known:
        return value
    if field.kind == "choices":
        return tuple(each for each in value if each in known) or None
    return value if value in known else None


def declared_team(scenario: Scenario, team: str) -> str:
    """The scenario's team that a playing team is made of."""
    return team if scenario.team(team) else scenario.teams[0].id
