"""Everything that can be asked for and everything that can happen: the table of contents of play.

A command's `decide` gives events; a recorded event's `apply` gives the next state. `kind` tells
them apart in the log and on the wire; class names may change, kinds may not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Annotated

from pydantic import Field, TypeAdapter

from simulator.acts.access import (
    CodesRotated,
    LobbyLocked,
    LobbyUnlocked,
    LockLobby,
    MutePerson,
    PersonMuted,
    PersonUnmuted,
    RevokeSeat,
    RotateCodes,
    SeatRevoked,
    UnlockLobby,
    UnmutePerson,
    must_be_heard,
)
from simulator.acts.amendments import AmendDecision, DecisionRetracted, RetractDecision
from simulator.acts.base import Command, Event, Moment, Stamp
from simulator.acts.clock import (
    ChangeSpeed,
    ClockJumped,
    ExerciseInterrupted,
    ExercisePaused,
    ExerciseResumed,
    InterruptExercise,
    JumpClock,
    PauseExercise,
    ResumeExercise,
    SpeedChanged,
)
from simulator.acts.decisions import DecisionLogged, LogDecision
from simulator.acts.evaluation import NoteTaken, ObservationMade, Observe, TakeNote
from simulator.acts.facts import FactsChanged, SetMilestone, SetVariable
from simulator.acts.hotwash import HotWashNoted, ImprovementPlanned, NoteHotWash, PlanImprovement
from simulator.acts.improvise import Improvise, InjectImprovised
from simulator.acts.injects import InjectReleased, ReleaseInject, ReleaseInjectNow
from simulator.acts.justify import DeviationJustified, JustifyDeviation
from simulator.acts.messages import (
    AcknowledgeInject,
    InjectAcknowledged,
    MessageSent,
    SendMessage,
)
from simulator.acts.passes import (
    GoBack,
    InjectWithdrawn,
    PassStarted,
    SyncTeams,
    TeamSynced,
    WithdrawInject,
)
from simulator.acts.pending import (
    EditInject,
    HoldInject,
    InjectEdited,
    InjectHeld,
    InjectSkipped,
    InjectUnheld,
    SkipInject,
    UnholdInject,
)
from simulator.acts.people import (
    HandOverSeat,
    JoinExercise,
    LeaveExercise,
    PersonJoined,
    PersonLeft,
    SeatHandedOver,
)
from simulator.acts.play import (
    CreateExercise,
    EndExercise,
    ExerciseCreated,
    ExerciseEnded,
    ExerciseStarted,
    ExerciseStopped,
    StartExercise,
    StopExercise,
)
from simulator.acts.ratings import Rate, RatingGiven
from simulator.acts.requests import (
    AnswerQuestion,
    AskQuestion,
    DeclineQuestion,
    QuestionAnswered,
    QuestionAsked,
    QuestionDeclined,
)
from simulator.acts.review import DecisionReviewed, ReviewDecision
from simulator.acts.tick import (
    AnswerReady,
    DeadlineChanged,
    EndDropped,
    EndProposed,
    ExpectationMet,
    InjectOverdue,
    InjectProposed,
    ProposalDropped,
    Tick,
    TimeRanOut,
)
from simulator.acts.wall import HiddenFromRoom, HideFromRoom, ShownToRoom, ShowToRoom
from simulator.domain.exercise import Exercise
from simulator.domain.model import Id, Model
from simulator.domain.people import Actor, Viewer
from simulator.domain.view import Choice

AnyCommand = Annotated[
    CreateExercise
    | StartExercise
    | PauseExercise
    | ResumeExercise
    | JumpClock
    | ChangeSpeed
    | InterruptExercise
    | StopExercise
    | EndExercise
    | ReleaseInject
    | ReleaseInjectNow
    | HoldInject
    | UnholdInject
    | SkipInject
    | EditInject
    | Improvise
    | WithdrawInject
    | GoBack
    | SyncTeams
    | LogDecision
    | AmendDecision
    | RetractDecision
    | ReviewDecision
    | AskQuestion
    | AnswerQuestion
    | DeclineQuestion
    | SendMessage
    | AcknowledgeInject
    | SetMilestone
    | SetVariable
    | JoinExercise
    | LeaveExercise
    | HandOverSeat
    | RotateCodes
    | LockLobby
    | UnlockLobby
    | RevokeSeat
    | MutePerson
    | UnmutePerson
    | Observe
    | TakeNote
    | Rate
    | JustifyDeviation
    | NoteHotWash
    | PlanImprovement
    | ShowToRoom
    | HideFromRoom
    | Tick,
    Field(discriminator="kind"),
]
AnyEvent = Annotated[
    ExerciseCreated
    | ExerciseStarted
    | ExercisePaused
    | ExerciseResumed
    | ClockJumped
    | SpeedChanged
    | ExerciseInterrupted
    | ExerciseStopped
    | ExerciseEnded
    | InjectProposed
    | ProposalDropped
    | InjectOverdue
    | InjectReleased
    | InjectHeld
    | InjectUnheld
    | InjectSkipped
    | InjectEdited
    | InjectImprovised
    | InjectWithdrawn
    | PassStarted
    | TeamSynced
    | TimeRanOut
    | DeadlineChanged
    | ExpectationMet
    | EndProposed
    | AnswerReady
    | EndDropped
    | DecisionLogged
    | DecisionRetracted
    | DecisionReviewed
    | QuestionAsked
    | QuestionAnswered
    | QuestionDeclined
    | MessageSent
    | InjectAcknowledged
    | FactsChanged
    | PersonJoined
    | PersonLeft
    | SeatHandedOver
    | CodesRotated
    | LobbyLocked
    | LobbyUnlocked
    | SeatRevoked
    | PersonMuted
    | PersonUnmuted
    | ObservationMade
    | NoteTaken
    | RatingGiven
    | DeviationJustified
    | HotWashNoted
    | ImprovementPlanned
    | ShownToRoom
    | HiddenFromRoom,
    Field(discriminator="kind"),
]

OFFERED: tuple[type[Command], ...] = (
    StartExercise,
    ReleaseInject,
    LogDecision,
    AskQuestion,
    SendMessage,
    AcknowledgeInject,
    AnswerQuestion,
    DeclineQuestion,
    ReviewDecision,
    ShowToRoom,
    HideFromRoom,
    Improvise,
    SkipInject,
    HoldInject,
    UnholdInject,
    EditInject,
    ReleaseInjectNow,
    AmendDecision,
    RetractDecision,
    PauseExercise,
    ResumeExercise,
    JumpClock,
    ChangeSpeed,
    WithdrawInject,
    GoBack,
    SyncTeams,
    SetMilestone,
    SetVariable,
    Observe,
    TakeNote,
    Rate,
    JustifyDeviation,
    HandOverSeat,
    MutePerson,
    UnmutePerson,
    RevokeSeat,
    LockLobby,
    UnlockLobby,
    RotateCodes,
    StopExercise,
    EndExercise,
    NoteHotWash,
    PlanImprovement,
)
"""The commands people choose from, the commonest first.

