"""Objective by objective: what went well, what did not, what nobody saw; ratings and the plan."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from simulator.acts.course import course
from simulator.acts.evaluation import Observe
from simulator.acts.hotwash import NoteHotWash, PlanImprovement
from simulator.acts.justify import JustifyDeviation
from simulator.acts.play import StopExercise
from simulator.acts.ratings import Rate
from simulator.documents.base import Words
from simulator.documents.report import NOTHING, Report, report_of
from simulator.documents.titles import Titles
from tests.builders import EVALUATOR, Table, a_team, an_inject
from tests.unit.documents.paper import markdown
from tests.unit.scoring.response import a_table, debriefed, done, ended, the_scenario

OBJECTIVES: list[dict[str, Any]] = [
    {
        "id": "stop",
        "text": "Stop the spread.",
        "capability": "Containment",
        "critical_tasks": [
            {"id": "cut", "text": "Cut it off.", "steps": ["book/isolate", "book/declare"]}
        ],
    },
    {"id": "tell", "text": "Tell in time."},
    {"id": "rest", "text": "Whatever else."},
]


def a_played(*steps: str, **fields: Any) -> Table:
    """A table of three objectives at which these steps were done."""
    expected = [{"id": "told", "text": "Told.", "step": "book/inform-csirt", "due": 2}]
    injects = (an_inject("a", objectives=["tell"], expectations=expected), an_inject("b"))
    return done(a_table(the_scenario(*injects, objectives=OBJECTIVES, **fields)), *steps)


def reported(table: Table, language: str = "en") -> Report:
    """What a template is given of a table."""
    titles = Titles(course(table.records), Words(language))
    return report_of(table.records, debriefed(table.records), titles)


def told(report: Report, objective: str, kind: str) -> list[str]:
    """The sentences of one kind under an objective."""
    (part,) = (p for p in report.objectives if p.id == objective)
    return [each.text for team in part.teams for each in getattr(team, kind)]


def test_a_finding_stands_under_the_objective_of_its_critical_task() -> None:
    report = reported(ended(a_played("triage", "declare", "isolate")))
    assert told(report, "stop", "strengths") == [
        "Of the playbook, “Step declare” and “Step isolate” were done.",
        "2 precedences of the playbook were kept.",
    ]
    assert told(report, "tell", "strengths") == ["Of the playbook, “Step triage” was done."]


def test_else_under_the_objectives_of_its_inject() -> None:
    report = reported(ended(a_played("inform-csirt")))
    assert told(report, "tell", "strengths") == [
        "“Told” after 1 min, expected within 2 min.",
        "Of the playbook, “Step inform-csirt” was done.",
    ]


def test_else_under_those_of_the_inject_that_was_decided_on() -> None:
    report = reported(ended(a_played("pay")))
    assert told(report, "tell", "areas") == [
        "Decided, though the playbook says never to do it: “Pay in silence”."
    ]


def test_what_belongs_to_none_stands_under_other() -> None:
    report = reported(ended(a_played("triage")))
    assert "“Step notify”: not observed." in told(report, "other", "absent")
    assert report.objectives[-1].title == "Other findings"


def test_an_objective_that_nothing_belongs_to_says_so() -> None:
    report = reported(ended(a_played("triage")))
    assert told(report, "rest", "strengths") == []
    assert "Nothing in the record belongs to this objective." in markdown(a_played("triage"))


def test_it_says_how_many_steps_of_the_critical_tasks_were_done() -> None:
    report = reported(ended(a_played("triage", "declare")))
    (team,) = report.objectives[0].teams
    assert team.summary
    assert team.summary.text == "Steps of the critical tasks that fall here: 1 of 2 done."
    assert len(team.summary.cites) == 3


@pytest.mark.parametrize(
    ("steps", "tasks", "english", "spanish"),
    [
        ((), ["book/isolate"], "0 of 1 done.", "0 de 1 hechos."),
        (("isolate",), ["book/isolate"], "1 of 1 done.", "1 de 1 hechos."),
        ((), ["book/isolate", "book/declare"], "0 of 2 done.", "0 de 2 hechos."),
        (
            ("isolate", "declare"),
            ["book/isolate", "book/declare"],
            "2 of 2 done.",
            "2 de 2 hechos.",
        ),
    ],
)
def test_none_some_and_all_of_one_or_more_steps_read_well(
    steps: tuple[str, ...], tasks: list[str], english: str, spanish: str
) -> None:
    """It read: “Of the one step of the critical tasks that falls here, 0 was done”."""
    task = {"id": "cut", "text": "Cut it off.", "steps": tasks}
    objective = OBJECTIVES[0] | {"critical_tasks": [task]}
    kit = the_scenario(an_inject("a"), an_inject("b"), objectives=[objective])
    table = ended(done(a_table(kit), "triage", *steps))
    for language, ending in (("en", english), ("es", spanish)):
        (team,) = reported(table, language).objectives[0].teams
        assert team.summary
        assert team.summary.text.endswith(f": {ending}")


def test_a_day_is_never_written_with_the_month_first() -> None:
    """In English reports it was: an American reads 9/1, or “September 1, 2031”, else."""
    days = {language: Words(language).day(date(2031, 9, 1)) for language in ("en", "es")}
    assert days == {"en": "1 September 2031", "es": "1 de septiembre de 2031"}


def test_what_was_late_or_harmful_is_an_area_and_a_row_of_the_plan() -> None:
    report = reported(ended(a_played("triage", "isolate", "declare", "inform-csirt")))
    assert told(report, "stop", "areas") == [
        "“Step isolate” came before “Step declare”, which should come first."
    ]
    issues = {row.issue: row for row in report.plan}
    row = issues["Team red: “Told” after 4 min, late: expected within 2 min."]
    assert (row.capability, row.action, row.element, row.due) == (
        "Tell in time.",
        "open",
        "open",
        "open",
    )
    (order,) = (row for row in report.plan if "came before" in row.issue)
    assert order.capability == "Containment"


def test_silence_is_no_area_for_improvement() -> None:
    report = reported(ended(a_played()))
    assert report.plan == ()
    assert "No area for improvement was found" in markdown(ended(a_played()))


def test_a_decision_is_quoted_beside_the_finding_that_rests_on_it() -> None:
    made = markdown(ended(a_played("pay")))
    part = made.partition("### Tell in time")[2].partition("\n### ")[0]
    assert "**01:00** a member of the team: “We pay.” [\\[" in part


def test_the_rows_that_people_wrote_come_first() -> None:
    table = ended(a_played("pay"))
    table.do(PlanImprovement(issue="No list.", team="red", objective="stop"), EVALUATOR)
    (row,) = table.exercise.improvements.values()
    table.do(
        PlanImprovement(
            improvement=row.id,
            action="Print it.",
            element="planning",
            owner="IT",
            contact="Desk 4",
            start=date(2031, 6, 1),
            due=date(2031, 9, 1),
            status="under-way",
        ),
        EVALUATOR,
    )
    first, second = reported(table).plan
    assert (first.capability, first.issue, first.action) == ("Containment", "No list.", "Print it.")
    assert (first.element, first.owner, first.contact) == ("planning", "IT", "Desk 4")
    assert (first.start, first.due) == ("1 June 2031", "1 September 2031")
    assert (first.status, first.cites) == ("under way", (len(table.records),))
    assert "Pay in silence" in second.issue


def test_the_hot_wash_is_told_by_topic() -> None:
    table = ended(a_played())
    table.do(NoteHotWash(topic="idea", text="A card.", team="red"), EVALUATOR)
    table.do(NoteHotWash(topic="gap", text="No list.", objective="stop"), EVALUATOR)
    gap, idea = reported(table).hot_wash
    assert (gap.title, gap.notes[0].text, gap.notes[0].remarks) == (
        "What was missing",
        "No list.",
        "Stop the spread",
    )
    assert (idea.notes[0].text, idea.notes[0].remarks) == ("A card.", "Team red")
    assert "Nothing from the hot wash was written down." in markdown(a_played())


def test_ratings_stand_by_objective_and_team_final_told_from_provisional() -> None:
    table = a_played(teams=[a_team("red"), a_team("blue")])
    table.do(Rate(subject="stop", team="red", achieved=True, text="Fast."), EVALUATOR)
    table.do(Rate(subject="tell", achieved=False), EVALUATOR)
    ended(table).do(Rate(subject="stop", team="red", achieved=False, final=True, text="No."))
    found = reported(table).ratings
    assert found.columns == ("Team red", "Team blue", "All teams together")
    cells = {row.id: [[g.text for g in cell] for cell in row.cells] for row in found.rows}
    assert cells["rated-stop"] == [["P, provisional", "U, final"], [], []]
    assert cells["rated-tell"] == [[], [], ["U, provisional"]]
    assert "rated-stop.cut" not in cells
    assert found.state.text == "One final rating was given; all others are provisional."
    assert [r.text for r in found.remarks] == [
        "Team red, “Stop the spread”, rated P: Fast.",
        "Team red, “Stop the spread”, finally rated U: No.",
    ]


def test_the_first_page_says_that_no_rating_is_final() -> None:
    table = a_played()
    table.do(Rate(subject="stop", achieved=True), EVALUATOR)
    first = markdown(ended(table)).partition("\n## ")[0]
    assert "No final rating by a lead evaluator has been given. [\\[2\\]](#e2)\u2013" in first


@pytest.mark.parametrize(
    ("weighed", "raw", "judged"), [("book/isolate", "0%", "100%"), ("book/pay", NOTHING, NOTHING)]
)
def test_a_justified_deviation_shows_both_values_and_why(
    weighed: str, raw: str, judged: str
) -> None:
    table = a_played("isolate", "declare", "pay")
    table.do(JustifyDeviation(team="red", about=weighed, text="Lives first."), EVALUATOR)
    report = reported(ended(table))
    (found,) = report.justified
    assert (found.raw, found.judged, found.why) == (raw, judged, "Lives first.")
    assert not [row for row in report.plan if found.sentence.text in row.issue]
    made = markdown(table)
    assert "The plan was not followed, and an evaluator judged that right." in made
    if weighed == "book/isolate":
        assert "(0% by the plan, 100% as judged: Lives first)" in made
        assert "67%, as judged 100%" in made or "0%, as judged 100%" in made


def test_an_evaluators_partly_is_told_once() -> None:
    table = a_played()
    table.do(Observe(team="red", expectation="a/told", result="partly", text="Half."), EVALUATOR)
    report = reported(ended(table))
    assert told(report, "tell", "areas") == ["“Told”: partly, as an evaluator saw it."]
    assert told(report, "tell", "neither") == []


def test_a_real_world_stop_has_words() -> None:
    assert "stopped for a real-world reason" in markdown(a_played().do(StopExercise(reason="fire")))
