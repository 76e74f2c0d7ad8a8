"""What holds in every walk: each property is a function of a course, and raises where it fails."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from random import Random

from simulator.acts import choices, replay
from simulator.acts.people import HandOverSeat
from simulator.acts.play import EndExercise
from simulator.domain.exercise import Exercise
from simulator.domain.people import Viewer
from simulator.domain.view import Card, Choice, View
from simulator.engine import reach
from simulator.engine.checks import check_kit
from simulator.engine.view import view
from simulator.stores.base import read_back
from tests.builders import FACILITATOR, Table, seen_by
from tests.property.commands import Filling, heard, seated, texts
from tests.property.oracle import Oracle, audiences
from tests.property.walks import Course, Step, Walk, walked

Property = Callable[[Course], None]
TOKEN = re.compile(r"zq\w+?q|zt\d+q")
ID = re.compile(r"\b(?:inj|opt|ver|mst|var|req|dln|obj|tsk|row|lvl|exp|pbk|stp|prs|phs)-[a-z0-9]+")
KINDS = {"exercise", "brief", "inject", "decision", "question", "message", "deadline"}
MARKS = {
    "running", "paused", "stopped", "ended", "created", "interrupted", "during_pause",
    "by_control", "late_entry", "earlier_pass", "amended", "retracted", "open", "answered",
    "declined", "met", "missed",
}  # fmt: skip
DETAILS = {"said_by", "considered", "assignee", "confidence", "reason", "retracted", "link"}
MAY_DO = {
    "log_decision", "amend_decision", "retract_decision", "ask_question", "send_message",
    "acknowledge_inject",
}  # fmt: skip
NO_WAY = {"TTX080", "TTX081", "TTX082", "TTX084"}
"""Diagnostics of scenarios in which play may stop before an end."""
ALWAYS_THERE = ("join_exercise", "leave_exercise", "tick", "interrupt_exercise")
"""What is never among the choices: it concerns a person or the hub, not an audience."""
PLAY = ("running", "paused", "stopped")


def nothing(exercise: Exercise, viewer: Viewer) -> tuple[Choice, ...]:
    """No choices: for views of which only the cards are looked at."""
    return ()


# The log


def replay_gives_the_live_state(course: Course) -> None:
    """The stored bytes lead to the live state, field by field; so do the records themselves."""
    table = walked(course, Table).table
    assert [read_back(text) for text in table.stored] == table.records
    for found in (table.replayed(), replay(table.records)):
        assert found is not None
        for each in dataclasses.fields(Exercise):
            assert getattr(found, each.name) == getattr(table.exercise, each.name), each.name


def records_follow_each_other(course: Course) -> None:
    """Records are numbered without a gap; neither clock goes back."""
    records = walked(course).table.records
    assert [r.seq for r in records] == list(range(1, len(records) + 1))
    assert [r.elapsed for r in records] == sorted(r.elapsed for r in records)
    assert [r.at for r in records] == sorted(r.at for r in records)


def a_refusal_leaves_no_trace(course: Course) -> None:
    """What is refused changes neither state nor log; once settled, nothing more follows."""
    walk = Walk(course, Table)
    for step in walk.taken():
        if step.refused:
            assert walk.exercise is step.before
            assert step.records == []
            assert len(walk.table.records) == walk.exercise.seq == len(walk.table.stored)
    number = len(walk.table.records)
    assert len(walk.table.wait(0).records) == number


# The end


def the_end_can_always_be_reached(course: Course) -> None:
    """ENDEX is accepted from STARTEX on; control can bring about an end, and F3 warns in time."""
    walk, warned = Walk(course), False
    playbooks, rubric = walk.setting.kit.original.playbooks, walk.setting.kit.rubric
    told = NO_WAY & {d.code for d in check_kit(walk.setting.scenario, playbooks, rubric)}
    for step in walk.taken():
        warned |= _assumes_nothing(step)
        if walk.exercise.status in PLAY:
            ended = walk.table.branch().do(EndExercise())
            assert ended.exercise.status == "ended"
            for story in walk.exercise.stories:
                sure = reach.can_end(walk.exercise, story)
                assert sure or warned or told, story
    if walk.exercise.status in PLAY:
        _brought_to_an_end(walk.table.branch())


def _assumes_nothing(step: Step) -> bool:
    """Whether a step skipped an inject of which every way hangs on an option, assuming none."""
    event = step.records[0].event if step.records else None
    if event is None or event.kind != "inject_skipped" or event.as_if is not None:
        return False
    offered = choices(step.before, seen_by(FACILITATOR))
    skips = [c for c in offered if c.kind == "skip_inject" and c.about == event.inject]
    return any("no_way_on" in c.warns for c in skips)


def _brought_to_an_end(table: Table) -> None:
    """What ends the scenario released by hand, until ENDEX is proposed; whatever is held goes."""
    filling = Filling(Random(0), table, FACILITATOR, texts())
    if table.exercise.status != "running":
        table.do(filling.filled(table.offers(kind="resume_exercise")[0]))
    for _ in range(len(table.exercise.scenario.injects)):
        if all(reach.is_over(table.exercise, story) for story in table.exercise.stories):
            break
        line = [i.id for i in table.exercise.scenario.injects if i.on_line or i.ends]
        now = [c for c in table.offers(kind="release_inject_now") if c.about in line]
        table.release_now(now[-1].about)
    assert all(table.exercise.facts[story].end_proposed for story in table.exercise.stories)


# What audiences are sent


def no_audience_reads_what_is_not_for_it(course: Course) -> None:
    """Nothing unreleased, no other team's thread, no word of control: in cards nor in choices."""
    walk = Walk(course)
    oracle = Oracle(walk.setting)
    oracle.learn(walk.table.records)
    seen = dict.fromkeys(map(Viewer.model_dump_json, audiences(oracle)), 0)
    for number, step in enumerate(walk.taken()):
        oracle.learn(step.records)
        for place, viewer in enumerate(audiences(oracle)):
            if (number + place) % 3 == 0:
                key = viewer.model_dump_json()
                shown = view(walk.exercise, viewer, choices, seen[key])
                seen[key] = shown.number
                _is_fit_for(oracle, viewer, shown)
    for viewer in audiences(oracle):
        _is_fit_for(oracle, viewer, view(walk.exercise, viewer, choices))


