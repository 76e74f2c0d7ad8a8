"""Decisions: what a team says it does; logged, and amended with the original kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from simulator.acts.base import Command, Event, Moment, Stamp, must_run, under_way
from simulator.domain.errors import NotAllowed, Refused
from simulator.domain.exercise import Decision, Exercise, Met, put
from simulator.domain.model import Id, Line, Model, Prose, Ref
from simulator.domain.people import STAFF, Actor, Viewer
from simulator.domain.scenario import DecisionPoint, Inject, Option
from simulator.domain.view import Choice, Field
from simulator.engine import rules
from simulator.engine.expectations import meets, steps_known
from simulator.engine.faces import title_read
from simulator.engine.facts import Change, applied, changes_of, undone

Confidence = Literal["low", "medium", "high"]
CONFIDENCES: tuple[tuple[str, str], ...] = tuple((c, c) for c in ("low", "medium", "high"))


def acting_team(exercise: Exercise, actor: Actor, team: str | None) -> str:
    """For which team somebody acts: participants for their own, control for the one named (K24).

    Raises `NotAllowed` or `Refused`.
    """
    if actor.role == "participant":
        if team is not None and team != actor.team:
            raise NotAllowed("other_team")
        team = actor.team
    elif actor.role != "facilitator":
        raise NotAllowed("not_a_player")
    if team is None:
        raise Refused("team_needed")
    if team not in exercise.teams:
        raise Refused("unknown_team", team=team)
    return team


class DecisionLogged(Event):
    """A team's decision stands in the log; `amends` names the one it takes the place of."""

    kind: Literal["decision_logged"] = "decision_logged"
    decision: Id
    team: Id
    inject: Id | None = None
    text: Prose
    option: Id | None = None
    rationale: Prose | None = None
    considered: tuple[Line, ...] = ()
    assignee: Line | None = None
    confidence: Confidence | None = None
    steps: tuple[Ref, ...] = ()
    links: tuple[Id, ...] = ()
    authority: bool = True
    by_control: bool = False
    during_pause: bool = False
    amends: Id | None = None
    reason: Line | None = None
    meets: tuple[Ref, ...] = ()
    changes: tuple[Change, ...] = ()

    def apply(self, exercise: Exercise, stamp: Stamp) -> Exercise:
        state = exercise.teams[self.team]
        about = self.inject or ""
        decision = Decision(
            id=self.decision,
            seq=stamp.seq,
            since=stamp.elapsed,
            at=stamp.at,
            actor=stamp.actor,
            number=state.number,
            **{name: getattr(self, name) for name in _CARRIED},
        )
        met = dict(state.met)
        met |= {ref: Met(stamp.elapsed, stamp.seq, "decision") for ref in self.meets}
        state = replace(
            state,
            decisions=put(state.decisions, about, (*state.decisions.get(about, ()), decision)),
            met=met,
            seq=stamp.seq,
        )
        exercise = exercise.with_team(self.team, state)
        return applied(self.changes, exercise, stamp.elapsed, stamp.seq)


_CARRIED = (
    "text", "inject", "option", "rationale", "considered", "assignee", "confidence", "steps",
    "links", "authority", "by_control", "during_pause", "amends", "reason", "meets",
)  # fmt: skip


class Entry(Model):
    """What a decision says, before any rule has looked at it."""

    inject: Id | None = None
    text: Prose | None = None
    option: Id | None = None
    rationale: Prose | None = None
    considered: tuple[Line, ...] = ()
    assignee: Line | None = None
    confidence: Confidence | None = None
    steps: tuple[Ref, ...] = ()
    links: tuple[Id, ...] = ()


