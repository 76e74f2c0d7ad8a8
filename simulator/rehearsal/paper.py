"""What is said of a rehearsal, section by section: sentences, tables and plots for any format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from simulator.documents.base import Words
from simulator.domain.edition import Kit
from simulator.domain.rehearsal import IDLE, TEN, DeadEnd, Rehearsal, Spread
from simulator.text import say_in


@dataclass(frozen=True, slots=True)
class Row:
    """A row of columns in a plot: what it is called, and a value for each column."""

    label: str
    values: tuple[float, ...]
    second: bool = False
    """Whether it is of the second kind, where a plot shows two."""


@dataclass(frozen=True, slots=True)
class Plot:
    """Columns side by side, row below row, over one scale of minutes."""

    caption: str
    axis: str
    starts: tuple[int, ...]
    """The minute at which each column begins."""
    rows: tuple[Row, ...]
    kinds: tuple[str, ...] = ()
    """What the first and the second kind of row are."""


@dataclass(frozen=True, slots=True)
class Script:
    """A play script, and what it leads into."""

    caption: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its heading, and what stands below it."""

    id: str
    title: str
    lines: tuple[str, ...] = ()
    plot: Plot | None = None
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    scripts: tuple[Script, ...] = field(default=())


class Paper:
    """A rehearsal in the words of one language."""

    def __init__(self, found: Rehearsal, kit: Kit, language: str) -> None:
        self.found = found
        self.language = language
        self._edition = kit.edition(language)
        self._words = Words(language)
        self._say = say_in(language)
        scenario = self._edition.scenario
        self._injects = {inject.id: inject.title for inject in scenario.injects}
        self.title = self._says("title", title=scenario.title)

    def sections(self) -> tuple[Section, ...]:
        """All sections that have something to say, what matters most first."""
        made = (
            self._outcomes(),
            self._dead_ends(),
            self._duration(),
            self._unseen(),
            self._idle(),
            self._load(),
            self._unmet(),
            self._control(),
            self._longest(),
        )
        return tuple(each for each in made if each is not None)

    def _says(self, key: str, **values: object) -> str:
        return self._say(f"rehearsal.{key}", **values)

    # Sections

    def _outcomes(self) -> Section:
        found = self.found
        lines = [
            self._says(
                "played",
                count=found.runs,
                seed=found.seed,
                bots=", ".join(_counted(found.bots)),
                facilitators=self._words.listed(
                    self._says(f"facilitators.{name}") for name in found.facilitators
                ),
            )
        ]
        if found.runs < found.asked:
            lines.append(self._says("interrupted", runs=found.runs, asked=found.asked))
        lines += [
            self._says(f"outcomes.{outcome}", share=self._share(runs))
            for outcome, runs in found.outcomes.items()
        ]
        for end in found.endings:
            told = {"inject": self._inject(end.inject), "share": self._share(end.runs)}
            lines.append(self._says("ending", **told))
        for code, count in found.refused.items():
            lines.append(self._says("refused", code=code, count=count))
        return self._section("outcomes", lines)

    def _dead_ends(self) -> Section | None:
        found = self.found.dead_ends
        if not found:
            return None
        lines = [self._says("dead_ends.why")]
        scripts = tuple(
            Script(self._dead_end(each), each.play or self._says("no_way", run=each.run))
            for each in found
        )
        return self._section("dead_ends", lines, scripts=scripts)

    def _dead_end(self, dead: DeadEnd) -> str:
        return self._says(
            f"dead_end.{dead.kind}",
            inject=self._inject(dead.inject),
            option=self._option(dead.inject, dead.option),
            share=self._share(dead.runs),
            run=dead.run,
        )

    def _duration(self) -> Section | None:
        spread, planned = self.found.duration, self._edition.scenario.planned
        if spread is None:
            return None
        lines = [
            self._says(
                "duration.spread",
                median=self._span(spread.median),
                tenth=self._span(spread.tenth),
                ninetieth=self._span(spread.ninetieth),
                least=self._span(spread.least),
                most=self._span(spread.most),
            )
        ]
        if planned is not None:
            lines.append(self._says("duration.planned", planned=self._span(planned)))
        lasted = self.found.lasted
        row = Row(self._says("runs"), tuple(float(runs) for runs in lasted.values()))
        plot = Plot(self._says("duration.plot"), self._says("minutes"), tuple(lasted), (row,))
        return self._section("duration", lines, plot=plot)

    def _unseen(self) -> Section:
        injects = [self._inject(id) for id in self.found.unseen_injects]
        options = [
            f"{self._inject(inject)}: {self._option(inject, option)}"
            for inject, _, option in (ref.partition("/") for ref in self.found.unseen_options)
        ]
        rows = [(self._says("inject"), text) for text in injects]
        rows += [(self._says("option"), text) for text in options]
        key = "unseen.some" if rows else "unseen.none"
        lines = [self._says(key, injects=len(injects), options=len(options))]
        return self._section("unseen", lines, rows=rows)

    def _idle(self) -> Section:
        lines = [self._says("idle.what")]
        if not self.found.left_idle:
            lines.append(self._says("idle.none", minutes=round(IDLE)))
        rows = [
            (self._team(e.team), *self._three(e.longest), self._share(e.over))
            for e in self.found.idle
        ]
        head = ("team", "median", "ninetieth", "most", "over")
        lines += [
            self._says(
                "idle.place" if place.inject else "idle.begin",
                team=self._team(place.team),
                inject=self._inject(place.inject),
                share=self._share(place.runs),
                most=self._span(place.most),
            )
            for place in self.found.left_idle
        ]
        return self._section("idle", lines, head=self._heads(head), rows=rows)

    def _load(self) -> Section:
        rows: list[Row] = []
        for load in self.found.load:
            team = self._team(load.team)
            rows += [Row(team, load.injects), Row(team, load.decisions, second=True)]
        kinds = (self._says("load.injects"), self._says("load.decisions"))
        plot = self._in_tens(self._says("load.plot"), rows, kinds)
        return self._section("load", [self._says("load.what")], plot=plot)

    def _unmet(self) -> Section:
        rows = [self._expected(ref) for ref in self.found.unmet]
        lines = [self._says("unmet.some" if rows else "unmet.none", count=len(rows))]
        if self.found.by_people:
            lines.append(self._says("unmet.by_people", count=len(self.found.by_people)))
        return self._section("unmet", lines, rows=rows)

    def _control(self) -> Section:
        control = self.found.control
        busiest = control.busiest
        lines = [
            self._says("control.busiest", median=round(busiest.median), most=round(busiest.most)),
            self._says(
                "control.questions",
                questions=self._number(control.questions),
                unanswered=self._number(control.unanswered),
                waited=self._span(control.waited),
                most=control.most_waiting,
            ),
        ]
        lines += [
            self._says(
                "control.entered", inject=self._inject(each.inject), share=self._share(each.runs)
            )
            for each in self.found.entered
        ]
        rows = [Row(self._says("control.acts"), control.acts)]
        plot = self._in_tens(self._says("control.plot"), rows)
        return self._section("control", lines, plot=plot)

    def _longest(self) -> Section | None:
        longest = self.found.longest
        if longest is None:
            return None
        told = {"count": longest.runs, "minutes": self._span(longest.minutes)}
        lines = [self._says("longest.what", **told)]
        if not longest.common:
            lines.append(self._says("longest.nothing"))
        rows = []
        for each in longest.common:
            inject, _, option = each.ref.partition("/")
            title = self._inject(inject)
            what = f"{title}: {self._option(inject, option)}" if option else title
            shares = (self._words.percent(each.longest), self._words.percent(each.others))
            rows.append((self._says(each.kind), what, *shares))
        head = self._heads(("kind", "what", "in_longest", "in_others")) if rows else ()
        return self._section("longest", lines, head=head, rows=rows)

    # Small things

    def _section(
        self,
        id: str,
        lines: Sequence[str],
        *,
        plot: Plot | None = None,
        head: tuple[str, ...] = (),
        rows: Sequence[tuple[str, ...]] = (),
        scripts: tuple[Script, ...] = (),
    ) -> Section:
        title = self._says(f"{id}.title")
        return Section(id, title, tuple(lines), plot, head, tuple(rows), scripts)

    def _in_tens(self, caption: str, rows: Sequence[Row], kinds: tuple[str, ...] = ()) -> Plot:
        count = max((len(row.values) for row in rows), default=0)
        starts = tuple(range(0, count * TEN, TEN))
        return Plot(caption, self._says("minutes"), starts, tuple(rows), kinds)

    def _heads(self, names: Sequence[str]) -> tuple[str, ...]:
        return tuple(self._says(f"heads.{name}") for name in names)

    def _inject(self, id: str | None) -> str:
        return self._injects.get(id or "", self._says("startex"))

    def _option(self, inject: str | None, option: str | None) -> str:
        found = self._edition.scenario.inject(inject or "")
        chosen = found.option(option) if found and option else None
        return chosen.label if chosen else self._says("no_option")

    def _expected(self, ref: str) -> tuple[str, str]:
        inject, _, id = ref.partition("/")
        found = self._edition.scenario.inject(inject)
        expectation = found.expectation(id) if found else None
        return self._inject(inject), expectation.text if expectation else ref

    def _team(self, id: str) -> str:
        scenario = self._edition.scenario
        if team := scenario.team(id):
            return team.title
        declared = scenario.teams[0]
        return f"{declared.title} {id.removeprefix(declared.id).lstrip('-')}"

    def _three(self, spread: Spread) -> tuple[str, str, str]:
        return self._span(spread.median), self._span(spread.ninetieth), self._span(spread.most)

    def _share(self, runs: int) -> str:
        """A share of the runs, never rounded to none or to all where that is not so."""
        share = runs / max(self.found.runs, 1)
        if 0 < share < 1:
            share = min(max(share, 0.01), 0.99)
        return self._words.percent(share)

    def _span(self, minutes: float) -> str:
        return self._words.span(round(minutes) if minutes >= 1 else minutes)

    def _number(self, value: float) -> str:
        return self._words.number(round(value, 1))


def _counted(names: Sequence[str]) -> Iterator[str]:
    """Each name once, and how many there are of it, as they are asked for."""
    for name in dict.fromkeys(names):
        count = names.count(name)
        yield f"{name}*{count}" if count > 1 else name
