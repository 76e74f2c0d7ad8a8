"""Servers killed under load: nothing acknowledged is lost, and everybody resumes exactly."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from simulator.acts.decisions import DecisionLogged
from simulator.domain.edition import Kit
from simulator.stores.sqlite import SqliteLog
from simulator.stores.verify import verified
from tests.builders import a_kit, a_player, a_scenario, a_team
from tests.ports import own_port
from tests.served.clients import Client
from tests.served.process import FAR, ID, Served, Setting, begun, tokens

LIVES = 20
"""So many servers die over one exercise before another is begun."""
TEAMS = ("red", "blue", "green", "black", "white")


def kit() -> Kit:
    """Five teams and two injects."""
    return a_kit(a_scenario("a", "b", teams=[a_team(team) for team in TEAMS]))


class Kills:
    """Servers, one after the other, on one port; clients who never stop asking."""

    def __init__(
        self, seed: int, clients: int = 50, pause: float = 0.15, *, careless: bool = False
    ) -> None:
        self._chance = Random(seed)
        self._clients = clients
        self._pause = pause
        self._careless = careless
        self.faults: list[str] = []
        self.counted: Counter[str] = Counter()
        self._port = own_port()

    def run(self, kills: int) -> None:
        """Kill so many servers."""
        for first in range(0, kills, LIVES):
            with TemporaryDirectory() as folder:
                asyncio.run(self._exercise(Path(folder), min(LIVES, kills - first)))

    async def _exercise(self, folder: Path, lives: int) -> None:
        seats = tuple(
            a_player(TEAMS[n % len(TEAMS)], person=f"p-{n}") for n in range(self._clients)
        )
        log = SqliteLog(folder)
        await begun(log, kit(), seats)
        await log.close()
        known = tokens(folder, tuple(seat.person for seat in seats))
        clients = [
            Client(known[seat.person], n, self._where, self._where, Random(self._chance.random()))
            for n, seat in enumerate(seats)
        ]
        stop = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            following = [group.create_task(client.follow()) for client in clients]
            sending = [group.create_task(self._send(client, stop)) for client in clients]
            try:
                await self._lives(
                    Setting(folder, careless=self._careless), lives, stop, sending, clients
                )
            finally:
                for task in (*following, *sending):
                    task.cancel()
        await self._look(folder, clients)

    async def _send(self, client: Client, stop: asyncio.Event) -> None:
        """Send one thing after the other until it is enough."""
        number = 0
        while not stop.is_set():
            await client.acknowledged(f"c{client.number}-{number}")
            await asyncio.sleep(client.chance.uniform(0, 2 * self._pause))
            number += 1

    def _where(self) -> int:
        return self._port

    async def _lives(
        self,
        setting: Setting,
        lives: int,
        stop: asyncio.Event,
        sending: list[asyncio.Task[None]],
        clients: list[Client],
    ) -> None:
        for _ in range(lives):
            served = await self._begun(setting)
            await asyncio.sleep(self._chance.uniform(0.05, 1.5))
            await asyncio.to_thread(served.kill)
            self.counted["kills"] += 1
        served = await self._begun(setting)
        try:
            stop.set()
            async with asyncio.timeout(FAR):
                await asyncio.gather(*sending)
            await self._caught_up(clients)
            for client in clients:
                await client.compare()
        finally:
            await asyncio.to_thread(served.kill)

    async def _begun(self, setting: Setting) -> Served:
        before = time.monotonic()
        served = Served(setting, self._port)
        self._port = await asyncio.to_thread(served.ready)
        self.counted["slowest start, ms"] = max(
            self.counted["slowest start, ms"], round(1000 * (time.monotonic() - before))
        )
        return served

    async def _caught_up(self, clients: list[Client]) -> None:
        """Wait until every stream has brought all there is."""
        head = max((last for c in clients for _, last in c.answers.values()), default=0)
        deadline = time.monotonic() + (1 if self._careless else FAR)
        while any(client.last < head for client in clients):
            if time.monotonic() > deadline:
                behind = [c.number for c in clients if c.last < head]
                self.faults.append(f"clients {behind} never came to {head}")
                return
            await asyncio.sleep(0.02)

    async def _look(self, folder: Path, clients: list[Client]) -> None:
        """Hold the log against what everybody was told."""
        log = SqliteLog(folder)
        stored, records = await log.stored(ID), await log.read(ID)
        await log.close()
        if not (found := verified(stored)).sound:
            self.faults.append(f"the chain is broken at {found.broken}")
        if [r.seq for r in records] != list(range(1, len(records) + 1)):
            self.faults.append("the numbers have a gap")
        asked = {r.request: (r.seq, r.last) for r in records if r.request}
        texts = Counter(r.event.text for r in records if isinstance(r.event, DecisionLogged))
        for client in clients:
            self.faults += client.faults
            for key, told in client.answers.items():
                if asked.get(key) != told:
                    self.faults.append(f"{key} was acknowledged {told}, kept {asked.get(key)}")
                if texts[client.text(key)] != 1:
                    self.faults.append(f"{key} was kept {texts[client.text(key)]} times")
            self.counted["acknowledged"] += len(client.answers)
            self.counted["lost before an answer"] += client.lost
            self.counted["repeats that found themselves kept"] += client.repeated
            self.counted["streams resumed"] += client.resumed
        self.counted["kept"] += sum(texts.values())

    def lines(self) -> Iterator[str]:
        """What is told of it."""
        for name, count in self.counted.items():
            yield f"{name:<40}{count:>8}"
        yield f"{'lost, doubled, out of order or broken':<40}{len(self.faults):>8}"
