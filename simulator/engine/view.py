"""What each audience may see: cards built from nothing, by what its seat may know, never cut down.

The only place that decides on secrecy. Participants get what reached their team; observers what
reached any team; the projector what is fit for the room; exercise control all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from simulator.domain.edition import Face
from simulator.domain.exercise import EXERCISE, Decision, Delivery, Exercise, Question
from simulator.domain.people import STAFF, Viewer
from simulator.domain.scenario import ALL, Inject
from simulator.domain.view import Card, Choice, View
from simulator.engine import rules
from simulator.engine.conditions import holds

Cards = Iterator[Card]
Choices = Callable[[Exercise, Viewer], tuple[Choice, ...]]


def view(exercise: Exercise, viewer: Viewer, choices: Choices, after: int = 0) -> View:
    """What an audience may see and do; of the cards only those changed after a number."""
    makers = _CONTROL if viewer.role in STAFF else _OTHERS
    cards = tuple(card for make in makers for card in make(exercise, viewer, after))
    return View(number=exercise.seq, cards=cards, choices=choices(exercise, viewer))


def _story(exercise: Exercise, viewer: Viewer) -> str:
    """The story an audience lives; control and the room look at the one all share."""
    team = viewer.team
    return exercise.story_of(team) if team and team in exercise.teams else EXERCISE


def _exercise(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    facts = exercise.facts[_story(exercise, viewer)]
    changed = max(exercise.clock_seq, facts.seq)
    if changed > after:
        scenario = exercise.kit.edition(viewer.language).scenario
        yield Card(
            id="exercise",
            kind="exercise",
            changed=exercise.clock_seq if viewer.role not in STAFF else changed,
            title=scenario.title,
            elapsed=exercise.elapsed,
            at=exercise.at,
            story=facts.story_time(exercise.elapsed),
            marks=(exercise.status,),
        )


def _brief(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    if after:
        return
    scenario = exercise.kit.edition(viewer.language).scenario
    lines = (*scenario.ground_rules, *scenario.assumptions)
    if scenario.brief or scenario.organisation or lines:
        texts = [t for t in (scenario.brief, scenario.organisation) if t]
        yield Card(
            id="brief",
            kind="brief",
            changed=1,
            title=scenario.title,
            body="\n\n".join(texts),
            lines=lines,
        )
    if viewer.role == "participant" and viewer.team and viewer.team in exercise.teams:
        team = scenario.team(exercise.teams[viewer.team].declared)
        if team is not None:
            roles = [r for r in team.roles if r.id == viewer.team_role]
            texts = [t for t in (team.brief, *(r.brief for r in roles)) if t]
            title = rules.team_title(exercise, viewer.team, viewer.language)
            yield Card(
                id="role",
                kind="brief",
                changed=1,
                title=", ".join([title, *(r.title for r in roles)]),
                body="\n\n".join(texts),
            )


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


def _seen_teams(exercise: Exercise, viewer: Viewer) -> tuple[str, ...]:
    if viewer.role == "participant":
        return (viewer.team,) if viewer.team in exercise.teams and viewer.team else ()
    return tuple(exercise.teams)


def _injects(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    seen: dict[str, Delivery] = {}
    for team in _seen_teams(exercise, viewer):
        for inject, deliveries in exercise.teams[team].received.items():
            for delivery in deliveries:
                known = seen.get(inject)
                if delivery.how == "released" and (known is None or delivery.seq < known.seq):
                    seen[inject] = delivery
    for inject, delivery in sorted(seen.items(), key=lambda pair: pair[1].seq):
        if delivery.seq > after:
            yield from _inject_cards(exercise, viewer, inject, delivery)


def _inject_cards(exercise: Exercise, viewer: Viewer, id: str, delivery: Delivery) -> Cards:
    edition = exercise.kit.edition(viewer.language)
    inject = edition.scenario.inject(id)
    if inject is None:
        yield from _improvised_card(exercise, viewer, id, delivery)
        return
    if viewer.role == "projector" and not inject.projector:
        return
    for number, (face, to) in enumerate(faces_for(exercise, viewer, inject)):
        yield Card(
            id=f"inject-{id}" + (f"-{number}" if number else ""),
            kind="inject",
            changed=delivery.seq,
            title=face.headline,
            face=face,
            inject=id,
            elapsed=delivery.since,
            lines=_asked(inject, viewer),
            marks=tuple(m for m in (inject.tlp or edition.scenario.tlp, inject.severity, to) if m),
        )


def _asked(inject: Inject, viewer: Viewer) -> tuple[str, ...]:
    """What a team is asked; the options are offered as choices."""
    asked = inject.decision.question if inject.decision else None
    lines = [asked] if asked else []
    if viewer.role in STAFF and inject.facilitator:
        block = inject.facilitator
        texts = (block.delivery, *block.listen_for, *block.red_flags, *block.hints, block.move_on)
        lines += [text for text in texts if text]
    return tuple(lines)


def faces_for(exercise: Exercise, viewer: Viewer, inject: Inject) -> list[tuple[Face, str]]:
    """The faces of an inject that an audience reads, each with the role it is headed by.

    A seat with a team role reads the first version that fits, else the body. A seat without one
    reads
    every version addressed to its team, each headed by its role (K27). Control reads them all.
    """
    faces = exercise.kit.edition(viewer.language).faces.get(inject.id, ())
    if not faces:
        return []
    story = _story(exercise, viewer)
    fitting = [
        (face, version.to)
        for face, version in zip(faces[1:], inject.versions, strict=False)
        if _fits(exercise, viewer, version.to)
        and (version.when is None or holds(version.when, exercise, story).holds)
    ]
    if viewer.role in STAFF or viewer.role == "observer":
        return [(faces[0], ""), *((face, ", ".join(to)) for face, to in fitting)]
    if viewer.role == "projector":
        return [(faces[0], "")]
    if viewer.team_role is not None:
        return [(fitting[0][0], "")] if fitting else [(faces[0], "")]
    return _for_whole_team(exercise, viewer, faces[0], fitting)


def _for_whole_team(
    exercise: Exercise,
    viewer: Viewer,
    body: Face,
    fitting: list[tuple[Face, tuple[str, ...]]],
) -> list[tuple[Face, str]]:
    assert viewer.team is not None
    declared = exercise.teams[viewer.team].declared
    for_all = next((face for face, to in fitting if not to or declared in to or ALL in to), body)
    headed = [
        (face, _role_titles(exercise, viewer, to))
        for face, to in fitting
        if to and declared not in to and ALL not in to
    ]
    return [(for_all, ""), *headed]


def _role_titles(exercise: Exercise, viewer: Viewer, to: tuple[str, ...]) -> str:
    scenario = exercise.kit.edition(viewer.language).scenario
    assert viewer.team is not None
    declared = exercise.teams[viewer.team].declared
    roles = (scenario.team_role(ref) for ref in to if ref.partition("/")[0] == declared)
    return ", ".join(role.title for role in roles if role)


def _fits(exercise: Exercise, viewer: Viewer, to: tuple[str, ...]) -> bool:
    if viewer.team not in exercise.teams or viewer.team is None:
        return True
    declared = viewer.having(team=exercise.teams[viewer.team].declared)
    return rules.may_read(to, declared)


def _improvised_card(exercise: Exercise, viewer: Viewer, id: str, delivery: Delivery) -> Cards:
    made = exercise.improvised[id]
    if viewer.role == "projector":
        return
    faces = made.faces
    yield Card(
        id=f"inject-{id}",
        kind="inject",
        changed=delivery.seq,
        title=made.title,
        face=faces.get(viewer.language) or next(iter(faces.values()), None),
        inject=id,
        elapsed=delivery.since,
        marks=((made.tlp or exercise.scenario.tlp),),
    )


def _decisions(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    found = [
        (decision, team)
        for team in _seen_teams(exercise, viewer)
        for thread in exercise.teams[team].decisions.values()
        for decision in thread
    ]
    replaced = {d.amends: d.seq for d, _ in found if d.amends}
    for decision, team in sorted(found, key=lambda pair: pair[0].seq):
        changed = max(decision.seq, replaced.get(decision.id, 0))
        if changed > after:
            yield _decision_card(exercise, viewer, decision, team, changed, decision.id in replaced)


def _decision_card(
    exercise: Exercise, viewer: Viewer, decision: Decision, team: str, changed: int, struck: bool
) -> Card:
    marks = [
        mark
        for mark, so in (
            ("without_authority", not decision.authority and viewer.role in STAFF),
            ("by_control", decision.by_control),
            ("during_pause", decision.during_pause),
            ("amended", struck),
        )
        if so
    ]
    about = decision.inject
    return Card(
        id=f"decision-{decision.id}",
        kind="decision",
        changed=changed,
        title=rules.inject_title(exercise, about, viewer.language) if about else "",
        body=decision.text,
        inject=about,
        team=team,
        elapsed=decision.since,
        at=decision.at,
        marks=tuple(marks),
        lines=tuple(line for line in (decision.rationale,) if line),
    )


def _questions(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    for team in _seen_teams(exercise, viewer):
        for question in exercise.teams[team].questions:
            if max(question.seq, question.answer_seq) > after:
                yield _question_card(viewer, question, team)


def _question_card(viewer: Viewer, question: Question, team: str) -> Card:
    hints = question.suggested if viewer.role in STAFF and question.state == "open" else ()
    return Card(
        id=f"question-{question.id}",
        kind="question",
        changed=max(question.seq, question.answer_seq),
        title=question.text,
        body=question.answer or "",
        team=team,
        elapsed=question.since,
        marks=(question.state,),
        lines=hints,
    )


def _deadlines(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    scenario = exercise.kit.edition(viewer.language).scenario
    for deadline in scenario.deadlines:
        if viewer.role == "participant" and not _for_them(exercise, viewer, deadline.to):
            continue
        for story in _stories_seen(exercise, viewer):
            run = exercise.facts[story].deadlines.get(deadline.id)
            if run is None or run.seq <= after:
                continue
            yield Card(
                id=f"deadline-{deadline.id}" + (f"-{story}" if story else ""),
                kind="deadline",
                changed=run.seq,
                title=deadline.title,
                body=run.due.isoformat(sep=" ", timespec="minutes")
                if not isinstance(run.due, float)
                else "",
                team=story or None,
                elapsed=run.due if isinstance(run.due, float) else None,
                story=None if isinstance(run.due, float) else run.due,
                marks=(run.state,),
            )


def _for_them(exercise: Exercise, viewer: Viewer, to: tuple[str, ...]) -> bool:
    if not to:
        return False
    return _fits(exercise, viewer, to)


def _stories_seen(exercise: Exercise, viewer: Viewer) -> tuple[str, ...]:
    if viewer.role == "participant" and viewer.team:
        return (EXERCISE, viewer.team)
    return (EXERCISE, *exercise.teams)


def _plan(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    """What is proposed, deferred and overdue: one card a story, made anew when any changes."""
    scenario = exercise.kit.edition(viewer.language).scenario
    for story in exercise.stories:
        facts = exercise.facts[story]
        if facts.seq <= after:
            continue
        lines = []
        for id, proposal in facts.proposals.items():
            inject = scenario.inject(id)
            state = proposal.deferred or ("overdue" if proposal.overdue else "proposed")
            lines.append(f"{id}\t{state}\t{proposal.because}\t{inject.title if inject else id}")
        if facts.end_proposed:
            lines.append("\tend\tend\t")
        yield Card(
            id="plan" + (f"-{story}" if story else ""),
            kind="proposal",
            changed=facts.seq,
            team=story or None,
            lines=tuple(lines),
        )


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


def _for_the_room(exercise: Exercise, viewer: Viewer, after: int) -> Cards:
    """Decisions and questions reach participants and observers, never the projector."""
    if viewer.role != "projector":
        yield from _decisions(exercise, viewer, after)
        yield from _questions(exercise, viewer, after)
        yield from _deadlines(exercise, viewer, after)


_Maker = Callable[[Exercise, Viewer, int], Cards]
_OTHERS: tuple[_Maker, ...] = (_exercise, _brief, _injects, _for_the_room)
_CONTROL: tuple[_Maker, ...] = (
    _exercise,
    _brief,
    _control_brief,
    _plan,
    _teams,
    _injects,
    _decisions,
    _questions,
    _deadlines,
    _notes,
)
