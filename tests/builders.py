"""Small, readable values for tests, and a table at which an exercise is played in memory."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest

from simulator.acts import (
    COMMAND,
    Command,
    Event,
    Moment,
    Recorded,
    applied,
    choices,
    decided,
    replay,
)
from simulator.acts.amendments import AmendDecision
from simulator.acts.clock import JumpClock, PauseExercise, ResumeExercise
from simulator.acts.decisions import LogDecision
from simulator.acts.injects import ReleaseInject, ReleaseInjectNow
from simulator.acts.pending import SkipInject
from simulator.acts.play import CreateExercise, StartExercise
from simulator.acts.requests import AnswerQuestion, AskQuestion
from simulator.acts.tick import Tick
from simulator.domain.edition import Edition, Face, Kit
from simulator.domain.entries import Decision
from simulator.domain.errors import NotAllowed, Refused
from simulator.domain.exercise import EXERCISE, Exercise
from simulator.domain.people import SYSTEM, Actor, Role, Viewer
from simulator.domain.playbook import Playbook, Rubric
from simulator.domain.scenario import Inject, Scenario
from simulator.domain.view import Card, Choice, Field, View
from simulator.engine.plan import proposals
from simulator.engine.rules import MINUTE
from simulator.engine.view import view
from simulator.stores.base import read_back, stored

NOON = datetime(2031, 5, 12, 12, 0, tzinfo=UTC)
FACILITATOR = Actor(person="facilitator", role="facilitator")
EVALUATOR = Actor(person="eva", role="evaluator")
OBSERVER = Actor(person="olga", role="observer")
PROJECTOR = Actor(person="wall", role="projector")
MOST_TICKS = 100

E = TypeVar("E", bound=Event)


def a_player(team: str = "red", role: str | None = None, person: str | None = None) -> Actor:
    """A participant of a team, called after the team unless a name is given."""
    return Actor(
        person=person or f"{team}-{role or 'player'}",
        role="participant",
        team=team,
        team_role=role,
    )


def seen_by(actor: Actor, language: str = "en") -> Viewer:
    """The audience that somebody belongs to."""
    return Viewer(role=actor.role, team=actor.team, team_role=actor.team_role, language=language)


def a_viewer(role: Role = "facilitator", team: str | None = None, **more: Any) -> Viewer:
    """An audience."""
    return Viewer(role=role, team=team, **more)


def an_inject(id: str, **fields: Any) -> dict[str, Any]:
    """An inject as an author would write it."""
    return {"id": id, "title": f"Title of {id}", "body": f"Body of {id}."} | fields


def a_choice(*options: str | dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A decision point as an author would write it, with options by id or whole."""
    listed = [{"id": o, "label": f"Label {o}"} if isinstance(o, str) else o for o in options]
    return {"question": "What now?", "options": listed} | fields


def an_option(id: str, **fields: Any) -> dict[str, Any]:
    """An option as an author would write it."""
    return {"id": id, "label": f"Label {id}"} | fields


def a_scenario(*injects: str | dict[str, Any], **fields: Any) -> Scenario:
    """A scenario of one team and these injects; a bare id is an inject of that id."""
    listed = [an_inject(i) if isinstance(i, str) else i for i in injects or ("a", "b")]
    given = {"id": "small", "title": "A small hour", "teams": [a_team("red")], "injects": listed}
    return Scenario.model_validate(given | fields)


def a_team(id: str, *roles: str, **fields: Any) -> dict[str, Any]:
    """A team as an author would write it, with roles by id."""
    listed = [{"id": role, "title": f"Role {role}"} for role in roles]
    return {"id": id, "title": f"Team {id}", "roles": listed} | fields


def a_playbook(*steps: str | dict[str, Any], **fields: Any) -> Playbook:
    """The playbook `book` with these steps; a bare id is a step of that id."""
    listed = [
        {"id": s, "phase": "contain", "text": f"Step {s}."} if isinstance(s, str) else s
        for s in steps
    ]
    return Playbook.model_validate({"id": "book", "title": "Book", "steps": listed} | fields)


def a_rubric() -> Rubric:
    """A rubric with one rule."""
    return Rubric.model_validate({"id": "standard", "title": "Standard", "rules": ["coverage"]})


def a_kit(
    scenario: Scenario | None = None,
    *playbooks: Playbook,
    translations: Mapping[str, Scenario] | None = None,
) -> Kit:
    """What an exercise is played from; faces show title and body."""
    scenario = scenario or a_scenario()
    languages = {scenario.language: scenario, **(translations or {})}
    editions = {
        language: Edition(
            language=language,
            scenario=each,
            playbooks=playbooks,
            faces={inject.id: _faces(inject) for inject in each.injects},
        )
        for language, each in languages.items()
    }
    return Kit(language=scenario.language, editions=editions, rubric=a_rubric())


