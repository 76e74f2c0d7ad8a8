"""Exercise control as a bot: it releases, answers, decides for a silent table, and ends play.

It sees all that a facilitator sees, the state itself, and does only what is offered.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from simulator.acts import Command
from simulator.domain.edition import Edition
from simulator.domain.entries import Question
from simulator.domain.exercise import Exercise, Facts, Proposal, TeamState
from simulator.domain.scenario import Inject
from simulator.engine import rules
from simulator.engine.line import line_of
from simulator.engine.plan import openings
from simulator.engine.rules import MINUTE
from simulator.rehearsal.bots import Offers, offered
from simulator.rehearsal.facilitators import Manner
from simulator.text import words

USUAL = 90.0
"""Minutes over which the decks are used where a scenario says no length."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing to do when its time has come: what, in which story, about what."""

    what: str
    story: str = ""
    about: str = ""


class Control:
    """One exercise's facilitator: the same seed and the same play lead to the same acts."""

    def __init__(self, manner: Manner, edition: Edition, rng: Random) -> None:
        self.manner = manner
        self._edition = edition
        self._rng = rng
        self._errands: list[tuple[float, int, Errand]] = []
        self._count = 0
        self._known: set[object] = set()
        """What it has taken note of, each once."""
        self._paced: dict[tuple[str, str], str] = {}
        """Story and inject that wait for answers → the inject these are about."""
        self._out: Counter[str] = Counter()
        """Story → how many injects have gone out in it."""
        self._facts: dict[str, Facts] = {}
        self._teams: dict[str, TeamState] = {}
        self._later(0.0, Errand("start"))

    @property
    def due(self) -> float | None:
        """When it wants to act next, seconds of exercise time; None while it waits for news."""
        return self._errands[0][0] if self._errands else None

    def see(self, exercise: Exercise, elapsed: float) -> None:
        """Take in how play stands, and plan what to do about what is new."""
        if exercise.status != "running":
            return
        if self._new("decks"):
            self._use_decks(exercise)
        for story in exercise.stories:
            facts = exercise.facts[story]
            if self._facts.get(story) is not facts:
                self._facts[story] = facts
                self._look(exercise, story, facts, elapsed)
        for team, state in exercise.teams.items():
            known = self._teams.get(team)
            if known is state:
                continue
            self._teams[team] = state
            if known is None or known.questions is not state.questions:
                self._listen(state, elapsed)
            if known is None or known.decisions is not state.decisions:
                self._hear(exercise, exercise.story_of(team), elapsed)
            if known is None or known.received is not state.received:
                self._mind(exercise, state, exercise.story_of(team), elapsed)

    def next_act(self, exercise: Exercise, offers: Offers, elapsed: float) -> Command | None:
        """What it does now, if anything; only what is offered."""
        while self._errands and self._errands[0][0] <= elapsed:
            _, _, errand = heapq.heappop(self._errands)
            does = getattr(self, f"_{errand.what}")
            command: Command | None = does(exercise, offers, errand, elapsed)
            if command is not None:
                return command
        return None

    # What it takes note of

    def _look(self, exercise: Exercise, story: str, facts: Facts, elapsed: float) -> None:
        for id, proposal in facts.proposals.items():
            if proposal.ready and self._new(("proposed", story, id, proposal.since)):
                self._propose(exercise, story, id, proposal, elapsed)
        for id in facts.timed_out:
            if self._new(("timed out", story, id)):
                self._later(elapsed + self._soon(), Errand("decide", story, id))
        ended = all(exercise.facts[each].end_proposed for each in exercise.stories)
        if ended and self._new("end"):
            self._later(elapsed + self.manner.patience + self._soon(), Errand("end"))

    def _propose(
        self, exercise: Exercise, story: str, id: str, proposal: Proposal, elapsed: float
    ) -> None:
        inject = exercise.scenario.inject(id)
        assert inject is not None
        what = "skip" if inject.optional and self._lot(self.manner.skips) else "release"
        wait = self._soon()
        source = proposal.source or ""
        timed = inject.release.delay or inject.release.at or inject.release.not_by
        if what == "release" and not timed and not self._answered(exercise, story, source):
            self._paced[story, id] = source
            wait += self.manner.patience
        self._later(elapsed + wait, Errand(what, story, id))

    def _hear(self, exercise: Exercise, story: str, elapsed: float) -> None:
        """Something was decided: what waited for it need not wait any more."""
        for (where, id), source in list(self._paced.items()):
            if where == story and self._answered(exercise, story, source):
                del self._paced[where, id]
                self._later(elapsed + self._soon(), Errand("release", story, id))

    def _listen(self, state: TeamState, elapsed: float) -> None:
        for question in state.questions:
            if question.state != "open" or not self._new(("asked", question.id)):
                continue
            if self._lot(self.manner.answers):
                self._later(elapsed + 2 * self._soon(), Errand("answer", about=question.id))

    def _mind(self, exercise: Exercise, state: TeamState, story: str, elapsed: float) -> None:
        """Something went out: if play comes to hang on it, it is not to hang there for ever."""
        for id in state.received:
            if not self._new(("out", story, id)):
                continue
            self._out[story] += 1
            inject = exercise.scenario.inject(id)
            if inject and inject.decision and _hangs_on_choice(exercise, inject):
                wait = max((inject.decision.time_limit or 0) * MINUTE, self.manner.decides_after)
                self._later(elapsed + wait, Errand("decide", story, id))
            if self.manner.forces_after < math.inf:
                still = Errand("force", story, str(self._out[story]))
                self._later(elapsed + self.manner.forces_after, still)

    def _use_decks(self, exercise: Exercise) -> None:
        """When to use which inject of the decks."""
        length = (exercise.scenario.planned or USUAL) * MINUTE
        for inject in exercise.scenario.injects:
            if inject.pool and self._lot(self.manner.decks):
                at = self._rng.uniform(0.1, 0.9) * length
                self._later(at, Errand("deck", about=inject.id))

            if inject.pool and self.manner.helps_after < math.inf:
                for team in rules.addressed(exercise, inject.to):
                    if self._new(("helps", team)):
                        self._later(self.manner.helps_after, Errand("help", about=team))

    def _answered(self, exercise: Exercise, story: str, source: str) -> bool:
        """Whether all that were given an inject have said something about it, and chosen."""
        inject = exercise.scenario.inject(source)
        if inject is None:
            return True
        if inject.decision and not rules.decided(exercise, story, inject):
            return False
        given = rules.teams_that_received(exercise, source, story)
        return all(source in exercise.teams[team].decisions for team in given)

    # What it does

    def _start(
        self, exercise: Exercise, offers: Offers, errand: Errand, elapsed: float
    ) -> Command | None:
        return offered(offers, "start_exercise", "", {})

    def _end(
        self, exercise: Exercise, offers: Offers, errand: Errand, elapsed: float
    ) -> Command | None:
        return offered(offers, "end_exercise", "", {})

    def _release(
        self, exercise: Exercise, offers: Offers, errand: Errand, elapsed: float
    ) -> Command | None:
        self._paced.pop((errand.story, errand.about), None)
        said = {"teams": _only(exercise, errand.story)}
        return offered(offers, "release_inject", errand.about, said)

    def _deck(
        self, exercise: Exercise, offers: Offers, errand: Errand, elapsed: float
    ) -> Command | None:
        return offered(offers, "release_inject", errand.about, {})

    def _help(
        self, exercise: Exercise, offers: Offers, errand: Errand, elapsed: float
    ) -> Command | None:
        """Give a team that has had nothing for long one of the decks, as long as there are any."""
        team = errand.about
        scenario, teams = exercise.scenario, exercise.teams
        left = [
            inject.id
            for inject in scenario.injects
            if inject.pool
            and team in rules.addressed(exercise, inject.to)
            and teams[team].delivery(inject.id) is None
        ]
        quiet_since = _last_news(teams[team])
        if not left:
            return None
        if elapsed < quiet_since + self.manner.helps_after:
            self._later(quiet_since + self.manner.helps_after, errand)
            return None
        self._later(elapsed + self.manner.helps_after, errand)
        return offered(offers, "release_inject", self._rng.choice(left), {})

    def _skip(
        self, exercise: Exercise, offers: Offers, errand: Errand, elapsed: float
    ) -> Command | None:
        inject = exercise.scenario.inject(errand.about)
        assert inject is not None
        said: dict[str, object] = {"teams": _only(exercise, errand.story)}
        if inject.decision and inject.decision.options:
            said["as_if"] = self._rng.choice(inject.decision.options).id
        return offered(offers, "skip_inject", errand.about, said)

    def _force(
        self, exercise: Exercise, offers: Offers, errand: Errand, elapsed: float
    ) -> Command | None:
        """Send what is open and not due yet, unless something went out or waits by now."""
        waits = exercise.facts[errand.story].proposals
        if waits or str(self._out[errand.story]) != errand.about:
            return None
        for opening in openings(exercise, errand.story):
            inject = exercise.scenario.inject(opening.inject)
            if inject is None or not inject.on_line:
                continue
            early = Errand("force", errand.story, inject.id)
            if inject.optional and self._lot(self.manner.skips):
                return self._skip(exercise, offers, early, elapsed)
            said = {"teams": _only(exercise, errand.story)}
            return offered(offers, "release_inject_now", inject.id, said)
        return None

    def _decide(
        self, exercise: Exercise, offers: Offers, errand: Errand, elapsed: float
    ) -> Command | None:
        """Enter a decision for a table that came to none: the option to assume, else any."""
        inject = exercise.scenario.inject(errand.about)
        point = inject.decision if inject else None
        if inject is None or point is None or not point.options:
            return None
        team = _decider(exercise, errand.story, inject)
        if team is None or rules.decided(exercise, errand.story, inject):
            return None
        assumed = point.on_timeout.assume if point.on_timeout else None
        option = assumed or self._rng.choice(point.options).id
        said = {"option": option, "text": self._says("decided"), "team": team}
        return offered(offers, "log_decision", errand.about, said)

    def _answer(
        self, exercise: Exercise, offers: Offers, errand: Errand, elapsed: float
    ) -> Command | None:
        """Send the prepared answer that fits; wait for one that takes a while; else type one."""
        asked = next((q for q in _questions(exercise) if q.id == errand.about), None)
        if asked is None or asked.state != "open":
            return None
        for request in asked.suggested:
            said = {"request": request}
            if found := offered(offers, "answer_question", errand.about, said, "question"):
                return found
        slow = {r.id: r.delay * MINUTE for r in exercise.scenario.requests if r.delay}
        ready = max((asked.since + slow.get(r, 0.0) for r in asked.suggested), default=0.0)
        if ready > elapsed:
            self._later(ready + self._soon(), errand)
            return None
        said = {"text": self._says("unknown")}
        return offered(offers, "answer_question", errand.about, said, "question")

    # Small things

    def _says(self, key: str) -> str:
        return words(f"bots.control.{key}", self._edition.language)

    def _new(self, what: object) -> bool:
        """Whether something is noted for the first time."""
        if what in self._known:
            return False
        self._known.add(what)
        return True

    def _later(self, at: float, errand: Errand) -> None:
        self._count += 1
        heapq.heappush(self._errands, (at, self._count, errand))

    def _lot(self, share: float) -> bool:
        return self._rng.random() < share

    def _soon(self) -> float:
        return math.exp(self._rng.gauss(math.log(self.manner.reacts), self.manner.spread))


