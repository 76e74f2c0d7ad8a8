"""Information requests: a team asks in its own words, a person answers (K15)."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from simulator.acts.base import (
    Command,
    Event,
    Moment,
    Stamp,
    must_be_facilitator,
    must_run,
    under_way,
)
from simulator.acts.decisions import acting_team
from simulator.domain.entries import Question
from simulator.domain.errors import Refused
from simulator.domain.exercise import Exercise
from simulator.domain.model import Id, Line, Prose
from simulator.domain.people import Viewer
from simulator.domain.scenario import InformationRequest
from simulator.domain.view import Choice, Field
from simulator.engine import rules
from simulator.engine.conditions import holds


class QuestionAsked(Event):
    """A team asked; `suggested` are the prepared answers its words point to."""

    kind: Literal["question_asked"] = "question_asked"
    question: Id
    team: Id
    text: Prose
    suggested: tuple[Id, ...] = ()
    during_pause: bool = False

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        state = exercise.teams[self.team]
        asked = Question(
            self.question,
            stamp.seq,
            stamp.elapsed,
            stamp.actor,
            self.text,
            self.suggested,
            during_pause=self.during_pause,
        )
        questions = (*state.questions, asked)
        state = replace(state, questions=questions, acted=stamp.elapsed, seq=stamp.seq)
        return exercise.with_team(self.team, state)


class AskQuestion(Command):
    """A team asks the simulation cell."""

    kind: Literal["ask_question"] = "ask_question"
    team: Id | None = None
    text: Prose

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_run(exercise)
        team = acting_team(exercise, moment.actor, self.team)
        suggested = tuple(
            r.id
            for r in exercise.scenario.requests
            if available(exercise, team, r) and _asked_for(exercise, r.id, self.text)
        )
        return (
            QuestionAsked(
                question=moment.new_id,
                team=team,
                text=self.text,
                suggested=suggested,
                during_pause=exercise.status == "paused",
            ),
        )

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        acted_for = rules.teams_acted_for(exercise, viewer)
        if not acted_for or not under_way(exercise):
            return ()
        fields = [Field(name="text", kind="prose", required=True)]
        if viewer.role != "participant":
            named = tuple((t, rules.team_title(exercise, t, viewer.language)) for t in acted_for)
            fields.append(Field(name="team", kind="choice", options=named, required=True))
        return (Choice(kind="ask_question", fields=tuple(fields)),)


def available(exercise: Exercise, team: str, request: InformationRequest) -> bool:
    """Whether a prepared answer may go to a team now: its team, its condition, not yet sent."""
    if team not in rules.addressed(exercise, request.to):
        return False
    if rules.answered_at(exercise, team, request.id) is not None:
        return False
    return request.when is None or holds(request.when, exercise, team).holds


def _asked_for(exercise: Exercise, request: str, text: str) -> bool:
    """Whether a question holds one of the request's words, in any language."""
    asked = text.casefold()
    return any(
        phrase.casefold() in asked
        for edition in exercise.kit.editions.values()
        for found in edition.scenario.requests
        if found.id == request
        for phrase in found.ask
    )


class QuestionAnswered(Event):
    """A question was answered: with a prepared answer or a typed one."""

    kind: Literal["question_answered"] = "question_answered"
    question: Id
    team: Id
    request: Id | None = None
    text: Prose

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        return _closed(
            exercise, self.team, self.question, stamp, "answered", self.text, self.request
        )


class QuestionDeclined(Event):
    """A question will not be answered."""

    kind: Literal["question_declined"] = "question_declined"
    question: Id
    team: Id
    reason: Line | None = None

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        return _closed(exercise, self.team, self.question, stamp, "declined", self.reason, None)


def _closed(
    exercise: Exercise,
    team: str,
    id: str,
    stamp: Stamp,
    how: Literal["answered", "declined"],
    text: str | None,
    request: str | None,
) -> Exercise:
    state = exercise.teams[team]
    questions = tuple(
        replace(
            q,
            state=how,
            answer=text,
            request=request,
            answer_seq=stamp.seq,
            answered=stamp.elapsed,
        )
        if q.id == id
        else q
        for q in state.questions
    )
    return exercise.with_team(team, replace(state, questions=questions, seq=stamp.seq))


def _open_question(exercise: Exercise, team: str | None, id: str | None) -> tuple[str, Question]:
    """The question meant: by its id, else the team's oldest open one. Raises `Refused`."""
    for name, state in exercise.teams.items():
        if team not in (None, name):
            continue
        for question in state.questions:
            if id is not None and question.id == id and question.state != "open":
                raise Refused("question_closed")
            if question.state == "open" and id in (None, question.id):
                return name, question
    raise Refused("no_open_question")


class AnswerQuestion(Command):
    """A team's question is to be answered."""

    kind: Literal["answer_question"] = "answer_question"
    team: Id | None = None
    question: Id | None = None
    """Which; without it, the team's oldest open one."""
    request: Id | None = None
    """The prepared answer to send."""
    text: Prose | None = None
    """A typed one."""

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_be_facilitator(moment)
        must_run(exercise)
        team, question = _open_question(exercise, self.team, self.question)
        text = self.text
        if self.request is not None:
            text = self._prepared(exercise, team, question, self.request)
        if text is None:
            raise Refused("text_needed")
        return (QuestionAnswered(question=question.id, team=team, request=self.request, text=text),)

    def _prepared(self, exercise: Exercise, team: str, question: Question, id: str) -> str:
        request = next((r for r in exercise.scenario.requests if r.id == id), None)
        if request is None:
            raise Refused("unknown_request", request=id)
        if not available(exercise, team, request):
            raise Refused("request_unavailable", request=id)
        if request.delay and id not in question.ready:
            raise Refused("answer_too_early", request=id, minutes=request.delay)
        return self.text or request.answer

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        if viewer.role != "facilitator" or not under_way(exercise):
            return ()
        return tuple(
            _answer_choice(exercise, viewer, team, q)
            for team, state in exercise.teams.items()
            for q in state.questions
            if q.state == "open"
        )


def _answer_choice(exercise: Exercise, viewer: Viewer, team: str, question: Question) -> Choice:
    requests = exercise.kit.edition(viewer.language).scenario.requests
    usable = [
        (r.id, r.title)
        for mine, r in zip(exercise.scenario.requests, requests, strict=True)
        if available(exercise, team, mine) and (not mine.delay or mine.id in question.ready)
    ]
    usable.sort(key=lambda pair: pair[0] not in question.suggested)
    text = Field(name="text", kind="prose", required=True, unless="request" if usable else None)
    prepared = (Field(name="request", kind="choice", options=tuple(usable)),) if usable else ()
    return Choice(
        kind="answer_question",
        given={"question": question.id},
        title=question.text,
        fields=(*prepared, text),
    )


class DeclineQuestion(Command):
    """A team's question is not to be answered."""

    kind: Literal["decline_question"] = "decline_question"
    team: Id | None = None
    question: Id | None = None
    reason: Line | None = None

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_be_facilitator(moment)
        must_run(exercise)
        team, question = _open_question(exercise, self.team, self.question)
        return (QuestionDeclined(question=question.id, team=team, reason=self.reason),)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        if viewer.role != "facilitator" or not under_way(exercise):
            return ()
        return tuple(
            Choice(
                kind="decline_question",
                given={"question": q.id},
                title=q.text,
                fields=(Field(name="reason"),),
            )
            for state in exercise.teams.values()
            for q in state.questions
            if q.state == "open"
        )
