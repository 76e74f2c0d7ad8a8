"""Every text of a scenario that players read, with its place, and a quick search in all of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from pydantic import JsonValue

from simulator.domain.diagnostic import Path
from simulator.domain.scenario import DecisionPoint, Inject, Scenario


class Text(NamedTuple):
    """One text that players read, or that bots say among them."""

    path: Path
    text: str
    is_brief: bool = False
    """Said about the exercise, not within the story."""


class Texts:
    """Many texts, and a search that goes through all of them at once."""

    def __init__(self) -> None:
        self._paths: list[Path] = []
        self._said: list[str] = []
        self._briefs = 0
        """How many of them, from the first, are briefs."""

    def __iter__(self) -> Iterator[Text]:
        return map(self._text, range(len(self._said)))

    def add(self, path: Path, text: str | None) -> None:
        """One more text, if it is one."""
        if text is not None:
            self._paths.append(path)
            self._said.append(text)

    def end_of_briefs(self) -> None:
        """What follows is said within the story."""
        self._briefs = len(self._said)

    def having(self, *patterns: re.Pattern[str], words: Iterable[str] = ()) -> Iterator[Text]:
        """The texts that hold any of these patterns, each within a line, or words in small letters.

        A pattern that begins with a plain sign is found many times as fast.
        """
        places = {
            bisect_right(self._joined.ends, found.start())
            for pattern in patterns
            for found in pattern.finditer(self._joined.text)
        }
        places.update(bisect_right(self._lowered.ends, at) for at in self._lowered.places(words))
        return map(self._text, sorted(places))

    def having_run(self, signs: str, length: int) -> Iterator[Text]:
        """The texts that hold so many of these signs in a row; every fourth sign is looked at."""
        every_fourth = self._joined.text[::4]
        places = set[int]()
        for run in re.finditer(f"[{signs}]{{{length // 4},}}", every_fourth):
            first, last = run.start() * 4, run.end() * 4 - 4
            ends = self._joined.ends
            places.update(range(bisect_right(ends, first), bisect_right(ends, last) + 1))
        return map(self._text, sorted(places))

    def _text(self, place: int) -> Text:
        return Text(self._paths[place], self._said[place], place < self._briefs)

    @cached_property
    def _joined(self) -> _Joined:
        return _Joined(self._said)

    @cached_property
    def _lowered(self) -> _Joined:
        return _Joined([text.lower() for text in self._said])


class _Joined:
    """Texts as one, line after line, and where in it each of them ends."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.text = "\n".join(texts)
        self.ends = list(accumulate([len(text) + 1 for text in texts]))

    def places(self, words: Iterable[str]) -> Iterator[int]:
        """Where any of these words stands."""
        for word in words:
            at = self.text.find(word)
            while at >= 0:
                yield at
                at = self.text.find(word, at + 1)


def shown_to_players(scenario: Scenario) -> Texts:
    """Every text that players read or bots say, as the files order them."""
    texts = Texts()
    _add_briefs(texts, scenario)
    texts.end_of_briefs()
    for place, persona in enumerate(scenario.personas):
        for key in ("name", "title", "address", "organisation"):
            texts.add(("personas", place, key), getattr(persona, key))
    for place, request in enumerate(scenario.requests):
        texts.add(("requests", place, "answer"), request.answer)
    for place, inject in enumerate(scenario.injects):
        _add_inject(texts, inject, ("injects", place))
    return texts


def _add_briefs(texts: Texts, scenario: Scenario) -> None:
    texts.add(("brief",), scenario.brief)
    texts.add(("organisation",), scenario.organisation)
    for place, rule in enumerate(scenario.ground_rules):
        texts.add(("ground_rules", place), rule)
    for place, team in enumerate(scenario.teams):
        texts.add(("teams", place, "brief"), team.brief)
        for at, role in enumerate(team.roles):
            texts.add(("teams", place, "roles", at, "brief"), role.brief)


def _add_inject(texts: Texts, inject: Inject, path: Path) -> None:
    if inject.title != inject.body:
        texts.add((*path, "title"), inject.title)
    texts.add((*path, "body"), inject.body)
    if inject.details:
        _add_details(texts, inject.details, (*path, "details"))
    for place, attachment in enumerate(inject.attachments):
        texts.add((*path, "attachments", place, "title"), attachment.title)
    for place, version in enumerate(inject.versions):
        here: Path = (*path, "versions", place)
        texts.add((*here, "title"), version.title)
        texts.add((*here, "body"), version.body)
        _add_details(texts, version.details, (*here, "details"))
    for place, expectation in enumerate(inject.expectations):
        texts.add((*path, "expectations", place, "example"), expectation.example)
    if inject.decision:
        _add_decision(texts, inject.decision, (*path, "decision"))


def _add_decision(texts: Texts, decision: DecisionPoint, path: Path) -> None:
    texts.add((*path, "question"), decision.question)
    for place, option in enumerate(decision.options):
        at = (*path, "options", place)
        texts.add((*at, "label"), option.label)
        texts.add((*at, "example"), option.example)
        texts.add((*at, "description"), option.description)
        for key, lines in (("pros", option.pros), ("cons", option.cons)):
            for number, line in enumerate(lines):
                texts.add((*at, key, number), line)


def _add_details(texts: Texts, details: Mapping[str, JsonValue], path: Path) -> None:
    waiting: list[tuple[Path, JsonValue]] = [((*path, key), each) for key, each in details.items()]
    for place, value in waiting:  # it grows while it is gone through
        if isinstance(value, str):
            texts.add(place, value)
        elif isinstance(value, dict):
            waiting += [((*place, key), each) for key, each in value.items()]
        elif isinstance(value, list):
            waiting += [((*place, number), each) for number, each in enumerate(value)]
