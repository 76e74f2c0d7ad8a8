"""The timeline chart: everything that happened has its mark, its place and its row."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from itertools import pairwise

import pytest

from simulator.acts import Recorded
from simulator.acts.amendments import RetractDecision
from simulator.acts.clock import ChangeSpeed, InterruptExercise
from simulator.acts.decisions import DecisionLogged, LogDecision
from simulator.acts.improvise import Improvise
from simulator.acts.messages import SendMessage
from simulator.acts.passes import GoBack, SyncTeams, WithdrawInject
from simulator.acts.play import EndExercise, ExerciseEnded, StopExercise
from simulator.documents.charts.marks import HALF, SHAPES
from simulator.documents.charts.style import STYLE
from simulator.documents.charts.svg import extent
from simulator.documents.charts.timeline import LEFT, RIGHT, timeline_chart
from simulator.domain.edition import Face
from simulator.domain.people import SYSTEM
from tests.builders import (
    FACILITATOR,
    Table,
    a_choice,
    a_player,
    a_scenario,
    a_team,
    an_inject,
)
from tests.unit.documents.charts.drawing import (
    areas,
    at,
    cells,
    frame,
    kinds,
    marks,
    outside,
    read,
    said,
    timeline_of,
    titles,
    written,
)
from tests.unit.documents.paper import HOSTILE, html, markdown

FACES = {"en": Face(channel="phone", label="Call", headline="The mayor", body="Well?")}
TWO = {"teams": [a_team("red", "lead", "other"), a_team("blue")]}
STORY = {"starts": "2031-05-12 08:00", "pace": 2}


def a_table(*injects: object, **fields: object) -> Table:
    """A table of two teams just after STARTEX."""
    listed = injects or ("a", "b", "c")
    return Table(a_scenario(*listed, **({**TWO, "story": STORY} | fields))).start()  # type: ignore[arg-type]


def ended(table: Table) -> Table:
    return table.wait(1).do(EndExercise())


def released(table: Table) -> None:
    table.release("a")


def released_now(table: Table) -> None:
    table.release_now("c")


def automatic(table: Table) -> None:
    table.wait(3)


def hint(table: Table) -> None:
    table.release("help")


def improvised(table: Table) -> None:
    table.do(Improvise(title="The mayor", body="Well?", to=("red",), faces=FACES))


def skipped(table: Table) -> None:
    table.skip("a")


def withdrawn(table: Table) -> None:
    table.release("a").wait(3).do(WithdrawInject(inject="a"))


def synced(table: Table) -> None:
    table.release("a").release("b", teams=("red",)).wait(1).do(SyncTeams(inject="b"))


def a_pass(table: Table) -> None:
    table.release("a").wait(3).do(GoBack(inject="a", teams=("red",)))


def decision(table: Table) -> None:
    table.decide()


def amended(table: Table) -> None:
    table.decide().wait(5).amend(text="Otherwise.", reason="clearer")


def retracted(table: Table) -> None:
    table.decide().wait(5).do(RetractDecision(), a_player())


def without_authority(table: Table) -> None:
    table.release("b").decide("b", "go", by=a_player("red", "other"))


def late_entry(table: Table) -> None:
    table.wait(5).do(LogDecision(text="We rang.", team="red", at=3, reason="on paper"))


def question(table: Table) -> None:
    table.ask("Who pays?")


def message(table: Table) -> None:
    table.do(SendMessage(text="Look out."), a_player())


HAPPENED = {
    "released": (released, {"released"}),
    "released_now": (released_now, {"released_now"}),
    "automatic": (automatic, {"automatic"}),
    "hint": (hint, {"hint"}),
    "improvised": (improvised, {"improvised"}),
    "skipped": (skipped, {"skipped"}),
    "withdrawn": (withdrawn, {"released", "withdrawn"}),
    "synced": (synced, {"released", "synced"}),
    "pass": (a_pass, {"released", "pass"}),
    "decision": (decision, {"decision"}),
    "amended": (amended, {"amended", "decision"}),
    "retracted": (retracted, {"retracted"}),
    "without_authority": (without_authority, {"released", "without_authority"}),
    "late_entry": (late_entry, {"late_entry"}),
    "question": (question, {"question"}),
    "message": (message, {"message"}),
}


def an_eventful(kind: str) -> Table:
    """A table at which one thing happens."""
    point = a_choice("go", decides="red/lead")
    injects = ["a", an_inject("b", decision=point, release={"after": "start"}), "c"]
    if kind == "automatic":
        injects = [an_inject("a", release={"after": "start", "at": 2, "auto": True}), "b"]
    if kind == "hint":
        injects.append(an_inject("help", pool="hint"))
    if kind == "synced":
        injects = ["a", "b", "c"]
    table = a_table(*injects).wait(2 if kind != "automatic" else 0)
    HAPPENED[kind][0](table)
    return ended(table)


@pytest.mark.parametrize("kind", HAPPENED)
def test_what_happened_has_its_mark_and_nothing_else_has(kind: str) -> None:
    figure = timeline_of(an_eventful(kind))
    assert kinds(figure) == HAPPENED[kind][1]
    assert len(figure.legend) == len(HAPPENED[kind][1]) + 1


def test_no_two_kinds_look_the_same() -> None:
    assert len({shape for name, shape in SHAPES.items() if name in HAPPENED}) == len(HAPPENED)


def test_a_mark_stands_where_its_moment_is() -> None:
    table = a_table().wait(10).decide().wait(10).decide().wait(20).do(EndExercise())
    quarter = (RIGHT - LEFT) / 4
    assert at(timeline_of(table), "decision") == [LEFT + quarter, LEFT + 2 * quarter]


def test_every_team_has_its_row_and_its_decisions_stand_in_it() -> None:
    table = a_table().wait(5).decide().wait(5).decide(by=a_player("blue"))
    figure = timeline_of(ended(table))
    names = {text: y for text, _, y in written(figure, "row")}
    assert [*names] == ["Exercise control", "Team red", "Team blue"]
    heights = sorted(y for kind, _, y in marks(figure) if kind == "decision")
    assert abs(heights[0] - names["Team red"]) < 10
    assert abs(heights[1] - names["Team blue"]) < 10


def test_a_late_entry_stands_where_it_was_decided_even_when_entered_after_endex() -> None:
    table = a_table().wait(40).do(EndExercise()).wait(30)
    table.do(LogDecision(text="We rang.", team="red", at=10, reason="on paper"))
    assert at(timeline_of(table), "late_entry") == [LEFT + (RIGHT - LEFT) / 4]


@pytest.mark.parametrize(
    ("kind", "command"),
    [("pause", None), ("stop", StopExercise()), ("interruption", InterruptExercise)],
)
def test_play_that_stood_is_a_band_as_wide_as_it_lasted(kind: str, command: object) -> None:
    table = a_table().wait(10).decide()
    if kind == "pause":
        table.pause().wait(10).resume()
    elif kind == "stop":
        table.do(StopExercise()).wait(10).resume()
    else:
        table.now += timedelta(minutes=4)
        table.do(InterruptExercise(cause="restart", gap=240), SYSTEM).wait(6).resume()
    figure = timeline_of(table.wait(20).do(EndExercise()))
    quarter = (RIGHT - LEFT) / 4
    ((left, _, width, _),) = areas(figure, kind)
    assert (left, width) == pytest.approx((LEFT + quarter, quarter), abs=0.2)
    assert len(areas(figure, "band")) == 1
    hatches = [p.get("id") for p in read(figure).iter("pattern")]
    assert hatches == [f"timeline-chart-{kind}"]
    assert sum(f"stood_{kind}" in sign.svg for sign in figure.legend) == 1


def test_each_way_of_standing_still_is_hatched_otherwise() -> None:
    table = a_table().decide().wait(5).pause().wait(5).do(StopExercise()).wait(5).resume()
    table.wait(5).do(InterruptExercise(cause="clock", gap=60), SYSTEM).wait(3).resume()
    figure = timeline_of(ended(table))
    drawn = [p.find("path") for p in read(figure).iter("pattern")]
    assert len({path.get("d") for path in drawn if path is not None}) == 3
    pause, stop = areas(figure, "pause")[0], areas(figure, "stop")[0]
    assert pause[0] + pause[2] == pytest.approx(stop[0], abs=0.2)


def test_a_pause_that_goes_on_reaches_to_the_end() -> None:
    ((left, _, width, _),) = areas(timeline_of(a_table().decide().wait(5).pause().wait(5)
        .ask("When do we go on?")), "pause")  # fmt: skip
    assert (left, width) == pytest.approx((LEFT + 373, 373), abs=0.2)


def test_a_jump_is_a_break_with_its_size() -> None:
    figure = timeline_of(ended(a_table().decide().wait(10).jump(90).wait(10).jump(story=2_880)))
    assert [text for text, _, _ in written(figure, "size")] == ["+1 h 30 min", "+2 d"]
    jumps = [p for p in read(figure).iter("path") if p.get("class") == "jump"]
    assert len(jumps) == 2
    assert any("The clock jumps ahead by 1 h 30 min" in title for title in said(figure))
    assert any("Story time alone jumps ahead by 2 d" in title for title in said(figure))


def test_sizes_of_jumps_never_fall_on_each_other() -> None:
    table = a_table().decide().wait(60)
    for _ in range(5):
        table.jump(90).wait(0.1)
    figure = timeline_of(ended(table))
    assert len(written(figure, "size")) < 5
    assert sum(cell[1].startswith("The clock jumps") for cell in cells(figure)) == 5


def test_both_clocks_stand_over_the_chart() -> None:
    ticks = written(timeline_of(a_table().decide().wait(60).do(EndExercise())), "tick")
    low = [text for text, _, y in ticks if y < 60]
    high = [text for text, _, y in ticks if y > 60]
    assert low[:3] == ["00:00", "10:00", "20:00"]
    assert high[:3] == ["12 May 08:00", "08:20", "08:40"]


def test_days_of_story_time_never_fall_on_each_other() -> None:
    fast = {"starts": "2031-05-12 08:00", "pace": 400}
    figure = timeline_of(a_table(story=fast).decide().wait(100).do(EndExercise()))
    days = [(text, x) for text, x, y in written(figure, "tick") if y > 60]
    assert len(days) > 5
    assert all(x + extent(a) / 2 < y - extent(b) / 2 for (a, x), (b, y) in pairwise(days))
    assert [*outside(figure)] == []


def test_without_story_time_there_is_one_clock() -> None:
    table = Table(a_scenario("a")).start().decide()
    assert "Story time" not in [text for text, _, _ in written(timeline_of(ended(table)))]


def test_ticks_keep_apart_at_any_speed() -> None:
    table = a_table().decide().wait(20).do(ChangeSpeed(factor=20)).wait(20).do(EndExercise())
    places = [x for _, x, y in written(timeline_of(table), "tick") if y < 60]
    assert min(b - a for a, b in pairwise(places)) > 55


def test_marks_that_would_fall_on_each_other_are_one_with_a_count() -> None:
    table = a_table().wait(5)
    for _ in range(7):
        table.decide()
    figure = timeline_of(table.wait(60).do(EndExercise()))
    assert [text for text, _, _ in written(figure, "count")] == ["7"]
    assert len(marks(figure)) == 1
    assert "05:00\N{EN DASH}05:00: Decision \N{MULTIPLICATION SIGN}7" in said(figure)


def test_of_several_at_one_place_the_gravest_shows() -> None:
    table = a_table("a", an_inject("b", decision=a_choice("go", decides="red/lead"),
                                   release={"after": "start"})).release("b").wait(5)  # fmt: skip
    table.decide().decide("b", "go", by=a_player("red", "other")).decide()
    figure = timeline_of(table.wait(60).do(EndExercise()))
    assert kinds(figure) == {"released", "without_authority"}
    both = "Decision _2 and Decision without authority _1".replace("_", "\N{MULTIPLICATION SIGN}")
    assert any(both in title for title in said(figure))


def crowd(teams: int, count: int) -> list[Recorded]:
    """A log of many decisions by many teams over an hour and a half."""
    declared = [a_team("red"), *(a_team(f"team-{n}") for n in range(2, teams + 1))]
    table = Table(a_scenario("a", teams=declared, story=STORY)).start().release("a")
    names, log = list(table.exercise.teams), list(table.records)
    for place in range(count):
        since = 5_400 * place / count
        event = DecisionLogged(decision=f"d{place}", team=names[place * 7 % teams], text="Go.")
        log.append(a_record(log, table, since, event))
    return [*log, a_record(log, table, 5_400, ExerciseEnded())]


def a_record(log: list[Recorded], table: Table, since: float, event: object) -> Recorded:
    return Recorded.model_construct(
        exercise="table",
        seq=len(log) + 1,
        at=table.now + timedelta(seconds=since),
        elapsed=since,
        actor=FACILITATOR,
        event=event,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("teams", [1, 8, 45])
def test_ten_thousand_decisions_stay_small_and_quick(teams: int) -> None:
    log = crowd(teams, 10_000)
    named = titles(log)
    began = time.perf_counter()
    figure = timeline_chart(log, named)
    assert time.perf_counter() - began < 5
    assert len(figure.svg.encode()) < 300_000
    assert sum(int(row[2]) for row in cells(figure) if row[1] == "Decision") == 10_000
    assert [*outside(figure)] == []
    for row in {y for _, _, y in marks(figure)}:
        places = sorted(x for _, x, y in marks(figure) if y == row)
        assert all(b - a >= 2 * HALF for a, b in pairwise(places))


def test_forty_five_teams_each_have_a_row_of_readable_height() -> None:
    figure = timeline_of(ended(Table(a_scenario("a", teams=[a_team(f"t{n}") for n in range(45)]))
                               .start().release("a").wait(5)))  # fmt: skip
    heights = [y for _, _, y in written(figure, "row")]
    assert len(heights) == 46
    assert min(b - a for a, b in pairwise(heights)) >= 16
    assert frame(figure)[1] < 1_500


def test_before_play_there_is_a_sentence() -> None:
    figure = timeline_of(Table(a_scenario("a")))
    assert (figure.svg, figure.table) == ("", None)
    assert figure.caption == "Play has not begun: there is no chart yet."
    assert figure.caption in html(Table(a_scenario("a")))
    assert "<svg" not in html(Table(a_scenario("a")))


def test_where_nothing_happened_there_is_a_sentence() -> None:
    figure = timeline_of(ended(a_table()))
    assert figure.svg == ""
    assert figure.caption.startswith("Nothing went out")


def test_play_over_in_no_time_can_be_drawn() -> None:
    figure = timeline_of(a_table().decide().do(EndExercise()))
    assert at(figure, "decision") == [LEFT]
    assert [*outside(figure)] == []


def test_a_computer_clock_set_back_moves_nothing_back() -> None:
    table = a_table().wait(30).decide()
    table.now -= timedelta(minutes=25)
    table.do(InterruptExercise(cause="clock", gap=-1_500), SYSTEM).resume().wait(10).decide()
    figure = timeline_of(table.wait(60).do(EndExercise()))
    assert [*outside(figure)] == []
    assert at(figure, "decision")


def test_play_that_goes_on_has_no_endex() -> None:
    names = [text for text, _, _ in written(timeline_of(a_table().wait(5).decide()), "end-name")]
    assert names == ["STARTEX", "so far"]


def test_every_mark_leads_to_its_line_of_the_timeline() -> None:
    table = an_eventful("withdrawn")
    leads = {link.get("href", "") for link in read(timeline_of(table)).iter("a")}
    made = html(table)
    assert leads
    assert all(f'<tr id="{href[1:]}">' in made for href in leads)


def test_a_text_of_an_hour_is_cut_and_no_sign_of_it_is_markup() -> None:
    table = a_table()
    for text in (*HOSTILE, "</svg><script>alert(1)</script>", "word " * 1_990, "\ufffe\uffff"):
        table.wait(2).decide(text="x" + text.replace("\ud800", ""))
    figure = timeline_of(ended(table))
    drawn = read(figure)
    assert {element.tag for element in drawn.iter()} <= {
        "svg", "title", "desc", "defs", "pattern", "path", "rect", "a", "text",
    }  # fmt: skip
    assert "</svg><script" not in figure.svg
    assert max(len(text) for text in said(figure)) <= 165
    assert re.search(r"[\x00-\x08\x0b-\x1f\u202e\ufffe\uffff]", figure.svg) is None


def test_a_hostile_title_stays_within_its_room() -> None:
    teams = [a_team("red") | {"title": "<b>" + "W" * 70}, a_team("blue") | {"title": "急" * 60}]
    figure = timeline_of(ended(a_table(teams=teams).decide()))
    assert [*outside(figure)] == []
    assert all(len(text) < 27 for text, _, _ in written(figure, "row"))


@pytest.mark.parametrize("kind", ["synced", "withdrawn", "late_entry", "message"])
def test_a_log_cut_anywhere_can_be_drawn(kind: str) -> None:
    log = an_eventful(kind).records
    for length in range(1, len(log) + 1):
        figure = timeline_chart(log[:length], titles(log[:length]))
        assert figure.caption
        assert not figure.svg or [*outside(figure)] == []


@pytest.mark.parametrize("kind", HAPPENED)
def test_nothing_leaves_the_frame(kind: str) -> None:
    assert [*outside(timeline_of(an_eventful(kind)))] == []


def test_it_speaks_spanish() -> None:
    figure = timeline_of(an_eventful("question"), "es")
    assert "Pregunta" in [sign.text for sign in figure.legend]
    assert "Control del ejercicio" in [text for text, _, _ in written(figure, "row")]


def test_the_same_log_gives_the_same_bytes() -> None:
    table = an_eventful("withdrawn")
    assert timeline_of(table).svg == timeline_of(table).svg


def test_a_reader_who_sees_nothing_is_told_what_it_is_and_finds_the_table() -> None:
    figure = timeline_of(an_eventful("question"))
    svg = read(figure)
    assert svg.get("role") == "img"
    named = svg.get("aria-labelledby", "").split()
    assert [e.get("id") for e in svg if e.tag in ("title", "desc")] == named
    assert ("Team red", "Question", "1", "02:00", "") in cells(figure)


def test_markdown_has_caption_and_table_in_its_place() -> None:
    made = markdown(an_eventful("question"))
    assert "| Team red | Question | 1 | 02:00 |" in made
    assert "<svg" not in made
    assert "{figure" not in made


def test_nothing_is_told_by_colour() -> None:
    """Every mark is ink or paper; only its shape, its outline and its hatching say what it is."""
    colours = set(re.findall(r"(?:fill|stroke|color):([^;}]+)", STYLE))
    assert colours <= {"currentColor", "none", "var(--ink)", "var(--paper)", "var(--tint)",
                       "var(--soft)", "inherit"}  # fmt: skip
    assert not re.search(r"(?<!due)\.(?:" + "|".join(SHAPES) + r")\{", STYLE)
    assert not re.search(r'(?:fill|stroke|style)="(?!url\(#)', timeline_of(an_eventful("pass")).svg)


def test_a_page_with_charts_asks_for_nothing_from_outside() -> None:
    made = html(an_eventful("message"))
    assert "<svg" in made
    assert re.findall(r"(?:src|href)=\"(?!#)[^\"]*\"|@import|url\((?!#)", made) == []
    assert made.count("<style>") == 1
    assert " style=" not in made
    assert "<script" not in made
