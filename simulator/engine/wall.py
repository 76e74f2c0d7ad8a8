"""The wall: what the room is shown of injects, and of what people said once control said so (F15).

An approval is about what was there to be read: another wording of a decision, or an answer that
came later, needs one of its own. What is hidden again keeps a card that says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from simulator.domain.entries import Decision, Message, Question
from simulator.domain.exercise import Exercise, TeamState
from simulator.domain.people import Viewer
from simulator.domain.view import Card
from simulator.domain.wall import EntryKind, OnWall
from simulator.engine import rules
from simulator.engine.faces import title_read
from simulator.engine.once import once

Said = Decision | Question | Message
HIDDEN = "hidden"
"""How a card stands that was on the wall and is not any more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something people said, as the room could be shown it."""

    kind: EntryKind
    team: str
    said: Said
    gone: int = 0
    """The event that amended or retracted it; 0 where it reads so now."""

    @property
    def added(self) -> int:
        """The event by which it last came to say more: a question is answered."""
        return max(self.said.seq, self.said.answer_seq if isinstance(self.said, Question) else 0)


@once
def entries(exercise: Exercise) -> Mapping[str, Entry]:
    """Everything people said, by its id; of messages once, with their sender."""
    return {
        entry.said.id: entry
        for team, state in exercise.teams.items()
        for entry in _kept(exercise.id, team, state)
    }


_last: dict[tuple[str, str], tuple[TeamState, tuple[Entry, ...]]] = {}
"""Exercise and team → its entries, and the state that they were read from."""


def _kept(exercise: str, team: str, state: TeamState) -> tuple[Entry, ...]:
    """A team's entries; those of a state that has not changed are not gathered again."""
    known = _last.get((exercise, team))
    if known is None or known[0] is not state:
        known = _last[exercise, team] = (state, tuple(_entries_of(team, state)))
    return known[1]


def _entries_of(team: str, state: TeamState) -> Iterator[Entry]:
    for thread in state.decisions.values():
        struck = {d.amends: d.seq for d in thread if d.amends}
        for decision in thread:
            gone = struck.get(decision.id, 0) or decision.retracted
            yield Entry("decision", team, decision, gone)
    yield from (Entry("question", team, question) for question in state.questions)
    for message in state.messages:
        if message.team == team:
            yield Entry("message", team, message)


def in_room(exercise: Exercise, inject: str) -> bool:
    """Whether the room may see an inject once it is out: as control said, else its author."""
    if inject in exercise.wall.injects:
        return exercise.wall.injects[inject].shown
    found = exercise.scenario.inject(inject)
    return found is not None and found.projector


def is_out(exercise: Exercise, inject: str) -> bool:
    """Whether any team has an inject."""
    return any(rules.last_release(state, inject) for state in exercise.teams.values())


def approved(exercise: Exercise, viewer: Viewer, after: int) -> Iterator[Card]:
    """What people said and control had put on the wall: by team and role, never by name."""
    known = entries(exercise) if exercise.wall.entries else {}
    placed = sorted(exercise.wall.entries.items(), key=lambda pair: known[pair[0]].said.seq)
    for id, on in placed:
        entry = known[id]
        changed = max(on.seq, entry.gone, _titled(exercise, entry))
        if changed > after:
            yield _card(exercise, viewer, entry, on, changed)


def _card(exercise: Exercise, viewer: Viewer, entry: Entry, on: OnWall, changed: int) -> Card:
    said, id = entry.said, f"{entry.kind}-{entry.said.id}"
    if not on.shown or entry.gone:
        return Card(id=id, kind=entry.kind, changed=changed, state=HIDDEN)
    by = ", ".join(t for t in (_team(exercise, viewer, entry), _role(exercise, viewer, entry)) if t)
    card = Card(
        id=id,
        kind=entry.kind,
        changed=changed,
        team=entry.team,
        elapsed=said.since,
        details=(("said_by", by),),
    )
    if isinstance(said, Question):
        answer = (said.answer or "") if said.answer_seq <= on.seq else ""
        state = said.state if said.answer_seq <= on.seq else "open"
        return card.having(title=said.text, body=answer, marks=(state,))
    if isinstance(said, Message):
        to = tuple(rules.team_title(exercise, team, viewer.language) for team in said.to)
        return card.having(body=said.text, to=to, tlp=said.tlp)
    return card.having(
        title=title_read(exercise, viewer, said.inject or "") if _is_titled(exercise, said) else "",
        body=said.text,
        option=_option(exercise, viewer, said),
    )


def _team(exercise: Exercise, viewer: Viewer, entry: Entry) -> str:
    return rules.team_title(exercise, entry.team, viewer.language)


def _role(exercise: Exercise, viewer: Viewer, entry: Entry) -> str:
    """Whom the one who said it plays, in the reader's words."""
    scenario = exercise.kit.edition(viewer.language).scenario
    declared = exercise.teams[entry.team].declared
    role = entry.said.actor.team_role
    found = scenario.team_role(f"{declared}/{role}") if role else None
    return found.title if found else ""


def _option(exercise: Exercise, viewer: Viewer, decision: Decision) -> str:
    """The option chosen, where the room may read what it belongs to."""
    scenario = exercise.kit.edition(viewer.language).scenario
    inject = scenario.inject(decision.inject) if decision.inject else None
    shown = inject is not None and in_room(exercise, inject.id)
    option = inject.option(decision.option) if inject and shown and decision.option else None
    return option.label if option else ""


def _is_titled(exercise: Exercise, said: Decision) -> bool:
    """Whether the room may read the headline of the inject that a decision is about."""
    return said.inject is not None and in_room(exercise, said.inject)


def _titled(exercise: Exercise, entry: Entry) -> int:
    """The event by which the room came to read, or not to, what a decision is about."""
    about = entry.said.inject if isinstance(entry.said, Decision) else None
    if about is None:
        return 0
    given = (rules.last_release(state, about) for state in exercise.teams.values())
    out = max((delivery.seq for delivery in given if delivery), default=0)
    return max(out, exercise.wall.said_of_inject(about))