def _is_fit_for(oracle: Oracle, viewer: Viewer, shown: View) -> None:
    told = shown.model_dump_json()
    for token in set(TOKEN.findall(told)):
        if token.startswith("zt"):
            assert oracle.may_read_typed(viewer, token), (viewer, oracle.typed[token].event)
        else:
            path = oracle.setting.canaries.paths[token]
            assert oracle.may_read(viewer, path), (viewer, path)
    for id in set(ID.findall(told)):
        assert oracle.may_know(viewer, id), (viewer, id)
    for card in shown.cards:
        assert card.kind in KINDS
        assert not card.coming + card.ways + card.skips
        assert not card.guidance
        assert card.numbers.keys() <= {"gap", "jump", "entered", "by"}
        assert {key for key, _ in card.details} <= DETAILS
        marks = {m for m in card.marks if card.kind != "inject"}
        assert marks <= MARKS, (viewer, card)
    for choice in shown.choices:
        assert viewer.role == "participant"
        assert choice.kind in MAY_DO
        assert not choice.warns


def a_view_resumes_from_any_number(course: Course) -> None:
    """What changed after a number, laid over the view at that number, is the view now."""
    walk, r = Walk(course), Random(course.place)
    viewers = [seen_by(actor) for actor in seated(walk.exercise)]
    had: list[tuple[int, dict[str, Card]]] = [(0, {}) for _ in viewers]
    for _ in walk.taken():
        for place, viewer in enumerate(viewers):
            if r.random() < 0.3:
                had[place] = _resumed(walk.exercise, viewer, *had[place])
    for viewer, (number, cards) in zip(viewers, had, strict=True):
        _resumed(walk.exercise, viewer, number, cards)


def _resumed(
    exercise: Exercise, viewer: Viewer, number: int, cards: Mapping[str, Card]
) -> tuple[int, dict[str, Card]]:
    whole = view(exercise, viewer, nothing)
    assert len({card.id for card in whole.cards}) == len(whole.cards)
    now = {card.id: card for card in whole.cards}
    later = {card.id: card for card in view(exercise, viewer, nothing, number).cards}
    assert {**cards, **later} == now, viewer
    return exercise.seq, now


# What is offered


def every_offer_is_accepted(course: Course) -> None:
    """Whatever anybody is offered at some moment is accepted, however it is filled in."""
    walk, r = Walk(course), Random(course.place)
    for step in walk.taken():
        if step.choice is not None:
            assert step.refused is None, (step.refused, step.actor, step.command)
        if r.random() < 0.05:
            for actor in heard(walk.exercise):
                _are_accepted(r, walk.table, actor)


def _are_accepted(r: Random, table: Table, actor: object) -> None:
    for who in heard(table.exercise):
        if who == actor:
            for choice in table.offers(who):
                command = Filling(r, table, who, texts()).filled(choice)
                table.branch().do(command, who)


def what_is_accepted_was_offered(course: Course) -> None:
    """A command that is accepted is among the choices of whoever gave it, and so are its values."""
    walk = Walk(course)
    for step in walk.taken():
        command, actor = step.command, step.actor
        if command is None or actor is None or step.refused or command.kind in ALWAYS_THERE:
            continue
        if isinstance(command, HandOverSeat) and command.person in (None, actor.person):
            continue
        offers = choices(step.before, seen_by(actor))
        given = command.model_dump(mode="json", exclude_defaults=True)
        assert any(_is_it(choice, command.kind, given) for choice in offers), (actor, command)


def _is_it(choice: Choice, kind: str, given: Mapping[str, object]) -> bool:
    """Whether a command is this offer; what it leaves out is the present one."""
    if choice.kind != kind:
        return False
    if any(given.get(name, value) != value for name, value in choice.given.items()):
        return False
    return all(_is_among(given.get(f.name), f.options) for f in choice.fields if f.options)


def _is_among(value: object, options: tuple[tuple[str, str], ...]) -> bool:
    if value is None:
        return True
    values = value if isinstance(value, list) else [value]
    return {str(v).lower() for v in values} <= {o.lower() for o, _ in options}