def _faces(inject: Inject) -> tuple[Face, ...]:
    texts = [(inject.title, inject.body)]
    texts += [(v.title or inject.title, v.body) for v in inject.versions]
    return tuple(
        Face(channel=inject.channel, label="Spoken", headline=title, body=body)
        for title, body in texts
    )


def an_exercise(*injects: str | dict[str, Any], **fields: Any) -> Exercise:
    """An exercise of a small scenario that has just started."""
    return Table(a_scenario(*injects, **fields)).start().exercise


class Table:
    """An exercise in memory on a clock the test moves; it decides and settles as the hub does."""

    def __init__(
        self,
        scenario: Scenario | None = None,
        *playbooks: Playbook,
        copies: int = 1,
        kit: Kit | None = None,
    ) -> None:
        self.kit = kit or a_kit(scenario, *playbooks)
        self.records: list[Recorded] = []
        self.stored: list[bytes] = []
        self.now = NOON
        self._state: Exercise | None = None
        self._digest = ""
        self._moved = 0.0
        self.do(CreateExercise(kit=self.kit, copies=copies))

    @property
    def exercise(self) -> Exercise:
        """The state, as the events made it."""
        assert self._state is not None
        return self._state

    @property
    def elapsed(self) -> float:
        """Exercise time now, seconds."""
        if self._state is None or self._state.status != "running":
            return self._state.elapsed if self._state else 0.0
        return self._state.elapsed + self._moved * self._state.speed

    def do(self, command: Command, by: Actor = FACILITATOR) -> Table:
        """Have a command decided and everything that follows from it. Raises as `decide` does."""
        state, records, elapsed = self._state, list[Recorded](), self.elapsed
        actor = by
        for _ in range(MOST_TICKS):
            seq = state.seq + 1 if state else 1
            before = state or Exercise(id="table", kit=self.kit)
            events = decided(command, before, Moment(actor, self.now, elapsed, f"e{seq}"))
            if not events and (records or isinstance(command, Tick)):
                self._keep(state, records)
                return self
            for event in events:
                record = self._record(event, actor, elapsed, state.seq + 1 if state else 1)
                state = applied(state, record)
                records.append(record)
                elapsed = max(elapsed, state.elapsed)
            actor, command = SYSTEM, Tick()
        raise AssertionError("the exercise does not settle")

    def _record(self, event: Event, actor: Actor, elapsed: float, seq: int) -> Recorded:
        return Recorded.model_construct(
            exercise="table",
            seq=seq,
            at=self.now,
            elapsed=elapsed,
            actor=actor,
            event=event,  # type: ignore[arg-type]
        )

    def _keep(self, state: Exercise | None, records: list[Recorded]) -> None:
        for record in records:
            kept = stored(record, self._digest)
            self.stored.append(kept.text)
            self._digest = kept.digest
        self.records += records
        self._state = state
        if records:
            self._moved = 0.0

    def branch(self) -> Table:
        """Another table at the same point, to try something out."""
        other = copy(self)
        other.records, other.stored = list(self.records), list(self.stored)
        return other

    def replayed(self) -> Exercise | None:
        """The state that the stored bytes lead to."""
        return replay(read_back(text) for text in self.stored)

    def at(self, number: int) -> Exercise:
        """The state after so many records."""
        found = replay(read_back(text) for text in self.stored[:number])
        assert found is not None
        return found

    # What is done at a table

    def start(self) -> Table:
        """STARTEX."""
        return self.do(StartExercise())

    def pause(self) -> Table:
        """The clock stands."""
        return self.do(PauseExercise())

    def resume(self) -> Table:
        """The clock runs again."""
        return self.do(ResumeExercise())

    def wait(self, minutes: float) -> Table:
        """Let wall time pass, and enter play."""
        self.now += timedelta(minutes=minutes)
        if self._state and self._state.status == "running":
            self._moved += minutes * MINUTE
        return self.do(Tick(), SYSTEM)

    def jump(self, minutes: float | None = None, story: float | None = None) -> Table:
        """Move a clock forward."""
        return self.do(JumpClock(exercise=minutes, story=story))

    def release(self, *injects: str, teams: tuple[str, ...] = ()) -> Table:
        """Release proposed injects, one after the other."""
        for inject in injects:
            self.do(ReleaseInject(inject=inject, teams=teams))
        return self

    def release_now(self, inject: str, *teams: str) -> Table:
        """Release an inject whatever the plan says."""
        return self.do(ReleaseInjectNow(inject=inject, teams=teams))

    def skip(self, inject: str, *teams: str, as_if: str | None = None) -> Table:
        """Leave an inject out."""
        return self.do(SkipInject(inject=inject, teams=teams, as_if=as_if, reason="No time."))

    def decide(
        self,
        inject: str | None = None,
        option: str | None = None,
        *steps: str,
        by: Actor | None = None,
        **fields: Any,
    ) -> Table:
        """A decision of the red team's, or of `by`."""
        text = fields.pop("text", None) or (None if option else "We act.")
        command = LogDecision(inject=inject, option=option, text=text, steps=steps, **fields)
        return self.do(command, by or a_player())

    def amend(self, by: Actor | None = None, **fields: Any) -> Table:
        """A decision amended."""
        return self.do(AmendDecision(**fields), by or a_player())

    def ask(self, text: str, by: Actor | None = None) -> Table:
        """A question to the simulation cell."""
        return self.do(AskQuestion(text=text), by or a_player())

    def answer(self, **fields: Any) -> Table:
        """A question answered."""
        return self.do(AnswerQuestion(**fields))

    def refusal(self, command: Command, by: Actor = FACILITATOR) -> str:
        """The code with which a command is refused; it leaves no trace."""
        before, number = self._state, len(self.records)
        with pytest.raises((Refused, NotAllowed)) as refused:
            self.do(command, by)
        assert self._state is before
        assert len(self.records) == number
        return refused.value.code

    # What can be read off it

    def proposed(self, story: str = EXERCISE) -> list[str]:
        """What waits for the facilitator, deferred ones too, in the order it is offered."""
        return [id for id, _ in proposals(self.exercise, story)]

    def deferred(self, story: str = EXERCISE) -> dict[str, str]:
        """What could not go by itself, and why."""
        found = self.exercise.facts[story].proposals
        return {id: p.deferred for id, p in found.items() if p.deferred}

    def events(self, kind: type[E]) -> list[E]:
        """All events of a kind."""
        return [r.event for r in self.records if isinstance(r.event, kind)]

    def milestone(self, name: str, story: str = EXERCISE) -> object:
        """A milestone's value."""
        return self.exercise.facts[story].milestones[name].value

    def variable(self, name: str, story: str = EXERCISE) -> object:
        """A variable's value."""
        return self.exercise.facts[story].variables[name].value

    def received(self, team: str = "red") -> list[str]:
        """The injects a team has, in their order."""
        deliveries = [
            (d.seq, id)
            for id, all_ in self.exercise.teams[team].received.items()
            for d in all_
            if d.how == "released"
        ]
        return [id for _, id in sorted(deliveries)]

    def last_decision(self, inject: str | None = None, team: str = "red") -> Decision:
        """A team's latest decision on an inject."""
        return self.exercise.teams[team].decisions[inject or ""][-1]

    def met(self, team: str = "red") -> list[str]:
        """The expectations that a team met."""
        return list(self.exercise.teams[team].met)

    def view(self, actor: Actor = FACILITATOR, after: int = 0, language: str = "en") -> View:
        """What somebody may see and do."""
        return self.view_of(self.exercise, actor, after, language)

    def view_of(
        self, exercise: Exercise, actor: Actor, after: int = 0, language: str = "en"
    ) -> View:
        """What somebody may see and do in another state."""
        return view(exercise, seen_by(actor, language), choices, after)

    def cards(self, actor: Actor = FACILITATOR, kind: str | None = None) -> list[Card]:
        """The cards somebody sees, of one kind or all."""
        return [c for c in self.view(actor).cards if kind in (None, c.kind)]

    def sees(self, actor: Actor) -> list[str]:
        """The injects somebody sees."""
        return [c.inject for c in self.cards(actor, "inject") if c.inject]

    def offers(self, actor: Actor = FACILITATOR, kind: str | None = None) -> list[Choice]:
        """What somebody may do, of one kind or all."""
        return [c for c in self.view(actor).choices if kind in (None, c.kind)]


def filled(choice: Choice, exercise: Exercise) -> Command:
    """The command of an offer with nothing but its required fields filled in."""
    values: dict[str, Any] = dict(choice.given)
    for field in choice.fields:
        if field.required and field.unless not in values:
            values[field.name] = _some_value(field, choice, exercise)
    return COMMAND.validate_python({"kind": choice.kind, **values})


def _some_value(field: Field, choice: Choice, exercise: Exercise) -> object:
    if field.kind == "flag":
        return not field.options or field.options[0][0] == "true"
    if field.name == "at":
        return 0
    if field.options:
        return field.options[0][0]
    if choice.kind == "change_speed":
        return 2 if exercise.speed == 1 else 1
    if field.kind == "number":
        declared = next(v for v in exercise.scenario.variables if v.id == choice.about)
        values = (n for n in (1, 2, declared.min, declared.max) if n is not None)
        now = [facts.variables[choice.about].value for facts in exercise.facts.values()]
        return next(n for n in values if declared.allows(n) and n not in now)
    if field.kind == "id":
        return "somebody-else"
    return 1 if field.kind == "span" else "Something."
