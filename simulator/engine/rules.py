"""Predicates on an exercise: questions that commands, views and the plan all ask the same way."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.domain.entries import Decision
from simulator.domain.exercise import EXERCISE, Delivery, Exercise, TeamState
from simulator.domain.people import Actor, Viewer
from simulator.domain.scenario import ALL, DecisionPoint, Inject, Scope
from simulator.engine.line import routes_from
from simulator.engine.once import once

MINUTE = 60.0


def teams_in(exercise: Exercise, story: str) -> tuple[str, ...]:
    """The teams that live a story: all of them, or one."""
    return tuple(exercise.teams) if story == EXERCISE else (story,)


def audience(exercise: Exercise, inject: Inject, story: str) -> tuple[str, ...]:
    """The teams of a story to which an inject is addressed."""
    named = addressed(exercise, inject.to)
    return tuple(team for team in teams_in(exercise, story) if team in named)


@once
def addressed(exercise: Exercise, to: tuple[str, ...]) -> tuple[str, ...]:
    """The playing teams that addressees name; a declared team stands for all made of it."""
    if not to or ALL in to:
        return tuple(exercise.teams)
    named = {ref.partition("/")[0] for ref in to}
    teams = exercise.teams.items()
    return tuple(team for team, state in teams if state.declared in named or team in named)


def told_in(exercise: Exercise, about: str) -> str:
    """The story in which something about a team, or about the exercise, is told."""
    return about if about == EXERCISE else exercise.story_of(about)


def playing(exercise: Exercise, team: str, story: str = EXERCISE) -> tuple[str, ...]:
    """The playing teams that a scenario's team means; seen from one of them, that one alone."""
    found = tuple(id for id, state in exercise.teams.items() if team in (id, state.declared))
    return (story,) if story in found else found


def stories_of_fact(exercise: Exercise, kind: str, name: str, story: str) -> tuple[str, ...]:
    """In which stories a declared fact is kept, seen from one: its own scope may differ (K1)."""
    scope = _declared_scope(exercise, kind, name)
    shared = exercise.shared if scope is None else scope == "exercise"
    if shared:
        return (EXERCISE,)
    return tuple(exercise.teams) if story == EXERCISE else (story,)


def _declared_scope(exercise: Exercise, kind: str, name: str) -> Scope | None:
    return exercise.scenario.scopes.get((kind, name))


def released_at(exercise: Exercise, team: str, inject: str) -> float | None:
    """When an inject was released to a team in its present pass; None where it was not."""
    delivery = exercise.teams[team].delivery(inject)
    return delivery.since if delivery and delivery.how == "released" else None


def received(exercise: Exercise, team: str, inject: str) -> bool:
    """Whether a team was ever given an inject, in any pass."""
    state = exercise.teams.get(team)
    return state is not None and any(d.how == "released" for d in state.received.get(inject, ()))


def teams_that_received(exercise: Exercise, inject: str, story: str) -> tuple[str, ...]:
    """The teams of a story that were ever given an inject."""
    return tuple(t for t in teams_in(exercise, story) if received(exercise, t, inject))


def out_at(exercise: Exercise, story: str, inject: str) -> Delivery | None:
    """The first delivery of an inject in a story's present passes, skips included (K1, K10)."""
    if story != EXERCISE:
        return exercise.teams[story].delivery(inject)
    found = (state.delivery(inject) for state in exercise.teams.values())
    return min((d for d in found if d), key=lambda d: d.seq, default=None)


def waiting_teams(exercise: Exercise, inject: Inject, story: str) -> tuple[str, ...]:
    """The teams of a story that an inject is for and that have neither received nor skipped it."""
    teams = audience(exercise, inject, story)
    return tuple(team for team in teams if exercise.teams[team].delivery(inject.id) is None)


def asking_teams(exercise: Exercise, inject: Inject, story: str) -> tuple[str, ...]:
    """The waiting teams to which anything is proposed: those ahead after a sync are not (K11)."""
    waiting = waiting_teams(exercise, inject, story)
    return tuple(team for team in waiting if not exercise.teams[team].ahead)


def out_to(state: TeamState) -> frozenset[str]:
    """The injects delivered to a team in its present pass, skips included."""
    if not state.fresh:
        return frozenset(state.received)
    return frozenset(id for id in state.received if state.delivery(id))


