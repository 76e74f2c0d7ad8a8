"""The history: events in words for one of the staff, on every clock."""

from __future__ import annotations

from typing import get_args

import pytest

from simulator.acts import AnyEvent, Recorded
from simulator.acts.course import course
from simulator.acts.evaluation import Observe, TakeNote
from simulator.acts.hotwash import NoteHotWash
from simulator.acts.justify import JustifyDeviation
from simulator.acts.messages import SendMessage
from simulator.acts.people import JoinExercise
from simulator.acts.play import EndExercise
from simulator.acts.ratings import Rate
from simulator.documents.base import Words
from simulator.documents.history import GROUP_OF, JUDGED, KINDS, history
from simulator.documents.timeline import timeline
from simulator.documents.titles import Titles
from simulator.domain.history import GROUPS, Happening
from simulator.domain.people import Actor, Viewer
from simulator.domain.scenario import Scenario
from simulator.text import clock
from tests.builders import (
    EVALUATOR,
    Table,
    a_player,
    a_scenario,
    a_team,
    a_viewer,
    an_inject,
    seen_by,
)

STARTS = "2031-05-12T03:00:00"
OTHER = Actor(person="otto", role="evaluator")
LEAD = Actor(person="lea", role="lead-evaluator")


def a_story(**fields: object) -> Scenario:
    expected = [{"id": "call", "text": "Call the vendor."}]
    injects = (
        an_inject("a", expectations=expected, story_time="2031-05-12T06:00:00"),
        an_inject("b", story_time="2031-05-13T06:00:00"),
        "c",
    )
    objectives = [{"id": "lead", "text": "Lead."}]
    told = {"story": {"starts": STARTS, "pace": 2}, "objectives": objectives}
    return a_scenario(*injects, **(told | {"teams": [a_team("red"), a_team("blue")]} | fields))


def a_table(**fields: object) -> Table:
    """Everything that teams and control do in an hour, whoever does it."""
    table = Table(a_story(**fields)).start().wait(1).release("a").wait(2)
    table.do(JoinExercise(), a_player("red"))
    table.decide("a").wait(1).jump(30).release("b").wait(1)
    table.do(SendMessage(team="red", to=("blue",), text="Do you know more?"), a_player("red"))
    for evaluator in (EVALUATOR, OTHER):
        table.do(Observe(team="red", expectation="a/call", result="partly"), evaluator)
        table.do(TakeNote(text=f"Seen by {evaluator.person}."), evaluator)
        table.do(Rate(subject="lead", achieved=True), evaluator)
        table.do(JustifyDeviation(team="red", about="a", text="It was right."), evaluator)
    table.do(EndExercise())
    table.do(NoteHotWash(topic="gap", text="Nobody had the number."), EVALUATOR)
    return table


def told(table: Table, viewer: Viewer | None = None) -> list[Happening]:
    return list(history(table.records, table.exercise, viewer or a_viewer()))


def test_every_kind_of_event_is_in_one_group() -> None:
    known = [kind for kinds in KINDS.values() for kind in kinds]
    events = get_args(get_args(AnyEvent)[0])
    assert sorted(known) == sorted(e.model_fields["kind"].default for e in events)
    assert tuple(KINDS) == GROUPS
    assert set(GROUP_OF) >= JUDGED


@pytest.mark.parametrize("scope", ["exercise", "team"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_it_says_of_each_event_what_the_debriefs_timeline_says(scope: str, language: str) -> None:
    table = a_table(story={"starts": STARTS, "pace": 2, "scope": scope})
    words = Words(language)
    everything = frozenset(r.seq for r in table.records)
    lines = timeline(table.records, Titles(course(table.records), words), everything)
    found = told(table, a_viewer(language=language))
    assert [
        (
            each.number,
            clock(each.elapsed),
            words.moment(each.story) if each.story else "",
            f"{each.wall:%H:%M:%S}",
            each.text,
        )
        for each in found
    ] == [(line.seq, line.clock, line.story, line.wall, line.text) for line in lines]
    quiet = {line.seq for line in timeline(table.records, Titles(course(table.records), words))}
    assert {each.number for each in found if not each.quiet} == quiet


def test_what_is_told_later_is_what_was_told_at_once() -> None:
    table = a_table()
    live: list[Happening] = []
    again = Table(a_story())
    again.records.clear()
    for count in range(1, len(table.records) + 1):
        state = course(table.records[:count]).exercise
        live += history(table.records[count - 1 : count], state, a_viewer())
    assert live == told(table)


def test_a_story_without_a_clock_has_no_story_time() -> None:
    found = told(a_table(story={}))
    assert all(each.story is None for each in found[:3])


def test_an_event_names_its_teams_and_who_it_was() -> None:
    found = {each.kind: each for each in told(a_table())}
    assert found["decision_logged"].teams == ("red",)
    assert found["inject_released"].teams == ("red", "blue")
    assert found["exercise_created"].teams == ()
    assert found["person_joined"].person == "red-player"
    assert found["note_taken"].group == "evaluation"


def test_evaluators_do_not_see_what_others_noted_and_rated() -> None:
    table = a_table()
    mine = told(table, seen_by(EVALUATOR).having(person="eva"))
    judged = [each for each in mine if each.kind in JUDGED]
    assert [each.kind for each in judged] == [
        "observation_made",
        "note_taken",
        "rating_given",
        "deviation_justified",
    ]
    assert {each.person for each in judged} == {"eva"}
    assert not any("otto" in each.text for each in mine)
    rest = [each for each in told(table) if each.kind not in JUDGED]
    assert [each for each in mine if each.kind not in JUDGED] == rest


@pytest.mark.parametrize("viewer", [a_viewer(), seen_by(LEAD)], ids=["facilitator", "lead"])
def test_the_facilitator_and_the_lead_see_all_of_them(viewer: Viewer) -> None:
    table = a_table()
    assert len(told(table, viewer)) == len(table.records)


def test_hostile_text_stays_one_line_of_text() -> None:
    hostile = "[red]x[/]\x1b[2J {who} {0.__class__}\r\n# **all** \u202eevil"
    table = Table(a_story()).start().release("a").do(TakeNote(text=hostile))
    note = told(table)[-1]
    assert "[red]x[/][2J {who} {0.__class__} # **all** evil" in note.text
    assert "\n" not in note.text


def test_records_before_the_state_can_be_told_alone() -> None:
    table = a_table()
    some: list[Recorded] = table.records[5:8]
    assert list(history(some, table.exercise, a_viewer())) == told(table)[5:8]
