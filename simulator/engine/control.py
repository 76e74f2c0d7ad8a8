"""The cards of exercise control: the plan, the MSEL with its guidance, the teams, the notes.

Every inject of the scenario has a card here, whatever its state, so that a card only ever changes
and never has to go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from simulator.domain.exercise import EXERCISE, Delivery, Exercise
from simulator.domain.people import Viewer
from simulator.domain.scenario import Inject
from simulator.domain.view import Card, Coming
from simulator.engine import rules
from simulator.engine.ahead import ahead
from simulator.engine.coverage import objectives
from simulator.engine.faces import faces_for
from simulator.engine.guidance import guidance
from simulator.engine.looked_at import in_force, reviewed_at, unreviewed
from simulator.engine.outlook import outlook
from simulator.engine.plan import proposals
from simulator.engine.ratings import shown_to, subjects
from simulator.engine.reach import can_end
from simulator.engine.wall import in_room
from simulator.engine.ways import the_map

Cards = Iterator[Card]


def _control_brief(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    if after:
        return
    scenario = exercise.kit.edition(viewer.language).scenario
    tasks = scenario.control_tasks
    yield Card(
        id="control",
        kind="brief",
        changed=1,
        title=scenario.title,
        body=scenario.facilitator_brief or "",
        lines=(*tasks.before, *tasks.during, *tasks.after),
    )


def _team_briefs(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    """What each team, and each of its roles alone, was told before STARTEX."""
    if after:
        return
    for team in exercise.kit.edition(viewer.language).scenario.teams:
        roles = tuple(f"{role.title}: {role.brief}" for role in team.roles if role.brief)
        if team.brief or roles:
            yield Card(
                id=f"brief-{team.id}",
                kind="brief",
                changed=1,
                title=team.title,
                body=team.brief or "",
                lines=roles,
            )


def _plan(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    """What is proposed, deferred and overdue: one card a story, made anew when any changes."""
    scenario = exercise.kit.edition(viewer.language).scenario
    for story in exercise.stories:
        facts = exercise.facts[story]
        states = (exercise.teams[team] for team in rules.teams_in(exercise, story))
        decided = max((state.seq for state in states), default=0) if facts.timed_out else 0
        changed = max(facts.seq, decided)
        if changed <= after:
            continue
        lines = []
        for id, proposal in proposals(exercise, story):
            inject = scenario.inject(id)
            state = proposal.deferred or ("overdue" if proposal.overdue else "proposed")
            lines.append(f"{id}\t{state}\t{proposal.because}\t{inject.title if inject else id}")
        lines += _timed_out(exercise, viewer, story)
        if facts.end_proposed:
            lines.append("\tend\tend\t")
        yield Card(
            id="plan" + (f"-{story}" if story else ""),
            kind="proposal",
            changed=changed,
            team=story or None,
            lines=tuple(lines),
        )


def _timed_out(exercise: Exercise, viewer: Viewer, story: str) -> Iterator[str]:
    """The questions that nobody decided in time, and the option their author would assume (K12)."""
    for id in exercise.facts[story].timed_out:
        inject = exercise.scenario.inject(id)
        if inject and inject.decision and not rules.decided(exercise, story, inject):
            assume = inject.decision.on_timeout.assume if inject.decision.on_timeout else ""
            yield f"{id}\ttimed_out\t{assume}\t{rules.inject_title(exercise, id, viewer.language)}"


def _ahead(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    """What comes next for each team, what it waits for, and what forcing it would do."""
    under_way = exercise.status in ("running", "paused")
    for team in exercise.teams:
        changed = max(exercise.clock_seq, *_may_change(exercise, team))
        if changed <= after:
            continue
        yield Card(
            id=f"ahead-{team}",
            kind="ahead",
            changed=changed,
            team=team,
            title=rules.team_title(exercise, team, viewer.language),
            marks=() if can_end(exercise, exercise.story_of(team)) else ("no_end",),
            coming=tuple(
                Coming(
                    inject=each.inject,
                    title=rules.inject_title(exercise, each.inject, viewer.language),
                    because=each.because,
                    due=each.due,
                    waits=each.waits,
                    forces=each.forces,
                )
                for each in (ahead(exercise, team) if under_way else ())
            ),
        )


def _may_change(exercise: Exercise, team: str) -> Iterator[int]:
    """The last events about whatever conditions may ask of: all teams where any may be named."""
    alone = not exercise.shared and len(exercise.scenario.teams) == 1
    teams = (team,) if alone else tuple(exercise.teams)
    yield from (exercise.teams[each].seq for each in teams)
    yield from (exercise.facts[each].seq for each in (EXERCISE, *teams))


def _teams(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    """The board: where each team stands, when it last did something, what it has not opened."""
    joined = Counter(seat.actor.team for seat in exercise.seats.values())
    for team, state in exercise.teams.items():
        changed = max(state.seq, exercise.seats_seq, reviewed_at(exercise, team), 1)
        if changed <= after:
            continue
        position = state.position
        waiting = sum(q.state == "open" for q in state.questions)
        numbers = {
            "unread": len(rules.unread(state)),
            "questions": waiting,
            "pass": state.number,
            "decisions": len(in_force(state)),
            "unreviewed": len(unreviewed(exercise).get(team, ())),
            "received": len(rules.received_injects(exercise, team)),
            "joined": joined[team],
        }
        acted = {} if state.acted is None else {"acted": state.acted}
        yield Card(
            id=f"team-{team}",
            kind="team",
            changed=changed,
            title=rules.team_title(exercise, team, viewer.language),
            body=rules.inject_title(exercise, position, viewer.language) if position else "",
            inject=position,
            team=team,
            numbers=numbers | acted,
            marks=tuple(m for m, so in (("asks", waiting > 0), ("ahead", state.ahead)) if so),
        )


def _notes(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    for seen in exercise.observations:
        if seen.seq > after and shown_to(viewer, seen.actor.person):
            marks = (seen.result, "during_pause" if seen.during_pause else None)
            yield Card(
                id=f"note-{seen.id}",
                kind="note",
                changed=seen.seq,
                title=seen.expectation or seen.row or seen.inject or seen.objective or "",
                body=seen.text or "",
                team=seen.team,
                person=seen.actor.person,
                elapsed=seen.since,
                marks=tuple(m for m in marks if m),
            )


def _ratings(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    """Each evaluator's ratings, and the final ones; evaluators do not see each other's (A6)."""
    texts = dict(subjects(exercise.kit.edition(viewer.language).scenario))
    for rating in exercise.ratings:
        if rating.seq <= after or not shown_to(viewer, rating.actor.person):
            continue
        flags = ("harm_other", "safety_risk", "non_compliant", "improvement_found")
        yield Card(
            id=f"rating-{rating.id}",
            kind="rating",
            changed=rating.seq,
            title=texts.get(rating.subject, rating.subject),
            body=rating.text or "",
            team=rating.team,
            person=rating.actor.person,
            elapsed=rating.since,
            state=rating.level,
            marks=(
                *(flag for flag in flags if getattr(rating, flag)),
                *(("final",) if rating.final else ()),
            ),
        )


def _hotwash(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    for said in exercise.hotwash:
        if said.seq > after:
            yield Card(
                id=f"hotwash-{said.id}",
                kind="hotwash",
                changed=said.seq,
                title=said.objective or "",
                body=said.text,
                team=said.team,
                person=said.actor.person,
                at=said.at,
                state=said.topic,
            )


def _improvements(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    for row in exercise.improvements.values():
        if row.seq > after:
            named = ("element", "owner", "contact", "start", "due", "objective")
            yield Card(
                id=f"improvement-{row.id}",
                kind="improvement",
                changed=row.seq,
                title=row.issue,
                body=row.action or "",
                team=row.team,
                person=row.actor.person,
                state=row.status,
                details=tuple((n, str(v)) for n in named if (v := getattr(row, n)) is not None),
            )


def _msel(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    """Every inject with its text and guidance, and how it stands."""
    edition = exercise.kit.edition(viewer.language)
    for inject in edition.scenario.injects:
        touched = max((f.touched.get(inject.id, 1) for f in exercise.facts.values()), default=1)
        changed = max(touched, exercise.wall.said_of_inject(inject.id))
        if changed <= after:
            continue
        read = faces_for(exercise, viewer, inject)
        state, given = _state(exercise, inject)
        edited = "edited" if inject.id in exercise.edits else None
        walled = "in_room" if given and in_room(exercise, inject.id) else None
        marks = (inject.severity, inject.pool, _optional(inject), edited, walled, *inject.tags)
        yield Card(
            id=f"inject-{inject.id}",
            kind="inject",
            changed=changed,
            title=inject.title,
            face=read[0].face if read else None,
            inject=inject.id,
            elapsed=given.since if given else None,
            state=state,
            tlp=inject.tlp or edition.scenario.tlp,
            marks=tuple(m for m in marks if m),
            lines=tuple(f"{v.heading}: {v.face.body}" for v in read[1:]),
            guidance=guidance(edition, inject),
        )


def _optional(inject: Inject) -> str | None:
    return "optional" if inject.optional else None


def _state(exercise: Exercise, inject: Inject) -> tuple[str, Delivery | None]:
    """How an inject stands: by its first delivery, else by what is proposed."""
    given = [d for s in exercise.stories if (d := rules.out_at(exercise, s, inject.id))]
    if given:
        first = min(given, key=lambda d: d.seq)
        return first.how, first
    for story in exercise.stories:
        proposal = exercise.facts[story].proposals.get(inject.id)
        if proposal is not None:
            return proposal.deferred or ("overdue" if proposal.overdue else "proposed"), None
    held = any(inject.id in state.held for state in exercise.teams.values())
    return "held" if held else "planned", None


def _improvised(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    for made in exercise.improvised.values():
        states = [s for s in exercise.teams.values() if made.id in s.received]
        walled = exercise.wall.said_of_inject(made.id)
        changed = max(made.seq, walled, *(s.counts_from(made.id) for s in states))
        if changed > after:
            out = any(s.delivery(made.id) for s in states)
            yield Card(
                id=f"inject-{made.id}",
                kind="inject",
                changed=changed,
                title=made.title,
                face=made.faces.get(viewer.language) or next(iter(made.faces.values()), None),
                inject=made.id,
                state="released" if out else "withdrawn",
                marks=("in_room",) if in_room(exercise, made.id) else (),
                tlp=made.tlp or exercise.scenario.tlp,
            )


CONTROL: tuple[Callable[[Exercise, Viewer, int], Cards], ...] = (
    _control_brief,
    _team_briefs,
    _plan,
    _ahead,
    the_map,
    objectives,
    outlook,
    _teams,
    _msel,
    _improvised,
    _notes,
    _ratings,
    _hotwash,
    _improvements,
)
"""What makes control's cards, in their order."""
