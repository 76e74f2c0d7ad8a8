"""The swimlane: each step asked of a team is a mark in its phase, by when and how it was done."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from simulator.acts.decisions import LogDecision
from simulator.acts.evaluation import Observe
from simulator.acts.justify import JustifyDeviation
from simulator.acts.messages import SendMessage
from simulator.acts.play import EndExercise
from simulator.documents.blocks import Figure
from simulator.documents.charts.steps import fates
from simulator.documents.charts.swimlane import ABSENT, END, LEFT, swimlane
from simulator.domain.debrief import Debrief
from tests.builders import EVALUATOR, Table, a_kit, a_player, a_team, an_inject
from tests.unit.documents.charts.drawing import (
    at,
    cells,
    kinds,
    marks,
    outside,
    read,
    said,
    titles,
    written,
)
from tests.unit.documents.paper import html, markdown
from tests.unit.scoring.response import (
    RIGHT,
    a_step,
    a_table,
    debriefed,
    done,
    the_playbook,
    the_scenario,
    times,
)


def lanes_of(table: Table, language: str = "en", team: str = "red") -> Figure:
    """A team's swimlane."""
    figure = swimlane(debriefed(table.records), titles(table.records, language), team)
    assert figure is not None
    return figure


def timed(*steps: dict[str, Any], **fields: Any) -> Table:
    """A table whose playbook has these steps."""
    return a_table(the_scenario(**fields), the_playbook(*steps))


def ended(table: Table, after: float = 10) -> Table:
    return table.wait(after).do(EndExercise())


ISOLATE = a_step("isolate", times=times(target=10, acceptable=20, limit=40))
KEPT = (a_step("keep-evidence"), a_step("isolate", "eradicate", after=["keep-evidence"]))


def test_a_step_done_stands_at_its_minute_in_the_lane_of_its_phase() -> None:
    figure = lanes_of(ended(timed(ISOLATE, a_step("keep-evidence")).wait(5)
                            .decide("a", None, "book/isolate"), 15))  # fmt: skip
    assert at(figure, "in_time") == [pytest.approx(LEFT + (END - LEFT) / 4, abs=0.2)]
    assert [text for text, _, _ in written(figure, "row")] == ["Containment"]
    assert ("1", "Step isolate.", "in time", "05:00", "[6]") in cells(figure)


@pytest.mark.parametrize(
    ("tlp", "after", "fate"),
    [
        ("AMBER", 5, "avisado, marca respetada y a tiempo"),
        ("CLEAR", 30, "avisado tarde, marca demasiado abierta y a tiempo"),
    ],
)
def test_what_was_told_is_said_in_the_readers_words(tlp: str, after: float, fate: str) -> None:
    """Issue 6: the table said "told" and "within" in every language."""
    share = {"with": ["blue"], "tlp_at_most": "AMBER"}
    warn = a_step("warn", times=times(), share=share)
    table = timed(warn, teams=[a_team("red"), a_team("blue")]).wait(after)
    table.do(SendMessage(to=("blue",), text="Look.", steps=("book/warn",), tlp=tlp), a_player())
    figure = lanes_of(ended(table.decide("a", None, "book/warn")), "es")
    assert [row[2] for row in cells(figure)] == [fate]


@pytest.mark.parametrize(
    ("minute", "kind", "fate"),
    [(5, "in_time", "in time"), (15, "acceptable", "acceptable"), (30, "late", "late")],
)
def test_when_it_was_done_shows_by_its_shape(minute: float, kind: str, fate: str) -> None:
    table = timed(ISOLATE, a_step("keep-evidence")).wait(minute).decide("a", None, "book/isolate")
    figure = lanes_of(ended(table))
    assert kinds(figure) - {"due_target", "due_acceptable", "due_limit"} == {kind, "absent"}
    assert cells(figure)[0][2] == fate


