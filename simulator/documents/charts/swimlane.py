"""The swimlane of a team: when it did what its playbook asks, phase by phase."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.etree.ElementTree import Element

from simulator.documents.blocks import Figure
from simulator.documents.charts.marks import SHAPES, legend, put
from simulator.documents.charts.scale import GAP, Scale, exercise_time, ticks
from simulator.documents.charts.steps import ABSENT as ABSENT_CODES
from simulator.documents.charts.steps import NEVER, Due, Fate, fates
from simulator.documents.charts.svg import (
    WIDE,
    add,
    box,
    canvas,
    drawn,
    extent,
    line,
    linked,
    tidy,
    written,
)
from simulator.documents.charts.table import MOST_LETTERS, Cell, table
from simulator.documents.titles import Titles
from simulator.domain.debrief import Debrief
from simulator.text import clock

LEFT, END, ABSENT = 190.0, WIDE - 100.0, WIDE - 44.0
"""Where time begins and ends, and where the steps stand that nobody saw done."""
SAYS_LITTLE = ABSENT_CODES | {"done", "met"}
"""Of a step that was done: that it was, and what was expected of it beside that nobody saw."""
TOP, ROW, PAD = 58.0, 20.0, 8.0


@dataclass(frozen=True, slots=True)
class Plot:
    """What is drawn, and where it stands."""

    id: str
    titles: Titles
    team: str
    steps: tuple[Fate, ...]
    x: Scale


def swimlane(debrief: Debrief, titles: Titles, team: str) -> Figure | None:
    """A team's chart; none where no playbook asked anything of it."""
    steps = fates(debrief, titles, team)
    if not steps or titles.course.begin.status == "created":
        return None
    say, id = titles.words, f"swimlane-{team}"
    plot = Plot(id, titles, team, steps, exercise_time(titles.course, LEFT, END))
    kinds = {kind for step in steps for kind in step.kinds}
    head = [say(f"report.charts.columns.{n}") for n in ("step", "text", "fate", "when", "events")]
    return Figure(
        id=id,
        caption=tidy(say("report.charts.swimlane.caption", team=titles.team(team)), MOST_LETTERS),
        svg=_drawing(plot),
        legend=legend(
            (k for k in SHAPES if k in kinds | _given(steps)),
            lambda kind: say(f"report.charts.signs.{kind}"),
        ),
        table=table(id, head, _rows(plot)),
    )


def _given(steps: Sequence[Fate]) -> set[str]:
    """The kinds of time that some step was given."""
    return {f"due_{name}" for step in steps if step.due for name, _ in step.due.anchors}


def _drawing(plot: Plot) -> str:
    say = plot.titles.words
    lanes = [(phase, tuple(steps)) for phase, steps in groupby(plot.steps, lambda s: s.phase)]
    bottom = TOP + PAD * len(lanes) + ROW * len(plot.steps)
    team = plot.titles.team(plot.team)
    svg = canvas(
        plot.id,
        bottom + 6,
        say("report.charts.swimlane.caption", team=team),
        say("report.charts.swimlane.description", steps=len(plot.steps), lanes=len(lanes)),
    )
    _axis(svg, plot, bottom)
    y = TOP
    for phase, steps in lanes:
        line(svg, "grid", 0, y, WIDE, y)
        written(svg, _phase(plot, phase), 4, y + PAD / 2 + 15, "row", room=LEFT - 20)
        for place, step in enumerate(steps):
            _step(svg, plot, step, y + PAD / 2 + ROW * (place + 0.5))
        y += PAD + ROW * len(steps)
    line(svg, "grid", 0, y, WIDE, y)
    return drawn(svg)


def _phase(plot: Plot, phase: str) -> str:
    say = plot.titles.words
    if phase == NEVER:
        return say("report.charts.swimlane.never")
    return say.any_of(f"report.phases.{phase}", "report.phase", phase=phase)


def _axis(svg: Element, plot: Plot, bottom: float) -> None:
    say = plot.titles.words
    written(svg, say("report.columns.clock"), 4, 46, "axis", room=LEFT - 36)
    ran = [piece for piece in plot.x.pieces if not _is_jump(plot, piece.begins, piece.ends)]
    for moment, x in ticks(ran):
        line(svg, "grid", x, TOP - 5, x, bottom)
        written(svg, clock(moment), x, 46, "tick")
    reach = 0.0
    for piece in plot.x.pieces:
        if _is_jump(plot, piece.begins, piece.ends):
            gone = box(svg, "gone", piece.low, TOP, piece.high - piece.low, bottom - TOP)
            span = say.span((piece.ends - piece.begins) / 60)
            add(gone, "title", say("report.charts.bands.jump", span=span))
            if piece.low - reach > extent(f"+{span}"):
                reach = piece.low + GAP
                written(svg, f"+{span}", piece.low + GAP / 2, 30, "size")
    line(svg, "end", END, TOP - 5, END, bottom)
    ended = plot.titles.course.end.kind == "exercise_ended"
    written(svg, say(f"report.charts.{'endex' if ended else 'so_far'}"), END, 15, "end-name")
    if any("absent" in step.kinds for step in plot.steps):
        written(svg, say("report.charts.swimlane.absent"), ABSENT, 46, "tick")


def _is_jump(plot: Plot, begins: float, ends: float) -> bool:
    jumps = plot.titles.exercise.jumps
    return ends > begins and any(a <= begins and begins < b for a, b in jumps)


def _step(svg: Element, plot: Plot, step: Fate, y: float) -> None:
    if step.due:
        _due(svg, plot, step.due, y)
    x = ABSENT - 6 if step.at is None else plot.x(step.at)
    link = linked(svg, step.events[0] if step.at is None else step.events[-1], _says(plot, step))
    for kind in step.kinds:
        put(link, kind, x, y)
    aside = 8 + 3 * len(step.kinds)
    written(link, str(step.number), x + aside, y + 4.5, "number")


def _due(svg: Element, plot: Plot, due: Due, y: float) -> None:
    """The time a step had: full up to the target, thinner to acceptable, broken to the limit."""
    since = due.starts
    for name, until in due.anchors:
        if until > since:
            line(svg, f"due {name}", plot.x(since), y, plot.x(until), y)
        if until <= plot.titles.course.end.landed:
            x = plot.x(until)
            line(svg, f"due-end {name}", x, y - 4, x, y + 4)
        since = max(since, until)


def _says(plot: Plot, step: Fate) -> str:
    when = "" if step.at is None else f"{clock(step.at)}: "
    return f"{when}{step.number}. {plot.titles.step(step.ref)} ({_fate(plot, step)})"


def _fate(plot: Plot, step: Fate) -> str:
    """What the findings say of a step; what says more stands for what says less."""
    say = plot.titles.words
    codes: Sequence[str] = step.codes
    if step.at is None and len(codes) > 1:
        codes = [code for code in codes if code not in ("censored", "not_due", "running")]
    elif len(codes) > 1:
        codes = [code for code in codes if code not in SAYS_LITTLE] or codes
    named = (say.any_of(f"report.charts.fates.{c}", "report.dial", dial=c) for c in codes)
    return say.listed(dict.fromkeys(named))


def _rows(plot: Plot) -> Iterator[tuple[Cell, ...]]:
    for step in plot.steps:
        when = "" if step.at is None else clock(step.at)
        text = plot.titles.step(step.ref)
        yield str(step.number), text, _fate(plot, step), when, step.events
