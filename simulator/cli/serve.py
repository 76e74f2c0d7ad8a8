"""`simulacro serve`: the server of one exercise, until it is stopped."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from simulator.acts import Recorded
from simulator.cli import GOOD, INTERRUPTED
from simulator.cli.backing import Backing
from simulator.cli.bots import beside, bots_option, seated, wanted
from simulator.cli.exercises import channels
from simulator.cli.inviting import invitation_of, shown_invitation
from simulator.cli.keeping import backups_option
from simulator.cli.latest import latest
from simulator.cli.network import network_options
from simulator.cli.reached import reached_at
from simulator.cli.ready import shelf_for
from simulator.cli.running import interface_language
from simulator.cli.served import Served, forget, note, noted, running
from simulator.domain.errors import UsageError
from simulator.domain.exercise import Exercise
from simulator.domain.people import Actor
from simulator.service.access import Access, places, secret_of
from simulator.service.clock import MachineClock
from simulator.service.gateway import Gateway
from simulator.service.hub import Hub
from simulator.service.local import LocalGateway
from simulator.service.throttle import Throttle
from simulator.settings import store_folder
from simulator.stores.names import SqliteNames
from simulator.stores.sqlite import SqliteLog
from simulator.text import words
from simulator.web.audit import Audit
from simulator.web.caller import HOUSE
from simulator.web.quota import Quota
from simulator.web.reports import Reports
from simulator.web.server import Server
from simulator.web.serving import LOCAL, Listening, Process, listening

AUDIT = "audit.jsonl"


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "exercise", nargs="?", help="its name; unless said, the latest that has not ended"
    )
    network_options(parser)
    parser.add_argument(
        "--staff-codes", action="store_true", help="show the codes of the staff, too"
    )
    parser.add_argument("--language", help="the language of what is printed")
    parser.add_argument("--store", metavar="FOLDER", help="where exercises are kept")
    parser.add_argument("--quiet", action="store_true", help=argparse.SUPPRESS)
    bots_option(parser)
    backups_option(parser)


def run(args: argparse.Namespace) -> int:
    """Serve until somebody says stop."""
    loop_factory = None
    if sys.platform != "win32":
        import uvloop

        loop_factory = uvloop.new_event_loop
    with asyncio.Runner(loop_factory=loop_factory) as runner:
        caught = runner.run(_serve(args))
    return INTERRUPTED if signal.SIGINT in caught else GOOD


@dataclass(frozen=True, slots=True)
class _House:
    """What one process has open while it serves."""

    args: argparse.Namespace
    folder: Path
    log: SqliteLog
    names: SqliteNames
    clock: MachineClock
    hub: Hub
    access: Access
    backing: Backing

    @property
    def language(self) -> str:
        return self.args.language or interface_language()

    def server(self, name: str, where: Listening, stop: Callable[[], None]) -> Server:
        return Server(
            hub=self.hub,
            names=self.names,
            access=self.access,
            throttle=Throttle(self.clock.steady),
            audit=Audit(self.folder / AUDIT, self.clock.now),
            quota=Quota(self.clock.steady),
            reports=Reports(_report),
            shelves=shelf_for,
            hosts=where.hosts,
            told=where.told,
            exercises=(name,),
            stop=stop,
            ailing=self.backing.failing,
        )


async def _serve(args: argparse.Namespace) -> list[int]:
    folder = store_folder(args.store)
    log, clock = SqliteLog(folder), MachineClock()
    hub = Hub(log, clock, channels())
    served: Served | None = None
    try:
        name = args.exercise or await latest(log)
        await hub.exercise(name)
        if other := await running(folder, name):
            raise UsageError("already_served", exercise=name, url=other.address)
        await hub.tick(name)  # who cannot write to it does not serve it
        access = Access(secret_of(folder))
        backing = Backing(args, hub, name, clock, args.language or interface_language())
        house = _House(args, folder, log, SqliteNames(folder), clock, hub, access, backing)
        before = noted(folder, name)  # of a server that was cut off: phones still try it there
        lan = args.lan or (before is not None and before.exposed)
        again = before.port if before else None
        where = listening(lan=lan, port=args.port, first=reached_at(folder), before=again)
        served = _served(name, where, access, exposed=lan)
        return await _until_stopped(house, where, served)
    finally:
        await hub.close()
        await log.close()
        if served is not None:
            forget(folder, served)


async def _until_stopped(house: _House, where: Listening, served: Served) -> list[int]:
    """Serve, with bots at the tables and backups as they were asked for; what ended it."""
    name, language = served.exercise, house.language
    exercise = await house.hub.exercise(name)
    process = Process(lambda stop: house.server(name, where, stop), where)

    def gateway(actor: Actor) -> Gateway:
        return LocalGateway(house.hub, house.names, name, actor, language)

    def ready() -> None:
        note(house.folder, served)
        if not house.args.quiet:
            _tell(house, exercise, served)

    bots = seated(wanted(house.args), exercise, gateway, language, house.clock)
    with _stopping(process.stop) as caught:
        async with house.backing.keeping(_say), beside(bots):
            await process.run([name], ready)
    return caught


def _report(records: Sequence[Recorded], language: str) -> bytes:
    """The after-action report for a browser; what makes it is loaded when somebody asks."""
    from simulator.cli.debrief import report_page

    return report_page(records, language)


def _served(name: str, where: Listening, access: Access, *, exposed: bool) -> Served:
    return Served(
        exercise=name,
        url=f"http://{LOCAL}:{where.port}/",
        urls=where.urls,
        exposed=exposed,
        pid=os.getpid(),
        token=access.token(name, HOUSE),
    )


def _tell(house: _House, exercise: Exercise, served: Served) -> None:
    """Say where it is served, who can reach it, and how to come in."""
    language = house.language
    title = exercise.kit.edition(language).scenario.title
    _say(words("serve.begun", language, exercise=exercise.id, title=title))
    codes = {place: house.access.code(exercise, place) for place in places(exercise)}
    invitation, pictures = invitation_of(served, codes), sys.stdout.isatty()
    staff = house.args.staff_codes
    for line in shown_invitation(invitation, language, pictures=pictures, staff=staff):
        _say(line)
    _say(words("serve.how", language, exercise=exercise.id))


def _say(text: str) -> None:
    print(text, flush=True)


@contextmanager
def _stopping(stop: Callable[[], None]) -> Iterator[list[int]]:
    """While the block runs, what would end the process lets it come to its end; what came."""
    caught: list[int] = []

    def handler(number: int, _: object) -> None:
        caught.append(number)
        stop()

    wanted = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    numbers = [getattr(signal, name) for name in wanted if hasattr(signal, name)]
    before = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield caught
    finally:
        for number, was in before.items():
            signal.signal(number, was)
