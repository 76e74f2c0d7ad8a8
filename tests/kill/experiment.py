"""Writers killed by the hundred: what was acknowledged must be there, once, in order, unbroken.

Every life is a fork of this process, so none pays for starting Python. With a folder of what was
synced (`synced.c`) a death is a power cut: the files are put back to their last sync.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from simulator.acts import Recorded
from simulator.acts.evaluation import NoteTaken
from simulator.domain.errors import StoreError
from simulator.stores.base import Stored
from simulator.stores.sqlite import SqliteLog
from simulator.stores.verify import verified
from tests.builders import a_kit
from tests.kill.life import Life, Plan
from tests.kill.points import POINTS

LIVES = 10
"""So many writers die over one exercise before another is begun."""
FIRST = 2
"""The requests before this one create the exercise and start it; one after the other."""
MOST_PASSED = {"laying the tables": 4, "opening the file": 1}
"""How often a point is passed at least; any other for as long as a writer lives."""
Answers = dict[int, tuple[int, int]]


@dataclass
class Row:
    """What was counted of the kills at one point."""

    kills: int = 0
    acknowledged: int = 0
    kept: int = 0
    """Commands that were kept though nobody was told: the writer died in between."""
    repeated: int = 0
    """Requests given again that got their first answer."""


@dataclass
class Told:
    """What those who asked remember of one exercise."""

    answers: Answers = field(default_factory=dict)
    given: int = 0
    """Requests below this one may have been given."""

    @property
    def open(self) -> list[int]:
        """What was asked and never answered."""
        return [n for n in range(self.given) if n not in self.answers]


class Experiment:
    """Writers, one after the other, in a folder; their deaths drawn from a seed."""

    def __init__(
        self, folder: Path, seed: int, synced: Path | None = None, careless: str | None = None
    ) -> None:
        self._folder, self._synced, self._careless = folder, synced, careless
        self._chance = Random(seed)
        self._kit = a_kit()
        self.rows = {point: Row() for point in POINTS}
        self.faults: list[str] = []

    def run(self, kills: int) -> None:
        """Kill so many writers and look at what each of them left."""
        for number in range(0, kills, LIVES):
            exercise, told = f"e{number // LIVES}", Told()
            for _ in range(min(LIVES, kills - number)):
                self._die(exercise, told)
            self._look(exercise, told, None)
            for place in filter(None, (self._folder, self._synced)):
                _empty(place)

    def _die(self, exercise: str, told: Told) -> None:
        plan = self._plan(told)
        row, before = self.rows[plan.point], len(told.answers)
        ended = self._lived(exercise, plan, told, row)
        if not os.WIFSIGNALED(ended):
            self.faults.append(f"{exercise}: a writer at {plan.point!r} ended by itself: {ended}")
        if self._synced is not None:
            self._cut_power(self._synced)
        row.kills += 1
        row.acknowledged += len(told.answers) - before
        self._look(exercise, told, row)

    def _plan(self, told: Told) -> Plan:
        points = POINTS[1:] if told.given else POINTS[:2]
        answered = sorted(told.answers)
        again = self._chance.sample(answered, min(3, len(answered)))
        return Plan(
            point=(point := self._chance.choice(points)),
            passing=self._chance.randint(1, MOST_PASSED.get(point, 12)),
            delay=self._chance.uniform(0.0001, 0.02),
            repeats=tuple(sorted({*again, *told.open, *range(FIRST)})),
            next=max(FIRST, told.given),
            at_once=self._chance.randint(1, 5),
            careless=self._careless,
        )

    def _lived(self, exercise: str, plan: Plan, told: Told, row: Row) -> int:
        """Fork a writer, remember each answer that it gives, and wait for its end."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            self._live(exercise, plan, writing)
        os.close(writing)
        with os.fdopen(reading, encoding="ascii") as lines:
            for line in lines:
                request, first, last, repeated = map(int, line.split())
                self._answered(told, row, request, (first, last), repeated=bool(repeated))
        told.given = max(told.given, *(n + plan.at_once + 1 for n in (*told.answers, FIRST - 1)))
        return os.waitpid(child, 0)[1]

    def _live(self, exercise: str, plan: Plan, told: int) -> None:
        try:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            asyncio.run(Life(self._folder, exercise, self._kit, plan, told).live())
        except BaseException as error:  # noqa: BLE001 - the other end learns of it by the exit code
            os.write(2, f"{plan}: {error!r}\n".encode())
            os._exit(1)
        os._exit(0)

    def _answered(
        self, told: Told, row: Row, request: int, answer: tuple[int, int], *, repeated: bool
    ) -> None:
        known = told.answers.setdefault(request, answer)
        row.repeated += repeated
        if known != answer:
            self.faults.append(f"request {request} was answered {known}, then {answer}")

    def _cut_power(self, synced: Path) -> None:
        """What was not synced is gone."""
        _empty(self._folder)
        for file in synced.iterdir():
            if file.suffix != ".new":  # a copy that the death cut short
                shutil.copy(file, self._folder)

    # What is left

    def _look(self, exercise: str, told: Told, row: Row | None) -> None:
        stored, records = asyncio.run(self._left(exercise))
        self.faults += [f"{exercise}: {fault}" for fault in _faults(stored, records, told)]
        if row is not None:
            kept = {_request(r) for r in records if r.request} - set(told.answers)
            row.kept += len(kept)

    async def _left(self, exercise: str) -> tuple[list[Stored], list[Recorded]]:
        log = SqliteLog(self._folder)
        try:
            return await log.stored(exercise), await log.read(exercise)
        except StoreError as error:
            if error.code != "no_such_exercise":
                self.faults.append(f"{exercise}: {error}")
            return [], []
        finally:
            await log.close()

    # What is told of it

    def lines(self) -> Iterator[str]:
        """A table: a row for each point, and their sum."""
        yield f"{'killed':<20}{'times':>7}{'acknowledged':>14}{'kept, untold':>14}{'repeats':>9}"
        rows = [*self.rows.items(), ("all", self._sum())]
        for name, row in rows:
            counted = f"{row.kills:>7}{row.acknowledged:>14}{row.kept:>14}{row.repeated:>9}"
            yield f"{name:<20}{counted}"
        yield f"lost, doubled, out of order or broken: {len(self.faults)}"

    def _sum(self) -> Row:
        rows = self.rows.values()
        return Row(
            sum(r.kills for r in rows),
            sum(r.acknowledged for r in rows),
            sum(r.kept for r in rows),
            sum(r.repeated for r in rows),
        )


def _empty(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()


def _request(record: Recorded) -> int:
    assert record.request is not None
    return int(record.request[1:])


def _faults(stored: list[Stored], records: list[Recorded], told: Told) -> Iterator[str]:
    """Everything that is not as those who asked were told."""
    found = verified(stored)
    if not found.sound:
        yield f"the chain is broken at {found.broken}"
    if [r.seq for r in records] != list(range(1, len(records) + 1)):
        yield "the numbers have a gap"
    by_request = {_request(r): r for r in records if r.request}
    for request, (first, last) in told.answers.items():
        record = by_request.get(request)
        if record is None:
            yield f"request {request} was acknowledged and is lost"
        elif (record.seq, record.last) != (first, last):
            yield f"request {request} is kept as {record.seq}, and was acknowledged as {first}"
    texts = Counter(r.event.text for r in records if isinstance(r.event, NoteTaken))
    yield from (f"{text!r} was kept {count} times" for text, count in texts.items() if count > 1)
