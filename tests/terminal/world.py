"""Exercises in which every text that people may write is an attack, and nothing has cleaned it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import cache

from simulator.acts import Recorded
from simulator.cli.exercises import channels
from simulator.consoles.app import ConsoleApp
from simulator.consoles.seats import Seats
from simulator.domain.people import Actor
from simulator.service.clock import FixedClock
from simulator.service.gateway import Gateway
from simulator.service.hub import Hub
from simulator.service.local import LocalGateway
from simulator.stores.base import Turn
from simulator.stores.memory import MemoryLog
from simulator.stores.names import MemoryNames
from tests.builders import FACILITATOR
from tests.contract.hostile import ATTACKS, attacked
from tests.screens import ID
from tests.unit.documents.test_report import everything_happens

CANARY = "KANARI"
"""Stands behind every control sequence that people wrote."""
ESCAPES = (
    "\x1b[31m\x1b[2J\x1b[8;53m\x1b[777;77H",
    "\x1b]52;c;S0FOQVJJ\x07\x1b]52;c;S0FOQVJJ\x1b\\",
    "\x1b]8;;http://evil.example\x1b\\x\x1b]8;;\x1b\\\x1b]0;title\x07",
    "\x1bPq#0;2;0;0;0\x1b\\\x1b_Gi=31;AAAA\x1b\\\x1b^x\x1b\\\x1bc\x1b(0\x1b[?1049l",
    "\x9b31m\x9d52;c;S0FOQVJJ\x9c\x90x\x9c\x85\x84\x8d",
    "\x00\x01\x07\x08\x0b\x0c\x0e\x0f\x7f\r",
)
MARKUP = (
    "[/ [/] [/bold] [bold [@click=app.quit]x[/] [link=http://evil.example]a[/link]"
    " [@click=screen.leave()]y[/] [red on red]z[/] \\[ $(reboot) $background `x` :boom: [[ ]] [#]"
)
TURNED = "\u202e evil \u202c\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u200b\u2060\ufeff\u00ad"
CORPUS: Mapping[str, str] = {
    **ATTACKS,
    "escapes": CANARY.join(("", *ESCAPES, "")),
    "markup": MARKUP,
    "turned": TURNED + CANARY + "\U000e0041\U000e007f\ufff9x\ufffa\ufffb\u180e\u206a\u2028\u2029",
    "zalgo": "".join(c + "\u0300\u0316\u0334\u0489" * 40 for c in "Zalgo"),
    "flags": "🏴\U000e0067\U000e0062\U000e007f 👩🏽‍🚀 🇦🇧🇨 ☺️ ☺︎ 1️⃣ " * 40,
    "rtl": "هذا نص عربي طويل وفيه أرقام 123 וגם עברית " * 20,
    "wide": "".join(chr(0xFF21 + n) for n in range(26)) * 20 + "漢字かな한글" * 60,
    "tabs": "a\tb\t\tc\t\r\nd\re\x0bf",
    "lines": "x\n\n\n" * 300,
    "nothing": "\u200b\u2800\u3164\uffa0\u115f",
}
"""Everything that people have thought of to harm a screen, by name."""


class _Turn:
    def __init__(self, records: list[Recorded]) -> None:
        self._records = records

    async def read(self, after: int = 0) -> list[Recorded]:
        return self._records[after:]

    async def answered(self, person: str, request: str) -> Recorded | None:
        return None

    async def append(self, records: Sequence[Recorded]) -> None:
        self._records += records


class UncleanLog(MemoryLog):
    """A log that gives back what was put in, where others clean it as they read."""

    def __init__(self, records: Sequence[Recorded]) -> None:
        super().__init__()
        self._records = list(records)

    @asynccontextmanager
    async def turn(self, exercise: str) -> AsyncIterator[Turn]:
        """Hold the turn."""
        yield _Turn(self._records)

    async def read(self, exercise: str, after: int = 0, most: int | None = None) -> list[Recorded]:
        """The records as they are."""
        return self._records[after : None if most is None else after + most]


@cache
def everything() -> tuple[Recorded, ...]:
    """A table at which everything happens, until it ends."""
    records = everything_happens().records
    end = next(n for n, r in enumerate(records) if r.event.kind == "exercise_stopped")
    return tuple(records[:end])


def hostile(*names: str, records: Sequence[Recorded] = ()) -> list[Recorded]:
    """That table with every text replaced by one of these attacks in turn; all where none named."""
    return attacked(records or everything(), [CORPUS[name] for name in names or CORPUS])


class World:
    """A console on an exercise whose log is this one, at a clock that stands."""

    def __init__(
        self,
        records: Sequence[Recorded],
        *,
        language: str = "en",
        first: Actor = FACILITATOR,
        theme: str | None = None,
        now: datetime | None = None,
    ) -> None:
        self.clock = FixedClock(now or records[-1].at + timedelta(seconds=1))
        self.log, self.names = UncleanLog(records), MemoryNames()
        self.hub = Hub(self.log, self.clock, channels())
        self.language = language
        self.app = ConsoleApp(
            self.gateway,
            Seats(self._seats(records)),
            language,
            first=first,
            now=self.clock.now,
            theme=theme,
        )

    def gateway(self, actor: Actor) -> Gateway:
        """A seat's way to the exercise."""
        return LocalGateway(self.hub, self.names, ID, actor, self.language)

    async def call(self, names: Mapping[str, str]) -> None:
        """Give people these names, whatever is in them."""
        for person, name in names.items():
            await self.names.put(ID, person, name)

    def _seats(self, records: Sequence[Recorded]) -> list[tuple[str, list[str]]]:
        kit = records[0].event.kit  # type: ignore[union-attr]
        return [(t.id, [role.id for role in t.roles]) for t in kit.original.scenario.teams]