Joining, leaving and passing on one's own seat concern a person, not an audience: interfaces always
have them.
"""


class Recorded(Model):
    """An event with its place in the log."""

    exercise: Id
    seq: int
    """1, 2, 3 … within the exercise; no gaps."""
    at: datetime
    """UTC, by the hub's clock."""
    offset: int = 0
    """Minutes of the host's zone, so that wall times read as on the wall."""
    elapsed: float
    """Exercise time, seconds."""
    actor: Actor
    request: str | None = None
    """On a command's first event: repeats of one request are recorded once."""
    command: str | None = None
    """Beside a request: the digest of its command, so that another one under its key shows."""
    last: int | None = None
    """Beside a request: the last number of its answer."""
    event: AnyEvent

    @property
    def stamp(self) -> Stamp:
        """The event's place, as its `apply` wants it."""
        return Stamp(self.seq, self.at, self.elapsed, self.actor)


RECORDED: TypeAdapter[Recorded] = TypeAdapter(Recorded)
COMMAND: TypeAdapter[Command] = TypeAdapter(AnyCommand)


def decided(command: Command, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
    """The events that follow from a command of somebody who may act. Raises as `decide` does."""
    must_be_heard(exercise, moment)
    return command.decide(exercise, moment)


def choices(exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
    """Everything a viewer may do now."""
    return tuple(choice for kind in OFFERED for choice in kind.offers(exercise, viewer))


def applied(exercise: Exercise | None, recorded: Recorded) -> Exercise:
    """The state after one more record; numbers already seen change nothing.

    Raises `ValueError` where the log does not begin with the exercise's creation, or has a gap.
    """
    event = recorded.event
    if exercise is None:
        if not isinstance(event, ExerciseCreated) or recorded.seq != 1:
            raise ValueError("a log begins with the creation of its exercise")
        exercise = Exercise(id=recorded.exercise, kit=event.kit)
    if recorded.seq <= exercise.seq:
        return exercise
    if recorded.seq != exercise.seq + 1:
        raise ValueError(f"record {exercise.seq + 1} is missing")
    stamp = recorded.stamp
    timed = replace(exercise, seq=recorded.seq, at=recorded.at, elapsed=recorded.elapsed)
    return event.apply(timed, stamp)


def replay(records: Iterable[Recorded]) -> Exercise | None:
    """The state that a log leads to; None for an empty one."""
    exercise: Exercise | None = None
    for record in records:
        exercise = applied(exercise, record)
    return exercise


__all__ = [
    "COMMAND",
    "OFFERED",
    "RECORDED",
    "Command",
    "Event",
    "Moment",
    "Recorded",
    "applied",
    "choices",
    "decided",
    "replay",
]
