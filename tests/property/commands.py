"""Random commands: what is offered, filled in at random, and anything at all by anybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from random import Random
from typing import Any

from pydantic import ValidationError

from simulator.acts import COMMAND, OFFERED, Command
from simulator.acts.clock import InterruptExercise
from simulator.acts.improvise import Improvise
from simulator.acts.people import JoinExercise, LeaveExercise
from simulator.acts.tick import Tick
from simulator.domain.exercise import Exercise
from simulator.domain.people import Actor
from simulator.domain.view import Choice, Field
from simulator.engine import passes, rules
from simulator.service.prepare import prepared
from tests.builders import EVALUATOR, FACILITATOR, OBSERVER, PROJECTOR, Table, a_player, seen_by
from tests.property.scenarios import CHANNELS, INJECTS, MOODS, STEPS

LEAD = Actor(person="lea", role="lead-evaluator")
STAFF = (FACILITATOR, EVALUATOR, LEAD)
EVERY: tuple[type[Command], ...] = (*OFFERED, JoinExercise, LeaveExercise, Tick, InterruptExercise)
"""Every command but the one that creates an exercise."""
OR_ELSE = {("jump_clock", "exercise"), ("observe", "expectation"), ("log_decision", "at")}
"""Fields that only one of may be given: each with that which stands in for it."""
TOGETHER = {("send_message", "to"), ("sync_teams", "teams")}
"""Fields whose options are right or wrong by what else is given."""
OFTEN = {
    "release_inject": 20,
    "log_decision": 10,
    "resume_exercise": 12,
    "sync_teams": 12,
    "answer_question": 4,
    "ask_question": 2,
    "jump_clock": 5,
    "edit_inject": 5,
    "go_back": 2,
    "unhold_inject": 3,
    "pause_exercise": 3,
    "unmute_person": 3,
}
"""How much more often than others some kinds are given: without them little else happens."""
LIKELY = {"option": 0.7, "teams": 0.5, "final": 0.6, "as_if": 0.5}
"""Fields that nobody has to fill in, and how often it is done at least."""
Texts = Iterator[str]


def texts() -> Texts:
    """Texts to type, each once."""
    number = 0
    while True:
        yield f"zt{number}q"
        number += 1


def seated(exercise: Exercise) -> tuple[Actor, ...]:
    """Somebody of every audience."""
    playing = (a_player(team, role) for team in exercise.teams for role in (None, "chief", "clerk"))
    return (*STAFF, OBSERVER, PROJECTOR, *playing)


def heard(exercise: Exercise) -> tuple[Actor, ...]:
    """Those of them who may act: neither muted nor sent away."""
    shut = exercise.access.muted | exercise.access.revoked
    return tuple(actor for actor in seated(exercise) if actor.person not in shut)


class Filling:
    """Fills in a choice at random: what is required, and some of what is not."""

    def __init__(self, r: Random, table: Table, actor: Actor, typed: Texts) -> None:
        self._r, self._table, self._actor, self._typed = r, table, actor, typed
        self._values: dict[str, Any] = {}

    def filled(self, choice: Choice) -> Command:
        """The command of a choice."""
        self._values = dict(choice.given)
        fields = {field.name: field for field in choice.fields}
        for name in self._wanted(choice, fields):
            value = self._value(choice, fields[name])
            if value not in (None, [], ()):
                self._values[name] = value
        self._agree(choice)
        command: Command = COMMAND.validate_python({"kind": choice.kind, **self._values})
        return prepared(command, self._table.kit, CHANNELS)

    def _wanted(self, choice: Choice, fields: dict[str, Field]) -> list[str]:
        """The fields to fill, the team first: others hang on it."""
        eager = self._r.choice((0.0, 0.2, 0.6))
        wanted = {
            name
            for name, field in fields.items()
            if field.required or self._r.random() < max(eager, LIKELY.get(name, 0.0))
        }
        for name, field in fields.items():
            if field.unless not in fields:
                continue
            both = {name, str(field.unless)}
            if field.required and wanted & both == {name} and self._r.random() < 0.5:
                wanted = wanted - both | {str(field.unless)}
            if (choice.kind, name) in OR_ELSE and both <= wanted:
                wanted.remove(self._r.choice(sorted(both)))
        if choice.kind == "log_decision" and wanted & {"at", "wall"}:
            wanted.add("reason")
        if "final" in wanted:
            wanted.add("text")
        return sorted(wanted, key=lambda name: (name != "team", list(fields).index(name)))

    def _agree(self, choice: Choice) -> None:
        """What one field asks of another."""
        given = self._values
        if choice.kind == "plan_improvement" and {"start", "due"} <= given.keys():
            given["start"], given["due"] = sorted((given["start"], given["due"]))
        if choice.kind == "amend_decision" and "option" in given:
            exercise, about = self._table.exercise, given["inject"]
            if rules.branch_taken(exercise, exercise.story_of(self._acting_for()), about):
                del given["option"]  # another team's it may still be
        row = self._table.exercise.improvements.get(given.get("improvement", ""))
        if row and (row.start or row.due):
            given.pop("start", None), given.pop("due", None)

    def _value(self, choice: Choice, field: Field) -> Any:
        named = getattr(self, f"_{field.name}", None)
        if field.name in ("links", "steps", "decision", "to", "teams", "channel", "factor") and (
            named is not None and (not field.options or (choice.kind, field.name) in TOGETHER)
        ):
            return named(choice, field)
        if field.options:
            return self._chosen(field)
        made: dict[str, Callable[[Choice], Any]] = {
            "flag": lambda _: self._r.random() < 0.5,
            "number": self._number,
            "span": self._span,
            "moment": self._moment,
            "date": lambda _: f"2031-06-{self._r.randint(10, 28)}",
            "id": lambda _: f"new-{self._r.randrange(10**6)}",
            "lines": lambda _: [next(self._typed)],
            "line": lambda _: next(self._typed),
            "prose": self._prose,
        }
        return made[field.kind](choice)

    def _chosen(self, field: Field) -> Any:
        values = [value for value, _ in field.options]
        if field.kind == "choices":
            return self._r.sample(values, self._r.randint(1, len(values)))
        value = self._r.choice(values)
        return value == "true" if field.kind == "flag" else value

    def _prose(self, choice: Choice) -> str:
        asks = [w for r in self._table.exercise.scenario.requests for w in r.ask]
        if choice.kind == "ask_question" and self._r.random() < 0.5:
            return f"{next(self._typed)} {self._r.choice(asks)}"
        return next(self._typed)

    def _number(self, choice: Choice) -> float:
        exercise = self._table.exercise
        if choice.kind == "change_speed":
            return next(s for s in self._r.sample((1, 2, 10, 0.5), 4) if s != exercise.speed)
        declared = next(v for v in exercise.scenario.variables if v.id == choice.about)
        now = {facts.variables[choice.about].value for facts in exercise.facts.values()}
        values = [n for n in range(5) if declared.allows(n) and n not in now]
        return self._r.choice(values)

    def _span(self, choice: Choice) -> float:
        if choice.kind == "jump_clock":
            return self._r.choice((1, 4, 30))
        return self._r.random() * self._table.elapsed / 60 * 0.99

    def _moment(self, choice: Choice) -> Any:
        begun = self._table.exercise.started_at
        assert begun is not None
        played = (self._table.now - begun).total_seconds()
        return begun + timedelta(seconds=self._r.random() * played)

    def _acting_for(self) -> str:
        return str(self._values.get("team") or self._actor.team)

    def _links(self, choice: Choice, field: Field) -> list[str]:
        team, exercise = self._acting_for(), self._table.exercise
        seat = self._actor.role == "participant"
        found = [
            id
            for id in rules.received_injects(exercise, team)
            if not seat or rules.reads(exercise, seen_by(self._actor), id)
        ]
        return self._r.sample(found, min(len(found), 1))

    def _steps(self, choice: Choice, field: Field) -> list[str]:
        return [self._r.choice(STEPS)]

    def _decision(self, choice: Choice, field: Field) -> str | None:
        exercise, team = self._table.exercise, self._acting_for()
        if not choice.about:
            return None
        found = rules.present_decisions(exercise, team, choice.about)
        return self._r.choice(found).id if found else None

    def _to(self, choice: Choice, field: Field) -> Any:
        values = [value for value, _ in field.options if value != self._values.get("team")]
        if not field.options:
            return f"new-{self._r.randrange(10**6)}"
        return self._r.sample(values, self._r.randint(1, len(values)))

    def _teams(self, choice: Choice, field: Field) -> list[str]:
        exercise = self._table.exercise
        inject = exercise.scenario.inject(choice.about)
        values = [value for value, _ in field.options]
        found = self._r.sample(values, self._r.randint(1, len(values)))
        assert inject is not None
        behind = any(passes.place(exercise, team, inject) == "brought" for team in found)
        return found if behind else []

    def _channel(self, choice: Choice, field: Field) -> str:
        return self._r.choice(tuple(CHANNELS))


def legal(r: Random, table: Table, actor: Actor, typed: Texts, but: Sequence[str]) -> Any:
    """Something of what is offered to somebody, and its command; None where nothing is."""
    offers = [choice for choice in table.offers(actor) if choice.kind not in but]
    if not offers:
        return None
    kinds = sorted({choice.kind for choice in offers})
    kind = r.choice([kind for kind in kinds for _ in range(OFTEN.get(kind, 1))])
    found = [choice for choice in offers if choice.kind == kind]
    choice = r.choice(found + [choice for choice in found if _is_likely(table, choice)] * 5)
    return choice, Filling(r, table, actor, typed).filled(choice)


def _is_likely(table: Table, choice: Choice) -> bool:
    """Whether more hangs on a choice: it has options, or changes what some have already."""
    if choice.kind == "edit_inject":
        return passes.somebody_has(table.exercise, choice.about)
    return any(field.name == "option" for field in choice.fields)


# Anything at all


def anybody(r: Random, exercise: Exercise) -> Actor:
    """Any person of any role, of a team that plays or of none that does."""
    strangers = (a_player("nobody"), a_player("red", "nobody"), a_player("red", person="eva"))
    return r.choice((*seated(exercise), *strangers, *[FACILITATOR] * 16))


def anything(r: Random, table: Table, typed: Texts) -> Command | None:
    """A random command with random values; None where they are no command at all."""
    kind = r.choice(EVERY)
    eager = r.choice((0.1, 0.35))
    values: dict[str, Any] = {}
    for name, field in kind.model_fields.items():
        if name not in ("kind", "faces", "details") and (
            field.is_required() or r.random() < eager or name == "reason"
        ):
            values[name] = _any_value(r, table.exercise, name, kind.__name__, typed)
    try:
        command: Command = kind.model_validate({k: v for k, v in values.items() if v is not None})
    except ValidationError:
        return None
    return prepared(command, table.kit, CHANNELS) if isinstance(command, Improvise) else command


def _any_value(r: Random, exercise: Exercise, name: str, kind: str, typed: Texts) -> Any:
    teams = [*exercise.teams, "nobody"]
    entries = [*_entries(exercise), "e1"]
    letter = r.choice("abcdefghi")
    pools: dict[str, list[Any]] = {
        "inject": [*INJECTS, *exercise.improvised, "inj-none"],
        "team": [*teams, None],
        "teams": [(), *((team,) for team in teams), tuple(exercise.teams)],
        "option": [f"opt-{letter}1", f"opt-{letter}2"],
        "as_if": [f"opt-{letter}1", "opt-none"],
        "version": [f"ver-{letter}1", "ver-none"],
        "steps": [(STEPS[0],), ("pbk-book/stp-none",), STEPS],
        "links": [(f"inj-{letter}",)],
        "considered": [(next(typed),)],
        "confidence": ["low"],
        "decision": entries,
        "question": entries,
        "entry": entries,
        "seen": [None, exercise.seq, exercise.seq // 2],
        "improvement": [*exercise.improvements, "e1"],
        "request": ["req-p", "req-q", "req-none"],
        "milestone": ["mst-m", "mst-own", "mst-team", "mst-none"],
        "variable": ["var-v", "var-mood", "var-none"],
        "expectation": [f"exp-{letter}", f"inj-{letter}/exp-{letter}", f"inj-{letter}/exp-none"],
        "row": ["row-r", "row-none"],
        "result": ["done", "partly"],
        "subject": ["obj-o", "obj-o/tsk-t", "row-r", "obj-none"],
        "objective": ["obj-o", "obj-none"],
        "person": [*exercise.seats, "nobody"],
        "role": ["observer", "participant"],
        "team_role": ["chief", "clerk", "nobody"],
        "to": _addressees(r, exercise, kind),
        "channel": ["email", "read-aloud"],
        "tlp": ["RED"],
        "value": [True, False] if kind == "SetMilestone" else [0, 1, 9, *MOODS, "zqother"],
        "exercise": [0, 1, 30],
        "story": [0, 60],
        "factor": [1, 2, 10],
        "at": [0, 1, 900],
        "wall": [exercise.at, exercise.started_at],
        "cause": ["restart", "clock"],
        "gap": [5.0],
        "topic": ["gap"],
        "element": ["training"],
        "status": ["done"],
        "start": ["2031-06-20"],
        "due": ["2031-06-15", "2031-06-25"],
    }
    flags = ("achieved", "harm_other", "safety_risk", "non_compliant", "improvement_found", "final")
    return r.choice(pools.get(name) or ([True, False] if name in flags else [next(typed)]))


def _addressees(r: Random, exercise: Exercise, kind: str) -> list[Any]:
    if kind == "HandOverSeat":
        return ["lea", f"new-{r.randrange(99)}"]
    teams = [(team,) for team in exercise.teams]
    return [(), *teams, ("red/chief",), ("red/nobody",), ("nobody",)]


def _entries(exercise: Exercise) -> list[str]:
    found = [d.id for s in exercise.teams.values() for t in s.decisions.values() for d in t]
    found += [q.id for s in exercise.teams.values() for q in s.questions]
    return found + [m.id for s in exercise.teams.values() for m in s.messages]
