"""Bots at a table: the option that seats them, and their play beside a console."""

from __future__ import annotations

import argparse
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext

from simulator.domain.exercise import Exercise
from simulator.domain.model import ID_MAX
from simulator.domain.people import Actor
from simulator.rehearsal.characters import CHARACTERS, Character, mixture
from simulator.rehearsal.live import Players, playing
from simulator.service.clock import Clock
from simulator.service.gateway import Gateway


def bots_option(parser: argparse.ArgumentParser) -> None:
    """What a command takes that lets bots play the teams."""
    parser.add_argument(
        "--bots",
        metavar="MIX",
        help="bots play the teams, one after the other, as in diligent*3,contrary; there are "
        + ", ".join(CHARACTERS),
    )


def wanted(args: argparse.Namespace) -> tuple[Character, ...]:
    """The bots asked for; none where nobody asked. Raises `UsageError`."""
    return mixture(args.bots) if args.bots is not None else ()


def seated(
    mix: tuple[Character, ...],
    exercise: Exercise,
    gateway: Callable[[Actor], Gateway],
    language: str,
    clock: Clock,
) -> Players | None:
    """A bot for every team, where some are wanted; the same in an exercise of the same name."""
    if not mix:
        return None
    gateways = {team: gateway(_bot(team)) for team in exercise.teams}
    return Players(gateways, exercise.kit, language, mix, clock, seed=exercise.id)


def _bot(team: str) -> Actor:
    return Actor(person=f"bot-{team}"[:ID_MAX], role="participant", team=team)


def beside(
    players: Players | None, told: Callable[[], Awaitable[object]] | None = None
) -> AbstractAsyncContextManager[object]:
    """The bots play while the block runs, if there are any."""
    return nullcontext() if players is None else playing(players, told)
