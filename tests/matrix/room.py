"""A room in which two acts are done one after the other, through a real hub on a fixed clock."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from simulator.acts import Command
from simulator.acts.clock import ChangeSpeed, JumpClock, PauseExercise, ResumeExercise
from simulator.acts.improvise import Improvise
from simulator.acts.injects import ReleaseInject, ReleaseInjectNow
from simulator.acts.passes import GoBack, SyncTeams, WithdrawInject
from simulator.acts.pending import SkipInject
from simulator.acts.play import CreateExercise, StartExercise
from simulator.channels.read_aloud import ReadAloud
from simulator.domain.edition import Kit
from simulator.domain.errors import Refused
from simulator.domain.exercise import Exercise, TeamState
from simulator.domain.scenario import Scenario
from simulator.engine.plan import proposals
from simulator.service.clock import FixedClock
from simulator.service.hub import Hub
from simulator.stores.memory import MemoryLog
from tests.builders import FACILITATOR, a_kit
from tests.matrix.page import NOTHING, Outcome

ID = "matrix"
MINUTE = 60.0
BETWEEN = 1
AFTER = 6
"""Wall minutes between the two acts, and after them."""


def a_kit_of(data: dict[str, Any], *, own_story: bool = False) -> Kit:
    """What is played: the page's scenario, or one team of it that lives a story of its own."""
    data = {"id": ID} | data
    if own_story:
        story = data["story"] | {"scope": "team"}
        data |= {"story": story, "teams": [{"id": "team", "title": "Team"}]}
    return a_kit(Scenario.model_validate(data))


class Room:
    """One exercise, two teams called red and blue, and a clock that moves when told."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._log = MemoryLog()
        self._clock = FixedClock()
        self._hub = self._a_hub()
        shared = kit.original.scenario.story.scope == "exercise"
        self.red, self.blue = ("red", "blue") if shared else ("team-1", "team-2")
        self._copies = 1 if shared else 2

    def _a_hub(self) -> Hub:
        return Hub(self._log, self._clock, {"read-aloud": ReadAloud()})

    async def prelude(self) -> None:
        """Bring play to ten minutes: `a` is with both teams, `b` with red alone."""
        await self._do(CreateExercise(kit=self._kit, copies=self._copies))
        await self._do(StartExercise())
        await self._do(ReleaseInject(inject="a"))
        await self._pass(10 * MINUTE)
        await self._do(ReleaseInject(inject="b", teams=(self.red,)))

    async def play(self, first: str, second: str) -> Outcome:
        """Do both acts with a minute between, let the rest pass, and say what is so then."""
        await self.prelude()
        refused = await self._act(first)
        await self._wait(BETWEEN)
        then = await self._act(second)
        await self._wait(AFTER)
        clock = await self._hub.elapsed(ID)
        return self._outcome(await self._hub.exercise(ID), clock, refused, then)

    async def _do(self, command: Command) -> None:
        await self._hub.submit(ID, FACILITATOR, command)

    async def _act(self, act: str) -> str:
        """Do an act; the code with which it is refused."""
        try:
            await self._how(act)
        except Refused as refused:
            return refused.code
        return NOTHING

    def _how(self, act: str) -> Awaitable[None]:
        commands: dict[str, Command] = {
            "pause": PauseExercise(),
            "resume": ResumeExercise(),
            "release": ReleaseInject(inject="c", teams=(self.red,)),
            "release now": ReleaseInjectNow(inject="t"),
            "skip": SkipInject(inject="c", reason="No time."),
            "ad-hoc": Improvise(title="A call", body="The union calls."),
            "withdraw": WithdrawInject(inject="b"),
            "go back": GoBack(inject="a", teams=(self.red,)),
            "jump": JumpClock(exercise=6),
            "speed": ChangeSpeed(factor=4),
            "sync": SyncTeams(inject="b"),
        }
        return self._restart() if act == "restart" else self._do(commands[act])

    async def _restart(self) -> None:
        """The program is gone; another one opens the same log, and its ticker looks at it."""
        await self._hub.close()
        self._hub = self._a_hub()
        await self._hub.tick(ID)

    async def _wait(self, minutes: int) -> None:
        """Let wall minutes pass, with a look at every minute of the exercise clock."""
        looks = round((await self._hub.exercise(ID)).speed)
        for _ in range(minutes * looks):
            await self._pass(MINUTE / looks)

    async def _pass(self, seconds: float) -> None:
        self._clock.move(seconds)
        await self._hub.tick(ID)

    def _outcome(self, exercise: Exercise, clock: float, first: str, second: str) -> Outcome:
        waiting = [pair for story in exercise.stories for pair in proposals(exercise, story)]
        kept = sorted((id, p.deferred.replace("_", " ")) for id, p in waiting if p.deferred)
        teams = {"red": exercise.teams[self.red], "blue": exercise.teams[self.blue]}
        states = [run.state for f in exercise.facts.values() for run in f.deadlines.values()]
        return Outcome(
            first=first,
            second=second,
            released="; ".join(f"{name} {_had(state)}" for name, state in teams.items()),
            deferred=", ".join(f"{id} {why}" for id, why in kept) or NOTHING,
            proposed=" ".join(id for id, p in waiting if not p.deferred) or NOTHING,
            clock=_shown(clock, exercise.status),
            positions="; ".join(f"{n} {s.position or NOTHING}" for n, s in teams.items()),
            deadline=", ".join(states) or NOTHING,
        )


def _had(state: TeamState) -> str:
    """What a team has in its present pass, in the order of its names; what was skipped in ()."""
    found = {id: d.how for id in state.received if (d := state.delivery(id))}
    planned = sorted(id for id in found if len(id) == 1)
    made_up = ["ad-hoc" for id in found if id.startswith("improvised-")]
    named = [id if found[id] == "released" else f"({id})" for id in planned]
    return " ".join([*named, *made_up])


def _shown(clock: float, status: str) -> str:
    """The clock as it stands, and whether it does."""
    minutes, seconds = divmod(round(clock), 60)
    return f"{minutes}:{seconds:02}" + ("" if status == "running" else f" {status}")
