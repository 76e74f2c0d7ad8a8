"""A table at which bots play a small exercise, on a clock that only the test moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.acts import Command, choices
from simulator.acts.decisions import DecisionLogged
from simulator.domain.edition import Kit
from simulator.domain.errors import SimulatorError
from simulator.domain.people import Actor
from simulator.domain.view import View
from simulator.engine.view import view
from simulator.rehearsal.bots import Bot
from simulator.rehearsal.characters import CHARACTERS, Character
from tests.builders import (
    Table,
    a_choice,
    a_kit,
    a_playbook,
    a_player,
    a_scenario,
    a_team,
    an_inject,
    an_option,
    seen_by,
)

BOOK = a_playbook(
    "cut",
    {
        "id": "call",
        "phase": "identify",
        "text": "Call.",
        "share": {"with": ["desk", "red", "police"], "tlp_at_most": "GREEN"},
    },
    roles=[{"id": "desk", "title": "Desk"}],
    never=[{"id": "wipe", "text": "Wipe it."}],
)
POINT = a_choice(
    an_option("cut", label="Cut it off.", step="book/cut", pros=["Nothing spreads."]),
    an_option("wipe", example="We wipe all of it.", step="book/wipe"),
    an_option("wait"),
    decides="red",
)
INJECTS = (
    an_inject(
        "a",
        title="The alarm",
        body="The backup is gone.",
        expectations=[
            {"id": "x", "text": "Call the duty officer.", "team": "red", "step": "book/call"},
            {"id": "y", "text": "Cut.", "example": "We pull it.", "team": "red", "free": True},
            {"id": "z", "text": "Tell us.", "example": "We tell all.", "free": True},
        ],
    ),
    an_inject("b", decision=POINT),
    an_inject("c", ends=True),
)
REQUESTS = (
    {"id": "copies", "title": "State of the copies", "ask": ["backup"], "answer": "None."},
    {"id": "law", "title": "The law", "ask": ["law"], "when": {"released": "b"}, "answer": "No."},
    {"id": "theirs", "title": "Is it real?", "ask": ["alarm"], "to": ["blue"], "answer": "Yes."},
)
A_LITTLE = 0.001
"""Seconds, so that what is due is due however the times are added up."""


def small_kit() -> Kit:
    """Two teams, three injects, one playbook."""
    scenario = a_scenario(
        *INJECTS,
        teams=[a_team("red"), a_team("blue")],
        requests=list(REQUESTS),
        playbooks=[{"use": "book", "roles": {"desk": "blue"}}],
    )
    return a_kit(scenario, BOOK)


@dataclass(frozen=True)
class Act:
    """What a bot did, and when."""

    elapsed: float
    team: str
    command: Command


class Room:
    """An exercise with a bot at each of these teams."""

    def __init__(
        self, kit: Kit, character: Character, seed: int, teams: tuple[str, ...], copies: int = 1
    ) -> None:
        self.table = Table(kit=kit, copies=copies)
        self.bots = {team: Bot(character, team, kit.original, seed) for team in teams}
        self.acts: list[Act] = []
        self.refused: list[str] = []
        self._seen = dict.fromkeys(teams, 0)

    def start(self) -> Room:
        """STARTEX."""
        self.table.start()
        return self

    def view(self, team: str, after: int = 0) -> View:
        """What a team's seat sees."""
        return view(self.table.exercise, seen_by(a_player(team)), choices, after)

    def minutes(self, count: float) -> Room:
        """Let time pass; whenever a bot wants to act, all of them look."""
        end = self.table.elapsed + count * 60
        self.beat()
        while (due := self._next(end)) < end:
            self.table.wait(max(0.0, due - self.table.elapsed + A_LITTLE) / 60)
            self.beat()
        self.table.wait(max(0.0, end - self.table.elapsed) / 60)
        return self

    def _next(self, end: float) -> float:
        return min((bot.due for bot in self.bots.values() if bot.due is not None), default=end)

    def beat(self) -> None:
        """Each bot looks at what changed and does what it wants to."""
        for team, bot in self.bots.items():
            shown = self.view(team, self._seen[team])
            self._seen[team] = shown.number
            command = bot.next_act(shown, self.table.elapsed)
            if command is None:
                continue
            try:
                self.table.do(command, a_player(team))
                self.acts.append(Act(self.table.exercise.elapsed, team, command))
            except SimulatorError as error:
                self.refused.append(error.code)

    def said(self, team: str = "red") -> list[DecisionLogged]:
        """The entries of a team."""
        return [each for each in self.table.events(DecisionLogged) if each.team == team]


def played(
    character: str = "diligent", seed: int = 0, teams: tuple[str, ...] = ("red", "blue")
) -> Room:
    """All three injects, each with time enough for the slowest."""
    room = Room(small_kit(), CHARACTERS[character], seed, teams).start()
    for inject in ("a", "b", "c"):
        room.table.release(inject)
        room.minutes(60)
    return room


def rooms(character: str, count: int) -> Iterator[Room]:
    """The same exercise with many seeds."""
    return (played(character, seed) for seed in range(count))


def somebody(team: str = "red") -> Actor:
    """A person in a team, beside the bot."""
    return a_player(team, person="ana")