def test_a_step_out_of_order_has_a_ring_around_its_mark() -> None:
    figure = lanes_of(ended(done(timed(*KEPT), "isolate", "keep-evidence")))
    assert at(figure, "out_of_order") == at(figure, "in_time")[:1]
    assert [row[2] for row in cells(figure)] == ["done", "out of order"]
    assert kinds(lanes_of(ended(done(timed(*KEPT), "keep-evidence", "isolate")))) == {"in_time"}


def test_what_nobody_saw_stands_hollow_at_the_right_edge() -> None:
    figure = lanes_of(ended(timed(*KEPT)))
    assert at(figure, "absent") == [ABSENT - 6] * 2
    assert [row[2:4] for row in cells(figure)] == [("not observed", "")] * 2
    assert "not seen" in [text for text, _, _ in written(figure, "tick")]


def test_harm_is_a_cross_in_a_lane_of_its_own() -> None:
    figure = lanes_of(ended(done(timed(*KEPT), "pay")))
    assert len(at(figure, "harmful")) == 1
    assert [text for text, _, _ in written(figure, "row")][-1] == "Never to do"
    assert cells(figure)[-1][1:3] == ("Pay in silence.", "harmful")
    assert not at(lanes_of(ended(timed(*KEPT))), "harmful")


def test_the_time_given_is_a_line_from_anchor_to_anchor() -> None:
    figure = lanes_of(ended(timed(ISOLATE), 80))
    minute = (END - LEFT) / 80
    found = {}
    for path in read(figure).iter("path"):
        name = path.get("class", "")
        if name.startswith("due "):
            begins, ends = (part.split() for part in path.get("d", "M0 0")[1:].split("L"))
            found[name[4:]] = (float(begins[0]), float(ends[0]))
    assert found == {
        "target": pytest.approx((LEFT, LEFT + 10 * minute), abs=0.2),
        "acceptable": pytest.approx((LEFT + 10 * minute, LEFT + 20 * minute), abs=0.2),
        "limit": pytest.approx((LEFT + 20 * minute, LEFT + 40 * minute), abs=0.2),
    }
    assert len(figure.legend) == 4


@pytest.mark.parametrize("acts", [True, False])
def test_story_time_is_drawn_as_exercise_time(acts: bool) -> None:
    """At four times the pace an hour of the story is a quarter of one in play."""
    step = a_step("isolate", times=times(target=60, clock="story"))
    table = timed(step, story={"starts": "2031-05-12 08:00", "pace": 4}).wait(5)
    if acts:
        table.decide("a", None, "book/isolate")
    (fate,) = fates(debriefed(ended(table, 40).records), titles(table.records), "red")
    assert fate.due is not None
    assert fate.due.starts == pytest.approx(0, abs=1)
    assert dict(fate.due.anchors) == {"target": pytest.approx(900, abs=1)}


def test_a_limit_that_story_time_jumped_over_ends_at_the_jump() -> None:
    step = a_step("isolate", times=times(target=600, clock="story"))
    table = timed(step).wait(5).jump(story=1_440)
    (fate,) = fates(debriefed(ended(table).records), titles(table.records), "red")
    assert fate.due is not None
    assert dict(fate.due.anchors) == {"target": 300}


def test_a_legal_duty_has_its_limit() -> None:
    step = a_step("isolate", times=times(limit=20, legal=True))
    (fate,) = fates(debriefed(ended(timed(step), 40).records), titles(timed(step).records), "red")
    assert fate.due is not None
    assert fate.due.anchors == (("limit", 1_200),)
    assert fate.codes == ("not_observed", "missed")


def test_a_deadline_of_the_scenario_is_the_time_of_its_step() -> None:
    step = a_step("isolate", times=times(limit=4, legal=True, clock="story"))
    page = {"id": "page", "title": "Page", "step": "book/isolate"}
    table = ended(timed(step, deadlines=[page]))
    (fate,) = fates(debriefed(table.records), titles(table.records), "red")
    assert fate.due is not None
    assert fate.due.anchors == (("limit", 240),)


