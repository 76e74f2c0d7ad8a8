"""What nobody rated, in a line for each objective: many findings that say the same of one time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simulator.documents.markup import Md
from simulator.documents.sentences import Sentence
from simulator.documents.titles import Titles
from simulator.engine import ratings


@dataclass(frozen=True, slots=True)
class Unrated:
    """All of an objective, or of the evaluation, that nobody rated; the window is theirs."""

    id: str
    text: str
    evidence: Md
    sentences: tuple[Sentence, ...]
    """Each of them for itself."""


def unrated(titles: Titles, sentences: Sequence[Sentence], place: str) -> Iterator[Unrated]:
    """Findings of ratings that were not given, by objective; rows of the evaluation come last."""
    by_objective: dict[str | None, list[Sentence]] = {}
    for sentence in sentences:
        by_objective.setdefault(sentence.finding.objective, []).append(sentence)
    for objective, mine in by_objective.items():
        yield Unrated(
            id=f"not-rated-{objective or 'rows'}-{place}",
            text=_text(titles, objective, [str(s.finding.values["subject"]) for s in mine]),
            evidence=mine[0].evidence,
            sentences=tuple(mine),
        )


def _text(titles: Titles, objective: str | None, subjects: Sequence[str]) -> str:
    words = titles.words

    def name(subject: str) -> str:
        return words("report.quote", text=titles.rated(subject).rstrip("."))

    if objective is None:
        return words("report.unrated.rows", what="; ".join(map(name, subjects)))
    known = [id for id, _ in ratings.subjects(titles.edition.scenario)]
    own = [id for id in known if id.partition("/")[0] == objective]
    tasks = [subject for subject in subjects if subject != objective]
    if len(subjects) == len(own) > 1:
        return words("report.unrated.whole", what=name(objective), count=len(tasks))
    if objective in subjects and tasks:
        listed = "; ".join(map(name, tasks))
        return words("report.unrated.beside", what=name(objective), tasks=listed)
    if tasks:
        listed = "; ".join(map(name, tasks))
        return words("report.unrated.tasks", what=name(objective), tasks=listed)
    return words("report.unrated.alone", what=name(objective))
