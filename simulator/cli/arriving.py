"""This machine's networks as a preflight looks at them, and the wait for another device."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import get_terminal_size
from urllib.parse import urlsplit

from simulator.cli.inviting import beside_each_other
from simulator.cli.lights import WIDEST, wrapped
from simulator.cli.reached import keep_reached, reached_at
from simulator.cli.served import noted_in, running
from simulator.consoles.invitation import picture
from simulator.domain.errors import UsageError
from simulator.ops.preflight.base import Arrival
from simulator.text import words
from simulator.web.addresses import lan_addresses
from simulator.web.arrivals import Arrivals
from simulator.web.serving import LOCAL, PORT, Listening, listening

MOST_PICTURES = 2


@dataclass(frozen=True)
class MachineNetwork:
    """The networks of this machine."""

    store: Path
    language: str
    lan: bool
    wait: float
    """Seconds for which another device is waited for."""
    say: Callable[[str], object]
    """Shows a line to whoever is to try it."""
    usual: int = PORT

    def addresses(self) -> tuple[str, ...]:
        """This machine's addresses, the one that was reached before first."""
        return lan_addresses(reached_at(self.store))

    def port(self, wanted: int | None) -> int | None:
        """The port that a server would get."""
        found = self._listening(wanted)
        if found is None:
            return None
        found.bound.close()
        return found.port

    def allowed(self, wanted: int) -> bool:
        """Whether this user may listen at a port."""
        try:
            listening(lan=self.lan, port=wanted).bound.close()
        except UsageError as error:
            return error.code != "port_forbidden"
        return True

    async def served(self) -> Mapping[int, str]:
        """Port → our exercise that is served there now."""
        found = [await running(self.store, name) for name in noted_in(self.store)]
        return {urlsplit(each.url).port or 0: each.exercise for each in found if each}

    async def arrival(self, port: int) -> Arrival | None:
        """Show where to come, and wait for the first who does, or for Enter, or long enough."""
        where = self._listening(port)
        if where is None:
            return None
        arrivals, loop = Arrivals(where), asyncio.get_running_loop()
        enter = asyncio.Event()
        async with arrivals.open():
            for line in self._invitation(where):
                self.say(line)
            if sys.stdin.isatty():
                heard = partial(loop.call_soon_threadsafe, enter.set)
                threading.Thread(target=_line_typed, args=(heard,), daemon=True).start()
            awaited = (arrivals.came, asyncio.ensure_future(enter.wait()))
            await asyncio.wait(awaited, timeout=self.wait, return_when=asyncio.FIRST_COMPLETED)
            awaited[1].cancel()
        if not arrivals.came.done():
            return None
        device, address = arrivals.came.result()
        keep_reached(self.store, address)
        return Arrival(device, address)

    def _listening(self, port: int | None) -> Listening | None:
        try:
            return listening(lan=self.lan, port=port, first=reached_at(self.store))
        except UsageError:
            return None

    def _invitation(self, where: Listening) -> Iterator[str]:
        """Where to come, with pictures on a terminal."""
        urls = [url for url in where.urls if LOCAL not in url]
        seconds = round(self.wait)
        key = "open_or_enter" if sys.stdin.isatty() else "open"
        columns = min(get_terminal_size().columns, WIDEST)
        yield from wrapped(words(f"preflight.{key}", self.language, seconds=seconds), columns)
        for url in urls:
            yield f"  {url}"
        if sys.stdout.isatty():
            drawn = [(url, picture(url)) for url in urls[:MOST_PICTURES]]
            yield from beside_each_other(drawn, get_terminal_size().columns)


def _line_typed(heard: Callable[[], object]) -> None:
    """Wait for Enter, in a thread that nobody waits for and that holds nothing of Python's."""
    if os.read(sys.stdin.fileno(), 1024):
        with suppress(RuntimeError):  # too late: the loop has ended
            heard()