def _logged(
    exercise: Exercise, moment: Moment, team: str, entry: Entry, amended: Decision | None
) -> DecisionLogged:
    """The event of a decision, new or amended. Raises `Refused` where it names nothing known."""
    inject = _inject_received(exercise, team, entry.inject)
    point = inject.decision if inject else None
    text = _text(entry, point, inject)
    for ref in entry.steps:
        if not steps_known(exercise, ref):
            raise Refused("unknown_step", step=ref)
    for link in entry.links:
        if not rules.received(exercise, team, link):
            raise Refused("inject_not_received", inject=link)
    option = point.option(entry.option) if point and entry.option else None
    asked = point if point and (option or not point.options) else None
    authority = rules.has_authority(exercise, asked, moment.actor, team)
    steps = tuple(dict.fromkeys((*entry.steps, *(option.step if option else ()))))
    return DecisionLogged(
        decision=moment.new_id,
        team=team,
        inject=entry.inject,
        text=text,
        option=entry.option,
        rationale=entry.rationale,
        considered=entry.considered,
        assignee=entry.assignee,
        confidence=entry.confidence,
        steps=steps,
        links=entry.links,
        authority=authority,
        by_control=moment.actor.is_staff,
        during_pause=exercise.status == "paused",
        meets=meets(exercise, team, entry.inject, steps),
        changes=_changes(exercise, team, inject, option, amended),
    )


def _changes(
    exercise: Exercise,
    team: str,
    inject: Inject | None,
    option: Option | None,
    amended: Decision | None,
) -> tuple[Change, ...]:
    """What choosing an option changes; one that is in force already changes nothing again (K14)."""
    if inject is None or inject.decision is None:
        return ()
    story = exercise.story_of(team)
    chosen = rules.option_in_force(exercise, story, inject.id, team)
    effects = option.effects if option and _counts(exercise, inject.decision, team) else ()
    if option and chosen and chosen[0] == option.id:
        effects = ()
    goes = amended is not None and amended.option is not None and amended.option != _id(option)
    back = undone(exercise, team, amended) if amended and goes else ()
    return changes_of(effects, exercise, story, (team,), back)


def _id(option: Option | None) -> str | None:
    return option.id if option else None


def _counts(exercise: Exercise, point: DecisionPoint, team: str) -> bool:
    """Whether this team's option is the one that moves the story."""
    if point.decides is None:
        return True
    return exercise.teams[team].declared == point.decides.partition("/")[0]


def _inject_received(exercise: Exercise, team: str, id: str | None) -> Inject | None:
    if id is None:
        return None
    if not rules.received(exercise, team, id):
        raise Refused("inject_not_received", inject=id)
    return exercise.scenario.inject(id)


def _text(entry: Entry, point: DecisionPoint | None, inject: Inject | None) -> str:
    """What the decision says; an option alone speaks by its label."""
    option = point.option(entry.option) if point and entry.option else None
    if entry.option and option is None:
        raise Refused("unknown_option", inject=inject.id if inject else "", option=entry.option)
    if point and point.options and not point.free_text and option is None:
        raise Refused("option_needed", inject=inject.id if inject else "")
    text = entry.text or (option.label if option else None)
    if text is None:
        raise Refused("text_needed")
    return text


class LogDecision(Entry, Command):
    """A team says what it does."""

    kind: Literal["log_decision"] = "log_decision"
    team: Id | None = None
    """Given by staff only: entered by control."""

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_run(exercise)
        team = acting_team(exercise, moment.actor, self.team)
        return (_logged(exercise, moment, team, self, None),)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        if not under_way(exercise):
            return ()
        acted_for = rules.teams_acted_for(exercise, viewer)
        about: dict[str | None, list[str]] = {None: list(acted_for)} if acted_for else {}
        for team in acted_for:
            for inject in rules.received_injects(exercise, team):
                if viewer.role != "participant" or rules.reads(exercise, viewer, inject):
                    about.setdefault(inject, []).append(team)
        return tuple(_decision_choice(exercise, viewer, about[i], i) for i in about)


