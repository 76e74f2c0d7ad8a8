"""What teams tell each other, and that they have opened what they were given."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from simulator.acts.base import Command, Event, Moment, Stamp, must_run, under_way
from simulator.acts.decisions import acting_team, must_be_known, steps_shown
from simulator.domain.entries import Message
from simulator.domain.errors import Refused
from simulator.domain.exercise import Exercise, Opened, put
from simulator.domain.model import TLPS, Id, Prose, Ref, Tlp
from simulator.domain.people import Actor, Viewer
from simulator.domain.view import Choice, Field
from simulator.engine import passes, rules
from simulator.engine.faces import title_read


class MessageSent(Event):
    """One team told others something."""

    kind: Literal["message_sent"] = "message_sent"
    message: Id
    team: Id
    to: tuple[Id, ...]
    """The teams that got it."""
    text: Prose
    tlp: Tlp | None = None
    steps: tuple[Ref, ...] = ()
    links: tuple[Id, ...] = ()
    by_control: bool = False
    during_pause: bool = False

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        sent = Message(
            id=self.message,
            seq=stamp.seq,
            since=stamp.elapsed,
            actor=stamp.actor,
            team=self.team,
            to=self.to,
            text=self.text,
            tlp=self.tlp,
            steps=self.steps,
            links=self.links,
            by_control=self.by_control,
            during_pause=self.during_pause,
        )
        for team in (self.team, *self.to):
            state = exercise.teams[team]
            acted = stamp.elapsed if team == self.team else state.acted
            messages = state.messages.grown(sent)
            state = replace(state, messages=messages, acted=acted, seq=stamp.seq)
            exercise = exercise.with_team(team, state)
        return exercise


class SendMessage(Command):
    """A team tells others something, or all of them, with a label of how far it may go (P10)."""

    kind: Literal["send_message"] = "send_message"
    team: Id | None = None
    """Given by staff only: sent by control in the team's name."""
    to: tuple[Id, ...] = ()
    """The teams told; all others where none is named."""
    text: Prose
    tlp: Tlp | None = None
    steps: tuple[Ref, ...] = ()
    """`playbook/step` that it carries out, as the team says."""
    links: tuple[Id, ...] = ()
    """Injects of its own that it passes on."""

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_run(exercise)
        team = acting_team(exercise, moment.actor, self.team)
        for other in self.to:
            if other not in exercise.teams:
                raise Refused("unknown_team", team=other)
        others = tuple(t for t in exercise.teams if t != team and t in (self.to or exercise.teams))
        if not others:
            raise Refused("nobody_to_tell")
        must_be_known(exercise, moment.actor, team, self.steps, self.links)
        return (
            MessageSent(
                message=moment.new_id,
                team=team,
                to=others,
                text=self.text,
                tlp=self.tlp,
                steps=self.steps,
                links=self.links,
                by_control=moment.actor.is_staff,
                during_pause=exercise.status == "paused",
            ),
        )

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        acted_for = rules.teams_acted_for(exercise, viewer)
        if not acted_for or not under_way(exercise) or len(exercise.teams) < 2:
            return ()
        named = tuple((t, rules.team_title(exercise, t, viewer.language)) for t in exercise.teams)
        others = tuple(
            pair for pair in named if viewer.role != "participant" or pair[0] != viewer.team
        )
        fields = [
            Field(name="text", kind="prose", required=True),
            Field(name="to", kind="choices", options=others),
            Field(name="tlp", kind="choice", options=TLPS),
            Field(name="steps", kind="choices", options=steps_shown(exercise, viewer)),
            Field(name="links", kind="choices"),
        ]
        if viewer.role != "participant":
            fields.append(Field(name="team", kind="choice", options=named, required=True))
        return (Choice(kind="send_message", fields=tuple(fields)),)


class InjectAcknowledged(Event):
    """Somebody of a team has opened an inject for the first time (K26)."""

    kind: Literal["inject_acknowledged"] = "inject_acknowledged"
    inject: Id
    team: Id
    by_control: bool = False

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        state = exercise.teams[self.team]
        opened = Opened(stamp.elapsed, stamp.seq, stamp.actor.person)
        state = replace(state, opened=put(state.opened, self.inject, opened), seq=stamp.seq)
        return exercise.with_team(self.team, state)


class AcknowledgeInject(Command):
    """Somebody of a team opens an inject; only the first time in a pass is an event (K26)."""

    kind: Literal["acknowledge_inject"] = "acknowledge_inject"
    inject: Id
    team: Id | None = None

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_run(exercise)
        team = acting_team(exercise, moment.actor, self.team)
        if not _may_open(exercise, moment.actor, team, self.inject):
            raise Refused("inject_not_received", inject=self.inject)
        if rules.is_opened(exercise.teams[team], self.inject):
            raise Refused("already_opened", inject=self.inject)
        by_control = moment.actor.is_staff
        return (InjectAcknowledged(inject=self.inject, team=team, by_control=by_control),)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        if not under_way(exercise):
            return ()
        unread: dict[str, list[str]] = {}
        for team in rules.teams_acted_for(exercise, viewer):
            state = exercise.teams[team]
            for id in state.received:
                if rules.is_opened(state, id) or not passes.has(state, id):
                    continue
                if viewer.role != "participant" or rules.reads(exercise, viewer, id):
                    unread.setdefault(id, []).append(team)
        return tuple(_open_choice(exercise, viewer, id, teams) for id, teams in unread.items())


def _may_open(exercise: Exercise, actor: Actor, team: str, inject: str) -> bool:
    seat = Viewer(role=actor.role, team=team, team_role=actor.team_role)
    readable = actor.role != "participant" or rules.reads(exercise, seat, inject)
    return readable and passes.has(exercise.teams[team], inject)


def _open_choice(exercise: Exercise, viewer: Viewer, inject: str, teams: list[str]) -> Choice:
    named = tuple((t, rules.team_title(exercise, t, viewer.language)) for t in teams)
    field = Field(name="team", kind="choice", options=named, required=True)
    return Choice(
        kind="acknowledge_inject",
        given={"inject": inject},
        title=title_read(exercise, viewer, inject),
        fields=() if viewer.role == "participant" else (field,),
    )
