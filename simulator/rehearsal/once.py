"""One run of a rehearsal: bots at every table, a facilitator bot, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from random import Random

from simulator.acts import Command
from simulator.acts.messages import AcknowledgeInject
from simulator.domain.edition import Kit
from simulator.domain.exercise import Exercise, TeamState
from simulator.domain.model import ID_MAX
from simulator.domain.people import Actor, Viewer
from simulator.domain.play import Play
from simulator.domain.rehearsal import Outcome
from simulator.domain.view import Choice
from simulator.engine.reach import enders
from simulator.engine.view import view
from simulator.rehearsal.bots import Bot, Offers
from simulator.rehearsal.characters import Character, cast
from simulator.rehearsal.control import Control
from simulator.rehearsal.facilitators import Manner
from simulator.rehearsal.room import CONTROL, FACILITATOR, Room, accepted
from simulator.rehearsal.standstill import Standstill, standstill
from simulator.rehearsal.watch import Seen, Watch
from simulator.rehearsal.ways import shortest

LONGEST = 12 * 3600.0
"""Seconds of exercise time after which a run is given up."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What all runs of a rehearsal share."""

    kit: Kit
    mix: tuple[Character, ...]
    manners: tuple[Manner, ...]
    seed: int = 1
    copies: int = 1
    language: str = ""
    """The bots' own; the scenario's unless said."""


@dataclass(slots=True)
class _Desk:
    """A bot at its team's screen."""

    team: str
    bot: Bot
    viewer: Viewer
    actor: Actor
    seen: TeamState | None = None
    number: int = 0

    def look(self, exercise: Exercise, elapsed: float) -> None:
        """Take in what is new, if anything is that came from elsewhere."""
        state, last = exercise.teams[self.team], self.seen
        self.seen = state
        if state is last or exercise.status != "running":
            return
        if last is not None and _news(state) == _news(last):
            return
        shown = view(exercise, self.viewer, _unopened, self.number)
        self.number = shown.number
        self.bot.see(shown, elapsed)


def _news(state: TeamState) -> tuple[int, ...]:
    """What tells whether a team was given, told or left with something else."""
    return (id(state.received), id(state.messages), id(state.fresh))


def _unopened(exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
    """What a team may open: the only choices from which a bot takes news."""
    return AcknowledgeInject.offers(exercise, viewer)


class Run:
    """One run under way."""

    def __init__(self, setup: Setup, number: int) -> None:
        rng = Random(f"{setup.seed} {number}")  # noqa: S311 - chance of play, not a secret
        self._number = number
        self.room = Room(setup.kit, setup.copies)
        edition = setup.kit.edition(setup.language)
        manner = rng.choice(setup.manners)
        mix = [*setup.mix]
        rng.shuffle(mix)
        teams = tuple(self.room.exercise.teams)
        self._control = Control(manner, edition, rng)
        self._desks = [
            _desk(team, Bot(character, team, edition, f"{setup.seed} {number}"), edition.language)
            for team, character in cast(tuple(mix), teams).items()
        ]
        self._watch = Watch()

    def to_its_end(self) -> Seen:
        """Play until ENDEX, a dead end, or until it is given up."""
        self._beat()
        while self.room.exercise.status != "ended":
            moments = (self._control.due, *(desk.bot.due for desk in self._desks))
            coming = self.room.next_second(*moments)
            if coming == inf:
                return self._stands()
            if coming > LONGEST:
                return self._seen("given_up")
            self._watch.take(self.room.pass_to(coming), coming)
            self._beat()
        return self._seen("ended")

    def _beat(self) -> None:
        """Everybody looks, then acts, and sees what the others did."""
        self._look()
        self._act()
        self._look()

    def _look(self) -> None:
        """Everybody takes in what is new."""
        exercise, elapsed = self.room.exercise, self.room.elapsed
        self._control.see(exercise, elapsed)
        for desk in self._desks:
            desk.look(exercise, elapsed)

    def _act(self) -> None:
        """Whoever's time has come does one thing."""
        elapsed = self.room.elapsed
        if (due := self._control.due) is not None and due <= elapsed:
            offers = self._offers(CONTROL)
            self._give(self._control.next_act(self.room.exercise, offers, elapsed), FACILITATOR)
        for desk in self._desks:
            if (due := desk.bot.due) is not None and due <= elapsed:
                self._give(desk.bot.act(self._offers(desk.viewer), elapsed), desk.actor)

    def _stands(self) -> Seen:
        """Nothing comes any more: a dead end, or an end that only a facilitator can see."""
        exercise = self.room.exercise
        if dead := standstill(exercise):
            return self._seen("dead_end", dead)
        return self._seen("given_up" if enders(exercise.scenario) else "ended")

    def _offers(self, viewer: Viewer) -> Offers:
        return lambda kind: self.room.offers(kind, viewer)

    def _give(self, command: Command | None, actor: Actor) -> None:
        if command is None:
            return
        came = accepted(self.room, command, actor)
        if isinstance(came, str):
            self._watch.refused.append(came)
        else:
            self._watch.take(came, self.room.elapsed, control=actor is FACILITATOR)

    def _seen(self, outcome: Outcome, dead: Standstill | None = None) -> Seen:
        characters = tuple(desk.bot.character.name for desk in self._desks)
        manner = self._control.manner.name
        return self._watch.seen(self._number, manner, characters, outcome, self.room.exercise, dead)


def _desk(team: str, bot: Bot, language: str) -> _Desk:
    viewer = Viewer(role="participant", team=team, language=language)
    actor = Actor(person=f"bot-{team}"[:ID_MAX], role="participant", team=team)
    return _Desk(team, bot, viewer, actor)


def once(setup: Setup, number: int) -> Seen:
    """What comes of the run of this number: the same in every process."""
    return Run(setup, number).to_its_end()


def way_into(setup: Setup, number: int, dead: Standstill) -> Play | None:
    """The shortest way into the dead end in which a run came to stand, as a play script."""
    run = Run(setup, number)
    run.to_its_end()
    return shortest(setup.kit, setup.copies, run.room.given, dead)
