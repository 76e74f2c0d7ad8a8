"""Sends over a network that cuts, delays and swallows: each is kept once."""

from __future__ import annotations

import asyncio
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from simulator.stores.sqlite import SqliteLog
from tests.builders import a_player
from tests.served.clients import Client
from tests.served.kills import TEAMS, Kills, kit
from tests.served.process import Served, Setting, begun, tokens
from tests.served.proxy import FaultyProxy


class Sends(Kills):
    """So many sends by ten clients behind a faulty proxy."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed, clients=10, pause=0.0)
        self._seed = seed

    def run(self, sends: int) -> None:
        """Send so many."""
        with TemporaryDirectory() as folder:
            asyncio.run(self._sent(Path(folder), sends))
        if self.counted["kept"] != sends:
            self.faults.append(f"{sends} were sent, {self.counted['kept']} kept")

    async def _sent(self, folder: Path, sends: int) -> None:
        seats = tuple(a_player(TEAMS[n % 5], person=f"p-{n}") for n in range(self._clients))
        log = SqliteLog(folder)
        await begun(log, kit(), seats)
        await log.close()
        served = Served(Setting(folder))
        try:
            self._port = await asyncio.to_thread(served.ready)
            known = tokens(folder, tuple(seat.person for seat in seats))
            async with FaultyProxy(self._port, self._seed) as proxy:
                clients = [
                    Client(known[s.person], n, lambda: proxy.port, self._where, Random(n))
                    for n, s in enumerate(seats)
                ]
                following = [asyncio.create_task(client.follow()) for client in clients]
                each = sends // self._clients
                await asyncio.gather(*(client.send(each, 0.005) for client in clients))
                await self._caught_up(clients)
                for task in following:
                    task.cancel()
                await asyncio.gather(*following, return_exceptions=True)
                for client in clients:
                    await client.compare()
                self.counted.update(proxy.done)
        finally:
            await asyncio.to_thread(served.kill)
        await self._look(folder, clients)