def asked_for(exercise: Exercise, story: str) -> frozenset[str]:
    """The injects for which some team of a story asks (K11): what `asking_teams` says of each."""
    to = _addressed_injects(exercise)
    teams = ((team, exercise.teams[team]) for team in teams_in(exercise, story))
    return frozenset().union(*(to[t] - out_to(s) for t, s in teams if not s.ahead))


def out_in(exercise: Exercise, story: str) -> frozenset[str]:
    """The injects delivered to some team of a story in its present pass, skips included."""
    states = (exercise.teams[team] for team in teams_in(exercise, story))
    return frozenset().union(*map(out_to, states))


_to_teams: dict[str, tuple[object, Mapping[str, frozenset[str]]]] = {}
"""Exercise → what it is played from, and the injects addressed to each of its teams."""


def _addressed_injects(exercise: Exercise) -> Mapping[str, frozenset[str]]:
    """The injects addressed to each team, which stay the same as long as an exercise is played."""
    kept, known = exercise.kit, _to_teams.get(exercise.id)
    if known is None or known[0] is not kept or known[1].keys() != exercise.teams.keys():
        found: dict[str, set[str]] = {team: set() for team in exercise.teams}
        for inject in exercise.scenario.injects:
            for team in addressed(exercise, inject.to):
                found[team].add(inject.id)
        sets = {team: frozenset(ids) for team, ids in found.items()}
        known = _to_teams[exercise.id] = (kept, sets)
    return known[1]


def free_teams(exercise: Exercise, inject: Inject, story: str) -> tuple[str, ...]:
    """The teams asking for an inject for which it is not on hold."""
    asking = asking_teams(exercise, inject, story)
    return tuple(team for team in asking if inject.id not in exercise.teams[team].held)


def last_release(state: TeamState, inject: str) -> Delivery | None:
    """The last time an inject, of the scenario or improvised, reached a team, in any pass."""
    found = (d for d in reversed(state.received.get(inject, ())) if d.how == "released")
    return next(found, None)


def is_past(exercise: Exercise, team: str, inject: Inject) -> bool:
    """Whether a team has received or skipped an inject, or it is not addressed to it (K9)."""
    if team not in addressed(exercise, inject.to):
        return True
    return exercise.teams[team].delivery(inject.id) is not None


def answered_at(exercise: Exercise, team: str, request: str) -> float | None:
    """When a prepared answer was sent to a team."""
    questions = exercise.teams[team].questions
    return next((q.answered for q in questions if q.request == request), None)


def option_in_force(
    exercise: Exercise, story: str, inject: str, team: str | None = None
) -> tuple[str, float] | None:
    """The option that counts for an inject and since when: the deciding team's latest (K12).

    An option assumed by a skip counts where no decision does (K10).
    """
    chosen = options_chosen(exercise, story, inject, team)
    return chosen[-1] if chosen else None


def options_chosen(
    exercise: Exercise, story: str, inject: str, team: str | None = None
) -> list[tuple[str, float]]:
    """The options chosen for an inject one after the other, each with its time; assumed ones first.

    Where the scenario says whose decision counts, another team's options do not.
    """
    teams = (team,) if team else teams_in(exercise, story)
    point = _decision_point(exercise, inject)
    if point and point.decides and not team:
        deciding = point.decides.partition("/")[0]
        teams = tuple(t for t in teams if exercise.teams[t].declared == deciding)
    chosen = [d for t in teams for d in present_decisions(exercise, t, inject) if d.option]
    assumed = exercise.facts[story].assumed.get(inject)
    found = [(d.option or "", d.since) for d in sorted(chosen, key=lambda d: d.seq)]
    return [assumed, *found] if assumed else found


def decided(exercise: Exercise, story: str, inject: Inject) -> bool:
    """Whether what an inject asks is decided: by an option, or where it has none by any words."""
    if option_in_force(exercise, story, inject.id) is not None:
        return True
    if inject.decision is None or inject.decision.options:
        return False
    return any(present_decisions(exercise, t, inject.id) for t in teams_in(exercise, story))


def decisions_of_pass(exercise: Exercise, team: str, inject: str) -> tuple[Decision, ...]:
    """A team's decisions on an inject in its present pass, in each of their wordings."""
    state = exercise.teams[team]
    since = state.counts_from(inject)
    return tuple(d for d in state.decisions.get(inject, ()) if d.to >= since)


