"""Every text of a scenario that players read, with its place, and a quick search in all of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import NamedTuple

from pydantic import JsonValue

from simulator.domain.diagnostic import Path
from simulator.domain.scenario import DecisionPoint, Inject, Scenario, Version


class Text(NamedTuple):
    """One text that players read."""

    path: Path
    text: str
    is_brief: bool = False
    """Said about the exercise, not within the story."""


class Texts:
    """Many texts joined to one, so that a search in all of them is a single pass."""

    def __init__(self, texts: Iterable[Text]) -> None:
        self.all = tuple(texts)
        self._joined = "\n".join([text.text for text in self.all])
        self._ends = list(accumulate([len(text.text) + 1 for text in self.all]))
        lowered = [text.text.lower() for text in self.all]
        self._lowered = "\n".join(lowered)
        self._lowered_ends = list(accumulate([len(text) + 1 for text in lowered]))

    def having(self, *patterns: re.Pattern[str], words: Iterable[str] = ()) -> Iterator[Text]:
        """The texts that hold any of these patterns, each within a line, or words in small letters.

        A pattern that begins with a plain sign is found many times as fast.
        """
        places = {
            bisect_right(self._ends, found.start())
            for pattern in patterns
            for found in pattern.finditer(self._joined)
        }
        places.update(
            bisect_right(self._lowered_ends, at) for word in words for at in self._places(word)
        )
        return (self.all[place] for place in sorted(places))

    def _places(self, word: str) -> Iterator[int]:
        at = self._lowered.find(word)
        while at >= 0:
            yield at
            at = self._lowered.find(word, at + 1)


def shown_to_players(scenario: Scenario) -> list[Text]:
    """Every text that players read, as the files order them."""
    found = list(_of_briefs(scenario))
    for place, persona in enumerate(scenario.personas):
        lines = (
            (key, getattr(persona, key)) for key in ("name", "title", "address", "organisation")
        )
        found += [Text(("personas", place, key), line) for key, line in lines if line]
    for place, request in enumerate(scenario.requests):
        found.append(Text(("requests", place, "answer"), request.answer))
    for place, inject in enumerate(scenario.injects):
        if inject.title != inject.body:
            found.append(Text(("injects", place, "title"), inject.title))
        found.append(Text(("injects", place, "body"), inject.body))
        found += _of_parts(inject, ("injects", place))
    return found


def _of_briefs(scenario: Scenario) -> Iterator[Text]:
    told: list[tuple[Path, str | None]] = [
        (("brief",), scenario.brief),
        (("organisation",), scenario.organisation),
        *((("ground_rules", place), rule) for place, rule in enumerate(scenario.ground_rules)),
    ]
    for place, team in enumerate(scenario.teams):
        told.append((("teams", place, "brief"), team.brief))
        for at, role in enumerate(team.roles):
            told.append((("teams", place, "roles", at, "brief"), role.brief))
    for path, text in told:
        if text is not None:
            yield Text(path, text, is_brief=True)


def _of_parts(inject: Inject, path: Path) -> Iterator[Text]:
    yield from _of_details(inject.details, (*path, "details"))
    for place, attachment in enumerate(inject.attachments):
        if attachment.title:
            yield Text((*path, "attachments", place, "title"), attachment.title)
    for place, version in enumerate(inject.versions):
        yield from _of_version(version, (*path, "versions", place))
    if inject.decision:
        yield from _of_decision(inject.decision, (*path, "decision"))


def _of_version(version: Version, path: Path) -> Iterator[Text]:
    if version.title:
        yield Text((*path, "title"), version.title)
    yield Text((*path, "body"), version.body)
    yield from _of_details(version.details, (*path, "details"))


def _of_decision(decision: DecisionPoint, path: Path) -> Iterator[Text]:
    yield Text((*path, "question"), decision.question)
    for place, option in enumerate(decision.options):
        at = (*path, "options", place)
        yield Text((*at, "label"), option.label)
        if option.description:
            yield Text((*at, "description"), option.description)
        for key, lines in (("pros", option.pros), ("cons", option.cons)):
            for number, line in enumerate(lines):
                yield Text((*at, key, number), line)


def _of_details(details: Mapping[str, JsonValue], path: Path) -> Iterator[Text]:
    waiting: list[tuple[Path, JsonValue]] = [((*path, key), each) for key, each in details.items()]
    while waiting:
        place, value = waiting.pop(0)
        if isinstance(value, str):
            yield Text(place, value)
        elif isinstance(value, dict):
            waiting += [((*place, key), each) for key, each in value.items()]
        elif isinstance(value, list):
            waiting += [((*place, number), each) for number, each in enumerate(value)]
