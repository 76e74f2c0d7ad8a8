"""`simulacro join`: a team's terminal, or anybody's who was given a code, at a server elsewhere."""

from __future__ import annotations

import argparse
import asyncio

from simulator.cli import GOOD, INTERRUPTED, seats
from simulator.cli.attaching import as_guest
from simulator.cli.running import interface_language
from simulator.domain.errors import NotAllowed, UsageError
from simulator.domain.people import Actor
from simulator.remote.desk import Desk, served_at
from simulator.remote.link import Address, Link, address, client_for


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("url", help="the address, as it is shown; a code may stand behind its #")
    parser.add_argument("code", nargs="?", help="the code; unless said, the seat taken last there")
    parser.add_argument("--name", help="what to be called")
    guest_options(parser)


def guest_options(parser: argparse.ArgumentParser) -> None:
    """How a console is shown."""
    parser.add_argument(
        "--plain",
        action="store_true",
        help="lines of text instead of a full screen; whenever there is no terminal, too",
    )
    parser.add_argument("--language", help="the language of the screen and of what is read")


def run(args: argparse.Namespace) -> int:
    """Take the seat, and open a console on it."""
    try:
        asyncio.run(joined(args, address(args.url), args.code or "", args.name))
    except KeyboardInterrupt:
        return INTERRUPTED
    return GOOD


async def joined(args: argparse.Namespace, at: Address, code: str, name: str | None) -> None:
    """The seat that the code is for, or the one had before; and a console on it."""
    language = args.language or interface_language()
    client = client_for(at.url)
    try:
        exercise = await served_at(Link(client, patience=0))
        desk, actor = await _seated(Link(client), exercise, at, code or at.code, name)
        await as_guest(desk, actor, language, plain=args.plain)
    finally:
        await client.aclose()


async def _seated(
    link: Link, exercise: str, at: Address, code: str, name: str | None
) -> tuple[Desk, Actor]:
    before = seats.token_of(at.url, exercise, code)
    if code:
        key = seats.joining(at.url, exercise, code)
        found = await Desk(link, exercise).join(code, name, before, key)
        seats.keep(at.url, exercise, code, found.token)
        return Desk(link.known_as(found.token), exercise), found.actor
    desk = Desk(link.known_as(before), exercise)
    try:
        if not before:
            raise UsageError("code_needed", url=at.url)
        return desk, await desk.seat()
    except NotAllowed as error:
        raise UsageError("code_needed", url=at.url) from error