def present_decisions(exercise: Exercise, team: str, inject: str) -> tuple[Decision, ...]:
    """A team's decisions on an inject in its present pass; amended and retracted ones left out."""
    decisions = decisions_of_pass(exercise, team, inject)
    replaced = {d.amends for d in decisions}
    return tuple(d for d in decisions if d.id not in replaced and not d.retracted)


def _decision_point(exercise: Exercise, inject: str) -> DecisionPoint | None:
    found = exercise.scenario.inject(inject)
    return found.decision if found else None


def has_authority(exercise: Exercise, point: DecisionPoint | None, actor: Actor, team: str) -> bool:
    """Whether a decision by this actor for this team is the one that was asked for (K12).

    A seat without a team role speaks for the whole team; control enters what the table decided.
    """
    if point is None or point.decides is None:
        return True
    deciding, _, role = point.decides.partition("/")
    if exercise.teams[team].declared != deciding:
        return False
    return not role or actor.role != "participant" or actor.team_role in (None, role)


def may_read(to: tuple[str, ...], viewer: Viewer) -> bool:
    """Whether addressees include a viewer's seat; a seat without a role reads its whole team's."""
    if not to or ALL in to or viewer.team is None:
        return True
    for ref in to:
        team, _, role = ref.partition("/")
        if team == viewer.team and (not role or viewer.team_role in (None, role)):
            return True
    return False


def is_opened(state: TeamState, inject: str) -> bool:
    """Whether somebody of a team has opened an inject in its present pass (K26)."""
    opened = state.opened.get(inject)
    if opened is None:
        return False
    delivery = state.delivery(inject)
    return delivery is not None and opened.seq > delivery.seq


def unread(state: TeamState) -> tuple[str, ...]:
    """What is out to a team in its present pass and nobody of it has opened."""
    found = ((id, state.delivery(id)) for id in state.received)
    return tuple(id for id, d in found if d and d.how == "released" and not is_opened(state, id))


def reads(exercise: Exercise, viewer: Viewer, inject: str) -> bool:
    """Whether an inject, of the scenario or improvised, is addressed to a participant's seat."""
    if viewer.team is None or viewer.team not in exercise.teams:
        return False
    found, made = exercise.scenario.inject(inject), exercise.improvised.get(inject)
    to = found.to if found else made.to if made else ()
    declared = exercise.teams[viewer.team].declared
    return may_read(to, viewer) or may_read(to, viewer.having(team=declared))


@once
def team_title(exercise: Exercise, team: str, language: str) -> str:
    """A playing team's title in a language; teams made of one are told apart by their number."""
    declared = exercise.teams[team].declared
    found = exercise.kit.edition(language).scenario.team(declared)
    title = found.title if found else declared
    return title if team == declared else f"{title} {team.removeprefix(declared).lstrip('-')}"


def teams_acted_for(exercise: Exercise, viewer: Viewer) -> tuple[str, ...]:
    """The teams for which a viewer may log things: their own; all for the facilitator (K24)."""
    if viewer.role == "facilitator":
        return tuple(exercise.teams)
    if viewer.role == "participant" and viewer.team in exercise.teams:
        return (viewer.team or "",)
    return ()


def received_injects(exercise: Exercise, team: str) -> tuple[str, ...]:
    """The injects that a team was given, in that order."""
    state = exercise.teams[team]
    found = [
        (d.seq, id) for id, all_ in state.received.items() for d in all_ if d.how == "released"
    ]
    return tuple(dict.fromkeys(id for _, id in sorted(found)))


def inject_title(exercise: Exercise, inject: str, language: str) -> str:
    """An inject's title in a language, of the scenario or improvised."""
    found = exercise.kit.edition(language).scenario.inject(inject)
    if found is not None:
        return found.title
    made = exercise.improvised.get(inject)
    return made.title if made else inject


def branch_taken(exercise: Exercise, story: str, inject: str) -> bool:
    """Whether an inject behind a decision has been released, so that its option stands (K12)."""
    found = exercise.scenario.inject(inject)
    ways = routes_from(exercise.scenario, found) if found else ()
    delivered = (out_at(exercise, story, way.to) for way in ways)
    return any(d is not None and d.how == "released" for d in delivered)
