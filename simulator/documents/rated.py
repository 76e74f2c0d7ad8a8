"""Ratings as people gave them: each objective and task by team, final ones told from provisional.

They are given by people on what they saw, never computed from percentages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.documents.markup import Md, events
from simulator.documents.statements import Statement, absent
from simulator.documents.titles import Titles
from simulator.domain.entries import Rating
from simulator.engine import ratings
from simulator.engine.ratings import LEVELS, standing


@dataclass(frozen=True, slots=True)
class Given:
    """One rating in a cell of the table."""

    text: str
    """Its level, and whether it is final."""
    evidence: Md
    final: bool


@dataclass(frozen=True, slots=True)
class RatingRow:
    """One objective, task or row of the evaluation, with what each team was rated."""

    id: str
    title: str
    is_objective: bool
    cells: tuple[tuple[Given, ...], ...]
    """In the order of the columns; empty where nobody rated."""


@dataclass(frozen=True, slots=True)
class Ratings:
    """The ratings of an exercise that stand."""

    columns: tuple[str, ...]
    rows: tuple[RatingRow, ...]
    key: tuple[tuple[str, str], ...]
    """Each level and what it means."""
    remarks: tuple[Statement, ...]
    """What was said with a rating."""
    state: Statement
    """How many are final; or that none is."""


def rated(titles: Titles) -> Ratings:
    """The table of ratings: every objective, and whatever else was rated."""
    columns = _columns(titles)
    return Ratings(
        columns=tuple(titles.team(team) for team in columns),
        rows=tuple(_rows(titles, columns)),
        key=tuple(_key(titles)),
        remarks=tuple(_remarks(titles)),
        state=_state(titles),
    )


def _columns(titles: Titles) -> tuple[str | None, ...]:
    """The teams; all together where there are several of them or somebody rated all."""
    exercise = titles.exercise
    common = len(exercise.teams) > 1 and any(r.team is None for r in exercise.ratings)
    return (*exercise.teams, None) if common or not exercise.teams else tuple(exercise.teams)


def _rows(titles: Titles, columns: tuple[str | None, ...]) -> Iterator[RatingRow]:
    objectives = {objective.id for objective in titles.edition.scenario.objectives}
    for subject, title in ratings.subjects(titles.edition.scenario):
        cells = tuple(tuple(_cell(titles, subject, team, columns)) for team in columns)
        if subject in objectives or any(cells):
            id = f"rated-{subject.replace('/', '.')}"
            yield RatingRow(id, title, subject in objectives, cells)


def _cell(
    titles: Titles, subject: str, team: str | None, columns: tuple[str | None, ...]
) -> Iterator[Given]:
    """What stands of a team's ratings; a lone team's are those of all."""
    found = [*standing(titles.exercise, subject, team)]
    if None not in columns and team is not None:
        found += standing(titles.exercise, subject, None)
    for rating in sorted(found, key=lambda r: r.seq):
        code = "final" if rating.final else "provisional"
        text = titles.words(f"report.rated.{code}", level=_level(titles, rating.level))
        yield Given(text, events([rating.seq]), rating.final)


def _level(titles: Titles, level: str) -> str:
    """A level as the table shows it: HSEEP's letter, or the title of the scenario's own."""
    own = ratings.own_scale(titles.exercise, titles.words.language)
    return next((each.title for each in own if each.id == level), level)


def _key(titles: Titles) -> Iterator[tuple[str, str]]:
    own = ratings.own_scale(titles.exercise, titles.words.language)
    if own:
        yield from ((each.title, each.text or "") for each in own)
        return
    for level in LEVELS:
        name = titles.words(f"report.timeline.levels.{level}")
        means = titles.words(f"report.rated.means.{level}")
        yield level, titles.words("report.rated.level", name=name, means=means)


def _remarks(titles: Titles) -> Iterator[Statement]:
    """What evaluators said with the ratings that stand, in the order they were given."""
    for rating in sorted(_standing(titles), key=lambda r: r.seq):
        if rating.text:
            code = "said_final" if rating.final else "said"
            text = titles.words(
                f"report.rated.{code}",
                what=titles.rated(rating.subject).rstrip("."),
                team=titles.team(rating.team),
                level=_level(titles, rating.level),
                text=rating.text,
            )
            yield Statement(f"rating-{rating.seq}", text, events([rating.seq]), (rating.seq,))


def _standing(titles: Titles) -> list[Rating]:
    exercise = titles.exercise
    about = {(r.subject, r.team): None for r in exercise.ratings}
    return [r for subject, team in about for r in standing(exercise, subject, team)]


def _state(titles: Titles) -> Statement:
    """How many final ratings there are; for none, the time in which there could have been one."""
    final = sorted(r.seq for r in _standing(titles) if r.final)
    words = titles.words
    if final:
        text = words("report.rated.given", count=len(final))
        return Statement("final-ratings", text, events(final), tuple(final))
    return absent("final-ratings", words("report.rated.none_final"), titles.course)
