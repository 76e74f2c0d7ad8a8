"""Whether this machine's clocks can be trusted with the times of an exercise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from simulator.ops.preflight.base import LOOK, Light, Subject, green, red
from simulator.stores.sqlite import SqliteLog

EARLIEST = datetime(2024, 1, 1, tzinfo=UTC)
"""The program is younger than this."""
ASTRAY = 0.2
"""Seconds by which the wall clock may differ from the steady one meanwhile."""
SLACK = timedelta(minutes=1)


async def clock(subject: Subject) -> Light:
    """A clock that is behind, or does not run evenly, is red."""
    clock = subject.clock
    before = clock.now(), clock.steady()
    await subject.pause(LOOK)
    now = clock.now()
    passed = (now - before[0]).total_seconds(), clock.steady() - before[1]
    told = {"now": _shown(now, clock.offset()), "zone": _zone(clock.offset())}
    if now < EARLIEST:
        return red("behind", **told)
    if abs(passed[0] - passed[1]) > ASTRAY:
        return red("uneven", wall=f"{passed[0]:.1f}", steady=f"{passed[1]:.1f}", **told)
    log = SqliteLog(subject.store)
    try:
        kept = await log.exercises()
    finally:
        await log.close()
    latest = max(kept, key=lambda each: each.changed, default=None)
    if latest is not None and latest.changed > now + SLACK:
        changed = _shown(latest.changed, clock.offset())
        return red("before_the_last", exercise=latest.exercise, changed=changed, **told)
    return green("right", **told)


def _shown(at: datetime, offset: int) -> str:
    """A moment as the wall shows it."""
    return f"{at + timedelta(minutes=offset):%Y-%m-%d %H:%M}"


def _zone(offset: int) -> str:
    """A zone by its minutes: `UTC+02:00`."""
    hours, minutes = divmod(abs(offset), 60)
    return f"UTC{'-' if offset < 0 else '+'}{hours:02}:{minutes:02}"
