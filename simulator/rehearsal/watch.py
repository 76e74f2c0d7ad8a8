"""What is noted of one run: counts and times, so that its exercise can be forgotten."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.acts import Event
from simulator.acts.decisions import DecisionLogged
from simulator.acts.injects import InjectReleased
from simulator.acts.messages import InjectAcknowledged, MessageSent
from simulator.acts.requests import QuestionAnswered, QuestionAsked, QuestionDeclined
from simulator.domain.exercise import Exercise
from simulator.domain.rehearsal import Outcome
from simulator.engine import rules
from simulator.engine.expectations import is_for
from simulator.engine.reach import enders
from simulator.rehearsal.standstill import Standstill

TEN_MINUTES = 600.0
Bins = Mapping[tuple[str, int], int]
"""Team and ten minutes of exercise time → how many."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of one run."""

    number: int
    manner: str
    characters: tuple[str, ...]
    """Who played, in the order of the teams."""
    outcome: Outcome
    duration: float
    """Seconds of exercise time."""
    ends: tuple[str, ...]
    """The injects that end the scenario and went out."""
    dead: Standstill | None
    steps: int
    """How many acts led there, the facilitator's and choices of options."""
    injects: tuple[str, ...]
    options: tuple[str, ...]
    """`inject/option`, those that counted for their story."""
    given: Bins
    decided: Bins
    idle: Mapping[str, tuple[float, str]]
    """Team → its longest idle time in seconds, and the inject it had last."""
    asked_of: tuple[str, ...]
    """`inject/expectation` that somebody had the chance to meet."""
    met: tuple[str, ...]
    control: tuple[int, ...]
    """The facilitator's acts in each ten minutes."""
    busiest: int
    """The most acts of the facilitator within any ten minutes."""
    questions: int
    unanswered: int
    most_waiting: int
    waited: float
    """Seconds that answered questions waited, all together."""
    entered: tuple[str, ...]
    """Injects about which control entered the decision, for nobody came to one."""
    refused: tuple[str, ...]
    """Codes with which the rules refused what they had offered."""


@dataclass(slots=True)
class Watch:
    """A run looked at while it goes on."""

    given: Counter[tuple[str, int]] = field(default_factory=Counter)
    decided: Counter[tuple[str, int]] = field(default_factory=Counter)
    options: set[str] = field(default_factory=set)
    entered: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    steps: int = 0
    _control: Counter[int] = field(default_factory=Counter)
    _recent: deque[float] = field(default_factory=deque)
    _busiest: int = 0
    _idle: dict[str, tuple[float, str]] = field(default_factory=dict)
    _last: dict[str, float] = field(default_factory=dict)
    _had: dict[str, str] = field(default_factory=dict)
    _open: dict[str, float] = field(default_factory=dict)
    _most_waiting: int = 0
    _questions: int = 0
    _waited: float = 0.0

    def take(self, events: tuple[Event, ...], elapsed: float, *, control: bool = False) -> None:
        """Note what happened at a moment; whether the facilitator asked for it."""
        ten = int(elapsed // TEN_MINUTES)
        if control:
            self._act(ten, elapsed)
        for event in events:
            if isinstance(event, DecisionLogged):
                self._decided(event, ten, elapsed, control)
            elif isinstance(event, InjectReleased):
                self._released(event, ten, elapsed)
            elif isinstance(event, QuestionAsked):
                self._asked(event, elapsed)
            elif isinstance(event, QuestionAnswered | QuestionDeclined):
                self._waited += elapsed - self._open.pop(event.question, elapsed)
                self._heard(event.team, elapsed)
            elif isinstance(event, MessageSent | InjectAcknowledged):
                for team in (event.team, *getattr(event, "to", ())):
                    self._heard(team, elapsed)

    def _act(self, ten: int, elapsed: float) -> None:
        self._control[ten] += 1
        self.steps += 1
        self._recent.append(elapsed)
        while self._recent[0] <= elapsed - TEN_MINUTES:
            self._recent.popleft()
        self._busiest = max(self._busiest, len(self._recent))

    def _released(self, event: InjectReleased, ten: int, elapsed: float) -> None:
        for team in event.teams:
            self.given[team, ten] += 1
            self._heard(team, elapsed)
            self._had[team] = event.inject

    def _decided(self, event: DecisionLogged, ten: int, elapsed: float, control: bool) -> None:
        self.decided[event.team, ten] += 1
        self._heard(event.team, elapsed)
        if event.option:
            self.steps += not control
            self.options.add(f"{event.inject}/{event.option}")
        if control and event.inject:
            self.entered.add(event.inject)

    def _asked(self, event: QuestionAsked, elapsed: float) -> None:
        self._questions += 1
        self._open[event.question] = elapsed
        self._most_waiting = max(self._most_waiting, len(self._open))
        self._heard(event.team, elapsed)

    def _heard(self, team: str, elapsed: float) -> None:
        """A team got or did something: what it was idle before is over."""
        idle = elapsed - self._last.get(team, 0.0)
        if idle > self._idle.get(team, (0.0, ""))[0]:
            self._idle[team] = (idle, self._had.get(team, ""))
        self._last[team] = elapsed

    def seen(
        self,
        number: int,
        manner: str,
        characters: tuple[str, ...],
        outcome: Outcome,
        exercise: Exercise,
        dead: Standstill | None = None,
    ) -> Seen:
        """What came of the run, when it is over; until then everybody may have been idle."""
        for team in exercise.teams:
            self._heard(team, exercise.elapsed)
        tens = range(int(exercise.elapsed // TEN_MINUTES) + 1)
        out = [i for i in exercise.scenario.injects if _reached(exercise, i.id)]
        return Seen(
            number=number,
            manner=manner,
            characters=characters,
            outcome=outcome,
            duration=exercise.elapsed,
            ends=tuple(i.id for i in enders(exercise.scenario) if i in out),
            dead=dead,
            steps=self.steps,
            injects=tuple(i.id for i in out),
            options=tuple(sorted(self.options)),
            given=dict(self.given),
            decided=dict(self.decided),
            idle={team: self._idle.get(team, (0.0, "")) for team in exercise.teams},
            asked_of=_chances(exercise),
            met=_met(exercise),
            control=tuple(self._control[ten] for ten in tens),
            busiest=self._busiest,
            questions=self._questions,
            unanswered=len(self._open),
            most_waiting=self._most_waiting,
            waited=self._waited,
            entered=tuple(sorted(self.entered)),
            refused=tuple(self.refused),
        )


def _reached(exercise: Exercise, inject: str) -> bool:
    return any(rules.last_release(state, inject) for state in exercise.teams.values())


def _chances(exercise: Exercise) -> tuple[str, ...]:
    """The expectations that some team had to meet: it was given the inject."""
    return tuple(
        f"{inject.id}/{each.id}"
        for inject in exercise.scenario.injects
        if inject.expectations
        for each in inject.expectations
        if any(
            inject.id in state.received and is_for(exercise, inject, each, team)
            for team, state in exercise.teams.items()
        )
    )


def _met(exercise: Exercise) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ref for state in exercise.teams.values() for ref in state.met))
