"""What there is to play, asked at a terminal: the library, read for the screen that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from simulator.cli.exercises import scenario_at
from simulator.cli.hangup import ends_with_its_terminal
from simulator.consoles.library import Begun, Chosen, LibraryApp, Shelved
from simulator.content.library import Library
from simulator.content.load import Loaded
from simulator.content.wording import lines as worded
from simulator.domain.errors import ContentError, SimulatorError
from simulator.domain.scenario import Inject, Scenario
from simulator.stores.base import Summary
from simulator.text import words


async def chosen(exercises: list[Summary], language: str) -> Chosen | None:
    """What somebody chose of the library; nothing where it was left."""
    left = [each for each in exercises if each.status != "ended"]
    begun = [
        Begun(each.exercise, each.title, each.status, each.changed)
        for each in sorted(left, key=lambda each: each.changed, reverse=True)
    ]
    scenarios = [folder.name for folder in Library.around().scenarios()]
    async with ends_with_its_terminal():
        return await LibraryApp(begun, scenarios, reading(language), language).run_async()


def reading(language: str) -> Callable[[str], Shelved]:
    """Reads a scenario by its id, as the library shows it in this language."""

    def read(id: str) -> Shelved:
        try:
            loaded = scenario_at(id, {})
        except ContentError as error:
            return Shelved(id, problem="\n".join(worded(error.diagnostics, language)))
        except SimulatorError as error:
            return Shelved(id, problem=words(f"errors.{error.code}", language, **error.values))
        return _shelved(id, loaded, language)

    return read


def _shelved(id: str, loaded: Loaded, language: str) -> Shelved:
    scenario = loaded.kit.edition(language).scenario
    return Shelved(
        id,
        title=scenario.title,
        summary=scenario.summary or "",
        lines=tuple(_needs(scenario, loaded, language)),
        injects=tuple(line for inject in scenario.injects for line in _read_through(inject)),
    )


def _needs(scenario: Scenario, loaded: Loaded, language: str) -> Iterator[str]:
    if scenario.planned is not None:
        yield words("screen.library.planned", language, minutes=f"{scenario.planned:g}")
    yield words("screen.library.teams", language, count=len(scenario.teams))
    yield words("screen.library.injects", language, count=len(scenario.injects))
    yield ", ".join(loaded.kit.editions)


def _read_through(inject: Inject) -> Iterator[str]:
    yield f"{inject.id}: {inject.title}"
    yield from (f"  {line}" for line in inject.body.splitlines() if line.strip())
    yield ""
