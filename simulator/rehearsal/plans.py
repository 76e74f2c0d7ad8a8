"""What a bot means to do about an inject, and how soon: worked out when the inject arrives."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from simulator.domain.edition import Edition
from simulator.domain.playbook import Step
from simulator.domain.scenario import Expectation, InformationRequest, Inject, Option
from simulator.rehearsal.characters import Character
from simulator.rehearsal.speech import Speech


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing a bot means to do: the kind of act, the inject it is about, what it says."""

    kind: str
    about: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    amends: str = ""
    """The words of its own entry that it amends."""


Planned = tuple[float, Intent]
"""Seconds of exercise time from now, and what is meant to be done then."""


class Planner:
    """One bot's head: what it makes of news for its team, by its character and by chance."""

    def __init__(self, character: Character, team: str, edition: Edition, rng: Random) -> None:
        self._character = character
        self._team = team
        """The scenario's team that it plays."""
        self._edition = edition
        self._rng = rng
        self._speech = Speech(edition, rng)
        self._heard: set[str] = set()
        self._asked: set[str] = set()

    def for_inject(self, id: str, title: str) -> tuple[Planned, ...]:
        """All that it means to do about an inject that reached its team."""
        self._heard.add(id)
        if not self._lot(self._character.opens):
            return ()
        inject = self._edition.scenario.inject(id)
        wait = self._wait()
        planned = [(wait * self._rng.uniform(0.1, 0.4), Intent("acknowledge_inject", id))]
        at = wait
        for intent in self._entries(id, inject):
            planned.append((at, intent))
            if "option" in intent.values or "steps" in intent.values:
                planned += self._amended(at, wait, intent)
            at += wait * self._rng.uniform(0.2, 0.6)
        planned += [(at * self._rng.uniform(0.4, 1.2), each) for each in self._talk(inject, title)]
        return tuple(planned)

    def for_message(self, sender: str) -> tuple[Planned, ...]:
        """What it writes back to another team."""
        if not self._lot(self._character.tells):
            return ()
        said = {"to": (sender,), "text": self._speech.thanks()}
        return ((self._wait(), Intent("send_message", values=said)),)

    def _lot(self, share: float) -> bool:
        return self._rng.random() < share

    def _wait(self) -> float:
        drawn = self._rng.gauss(math.log(self._character.delay), self._character.spread)
        return math.exp(drawn)

    def _entries(self, id: str, inject: Inject | None) -> Iterator[Intent]:
        """What it puts on record: what is expected, then what it chooses; else a remark."""
        expected = self._expected(inject) if inject else []
        doing = [each for each in expected if self._lot(self._character.meets)]
        option = self._choice(inject) if inject else None
        if inject and inject.decision and not inject.decision.free_text:
            yield from self._in_one(id, doing, option)
            return
        said = 0
        for each in doing:
            if option is None or not set(each.step) & set(option.step):
                yield self._decision(id, self._does(inject, each), each.step)
                said += 1
        if option is not None:
            yield self._decision(id, self._speech.chooses(option), (), option)
        elif not said:
            yield from self._remark(id, inject, asked=bool(expected))

    def _in_one(self, id: str, doing: list[Expectation], option: Option | None) -> Iterator[Intent]:
        """Where words alone are not taken, the choice bears what else is done."""
        if option is not None:
            steps = tuple(step for each in doing for step in each.step)
            yield self._decision(id, self._speech.chooses(option), steps, option)

    def _remark(self, id: str, inject: Inject | None, *, asked: bool) -> Iterator[Intent]:
        point = inject.decision if inject else None
        if point and point.options:
            if self._lot(self._character.tells):
                advised = self._best(point.options) or point.options
                text = self._speech.advises(self._rng.choice(advised))
                yield Intent("log_decision", id, {"text": text})
        elif self._lot(self._character.decides if point else self._character.remarks):
            text = self._speech.puts_off() if asked else self._speech.notes()
            yield Intent("log_decision", id, {"text": text})

    def _does(self, inject: Inject | None, expectation: Expectation) -> str:
        """How it says what it does: where any team may, the first of them says the example."""
        to = self._edition.scenario.teams_of(inject.to if inject else ())
        return self._speech.does(expectation, own=bool(expectation.team) or to[0] == self._team)

    def _decision(
        self, id: str, text: str, steps: tuple[str, ...] = (), option: Option | None = None
    ) -> Intent:
        said: dict[str, Any] = {"text": text}
        if option is not None:
            said["option"] = option.id
        if steps:
            said["steps"] = tuple(dict.fromkeys(steps))
        if self._lot(self._character.explains):
            said["rationale"] = self._speech.why(option)
        return Intent("log_decision", id, said)

    def _amended(self, at: float, wait: float, intent: Intent) -> Iterator[Planned]:
        if self._lot(self._character.amends):
            said = intent.values["text"]
            values = {"text": self._speech.adds(said), "reason": self._speech.learnt()}
            later = at + wait * self._rng.uniform(0.5, 1.5)
            yield later, Intent("amend_decision", intent.about, values, amends=said)

    def _expected(self, inject: Inject) -> list[Expectation]:
        return [each for each in inject.expectations if each.team in (None, self._team)]

    def _choice(self, inject: Inject) -> Option | None:
        """The option that it chooses, where its team is the one that decides."""
        point = inject.decision
        if point is None or not point.options:
            return None
        if point.decides and point.decides.partition("/")[0] != self._team:
            return None
        if not self._lot(self._character.decides):
            return None
        against = self._lot(self._character.contrary)
        worst, best = contrary(self._edition, point.options), self._best(point.options)
        return self._rng.choice((worst if against else best) or point.options)

    def _best(self, options: tuple[Option, ...]) -> tuple[Option, ...]:
        against = contrary(self._edition, options)
        return tuple(option for option in options if option not in against)

    def _talk(self, inject: Inject | None, title: str) -> Iterator[Intent]:
        """What it asks the simulation cell, and what it tells other teams."""
        if inject is not None and inject.ends:
            return
        if self._lot(self._character.asks) and (text := self._question(inject, title)):
            yield Intent("ask_question", values={"text": text})
        if inject is None or not self._lot(self._character.tells):
            return
        for each in self._expected(inject):
            for step in self._steps(each):
                if step.share and (to := self._readers(step)):
                    text = self._speech.tells(self._speech.does(each))
                    label = {"tlp": step.share.tlp_at_most} if step.share.tlp_at_most else {}
                    said = {"to": to, "text": text, "steps": each.step, **label}
                    yield Intent("send_message", values=said)
                    return
        others = [t for t in self._edition.scenario.teams_of(inject.to) if t != self._team]
        if others and inject.tlp != "RED":
            said = {"to": (self._rng.choice(others),), "text": self._speech.offers(title)}
            yield Intent("send_message", values=said)

    def _question(self, inject: Inject | None, title: str) -> str | None:
        """A question that the news bring up: one that an answer is prepared for, else another."""
        fitting = [r for r in self._edition.scenario.requests if self._may_ask(r, inject)]
        if not fitting:
            return self._speech.asks_about(title) if self._lot(0.5) else None
        request = self._rng.choice(fitting)
        self._asked.add(request.id)
        return self._speech.asks(request)

    def _may_ask(self, request: InformationRequest, inject: Inject | None) -> bool:
        """Whether news make a team think of a question that it has not asked."""
        if inject is None or request.id in self._asked:
            return False
        if self._team not in self._edition.scenario.teams_of(request.to):
            return False
        if request.when is not None:
            return request.when.released in self._heard
        news = f"{inject.title} {inject.body}".casefold()
        return any(word.casefold() in news for word in request.ask)

    def _steps(self, expectation: Expectation) -> Iterator[Step]:
        for ref in expectation.step:
            id, _, step = ref.partition("/")
            playbook = self._edition.playbook(id)
            found = playbook.step(step) if playbook else None
            if found:
                yield found

    def _readers(self, step: Step) -> tuple[str, ...]:
        """The other teams that a step is to be shared with, by id or by playbook role."""
        scenario = self._edition.scenario
        assert step.share is not None
        bound = {
            role: ref.partition("/")[0]
            for use in scenario.playbooks
            for role, ref in use.roles.items()
        }
        named = [bound.get(id, id) for id in step.share.with_]
        known = [id for id in named if id != self._team and scenario.team(id)]
        return tuple(dict.fromkeys(known))


def contrary(edition: Edition, options: tuple[Option, ...]) -> tuple[Option, ...]:
    """The options that the playbooks speak for least; none where they make no difference."""
    ranked = [(_rank(edition, option), option) for option in options]
    lowest = min(rank for rank, _ in ranked)
    if all(rank == lowest for rank, _ in ranked):
        return ()
    return tuple(option for rank, option in ranked if rank == lowest)


def _rank(edition: Edition, option: Option) -> int:
    """What the playbooks say of an option: harmful, nothing, or a step to be taken."""
    rank = 0
    for ref in option.step:
        id, _, step = ref.partition("/")
        playbook = edition.playbook(id)
        if playbook and playbook.never_step(step):
            return -1
        if playbook and playbook.step(step):
            rank = 1
    return rank
