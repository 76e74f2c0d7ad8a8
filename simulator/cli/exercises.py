"""What the commands that play exercises share: reading scenarios and plays, naming exercises."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from simulator.channels.base import Channel
from simulator.content.library import Library
from simulator.content.load import Loaded, load, value_of
from simulator.content.recognise import kind_of
from simulator.content.sources import Sources
from simulator.domain.errors import ContentError, UsageError
from simulator.domain.play import Play
from simulator.plugins import Registry


def channels() -> Mapping[str, Channel[Any]]:
    """Every channel that can be had."""
    return Registry("channels").load_all()


def value_options(parser: argparse.ArgumentParser) -> None:
    """`--set name=value`, for scenarios with placeholders."""
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        dest="values",
        help="another value for one of the scenario's placeholders; may be given again",
    )


def given_values(args: argparse.Namespace) -> dict[str, str]:
    """The values of `--set`. Raises `UsageError` for one without its `=`."""
    found = {}
    for pair in args.values:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise UsageError("set_needs_value", given=pair)
        found[name] = value
    return found


def scenario_at(named: str, values: Mapping[str, str]) -> Loaded:
    """The scenario that an id or a path means, read with these values.

    Raises `UsageError` where there is none, `ContentError` where it cannot be played.
    """
    library = Library.around(Path(named) if Path(named).exists() else None)
    loaded = load(library.find_scenario(named), channels(), library=library, values=values)
    if not loaded.sound:
        raise ContentError(loaded.diagnostics)
    return loaded


def play_at(path: Path) -> Play:
    """The play script in a file. Raises `UsageError` for another kind of file, `ContentError`."""
    sources = Sources()
    source = sources.read(f"play/{path.stem}", path)
    kind = kind_of(path, source.document.data)
    if kind not in (None, "play"):
        raise UsageError("not_a_play", file=path, kind=kind)
    play, problems = value_of(Play, source)
    if play is None:
        raise ContentError(sources.locate_all(list(problems)))
    return play


def scenario_of(play: Play, path: Path, values: Mapping[str, str]) -> Loaded:
    """The scenario a play is of: beside it, by path from it, or by id."""
    beside = path.parent.parent
    if (beside / "scenario.yaml").is_file() and beside.resolve().name == play.scenario:
        named = str(beside)
    elif (path.parent / play.scenario).exists():
        named = str(path.parent / play.scenario)
    else:
        named = play.scenario
    return scenario_at(named, {**play.values, **values})


def new_name(scenario: str) -> str:
    """A name for a new exercise: the scenario's, and the time by this machine's clock."""
    return f"{scenario[:40].rstrip('-')}-{datetime.now().astimezone():%Y%m%d-%H%M%S}"
