"""The cards of exercise control: the plan, the MSEL with its guidance, the teams, the notes.

Every inject of the scenario has a card here, whatever its state, so that a card only ever changes
and never has to go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from simulator.domain.exercise import Delivery, Exercise
from simulator.domain.people import Viewer
from simulator.domain.scenario import Inject
from simulator.domain.view import Card
from simulator.engine import rules
from simulator.engine.faces import faces_for
from simulator.engine.guidance import guidance
from simulator.engine.plan import proposals

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
        if facts.seq <= after:
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
            changed=facts.seq,
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


def _teams(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    for team, state in exercise.teams.items():
        if state.seq <= after and after:
            continue
        position = state.position
        waiting = sum(q.state == "open" for q in state.questions)
        yield Card(
            id=f"team-{team}",
            kind="team",
            changed=max(state.seq, 1),
            title=rules.team_title(exercise, team, viewer.language),
            body=rules.inject_title(exercise, position, viewer.language) if position else "",
            inject=position,
            team=team,
            marks=tuple(m for m, so in (("asks", waiting > 0),) if so),
        )


def _notes(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    for seen in exercise.observations:
        if seen.seq > after:
            yield Card(
                id=f"note-{seen.id}",
                kind="note",
                changed=seen.seq,
                title=seen.expectation or seen.row or seen.inject or "",
                body=seen.text or "",
                team=seen.team,
                elapsed=seen.since,
                marks=tuple(m for m in (seen.result,) if m),
            )


def _msel(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    """Every inject with its text and guidance, and how it stands."""
    edition = exercise.kit.edition(viewer.language)
    for inject in edition.scenario.injects:
        changed = max((f.touched.get(inject.id, 1) for f in exercise.facts.values()), default=1)
        if changed <= after:
            continue
        read = faces_for(exercise, viewer, inject)
        state, given = _state(exercise, inject)
        marks = (inject.severity, inject.pool, _optional(inject), *inject.tags)
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
    return "planned", None


def _improvised(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    for made in exercise.improvised.values():
        if made.seq > after:
            yield Card(
                id=f"inject-{made.id}",
                kind="inject",
                changed=made.seq,
                title=made.title,
                face=made.faces.get(viewer.language) or next(iter(made.faces.values()), None),
                inject=made.id,
                state="released",
                tlp=made.tlp or exercise.scenario.tlp,
            )


CONTROL: tuple[Callable[[Exercise, Viewer, int], Cards], ...] = (
    _control_brief,
    _team_briefs,
    _plan,
    _teams,
    _msel,
    _improvised,
    _notes,
)
"""What makes control's cards, in their order."""
