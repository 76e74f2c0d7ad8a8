"""State: made anew from 100,000 events, looked at after 5,000 (G15), and its history told."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from simulator.acts import choices, replay
from simulator.domain.people import Viewer
from simulator.domain.view import View
from simulator.engine.view import view
from simulator.service.clock import FixedClock
from simulator.service.gateway import Gateway
from simulator.service.hub import Hub
from simulator.service.local import LocalGateway
from simulator.stores.names import MemoryNames
from tests.bench.harness import Benchmark, Side
from tests.bench.rooms import NAME, done, filled, folder, on_disk, state_of
from tests.builders import FACILITATOR

EVENTS = 100_000
CONTROL = Viewer(role="facilitator")


@cache
def _kept(events: int) -> Path:
    """The file of an exercise of so many events."""
    log = on_disk(f"kept-{events}")
    filled(log, events)
    done(log.close())
    return Path(folder().name) / f"kept-{events}" / f"{NAME}.db"


def rebuilt(events: int) -> None:
    """Read a log from its file and make its state."""
    file = _kept(events)
    log = on_disk(file.parent.name)
    state = replay(done(log.read(NAME)))
    done(log.close())
    assert state is not None
    assert state.seq == events


def decoded(events: int) -> None:
    """Read the same rows and take them for JSON, nothing more."""
    database = sqlite3.connect(_kept(events))
    rows = database.execute("SELECT recorded FROM events ORDER BY seq").fetchall()
    assert len([json.loads(text) for (text,) in rows]) == events
    database.close()


def seen(events: int, after: int = 0) -> View:
    """The facilitator's cards after so many events."""
    return view(state_of(events), CONTROL, lambda exercise, viewer: (), after)


def offered(events: int) -> int:
    """How many choices the facilitator has then."""
    return len(choices(state_of(events), CONTROL))


def cards(events: int) -> int:
    """How many cards the whole view has."""
    return len(seen(events).cards)


@cache
def _told_by(events: int) -> Gateway:
    """The facilitator's way to an exercise of so many events in a file."""
    hub = Hub(on_disk(_kept(events).parent.name), FixedClock(), {})
    return LocalGateway(hub, MemoryNames(), NAME, FACILITATOR, "en")


def happened(events: int, last: int | None = None) -> None:
    """What happened in so many events, whole and by pages, or the last of it."""
    number = 0 if last is None else events - last
    while page := done(_told_by(events).history(after=number)):
        number = page[-1].number
    assert number == events


def benchmarks() -> Iterator[Benchmark]:
    """The benchmarks of this subject."""
    yield Benchmark(
        "state.replay",
        "G15",
        Side("state of 100,000 events", lambda: rebuilt(EVENTS), EVENTS),
        Side("rows and json.loads", lambda: decoded(EVENTS), EVENTS),
        8,
        rounds=3,
    )
    yield Benchmark(
        "state.replay-growth",
        "G15",
        Side("state of 100,000 events", lambda: rebuilt(EVENTS), EVENTS),
        Side("of 20,000", lambda: rebuilt(20_000), 20_000),
        1.3,
        rounds=3,
    )
    whole = Side("all cards, 5,000 events", lambda: seen(5_000))
    yield Benchmark(
        "state.cards-after", "-", Side("after=n", lambda: seen(5_000, 4_999), times=9), whole, 0.1
    )
    choices_then = Side("choices at 5,000 events", lambda: offered(5_000), times=5)
    at_first = Side("choices at 2,000", lambda: offered(2_000), times=5)
    yield Benchmark("state.choices-growth", "-", choices_then, at_first, 2)
    yield Benchmark(
        "state.cards-growth",
        "-",
        Side("a card of the view at 20,000", lambda: seen(20_000), cards(20_000)),
        Side("at 5,000", lambda: seen(5_000), cards(5_000)),
        1.3,
    )
    yield Benchmark(
        "state.history-after",
        "-",
        Side("last 100 told, of 100,000", lambda: happened(EVENTS, 100), times=25),
        Side("of 2,000", lambda: happened(2_000, 100), times=25),
        1.3,
    )
    yield Benchmark(
        "state.history-growth",
        "-",
        Side("an event told, of 100,000", lambda: happened(EVENTS), EVENTS),
        Side("of 20,000", lambda: happened(20_000), 20_000),
        1.3,
        rounds=3,
    )