def _decision_choice(
    exercise: Exercise, viewer: Viewer, teams: list[str], inject: str | None
) -> Choice:
    scenario = exercise.kit.edition(viewer.language).scenario
    found = scenario.inject(inject) if inject else None
    point = found.decision if found else None
    options = tuple((o.id, o.label) for o in point.options) if point else ()
    needed = bool(options) and point is not None and not point.free_text
    instead = "option" if options and not needed else None
    fields = [Field(name="text", kind="prose", required=not needed, unless=instead)]
    if options:
        fields.append(Field(name="option", kind="choice", options=options, required=needed))
    fields.append(Field(name="rationale", kind="prose"))
    fields.append(Field(name="confidence", kind="choice", options=CONFIDENCES))
    fields.append(Field(name="steps", kind="choices", options=_steps_shown(exercise, viewer)))
    if viewer.role != "participant":
        named = tuple((t, rules.team_title(exercise, t, viewer.language)) for t in teams)
        fields.append(Field(name="team", kind="choice", options=named, required=True))
    return Choice(
        kind="log_decision",
        given={"inject": inject} if inject else {},
        title=title_read(exercise, viewer, inject) if inject else "",
        fields=tuple(fields),
    )


def _steps_shown(exercise: Exercise, viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """The playbook steps that staff may choose from; participants type the step of their plan."""
    if viewer.role not in STAFF:
        return ()
    playbooks = exercise.kit.edition(viewer.language).playbooks
    found = [(f"{p.id}/{s.id}", s.text) for p in playbooks for s in p.steps]
    return (*found, *((f"{p.id}/{s.id}", s.text) for p in playbooks for s in p.never))


class AmendDecision(Entry, Command):
    """A decision is to read otherwise; the original stays in the log (K12)."""

    kind: Literal["amend_decision"] = "amend_decision"
    team: Id | None = None
    decision: Id | None = None
    """Which; without it, the team's latest on the inject."""
    reason: Line | None = None

    def decide(self, exercise: Exercise, moment: Moment) -> tuple[Event, ...]:
        must_run(exercise)
        team = acting_team(exercise, moment.actor, self.team)
        before = _present(exercise, team, self.inject, self.decision)
        about, story = before.inject, exercise.story_of(team)
        changes_option = self.option is not None and self.option != before.option
        if about and changes_option and rules.branch_taken(exercise, story, about):
            raise Refused("branch_taken", inject=about)
        entry = Entry(
            inject=before.inject,
            text=self.text or (before.text if self.option is None else None),
            option=self.option or before.option,
            rationale=self.rationale or before.rationale,
            considered=self.considered or before.considered,
            assignee=self.assignee or before.assignee,
            confidence=self.confidence or before.confidence,  # type: ignore[arg-type]
            steps=self.steps or _typed_steps(exercise, before),
            links=self.links or before.links,
        )
        event = _logged(exercise, moment, team, entry, before)
        return (event.having(amends=before.id, reason=self.reason),)

    @classmethod
    def offers(cls, exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
        if not under_way(exercise):
            return ()
        return tuple(
            Choice(
                kind="amend_decision",
                given={"decision": decision.id, "team": team},
                title=decision.text,
                fields=_amendable(exercise, viewer, decision),
            )
            for team in rules.teams_acted_for(exercise, viewer)
            for about in exercise.teams[team].decisions
            for decision in rules.present_decisions(exercise, team, about)
        )


def _amendable(exercise: Exercise, viewer: Viewer, decision: Decision) -> tuple[Field, ...]:
    """What of a decision may read otherwise; its option where it was about one."""
    scenario = exercise.kit.edition(viewer.language).scenario
    inject = scenario.inject(decision.inject) if decision.inject else None
    offered = inject.decision.options if inject and inject.decision else ()
    option = Field(name="option", kind="choice", options=tuple((o.id, o.label) for o in offered))
    return (Field(name="text", kind="prose"), *((option,) if offered else ()), Field(name="reason"))


def _typed_steps(exercise: Exercise, decision: Decision) -> tuple[str, ...]:
    """The steps of a decision without those that its option stands for."""
    inject = exercise.scenario.inject(decision.inject) if decision.inject else None
    option = inject.option(decision.option) if inject and decision.option else None
    return tuple(step for step in decision.steps if not option or step not in option.step)


def _present(exercise: Exercise, team: str, inject: str | None, decision: str | None) -> Decision:
    about = [inject] if inject else list(exercise.teams[team].decisions)
    found = [d for a in about for d in rules.present_decisions(exercise, team, a or "")]
    if decision is not None:
        found = [d for d in found if d.id == decision]
    if not found:
        raise Refused("no_such_decision")
    return max(found, key=lambda d: d.seq)
