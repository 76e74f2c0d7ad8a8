"""Durable commands: one at a time, 200 at once, 100 in one call; this disk, a slower (G2, G3).

Held against what SQLite itself takes for the same rows with the same durability, and against the
same hub that keeps nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from tests.bench.harness import Benchmark, Side
from tests.bench.raw import Raw
from tests.bench.rooms import NAME, Appended, Room, done, in_memory, on_disk
from tests.bench.slow import SlowDisk, compiler


@cache
def _room() -> Room:
    return Room(on_disk("room"))


@cache
def _kept_nowhere() -> Room:
    return Room(in_memory())


@cache
def _raw() -> Raw:
    return Raw("raw")


@cache
def _appended() -> Appended:
    return Appended(on_disk("appended"))


@cache
def _long() -> Room:
    return Room(in_memory(), 100_000)


def nothing_is_missing() -> None:
    """Everything that was answered is in the log, numbered without a gap."""
    room = Room(on_disk("gate"))
    before = len(done(room.log.read(NAME)))
    room.one_at_a_time(5)
    room.at_once(50)
    records = done(room.log.read(NAME))
    assert [r.seq for r in records] == list(range(1, before + 56))


def benchmarks() -> Iterator[Benchmark]:
    """The benchmarks of this subject."""
    one = Side("one at a time", lambda: _room().one_at_a_time(100), 100)
    many = Side("200 at once", lambda: _room().at_once(200), 200)
    nowhere = Side("200 at once, not kept", lambda: _kept_nowhere().at_once(200), 200)
    raw_one = Side("SQLite, a row a commit", lambda: _raw().rows(100, each=1), 100)
    raw_many = Side("SQLite, 200 a commit", lambda: _raw().rows(200, each=200), 200)
    call = Side("100 in one call", lambda: _appended().call(), 100, times=3)
    raw_call = Side("SQLite, 100 a commit", lambda: _raw().rows(100, each=100), 100, times=3)
    yield Benchmark("durable.one", "-", one, raw_one, 12, gate=nothing_is_missing)
    yield Benchmark("durable.many", "-", many, raw_many, 60)
    yield Benchmark("durable.kept", "-", many, nowhere, 2)
    yield Benchmark("durable.call", "G3", call, raw_call, 2)
    long = Side("200 at once, 100,000 events", lambda: _long().at_once(200), 200)
    yield Benchmark("durable.growth", "G1", long, nowhere, 1 / 0.9)
    if compiler() is not None:
        yield from _on_a_slow_disk()


def _on_a_slow_disk() -> Iterator[Benchmark]:
    disk = SlowDisk()
    one = Side("one at a time, +5 ms", lambda: disk.does("one"), 20)
    many = Side("200 at once, +5 ms", lambda: disk.does("many"), 200)
    nowhere = Side("200 at once, not kept", lambda: disk.does("nowhere"), 200)
    raw_one = Side("SQLite, a row a commit, +5 ms", lambda: disk.does("raw-one"), 20)
    raw_many = Side("SQLite, 200 a commit, +5 ms", lambda: disk.does("raw-many"), 200)
    yield Benchmark("slow.kept", "G2", many, nowhere, 2)
    yield Benchmark("slow.grouped", "G2", many, one, 1 / 25)
    yield Benchmark("slow.one", "-", one, raw_one, 2)
    yield Benchmark("slow.many", "-", many, raw_many, 60)
