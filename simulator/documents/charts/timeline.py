"""The timeline chart: what control and each team did, on wall time and on both clocks of play."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from simulator.acts import Recorded
from simulator.documents.blocks import Figure, Sign
from simulator.documents.charts.breaks import Band, Jump, bands, jumps
from simulator.documents.charts.happened import CONTROL, Lane, lanes
from simulator.documents.charts.marks import SHAPES, Cluster, clusters, legend, put_cluster
from simulator.documents.charts.scale import MINUTE, Piece, Scale, Wall, ticks, wall
from simulator.documents.charts.svg import (
    WIDE,
    add,
    box,
    canvas,
    drawn,
    extent,
    line,
    linked,
    number,
    written,
)
from simulator.documents.charts.table import Cell, table
from simulator.documents.timeline_words import told
from simulator.documents.titles import Titles, wall_time
from simulator.text import clock

ID = "timeline-chart"
LEFT, RIGHT = 214.0, WIDE - 40.0
TOP = 78.0
LANE, PAD = 15.0, 8.0
HATCHES = {
    "pause": "M0 8L8 0",
    "stop": "M0 8L8 0M0 0L8 8",
    "interruption": "M2 0V8M6 0V8",
}
"""How the stretches are hatched in which play stood."""


@dataclass(frozen=True, slots=True)
class Plot:
    """What is drawn, and where it stands."""

    records: Sequence[Recorded]
    titles: Titles
    wall: Wall
    x: Scale
    lanes: tuple[Lane, ...]
    bands: tuple[Band, ...]
    jumps: tuple[Jump, ...]


def timeline_chart(records: Sequence[Recorded], titles: Titles) -> Figure:
    """The chart of an exercise; a sentence where play has not begun or nothing happened in it."""
    say = titles.words
    if titles.course.begin.status == "created":
        return Figure(ID, say("report.charts.timeline.not_started"))
    plot = _plot(records, titles)
    if not any(lane.marks for lane in plot.lanes):
        return Figure(ID, say("report.charts.timeline.nothing"))
    began, ended = (wall_time(i) for i in (titles.course.begin, titles.course.end))
    caption = say("report.charts.timeline.caption", began=f"{began:%H:%M}", ended=f"{ended:%H:%M}")
    kinds = {mark.kind for lane in plot.lanes for mark in lane.marks}
    kinds |= {f"stood_{band.kind}" for band in plot.bands} | ({"jumped"} if plot.jumps else set())
    signs = legend((k for k in SHAPES if k in kinds), lambda k: say(f"report.charts.signs.{k}"))
    counted = Sign("", say("report.charts.timeline.counted"))
    head = [say(f"report.charts.columns.{n}") for n in ("row", "what", "count", "first", "last")]
    return Figure(
        id=ID,
        caption=caption,
        svg=_drawing(plot),
        legend=(*signs, counted),
        table=table(ID, head, _rows(plot)),
        folded=True,
        more=say("report.charts.as_table"),
    )


def _plot(records: Sequence[Recorded], titles: Titles) -> Plot:
    gone = wall(titles.course)
    x = Scale((Piece(0, gone.end, LEFT, RIGHT),))
    return Plot(
        records=records,
        titles=titles,
        wall=gone,
        x=x,
        lanes=lanes(records, titles.exercise, gone, x),
        bands=tuple(bands(titles.course, gone)),
        jumps=tuple(jumps(records, gone)),
    )


def _drawing(plot: Plot) -> str:
    say = plot.titles.words
    rows = _heights(plot.lanes)
    bottom = TOP + sum(rows.values())
    svg = canvas(
        ID,
        bottom + 6,
        say("report.charts.timeline.title"),
        say("report.charts.timeline.description", teams=len(plot.titles.exercise.teams)),
    )
    _hatches(svg, plot.bands)
    for band in plot.bands:
        _band(svg, plot, band, bottom)
    _rows_drawn(svg, plot, rows)
    _axes(svg, plot, bottom)
    _jumps(svg, plot, bottom)
    _ends(svg, plot, bottom)
    _marks(svg, plot)
    return drawn(svg)


def _heights(found: Iterable[Lane]) -> dict[str, float]:
    """How high each row is."""
    heights: dict[str, float] = {}
    for lane in found:
        heights[lane.row] = heights.get(lane.row, PAD) + LANE
    return heights


def _hatches(svg: Element, found: Iterable[Band]) -> None:
    defs = add(svg, "defs")
    for kind in sorted({band.kind for band in found}):
        pattern = add(
            defs, "pattern", id=f"{ID}-{kind}", width=8, height=8, patternUnits="userSpaceOnUse"
        )
        add(pattern, "path", class_="hatch", d=HATCHES[kind])


def _band(svg: Element, plot: Plot, band: Band, bottom: float) -> None:
    link = linked(svg, band.seq, f"{clock(band.elapsed)}: {_stood(plot, band)}")
    begins, ends = plot.x(band.begins), plot.x(band.ends)
    area = box(link, f"band {band.kind}", begins, TOP, ends - begins, bottom - TOP)
    area.set("fill", f"url(#{ID}-{band.kind})")


def _stood(plot: Plot, band: Band) -> str:
    say = plot.titles.words
    return say(f"report.charts.bands.{band.kind}", span=say.span((band.ends - band.begins) / 60))


def _rows_drawn(svg: Element, plot: Plot, rows: dict[str, float]) -> None:
    """A name and a line for every row."""
    y = TOP
    for row, height in rows.items():
        line(svg, "grid", 0, y, RIGHT, y)
        written(svg, _name(plot, row), 4, y + height / 2 + 4.5, "row", room=LEFT - 24)
        y += height
    line(svg, "grid", 0, y, RIGHT, y)


def _name(plot: Plot, row: str) -> str:
    control = plot.titles.words("report.charts.control")
    return control if row == CONTROL else plot.titles.team(row)


def _axes(svg: Element, plot: Plot, bottom: float) -> None:
    """Round minutes of the exercise clock, and what story time showed then."""
    pieces = [
        Piece(p.begins, p.ends, plot.x(p.low), plot.x(p.high)) for p in plot.wall.clock.pieces
    ]
    found = ticks(pieces)
    written(svg, plot.titles.words("report.columns.clock"), 4, 52, "axis", room=LEFT - 46)
    for moment, x in found:
        line(svg, "grid", x, TOP - 5, x, bottom)
        written(svg, clock(moment), x, 52, "tick")
    stories = plot.titles.exercise.stories
    if len(stories) == 1:
        _story_axis(svg, plot, stories[0], found)


def _story_axis(svg: Element, plot: Plot, story: str, found: Sequence[tuple[float, float]]) -> None:
    """What story time showed at each tick, with the day where it is another one."""
    say, course = plot.titles.words, plot.titles.course
    shown = [(course.last_by(moment).clocks[story].at(moment), x) for moment, x in found]
    if any(moment for moment, _ in shown):
        written(svg, say("report.columns.story"), 4, 69, "axis", room=LEFT - 46)
    day, reach = None, 0.0
    for moment, x in shown:
        if moment is None:
            continue
        label = f"{moment:%H:%M}" if moment.date() == day else say.moment(moment)
        half = extent(label) / 2
        place = min(x, WIDE - half)
        if place - half >= reach:
            written(svg, label, place, 69, "tick")
            day, reach = moment.date(), place + half + 4


def _jumps(svg: Element, plot: Plot, bottom: float) -> None:
    """A break across all rows for each jump, and its size where there is room for it."""
    reach = 0.0
    for jump in plot.jumps:
        x = plot.x(jump.at)
        link = linked(svg, jump.seq, f"{clock(jump.elapsed)}: {_jumped(plot, jump)}")
        add(link, "path", class_="jump", d=f"M{number(x)} {number(TOP)}{_broken(bottom - TOP)}")
        size = f"+{plot.titles.words.span(jump.size / MINUTE)}"
        half = extent(size) / 2
        place = min(max(x, LEFT + half), WIDE - half)
        if place - half > reach:
            written(link, size, place, 34, "size")
            reach = place + half + 6


def _broken(height: float) -> str:
    """A broken line downwards."""
    times = max(round(height / 16), 1)
    step = number(height / times / 4), number(height / times / 2)
    return f"l4 {step[0]}l-8 {step[1]}l4 {step[0]}" * times


def _jumped(plot: Plot, jump: Jump) -> str:
    say = plot.titles.words
    kind = "story_jump" if jump.story else "jump"
    return say(f"report.charts.bands.{kind}", span=say.span(jump.size / MINUTE))


def _ends(svg: Element, plot: Plot, bottom: float) -> None:
    """STARTEX and ENDEX; where play goes on, how far it has come."""
    course, say = plot.titles.course, plot.titles.words
    ended = course.end.kind == "exercise_ended"
    for seq, name, x in (
        (course.begin.seq, "startex", LEFT),
        (course.end.seq, "endex" if ended else "so_far", plot.x(plot.wall.end)),
    ):
        label = say(f"report.charts.{name}")
        link = linked(svg, seq, label)
        line(link, "end" if name != "so_far" else "grid", x, TOP - 5, x, bottom)
        written(link, label, x, 15, "end-name")


def _marks(svg: Element, plot: Plot) -> None:
    found = clusters([lane.marks for lane in plot.lanes])
    y, row = TOP, None
    for lane, marks in zip(plot.lanes, found, strict=True):
        y += PAD if lane.row != row and row is not None else 0.0
        row = lane.row
        for cluster in marks:
            link = linked(svg, cluster.marks[0].seq, _says(plot, cluster))
            put_cluster(link, cluster, y + PAD / 2 + LANE / 2)
        y += LANE


def _says(plot: Plot, cluster: Cluster) -> str:
    """What happened; of many, how much of what, and from when to when."""
    first, last = cluster.marks[0], cluster.marks[-1]
    if first is last:
        return f"{clock(first.elapsed)}: {told(plot.records[first.seq - 1], plot.titles)}"
    kinds = [mark.kind for mark in cluster.marks]
    say = plot.titles.words
    counts = [_counted(plot, kind, kinds.count(kind)) for kind in SHAPES if kind in kinds]
    span = f"{clock(first.elapsed)}\N{EN DASH}{clock(last.elapsed)}"
    return f"{span}: {say.listed(counts)}"


def _counted(plot: Plot, kind: str, count: int) -> str:
    what = plot.titles.words(f"report.charts.signs.{kind}")
    return f"{what} \N{MULTIPLICATION SIGN}{count}"


def _rows(plot: Plot) -> Iterator[tuple[Cell, ...]]:
    """The chart in words: what stood still or jumped, then how much of what in every row."""
    clocks = plot.titles.words("report.charts.clock")
    stood = [(b.seq, _stood(plot, b), b.elapsed) for b in plot.bands]
    jumped = [(j.seq, _jumped(plot, j), j.elapsed) for j in plot.jumps]
    for seq, what, elapsed in sorted((*stood, *jumped)):
        yield clocks, what, (seq,), clock(elapsed), ""
    for row in dict.fromkeys(lane.row for lane in plot.lanes):
        marks = [mark for lane in plot.lanes if lane.row == row for mark in lane.marks]
        for kind in SHAPES:
            at = sorted(mark.elapsed for mark in marks if mark.kind == kind)
            if at:
                what = plot.titles.words(f"report.charts.signs.{kind}")
                last = clock(at[-1]) if len(at) > 1 else ""
                yield _name(plot, row), what, str(len(at)), clock(at[0]), last