def test_a_late_entry_stands_where_it_was_decided() -> None:
    table = timed(ISOLATE).wait(30).do(EndExercise())
    late = LogDecision(
        text="Cut.", inject="a", team="red", at=6, reason="x", steps=("book/isolate",)
    )
    figure = lanes_of(table.do(late))
    assert cells(figure)[0][3] == "06:00"
    assert at(figure, "in_time") == [pytest.approx(LEFT + (END - LEFT) / 5, abs=0.2)]


def test_what_an_evaluator_missed_does_not_undo_what_was_done() -> None:
    asked = {"id": "e", "text": "Cut.", "step": "book/isolate", "due": 5}
    again = {"id": "f", "text": "Say it.", "step": "book/isolate", "due": 5}
    scenario = the_scenario(
        an_inject("a", expectations=[asked]), an_inject("b", expectations=[again])
    )
    table = a_table(scenario, the_playbook(ISOLATE)).wait(2).decide("a", None, "book/isolate")
    table.release("b").wait(1)
    table.do(Observe(team="red", expectation="b/f", result="not_done"), EVALUATOR)
    assert cells(lanes_of(ended(table)))[0][2] == "in time"


def test_a_deviation_called_right_says_so() -> None:
    table = ended(done(timed(*KEPT), "isolate", "keep-evidence"))
    table.do(JustifyDeviation(team="red", about="book/isolate", text="It spread."), EVALUATOR)
    assert cells(lanes_of(table))[1][2] == "out of order and called right by an evaluator"


def test_what_the_clock_jumped_over_is_a_gap_of_one_width() -> None:
    table = timed(*KEPT).wait(20).jump(600).wait(1).decide("a", None, "book/isolate")
    figure = lanes_of(ended(table, 19))
    assert "+10 h" in [text for text, _, _ in written(figure, "size")]
    (place,) = at(figure, "in_time")
    assert (LEFT + END) / 2 < place < (LEFT + END) / 2 + 40


def test_nothing_falls_on_anything_and_nothing_leaves_the_frame() -> None:
    table = ended(done(a_table(), *reversed(RIGHT), "pay", "wipe", every=0.2), 90)
    figure = lanes_of(table)
    heights = [y for _, _, y in written(figure, "number")]
    assert all(b - a >= 20 for a, b in pairwise(heights))
    assert [text for text, _, _ in written(figure, "number")] == [row[0] for row in cells(figure)]
    assert [*outside(figure)] == []
    assert len(marks(figure)) >= len(cells(figure))


def test_every_step_asked_is_there_once_in_the_order_of_its_phases() -> None:
    table = ended(done(a_table(), *RIGHT))
    debrief: Debrief = debriefed(table.records)
    steps = fates(debrief, titles(table.records), "red")
    assert [step.number for step in steps] == list(range(1, 10))
    assert {step.ref for step in steps} == {f"book/{id}" for id in RIGHT}
    phases = [step.phase for step in steps]
    assert len([a for a, b in pairwise(phases) if a != b]) == len(set(phases)) - 1


def test_a_team_of_which_nothing_was_asked_has_none() -> None:
    table = ended(a_table(the_scenario(teams=[a_team("red"), a_team("blue")])))
    debrief = debriefed(table.records)
    assert swimlane(debrief, titles(table.records), "blue") is None
    made = html(table)
    assert 'id="swimlane-red"' in made
    assert 'id="swimlane-blue"' not in made


def test_before_play_there_is_none() -> None:
    table = Table(kit=a_kit(the_scenario(), the_playbook()))
    assert swimlane(debriefed(table.records), titles(table.records), "red") is None


def test_hostile_steps_stay_text() -> None:
    text = "</svg><script>alert(1)</script> " + "long " * 70
    table = ended(timed(a_step("isolate", text=text)))
    figure = lanes_of(table)
    assert "<script" not in figure.svg
    assert max(map(len, said(figure))) <= 161
    assert "<script" not in html(table)


def test_it_speaks_spanish_and_markdown() -> None:
    table = ended(timed(*KEPT))
    figure = lanes_of(table, "es")
    assert figure.caption == "Team red: pasos de la guía, por fases"
    assert cells(figure)[0][2] == "no observado"
    assert "| 1 | Step keep-evidence. | not observed |" in markdown(table)