def hanging(exercise: Exercise, story: str) -> list[str]:
    """The injects whose decision play waits for, in the order of the scenario."""
    return [
        inject.id
        for inject in exercise.scenario.injects
        if _hangs_on_choice(exercise, inject)
        and rules.out_at(exercise, story, inject.id)
        and _decider(exercise, story, inject)
        and not rules.decided(exercise, story, inject)
    ]


def _hangs_on_choice(exercise: Exercise, inject: Inject) -> bool:
    """Whether where play goes from an inject may depend on an option that somebody chooses."""
    ways = line_of(exercise.scenario).ways.get(inject.id, ())
    asks = inject.decision is not None and bool(inject.decision.options)
    return asks and any(way.option or way.when for way in ways)


def _decider(exercise: Exercise, story: str, inject: Inject) -> str | None:
    """The team for which a decision counts, of those that were given the inject."""
    deciding = (inject.decision.decides if inject.decision else None) or ""
    named = deciding.partition("/")[0]
    for team in rules.teams_that_received(exercise, inject.id, story):
        if exercise.teams[team].declared == named or not named:
            return team
    return None


def _only(exercise: Exercise, story: str) -> tuple[str, ...]:
    """The teams of a story, where each lives its own; none named means all."""
    return () if exercise.shared else (story,)


def _last_news(state: TeamState) -> float:
    """When a team last got an inject, or did something."""
    given = (delivery.since for all_ in state.received.values() for delivery in all_)
    return max(max(given, default=0.0), state.acted or 0.0)


def _questions(exercise: Exercise) -> Iterator[Question]:
    for state in exercise.teams.values():
        yield from state.questions
